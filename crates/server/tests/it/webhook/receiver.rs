//! A receiver of webhooks that does what a test tells it, and remembers what it was sent.

use std::collections::{HashMap, VecDeque};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::harness::eventually;
use crate::smtp::tls_of;

/// What is done with a call.
#[derive(Clone, Debug)]
pub enum Act {
    /// Answered with this status.
    Say(u16),
    /// Answered with this status and header.
    With(u16, &'static str, String),
    /// Nothing for so long, then the connection ends.
    Hang(Duration),
}

/// A call as it came.
#[derive(Clone, Debug)]
pub struct Call {
    pub path: String,
    pub headers: HashMap<String, String>,
    pub body: String,
    pub at: Instant,
    /// Calls to the same path that were being answered when it came, with itself.
    pub at_once: usize,
}

impl Call {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    pub fn id(&self) -> String {
        self.header("webhook-id").to_owned()
    }

    /// Which of these secrets signed it, by openssl.
    pub fn signed_by(&self, secrets: &[&str]) -> Vec<bool> {
        let signed = format!(
            "{}.{}.{}",
            self.id(),
            self.header("webhook-timestamp"),
            self.body
        );
        let given: Vec<&str> = self.header("webhook-signature").split(' ').collect();
        secrets
            .iter()
            .map(|secret| given.contains(&format!("v1,{}", hmac(secret, &signed)).as_str()))
            .collect()
    }
}

fn hmac(secret: &str, text: &str) -> String {
    let key = secret
        .strip_prefix("whsec_")
        .expect("a secret of Standard Webhooks");
    let script = "hex=$(printf %s \"$KEY\" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n'); \
                  openssl dgst -sha256 -mac HMAC -macopt hexkey:$hex -binary | openssl base64 -A";
    let mut child = Command::new("sh")
        .args(["-c", script])
        .env("KEY", key)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("openssl is installed");
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(text.as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    String::from_utf8(output.stdout)
        .expect("text")
        .trim()
        .to_owned()
}

#[derive(Default)]
struct Book {
    scripts: HashMap<String, VecDeque<Act>>,
    calls: Vec<Call>,
    busy: HashMap<String, usize>,
}

/// The receiver; ends with the test.
#[derive(Clone)]
pub struct Receiver {
    pub port: u16,
    book: Arc<Mutex<Book>>,
}

impl Receiver {
    pub fn start() -> Self {
        Self::started(None)
    }

    /// One that speaks TLS with this certificate.
    pub fn start_tls(certificate: &std::path::Path) -> Self {
        Self::started(Some(tls_of(certificate)))
    }

    fn started(tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let book = Arc::new(Mutex::new(Book::default()));
        let keeping = book.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (book, tls) = (keeping.clone(), tls.clone());
                std::thread::spawn(move || match tls {
                    None => serve(stream, &book),
                    Some(tls) => {
                        let connection = ServerConnection::new(tls).expect("settings of TLS");
                        serve(StreamOwned::new(connection, stream), &book);
                    }
                });
            }
        });
        Self { port, book }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// As the setting that allows it to be called.
    pub fn allow(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// What is done with the next calls to `path`; the last of these with all that follow.
    pub fn script(&self, path: &str, acts: &[Act]) {
        let mut book = self.book.lock().expect("no panic while held");
        book.scripts
            .insert(path.to_owned(), acts.iter().cloned().collect());
    }

    pub fn calls(&self, path: &str) -> Vec<Call> {
        let book = self.book.lock().expect("no panic while held");
        book.calls
            .iter()
            .filter(|c| c.path == path)
            .cloned()
            .collect()
    }

    /// All calls to `path` once there are so many.
    pub fn wait_for(&self, path: &str, count: usize) -> Vec<Call> {
        eventually(&format!("{count} calls to {path}"), || {
            let calls = self.calls(path);
            (calls.len() >= count).then_some(calls)
        })
    }
}

fn serve(mut stream: impl Read + Write, book: &Mutex<Book>) {
    let Some((path, headers, body)) = read(&mut stream) else {
        return;
    };
    let act = {
        let mut book = book.lock().expect("no panic while held");
        let busy = book.busy.entry(path.clone()).or_default();
        *busy += 1;
        let at_once = *busy;
        book.calls.push(Call {
            path: path.clone(),
            headers,
            body,
            at: Instant::now(),
            at_once,
        });
        let script = book.scripts.entry(path.clone()).or_default();
        let act = if script.len() > 1 {
            script.pop_front()
        } else {
            script.front().cloned()
        };
        act.unwrap_or(Act::Say(204))
    };
    let (status, header) = match act {
        Act::Say(status) => (status, String::new()),
        Act::With(status, name, value) => (status, format!("{name}: {value}\r\n")),
        Act::Hang(time) => {
            std::thread::sleep(time);
            (0, String::new())
        }
    };
    *book
        .lock()
        .expect("no panic while held")
        .busy
        .entry(path)
        .or_default() -= 1;
    if status > 0 {
        let body = format!("<b>said {status}</b>");
        let body = if status == 204 { "" } else { &body };
        let reply = format!(
            "HTTP/1.1 {status} Whatever\r\n{header}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        let _ = stream.write_all(reply.as_bytes());
    }
}

fn read(stream: &mut impl Read) -> Option<(String, HashMap<String, String>, String)> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 8192];
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            break at;
        }
        let read = stream.read(&mut buffer).ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&buffer[..read]);
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let path = lines.next()?.split(' ').nth(1)?.to_owned();
    let headers: HashMap<String, String> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length: usize = headers
        .get("content-length")
        .map_or(0, |l| l.parse().expect("a number"));
    let mut body = bytes[end + 4..].to_vec();
    while body.len() < length {
        let read = stream.read(&mut buffer).ok().filter(|read| *read > 0)?;
        body.extend_from_slice(&buffer[..read]);
    }
    Some((path, headers, String::from_utf8_lossy(&body).into_owned()))
}

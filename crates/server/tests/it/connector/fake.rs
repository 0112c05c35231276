//! A server that plays another system: what it answers is decided by a [`Play`], what goes wrong by
//! the test.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;

/// A call as it came.
#[derive(Clone, Debug)]
pub struct Call {
    pub method: String,
    pub path: String,
    pub query: BTreeMap<String, String>,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl Call {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    pub fn query(&self, name: &str) -> &str {
        self.query.get(name).map_or("", String::as_str)
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub fn form(&self) -> BTreeMap<String, String> {
        pairs(&self.body)
    }
}

/// What is answered.
#[derive(Clone, Debug)]
pub struct Said {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

impl Said {
    pub fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.to_string(),
        }
    }

    pub fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: String::new(),
        }
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }
}

/// What another system does.
pub trait Play: Send + 'static {
    fn play(&mut self, call: &Call) -> Said;
}

/// What goes wrong.
#[derive(Clone, Debug)]
pub enum Fault {
    /// This is answered instead.
    Say(Said),
    /// It is done, but the connection ends before the answer.
    CutAfter,
    /// It is done so much later.
    Slow(Duration),
}

/// A fault and the call it befalls: the one after so many others with this in method and path.
struct Scripted {
    within: &'static str,
    after: usize,
    fault: Fault,
}

struct Stage<P> {
    play: P,
    calls: Vec<Call>,
    script: Vec<Scripted>,
}

/// The server; ends with the test.
pub struct Host<P> {
    pub port: u16,
    stage: Arc<Mutex<Stage<P>>>,
}

impl<P: Play> Host<P> {
    pub fn start(play: P) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let stage = Arc::new(Mutex::new(Stage {
            play,
            calls: Vec::new(),
            script: Vec::new(),
        }));
        let host = Self {
            port,
            stage: stage.clone(),
        };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let stage = stage.clone();
                std::thread::spawn(move || serve(stream, &stage));
            }
        });
        host
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn stage(&self) -> MutexGuard<'_, Stage<P>> {
        self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at, or changes, what is there.
    pub fn with<T>(&self, look: impl FnOnce(&mut P) -> T) -> T {
        look(&mut self.stage().play)
    }

    /// Lets something go wrong once, at the call after `after` others whose method and path contain
    /// `within`.
    pub fn fault(&self, within: &'static str, after: usize, fault: Fault) {
        self.stage().script.push(Scripted {
            within,
            after,
            fault,
        });
    }

    /// The calls so far whose method and path contain `within`.
    pub fn calls(&self, within: &str) -> Vec<Call> {
        let stage = self.stage();
        let all = stage.calls.iter();
        all.filter(|call| line(call).contains(within))
            .cloned()
            .collect()
    }

    pub fn forget_calls(&self) {
        self.stage().calls.clear();
    }
}

fn line(call: &Call) -> String {
    format!("{} {}", call.method, call.path)
}

fn serve<P: Play>(mut stream: TcpStream, stage: &Mutex<Stage<P>>) {
    let Some(call) = read(&stream) else { return };
    let (said, fault) = {
        let mut stage = stage.lock().unwrap_or_else(PoisonError::into_inner);
        stage.calls.push(call.clone());
        let fault = next_fault(&mut stage.script, &line(&call));
        let said = match &fault {
            Some(Fault::Say(said)) => said.clone(),
            _ => stage.play.play(&call),
        };
        (said, fault)
    };
    match fault {
        Some(Fault::CutAfter) => return,
        Some(Fault::Slow(time)) => std::thread::sleep(time),
        _ => {}
    }
    let mut head = format!(
        "HTTP/1.1 {} Said\r\nContent-Length: {}\r\nConnection: close\r\nDate: {}\r\n",
        said.status,
        said.body.len(),
        date()
    );
    for (name, value) in &said.headers {
        head += &format!("{name}: {value}\r\n");
    }
    let _ = stream.write_all(format!("{head}\r\n{}", said.body).as_bytes());
}

/// The moment, by the clock of the product.
pub(super) fn now() -> jiff::Timestamp {
    jiff::Timestamp::from_microsecond(platform::Clock::system().now_us()).expect("a moment")
}

fn date() -> String {
    now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn next_fault(script: &mut Vec<Scripted>, line: &str) -> Option<Fault> {
    let index = script.iter().position(|own| line.contains(own.within))?;
    if script[index].after > 0 {
        script[index].after -= 1;
        return None;
    }
    Some(script.remove(index).fault)
}

fn read(stream: &TcpStream) -> Option<Call> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let mut words = first.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut text = String::new();
        reader.read_line(&mut text).ok()?;
        let Some((name, value)) = text.trim_end().split_once(':') else {
            break;
        };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let length: usize = headers
        .get("content-length")
        .and_then(|l| l.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    Some(Call {
        method,
        path: decode(path),
        query: pairs(query),
        headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}

fn pairs(text: &str) -> BTreeMap<String, String> {
    text.split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        let hex = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(if bytes[at] == b'+' { b' ' } else { bytes[at] });
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

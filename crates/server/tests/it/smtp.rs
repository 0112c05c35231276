//! An SMTP server for tests: keeps what it gets and fails as it is told, per recipient.
//!
//! Without a script the local part of an address says what happens to its mails (see [`Fault`]):
//! `rcpt-550-5.1.1-anything@example.com` is refused at RCPT with `550 5.1.1`, `hang-…` gets no
//! reply after the mail, and so on; every other address accepts. Shared by the tests of several
//! crates (`#[path]`).
#![allow(dead_code, missing_docs, reason = "each test uses a part of it")]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What happens to a mail for one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: it is taken with 250.
    Accept,
    /// `rcpt-550-5.1.1-…`: this reply to RCPT.
    Rcpt(String),
    /// `data-451-4.7.1-…`: this reply after the mail, which is not kept.
    Data(String),
    /// `grey-…`: 451 to RCPT on the first try, then taken.
    Grey,
    /// `hang-…`: the mail is kept, and no reply comes.
    Hang,
    /// `lost-…`: the connection is cut after the ".", the mail is not kept.
    CutLost,
    /// `taken-…`: the mail is kept, the connection is cut before the reply.
    CutTaken,
    /// `replied-…`: the mail is kept, the connection is cut after the reply.
    CutReplied,
    /// `middle-…`: the connection is cut after DATA, before the mail.
    CutBefore,
    /// `slow-…`: the mail is kept, the reply comes after this time.
    Slow(Duration),
}

impl Fault {
    /// What the local part of `address` says.
    pub fn by_address(address: &str) -> Self {
        let local = address.split('@').next().unwrap_or_default();
        let words: Vec<&str> = local.split('-').collect();
        let reply = || match words[1..] {
            [code, status, ..] if status.contains('.') => format!("{code} {status} as scripted"),
            [code, ..] => format!("{code} as scripted"),
            [] => "451 4.3.0 as scripted".to_owned(),
        };
        match words[0] {
            "rcpt" => Self::Rcpt(reply()),
            "data" => Self::Data(reply()),
            "grey" => Self::Grey,
            "hang" => Self::Hang,
            "lost" => Self::CutLost,
            "taken" => Self::CutTaken,
            "replied" => Self::CutReplied,
            "middle" => Self::CutBefore,
            "slow" => Self::Slow(Duration::from_secs(2)),
            _ => Self::Accept,
        }
    }
}

/// A mail that was kept.
#[derive(Clone, Debug)]
pub struct Received {
    /// Envelope sender.
    pub from: String,
    /// Envelope recipients.
    pub to: Vec<String>,
    /// Header and body as they came, dots unstuffed, lines end in CR LF.
    pub raw: String,
    /// When.
    pub at: Instant,
    /// Whether it came by TLS.
    pub by_tls: bool,
    /// Who had logged in.
    pub user: Option<String>,
}

impl Received {
    /// The value of a header, unfolded; `None` when it isn't there exactly once.
    pub fn header(&self, name: &str) -> Option<String> {
        let head = self.raw.split("\r\n\r\n").next().unwrap_or_default();
        let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let mut values = unfolded.split("\r\n").filter_map(|line| {
            let (n, value) = line.split_once(':')?;
            n.eq_ignore_ascii_case(name)
                .then(|| value.trim().to_owned())
        });
        let value = values.next()?;
        values.next().is_none().then_some(value)
    }

    /// The decoded text of the whole mail: quoted-printable and base64 parts read, so that links
    /// can be found in it.
    pub fn text(&self) -> String {
        let message = mail_parser::MessageParser::default()
            .parse(self.raw.as_bytes())
            .expect("a mail");
        let text = message.body_text(0).unwrap_or_default().into_owned();
        let html = message.body_html(0).unwrap_or_default().into_owned();
        format!("{text}\n{html}")
    }
}

/// How a server behaves to all; can be changed while it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manners {
    /// First line.
    pub greeting: String,
    /// Offers STARTTLS (a client that uses it is served).
    pub offers_starttls: bool,
    /// TLS from the first byte.
    pub is_implicit_tls: bool,
    /// Name and password that AUTH asks for; `None` takes anybody.
    pub login: Option<(String, String)>,
    /// Reply to MAIL.
    pub mail_reply: String,
    /// Reply to EHLO fails.
    pub refuses_all: bool,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            greeting: "220 test ESMTP".to_owned(),
            offers_starttls: false,
            is_implicit_tls: false,
            login: None,
            mail_reply: "250 2.1.0 ok".to_owned(),
            refuses_all: false,
        }
    }
}

type Script = dyn Fn(&str, u32) -> Fault + Send + Sync;
type Hook = dyn Fn(&Received) + Send + Sync;

/// A running server; ends with this value.
pub struct Smtp {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    kept: Mutex<Vec<Received>>,
    tries: Mutex<HashMap<String, u32>>,
    manners: Mutex<Manners>,
    script: Mutex<Arc<Script>>,
    before_reply: Mutex<Option<Arc<Hook>>>,
    after_reply: Mutex<Option<Arc<Hook>>>,
    connections: AtomicUsize,
    open: Mutex<Vec<TcpStream>>,
    plaintext: Mutex<String>,
    is_down: AtomicBool,
    is_over: AtomicBool,
    tls: Option<Arc<ServerConfig>>,
    authority: Option<std::path::PathBuf>,
    folder: tempfile::TempDir,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Smtp {
    /// A server on a free port of 127.0.0.1, without TLS.
    pub fn start() -> Self {
        Self::start_with(Manners::default(), false)
    }

    /// A server that can do TLS, with a certificate of its own for `localhost` (see
    /// [`Self::authority`]), and offers STARTTLS.
    pub fn start_tls() -> Self {
        let manners = Manners {
            offers_starttls: true,
            ..Manners::default()
        };
        Self::start_with(manners, true)
    }

    fn start_with(manners: Manners, with_tls: bool) -> Self {
        let folder = tempfile::TempDir::new().expect("a temporary folder");
        let authority = with_tls.then(|| make_certificate(folder.path()));
        let tls = authority.as_deref().map(tls_of);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let shared = Arc::new(Shared {
            kept: Mutex::default(),
            tries: Mutex::default(),
            manners: Mutex::new(manners),
            script: Mutex::new(Arc::new(|address: &str, _| Fault::by_address(address))),
            before_reply: Mutex::default(),
            after_reply: Mutex::default(),
            connections: AtomicUsize::new(0),
            open: Mutex::default(),
            plaintext: Mutex::default(),
            is_down: AtomicBool::new(false),
            is_over: AtomicBool::new(false),
            tls,
            authority,
            folder,
        });
        let served = shared.clone();
        std::thread::spawn(move || listen(listener, port, &served));
        Self { port, shared }
    }

    /// `smtp+plaintext://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("smtp+plaintext://127.0.0.1:{}", self.port)
    }

    /// `SCHEME://[LOGIN@]localhost:PORT`, for TLS.
    pub fn url_of(&self, scheme: &str, login: &str) -> String {
        let at = if login.is_empty() { "" } else { "@" };
        format!("{scheme}://{login}{at}localhost:{}", self.port)
    }

    /// The PEM file that a client must trust, for the setting `tls_ca`.
    pub fn authority(&self) -> String {
        let file = self.shared.authority.as_ref().expect("a server with TLS");
        file.to_string_lossy().into_owned()
    }

    /// Says what happens by address and number of the try, from 1.
    pub fn script(&self, script: impl Fn(&str, u32) -> Fault + Send + Sync + 'static) {
        *held(&self.shared.script) = Arc::new(script);
    }

    /// Changes how the server behaves to all, from the next connection on.
    pub fn manners(&self, change: impl FnOnce(&mut Manners)) {
        change(&mut held(&self.shared.manners));
    }

    /// Refuses connections, and cuts those there are; or takes them again.
    pub fn down(&self, is_down: bool) {
        self.shared.is_down.store(is_down, Ordering::SeqCst);
        if is_down {
            self.cut_all();
        }
        // The listener notices within its pause.
        std::thread::sleep(Duration::from_millis(60));
    }

    /// Cuts all connections.
    pub fn cut_all(&self) {
        for stream in held(&self.shared.open).drain(..) {
            let _ = stream.shutdown(std::net::Shutdown::Both);
        }
    }

    /// Does this with each mail that was kept, before its reply is sent (kill the sender, say).
    pub fn before_reply(&self, hook: impl Fn(&Received) + Send + Sync + 'static) {
        *held(&self.shared.before_reply) = Some(Arc::new(hook));
    }

    /// Does this right after the reply was sent.
    pub fn after_reply(&self, hook: impl Fn(&Received) + Send + Sync + 'static) {
        *held(&self.shared.after_reply) = Some(Arc::new(hook));
    }

    /// All mails kept so far.
    pub fn mails(&self) -> Vec<Received> {
        held(&self.shared.kept).clone()
    }

    /// How many mails are kept.
    pub fn count(&self) -> usize {
        held(&self.shared.kept).len()
    }

    /// Mails kept for this recipient.
    pub fn mails_to(&self, address: &str) -> Vec<Received> {
        let mut mails = self.mails();
        mails.retain(|m| m.to.iter().any(|t| t.eq_ignore_ascii_case(address)));
        mails
    }

    /// How often a mail for this recipient was tried, up to RCPT.
    pub fn tries(&self, address: &str) -> u32 {
        held(&self.shared.tries).get(address).copied().unwrap_or(0)
    }

    /// Connections made so far.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// Everything a client said without TLS.
    pub fn plaintext(&self) -> String {
        held(&self.shared.plaintext).clone()
    }

    /// Forgets the mails kept.
    pub fn clear(&self) {
        held(&self.shared.kept).clear();
    }

    /// Waits until at least `count` mails were kept, at most half a minute.
    pub fn wait_for(&self, count: usize) -> Vec<Received> {
        let started = Instant::now();
        loop {
            let mails = self.mails();
            if mails.len() >= count {
                return mails;
            }
            assert!(
                started.elapsed() < Duration::from_secs(30),
                "{} of {count} mails came",
                mails.len()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::SeqCst);
        self.cut_all();
    }
}

fn listen(first: TcpListener, port: u16, shared: &Arc<Shared>) {
    let mut listener = Some(first);
    while !shared.is_over.load(Ordering::SeqCst) {
        if shared.is_down.load(Ordering::SeqCst) {
            listener = None;
        } else if listener.is_none() {
            listener = TcpListener::bind(("127.0.0.1", port)).ok();
        }
        let accepted = listener.as_ref().and_then(|l| {
            l.set_nonblocking(true).expect("a socket");
            l.accept().ok()
        });
        let Some((stream, _)) = accepted else {
            std::thread::sleep(Duration::from_millis(5));
            continue;
        };
        stream.set_nonblocking(false).expect("a socket");
        let _ = stream.set_nodelay(true);
        shared.connections.fetch_add(1, Ordering::SeqCst);
        held(&shared.open).push(stream.try_clone().expect("a socket"));
        let shared = shared.clone();
        std::thread::spawn(move || {
            // A client that hangs up is its own affair.
            let _ = Session::run(stream, &shared);
        });
    }
}

trait Both: Read + Write + Send {}
impl<T: Read + Write + Send> Both for T {}

struct Session<'a> {
    stream: BufReader<Box<dyn Both>>,
    socket: TcpStream,
    shared: &'a Shared,
    manners: Manners,
    by_tls: bool,
    user: Option<String>,
    from: String,
    to: Vec<String>,
    fault: Fault,
}

type Io<T> = std::io::Result<T>;

impl<'a> Session<'a> {
    fn run(socket: TcpStream, shared: &'a Shared) -> Io<()> {
        let manners = held(&shared.manners).clone();
        let stream: Box<dyn Both> = if manners.is_implicit_tls {
            Box::new(by_tls(shared, socket.try_clone()?))
        } else {
            Box::new(socket.try_clone()?)
        };
        let mut session = Session {
            stream: BufReader::new(stream),
            socket,
            shared,
            by_tls: manners.is_implicit_tls,
            user: None,
            from: String::new(),
            to: Vec::new(),
            fault: Fault::Accept,
            manners,
        };
        let greeting = session.manners.greeting.clone();
        session.say(&greeting)?;
        while let Some(line) = session.line()? {
            if !session.command(&line)? {
                break;
            }
        }
        session.socket.shutdown(std::net::Shutdown::Both)
    }

    fn say(&mut self, line: &str) -> Io<()> {
        self.stream
            .get_mut()
            .write_all(format!("{line}\r\n").as_bytes())?;
        self.stream.get_mut().flush()
    }

    fn line(&mut self) -> Io<Option<String>> {
        let mut line = Vec::new();
        if self.stream.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line).into_owned();
        if !self.by_tls {
            held(&self.shared.plaintext).push_str(&line);
        }
        Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    /// False ends the connection.
    fn command(&mut self, line: &str) -> Io<bool> {
        let upper = line.to_ascii_uppercase();
        let word = upper.split([' ', ':']).next().unwrap_or_default();
        match word {
            "EHLO" | "HELO" if self.manners.refuses_all => self.say("554 5.7.1 go away")?,
            "EHLO" | "HELO" => self.hello()?,
            "STARTTLS" if self.manners.offers_starttls && !self.by_tls => {
                self.say("220 2.0.0 go ahead")?;
                self.stream =
                    BufReader::new(Box::new(by_tls(self.shared, self.socket.try_clone()?)));
                self.by_tls = true;
            }
            "AUTH" => self.auth(line)?,
            "MAIL" if self.manners.login.is_some() && self.user.is_none() => {
                self.say("530 5.7.0 log in first")?;
            }
            "MAIL" => {
                self.from = between(line);
                self.to.clear();
                self.fault = Fault::Accept;
                let reply = self.manners.mail_reply.clone();
                self.say(&reply)?;
            }
            "RCPT" => self.recipient(between(line))?,
            "DATA" => return self.data(),
            "RSET" | "NOOP" => self.say("250 2.0.0 ok")?,
            "QUIT" => {
                self.say("221 2.0.0 bye")?;
                return Ok(false);
            }
            _ => self.say("500 5.5.1 what?")?,
        }
        Ok(true)
    }

    fn hello(&mut self) -> Io<()> {
        let mut lines = vec!["250-test"];
        if self.manners.offers_starttls && !self.by_tls {
            lines.push("250-STARTTLS");
        }
        if self.manners.login.is_some() {
            lines.push("250-AUTH PLAIN LOGIN");
        }
        lines.extend(["250-8BITMIME", "250 SMTPUTF8"]);
        self.say(&lines.join("\r\n"))
    }

    /// AUTH PLAIN, with the answer in the command.
    fn auth(&mut self, line: &str) -> Io<()> {
        let given = line.split(' ').nth(2).map(base64).unwrap_or_default();
        let parts: Vec<String> = given
            .split(|b| *b == 0)
            .map(|p| String::from_utf8_lossy(p).into_owned())
            .collect();
        let is_right = match (&self.manners.login, parts.as_slice()) {
            (Some((user, password)), [_, u, p]) => user == u && password == p,
            _ => false,
        };
        if is_right {
            self.user = Some(parts[1].clone());
            self.say("235 2.7.0 welcome")
        } else {
            self.say("535 5.7.8 wrong name or password")
        }
    }

    fn recipient(&mut self, address: String) -> Io<()> {
        let tries = {
            let mut tries = held(&self.shared.tries);
            let count = tries.entry(address.clone()).or_default();
            *count += 1;
            *count
        };
        let script = held(&self.shared.script).clone();
        let fault = script(&address, tries);
        match fault {
            Fault::Rcpt(reply) => return self.say(&reply),
            Fault::Grey if tries == 1 => return self.say("451 4.7.1 greylisted, come back later"),
            Fault::Grey => {}
            other => self.fault = other,
        }
        self.to.push(address);
        self.say("250 2.1.5 ok")
    }

    fn data(&mut self) -> Io<bool> {
        if self.to.is_empty() {
            self.say("503 5.5.1 no recipient")?;
            return Ok(true);
        }
        self.say("354 go on")?;
        if self.fault == Fault::CutBefore {
            return Ok(false);
        }
        let mut raw = String::new();
        loop {
            let Some(line) = self.line()? else {
                return Ok(false);
            };
            if line == "." {
                break;
            }
            raw.push_str(line.strip_prefix('.').unwrap_or(&line));
            raw.push_str("\r\n");
        }
        let mail = Received {
            from: self.from.clone(),
            to: std::mem::take(&mut self.to),
            raw,
            at: Instant::now(),
            by_tls: self.by_tls,
            user: self.user.clone(),
        };
        self.finish(mail)
    }

    fn finish(&mut self, mail: Received) -> Io<bool> {
        match &self.fault {
            Fault::Data(reply) => {
                let reply = reply.clone();
                self.say(&reply)?;
                return Ok(true);
            }
            Fault::CutLost => return Ok(false),
            _ => {}
        }
        held(&self.shared.kept).push(mail.clone());
        let hook = held(&self.shared.before_reply).clone();
        if let Some(hook) = hook {
            hook(&mail);
        }
        match self.fault {
            Fault::CutTaken => return Ok(false),
            Fault::Hang => while self.line()?.is_some() {},
            Fault::Slow(pause) => std::thread::sleep(pause),
            _ => {}
        }
        self.say("250 2.0.0 taken")?;
        let hook = held(&self.shared.after_reply).clone();
        if let Some(hook) = hook {
            hook(&mail);
        }
        Ok(self.fault != Fault::CutReplied)
    }
}

/// What stands between `<` and `>`.
fn between(line: &str) -> String {
    let start = line.find('<').map_or(0, |at| at + 1);
    let end = line.rfind('>').unwrap_or(line.len());
    line[start..end.max(start)].to_owned()
}

fn base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut buffer, mut bits) = (Vec::new(), 0_u32, 0);
    for character in text.bytes() {
        let Some(value) = ALPHABET.iter().position(|a| *a == character) else {
            continue;
        };
        buffer = (buffer << 6) | value as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((buffer >> bits) as u8);
        }
    }
    bytes
}

fn by_tls(shared: &Shared, socket: TcpStream) -> StreamOwned<ServerConnection, TcpStream> {
    let config = shared.tls.clone().expect("a server with TLS");
    StreamOwned::new(ServerConnection::new(config).expect("a connection"), socket)
}

/// Makes `cert.pem` and `key.pem`: a certificate for localhost, signed by itself.
pub fn make_certificate(folder: &std::path::Path) -> std::path::PathBuf {
    let settings = "[req]\ndistinguished_name=name\nx509_extensions=ext\nprompt=no\n\
                    [name]\nCN=localhost\n\
                    [ext]\nsubjectAltName=DNS:localhost,IP:127.0.0.1\n\
                    basicConstraints=critical,CA:FALSE\n";
    std::fs::write(folder.join("openssl.cnf"), settings).expect("a file");
    let output = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt"])
        .args(["ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"])
        .args(["-config", "openssl.cnf", "-keyout", "key.pem"])
        .args(["-out", "cert.pem"])
        .current_dir(folder)
        .output()
        .expect("openssl is installed");
    assert!(output.status.success(), "{output:?}");
    folder.join("cert.pem")
}

fn tls_of(certificate: &std::path::Path) -> Arc<ServerConfig> {
    let key = certificate.with_file_name("key.pem");
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_file(certificate).expect("a certificate")],
            PrivateKeyDer::from_pem_file(key).expect("a key"),
        )
        .expect("a certificate with its key");
    Arc::new(config)
}

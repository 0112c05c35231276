//! An SMTP server for tests: keeps what it gets and fails as it is told, per recipient.
//!
//! Without a script the local part of an address says what happens to its mails (see [`Fault`]):
//! `rcpt-550-5.1.1-anything@example.com` is refused at RCPT with `550 5.1.1`, `hang-…` gets no
//! reply after the mail, and so on; every other address accepts. Shared by the tests of several
//! crates (`#[path]`).
#![allow(
    dead_code,
    unused_imports,
    missing_docs,
    reason = "each test uses a part of it"
)]

#[path = "smtp/certificate.rs"]
mod certificate;
#[path = "smtp/session.rs"]
mod session;

use std::collections::HashMap;
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

pub use certificate::{make as make_certificate, tls_of};
use session::Session;
use tokio_rustls::rustls::ServerConfig;

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
        let authority = with_tls.then(|| certificate::make(folder.path()));
        let tls = authority.as_deref().map(certificate::tls_of);
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

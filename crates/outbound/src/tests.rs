//! What is refused, what is called, and that a call goes where the check looked.

use std::io::{Read, Write};
use std::net::{IpAddr, TcpListener};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::client::Resolver;
use crate::target::URL_MAX;
use crate::{Answer, Call, Client, Fault, Limits, Method, Reach, Refused, is_public};

/// Answers look-ups from a list; the last answer stays.
struct Names {
    answers: Mutex<Vec<Vec<IpAddr>>>,
    asked: AtomicUsize,
}

impl Resolver for Names {
    fn resolve(&self, _: String) -> Pin<Box<dyn Future<Output = Vec<IpAddr>> + Send>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let mut answers = self.answers.lock().expect("no panic while held");
        let answer = if answers.len() > 1 {
            answers.remove(0)
        } else {
            answers[0].clone()
        };
        Box::pin(async move { answer })
    }
}

fn names(answers: &[&[&str]]) -> Arc<Names> {
    let parse = |list: &&[&str]| {
        list.iter()
            .map(|a| a.parse().expect("an address"))
            .collect()
    };
    Arc::new(Names {
        answers: Mutex::new(answers.iter().map(parse).collect()),
        asked: AtomicUsize::new(0),
    })
}

fn client(allow: &str, answers: &[&[&str]]) -> Client {
    Client::with_resolver(Reach::read(allow).expect("readable"), names(answers))
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(work)
}

fn get(url: &str) -> Call {
    Call {
        method: Method::GET,
        url: url.to_owned(),
        headers: Vec::new(),
        body: Vec::new(),
    }
}

fn limits(ms: u64) -> Limits {
    Limits {
        timeout: Duration::from_millis(ms),
        body_max: 1000,
    }
}

/// A server on loopback that answers each connection with `reply`; gives its port and what it was
/// sent.
fn server(reply: &'static str) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let keeping = heard.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut text = Vec::new();
            let mut buffer = [0; 4096];
            while !text.windows(4).any(|w| w == b"\r\n\r\n") {
                let read = stream.read(&mut buffer).unwrap_or(0);
                if read == 0 {
                    break;
                }
                text.extend_from_slice(&buffer[..read]);
            }
            let text = String::from_utf8_lossy(&text).into_owned();
            keeping.lock().expect("no panic while held").push(text);
            let _ = stream.write_all(reply.as_bytes());
        }
    });
    (port, heard)
}

#[test]
fn only_public_addresses_are_public() {
    let public = [
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.1.1",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450:4013::65",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
    ];
    let private = [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0:7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::808:808",
        "100::1",
        "2001::1",
        "2001:2::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "3fff::1",
        "5f00::1",
        "fc00::1",
        "fd00::8",
        "fe80::1",
        "fec0::1",
        "ff02::1",
    ];
    for address in public {
        assert!(is_public(address.parse().expect(address)), "{address}");
    }
    for address in private {
        assert!(!is_public(address.parse().expect(address)), "{address}");
    }
}

#[test]
fn addresses_are_read_strictly() {
    let client = client("", &[&["93.184.216.34"]]);
    let refused = |url: &str| block_on(client.check(url)).expect_err(url);
    for (url, why) in [
        ("", Refused::Scheme),
        ("example.com", Refused::Scheme),
        ("file:///etc/passwd", Refused::Scheme),
        ("gopher://127.0.0.1:6379/_FLUSHALL", Refused::Scheme),
        ("ftp://example.com/", Refused::Scheme),
        ("data:text/plain,x", Refused::Scheme),
        ("javascript://example.com/%0a", Refused::Scheme),
        ("http://example.com/", Refused::Scheme),
        ("https://", Refused::Malformed),
        ("https:///path", Refused::Malformed),
        ("https://exa mple.com/", Refused::Malformed),
        ("https://example.com/\r\nHost: x", Refused::Malformed),
        ("https://example.com\\@127.0.0.1/", Refused::Malformed),
        ("https://exämple.com/", Refused::Malformed),
        ("https://-example.com/", Refused::Malformed),
        ("https://a..b/", Refused::Malformed),
        ("https://example.com:0x50/", Refused::Malformed),
        ("https://example.com:99999/", Refused::Malformed),
        ("https://example.com:+443/", Refused::Malformed),
        ("https://[::1/", Refused::Malformed),
        ("https://[fe80::1%25eth0]/", Refused::Malformed),
        ("https://user@example.com/", Refused::Login),
        ("https://user:secret@example.com/", Refused::Login),
        ("https://example.com@127.0.0.1/", Refused::Login),
        ("https://127.1/", Refused::Malformed),
        ("https://0x7f000001/", Refused::Malformed),
        ("https://0x7f.0.0.1/", Refused::Malformed),
        ("https://017700000001/", Refused::Malformed),
        ("https://0177.0.0.1/", Refused::Malformed),
        ("https://2130706433/", Refused::Malformed),
        ("https://1.2.3.4.5/", Refused::Malformed),
        ("https://example.com:25/", Refused::Port),
        ("https://example.com:6379/", Refused::Port),
        ("https://example.com:22/", Refused::Port),
        ("https://127.0.0.1/", Refused::NotPublic),
        ("https://[::1]/", Refused::NotPublic),
        ("https://[::ffff:169.254.169.254]/", Refused::NotPublic),
        (
            "http://169.254.169.254/latest/meta-data/",
            Refused::NotPublic,
        ),
        ("https://0.0.0.0/", Refused::NotPublic),
        ("https://100.64.1.1/", Refused::NotPublic),
        ("https://[fd00::8]/", Refused::NotPublic),
        ("https://[64:ff9b::10.0.0.1]/", Refused::NotPublic),
    ] {
        assert_eq!(refused(url), why, "{url:?}");
    }
    for url in [
        "https://example.com",
        "https://EXAMPLE.com/a?b=c#d",
        "HTTPS://hooks.example.com:8443/x",
        "https://example.com.?x",
        "https://93.184.216.34/",
        "https://[2606:4700::1111]:443/",
    ] {
        assert!(block_on(client.check(url)).is_ok(), "{url}");
    }
    let long = |bytes: usize| format!("https://example.com/{}", "x".repeat(bytes - 20));
    assert!(block_on(client.check(&long(URL_MAX))).is_ok());
    assert_eq!(refused(&long(URL_MAX + 1)), Refused::Malformed);
}

#[test]
fn one_private_address_is_enough_to_refuse_a_name() {
    for answers in [
        &["93.184.216.34", "10.0.0.1"][..],
        &["10.0.0.1", "93.184.216.34"],
        &["93.184.216.34", "::ffff:127.0.0.1"],
        &["2606:4700::1111", "fd00::1"],
        &[],
    ] {
        let client = client("", &[answers]);
        let check = block_on(client.check("https://example.com/"));
        assert_eq!(check, Err(Refused::NotPublic), "{answers:?}");
        let call = block_on(client.call(get("https://example.com/"), limits(1000)));
        assert_eq!(call, Err(Fault::Refused(Refused::NotPublic)), "{answers:?}");
    }
}

/// The texts for a place that is there and one that isn't must not differ.
#[test]
fn a_refusal_tells_nothing_of_what_is_there() {
    let (open, heard) = server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port");
    let closed = closed.local_addr().expect("an address").port();
    let client = Client::default();
    let texts = [open, closed, 443].map(|port| {
        let url = format!("https://127.0.0.1:{port}/");
        let fault = block_on(client.call(get(&url), limits(2000))).expect_err("refused");
        fault.to_string()
    });
    assert_eq!(texts[0], texts[1]);
    let unknown = block_on(client.check("https://nowhere.invalid/")).expect_err("unknown");
    assert_eq!(
        texts[2],
        unknown.to_string(),
        "private or unknown is the same"
    );
    assert!(heard.lock().expect("no panic while held").is_empty());
}

/// A name that led to a public place at the look-up leads elsewhere a moment later: every call is
/// judged again by the one look-up it then uses.
#[test]
fn a_name_that_changes_after_the_check_changes_nothing() {
    let (port, heard) = server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    let names = names(&[&["93.184.216.34"], &["127.0.0.1"]]);
    let reach = Reach::read("93.184.216.0/24:*").expect("readable");
    let client = Client::with_resolver(reach, names.clone());
    let url = format!("http://rebind.example.com:{port}/");
    let target = block_on(client.check(&url)).expect("public at that moment");
    assert_eq!((target.host(), target.port()), ("rebind.example.com", port));
    assert_eq!(target.places[0].ip().to_string(), "93.184.216.34");
    let call = block_on(client.call(get(&url), limits(1000)));
    assert_eq!(call, Err(Fault::Refused(Refused::NotPublic)));
    assert_eq!(
        names.asked.load(Ordering::SeqCst),
        2,
        "one look-up for each"
    );
    assert!(heard.lock().expect("no panic while held").is_empty());
}

#[test]
fn what_an_operator_allows_is_called_by_http_too() {
    let (port, heard) = server(
        "HTTP/1.1 201 Created\r\nX-Answer: yes\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello",
    );
    for allow in [
        format!("127.0.0.1:{port}"),
        "127.0.0.0/8:*".to_owned(),
        format!("other.example:1, 127.0.0.0/30:{port}"),
    ] {
        let client = client(&allow, &[&["127.0.0.1"]]);
        let call = Call {
            method: Method::POST,
            url: format!("http://127.0.0.1:{port}/a/b?c=d"),
            headers: vec![("X-Id".to_owned(), "7".to_owned())],
            body: b"{}".to_vec(),
        };
        let answer = block_on(client.call(call, limits(5000))).expect("an answer");
        assert_eq!(
            (answer.status, answer.body.as_slice()),
            (201, &b"hello"[..])
        );
        assert_eq!(answer.header("x-answer"), Some("yes"));
    }
    let first = heard.lock().expect("no panic while held")[0].to_ascii_lowercase();
    assert!(first.starts_with("post /a/b?c=d http/1.1\r\n"), "{first}");
    for line in [
        format!("host: 127.0.0.1:{port}\r\n"),
        "x-id: 7\r\n".to_owned(),
        "content-length: 2\r\n".to_owned(),
        "user-agent: luister\r\n".to_owned(),
    ] {
        assert!(first.contains(&line), "{line} in {first}");
    }
    // By its name, wherever that leads.
    let client = client(&format!("rt.acme.lan:{port}"), &[&["127.0.0.1"]]);
    let url = format!("http://RT.acme.lan:{port}/");
    assert!(block_on(client.call(get(&url), limits(5000))).is_ok());
    // The neighbours are not.
    for url in [
        format!("http://other.acme.lan:{port}/"),
        "http://rt.acme.lan:1/".to_owned(),
        "https://rt.acme.lan/".to_owned(),
    ] {
        assert!(block_on(client.check(&url)).is_err(), "{url}");
    }
}

#[test]
fn a_public_place_at_an_allowed_port_is_still_called_at_the_webs_ports_only() {
    let client = client("10.0.0.1:6379", &[&["93.184.216.34"]]);
    let check = |url| block_on(client.check(url));
    assert_eq!(check("https://example.com:6379/"), Err(Refused::NotPublic));
    assert_eq!(check("http://10.0.0.1:25/"), Err(Refused::Port));
    assert!(check("http://10.0.0.1:6379/").is_ok());
}

#[test]
fn redirects_are_answers() {
    let (port, heard) = server(
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/inside\r\nContent-Length: 0\r\n\r\n",
    );
    let client = client(&format!("127.0.0.1:{port}"), &[&[]]);
    let url = format!("http://127.0.0.1:{port}/");
    let answer = block_on(client.call(get(&url), limits(5000))).expect("an answer");
    assert_eq!(answer.status, 302);
    assert!(!answer.is_success());
    assert_eq!(heard.lock().expect("no panic while held").len(), 1);
}

fn asked(reply: &'static str, cuts: bool) -> Result<Answer, Fault> {
    let (port, _) = server(reply);
    let client = client(&format!("127.0.0.1:{port}"), &[&[]]);
    let call = get(&format!("http://127.0.0.1:{port}/"));
    let limits = Limits {
        timeout: Duration::from_secs(5),
        body_max: 8,
    };
    block_on(async {
        if cuts {
            client.tell(call, limits).await
        } else {
            client.call(call, limits).await
        }
    })
}

#[test]
fn long_and_broken_answers_have_their_faults() {
    let long = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123456789";
    assert_eq!(asked(long, false), Err(Fault::TooLong(8)));
    let cut = asked(long, true).expect("its beginning");
    assert_eq!((cut.status, cut.body.as_slice()), (200, &b"12345678"[..]));
    let fits = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n12345678";
    assert_eq!(asked(fits, false).expect("fits").body, b"12345678");
    let short = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n123";
    assert_eq!(asked(short, false), Err(Fault::BrokeOff));
    assert_eq!(asked("SMTP 220 hello\r\n", false), Err(Fault::BrokeOff));
    assert_eq!(asked("", false), Err(Fault::BrokeOff));
}

#[test]
fn who_says_nothing_is_left_in_time() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let client = client("127.0.0.0/8:*", &[&[]]);
    let started = Instant::now();
    let call = get(&format!("http://127.0.0.1:{port}/"));
    let fault = block_on(client.call(call, limits(300)));
    assert_eq!(fault, Err(Fault::Timeout));
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[test]
fn headers_can_smuggle_nothing() {
    let (port, heard) = server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    let client = client("127.0.0.0/8:*", &[&[]]);
    for (name, value) in [
        ("X-A", "b\r\nX-C: d"),
        ("X-A\r\nX-B", "c"),
        ("X-A", "b\0"),
        ("Host", "elsewhere"),
        ("Transfer-Encoding", "chunked"),
        ("Content-Length", "0"),
    ] {
        let mut call = get(&format!("http://127.0.0.1:{port}/"));
        call.headers.push((name.to_owned(), value.to_owned()));
        let fault = block_on(client.call(call, limits(2000)));
        assert_eq!(fault, Err(Fault::Unsendable), "{name}: {value:?}");
    }
    assert!(heard.lock().expect("no panic while held").is_empty());
}

#[test]
fn a_place_without_tls_gets_no_request() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let hearing = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut buffer = [0; 4096];
        let read = stream.read(&mut buffer).unwrap_or(0);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        buffer[..read].to_vec()
    });
    let client = client("127.0.0.0/8:*", &[&[]]);
    let call = get(&format!("https://127.0.0.1:{port}/secret"));
    let fault = block_on(client.call(call, limits(5000)));
    assert_eq!(fault, Err(Fault::Connection));
    let heard = String::from_utf8_lossy(&hearing.join().expect("no panic")).into_owned();
    assert!(!heard.contains("secret"), "the path goes inside TLS alone");
}

proptest::proptest! {
    /// Whatever is given, it is refused or leads where its text says.
    #[test]
    fn reading_never_panics(url in "(https?://)?[a-z0-9.:@/\\[\\]%\\\\ -]{0,40}") {
        let client = client("", &[&["93.184.216.34"]]);
        if let Ok(target) = block_on(client.check(&url)) {
            proptest::prop_assert!(target.places.iter().all(|p| is_public(p.ip())));
            proptest::prop_assert!(!url.contains('@'));
        }
    }
}

//! An identity provider that misbehaves: nobody gets in by what it says.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

use crate::harness::{Backend, Reply, Server};
use crate::on_both;

on_both!(a_provider_that_lies_lets_nobody_in);

/// How the provider behaves, changed by the test.
#[derive(Clone)]
struct Mode {
    header: Value,
    claims: Value,
    /// The other key signs.
    forges: bool,
    /// Nothing signs.
    unsigned: bool,
    about: Value,
    status: u16,
}

struct Provider {
    issuer: String,
    mode: Arc<Mutex<Mode>>,
    asked: Arc<Mutex<Vec<String>>>,
}

fn pair() -> EcdsaKeyPair {
    let random = SystemRandom::new();
    let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a key");
    EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).expect("a key")
}

fn part(value: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(value)
}

fn token(mode: &Mode, keys: &[EcdsaKeyPair; 2]) -> String {
    let header = part(mode.header.to_string().as_bytes());
    let text = format!("{header}.{}", part(mode.claims.to_string().as_bytes()));
    if mode.unsigned {
        return format!("{text}.");
    }
    let key = &keys[usize::from(mode.forges)];
    let signature = key
        .sign(&SystemRandom::new(), text.as_bytes())
        .expect("a signature");
    format!("{text}.{}", part(signature.as_ref()))
}

impl Provider {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let mode = Arc::new(Mutex::new(Mode {
            header: json!({}),
            claims: json!({}),
            forges: false,
            unsigned: false,
            about: json!({}),
            status: 200,
        }));
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let (heard, state, name) = (asked.clone(), mode.clone(), issuer.clone());
        std::thread::spawn(move || {
            let keys = [pair(), pair()];
            for stream in listener.incoming().flatten() {
                let mode = state.lock().expect("no panic").clone();
                answer(stream, &name, (&mode, &keys), &heard);
            }
        });
        Self {
            issuer,
            mode,
            asked,
        }
    }

    fn set(&self, change: impl FnOnce(&mut Mode)) {
        change(&mut self.mode.lock().expect("no panic"));
    }
}

fn answer(
    mut stream: TcpStream,
    issuer: &str,
    (mode, keys): (&Mode, &[EcdsaKeyPair; 2]),
    asked: &Mutex<Vec<String>>,
) {
    let mut reader = BufReader::new(stream.try_clone().expect("a second handle"));
    let (mut first, mut length) = (String::new(), 0);
    let _ = reader.read_line(&mut first);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    let _ = reader.read_exact(&mut body);
    let path = first.split(' ').nth(1).unwrap_or_default();
    asked
        .lock()
        .expect("no panic")
        .push(format!("{path} {}", String::from_utf8_lossy(&body)));
    let point = keys[0].public_key().as_ref();
    let (status, reply) = match path {
        "/.well-known/openid-configuration" => (
            200,
            json!({
                "issuer": issuer, "authorization_endpoint": format!("{issuer}/auth"),
                "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/jwks"),
                "userinfo_endpoint": format!("{issuer}/me"),
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }),
        ),
        "/jwks" => (
            200,
            json!({ "keys": [{ "kty": "EC", "crv": "P-256", "kid": "1",
            "x": part(&point[1..33]), "y": part(&point[33..]) }] }),
        ),
        "/token" if mode.status != 200 => (mode.status, json!({ "error": "invalid_grant" })),
        "/token" => (
            200,
            json!({ "id_token": token(mode, keys), "access_token": "a",
                                  "token_type": "Bearer" }),
        ),
        "/me" => (200, mode.about.clone()),
        _ => (404, json!({})),
    };
    let text = reply.to_string();
    let head = format!(
        "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        text.len()
    );
    let _ = stream.write_all((head + &text).as_bytes());
}

/// The value of a parameter of an address.
fn parameter(address: &str, name: &str) -> String {
    let query = address.split('?').nth(1).expect("a query");
    let pair = query
        .split('&')
        .find_map(|p| p.strip_prefix(&format!("{name}=")));
    pair.expect(name).to_owned()
}

/// The login page, with slashes as they are meant.
fn login_page(server: &Server) -> String {
    let page = server.request("GET", "/login").send();
    page.text().replace("&#x2f;", "/")
}

/// Begins a login: the cookie, state and nonce.
fn begin(server: &Server, door: &str) -> (String, String, String) {
    let reply = server.request("GET", door).send();
    assert_eq!(reply.status, 303, "{}", reply.text());
    let to = reply.header("location").expect("a place");
    let cookie = reply.header("set-cookie").expect("a cookie");
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    let cookie = cookie.split(';').next().expect("a first part").to_owned();
    assert_eq!(parameter(to, "code_challenge_method"), "S256");
    (cookie, parameter(to, "state"), parameter(to, "nonce"))
}

fn come_back(server: &Server, cookie: &str, state: &str) -> Reply {
    server
        .request("GET", &format!("/login/sso/callback?code=c&state={state}"))
        .header("Cookie", cookie)
        .send()
}

/// Whether a reply lets in.
fn lets_in(reply: &Reply) -> bool {
    reply.status == 303
        && reply
            .header("set-cookie")
            .is_some_and(|c| c.contains("luister_session="))
}

/// How a provider misbehaves.
type Lie = Box<dyn Fn(&mut Mode)>;

fn a_provider_that_lies_lets_nobody_in(old: Server) {
    let backend: Backend = old.backend;
    drop(old);
    let server = Server::start_with(backend, &[("LUISTER_OUTBOUND_ALLOW", "127.0.0.0/8:*")]);
    let provider = Provider::start();
    let admin = server.log_in();
    let saved = server
        .request("POST", "/settings/sso")
        .header("Cookie", &admin)
        .form(&[
            ("issuer", &provider.issuer),
            ("client_id", "luister"),
            ("client_secret", "s3cret"),
            ("button", "Log in with Acme"),
            ("group_claim", "groups"),
            ("domains", "example.com"),
            ("mapping", "* = viewer"),
            ("is_on", "yes"),
            ("makes_people", "yes"),
        ])
        .send();
    assert_eq!(saved.status, 303, "{}", saved.text());
    let login = login_page(&server);
    let door = login
        .split("href=\"")
        .find_map(|p| p.strip_prefix("/login/sso/"));
    let id = door.and_then(|d| d.split('?').next()).expect("a button");
    let door = format!("/login/sso/{id}?next=/surveys");

    let now = platform::Clock::system().now_us().unsigned_abs() / 1_000_000;
    let good = |nonce: &str| {
        json!({ "iss": provider.issuer, "aud": "luister", "sub": "zoe", "nonce": nonce,
                "iat": now, "exp": now + 300 })
    };
    let try_with = |change: &dyn Fn(&mut Mode)| {
        let (cookie, state, nonce) = begin(&server, &door);
        provider.set(|mode| {
            *mode = Mode {
                header: json!({ "alg": "ES256", "kid": "1" }),
                claims: good(&nonce),
                forges: false,
                unsigned: false,
                about: json!({ "sub": "zoe", "email": "zoe@example.com", "email_verified": true }),
                status: 200,
            };
            change(mode);
        });
        come_back(&server, &cookie, &state)
    };
    let claim =
        |name: &'static str, value: Value| move |mode: &mut Mode| mode.claims[name] = value.clone();
    let lies: Vec<(&str, Lie)> = vec![
        (
            "no signature",
            Box::new(|m| {
                m.header = json!({ "alg": "none" });
                m.unsigned = true;
            }),
        ),
        (
            "no signature, said to be one",
            Box::new(|m| m.unsigned = true),
        ),
        (
            "a shared secret",
            Box::new(|m| m.header = json!({ "alg": "HS256", "kid": "1" })),
        ),
        ("another key", Box::new(|m| m.forges = true)),
        (
            "a key nobody knows",
            Box::new(|m| {
                m.forges = true;
                m.header = json!({ "alg": "ES256", "kid": "2" });
            }),
        ),
        (
            "another issuer",
            Box::new(claim("iss", json!("https://id.example"))),
        ),
        ("another audience", Box::new(claim("aud", json!("another")))),
        (
            "several audiences",
            Box::new(claim("aud", json!(["luister", "another"]))),
        ),
        ("expired", Box::new(claim("exp", json!(now - 120)))),
        ("no end", Box::new(claim("exp", Value::Null))),
        (
            "an end as text",
            Box::new(claim("exp", json!("9999999999"))),
        ),
        ("made long ago", Box::new(claim("iat", json!(now - 7200)))),
        ("not yet", Box::new(claim("nbf", json!(now + 600)))),
        ("another nonce", Box::new(claim("nonce", json!("another")))),
        ("no nonce", Box::new(claim("nonce", Value::Null))),
        ("nobody", Box::new(claim("sub", json!("")))),
        (
            "somebody else's address",
            Box::new(|m| m.about["sub"] = json!("eve")),
        ),
        ("a refusal", Box::new(|m| m.status = 400)),
        ("a redirect", Box::new(|m| m.status = 302)),
    ];
    for (what, change) in &lies {
        let reply = try_with(&**change);
        assert!(!lets_in(&reply), "{what}");
        // Five in a row, and whoever tries on waits: the next one is let through again.
        if reply.status == 429 {
            assert!(lets_in(
                &server
                    .request("POST", "/login")
                    .form(&[
                        ("email", "admin@example.com"),
                        ("password", crate::harness::PASSWORD)
                    ])
                    .send()
            ));
        } else {
            assert_eq!(reply.status, 502, "{what}: {}", reply.text());
        }
        assert!(!reply.text().contains("s3cret"));
    }
    let waits = try_with(&|_| {});
    assert_eq!(waits.status, 429, "who fails again and again waits");
    let people = server.page("/settings/people", &admin).text();
    assert!(!people.contains("zoe@example.com"), "nobody was made");

    // From elsewhere it works, with the secret in the form because the provider takes nothing else.
    let server = Server::start_with(backend, &[("LUISTER_OUTBOUND_ALLOW", "127.0.0.0/8:*")]);
    let admin = server.log_in();
    let form = |mapping: &str| {
        server
            .request("POST", "/settings/sso")
            .header("Cookie", &admin)
            .form(&[
                ("issuer", &provider.issuer),
                ("client_id", "luister"),
                ("client_secret", "s3cret"),
                ("button", "Acme"),
                ("group_claim", "groups"),
                ("domains", "example.com"),
                ("mapping", mapping),
                ("is_on", "yes"),
                ("makes_people", "yes"),
                ("links_by_email", "yes"),
            ])
            .send()
            .status
    };
    assert_eq!(form("* = viewer"), 303);
    let login = login_page(&server);
    let id = login
        .split("href=\"/login/sso/")
        .nth(1)
        .and_then(|d| d.split('?').next())
        .expect("a button");
    let door = format!("/login/sso/{id}?next=//evil.example");
    let enter = |email: &str, subject: &str| {
        let (cookie, state, nonce) = begin(&server, &door);
        provider.set(|mode| {
            mode.status = 200;
            mode.forges = false;
            mode.unsigned = false;
            mode.header = json!({ "alg": "ES256", "kid": "1" });
            mode.claims = good(&nonce);
            mode.claims["sub"] = json!(subject);
            mode.about = json!({ "sub": subject, "email": email, "email_verified": true });
        });
        let wrong = come_back(&server, &cookie, "another");
        assert_eq!(wrong.status, 400, "another state");
        come_back(&server, &cookie, &state)
    };
    let zoe = enter("zoe@example.com", "zoe");
    assert!(lets_in(&zoe), "{}: {}", zoe.status, zoe.text());
    assert_eq!(zoe.header("location"), Some("/"), "to no other site");
    let asked = provider.asked.lock().expect("no panic").clone();
    let sent = asked
        .iter()
        .rfind(|a| a.starts_with("/token"))
        .expect("a call");
    assert!(
        sent.contains("client_secret=s3cret") && sent.contains("code_verifier="),
        "{sent}"
    );
    assert!(sent.contains("%2Flogin%2Fsso%2Fcallback&"), "{sent}");
    // The only administrator would become a viewer: refused, and nothing of it stays.
    let last = enter("admin@example.com", "boss");
    assert!(!lets_in(&last));
    assert!(
        last.text().contains("last administrator"),
        "{}",
        last.text()
    );
    assert!(
        !server
            .page("/settings/sso", &admin)
            .text()
            .contains("<code>boss</code>")
    );
    assert_eq!(
        server.page("/settings/people", &admin).status,
        200,
        "still administrator"
    );
    // Switched off: out at once, and not in again.
    let session = zoe
        .header("set-cookie")
        .and_then(|c| c.split(';').next())
        .expect("a session")
        .to_owned();
    assert_eq!(server.page("/settings/sessions", &session).status, 200);
    let people = server.get_json("/api/v1/people");
    let items = people["people"].as_array().expect("people");
    let zoe_id = items
        .iter()
        .find(|p| p["email"] == "zoe@example.com")
        .expect("zoe")["user_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    // Taken apart from the provider: known there no more, until she comes by it again.
    let post = |path: &str| {
        let request = server.request("POST", path).header("Cookie", &admin);
        request.form(&[]).send().status
    };
    let unlink = format!("/settings/sso/people/{zoe_id}/unlink");
    assert_eq!(post(&unlink), 303);
    assert_eq!(post(&unlink), 404, "she isn't linked");
    assert!(lets_in(&enter("zoe@example.com", "zoe")));
    let off = server.api(
        "PATCH",
        &format!("/api/v1/people/{zoe_id}"),
        Some(&json!({ "active": false })),
    );
    assert!(off.status < 300, "{}", off.text());
    assert_eq!(server.page("/settings/sessions", &session).status, 303);
    let again = enter("zoe@example.com", "zoe");
    assert!(
        !lets_in(&again) && again.text().contains("switched off"),
        "{}",
        again.text()
    );
    assert_eq!(post("/settings/sso/remove"), 303);
    assert!(!login_page(&server).contains("/login/sso/"), "no button");
    // A way out of the company's network is no issuer.
    let inside = Server::start(backend);
    let cookie = inside.log_in();
    let refused = inside
        .request("POST", "/settings/sso")
        .header("Cookie", &cookie)
        .form(&[
            ("issuer", &provider.issuer),
            ("client_id", "x"),
            ("button", "x"),
            ("group_claim", "x"),
        ])
        .send();
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("has to be a public one"),
        "{}",
        refused.text()
    );
}

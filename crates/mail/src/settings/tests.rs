//! What settings are understood, and what is said about the others.

use super::*;

fn given(url: &str) -> Given {
    Given {
        smtp_url: Some(url.to_owned()),
        from: Some("Acme <feedback@acme.nl>".to_owned()),
        ..Given::default()
    }
}

fn settings() -> Settings {
    Settings::read(&given("smtp://mail.acme.nl"))
        .expect("right")
        .expect("a server")
}

#[test]
fn addresses_of_servers() {
    let table = [
        (
            "smtp://mail.acme.nl",
            Security::StartTls,
            "mail.acme.nl",
            587,
        ),
        ("SMTPS://mail.acme.nl", Security::Tls, "mail.acme.nl", 465),
        (
            "smtp+plaintext://127.0.0.1:2525",
            Security::Plaintext,
            "127.0.0.1",
            2525,
        ),
        ("smtps://u:p@[::1]:465", Security::Tls, "::1", 465),
        (
            "smtp://me%40acme.nl:p%3Aw@d%25@host:26",
            Security::StartTls,
            "host",
            26,
        ),
    ];
    for (url, security, host, port) in table {
        let server = Server::smtp(url).unwrap_or_else(|e| panic!("{url}: {e}"));
        assert_eq!(
            (server.security, server.host.as_str(), server.port),
            (security, host, port)
        );
    }
    let login = Server::smtp(table[4].0)
        .expect("right")
        .login
        .expect("a login");
    assert_eq!(
        (login.user.as_str(), login.password.reveal()),
        ("me@acme.nl", "p:w@d%")
    );
    let box_ = Server::imap("imaps://u:p@mail.acme.nl/INBOX/Bounces").expect("right");
    assert_eq!((box_.port, box_.path.as_str()), (993, "INBOX/Bounces"));
    assert_eq!(Server::imap("imap://u:p@h").expect("right").path, "INBOX");
}

#[test]
fn what_is_wrong_is_said_without_the_password() {
    for (url, says) in [
        (
            "mail.acme.nl",
            "smtp_url: it starts with smtp://, smtps://, smtp+plaintext://",
        ),
        ("http://hunter2@mail", "smtp_url: it starts with"),
        ("smtp://", "no host name"),
        ("smtp://u:hunter2@", "no host name"),
        ("smtp://u:hunter2@h:0", "the port"),
        ("smtp://u:hunter2@h:x", "the port"),
        ("smtp://hunter2@h", "a user has a password"),
        ("smtp://u:hunter2%@h", "%25"),
        ("smtp://u:hunter2%00@h", "without line ends"),
        ("smtp://[::1", "a [ without its ]"),
    ] {
        let error = Settings::read(&given(url)).expect_err(url);
        assert!(error.contains(says), "{url}: {error}");
        assert!(!error.contains("hunter2"), "{url}: {error}");
    }
    let settings = Settings::read(&given("smtp://u:hunter2@h")).expect("right");
    assert!(!format!("{settings:?}").contains("hunter2"));
}

#[test]
fn what_belongs_together_is_asked_for() {
    assert!(Settings::read(&Given::default()).expect("right").is_none());
    let change = |change: fn(&mut Given)| {
        let mut given = given("smtp://h");
        change(&mut given);
        Settings::read(&given).expect_err("wrong")
    };
    let table = [
        (change(|g| g.from = None), "from: say who"),
        (change(|g| g.from = Some("Acme".into())), "from: "),
        (change(|g| g.from = Some("Acme <a b>".into())), "from: "),
        (change(|g| g.bounce = Some("bounces".into())), "bounce: "),
        (
            change(|g| g.bounce = Some("a-long-name-for-it@acme.nl".into())),
            "bounce: 11 characters",
        ),
        (
            change(|g| g.dkim_selector = Some("s".into())),
            "go together",
        ),
        (
            change(|g| {
                g.dkim_selector = Some("s".into());
                g.dkim_key = Some("/no/such/file".into());
            }),
            "dkim_key: /no/such/file: ",
        ),
        (
            change(|g| g.tls_ca = Some("/no/such/file".into())),
            "tls_ca: /no/such/file: ",
        ),
        (change(|g| g.per_domain_per_minute = Some(0)), "1 or more"),
        (
            change(|g| g.imap_url = Some("imaps://h".into())),
            "imap_url: a mailbox needs",
        ),
    ];
    for (error, says) in table {
        assert!(error.contains(says), "{error} / {says}");
    }
}

#[test]
fn a_person_writes_from_the_companys_domain_only() {
    let settings = settings();
    let named = |name: &str, address: &str| Mailbox {
        name: name.to_owned(),
        address: address.to_owned(),
    };
    let table = [
        (None, (named("Acme", "feedback@acme.nl"), None)),
        (
            Some(("Ann", "ann@ACME.nl")),
            (named("Ann", "ann@ACME.nl"), None),
        ),
        (
            Some(("Ann", "ann@gmail.com")),
            (
                named("Ann", "feedback@acme.nl"),
                Some(named("Ann", "ann@gmail.com")),
            ),
        ),
        (
            Some(("Ann", "ann@sub.acme.nl")),
            (
                named("Ann", "feedback@acme.nl"),
                Some(named("Ann", "ann@sub.acme.nl")),
            ),
        ),
        (
            Some(("Ann", "none")),
            (named("Ann", "feedback@acme.nl"), None),
        ),
        (
            Some((" ", "ann@acme.nl")),
            (named("Acme", "ann@acme.nl"), None),
        ),
    ];
    for (person, expect) in table {
        assert_eq!(settings.sender(person), expect, "{person:?}");
    }
}

#[test]
fn what_bounces_has_a_secret_in_its_address() {
    let mut settings = settings();
    let secret = platform::id::secret();
    assert_eq!(settings.envelope_sender(&secret), "feedback@acme.nl");
    settings.bounce = Some("bounces@acme.nl".to_owned());
    let sender = settings.envelope_sender(&secret);
    assert_eq!(crate::incoming::secret_in(&sender), Some(secret));
    assert!(sender.split('@').next().expect("local").len() <= LOCAL_PART_MAX);
}

//! TLS is required and never given up; a password goes nowhere without it.

use mail::Fate;

use crate::office::{MINUTE_US, Office, a_while, eventually, quick, settings};
use crate::smtp::{Manners, Smtp};

fn office_with(url: &str, smtp: Smtp) -> Office {
    let mut office = Office::on_sqlite();
    office.settings = settings(url, Some(smtp.authority()));
    office.settings.tempo = quick();
    office.smtp = smtp;
    office
}

#[test]
fn starttls_with_a_login() {
    let smtp = Smtp::start_tls();
    smtp.manners(|m| m.login = Some(("me@acme.nl".into(), "p:w".into())));
    let office = office_with(&smtp.url_of("smtp", "me%40acme.nl:p%3Aw"), smtp);
    let mail = office.queue("ann@a.nl");
    let node = office.node();
    office.wait_for_state(&mail, "sent");
    let got = office.smtp.mails();
    assert!(got[0].by_tls);
    assert_eq!(got[0].user.as_deref(), Some("me@acme.nl"));
    let plaintext = office.smtp.plaintext();
    assert!(
        plaintext
            .lines()
            .all(|l| ["EHLO acme.nl", "STARTTLS"].contains(&l.trim())),
        "{plaintext}"
    );
    node.stop(&office.runtime);
}

#[test]
fn tls_from_the_first_byte() {
    let smtp = Smtp::start_tls();
    smtp.manners(|m| {
        m.is_implicit_tls = true;
        m.offers_starttls = false;
    });
    let office = office_with(&smtp.url_of("smtps", ""), smtp);
    let mail = office.queue("ann@a.nl");
    let node = office.node();
    office.wait_for_state(&mail, "sent");
    assert!(office.smtp.mails()[0].by_tls);
    node.stop(&office.runtime);
}

#[test]
fn a_stripped_offer_or_a_foreign_certificate_or_a_wrong_password_pauses() {
    let stripped = Smtp::start_tls();
    stripped.manners(|m| m.offers_starttls = false);
    let wrong = Smtp::start_tls();
    wrong.manners(|m| m.login = Some(("me".into(), "other".into())));
    let strange = Smtp::start_tls();
    let table = [
        (stripped, "the mail server offers no STARTTLS", false),
        (wrong, "AUTH: 535 5.7.8", false),
        (strange, "TLS: ", true),
    ];
    for (smtp, reason, is_strange) in table {
        let mut office = office_with(&smtp.url_of("smtp", "me:hunter2"), smtp);
        if is_strange {
            office.settings = settings(&office.smtp.url_of("smtp", "me:hunter2"), None);
            office.settings.tempo = quick();
        }
        let mail = office.queue("ann@a.nl");
        let node = office.node();
        eventually(reason, || office.pause().is_some());
        let pause = office.pause().expect("a pause");
        assert!(
            pause.is_alert && pause.reason.starts_with(reason),
            "{pause:?}"
        );
        assert!(!pause.reason.contains("hunter2"));
        for _ in 0..5 {
            office.pass(MINUTE_US);
            a_while();
        }
        assert_eq!(office.state(&mail).1, 0);
        assert_eq!(office.told.fates_of("ann@a.nl"), [] as [Fate; 0]);
        let plaintext = office.smtp.plaintext();
        assert!(
            !plaintext.contains("AUTH") && !plaintext.contains("MAIL"),
            "{plaintext}"
        );
        assert_eq!(office.smtp.count(), 0);
        // Put right by the administrator of the mail server: it goes on by itself.
        if !is_strange {
            office.smtp.manners(|m| {
                *m = Manners {
                    offers_starttls: true,
                    login: Some(("me".into(), "hunter2".into())),
                    ..Manners::default()
                };
            });
            office.pass_until_sent(&mail);
            assert_eq!(office.pause(), None);
        }
        node.stop(&office.runtime);
    }
}

//! Mails to contacts: how they end them, and what follows when a mail comes back or nobody knows.

use serde_json::{Value, json};

use super::dovecot::Dovecot;
use super::{Backend, Received, Server, Smtp, on_each, post, report, with_mail};
use crate::harness::{PASSWORD, Reply, eventually};

on_each!(
    one_click_ends_mails,
    a_bounce_from_the_mailbox_marks_the_contact,
    a_mail_in_doubt_waits_for_people,
);

/// A server that asks whoever closes a ticket, at any time of day.
fn asking(backend: Backend, smtp: &Smtp, more: &[(&str, &str)]) -> Server {
    let server = with_mail(backend, smtp, more);
    let mut settings = server.get_json("/api/v1/ask/settings");
    settings["calendar"]["quiet"] = Value::Null;
    settings["calendar"]["working_days"] = json!([true, true, true, true, true, true, true]);
    settings["calendar"]["holidays"]["dutch"] = json!(false);
    settings["budget"] = json!([]);
    let stored = server.api("PUT", "/api/v1/ask/settings", Some(&settings));
    assert_eq!(stored.status, 200, "{}", stored.text());
    let (survey_id, _) = server.survey("ces", &Value::Null);
    let wording = json!({ "subject": "How was it?", "body": "One question." });
    let programme = json!({
        "name": "Tickets",
        "survey_id": survey_id,
        "definition": {
            "audience": "customers",
            "schedule": { "transactional": {
                "triggers": ["ticket.closed"], "cancels": [], "delay_minutes": 0, "expires_days": 3,
            } },
            "reminders": { "number": 1, "spacing_days": 3, "open_days": 14 },
            "wording": { "en": wording, "nl": wording },
        },
    });
    let made = server.api("POST", "/api/v1/programmes", Some(&programme));
    assert_eq!(made.status, 201, "{}", made.text());
    let id = made.json()["id"].as_str().expect("an id").to_owned();
    let started = server.api("POST", &format!("/api/v1/programmes/{id}/start"), None);
    assert_eq!(started.status, 200, "{}", started.text());
    server
}

/// Closes a ticket of this contact.
fn close_ticket(server: &Server, ticket: &str, email: &str, language: &str) {
    let event = json!({
        "id": ticket, "type": "ticket.closed", "subject": ticket,
        "contact": { "email": email, "language": language },
    });
    let reply = server.api("POST", "/api/v1/events", Some(&event));
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.json()["outcome"], "accepted", "{}", reply.text());
}

fn mail_to(smtp: &Smtp, email: &str) -> Received {
    eventually("the invitation arrives", || smtp.mails_to(email).pop())
}

fn contact(server: &Server, email: &str) -> Value {
    let path = format!("/api/v1/contacts?q={}", crate::harness::encode(email));
    let found = server.get_json(&path);
    found["contacts"][0].clone()
}

/// The path in List-Unsubscribe.
fn unsubscribe(server: &Server, mail: &Received) -> String {
    let header = mail.header("List-Unsubscribe").expect("a header");
    let url = header
        .split(['<', '>'])
        .find(|part| part.starts_with("http"))
        .expect("a url");
    let path = url.strip_prefix(&server.base_url).expect("our own address");
    assert_eq!(
        mail.header("List-Unsubscribe-Post").as_deref(),
        Some("List-Unsubscribe=One-Click")
    );
    assert!(mail.text().contains(url), "the letter shows it too");
    path.to_owned()
}

fn ask(server: &Server, method: &str, path: &str) -> Reply {
    server
        .request(method, path)
        .header("Accept", "text/html")
        .header("Accept-Language", "en")
        .send()
}

fn say(server: &Server, path: &str, field: &str, value: &str) -> Reply {
    server.request("POST", path).form(&[(field, value)]).send()
}

fn one_click_ends_mails(backend: Backend) {
    let smtp = Smtp::start();
    let server = asking(backend, &smtp, &[]);
    close_ticket(&server, "T1", "piet@customer.example", "nl");
    let mail = mail_to(&smtp, "piet@customer.example");
    let link = unsubscribe(&server, &mail);
    let ended = || contact(&server, "piet@customer.example")["opted_out_at"] != Value::Null;

    // Looking changes nothing, however often and whoever looks; the page speaks the contact's
    // language, not the scanner's.
    for method in ["HEAD", "GET", "HEAD", "GET"] {
        assert_eq!(ask(&server, method, &link).status, 200);
    }
    let page = ask(&server, "GET", &link).text();
    assert!(page.contains("<html lang=\"nl\">") && page.contains("Geen vragen meer per mail?"));
    assert!(page.contains("Acme") && !page.contains("piet@"), "{page}");
    // What is no wish is none.
    assert_eq!(say(&server, &link, "List-Unsubscribe", "Maybe").status, 400);
    assert_eq!(
        server
            .request("POST", &link)
            .body("text/plain", b"x".to_vec())
            .send()
            .status,
        415
    );
    assert!(!ended());

    // A mail program's POST: no cookie, no redirect, nothing but the fixed words.
    let reply = say(&server, &link, "List-Unsubscribe", "One-Click");
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.header("set-cookie"), None);
    assert!(
        reply
            .header("content-type")
            .expect("a type")
            .starts_with("text/plain")
    );
    assert!(ended());
    assert_eq!(
        say(&server, &link, "List-Unsubscribe", "One-Click").status,
        200
    );
    assert!(
        ask(&server, "GET", &link)
            .text()
            .contains("U krijgt geen vragen per mail")
    );

    // Undone and done again by the buttons.
    assert!(
        say(&server, &link, "do", "undo")
            .text()
            .contains("Fijn dat u er weer bent")
    );
    assert!(!ended());
    assert!(
        say(&server, &link, "do", "end")
            .text()
            .contains("Was dat niet de bedoeling?")
    );
    assert!(ended());
    // RFC 8058 has programs send it as multipart/form-data too.
    say(&server, &link, "do", "undo");
    let body = "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";
    let reply = server
        .request("POST", &link)
        .body("multipart/form-data; boundary=b", body.as_bytes().to_vec())
        .send();
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert!(ended());

    // Nobody who ended mails is asked.
    close_ticket(&server, "T2", "piet@customer.example", "nl");
    close_ticket(&server, "T3", "other@customer.example", "en");
    mail_to(&smtp, "other@customer.example");
    assert_eq!(smtp.mails_to("piet@customer.example").len(), 1);
}

#[test]
fn a_link_is_good_for_its_own_purpose_only() {
    let smtp = Smtp::start();
    let server = asking(Backend::Sqlite, &smtp, &[]);
    close_ticket(&server, "T1", "ann@customer.example", "en");
    let mail = mail_to(&smtp, "ann@customer.example");
    let secret = |path: &str| path.rsplit('/').next().expect("a secret").to_owned();
    let text = mail.text();
    let at = text.find("/p/").expect("a link to answer");
    let answer: String = text[at + 3..]
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    let bounce = mail
        .from
        .split(['+', '@'])
        .nth(1)
        .expect("a tag")
        .to_owned();
    let end = secret(&unsubscribe(&server, &mail));
    let unknown = "0".repeat(52);
    let refused = |path: &str| {
        let reply = ask(&server, "GET", path);
        assert_eq!(reply.status, 404, "{path}");
        // The same but for the reference.
        let text = reply.text();
        let kept: Vec<&str> = text.lines().filter(|l| !l.contains("Reference")).collect();
        kept.join("\n")
    };
    let page = refused(&format!("/u/{unknown}"));
    assert_eq!(page, refused(&format!("/u/{answer}")), "nothing is told");
    assert_eq!(page, refused(&format!("/u/{bounce}")), "nothing is told");
    for token in [&unknown, &answer, &bounce] {
        let reply = say(
            &server,
            &format!("/u/{token}"),
            "List-Unsubscribe",
            "One-Click",
        );
        assert_eq!(reply.status, 404);
    }
    for path in [
        format!("/p/{end}"),
        format!("/password/reset/{end}"),
        format!("/password/reset/{answer}"),
    ] {
        assert_eq!(ask(&server, "GET", &path).status, 404, "{path}");
    }
    assert_eq!(
        contact(&server, "ann@customer.example")["opted_out_at"],
        Value::Null
    );
    // Who has an account here gains nothing by it, and loses nothing.
    assert_eq!(
        post(
            &server,
            &format!("/u/{end}"),
            &server.log_in(),
            &[("do", "end")]
        ),
        200
    );
    server.log_in_as("admin@example.com", PASSWORD);
}

fn a_bounce_from_the_mailbox_marks_the_contact(backend: Backend) {
    let (smtp, mut dovecot) = (Smtp::start(), Dovecot::start());
    let server = asking(
        backend,
        &smtp,
        &[
            ("LUISTER_IMAP_URL", &dovecot.url(None)),
            ("LUISTER_MAIL_TLS_CA", &dovecot.authority()),
            ("LUISTER_IMAP_EVERY_S", "1"),
        ],
    );
    for (ticket, name) in [("T1", "gone"), ("T2", "angry"), ("T3", "fine")] {
        close_ticket(&server, ticket, &format!("{name}@customer.example"), "en");
    }
    let mail = |name: &str| mail_to(&smtp, &format!("{name}@customer.example"));
    let bounced = |name: &str| {
        contact(&server, &format!("{name}@customer.example"))["bounced_at"] != Value::Null
    };
    let mut forged = mail("fine");
    forged.from = format!("bounces+{}@acme.example", "1".repeat(52));
    dovecot.deliver(&report(&forged, "failed", "5.1.1"));
    dovecot.deliver(&report(&mail("fine"), "failed", "5.7.1"));
    dovecot.deliver(&report(&mail("gone"), "failed", "5.1.1"));
    let abuse = report(&mail("angry"), "failed", "5.1.1").replace(
        "Content-Type: message/delivery-status\n\n",
        "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\n",
    );
    dovecot.deliver(&abuse);
    eventually("the bounce marks its contact", || {
        bounced("gone").then_some(())
    });
    eventually("the complaint marks its contact", || {
        let angry = contact(&server, "angry@customer.example");
        (angry["complained_at"] != Value::Null).then_some(())
    });
    assert!(!bounced("angry"));
    assert!(
        !bounced("fine"),
        "neither forged nor another's policy counts"
    );
    close_ticket(&server, "T4", "gone@customer.example", "en");
    close_ticket(&server, "T5", "last@customer.example", "en");
    mail_to(&smtp, "last@customer.example");
    assert_eq!(smtp.mails_to("gone@customer.example").len(), 1);
}

fn a_mail_in_doubt_waits_for_people(backend: Backend) {
    let smtp = Smtp::start();
    let server = asking(backend, &smtp, &[]);
    // The mail server keeps these and is cut off before it says so.
    for (ticket, name) in [
        ("T1", "taken-one"),
        ("T2", "taken-two"),
        ("T3", "taken-three"),
    ] {
        close_ticket(&server, ticket, &format!("{name}@customer.example"), "en");
    }
    let mails = eventually("all are in doubt", || {
        let list = server.get_json("/api/v1/mail/unknown");
        let mails = list["mails"].as_array().expect("a list").clone();
        (mails.len() == 3).then_some(mails)
    });
    let id_of = |name: &str| {
        let address = format!("{name}@customer.example");
        let mail = mails.iter().find(|m| m["email"] == address.as_str());
        mail.and_then(|m| m["id"].as_str())
            .expect("an id")
            .to_owned()
    };
    let cookie = server.log_in();
    let page = server.page("/settings/mail", &cookie).text();
    assert!(page.contains("3 mails in doubt"), "{page}");
    let decide = |id: &str, what: &str| {
        post(
            &server,
            &format!("/settings/mail/{id}/{what}"),
            &cookie,
            &[],
        )
    };
    let (one, two) = (id_of("taken-one"), id_of("taken-two"));
    assert_eq!(decide(&one, "arrived"), 303);
    assert_eq!(decide(&one, "arrived"), 409);
    smtp.script(|_, _| crate::smtp::Fault::Accept);
    assert_eq!(decide(&two, "send-again"), 303);
    let again = eventually("it is sent again", || {
        let mails = smtp.mails_to("taken-two@customer.example");
        (mails.len() == 2).then_some(mails)
    });
    assert_eq!(again[0].header("Message-ID"), again[1].header("Message-ID"));
    assert_eq!(smtp.mails_to("taken-one@customer.example").len(), 1);
    // Whoever complains about a mail has got it.
    let three = id_of("taken-three");
    let told = json!({ "returns": [{ "mail_id": three, "type": "complaint" }] });
    let told = server.api("POST", "/api/v1/mail/returns", Some(&told));
    assert_eq!(told.json()["returns"][0]["outcome"], "stored");
    let angry = contact(&server, "taken-three@customer.example");
    assert_ne!(angry["complained_at"], Value::Null);
    eventually("nothing is in doubt", || {
        let state = server.get_json("/api/v1/mail");
        (state["unknown"] == 0 && state["sent"] == 3).then_some(())
    });
}

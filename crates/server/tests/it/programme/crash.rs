//! Trust C4 and C10: the process is killed at random moments while mails go out. Nobody gets an
//! invitation twice; of those who got none an operator knows, and can send it after all.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Asking, on_each, relational, settle};
use crate::smtp::Fault;

on_each!(five_kills_send_nobody_two_invitations);

const PEOPLE: usize = 200;
const KILLS: usize = 5;
/// A process that starts notices after five looks, three seconds apart, that another one died.
const PATIENCE: Duration = Duration::from_secs(90);

fn address(number: usize) -> String {
    // The mail server loses the first try of a few: it reads the mail and hangs up.
    let local = if number % 20 == 7 { "lost" } else { "person" };
    format!("{local}-{number}@customer.example")
}

/// Some milliseconds below `most`.
fn some(most: u64) -> Duration {
    Duration::from_millis(RandomState::new().build_hasher().finish() % most)
}

/// The address and the mail's id of each mail in doubt.
fn in_doubt(asking: &Asking) -> Vec<(String, String)> {
    let told = asking.server.get_json("/api/v1/mail/unknown?limit=1000");
    let mails = told["mails"].as_array().expect("a list");
    let text = |mail: &Value, name: &str| mail[name].as_str().expect("a text").to_owned();
    let of = mails
        .iter()
        .map(|mail| (text(mail, "email"), text(mail, "id")));
    of.collect()
}

fn nothing_waits(asking: &Asking) {
    let started = Instant::now();
    loop {
        let mail = asking.server.get_json("/api/v1/mail");
        if mail["waiting"] == 0 {
            return;
        }
        assert!(started.elapsed() < PATIENCE, "{mail}");
        thread::sleep(Duration::from_millis(200));
    }
}

/// Has invitations and a password reset sent, and kills the server again and again meanwhile.
fn kill_while_sending(asking: &Asking) -> String {
    let server = &asking.server;
    asking.smtp.script(|address, tries| match tries {
        1 if address.starts_with("lost-") => Fault::CutLost,
        _ => Fault::Slow(Duration::from_millis(150)),
    });
    let people = (0..PEOPLE).map(|number| json!({ "email": address(number) }));
    let body = json!({ "contacts": people.collect::<Vec<Value>>() });
    asking.post("/api/v1/contacts/bulk", &body);
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let id = asking.running(&survey, &relational());
    asking.smtp.wait_for(5);
    let forgot = server.request("POST", "/password/forgot");
    let forgot = forgot.form(&[("email", "admin@example.com")]).send();
    assert_eq!(forgot.status, 200, "{}", forgot.text());
    // The mail is made after the reply, so that it doesn't tell whether there is one.
    thread::sleep(Duration::from_millis(500));
    for _ in 0..KILLS {
        let pause = some(900);
        thread::sleep(pause);
        server.kill_and_restart();
        eprintln!("killed after {pause:?}, {} mails", asking.smtp.count());
    }
    id
}

fn five_kills_send_nobody_two_invitations(asking: Asking) {
    let programme = kill_while_sending(&asking);
    // All are planned before nothing waits.
    settle();
    nothing_waits(&asking);
    let report = asking
        .server
        .get_json(&format!("/api/v1/programmes/{programme}/report"));
    assert_eq!(report["mails"]["invitations"], PEOPLE, "{report}");

    let doubtful = in_doubt(&asking);
    let listed: BTreeSet<&String> = doubtful.iter().map(|(email, _)| email).collect();
    assert_eq!(listed.len(), doubtful.len(), "one mail each");
    let (mut without, mut both) = (Vec::new(), Vec::new());
    for email in (0..PEOPLE).map(address) {
        match (asking.mails_to(&email), listed.contains(&email)) {
            (0, true) => without.push(email),
            (1, true) => both.push(email),
            (1, false) => {}
            (mails, is_listed) => panic!("{email} got {mails}, in doubt: {is_listed}"),
        }
    }
    eprintln!("in doubt: {} came, {} did not", both.len(), without.len());
    assert!(without.len() >= PEOPLE / 20, "{without:?}");
    assert!(!both.is_empty(), "a kill met a mail on its way");

    // The operator decides: what didn't come is sent again.
    for (email, mail_id) in &doubtful {
        let verb = if both.contains(email) {
            "arrived"
        } else {
            "send-again"
        };
        let path = format!("/api/v1/mail/{mail_id}/{verb}");
        assert_eq!(asking.server.api("POST", &path, None).status, 204);
    }
    nothing_waits(&asking);
    settle();
    assert_eq!(in_doubt(&asking), []);
    for email in (0..PEOPLE).map(address) {
        assert_eq!(asking.mails_to(&email), 1, "{email}");
    }
    for (email, mail_id) in &doubtful {
        let mail = asking.smtp.mails_to(email).remove(0);
        let message_id = mail.header("Message-ID").expect("an id");
        let expected = format!("<{mail_id}@acme.example>");
        assert_eq!(message_id, expected, "the same on every try");
    }
    who_forgot_the_password_got_a_link(&asking);
}

/// At least one, and all with the same Message-ID.
fn who_forgot_the_password_got_a_link(asking: &Asking) {
    let mails = asking.smtp.mails_to("admin@example.com");
    let ids: BTreeSet<_> = mails.iter().map(|m| m.header("Message-ID")).collect();
    assert_eq!(ids.len(), 1, "{} mails", mails.len());
}

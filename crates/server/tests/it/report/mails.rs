//! Mails at set times: the clock is moved on, and each person gets what they see, once.

use mail_parser::{MessageParser, MimeHeaders};
use serde_json::{Value, json};

use crate::harness::{Server, eventually};
use crate::programme::clock::{Faked, on_each_backend};
use crate::smtp::{Received, Smtp};
use crate::staffed::Staffed;

on_each_backend!(
    reports_and_digests_come_when_they_are_due_and_once,
    an_alarm_is_told_once_to_who_wants_it,
);

/// A server whose clock stands at a moment, with a mail server.
fn at(backend: crate::harness::Backend, moment: &str) -> (Faked, Smtp, Staffed) {
    let smtp = Smtp::start();
    let url = smtp.url();
    let (clock, server) = Faked::server(
        backend,
        moment,
        &[
            ("LUISTER_SMTP_URL", &url),
            ("LUISTER_MAIL_FROM", "Acme <feedback@example.com>"),
        ],
    );
    (clock, smtp, Staffed::new(server))
}

fn to(all: &[Received], name: &str, words: &str) -> Vec<Received> {
    let address = format!("{name}@example.com");
    let fits = |mail: &&Received| mail.to.contains(&address) && subject(mail).contains(words);
    all.iter().filter(fits).cloned().collect()
}

/// What a mail is about, decoded.
fn subject(mail: &Received) -> String {
    let parsed = MessageParser::default()
        .parse(mail.raw.as_bytes())
        .expect("a mail");
    parsed.subject().unwrap_or_default().to_owned()
}

fn is_named(name: &str, extension: &str) -> bool {
    std::path::Path::new(name)
        .extension()
        .is_some_and(|own| own == extension)
}

fn attached(mail: &Received) -> Vec<(String, Vec<u8>)> {
    let parsed = MessageParser::default()
        .parse(mail.raw.as_bytes())
        .expect("a mail");
    let files = parsed
        .attachments()
        .filter_map(|part| Some((part.attachment_name()?.to_owned(), part.contents().to_vec())));
    files.collect()
}

/// Answers some days before `today`, served by somebody.
fn answers(server: &Server, survey: &str, by: &str, all: &[(&str, u64, &str)]) {
    let one = |(day, score, why): &(&str, u64, &str)| {
        json!({
            "answers": { "recommend": score, "why": why },
            "answered_at": format!("{day}T12:00:00Z"),
            "attributes": { "served_by": format!("{by}@example.com") },
        })
    };
    let body = json!({ "responses": all.iter().map(one).collect::<Vec<Value>>() });
    let path = format!("/api/v1/surveys/{survey}/responses/bulk");
    let reply = server.api("POST", &path, Some(&body));
    assert!(reply.status < 300, "{}", reply.text());
}

fn reports_and_digests_come_when_they_are_due_and_once(backend: crate::harness::Backend) {
    // A Friday.
    let (clock, smtp, staffed) = at(backend, "2026-10-16T09:00:00Z");
    let survey = staffed.survey.clone();
    answers(
        &staffed.server,
        &survey,
        "anna",
        &[("2026-10-14", 9, "quick"), ("2026-10-15", 2, "slow")],
    );
    answers(
        &staffed.server,
        &survey,
        "otto",
        &[("2026-10-14", 1, "rude")],
    );
    staffed.heard("anna", 2);
    staffed.heard("otto", 1);
    let draft = json!({
        "subject": { "kind": "survey", "survey_id": survey },
        "form": "both", "cadence": { "every": "week", "day": 1, "hour": 6 },
        "recipients": [staffed.id("dirk"), staffed.id("anna"), staffed.id("otto")],
    });
    let made = staffed.server.api("POST", "/api/v1/reports", Some(&draft));
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(made.json()["next_at"], "2026-10-19T04:00:00Z");
    let path = format!("/api/v1/people/{}/digest", staffed.id("bert"));
    let off = json!({ "digest": "off", "hour": 8, "alarms": false });
    assert_eq!(staffed.server.api("PUT", &path, Some(&off)).status, 200);
    let planned = || {
        let path = format!("/api/v1/people/{}/digest", staffed.id("anna"));
        let own = staffed.server.get_json(&path);
        (own["next_at"] == "2026-10-19T06:00:00Z").then_some(())
    };
    eventually("the digest is planned", planned);
    // Otto leaves: nothing goes to who left.
    let gone = json!({ "active": false });
    let path = format!("/api/v1/people/{}", staffed.id("otto"));
    assert_eq!(staffed.server.api("PATCH", &path, Some(&gone)).status, 200);
    clock.set(crate::programme::clock::at("2026-10-19T06:00:01Z"));
    let all = eventually("everybody has their mails", || {
        let all = smtp.mails();
        let has = |name: &str, words: &str| !to(&all, name, words).is_empty();
        let done = has("dirk", "What customers said") && has("anna", "What customers said");
        let files = |name: &str| {
            all.iter()
                .filter(|mail| mail.to.contains(&format!("{name}@example.com")))
                .any(|mail| !attached(mail).is_empty())
        };
        (done && files("dirk") && files("anna")).then(|| all.clone())
    });
    std::thread::sleep(std::time::Duration::from_secs(4));
    let all = if smtp.mails().len() > all.len() {
        smtp.mails()
    } else {
        all
    };
    for (name, quick, rude) in [("dirk", true, true), ("anna", true, false)] {
        let digests = to(&all, name, "What customers said: 12 Oct 2026 – 18 Oct 2026");
        assert_eq!(digests.len(), 1, "{name}");
        let text = digests[0].text();
        assert!(
            text.contains("quick") == quick && text.contains("rude") == rude,
            "{name}: {text}"
        );
        // Of few own answers there is no figure, as on the first page.
        let own = "A figure is shown from ten answers on";
        assert_eq!(text.contains(own), name == "anna", "{text}");
        assert!(name != "anna" || !text.contains("NPS is"), "{text}");
        let picture = MessageParser::default()
            .parse(digests[0].raw.as_bytes())
            .is_some_and(|mail| {
                mail.parts
                    .iter()
                    .any(|part| part.contents().starts_with(b"\x89PNG"))
            });
        // Three answers of one week make no line yet.
        assert!(!picture || text.contains("cid:trend"));
        let reports: Vec<_> = all
            .iter()
            .filter(|mail| mail.to == [format!("{name}@example.com")])
            .filter(|mail| attached(mail).iter().any(|(name, _)| is_named(name, "pdf")))
            .collect();
        assert_eq!(reports.len(), 1, "{name}");
        let files = attached(reports[0]);
        assert!(
            files
                .iter()
                .any(|(name, file)| is_named(name, "pdf") && file.starts_with(b"%PDF"))
        );
        assert!(
            files
                .iter()
                .any(|(name, file)| is_named(name, "xlsx") && file.starts_with(b"PK"))
        );
    }
    assert!(
        all.iter()
            .all(|mail| !mail.to.contains(&"otto@example.com".to_owned()))
    );
    assert!(
        to(&all, "bert", "What customers said").is_empty(),
        "switched off"
    );
    // Emma served nobody and has no case: there is nothing to tell her.
    assert!(to(&all, "emma", "What customers said").is_empty());
    let next = staffed.server.get_json("/api/v1/reports");
    assert_eq!(
        next["reports"][0]["next_at"], "2026-10-26T05:00:00Z",
        "after the clocks went back"
    );
    assert!(next["reports"][0]["sent_at"].is_string());
}

fn an_alarm_is_told_once_to_who_wants_it(backend: crate::harness::Backend) {
    let (clock, smtp, staffed) = at(backend, "2026-09-28T09:00:00Z");
    let survey = staffed.survey.clone();
    let month = |month: &str, promoters: usize| {
        let score = |n: usize| if n < promoters { 9 } else { 3 };
        let all: Vec<(String, u64)> = (0..200)
            .map(|n| (format!("2026-{month}-{:02}", n % 27 + 1), score(n)))
            .collect();
        let all: Vec<(&str, u64, &str)> = all
            .iter()
            .map(|(day, score)| (day.as_str(), *score, ""))
            .collect();
        answers(&staffed.server, &survey, "anna", &all);
    };
    for name in ["03", "04", "05", "06", "07", "08"] {
        month(name, 120);
    }
    month("09", 30);
    let path = format!("/api/v1/people/{}/digest", staffed.id("dirk"));
    let off = json!({ "digest": "off", "hour": 8, "alarms": false });
    assert_eq!(staffed.server.api("PUT", &path, Some(&off)).status, 200);
    staffed.heard("anna", 1400);
    // September is over.
    clock.set(crate::programme::clock::at("2026-10-01T06:00:00Z"));
    let mails = eventually("the alarm is told", || {
        let mails = to(&smtp.mails(), "admin", "moved more than chance");
        (!mails.is_empty()).then_some(mails)
    });
    assert!(mails[0].text().contains("NPS"), "{}", mails[0].text());
    // Looked at again, also after a start of the server, it is not told again.
    staffed.server.kill_and_restart();
    answers(&staffed.server, &survey, "anna", &[("2026-09-30", 3, "")]);
    std::thread::sleep(std::time::Duration::from_secs(8));
    let all = smtp.mails();
    assert_eq!(to(&all, "admin", "moved more than chance").len(), 1);
    assert!(to(&all, "dirk", "moved more than chance").is_empty());
}

//! Letters outside programmes: "you said, we did" goes once to exactly those who said it, within the
//! contact budget that programmes use too.

mod case;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Asking, closed, on_each, settings, settle, transactional};
use crate::harness::{Backend, eventually};
use crate::respondent::write;
use crate::smtp::Received;

on_each!(
    exactly_those_who_said_it_are_told_once,
    a_letter_waits_for_the_budget_that_programmes_used,
    a_programme_waits_for_the_budget_that_a_letter_used,
    a_letter_waits_for_a_working_day_and_says_so,
    what_waits_too_long_is_left_out_visibly,
    a_letter_ends_mails_as_an_invitation_does,
);

/// A driver of the survey, and the survey.
pub(super) fn survey(asking: &Asking) -> (String, String) {
    let drivers =
        json!([{ "key": "software", "text": { "en": "The software works as I expect" } }]);
    let (survey, _) = asking.server.survey("relational-nps", &drivers);
    (survey, "software".to_owned())
}

/// Somebody answers a survey; the response's id.
fn says(asking: &Asking, survey: &str, (email, agrees): (&str, u8)) -> String {
    let body = json!({
        "answers": { "recommend": 3, "software": agrees },
        "attributes": { "email": email },
    });
    let made = asking.post(&format!("/api/v1/surveys/{survey}/responses"), &body);
    made["id"].as_str().expect("an id").to_owned()
}

/// An improvement with a done action that these people raised by disagreeing; its id.
fn raised(asking: &Asking, (survey, driver): (&str, &str), emails: &[&str]) -> String {
    for email in emails {
        says(asking, survey, (email, 1));
    }
    let made = asking.post(
        "/api/v1/improvements",
        &json!({
            "title": "Internal: fix the queue",
            "heard": {
                "nl": { "title": "Sneller antwoord", "said": "U wachtte te lang.", "did": "Er zijn meer mensen." },
                "en": { "title": "Sooner answers", "said": "You waited too long.", "did": "There are more people." },
            },
        }),
    );
    let improvement = made["id"].as_str().expect("an id").to_owned();
    let action = asking.post(
        "/api/v1/actions",
        &json!({
            "title": "More people", "level": "process", "improvement_id": improvement,
            "source": format!("driver:{survey}:{driver}"),
        }),
    );
    assert_eq!(action["answers"], emails.len(), "{action}");
    let path = format!("/api/v1/actions/{}", action["id"].as_str().expect("an id"));
    let done = asking
        .server
        .api("PATCH", &path, Some(&json!({ "status": "done" })));
    assert_eq!(done.status, 200, "{}", done.text());
    improvement
}

/// Waits until so many contacts would be told.
fn voices(asking: &Asking, improvement: &str, reached: usize) -> Value {
    eventually("everybody is known", || {
        let path = format!("/api/v1/improvements/{improvement}/voices");
        let found = asking.server.get_json(&path);
        (found["reached"] == reached).then_some(found)
    })
}

/// Closes an improvement and tells so many.
fn close(asking: &Asking, improvement: &str, expected: usize) {
    voices(asking, improvement, expected);
    let body = json!({ "publish": true, "tell": true, "expected": expected });
    asking.post(&format!("/api/v1/improvements/{improvement}/close"), &body);
}

/// Letters in a state.
fn letters(asking: &Asking, state: &str) -> Vec<Value> {
    let path = format!("/api/v1/outreach?state={state}&limit=500");
    let page = asking.server.get_json(&path);
    page["outreach"].as_array().expect("a list").clone()
}

/// Waits for a letter to somebody in a state, with this reason.
fn letter(asking: &Asking, (state, reason): (&str, &str), email: &str) -> Value {
    eventually(&format!("a letter to {email} is {state}: {reason}"), || {
        let all = letters(asking, state);
        let found = all.into_iter().find(|own| own["email"] == email)?;
        (found["reason"].as_str().unwrap_or_default() == reason).then_some(found)
    })
}

/// Waits for a letter that the mail server took.
fn gone(asking: &Asking, email: &str) -> Received {
    eventually(&format!("{email} is told"), || {
        asking.smtp.mails_to(email).into_iter().next()
    })
}

/// Lets time pass for mails and letters.
fn days_pass(asking: &Asking, days: i64) {
    let us = days * 86_400_000_000;
    for sql in [
        format!("UPDATE programme_touch SET at_us = at_us - {us}"),
        format!("UPDATE planning_look SET look_at_us = look_at_us - {us}"),
        format!("UPDATE outreach SET created_at_us = created_at_us - {us}, look_at_us = 0"),
    ] {
        write(&asking.server, &sql);
    }
}

fn person(asking: &Asking, email: &str) -> String {
    asking.contact(&json!({
        "email": email, "first_name": "Ann<b>", "language": "nl",
        "account": { "name": "Customer", "responsible": { "name": "Joris Bakker", "email": "joris@acme.example" } },
    }))
}

fn exactly_those_who_said_it_are_told_once(asking: Asking) {
    let (survey, driver) = survey(&asking);
    for name in ["ann", "bob", "out", "agrees"] {
        person(&asking, &format!("{name}@customer.example"));
    }
    asking.contact(&json!({ "email": "own@acme.example", "employee": true }));
    let out = asking.contact(&json!({ "email": "out@customer.example" }));
    asking.post(&format!("/api/v1/contacts/{out}/opt-out"), &json!({}));
    says(&asking, &survey, ("agrees@customer.example", 5));
    let said = [
        "ann@customer.example",
        "ann@customer.example",
        "bob@customer.example",
        "out@customer.example",
        "own@acme.example",
        "nobody@elsewhere.example",
    ];
    let improvement = raised(&asking, (&survey, &driver), &said);
    let found = voices(&asking, &improvement, 2);
    assert_eq!(
        found["why"],
        // What somebody of ours answers is nobody's, like an answer that is there no more.
        json!({ "opted_out": 1, "gone": 1, "anonymous": 1 }),
        "{found}"
    );
    let path = format!("/api/v1/improvements/{improvement}/close");
    let wrong = json!({ "tell": true, "expected": 3 });
    assert_eq!(asking.server.api("POST", &path, Some(&wrong)).status, 409);
    assert_eq!(
        letters(&asking, "deferred").len() + letters(&asking, "sent").len(),
        0
    );
    close(&asking, &improvement, 2);
    let mail = gone(&asking, "ann@customer.example");
    gone(&asking, "bob@customer.example");
    let text = mail.text();
    assert!(text.contains("Sneller antwoord"), "{text}");
    assert!(!text.contains("Internal"), "{text}");
    assert!(text.contains("/internal-fix-the-queue"), "{text}");
    let public = asking
        .server
        .get_json(&format!("/api/v1/improvements/{improvement}"));
    let public = public["public_path"].as_str().expect("a path").to_owned();
    assert!(text.contains(&public), "{text}");
    assert!(text.contains("Joris Bakker"), "{text}");
    assert!(mail.header("List-Unsubscribe").is_some());
    let from = mail.header("From").expect("a sender");
    assert!(from.contains("Joris Bakker"), "{from}");
    // Asking again tells nobody again.
    let again = asking
        .server
        .api("POST", &path, Some(&json!({ "tell": true, "expected": 0 })));
    assert_eq!(again.status, 409);
    let tell = format!("/api/v1/improvements/{improvement}/tell");
    asking.post(&tell, &json!({ "expected": 0 }));
    settle();
    assert_eq!(asking.smtp.count(), 2);
    let found = voices(&asking, &improvement, 0);
    assert_eq!(found["why"]["told"], 2, "{found}");
    assert_eq!(
        found["letters"],
        json!([{ "state": "sent", "reason": null, "count": 2 }])
    );
    // A name that would turn what stands beside it turns nothing.
    let turned = json!({ "email": "ann@customer.example", "name": "Ann \u{202e}nav Dijk" });
    asking.post("/api/v1/contacts", &turned);
    let page = asking
        .server
        .page("/programmes/outreach?state=sent", &asking.server.log_in());
    assert!(page.text().contains("you said, we did"), "{}", page.text());
    assert!(page.text().contains("Ann nav Dijk"), "{}", page.text());
    assert!(!page.text().contains('\u{202e}'));
}

/// One mail per person in 30 days.
fn one_in_30() -> Value {
    json!([{ "max": 1, "days": 30, "scope": "person", "counts": "invitations" }])
}

fn a_letter_waits_for_the_budget_that_programmes_used(asking: Asking) {
    asking.settings(&one_in_30());
    let (survey, driver) = survey(&asking);
    for name in ["ann", "bob"] {
        person(&asking, &format!("{name}@customer.example"));
    }
    let (ces, _) = asking.server.survey("ces", &Value::Null);
    let programme = asking.running(&ces, &transactional());
    asking.event(&closed("e1", "t1", "ann@customer.example", 1));
    asking.handed_over(&programme, "ann@customer.example");
    let said = ["ann@customer.example", "bob@customer.example"];
    let improvement = raised(&asking, (&survey, &driver), &said);
    close(&asking, &improvement, 2);
    gone(&asking, "bob@customer.example");
    let waits = letter(&asking, ("deferred", "budget"), "ann@customer.example");
    assert!(!waits["until"].is_null(), "{waits}");
    settle();
    assert_eq!(asking.mails_to("ann@customer.example"), 1);
    let cookie = asking.server.log_in();
    let page = asking.server.page("/programmes/outreach", &cookie);
    assert!(page.text().contains("contact budget"), "{}", page.text());
    let page = asking.server.page("/programmes/calendar", &cookie);
    assert!(
        page.text().contains("/programmes/outreach"),
        "{}",
        page.text()
    );
    days_pass(&asking, 31);
    let mails = eventually("Ann is told", || {
        let mails = asking.smtp.mails_to("ann@customer.example");
        (mails.len() == 2).then_some(mails)
    });
    assert!(
        mails[1].text().contains("Sneller antwoord"),
        "{}",
        mails[1].text()
    );
    settle();
    assert_eq!(asking.mails_to("bob@customer.example"), 1);
    assert_eq!(asking.mails_to("ann@customer.example"), 2);
}

fn a_programme_waits_for_the_budget_that_a_letter_used(asking: Asking) {
    asking.settings(&one_in_30());
    let (survey, driver) = survey(&asking);
    person(&asking, "ann@customer.example");
    let improvement = raised(&asking, (&survey, &driver), &["ann@customer.example"]);
    close(&asking, &improvement, 1);
    gone(&asking, "ann@customer.example");
    let (ces, _) = asking.server.survey("ces", &Value::Null);
    let programme = asking.running(&ces, &transactional());
    asking.event(&closed("e1", "t1", "ann@customer.example", 1));
    let waits = asking.wait_for(&programme, "deferred", "ann@customer.example");
    assert_eq!(waits["reason"], "budget", "{waits}");
    settle();
    assert_eq!(asking.mails_to("ann@customer.example"), 1);
}

fn a_letter_waits_for_a_working_day_and_says_so(asking: Asking) {
    let (survey, driver) = survey(&asking);
    person(&asking, "ann@customer.example");
    let today = platform::clock::DAY_US;
    // 1970-01-01 was a Thursday.
    let weekday = usize::try_from((super::now_us() / today + 3) % 7).expect("a weekday");
    let mut days = [false; 7];
    days[(weekday + 3) % 7] = true;
    let mut body = settings(&json!([]));
    body["calendar"]["working_days"] = json!(days);
    let reply = asking
        .server
        .api("PUT", "/api/v1/ask/settings", Some(&body));
    assert_eq!(reply.status, 200, "{}", reply.text());
    let improvement = raised(&asking, (&survey, &driver), &["ann@customer.example"]);
    close(&asking, &improvement, 1);
    letter(&asking, ("deferred", "day_off"), "ann@customer.example");
    settle();
    assert_eq!(asking.smtp.count(), 0);
    // A changed calendar is heard of at once.
    asking.settings(&json!([]));
    gone(&asking, "ann@customer.example");
}

fn what_waits_too_long_is_left_out_visibly(asking: Asking) {
    let (survey, driver) = survey(&asking);
    person(&asking, "ann@customer.example");
    let never = json!([{ "max": 0, "days": 1, "scope": "person", "counts": "mails" }]);
    asking.settings(&never);
    let improvement = raised(&asking, (&survey, &driver), &["ann@customer.example"]);
    close(&asking, &improvement, 1);
    letter(&asking, ("deferred", "budget"), "ann@customer.example");
    days_pass(&asking, 61);
    let out = letter(
        &asking,
        ("left_out", "window_ended"),
        "ann@customer.example",
    );
    assert_eq!(out["detail"], "budget", "{out}");
    asking.settings(&json!([]));
    settle();
    assert_eq!(asking.smtp.count(), 0);
}

/// The mail server refuses it.
const NO_BOB: &str = "rcpt-550-5.1.1-bob@customer.example";

fn a_letter_ends_mails_as_an_invitation_does(asking: Asking) {
    let (survey, driver) = survey(&asking);
    let ann = person(&asking, "ann@customer.example");
    let bob = person(&asking, NO_BOB);
    let said = ["ann@customer.example", NO_BOB];
    let improvement = raised(&asking, (&survey, &driver), &said);
    close(&asking, &improvement, 2);
    let mail = gone(&asking, "ann@customer.example");
    let link = mail.header("List-Unsubscribe").expect("a link");
    let at = link.find("/u/").expect("a path");
    let end = link[at..].find('>').expect("an end");
    let reply = asking
        .server
        .request("POST", &link[at..at + end])
        .form(&[("List-Unsubscribe", "One-Click")])
        .send();
    assert_eq!(reply.status, 200, "{}", reply.text());
    let contact = asking.server.get_json(&format!("/api/v1/contacts/{ann}"));
    assert!(contact.to_string().contains("opted_out"), "{contact}");
    let sent = letter(&asking, ("sent", ""), "ann@customer.example");
    assert!(!sent["refused_at"].is_null(), "{sent}");
    // An address that is refused for good is no longer written to.
    let sent = eventually("it was refused", || {
        let sent = letter(&asking, ("sent", ""), NO_BOB);
        (!sent["bounced_at"].is_null()).then_some(sent)
    });
    assert_eq!(sent["contact_id"], bob.as_str());
    let contact = asking.server.get_json(&format!("/api/v1/contacts/{bob}"));
    assert!(contact.to_string().contains("bounced"), "{contact}");
}

/// Contacts that are told at the same moment.
const TOLD: usize = 60;

#[test]
fn three_processes_tell_everybody_once() {
    let asking = Asking::start(Backend::Postgres);
    let others = [asking.server.another(&[]), asking.server.another(&[])];
    let (survey, driver) = survey(&asking);
    let emails: Vec<String> = (0..TOLD)
        .map(|n| format!("p{n}@customer.example"))
        .collect();
    let people = emails.iter().map(|email| json!({ "email": email }));
    let body = json!({ "contacts": people.collect::<Vec<Value>>() });
    asking.post("/api/v1/contacts/bulk", &body);
    let emails: Vec<&str> = emails.iter().map(String::as_str).collect();
    let improvement = raised(&asking, (&survey, &driver), &emails);
    voices(&asking, &improvement, TOLD);
    let body = json!({ "publish": true, "tell": true, "expected": TOLD });
    let path = format!("/api/v1/improvements/{improvement}/close");
    let servers = [&asking.server, &others[0], &others[1]];
    let replies =
        crate::harness::at_once(9, |i| servers[i % 3].api("POST", &path, Some(&body)).status);
    assert!(
        replies.iter().all(|status| [200, 409].contains(status)),
        "{replies:?}"
    );
    assert!(replies.contains(&200), "{replies:?}");
    eventually("everybody is told", || {
        (asking.smtp.count() >= TOLD).then_some(())
    });
    settle();
    let mails = asking.smtp.mails();
    let to: BTreeSet<&String> = mails.iter().flat_map(|mail| &mail.to).collect();
    assert_eq!((mails.len(), to.len()), (TOLD, TOLD));
    assert_eq!(crate::respondent::rows(&asking.server, "outreach"), TOLD);
    drop(others);
}

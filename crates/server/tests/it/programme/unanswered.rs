//! A rule about an invitation nobody answers, from the mail that went to the case: the days go by
//! on the server's own clock.

use serde_json::json;

use super::clock::{DAY_US, Faked, on_each_backend};
use super::relational;
use crate::harness::{Backend, eventually};

on_each_backend!(an_invitation_that_stays_unanswered_opens_one_case);

fn an_invitation_that_stays_unanswered_opens_one_case(backend: Backend) {
    let (faked, asking) = Faked::asking(backend, "2026-10-14T10:00:00Z");
    let server = &asking.server;
    let (survey, _) = server.survey("relational-nps", &serde_json::Value::Null);
    let put = |email: &str| {
        asking.contact(&json!({ "email": email, "language": "en",
            "account": { "external_id": "a-1", "name": "Acme", "attributes": { "revenue": "250000" } } }))
    };
    let silent = put("silent@customer.example");
    put("speaks@customer.example");
    let mut definition = relational();
    definition["schedule"]["relational"]["start"] = json!("2026-10-14");
    definition["reminders"]["number"] = json!(0);
    let programme = asking.running(&survey, &definition);
    for email in ["silent@customer.example", "speaks@customer.example"] {
        let wait = std::time::Duration::from_secs(60);
        crate::connector::patiently("the mail is there", wait, || {
            (asking.mails_to(email) == 1).then_some(())
        });
        asking.handed_over(&programme, email);
    }
    // One of them answers by the link in the mail.
    let mails = asking.smtp.mails_to("speaks@customer.example");
    let link = super::answer_link(mails.first().expect("a mail"));
    // So soon after the mail it may be a scanner; whoever writes something is none.
    let page = crate::respondent::open(server, &link).set("answer_recommend", "9");
    let page = page.send(server, &link, "next");
    let mut page = page
        .set("answer_why", "All is well")
        .send(server, &link, "next");
    for _ in 0..8 {
        if page.fields.is_empty() {
            break;
        }
        page = page.send(server, &link, "next");
    }
    let rule = json!({ "name": "No answer", "definition": {
        "on": { "no_answer": { "days": 14 } },
        "when": { "account": { "name": "revenue", "at_least": 100_000 } },
        "then": [{ "open_case": { "title": "Ask {contact} why", "within": { "days": 5 } } }],
    } });
    let made = asking.post("/api/v1/rules", &rule);
    let id = made["id"].as_str().expect("an id").to_owned();
    let path = format!("/api/v1/rules/{id}");
    let on = server.api("PATCH", &path, Some(&json!({ "state": "on" })));
    assert_eq!(on.status, 200, "{}", on.text());
    let fired = || {
        let found = server.get_json(&format!("{path}/fired"));
        found["fired"].as_array().expect("a list").clone()
    };
    let start = super::clock::at("2026-10-14T10:00:00Z");
    faked.set(start + 13 * DAY_US);
    super::settle();
    assert_eq!(fired().len(), 0, "thirteen days are not fourteen");
    faked.set(start + 14 * DAY_US + super::clock::HOUR_US);
    let all = eventually("the rule fires", || {
        Some(fired()).filter(|all| !all.is_empty())
    });
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0]["contact_id"], json!(silent));
    let cases = server.get_json(&format!("/api/v1/cases?rule_id={id}"));
    assert_eq!(
        cases["cases"].as_array().expect("a list").len(),
        1,
        "{cases}"
    );
    // Days later it is still the same invitation.
    faked.set(start + 20 * DAY_US);
    super::settle();
    assert_eq!(fired().len(), 1);
}

//! A rule about a theme: what people made of comments decides, as it is now.

use serde_json::{Value, json};

use super::{Acting, detractor, on_each};
use crate::harness::Backend;

on_each!(a_theme_of_a_comment_opens_a_case);

fn a_theme_of_a_comment_opens_a_case(backend: Backend) {
    let acting = Acting::start(backend, &[]);
    acting.contact("ann@acme.nl", "1");
    let path = format!("/api/v1/surveys/{}/themes", acting.survey);
    let theme = acting.post(
        &path,
        &json!({ "name": "Invoices", "rules": "invoice*\nbill" }),
    );
    let theme_id = theme["id"].as_str().expect("an id").to_owned();
    let definition = json!({
        "when": { "all": [
            { "class": ["detractor", "passive"] },
            { "theme": { "survey_id": acting.survey, "theme_id": theme_id } },
        ] },
        "then": detractor()["then"],
    });
    let rule = acting.rule(&definition);
    let say = |id: &str, score: u8, why: &str| {
        let body = json!({ "answers": { "recommend": score, "why": why },
                           "attributes": { "email": "ann@acme.nl" } });
        acting.answer(id, &body)
    };
    let meant = say("a", 3, "Your invoices are never right");
    say("b", 3, "Nobody calls me back");
    say("c", 9, "The invoices are fine");
    acting.all_heard();
    let fired = acting.fired_times(&rule, 1);
    assert_eq!(fired[0]["response_id"], json!(meant));
    assert_eq!(acting.cases(&rule).len(), 1);

    // The theme becomes about something else: so does the rule, which didn't change.
    let changed = json!({ "name": "Calling", "rules": "calls me" });
    let one = format!("{path}/{theme_id}");
    let reply = acting.server.api("PUT", &one, Some(&changed));
    assert_eq!(reply.status, 200, "{}", reply.text());
    let tried = acting
        .server
        .get_json(&format!("/api/v1/rules/{rule}/trial?days=30"));
    assert_eq!(tried["would_have_fired"], 1, "{tried}");
    let later = say("d", 2, "Still nobody calls me back");
    say("e", 2, "Another wrong invoice");
    acting.all_heard();
    let fired = acting.fired_times(&rule, 2);
    let about: Vec<&Value> = fired.iter().map(|one| &one["response_id"]).collect();
    assert!(about.contains(&&json!(later)), "{fired:?}");

    // A theme that is gone is said, and nothing fires for it.
    let reply = acting.server.api("DELETE", &one, None);
    assert_eq!(reply.status, 204, "{}", reply.text());
    let shown = acting.server.get_json(&format!("/api/v1/rules/{rule}"));
    assert_eq!(shown["trouble"], json!(["no-theme"]));
    say("f", 1, "Nobody calls me, and the invoice is wrong");
    acting.all_heard();
    acting.fired_times(&rule, 2);
}

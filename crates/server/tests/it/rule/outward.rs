//! What leaves the house: letters to customers, messages in channels.

use serde_json::{Value, json};

use super::{Acting, on_each};
use crate::harness::{Backend, eventually};
use crate::webhook::receiver::Receiver;

on_each!(
    letters_go_out_within_the_budget,
    hostile_comments_are_inert_in_channels,
);

fn letters_go_out_within_the_budget(backend: Backend) {
    let acting = Acting::start(backend, &[]);
    let settings = json!({
        "budget": [{ "max": 1, "days": 30, "scope": "person", "counts": "mails" }],
        "calendar": {
            "zone": "UTC",
            "working_days": [true, true, true, true, true, true, true],
            "holidays": { "dutch": false },
            "quiet": null,
            "office": { "from": 0, "to": 1440 },
        },
        "e": 1.0,
    });
    let reply = acting
        .server
        .api("PUT", "/api/v1/ask/settings", Some(&settings));
    assert_eq!(reply.status, 200, "{}", reply.text());
    acting.contact("ann@acme.nl", "250000");
    let made = acting.post(
        "/api/v1/rules/templates/promoter-thanks?language=nl",
        &json!({}),
    );
    let rule = made["id"].as_str().expect("an id").to_owned();
    let mut definition = made["definition"].clone();
    definition["then"][1] = json!({ "notify": { "roles": ["responsible"] } });
    acting.patch(&rule, &json!({ "definition": definition, "state": "on" }));
    acting.score("a", 10);
    acting.fired_times(&rule, 1);
    let to = |address: &str| {
        let all = acting.smtp.mails();
        let his = all
            .into_iter()
            .filter(|mail| mail.to.iter().any(|to| to.contains(address)));
        his.collect::<Vec<_>>()
    };
    eventually("Ann is thanked, and Sam told", || {
        (to("ann@acme.nl").len() == 1 && to("sam@example.com").len() == 1).then_some(())
    });
    assert!(to("sam@example.com")[0].text().contains("Ann Jansen"));
    acting.score("b", 9);
    acting.fired_times(&rule, 2);
    eventually("Sam is told of the second", || {
        (to("sam@example.com").len() == 2).then_some(())
    });
    assert_eq!(to("ann@acme.nl").len(), 1, "one mail in 30 days");
}

fn hostile_comments_are_inert_in_channels(backend: Backend) {
    let receiver = Receiver::start();
    let allow = receiver.allow();
    let acting = Acting::start(backend, &[("LUISTER_OUTBOUND_ALLOW", &allow)]);
    acting.contact("ann@acme.nl", "1");
    let channel = |kind: &str| {
        let body = json!({ "kind": kind, "name": kind, "url": receiver.url(&format!("/{kind}")),
                           "with_comments": true });
        let made = acting.post("/api/v1/webhooks", &body);
        json!({ "tell": { "channel_id": made["id"] } })
    };
    let definition = json!({ "when": { "class": ["detractor"] },
                             "then": [channel("slack"), channel("teams")] });
    let rule = acting.rule(&definition);
    let hostile = "<!channel> <http://evil.example|click> *bold* [x](http://evil.example)\r\nBcc: x@y =1+1 <script>alert(1)</script>";
    acting.answer(
        "x",
        &json!({ "answers": { "recommend": 1, "why": hostile },
                 "attributes": { "email": "ann@acme.nl" } }),
    );
    acting.fired_times(&rule, 1);
    let slack = receiver.wait_for("/slack", 1)[0].body.clone();
    let teams = receiver.wait_for("/teams", 1)[0].body.clone();
    assert!(slack.contains("Acme") && teams.contains("Acme"));
    assert!(!slack.contains("<!channel>"), "{slack}");
    assert!(!slack.contains("<http://evil"), "{slack}");
    // Text runs of Teams are not read for markup, text blocks are.
    let card: Value = serde_json::from_str(&teams).expect("JSON");
    let blocks = card["attachments"][0]["content"]["body"].as_array();
    let blocks = blocks.expect("a body").iter();
    let read = blocks.filter(|block| block["type"] == "TextBlock");
    assert!(!read.map(Value::to_string).any(|text| text.contains("evil")));
    // A channel that is gone is said, and stops nothing.
    let webhooks = acting.server.get_json("/api/v1/webhooks");
    for one in webhooks["webhooks"].as_array().expect("a list") {
        let id = one["id"].as_str().expect("an id");
        let path = format!("/api/v1/webhooks/{id}?even_if_used=true");
        let reply = acting.server.api("DELETE", &path, None);
        assert_eq!(reply.status, 204);
    }
    // It shows before the rule fires.
    let rules = acting.server.get_json("/api/v1/rules");
    assert_eq!(rules["rules"][0]["trouble"], json!(["no-channel"]));
    let one = acting.server.get_json(&format!("/api/v1/rules/{rule}"));
    assert_eq!(one["trouble"], json!(["no-channel"]));
    acting.score("y", 1);
    let fired = acting.fired_times(&rule, 2);
    assert_eq!(fired[0]["trouble"], json!(["no-channel"]));
}

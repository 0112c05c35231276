//! What a rule would have done, what a changed one means for open cases, and silence.

use std::time::Duration;

use serde_json::json;

use super::{Acting, detractor, on_each};
use crate::harness::Backend;

on_each!(
    a_trial_counts_what_would_have_been_and_stores_nothing,
    a_changed_rule_changes_its_open_cases_and_says_so,
    silence_fires_once,
    an_invitation_nobody_answers_fires_once,
);

fn a_trial_counts_what_would_have_been_and_stores_nothing(backend: Backend) {
    let acting = Acting::start(backend, &[]);
    acting.contact("ann@acme.nl", "1");
    for number in 0..12_u8 {
        acting.score(&format!("d{number}"), number % 7);
    }
    for number in 0..5 {
        acting.score(&format!("p{number}"), 9);
    }
    let old = json!({ "answers": { "recommend": 0 }, "answered_at": "2020-01-02T10:00:00Z" });
    acting.answer("old", &old);
    acting.all_heard();
    let rule = acting.draft(&detractor());
    let path = format!("/api/v1/rules/{rule}/trial");
    let tried = acting.server.get_json(&format!("{path}?days=90"));
    assert_eq!(tried["would_have_fired"], 12);
    assert_eq!(tried["looked_at"], 17);
    assert_eq!(tried["is_partial"], false);
    let months = tried["months"].as_array().expect("months");
    let sum: u64 = months.iter().filter_map(|m| m["count"].as_u64()).sum();
    assert_eq!(sum, 12);
    let examples = tried["examples"].as_array().expect("examples");
    assert_eq!(examples.len(), 12);
    assert_eq!(examples[0]["contact"]["name"], "Ann Jansen");
    let other = json!({ "days": 30, "definition": {
        "when": { "class": ["promoter"] }, "then": detractor()["then"] } });
    assert_eq!(acting.post(&path, &other)["would_have_fired"], 5);
    assert_eq!(acting.fired(&rule).len(), 0);
    assert_eq!(acting.cases(&rule).len(), 0);
    for days in ["0", "731", "x"] {
        let reply = acting
            .server
            .api("GET", &format!("{path}?days={days}"), None);
        assert!([400, 422].contains(&reply.status), "{days}");
    }
}

fn a_changed_rule_changes_its_open_cases_and_says_so(backend: Backend) {
    let acting = Acting::start(backend, &[]);
    acting.contact("ann@acme.nl", "1");
    let rule = acting.rule(&detractor());
    acting.score("a", 3);
    acting.score("b", 6);
    acting.fired_times(&rule, 2);
    let path = format!("/api/v1/rules/{rule}/open-cases");
    assert_eq!(acting.server.get_json(&path)["cases"], json!([]));
    let mut changed = detractor();
    changed["when"] = json!({ "score": { "metric": "recommend", "at_most": 4 } });
    changed["then"][0]["open_case"]["within"] = json!({ "days": 5 });
    changed["then"][0]["open_case"]["priority"] = json!("high");
    acting.patch(&rule, &json!({ "definition": changed }));
    let differ = acting.server.get_json(&path);
    assert_eq!(differ["compared"], 2);
    // In parts, each of which compares as many as it is asked to.
    let part = acting.server.get_json(&format!("{path}?limit=1"));
    assert_eq!(part["compared"], 1, "{part}");
    let next = part["next_cursor"].as_str().expect("more");
    let rest = acting
        .server
        .get_json(&format!("{path}?limit=1&cursor={next}"));
    assert_eq!(
        (&rest["compared"], &rest["next_cursor"]),
        (&json!(1), &json!(null))
    );
    assert_ne!(part["cases"][0]["case_id"], rest["cases"][0]["case_id"]);
    let cases = differ["cases"].as_array().expect("cases");
    assert_eq!(cases.len(), 2);
    let gone = cases.iter().filter(|one| one["no_longer"] == true).count();
    assert_eq!(gone, 1, "the 6 would not be a case any more: {cases:?}");
    assert!(
        cases.iter().all(|one| one["new_priority"] == "high"
            && one["new_due_at"].as_str() > one["due_at"].as_str())
    );
    assert!(
        acting
            .cases(&rule)
            .iter()
            .all(|one| one["priority"] == "normal"),
        "nothing is changed yet"
    );
    let applied = acting.post(&format!("{path}/apply"), &json!({}));
    assert_eq!(applied["changed"], 2);
    for case in acting.cases(&rule) {
        assert_eq!(case["priority"], "high");
        let id = case["id"]
            .as_str()
            .or(case["case_id"].as_str())
            .expect("an id");
        let history = acting
            .server
            .get_json(&format!("/api/v1/cases/{id}/history"));
        assert!(history.to_string().contains("Call back"), "{history}");
    }
    assert_eq!(
        acting.post(&format!("{path}/apply"), &json!({}))["changed"],
        0
    );
}

fn silence_fires_once(backend: Backend) {
    let acting = Acting::start(backend, &[]);
    let ann = acting.contact("ann@acme.nl", "250000");
    acting.contact("new@acme.nl", "250000");
    let long_ago = "UPDATE contact SET created_at_us = created_at_us - 17280000000000 \
                    WHERE email = 'ann@acme.nl'";
    crate::respondent::write(&acting.server, long_ago);
    let then = detractor()["then"].clone();
    let silence = json!({ "on": { "silence": { "days": 180 } },
                          "when": { "account": { "name": "revenue", "at_least": 100_000 } },
                          "then": then });
    let draft = acting.draft(&silence);
    let tried = acting
        .server
        .get_json(&format!("/api/v1/rules/{draft}/trial"));
    assert_eq!(tried["would_have_fired"], 1);
    acting.patch(&draft, &json!({ "state": "on" }));
    let fired = acting.fired_times(&draft, 1);
    assert_eq!(fired[0]["contact_id"], ann);
    // Another round finds the same silence.
    crate::respondent::write(&acting.server, "UPDATE rule_walk SET next_at_us = 0");
    std::thread::sleep(Duration::from_secs(6));
    acting.fired_times(&draft, 1);
    let wrong = json!({ "name": "x", "definition": {
        "on": { "silence": { "days": 180 } }, "when": { "class": ["detractor"] }, "then": then } });
    let reply = acting.server.api("POST", "/api/v1/rules", Some(&wrong));
    assert_eq!(reply.status, 422);
    assert_eq!(
        reply.json()["errors"][0]["pointer"],
        "/definition/when/class"
    );
}

fn an_invitation_nobody_answers_fires_once(backend: Backend) {
    let acting = Acting::start(backend, &[]);
    let ann = acting.contact("ann@acme.nl", "250000");
    let definition = json!({ "on": { "no_answer": { "days": 14 } },
                             "when": { "account": { "name": "revenue", "at_least": 1 } },
                             "then": detractor()["then"] });
    let rule = acting.rule(&definition);
    // Two mails went out two weeks ago: the days of one go by now, those of the other did before.
    let now_us = platform::Clock::system().now_us();
    let two_weeks = 14 * platform::clock::DAY_US;
    for (id, sent_us) in [
        ("due", now_us - two_weeks + 2_000_000),
        ("before", now_us - two_weeks - 60_000_000),
    ] {
        let survey = &acting.survey;
        let sql = format!(
            "INSERT INTO programme_invitation (workspace_id, invitation_id, programme_id, contact_id,
                 survey_id, because, mailed_at_us, ends_at_us, closes_at_us, reminded, over,
                 handed_over_at_us, created_at_us)
             SELECT workspace_id, '{id}', 'p', '{ann}', '{survey}', 'wave', {sent_us}, {now_us},
                    {now_us}, 0, 0, {sent_us}, {sent_us} FROM workspace"
        );
        crate::respondent::write(&acting.server, &sql);
    }
    let tried = acting
        .server
        .get_json(&format!("/api/v1/rules/{rule}/trial?days=30"));
    assert_eq!(tried["would_have_fired"], 1, "{tried}");
    std::thread::sleep(Duration::from_secs(3));
    let again = "UPDATE rule_walk SET next_at_us = 0";
    crate::respondent::write(&acting.server, again);
    let fired = acting.fired_times(&rule, 1);
    assert_eq!(fired[0]["occasion"], "invitation:due");
    crate::respondent::write(&acting.server, again);
    std::thread::sleep(Duration::from_secs(6));
    acting.fired_times(&rule, 1);
}

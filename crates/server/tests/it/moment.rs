//! What no score tells: which moment mattered most and where else people looked. Asked, answered in
//! own words, counted beside the score, taken away in files; and votes in doubt that count nowhere.

mod figures;

use std::fmt::Write;

use serde_json::{Value, json};

use crate::harness::{Reply, Server};
use crate::on_both;
use crate::respondent::{open, write};
use crate::response::all;
use crate::survey_pages::{self, worded};

on_both!(
    a_survey_offers_its_touchpoints_as_moments,
    the_editor_lists_touchpoints,
    a_form_takes_a_choice_or_own_words,
);

/// Changes the fields of a form before it is sent.
type Change<'a> = &'a dyn Fn(&mut Vec<(String, String)>);

/// A published survey with two touchpoints, asked which moment mattered and where else people looked;
/// its id and the path of its public link.
fn survey(server: &Server, template: &str) -> (String, String) {
    let driver = |key: &str, touchpoint: &str| json!({ "key": key, "text": { "en": key, "nl": key }, "touchpoint": touchpoint });
    let body = json!({
        "template": template, "title": "How are we doing?",
        "drivers": [driver("speed", "Support desk"), driver("clear", "Billing"),
                    driver("kind", "Support desk")],
        "extras": ["moment", "elsewhere"],
    });
    let reply = server.api("POST", "/api/v1/surveys", Some(&body));
    assert_eq!(reply.status, 201, "{}", reply.text());
    let made = reply.json();
    let id = made["id"].as_str().expect("an id").to_owned();
    let reply = server.api("POST", &format!("/api/v1/surveys/{id}/publish"), None);
    assert_eq!(reply.status, 200, "{}", reply.text());
    let link = made["public_url"].as_str().expect("a link");
    let token = link.rsplit('/').next().expect("a token");
    (id, format!("/r/{token}"))
}

fn question<'v>(definition: &'v Value, key: &str) -> &'v Value {
    let questions = definition["questions"].as_array().expect("questions");
    questions.iter().find(|q| q["key"] == key).expect("asked")
}

fn keys(definition: &Value, question_key: &str) -> Vec<String> {
    let choices = question(definition, question_key)["choices"].as_array();
    let key = |choice: &Value| choice["key"].as_str().expect("a key").to_owned();
    choices.expect("choices").iter().map(key).collect()
}

fn answer(server: &Server, id: &str, body: &Value) -> Reply {
    server.api(
        "POST",
        &format!("/api/v1/surveys/{id}/responses"),
        Some(body),
    )
}

fn add(server: &Server, id: &str, answers: &[Value]) {
    let responses: Vec<Value> = answers.iter().map(|a| json!({ "answers": a })).collect();
    let path = format!("/api/v1/surveys/{id}/responses/bulk");
    let reply = server.api("POST", &path, Some(&json!({ "responses": responses })));
    assert!(reply.status < 300, "{}", reply.text());
}

/// So many times the same answers.
fn times(n: usize, answers: &Value) -> Vec<Value> {
    vec![answers.clone(); n]
}

fn figures(server: &Server, id: &str, query: &str) -> Value {
    server.get_json(&format!("/api/v1/surveys/{id}/figures{query}"))
}

/// One thing of the figures.
fn thing<'v>(figures: &'v Value, at: usize, choice: &str) -> &'v Value {
    let things = figures["named"][at]["things"].as_array().expect("things");
    things.iter().find(|t| t["choice"] == choice).expect(choice)
}

fn a_survey_offers_its_touchpoints_as_moments(server: Server) {
    let (id, _) = survey(&server, "relational-nps");
    let path = format!("/api/v1/surveys/{id}");
    let made = server.get_json(&path);
    let definition = &made["definition"];
    assert_eq!(
        keys(definition, "moment"),
        [
            "support_desk",
            "billing",
            "buying",
            "start",
            "use",
            "help",
            "invoice"
        ]
    );
    let moment = question(definition, "moment");
    assert_eq!(moment["choices"][0]["touchpoint"], "Support desk");
    assert_eq!(moment["choices"][2].get("touchpoint"), None);
    assert_eq!(
        question(definition, "elsewhere")["choices"]
            .as_array()
            .map(Vec::len),
        Some(5)
    );
    // Score, reason, three statements and twice eight seconds.
    assert_eq!(made["expected_seconds"], 56);

    // Sent back as it is, nothing changes; a touchpoint that goes takes its choice along.
    let put =
        |definition: &Value| server.api("PUT", &format!("{path}/definition"), Some(definition));
    assert_eq!(put(definition).json()["revision"], made["revision"]);
    let mut without = definition.clone();
    without["questions"][3]["touchpoint"] = Value::Null;
    without["questions"][2]["touchpoint"] = "Hotline".into();
    let saved = put(&without).json();
    assert_eq!(
        keys(&saved["definition"], "moment")[..3],
        ["support_desk", "hotline", "buying"]
    );
    // Once answered, other moments to choose from are another version.
    assert_eq!(
        answer(&server, &id, &json!({ "answers": { "recommend": 9 } })).status,
        201
    );
    let saved = put(definition).json();
    assert_eq!(
        (&saved["version"], &made["version"]),
        (&json!(2), &json!(1))
    );

    for (body, pointer) in [
        (
            json!({ "template": "ces", "title": "T", "extras": ["weather"] }),
            "/extras",
        ),
        (
            json!({ "template": "ces", "title": "T", "extras": ["moment"],
                    "drivers": [{ "key": "BAD", "text": { "en": "x" } }] }),
            "/drivers/0/key",
        ),
    ] {
        let reply = server.api("POST", "/api/v1/surveys", Some(&body));
        assert_eq!(reply.status, 422, "{}", reply.text());
        assert_eq!(reply.json()["errors"][0]["pointer"], pointer);
    }
    let mut twice = definition.clone();
    let mut again = question(definition, "moment").clone();
    again["key"] = "again".into();
    twice["questions"]
        .as_array_mut()
        .expect("questions")
        .push(again);
    let reply = put(&twice);
    assert_eq!(
        (reply.status, &reply.json()["errors"][0]["pointer"]),
        (422, &json!("/questions/7/kind"))
    );
}

fn the_editor_lists_touchpoints(server: Server) {
    let cookie = server.log_in();
    let form = server.page("/surveys/new", &cookie);
    assert!(worded(&form).contains("name=\"extras\" value=\"moment\""));
    let fields = [
        ("template", "relational-nps"),
        ("title", "T"),
        ("languages", "nl,en"),
        ("extras", "elsewhere"),
    ];
    let made = server
        .request("POST", "/surveys/new")
        .header("Cookie", &cookie)
        .form(&fields)
        .send();
    assert_eq!(made.status, 303, "{}", made.text());
    let path = made
        .header("location")
        .expect("a page")
        .split('?')
        .next()
        .expect("a path")
        .to_owned();
    let press = |page: &str, action: &str, change: Change<'_>| {
        let mut fields = survey_pages::fields(page);
        fields.retain(|(name, _)| !["action", "add_kind"].contains(&name.as_str()));
        fields.push(("action".to_owned(), action.to_owned()));
        fields.push(("add_kind".to_owned(), "moment".to_owned()));
        change(&mut fields);
        let fields: Vec<_> = fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        server
            .request("POST", &path)
            .header("Cookie", &cookie)
            .form(&fields)
            .send()
    };
    let set = |name: &'static str, value: &'static str| {
        move |fields: &mut Vec<(String, String)>| {
            fields.retain(|(n, _)| n != name);
            fields.push((name.to_owned(), value.to_owned()));
        }
    };
    let page = worded(&server.page(&path, &cookie));
    let page = worded(&press(
        &page,
        "add",
        &set("questions/2/touchpoint", "Support desk"),
    ));
    assert!(
        page.contains("When you save, these are added: Support desk."),
        "{page}"
    );
    assert!(page.contains("Getting started") && page.contains("De start"));
    // 20 + 5 + 6 × 5 + 8 + 8: above a minute, and fewer statements are offered.
    assert!(
        page.contains("About 71 seconds") && page.contains("href=\"#rotation\""),
        "{page}"
    );
    let saved = press(&page, "save", &|_| {});
    assert_eq!(saved.status, 303, "{}", saved.text());
    let page = worded(&server.page(&path, &cookie));
    assert!(
        page.contains("The touchpoint &quot;Support desk&quot;"),
        "{page}"
    );
    // It comes back with the form, whatever button is pressed.
    let again = worded(&press(&page, "refresh", &|_| {}));
    assert!(again.contains("value=\"Support desk\""), "{again}");
    let refused = press(&page, "save", &|fields| {
        fields.retain(|(name, _)| !name.starts_with("questions/9/choices/"));
        fields.retain(|(name, _)| name != "questions/2/touchpoint");
    });
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("fewer than two moments"),
        "{}",
        refused.text()
    );
}

fn a_form_takes_a_choice_or_own_words(server: Server) {
    let (id, path) = survey(&server, "relational-nps");
    let first = open(&server, &path).set("answer_recommend", "3");
    let second = first.send(&server, &path, "next");
    for part in [
        "<legend>Which moment with us mattered most to you?</legend>",
        "value=\"support_desk\"",
        "Support desk",
        "value=\"other:\"",
        "name=\"own_moment\"",
        "name=\"own_elsewhere\"",
        "Somewhere else, namely",
    ] {
        assert!(second.text.contains(part), "{part}: {}", second.text);
    }
    // Own words without choosing anything, and through another language and back.
    let written = second
        .clone()
        .set("own_moment", "The <b>visit</b>")
        .set("own_elsewhere", "radio|tv; \"web\"");
    let dutch = written
        .set("answer_elsewhere", "reviews")
        .send(&server, &path, "language:nl");
    assert!(
        dutch.text.contains("Een ander moment")
            && dutch.text.contains("value=\"The &lt;b&gt;visit&lt;"),
        "{}",
        dutch.text
    );
    let back = dutch
        .clone()
        .set("own_moment", "The <b>visit</b>")
        .set("own_elsewhere", "radio|tv; \"web\"")
        .send(&server, &path, "back");
    let done = back.send(&server, &path, "next");
    let done = done
        .set("own_moment", "The <b>visit</b>")
        .set("own_elsewhere", "radio|tv; \"web\"")
        .reply(&server, &path, "next");
    assert!(
        (300..400).contains(&done.status) || done.status == 200,
        "{}",
        done.text()
    );
    let stored = &all(&server, &id)[0];
    assert_eq!(stored["answers"]["moment"], "other:The <b>visit</b>");
    assert_eq!(
        stored["answers"]["elsewhere"],
        json!(["reviews", "other:radio|tv; \"web\""])
    );

    for (wrong, part) in [
        (json!({ "moment": "fax" }), "one of support_desk, billing"),
        (json!({ "moment": ["invoice"] }), "one of"),
        (json!({ "elsewhere": "reviews" }), "a list"),
        (json!({ "elsewhere": ["other:a", "other:b"] }), "twice"),
        (
            json!({ "moment": format!("other:{}", "x".repeat(501)) }),
            "at most 500",
        ),
    ] {
        let reply = answer(&server, &id, &json!({ "answers": wrong }));
        assert_eq!(reply.status, 422, "{wrong}: {}", reply.text());
        assert!(reply.text().contains(part), "{wrong}: {}", reply.text());
    }
}

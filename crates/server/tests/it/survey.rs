//! Making surveys: templates, versions, the life of a survey, the editor without a script.

use serde_json::{Value, json};

use crate::harness::{Reply, Server, at_once};
use crate::on_both;
use crate::survey_pages::worded;

on_both!(
    templates_give_their_questions,
    own_drivers_replace_the_templates,
    what_is_wrong_is_named,
    a_survey_lives,
    changed_wording_of_an_open_survey,
    two_editors_do_not_overwrite_each_other,
    the_list_is_paged,
    answers_make_versions,
);

pub fn make(server: &Server, body: &Value) -> Value {
    let reply = server.api("POST", "/api/v1/surveys", Some(body));
    assert_eq!(reply.status, 201, "{}", reply.text());
    let made = reply.json();
    let location = format!("/api/v1/surveys/{}", made["id"].as_str().expect("an id"));
    assert_eq!(reply.header("location"), Some(location.as_str()));
    made
}

pub fn keys(survey: &Value) -> Vec<&str> {
    let questions = survey["definition"]["questions"]
        .as_array()
        .expect("questions");
    questions
        .iter()
        .map(|q| q["key"].as_str().expect("a key"))
        .collect()
}

pub fn path(survey: &Value) -> String {
    format!("/api/v1/surveys/{}", survey["id"].as_str().expect("an id"))
}

fn templates_give_their_questions(server: Server) {
    for (template, outcome) in [
        ("relational-nps", Some("recommend")),
        ("ces", Some("effort")),
        ("csat", Some("satisfaction")),
        ("cas", Some("advocacy")),
        ("enps", Some("recommend")),
        ("empty", None),
    ] {
        let made = make(
            &server,
            &json!({ "template": template, "title": "Vraag ✓" }),
        );
        assert_eq!(made["status"], "draft");
        assert_eq!(made["version"], 1);
        assert_eq!(made["title"], "Vraag ✓");
        let url = made["public_url"].as_str().expect("a url");
        assert!(url.starts_with(&format!("{}/r/", server.base_url)), "{url}");
        assert_eq!(made["definition"]["languages"], json!(["en", "nl"]));
        assert_eq!(keys(&made).first().copied(), outcome, "{template}");
        if outcome.is_some() {
            assert_eq!(keys(&made)[1], "why");
            assert!(
                made.to_string().contains("Acme"),
                "the company's name is in the wording"
            );
        }
        assert_eq!(
            server.get_json(&path(&made)),
            made,
            "read back as it was made"
        );
    }
}

fn own_drivers_replace_the_templates(server: Server) {
    let drivers = json!([
        { "key": "software", "text": { "en": "Software works.", "nl": "Software werkt." } },
        { "key": "speed", "text": { "en": "It is fast.", "nl": "Het is snel." } },
    ]);
    let made = make(
        &server,
        &json!({ "template": "relational-nps", "title": { "en": "T", "nl": "T" }, "drivers": drivers }),
    );
    assert_eq!(keys(&made), ["recommend", "why", "software", "speed"]);
    let software = &made["definition"]["questions"][2];
    assert_eq!(software["kind"], "agree");
    assert_eq!(software["driver"], true);
    assert_eq!(software["text"]["nl"], "Software werkt.");
}

fn refused(server: &Server, body: &Value) -> (u16, Value) {
    let reply = server.api("POST", "/api/v1/surveys", Some(body));
    (reply.status, reply.json())
}

fn what_is_wrong_is_named(server: Server) {
    let text = json!({ "en": "a", "nl": "a" });
    let cases = [
        (
            json!({ "template": "nps", "title": "T" }),
            "/template",
            "relational-nps",
        ),
        (json!({ "template": "ces" }), "", "title"),
        (
            json!({ "template": "ces", "title": "T", "colour": 1 }),
            "",
            "colour",
        ),
        (
            json!({ "template": "ces", "title": " " }),
            "/title/en",
            "text is needed",
        ),
        (
            json!({ "template": "ces", "title": "a\u{0}" }),
            "/title/en",
            "control",
        ),
        (
            json!({ "template": "ces", "title": "a".repeat(201) }),
            "/title/en",
            "200",
        ),
        (
            json!({ "template": "ces", "title": "T", "drivers": [{ "key": "Bad Key", "text": text }] }),
            "/drivers/0/key",
            "lower-case",
        ),
        (
            json!({ "template": "ces", "title": "T", "drivers": [{ "key": "why", "text": text }] }),
            "/drivers/0/key",
            "twice",
        ),
        (
            json!({ "template": "ces", "title": "T", "drivers": [{ "key": "language", "text": text }] }),
            "/drivers/0/key",
            "exports",
        ),
        (
            json!({ "template": "ces", "title": "T", "languages": ["nl", "n l"] }),
            "/languages/1",
            "language code",
        ),
    ];
    for (body, pointer, part) in cases {
        let (status, problem) = refused(&server, &body);
        assert!([400, 422].contains(&status), "{body}: {status}");
        let text = problem.to_string();
        assert!(text.contains(part), "{body}: {text}");
        if !pointer.is_empty() {
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{text}");
        }
    }
    assert_eq!(
        server.get_json("/api/v1/surveys")["surveys"],
        json!([]),
        "nothing half stored"
    );
    let query = server.api("GET", "/api/v1/surveys?colour=1", None);
    assert_eq!(query.status, 400);
    assert!(query.text().contains("colour"));
    assert_eq!(
        server.api("GET", "/api/v1/surveys/nonsense", None).status,
        404
    );
}

fn post(server: &Server, survey: &Value, verb: &str) -> Reply {
    server.api("POST", &format!("{}/{verb}", path(survey)), None)
}

fn a_survey_lives(server: Server) {
    let made = make(&server, &json!({ "template": "ces", "title": "T" }));
    assert_eq!(post(&server, &made, "close").status, 409);
    assert_eq!(post(&server, &made, "reopen").status, 409);
    let open = post(&server, &made, "publish");
    assert_eq!((open.status, &open.json()["status"]), (200, &json!("open")));
    let again = post(&server, &made, "publish");
    assert_eq!(again.status, 200);
    assert_eq!(
        again.json(),
        open.json(),
        "publishing twice changes nothing"
    );
    assert_eq!(server.api("DELETE", &path(&made), None).status, 409);
    let closed = post(&server, &made, "close").json();
    assert_eq!(closed["status"], "closed");
    assert!(closed["closed_at"].is_string());
    assert_eq!(post(&server, &made, "publish").status, 409);
    let reopened = post(&server, &made, "reopen").json();
    assert_eq!(reopened["status"], "open");
    assert_eq!(reopened["published_at"], open.json()["published_at"]);
    let draft = make(&server, &json!({ "template": "empty", "title": "T" }));
    let nothing = post(&server, &draft, "publish");
    assert_eq!(nothing.status, 422, "{}", nothing.text());
    assert_eq!(server.api("DELETE", &path(&draft), None).status, 204);
    assert_eq!(server.api("GET", &path(&draft), None).status, 404);
    assert_eq!(server.api("DELETE", &path(&draft), None).status, 404);
}

fn changed_wording_of_an_open_survey(server: Server) {
    let made = make(
        &server,
        &json!({ "template": "csat", "title": "T", "languages": ["en"] }),
    );
    post(&server, &made, "publish");
    let mut definition = made["definition"].clone();
    definition["questions"][0]["text"]["en"] = json!("How satisfied are you?");
    let put = |definition: &Value| {
        server.api(
            "PUT",
            &format!("{}/definition", path(&made)),
            Some(definition),
        )
    };
    let saved = put(&definition);
    assert_eq!(saved.status, 200, "{}", saved.text());
    assert_eq!(saved.json()["definition"], definition);
    assert_eq!(saved.json()["version"], 1, "nobody answered yet");
    definition["questions"] = json!([]);
    assert_eq!(
        put(&definition).status,
        422,
        "an open survey keeps a question"
    );
    definition["surprise"] = json!(1);
    let unknown = put(&definition);
    assert_eq!(unknown.status, 422);
    assert!(unknown.text().contains("surprise"));
    let twice = server
        .request("PUT", &format!("{}/definition", path(&made)))
        .header("Authorization", &format!("Bearer {}", server.key))
        .body(
            "application/json",
            br#"{"languages":["en"],"title":{"en":"a","en":"b"},"questions":[]}"#.to_vec(),
        )
        .send();
    assert_eq!(twice.status, 422, "{}", twice.text());
}

fn two_editors_do_not_overwrite_each_other(server: Server) {
    let made = make(
        &server,
        &json!({ "template": "cas", "title": "T", "languages": ["en"] }),
    );
    let got = server.api("GET", &path(&made), None);
    let tag = got.header("etag").expect("a tag").to_owned();
    let put = |title: &str| {
        let mut definition = made["definition"].clone();
        definition["title"]["en"] = json!(title);
        server
            .request("PUT", &format!("{}/definition", path(&made)))
            .header("Authorization", &format!("Bearer {}", server.key))
            .header("If-Match", &tag)
            .json(&definition)
            .send()
    };
    let replies = at_once(8, |i| put(&format!("T{i}")).status);
    assert_eq!(
        replies.iter().filter(|s| **s == 200).count(),
        1,
        "{replies:?}"
    );
    assert_eq!(
        replies.iter().filter(|s| **s == 412).count(),
        7,
        "{replies:?}"
    );
    assert!(put("late").text().contains("somebody else changed"));
}

fn the_list_is_paged(server: Server) {
    let ids: Vec<Value> = (0..5)
        .map(|i| {
            make(
                &server,
                &json!({ "template": "empty", "title": format!("S{i}") }),
            )["id"]
                .clone()
        })
        .collect();
    let mut seen = Vec::new();
    let mut next = String::from("/api/v1/surveys?limit=2");
    loop {
        let page = server.get_json(&next);
        let surveys = page["surveys"].as_array().expect("a list");
        seen.extend(surveys.iter().map(|s| s["id"].clone()));
        assert!(surveys.iter().all(|s| s.get("definition").is_none()));
        match page["next_cursor"].as_str() {
            Some(cursor) => next = format!("/api/v1/surveys?limit=2&cursor={cursor}"),
            None => break,
        }
    }
    seen.reverse();
    assert_eq!(seen, ids, "newest first, each once");
    for wrong in ["limit=0", "limit=501", "limit=x", "cursor=x", "page=2"] {
        let reply = server.api("GET", &format!("/api/v1/surveys?{wrong}"), None);
        assert_eq!(reply.status, 400, "{wrong}");
    }
}

fn answers_make_versions(server: Server) {
    let made = make(
        &server,
        &json!({ "template": "csat", "title": "T", "languages": ["en"] }),
    );
    post(&server, &made, "publish");
    let answer = |value: i64| {
        let path = format!("{}/responses", path(&made));
        let body = json!({ "answers": { "satisfaction": value } });
        let reply = server.api("POST", &path, Some(&body));
        assert_eq!(reply.status, 201, "{}", reply.text());
    };
    answer(4);
    let cookie = server.log_in();
    let page = format!("/surveys/{}", made["id"].as_str().expect("an id"));
    assert!(worded(&server.page(&page, &cookie)).contains("starts version 2"));
    let mut definition = made["definition"].clone();
    let put = |definition: &Value| {
        let reply = server.api(
            "PUT",
            &format!("{}/definition", path(&made)),
            Some(definition),
        );
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()["version"].clone()
    };
    definition["thanks"]["en"] = json!("Thank you.");
    definition["questions"][0]["touchpoint"] = json!("support");
    assert_eq!(put(&definition), 1, "nobody is asked anything else");
    definition["questions"][0]["text"]["en"] = json!("How satisfied are you with us?");
    assert_eq!(put(&definition), 2, "other wording");
    assert_eq!(put(&definition), 2, "saved again without a change");
    answer(5);
    definition["questions"][0]["kind"] = json!("recommend");
    assert_eq!(put(&definition), 3, "another scale");
    answer(9);
    let text = worded(&server.page(&page, &cookie));
    assert!(
        text.contains("other wording: satisfaction") && text.contains("other scale: satisfaction")
    );
    assert_eq!(server.api("DELETE", &path(&made), None).status, 409);
}

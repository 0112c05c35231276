//! Dashboards: made, arranged, filtered, shared by role and by link, live for many at the price of
//! one.

mod beside;
mod filters;
mod links;
mod live;
mod rights;
mod together;

use serde_json::{Value, json};

use crate::harness::{Server, eventually};
use crate::on_both;
use crate::people::post;

on_both!(
    a_dashboard_is_made_arranged_and_brought_back,
    programs_make_dashboards_and_read_their_figures,
    what_does_not_fit_is_refused,
    a_link_shows_what_it_may_until_it_ends,
    phases_have_their_own_figures_in_the_given_order,
);

/// A survey with answers: by industry and phase, some with a comment.
pub(super) fn survey(server: &Server) -> String {
    let drivers = json!([{ "key": "speed", "text": { "en": "You answer <b>soon</b>" } }]);
    let (id, _) = server.survey("relational-nps", &drivers);
    let industries = ["care", "bank"];
    let phases = ["support", "sales", "launch"];
    let items: Vec<Value> = (0..120)
        .map(|at: usize| {
            let score = if at.is_multiple_of(2) { 9 } else { at % 8 };
            json!({
                "answers": { "recommend": score, "speed": at % 5 + 1, "why": "<script>alert(1)</script>" },
                "attributes": { "industry": industries[at % 2], "phase": phases[at % 3] },
            })
        })
        .collect();
    for part in items.chunks(60) {
        let body = json!({ "responses": part });
        let path = format!("/api/v1/surveys/{id}/responses/bulk");
        let reply = server.api("POST", &path, Some(&body));
        assert!(reply.status < 300, "{}", reply.text());
    }
    id
}

/// A dashboard made from a ready one; its id.
pub(super) fn made(server: &Server, cookie: &str, template: &str, survey: &str) -> String {
    let form = [
        ("title", "How <i>we</i> do"),
        ("template", template),
        ("survey_id", survey),
    ];
    let reply = post(server, "/dashboards", cookie, &form);
    assert_eq!(reply.status, 303, "{}", reply.text());
    let place = reply.header("location").expect("a place").to_owned();
    let path = place.split('?').next().expect("a path");
    path.rsplit('/').next().expect("an id").to_owned()
}

pub(super) fn page(server: &Server, path: &str, cookie: &str) -> String {
    let reply = server.page(path, cookie);
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    let text = reply.text();
    assert!(!text.contains('⟨'), "a word is missing on {path}");
    text
}

fn api(server: &Server, method: &str, path: &str, body: &Value) -> Value {
    let reply = server.api(method, path, Some(body));
    assert!(reply.status < 300, "{method} {path}: {}", reply.text());
    reply.json()
}

/// The ids of the blocks in the order in which a page has them.
fn blocks(page: &str) -> Vec<String> {
    let parts = page.split("id=\"b-").skip(1);
    parts.map(|part| part[..26].to_owned()).collect()
}

fn a_dashboard_is_made_arranged_and_brought_back(server: Server) {
    let survey = survey(&server);
    let cookie = server.log_in();
    let id = made(&server, &cookie, "director", &survey);
    let at = |part: &str| format!("/dashboards/{id}{part}");
    let shown = page(&server, &at("?all=1"), &cookie);
    assert!(
        shown.contains("How &lt;i&gt;we&lt;&#x2f;i&gt; do"),
        "{shown}"
    );
    assert!(!shown.contains("<script>alert"));
    assert!(shown.len() < 200_000, "{} bytes", shown.len());
    // Without any filter it opens with its own.
    let opened = server.page(&at(""), &cookie);
    assert_eq!(opened.status, 303);
    assert_eq!(
        opened.header("location"),
        Some(&*at("?period=last-12-months"))
    );
    let edit = page(&server, &at("/edit"), &cookie);
    let before = blocks(&edit);
    assert!(before.len() >= 6, "{before:?}");
    let said = |path: &str, form: &[(&str, &str)]| {
        let reply = post(&server, path, &cookie, form);
        assert_eq!(reply.status, 303, "{path}: {}", reply.text());
        reply.header("location").expect("a place").to_owned()
    };
    said(
        &at(&format!("/blocks/{}/move", before[0])),
        &[("to", "down")],
    );
    let after = blocks(&page(&server, &at("/edit"), &cookie));
    assert_eq!((&after[0], &after[1]), (&before[1], &before[0]));
    let turned: Vec<(&str, &str)> = after
        .iter()
        .rev()
        .map(|id| ("block", id.as_str()))
        .collect();
    let reply = post(&server, &at("/arrange"), &cookie, &turned);
    assert_eq!(reply.status, 204, "{}", reply.text());
    let now = blocks(&page(&server, &at("/edit"), &cookie));
    assert!(now.iter().rev().eq(after.iter()));
    // Taken off, and put back where it stood.
    let to = said(&at(&format!("/blocks/{}/remove", now[2])), &[]);
    assert!(page(&server, &to, &cookie).contains("/restore\""));
    assert_eq!(
        blocks(&page(&server, &at("/edit"), &cookie)).len(),
        now.len() - 1
    );
    said(&at(&format!("/blocks/{}/restore", now[2])), &[]);
    assert_eq!(blocks(&page(&server, &at("/edit"), &cookie)), now);
    said(&at("/blocks"), &[("kind", "text")]);
    let last = blocks(&page(&server, &at("/edit"), &cookie))
        .pop()
        .expect("the new one");
    let form = [
        ("title", ""),
        ("width", "2"),
        ("text", "Read <b>this</b>\n\nfirst"),
    ];
    said(&at(&format!("/blocks/{last}")), &form);
    let shown = page(&server, &at("?all=1"), &cookie);
    assert!(
        shown.contains("Read &lt;b&gt;this&lt;&#x2f;b&gt;"),
        "{shown}"
    );
    let wrong = post(
        &server,
        &at(&format!("/blocks/{last}")),
        &cookie,
        &[("width", "9")],
    );
    assert_eq!(wrong.status, 422);
    // A copy is another one; what is removed comes back.
    let copy = said(&at("/copy"), &[]);
    assert!(page(&server, &copy, &cookie).contains("Copy of"));
    said(&at("/remove"), &[]);
    assert_eq!(server.page(&at("?all=1"), &cookie).status, 404);
    assert!(page(&server, &format!("/dashboards?removed={id}"), &cookie).contains("/restore\""));
    said(&at("/restore"), &[]);
    assert_eq!(
        blocks(&page(&server, &at("/edit"), &cookie)).len(),
        now.len() + 1
    );
    for (path, status) in [
        (at("?colour=red"), 400),
        (at("?period=sometime"), 400),
        (at("?team=nobody"), 400),
        ("/dashboards/00000000000000000000000000".to_owned(), 404),
        ("/dashboards/x".to_owned(), 404),
    ] {
        assert_eq!(server.page(&path, &cookie).status, status, "{path}");
    }
    let audit = server.get_json("/api/v1/audit?noun=dashboard");
    let lines = audit["audit"].as_array().expect("lines");
    for action in [
        "dashboard.created",
        "dashboard.changed",
        "dashboard.removed",
        "dashboard.restored",
    ] {
        assert!(
            lines.iter().any(|line| line["action"] == action),
            "{action} in {audit}"
        );
    }
}

fn programs_make_dashboards_and_read_their_figures(server: Server) {
    let survey = survey(&server);
    let kinds = [
        "figure",
        "trend",
        "distribution",
        "kss",
        "drivers",
        "comments",
        "themes",
        "funnel",
    ];
    let mut blocks: Vec<Value> = kinds
        .iter()
        .map(|kind| json!({ "kind": kind, "survey_id": survey }))
        .collect();
    blocks.push(json!({ "kind": "phases", "survey_id": survey, "attribute": "phase" }));
    blocks.push(json!({ "kind": "cases" }));
    blocks.push(json!({ "kind": "targets" }));
    blocks.push(json!({ "kind": "text", "text": "Hello" }));
    let body = json!({ "title": "All of it", "blocks": blocks });
    let made = api(&server, "POST", "/api/v1/dashboards", &body);
    let id = made["id"].as_str().expect("an id").to_owned();
    assert_eq!(made["blocks"].as_array().expect("blocks").len(), 12);
    let path = format!("/api/v1/dashboards/{id}");
    let shown = server.get_json(&format!("{path}/figures?attribute=industry:care"));
    let same = server.get_json(&format!(
        "/api/v1/surveys/{survey}/figures?attribute=industry:care"
    ));
    assert_eq!(
        shown["blocks"][0]["figure"]["value"], same["nps"]["value"],
        "{shown}"
    );
    assert_eq!(shown["blocks"][0]["figure"]["n"], 60);
    for block in shown["blocks"].as_array().expect("blocks") {
        let says = !block["table"].is_null()
            || !block["note"].is_null()
            || !block["text"].is_null()
            || !block["comments"].is_null();
        assert!(says, "{block}");
    }
    // A survey that doesn't know what is filtered by shows nothing, and never everything.
    let none = server.get_json(&format!("{path}/figures?attribute=shoe:42"));
    assert_eq!(none["blocks"][0]["figure"], Value::Null);
    assert!(
        none["blocks"][0]["note"]
            .as_str()
            .expect("why")
            .contains("shoe:42")
    );
    let both = server.get_json(&format!(
        "{path}/figures?attribute=industry:care&compare=industry:bank"
    ));
    let difference = &both["blocks"][0]["difference"];
    assert!(
        difference["difference"].as_f64().expect("a number") > 0.0,
        "{difference}"
    );
    assert_eq!(difference["verdict"], "rose");
    let changed = api(
        &server,
        "PATCH",
        &path,
        &json!({ "title": "Some of it", "filter": "period=last-7-days" }),
    );
    assert_eq!(
        (&changed["title"], &changed["filter"]),
        (&json!("Some of it"), &json!("period=last-7-days"))
    );
    let stale = server
        .request("PATCH", &path)
        .header("Authorization", &format!("Bearer {}", server.key));
    let stale = stale
        .header("If-Match", "\"1\"")
        .json(&json!({ "title": "Late" }))
        .send();
    assert_eq!(stale.status, 412, "{}", stale.text());
    assert_eq!(server.api("DELETE", &path, None).status, 204);
    assert_eq!(server.api("GET", &path, None).status, 404);
    assert_eq!(
        api(&server, "POST", &format!("{path}/restore"), &json!({}))["id"],
        json!(id)
    );
    let read = server.request("POST", "/api/v1/dashboards");
    let read = read.header("Authorization", &format!("Bearer {}", server.read_key));
    assert_eq!(read.json(&body).send().status, 403);
}

fn what_does_not_fit_is_refused(server: Server) {
    let survey = survey(&server);
    let figure = json!({ "kind": "figure", "survey_id": survey });
    for (body, status, pointer) in [
        (json!({ "title": "" }), 422, "/title"),
        (json!({ "title": "x", "colour": "red" }), 400, ""),
        (
            json!({ "title": "x", "blocks": [{ "kind": "pie" }] }),
            400,
            "",
        ),
        (
            json!({ "title": "x", "blocks": [{ "kind": "figure" }] }),
            422,
            "/blocks/0/survey_id",
        ),
        (
            json!({ "title": "x", "blocks": [{ "kind": "figure", "survey_id": "00000000000000000000000000" }] }),
            422,
            "/blocks/0/survey_id",
        ),
        (
            json!({ "title": "x", "blocks": vec![figure.clone(); 25] }),
            422,
            "/blocks",
        ),
        (json!({ "title": "x", "seconds": 1 }), 422, "/seconds"),
        (
            json!({ "title": "x", "filter": "colour=red" }),
            422,
            "/filter",
        ),
        (
            json!({ "title": "x", "shares": [{ "with": "role", "role": "king", "may": "see" }] }),
            422,
            "/shares/0",
        ),
        (
            json!({ "title": "x", "shares": [{ "with": "everybody", "may": "own" }] }),
            400,
            "",
        ),
        (
            json!({ "title": "x", "shares": [{ "with": "team", "team_id": "00000000000000000000000000", "may": "see" }] }),
            422,
            "/shares/0",
        ),
        (
            json!({ "title": "x", "template": "king" }),
            422,
            "/template",
        ),
    ] {
        let reply = server.api("POST", "/api/v1/dashboards", Some(&body));
        let is_refused = reply.status == status || (status == 400 && reply.status == 422);
        assert!(is_refused, "{body}: {} {}", reply.status, reply.text());
        if !pointer.is_empty() {
            assert_eq!(reply.json()["errors"][0]["pointer"], pointer, "{body}");
        }
    }
}

fn a_link_shows_what_it_may_until_it_ends(server: Server) {
    let survey = survey(&server);
    let cookie = server.log_in();
    let id = made(&server, &cookie, "lead", &survey);
    let link = |comments: &str| {
        let form = [
            ("label", "The board"),
            ("days", "30"),
            ("filter", ""),
            ("comments", comments),
        ];
        let reply = post(&server, &format!("/dashboards/{id}/links"), &cookie, &form);
        assert_eq!(reply.status, 200, "{}", reply.text());
        let text = reply.text().replace("&#x2f;", "/");
        let at = text.find("/shared/").expect("a link");
        text[at..at + 60].to_owned()
    };
    let plain = link("");
    let reply = server.request("GET", &plain).send();
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.header("x-robots-tag"), Some("noindex, nofollow"));
    let text = reply.text();
    assert!(text.contains("How &lt;i&gt;we"), "{text}");
    assert!(!text.contains("alert(1)"), "no comments unless chosen");
    let main = &text[text.find("<main").expect("a page")..];
    for inside in ["href=\"/surveys", "href=\"/cases", "href=\"/dashboards"] {
        assert!(!main.contains(inside), "{inside}");
    }
    for part in ["/wall", "/blocks"] {
        let reply = server.request("GET", &format!("{plain}{part}")).send();
        assert_eq!(reply.status, 200, "{part}: {}", reply.text());
        assert!(!reply.text().contains("href=\"/surveys"));
    }
    assert_eq!(
        server
            .request("GET", &format!("{plain}?attribute=industry:care"))
            .send()
            .status,
        400
    );
    let with = link("1");
    let text = server.request("GET", &with).send().text();
    assert!(text.contains("&lt;script&gt;alert(1)"), "{text}");
    // What is stored can't be used.
    let shown = page(&server, &format!("/dashboards/{id}/share"), &cookie);
    assert!(!shown.contains(&plain["/shared/".len()..]));
    let ends: Vec<String> = shown
        .split("action=\"")
        .filter_map(|part| part.split('"').next())
        .filter(|to| to.ends_with("/end"))
        .map(str::to_owned)
        .collect();
    assert_eq!(ends.len(), 2);
    for end in &ends {
        assert_eq!(post(&server, end, &cookie, &[]).status, 303);
    }
    let gone = server.request("GET", &plain).send();
    let never = server
        .request("GET", &format!("/shared/{}", "0".repeat(52)))
        .send();
    assert_eq!((gone.status, never.status), (404, 404));
    eventually("both links end", || {
        (server.request("GET", &with).send().status == 404).then_some(())
    });
}

fn phases_have_their_own_figures_in_the_given_order(server: Server) {
    let survey = survey(&server);
    let body = json!({ "title": "Journey", "blocks": [{
        "kind": "phases", "survey_id": survey, "attribute": "phase", "order": ["sales", "launch"],
    }]});
    let made = api(&server, "POST", "/api/v1/dashboards", &body);
    let id = made["id"].as_str().expect("an id");
    let shown = server.get_json(&format!("/api/v1/dashboards/{id}/figures"));
    let rows = shown["blocks"][0]["figure"]
        .as_array()
        .expect("rows")
        .clone();
    let names: Vec<&str> = rows
        .iter()
        .filter_map(|row| row["phase"].as_str())
        .collect();
    assert_eq!(names, ["sales", "launch", "support"]);
    for row in &rows {
        let name = row["phase"].as_str().expect("a name");
        let path = format!("/api/v1/surveys/{survey}/figures?attribute=phase:{name}");
        let alone = server.get_json(&path);
        assert_eq!(row["figure"]["value"], alone["nps"]["value"], "{name}");
        assert_eq!(row["figure"]["n"], 40);
    }
    let cookie = server.log_in();
    let text = page(&server, &format!("/dashboards/{id}?all=1"), &cookie);
    assert!(text.contains("attribute=phase:sales"), "{text}");
}

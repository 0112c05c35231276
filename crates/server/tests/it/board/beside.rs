//! Two groups or periods beside each other: themes, comments and drivers, each with what differs.

use serde_json::{Value, json};

use super::page;
use crate::harness::Server;
use crate::on_both;

on_both!(
    two_groups_stand_beside_each_other_in_every_block,
    programs_read_both_sides_or_why_there_are_none,
    nothing_is_compared_that_would_tell_of_few,
);

/// A survey in which one group waits and the other pays, with themes of both; and a dashboard.
fn world(server: &Server) -> (String, String) {
    let drivers = json!([
        { "key": "speed", "text": { "en": "You answer soon" } },
        { "key": "price", "text": { "en": "The price is fair" } },
    ]);
    let (survey, _) = server.survey("relational-nps", &drivers);
    let items: Vec<Value> = (0..200)
        .map(|at: usize| {
            let waits = at.is_multiple_of(2);
            let score = if waits { 2 + at % 5 } else { 5 + at / 2 % 6 };
            let said = match (waits, at % 4) {
                (true, _) => format!("the waiting annoys everybody number{at}"),
                (false, 1) => format!("the invoice puzzles everybody number{at}"),
                (false, _) => format!("friendly people answered number{at}"),
            };
            json!({
                "answers": {
                    "recommend": score, "why": said,
                    "speed": if waits { 1 + at / 2 % 4 } else { 3 + at / 2 % 3 }, "price": 1 + at % 5,
                },
                "attributes": { "industry": if waits { "care" } else { "bank" } },
            })
        })
        .collect();
    let path = format!("/api/v1/surveys/{survey}/responses/bulk");
    let reply = server.api("POST", &path, Some(&json!({ "responses": items })));
    assert!(reply.status < 300, "{}", reply.text());
    for (name, rules) in [("Waiting <b>", "waiting"), ("Invoices", "invoice")] {
        let path = format!("/api/v1/surveys/{survey}/themes");
        let body = json!({ "name": name, "rules": rules });
        let reply = server.api("POST", &path, Some(&body));
        assert!(reply.status < 300, "{}", reply.text());
    }
    let kinds = ["themes", "comments", "drivers", "kss", "cases"];
    let block = |kind: &&str| match *kind {
        "cases" => json!({ "kind": kind }),
        _ => json!({ "kind": kind, "survey_id": survey }),
    };
    let blocks: Vec<Value> = kinds.iter().map(block).collect();
    let body = json!({ "title": "Beside", "blocks": blocks });
    let made = server.api("POST", "/api/v1/dashboards", Some(&body));
    assert_eq!(made.status, 201, "{}", made.text());
    let id = made.json()["id"].as_str().expect("an id").to_owned();
    (survey, id)
}

fn block<'a>(shown: &'a Value, kind: &str) -> &'a Value {
    let mut blocks = shown["blocks"].as_array().expect("blocks").iter();
    let found = blocks.find(|block| block["kind"] == kind);
    found.unwrap_or_else(|| panic!("no {kind} in {shown}"))
}

fn two_groups_stand_beside_each_other_in_every_block(server: Server) {
    let (_, id) = world(&server);
    let query = "attribute=industry:care&compare=industry:bank";
    let shown = server.get_json(&format!("/api/v1/dashboards/{id}/figures?{query}"));
    let themes = block(&shown, "themes");
    let all = themes["compared"].as_array().expect("both sides");
    let waiting = &all[0];
    assert_eq!(waiting["name"], "Waiting <b>", "{themes}");
    assert_eq!(
        (&waiting["here"]["comments"], &waiting["there"]["comments"]),
        (&json!(100), &json!(0))
    );
    assert_eq!(waiting["share_difference"]["verdict"], "rose");
    assert_eq!(waiting["share_difference"]["difference"], 1.0);
    let invoices = &all[1];
    assert_eq!(invoices["there"]["comments"], 50, "{invoices}");
    assert_eq!(invoices["share_difference"]["verdict"], "fell");
    assert_eq!(
        waiting["figure_difference"],
        Value::Null,
        "one side has none"
    );
    let columns = themes["table"]["columns"].as_array().expect("columns");
    for row in themes["table"]["rows"].as_array().expect("rows") {
        assert_eq!(row.as_array().expect("cells").len(), columns.len());
    }
    assert!(
        themes["finding"]
            .as_str()
            .expect("words")
            .contains("Less: Invoices"),
        "{themes}"
    );
    let comments = block(&shown, "comments");
    let [here, there] = [0, 1].map(|side| &comments["compared"][side]);
    let said = |side: &Value, term: &str| {
        let words = side["said_more"].as_array().expect("words").clone();
        words.into_iter().find(|word| word["term"] == term)
    };
    let waiting = said(here, "waiting").unwrap_or_else(|| panic!("{comments}"));
    assert_eq!(
        (&waiting["new"], &waiting["customers"]),
        (&json!(true), &json!(100))
    );
    assert!(said(there, "invoice").is_some() && said(here, "invoice").is_none());
    assert_eq!(here["comments"].as_array().expect("comments").len(), 3);
    let drivers = block(&shown, "drivers");
    let all = drivers["compared"].as_array().expect("both sides");
    let speed = all.iter().find(|one| one["driver"] == "speed").expect("it");
    assert_eq!(speed["here"]["n"], 100);
    assert_eq!(speed["agree_difference"]["verdict"], "fell", "{speed}");
    assert!(
        drivers["finding"]
            .as_str()
            .expect("words")
            .contains("agreement"),
        "{drivers}"
    );
    // The page says the same, and so do the files.
    let cookie = server.log_in();
    let text = page(&server, &format!("/dashboards/{id}?{query}"), &cookie);
    assert!(text.contains("Waiting &lt;b&gt;"), "{text}");
    for part in ["c-way", "percentage points lower", "New in care", ">new<"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let blocks = shown["blocks"].as_array().expect("blocks");
    for (kind, extension) in [
        ("themes", "csv"),
        ("themes", "xlsx"),
        ("drivers", "svg"),
        ("drivers", "png"),
    ] {
        let of = blocks
            .iter()
            .find(|block| block["kind"] == kind)
            .expect("one");
        let at = of["id"].as_str().expect("an id");
        let path = format!("/dashboards/{id}/charts/{at}.{extension}?{query}");
        assert_eq!(server.page(&path, &cookie).status, 200, "{path}");
    }
    for file in ["report.pdf", "report.xlsx"] {
        let path = format!("/dashboards/{id}/{file}?{query}");
        let reply = server.page(&path, &cookie);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    }
    // Two periods: all was said today, so there is nothing beside it.
    let before = "period=last-7-days&compare=before";
    let text = page(&server, &format!("/dashboards/{id}?{before}"), &cookie);
    assert!(text.contains("<h3"), "two columns: {text}");
    let why = page(
        &server,
        &format!("/dashboards/{id}?all=1&compare=before"),
        &cookie,
    );
    assert!(
        why.contains("choose a period that has a beginning"),
        "{why}"
    );
}

fn programs_read_both_sides_or_why_there_are_none(server: Server) {
    let (survey, id) = world(&server);
    let blocks = json!([
        { "kind": "figure", "survey_id": survey },
        { "kind": "kss", "survey_id": survey },
        { "kind": "drivers", "survey_id": survey },
        { "kind": "phases", "survey_id": survey, "attribute": "industry" },
    ]);
    let path = format!("/api/v1/dashboards/{id}");
    let reply = server.api("PATCH", &path, Some(&json!({ "blocks": blocks })));
    assert_eq!(reply.status, 200, "{}", reply.text());
    let shown = |query: &str| server.get_json(&format!("{path}/figures?{query}"));
    let beside = shown("attribute=industry:care&compare=industry:bank");
    let kss = &block(&beside, "kss")["compared"];
    assert_eq!(kss.as_array().map(Vec::len), Some(2), "{kss}");
    assert!(kss[0]["here"]["kss"]["value"].is_number(), "{kss}");
    assert!(kss[0]["there"]["kss"]["value"].is_number(), "{kss}");
    let figure = block(&beside, "figure");
    let rows = figure["table"]["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 3, "both sides and their difference: {figure}");
    assert_eq!(rows[2][1], figure["difference"]["difference"]);
    let today = platform::clock::Clock::system().now_us() / platform::clock::SECOND_US;
    let year = 1970 + today / 31_556_952;
    let periods = shown(&format!("from={year}-01-01&to={year}-12-31&compare=year"));
    let phases = &block(&periods, "phases")["compared"];
    assert_eq!(phases[0]["phase"], "bank", "{phases}");
    assert!(phases[0]["here"]["value"].is_number(), "{phases}");
    // What can't be compared says so instead of passing over it.
    for (query, why) in [
        ("compare=before", "first choose a period"),
        ("compare=industry:care", "first filter by one of them"),
    ] {
        let alone = shown(query);
        for kind in ["figure", "kss", "drivers", "phases"] {
            let note = &block(&alone, kind)["note"];
            assert!(note.to_string().contains(why), "{kind}, {query}: {note}");
        }
    }
    // Programs wait for intervals; nothing of it is half done.
    let drivers = &block(&shown(""), "drivers").clone();
    assert!(
        !drivers["note"].to_string().contains("worked out"),
        "{drivers}"
    );
    // The table of a block without a picture can be taken along too.
    let html = page(&server, &format!("/dashboards/{id}"), &server.log_in());
    let html = html.replace("&#x2f;", "/");
    let kss = block(&shown(""), "kss")["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    for extension in ["csv", "xlsx"] {
        let file = format!("/dashboards/{id}/charts/{kss}.{extension}");
        assert!(html.contains(&file), "{file}");
        assert_eq!(server.page(&file, &server.log_in()).status, 200);
    }
    assert!(!html.contains(&format!("charts/{kss}.svg")));
}

fn nothing_is_compared_that_would_tell_of_few(server: Server) {
    let (survey, id) = world(&server);
    let path = format!("/api/v1/surveys/{survey}/responses");
    for at in 0..4 {
        let body = json!({
            "answers": { "recommend": at, "why": "the waiting, the invoice" },
            "attributes": { "industry": "farm" },
        });
        assert!(server.api("POST", &path, Some(&body)).status < 300);
    }
    let cookie = server.log_in();
    let form = [
        ("label", "x"),
        ("days", "1"),
        ("filter", "attribute=industry:care&compare=industry:farm"),
    ];
    let reply = crate::people::post(&server, &format!("/dashboards/{id}/links"), &cookie, &form);
    let text = reply.text().replace("&#x2f;", "/");
    let at = text.find("/shared/").expect("a link");
    let outside = server.request("GET", &text[at..at + 60]).send().text();
    assert!(!outside.contains("the waiting, the invoice"), "{outside}");
    assert!(outside.contains("nobody should be recognised"), "{outside}");
    assert!(!outside.contains("class=\"more-said\""), "{outside}");
}

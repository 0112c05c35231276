//! Results taken along: charts and reports as files, and by mail at set times to each within what
//! they see; digests and alarms.

mod mails;

use std::collections::HashMap;

use serde_json::json;

use crate::harness::{Reply, Server};
use crate::on_both;
use crate::staffed::Staffed;

on_both!(
    charts_and_reports_are_files_of_what_one_sees,
    a_dashboard_is_taken_along_whole,
    schedules_are_ones_own_and_say_what_is_wrong,
);

/// Starts as a file of this kind does.
fn is_a(reply: &Reply, extension: &str) {
    assert_eq!(reply.status, 200, "{}", reply.text());
    let (start, kind): (&[u8], &str) = match extension {
        "pdf" => (b"%PDF-1.7", "application/pdf"),
        "png" => (b"\x89PNG", "image/png"),
        "csv" => (b"", "text/csv; charset=utf-8"),
        "svg" => (b"<svg", "image/svg+xml"),
        _ => (
            b"PK",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    };
    assert!(reply.body.starts_with(start), "no {extension}");
    assert_eq!(reply.header("content-type"), Some(kind));
    let disposition = reply.header("content-disposition").expect("a name");
    assert!(disposition.starts_with("attachment") && disposition.contains(extension));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
}

/// All texts of a workbook.
fn texts(reply: &Reply) -> String {
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(&reply.body)).expect("a workbook");
    let mut all = String::new();
    let mut file = book.by_name("xl/sharedStrings.xml").expect("its texts");
    std::io::Read::read_to_string(&mut file, &mut all).expect("text");
    drop(file);
    all
}

/// The cells of the sheet whose name begins so, each by its place: a number, or a text in quotes.
fn sheet(reply: &Reply, name: &str) -> HashMap<String, String> {
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(&reply.body)).expect("a workbook");
    let mut part = |path: &str| {
        let mut text = String::new();
        let mut file = book.by_name(path).expect("a part");
        std::io::Read::read_to_string(&mut file, &mut text).expect("text");
        text
    };
    let names = part("xl/workbook.xml");
    let mut sheets = names.split("<sheet name=\"").skip(1);
    let number = 1 + sheets
        .position(|own| own.starts_with(name))
        .expect("such a sheet");
    let shared = part("xl/sharedStrings.xml");
    let shared: Vec<&str> = shared.split("</si>").collect();
    let cells = part(&format!("xl/worksheets/sheet{number}.xml"));
    let between = |text: &str, from: &str, to: &str| {
        let rest = text.split_once(from)?.1;
        Some(rest.split_once(to)?.0.to_owned())
    };
    let cell = |text: &str| {
        let value = between(text, "<v>", "</v>")?;
        let value = if text.contains("t=\"s\"") {
            let text = shared[value.parse::<usize>().ok()?];
            format!("\"{}\"", text.rsplit_once("</t>")?.0.rsplit_once('>')?.1)
        } else {
            value
        };
        Some((between(text, "r=\"", "\"")?, value))
    };
    cells.split("<c ").skip(1).filter_map(cell).collect()
}

/// Where a text stands: column and row.
fn place(cells: &HashMap<String, String>, text: &str) -> (String, String) {
    let found = cells
        .iter()
        .find(|(_, value)| **value == format!("\"{text}\""));
    let (at, _) = found.unwrap_or_else(|| panic!("{text} is not in {cells:?}"));
    let row = at.find(|c: char| c.is_ascii_digit()).expect("a row");
    (at[..row].to_owned(), at[row..].to_owned())
}

fn charts_and_reports_are_files_of_what_one_sees(server: Server) {
    let staffed = Staffed::new(server);
    staffed.answers("anna", &[(9, "quick", 3), (2, "slow", 40), (8, "", 70)]);
    staffed.answers("otto", &[(1, "=HYPERLINK(\"http://evil\")", 3)]);
    staffed.heard("anna", 3);
    staffed.heard("otto", 1);
    let survey = &staffed.survey;
    let admin = staffed.server.log_in();
    for extension in ["svg", "png", "csv", "xlsx"] {
        let path = format!("/surveys/{survey}/charts/distribution.{extension}");
        is_a(&staffed.get(&path, &admin), extension);
    }
    let path = format!("/surveys/{survey}/charts/distribution.gif");
    assert_eq!(staffed.get(&path, &admin).status, 404);
    let report = |extension: &str| format!("/surveys/{survey}/report.{extension}");
    is_a(&staffed.get(&report("pdf"), &admin), "pdf");
    // Everybody takes along what they see, and no more.
    let words = |name: &str| {
        let cookie = match name {
            "admin" => admin.clone(),
            name => staffed.cookie(name),
        };
        let reply = staffed.get(&report("xlsx"), &cookie);
        is_a(&reply, "xlsx");
        texts(&reply)
    };
    for (name, anna, otto) in [
        ("admin", true, true),
        ("dirk", true, true),
        ("lena", true, false),
        ("anna", true, false),
        ("otto", false, true),
    ] {
        let words = words(name);
        assert_eq!(words.contains("quick"), anna, "{name}");
        assert_eq!(words.contains("evil"), otto, "{name}");
    }
    // The figure with its interval, as numbers.
    let book = staffed.get(&report("xlsx"), &admin);
    let cells = sheet(&book, "Summary");
    let (_, row) = place(&cells, "NPS");
    let number = |column: &str| cells[&format!("{column}{row}")].parse::<f64>();
    assert_eq!(
        (number("B"), number("E")),
        (Ok(-25.0), Ok(4.0)),
        "{cells:?}"
    );
    assert!(number("C").expect("low") < -25.0 && number("D").expect("high") > -25.0);
    // Who served none of them sees no such survey.
    assert_eq!(
        staffed.get(&report("pdf"), &staffed.cookie("bert")).status,
        404
    );
    // A filter is part of it, and an unknown one is refused.
    let filtered = staffed.get(
        &format!("{}?attribute=phase%3Asales", report("xlsx")),
        &admin,
    );
    assert!(!texts(&filtered).contains("quick"));
    assert_eq!(
        staffed
            .get(&format!("{}?colour=red", report("pdf")), &admin)
            .status,
        400
    );
    let unknown = staffed.get("/surveys/00000000000000000000000000/report.pdf", &admin);
    assert_eq!(unknown.status, 404);
}

fn a_dashboard_is_taken_along_whole(server: Server) {
    let staffed = Staffed::new(server);
    staffed.answers("anna", &[(9, "quick", 3), (2, "slow", 40), (8, "", 70)]);
    staffed.heard("anna", 3);
    let survey = &staffed.survey;
    let block = |kind: &str| json!({ "kind": kind, "survey_id": survey });
    let board = json!({
        "title": "Service: overview",
        "blocks": [
            block("figure"), block("trend"), block("distribution"), block("comments"),
            { "kind": "text", "text": "What we do about it." },
        ],
    });
    let made = staffed
        .server
        .api("POST", "/api/v1/dashboards", Some(&board));
    assert_eq!(made.status, 201, "{}", made.text());
    let id = made.json()["id"].as_str().expect("an id").to_owned();
    let path = |extension: &str| format!("/dashboards/{id}/report.{extension}");
    let admin = staffed.server.log_in();
    is_a(&staffed.get(&path("pdf"), &admin), "pdf");
    let book = staffed.get(&path("xlsx"), &admin);
    is_a(&book, "xlsx");
    let words = texts(&book);
    assert!(words.contains("quick"), "{words}");
    // Scores are numbers, and stand below what they are called.
    let cells = sheet(&book, "Comments");
    let (column, _) = place(&cells, "Score");
    let (_, row) = place(&cells, "quick");
    assert_eq!(cells[&format!("{column}{row}")], "9", "{cells:?}");
    assert!(
        book.header("content-disposition")
            .expect("a name")
            .contains("service-overview.xlsx")
    );
    // Not shared with anybody: for others there is no such dashboard.
    assert_eq!(
        staffed.get(&path("pdf"), &staffed.cookie("anna")).status,
        404
    );
}

fn schedules_are_ones_own_and_say_what_is_wrong(server: Server) {
    let staffed = Staffed::new(server);
    staffed.answers("anna", &[(9, "quick", 3)]);
    staffed.heard("anna", 1);
    let (anna, lena) = (staffed.cookie("anna"), staffed.cookie("lena"));
    let draft = |recipient: &str| {
        json!({
            "subject": { "kind": "survey", "survey_id": staffed.survey },
            "form": "pdf", "cadence": { "every": "week", "day": 1, "hour": 8 },
            "recipients": [staffed.id(recipient)],
        })
    };
    let send = |cookie: &str, draft: &serde_json::Value| {
        staffed.send("POST", "/api/v1/reports", cookie, draft)
    };
    let made = send(&anna, &draft("anna"));
    assert_eq!(made.status, 201, "{}", made.text());
    let path = format!(
        "/api/v1/reports/{}",
        made.json()["id"].as_str().expect("an id")
    );
    // An employee sends to nobody else, a lead to whom they lead; neither sees the other's.
    assert_eq!(send(&anna, &draft("bert")).status, 422);
    assert_eq!(send(&lena, &draft("bert")).status, 201);
    assert_eq!(send(&lena, &draft("otto")).status, 422);
    assert_eq!(staffed.get(&path, &anna).status, 200);
    assert_eq!(staffed.get(&path, &lena).status, 404);
    assert_eq!(staffed.send("DELETE", &path, &lena, &json!({})).status, 404);
    let listed = staffed.get("/api/v1/reports", &lena).json();
    assert_eq!(listed["reports"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        staffed.server.get_json("/api/v1/reports")["reports"]
            .as_array()
            .map(Vec::len),
        Some(2)
    );
    // What is wrong is said at its field.
    for (pointer, value, field) in [
        ("/cadence/day", json!(9), "cadence"),
        ("/filter", json!("colour=red"), "filter"),
        ("/recipients", json!([]), "recipients"),
        (
            "/subject/survey_id",
            json!("00000000000000000000000000"),
            "subject",
        ),
    ] {
        let mut wrong = draft("anna");
        wrong["filter"] = json!("");
        *wrong.pointer_mut(pointer).expect("it is there") = value;
        let reply = send(&anna, &wrong);
        assert_eq!(reply.status, 422, "{pointer}: {}", reply.text());
        assert_eq!(
            reply.json()["errors"][0]["pointer"],
            field,
            "{}",
            reply.text()
        );
    }
    // By the pages: from the results to the list, changed and ended.
    let results = staffed.page(&format!("/surveys/{}/results", staffed.survey), &anna);
    let results = results.replace("&#x2f;", "/");
    let start = results
        .find("/reports/new?")
        .expect("a link to send it regularly");
    let link = results[start..]
        .split('"')
        .next()
        .expect("its end")
        .replace("&amp;", "&");
    let form = staffed.page(&link, &anna);
    assert!(form.contains("anna") && !form.contains("bert"), "{form}");
    let subject = format!("survey:{}", staffed.survey);
    let id = staffed.id("anna").to_owned();
    let fields = [
        ("subject", subject.as_str()),
        ("filter", ""),
        ("form", "both"),
        ("every", "monthly"),
        ("week_day", "1"),
        ("month_day", "28"),
        ("hour", "6"),
        ("recipient", id.as_str()),
    ];
    assert_eq!(staffed.post("/reports", &anna, &fields).status, 303);
    let list = staffed.page("/reports", &anna);
    assert!(list.contains("on day 28 of each month at 06:00"), "{list}");
    let wrong = staffed.post("/reports", &anna, &fields[..7]);
    assert_eq!(wrong.status, 422);
    assert!(
        wrong.text().contains("Choose at least one person"),
        "{}",
        wrong.text()
    );
}

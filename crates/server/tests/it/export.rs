//! Exports: what stands in them, who gets them, and that they can be imported again.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use tabular::Options;

use crate::harness::{Reply, Server};
use crate::on_both;
use crate::respondent::open;

on_both!(
    exports_hold_everything_safely,
    an_export_imported_gives_the_same_answers,
    an_export_imported_where_it_came_from_changes_nothing,
    exports_of_many_pieces_are_whole,
    exports_are_for_those_who_may_read,
);

fn survey(server: &Server) -> String {
    let drivers = json!([
        {"key": "software", "text": {"en": "Software", "nl": "Software"}},
        {"key": "support", "text": {"en": "Support", "nl": "Hulp"}},
    ]);
    server.survey("relational-nps", &drivers).0
}

fn answer(server: &Server, survey_id: &str, body: &Value) {
    let path = format!("/api/v1/surveys/{survey_id}/responses");
    let reply = server.api("POST", &path, Some(body));
    assert_eq!(reply.status, 201, "{}", reply.text());
}

fn answers(server: &Server, survey_id: &str) {
    for body in [
        json!({
            "answers": {"recommend": 0, "software": "dont_know", "support": 5, "why": "=HYPERLINK(1)"},
            "attributes": {"team": "-20", "@branche": "Zorg; bouw"},
            "external_id": "x,1", "answered_at": "2025-11-21T10:20:30.123456Z", "language": "nl",
        }),
        json!({
            "answers": {"recommend": 10, "why": "'=a \"quote\"\r\nÉén, twee"},
            "attributes": {"team": "Noord"}, "answered_at": "2025-11-22T00:00:00Z",
        }),
        json!({"answers": {"recommend": "not_applicable", "software": 3}}),
    ] {
        answer(server, survey_id, &body);
    }
}

fn get(server: &Server, path: &str) -> Reply {
    let key = format!("Bearer {}", server.read_key);
    let reply = server
        .request("GET", path)
        .header("Authorization", &key)
        .send();
    assert_eq!(reply.status, 200, "{path}: {}", reply.text());
    reply
}

/// The rows of a table, each by column name.
fn rows(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let mut table = tabular::open(bytes.to_vec(), &Options::default()).expect("a table");
    let columns = table.columns().to_vec();
    let rows = table.rows().map(|row| {
        let row = row.expect("a row");
        assert_eq!(row.problem(), None);
        columns
            .iter()
            .cloned()
            .zip(row.cells().map(str::to_owned))
            .collect()
    });
    rows.collect()
}

fn exports_hold_everything_safely(server: Server) {
    let survey_id = survey(&server);
    answers(&server, &survey_id);
    let api = format!("/api/v1/surveys/{survey_id}/responses");
    let csv = get(&server, &format!("{api}.csv"));
    let header = |name: &str| csv.header(name).unwrap_or_default().to_owned();
    assert!(header("content-type").starts_with("text/csv"));
    assert!(header("content-disposition").starts_with("attachment; filename=\"how-are-we-doing-"));
    assert_eq!(
        (header("x-content-type-options"), header("cache-control")),
        ("nosniff".into(), "no-store".into())
    );
    let text = csv.text();
    assert_eq!(
        text.lines().next(),
        Some(
            "id,external_id,state,channel,language,answered_at,version,attribute.@branche,\
             attribute.team,recommend,why,software,support"
        )
    );
    let all = rows(&csv.body);
    assert_eq!(all.len(), 3);
    let first = &all[0];
    let cell = |name: &str| first[name].as_str();
    assert_eq!(cell("recommend"), "0", "a score of 0 stays 0");
    assert_eq!((cell("software"), cell("support")), ("dont_know", "5"));
    assert_eq!(cell("why"), "'=HYPERLINK(1)");
    assert_eq!(cell("attribute.team"), "-20", "a number is no formula");
    assert_eq!(cell("answered_at"), "2025-11-21T10:20:30.123456Z");
    assert_eq!(
        (cell("external_id"), cell("language"), cell("channel")),
        ("x,1", "nl", "api")
    );
    assert_eq!(all[1]["why"], "''=a \"quote\"\r\nÉén, twee");
    assert_eq!(
        (all[2]["recommend"].as_str(), all[2]["why"].as_str()),
        ("not_applicable", "")
    );

    let dutch = get(&server, &format!("{api}.csv?profile=excel-nl"));
    assert!(dutch.body.starts_with(b"\xef\xbb\xbfid;external_id;"));
    assert_eq!(rows(&dutch.body)[0]["answered_at"], "21-11-2025 11:20:30");

    let sheet = get(&server, &format!("{api}.xlsx"));
    assert!(
        sheet
            .header("content-disposition")
            .expect("set")
            .contains(".xlsx")
    );
    let sheet = rows(&sheet.body);
    assert_eq!(sheet.len(), 3);
    assert_eq!(sheet[0]["answered_at"], "2025-11-21T11:20:30");
    for (name, value) in first {
        if name == "why" {
            assert_eq!(sheet[0][name], "=HYPERLINK(1)", "text is never a formula");
        } else if name != "answered_at" {
            assert_eq!(&sheet[0][name], value, "{name}");
        }
    }

    let output = server.command(&["export", "--survey", &survey_id], "");
    assert_eq!(output.stdout, csv.body, "the command line writes the same");
    for (query, status) in [("?profile=excel", 400), ("?x=1", 400)] {
        let reply = server.api("GET", &format!("{api}.csv{query}"), None);
        assert_eq!(reply.status, status, "{query}");
    }
}

/// Answers, attributes and what goes with them, of every response in the order they came in.
fn contents(csv: &[u8]) -> Vec<BTreeMap<String, String>> {
    let own = ["id", "external_id", "channel", "version"];
    let keep = |mut row: BTreeMap<String, String>| {
        row.retain(|name, _| !own.contains(&name.as_str()));
        row
    };
    rows(csv).into_iter().map(keep).collect()
}

fn an_export_imported_gives_the_same_answers(server: Server) {
    let survey_id = survey(&server);
    answers(&server, &survey_id);
    let csv = server.data.path().join("export.csv");
    let xlsx = server.data.path().join("export.xlsx");
    let write = |format: &str, to: &Path| {
        let to = to.to_str().expect("text");
        let args = [
            "export", "--survey", &survey_id, "--format", format, "--output", to,
        ];
        let output = server.command(&args, "");
        assert!(output.status.success(), "{output:?}");
    };
    write("csv", &csv);
    write("xlsx", &xlsx);
    let original = std::fs::read(&csv).expect("a file");
    for file in [&csv, &xlsx] {
        let other = survey(&server);
        let args = ["import", file.to_str().expect("text"), "--survey", &other];
        let output = server.command(&args, "");
        let out = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            out.contains("3 created, 0 updated, 0 unchanged, 0 rejected"),
            "{out}"
        );
        let again = get(&server, &format!("/api/v1/surveys/{other}/responses.csv"));
        let (mut want, mut got) = (contents(&original), contents(&again.body));
        if file == &xlsx {
            // A spreadsheet keeps whole seconds.
            for row in want.iter_mut().chain(&mut got) {
                let at = row.get_mut("answered_at").expect("a column");
                at.truncate(19);
            }
        }
        assert_eq!(got, want);
        let output = server.command(&args, "");
        let out = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(out.contains("0 created, 0 updated, 3 unchanged"), "{out}");
    }
}

fn an_export_imported_where_it_came_from_changes_nothing(server: Server) {
    let drivers = json!([{"key": "software", "text": {"en": "Software", "nl": "Software"}}]);
    let (survey_id, token) = server.survey("relational-nps", &drivers);
    for (id, team, at) in [
        ("a", "-5", "2025-10-26T01:30:00.75Z"),
        ("-20", "Noord", "2025-11-21T23:00:00Z"),
        ("'=x", "=1+1", "2025-11-22"),
    ] {
        let body = json!({
            "answers": {"recommend": 7, "software": "dont_know", "why": team},
            "attributes": {"team": team, "blank": " "}, "external_id": id, "answered_at": at,
        });
        answer(&server, &survey_id, &body);
    }
    let path = format!("/r/{token}");
    for why in ["=cmd", "", "Twee\r\nregels"] {
        let filled = open(&server, &path)
            .set("answer_recommend", "9")
            .set("answer_why", why);
        assert!(filled.send(&server, &path, "next").status < 400);
    }
    let api = format!("/api/v1/surveys/{survey_id}/responses");
    let before = get(&server, &format!("{api}.csv")).body;
    assert_eq!(rows(&before).len(), 6);
    let into = |file: &Path, survey_id: &str| {
        let file = file.to_str().expect("text");
        let output = server.command(&["import", file, "--survey", survey_id], "");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let other = server.survey("relational-nps", &drivers).0;
    for (query, name) in [
        ("csv", "data.csv"),
        ("csv?profile=excel-nl", "excel.csv"),
        ("xlsx", "sheet.xlsx"),
    ] {
        let file = server.data.path().join(name);
        std::fs::write(&file, get(&server, &format!("{api}.{query}")).body).expect("a file");
        for _ in 0..2 {
            let out = into(&file, &survey_id);
            assert!(
                out.contains("6 rows: 0 created, 0 updated, 6 unchanged, 0 rejected"),
                "{name}: {out}"
            );
        }
        // Elsewhere each is created once, whichever file it comes in.
        let out = into(&file, &other);
        let created = if name == "data.csv" { 6 } else { 0 };
        let counts = format!(
            "6 rows: {created} created, 0 updated, {} unchanged",
            6 - created
        );
        assert!(out.contains(&counts), "{name}: {out}");
    }
    assert_eq!(get(&server, &format!("{api}.csv")).body, before);
}

fn exports_of_many_pieces_are_whole(server: Server) {
    const RESPONSES: usize = 1700;
    let survey_id = survey(&server);
    let mut text = String::from("id,recommend,why\n");
    for i in 0..RESPONSES {
        text.push_str(&format!("{i},{},reden {i}\n", i % 11));
    }
    let path = server.data.path().join("many.csv");
    std::fs::write(&path, text).expect("a file");
    let file = path.to_str().expect("text");
    let args = [
        "import",
        file,
        "--survey",
        &survey_id,
        "--external-id",
        "id",
    ];
    assert!(server.command(&args, "").status.success());
    for ending in ["csv", "xlsx"] {
        let reply = get(
            &server,
            &format!("/api/v1/surveys/{survey_id}/responses.{ending}"),
        );
        let all = rows(&reply.body);
        let ids: Vec<usize> = all
            .iter()
            .map(|r| r["external_id"].parse().expect("n"))
            .collect();
        assert_eq!(ids, (0..RESPONSES).collect::<Vec<_>>(), "{ending}");
        assert!(
            all.iter()
                .all(|row| row["why"] == format!("reden {}", row["external_id"]))
        );
    }
    let staged = std::fs::read_dir(server.data.path().join("staging")).expect("a folder");
    assert_eq!(staged.count(), 0, "nothing is left of a spreadsheet");
}

fn exports_are_for_those_who_may_read(server: Server) {
    let survey_id = survey(&server);
    let cookie = server.log_in();
    for ending in ["csv", "xlsx"] {
        let api = format!("/api/v1/surveys/{survey_id}/responses.{ending}");
        let page = format!("/surveys/{survey_id}/export.{ending}");
        assert_eq!(server.request("GET", &api).send().status, 401);
        assert_eq!(server.page(&page, &cookie).status, 200);
        let nobody = server.page(&page, "luister_session=x").status;
        assert!([303, 401].contains(&nobody));
        let unknown = "0".repeat(26);
        for id in [unknown.as_str(), "x", "..%2f"] {
            let path = format!("/api/v1/surveys/{id}/responses.{ending}");
            assert_eq!(server.api("GET", &path, None).status, 404, "{path}");
        }
    }
}

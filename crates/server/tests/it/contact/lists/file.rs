//! Lists of contacts taken as files: harmless in a spreadsheet, noted in the log, of any length.

use serde_json::{Value, json};

use super::super::put;
use super::{define, edit, put_all};
use crate::harness::{Server, encode};
use crate::on_both;

on_both!(a_list_is_a_file, a_list_of_thousands_is_a_file_in_pieces);

/// The lines of a CSV file, without those that are only a header.
fn csv(server: &Server, path: &str) -> Vec<String> {
    let file = server.api("GET", path, None);
    assert_eq!(file.status, 200, "{path}: {}", file.text());
    assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(file.header("cache-control"), Some("no-store"));
    let name = "attachment; filename=\"contacts.csv\"";
    assert_eq!(file.header("content-disposition"), Some(name));
    file.text().lines().map(str::to_owned).collect()
}

fn a_list_is_a_file(server: Server) {
    define(&server, "role", &json!({ "kind": "text" }));
    let hostile = "=HYPERLINK(\"http://evil.example\")";
    put(
        &server,
        &json!({ "external_id": "+1", "email": "jan@acme.nl", "name": hostile,
        "language": "nl", "attributes": { "role": "@SUM(A1)", "other": "x" },
        "account": { "name": "-1+1" }, "consent": "given", "consent_at": "2026-03-03" }),
    );
    put(
        &server,
        &json!({ "email": "els@acme.nl", "name": "Els", "language": "en" }),
    );
    let lines = csv(
        &server,
        "/api/v1/contacts.csv?language=nl&column=consent&column=account&column=consent_at",
    );
    assert_eq!(
        lines[0],
        "contact_id,name,external_id,email,consent,account,consent_at,role"
    );
    assert_eq!(lines.len(), 2, "{lines:?}");
    let wanted = ",\"'=HYPERLINK(\"\"http://evil.example\"\")\",+1,jan@acme.nl,given,'-1+1,2026-03-03T12:00:00Z,'@SUM(A1)";
    assert!(lines[1].ends_with(wanted), "{lines:?}");
    // The usual columns without any that are asked for; in the order of the list.
    let lines = csv(&server, "/api/v1/contacts.csv?sort=name&order=desc");
    assert_eq!(
        lines[0],
        "contact_id,name,external_id,email,account,language,standing,role"
    );
    assert!(
        lines[1].contains(",Els,") && lines[2].contains("HYPERLINK"),
        "{lines:?}"
    );
    let dutch = server.api(
        "GET",
        "/api/v1/contacts.csv?profile=excel-nl&column=consent_at",
        None,
    );
    assert!(dutch.text().starts_with("\u{feff}contact_id;name;"));
    assert!(
        dutch.text().contains("03-03-2026 13:00:00"),
        "{}",
        dutch.text()
    );
    let sheet = server.api("GET", "/api/v1/contacts.xlsx?column=consent", None);
    assert_eq!(sheet.status, 200, "{}", sheet.text());
    assert_eq!(sheet.header("cache-control"), Some("no-store"));
    let name = "attachment; filename=\"contacts.xlsx\"";
    assert_eq!(sheet.header("content-disposition"), Some(name));
    assert!(sheet.body.starts_with(b"PK"));
    for (wrong, status) in [
        ("colour=blue", 400),
        ("profile=french", 400),
        ("sort=email", 422),
    ] {
        let reply = server.api("GET", &format!("/api/v1/contacts.csv?{wrong}"), None);
        assert_eq!(reply.status, status, "{wrong}");
    }
    assert_eq!(
        server.request("GET", "/api/v1/contacts.csv").send().status,
        401
    );
    // Who took customers along, and which, is in the log.
    let audit = server.get_json("/api/v1/audit?action=contact.exported");
    let notes = audit["audit"].as_array().expect("a list");
    assert_eq!(notes.len(), 4, "{audit}");
    assert_eq!(notes[0]["detail"], json!({ "as": "xlsx", "all": true }));
    let cookie = server.log_in();
    let page = server.page(
        &format!("/contacts/export.csv?q={}", encode("els")),
        &cookie,
    );
    assert_eq!((page.status, page.text().lines().count()), (200, 2));
}

fn a_list_of_thousands_is_a_file_in_pieces(server: Server) {
    let contacts: Vec<Value> = (0..1700)
        .map(|n| json!({ "email": format!("p{n:04}@acme.nl"), "name": format!("Person {n:04}") }))
        .collect();
    put_all(&server, &contacts);
    let lines = csv(&server, "/api/v1/contacts.csv?sort=name");
    assert_eq!(lines.len(), 1701, "each once, and one header");
    let wanted: Vec<String> = (0..1700).map(|n| format!(",Person {n:04},")).collect();
    assert!(
        lines[1..]
            .iter()
            .zip(&wanted)
            .all(|(line, name)| line.contains(name))
    );
    let edited = edit(
        &server,
        &json!({ "list": "q=person", "change": { "language": "nl" } }),
    );
    assert_eq!(
        (&edited["contacts"], &edited["changed"]),
        (&json!(1700), &json!(1700))
    );
    assert_eq!(
        csv(&server, "/api/v1/contacts.csv?language=nl&sort=created_at").len(),
        1701
    );
}

//! Contacts from a file: tried out first, stored once, told line by line.

use crate::harness::{Reply, Server, eventually};
use crate::on_both;

on_both!(a_file_is_tried_out_then_stored_then_changes_nothing);

const BOUNDARY: &str = "a-line-between-parts";

const FILE: &str = "E-mailadres;Naam;Taal;Klant;Accountmanager;Extern id;Opt-in;Branche\r\n\
    Jan@ACME.nl;Jan de Vries;Nederlands;Acme B.V.;Anna;1;ja;retail\r\n\
    geen adres;Kees;nl;Acme B.V.;Anna;2;;\r\n\
    piet@bolt.nl;Piet;en;Bölt;;3;nee;bouw\r\n\
    \" jan@acme.NL \";Johan de Vries;;;;;;\r\n\
    ;;;;;;;\r\n\
    out@bolt.nl;Uit;nl;Bölt;;4;ja;\r\n";

fn upload(server: &Server, cookie: &str, name: &str, file: &[u8]) -> Reply {
    let mut body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: text/csv\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(
        format!("\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"sheet\"\r\n\r\n\r\n--{BOUNDARY}--\r\n")
            .as_bytes(),
    );
    server
        .request("POST", "/contacts/import")
        .header("Cookie", cookie)
        .header("Accept", "text/html")
        .body(&format!("multipart/form-data; boundary={BOUNDARY}"), body)
        .send()
}

fn post(server: &Server, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Reply {
    let request = server.request("POST", path).header("Cookie", cookie);
    request.header("Accept", "text/html").form(fields).send()
}

fn settled(server: &Server, path: &str, cookie: &str) -> String {
    eventually("the end of a job", || {
        let page = server.page(path, cookie);
        assert_eq!(page.status, 200, "{}", page.text());
        let text = page.text();
        assert!(!text.contains('⟨'), "a word is missing: {text}");
        (!text.contains("http-equiv=\"refresh\"")).then_some(text)
    })
}

/// The number in a row of the summary.
fn count(page: &str, row: &str) -> u32 {
    let rest = page
        .split(row)
        .nth(1)
        .unwrap_or_else(|| panic!("{row}: {page}"));
    let cell = rest.split("<td class=\"num\">").nth(1).expect("a cell");
    cell.split('<')
        .next()
        .and_then(|n| n.parse().ok())
        .expect("a number")
}

fn staged(server: &Server, cookie: &str) -> String {
    let reply = upload(server, cookie, "crm.csv", FILE.as_bytes());
    assert_eq!(reply.status, 303, "{}", reply.text());
    reply.header("location").expect("a place").to_owned()
}

fn contacts(server: &Server) -> usize {
    let all = server.get_json("/api/v1/contacts");
    all["contacts"].as_array().expect("a list").len()
}

fn a_file_is_tried_out_then_stored_then_changes_nothing(server: Server) {
    let cookie = server.log_in();
    let out = serde_json::json!({ "external_id": "4", "opted_out": true });
    assert_eq!(
        server.api("POST", "/api/v1/contacts", Some(&out)).status,
        201
    );
    let at = staged(&server, &cookie);
    let page = settled(&server, &at, &cookie);
    for (row, expected) in [
        ("Rows in the file", 5),
        ("New contacts", 2),
        ("Contacts that change", 1),
        ("Put together", 1),
        ("Rows that can’t be taken", 1),
    ] {
        assert_eq!(count(&page, row), expected, "{row}");
    }
    assert!(page.contains("stays unsubscribed"), "{page}");
    assert!(page.contains("geen adres"), "the first problems are shown");
    assert_eq!(contacts(&server), 1, "nothing is stored yet");
    // Another column for the name, and twice the same one.
    let twice = post(&server, &at, &cookie, &[("column_7", "name")]);
    assert_eq!(twice.status, 422);
    assert_eq!(
        post(&server, &at, &cookie, &[("column_7", "colour")]).status,
        422
    );
    assert_eq!(
        post(&server, &at, &cookie, &[("column_99", "name")]).status,
        400
    );
    let again = post(&server, &at, &cookie, &[("column_7", "account-attribute")]);
    assert_eq!(again.status, 303, "{}", again.text());
    settled(&server, &at, &cookie);
    assert_eq!(
        post(&server, &format!("{at}/run"), &cookie, &[]).status,
        303
    );
    let page = settled(&server, &at, &cookie);
    assert_eq!(count(&page, "New contacts"), 2, "{page}");
    assert!(page.contains("2, 5"), "which lines became one: {page}");
    let rejected = server.page(&format!("{at}/rejected.csv"), &cookie);
    assert!(
        rejected
            .header("content-disposition")
            .is_some_and(|d| d.starts_with("attachment")),
        "a download"
    );
    let text = rejected.text();
    assert!(
        text.contains("3,E-mailadres,geen adres,") && text.contains("Kees"),
        "{text}"
    );
    let merged = server.page(&format!("{at}/merged.csv"), &cookie).text();
    assert!(
        merged.contains("name,Jan de Vries,Johan de Vries"),
        "{merged}"
    );
    stored(&server);
    let at = staged(&server, &cookie);
    let again = post(&server, &at, &cookie, &[("column_7", "account-attribute")]);
    assert_eq!(again.status, 303, "{}", again.text());
    let page = settled(&server, &at, &cookie);
    assert_eq!(count(&page, "Contacts that stay the same"), 3, "{page}");
    assert_eq!(
        post(&server, &format!("{at}/run"), &cookie, &[]).status,
        303
    );
    let page = settled(&server, &at, &cookie);
    assert_eq!(count(&page, "Contacts that stay the same"), 3, "{page}");
    refused(&server, &cookie, &at);
}

fn stored(server: &Server) {
    let all = server.get_json("/api/v1/contacts");
    let one = |id: &str| {
        let all = all["contacts"].as_array().expect("a list");
        all.iter()
            .find(|c| c["external_id"] == id)
            .expect("stored")
            .clone()
    };
    let jan = one("1");
    assert_eq!(jan["email"], "jan@acme.nl");
    assert_eq!(jan["name"], "Johan de Vries");
    assert_eq!(jan["language"], "nl");
    assert_eq!(jan["consent"], "given");
    assert_eq!(one("3")["standing"], "opted_out");
    assert_eq!(
        one("4")["standing"],
        "opted_out",
        "a file lets nobody in again"
    );
    let account = jan["account"]["account_id"].as_str().expect("an id");
    let account = server.get_json(&format!("/api/v1/accounts/{account}"));
    assert_eq!(account["responsible"]["name"], "Anna");
    assert_eq!(account["attributes"]["Branche"], "retail");
}

/// Files that are none, files of others, and people who may not.
fn refused(server: &Server, cookie: &str, at: &str) {
    for file in [
        &b""[..],
        b"%PDF-1.7",
        b"\0\0\0\0\0\0\0\0\0\0\0\0",
        b"a;a\n1;2\n",
    ] {
        assert_eq!(
            upload(server, cookie, "x.csv", file).status,
            422,
            "{file:?}"
        );
    }
    let nobody = "/contacts/import/00000000000000000000000000";
    assert_eq!(server.page(nobody, cookie).status, 404);
    assert_eq!(
        server.page("/contacts/import/..%2F..%2Fx", cookie).status,
        404
    );
    assert_eq!(server.page(at, "").status, 303, "log in first");
    let other_site = server
        .request("POST", "/contacts/import")
        .header("Cookie", cookie)
        .header("Sec-Fetch-Site", "cross-site")
        .body("multipart/form-data; boundary=x", b"--x--\r\n".to_vec())
        .send();
    assert_eq!(other_site.status, 403);
}

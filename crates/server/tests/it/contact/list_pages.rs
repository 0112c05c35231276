//! The page of the list of contacts: a change of many after a look, columns and orders, and names
//! that would turn what stands beside them.

use serde_json::json;

use super::{id_of, list, put, with_session};
use crate::harness::{Backend, Reply, Server, eventually};

/// Turns what follows, from right to left.
const TURNED: &str = "Jan \u{202e}nav \u{2067}Dijk";

fn post(server: &Server, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Reply {
    let request = server.request("POST", path).header("Cookie", cookie);
    request.header("Accept", "text/html").form(fields).send()
}

/// A page in both languages, without a word missing; gives the English one.
fn shown(server: &Server, path: &str, cookie: &str) -> String {
    let mut texts = Vec::new();
    for language in ["nl", "en"] {
        let page = server.page(path, &format!("{cookie}; luister_language={language}"));
        let text = page.text();
        assert_eq!(page.status, 200, "{path}: {text}");
        assert!(!text.contains('⟨'), "{path}: a word is missing: {text}");
        texts.push(text);
    }
    texts.pop().expect("two languages")
}

#[test]
fn a_list_has_the_columns_and_the_order_that_are_chosen() {
    let (server, cookie) = with_session(Backend::Sqlite);
    let define = json!({ "kind": "money" });
    let path = "/api/v1/attributes/contact/budget";
    assert_eq!(server.api("PUT", path, Some(&define)).status, 200);
    put(
        &server,
        &json!({ "email": "jan@acme.nl", "name": "Jan", "attributes": { "budget": "1250" },
                 "consent": "given", "account": { "name": "Acme" } }),
    );
    let page = shown(&server, "/contacts", &cookie);
    for wanted in [
        "jan@acme.nl",
        "Acme",
        "contacts/export.csv",
        "contacts/export.xlsx",
    ] {
        assert!(page.contains(wanted), "{wanted}: {page}");
    }
    assert!(!page.contains("1,250.00 EUR"));
    let all = "email account language standing external_id first_name time_zone employee consent \
               consent_at created_at changed_at attribute.budget";
    let columns: Vec<String> = all
        .split(' ')
        .map(|name| format!("column={name}"))
        .collect();
    let query = format!(
        "sort=attribute.budget&order=desc&from.budget=1000&{}",
        columns.join("&")
    );
    let page = shown(&server, &format!("/contacts?{query}"), &cookie);
    for wanted in [
        "1,250.00 EUR",
        "aria-sort=\"descending\"",
        "given",
        "budget from",
    ] {
        assert!(page.contains(wanted), "{wanted}: {page}");
    }
    let page = shown(&server, "/contacts?from.budget=2000", &cookie);
    assert!(page.contains("No contact fits"), "{page}");
    let viewer = server.request("GET", "/contacts/export.csv").send();
    assert_ne!(viewer.status, 200, "only for who is logged in");
}

#[test]
fn many_contacts_are_changed_by_hand_after_a_look() {
    let (server, cookie) = with_session(Backend::Sqlite);
    let ids: Vec<String> = (0..3)
        .map(|n| {
            let contact = json!({ "email": format!("p{n}@acme.nl"), "name": format!("P <i>{n}") });
            id_of(&put(&server, &contact))
        })
        .collect();
    put(
        &server,
        &json!({ "email": "x@x.nl", "account": { "name": "Acme" } }),
    );
    let path = "/contacts/edit";
    let edit = |fields: &[(&str, &str)]| post(&server, path, &cookie, fields);
    let look = edit(&[
        ("id", &ids[0]),
        ("id", &ids[1]),
        ("what", "language"),
        ("language", "fr"),
    ]);
    assert_eq!(look.status, 200, "{}", look.text());
    let text = look.text();
    assert!(
        text.contains("2 of 2 will change") && text.contains("P &lt;i&gt;0"),
        "{text}"
    );
    assert!(list(&server, "language=fr").is_empty(), "only a look");
    for (fields, wanted) in [
        (
            vec![
                ("all", "on"),
                ("query", "q=p&column=email"),
                ("what", "language"),
                ("language", "fr"),
            ],
            "3 of 3 are changed",
        ),
        (
            vec![
                ("id", ids[0].as_str()),
                ("what", "zone"),
                ("zone", "Europe/Paris"),
            ],
            "1 of 1 are changed",
        ),
        (
            vec![
                ("id", ids[0].as_str()),
                ("what", "account"),
                ("account", "acme"),
            ],
            "1 of 1 are changed",
        ),
        (
            vec![
                ("id", ids[0].as_str()),
                ("what", "attribute"),
                ("name", "role"),
                ("value", "buyer"),
            ],
            "1 of 1 are changed",
        ),
        (
            vec![
                ("id", ids[0].as_str()),
                ("what", "consent"),
                ("consent", "given"),
                ("source", "fair"),
                ("consent_at", "2026-03-03"),
            ],
            "1 of 1 are changed",
        ),
        (
            vec![
                ("id", ids[1].as_str()),
                ("what", "consent"),
                ("consent", "refused"),
            ],
            "1 of 1 are changed",
        ),
        (
            vec![
                ("id", ids[2].as_str()),
                ("what", "do_not_contact"),
                ("reason", "left"),
            ],
            "1 of 1 are changed",
        ),
        (
            vec![
                ("all", "on"),
                ("query", ""),
                ("what", "consent"),
                ("consent", "given"),
                ("source", "fair"),
            ],
            "1 can’t change",
        ),
    ] {
        let mut fields = fields;
        fields.push(("do", "apply"));
        let done = edit(&fields);
        assert_eq!(done.status, 200, "{fields:?}: {}", done.text());
        assert!(done.text().contains(wanted), "{fields:?}: {}", done.text());
    }
    let one = server.get_json(&format!("/api/v1/contacts/{}", ids[0]));
    assert_eq!(one["account"]["name"], "Acme");
    assert_eq!(one["time_zone"], "Europe/Paris");
    assert_eq!(one["attributes"]["role"], "buyer");
    let page = shown(&server, &format!("/contacts/{}", ids[0]), &cookie);
    assert!(page.contains("Consent can be shown by"), "{page}");
    for wrong in [
        vec![("what", "language"), ("language", "nl")],
        vec![
            ("id", ids[0].as_str()),
            ("what", "language"),
            ("language", "dutch!"),
        ],
        vec![
            ("id", ids[0].as_str()),
            ("what", "account"),
            ("account", "nobody"),
        ],
        vec![("id", ids[0].as_str()), ("what", "attribute"), ("name", "")],
        vec![
            ("id", ids[0].as_str()),
            ("what", "consent"),
            ("consent", "given"),
        ],
        vec![
            ("id", ids[0].as_str()),
            ("what", "consent"),
            ("consent", "unknown"),
        ],
    ] {
        let reply = edit(&wrong);
        assert_eq!(reply.status, 422, "{wrong:?}: {}", reply.text());
        assert!(
            reply.text().contains("error-summary"),
            "{wrong:?}: {}",
            reply.text()
        );
    }
    assert_eq!(edit(&[("id", "'; --"), ("what", "language")]).status, 400);
    assert_eq!(
        edit(&[("id", &ids[0]), ("what", "language"), ("colour", "blue")]).status,
        400
    );
    let other = edit(&[("id", &ids[0]), ("what", "name")]);
    assert_eq!(other.status, 422, "names are nobody's but one person's");
}

#[test]
fn a_name_turns_nothing_on_a_page() {
    let (server, cookie) = with_session(Backend::Sqlite);
    let contact = json!({ "email": "jan@acme.nl", "name": TURNED, "first_name": TURNED,
        "account": { "name": TURNED }, "attributes": { "note": TURNED } });
    let id = id_of(&put(&server, &contact));
    put(
        &server,
        &json!({ "email": "jan2@acme.nl", "name": TURNED, "account": { "name": TURNED } }),
    );
    let view = json!({ "noun": "contact", "name": TURNED, "shared": true });
    assert_eq!(server.api("POST", "/api/v1/views", Some(&view)).status, 201);
    eventually("the account is listed", || {
        server
            .page("/accounts", &cookie)
            .text()
            .contains("Dijk")
            .then_some(())
    });
    for path in [
        "/contacts?column=account&column=attribute.note",
        "/contacts/duplicates",
        "/accounts",
        &format!("/contacts/{id}"),
    ] {
        let page = shown(&server, path, &cookie);
        assert!(page.contains("Jan nav Dijk"), "{path}: {page}");
        assert!(
            !page.contains('\u{202e}') && !page.contains('\u{2067}'),
            "{path}"
        );
    }
    let look = post(
        &server,
        "/contacts/edit",
        &cookie,
        &[("id", &id), ("what", "language"), ("language", "nl")],
    );
    assert!(look.text().contains("Jan nav Dijk") && !look.text().contains('\u{202e}'));
    // A file has the name as it is: it goes back where it came from.
    let file = server.api("GET", "/api/v1/contacts.csv", None);
    assert!(file.text().contains(TURNED));
}

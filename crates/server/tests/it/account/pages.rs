//! The pages of accounts: plain forms, files that hold no formulas, both languages.

use serde_json::json;

use super::{id_of, put};
use crate::harness::{Backend, Reply, Server, eventually};

fn post(server: &Server, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Reply {
    let request = server.request("POST", path).header("Cookie", cookie);
    request.header("Accept", "text/html").form(fields).send()
}

/// A page in both languages, without a word missing; gives the English one.
fn shown(server: &Server, path: &str, cookie: &str) -> String {
    let mut texts = Vec::new();
    for language in ["nl", "en"] {
        let both = format!("{cookie}; luister_language={language}");
        let page = server.page(path, &both);
        let text = page.text();
        assert_eq!(page.status, 200, "{path}: {text}");
        assert!(!text.contains('⟨'), "{path}: a word is missing: {text}");
        texts.push(text);
    }
    texts.pop().expect("two languages")
}

#[test]
fn accounts_are_made_changed_and_listed_by_hand() {
    let server = Server::start(Backend::Sqlite);
    let cookie = server.log_in();
    for path in ["/accounts", "/accounts/new", "/settings/accounts"] {
        shown(&server, path, &cookie);
    }
    let settings = "/settings/accounts/attributes";
    let money = [("noun", "account"), ("name", "revenue"), ("kind", "money")];
    assert_eq!(post(&server, settings, &cookie, &money).status, 303);
    let choice = [
        ("noun", "account"),
        ("name", "industry"),
        ("kind", "choice"),
        ("choices", "Bouw\nZorg"),
    ];
    assert_eq!(post(&server, settings, &cookie, &choice).status, 303);
    let wrong = [("noun", "account"), ("name", "x"), ("kind", "choice")];
    assert_eq!(post(&server, settings, &cookie, &wrong).status, 422);
    let roles = "/settings/accounts/roles";
    assert_eq!(
        post(&server, roles, &cookie, &[("role", "Coach")]).status,
        303
    );
    assert_eq!(
        post(&server, roles, &cookie, &[("role", "Coach")]).status,
        422
    );
    assert!(shown(&server, "/settings/accounts", &cookie).contains("Coach"));
    put(&server, &json!({ "name": "Holding" }));
    // Attributes are in the order of their names, roles with the company's own last.
    let form = [
        ("name", "Acme <i>"),
        ("parent", "holding"),
        ("attribute_0", "Zorg"),
        ("attribute_1", "€ 1.250"),
        ("role_4", "coach@us.example"),
        ("attributes", "city = Utrecht"),
    ];
    let made = post(&server, "/accounts/new", &cookie, &form);
    assert_eq!(made.status, 303, "{}", made.text());
    let at = made.header("location").expect("a page").to_owned();
    let page = shown(&server, &at, &cookie);
    for wanted in [
        "Acme &lt;i&gt;",
        "Holding",
        "Zorg",
        "1,250.00 EUR",
        "coach@us.example",
        "Utrecht",
    ] {
        assert!(page.contains(wanted), "{wanted}: {page}");
    }
    let edit = format!("{}/edit", at.split('?').next().expect("a path"));
    shown(&server, &edit, &cookie);
    let wrong = [
        ("name", ""),
        ("parent", "nowhere"),
        ("attribute_1", "much"),
        ("role_0", "nobody"),
        ("attributes", "city"),
    ];
    let wrong = post(&server, &edit, &cookie, &wrong);
    assert_eq!(wrong.status, 422);
    let text = wrong.text();
    for field in ["#name", "#parent", "#attribute_1", "#role_0", "#attributes"] {
        assert!(text.contains(field), "{field}: {text}");
    }
    let list = shown(
        &server,
        "/accounts?attribute.industry=Zorg&sort=attribute.revenue&order=desc&column=attribute.revenue&column=people&column=nps",
        &cookie,
    );
    assert!(
        list.contains("Acme &lt;i&gt;") && !list.contains(">Holding</a></th>"),
        "{list}"
    );
    assert_eq!(server.page("/accounts?colour=blue", &cookie).status, 400);
}

#[test]
fn many_accounts_are_changed_by_a_form_after_a_look() {
    let server = Server::start(Backend::Postgres);
    let cookie = server.log_in();
    let one = id_of(&put(&server, &json!({ "name": "One" })));
    put(&server, &json!({ "name": "Two" }));
    let path = "/accounts/edit";
    let mut form = vec![
        ("id", one.as_str()),
        ("query", ""),
        ("what", "attribute"),
        ("name", "segment"),
        ("value", "large"),
        ("do", "preview"),
    ];
    let look = post(&server, path, &cookie, &form);
    assert_eq!(look.status, 200, "{}", look.text());
    assert!(look.text().contains("1 of 1 will change"));
    form.pop();
    form.push(("do", "apply"));
    let done = post(&server, path, &cookie, &form);
    assert!(
        done.text().contains("1 of 1 are changed"),
        "{}",
        done.text()
    );
    let all = [
        ("all", "on"),
        ("query", "q=t"),
        ("what", "parent"),
        ("parent", "One"),
        ("do", "apply"),
    ];
    assert!(post(&server, path, &cookie, &all).text().contains("1 of 1"));
    let nobody = [("query", ""), ("what", "parent"), ("parent", "")];
    assert_eq!(post(&server, path, &cookie, &nobody).status, 422);
}

#[test]
fn files_hold_no_formulas() {
    let server = Server::start(Backend::Sqlite);
    let cookie = server.log_in();
    let path = "/api/v1/attributes/account/revenue";
    let money = json!({ "kind": "money" });
    assert_eq!(server.api("PUT", path, Some(&money)).status, 200);
    let attributes = json!({ "revenue": "1250.5", "city": "x" });
    put(
        &server,
        &json!({ "name": "=1+1", "external_id": "@x", "attributes": attributes }),
    );
    for n in 0..600 {
        put(&server, &json!({ "name": format!("Account {n}") }));
    }
    let csv = server.page("/accounts/export.csv?sort=name", &cookie);
    assert_eq!(csv.status, 200);
    let disposition = csv
        .header("content-disposition")
        .expect("a header")
        .to_owned();
    assert!(disposition.starts_with("attachment"));
    let text = csv.text();
    assert_eq!(text.lines().count(), 602);
    let first = text.lines().nth(1).expect("a row");
    assert!(
        first.contains(",'=1+1,'@x,") && first.ends_with(",1250.5"),
        "{first}"
    );
    let xlsx = server.page("/accounts/export.xlsx", &cookie);
    assert_eq!(xlsx.status, 200);
    assert!(
        xlsx.header("content-type")
            .is_some_and(|kind| kind.contains("spreadsheet"))
    );
}

#[test]
fn a_contact_shows_its_timeline() {
    let server = Server::start(Backend::Sqlite);
    let cookie = server.log_in();
    let body = json!({ "email": "a@x.nl", "name": "Ann", "account": { "name": "Acme" } });
    let made = server.api("POST", "/api/v1/contacts", Some(&body)).json();
    let id = made["contact"]["contact_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let (survey, _) = server.survey("relational-nps", &serde_json::Value::Null);
    let answer = json!({ "answers": { "recommend": 9 }, "attributes": { "email": "a@x.nl" } });
    let path = crate::response::responses(&survey);
    assert_eq!(server.api("POST", &path, Some(&answer)).status, 201);
    let timeline = format!("/contacts/{id}/timeline");
    eventually("the answer shows", || {
        shown(&server, &timeline, &cookie)
            .contains("9 out of 10")
            .then_some(())
    });
    assert!(shown(&server, &format!("/contacts/{id}"), &cookie).contains(&timeline));
    let filtered = shown(&server, &format!("{timeline}?kind=event"), &cookie);
    assert!(!filtered.contains("9 out of 10"));
    assert_eq!(
        server
            .page(&format!("{timeline}?kind=gossip"), &cookie)
            .status,
        400
    );
}

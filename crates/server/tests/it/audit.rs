//! The audit log: every verb leaves its line, nothing personal is in it, and it can be searched.

use serde_json::{Value, json};

use crate::harness::Server;
use crate::on_both;
use crate::people::{add, log_in, post};

on_both!(
    every_verb_leaves_a_line,
    the_log_is_searched,
    a_file_of_it_is_harmless,
    nobody_erased_is_found_in_it,
);

/// The actions of the log, the newest first.
fn actions(server: &Server, query: &str) -> Vec<String> {
    let log = server.get_json(&format!("/api/v1/audit?limit=1000&{query}"));
    let lines = log["audit"].as_array().expect("a list");
    lines
        .iter()
        .map(|line| line["action"].as_str().expect("text").to_owned())
        .collect()
}

fn done(server: &Server, method: &str, path: &str, body: &Value) -> Value {
    let body = Some(body).filter(|body| !body.is_null());
    let reply = server.api(method, path, body);
    assert!(
        (200..300).contains(&reply.status),
        "{method} {path}: {} {}",
        reply.status,
        reply.text()
    );
    if reply.text().is_empty() {
        Value::Null
    } else {
        reply.json()
    }
}

fn every_verb_leaves_a_line(server: Server) {
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let at = |rest: &str| format!("/api/v1/surveys/{survey}{rest}");
    let definition = done(&server, "GET", &at(""), &Value::Null)["definition"].clone();
    done(&server, "PUT", &at("/definition"), &definition);
    done(&server, "POST", &at("/close"), &Value::Null);
    done(&server, "POST", &at("/close"), &Value::Null);
    done(&server, "POST", &at("/reopen"), &Value::Null);
    let expected = [
        "survey.reopened",
        "survey.closed",
        "survey.published",
        "survey.created",
    ];
    assert_eq!(
        actions(&server, &format!("noun=survey&id={survey}")),
        expected,
        "what changes nothing leaves no line"
    );
    let theme = json!({ "name": "Price", "rules": "price" });
    let theme = done(&server, "POST", &at("/themes"), &theme);
    let theme = theme["id"].as_str().or(theme["theme_id"].as_str());
    let theme = theme.expect("an id").to_owned();
    done(
        &server,
        "DELETE",
        &at(&format!("/themes/{theme}")),
        &Value::Null,
    );
    let sites = json!({ "origins": ["https://www.example.com"] });
    done(&server, "PUT", &at("/widget"), &sites);
    let links = json!({ "invitations": [{ "external_id": "c1" }] });
    let made = done(&server, "POST", &at("/invitations"), &links);
    let link = made["invitations"][0]["id"]
        .as_str()
        .or(made["invitations"][0]["invitation_id"].as_str());
    let link = link.expect("an id").to_owned();
    done(
        &server,
        "POST",
        &at(&format!("/invitations/{link}/revoke")),
        &Value::Null,
    );
    let draft = json!({ "template": "empty", "title": "x" });
    let draft = done(&server, "POST", "/api/v1/surveys", &draft);
    let draft = draft["id"].as_str().expect("an id").to_owned();
    done(
        &server,
        "DELETE",
        &format!("/api/v1/surveys/{draft}"),
        &Value::Null,
    );
    let contact = json!({ "external_id": "k1", "email": "k1@customer.example" });
    let contact = done(&server, "POST", "/api/v1/contacts", &contact);
    let contact = contact["contact"]["contact_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let one = format!("/api/v1/contacts/{contact}");
    done(&server, "PATCH", &one, &json!({ "name": "Kim" }));
    done(
        &server,
        "POST",
        &format!("{one}/opt-out"),
        &json!({ "reason": "phone" }),
    );
    done(
        &server,
        "POST",
        &format!("{one}/opt-in"),
        &json!({ "reason": "phone" }),
    );
    done(&server, "DELETE", &one, &Value::Null);
    let entry = json!({ "entry": "@rival.example", "reason": "asked" });
    done(&server, "POST", "/api/v1/do-not-contact", &entry);
    done(
        &server,
        "DELETE",
        "/api/v1/do-not-contact/@rival.example",
        &Value::Null,
    );
    let cookie = server.log_in();
    let form = [("name", "BI"), ("scope", "read")];
    assert_eq!(
        post(&server, "/settings/api-keys", &cookie, &form).status,
        200
    );
    let person = add(&server, "eva", "employee");
    let change = json!({ "role": "lead" });
    done(
        &server,
        "PATCH",
        &format!("/api/v1/people/{person}"),
        &change,
    );
    let all = actions(&server, "");
    for action in [
        "workspace.created",
        "key.created",
        "person.created",
        "person.changed",
        "theme.created",
        "theme.removed",
        "widget.changed",
        "survey.invited",
        "invitation.revoked",
        "survey.removed",
        "contact.created",
        "contact.changed",
        "contact.opted_out",
        "contact.opted_in",
        "contact.erased",
        "blocked.added",
        "blocked.removed",
    ] {
        assert!(all.iter().any(|a| a == action), "{action} in {all:?}");
    }
    let page = server.page("/settings/audit", &cookie);
    assert_eq!(page.status, 200);
    let text = page.text().replace("&#x2f;", "/");
    assert!(
        text.contains("opened again") && text.contains("/settings/people/"),
        "{text}"
    );
    assert!(!text.contains("user-audit-"), "no word is missing");
}

fn the_log_is_searched(server: Server) {
    let eva = add(&server, "eva", "administrator");
    let cookie = log_in(&server, "eva");
    for i in 0..7 {
        let form = [("name", format!("key {i}")), ("scope", "read".to_owned())];
        let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
        assert_eq!(
            post(&server, "/settings/api-keys", &cookie, &form).status,
            200
        );
    }
    // What she made, without that she logged in.
    let by_eva = format!("who={eva}&action=key.created");
    assert_eq!(actions(&server, &by_eva).len(), 7);
    let log = server.get_json(&format!("/api/v1/audit?{by_eva}&limit=1"));
    let line = &log["audit"][0];
    assert_eq!(
        line["by"],
        json!({ "kind": "user", "id": eva, "name": "eva" })
    );
    assert_eq!(line["detail"]["scope"], "read");
    let at = line["at"].as_str().expect("a moment").to_owned();
    let (mut names, mut cursor) = (Vec::new(), String::new());
    loop {
        let part = server.get_json(&format!("/api/v1/audit?{by_eva}&limit=3{cursor}"));
        for line in part["audit"].as_array().expect("a list") {
            names.push(line["detail"]["name"].as_str().expect("text").to_owned());
        }
        match part["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let expected: Vec<String> = (0..7).rev().map(|i| format!("key {i}")).collect();
    assert_eq!(names, expected, "each once, the newest first");
    let of_eva = ["person.logged_in", "person.created"];
    assert_eq!(actions(&server, "noun=person"), of_eva);
    assert_eq!(actions(&server, &format!("id={eva}")), of_eva);
    assert_eq!(actions(&server, "action=person.created").len(), 1);
    assert_eq!(actions(&server, &format!("{by_eva}&from={at}")).len(), 1);
    assert_eq!(actions(&server, &format!("{by_eva}&to={at}")).len(), 6);
    assert_eq!(actions(&server, "from=2000-01-01&to=2000-12-31").len(), 0);
    assert_eq!(actions(&server, "who=system").len(), 0);
    for bad in [
        "from=soon",
        "cursor=zz",
        "limit=0",
        "person=x",
        "profile=data",
    ] {
        let reply = server.api("GET", &format!("/api/v1/audit?{bad}"), None);
        assert!(
            [400, 422].contains(&reply.status),
            "{bad}: {}",
            reply.status
        );
    }
    let page = server.page(&format!("/settings/audit?{by_eva}&noun=key"), &cookie);
    assert!(page.text().contains("key 6"), "{}", page.text());
    let changed = server.api("POST", "/api/v1/audit", None);
    assert_eq!(changed.status, 405, "nobody writes in it");
}

fn a_file_of_it_is_harmless(server: Server) {
    let cookie = server.log_in();
    let form = [("name", "=1+1"), ("scope", "read")];
    assert_eq!(
        post(&server, "/settings/api-keys", &cookie, &form).status,
        200
    );
    let body =
        json!({ "email": "f@example.com", "name": "=cmd|' /C calc'!A0", "role": "administrator" });
    assert_eq!(
        server.api("POST", "/api/v1/people", Some(&body)).status,
        201
    );
    let file = server.page("/settings/audit.csv?profile=excel-nl", &cookie);
    assert_eq!(file.status, 200);
    assert_eq!(
        file.header("content-disposition"),
        Some("attachment; filename=\"audit.csv\"")
    );
    let text = file.text();
    assert!(text.contains("name: =1+1"), "inside a text: {text}");
    assert!(text.lines().count() >= 4, "{text}");
    for cell in text.split([';', '\n']) {
        let cell = cell.trim_start_matches('"');
        assert!(!cell.starts_with(['=', '+', '@']), "{cell}");
    }
    let data = server.api("GET", "/api/v1/audit.csv?action=key.created", None);
    let text = data.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "at,by_kind,by_id,by_name,action,noun,id,detail");
    assert_eq!(lines.len(), 4, "three keys: {text}");
    assert_eq!(
        server.api("GET", "/api/v1/audit.csv?limit=1", None).status,
        400
    );
}

fn nobody_erased_is_found_in_it(server: Server) {
    let canary = "canary7f3a";
    let contact = json!({
        "external_id": format!("{canary}-id"), "email": format!("{canary}@customer.example"),
        "name": canary, "attributes": { "note": canary },
    });
    let made = done(&server, "POST", "/api/v1/contacts", &contact);
    let id = made["contact"]["contact_id"].as_str().expect("an id");
    let one = format!("/api/v1/contacts/{id}");
    done(&server, "PATCH", &one, &json!({ "first_name": canary }));
    done(
        &server,
        "POST",
        &format!("{one}/opt-out"),
        &json!({ "reason": canary }),
    );
    done(&server, "DELETE", &one, &Value::Null);
    let file = server.api("GET", "/api/v1/audit.csv", None).text();
    assert!(file.contains(id), "the line is there");
    assert!(!file.contains(canary), "{file}");
}

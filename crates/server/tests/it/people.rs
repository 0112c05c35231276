//! People who work here: what each role may do, who leads whom, leaving, invitations.

mod invited;
pub mod upgrade;

use serde_json::{Value, json};

use crate::harness::{PASSWORD, Reply, Server};
use crate::on_both;

on_both!(
    each_role_does_what_it_may,
    leads_form_no_circle_and_an_administrator_stays,
    who_leaves_is_out_at_once,
    somebody_away_says_so_themselves,
    lists_come_in_parts,
);

/// Adds somebody by the command line, with the usual password; their id.
pub fn add(server: &Server, name: &str, role: &str) -> String {
    let email = format!("{name}@example.com");
    let arguments = ["user", "add", "--email", &email, "--role", role];
    let output = server.command(&[&arguments[..], &["--password-stdin"]].concat(), PASSWORD);
    assert!(output.status.success(), "{output:?}");
    id_of(server, &email)
}

pub fn id_of(server: &Server, email: &str) -> String {
    let found = server.get_json(&format!("/api/v1/people?q={email}"));
    let id = found["people"][0]["user_id"].as_str();
    id.expect("an id").to_owned()
}

pub fn log_in(server: &Server, name: &str) -> String {
    server.log_in_as(&format!("{name}@example.com"), PASSWORD)
}

fn patch(server: &Server, id: &str, change: &Value) -> Reply {
    server.api("PATCH", &format!("/api/v1/people/{id}"), Some(change))
}

pub fn post(server: &Server, path: &str, cookie: &str, form: &[(&str, &str)]) -> Reply {
    let request = server.request("POST", path).header("Cookie", cookie);
    request.form(form).send()
}

fn each_role_does_what_it_may(server: Server) {
    let roles = [
        "administrator",
        "programme_manager",
        "director",
        "analyst",
        "viewer",
        "lead",
        "employee",
    ];
    let (everybody, sees_all) = ([200; 7], [200, 200, 200, 200, 200, 403, 403]);
    let (manages, administers) = (
        [200, 200, 403, 403, 403, 403, 403],
        [200, 403, 403, 403, 403, 403, 403],
    );
    let pages = [
        ("/settings", everybody),
        ("/settings/roles", everybody),
        ("/settings/people", sees_all),
        ("/settings/teams", sees_all),
        ("/settings/audit", administers),
        ("/settings/audit.csv", administers),
        ("/settings/mail", administers),
        ("/settings/people/import", administers),
        ("/settings/people/export.csv", administers),
        ("/settings/workspaces", [403; 7]),
        ("/settings/accounts", manages),
        ("/surveys/new", manages),
        ("/contacts/import", manages),
        ("/contacts/new", manages),
        ("/rules/new", manages),
        ("/programmes", sees_all),
        ("/rules", sees_all),
        ("/api/v1/people", sees_all),
        ("/api/v1/teams", sees_all),
        ("/api/v1/workspaces", [403; 7]),
        ("/api/v1/audit", administers),
        ("/api/v1/audit.csv", administers),
    ];
    for (index, role) in roles.into_iter().enumerate() {
        let id = add(&server, role, role);
        let cookie = log_in(&server, role);
        for (path, statuses) in pages {
            let reply = server.page(path, &cookie);
            assert_eq!(reply.status, statuses[index], "{role} {path}");
        }
        let refused = if role == "administrator" { 422 } else { 403 };
        for path in ["/settings/people", "/settings/api-keys"] {
            let reply = post(&server, path, &cookie, &[]);
            assert_eq!(reply.status, refused, "{role} {path}");
        }
        let body = json!({ "template": "empty", "title": "x" });
        let made = server.request("POST", "/api/v1/surveys");
        let made = made.header("Cookie", &cookie).json(&body).send();
        let expected = if manages[index] == 200 { 201 } else { 403 };
        assert_eq!(made.status, expected, "{role}");
        let shown = server.get_json(&format!("/api/v1/people/{id}"));
        assert_eq!(shown["role"], role);
        assert_eq!(shown["may_login"], true);
        assert!(shown.get("password_hash").is_none());
    }
    let bad = ["user", "add", "--email", "x@example.com", "--role", "boss"];
    let output = server.command(&[&bad[..], &["--password-stdin"]].concat(), PASSWORD);
    assert!(!output.status.success());
}

fn leads_form_no_circle_and_an_administrator_stays(server: Server) {
    let dirk = add(&server, "dirk", "director");
    let lea = add(&server, "lea", "lead");
    let eva = add(&server, "eva", "employee");
    assert_eq!(
        patch(&server, &lea, &json!({ "lead_id": dirk })).status,
        200
    );
    assert_eq!(patch(&server, &eva, &json!({ "lead_id": lea })).status, 200);
    for (who, lead) in [(&dirk, &eva), (&dirk, &lea), (&eva, &eva)] {
        let refused = patch(&server, who, &json!({ "lead_id": lead }));
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert_eq!(refused.json()["errors"][0]["pointer"], "lead_id");
    }
    assert_eq!(patch(&server, &eva, &json!({ "lead_id": "x" })).status, 422);
    assert_eq!(patch(&server, &eva, &json!({ "boss": dirk })).status, 422);
    let admin = id_of(&server, "admin@example.com");
    for change in [json!({ "role": "viewer" }), json!({ "active": false })] {
        let refused = patch(&server, &admin, &change);
        assert_eq!(refused.status, 409, "{}", refused.text());
    }
    // On the page the same mistakes are shown beside what was filled in.
    let cookie = server.log_in();
    let one = format!("/settings/people/{dirk}");
    let page = post(
        &server,
        &one,
        &cookie,
        &[("lead", &eva), ("name", "Dirk B")],
    );
    assert_eq!(page.status, 422);
    let text = page.text();
    assert!(
        text.contains("Dirk B") && text.contains("error-summary"),
        "{text}"
    );
    let page = post(
        &server,
        &format!("/settings/people/{admin}/deactivate"),
        &cookie,
        &[],
    );
    assert_eq!(page.status, 422);
    let taken = post(
        &server,
        "/settings/people",
        &cookie,
        &[
            ("email", "EVA@example.com"),
            ("name", "<b>E"),
            ("role", "lead"),
        ],
    );
    assert_eq!(taken.status, 422);
    assert!(taken.text().contains("&lt;b&gt;E"), "kept, and inert");
    // A second administrator makes the first one free to go; the two can't both go at once.
    assert_eq!(
        patch(&server, &dirk, &json!({ "role": "administrator" })).status,
        200
    );
    let statuses = crate::harness::at_once(2, |i| {
        let who = if i == 0 { &admin } else { &dirk };
        patch(&server, who, &json!({ "role": "viewer" })).status
    });
    let mut sorted = statuses.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, [200, 409], "{statuses:?}");
}

fn who_leaves_is_out_at_once(server: Server) {
    let dirk = add(&server, "dirk", "director");
    let lea = add(&server, "lea", "lead");
    let eva = add(&server, "eva", "employee");
    patch(&server, &lea, &json!({ "lead_id": dirk }));
    patch(&server, &eva, &json!({ "lead_id": lea, "deputy_id": lea }));
    let cookie = log_in(&server, "lea");
    assert_eq!(server.page("/surveys", &cookie).status, 200);
    let gone = patch(&server, &lea, &json!({ "active": false }));
    assert_eq!(gone.status, 200, "{}", gone.text());
    assert!(gone.json()["deactivated_at"].is_string());
    assert_eq!(server.page("/surveys", &cookie).status, 303, "logged out");
    let login = post(
        &server,
        "/login",
        "",
        &[("email", "lea@example.com"), ("password", PASSWORD)],
    );
    assert_eq!(login.status, 401);
    let eva = server.get_json(&format!("/api/v1/people/{eva}"));
    assert_eq!(eva["lead_id"], json!(dirk), "the lead's lead leads");
    assert_eq!(eva["deputy_id"], Value::Null);
    let left = server.get_json("/api/v1/people?active=false");
    assert_eq!(left["people"][0]["user_id"], json!(lea));
    assert_eq!(left["people"].as_array().map(Vec::len), Some(1));
    // Their address stays theirs; they can come back.
    let again = json!({ "email": "lea@example.com" });
    let again = server.api("POST", "/api/v1/people", Some(&again));
    assert_eq!(again.status, 409);
    assert_eq!(patch(&server, &lea, &json!({ "active": true })).status, 200);
    assert_eq!(
        server.page("/surveys", &cookie).status,
        303,
        "not the old session"
    );
    log_in(&server, "lea");
}

fn somebody_away_says_so_themselves(server: Server) {
    let eva = add(&server, "eva", "employee");
    let vera = add(&server, "vera", "viewer");
    let cookie = log_in(&server, "eva");
    let own = format!("/settings/people/{eva}");
    let page = server.page(&own, &cookie);
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("name=\"role\""), "{}", page.text());
    let saved = post(
        &server,
        &own,
        &cookie,
        &[
            ("language", "nl"),
            ("back_on", "2099-03-01"),
            ("deputy", &vera),
        ],
    );
    assert_eq!(saved.status, 303, "{}", saved.text());
    let shown = server.get_json(&format!("/api/v1/people/{eva}"));
    assert_eq!(
        shown["away_until"], "2099-02-28T23:00:00Z",
        "midnight in Amsterdam"
    );
    assert_eq!(shown["deputy_id"], json!(vera));
    // Colleagues who see everybody see it in the list.
    let list = server
        .page("/settings/people", &log_in(&server, "vera"))
        .text();
    assert!(list.contains("back on") && list.contains("2099"), "{list}");
    let again = server.page(&own, &cookie).text();
    assert!(again.contains("value=\"2099-03-01\""), "{again}");
    for (path, form) in [
        (&own, vec![("role", "administrator")]),
        (&own, vec![("lead", vera.as_str())]),
        (&own, vec![("name", "Boss")]),
        (
            &format!("/settings/people/{vera}"),
            vec![("language", "nl")],
        ),
    ] {
        let refused = post(&server, path, &cookie, &form);
        assert_eq!(refused.status, 403, "{path} {form:?}");
    }
    for form in [("back_on", "soon"), ("deputy", eva.as_str())] {
        let refused = post(&server, &own, &cookie, &[form]);
        assert_eq!(refused.status, 422, "{form:?}");
    }
    let back = post(&server, &own, &cookie, &[("back_on", ""), ("deputy", "")]);
    assert_eq!(back.status, 303);
    let shown = server.get_json(&format!("/api/v1/people/{eva}"));
    assert_eq!(
        (&shown["away_until"], &shown["deputy_id"]),
        (&Value::Null, &Value::Null)
    );
}

fn lists_come_in_parts(server: Server) {
    for i in 0..5 {
        let body = json!({ "email": format!("p{i}_x@example.com"), "name": format!("100% {i}"),
                           "role": "lead", "language": "nl" });
        let reply = server.api("POST", "/api/v1/people", Some(&body));
        assert_eq!(reply.status, 201, "{}", reply.text());
        assert_eq!(reply.json()["may_login"], false);
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let part = server.get_json(&format!("/api/v1/people?role=lead&limit=2{cursor}"));
        let people = part["people"].as_array().expect("a list");
        seen.extend(people.iter().map(|p| p["email"].clone()));
        match part["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen.len(), 5, "{seen:?}");
    for (q, count) in [("_", 5), ("%25", 5), ("0%25+3", 1), ("P3", 1), ("\\", 0)] {
        let found = server.get_json(&format!("/api/v1/people?q={q}"));
        assert_eq!(found["people"].as_array().map(Vec::len), Some(count), "{q}");
    }
    for bad in ["role=boss", "limit=0", "cursor=zz", "who=x", "active=maybe"] {
        let reply = server.api("GET", &format!("/api/v1/people?{bad}"), None);
        assert!(
            [400, 422].contains(&reply.status),
            "{bad}: {}",
            reply.status
        );
    }
    let cookie = server.log_in();
    let page = server.page("/settings/people?role=lead", &cookie).text();
    assert!(
        page.contains("can&#x27;t log in") || page.contains("can't log in"),
        "{page}"
    );
    let reply = server.api("GET", "/api/v1/people/nobody", None);
    assert_eq!(reply.status, 404);
}

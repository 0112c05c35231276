//! Pages of cases: everything by forms, without losing what was typed.

use serde_json::{Value, json};

use crate::harness::{Reply, Server, encode};
use crate::on_both;
use crate::people::{add, log_in};

on_both!(
    a_case_is_worked_on_by_forms,
    what_is_wrong_comes_back_with_what_was_typed,
    a_viewer_sees_and_changes_nothing,
    lists_are_filtered_and_taken_along,
    causes_are_arranged,
    escalation_is_set,
);

fn post(server: &Server, cookie: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
    server
        .request("POST", path)
        .header("Cookie", cookie)
        .form(fields)
        .send()
}

/// A case of a customer with a hostile name; its id.
fn open(server: &Server, title: &str) -> String {
    let contact = json!({
        "email": "jan@acme.nl", "name": "<img src=x onerror=alert(1)>",
        "account": { "external_id": "acme", "name": "=2+3" },
    });
    let reply = server.api("POST", "/api/v1/contacts", Some(&contact));
    assert!(reply.status < 300, "{}", reply.text());
    let contact = reply.json()["contact"]["contact_id"].clone();
    let body = json!({ "title": title, "contact_id": contact });
    let reply = server.api("POST", "/api/v1/cases", Some(&body));
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.json()["case_id"].as_str().expect("an id").to_owned()
}

fn show(server: &Server, case: &str) -> Value {
    server.get_json(&format!("/api/v1/cases/{case}"))
}

/// A verb in the case's present revision; it is accepted.
fn act(server: &Server, cookie: &str, case: &str, verb: &str, fields: &[(&str, &str)]) {
    let revision = show(server, case)["revision"].to_string();
    let mut all = vec![("revision", revision.as_str())];
    all.extend(fields);
    let reply = post(server, cookie, &format!("/cases/{case}/{verb}"), &all);
    assert_eq!(reply.status, 303, "{verb}: {}", reply.text());
}

fn a_case_is_worked_on_by_forms(server: Server) {
    let bob = add(&server, "bob", "lead");
    add(&server, "ann", "programme_manager");
    let ann = log_in(&server, "ann");
    let made = post(
        &server,
        &ann,
        "/cases/new",
        &[
            ("title", "Call <b>Jan</b>"),
            ("reason", "He asked for it"),
            ("owner", ""),
            ("priority", "high"),
            ("days", "2"),
        ],
    );
    assert_eq!(made.status, 303, "{}", made.text());
    let path = made.header("location").expect("a page").to_owned();
    let case = path.rsplit('/').next().expect("an id").to_owned();
    let page = server.page(&path, &ann).text();
    assert!(
        page.contains("Call &lt;b&gt;Jan") && !page.contains("<b>Jan"),
        "{page}"
    );
    assert!(server.page("/cases/unowned", &ann).text().contains(&case));
    act(&server, &ann, &case, "take-over", &[]);
    assert!(server.page("/work", &ann).text().contains(&case));
    act(
        &server,
        &ann,
        &case,
        "snooze",
        &[("until", "2027-06-01T09:00"), ("reason", "away")],
    );
    assert_eq!(
        show(&server, &case)["snoozed_until"],
        "2027-06-01T07:00:00Z"
    );
    act(&server, &ann, &case, "unsnooze", &[]);
    act(
        &server,
        &ann,
        &case,
        "converse",
        &[
            ("kind", "call"),
            ("direction", "out"),
            ("reached", "true"),
            ("text", "Spoke with him"),
        ],
    );
    assert_ne!(show(&server, &case)["first_contact_at"], Value::Null);
    act(
        &server,
        &ann,
        &case,
        "edit",
        &[("title", "Call Jan"), ("priority", "low"), ("due", "")],
    );
    act(
        &server,
        &ann,
        &case,
        "hand-over",
        &[("to", &bob), ("note", "You know him")],
    );
    let page = server.page(&path, &ann).text();
    for said in [
        "Spoke with him",
        "You know him",
        "Handed over by ann",
        "bob",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    act(
        &server,
        &ann,
        &case,
        "close",
        &[("result", "resolved"), ("text", "New part sent")],
    );
    let closed = show(&server, &case);
    assert_eq!(
        (&closed["state"], &closed["result"]),
        (&json!("closed"), &json!("resolved"))
    );
    act(
        &server,
        &ann,
        &case,
        "reopen",
        &[("reason", "It broke again")],
    );
    assert_eq!(show(&server, &case)["state"], "open");
}

fn what_is_wrong_comes_back_with_what_was_typed(server: Server) {
    add(&server, "ann", "programme_manager");
    let ann = log_in(&server, "ann");
    let case = open(&server, "Call Jan");
    let path = format!("/cases/{case}/converse");
    let said = [
        ("kind", "call"),
        ("direction", "out"),
        ("at", "2999-01-01T10:00"),
        ("text", "Typed with care"),
    ];
    let mut fields = vec![("revision", "1")];
    fields.extend(said);
    let wrong = post(&server, &ann, &path, &fields);
    assert_eq!(wrong.status, 422, "{}", wrong.text());
    assert!(wrong.text().contains("Typed with care"));
    act(&server, &ann, &case, "take-over", &[]);
    fields[3] = ("at", "");
    let late = post(&server, &ann, &path, &fields);
    assert_eq!(late.status, 412, "{}", late.text());
    assert!(late.text().contains("Typed with care") && late.text().contains("Somebody else"));
    assert_eq!(post(&server, &ann, &path, &[("revision", "x")]).status, 400);
    assert_eq!(post(&server, &ann, &path, &[("surprise", "1")]).status, 400);
    let nowhere = format!("/cases/{case}/dance");
    assert_eq!(
        post(&server, &ann, &nowhere, &[("revision", "1")]).status,
        404
    );
    assert_eq!(server.page("/cases/nowhere", &ann).status, 404);
    assert_eq!(server.page("/cases?surprise=1", &ann).status, 400);
    let new = [
        ("title", ""),
        ("reason", "Typed too"),
        ("owner", ""),
        ("priority", "low"),
        ("days", "1"),
    ];
    let wrong = post(&server, &ann, "/cases/new", &new);
    assert_eq!(wrong.status, 422, "{}", wrong.text());
    assert!(wrong.text().contains("Typed too"));
}

fn a_viewer_sees_and_changes_nothing(server: Server) {
    add(&server, "vera", "viewer");
    let vera = log_in(&server, "vera");
    let case = open(&server, "Call Jan");
    let page = server.page(&format!("/cases/{case}"), &vera);
    assert_eq!(page.status, 200);
    let text = page.text();
    assert!(
        text.contains("&lt;img") && !text.contains("<img src=x"),
        "{text}"
    );
    assert!(
        !text.contains(&format!("/cases/{case}/take-over")),
        "{text}"
    );
    let taken = post(
        &server,
        &vera,
        &format!("/cases/{case}/take-over"),
        &[("revision", "1")],
    );
    assert_eq!(taken.status, 403);
    assert_eq!(server.page("/cases/new", &vera).status, 403);
    assert_eq!(show(&server, &case)["revision"], 1);
    assert_eq!(server.page("/work", &vera).status, 200);
    let cause = [("name", "Late"), ("kind", "process"), ("parent_id", "")];
    assert_eq!(post(&server, &vera, "/cases/causes", &cause).status, 403);
}

fn lists_are_filtered_and_taken_along(server: Server) {
    let ann = add(&server, "ann", "programme_manager");
    let cookie = log_in(&server, "ann");
    let (one, two) = (
        open(&server, "=HYPERLINK(\"http://x\")"),
        open(&server, "Second"),
    );
    act(&server, &cookie, &one, "take-over", &[]);
    act(
        &server,
        &cookie,
        &two,
        "close",
        &[("result", "no_action"), ("text", "")],
    );
    let listed = |query: &str| {
        let page = server.page(&format!("/cases?{query}"), &cookie);
        assert_eq!(page.status, 200, "{query}: {}", page.text());
        let text = page.text();
        (text.contains(&one), text.contains(&two))
    };
    assert_eq!(listed(""), (true, true));
    assert_eq!(
        listed("state=open&owner=&overdue=&priority=&result="),
        (true, false)
    );
    assert_eq!(listed("state=closed"), (false, true));
    assert_eq!(
        listed(&format!("owner={}", encode(&ann))),
        (true, true),
        "who closes it has it"
    );
    assert_eq!(listed("result=no_action"), (false, true));
    assert_eq!(listed("overdue=true"), (false, false));
    assert_eq!(listed("order=newest"), (true, true));
    let csv = server.page("/cases/export.csv?state=open", &cookie);
    let text = csv.text();
    assert!(
        csv.header("content-disposition")
            .is_some_and(|d| d.contains("cases.csv"))
    );
    assert_eq!(text.lines().count(), 2, "{text}");
    for formula in ["=HYPERLINK", "=2+3"] {
        let at = text.find(formula).expect("it is there");
        assert_eq!(&text[at - 1..at], "'", "a formula: {text}");
    }
}

fn causes_are_arranged(server: Server) {
    add(&server, "ann", "programme_manager");
    add(&server, "bob", "lead");
    let (ann, bob) = (log_in(&server, "ann"), log_in(&server, "bob"));
    assert_eq!(post(&server, &ann, "/cases/causes/usual", &[]).status, 403);
    assert_eq!(post(&server, &bob, "/cases/causes/usual", &[]).status, 303);
    let page = server.page("/cases/causes", &bob).text();
    assert!(page.contains("Took too long"), "{page}");
    let all = server.get_json("/api/v1/causes");
    let late = all["causes"]
        .as_array()
        .and_then(|all| all.iter().find(|cause| cause["name"] == "Took too long"))
        .expect("a cause")
        .clone();
    let id = late["cause_id"].as_str().expect("an id");
    let person = [("name", "bob"), ("kind", "process"), ("parent_id", "")];
    let refused = post(&server, &bob, "/cases/causes", &person);
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.text().contains("never a cause"));
    let case = open(&server, "Call Jan");
    act(
        &server,
        &ann,
        &case,
        "close",
        &[("result", "resolved"), ("text", ""), ("cause", id)],
    );
    assert!(
        server
            .page(&format!("/cases/{case}"), &ann)
            .text()
            .contains("› Took too long")
    );
    let kept = server.page(&format!("/cases?cause_id={id}"), &ann).text();
    assert!(kept.contains(&case), "{kept}");
    let path = format!("/cases/causes/{id}");
    let archived = [("revision", "1"), ("is_archived", "true")];
    assert_eq!(post(&server, &bob, &path, &archived).status, 303);
    let again = post(&server, &bob, &path, &archived);
    assert_eq!(again.status, 412, "{}", again.text());
}

fn escalation_is_set(server: Server) {
    let admin = server.log_in();
    let fields = |lead| {
        [
            ("remind_before", "0,5"),
            ("lead_after", lead),
            ("administrators_after", "8"),
        ]
    };
    assert_eq!(
        post(&server, &admin, "/cases/settings", &fields("1")).status,
        303
    );
    let set = server.get_json("/api/v1/cases/settings");
    assert_eq!(set["escalation"]["remind_before"], 30, "{set}");
    let wrong = post(&server, &admin, "/cases/settings", &fields("9"));
    assert_eq!(wrong.status, 422, "{}", wrong.text());
    assert!(wrong.text().contains("value=\"0,5\""), "{}", wrong.text());
    assert_eq!(
        post(&server, &admin, "/cases/settings", &fields("soon")).status,
        422
    );
}

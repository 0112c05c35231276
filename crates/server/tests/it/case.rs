//! Cases: from hand to hand, late, answered by mail, measured again, forgotten.

mod calendar;
mod later;
mod letters;
mod talk;
mod teams;

use serde_json::{Value, json};

use crate::harness::{Reply, Server, eventually};
use crate::on_both;
use crate::people::{add, id_of, log_in};
use crate::respondent::dump;
use crate::staffed::day;

on_both!(
    a_case_goes_from_hand_to_hand,
    lists_are_filtered_and_come_in_parts,
    a_case_of_somebody_who_leaves_is_nobodys,
    only_who_works_here_handles_cases,
    two_at_once_don_t_undo_each_other,
);

/// As somebody who is logged in.
fn say(server: &Server, cookie: &str, (method, path): (&str, &str), body: &Value) -> Reply {
    let request = server.request(method, path).header("Cookie", cookie);
    match body {
        Value::Null => request.send(),
        body => request.json(body).send(),
    }
}

fn id(reply: &Reply, name: &str) -> String {
    assert!(reply.status < 300, "{}", reply.text());
    reply.json()[name].as_str().expect("an id").to_owned()
}

/// Opens a case for somebody; its id.
fn open(server: &Server, body: &Value) -> String {
    id(&server.api("POST", "/api/v1/cases", Some(body)), "case_id")
}

/// A customer of an account; ids of both.
fn customer(server: &Server, email: &str, account: &str) -> (String, String) {
    let body = json!({ "email": email, "name": "Ann Customer",
        "account": { "external_id": account, "name": account } });
    let reply = server.api("POST", "/api/v1/contacts", Some(&body));
    assert!(reply.status < 300, "{}", reply.text());
    let contact = &reply.json()["contact"];
    let text = |value: &Value| value.as_str().expect("an id").to_owned();
    (
        text(&contact["contact_id"]),
        text(&contact["account"]["account_id"]),
    )
}

/// Verbs of one case.
fn do_it(server: &Server, case: &str, verb: &str, body: &Value) -> Reply {
    let path = format!("/api/v1/cases/{case}/{verb}");
    let body = if body.is_null() { None } else { Some(body) };
    server.api("POST", &path, body)
}

fn show(server: &Server, case: &str) -> Value {
    server.get_json(&format!("/api/v1/cases/{case}"))
}

fn history(server: &Server, case: &str) -> Vec<String> {
    let found = server.get_json(&format!("/api/v1/cases/{case}/history"));
    let lines = found["history"].as_array().expect("a list");
    lines
        .iter()
        .map(|line| line["what"].as_str().expect("a word").to_owned())
        .collect()
}

fn a_case_goes_from_hand_to_hand(server: Server) {
    let (ann, bob) = (
        add(&server, "ann", "programme_manager"),
        add(&server, "bob", "director"),
    );
    let cas = add(&server, "cas", "programme_manager");
    let (contact, account) = customer(&server, "jan@acme.nl", "Acme");
    let case = open(
        &server,
        &json!({ "title": "Call <b>Jan</b>", "contact_id": contact, "owner_id": ann }),
    );
    let first = show(&server, &case);
    assert_eq!(first["account_id"], account.as_str(), "that of the contact");
    assert_eq!(first["owner_name"], "ann");
    assert_eq!(
        (&first["due"], &first["state"]),
        (&json!("first_contact"), &json!("open"))
    );

    // Somebody who saw an older revision changes nothing.
    let path = format!("/api/v1/cases/{case}/take-over");
    let cookie = log_in(&server, "bob");
    let with = |tag: &str| {
        let request = server.request("POST", &path).header("Cookie", &cookie);
        request.header("If-Match", tag).send()
    };
    assert_eq!(with("\"7\"").status, 412);
    let taken = with("\"1\"");
    assert_eq!(taken.status, 200, "{}", taken.text());
    assert_eq!(taken.header("etag"), Some("\"2\""));
    assert_eq!(taken.json()["owner_id"], bob.as_str());
    assert_eq!(with("*").json()["revision"], 2, "once more changes nothing");
    assert_eq!(
        do_it(&server, &case, "take-over", &Value::Null).status,
        403,
        "a key has no case"
    );

    // Handed over to somebody who is away: their deputy gets it.
    let until = "2999-01-01T00:00:00Z";
    let away = json!({ "away_until": until, "deputy_id": cas });
    let reply = server.api("PATCH", &format!("/api/v1/people/{ann}"), Some(&away));
    assert_eq!(reply.status, 200, "{}", reply.text());
    let given = do_it(
        &server,
        &case,
        "hand-over",
        &json!({ "to": ann, "note": "You know her" }),
    );
    assert_eq!(given.json()["owner_id"], cas.as_str(), "{}", given.text());
    let viewer = add(&server, "vera", "viewer");
    for bad in [viewer.as_str(), "x"] {
        let refused = do_it(&server, &case, "hand-over", &json!({ "to": bad }));
        assert_eq!(refused.status, 422, "{}", refused.text());
        assert_eq!(refused.json()["errors"][0]["pointer"], "/to");
    }

    // Out of sight; what was promised stays unless the customer agreed.
    let due = show(&server, &case)["due_at"].clone();
    let in_days = |days: i64| format!("{}T08:00:00Z", day(-days));
    let later = in_days(190);
    let snooze = |body: &Value| do_it(&server, &case, "snooze", body);
    assert_eq!(
        snooze(&json!({ "until": "2020-01-01T00:00:00Z" })).status,
        422
    );
    assert_eq!(
        snooze(&json!({ "until": later, "moves_due": true })).status,
        422
    );
    let snoozed = snooze(&json!({ "until": later })).json();
    assert_eq!(
        (&snoozed["state"], &snoozed["due_at"]),
        (&json!("snoozed"), &due)
    );
    let moved = snooze(&json!({ "until": later, "moves_due": true, "reason": "On holiday" }));
    assert_eq!(moved.json()["due_at"], later, "{}", moved.text());
    assert_eq!(
        do_it(&server, &case, "unsnooze", &Value::Null).json()["state"],
        "open"
    );

    // Due later only with a reason.
    let path = format!("/api/v1/cases/{case}");
    let patch = |body: &Value| server.api("PATCH", &path, Some(body));
    assert_eq!(patch(&json!({ "due_at": in_days(220) })).status, 422);
    assert_eq!(patch(&json!({ "due": "end" })).status, 422, "no such field");
    let edited = patch(&json!({ "priority": "urgent", "due_at": in_days(30) }));
    assert_eq!(edited.json()["priority"], "urgent", "{}", edited.text());

    // Closed, and again.
    assert_eq!(
        do_it(&server, &case, "close", &json!({ "result": "other" })).status,
        422
    );
    assert_eq!(
        do_it(&server, &case, "close", &json!({ "result": "fine" })).status,
        422
    );
    let closed = do_it(
        &server,
        &case,
        "close",
        &json!({ "result": "resolved", "text": "Paid" }),
    );
    assert_eq!(closed.json()["state"], "closed", "{}", closed.text());
    for verb in ["snooze", "close"] {
        let body = json!({ "until": later });
        let body = if verb == "close" {
            json!({ "result": "resolved" })
        } else {
            body
        };
        assert_eq!(do_it(&server, &case, verb, &body).status, 409, "{verb}");
    }
    let again = do_it(&server, &case, "reopen", &json!({ "reason": "Not paid" })).json();
    assert_eq!(
        (&again["state"], &again["result"]),
        (&json!("open"), &Value::Null)
    );
    assert_eq!(do_it(&server, &case, "reopen", &json!({})).status, 409);
    assert_eq!(
        history(&server, &case),
        [
            "opened",
            "taken_over",
            "handed_over",
            "snoozed",
            "snoozed",
            "woken",
            "changed",
            "closed",
            "reopened"
        ]
    );

    // Asked once more by whichever programme follows this, if any does.
    let events = || {
        let found = server.get_json("/api/v1/events");
        found["events"].as_array().expect("a list").clone()
    };
    assert_eq!(events(), Vec::<Value>::new(), "not unless it is wanted");
    let close = json!({ "result": "resolved", "ask_again": true });
    assert_eq!(do_it(&server, &case, "close", &close).status, 200);
    let event = events()[0].clone();
    assert_eq!(
        (&event["type"], &event["subject"]),
        (&json!("case.closed"), &json!(case))
    );

    // All of it is in the audit log, without a word about the customer.
    let audit = dump(&server, "audit");
    for action in [
        "case.opened",
        "case.taken_over",
        "case.handed_over",
        "case.closed",
    ] {
        assert!(audit.contains(action), "{action}");
    }
    assert!(!audit.contains("Paid") && !audit.contains("You know her"));
}

fn lists_are_filtered_and_come_in_parts(server: Server) {
    let ann = add(&server, "ann", "programme_manager");
    let (contact, account) = customer(&server, "jan@acme.nl", "Acme");
    let ids: Vec<String> = (1..=5)
        .map(|n| {
            let mut body = json!({ "title": format!("Case {n}"), "due_minutes": n * 60 });
            if n % 2 == 1 {
                body["owner_id"] = json!(ann);
            }
            if n == 5 {
                body["contact_id"] = json!(contact);
                body["priority"] = json!("high");
            }
            open(&server, &body)
        })
        .collect();
    let listed = |query: &str| -> Vec<String> {
        let (mut found, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = server.get_json(&format!("/api/v1/cases?limit=2&{query}{cursor}"));
            for case in page["cases"].as_array().expect("a list") {
                found.push(case["case_id"].as_str().expect("an id").to_owned());
            }
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return found,
            }
        }
    };
    let of =
        |numbers: &[usize]| -> Vec<String> { numbers.iter().map(|n| ids[n - 1].clone()).collect() };
    assert_eq!(listed("order=due"), of(&[1, 2, 3, 4, 5]));
    let mut newest = listed("order=newest");
    newest.sort();
    let mut all = ids.clone();
    all.sort();
    assert_eq!(newest, all);
    assert_eq!(listed(&format!("owner={ann}")), of(&[1, 3, 5]));
    assert_eq!(listed("owner=nobody"), of(&[2, 4]));
    assert_eq!(listed(&format!("contact_id={contact}")), of(&[5]));
    assert_eq!(listed(&format!("account_id={account}")), of(&[5]));
    assert_eq!(listed("priority=high&state=open"), of(&[5]));
    assert_eq!(listed("state=closed").len(), 0);
    assert_eq!(listed("overdue=true").len(), 0);
    assert_eq!(listed("overdue=false").len(), 5);
    assert_eq!(listed("due_before=2020-01-01T00:00:00Z").len(), 0);
    for bad in [
        "state=x",
        "owner=me",
        "order=x",
        "limit=0",
        "cursor=zz",
        "sort=due",
        "due_before=x",
        "priority=x",
        "overdue=maybe",
    ] {
        let status = server
            .api("GET", &format!("/api/v1/cases?{bad}"), None)
            .status;
        assert!([400, 422].contains(&status), "{bad}: {status}");
    }
    let cookie = log_in(&server, "ann");
    let work = say(
        &server,
        &cookie,
        ("GET", "/api/v1/cases/work"),
        &Value::Null,
    )
    .json();
    let count = |list: &str| work[list].as_array().map_or(0, Vec::len);
    assert_eq!(count("today") + count("later"), 3, "{work}");
    let summary = say(
        &server,
        &cookie,
        ("GET", "/api/v1/cases/summary"),
        &Value::Null,
    )
    .json();
    assert_eq!(
        summary,
        json!({ "open": 5, "overdue": 0, "unowned": 2, "mine": 3, "mine_overdue": 0 })
    );
}

fn a_case_of_somebody_who_leaves_is_nobodys(server: Server) {
    let (ann, bob) = (
        add(&server, "ann", "employee"),
        add(&server, "bob", "employee"),
    );
    let case = open(&server, &json!({ "title": "x", "owner_id": ann }));
    let with_deputy = open(&server, &json!({ "title": "y", "owner_id": bob }));
    let reply = server.api(
        "PATCH",
        &format!("/api/v1/people/{bob}"),
        Some(&json!({ "deputy_id": ann })),
    );
    assert_eq!(reply.status, 200, "{}", reply.text());
    let leave = |id: &str| {
        let reply = server.api(
            "PATCH",
            &format!("/api/v1/people/{id}"),
            Some(&json!({ "active": false })),
        );
        assert_eq!(reply.status, 200, "{}", reply.text());
    };
    leave(&bob);
    eventually("the deputy has it", || {
        (show(&server, &with_deputy)["owner_id"] == ann.as_str()).then_some(())
    });
    leave(&ann);
    eventually("both are nobody's", || {
        let listed = server.get_json("/api/v1/cases?owner=nobody");
        (listed["cases"].as_array().map(Vec::len) == Some(2)).then_some(())
    });
    assert_eq!(show(&server, &case)["owner_id"], Value::Null);
}

fn only_who_works_here_handles_cases(server: Server) {
    add(&server, "vera", "viewer");
    let case = open(&server, &json!({ "title": "x" }));
    let vera = log_in(&server, "vera");
    let one = format!("/api/v1/cases/{case}");
    assert_eq!(say(&server, &vera, ("GET", &one), &Value::Null).status, 200);
    for (method, path, body) in [
        ("POST", "/api/v1/cases".to_owned(), json!({ "title": "y" })),
        ("PATCH", one.clone(), json!({ "title": "y" })),
        ("POST", format!("{one}/take-over"), Value::Null),
        (
            "POST",
            format!("{one}/close"),
            json!({ "result": "resolved" }),
        ),
        (
            "POST",
            format!("{one}/conversations"),
            json!({ "kind": "note", "text": "x" }),
        ),
        (
            "POST",
            "/api/v1/causes".to_owned(),
            json!({ "kind": "process", "name": "x" }),
        ),
        ("PUT", "/api/v1/cases/settings".to_owned(), json!({})),
    ] {
        let refused = say(&server, &vera, (method, &path), &body);
        assert_eq!(refused.status, 403, "{method} {path}: {}", refused.text());
        let mut request = server.request(method, &path);
        let bearer = format!("Bearer {}", server.read_key);
        request = request.header("Authorization", &bearer);
        let refused = if body.is_null() {
            request.send()
        } else {
            request.json(&body).send()
        };
        assert_eq!(refused.status, 403, "{method} {path} with a key that reads");
    }
    for path in [
        "/api/v1/cases/x",
        "/api/v1/cases/0123456789abcdefghjkmnpqrs",
    ] {
        assert_eq!(server.api("GET", path, None).status, 404, "{path}");
        assert_eq!(
            server
                .api("PATCH", path, Some(&json!({ "title": "x" })))
                .status,
            404
        );
    }
    // Employees work, but leave causes and settings to those who lead.
    add(&server, "eva", "employee");
    let eva = log_in(&server, "eva");
    let cause = json!({ "kind": "process", "name": "x" });
    assert_eq!(
        say(&server, &eva, ("POST", "/api/v1/causes"), &cause).status,
        403
    );
    let settings = server.get_json("/api/v1/cases/settings");
    assert_eq!(
        say(&server, &eva, ("PUT", "/api/v1/cases/settings"), &settings).status,
        403
    );
    assert_eq!(
        server
            .api("PUT", "/api/v1/cases/settings", Some(&settings))
            .status,
        200
    );
    let wrong =
        json!({ "escalation": { "remind_before": 1, "lead_after": 9, "administrators_after": 1 } });
    assert_eq!(
        server
            .api("PUT", "/api/v1/cases/settings", Some(&wrong))
            .status,
        422
    );
    assert!(!id_of(&server, "eva@example.com").is_empty());
}

fn two_at_once_don_t_undo_each_other(server: Server) {
    let ids: Vec<String> = ["ann", "bob"]
        .iter()
        .map(|name| add(&server, name, "employee"))
        .collect();
    let case = open(&server, &json!({ "title": "x" }));
    let replies = crate::harness::at_once(10, |i| {
        let path = format!("/api/v1/cases/{case}/assign");
        server
            .request("POST", &path)
            .header("Authorization", &format!("Bearer {}", server.key))
            .header("If-Match", "\"1\"")
            .json(&json!({ "owner_id": ids[i % 2] }))
            .send()
            .status
    });
    assert_eq!(
        replies.iter().filter(|s| **s == 200).count(),
        1,
        "{replies:?}"
    );
    assert!(
        replies.iter().all(|s| [200, 412].contains(s)),
        "{replies:?}"
    );
    assert_eq!(history(&server, &case), ["opened", "assigned"]);
}

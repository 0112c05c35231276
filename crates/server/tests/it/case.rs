//! Cases: from hand to hand, late, answered by mail, measured again, forgotten.

mod letters;

use serde_json::{Value, json};

use crate::harness::{Reply, Server, eventually};
use crate::on_both;
use crate::people::{add, id_of, log_in};
use crate::respondent::dump;
use crate::response::responses;

on_both!(
    a_case_goes_from_hand_to_hand,
    conversations_count_and_the_first_contact_keeps_the_promise,
    causes_are_a_tree_and_never_a_person,
    lists_are_filtered_and_come_in_parts,
    a_case_of_somebody_who_leaves_is_nobodys,
    a_later_answer_is_the_measurement_after,
    who_is_erased_is_forgotten,
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
    let (ann, bob) = (add(&server, "ann", "employee"), add(&server, "bob", "lead"));
    let cas = add(&server, "cas", "employee");
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
    let later = "2027-06-01T08:00:00Z";
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
    assert_eq!(
        patch(&json!({ "due_at": "2027-07-01T08:00:00Z" })).status,
        422
    );
    assert_eq!(patch(&json!({ "due": "end" })).status, 422, "no such field");
    let edited = patch(&json!({ "priority": "urgent", "due_at": "2026-12-24T08:00:00Z" }));
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

fn conversations_count_and_the_first_contact_keeps_the_promise(server: Server) {
    let lea = add(&server, "lea", "director");
    add(&server, "eva", "employee");
    let (contact, account) = customer(&server, "jan@acme.nl", "Acme");
    let case = open(
        &server,
        &json!({ "title": "Call Jan", "contact_id": contact }),
    );
    let path = format!("/api/v1/cases/{case}/conversations");
    let eva = log_in(&server, "eva");
    let talk = |body: &Value| say(&server, &eva, ("POST", &path), body);
    // A try that reaches nobody is no first contact, nor is a note.
    let tried = talk(&json!({ "kind": "call", "reached": false }));
    assert_eq!(tried.status, 201, "{}", tried.text());
    assert_eq!(
        talk(&json!({ "kind": "note", "text": "Ask finance" })).status,
        201
    );
    assert_eq!(show(&server, &case)["first_contact_at"], Value::Null);
    for bad in [
        json!({ "kind": "call" }),
        json!({ "kind": "call", "text": "x", "at": "2999-01-01T00:00:00Z" }),
        json!({ "kind": "call", "text": "x", "direction": "inside" }),
        json!({ "kind": "call", "text": "x", "user_id": "x" }),
        json!({ "kind": "letter", "text": "x" }),
        json!({ "kind": "call", "text": "x".repeat(20_001) }),
        json!({ "kind": "call", "text": "a\u{0}b" }),
    ] {
        let refused = talk(&bad);
        assert!(
            [400, 422].contains(&refused.status),
            "{bad}: {}",
            refused.text()
        );
    }
    let spoke = talk(&json!({ "kind": "call", "text": "She was glad", "user_id": lea }));
    assert_eq!(spoke.status, 201, "{}", spoke.text());
    let seen = show(&server, &case);
    assert!(seen["first_contact_at"].is_string(), "{seen}");
    let last = &seen["conversations"][2];
    assert_eq!(
        (&last["spoke"], &last["leader"]),
        (&json!("lea"), &json!(true))
    );
    assert_eq!(last["added_by"], "eva");
    assert_eq!(
        history(&server, &case),
        ["opened", "spoke", "noted", "spoke"]
    );

    // And one that belongs to no case.
    let visit = json!({ "account_id": account, "kind": "visit", "text": "Lunch" });
    let lea = log_in(&server, "lea");
    let added = say(&server, &lea, ("POST", "/api/v1/conversations"), &visit);
    assert_eq!(added.status, 201, "{}", added.text());
    let nobody = json!({ "kind": "visit", "text": "Lunch" });
    let refused = say(&server, &lea, ("POST", "/api/v1/conversations"), &nobody);
    assert_eq!(refused.status, 422);
    let all = server.get_json("/api/v1/conversations?limit=2");
    assert_eq!(all["conversations"].as_array().map(Vec::len), Some(2));
    let cursor = all["next_cursor"].as_str().expect("more");
    let rest = server.get_json(&format!("/api/v1/conversations?limit=2&cursor={cursor}"));
    assert_eq!(rest["conversations"].as_array().map(Vec::len), Some(2));
    assert_eq!(rest["next_cursor"], Value::Null);
    let led = server.get_json("/api/v1/conversations?leader=true");
    assert_eq!(led["conversations"].as_array().map(Vec::len), Some(2));
    let months = server.get_json("/api/v1/conversations/summary?months=2");
    let months = months["months"].as_array().expect("a list");
    assert_eq!(months.len(), 2);
    assert_eq!(months[0]["conversations"], 0);
    let expected = json!([2, 2, 1, 1]);
    let names = [
        "conversations",
        "by_leaders",
        "leaders",
        "customers_of_leaders",
    ];
    assert_eq!(json!(names.map(|name| months[1][name].clone())), expected);
    for bad in ["months=0", "months=37", "month=1"] {
        let path = format!("/api/v1/conversations/summary?{bad}");
        assert!(
            [400, 422].contains(&server.api("GET", &path, None).status),
            "{bad}"
        );
    }
}

fn causes_are_a_tree_and_never_a_person(server: Server) {
    add(&server, "jansen", "employee");
    let add = |body: &Value| server.api("POST", "/api/v1/causes", Some(body));
    let process = id(
        &add(&json!({ "kind": "process", "name": "Delivery" })),
        "cause_id",
    );
    let late = json!({ "kind": "process", "name": "Late", "parent_id": process });
    let late_id = id(&add(&late), "cause_id");
    assert_eq!(add(&late).status, 422, "a sibling has the name");
    for bad in [
        json!({ "kind": "process", "name": "Jansen" }),
        json!({ "kind": "person", "name": "x" }),
        json!({ "kind": "process", "name": "" }),
        json!({ "kind": "process", "name": "x", "parent_id": "y" }),
    ] {
        assert_eq!(add(&bad).status, 422, "{bad}");
    }
    let path = format!("/api/v1/causes/{process}");
    let patch = |body: &Value| server.api("PATCH", &path, Some(body));
    assert_eq!(
        patch(&json!({ "parent_id": late_id })).status,
        422,
        "a circle"
    );
    assert_eq!(patch(&json!({ "name": "Our deliveries" })).status, 200);

    let case = open(&server, &json!({ "title": "x" }));
    let set = |body: &Value| {
        let path = format!("/api/v1/cases/{case}/causes");
        server.api("PUT", &path, Some(body))
    };
    assert_eq!(set(&json!({ "cause_ids": [late_id] })).status, 200);
    assert_eq!(set(&json!({ "cause_ids": ["x"] })).status, 422);
    let all = server.get_json("/api/v1/causes")["causes"].clone();
    let found = |id: &str| {
        let all = all.as_array().expect("a list");
        all.iter()
            .find(|cause| cause["cause_id"] == id)
            .expect("it")
            .clone()
    };
    assert_eq!(
        (&found(&late_id)["cases"], &found(&process)["name"]),
        (&json!(1), &json!("Our deliveries"))
    );

    // Archived: cases keep it, no other gets it.
    let path = format!("/api/v1/causes/{late_id}");
    let archived = server.api("PATCH", &path, Some(&json!({ "archived": true })));
    assert!(
        archived.json()["archived_at"].is_string(),
        "{}",
        archived.text()
    );
    assert_eq!(set(&json!({ "cause_ids": [late_id, process] })).status, 200);
    assert_eq!(set(&json!({ "cause_ids": [] })).status, 200);
    assert_eq!(set(&json!({ "cause_ids": [late_id] })).status, 422);
    let path = format!("/api/v1/cases?cause_id={process}");
    assert_eq!(server.get_json(&path)["cases"], json!([]));
}

fn lists_are_filtered_and_come_in_parts(server: Server) {
    let ann = add(&server, "ann", "employee");
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

/// Somebody's answer to a survey.
fn answer(server: &Server, survey: &str, contact: &str, score: u8) -> String {
    let body = json!({ "answers": { "recommend": score, "why": "Nobody <b>called</b>" },
                       "attributes": { "contact_id": contact } });
    let reply = server.api("POST", &responses(survey), Some(&body));
    assert_eq!(reply.status, 201, "{}", reply.text());
    let id = reply.json()["id"].as_str().expect("an id").to_owned();
    eventually("it is known who answered", || {
        dump(server, "respondent").contains(&id).then_some(())
    });
    id
}

fn a_later_answer_is_the_measurement_after(server: Server) {
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let (contact, account) = customer(&server, "jan@acme.nl", "Acme");
    let first = answer(&server, &survey, &contact, 3);
    let case = open(
        &server,
        &json!({ "title": "Call Jan", "response_id": first }),
    );
    let seen = show(&server, &case);
    assert_eq!(
        (&seen["before"]["score"], &seen["after"]),
        (&json!(3), &Value::Null)
    );
    assert_eq!(
        (&seen["contact_id"], &seen["account_id"]),
        (&json!(contact), &json!(account))
    );
    assert_eq!(seen["comment"], "Nobody <b>called</b>");
    let unknown = json!({ "title": "x", "response_id": "x" });
    assert_eq!(
        server.api("POST", "/api/v1/cases", Some(&unknown)).status,
        422
    );

    let second = answer(&server, &survey, &contact, 9);
    eventually("it is measured again", || {
        (show(&server, &case)["after"]["score"] == 9).then_some(())
    });
    // A third changes nothing; without the second there is none.
    answer(&server, &survey, &contact, 10);
    assert_eq!(show(&server, &case)["after"]["score"], 9);
    let path = format!("{}/{second}", responses(&survey));
    assert_eq!(server.api("DELETE", &path, None).status, 204);
    eventually("an erased answer measures nothing", || {
        show(&server, &case)["after"].is_null().then_some(())
    });
}

fn who_is_erased_is_forgotten(server: Server) {
    let (contact, _) = customer(&server, "jan@acme.nl", "Acme");
    let case = open(
        &server,
        &json!({ "title": "Canary title", "reason": "Canary reason", "contact_id": contact }),
    );
    let talk = json!({ "kind": "call", "text": "Canary words" });
    assert_eq!(do_it(&server, &case, "conversations", &talk).status, 201);
    let close = json!({ "result": "resolved", "text": "Canary result" });
    assert_eq!(do_it(&server, &case, "close", &close).status, 200);
    let erased = server.api("DELETE", &format!("/api/v1/contacts/{contact}"), None);
    assert_eq!(erased.status, 204, "{}", erased.text());
    server.kill_and_restart();
    eventually("nothing is left", || {
        let tables = [
            "app_case",
            "case_log",
            "conversation",
            "case_notice",
            "audit",
        ];
        let left = tables
            .iter()
            .any(|table| dump(&server, table).contains("Canary"));
        (!left).then_some(())
    });
    let seen = show(&server, &case);
    assert_eq!(
        (&seen["contact_id"], &seen["result"]),
        (&Value::Null, &json!("resolved"))
    );
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

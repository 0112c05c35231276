//! Replies about cases, conversations and causes.

use serde_json::{Value, json};

use super::{Caller, example};

pub(super) fn cases(caller: &mut Caller) {
    let list = "/api/v1/cases";
    let admin = crate::people::id_of(&caller.server, "admin@example.com");
    let eva = crate::people::add(&caller.server, "casper", "employee");
    let case = json!({ "title": "Call Jan", "owner_id": eva, "due_minutes": 60 });
    let made = caller.call("openCase", list, Some(&case), 201);
    caller.call("openCase", list, Some(&json!({ "title": "" })), 422);
    let one = format!("{list}/{}", made["case_id"].as_str().expect("an id"));
    caller.call("listCases", &format!("{list}?limit=1"), None, 200);
    caller.call("listCases", &format!("{list}?state=lost"), None, 422);
    caller.call("getCase", &one, None, 200);
    caller.call("getCase", &format!("{list}/nothing"), None, 404);
    caller.call("getCaseHistory", &format!("{one}/history"), None, 200);
    caller.call("getWork", &format!("{list}/work"), None, 200);
    caller.call("getCaseSummary", &format!("{list}/summary"), None, 200);
    let settings = caller.call("getCaseSettings", &format!("{list}/settings"), None, 200);
    caller.call(
        "putCaseSettings",
        &format!("{list}/settings"),
        Some(&settings),
        200,
    );
    let cause = causes(caller);
    conversations(caller, &one);

    // Somebody who saw another revision.
    let change = example(caller, "changeCase");
    let seen = [("Authorization", &*caller.bearer()), ("If-Match", "\"0\"")];
    let reply = caller.send("changeCase", &one, &seen, Some(&change));
    caller.hold("changeCase", &reply, 412);
    caller.call("changeCase", &one, Some(&change), 200);
    let cookie = crate::people::log_in(&caller.server, "casper");
    let as_person = [("Cookie", cookie.as_str())];
    caller.call("takeOverCase", &format!("{one}/take-over"), None, 403);
    let reply = caller.send(
        "takeOverCase",
        &format!("{one}/take-over"),
        &as_person,
        None,
    );
    caller.hold("takeOverCase", &reply, 200);
    let verb = |name: &str| format!("{one}/{name}");
    let mut done = |id: &str, name: &str, body: Option<Value>, status: u16| {
        caller.call(id, &verb(name), body.as_ref(), status);
    };
    let to = json!({ "to": admin, "note": "For you" });
    done("handOverCase", "hand-over", Some(to), 200);
    done(
        "assignCase",
        "assign",
        Some(json!({ "owner_id": eva })),
        200,
    );
    done(
        "assignCase",
        "assign",
        Some(json!({ "role": "unknown" })),
        422,
    );
    let until = json!({ "until": "2027-10-01T08:00:00Z" });
    done("snoozeCase", "snooze", Some(until), 200);
    done("unsnoozeCase", "unsnooze", None, 200);
    let causes = json!({ "cause_ids": [cause] });
    done("setCaseCauses", "causes", Some(causes), 200);
    let closing = json!({ "result": "resolved", "ask_again": true });
    done("closeCase", "close", Some(closing.clone()), 200);
    done("closeCase", "close", Some(closing), 409);
    done("reopenCase", "reopen", Some(json!({ "reason": "x" })), 200);
}

/// A cause's id.
fn causes(caller: &mut Caller) -> String {
    let list = "/api/v1/causes";
    let new = example(caller, "addCause");
    let made = caller.call("addCause", list, Some(&new), 201);
    caller.call("addCause", list, Some(&new), 422);
    caller.call("listCauses", list, None, 200);
    let id = made["cause_id"].as_str().expect("an id").to_owned();
    let change = example(caller, "changeCause");
    caller.call("changeCause", &format!("{list}/{id}"), Some(&change), 200);
    id
}

fn conversations(caller: &mut Caller, case: &str) {
    let of_case = format!("{case}/conversations");
    let new = example(caller, "addCaseConversation");
    caller.call("addCaseConversation", &of_case, Some(&new), 201);
    caller.call("listCaseConversations", &of_case, None, 200);
    let account = json!({ "name": "Spoken with" });
    let put = caller
        .server
        .api("POST", "/api/v1/accounts", Some(&account));
    let account = put.json();
    let list = "/api/v1/conversations";
    let visit = json!({ "account_id": account["account_id"], "kind": "visit", "text": "Talk" });
    caller.call("addConversation", list, Some(&visit), 201);
    caller.call("listConversations", &format!("{list}?limit=1"), None, 200);
    let months = format!("{list}/summary?months=2");
    caller.call("getConversationSummary", &months, None, 200);
}

//! Replies about accounts, responsibilities, attributes and views.

use serde_json::json;

use super::{Caller, example};

pub(super) fn accounts(caller: &mut Caller) {
    let list = "/api/v1/accounts";
    let new = example(caller, "putAccount");
    let account = caller.call("putAccount", list, Some(&new), 200);
    let id = account["account_id"].as_str().expect("an id").to_owned();
    let one = format!("{list}/{id}");
    let bulk = example(caller, "putAccounts");
    caller.call("putAccounts", &format!("{list}/bulk"), Some(&bulk), 200);
    let wrong = json!({ "accounts": [{ "nme": "typo" }, { "name": "Below", "parent": { "account_id": id } }] });
    caller.call("putAccounts", &format!("{list}/bulk"), Some(&wrong), 200);
    caller.call("listAccounts", &format!("{list}?limit=1"), None, 200);
    caller.call("listAccounts", &format!("{list}?class=happy"), None, 422);
    for (id, kind) in [("exportAccountsCsv", "csv"), ("exportAccountsXlsx", "xlsx")] {
        caller.call(id, &format!("{list}.{kind}?column=nps"), None, 200);
        caller.call(id, &format!("{list}.{kind}?class=happy"), None, 422);
    }
    caller.call("getAccount", &one, None, 200);
    caller.call("getAccount", &format!("{list}/nobody"), None, 404);
    let change = example(caller, "changeAccount");
    caller.call("changeAccount", &one, Some(&change), 200);
    let edit = example(caller, "editAccounts");
    caller.call("editAccounts", &format!("{list}/edit"), Some(&edit), 200);
    let edit = json!({ "accounts": [id], "change": { "parent": { "account_id": id } } });
    caller.call("editAccounts", &format!("{list}/edit"), Some(&edit), 200);
    caller.call("getAccountSummary", &format!("{one}/summary"), None, 200);
    caller.call(
        "listAccountTimeline",
        &format!("{one}/timeline?limit=1"),
        None,
        200,
    );
    caller.call(
        "listAccountTimeline",
        &format!("{one}/timeline?kind=gossip"),
        None,
        422,
    );
    let contact = json!({ "email": "timeline@acme.example", "account": { "account_id": id } });
    let contact = caller.call("putContact", "/api/v1/contacts", Some(&contact), 201);
    let contact = contact["contact"]["contact_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let timeline = format!("/api/v1/contacts/{contact}/timeline");
    caller.call("listContactTimeline", &timeline, None, 200);
    caller.call(
        "eraseContact",
        &format!("/api/v1/contacts/{contact}"),
        None,
        204,
    );
    people(caller, &id);
    attributes(caller);
    views(caller);
}

fn people(caller: &mut Caller, account_id: &str) {
    let path = "/api/v1/responsibilities";
    let put = example(caller, "putResponsibilities");
    let all = caller.call("putResponsibilities", path, Some(&put), 200);
    let user_id = all["responsibilities"][0]["user_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let of = format!("{path}?account_id={account_id}");
    caller.call("listResponsibilities", &of, None, 200);
    let role = all["responsibilities"][0]["role"]
        .as_str()
        .expect("a role")
        .to_owned();
    let gone = format!("{of}&role={role}&user_id={user_id}");
    caller.call("removeResponsibility", &gone, None, 204);
    caller.call("removeResponsibility", &gone, None, 404);
    let roles = format!("{path}/roles");
    let coach = example(caller, "addResponsibilityRole");
    caller.call("addResponsibilityRole", &roles, Some(&coach), 201);
    caller.call("addResponsibilityRole", &roles, Some(&coach), 409);
    caller.call("listResponsibilityRoles", &roles, None, 200);
    let one = format!("{roles}/coach");
    caller.call("renameResponsibilityRole", &one, Some(&coach), 200);
    caller.call("removeResponsibilityRole", &one, None, 204);
    caller.call("removeResponsibilityRole", &one, None, 404);
}

fn attributes(caller: &mut Caller) {
    let path = "/api/v1/attributes";
    let one = format!("{path}/account/revenue");
    let new = example(caller, "defineAttribute");
    caller.call("defineAttribute", &one, Some(&new), 200);
    caller.call("listAttributes", path, None, 200);
    caller.call("forgetAttribute", &one, None, 204);
    caller.call("forgetAttribute", &one, None, 404);
}

fn views(caller: &mut Caller) {
    let path = "/api/v1/views";
    let new = example(caller, "addView");
    let view = caller.call("addView", path, Some(&new), 201);
    caller.call("listViews", path, None, 200);
    caller.call("listViews", &format!("{path}?noun=contact"), None, 200);
    caller.call("listViews", &format!("{path}?noun=survey"), None, 422);
    let one = format!("{path}/{}", view["view_id"].as_str().expect("an id"));
    caller.call("getView", &one, None, 200);
    let change = example(caller, "changeView");
    caller.call("changeView", &one, Some(&change), 200);
    caller.call("removeView", &one, None, 204);
    caller.call("getView", &one, None, 404);
}

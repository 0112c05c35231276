//! Replies about contacts, and about mail to them.

use serde_json::json;

use super::{Caller, example};

pub(super) fn contacts(caller: &mut Caller) {
    let list = "/api/v1/contacts";
    let new = example(caller, "putContact");
    let made = caller.call("putContact", list, Some(&new), 201);
    caller.call("putContact", list, Some(&new), 200);
    let one = made["contact"]["contact_id"].as_str().expect("an id");
    let one = format!("{list}/{one}");
    caller.call("getContact", &one, None, 200);
    caller.call("getContact", &format!("{list}/nobody"), None, 404);
    let change = example(caller, "changeContact");
    caller.call("changeContact", &one, Some(&change), 200);
    let bulk = example(caller, "putContacts");
    caller.call("putContacts", &format!("{list}/bulk"), Some(&bulk), 200);
    let wrong = json!({ "contacts": [{ "email": "nobody" }] });
    caller.call("putContacts", &format!("{list}/bulk"), Some(&wrong), 200);
    let twin = json!({
        "email": "j@acme.nl", "name": "Jan de Vries", "account": { "external_id": "A17" },
    });
    let twin = caller.call("putContact", list, Some(&twin), 201);
    let groups = caller.call(
        "listPossibleDuplicates",
        &format!("{list}/duplicates"),
        None,
        200,
    );
    assert_eq!(groups["groups"].as_array().map(Vec::len), Some(1));
    let page = caller.call("listContacts", &format!("{list}?limit=1&q=acme"), None, 200);
    assert!(page["next_cursor"].is_string());
    caller.call("listContacts", &format!("{list}?standing=cross"), None, 422);
    for (id, kind) in [("exportContactsCsv", "csv"), ("exportContactsXlsx", "xlsx")] {
        let file = format!("{list}.{kind}");
        caller.call(id, &format!("{file}?column=consent"), None, 200);
        caller.call(id, &format!("{file}?sort=email"), None, 422);
    }
    let edit = example(caller, "editContacts");
    caller.call("editContacts", &format!("{list}/edit"), Some(&edit), 200);
    let edit = json!({
        "contacts": ["nobody", made["contact"]["contact_id"]],
        "change": { "do_not_contact": {} }, "dry_run": true,
    });
    caller.call("editContacts", &format!("{list}/edit"), Some(&edit), 200);
    let edit = json!({ "list": "", "change": { "language": null } });
    caller.call("editContacts", &format!("{list}/edit"), Some(&edit), 422);
    let reason = example(caller, "optOutContact");
    caller.call(
        "optOutContact",
        &format!("{one}/opt-out"),
        Some(&reason),
        200,
    );
    caller.call("optInContact", &format!("{one}/opt-in"), Some(&reason), 200);
    let other = json!({ "other": twin["contact"]["contact_id"] });
    caller.call("mergeContacts", &format!("{one}/merge"), Some(&other), 200);
    caller.call("getContactHistory", &format!("{one}/history"), None, 200);
    let blocked = "/api/v1/do-not-contact";
    let entry = example(caller, "addDoNotContact");
    caller.call("addDoNotContact", blocked, Some(&entry), 200);
    caller.call("listDoNotContact", blocked, None, 200);
    let entry = format!("{blocked}/%40rival.example");
    caller.call("removeDoNotContact", &entry, None, 204);
    caller.call("removeDoNotContact", &entry, None, 404);
    caller.call("eraseContact", &one, None, 204);
}

pub(super) fn mails(caller: &mut Caller) {
    let (one, other) = (
        crate::delivery::put_in_doubt(&caller.server),
        crate::delivery::put_in_doubt(&caller.server),
    );
    caller.call("getMail", "/api/v1/mail", None, 200);
    let list = caller.call("listMailsInDoubt", "/api/v1/mail/unknown", None, 200);
    assert_eq!(list["mails"].as_array().map(Vec::len), Some(2), "{list}");
    caller.call(
        "listMailsInDoubt",
        "/api/v1/mail/unknown?limit=0",
        None,
        422,
    );
    let decide = |id: &str, what: &str| format!("/api/v1/mail/{id}/{what}");
    caller.call("takeMailAsArrived", &decide(&one, "arrived"), None, 204);
    caller.call("takeMailAsArrived", &decide(&one, "arrived"), None, 409);
    caller.call("sendMailAgain", &decide(&other, "send-again"), None, 204);
    caller.call("sendMailAgain", &decide(&other, "send-again"), None, 409);
    let told = example(caller, "reportReturns");
    let told = caller.call("reportReturns", "/api/v1/mail/returns", Some(&told), 200);
    assert_eq!(told["returns"][0]["outcome"], "unknown", "{told}");
    let bounce = json!({ "returns": [{ "mail_id": one, "type": "bounce" }] });
    let told = caller.call("reportReturns", "/api/v1/mail/returns", Some(&bounce), 200);
    assert_eq!(told["returns"][0]["outcome"], "stored", "{told}");
    caller.call("getMail", "/api/v1/mail", None, 200);
}

//! Replies about people who work here, and about what they did.

use serde_json::json;

use super::{Caller, example};
use crate::harness::Server;
use crate::smtp::Smtp;

pub(super) fn people(caller: &mut Caller) {
    let list = "/api/v1/people";
    let new = example(caller, "addPerson");
    let made = caller.call("addPerson", list, Some(&new), 201);
    caller.call("addPerson", list, Some(&new), 409);
    caller.call("addPerson", list, Some(&json!({ "email": "x" })), 422);
    caller.call("listPeople", &format!("{list}?q=eva&limit=1"), None, 200);
    caller.call("listPeople", &format!("{list}?role=boss"), None, 422);
    let one = format!("{list}/{}", made["user_id"].as_str().expect("an id"));
    caller.call("getPerson", &one, None, 200);
    let change = example(caller, "changePerson");
    caller.call("changePerson", &one, Some(&change), 200);
    caller.call("changePerson", &one, Some(&json!({ "lead_id": "x" })), 422);
    let admin = caller.call("listPeople", &format!("{list}?q=admin"), None, 200);
    let admin = admin["people"][0]["user_id"].as_str().expect("an id");
    let admin = format!("{list}/{admin}");
    let leave = json!({ "active": false });
    caller.call("changePerson", &admin, Some(&leave), 409);
    caller.call("invitePerson", &format!("{one}/invite"), None, 409);
    invited(caller);
}

/// Invitations need a mail server.
fn invited(caller: &mut Caller) {
    let smtp = Smtp::start();
    let url = smtp.url();
    let environment = [
        ("LUISTER_SMTP_URL", url.as_str()),
        ("LUISTER_MAIL_FROM", "Acme <feedback@acme.example>"),
    ];
    let with_mail = Server::start_with(caller.server.backend, &environment);
    let without = std::mem::replace(&mut caller.server, with_mail);
    let new = json!({ "email": "eva@acme.example", "invite": true });
    let made = caller.call("addPerson", "/api/v1/people", Some(&new), 201);
    let id = made["user_id"].as_str().expect("an id");
    let invite = format!("/api/v1/people/{id}/invite");
    caller.call("invitePerson", &invite, None, 202);
    caller.call("invitePerson", &invite, None, 202);
    caller.call("invitePerson", &invite, None, 429);
    caller.server = without;
}

pub(super) fn audit(caller: &mut Caller) {
    let page = caller.call("listAudit", "/api/v1/audit?limit=1", None, 200);
    let next = page["next_cursor"].as_str().expect("a next page");
    let next = format!("/api/v1/audit?limit=1&cursor={next}");
    caller.call("listAudit", &next, None, 200);
    caller.call("listAudit", "/api/v1/audit?from=soon", None, 422);
    caller.call("exportAudit", "/api/v1/audit.csv?noun=person", None, 200);
    caller.call("exportAudit", "/api/v1/audit.csv?to=soon", None, 422);
}

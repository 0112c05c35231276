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
    caller.call("exportPeople", "/api/v1/people.csv", None, 200);
    imported(
        caller,
        "email,team\nzoe@acme.example,Service / South\n",
        200,
    );
    imported(caller, "email,role\nzoe@acme.example,boss\n", 422);
}

/// A file is sent as it is.
fn imported(caller: &mut Caller, file: &str, status: u16) {
    let request = caller.server.request("POST", "/api/v1/people/import");
    let request = request.header("Authorization", &caller.bearer());
    let reply = request.body("text/csv", file.as_bytes().to_vec()).send();
    caller.hold("importPeople", &reply, status);
}

pub(super) fn teams(caller: &mut Caller) {
    let list = "/api/v1/teams";
    let new = json!({ "name": "Sales" });
    let made = caller.call("addTeam", list, Some(&new), 201);
    caller.call("addTeam", list, Some(&new), 422);
    let one = format!("{list}/{}", made["team_id"].as_str().expect("an id"));
    caller.call("getTeam", &one, None, 200);
    caller.call("listTeams", list, None, 200);
    let change = example(caller, "changeTeam");
    caller.call("changeTeam", &one, Some(&change), 200);
    let circle = json!({ "parent_id": made["team_id"] });
    caller.call("changeTeam", &one, Some(&circle), 422);
    let under = json!({ "name": "East", "parent_id": made["team_id"] });
    caller.call("addTeam", list, Some(&under), 201);
    caller.call("removeTeam", &one, None, 409);
    let south = caller.call("addTeam", list, Some(&json!({ "name": "Empty" })), 201);
    let south = format!("{list}/{}", south["team_id"].as_str().expect("an id"));
    caller.call("removeTeam", &south, None, 204);
    caller.call("getTeam", &south, None, 404);
}

pub(super) fn workspaces(caller: &mut Caller) {
    let list = "/api/v1/workspaces";
    caller.call("listWorkspaces", list, None, 403);
    let arguments = ["api-key", "create", "--scope", "write", "--installation"];
    let output = caller.server.command(&arguments, "");
    let key = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let usual = std::mem::replace(&mut caller.server.key, key);
    caller.call("listWorkspaces", list, None, 200);
    let new = example(caller, "addWorkspace");
    let made = caller.call("addWorkspace", list, Some(&new), 201);
    caller.call("addWorkspace", list, Some(&new), 422);
    let invite = json!({ "name": "x", "email": "x@acme.example", "invite": true });
    caller.call("addWorkspace", list, Some(&invite), 409);
    let one = format!("{list}/{}", made["workspace_id"].as_str().expect("an id"));
    let change = example(caller, "renameWorkspace");
    caller.call("renameWorkspace", &one, Some(&change), 200);
    caller.call("renameWorkspace", &format!("{list}/x"), Some(&change), 404);
    caller.server.key = usual;
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

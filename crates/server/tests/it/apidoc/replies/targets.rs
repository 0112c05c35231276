//! Replies about targets and coaching pages.

use serde_json::{Value, json};

use super::{Caller, example};

pub(super) fn targets(caller: &mut Caller, survey: &str) {
    let list = "/api/v1/targets";
    let mut new = example(caller, "setTarget");
    // The survey is named by its address.
    new["survey_id"] = json!(survey.rsplit('/').next());
    new["to"] = json!("2029-12-31");
    let made = caller.call("setTarget", list, Some(&new), 201);
    caller.call("setTarget", list, Some(&json!({ "aim": 3 })), 422);
    caller.call("listTargets", list, None, 200);
    caller.call("listTargets", &format!("{list}?show=all"), None, 400);
    let one = format!("{list}/{}", made["id"].as_str().expect("an id"));
    caller.call("getTarget", &one, None, 200);
    new["aim"] = json!(60);
    caller.call("changeTarget", &one, Some(&new), 200);
    new["aim"] = json!(400);
    caller.call("changeTarget", &one, Some(&new), 422);
    caller.call("endTarget", &format!("{one}/end"), None, 200);
    caller.call("resumeTarget", &format!("{one}/resume"), None, 200);
    caller.call("getTarget", &format!("{list}/x"), None, 404);
}

/// As somebody who is logged in.
fn session(
    caller: &mut Caller,
    id: &str,
    (path, body): (&str, Option<&Value>),
    status: u16,
) -> Value {
    let cookie = caller.server.log_in();
    let reply = caller.send(id, path, &[("Cookie", &cookie)], body);
    caller.hold(id, &reply, status)
}

pub(super) fn coaching(caller: &mut Caller) {
    let list = "/api/v1/coaching";
    caller.call("listCoaching", list, None, 200);
    let admin = caller.call("listPeople", "/api/v1/people?q=admin@", None, 200);
    let admin = admin["people"][0]["user_id"].clone();
    let new = json!({ "email": "coached@acme.example", "role": "employee" });
    let person = caller.call("addPerson", "/api/v1/people", Some(&new), 201);
    let path = format!(
        "/api/v1/people/{}",
        person["user_id"].as_str().expect("an id")
    );
    let led = json!({ "lead_id": admin });
    caller.call("changePerson", &path, Some(&led), 200);
    let with = json!({ "person_id": person["user_id"] });
    caller.call("openCoachingPage", list, Some(&with), 404);
    let page = session(caller, "openCoachingPage", (list, Some(&with)), 201);
    let path = format!("{list}/{}", page["id"].as_str().expect("an id"));
    caller.call("getCoachingPage", &path, None, 404);
    let entries = format!("{path}/entries");
    let new = example(caller, "addCoachingEntry");
    let entry = session(caller, "addCoachingEntry", (&entries, Some(&new)), 201);
    let wrong = json!({ "kind": "note", "text": " " });
    session(caller, "addCoachingEntry", (&entries, Some(&wrong)), 422);
    session(caller, "getCoachingPage", (&path, None), 200);
    let one = format!("{entries}/{}", entry["id"].as_str().expect("an id"));
    let done = json!({ "done": true });
    session(caller, "changeCoachingEntry", (&one, Some(&done)), 200);
    session(caller, "removeCoachingEntry", (&one, None), 204);
    session(caller, "changeCoachingEntry", (&one, Some(&done)), 409);
    // Whose page it is decides: nobody can be the lead of the lead here, so it is shared from the
    // other side, by the administrator who reports to somebody.
    let nobody = json!({ "lead_id": null });
    let who = format!(
        "/api/v1/people/{}",
        person["user_id"].as_str().expect("an id")
    );
    caller.call("changePerson", &who, Some(&nobody), 200);
    let lead = json!({ "role": "lead" });
    caller.call("changePerson", &who, Some(&lead), 200);
    let me = format!("/api/v1/people/{}", admin.as_str().expect("an id"));
    let up = json!({ "lead_id": person["user_id"] });
    caller.call("changePerson", &me, Some(&up), 200);
    let page = session(caller, "openCoachingPage", (list, Some(&with)), 201);
    let path = format!("{list}/{}/share", page["id"].as_str().expect("an id"));
    let none = json!({ "person_id": null });
    session(caller, "shareCoachingPage", (&path, Some(&none)), 204);
    let wrong = json!({ "person_id": "x" });
    session(caller, "shareCoachingPage", (&path, Some(&wrong)), 422);
    caller.call("changePerson", &me, Some(&nobody), 200);
}

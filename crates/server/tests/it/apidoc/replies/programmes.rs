//! Replies about programmes and events.

use serde_json::{Value, json};

use super::{Caller, example};

/// Sees what every operation about programmes replies.
pub(super) fn hold(caller: &mut Caller) {
    let all = "/api/v1/programmes";
    caller.call(
        "listProgrammeTemplates",
        &format!("{all}/templates"),
        None,
        200,
    );
    let body = example(caller, "createProgrammeFromTemplate");
    let from = format!("{all}/templates/ticket-ces");
    let made = caller.call("createProgrammeFromTemplate", &from, Some(&body), 201);
    let survey = made["survey_id"].as_str().expect("an id").to_owned();
    let publish = format!("/api/v1/surveys/{survey}/publish");
    assert_eq!(caller.server.api("POST", &publish, None).status, 200);
    let mut body = example(caller, "createProgramme");
    body["survey_id"] = json!(survey);
    body["definition"]["segment"] = json!({});
    let programme = caller.call("createProgramme", all, Some(&body), 201);
    let one = format!("{all}/{}", programme["id"].as_str().expect("an id"));
    caller.call("getProgramme", &one, None, 200);
    caller.call("listProgrammes", all, None, 200);
    let body = example(caller, "changeProgramme");
    caller.call("changeProgramme", &one, Some(&body), 200);
    settings(caller);
    caller.call("startProgramme", &format!("{one}/start"), None, 200);
    events(caller);
    looks(caller, &one);
    caller.call("pauseProgramme", &format!("{one}/pause"), None, 200);
    caller.call("endProgramme", &format!("{one}/end"), None, 200);
    let draft = format!("{all}/{}", made["id"].as_str().expect("an id"));
    caller.call("removeProgramme", &draft, None, 204);
}

fn settings(caller: &mut Caller) {
    let path = "/api/v1/ask/settings";
    caller.call("getAskSettings", path, None, 200);
    let mut body = example(caller, "putAskSettings");
    body["calendar"]["quiet"] = Value::Null;
    body["calendar"]["holidays"]["dutch"] = json!(false);
    body["calendar"]["working_days"] = json!([true, true, true, true, true, true, true]);
    caller.call("putAskSettings", path, Some(&body), 200);
}

fn events(caller: &mut Caller) {
    let mut body = example(caller, "sendEvents");
    let long_ago = platform::Clock::system().now_us() - 3_700_000_000;
    body["events"][0]["at"] = json!(platform::clock::rfc3339(long_ago));
    let told = caller.call("sendEvents", "/api/v1/events", Some(&body), 200);
    assert_eq!(told["accepted"], 1, "{told}");
    caller.call("listEvents", "/api/v1/events", None, 200);
    let path = "/api/v1/event-sources";
    let body = example(caller, "addEventSource");
    let source = caller.call("addEventSource", path, Some(&body), 201);
    caller.call("listEventSources", path, None, 200);
    let one = format!("{path}/{}", source["id"].as_str().expect("an id"));
    let body = example(caller, "setEventSourceSecret");
    caller.call(
        "setEventSourceSecret",
        &format!("{one}/secret"),
        Some(&body),
        204,
    );
    caller.call("removeEventSource", &one, None, 204);
}

fn looks(caller: &mut Caller, one: &str) {
    let contacts = format!("{one}/contacts");
    let invited = crate::harness::eventually("an invitation", || {
        let page = caller.server.get_json(&contacts);
        page["contacts"].get(0).cloned()
    });
    caller.call("listProgrammeContacts", &contacts, None, 200);
    caller.call("getProgrammePlan", &format!("{one}/plan"), None, 200);
    caller.call(
        "getProgrammesPlan",
        "/api/v1/programmes/plan?weeks=2",
        None,
        200,
    );
    caller.call(
        "getProgrammeReport",
        &format!("{one}/report?by=role"),
        None,
        200,
    );
    let body = json!({ "invitation_id": invited["invitation"]["id"] });
    caller.call(
        "withdrawInvitation",
        &format!("{one}/withdraw"),
        Some(&body),
        204,
    );
    let body = example(caller, "sendTestMail");
    caller.call(
        "sendTestMail",
        &format!("{one}/test-mail"),
        Some(&body),
        202,
    );
}

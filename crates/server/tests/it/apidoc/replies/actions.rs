//! Replies about actions, improvements and letters.

use serde_json::json;

use super::{Caller, example};

pub(super) fn actions(caller: &mut Caller, survey: &str) {
    let list = "/api/v1/actions";
    let new = example(caller, "addAction");
    let made = caller.call("addAction", list, Some(&new), 201);
    let own = format!("{list}/{}", made["id"].as_str().expect("an id"));
    let step = example(caller, "changeAction");
    caller.call("changeAction", &own, Some(&step), 200);
    caller.call("changeAction", &own, Some(&json!({ "progress": 101 })), 422);
    caller.call("getAction", &own, None, 200);
    caller.call("listActions", list, None, 200);
    caller.call("listActions", &format!("{list}?source=x"), None, 422);
    caller.call("exportActions", &format!("{list}.csv"), None, 200);
    caller.call("recountAction", &format!("{own}/recount"), None, 409);
    let wrong = json!({ "title": "", "level": "process" });
    caller.call("addAction", list, Some(&wrong), 422);
    let survey = survey.rsplit('/').next().expect("an id");
    let raised = json!({
        "title": "x", "level": "customer", "source": format!("driver:{survey}:software"),
    });
    let raised = caller.call("addAction", list, Some(&raised), 201);
    let id = raised["id"].as_str().expect("an id");
    caller.call("recountAction", &format!("{list}/{id}/recount"), None, 200);
    improvements(caller);
    caller.call("listOutreach", "/api/v1/outreach", None, 200);
    caller.call("listOutreach", "/api/v1/outreach?limit=0", None, 422);
}

fn improvements(caller: &mut Caller) {
    let list = "/api/v1/improvements";
    let new = example(caller, "addImprovement");
    let made = caller.call("addImprovement", list, Some(&new), 201);
    let id = made["id"].as_str().expect("an id").to_owned();
    let own = format!("{list}/{id}");
    let change = example(caller, "changeImprovement");
    caller.call("changeImprovement", &own, Some(&change), 200);
    caller.call("getImprovement", &own, None, 200);
    caller.call("listImprovements", list, None, 200);
    caller.call("getImprovementVoices", &format!("{own}/voices"), None, 200);
    let close = example(caller, "closeImprovement");
    caller.call(
        "closeImprovement",
        &format!("{own}/close"),
        Some(&close),
        409,
    );
    caller.call("publishImprovement", &format!("{own}/publish"), None, 409);
    let tell = example(caller, "tellImprovement");
    caller.call("tellImprovement", &format!("{own}/tell"), Some(&tell), 409);
    let action = json!({ "title": "x", "level": "process", "improvement_id": id });
    let action = caller.call("addAction", "/api/v1/actions", Some(&action), 201);
    let action = format!("/api/v1/actions/{}", action["id"].as_str().expect("an id"));
    caller.call(
        "changeAction",
        &action,
        Some(&json!({ "status": "done" })),
        200,
    );
    caller.call(
        "closeImprovement",
        &format!("{own}/close"),
        Some(&close),
        200,
    );
    caller.call("tellImprovement", &format!("{own}/tell"), Some(&tell), 200);
    caller.call(
        "unpublishImprovement",
        &format!("{own}/unpublish"),
        None,
        200,
    );
    caller.call("publishImprovement", &format!("{own}/publish"), None, 200);
    caller.call("reopenImprovement", &format!("{own}/reopen"), None, 200);
}

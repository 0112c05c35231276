//! Replies about rules.

use serde_json::json;

use super::{Caller, example};

pub(super) fn rules(caller: &mut Caller) {
    let list = "/api/v1/rules";
    caller.call("listRuleTemplates", &format!("{list}/templates"), None, 200);
    caller.call(
        "listRuleTemplates",
        &format!("{list}/templates?language=xx"),
        None,
        422,
    );
    for template in ["silent-contact", "promoter-thanks"] {
        let path = format!("{list}/templates/{template}?language=nl");
        let made = caller.call("createRuleFromTemplate", &path, None, 201);
        let one = format!("{list}/{}", made["id"].as_str().expect("an id"));
        caller.call("tryRule", &format!("{one}/trial?days=30"), None, 200);
    }
    let nothing = format!("{list}/templates/nothing");
    caller.call("createRuleFromTemplate", &nothing, None, 404);
    let new = example(caller, "createRule");
    let made = caller.call("createRule", list, Some(&new), 201);
    caller.call("createRule", list, Some(&json!({ "name": "x" })), 422);
    let one = format!("{list}/{}", made["id"].as_str().expect("an id"));
    caller.call("getRule", &one, None, 200);
    let trial = format!("{one}/trial");
    caller.call("tryRule", &trial, None, 200);
    caller.call("tryRule", &format!("{trial}?days=0"), None, 422);
    let other = example(caller, "tryRuleAs");
    caller.call("tryRuleAs", &trial, Some(&other), 200);
    let key = caller.bearer();
    let stale = [("Authorization", key.as_str()), ("If-Match", "\"99\"")];
    let change = example(caller, "changeRule");
    let reply = caller.send("changeRule", &one, &stale, Some(&change));
    caller.hold("changeRule", &reply, 412);
    caller.call("changeRule", &one, Some(&change), 200);
    caller.call("listRules", &format!("{list}?state=on"), None, 200);
    caller.call("listFired", &format!("{one}/fired"), None, 200);
    caller.call("listFired", &format!("{one}/fired?limit=0"), None, 422);
    let open = format!("{one}/open-cases");
    caller.call("listOpenCasesOfRule", &open, None, 200);
    let apply = format!("{open}/apply");
    caller.call("applyRuleToOpenCases", &apply, None, 200);
    let reply = caller.send("applyRuleToOpenCases", &apply, &stale, None);
    caller.hold("applyRuleToOpenCases", &reply, 412);
    caller.call("removeRule", &one, None, 409);
    caller.call(
        "changeRule",
        &one,
        Some(&json!({ "state": "archived" })),
        200,
    );
    caller.call("changeRule", &one, Some(&json!({ "state": "on" })), 409);
    let draft = caller.call("createRule", list, Some(&new), 201);
    let draft = format!("{list}/{}", draft["id"].as_str().expect("an id"));
    caller.call("removeRule", &draft, None, 204);
}

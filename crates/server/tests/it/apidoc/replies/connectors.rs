//! Replies about connections to other systems.

use serde_json::json;

use super::{Caller, example};
use crate::connector::{Company, patiently};
use crate::harness::Server;

pub(super) fn connectors(caller: &mut Caller) {
    let host = Company::start();
    let environment = [("LUISTER_OUTBOUND_ALLOW", "127.0.0.1:*")];
    let allowed = Server::start_with(caller.server.backend, &environment);
    let usual = std::mem::replace(&mut caller.server, allowed);
    let list = "/api/v1/connectors";
    let mut new = example(caller, "addConnector");
    new["base_url"] = json!(host.url());
    let made = caller.call("addConnector", list, Some(&new), 201);
    new["secrets"] = json!({});
    caller.call("addConnector", list, Some(&new), 422);
    caller.call("listConnectors", list, None, 200);
    let one = format!("{list}/{}", made["connector_id"].as_str().expect("an id"));
    caller.call("getConnector", &one, None, 200);
    caller.call(
        "listConnectorFields",
        &format!("{one}/fields?stream=accounts"),
        None,
        200,
    );
    caller.call(
        "listConnectorFields",
        &format!("{one}/fields?stream=tickets"),
        None,
        422,
    );
    let body = example(caller, "tryConnector");
    caller.call("tryConnector", &format!("{one}/try"), Some(&body), 200);
    let change = example(caller, "changeConnector");
    caller.call("changeConnector", &one, Some(&change), 200);
    let key = caller.bearer();
    let stale = [("Authorization", key.as_str()), ("If-Match", "\"99\"")];
    let reply = caller.send("changeConnector", &one, &stale, Some(&change));
    caller.hold("changeConnector", &reply, 412);
    caller.call("runConnector", &format!("{one}/run"), None, 202);
    let gone = format!("{one}/gone");
    caller.call("listConnectorGone", &gone, None, 200);
    let other = format!("{gone}?stream=tickets");
    caller.call("listConnectorGone", &other, None, 422);
    let runs = format!("{one}/runs");
    let run_id = patiently("a run is over", std::time::Duration::from_secs(20), || {
        let all = caller.call("listConnectorRuns", &runs, None, 200);
        let over = all["runs"]
            .as_array()?
            .iter()
            .find(|run| run["state"] == "done")?;
        over["run_id"].as_str().map(str::to_owned)
    });
    caller.call("getConnectorRun", &format!("{runs}/{run_id}"), None, 200);
    pushes(caller, &one);
    caller.call("removeConnector", &one, None, 204);
    caller.server = usual;
}

/// Tasks that the other system refuses.
fn pushes(caller: &mut Caller, one: &str) {
    let account = caller.server.get_json("/api/v1/accounts")["accounts"][0]["account_id"].clone();
    let list = format!("{one}/pushes");
    for (id, verb, status) in [
        ("sendConnectorPushAgain", "again", 202),
        ("takeConnectorPushAsDone", "done", 204),
    ] {
        let case = json!({ "title": "Call", "account_id": account });
        let opened = caller.server.api("POST", "/api/v1/cases", Some(&case));
        assert_eq!(opened.status, 201, "{}", opened.text());
        let dead = format!("{list}?state=dead");
        let push_id = patiently("it is refused", std::time::Duration::from_secs(20), || {
            let all = caller.call("listConnectorPushes", &dead, None, 200);
            all["pushes"][0]["push_id"].as_str().map(str::to_owned)
        });
        caller.call(id, &format!("{list}/{push_id}/{verb}"), None, status);
    }
    caller.call("listConnectorPushes", &format!("{list}?limit=0"), None, 422);
}

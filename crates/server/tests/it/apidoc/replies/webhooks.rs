//! Replies about webhooks and channels.

use serde_json::json;

use super::{Caller, example};
use crate::harness::Server;

pub(super) fn webhooks(caller: &mut Caller) {
    let list = "/api/v1/webhooks";
    // Nobody is there; the server may look.
    let environment = [("LUISTER_OUTBOUND_ALLOW", "127.0.0.1:9")];
    let allowed = Server::start_with(caller.server.backend, &environment);
    let usual = std::mem::replace(&mut caller.server, allowed);
    let mut new = example(caller, "addWebhook");
    new["url"] = json!("http://127.0.0.1:9/luister");
    let made = caller.call("addWebhook", list, Some(&new), 201);
    let chat = json!({ "kind": "slack", "name": "Team", "url": new["url"] });
    let chat = caller.call("addWebhook", list, Some(&chat), 201);
    let inside = json!({ "kind": "slack", "name": "Team", "url": "https://127.0.0.1/" });
    caller.call("addWebhook", list, Some(&inside), 422);
    caller.call("listWebhooks", list, None, 200);
    caller.call("listChannels", "/api/v1/channels", None, 200);
    let one = format!("{list}/{}", made["id"].as_str().expect("an id"));
    let chat = format!("{list}/{}", chat["id"].as_str().expect("an id"));
    caller.call("getWebhook", &one, None, 200);
    let change = example(caller, "changeWebhook");
    caller.call("changeWebhook", &one, Some(&change), 200);
    caller.call("changeWebhook", &one, Some(&json!({ "name": "" })), 422);
    let key = caller.bearer();
    let stale = [("Authorization", key.as_str()), ("If-Match", "\"99\"")];
    let reply = caller.send("changeWebhook", &one, &stale, Some(&change));
    caller.hold("changeWebhook", &reply, 412);
    caller.call("replaceWebhookSecret", &format!("{one}/secret"), None, 200);
    caller.call("replaceWebhookSecret", &format!("{chat}/secret"), None, 409);
    deliveries(caller, &one);
    caller.call("removeWebhook", &chat, None, 204);
    caller.call("removeWebhook", &one, None, 204);
    caller.server = usual;
}

fn deliveries(caller: &mut Caller, one: &str) {
    let test = caller.call("testWebhook", &format!("{one}/test"), None, 202);
    caller.call("changeWebhook", one, Some(&json!({ "is_on": false })), 200);
    caller.call("testWebhook", &format!("{one}/test"), None, 409);
    let again = format!("{one}/send-again");
    caller.call("sendDeadLettersAgain", &again, None, 409);
    let list = format!("{one}/deliveries");
    caller.call("listDeliveries", &format!("{list}?state=dead"), None, 200);
    caller.call("listDeliveries", &format!("{list}?limit=0"), None, 422);
    let delivery = format!("{list}/{}", test["delivery_id"].as_str().expect("an id"));
    caller.call("getDelivery", &delivery, None, 200);
    let send = format!("{delivery}/send-again");
    caller.call("sendDeliveryAgain", &send, None, 409);
    caller.call("changeWebhook", one, Some(&json!({ "is_on": true })), 200);
    caller.call("sendDeliveryAgain", &send, None, 204);
    caller.call("sendDeadLettersAgain", &again, None, 200);
}

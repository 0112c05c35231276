//! A channel that rules tell isn't taken away from under them without a word.

use serde_json::{Value, json};

use super::{Acting, on_each};
use crate::harness::{Backend, Reply};
use crate::people;
use crate::webhook::receiver::Receiver;

on_each!(
    a_channel_that_rules_tell_is_not_removed_without_a_word,
    the_pages_ask_and_name_the_rules,
);

fn channel(acting: &Acting, receiver: &Receiver) -> String {
    let body = json!({ "kind": "slack", "name": "Service", "url": receiver.url("/slack") });
    let made = acting.post("/api/v1/webhooks", &body);
    made["id"].as_str().expect("an id").to_owned()
}

fn telling(channel: &str) -> Value {
    json!({ "when": { "class": ["detractor"] }, "then": [{ "tell": { "channel_id": channel } }] })
}

/// A page with its slashes as they are.
fn plain(page: &Reply) -> String {
    page.text().replace("&#x2f;", "/")
}

fn alerts(acting: &Acting, cookie: &str) -> String {
    plain(&acting.server.page("/work", cookie))
}

fn a_channel_that_rules_tell_is_not_removed_without_a_word(backend: Backend) {
    let receiver = Receiver::start();
    let allow = receiver.allow();
    let acting = Acting::start(backend, &[("LUISTER_OUTBOUND_ALLOW", &allow)]);
    let server = &acting.server;
    let id = channel(&acting, &receiver);
    let path = format!("/api/v1/webhooks/{id}");
    assert_eq!(server.get_json(&path)["used_by"], json!([]));
    let rule = acting.rule(&telling(&id));
    let used = json!([{ "noun": "rule", "id": rule, "name": "Call back", "state": "on" }]);
    assert_eq!(server.get_json(&path)["used_by"], used);
    assert_eq!(
        server.get_json("/api/v1/webhooks")["webhooks"][0]["used_by"],
        used
    );

    let refused = |reply: Reply| {
        assert_eq!(reply.status, 409, "{}", reply.text());
        let json = reply.json();
        let detail = json["detail"].as_str().expect("words");
        assert!(detail.contains("“Call back”"), "{detail}");
        assert!(detail.contains("even_if_used=true"), "{detail}");
    };
    refused(server.api("DELETE", &path, None));
    refused(server.api("PATCH", &path, Some(&json!({ "is_on": false }))));
    refused(server.api("DELETE", &format!("{path}?even_if_used=false"), None));
    assert_eq!(
        server
            .api("DELETE", &format!("{path}?force=true"), None)
            .status,
        400
    );
    // Anything else about it can be changed.
    let renamed = server.api("PATCH", &path, Some(&json!({ "name": "Team" })));
    assert_eq!(renamed.status, 200, "{}", renamed.text());
    let cookie = server.log_in();
    assert!(!alerts(&acting, &cookie).contains("something it names"));

    let off = json!({ "is_on": false, "even_if_used": true });
    let reply = server.api("PATCH", &path, Some(&off));
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.json()["is_on"], false);
    // Whoever runs things sees that a rule is cut off, nobody else.
    let page = alerts(&acting, &cookie);
    assert!(page.contains("One rule that is on can"), "{page}");
    assert!(page.contains("href=\"/rules\""), "{page}");
    people::add(server, "lena", "lead");
    let lead = people::log_in(server, "lena");
    assert!(!alerts(&acting, &lead).contains("something it names"));
    let listed = server.get_json(&format!("/api/v1/rules/{rule}"));
    assert_eq!(listed["trouble"], json!(["no-channel"]));

    // It is off already, so nothing more is lost by switching it off; by removing it, something is.
    let reply = server.api("PATCH", &path, Some(&json!({ "is_on": false })));
    assert_eq!(reply.status, 200, "{}", reply.text());
    refused(server.api("DELETE", &path, None));
    let gone = server.api("DELETE", &format!("{path}?even_if_used=true"), None);
    assert_eq!(gone.status, 204, "{}", gone.text());
    assert!(alerts(&acting, &cookie).contains("One rule that is on can"));

    // A rule that is put away holds nothing up.
    let other = channel(&acting, &receiver);
    let draft = acting.draft(&telling(&other));
    let path = format!("/api/v1/webhooks/{other}");
    refused(server.api("DELETE", &path, None));
    acting.patch(&draft, &json!({ "state": "archived" }));
    assert_eq!(server.api("DELETE", &path, None).status, 204);
}

fn the_pages_ask_and_name_the_rules(backend: Backend) {
    let receiver = Receiver::start();
    let allow = receiver.allow();
    let acting = Acting::start(backend, &[("LUISTER_OUTBOUND_ALLOW", &allow)]);
    let server = &acting.server;
    let id = channel(&acting, &receiver);
    let rule = acting.rule(&telling(&id));
    let cookie = server.log_in();
    let page = format!("/settings/webhooks/{id}");
    let link = format!("href=\"/rules/{rule}\"");
    let shown = plain(&server.page(&page, &cookie));
    assert!(shown.contains("Used by these rules"), "{shown}");
    assert!(shown.contains(&link), "{shown}");
    let post = |path: &str, form: &[(&str, &str)]| {
        server
            .request("POST", path)
            .header("Cookie", &cookie)
            .header("Accept", "text/html")
            .form(form)
            .send()
    };

    // Switched off by the form: asked, with what was typed kept.
    let edit = format!("{page}/edit");
    let revision = server.get_json(&format!("/api/v1/webhooks/{id}"))["revision"].to_string();
    let form = [("name", "Renamed"), ("url", ""), ("revision", &revision)];
    let asked = post(&edit, &form);
    assert_eq!(asked.status, 409);
    let text = plain(&asked);
    assert!(text.contains(&link) && text.contains("Renamed"), "{text}");
    assert!(text.contains("name=\"even_if_used\""), "{text}");
    let still = server.get_json(&format!("/api/v1/webhooks/{id}"));
    assert_eq!(
        (&still["is_on"], &still["name"]),
        (&json!(true), &json!("Service"))
    );
    let mut sure = form.to_vec();
    sure.push(("even_if_used", "on"));
    assert_eq!(post(&edit, &sure).status, 303);
    let off = server.get_json(&format!("/api/v1/webhooks/{id}"));
    assert_eq!(
        (&off["is_on"], &off["name"]),
        (&json!(false), &json!("Renamed"))
    );

    // Removed: asked once more.
    let remove = format!("{page}/remove");
    let asked = post(&remove, &[]);
    assert_eq!(asked.status, 409);
    let text = plain(&asked);
    assert!(text.contains(&link), "{text}");
    assert!(text.contains("Remove it all the same"), "{text}");
    assert_eq!(server.page(&page, &cookie).status, 200);
    assert_eq!(post(&remove, &[("sure", "on")]).status, 400);
    assert_eq!(post(&remove, &[("even_if_used", "on")]).status, 303);
    assert_eq!(server.page(&page, &cookie).status, 404);
}

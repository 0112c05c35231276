//! The pages under `/settings/webhooks`.

use serde_json::json;

use super::receiver::{Act, Receiver};
use super::{add, on_each, server, test};
use crate::harness::{Backend, Reply, Server};

on_each!(
    an_administrator_sets_up_a_webhook,
    lists_are_paged_and_filtered,
);

fn post(server: &Server, path: &str, cookie: &str, form: &[(&str, &str)]) -> Reply {
    server
        .request("POST", path)
        .header("Cookie", cookie)
        .header("Accept", "text/html")
        .form(form)
        .send()
}

/// Where a reply leads.
fn follow(server: &Server, reply: &Reply, cookie: &str) -> String {
    assert_eq!(reply.status, 303, "{}", reply.text());
    let page = server.page(reply.header("location").expect("a place"), cookie);
    assert_eq!(page.status, 200, "{}", page.text());
    page.text()
}

fn an_administrator_sets_up_a_webhook(backend: Backend) {
    let receiver = Receiver::start();
    let server = server(backend, &receiver);
    let cookie = server.log_in();
    let empty = server.page("/settings/webhooks", &cookie).text();
    assert!(
        empty.contains("Nothing is told to other systems yet"),
        "{empty}"
    );

    // A form with mistakes comes back with what was given.
    let wrong = post(
        &server,
        "/settings/webhooks",
        &cookie,
        &[
            ("kind", "standard"),
            ("name", "<b>CRM</b>"),
            ("url", "https://127.0.0.1/x"),
        ],
    );
    assert_eq!(wrong.status, 422);
    let text = wrong.text();
    assert!(text.contains("No public place has this address"), "{text}");
    assert!(
        text.contains("&lt;b&gt;CRM") && text.contains("127.0.0.1"),
        "{text}"
    );
    let invented = post(
        &server,
        "/settings/webhooks",
        &cookie,
        &[
            ("kind", "standard"),
            ("name", "CRM"),
            ("url", &receiver.url("/a")),
            ("types", "case.exploded"),
        ],
    );
    assert_eq!(invented.status, 422);
    let text = invented.text();
    assert!(
        text.contains("One of these events does not exist"),
        "{text}"
    );
    let unknown = [("kind", "standard"), ("colour", "red")];
    assert_eq!(
        post(&server, "/settings/webhooks", &cookie, &unknown).status,
        400
    );

    // The secret is shown once.
    let made = post(
        &server,
        "/settings/webhooks",
        &cookie,
        &[
            ("kind", "standard"),
            ("name", "<b>CRM</b>"),
            ("url", &receiver.url("/a")),
            ("types", "response.created"),
            ("types", "case.opened"),
        ],
    );
    assert_eq!(made.status, 200, "{}", made.text());
    let text = made.text();
    let secret = text
        .split("whsec_")
        .nth(1)
        .and_then(|t| t.split('<').next())
        .expect("a secret");
    let all = server.get_json("/api/v1/webhooks");
    let one = &all["webhooks"][0];
    assert_eq!(one["types"], json!(["response.created", "case.opened"]));
    let id = one["id"].as_str().expect("an id").to_owned();
    let page = format!("/settings/webhooks/{id}");
    for path in ["/settings/webhooks", &page, &format!("{page}/edit")] {
        let text = server.page(path, &cookie).text();
        assert!(!text.contains(secret) && !text.contains("whsec_"), "{path}");
        assert!(
            text.contains("&lt;b&gt;CRM") && !text.contains("<b>CRM"),
            "{path}"
        );
    }

    // A test that arrives, one that doesn't.
    let tested = post(&server, &format!("{page}/test"), &cookie, &[]);
    assert!(follow(&server, &tested, &cookie).contains("The test arrived."));
    receiver.script("/a", &[Act::Say(410)]);
    let tested = post(&server, &format!("{page}/test"), &cookie, &[]);
    let text = follow(&server, &tested, &cookie);
    assert!(text.contains("The test was refused for good."), "{text}");
    assert!(
        text.contains("&lt;b&gt;said 410"),
        "what a receiver says is inert: {text}"
    );
    let speak = |language| {
        post(
            &server,
            "/settings/language",
            &cookie,
            &[("language", language)],
        )
    };
    assert_eq!(speak("nl").status, 303);
    let dutch = server.page(&page, &cookie).text();
    assert_eq!(speak("en").status, 303);
    let said = "Het andere systeem wil dit niet meer ontvangen. “&lt;b&gt;said 410";
    assert!(dutch.contains(said), "{dutch}");
    let text = server.page(&page, &cookie).text();
    assert!(
        text.contains("Off: the receiver wants no more (410)"),
        "{text}"
    );

    // On again, elsewhere; the address stays when nothing is given.
    let revision = server.get_json(&format!("/api/v1/webhooks/{id}"))["revision"].to_string();
    let saved = post(
        &server,
        &format!("{page}/edit"),
        &cookie,
        &[
            ("name", "CRM"),
            ("url", ""),
            ("is_on", "on"),
            ("revision", &revision),
        ],
    );
    assert!(follow(&server, &saved, &cookie).contains("Saved."));
    let stale = [
        ("name", "CRM"),
        ("url", ""),
        ("revision", revision.as_str()),
    ];
    assert_eq!(
        post(&server, &format!("{page}/edit"), &cookie, &stale).status,
        412
    );
    let one = server.get_json(&format!("/api/v1/webhooks/{id}"));
    assert_eq!(
        (&one["is_on"], &one["types"], &one["name"]),
        (&json!(true), &json!([]), &json!("CRM"))
    );
    receiver.script("/a", &[Act::Say(200)]);
    let again = post(&server, &format!("{page}/send-again"), &cookie, &[]);
    follow(&server, &again, &cookie);
    receiver.wait_for("/a", 3);

    let rotated = post(&server, &format!("{page}/secret"), &cookie, &[]);
    assert!(
        rotated.text().contains("whsec_")
            && rotated.text().contains("The old secret signs too until")
    );
    let dutch = server
        .request("GET", &page)
        .header("Cookie", &format!("{cookie}; luister_language=nl"))
        .send();
    assert_eq!(dutch.status, 200);
    let removed = post(&server, &format!("{page}/remove"), &cookie, &[]);
    assert!(follow(&server, &removed, &cookie).contains("Removed."));
    assert_eq!(server.page(&page, &cookie).status, 404);
}

fn lists_are_paged_and_filtered(backend: Backend) {
    let receiver = Receiver::start();
    let server = server(backend, &receiver);
    let (id, _) = add(&server, &receiver.url("/a"));
    let told: Vec<String> = (0..55).map(|_| test(&server, &id)).collect();
    receiver.wait_for("/a", 55);
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let path = format!("/api/v1/webhooks/{id}/deliveries?limit=20{cursor}");
        let part = server.get_json(&path);
        for one in part["deliveries"].as_array().expect("a list") {
            seen.push(one["id"].as_str().expect("an id").to_owned());
        }
        match part["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let mut wanted = told.clone();
    wanted.reverse();
    assert_eq!(seen, wanted, "all of them, the latest first");
    let cookie = server.log_in();
    let page = server
        .page(&format!("/settings/webhooks/{id}"), &cookie)
        .text();
    assert!(page.contains("Older deliveries"), "{page}");
    let next = page
        .split("cursor=")
        .nth(1)
        .and_then(|t| t.split(['"', '&']).next())
        .expect("a cursor");
    let rest = server
        .page(&format!("/settings/webhooks/{id}?cursor={next}"), &cookie)
        .text();
    assert_eq!(rest.matches("/deliveries/").count(), 5, "{rest}");
    let dead = server
        .page(&format!("/settings/webhooks/{id}?state=dead"), &cookie)
        .text();
    assert!(dead.contains("Nothing here."), "{dead}");
}

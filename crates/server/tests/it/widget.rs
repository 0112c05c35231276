//! A survey on somebody's web page: the headers by which browsers show or refuse it, what is
//! stored, and how sites are named.

use serde_json::{Value, json};

use crate::harness::Server;
use crate::on_both;
use crate::respondent::{open, rows};
use crate::response::all;

on_both!(
    a_frame_is_for_named_sites_only,
    answers_in_a_frame_say_where_they_come_from,
    sites_are_checked_and_saved,
);

fn set(server: &Server, id: &str, origins: &[&str]) -> u16 {
    let path = format!("/api/v1/surveys/{id}/widget");
    let body = json!({ "origins": origins });
    server.api("PUT", &path, Some(&body)).status
}

fn a_frame_is_for_named_sites_only(server: Server) {
    let (id, token) = server.survey("ces", &Value::Null);
    let (framed, plain) = (format!("/w/{token}"), format!("/r/{token}"));
    let policy = |path: &str| {
        let reply = server.request("GET", path).send();
        reply
            .header("content-security-policy")
            .expect("a policy")
            .to_owned()
    };
    assert!(
        policy(&framed).contains("frame-ancestors 'none';"),
        "nobody yet"
    );
    assert_eq!(
        set(
            &server,
            &id,
            &["https://B.example/", "https://a.example:8443"]
        ),
        200
    );
    let now = policy(&framed);
    assert!(
        now.contains("frame-ancestors https://a.example:8443 https://b.example;"),
        "{now}"
    );
    assert_eq!(
        policy(&plain),
        now.replace("https://a.example:8443 https://b.example", "'none'")
    );
    let sent = open(&server, &framed)
        .set("answer_effort", "9")
        .reply(&server, &framed, "next");
    assert_eq!(sent.status, 422);
    assert_eq!(
        sent.header("content-security-policy"),
        Some(now.as_str()),
        "mistakes are shown in the frame too"
    );
    assert_eq!(
        sent.header("cross-origin-resource-policy"),
        Some("cross-origin")
    );
    assert!(sent.header("set-cookie").is_none());
    assert!(policy("/w/nowhere").contains("frame-ancestors 'none'"));
    let script = server.request("GET", "/widget.js").send();
    assert_eq!(script.status, 200);
    assert_eq!(
        script.header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
    assert_eq!(
        script.header("cross-origin-resource-policy"),
        Some("cross-origin")
    );
    assert!(script.body.len() < 5000);
    assert_eq!(set(&server, &id, &[]), 200);
    assert!(
        policy(&framed).contains("frame-ancestors 'none';"),
        "taken back"
    );
}

fn answers_in_a_frame_say_where_they_come_from(server: Server) {
    let (id, token) = server.survey("ces", &Value::Null);
    let path = format!(
        "/w/{token}?a.article=42%20%26%20up&a.{}=long&language=en",
        "x".repeat(65)
    );
    let page = open(&server, &path).set("answer_effort", "2");
    let action = page
        .text
        .split("action=\"")
        .nth(1)
        .and_then(|a| a.split('"').next());
    let action = crate::respondent::decode(action.expect("a form"));
    assert_eq!(action, format!("/w/{token}?a.article=42%20%26%20up&step=1"));
    let done = page.send(&server, &action, "next");
    assert_eq!(done.status, 200, "{}", done.text);
    let stored = all(&server, &id);
    assert_eq!(stored[0]["channel"], "widget");
    assert_eq!(stored[0]["attributes"], json!({ "article": "42 & up" }));
    assert_eq!(page.send(&server, &action, "next").status, 200);
    assert_eq!(rows(&server, "response"), 1, "a retry is the same response");
    let cookie = server.log_in();
    let results = server.page(&format!("/surveys/{id}/results?by=channel"), &cookie);
    assert!(!results.text().contains("dashboard-channel-widget"));
}

fn sites_are_checked_and_saved(server: Server) {
    let (id, token) = server.survey("ces", &Value::Null);
    let path = format!("/api/v1/surveys/{id}/widget");
    let wrong = json!({ "origins": ["https://a.example", "https://a.example; script-src *", "*"] });
    let refused = server.api("PUT", &path, Some(&wrong));
    assert_eq!(refused.status, 422);
    let pointers: Vec<Value> = refused.json()["errors"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|e| e["pointer"].clone())
        .collect();
    assert_eq!(pointers, ["/origins/1", "/origins/2"]);
    assert_eq!(server.get_json(&path)["origins"], json!([]));
    let cookie = server.log_in();
    let page_path = format!("/surveys/{id}/widget");
    let send = |sites: &str| {
        let request = server.request("POST", &page_path).header("Cookie", &cookie);
        request.form(&[("sites", sites)]).send()
    };
    assert_eq!(
        send("https://a.example\r\n\r\n http://127.0.0.1:8000 ").status,
        303
    );
    let shown = server.get_json(&path);
    assert_eq!(
        shown["origins"],
        json!(["http://127.0.0.1:8000", "https://a.example"])
    );
    let snippet = shown["snippet"].as_str().expect("a text");
    assert!(
        snippet.contains(&format!("data-survey=\"{token}\"")),
        "{snippet}"
    );
    let refused = send("https://a.example/path\nhttps://b.example");
    assert_eq!(refused.status, 422);
    assert!(
        refused.text().contains("https://a.example&#x2f;path")
            || refused
                .text()
                .contains("https:&#x2f;&#x2f;a.example&#x2f;path")
    );
    assert_eq!(server.get_json(&path), shown, "nothing was saved");
    let page = server.page(&page_path, &cookie);
    assert!(
        page.status == 200 && !page.text().contains('⟨'),
        "{}",
        page.text()
    );
    let share = server.page(&format!("/surveys/{id}/share"), &cookie).text();
    assert!(share.contains(&page_path) && share.contains(&format!("/surveys/{id}/votes")));
}

//! The character U+0000, which PostgreSQL can't store: refused, never a fault of ours.

use serde_json::json;

use crate::harness::Server;
use crate::on_both;

on_both!(the_character_nul_is_refused_everywhere);

fn the_character_nul_is_refused_everywhere(server: Server) {
    let cookie = server.log_in();
    for path in [
        "/heard/%00",
        "/accounts/%00",
        "/settings/audit?who=%00",
        "/api/v1/cases?owner=%00",
        "/api/v1/accounts/%00",
        "/api/v1/audit.csv?who=%00",
        "/api/v1/people?q=a%00b",
    ] {
        let status = server.page(path, &cookie).status;
        assert!([400, 404, 422].contains(&status), "{path}: {status}");
    }
    for (path, body) in [
        ("cases", json!({ "title": "a", "role": "\u{0}" })),
        ("cases", json!({ "title": "a", "response_id": "\u{0}" })),
        (
            "actions",
            json!({ "title": "a", "level": "process", "owner_id": "\u{0}" }),
        ),
        (
            "conversations",
            json!({ "kind": "call", "account_id": "\u{0}", "text": "a" }),
        ),
        ("people", json!({ "email": "a@b.nl", "name": "a\u{0}b" })),
        ("contacts", json!({ "external_id": "\u{0}" })),
        ("causes", json!({ "name": "a\u{0}b", "kind": "process" })),
        ("views", json!({ "name": "a", "query": "q=\u{0}" })),
    ] {
        let reply = server.api("POST", &format!("/api/v1/{path}"), Some(&body));
        let status = reply.status;
        assert!(
            (400..500).contains(&status),
            "{path}: {status} {}",
            reply.text()
        );
    }
}

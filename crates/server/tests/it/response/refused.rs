//! What is refused says why and names what is wrong, and answers of employees stay among many.

use serde_json::{Value, json};

use super::{add, responses};
use crate::harness::Server;
use crate::on_both;

on_both!(
    answers_of_employees_are_not_shown_one_by_one,
    mistakes_are_named,
);

fn answers_of_employees_are_not_shown_one_by_one(server: Server) {
    let (id, _) = server.survey("enps", &Value::Null);
    let stored = add(&server, &id, &json!({ "answers": { "recommend": 3 } }));
    assert_eq!(stored.status, 201, "{}", stored.text());
    let one = stored.json()["id"].as_str().expect("an id").to_owned();
    let all = responses(&id);
    for path in [
        all.clone(),
        format!("{all}/{one}"),
        format!("{all}.csv"),
        format!("{all}.xlsx"),
    ] {
        let reply = server.api("GET", &path, None);
        assert_eq!(reply.status, 403, "{path}");
        assert_eq!(
            reply.json()["detail"],
            "answers of employees are shown in groups only"
        );
    }
    let cookie = server.log_in();
    for kind in ["csv", "xlsx"] {
        let path = format!("/surveys/{id}/export.{kind}");
        assert_eq!(server.page(&path, &cookie).status, 403, "{path}");
    }
    let output = server.command(&["export", "--survey", &id], "");
    assert!(!output.status.success() && output.stdout.is_empty());
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("shown in groups only"), "{said}");
    let erased = server.api("DELETE", &format!("{all}/{one}"), None);
    assert_eq!(erased.status, 204, "who asks for it is still erased");
}

fn mistakes_are_named(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    for (query, name) in [
        ("limit=-1", "`limit`"),
        ("limit=x", "`limit`"),
        ("limit=0", "limit"),
        ("limit=1&limit=2", "`limit`"),
        ("colour=1", "`colour`"),
    ] {
        let reply = server.api("GET", &format!("{}?{query}", responses(&id)), None);
        assert!([400, 422].contains(&reply.status), "{query}");
        let detail = reply.json()["detail"].to_string();
        assert!(detail.contains(name), "{query}: {detail}");
    }
    for body in [
        json!([]),
        json!([1, 2]),
        json!("text"),
        json!(7),
        json!(null),
    ] {
        let reply = add(&server, &id, &body);
        assert_eq!(reply.status, 422, "{body}");
        let error = reply.json()["errors"][0].clone();
        let expected = json!({ "pointer": "/", "detail": "a JSON object is expected" });
        assert_eq!(error, expected, "{body}");
    }
    for path in [responses(&id), format!("{}/bulk", responses(&id))] {
        let reply = server.api(
            "POST",
            &path,
            Some(&json!({ "responses": [7], "answers": 7 })),
        );
        assert!(!reply.text().contains("struct"), "{}", reply.text());
    }
    for language in ["NL", "english", "n1", "x"] {
        let body = json!({ "answers": { "effort": 3 }, "language": language });
        let reply = add(&server, &id, &body);
        assert_eq!(reply.status, 422, "{language}");
        assert_eq!(reply.json()["errors"][0]["pointer"], "/language");
    }
}

//! Improvements: closed when what belongs to them is over, and told on the public page.

use serde_json::{Value, json};

use super::{action, id, patch, post};
use crate::harness::Server;
use crate::on_both;

on_both!(
    an_improvement_closes_when_its_actions_are_over,
    the_public_page_tells_what_was_done_and_names_nobody,
    employees_are_never_written_to,
);

pub(super) fn improvement(server: &Server, title: &str) -> String {
    let body = json!({
        "title": title,
        "heard": {
            "nl": { "title": format!("NL {title}"), "said": "U wachtte.", "did": "Er zijn meer mensen." },
            "en": { "title": format!("EN {title}"), "did": "There are more people." },
        },
    });
    id(&post(server, "/api/v1/improvements", &body))
}

fn an_improvement_closes_when_its_actions_are_over(server: Server) {
    let own = improvement(&server, "Sooner");
    let close = format!("/api/v1/improvements/{own}/close");
    let body = json!({ "publish": true });
    assert_eq!(
        server.api("POST", &close, Some(&body)).status,
        409,
        "nothing was done"
    );
    let [one, other] = ["One", "Other"].map(|title| {
        id(&action(
            &server,
            &json!({ "title": title, "level": "process", "improvement_id": own }),
        ))
    });
    patch(
        &server,
        &format!("/api/v1/actions/{one}"),
        &json!({ "status": "done" }),
    );
    assert_eq!(
        server.api("POST", &close, Some(&body)).status,
        409,
        "one is not over"
    );
    patch(
        &server,
        &format!("/api/v1/actions/{other}"),
        &json!({ "status": "dropped" }),
    );
    let missing = server.api("POST", &close, Some(&json!({ "tell": true })));
    assert_eq!(missing.status, 422, "{}", missing.text());
    let cookie = server.log_in();
    let page = server.page(&format!("/improvements/{own}/close"), &cookie);
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.text().contains("EN Sooner"), "{}", page.text());
    // The letter says what was done, not only what it is called.
    assert!(
        page.text().contains("Er zijn meer mensen."),
        "{}",
        page.text()
    );
    let stored = server.get_json(&format!("/api/v1/improvements/{own}"));
    let body = stored["letter"]["en"]["body"].as_str().expect("a letter");
    assert!(body.contains("{did}"), "{body}");
    let reversed =
        json!({ "title": "x", "level": "process", "from": "2026-12-01", "to": "2026-01-01" });
    let refused = server.api("POST", "/api/v1/actions", Some(&reversed));
    assert_eq!(
        refused.json()["errors"][0]["pointer"],
        "/to",
        "{}",
        refused.text()
    );
    let form = server
        .request("POST", &format!("/improvements/{own}/close"))
        .header("Cookie", &cookie)
        .form(&[("publish", "yes"), ("expected", "0")])
        .send();
    assert_eq!(form.status, 303, "{}", form.text());
    let now = server.get_json(&format!("/api/v1/improvements/{own}"));
    assert_eq!(
        (&now["status"], now["published_at"].is_null()),
        (&json!("closed"), false)
    );
    let late = json!({ "title": "Late", "level": "process", "improvement_id": own });
    assert_eq!(
        server.api("POST", "/api/v1/actions", Some(&late)).status,
        422
    );
    for (path, said) in [
        ("/improvements".to_owned(), "No improvements here"),
        ("/improvements?show=closed".to_owned(), "Sooner"),
        (format!("/improvements/{own}"), "See it on the public page"),
        (
            format!("/improvements/{own}/edit"),
            "There are more people.",
        ),
    ] {
        let page = server.page(&path, &cookie);
        assert!(page.text().contains(said), "{path}: {}", page.text());
    }
    let again = post(
        &server,
        &format!("/api/v1/improvements/{own}/reopen"),
        &json!({}),
    );
    assert_eq!(
        (&again["status"], &again["published_at"]),
        (&json!("open"), &Value::Null)
    );
    let notes = server
        .get_json("/api/v1/audit?noun=improvement")
        .to_string();
    for action in [
        "improvement.created",
        "improvement.closed",
        "improvement.reopened",
    ] {
        assert!(notes.contains(action), "{action}: {notes}");
    }
    let bad = json!({ "title": "x", "letter": { "nl": { "subject": "{oops", "body": "b" } } });
    assert_eq!(
        server
            .api("POST", "/api/v1/improvements", Some(&bad))
            .status,
        422
    );
    let bad = json!({ "title": "x", "heard": { "fr": { "title": "x", "did": "x" } } });
    assert_eq!(
        server
            .api("POST", "/api/v1/improvements", Some(&bad))
            .status,
        422
    );
}

fn the_public_page_tells_what_was_done_and_names_nobody(server: Server) {
    let read = |path: &str, language: &str| {
        let request = server.request("GET", path).header("Accept", "text/html");
        request.header("Accept-Language", language).send()
    };
    let alone = read("/heard", "en");
    assert_eq!(alone.status, 303, "a single workspace is meant");
    let all = alone.header("location").expect("a place").to_owned();
    assert_eq!(read(&all, "en").status, 200, "before anything is published");
    let own = improvement(&server, "Sooner <b>answers</b>");
    let one = format!("{all}/sooner-b-answers-b");
    let shown = server.get_json(&format!("/api/v1/improvements/{own}"));
    assert_eq!(shown["public_path"], json!(one));
    assert_eq!(read(&one, "en").status, 404, "not published");
    let made = action(
        &server,
        &json!({ "title": "Call Piet", "level": "process", "improvement_id": own }),
    );
    patch(
        &server,
        &format!("/api/v1/actions/{}", id(&made)),
        &json!({ "status": "done" }),
    );
    let body = json!({ "publish": true });
    post(&server, &format!("/api/v1/improvements/{own}/close"), &body);
    for path in [all.as_str(), one.as_str()] {
        for (language, title, words) in [
            ("nl-NL,nl;q=0.9", "NL Sooner &lt;b&gt;answers", "Wij deden"),
            ("en", "EN Sooner &lt;b&gt;answers", "We did"),
        ] {
            let page = read(path, language);
            assert_eq!(page.status, 200, "{}", page.text());
            let cached = page.header("cache-control").expect("a header");
            assert!(
                cached.contains("public") && cached.contains("max-age"),
                "{cached}"
            );
            assert_eq!(page.header("vary"), Some("Accept-Language"));
            assert!(page.header("set-cookie").is_none());
            let text = page.text();
            assert!(text.contains(title) && text.contains(words), "{text}");
            assert!(!text.contains("Piet"), "{text}");
        }
    }
    // Mails that went before have an address without the workspace.
    let old = read("/heard/sooner-b-answers-b", "en");
    assert_eq!((old.status, old.header("location")), (303, Some(&*one)));

    // Another company in the same installation: nothing of the one is shown for the other.
    let other = "0123456789abcdefghjkmnpqrs";
    let sql = format!(
        "INSERT INTO workspace (workspace_id, name, time_zone, created_at_us)
         SELECT '{other}', 'Other Ltd', time_zone, created_at_us FROM workspace"
    );
    crate::respondent::write(&server, &sql);
    let theirs = read(&format!("/heard/{other}"), "en");
    assert_eq!(theirs.status, 200, "{}", theirs.text());
    let text = theirs.text();
    assert!(
        text.contains("Other Ltd") && !text.contains("Sooner"),
        "{text}"
    );
    assert_eq!(
        read(&format!("/heard/{other}/sooner-b-answers-b"), "en").status,
        404
    );
    assert!(read(&all, "en").text().contains("Acme"));
    assert_eq!(read("/heard", "en").status, 404, "which of the two?");
    assert_eq!(read("/heard/sooner-b-answers-b", "en").status, 303);
    let nobody = "00000000000000000000000000";
    assert_eq!(read(&format!("/heard/{nobody}"), "en").status, 404);

    let unpublish = format!("/api/v1/improvements/{own}/unpublish");
    post(&server, &unpublish, &json!({}));
    assert_eq!(read(&one, "en").status, 404);
    assert_eq!(read("/heard/sooner-b-answers-b", "en").status, 404);
    assert_eq!(read("/heard?colour=red", "en").status, 400);
    assert_eq!(read("/heard/%2e%2e%2fetc", "en").status, 404);
}

fn employees_are_never_written_to(server: Server) {
    let drivers = json!([{ "key": "proud", "text": { "en": "I am proud" } }]);
    let (survey, _) = server.survey("enps", &drivers);
    let own = improvement(&server, "Prouder");
    let made = action(
        &server,
        &json!({
            "title": "Ask each other", "level": "employee", "improvement_id": own,
            "source": format!("driver:{survey}:proud"),
        }),
    );
    assert_eq!(
        (&made["source"]["employees"], &made["answers"]),
        (&json!(true), &json!(0))
    );
    let voices = server.get_json(&format!("/api/v1/improvements/{own}/voices"));
    assert_eq!(
        (&voices["answers"], &voices["reached"]),
        (&json!(0), &json!(0))
    );
    patch(
        &server,
        &format!("/api/v1/actions/{}", id(&made)),
        &json!({ "status": "done" }),
    );
    let body = json!({ "publish": true, "tell": true, "expected": 0 });
    post(&server, &format!("/api/v1/improvements/{own}/close"), &body);
    let page = server.page(&format!("/actions/{}", id(&made)), &server.log_in());
    assert!(
        page.text().contains("Employees are anonymous"),
        "{}",
        page.text()
    );
}

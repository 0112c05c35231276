//! Actions: made from what was said, and nothing without an owner or late hidden.

mod improvement;

use serde_json::{Value, json};

use crate::harness::{Server, eventually};
use crate::on_both;

on_both!(
    an_action_follows_from_what_was_said,
    what_nobody_owns_and_what_is_late_is_in_sight,
    a_hostile_action_is_inert,
    who_only_reads_changes_nothing,
);

fn post(server: &Server, path: &str, body: &Value) -> Value {
    let reply = server.api("POST", path, Some(body));
    assert!(
        (200..300).contains(&reply.status),
        "POST {path}: {}",
        reply.text()
    );
    reply.json()
}

fn id(made: &Value) -> String {
    made["id"].as_str().expect("an id").to_owned()
}

fn driver_survey(server: &Server, template: &str) -> String {
    let drivers = json!([{ "key": "software", "text": { "en": "The software <b>works</b>" } }]);
    server.survey(template, &drivers).0
}

fn says(server: &Server, survey: &str, answers: &Value) -> String {
    let path = format!("/api/v1/surveys/{survey}/responses");
    id(&post(server, &path, &json!({ "answers": answers })))
}

fn action(server: &Server, body: &Value) -> Value {
    post(server, "/api/v1/actions", body)
}

fn patch(server: &Server, path: &str, body: &Value) -> Value {
    let reply = server.api("PATCH", path, Some(body));
    assert_eq!(reply.status, 200, "PATCH {path}: {}", reply.text());
    reply.json()
}

fn an_action_follows_from_what_was_said(server: Server) {
    let survey = driver_survey(&server, "relational-nps");
    says(
        &server,
        &survey,
        &json!({ "recommend": 3, "software": 1, "why": "I wait too long" }),
    );
    says(&server, &survey, &json!({ "recommend": 4, "software": 2 }));
    says(
        &server,
        &survey,
        &json!({ "recommend": 7, "software": 3, "why": "waiting, waiting" }),
    );
    says(&server, &survey, &json!({ "recommend": 9, "software": 5 }));
    let source = format!("driver:{survey}:software");
    let body = json!({ "title": "Answer sooner", "level": "process", "source": source });
    let made = action(&server, &body);
    assert_eq!(made["answers"], 2, "{made}");
    assert_eq!(made["source"]["label"], "The software <b>works</b>");
    assert_eq!(
        (&made["status"], &made["progress"]),
        (&json!("open"), &json!(0))
    );
    let none = json!({
        "title": "Later", "level": "process", "source": source, "from": "2099-01-01",
    });
    assert_eq!(action(&server, &none)["answers"], 0);
    let theme = post(
        &server,
        &format!("/api/v1/surveys/{survey}/themes"),
        &json!({ "name": "Waiting", "rules": "wait*" }),
    );
    let source = format!("theme:{survey}:{}", id(&theme));
    let by_theme = json!({ "title": "Shorter waits", "level": "organisation", "source": source });
    let by_theme = action(&server, &by_theme);
    assert_eq!(by_theme["answers"], 2, "{by_theme}");
    // What was said since belongs to it when somebody counts again.
    says(
        &server,
        &survey,
        &json!({ "recommend": 2, "why": "too long a wait" }),
    );
    let path = format!("/api/v1/actions/{}/recount", id(&by_theme));
    assert_eq!(post(&server, &path, &json!({}))["answers"], 3);
    for (body, status) in [
        (
            json!({ "title": "x", "level": "process", "source": format!("driver:{survey}:nothing") }),
            422,
        ),
        (
            json!({ "title": "x", "level": "process", "source": "case:1" }),
            422,
        ),
        (json!({ "title": " ", "level": "process" }), 422),
        (json!({ "title": "x", "level": "planet" }), 422),
        (
            json!({ "title": "x", "level": "process", "owner_id": platform::id::new() }),
            422,
        ),
        (
            json!({ "title": "x", "level": "process", "due": "tomorrow" }),
            422,
        ),
        (
            json!({ "title": "x", "level": "process", "colour": "red" }),
            422,
        ),
    ] {
        let reply = server.api("POST", "/api/v1/actions", Some(&body));
        assert_eq!(reply.status, status, "{body}: {}", reply.text());
    }
    let list = server.get_json(&format!("/api/v1/actions?source={source}"));
    assert_eq!(
        (&list["count"], list["actions"].as_array().map(Vec::len)),
        (&json!(1), Some(1))
    );
    let cookie = server.log_in();
    for path in [
        format!("/surveys/{survey}/themes/{}", id(&theme)),
        format!("/surveys/{survey}/themes/comments?theme={}", id(&theme)),
    ] {
        let page = server.page(&path, &cookie).text().replace("&#x2f;", "/");
        assert!(page.contains("/actions/new?from=theme"), "{page}");
    }
    let form = server.page(&format!("/actions/new?from={source}"), &cookie);
    assert!(form.text().contains("Waiting"), "{}", form.text());
    let page = server
        .page(&format!("/actions/{}", id(&made)), &cookie)
        .text();
    assert!(page.contains("The software &lt;b&gt;works"), "{page}");
    let notes = server.get_json("/api/v1/audit?action=action.created");
    assert!(notes.to_string().contains(&id(&made)), "{notes}");
}

fn what_nobody_owns_and_what_is_late_is_in_sight(server: Server) {
    let cookie = server.log_in();
    let people = server.get_json("/api/v1/people");
    let admin = people["people"][0]["user_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let made = action(&server, &json!({ "title": "Nobody's", "level": "process" }));
    let late = json!({
        "title": "Late", "level": "customer", "owner_id": admin, "due": "2020-01-02",
    });
    let late = action(&server, &late);
    assert_eq!(late["overdue"], true, "{late}");
    let titles = |query: &str| -> Vec<String> {
        let list = server.get_json(&format!("/api/v1/actions?{query}"));
        let all = list["actions"].as_array().expect("a list").iter();
        all.map(|own| own["title"].as_str().expect("a text").to_owned())
            .collect()
    };
    assert_eq!(titles("owner_id=none"), ["Nobody's"]);
    assert_eq!(titles("overdue=true"), ["Late"]);
    assert_eq!(titles(&format!("owner_id={admin}")), ["Late"]);
    assert_eq!(titles(""), ["Late", "Nobody's"]);
    for (show, title, other) in [
        ("unowned", "Nobody&#x27;s", "Late"),
        ("overdue", "Late", "Nobody&#x27;s"),
        ("mine", "Late", "Nobody&#x27;s"),
    ] {
        let page = server
            .page(&format!("/actions?show={show}"), &cookie)
            .text();
        assert!(page.contains(&format!(">{title}</a>")), "{show}: {page}");
        assert!(!page.contains(&format!(">{other}</a>")), "{show}: {page}");
    }
    let path = format!("/api/v1/actions/{}", id(&made));
    let done = patch(
        &server,
        &path,
        &json!({ "progress": 40, "note": "Half way\n\nalmost" }),
    );
    assert_eq!(
        (&done["status"], &done["progress"]),
        (&json!("doing"), &json!(40))
    );
    let done = patch(
        &server,
        &path,
        &json!({ "status": "done", "owner_id": admin }),
    );
    assert_eq!(
        (&done["progress"], &done["ended_at"]),
        (&json!(100), &done["changed_at"])
    );
    assert_eq!(done["log"].as_array().map(Vec::len), Some(5), "{done}");
    assert_eq!(titles("owner_id=none"), [""; 0]);
    let taken = patch(
        &server,
        &path,
        &json!({ "owner_id": null, "status": "open" }),
    );
    assert_eq!(
        (&taken["owner_id"], &taken["progress"]),
        (&Value::Null, &json!(0))
    );
    let stale = server
        .request("PATCH", &path)
        .header("Authorization", &format!("Bearer {}", server.key))
        .header("If-Match", "\"1\"")
        .json(&json!({ "title": "Other" }))
        .send();
    assert_eq!(stale.status, 412, "{}", stale.text());
    // By the forms too.
    let form = |fields: &[(&str, &str)]| {
        let path = format!("/actions/{}", id(&made));
        let request = server.request("POST", &path).header("Cookie", &cookie);
        request.form(fields).send()
    };
    assert_eq!(
        form(&[("status", "doing"), ("progress", "20"), ("note", "Begun")]).status,
        303
    );
    let wrong = form(&[
        ("status", "doing"),
        ("progress", "200"),
        ("note", "kept <i>"),
    ]);
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("kept &lt;i&gt;"), "{}", wrong.text());
    assert_eq!(server.get_json(&path)["progress"], 20);
}

fn a_hostile_action_is_inert(server: Server) {
    let title = "=HYPERLINK(\"http://evil.example\")<script>alert(1)</script>";
    let made = action(
        &server,
        &json!({ "title": title, "detail": "<!channel>\n\n<img src=x onerror=alert(1)>", "level": "process" }),
    );
    let cookie = server.log_in();
    for path in [
        "/actions",
        &format!("/actions/{}", id(&made)),
        &format!("/actions/{}/edit", id(&made)),
    ] {
        let page = server.page(path, &cookie);
        assert_eq!(page.status, 200, "{path}: {}", page.text());
        let page = page.text();
        assert!(
            !page.contains("<script>alert") && !page.contains("<img src=x"),
            "{path}: {page}"
        );
    }
    for path in [
        "/actions/export.csv",
        "/actions/export.csv?profile=excel-nl",
    ] {
        let file = server.page(path, &cookie);
        assert_eq!(file.status, 200);
        assert!(
            file.header("content-disposition")
                .is_some_and(|own| own.starts_with("attachment"))
        );
        assert!(file.text().contains("'=HYPERLINK"), "{}", file.text());
    }
    let file = server.api("GET", "/api/v1/actions.csv", None);
    assert!(file.text().contains("'=HYPERLINK"), "{}", file.text());
    for body in [
        json!({ "title": "a\r\nBcc: x", "level": "process" }),
        json!({ "title": "a\u{0}", "level": "process" }),
    ] {
        let reply = server.api("POST", "/api/v1/actions", Some(&body));
        assert_eq!(reply.status, 422, "{}", reply.text());
    }
}

fn who_only_reads_changes_nothing(server: Server) {
    let made = action(&server, &json!({ "title": "Mine", "level": "process" }));
    let reader = |method: &str, path: &str| {
        server
            .request(method, path)
            .header("Authorization", &format!("Bearer {}", server.read_key))
            .json(&json!({ "title": "x", "level": "process" }))
            .send()
            .status
    };
    assert_eq!(reader("POST", "/api/v1/actions"), 403);
    assert_eq!(
        reader("PATCH", &format!("/api/v1/actions/{}", id(&made))),
        403
    );
    assert_eq!(reader("POST", "/api/v1/improvements"), 403);
    assert_eq!(server.request("GET", "/api/v1/actions").send().status, 401);
    assert_eq!(server.request("GET", "/api/v1/outreach").send().status, 401);
    let foreign = format!("/api/v1/actions/{}", platform::id::new());
    assert_eq!(server.api("GET", &foreign, None).status, 404);
    eventually("the page asks to log in", || {
        let page = server
            .request("GET", "/actions")
            .header("Accept", "text/html")
            .send();
        (page.status == 303).then_some(())
    });
}

//! Who sees which dashboard, and that figures follow the reader and not the owner.

use serde_json::{Value, json};

use super::{made, page, survey};
use crate::harness::{Server, eventually};
use crate::on_both;
use crate::people::{add, log_in, post};

on_both!(
    a_dashboard_is_seen_and_changed_by_those_it_is_shared_with,
    figures_are_of_the_reader_and_never_of_the_owner,
);

fn a_dashboard_is_seen_and_changed_by_those_it_is_shared_with(server: Server) {
    let survey = survey(&server);
    for (name, role) in [("dora", "director"), ("rik", "viewer"), ("eva", "employee")] {
        add(&server, name, role);
    }
    let [dora, rik, eva] = ["dora", "rik", "eva"].map(|name| log_in(&server, name));
    let id = made(&server, &dora, "director", &survey);
    let at = |part: &str| format!("/dashboards/{id}{part}");
    let status = |path: &str, cookie: &str| server.page(path, cookie).status;
    assert_eq!(status(&at("?all=1"), &dora), 200);
    for cookie in [&rik, &eva] {
        for part in ["?all=1", "/edit", "/share", "/wall", "/blocks", "/live"] {
            assert_eq!(status(&at(part), cookie), 404, "{part}");
        }
        assert_eq!(post(&server, &at("/remove"), cookie, &[]).status, 404);
        assert!(!page(&server, "/dashboards", cookie).contains(&id));
    }
    let share = |form: &[(&str, &str)]| {
        let reply = post(&server, &at("/share"), &dora, form);
        assert_eq!(reply.status, 303, "{}", reply.text());
    };
    share(&[
        ("everybody", "none"),
        ("role.viewer", "see"),
        ("role.employee", "edit"),
    ]);
    assert_eq!(status(&at("?all=1"), &rik), 200);
    assert_eq!(status(&at("/edit"), &rik), 403);
    assert_eq!(status(&at("/edit"), &eva), 200);
    assert_eq!(status(&at("/share"), &eva), 403);
    assert_eq!(post(&server, &at("/remove"), &eva, &[]).status, 403);
    assert!(page(&server, "/dashboards", &rik).contains(&id));
    share(&[]);
    assert_eq!(status(&at("?all=1"), &rik), 404);
    // Programme managers and administrators look after all of them.
    let admin = server.log_in();
    assert_eq!(status(&at("/share"), &admin), 200);
    // Who left shows nothing by their links.
    let form = [("label", "x"), ("days", "1"), ("filter", "")];
    let text = post(&server, &at("/links"), &dora, &form)
        .text()
        .replace("&#x2f;", "/");
    let place = text.find("/shared/").expect("a link");
    let link = text[place..place + 60].to_owned();
    assert_eq!(server.request("GET", &link).send().status, 200);
    let people = server.get_json("/api/v1/people?q=dora@example.com");
    let dora_id = people["people"][0]["user_id"].as_str().expect("an id");
    let gone = json!({ "active": false });
    let reply = server.api("PATCH", &format!("/api/v1/people/{dora_id}"), Some(&gone));
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(server.request("GET", &link).send().status, 404);
}

fn figures_are_of_the_reader_and_never_of_the_owner(server: Server) {
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    add(&server, "eva", "employee");
    add(&server, "tom", "employee");
    for (who, score, times) in [("eva", 10, 7), ("tom", 0, 9)] {
        for _ in 0..times {
            let body = json!({
                "answers": { "recommend": score },
                "attributes": { "served_by": format!("{who}@example.com") },
            });
            let path = format!("/api/v1/surveys/{survey}/responses");
            let reply = server.api("POST", &path, Some(&body));
            assert!(reply.status < 300, "{}", reply.text());
        }
    }
    let admin = server.log_in();
    let id = made(&server, &admin, "employee", &survey);
    let form = [("everybody", "see")];
    assert_eq!(
        post(&server, &format!("/dashboards/{id}/share"), &admin, &form).status,
        303
    );
    let figures = |cookie: &str| {
        let path = format!("/api/v1/dashboards/{id}/figures");
        let reply = server.request("GET", &path).header("Cookie", cookie).send();
        assert_eq!(reply.status, 200, "{}", reply.text());
        let shown = reply.json();
        let block = shown["blocks"]
            .as_array()
            .expect("blocks")
            .iter()
            .find(|b| b["kind"] == "figure");
        let figure = block.expect("a figure")["figure"].clone();
        (figure["n"].as_u64(), figure["value"].as_f64())
    };
    assert_eq!(figures(&admin).0, Some(16));
    let [eva, tom] = ["eva", "tom"].map(|name| log_in(&server, name));
    eventually("who served is found out", || {
        (figures(&eva).0 == Some(7)).then_some(())
    });
    assert_eq!(figures(&eva), (Some(7), Some(100.0)));
    assert_eq!(figures(&tom), (Some(9), Some(-100.0)));
    assert_eq!(
        figures(&admin).0,
        Some(16),
        "what others looked at changes nothing"
    );
    // No figures of single people, by any filter.
    let refused = server.page(
        &format!("/dashboards/{id}?attribute=served_by:tom@example.com"),
        &admin,
    );
    assert!(!refused.text().contains("−100"), "{}", refused.text());
}

//! What people are shown: nothing that singles employees out, no score beyond its scale, no step
//! judged across a new wording.

use serde_json::{Value, json};

use super::{add, figures, page};
use crate::harness::Server;
use crate::on_both;

on_both!(
    comments_of_employees_can_not_be_narrowed,
    intervals_end_where_the_scale_ends,
    a_new_wording_ends_the_comparison,
    contradictions_are_refused,
);

fn comments_of_employees_can_not_be_narrowed(server: Server) {
    let (id, _) = server.survey("enps", &Value::Null);
    let answers: Vec<Value> = [("A", 20), ("B", 8), ("C", 3)]
        .into_iter()
        .flat_map(|(team, n)| {
            (0..n).map(move |i| {
                json!({ "answers": { "recommend": 6 + i % 5, "why": format!("secret-{team} {i:02}") },
                    "attributes": { "team": team },
                    "answered_at": format!("2026-03-{:02}T10:00:00Z", i + 1) })
            })
        })
        .collect();
    add(&server, &id, &answers);
    let cookie = server.log_in();
    let path = |query: &str| format!("/surveys/{id}/results{query}");
    let all = page(&server, &path(""), &cookie);
    let list = all.split("id=\"comments\"").nth(1).expect("comments");
    assert_eq!(list.matches("class=\"comment\"").count(), 31);
    assert_eq!(list.matches("secret-C").count(), 3);
    for never in [
        "class=\"score",
        "class=\"meta",
        "name=\"q\"",
        "team",
        "2026",
    ] {
        assert!(!list.contains(never), "{never} is beside comments");
    }
    let order: Vec<&str> = list
        .split("secret-")
        .skip(1)
        .map(|text| &text[..4])
        .collect();
    let mut sorted = order.clone();
    sorted.sort_unstable();
    assert_ne!(order, sorted, "the order in which they came");
    sorted.reverse();
    assert_ne!(order, sorted);
    assert_eq!(
        page(&server, &path("?by=team"), &cookie)
            .matches("secret-C")
            .count(),
        3
    );
    for query in [
        "?attribute=team:A",
        "?attribute=team:B",
        "?attribute=team:C",
        "?attribute=team:B&attribute=team:C",
        "?attribute=team:A&attribute=team:B&attribute=team:C",
        "?from=2026-03-02",
        "?to=2026-03-03",
        "?complete=1",
        "?channel=api",
    ] {
        let text = page(&server, &path(query), &cookie);
        assert!(!text.contains("secret-"), "{query}");
    }
    let filtered = page(&server, &path("?attribute=team:A"), &cookie);
    assert!(filtered.contains("only shown all together"), "says why");
    for (query, name) in [
        ("?q=secret-C", "q"),
        ("?class=detractor", "class"),
        ("?before=5.1", "before"),
    ] {
        let reply = server.page(&path(query), &cookie);
        assert_eq!(reply.status, 400, "{query}");
        let text = reply.text();
        assert!(
            text.contains(&format!("{name}: what people wrote here")),
            "{text}"
        );
        assert!(!text.contains("secret-C 0"));
    }
}

fn intervals_end_where_the_scale_ends(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let mut answers = vec![json!({ "answers": { "recommend": 10 } }); 11];
    answers.push(json!({ "answers": { "recommend": 0 } }));
    add(&server, &id, &answers);
    let high = figures(&server, &id, "")["nps"]["ci95"][1].as_f64();
    assert!(
        high.is_some_and(|high| high > 100.0),
        "programs get it as computed: {high:?}"
    );
    let text = page(
        &server,
        &format!("/surveys/{id}/results?by=month"),
        &server.log_in(),
    );
    assert!(text.contains("and 100"), "{text}");
    for beyond in ["and 101", "and 10.", "and 11", "and 12"] {
        assert!(!text.contains(beyond), "{beyond}");
    }
}

fn a_new_wording_ends_the_comparison(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let month = |month: u32, score: u32| -> Vec<Value> {
        let at = format!("2026-{month:02}-10T10:00:00Z");
        vec![json!({ "answers": { "recommend": score }, "answered_at": at }); 60]
    };
    add(&server, &id, &[month(1, 3), month(2, 10)].concat());
    let cookie = server.log_in();
    let results = || {
        page(
            &server,
            &format!("/surveys/{id}/results?trend=month"),
            &cookie,
        )
    };
    assert!(results().contains("From Jan 2026 to Feb 2026 it rose"));
    let path = format!("/api/v1/surveys/{id}");
    let mut definition = server.get_json(&path)["definition"].clone();
    definition["questions"][0]["text"]["en"] = json!("Worded in another way?");
    let reply = server.api("PUT", &format!("{path}/definition"), Some(&definition));
    assert_eq!(reply.status, 200, "{}", reply.text());
    add(&server, &id, &month(3, 9));
    let text = results();
    assert!(text.contains("Since the wording changed (Mar 2026) nothing can be compared"));
    assert!(!text.contains("it rose"), "not of two older periods");
    add(&server, &id, &month(4, 3));
    assert!(results().contains("From Mar 2026 to Apr 2026 it fell"));
}

fn contradictions_are_refused(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let cookie = server.log_in();
    for (query, named) in [
        (
            "?from=2026-04-01&to=2026-03-31",
            ["2026-04-01", "2026-03-31"],
        ),
        ("?by=week&by=month", ["by", "twice"]),
        ("?complete=1&complete=0", ["complete", "twice"]),
        ("?to=2026-03-31&to=2026-03-31", ["to", "twice"]),
    ] {
        let api = server.api("GET", &format!("/api/v1/surveys/{id}/figures{query}"), None);
        let page = server.page(&format!("/surveys/{id}/results{query}"), &cookie);
        for reply in [api, page] {
            assert_eq!(reply.status, 400, "{query}");
            assert!(
                named.iter().all(|name| reply.text().contains(name)),
                "{query}: {}",
                reply.text()
            );
        }
    }
    let twice = server.page(&format!("/surveys/{id}/results?q=a&q=b"), &cookie);
    assert_eq!(twice.status, 400);
    let empty = server.api("GET", &format!("/api/v1/surveys/{id}/figures?by="), None);
    assert_eq!(empty.status, 400);
    assert!(empty.text().contains("by is empty"));
    page(
        &server,
        &format!("/surveys/{id}/results?from=&to=&by=&trend="),
        &cookie,
    );
    assert_eq!(
        figures(&server, &id, "?language=xx&channel=api&version=9")["rows"],
        0
    );
}

//! The first page of each role: what stands there, and above all what doesn't.

use std::collections::HashMap;

use serde_json::json;

use crate::harness::{Server, eventually};
use crate::on_both;
use crate::staffed::{EMPLOYEES, Staffed};

on_both!(
    each_role_has_a_home,
    an_employee_sees_only_the_own_results,
    few_answers_are_drawn_together,
    what_was_told_is_told_anew_when_it_changes,
    a_lead_reads_each_touchpoint,
);

fn each_role_has_a_home(server: Server) {
    let staffed = Staffed::new(server);
    let admin = staffed.server.log_in();
    // Empty pages teach the next step.
    let page = staffed.page("/", &admin);
    for words in [
        "How we are doing",
        "What runs",
        "No target yet",
        "No answers yet",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    staffed.answers("anna", &[(10, "Anna was great", 1), (2, "Too slow", 20)]);
    staffed.heard("anna", 2);
    let case = json!({ "title": "Call them", "owner_id": staffed.id("anna"), "notify": false });
    let made = staffed.server.api("POST", "/api/v1/cases", Some(&case));
    assert_eq!(made.status, 201, "{}", made.text());
    let director = staffed.page("/", &staffed.cookie("dirk"));
    for words in [
        "What really moved",
        "Where most is to be gained",
        "One case is open.",
        "Leaders speak with customers",
        "Improvements, last 90 days",
    ] {
        assert!(director.contains(words), "{words}: {director}");
    }
    assert!(!director.contains("What runs"));
    let lead = staffed.page("/", &staffed.cookie("lena"));
    for words in [
        "Touchpoints of your team",
        "Anna was great",
        "One case is open.",
    ] {
        assert!(lead.contains(words), "{words}: {lead}");
    }
    assert!(!lead.contains("Too slow"), "that is not of this week");
    // Another lead sees nothing of it.
    let otto = staffed.page("/", &staffed.cookie("otto"));
    assert!(otto.contains("No answers within your sight yet") && !otto.contains("Anna was great"));
    assert_eq!(staffed.server.page("/?x=1", &admin).status, 400);
    assert_eq!(staffed.server.request("GET", "/").send().status, 303);
}

fn a_lead_reads_each_touchpoint(server: Server) {
    let staffed = Staffed::new(server);
    let server = &staffed.server;
    let (survey, _) = server.survey("relational-nps", &json!(null));
    let path = format!("/api/v1/surveys/{survey}");
    let mut definition = server.get_json(&path)["definition"].clone();
    let languages = definition["languages"].as_array().expect("languages");
    let said = languages.iter().filter_map(|own| own.as_str());
    let text: HashMap<String, &str> = said
        .map(|own| {
            (
                own.to_owned(),
                "How content are you with how it was brought?",
            )
        })
        .collect();
    let questions = definition["questions"].as_array_mut().expect("questions");
    questions.push(json!({
        "key": "delivery", "kind": "satisfaction", "touchpoint": "Delivery at the door",
        "text": text,
    }));
    let put = server.api("PUT", &format!("{path}/definition"), Some(&definition));
    assert_eq!(put.status, 200, "{}", put.text());
    let answers: Vec<_> = (0..40)
        .map(|at| {
            json!({
                "answers": { "recommend": 9, "delivery": if at < 10 { 2 } else { 5 } },
                "attributes": { "served_by": "anna@example.com" },
            })
        })
        .collect();
    let body = json!({ "responses": answers });
    let sent = server.api("POST", &format!("{path}/responses/bulk"), Some(&body));
    assert!(sent.status < 300, "{}", sent.text());
    let lena = staffed.cookie("lena");
    let tile = eventually("the lead's page has the touchpoint", || {
        let page = staffed.page("/", &lena);
        let after = page.split("CSAT: Delivery at the door").nth(1)?;
        let tile = after.split("</article>").next()?.to_owned();
        tile.contains("40 answers").then_some(tile)
    });
    assert!(tile.contains("75"), "{tile}");
    assert!(
        !staffed
            .page("/", &staffed.cookie("otto"))
            .contains("Delivery")
    );
}

fn an_employee_sees_only_the_own_results(server: Server) {
    let staffed = Staffed::new(server);
    staffed.answers(
        "anna",
        &[(10, "Anna was great", 1), (2, "Anna was too slow", 2)],
    );
    staffed.answers("bert", &[(10, "Bert was great", 1)]);
    staffed.heard("anna", 2);
    staffed.heard("bert", 1);
    let case = json!({ "title": "Call them", "owner_id": staffed.id("anna"), "notify": false });
    assert_eq!(
        staffed
            .server
            .api("POST", "/api/v1/cases", Some(&case))
            .status,
        201
    );
    let page = staffed.page("/", &staffed.cookie("anna"));
    for words in [
        "Compliments",
        "Anna was great",
        "Anna was too slow",
        "Call them",
        "A figure is shown from ten answers on: 8 more are needed.",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    for words in ["Bert", "Cees", "Dora"] {
        assert!(!page.contains(words), "{words}: {page}");
    }
    let words = page.find("Anna was too slow").expect("a comment");
    assert!(
        words < page.find("A figure is shown").expect("a figure"),
        "comments first"
    );
    let none = staffed.page("/", &staffed.cookie("cees"));
    assert!(none.contains("No answers yet") && none.contains("Nothing is waiting for you."));
}

fn few_answers_are_drawn_together(server: Server) {
    let staffed = Staffed::new(server);
    // Twelve answers each; Anna's happen to be all tens, the others' are mixed alike.
    for (place, name) in EMPLOYEES.iter().enumerate() {
        let of = |i: usize| match (place, i % 4) {
            (0, _) | (_, 0 | 1) => 10,
            (_, 2) => 8,
            _ => 3,
        };
        let all: Vec<(u64, &str, i64)> = (0..12).map(|i| (of(i), "", 5)).collect();
        staffed.answers(name, &all);
    }
    for name in EMPLOYEES {
        staffed.heard(name, 12);
    }
    let page = staffed.page("/", &staffed.cookie("anna"));
    assert!(page.contains("the own answers decide"), "{page}");
    assert!(
        !page.contains("about 100"),
        "one's own hundred is mostly luck: {page}"
    );
    let other = staffed.page("/", &staffed.cookie("bert"));
    assert!(!other.contains("about 25<"), "{other}");
}

fn what_was_told_is_told_anew_when_it_changes(server: Server) {
    let staffed = Staffed::new(server);
    let (dirk, lena) = (staffed.cookie("dirk"), staffed.cookie("lena"));
    staffed.answers("anna", &[(10, "Quick", 1); 40]);
    staffed.heard("anna", 40);
    let says = |cookie: &str, words: &str| staffed.page("/", cookie).contains(words);
    for cookie in [&dirk, &lena] {
        // The second time it is the same without counting again.
        assert!(says(cookie, "40 answers") && says(cookie, "40 answers"));
    }
    staffed.answers("anna", &[(0, "Never again", 1)]);
    staffed.heard("anna", 41);
    for cookie in [&dirk, &lena] {
        assert!(says(cookie, "41 answers") && !says(cookie, "40 answers"));
    }
    assert!(says(&lena, "Never again"), "what they wrote too");
    // Another name, and another language.
    let path = format!("/api/v1/surveys/{}", staffed.survey);
    let mut definition = staffed.server.get_json(&path)["definition"].clone();
    definition["title"]["en"] = json!("Renamed since");
    let put = format!("{path}/definition");
    let renamed = staffed.server.api("PUT", &put, Some(&definition));
    assert_eq!(renamed.status, 200, "{}", renamed.text());
    assert!(says(&dirk, "Renamed since") && says(&lena, "Renamed since"));
}

//! Teams and cases: who leads hears of what is late, and a case goes to colleagues.

use serde_json::json;

use super::{do_it, history, id, open, say, show};
use crate::harness::{Server, eventually};
use crate::on_both;
use crate::people::{add, log_in};
use crate::respondent::write;

on_both!(
    whoever_leads_the_team_hears_of_what_is_late,
    an_employee_hands_over_to_those_they_work_with,
);

/// Makes a team; its id.
fn team(server: &Server, name: &str, parent: Option<&str>) -> String {
    let body = json!({ "name": name, "parent_id": parent });
    id(&server.api("POST", "/api/v1/teams", Some(&body)), "team_id")
}

/// Adds somebody who works in a team.
fn works(server: &Server, (name, role): (&str, &str), team: &str) -> String {
    let person = add(server, name, role);
    let change = json!({ "team_id": team });
    let reply = server.api("PATCH", &format!("/api/v1/people/{person}"), Some(&change));
    assert_eq!(reply.status, 200, "{}", reply.text());
    person
}

fn whoever_leads_the_team_hears_of_what_is_late(server: Server) {
    let service = team(&server, "Service", None);
    let north = team(&server, "North", Some(&service));
    let lea = works(&server, ("lea", "lead"), &service);
    // Ann reports to nobody by name; nobody leads North itself.
    let ann = works(&server, ("ann", "employee"), &north);
    let case = open(&server, &json!({ "title": "Late", "owner_id": ann }));
    write(
        &server,
        "UPDATE app_case SET due_at_us = 1772443200000000, owned_since_us = 1772000000000000,
                opened_at_us = 1772000000000000, look_at_us = 0",
    );
    eventually("it is told", || {
        show(&server, &case)["escalated_at"]
            .is_string()
            .then_some(())
    });
    assert!(history(&server, &case).contains(&"escalated".to_owned()));
    let lines = server.get_json(&format!("/api/v1/cases/{case}/history"));
    let lines = lines["history"].as_array().expect("a list").clone();
    let line = lines.iter().find(|line| line["what"] == "escalated");
    assert_eq!(line.expect("a line")["detail"]["to"], json!([ann, lea]));
}

fn an_employee_hands_over_to_those_they_work_with(server: Server) {
    let service = team(&server, "Service", None);
    let (north, south) = (
        team(&server, "North", Some(&service)),
        team(&server, "South", Some(&service)),
    );
    let lea = works(&server, ("lea", "lead"), &service);
    let ann = works(&server, ("ann", "employee"), &north);
    let bob = works(&server, ("bob", "employee"), &north);
    let cas = works(&server, ("cas", "employee"), &south);
    let (cookie, at) = (log_in(&server, "ann"), "POST");
    let hand = |case: &str, to: &str| {
        let path = format!("/api/v1/cases/{case}/hand-over");
        say(&server, &cookie, (at, &path), &json!({ "to": to }))
    };
    let case = open(&server, &json!({ "title": "Call", "owner_id": ann }));
    let page = say(
        &server,
        &cookie,
        ("GET", &format!("/cases/{case}")),
        &json!(null),
    );
    let choices = page.text();
    let choices = choices.split("id=\"to\"").nth(1).expect("whom to");
    let choices = choices.split("</select>").next().expect("an end");
    for (person, offered) in [(&ann, true), (&bob, true), (&lea, true), (&cas, false)] {
        assert_eq!(choices.contains(person.as_str()), offered, "{choices}");
    }
    let refused = hand(&case, &cas);
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert_eq!(refused.json()["errors"][0]["pointer"], "/to");
    let given = hand(&case, &lea);
    assert_eq!(given.json()["owner_id"], lea.as_str(), "{}", given.text());
    assert_eq!(hand(&case, &bob).status, 404, "it isn't Ann's any more");
    // One that is opened for a colleague, and one for nobody they know.
    let new = |owner: &str| {
        let body = json!({ "title": "Visit", "owner_id": owner });
        say(&server, &cookie, (at, "/api/v1/cases"), &body)
    };
    assert_eq!(new(&bob).status, 201);
    let refused = new(&cas);
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert_eq!(refused.json()["errors"][0]["pointer"], "/owner_id");
    let role = json!({ "title": "Visit", "role": "king" });
    let refused = server.api("POST", "/api/v1/cases", Some(&role));
    assert_eq!(refused.json()["errors"][0]["pointer"], "/role");
    let causes = json!({ "cause_ids": ["x"] });
    let path = format!("/api/v1/cases/{case}/causes");
    let refused = server.api("PUT", &path, Some(&causes));
    assert_eq!(refused.json()["errors"][0]["pointer"], "/cause_ids");
    assert_eq!(
        do_it(&server, &case, "assign", &json!({ "role": "king" })).status,
        422
    );
}

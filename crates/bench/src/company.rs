//! A company for measurements: two hundred teams of five people, and a lead who sees three of them.

use anyhow::Context;
use serde_json::{Value, json};

use crate::server::Server;

/// Teams, and people in each.
pub(crate) const TEAMS: usize = 200;
pub(crate) const PEOPLE: usize = 5;
/// Teams the lead sees.
const LED: usize = 3;
/// Who leads them.
pub(crate) const LEAD: &str = "lead@example.com";

/// Makes the teams in a tree and the people in them: the lead's team is above the first three, the
/// first person of all can log in.
pub(crate) fn found(server: &Server) -> anyhow::Result<()> {
    let id = |made: &Value| -> anyhow::Result<String> {
        let id = made["team_id"].as_str().or(made["id"].as_str());
        Ok(id.with_context(|| format!("an id in {made}"))?.to_owned())
    };
    let team = |name: &str, parent: Option<&str>| -> anyhow::Result<String> {
        let mut body = json!({ "name": name });
        if let Some(parent) = parent {
            body["parent_id"] = json!(parent);
        }
        id(&server.call("POST", "/api/v1/teams", &body.to_string())?)
    };
    let in_team = |person: &str, team_id: &str| {
        let change = json!({ "team_id": team_id }).to_string();
        server.call("PATCH", &format!("/api/v1/people/{person}"), &change)
    };
    let above = team("Led", None)?;
    for number in 0..TEAMS {
        let parent = (number < LED).then_some(above.as_str());
        let team_id = team(&format!("Team {number}"), parent)?;
        for person in 0..PEOPLE {
            let person = number * PEOPLE + person;
            if person == 0 {
                let added = server.add_user(&address(person), "employee")?;
                in_team(&added, &team_id)?;
                continue;
            }
            let body = json!({
                "email": address(person),
                "name": format!("Person {person}"),
                "role": "employee",
                "team_id": team_id,
            });
            server.call("POST", "/api/v1/people", &body.to_string())?;
        }
    }
    let added = server.add_user(LEAD, "lead")?;
    in_team(&added, &above)?;
    Ok(())
}

/// The address of the nth of the people in teams.
pub(crate) fn address(person: usize) -> String {
    format!("p{person}@example.com")
}

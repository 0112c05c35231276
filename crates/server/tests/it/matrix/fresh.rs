//! Things made anew for one call of the matrix, so that what it does to them spoils nothing.

use serde_json::{Value, json};

use super::world::{Api, Objects};

impl Api<'_> {
    /// Makes `noun` anew among the objects of a place, belonging to whom those belong to.
    pub fn renew(&self, noun: &str, objects: &mut Objects) {
        let new = platform::id::new();
        let (person, account) = (objects["person"].clone(), objects["account"].clone());
        let survey = format!("/api/v1/surveys/{}", objects["survey"]);
        let id = match noun {
            "account" => {
                let account = json!({ "name": new, "external_id": new });
                self.made("/api/v1/accounts", &account, "account_id")
            }
            "action" => {
                let action = json!({ "title": new, "level": "customer", "owner_id": person });
                self.made("/api/v1/actions", &action, "id")
            }
            "case" => {
                let case = json!({
                    "title": new, "owner_id": person, "account_id": account, "notify": false,
                });
                self.made("/api/v1/cases", &case, "case_id")
            }
            "contact" | "twin" => {
                let contact = json!({ "email": format!("{new}@them.example"), "name": new });
                self.made("/api/v1/contacts", &contact, "contact_id")
            }
            "improvement" => self.improvement(&new),
            "person" => {
                let person = json!({ "email": format!("{new}@example.com") });
                self.made("/api/v1/people", &person, "user_id")
            }
            "team" => self.made("/api/v1/teams", &json!({ "name": new }), "team_id"),
            "survey" | "draft" => {
                let survey = json!({ "template": "relational-nps", "title": new });
                let id = self.made("/api/v1/surveys", &survey, "id");
                if noun == "survey" {
                    let path = format!("/api/v1/surveys/{id}/publish");
                    assert_eq!(self.send("POST", &path, &json!({})).status, 200);
                }
                id
            }
            "response" => {
                let answer = json!({ "answers": { "recommend": 7 } });
                self.made(&format!("{survey}/responses"), &answer, "id")
            }
            "theme" => {
                let theme = json!({ "name": new, "rules": "slow*" });
                self.made(&format!("{survey}/themes"), &theme, "id")
            }
            other => panic!("how is {other} made?"),
        };
        let noun = match noun {
            "account" => "account",
            "action" => "action",
            "case" => "case",
            "contact" => "contact",
            "improvement" => "improvement",
            "person" => "person",
            "team" => "team",
            "response" => "response",
            "theme" => "theme",
            "twin" => "twin",
            _ => "survey",
        };
        objects.insert(noun, id);
    }

    /// One that can be closed: all of it is done, and there is something to tell.
    fn improvement(&self, title: &str) -> String {
        let heard = json!({ "en": {
            "title": "Sooner answers", "said": "You waited too long.", "did": "We are more now.",
        } });
        let improvement = json!({ "title": title, "heard": heard });
        let id = self.made("/api/v1/improvements", &improvement, "id");
        let action = json!({ "title": title, "level": "process", "improvement_id": id });
        let action = self.made("/api/v1/actions", &action, "id");
        let path = format!("/api/v1/actions/{action}");
        let done = self.send("PATCH", &path, &json!({ "status": "done" }));
        assert_eq!(done.status, 200, "{}", done.text());
        id
    }

    /// Does what comes before a call: method, path and body, all with their ids filled in.
    pub fn before(&self, method: &str, path: &str, body: &str) -> Result<(), String> {
        let body: Value = serde_json::from_str(body).expect("JSON");
        let reply = self.send(method, path, &body);
        let fine = reply.status < 300;
        fine.then_some(())
            .ok_or_else(|| format!("before: {method} {path}: {}", reply.text()))
    }
}

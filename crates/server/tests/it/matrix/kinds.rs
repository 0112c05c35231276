//! Things that are no answers and no customers: dashboards, reports, targets, coaching pages of the
//! people of a place; programmes, rules, webhooks, connections of a whole workspace. Made through the
//! API, for the world and anew for single calls.

use std::time::Duration;

use serde_json::{Value, json};

use super::world::{Api, Objects};
use crate::connector::{Company, patiently};
use crate::harness::{Reply, Server, eventually};
use crate::webhook::receiver::Receiver;

/// Systems on this machine that webhooks tell and connections pull from. They end with the test.
pub struct Outside {
    told: String,
    company: String,
}

impl Outside {
    pub fn start() -> Self {
        Self {
            told: Receiver::start().url("/told"),
            company: Company::start().url(),
        }
    }

    /// The address that webhooks tell.
    pub fn told(&self) -> &str {
        &self.told
    }

    /// The address of the other system.
    pub fn company(&self) -> &str {
        &self.company
    }
}

/// Whoever makes things at a place.
pub struct Maker<'a> {
    /// The key of the workspace.
    pub api: Api<'a>,
    /// The session of the employee of the place.
    pub owner: &'a str,
    /// The session of whoever leads them.
    pub lead: &'a str,
    pub outside: &'a Outside,
}

/// A definition with which a programme can be started.
fn programme() -> Value {
    json!({
        "audience": "customers", "segment": {},
        "schedule": { "transactional": {
            "triggers": ["ticket.closed"], "cancels": [], "delay_minutes": 60, "expires_days": 7,
        } },
        "reminders": { "number": 1, "spacing_days": 5, "open_days": 21 },
        "priority": 20, "needs_consent": false,
        "sender": { "name": "Anna", "email": "anna@example.com", "responsible": false },
        "wording": { "en": {
            "subject": "How was it?", "greeting": "Hello,", "body": "Were we of help?",
            "closing": "", "reminder_subject": "", "reminder_body": "",
        } },
    })
}

impl Maker<'_> {
    /// Makes one of these anew among the objects of a place; false when it is none of them.
    pub fn renew(&self, noun: &str, objects: &mut Objects) -> bool {
        match noun {
            "invitation" => {
                let path = format!("/api/v1/surveys/{}/invitations", objects["survey"]);
                let invited = self
                    .api
                    .send("POST", &path, &json!({ "invitations": [{}] }));
                let invited = invited.json()["invitations"][0].clone();
                let id = invited["id"].as_str().expect("an id").to_owned();
                objects.insert("invitation", id);
            }
            "dashboard" => self.dashboard(objects),
            "link" => {
                let path = format!("/api/v1/dashboards/{}/links", objects["dashboard"]);
                let link = json!({ "label": platform::id::new(), "days": 30 });
                objects.insert("link", self.api.made(&path, &link, "id"));
            }
            "report" => {
                let report = json!({
                    "subject": { "kind": "survey", "survey_id": objects["survey"] },
                    "filter": "", "form": "pdf",
                    "cadence": { "every": "week", "day": 1, "hour": 8 },
                    "recipients": [objects["person"]],
                });
                let made = self.by_owner("/api/v1/reports", &report);
                objects.insert("report", id_of(&made, "id"));
            }
            "target" => {
                let target = json!({
                    "survey_id": objects["survey"], "scope": "team", "team_id": objects["team"],
                    "from": "2026-01-01", "to": "2026-12-31", "start": 31, "aim": 44,
                });
                objects.insert("target", self.api.made("/api/v1/targets", &target, "id"));
            }
            "coaching" => {
                let page = json!({ "person_id": objects["person"] });
                let made = self.by(self.lead, "/api/v1/coaching", &page);
                objects.insert("coaching", id_of(&made, "id"));
            }
            "entry" => {
                let path = format!("/api/v1/coaching/{}/entries", objects["coaching"]);
                let entry = json!({ "kind": "agreement", "text": "Call back within a day" });
                let made = self.by_owner(&path, &entry);
                objects.insert("entry", id_of(&made, "id"));
            }
            other => return self.of_workspace(other, objects),
        }
        true
    }

    /// A dashboard of the person of the place, shared with the team to look at, and with directors to
    /// change; with its first block.
    fn dashboard(&self, objects: &mut Objects) {
        let dashboard = json!({
            "title": platform::id::new(),
            "blocks": [{ "kind": "text", "text": "Welcome" }, { "kind": "cases" }],
            "shares": [
                { "with": "team", "team_id": objects["team"], "may": "see" },
                { "with": "role", "role": "director", "may": "edit" },
            ],
        });
        let made = self.by_owner("/api/v1/dashboards", &dashboard).json();
        let text = |value: &Value| value.as_str().expect("an id").to_owned();
        objects.insert("block", text(&made["blocks"][0]["id"]));
        objects.insert("dashboard", text(&made["id"]));
    }

    fn of_workspace(&self, noun: &str, objects: &mut Objects) -> bool {
        let new = platform::id::new();
        let made = match noun {
            "programme" => {
                let (survey, definition) = (&objects["survey"], programme());
                let programme =
                    json!({ "name": new, "survey_id": survey, "definition": definition });
                self.api.made("/api/v1/programmes", &programme, "id")
            }
            "source" => {
                let source = json!({ "name": new });
                self.api.made("/api/v1/event-sources", &source, "id")
            }
            "rule" => {
                let case = json!({
                    "title": "Call back", "within": { "days": 2 }, "first_contact": true,
                    "priority": "high", "notify": false,
                });
                let definition = json!({
                    "on": "answer", "when": { "all": [{ "class": ["detractor"] }] },
                    "then": [{ "open_case": case }],
                });
                let rule = json!({ "name": new, "definition": definition });
                self.api.made("/api/v1/rules", &rule, "id")
            }
            "cause" => {
                let cause = json!({ "kind": "process", "name": new });
                self.api.made("/api/v1/causes", &cause, "cause_id")
            }
            "role" => {
                let role = json!({ "name": new });
                self.api
                    .made("/api/v1/responsibilities/roles", &role, "role")
            }
            "view" => {
                let view =
                    json!({ "noun": "account", "name": new, "query": "q=x", "shared": true });
                self.api.made("/api/v1/views", &view, "view_id")
            }
            "webhook" => {
                let webhook = json!({
                    "kind": "standard", "name": new, "url": self.outside.told(),
                    "types": ["improvement.closed"],
                });
                self.api.made("/api/v1/webhooks", &webhook, "id")
            }
            "delivery" => self.delivery(objects),
            "connector" => self.connector(false),
            "push" => self.push(objects),
            _ => return false,
        };
        let known = super::sight::OF_ALL.into_iter();
        let noun = known.into_iter().find(|known| *known == noun);
        objects.insert(noun.expect("one of them"), made);
        true
    }

    /// A test that a webhook was told.
    fn delivery(&self, objects: &Objects) -> String {
        let one = format!("/api/v1/webhooks/{}", objects["webhook"]);
        let sent = self.api.send("POST", &format!("{one}/test"), &Value::Null);
        let id = id_of(&sent, "delivery_id");
        let path = format!("{one}/deliveries/{id}");
        eventually("it is told", || {
            let reply = self.api.send("GET", &path, &Value::Null).json();
            (reply["state"] == "delivered").then_some(())
        });
        id
    }

    /// A connection; with tasks it is on, and makes one of each case.
    fn connector(&self, with_tasks: bool) -> String {
        let connection = json!({
            "system": "hubspot", "name": platform::id::new(), "every_minutes": 0,
            "base_url": self.outside.company(), "secrets": { "token": "not-secret" },
            "pushes": { "tasks": with_tasks }, "is_on": with_tasks,
        });
        let id = "connector_id";
        self.api.made("/api/v1/connectors", &connection, id)
    }

    /// Adds the connection of the workspace that has run once, and whose tasks are refused.
    pub fn connect(&self, objects: &mut Objects) {
        let id = self.connector(true);
        let one = format!("/api/v1/connectors/{id}");
        let asked = self.api.send("POST", &format!("{one}/run"), &Value::Null);
        assert_eq!(asked.status, 202, "{}", asked.text());
        let run = patiently("it runs", Duration::from_secs(60), || {
            let runs = self.api.send("GET", &format!("{one}/runs"), &Value::Null);
            let runs = runs.json();
            let run = runs["runs"].as_array()?.first()?.clone();
            let id = run["run_id"].as_str()?.to_owned();
            (run["state"] == "done").then_some(id)
        });
        objects.insert("connector", id);
        objects.insert("run", run);
    }

    /// A task that the other system refused: of a case of the company that came from there.
    fn push(&self, objects: &Objects) -> String {
        let path = "/api/v1/accounts?q=Acme";
        let accounts = self.api.send("GET", path, &Value::Null).json();
        let case = json!({
            "title": platform::id::new(), "account_id": accounts["accounts"][0]["account_id"],
            "notify": false,
        });
        let case = self.api.made("/api/v1/cases", &case, "case_id");
        let path = format!(
            "/api/v1/connectors/{}/pushes?state=dead",
            objects["connector"]
        );
        patiently("it is refused", Duration::from_secs(60), || {
            let all = self.api.send("GET", &path, &Value::Null).json();
            let mut all = all["pushes"].as_array()?.iter();
            let push = all.find(|push| push["about_id"] == case.as_str())?;
            push["push_id"].as_str().map(str::to_owned)
        })
    }

    /// Removes what was made for one call and of which a workspace has only a few.
    pub fn clear(&self, noun: &str, objects: &Objects) {
        let path = match noun {
            "webhook" => format!("/api/v1/webhooks/{}", objects[noun]),
            "connector" => format!("/api/v1/connectors/{}", objects[noun]),
            _ => return,
        };
        self.api.send("DELETE", &path, &Value::Null);
    }

    fn by_owner(&self, path: &str, body: &Value) -> Reply {
        self.by(self.owner, path, body)
    }

    fn by(&self, cookie: &str, path: &str, body: &Value) -> Reply {
        let server: &Server = self.api.server;
        let request = server.request("POST", path).header("Cookie", cookie);
        let reply = request.json(body).send();
        assert_eq!(reply.status, 201, "{path}: {}", reply.text());
        reply
    }
}

fn id_of(reply: &Reply, name: &str) -> String {
    let body = reply.json();
    let id = body[name].as_str();
    id.unwrap_or_else(|| panic!("{name}: {body}")).to_owned()
}

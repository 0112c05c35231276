//! Programmes: who is asked, once, at the right moment, and who is not and why.

mod adapters;
mod api;
mod burst;
pub mod clock;
mod crash;
mod events;
mod late;
mod mails;
mod nodes;
mod outreach;
mod respondents;
mod unanswered;

use serde_json::{Value, json};

use crate::harness::{Backend, Server, eventually};
use crate::smtp::{Received, Smtp};

/// Makes a test on each database of `fn name(asking: Asking)`.
macro_rules! on_each {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                super::$name(crate::programme::Asking::start(crate::harness::Backend::Sqlite));
            }
            #[test]
            fn postgres() {
                super::$name(crate::programme::Asking::start(crate::harness::Backend::Postgres));
            }
        }
    )*};
}
use on_each;

/// A server that sends mail, at any hour of any day.
struct Asking {
    server: Server,
    smtp: Smtp,
}

/// Long enough for the planner to have looked, and the outbox to have sent.
fn settle() {
    std::thread::sleep(std::time::Duration::from_millis(3500));
}

impl Asking {
    fn start(backend: Backend) -> Self {
        Self::start_with(backend, &[])
    }

    /// With more in the server's environment.
    fn start_with(backend: Backend, more: &[(&str, &str)]) -> Self {
        let smtp = Smtp::start();
        let url = smtp.url();
        let mut environment = vec![
            ("LUISTER_SMTP_URL", url.as_str()),
            ("LUISTER_MAIL_FROM", "Acme <feedback@acme.example>"),
            ("LUISTER_MAIL_BOUNCE", "bounces@acme.example"),
        ];
        environment.extend(more);
        let server = Server::start_with(backend, &environment);
        let asking = Self { server, smtp };
        asking.settings(&json!([]));
        asking
    }

    /// Settings by which any moment will do, with this budget.
    fn settings(&self, budget: &Value) {
        let body = settings(budget);
        let reply = self.server.api("PUT", "/api/v1/ask/settings", Some(&body));
        assert_eq!(reply.status, 200, "{}", reply.text());
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let reply = self.server.api("POST", path, Some(body));
        assert!(
            (200..300).contains(&reply.status),
            "POST {path}: {}",
            reply.text()
        );
        if reply.body.is_empty() {
            Value::Null
        } else {
            reply.json()
        }
    }

    /// Adds or changes a contact; its id.
    fn contact(&self, body: &Value) -> String {
        let put = self.post("/api/v1/contacts", body);
        let id = put["contact"]["contact_id"].as_str();
        id.expect("an id").to_owned()
    }

    /// Makes a programme; its id.
    fn programme(&self, survey: &str, definition: &Value) -> String {
        let body = json!({ "name": "Asking", "survey_id": survey, "definition": definition });
        let made = self.post("/api/v1/programmes", &body);
        made["id"].as_str().expect("an id").to_owned()
    }

    /// Makes a programme and starts it; its id.
    fn running(&self, survey: &str, definition: &Value) -> String {
        let id = self.programme(survey, definition);
        self.go(&id, "start");
        id
    }

    fn go(&self, id: &str, verb: &str) {
        let path = format!("/api/v1/programmes/{id}/{verb}");
        let reply = self.server.api("POST", &path, None);
        assert_eq!(reply.status, 200, "{verb}: {}", reply.text());
    }

    /// Sends an event that must be accepted.
    fn event(&self, body: &Value) {
        let told = self.post("/api/v1/events", body);
        assert_eq!(told["outcome"], "accepted", "{told}");
    }

    /// A programme's contacts in a state.
    fn contacts(&self, id: &str, state: &str) -> Vec<Value> {
        let path = format!("/api/v1/programmes/{id}/contacts?state={state}&limit=200");
        let page = self.server.get_json(&path);
        page["contacts"].as_array().expect("a list").clone()
    }

    /// Waits for a contact of a programme in a state.
    fn wait_for(&self, id: &str, state: &str, email: &str) -> Value {
        eventually(&format!("{email} {state}"), || {
            let all = self.contacts(id, state);
            all.into_iter().find(|own| own["email"] == email)
        })
    }

    /// Waits until the mail server took the invitation of a contact, and that is known.
    fn handed_over(&self, id: &str, email: &str) -> Value {
        eventually(&format!("{email} got a mail"), || {
            let all = self.contacts(id, "invited");
            let found = all.into_iter().find(|own| own["email"] == email)?;
            (!found["invitation"]["handed_over_at"].is_null()).then_some(found)
        })
    }

    fn mails_to(&self, address: &str) -> usize {
        self.smtp.mails_to(address).len()
    }
}

fn settings(budget: &Value) -> Value {
    json!({
        "budget": budget,
        "calendar": {
            "zone": "UTC",
            "working_days": [true, true, true, true, true, true, true],
            "holidays": { "dutch": false },
            "quiet": null,
            "office": { "from": 540, "to": 1020 },
        },
        "e": 1.0,
    })
}

fn now_us() -> i64 {
    platform::Clock::system().now_us()
}

/// A moment so many minutes ago.
fn ago(minutes: i64) -> String {
    platform::clock::rfc3339(now_us() - minutes * 60_000_000)
}

fn today() -> String {
    let day = i32::try_from(now_us() / platform::clock::DAY_US).expect("a day");
    platform::clock::date_of_day(day).to_string()
}

fn wording() -> Value {
    json!({
        "nl": { "subject": "Hoe gaat het, {first_name|klant}?", "greeting": "Beste {first_name|klant},",
                "body": "Wij horen graag hoe het gaat." },
        "en": { "subject": "How are we doing?", "body": "We would like to hear it." },
    })
}

/// Everybody today.
fn relational() -> Value {
    json!({
        "audience": "customers",
        "schedule": { "relational": {
            "start": today(), "every": "half_year", "shape": "wave", "window_days": 14,
        }},
        "reminders": { "number": 1, "spacing_days": 7, "open_days": 28 },
        "priority": 50,
        "sender": { "name": "Anna de Vries", "email": "anna@acme.example" },
        "wording": wording(),
    })
}

/// At once after a ticket was closed.
fn transactional() -> Value {
    json!({
        "audience": "customers",
        "schedule": { "transactional": {
            "triggers": ["ticket.closed"], "cancels": ["ticket.reopened"],
            "delay_minutes": 0, "expires_days": 7,
        }},
        "reminders": { "number": 0, "spacing_days": 7, "open_days": 14 },
        "wording": wording(),
    })
}

/// A ticket of somebody was closed so many minutes ago.
fn closed(id: &str, ticket: &str, email: &str, minutes: i64) -> Value {
    json!({
        "id": id, "type": "ticket.closed", "at": ago(minutes), "subject": ticket,
        "contact": { "email": email },
    })
}

/// The path of the link to answer in a mail.
fn answer_link(mail: &Received) -> String {
    let text = mail.text();
    let at = text.find("/p/").expect("a link");
    let end = text[at + 3..].find(|c: char| !c.is_ascii_alphanumeric());
    text[at..at + 3 + end.expect("an end")].to_owned()
}

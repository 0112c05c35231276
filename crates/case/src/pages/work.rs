//! What can be done with a case on its page: each verb a form. What isn't accepted comes back with
//! what was typed.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use platform::Problem;
use platform::clock::{DAY_US, day_in, start_of_day_us};
use platform::web::{App, FormData, Frame, Path};
use serde_json::{Value, json};
use user::{Access, Routes, Viewer};

use super::form::{meant, moment, ticked, word};
use super::one::{self, Seen};
use super::view::Now;
use super::wrong::WRONG;
use crate::model::{CaseResult, Owner};
use crate::service::converse::{NewConversation, converse};
use crate::service::{self, Closing};
use crate::verbs::{Edit, Snooze};

/// The hour a snoozed case comes back, in the company's time zone.
const MORNING_US: i64 = 8 * 3_600_000_000;

pub(super) fn routes(routes: Routes<App>) -> Routes<App> {
    routes.post("/cases/{id}/{verb}", Access::Worker, act)
}

/// Mornings to snooze until: tomorrow, in three days, in a week, in a month.
pub(super) fn snoozes(now: &Now) -> Vec<Value> {
    [1, 3, 7, 30]
        .into_iter()
        .map(|days| {
            let day = day_in(&now.zone, now.now_us + days * DAY_US);
            let at_us = start_of_day_us(&now.zone, day) + MORNING_US;
            json!({ "days": days, "field": now.field(at_us) })
        })
        .collect()
}

/// All fields of all verbs.
pub(super) const FIELDS: &[&str] = &[
    "to",
    "note",
    "role",
    "until",
    "reason",
    "moves_due",
    "title",
    "priority",
    "due",
    "due_reason",
    "kind",
    "direction",
    "reached",
    "at",
    "user_id",
    "text",
    "result",
    "ask_again",
];

/// The fields of each verb, beside the revision.
fn fields(verb: &str) -> Option<&'static [&'static str]> {
    Some(match verb {
        "take-over" | "unsnooze" => &[],
        "hand-over" => &["to", "note"],
        "assign" => &["role"],
        "snooze" => &["until", "reason", "moves_due"],
        "edit" => &["title", "priority", "due", "due_reason"],
        "converse" => &["kind", "direction", "reached", "at", "user_id", "text"],
        "causes" => &["cause"],
        "close" => &["result", "text", "ask_again", "cause"],
        "reopen" => &["reason"],
        _ => return None,
    })
}

async fn act(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    Path((id, verb)): Path<(String, String)>,
    form: FormData,
) -> Result<Response, Problem> {
    let known = fields(&verb).ok_or_else(|| Problem::no("page"))?;
    form.only(|name| name == "revision" || known.contains(&name))?;
    let done = done(&app, &viewer, (&id, &verb), &form).await;
    let detail = match done.map_err(|problem| WRONG.said(&app, frame.language, problem)) {
        Ok(()) => return Ok(Redirect::to(&format!("/cases/{id}?said=saved")).into_response()),
        Err(Problem::Invalid { errors, .. }) => {
            let details: Vec<&str> = errors.iter().map(|e| e.detail.as_str()).collect();
            (StatusCode::UNPROCESSABLE_ENTITY, details.join("; "))
        }
        Err(Problem::Other(412, detail)) => (StatusCode::PRECONDITION_FAILED, detail),
        Err(Problem::Conflict(detail)) => (StatusCode::CONFLICT, detail),
        Err(problem) => return Err(problem),
    };
    let seen = Seen {
        said: None,
        wrong: Some((&verb, &form, detail.1)),
    };
    let page = one::page(&app, (&frame, &viewer), &id, seen).await?;
    Ok((detail.0, page).into_response())
}

async fn done(
    app: &App,
    viewer: &Viewer,
    (id, verb): (&str, &str),
    form: &FormData,
) -> Result<(), Problem> {
    let meant = meant(id, form)?;
    let zone = service::zone(app, viewer).await?;
    let text = |name: &str| form.text(name).to_owned();
    let changed = match verb {
        "take-over" => service::take_over(app, viewer, meant).await,
        "hand-over" => {
            service::hand_over(app, viewer, meant, (form.text("to"), form.text("note"))).await
        }
        "assign" => service::assign(app, viewer, meant, Owner::Role(text("role"))).await,
        "snooze" => {
            let until = moment(form, "until", &zone)?;
            let snooze = Snooze {
                until_us: until.ok_or_else(|| Problem::invalid("/until", "say until when"))?,
                reason: text("reason"),
                moves_due: ticked(form, "moves_due"),
            };
            service::snooze(app, viewer, meant, snooze).await
        }
        "unsnooze" => service::unsnooze(app, viewer, meant).await,
        "edit" => {
            let edit = Edit {
                title: Some(text("title")),
                priority: Some(word(form, "priority")?),
                due_at_us: moment(form, "due", &zone)?,
                due_reason: text("due_reason"),
            };
            service::edit(app, viewer, meant, edit).await
        }
        "converse" => {
            let new = NewConversation {
                kind: word(form, "kind")?,
                direction: word(form, "direction")?,
                reached: ticked(form, "reached"),
                at_us: moment(form, "at", &zone)?,
                user_id: Some(text("user_id")).filter(|id| !id.is_empty()),
                said: text("text"),
            };
            converse(app, viewer, meant, new).await
        }
        "causes" => service::causes::set(app, viewer, meant, causes(form)).await,
        "close" => {
            let closing = Closing {
                result: CaseResult {
                    outcome: word(form, "result")?,
                    text: text("text"),
                },
                causes: Some(causes(form)),
                ask_again: ticked(form, "ask_again"),
            };
            service::close(app, viewer, meant, closing).await
        }
        _ => service::reopen(app, viewer, meant, form.text("reason")).await,
    };
    changed.map(drop)
}

fn causes(form: &FormData) -> Vec<String> {
    form.all("cause").map(str::to_owned).collect()
}

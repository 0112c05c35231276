//! The page where people say what they want to hear of by mail, and the same for programs.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use coaching::Coaching;
use platform::Problem;
use platform::clock::{day_in, rfc3339, time_in};
use platform::web::{FormData, Frame, Json, NoQuery, Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};
use user::{Access, Entry, Gate, Routes, Viewer};

use crate::jobs;
use crate::model::{Rhythm, Setting, Wish};
use crate::service;

/// What the handlers share.
#[derive(Clone)]
pub(crate) struct Digests {
    /// Figures, and what is usual among colleagues.
    pub(crate) coaching: Coaching,
    pub(crate) sends_mail: bool,
}

pub(crate) fn routes(gate: &Gate, state: Digests) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/settings/digest", Access::Member, show)
        .post("/settings/digest", Access::Member, save)
        .post("/settings/digest/send", Access::Member, send)
        .get("/api/v1/people/{id}/digest", Access::MemberRead, get)
        .put("/api/v1/people/{id}/digest", Access::MemberWrite, put)
        .finish(state)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    said: Option<Said>,
}

/// What the page says after something was done.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Said {
    Saved,
    Sent,
    Nothing,
}

impl Said {
    const fn word(self) -> &'static str {
        match self {
            Self::Saved => "digest-said-saved",
            Self::Sent => "digest-said-sent",
            Self::Nothing => "digest-said-nothing",
        }
    }
}

/// Only people get mails.
fn me(viewer: &Viewer) -> Result<&str, Problem> {
    viewer.user_id().ok_or_else(|| Problem::no("person"))
}

async fn show(
    State(state): State<Digests>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Problem> {
    let own = service::get(&state.coaching.dashboard, &viewer, me(&viewer)?).await?;
    let zone = state.coaching.dashboard.zone(&viewer).await?;
    // The hour of a digest is the company's, so its moment is told as such.
    let local = |at_us| json!({ "day": day_in(&zone, at_us), "time": time_in(&zone, at_us) });
    let values = json!({
        "place": "tell",
        "said": asked.said.map(Said::word),
        "wish": own.wish,
        "next": own.next_at_us.map(local),
        "sends_mail": state.sends_mail,
    });
    let templates = &state.coaching.dashboard.app.templates;
    templates.page("digest/settings.html", &frame, values)
}

async fn save(
    State(state): State<Digests>,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| ["digest", "hour", "alarms"].contains(&name))?;
    let rhythm: Rhythm = form
        .text("digest")
        .parse()
        .map_err(|text: String| Problem::invalid("digest", text))?;
    let hour = form.text("hour").parse().unwrap_or(-1);
    let wish = Wish {
        digest: rhythm,
        hour,
        alarms: form.get("alarms").is_some(),
    };
    service::set(&state.coaching.dashboard, &viewer, (me(&viewer)?, wish)).await?;
    Ok(Redirect::to("/settings/digest?said=saved").into_response())
}

/// Sends the digest as it is now.
async fn send(
    State(state): State<Digests>,
    viewer: Viewer,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|_| false)?;
    let own = service::get(&state.coaching.dashboard, &viewer, me(&viewer)?).await?;
    let sent = jobs::send_one(&state.coaching, &viewer, &own).await?;
    let said = if sent { "sent" } else { "nothing" };
    Ok(Redirect::to(&format!("/settings/digest?said={said}")))
}

fn shape(own: &Setting) -> Value {
    json!({
        "person_id": own.user_id,
        "digest": own.wish.digest,
        "hour": own.wish.hour,
        "alarms": own.wish.alarms,
        "next_at": own.next_at_us.map(rfc3339),
        "sent_at": own.sent_at_us.map(rfc3339),
    })
}

async fn get(
    State(state): State<Digests>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let own = service::get(&state.coaching.dashboard, &viewer, &id).await?;
    Ok(axum::Json(shape(&own)))
}

async fn put(
    State(state): State<Digests>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(wish): Json<Wish>,
) -> Result<(StatusCode, axum::Json<Value>), Problem> {
    let own = service::set(&state.coaching.dashboard, &viewer, (&id, wish)).await?;
    Ok((StatusCode::OK, axum::Json(shape(&own))))
}

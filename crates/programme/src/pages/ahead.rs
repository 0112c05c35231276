//! The calendar: what goes out in the coming weeks over all programmes, and who would be left out.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::Html;
use platform::web::{Frame, Query};
use platform::{Problem, Tx};
use serde::Deserialize;
use serde_json::json;
use user::Viewer;

use super::Pages;
use super::days;
use super::view::{Arg, Reasons};
use crate::model::Status;
use crate::outreach::State as Decided;
use crate::service::{self, NotAsked};

/// Weeks shown when nobody asks for others.
const WEEKS: u16 = 4;
/// People named who wait or are left out.
const NAMED_MAX: usize = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameters {
    weeks: Option<u16>,
}

pub(super) async fn calendar(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Parameters>,
) -> Result<Html<String>, Problem> {
    let app = &pages.app;
    let weeks = asked.weeks.unwrap_or(WEEKS);
    let all = service::list(app, &viewer).await?;
    let running: Vec<_> = all
        .iter()
        .filter(|p| p.status == Status::Running)
        .cloned()
        .collect();
    let foreseen = service::forecast(app, &viewer, None, weeks).await?;
    let voice = pages.voice(&frame);
    let settings = service::settings(app, &viewer).await?;
    let reasons = Reasons::new(voice, &settings, &all);
    let shown = &foreseen.not_asked[..foreseen.not_asked.len().min(NAMED_MAX)];
    let names = names(&pages, &viewer, shown).await?;
    let left_out = shown.iter().map(|own| {
        let programme = all.iter().find(|p| p.programme_id == own.programme_id);
        json!({
            "contact_id": own.contact_id,
            "contact": names.get(&own.contact_id),
            "programme": programme.map(|p| &p.name),
            "state": days::state_word(own.state),
            "reason": reasons.say(own.reason, own.detail.as_deref()),
            "day": own.day.0,
        })
    });
    let letters = crate::outreach::counts(app, &viewer).await?;
    let letters = letters.iter().filter(|own| own.0 == Decided::Deferred);
    let (mails, most) = days::summed(&foreseen);
    let day = most.map(|(day, _)| voice.day(day)).unwrap_or_default();
    let finding = voice.say(
        "programme-calendar-finding",
        &[
            ("weeks", Arg::Number(weeks.into())),
            ("n", Arg::Number(mails)),
            ("day", Arg::Text(&day)),
            ("most", Arg::Number(most.map_or(0, |(_, n)| n))),
        ],
    );
    let counted: usize = foreseen.reasons.values().map(|n| *n as usize).sum();
    let values = json!({
        "place": "ask",
        "said": null,
        "mail_ready": pages.mail.is_some(),
        "weeks": weeks,
        "running": running.len(),
        "finding": finding,
        "partial": !foreseen.is_whole,
        "looked": foreseen.looked_at,
        "letters": letters.map(|own| own.2).sum::<i64>(),
        "days": days::days(&foreseen, &running, &reasons),
        "left_out": left_out.collect::<Vec<_>>(),
        "left_out_more": counted.saturating_sub(shown.len()),
    });
    app.templates
        .page("programme/calendar.html", &frame, values)
}

/// What to call these contacts.
async fn names(
    pages: &Pages,
    viewer: &Viewer,
    not_asked: &[NotAsked],
) -> Result<HashMap<String, String>, Problem> {
    let ids: Vec<String> = not_asked.iter().map(|own| own.contact_id.clone()).collect();
    let workspace = viewer.workspace_id.clone();
    let read = move |tx: &mut Tx<'_>| {
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let found = contact::store::by_ids(tx, &workspace, &ids)?;
        let named = found
            .into_iter()
            .map(|c| (c.contact_id.clone(), c.title().to_owned()));
        Ok::<_, Problem>(named.collect())
    };
    pages.app.db.read(read).await
}

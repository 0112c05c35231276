//! Letters outside programmes: which wait, went out or were left out, and why.

use axum::extract::State;
use axum::response::Html;
use platform::web::{Frame, Query, encoded, paging};
use platform::{Problem, inert};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::Pages;
use super::view::{Reasons, dashed};
use crate::outreach::{self, Kind, Listed, State as At, Wanted};
use crate::service;

/// Lines of a page.
const PAGE: usize = 50;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    state: Option<At>,
    kind: Option<Kind>,
    contact: Option<String>,
    /// The last line of the page before: time and id.
    after: Option<String>,
}

pub(super) async fn page(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Problem> {
    let app = &pages.app;
    let state = asked.state.unwrap_or(At::Deferred);
    let wanted = Wanted {
        state,
        kind: asked.kind,
        contact_id: asked.contact.clone(),
        before: before(asked.after.as_deref())?,
    };
    let mut listed = outreach::list(app, &viewer, wanted, PAGE + 1).await?;
    let counts = outreach::counts(app, &viewer).await?;
    let all = service::list(app, &viewer).await?;
    let settings = service::settings(app, &viewer).await?;
    let voice = pages.voice(&frame);
    let reasons = Reasons::new(voice, &settings, &all);
    let kept = kept(&asked);
    let states = At::ALL.map(|some| {
        let n: i64 = counts
            .iter()
            .filter(|own| own.0 == some)
            .map(|own| own.2)
            .sum();
        json!({ "value": some.as_str(), "word": dashed(some.as_str()), "n": n })
    });
    let next = paging::cut(&mut listed, PAGE).map(|last| {
        let after = format!("{}/{}", last.letter.decided_at_us, last.letter.outreach_id);
        let (state, after) = (state.as_str(), encoded(&after));
        format!("/programmes/outreach?state={state}{kept}&after={after}")
    });
    let values = json!({
        "place": "ask",
        "state": state.as_str(),
        "states": states,
        "kept": kept,
        "filtered": asked.contact.is_some() || asked.kind.is_some(),
        "lines": listed.iter().map(|own| line(own, &reasons)).collect::<Vec<_>>(),
        "next": next,
    });
    app.templates
        .page("programme/outreach.html", &frame, values)
}

/// The parameters that stay when another state is looked at.
fn kept(asked: &Asked) -> String {
    let kind = asked.kind.map(|kind| format!("&kind={}", kind.as_str()));
    let contact = asked.contact.as_deref();
    let contact = contact.map(|id| format!("&contact={}", encoded(id)));
    [kind, contact].into_iter().flatten().collect()
}

fn before(after: Option<&str>) -> Result<(i64, String), Problem> {
    let Some(after) = after else {
        return Ok((i64::MAX, String::new()));
    };
    let parts = after.split_once('/');
    parts
        .and_then(|(at_us, id)| Some((at_us.parse().ok()?, id.to_owned())))
        .ok_or_else(|| Problem::BadRequest("after: not of a page before".to_owned()))
}

fn line(listed: &Listed, reasons: &Reasons<'_>) -> Value {
    let (letter, contact) = (&listed.letter, listed.contact.as_ref());
    let voice = reasons.voice;
    let why = match (&letter.reason, letter.state) {
        (Some(reason), _) => reasons.say(reason, letter.detail.as_deref()),
        (None, _) if letter.bounced_at_us.is_some() => voice.word("programme-reason-bounced"),
        (None, _) if letter.refused_at_us.is_some() => voice.word("programme-reason-opted-out"),
        (None, _) if letter.unknown_at_us.is_some() => voice.word("programme-outreach-unknown"),
        (None, _) if letter.handed_over_at_us.is_some() => voice.word("programme-outreach-gone"),
        (None, _) => voice.word("programme-outreach-going"),
    };
    json!({
        "contact_id": contact.map(|own| &own.contact_id),
        "contact": contact.map_or_else(
            || voice.word("programme-contact-gone"),
            |own| inert::line(own.title(), usize::MAX),
        ),
        "kind": letter.kind.as_str(),
        "subject": inert::line(&letter.subject, usize::MAX),
        "reason": why,
        "until_us": letter.until_us,
        "ends_at_us": letter.ends_at_us,
        "at_us": letter.decided_at_us,
    })
}

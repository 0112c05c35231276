//! Everybody a programme decided about, with the reason.

use axum::extract::State;
use axum::response::Html;
use platform::Problem;
use platform::web::{Frame, Path, Query, encoded, paging};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::overview::STATES;
use super::view::{self, Reasons, dashed, is_anonymous};
use super::{Pages, days};
use crate::model::OccasionState;
use crate::service::{self, Listed};

/// Lines of a page.
const PAGE: usize = 50;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameters {
    state: Option<String>,
    /// The last line of the page before: contact and occasion.
    after: Option<String>,
}

/// A decision as a line of a table.
pub(super) fn line(listed: &Listed, reasons: &Reasons<'_>) -> Value {
    let occasion = &listed.occasion;
    let because = listed.invitation.as_ref().map(|own| own.because.as_str());
    let gone = || reasons.voice.word("programme-contact-gone");
    let contact = listed.contact.as_ref();
    json!({
        "contact_id": contact.map_or(&occasion.contact_id, |c| &c.contact_id),
        "contact": contact.map_or_else(gone, |c| c.title().to_owned()),
        "state": days::state_word(occasion.state),
        "reason": reasons.of(occasion, because),
        "occasion": reasons.about(occasion),
        "at_us": occasion.decided_at_us,
    })
}

pub(super) async fn contacts(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Parameters>,
) -> Result<Html<String>, Problem> {
    let app = &pages.app;
    let own = service::get(app, &viewer, &id).await?;
    let state = asked
        .state
        .as_deref()
        .unwrap_or(OccasionState::Invited.as_str());
    let state: OccasionState = state.parse().map_err(Problem::BadRequest)?;
    let after = asked.after.as_deref().unwrap_or_default();
    let (contact, occasion) = after.split_once('/').unwrap_or_default();
    let place = (state, (contact.to_owned(), occasion.to_owned()));
    let mut listed = service::contacts(app, &viewer, &id, place, PAGE + 1).await?;
    let voice = pages.voice(&frame);
    let all = service::list(app, &viewer).await?;
    let settings = service::settings(app, &viewer).await?;
    let reasons = Reasons::new(voice, &settings, &all);
    let counts = service::reasons(app, &viewer, &own).await?;
    let states = STATES.map(|some| {
        let n: i64 = counts.iter().filter(|c| c.0 == some).map(|c| c.2).sum();
        json!({ "value": some.as_str(), "word": dashed(some.as_str()), "n": n })
    });
    let why = counts
        .iter()
        .filter(|own| own.0 == state)
        .filter_map(|own| {
            let reason = own.1.as_deref()?;
            Some(json!({ "text": reasons.say(reason, None), "n": own.2 }))
        });
    let next = paging::cut(&mut listed, PAGE).map(|last| {
        let after = format!("{}/{}", last.occasion.contact_id, last.occasion.occasion);
        let after = encoded(&after);
        format!(
            "/programmes/{id}/contacts?state={}&after={after}",
            state.as_str()
        )
    });
    let values = json!({
        "place": "ask",
        "programme": view::programme(&own, viewer.may_manage),
        "anonymous": is_anonymous(&own),
        "state": state.as_str(),
        "states": states,
        "reasons": why.collect::<Vec<_>>(),
        "lines": listed.iter().map(|own| line(own, &reasons)).collect::<Vec<_>>(),
        "next": next,
    });
    app.templates
        .page("programme/contacts.html", &frame, values)
}

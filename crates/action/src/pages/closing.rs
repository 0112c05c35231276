//! Closing an improvement: who is told, what they read, and doing it.

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use contact::model::Contact;
use platform::Problem;
use platform::web::{FormData, Frame, Path};
use programme::letter::{Plain, Values, render_plain};
use serde_json::{Value, json};
use user::Viewer;

use super::{form, improvements};
use crate::Actions;
use crate::heard;
use crate::model::Improvement;
use crate::rules::{check_letter, check_public};
use crate::service::Refusal;
use crate::service::improvement::{self, Whole, may_tell};
use crate::service::told::{self, Close, Voices};
use crate::store;

/// Contacts named on the page; all are counted.
const NAMED_MAX: usize = 200;

/// Who would be told what, before anything is done.
pub(super) async fn page(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Html<String>, Problem> {
    let whole = improvement::get(&state, &viewer, &id).await?;
    let voices = told::voices(&state, &viewer, &id).await?;
    let workspace = viewer.workspace_id.clone();
    let read = move |tx: &mut platform::Tx<'_>| {
        let found = store::improvement::company(tx, &workspace)?;
        Ok::<_, Problem>(found.unwrap_or_default())
    };
    let company = state.app.db.read(read).await?;
    let own = &whole.improvement;
    let first = voices.reached.first();
    let values = json!({
        "place": "act",
        "may_tell": may_tell(&viewer),
        "improvement": improvements::improvement(own),
        "unfinished": whole.unfinished(),
        "may_close": may_close(&whole),
        "is_public_ready": check_public(&own.draft).is_empty(),
        "is_letter_ready": check_letter(&own.draft).is_empty(),
        "letters": letters(&state, own, (first, &company)),
        "voices": shown(&voices),
    });
    state
        .app
        .templates
        .page("action/close.html", &frame, values)
}

fn may_close(whole: &Whole) -> bool {
    let mut actions = whole.actions.iter();
    let is_done = actions.any(|own| own.status == crate::model::Status::Done);
    is_done && whole.unfinished() == 0 && !whole.improvement.is_closed()
}

fn shown(voices: &Voices) -> Value {
    let named = |own: &Contact| json!({ "id": own.contact_id, "name": own.title() });
    let reached = voices.reached.iter().take(NAMED_MAX).map(named);
    let unreached = voices.unreached.iter().take(NAMED_MAX).map(|(own, why)| {
        let mut line = named(own);
        line["why"] = json!(why.as_str().replace('_', "-"));
        line
    });
    let why = voices
        .why
        .iter()
        .map(|(why, n)| json!({ "why": why.as_str().replace('_', "-"), "n": n }));
    json!({
        "answers": voices.answers,
        "n": voices.reached.len(),
        "reached": reached.collect::<Vec<_>>(),
        "reached_more": voices.reached.len().saturating_sub(NAMED_MAX),
        "unreached": unreached.collect::<Vec<_>>(),
        "unreached_more": voices.unreached.len().saturating_sub(NAMED_MAX),
        "why": why.collect::<Vec<_>>(),
    })
}

/// The letter in every language, as the first who gets it would read it.
fn letters(
    state: &Actions,
    own: &Improvement,
    (to, company): (Option<&Contact>, &str),
) -> Vec<Value> {
    let said = |text: Option<&String>| text.cloned().unwrap_or_default();
    let values = Values {
        first_name: said(to.and_then(|own| own.first_name.as_ref())),
        name: said(to.and_then(|own| own.name.as_ref())),
        company: company.to_owned(),
        ..Values::default()
    };
    let link = heard::address_of(own);
    let wording = crate::letter::wording(&own.draft);
    let one = |(language, wording): (&String, &programme::letter::Wording)| {
        let letter = render_plain(&Plain {
            language,
            wording,
            values: &values,
            is_about_answer: true,
            base_url: &state.app.base_url,
            unsubscribe: "…",
            link: Some(&link),
        });
        json!({ "language": language, "subject": letter.subject, "text": letter.text })
    };
    wording.iter().map(one).collect()
}

/// Closes it, as the form says.
pub(super) async fn close(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| ["publish", "tell", "expected"].contains(&name))?;
    let close = Close {
        publish: form.get("publish").is_some(),
        tell: form.get("tell").map(|_| expected(&form)).transpose()?,
    };
    let done = told::close(&state, &viewer, &id, close).await;
    after(&state, (&frame, &viewer), (&id, "closed"), done).await
}

/// Tells those who were not told yet.
pub(super) async fn tell(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| name == "expected")?;
    let done = told::tell(&state, &viewer, (&id, expected(&form)?)).await;
    after(&state, (&frame, &viewer), (&id, "told"), done).await
}

fn expected(form: &FormData) -> Result<usize, Problem> {
    let number = form.text("expected").parse();
    number.map_err(|_| Problem::BadRequest("expected: how many are told".to_owned()))
}

/// Opens it again.
pub(super) async fn reopen(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let done = improvement::reopen(&state, &viewer, &id).await;
    after(&state, (&frame, &viewer), (&id, "reopened"), done).await
}

/// Shows it to everybody.
pub(super) async fn publish(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let done = improvement::publish(&state, &viewer, &id, true).await;
    after(&state, (&frame, &viewer), (&id, "published"), done).await
}

/// Takes it off the public page.
pub(super) async fn unpublish(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let done = improvement::publish(&state, &viewer, &id, false).await;
    after(&state, (&frame, &viewer), (&id, "unpublished"), done).await
}

/// The improvement's page; when its words are not good enough yet, their form.
async fn after(
    state: &Actions,
    (frame, viewer): (&Frame, &Viewer),
    (id, said): (&str, &str),
    done: Result<Improvement, Refusal>,
) -> Result<Response, Problem> {
    match done {
        Ok(_) => {
            let to = format!("/improvements/{id}?said={said}");
            Ok(Redirect::to(&to).into_response())
        }
        Err(Refusal::Faults(faults)) => {
            let own = improvement::get(state, viewer, id).await?.improvement;
            let fields = form::of_improvement(&own.draft);
            let page = improvements::edit_page(state, frame, Some(&own), (&fields, &faults))?;
            Ok(super::again(page))
        }
        Err(Refusal::Problem(problem)) => Err(problem),
    }
}

//! The list of improvements, one improvement, and its form.

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{FormData, Frame, NoQuery, Path, Query, paging};
use programme::outreach;
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::form::{self, Fields};
use super::view::{self, Voice};
use super::{Said, SaidParameters, again};
use crate::Actions;
use crate::heard;
use crate::model::{Improvement, ImprovementDraft, Status};
use crate::rules::{self, Fault, LANGUAGES};
use crate::service::improvement::{self, Change, Whole, may_tell};
use crate::service::{self, Refusal, told};

/// Lines of a page.
const PAGE: usize = 50;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    show: Option<Show>,
    after: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Show {
    #[default]
    Open,
    Closed,
}

pub(super) async fn list(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Problem> {
    let closed = asked.show == Some(Show::Closed);
    let before = match &asked.after {
        None => (i64::MAX, String::new()),
        Some(text) => {
            let [at_us, id] = paging::read_cursor(text)?;
            (at_us.parse().map_err(|_| paging::no_cursor())?, id)
        }
    };
    let mut found = improvement::list(&state, &viewer, closed, (before, PAGE + 1)).await?;
    let show = if closed { "closed" } else { "open" };
    let next = paging::cut(&mut found, PAGE).map(|last| {
        let own = &last.improvement;
        let after = paging::cursor(&[&own.changed_at_us.to_string(), &own.improvement_id]);
        format!("/improvements?show={show}&after={after}")
    });
    let values = json!({
        "place": "act",
        "heard": heard::address(&viewer.workspace_id),
        "may_work": viewer.may_work,
        "show": show,
        "improvements": found.iter().map(line).collect::<Vec<_>>(),
        "next": next,
    });
    let page = "action/improvements.html";
    state.app.templates.page(page, &frame, values)
}

fn line(whole: &Whole) -> Value {
    let own = &whole.improvement;
    let is_done = |status: Status| status == Status::Done;
    json!({
        "id": own.improvement_id,
        "title": own.draft.title,
        "actions": whole.actions.len(),
        "done": whole.actions.iter().filter(|own| is_done(own.status)).count(),
        "is_public": own.published_at_us.is_some(),
        "changed_at_us": own.changed_at_us,
    })
}

pub(super) async fn show(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<SaidParameters>,
) -> Result<Html<String>, Problem> {
    let whole = improvement::get(&state, &viewer, &id).await?;
    let today = service::today(&state, &viewer).await?;
    let people = service::people(&state, &viewer).await?;
    let people = view::names(&people);
    let voices = told::voices(&state, &viewer, &id).await?;
    let own = &whole.improvement;
    let actions = whole.actions.iter();
    let actions = actions.map(|own| view::action(own, &people, today));
    let of = |state: outreach::State| -> i64 {
        let letters = voices.letters.iter().filter(|own| own.0 == state);
        letters.map(|own| own.2).sum()
    };
    let values = json!({
        "place": "act",
        "said": asked.said.map(Said::word),
        "may_work": viewer.may_work,
        "may_tell": may_tell(&viewer),
        "improvement": improvement(own),
        "actions": actions.collect::<Vec<_>>(),
        "unfinished": whole.unfinished(),
        "is_done": whole.actions.iter().any(|own| own.status == Status::Done),
        "answers": voices.answers,
        "reached": voices.reached.len(),
        "letters": json!({
            "sent": of(outreach::State::Sent),
            "deferred": of(outreach::State::Deferred),
            "left_out": of(outreach::State::LeftOut),
        }),
    });
    let page = "action/improvement.html";
    state.app.templates.page(page, &frame, values)
}

/// An improvement as its pages show it.
pub(super) fn improvement(own: &Improvement) -> Value {
    let heard = own.draft.heard.iter().map(|(language, heard)| {
        json!({
            "language": language,
            "title": heard.title,
            "said": view::paragraphs(&heard.said),
            "did": view::paragraphs(&heard.did),
        })
    });
    json!({
        "id": own.improvement_id,
        "title": own.draft.title,
        "why": view::paragraphs(&own.draft.why),
        "heard": heard.collect::<Vec<_>>(),
        "heard_path": heard::address_of(own),
        "is_closed": own.is_closed(),
        "closed_at_us": own.closed_at_us,
        "published_at_us": own.published_at_us,
        "told_at_us": own.told_at_us,
        "revision": own.revision,
    })
}

/// The form of a new improvement.
pub(super) async fn new(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Html<String>, Problem> {
    // No form for who couldn't send it.
    service::sees_everything(&viewer)?;
    let draft = ImprovementDraft {
        letter: crate::letter::usual(),
        ..ImprovementDraft::default()
    };
    let fields = form::of_improvement(&draft);
    edit_page(&state, &frame, None, (&fields, &[]))
}

/// Makes an improvement.
pub(super) async fn create(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    let draft = form::read_improvement(&form, None)?;
    match improvement::create(&state, &viewer, draft).await {
        Ok(made) => {
            let to = format!("/improvements/{}?said=created", made.improvement_id);
            Ok(Redirect::to(&to).into_response())
        }
        Err(Refusal::Faults(faults)) => {
            let page = edit_page(&state, &frame, None, (&form.0, &faults))?;
            Ok(again(page))
        }
        Err(Refusal::Problem(problem)) => Err(problem),
    }
}

/// The form of an improvement that is there.
pub(super) async fn edit(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Html<String>, Problem> {
    let own = improvement::get(&state, &viewer, &id).await?.improvement;
    let fields = form::of_improvement(&own.draft);
    edit_page(&state, &frame, Some(&own), (&fields, &[]))
}

/// Saves an improvement.
pub(super) async fn save(
    State(state): State<Actions>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    let own = improvement::get(&state, &viewer, &id).await?.improvement;
    let draft = form::read_improvement(&form, Some(&own.draft))?;
    let change = Change {
        title: Some(draft.title),
        why: Some(draft.why),
        letter: Some(draft.letter),
        heard: Some(draft.heard),
    };
    let expected = form.text("revision").parse().ok();
    match improvement::change(&state, &viewer, (&id, expected), change).await {
        Ok(_) => {
            let to = format!("/improvements/{id}?said=saved");
            Ok(Redirect::to(&to).into_response())
        }
        Err(Refusal::Faults(faults)) => {
            let page = edit_page(&state, &frame, Some(&own), (&form.0, &faults))?;
            Ok(again(page))
        }
        Err(Refusal::Problem(problem)) => Err(problem),
    }
}

/// The form, with what is wrong with it.
pub(super) fn edit_page(
    state: &Actions,
    frame: &Frame,
    stored: Option<&Improvement>,
    (given, faults): (&Fields, &[Fault]),
) -> Result<Html<String>, Problem> {
    let voice = Voice {
        app: &state.app,
        frame,
    };
    let values = json!({
        "place": "act",
        "id": stored.map(|own| &own.improvement_id),
        "revision": stored.map(|own| own.revision),
        "languages": LANGUAGES,
        "placeholders": crate::letter::listed(),
        "line_max": rules::LINE_MAX,
        "f": form::fields(&form::improvement_names(), given, (voice, faults)),
        "faults": voice.faults(faults, form::field),
    });
    let page = "action/improvement_edit.html";
    state.app.templates.page(page, frame, values)
}

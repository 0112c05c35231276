//! Open cases of a rule that was changed: what would be different about them, before it is.

use axum::extract::State;
use axum::response::{Html, Redirect};
use platform::Problem;
use platform::web::{FormData, Frame, Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::say::{self, Voice};
use super::{Pages, Said, wrong::WRONG};
use crate::api;
use crate::service::{self, OpenCaseChange};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameters {
    said: Option<Said>,
    cursor: Option<String>,
}

/// Open cases compared on a page.
const PAGE: usize = 100;

pub(super) async fn show(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Parameters>,
) -> Result<Html<String>, Problem> {
    let app = &pages.app;
    let rule = service::get(app, &viewer, &id).await?;
    let choices = service::choices(app, &viewer).await?;
    let after = asked.cursor.as_deref().map(api::after).transpose()?;
    let found = service::open_cases(app, &viewer, &id, (after, PAGE)).await?;
    // The button changes all of them, on whatever page it is.
    let all = service::differing(app, &viewer, &id).await?;
    let voice = pages.voice(&frame, &choices);
    let values = json!({
        "place": "act",
        "said": asked.said.map(Said::word),
        "rule": say::rule(&rule, viewer.may_manage),
        "compared": all.open,
        "different": all.different,
        "to_change": all.to_change,
        "next": found.next.as_ref().map(api::cursor),
        "cases": found.changed.iter().map(|one| line(one, voice)).collect::<Vec<_>>(),
    });
    app.templates.page("rule/open_cases.html", &frame, values)
}

fn line(one: &OpenCaseChange, voice: Voice<'_>) -> Value {
    let owner = |id: Option<&String>| match id {
        Some(id) => voice.person(id),
        None => voice.word("rule-nobody"),
    };
    json!({
        "id": one.case.case_id,
        "title": one.case.title,
        "due_at_us": one.case.due_at_us,
        "new_due_at_us": one.change.due_at_us,
        "priority": one.case.priority.as_str(),
        "new_priority": one.change.priority.map(case::Priority::as_str),
        "owner": owner(one.case.owner_id.as_ref()),
        "new_owner": one.change.owner_id.as_ref().map(|id| owner(id.as_ref())),
        "no_longer": one.no_longer,
    })
}

pub(super) async fn apply(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|name| name == "revision")?;
    let revision = form.text("revision").parse();
    let revision = revision.map_err(|_| Problem::BadRequest("revision is a number".to_owned()))?;
    service::apply(&pages.app, &viewer, (&id, Some(revision)))
        .await
        .map_err(|problem| WRONG.said(&pages.app, frame.language, problem))?;
    Ok(Redirect::to(&format!("/rules/{id}?said=applied")))
}

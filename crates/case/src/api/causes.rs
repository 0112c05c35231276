//! The tree of causes.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use platform::Problem;
use platform::web::{App, Json, NoQuery, Path, Query, if_match};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use user::Viewer;

use super::{tagged, view};
use crate::model::CauseKind;
use crate::service::causes::{self, CauseDraft};

pub(super) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let all = causes::list(&app, &viewer).await?;
    let counts = causes::counts(&app, &viewer, (i64::MIN, i64::MAX)).await?;
    let all: Vec<Value> = all
        .iter()
        .map(|cause| {
            let mut json = view::cause(cause);
            let (cases, open) = counts.get(&cause.cause_id).copied().unwrap_or_default();
            json["cases"] = json!(cases);
            json["open_cases"] = json!(open);
            json
        })
        .collect();
    Ok(axum::Json(json!({ "causes": all })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SentCause {
    parent_id: Option<String>,
    kind: CauseKind,
    name: String,
}

pub(super) async fn add(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<SentCause>,
) -> Result<Response, Problem> {
    let draft = CauseDraft {
        parent_id: sent.parent_id,
        kind: sent.kind,
        name: sent.name,
    };
    let cause = causes::add(&app, &viewer, draft).await?;
    Ok(tagged(
        StatusCode::CREATED,
        cause.revision,
        view::cause(&cause),
    ))
}

/// What is left out stays; `parent_id` null puts it at the top.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangedCause {
    #[serde(default)]
    parent_id: Parent,
    kind: Option<CauseKind>,
    name: Option<String>,
    archived: Option<bool>,
}

/// The cause it is part of, when that is said.
#[derive(Default)]
enum Parent {
    #[default]
    AsItIs,
    Is(Option<String>),
}

impl<'de> Deserialize<'de> for Parent {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Option::deserialize(from).map(Self::Is)
    }
}

pub(super) async fn change(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    headers: HeaderMap,
    Json(sent): Json<ChangedCause>,
) -> Result<Response, Problem> {
    let mut seen = if_match(&headers, "cause")?;
    let all = causes::list(&app, &viewer).await?;
    let old = all
        .into_iter()
        .find(|cause| cause.cause_id == id)
        .ok_or_else(|| Problem::no("cause"))?;
    let draft = CauseDraft {
        parent_id: match sent.parent_id {
            Parent::AsItIs => old.parent_id.clone(),
            Parent::Is(parent) => parent,
        },
        kind: sent.kind.unwrap_or(old.kind),
        name: sent.name.unwrap_or_else(|| old.name.clone()),
    };
    let is_other =
        draft.parent_id != old.parent_id || draft.kind != old.kind || draft.name != old.name;
    let mut cause = old;
    if is_other {
        // What is left out stays as it was read: nobody may have changed it since.
        let wanted = Some(seen.unwrap_or(cause.revision));
        cause = causes::save(&app, &viewer, (&id, wanted), draft).await?;
        seen = Some(cause.revision);
    }
    if let Some(archived) = sent.archived {
        cause = causes::archive(&app, &viewer, (&id, seen), archived).await?;
    }
    Ok(tagged(StatusCode::OK, cause.revision, view::cause(&cause)))
}

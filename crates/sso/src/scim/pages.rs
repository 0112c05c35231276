//! `/settings/scim`: tokens of directories, and what their groups are here.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::web::{App, FormData, Frame, Path, Problem};
use serde_json::{Value, json};
use user::{Access, Entry, Gate, Role, Routes, Viewer};

use super::{service, store, token};

/// The routes of the page.
pub(super) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/settings/scim", Access::Administrator, page)
        .post("/settings/scim/tokens", Access::Administrator, make)
        .post(
            "/settings/scim/tokens/{id}/revoke",
            Access::Administrator,
            revoke,
        )
        .post(
            "/settings/scim/groups/{id}",
            Access::Administrator,
            set_role,
        )
        .finish(gate.app().clone())
}

/// What the page says besides its lists.
#[derive(Default)]
struct Said {
    token: Option<String>,
    error: Option<String>,
}

async fn shown(
    app: &App,
    (frame, viewer): (&Frame, &Viewer),
    said: Said,
) -> Result<Html<String>, Problem> {
    let workspace_id = viewer.workspace_id.clone();
    let (tokens, groups) = app
        .db
        .read(move |tx| {
            let tokens = store::tokens(tx, &workspace_id)?;
            Ok::<_, Problem>((tokens, store::groups(tx, &workspace_id)?))
        })
        .await?;
    let tokens: Vec<Value> = tokens
        .iter()
        .map(|t| {
            json!({ "id": t.id, "name": t.name, "prefix": t.prefix,
                    "created_at_us": t.created_at_us, "used_at_us": t.used_at_us })
        })
        .collect();
    let groups: Vec<Value> = groups
        .iter()
        .map(|g| {
            json!({ "id": g.id, "name": g.name, "members": g.members.len(),
                    "role": g.role.map(Role::as_str) })
        })
        .collect();
    let values = json!({
        "place": "settings", "settings": "sso", "address": format!("{}/scim/v2", app.base_url),
        "tokens": tokens, "groups": groups, "new_token": said.token, "error": said.error,
        "roles": Role::ALL.map(Role::as_str),
    });
    app.templates.page("sso/scim.html", frame, values)
}

async fn page(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
) -> Result<Html<String>, Problem> {
    shown(&app, (&frame, &viewer), Said::default()).await
}

/// The page again, with the sentence of what a person can mend.
async fn again(app: &App, who: (&Frame, &Viewer), problem: Problem) -> Result<Response, Problem> {
    let error = match problem {
        Problem::Invalid { detail, .. } | Problem::Conflict(detail) => detail,
        other => return Err(other),
    };
    let said = Said {
        error: Some(error),
        ..Said::default()
    };
    let page = shown(app, who, said).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn make(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| name == "name")?;
    match token::make(&app, &viewer, form.text("name")).await {
        Ok(token) => {
            let said = Said {
                token: Some(token),
                ..Said::default()
            };
            Ok(shown(&app, (&frame, &viewer), said).await?.into_response())
        }
        Err(problem) => again(&app, (&frame, &viewer), problem).await,
    }
}

async fn revoke(
    State(app): State<App>,
    viewer: Viewer,
    Path(token_id): Path<String>,
) -> Result<Redirect, Problem> {
    token::revoke(&app, &viewer, &token_id).await?;
    Ok(Redirect::to("/settings/scim"))
}

async fn set_role(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    Path(group_id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| name == "role")?;
    let role = match form.text("role") {
        "" => None,
        text => Some(
            text.parse::<Role>()
                .map_err(|e| Problem::invalid("role", e))?,
        ),
    };
    let (by, now_us) = (viewer.clone(), app.clock.now_us());
    let set = app
        .db
        .write(move |tx| service::set_role(tx, &by, &group_id, (role, now_us)))
        .await;
    match set {
        Ok(()) => Ok(Redirect::to("/settings/scim").into_response()),
        Err(fault) => again(&app, (&frame, &viewer), fault.into()).await,
    }
}

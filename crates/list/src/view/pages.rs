//! What the pages of lists send: a view to be kept, or to be forgotten.

use axum::Router;
use axum::extract::State;
use axum::response::Redirect;
use platform::Problem;
use platform::web::{FormData, Path};
use user::{Access, Entry, Gate, Routes, Viewer};

use super::Listed;
use super::service::{Said, Views};

#[derive(Clone)]
struct Of {
    views: Views,
    listed: Listed,
}

pub(super) fn routes(gate: &Gate, views: Views, listed: Listed) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .post(listed.keep, Access::Member, keep)
        .post(listed.forget, Access::Member, forget)
        .finish(Of { views, listed })
}

async fn keep(State(of): State<Of>, viewer: Viewer, form: FormData) -> Result<Redirect, Problem> {
    form.only(|name| ["name", "query", "shared"].contains(&name))?;
    let said = Said {
        name: Some(form.text("name").to_owned()),
        query: Some(form.text("query").to_owned()),
        shared: Some(form.get("shared").is_some()),
    };
    let kept = of.views.add(&viewer, of.listed.noun, said).await?;
    let and = if kept.query.is_empty() { "" } else { "&" };
    Ok(Redirect::to(&format!(
        "{}?{}{and}view={}&done=kept",
        of.listed.path, kept.query, kept.view_id
    )))
}

async fn forget(
    State(of): State<Of>,
    viewer: Viewer,
    Path(view_id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|_| false)?;
    of.views.remove(&viewer, &view_id).await?;
    Ok(Redirect::to(&format!("{}?done=forgotten", of.listed.path)))
}

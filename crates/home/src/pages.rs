//! `GET /`: the page of whoever is logged in.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use dashboard::voice::Voice;
use platform::Problem;
use platform::clock::day_in;
use platform::web::{Frame, NoQuery, Query};
use user::{Role, Viewer};

use crate::{Home, company, person, team};

/// Whoever looks, when, and in which language.
#[derive(Clone, Copy)]
pub(crate) struct Look<'a> {
    pub(crate) home: &'a Home,
    pub(crate) viewer: &'a Viewer,
    pub(crate) voice: Voice<'a>,
    /// The day it is where the company is.
    pub(crate) today: i32,
}

pub(crate) async fn show(
    State(home): State<Home>,
    frame: Frame,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    if let Some(start) = &home.start {
        return Ok(Redirect::to(start).into_response());
    }
    let app = &home.dashboard.app;
    let zone = home.dashboard.zone(&viewer).await?;
    let look = Look {
        home: &home,
        viewer: &viewer,
        voice: Voice::new(app, frame.language),
        today: day_in(&zone, app.clock.now_us()),
    };
    let (name, values) = match viewer.role {
        Some(Role::Employee) => ("home/person.html", person::values(look).await?),
        Some(Role::Lead) => ("home/team.html", team::values(look).await?),
        _ => ("home/company.html", company::values(look).await?),
    };
    let page = app.templates.page(name, &frame, values)?;
    Ok(page.into_response())
}

//! The addresses of exports: for programs under `/api/v1`, for people beside the survey's pages.

use std::path::{Path as FilePath, PathBuf};

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use platform::Problem;
use platform::web::{App, NoQuery, Path, Query};
use serde::Deserialize;
use tabular::Profile;
use user::{Access, Entry, Gate, Routes, Viewer};

use super::{csv, prepare, xlsx};

#[derive(Clone)]
struct Exports {
    app: App,
    /// Folder for spreadsheets while they are made.
    staging: PathBuf,
}

/// The routes of exports. `staging` is a folder for temporary files; it is made when needed.
pub fn routes(gate: &Gate, staging: &FilePath) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get(
            "/api/v1/surveys/{id}/responses.csv",
            Access::MemberRead,
            as_csv,
        )
        .get(
            "/api/v1/surveys/{id}/responses.xlsx",
            Access::MemberRead,
            as_xlsx,
        )
        .get("/surveys/{id}/export.csv", Access::Member, as_csv)
        .get("/surveys/{id}/export.xlsx", Access::Member, as_xlsx)
        .finish(Exports {
            app: gate.app().clone(),
            staging: staging.to_owned(),
        })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CsvQuery {
    profile: Option<String>,
}

/// The profile of this name; without one the one for programs.
pub fn profile(name: Option<&str>) -> Result<Profile, Problem> {
    match name {
        None | Some("data") => Ok(Profile::Data),
        Some("excel-nl") => Ok(Profile::ExcelNl),
        Some(other) => Err(Problem::BadRequest(format!(
            "profile is data or excel-nl, not {other:?}"
        ))),
    }
}

async fn as_csv(
    State(exports): State<Exports>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    Query(query): Query<CsvQuery>,
) -> Result<Response, Problem> {
    let profile = profile(query.profile.as_deref())?;
    let export = prepare(&exports.app, &viewer, &survey_id).await?;
    let name = format!("{}.csv", export.file_name);
    let body = Body::from_stream(csv::pieces(exports.app.db.clone(), export, profile));
    Ok(list::file::attachment(
        &name,
        "text/csv; charset=utf-8",
        body,
    ))
}

async fn as_xlsx(
    State(exports): State<Exports>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let export = prepare(&exports.app, &viewer, &survey_id).await?;
    let name = format!("{}.xlsx", export.file_name);
    let lines = xlsx::Lines::of(&exports.app.db, &export)?;
    list::file::sheet_reply(&lines, (xlsx::SHEET, &name), &exports.staging).await
}

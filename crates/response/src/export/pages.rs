//! The addresses of exports: for programs under `/api/v1`, for people beside the survey's pages.

use std::fs::File;
use std::io::Read;
use std::path::{Path as FilePath, PathBuf};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use platform::web::{App, NoQuery, Path, Query};
use platform::{Problem, id};
use serde::Deserialize;
use tabular::Profile;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use user::{Access, Entry, Gate, Routes, Viewer};

use super::{Export, csv, prepare, xlsx};

/// Bytes of a spreadsheet sent at a time.
const PIECE: usize = 64 * 1024;

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
    Ok(attachment(&name, "text/csv; charset=utf-8", body))
}

async fn as_xlsx(
    State(exports): State<Exports>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let export = prepare(&exports.app, &viewer, &survey_id).await?;
    let name = format!("{}.xlsx", export.file_name);
    let file = spreadsheet(&exports, &export).await?;
    Ok(attachment(
        &name,
        KIND,
        Body::from_stream(ReceiverStream::new(read(file))),
    ))
}

fn attachment(name: &str, kind: &'static str, body: Body) -> Response {
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, body).into_response()
}

/// The spreadsheet as an open file without a name, so that nothing is left of it afterwards.
async fn spreadsheet(exports: &Exports, export: &Export) -> Result<File, Problem> {
    std::fs::create_dir_all(&exports.staging).map_err(unstaged)?;
    let path = Removed(exports.staging.join(format!("{}.xlsx", id::new())));
    xlsx::write(&exports.app.db, export, &path.0).await?;
    File::open(&path.0).map_err(unstaged)
}

/// A file that is removed when nobody needs its name any more, also when a client hangs up.
struct Removed(PathBuf);

impl Drop for Removed {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn unstaged(error: std::io::Error) -> Problem {
    Problem::Unavailable(format!("the folder for temporary files: {error}"))
}

/// A file as the body of a reply, piece by piece.
pub(crate) fn file_body(file: File) -> Body {
    Body::from_stream(ReceiverStream::new(read(file)))
}

/// The file in pieces, read on a thread that may wait.
fn read(mut file: File) -> mpsc::Receiver<std::io::Result<Bytes>> {
    let (sender, receiver) = mpsc::channel(2);
    tokio::task::spawn_blocking(move || {
        loop {
            let mut piece = vec![0; PIECE];
            let read = match file.read(&mut piece) {
                Ok(0) => return,
                Ok(length) => {
                    piece.truncate(length);
                    Ok(Bytes::from(piece))
                }
                Err(error) => Err(error),
            };
            let ended = read.is_err();
            if sender.blocking_send(read).is_err() || ended {
                return;
            }
        }
    });
    receiver
}

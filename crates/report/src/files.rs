//! Reports as files: of a survey or a dashboard, as PDF or workbook, to people by its page and to
//! programs by the API. The address says which; the rest is the same.

use axum::Router;
use axum::extract::{FromRequestParts, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use dashboard::voice::Voice;
use platform::Problem;
use platform::web::{Frame, Path, QueryPairs};
use platform::words::Language;
use user::{Access, Entry, Gate, Routes, Viewer};

use crate::document::{File, file_name};
use crate::model::Subject;
use crate::{Sources, taken};

pub(crate) fn routes(gate: &Gate, sources: Sources) -> (Router, Vec<Entry>) {
    use Access::{Member, MemberRead};
    Routes::new(gate)
        .get("/surveys/{id}/report.pdf", Member, report)
        .get("/surveys/{id}/report.xlsx", Member, report)
        .get("/dashboards/{id}/report.pdf", Member, report)
        .get("/dashboards/{id}/report.xlsx", Member, report)
        .get("/api/v1/surveys/{id}/report.pdf", MemberRead, report)
        .get("/api/v1/surveys/{id}/report.xlsx", MemberRead, report)
        .get("/api/v1/dashboards/{id}/report.pdf", MemberRead, report)
        .get("/api/v1/dashboards/{id}/report.xlsx", MemberRead, report)
        .finish(sources)
}

/// The report that an address asks for.
struct Asked {
    viewer: Viewer,
    language: Language,
    subject: Subject,
    file: File,
    /// The filter of its page.
    query: QueryPairs,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let frame = Frame::from_request_parts(parts, state).await?;
        let viewer = Viewer::from_request_parts(parts, state).await?;
        let Path(id) = Path::<String>::from_request_parts(parts, state).await?;
        let query = QueryPairs::from_request_parts(parts, state).await?;
        let (subject, file) = named(parts.uri.path(), &id).ok_or_else(|| Problem::no("report"))?;
        Ok(Self {
            viewer,
            language: frame.language,
            subject,
            file,
            query,
        })
    }
}

/// What the path of an address asks for, and as what.
fn named(path: &str, id: &str) -> Option<(Subject, File)> {
    let mut parts = path.rsplit('/');
    let file = match parts.next()?.strip_prefix("report.")? {
        "pdf" => File::Pdf,
        "xlsx" => File::Xlsx,
        _ => return None,
    };
    let subject = match parts.nth(1)? {
        "surveys" => Subject::read("survey", id)?,
        "dashboards" => Subject::read("dashboard", id)?,
        _ => return None,
    };
    Some((subject, file))
}

async fn report(State(sources): State<Sources>, asked: Asked) -> Result<Response, Problem> {
    let (language, file) = (asked.language, asked.file);
    let of = (&asked.subject, &asked.query);
    let found = taken(&sources, &asked.viewer, language, of).await?;
    let name = file_name(&found.title, file);
    let voice = Voice::new(&sources.dashboard.app, language);
    let content = found.file(&voice, language, file).await?;
    let headers = [
        (CONTENT_TYPE, file.media_type().to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    Ok((headers, content).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_taken_and_as_what() {
        let id = "01234567890123456789abcdef";
        let found = |path: &str| named(&path.replace("ID", id), id);
        let kind = |path: &str| found(path).map(|(subject, file)| (subject.stored().0, file));
        for (path, wanted) in [
            ("/surveys/ID/report.pdf", Some(("survey", File::Pdf))),
            (
                "/api/v1/surveys/ID/report.xlsx",
                Some(("survey", File::Xlsx)),
            ),
            (
                "/dashboards/ID/report.xlsx",
                Some(("dashboard", File::Xlsx)),
            ),
            (
                "/api/v1/dashboards/ID/report.pdf",
                Some(("dashboard", File::Pdf)),
            ),
            ("/surveys/ID/report.gif", None),
            ("/themes/ID/report.pdf", None),
        ] {
            assert_eq!(kind(path), wanted, "{path}");
        }
    }
}

//! Taking results along: reports as PDF and workbook, at once or by mail at set times.
//!
//! `document` makes a report of a page's findings, charts, tables and comments; `jobs` sends it when
//! it is due to each recipient, who gets what they may see; [`post`] keeps mails that were written
//! when they were due until they are handed over.

mod api;
pub mod document;
mod files;
pub mod jobs;
mod letter;
pub mod model;
mod pages;
pub mod post;
pub mod rules;
mod service;
mod store;

use axum::Router;
use board::Boards;
use dashboard::Dashboard;
use dashboard::voice::Voice;
use mail::{Kinds, Settings};
use platform::Problem;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use platform::web::QueryPairs;
use platform::words::Language;
use user::{Entry, Gate, Viewer};

use document::Taken;
use model::Subject;

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "report",
    templates: &[
        ("report/list.html", include_str!("../templates/list.html")),
        ("report/form.html", include_str!("../templates/form.html")),
        ("report/mail.html", include_str!("../templates/mail.html")),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 38,
        name: "report",
        sql: include_str!("../migrations/0038_report.sql"),
    }],
};

/// Where what is taken along comes from.
#[derive(Clone)]
pub struct Sources {
    /// Results of surveys.
    pub dashboard: Dashboard,
    /// Dashboards.
    pub boards: Boards,
}

/// The routes of this slice; `sends_mail` tells whether reports can go by mail.
pub fn routes(gate: &Gate, sources: Sources, sends_mail: bool) -> (Router, Vec<Entry>) {
    let state = pages::Reports {
        sources: sources.clone(),
        sends_mail,
    };
    let (pages, mut entries) = pages::routes(gate, state);
    let (api, more) = api::routes(gate, sources.clone());
    entries.extend(more);
    let (files, more) = files::routes(gate, sources);
    entries.extend(more);
    (pages.merge(api).merge(files), entries)
}

/// Adds the mails of this slice.
pub fn kinds(kinds: Kinds, settings: &Settings) -> Kinds {
    kinds.with(post::WrittenMail::new(jobs::KIND, &settings.from))
}

/// The report of a subject by a filter, as far as `viewer` sees it.
async fn taken(
    sources: &Sources,
    viewer: &Viewer,
    language: Language,
    (subject, query): (&Subject, &QueryPairs),
) -> Result<Taken, Problem> {
    match subject {
        Subject::Survey { survey_id } => {
            let of = (survey_id.as_str(), query);
            document::of_survey(&sources.dashboard, viewer, language, of).await
        }
        Subject::Dashboard { dashboard_id } => {
            document::of_board(sources, viewer, language, (dashboard_id, query)).await
        }
    }
}

/// What a report is about, in words; none when `viewer` sees no such thing.
async fn title(
    sources: &Sources,
    viewer: &Viewer,
    voice: &Voice<'_>,
    subject: &Subject,
) -> Result<Option<String>, Problem> {
    match subject {
        Subject::Survey { survey_id } => {
            let surveys = survey::service::list(&sources.dashboard.app, viewer).await?;
            let found = surveys.iter().find(|survey| survey.survey_id == *survey_id);
            Ok(found.map(|survey| voice.text(survey, &survey.definition.title).to_owned()))
        }
        Subject::Dashboard { dashboard_id } => {
            match board::title(&sources.boards, viewer, dashboard_id).await {
                Ok(title) => Ok(Some(title)),
                Err(Problem::NotFound(_)) => Ok(None),
                Err(other) => Err(other),
            }
        }
    }
}

//! Taking results along: reports as PDF and workbook, at once or by mail at set times.
//!
//! `document` makes a report of a page's findings, charts, tables and comments; `jobs` sends it when
//! it is due to each recipient, who gets what they may see; [`post`] keeps mails that were written
//! when they were due until they are handed over.

mod api;
pub mod document;
pub mod jobs;
mod letter;
pub mod model;
mod pages;
pub mod post;
pub mod rules;
mod service;
mod store;

use axum::Router;
use dashboard::Dashboard;
use dashboard::voice::Voice;
use mail::{Kinds, Settings};
use platform::Problem;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use platform::words::Language;
use user::{Entry, Gate, Viewer};

use document::Taken;
use model::{Draft, Subject};

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

/// The routes of this slice; `sends_mail` tells whether reports can go by mail.
pub fn routes(gate: &Gate, dashboard: Dashboard, sends_mail: bool) -> (Router, Vec<Entry>) {
    let state = pages::Reports {
        dashboard: dashboard.clone(),
        sends_mail,
    };
    let (pages, mut entries) = pages::routes(gate, state);
    let (api, more) = api::routes(gate, dashboard);
    entries.extend(more);
    (pages.merge(api), entries)
}

/// Adds the mails of this slice.
pub fn kinds(kinds: Kinds, settings: &Settings) -> Kinds {
    kinds.with(post::WrittenMail::new(jobs::KIND, &settings.from))
}

/// The report a draft asks for, as far as `viewer` sees it.
async fn taken(
    dashboard: &Dashboard,
    viewer: &Viewer,
    language: Language,
    draft: &Draft,
) -> Result<Taken, Problem> {
    let query = service::pairs(&draft.filter);
    match &draft.subject {
        Subject::Survey { survey_id } => {
            document::of_survey(dashboard, viewer, language, (survey_id, &query)).await
        }
        Subject::Dashboard { .. } => Err(Problem::no("dashboard")),
    }
}

/// What a report is about, in words; none when `viewer` sees no such thing.
async fn title(
    dashboard: &Dashboard,
    viewer: &Viewer,
    voice: &Voice<'_>,
    subject: &Subject,
) -> Result<Option<String>, Problem> {
    match subject {
        Subject::Survey { survey_id } => {
            let surveys = survey::service::list(&dashboard.app, viewer).await?;
            let found = surveys.iter().find(|survey| survey.survey_id == *survey_id);
            Ok(found.map(|survey| voice.text(survey, &survey.definition.title).to_owned()))
        }
        Subject::Dashboard { .. } => Ok(None),
    }
}

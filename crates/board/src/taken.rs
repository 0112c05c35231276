//! A dashboard for paper and workbook: its blocks one below the other, as far as whoever asks sees.

use dashboard::voice::Voice;
use paper::{Part, Sheet};
use platform::Problem;
use platform::web::{Frame, QueryPairs};
use platform::words::Language;
use user::Viewer;

use crate::Boards;
use crate::blocks::Look;
use crate::pages::{chosen, eye};
use crate::service;
use crate::view::View;

/// A dashboard before it is a file.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Its name.
    pub title: String,
    /// The days it is about, when they are limited.
    pub period: Option<String>,
    /// What else limits it, `name: value`.
    pub filter: Vec<String>,
    /// For paper.
    pub parts: Vec<Part>,
    /// For a workbook.
    pub sheets: Vec<Sheet>,
    /// What its first block says.
    pub finding: Option<String>,
}

/// The dashboard with a filter as in its address; without one, the filter it opens with.
pub async fn taken(
    boards: &Boards,
    (viewer, language): (&Viewer, Language),
    (board_id, query): (&str, &QueryPairs),
) -> Result<Taken, Problem> {
    let asked = View::read(query, &["all"])?;
    let found = service::get(boards, viewer, board_id).await?;
    let usual = form_urlencoded::parse(found.board.draft.filter.as_bytes());
    let usual = QueryPairs(usual.into_owned().collect());
    let view = if query.0.is_empty() {
        View::read(&usual, &["all"])?
    } else {
        asked
    };
    let frame = Frame {
        language,
        person: None,
        here: String::new(),
    };
    let eye = eye(
        boards,
        (viewer, &frame),
        format!("/dashboards/{board_id}"),
        &view,
    )
    .await?;
    let mut look = Look::new(boards, &eye, &view).await?;
    let voice = Voice::new(&boards.app, language);
    let mut taken = Taken {
        title: found.board.draft.title.clone(),
        period: period(&voice, view.days(look.today)),
        filter: said(&view),
        parts: Vec::new(),
        sheets: Vec::new(),
        finding: None,
    };
    for block in chosen(&found.board, &view).0 {
        let made = look.block(block).await?;
        taken.parts.extend(made.parts.iter().cloned());
        taken.sheets.extend(made.sheet.clone());
        let finding = made.parts.iter().find_map(|part| match part {
            Part::Finding(text) => Some(text.clone()),
            _ => None,
        });
        taken.finding = taken.finding.or(finding);
    }
    Ok(taken)
}

/// The name of a dashboard that `viewer` may look at; 404 otherwise.
pub async fn title(boards: &Boards, viewer: &Viewer, board_id: &str) -> Result<String, Problem> {
    let found = service::get(boards, viewer, board_id).await?;
    Ok(found.board.draft.title)
}

fn period(voice: &Voice<'_>, days: (Option<i32>, Option<i32>)) -> Option<String> {
    let day = |day: Option<i32>| day.map_or_else(|| "…".to_owned(), |day| voice.day(day));
    match days {
        (None, None) => None,
        (from, to) => Some(format!("{} – {}", day(from), day(to))),
    }
}

fn said(view: &View) -> Vec<String> {
    let named = |member: &String| member.replacen(':', ": ", 1);
    let built_in = view
        .built_in
        .iter()
        .map(|(name, value)| format!("{name}: {value}"));
    view.attributes.iter().map(named).chain(built_in).collect()
}

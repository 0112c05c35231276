//! Lists of contacts as files, for pages and programs alike.

use std::path::PathBuf;
use std::sync::Arc;

use ::list::file::{self, LINES, Part, Source};
use ::list::{Asked, Cell, Column};
use axum::extract::FromRef;
use axum::response::Response;
use platform::Problem;
use platform::web::QueryPairs;
use user::Viewer;

use crate::attribute::{self, Definition, Noun};
use crate::listing::{self, Field, List, NAMES};
use crate::service::Contacts;

/// What files are made with.
#[derive(Clone)]
pub(crate) struct Files {
    pub(crate) contacts: Contacts,
    /// Where spreadsheets are written before they are sent.
    pub(crate) staging: Arc<PathBuf>,
}

impl FromRef<Files> for Contacts {
    fn from_ref(files: &Files) -> Self {
        files.contacts.clone()
    }
}

/// Reads the parameters of a list's page.
pub(crate) fn asked(pairs: &QueryPairs) -> Result<Asked<List, Field>, Problem> {
    Asked::read(pairs, &NAMES, |pairs, other| listing::read(pairs, other))
}

/// The list as CSV, by `profile`.
pub(crate) async fn csv(
    files: &Files,
    viewer: &Viewer,
    pairs: &QueryPairs,
) -> Result<Response, Problem> {
    let (profile, rest) = file::profile(pairs)?;
    let wanted = wanted(files, viewer, (&rest, "csv")).await?;
    let to = (&files.contacts.app, viewer);
    file::csv_reply(wanted, to, ("contacts.csv", profile)).await
}

/// The list as a spreadsheet.
pub(crate) async fn xlsx(
    files: &Files,
    viewer: &Viewer,
    pairs: &QueryPairs,
) -> Result<Response, Problem> {
    let wanted = wanted(files, viewer, (pairs, "xlsx")).await?;
    file::xlsx_reply(wanted, "contacts.xlsx", &files.staging).await
}

/// What a file holds: the list with the columns of its page, and all attributes that are defined.
async fn wanted(
    files: &Files,
    viewer: &Viewer,
    (pairs, kind): (&QueryPairs, &'static str),
) -> Result<Wanted, Problem> {
    let asked = asked(pairs)?;
    let contacts = files.contacts.clone();
    let definitions = contacts.definitions(viewer).await?;
    let is_filtered = !asked.list.filter.is_empty();
    contacts.note_export(viewer, (kind, is_filtered)).await?;
    let attributes = attribute::columns(&definitions, Noun::Contact).into_iter();
    let attributes = attributes.map(|(name, _)| name);
    Ok(Wanted {
        viewer: viewer.clone(),
        list: asked.list,
        columns: Column::of_file(&FIRST, asked.columns, attributes),
        definitions,
        contacts,
    })
}

/// What a file holds.
struct Wanted {
    contacts: Contacts,
    viewer: Viewer,
    list: List,
    columns: Vec<Column<Field>>,
    definitions: Vec<Definition>,
}

/// What every file has in front, so that an import finds the contacts again.
const FIRST: [Field; 2] = [Field::ExternalId, Field::Email];

impl Source for Wanted {
    fn names(&self) -> Vec<String> {
        let own = ["contact_id", "name"].map(str::to_owned);
        own.into_iter()
            .chain(self.columns.iter().map(Column::in_file))
            .collect()
    }

    async fn part(&self, after: Option<String>) -> Result<Part, Problem> {
        let place = (after, LINES);
        let list = self.list.clone();
        let part = self.contacts.file_part(&self.viewer, list, place).await?;
        let line = |row: &listing::Row| {
            let own = [
                Cell::Text(row.contact.contact_id.clone()),
                Cell::text(row.contact.name.as_deref()),
            ];
            let chosen = self.columns.iter();
            let chosen = chosen.map(|column| listing::cell(column, row, &self.definitions));
            own.into_iter().chain(chosen).collect()
        };
        Ok(Part {
            lines: part.rows.iter().map(line).collect(),
            next: part.next,
        })
    }
}

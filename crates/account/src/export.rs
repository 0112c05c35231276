//! Lists of accounts as files, for pages and programs alike.

use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::FromRef;
use axum::response::Response;
use contact::attribute::{self, Definition, Noun};
use list::file::{self, LINES, Part, Source};
use list::{Asked, Asking, Cell, Column};
use platform::Problem;
use platform::web::QueryPairs;
use user::Viewer;

use crate::columns::{self, Field};
use crate::model::List;
use crate::query::{self, NAMES};
use crate::service::{Accounts, Row};

/// What the pages share, and files are made with.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) all: Accounts,
    /// Where spreadsheets are written before they are sent.
    pub(crate) staging: Arc<PathBuf>,
}

impl FromRef<Desk> for Accounts {
    fn from_ref(desk: &Desk) -> Self {
        desk.all.clone()
    }
}

/// Reads the parameters of a list's page.
pub(crate) fn asked(
    all: &Accounts,
    viewer: &Viewer,
    pairs: &QueryPairs,
) -> Result<Asked<List, Field>, Problem> {
    let asking = Asking {
        user_id: viewer.user_id(),
        now_us: all.app.clock.now_us(),
    };
    Asked::read(pairs, &NAMES, |pairs, other| {
        query::read(pairs, &asking, other)
    })
}

/// The list as CSV, by `profile`.
pub(crate) async fn csv(
    desk: &Desk,
    viewer: &Viewer,
    pairs: &QueryPairs,
) -> Result<Response, Problem> {
    let (profile, rest) = file::profile(pairs)?;
    let wanted = wanted(&desk.all, viewer, &rest).await?;
    let to = (&desk.all.app, viewer);
    file::csv_reply(wanted, to, ("accounts.csv", profile)).await
}

/// The list as a spreadsheet.
pub(crate) async fn xlsx(
    desk: &Desk,
    viewer: &Viewer,
    pairs: &QueryPairs,
) -> Result<Response, Problem> {
    let wanted = wanted(&desk.all, viewer, pairs).await?;
    file::xlsx_reply(wanted, "accounts.xlsx", &desk.staging).await
}

/// What a file holds: the list with the columns of its page, and all attributes that are defined.
async fn wanted(all: &Accounts, viewer: &Viewer, pairs: &QueryPairs) -> Result<Wanted, Problem> {
    let asked = asked(all, viewer, pairs)?;
    let definitions = all.definitions(viewer).await?;
    let attributes = attribute::columns(&definitions, Noun::Account).into_iter();
    let attributes = attributes.map(|(name, _)| name);
    Ok(Wanted {
        all: all.clone(),
        viewer: viewer.clone(),
        list: asked.list,
        // What an import finds an account and the one above it by comes first.
        columns: Column::of_file(
            &[Field::ExternalId, Field::Parent],
            asked.columns,
            attributes,
        ),
        definitions,
    })
}

/// What a file holds.
struct Wanted {
    all: Accounts,
    viewer: Viewer,
    list: List,
    columns: Vec<Column<Field>>,
    definitions: Vec<Definition>,
}

impl Source for Wanted {
    fn names(&self) -> Vec<String> {
        let own = ["account_id", "name"].map(str::to_owned);
        own.into_iter()
            .chain(self.columns.iter().map(Column::in_file))
            .collect()
    }

    async fn part(&self, after: Option<String>) -> Result<Part, Problem> {
        let asked = (self.list.clone(), after);
        let part = self.all.export_part(&self.viewer, asked, LINES).await?;
        let line = |row: &Row| {
            let own = [
                Cell::Text(row.account.account_id.clone()),
                Cell::Text(row.account.name.clone()),
            ];
            let chosen = self.columns.iter();
            let chosen = chosen.map(|column| columns::cell(column, row, &self.definitions));
            own.into_iter().chain(chosen).collect()
        };
        Ok(Part {
            lines: part.rows.iter().map(line).collect(),
            next: part.next,
        })
    }
}

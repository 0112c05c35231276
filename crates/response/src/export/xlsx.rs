//! Responses as a spreadsheet. Text is written as it is: a cell of text is never a formula.

use std::path::Path;

use jiff::tz::TimeZone;
use list::Cell;
use list::file::{Part, SHEET_MAX, Sheet, Source, write_sheet};
use platform::{Db, Problem};

use super::Export;

/// The sheet of responses.
pub(super) const SHEET: Sheet<'static> = Sheet {
    name: "responses",
    frozen: 0,
};

/// Writes the export to a new file `to`; temporary files are made in its folder.
pub async fn write(db: &Db, export: &Export, to: &Path) -> Result<(), Problem> {
    let lines = Lines::of(db, export)?;
    write_sheet(&lines, SHEET, to).await
}

/// The responses of an export as lines of a sheet.
pub(super) struct Lines {
    db: Db,
    export: Export,
}

impl Lines {
    /// # Errors
    /// There are more than a sheet can have.
    pub(super) fn of(db: &Db, export: &Export) -> Result<Self, Problem> {
        if export.last_ordinal > i64::from(SHEET_MAX) {
            return Err(Problem::TooLarge(format!(
                "a spreadsheet has at most {SHEET_MAX} rows: export as CSV instead"
            )));
        }
        Ok(Self {
            db: db.clone(),
            export: export.clone(),
        })
    }
}

impl Source for Lines {
    fn names(&self) -> Vec<String> {
        self.export.columns.names()
    }

    /// The cursor is the number of the last response.
    async fn part(&self, after: Option<String>) -> Result<Part, Problem> {
        let after = after.and_then(|number| number.parse().ok());
        let responses = self
            .export
            .next(&self.db, after.unwrap_or_default())
            .await?;
        let lines = responses.iter().map(|response| {
            let cells = self.export.columns.cells(response).into_iter();
            cells
                .map(|cell| on_the_clock(&self.export.zone, cell))
                .collect()
        });
        Ok(Part {
            lines: lines.collect(),
            next: responses.last().map(|last| last.ordinal.to_string()),
        })
    }
}

/// Moments as spreadsheets count them: on the clock of this zone, whole seconds.
pub(super) fn on_the_clock(zone: &TimeZone, cell: Cell) -> Cell {
    let Cell::Moment(at_us) = cell else {
        return cell;
    };
    let at = jiff::Timestamp::from_microsecond(at_us);
    let offset = at.map_or(0, |at| zone.to_offset(at).seconds());
    let seconds = at_us.div_euclid(1_000_000) + i64::from(offset);
    Cell::Moment(seconds * 1_000_000)
}

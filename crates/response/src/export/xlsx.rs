//! Responses as a spreadsheet. The library writes row by row to temporary files, so that memory
//! stays small; the result must be whole before its first byte can be sent. Text is written as it
//! is: a cell of text is never a formula.

use std::path::{Path, PathBuf};

use platform::{Db, Problem};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use tokio::sync::mpsc;

use super::Export;
use super::columns::{Columns, Held};
use crate::model::Response;

/// Rows a sheet can have below its header.
pub const ROWS_MAX: i64 = 1_048_575;
/// Days from 1899-12-30, where spreadsheets count from, to 1970-01-01.
const DAYS_TO_1970: f64 = 25_569.0;
/// Pieces that may wait to be written.
const WAITING: usize = 2;

/// Writes the export to a new file `to`; temporary files are made in its folder.
pub async fn write(db: &Db, export: &Export, to: &Path) -> Result<(), Problem> {
    if export.last_ordinal > ROWS_MAX {
        return Err(Problem::TooLarge(format!(
            "a spreadsheet has at most {ROWS_MAX} rows: export as CSV instead"
        )));
    }
    let (sender, receiver) = mpsc::channel(WAITING);
    let (sheet, path) = (Sheet::of(export), to.to_owned());
    let writing = tokio::task::spawn_blocking(move || sheet.write(receiver, &path));
    let mut after = 0;
    loop {
        let responses = export.next(db, after).await?;
        let Some(last) = responses.last() else { break };
        after = last.ordinal;
        if sender.send(responses).await.is_err() {
            // The writer has given up; its error tells why.
            break;
        }
    }
    drop(sender);
    match writing.await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(Problem::Internal(format!("a spreadsheet: {error}"))),
        Err(error) => Err(Problem::Internal(format!("a spreadsheet: {error}"))),
    }
}

struct Sheet {
    columns: Columns,
    zone: jiff::tz::TimeZone,
}

impl Sheet {
    fn of(export: &Export) -> Self {
        Self {
            columns: export.columns.clone(),
            zone: export.zone.clone(),
        }
    }

    fn write(
        &self,
        mut pieces: mpsc::Receiver<Vec<Response>>,
        to: &PathBuf,
    ) -> Result<(), XlsxError> {
        let mut book = Workbook::new();
        if let Some(folder) = to.parent().filter(|f| !f.as_os_str().is_empty()) {
            book.set_tempdir(folder)?;
        }
        let sheet = book.add_worksheet_with_constant_memory();
        sheet.set_name("responses")?;
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (column, name) in (0_u16..).zip(self.columns.names()) {
            sheet.write_string_with_format(0, column, &name, &bold)?;
        }
        let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
        let mut line = 0;
        while let Some(responses) = pieces.blocking_recv() {
            for response in &responses {
                line += 1;
                for (column, cell) in (0_u16..).zip(self.columns.cells(response)) {
                    self.cell(sheet, (line, column), &cell, &moment)?;
                }
            }
        }
        book.save(to)
    }

    fn cell(
        &self,
        sheet: &mut Worksheet,
        (line, column): (u32, u16),
        cell: &Held,
        moment: &Format,
    ) -> Result<(), XlsxError> {
        match cell {
            Held::Blank => {}
            Held::Text(text) => {
                sheet.write_string(line, column, text)?;
            }
            Held::Integer(number) => {
                sheet.write_number(line, column, *number as f64)?;
            }
            Held::Moment(at_us) => {
                sheet.write_number_with_format(line, column, self.serial(*at_us), moment)?;
            }
        }
        Ok(())
    }

    /// A moment as spreadsheets count it: days on the workspace's clock, whole seconds.
    fn serial(&self, at_us: i64) -> f64 {
        let offset = jiff::Timestamp::from_microsecond(at_us)
            .map_or(0, |at| self.zone.to_offset(at).seconds());
        let seconds = at_us.div_euclid(1_000_000) + i64::from(offset);
        DAYS_TO_1970 + seconds as f64 / 86_400.0
    }
}

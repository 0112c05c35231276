//! A list as a file: CSV or a spreadsheet, read page by page, so that memory stays small. Text is
//! never a formula in either.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use axum::body::Bytes;
use contact::attribute::Definition;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use platform::{Problem, id};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use tabular::{Cell as CsvCell, Profile, Writer};
use tokio::sync::mpsc;
use user::Viewer;

use crate::columns::{Cell, Column};
use crate::model::List;
use crate::service::{Accounts, Row};

/// Accounts read at a time.
const ROWS: usize = 500;
/// Pieces that may wait.
const WAITING: usize = 2;
/// Rows a sheet can have below its header.
const SHEET_MAX: u32 = 1_048_575;
/// Days from 1899-12-30, where spreadsheets count from, to 1970-01-01.
const DAYS_TO_1970: f64 = 25_569.0;

/// What a file holds.
#[derive(Clone)]
pub(crate) struct Wanted {
    pub(crate) viewer: Viewer,
    pub(crate) list: List,
    pub(crate) columns: Vec<Column>,
    pub(crate) definitions: Vec<Definition>,
}

impl Wanted {
    /// The names of the columns, as programs read them again.
    fn names(&self) -> Vec<String> {
        let own = ["account_id", "name"].map(str::to_owned);
        let chosen = self.columns.iter().map(|column| match column {
            Column::Attribute(name) => name.clone(),
            other => other.written(),
        });
        own.into_iter().chain(chosen).collect()
    }

    fn cells(&self, row: &Row) -> Vec<Cell> {
        let own = [
            Cell::Text(row.account.account_id.clone()),
            Cell::Text(row.account.name.clone()),
        ];
        let chosen = self.columns.iter();
        let chosen = chosen.map(|column| column.cell(row, &self.definitions));
        own.into_iter().chain(chosen).collect()
    }
}

/// Sends the pages of a list one after the other.
async fn pages(
    all: &Accounts,
    wanted: &Wanted,
    sender: &mpsc::Sender<Vec<Row>>,
) -> Result<(), Problem> {
    let mut after = None;
    loop {
        let asked = (wanted.list.clone(), after.clone());
        let part = all.export_part(&wanted.viewer, asked, ROWS).await?;
        after = part.next;
        if sender.send(part.rows).await.is_err() || after.is_none() {
            return Ok(());
        }
    }
}

/// The list as CSV, piece by piece.
pub(crate) fn csv(all: &Accounts, wanted: Wanted) -> mpsc::Receiver<Result<Bytes, Problem>> {
    let (to, receiver) = mpsc::channel(WAITING);
    let all = all.clone();
    tokio::spawn(async move {
        let (sender, mut rows) = mpsc::channel(WAITING);
        let reader = {
            let wanted = wanted.clone();
            tokio::spawn(async move { pages(&all, &wanted, &sender).await })
        };
        let mut is_first = true;
        while let Some(part) = rows.recv().await {
            let piece = piece(&wanted, &part, is_first);
            is_first = false;
            if to.send(piece).await.is_err() {
                return;
            }
        }
        if let Ok(Err(problem)) = reader.await {
            // Nobody listens any more when this can't be sent.
            let _ = to.send(Err(problem)).await;
        }
    });
    receiver
}

fn piece(wanted: &Wanted, rows: &[Row], is_first: bool) -> Result<Bytes, Problem> {
    let unwritten = |e: std::io::Error| Problem::Internal(format!("a piece of accounts: {e}"));
    let mut writer = Writer::new(Vec::new(), Profile::Data, TimeZone::UTC).map_err(unwritten)?;
    if is_first {
        let names = wanted.names();
        writer
            .header(names.iter().map(String::as_str))
            .map_err(unwritten)?;
    }
    for row in rows {
        let cells = wanted.cells(row);
        writer.row(cells.iter().map(csv_cell)).map_err(unwritten)?;
    }
    Ok(Bytes::from(writer.finish().map_err(unwritten)?))
}

fn csv_cell(cell: &Cell) -> CsvCell<'_> {
    match cell {
        Cell::Blank => CsvCell::Blank,
        Cell::Text(text) => CsvCell::Text(text),
        Cell::Class(class) => CsvCell::Text(class),
        Cell::Count(count) => CsvCell::Integer(*count),
        Cell::Number(number) | Cell::Money(number, _) => CsvCell::Number(*number),
        Cell::Day(day) => CsvCell::Day(*day),
        Cell::Moment(at_us) => {
            Timestamp::from_microsecond(*at_us).map_or(CsvCell::Blank, CsvCell::Instant)
        }
        Cell::YesNo(true) => CsvCell::Text("yes"),
        Cell::YesNo(false) => CsvCell::Text("no"),
    }
}

/// The list as a spreadsheet: an open file that has no name any more.
pub(crate) async fn xlsx(all: &Accounts, wanted: Wanted, folder: &Path) -> Result<File, Problem> {
    std::fs::create_dir_all(folder).map_err(platform::web::unstored)?;
    let path = Removed(folder.join(format!("{}.xlsx", id::new())));
    let (sender, rows) = mpsc::channel(WAITING);
    let (sheet, to) = (wanted.clone(), path.0.clone());
    let writing = tokio::task::spawn_blocking(move || write(&sheet, rows, &to));
    pages(all, &wanted, &sender).await?;
    drop(sender);
    match writing.await {
        Ok(Ok(())) => File::open(&path.0).map_err(platform::web::unstored),
        Ok(Err(error)) => Err(Problem::Internal(format!("a spreadsheet: {error}"))),
        Err(error) => Err(Problem::Internal(format!("a spreadsheet: {error}"))),
    }
}

/// A file that is removed when nobody needs its name any more, also when a client hangs up.
struct Removed(PathBuf);

impl Drop for Removed {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn write(
    wanted: &Wanted,
    mut parts: mpsc::Receiver<Vec<Row>>,
    to: &PathBuf,
) -> Result<(), XlsxError> {
    let mut book = Workbook::new();
    if let Some(folder) = to.parent() {
        book.set_tempdir(folder)?;
    }
    let sheet = book.add_worksheet_with_constant_memory();
    sheet.set_name("accounts")?;
    sheet.set_freeze_panes(1, 2)?;
    let bold = Format::new().set_bold();
    for (column, name) in (0_u16..).zip(wanted.names()) {
        sheet.write_string_with_format(0, column, &name, &bold)?;
    }
    let formats = Formats {
        day: Format::new().set_num_format("yyyy-mm-dd"),
        moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        money: Format::new().set_num_format("#,##0.00"),
    };
    let mut line = 0;
    while let Some(rows) = parts.blocking_recv() {
        for row in rows {
            if line == SHEET_MAX {
                break;
            }
            line += 1;
            for (column, cell) in (0_u16..).zip(wanted.cells(&row)) {
                write_cell(sheet, (line, column), &cell, &formats)?;
            }
        }
    }
    book.save(to)
}

struct Formats {
    day: Format,
    moment: Format,
    money: Format,
}

#[allow(clippy::cast_precision_loss)] // Counts and moments of our days fit a double.
fn write_cell(
    sheet: &mut Worksheet,
    (line, column): (u32, u16),
    cell: &Cell,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Blank => {}
        Cell::Text(text) => {
            sheet.write_string(line, column, text)?;
        }
        Cell::Class(class) => {
            sheet.write_string(line, column, *class)?;
        }
        Cell::Count(count) => {
            sheet.write_number(line, column, *count as f64)?;
        }
        Cell::Number(number) => {
            sheet.write_number(line, column, *number)?;
        }
        Cell::Money(amount, _) => {
            sheet.write_number_with_format(line, column, *amount, &formats.money)?;
        }
        Cell::Day(day) => {
            let days = f64::from(platform::clock::days_since_1970(*day)) + DAYS_TO_1970;
            sheet.write_number_with_format(line, column, days, &formats.day)?;
        }
        Cell::Moment(at_us) => {
            let days = *at_us as f64 / platform::clock::DAY_US as f64 + DAYS_TO_1970;
            sheet.write_number_with_format(line, column, days, &formats.moment)?;
        }
        Cell::YesNo(yes) => {
            sheet.write_string(line, column, if *yes { "yes" } else { "no" })?;
        }
    }
    Ok(())
}

/// The bytes of a file, piece by piece.
pub(crate) fn read(mut file: File) -> mpsc::Receiver<std::io::Result<Bytes>> {
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::task::spawn_blocking(move || {
        loop {
            let mut piece = vec![0; 64 * 1024];
            match file.read(&mut piece) {
                Ok(0) => return,
                Ok(length) => {
                    piece.truncate(length);
                    if sender.blocking_send(Ok(Bytes::from(piece))).is_err() {
                        return;
                    }
                }
                Err(error) => {
                    let _ = sender.blocking_send(Err(error));
                    return;
                }
            }
        }
    });
    receiver
}

//! A list as a file: CSV or a spreadsheet, read part by part, so that memory stays small with a
//! million lines. Text is never a formula in either, and no proxy keeps the file.

use std::fs::File;
use std::future::Future;
use std::io::Read;
use std::path::{Path, PathBuf};

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use jiff::tz::TimeZone;
use platform::web::{App, QueryPairs};
use platform::{Problem, id};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use tabular::{Pieces, Profile};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use user::Viewer;

use crate::cell::Cell;

/// Lines to read at a time.
pub const LINES: usize = 500;
/// Parts that may wait to be written.
const WAITING: usize = 2;
/// Lines a sheet can have below its header.
pub const SHEET_MAX: u32 = 1_048_575;
/// Days from 1899-12-30, where spreadsheets count from, to 1970-01-01.
const DAYS_TO_1970: f64 = 25_569.0;
/// Bytes of a spreadsheet sent at a time.
const PIECE: usize = 64 * 1024;

/// Some lines of a list, and where it goes on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// The cells of each line.
    pub lines: Vec<Vec<Cell>>,
    /// The cursor of the next part; none at the end.
    pub next: Option<String>,
}

/// Where the lines of a file come from.
pub trait Source: Send + Sync + 'static {
    /// The names of the columns.
    fn names(&self) -> Vec<String>;

    /// The lines after a cursor, about [`LINES`] of them.
    fn part(&self, after: Option<String>) -> impl Future<Output = Result<Part, Problem>> + Send;
}

/// For whom a CSV file is, by the parameter `profile`; the other parameters are given back.
pub fn profile(pairs: &QueryPairs) -> Result<(Profile, QueryPairs), Problem> {
    let profile = Profile::named(pairs.get("profile"))
        .ok_or_else(|| Problem::BadRequest("profile is data or excel-nl".to_owned()))?;
    let rest = pairs.0.iter().filter(|(name, _)| name != "profile");
    Ok((profile, QueryPairs(rest.cloned().collect())))
}

/// The list as a CSV file called `name`, for whom `profile` says, in the time zone of the
/// workspace.
pub async fn csv_reply<S: Source>(
    source: S,
    (app, viewer): (&App, &Viewer),
    (name, profile): (&str, Profile),
) -> Result<Response, Problem> {
    let (_, zone) = user::service::workspace(app, &viewer.workspace_id).await?;
    let zone = TimeZone::get(&zone).map_err(|e| Problem::Internal(e.to_string()))?;
    let body = Body::from_stream(csv(source, profile, zone));
    Ok(attachment(name, "text/csv; charset=utf-8", body))
}

/// The list as a spreadsheet called `name`; `folder` is for the file until it is sent.
pub async fn xlsx_reply<S: Source>(
    source: S,
    name: &str,
    folder: &Path,
) -> Result<Response, Problem> {
    let sheet = Sheet {
        name: name.trim_end_matches(".xlsx"),
        frozen: 2,
    };
    sheet_reply(&source, (sheet, name), folder).await
}

/// The list as a spreadsheet in a file called `name`; `folder` is for it until it is sent.
pub async fn sheet_reply<S: Source>(
    source: &S,
    (sheet, name): (Sheet<'_>, &str),
    folder: &Path,
) -> Result<Response, Problem> {
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    std::fs::create_dir_all(folder).map_err(platform::web::unstored)?;
    let path = Removed(folder.join(format!("{}.xlsx", id::new())));
    write_sheet(source, sheet, &path.0).await?;
    // It is open: nothing but this reply needs it any more.
    let file = File::open(&path.0).map_err(platform::web::unstored)?;
    Ok(attachment(name, KIND, body(file)))
}

/// A file as the body of a reply, piece by piece.
pub fn body(file: File) -> Body {
    Body::from_stream(ReceiverStream::new(read(file)))
}

/// A file to be kept under `name`.
pub fn attachment(name: &str, kind: &'static str, body: Body) -> Response {
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

/// The list as CSV, piece by piece; a part is read when the one before was sent.
fn csv<S: Source>(
    source: S,
    profile: Profile,
    zone: TimeZone,
) -> impl Stream<Item = Result<Bytes, Problem>> + Send {
    let names = source.names();
    let pieces = Pieces::new(profile, zone, names.iter().map(String::as_str));
    stream::try_unfold(Some((source, pieces, None)), |state| async {
        let Some((source, mut pieces, after)) = state else {
            return Ok(None);
        };
        let part = source.part(after).await?;
        for line in &part.lines {
            pieces.row(line.iter().map(Cell::csv));
        }
        let piece = Bytes::from(pieces.take());
        let rest = part.next.map(|next| (source, pieces, Some(next)));
        Ok(Some((piece, rest)))
    })
}

/// How the sheet of a spreadsheet looks.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Columns that stay in sight beside those that are looked at.
    pub frozen: u16,
}

/// Writes the list to a new file `to`; temporary files are made in its folder. It must be whole
/// before its first byte can be sent.
pub async fn write_sheet<S: Source>(
    source: &S,
    sheet: Sheet<'_>,
    to: &Path,
) -> Result<(), Problem> {
    let (sender, parts) = mpsc::channel(WAITING);
    let (name, frozen, to) = (sheet.name.to_owned(), sheet.frozen, to.to_owned());
    let names = source.names();
    let writing = tokio::task::spawn_blocking(move || {
        let name = name.as_str();
        write(Sheet { name, frozen }, &names, parts, &to)
    });
    let mut after = None;
    loop {
        let part = source.part(after).await?;
        after = part.next;
        // When the writer has given up, its error tells why.
        if sender.send(part.lines).await.is_err() || after.is_none() {
            break;
        }
    }
    drop(sender);
    match writing.await {
        Ok(Ok(true)) => Ok(()),
        Ok(Ok(false)) => Err(Problem::TooLarge(format!(
            "a spreadsheet has at most {SHEET_MAX} lines: take the list as CSV, or a part of it"
        ))),
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

/// Writes the parts to a new file; false when there are more lines than a sheet can have.
fn write(
    look: Sheet<'_>,
    names: &[String],
    mut parts: mpsc::Receiver<Vec<Vec<Cell>>>,
    to: &Path,
) -> Result<bool, XlsxError> {
    let mut book = Workbook::new();
    if let Some(folder) = to.parent().filter(|f| !f.as_os_str().is_empty()) {
        book.set_tempdir(folder)?;
    }
    let sheet = book.add_worksheet_with_constant_memory();
    sheet.set_name(look.name)?;
    sheet.set_freeze_panes(1, look.frozen)?;
    let bold = Format::new().set_bold();
    for (column, name) in (0_u16..).zip(names) {
        sheet.write_string_with_format(0, column, name, &bold)?;
    }
    let formats = Formats::default();
    let mut row = 0;
    while let Some(lines) = parts.blocking_recv() {
        for line in lines {
            if row == SHEET_MAX {
                return Ok(false);
            }
            row += 1;
            for (column, cell) in (0_u16..).zip(&line) {
                write_cell(sheet, (row, column), cell, &formats)?;
            }
        }
    }
    book.save(to)?;
    Ok(true)
}

struct Formats {
    day: Format,
    moment: Format,
    money: Format,
}

impl Default for Formats {
    fn default() -> Self {
        Self {
            day: Format::new().set_num_format("yyyy-mm-dd"),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            money: Format::new().set_num_format("#,##0.00"),
        }
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Blank => {}
        Cell::Text(text) | Cell::Link(text, _) => {
            sheet.write_string(row, column, text)?;
        }
        Cell::Word(_, value) => {
            sheet.write_string(row, column, *value)?;
        }
        Cell::Count(count) => {
            sheet.write_number(row, column, *count as f64)?;
        }
        Cell::Number(number) | Cell::Score(number, _) => {
            sheet.write_number(row, column, *number)?;
        }
        Cell::Money(amount, _) => {
            sheet.write_number_with_format(row, column, *amount, &formats.money)?;
        }
        Cell::Day(day) => {
            let days = f64::from(platform::clock::days_since_1970(*day)) + DAYS_TO_1970;
            sheet.write_number_with_format(row, column, days, &formats.day)?;
        }
        Cell::Moment(at_us) => {
            let days = *at_us as f64 / platform::clock::DAY_US as f64 + DAYS_TO_1970;
            sheet.write_number_with_format(row, column, days, &formats.moment)?;
        }
        Cell::YesNo(yes) => {
            sheet.write_string(row, column, if *yes { "yes" } else { "no" })?;
        }
    }
    Ok(())
}

/// The bytes of a file, piece by piece, read on a thread that may wait.
fn read(mut file: File) -> mpsc::Receiver<std::io::Result<Bytes>> {
    let (sender, receiver) = mpsc::channel(WAITING);
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
            let is_over = read.is_err();
            if sender.blocking_send(read).is_err() || is_over {
                return;
            }
        }
    });
    receiver
}

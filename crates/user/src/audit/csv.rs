//! The log as CSV, piece by piece, so that years of it need no more memory than a page.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use futures_util::stream::{self, Stream};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use platform::{Db, Problem};
use tabular::{Cell, Profile, Writer};

use super::pages::facts;
use super::store::{self, Entry, Filter};

/// Lines read at a time.
const LINES: usize = 1000;

/// The columns, in order.
const NAMES: [&str; 8] = [
    "at", "by_kind", "by_id", "by_name", "action", "noun", "id", "detail",
];

/// What a file holds and how it is written.
pub(super) struct Wanted {
    pub(super) workspace_id: String,
    pub(super) filter: Filter,
    pub(super) profile: Profile,
    pub(super) zone: TimeZone,
}

/// The profile of this name; without one the one for programs.
pub(super) fn profile(name: Option<&str>) -> Result<Profile, Problem> {
    match name {
        None | Some("data") => Ok(Profile::Data),
        Some("excel-nl") => Ok(Profile::ExcelNl),
        Some(other) => Err(Problem::BadRequest(format!(
            "profile is data or excel-nl, not {other:?}"
        ))),
    }
}

/// The file in pieces, the newest line first; the first piece begins with the column names.
pub(super) fn pieces(db: Db, wanted: Wanted) -> impl Stream<Item = Result<Bytes, Problem>> + Send {
    let file = File {
        db,
        wanted: Arc::new(wanted),
        written: Shared::default(),
        writer: None,
        after: None,
    };
    stream::try_unfold(Some(file), |file| async {
        let Some(mut file) = file else {
            return Ok(None);
        };
        let is_last = file.write_piece().await?;
        let piece = Bytes::from(file.written.take());
        Ok(Some((piece, (!is_last).then_some(file))))
    })
}

struct File {
    db: Db,
    wanted: Arc<Wanted>,
    written: Shared,
    writer: Option<Writer<Shared>>,
    after: Option<(i64, String)>,
}

impl File {
    /// Writes the next lines; true when there are none left.
    async fn write_piece(&mut self) -> Result<bool, Problem> {
        let (wanted, after) = (self.wanted.clone(), self.after.clone());
        let lines = self
            .db
            .read_long(move |tx| {
                let place = (after.as_ref(), LINES);
                let lines = store::part(tx, &wanted.workspace_id, &wanted.filter, place)?;
                Ok::<_, Problem>(lines)
            })
            .await?;
        let mut writer = self.writer()?;
        for line in &lines {
            write(&mut writer, line)?;
        }
        writer.flush().map_err(unwritten)?;
        self.writer = Some(writer);
        let last = lines.last().map(|l| (l.at_us, l.audit_id.clone()));
        self.after = last.or(self.after.take());
        Ok(lines.len() < LINES)
    }

    /// The writer so far, or a new one that has written the column names.
    fn writer(&mut self) -> Result<Writer<Shared>, Problem> {
        if let Some(writer) = self.writer.take() {
            return Ok(writer);
        }
        let (to, zone) = (self.written.clone(), self.wanted.zone.clone());
        let mut writer = Writer::new(to, self.wanted.profile, zone).map_err(unwritten)?;
        writer.header(NAMES).map_err(unwritten)?;
        Ok(writer)
    }
}

fn write(writer: &mut Writer<Shared>, line: &Entry) -> Result<(), Problem> {
    let detail = facts(&serde_json::from_str(&line.detail)?);
    let at = Timestamp::from_microsecond(line.at_us).map_or(Cell::Blank, Cell::Instant);
    let cells = [
        at,
        Cell::Text(&line.actor_kind),
        Cell::Text(&line.actor_id),
        Cell::Text(line.actor_name.as_deref().unwrap_or_default()),
        Cell::Text(&line.action),
        Cell::Text(&line.noun),
        Cell::Text(&line.noun_id),
        Cell::Text(&detail),
    ];
    writer.row(cells).map_err(unwritten)
}

fn unwritten(error: io::Error) -> Problem {
    Problem::Internal(format!("a piece of the audit log: {error}"))
}

/// What was written and not yet taken.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    fn take(&self) -> Vec<u8> {
        self.0
            .lock()
            .map(|mut bytes| std::mem::take(&mut *bytes))
            .unwrap_or_default()
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut written = self
            .0
            .lock()
            .map_err(|_| io::Error::other("a writer panicked"))?;
        written.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

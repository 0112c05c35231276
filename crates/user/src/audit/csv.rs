//! The log as CSV, piece by piece, so that years of it need no more memory than a page.

use std::sync::Arc;

use axum::body::Bytes;
use futures_util::stream::{self, Stream};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use platform::{Db, Problem};
use tabular::{Cell, Pieces, Profile};

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
    Profile::named(name)
        .ok_or_else(|| Problem::BadRequest("profile is data or excel-nl".to_owned()))
}

/// The file in pieces, the newest line first; the first piece begins with the column names.
pub(super) fn pieces(db: Db, wanted: Wanted) -> impl Stream<Item = Result<Bytes, Problem>> + Send {
    let file = File {
        db,
        pieces: Pieces::new(wanted.profile, wanted.zone.clone(), NAMES),
        wanted: Arc::new(wanted),
        after: None,
    };
    stream::try_unfold(Some(file), |file| async {
        let Some(mut file) = file else {
            return Ok(None);
        };
        let is_last = file.write_piece().await?;
        let piece = Bytes::from(file.pieces.take());
        Ok(Some((piece, (!is_last).then_some(file))))
    })
}

struct File {
    db: Db,
    wanted: Arc<Wanted>,
    pieces: Pieces,
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
        for line in &lines {
            write(&mut self.pieces, line)?;
        }
        let last = lines.last().map(|l| (l.at_us, l.audit_id.clone()));
        self.after = last.or(self.after.take());
        Ok(lines.len() < LINES)
    }
}

fn write(pieces: &mut Pieces, line: &Entry) -> Result<(), Problem> {
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
    pieces.row(cells);
    Ok(())
}

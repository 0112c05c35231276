//! What an import did, or would do: counts, the first troubles, and two files with all of them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use tabular::{Cell, Profile, Writer};

use super::columns::REPORTED;
use super::parcels::Parcel;
use super::row::Fault;
use super::run::Files;
use crate::book::{Outcome, Put};
use crate::wrong::Wrong;

/// Troubles and merges kept for a page; the files have all.
const SHOWN: usize = 20;
/// The columns of the file of merged rows.
const MERGED: [&str; 5] = ["line", "contact_id", "field", "earlier", "later"];
/// Kinds of troubles counted apart at most.
const KINDS: usize = 200;

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Whether rows were about accounts alone; then accounts are counted.
    #[serde(default)]
    pub is_of_accounts: bool,
    /// Rows that aren't blank.
    pub rows: u64,
    /// Contacts that are new.
    pub created: u64,
    /// Contacts that changed.
    pub updated: u64,
    /// Contacts that stay as they are.
    pub unchanged: u64,
    /// Rows put together with an earlier one, and contacts put together.
    pub merged: u64,
    /// Rows that can't be taken.
    pub rejected: u64,
    /// Contacts that stay unsubscribed although the file says consent.
    pub stays_out: u64,
    /// What was wrong, with how often.
    pub kinds: Vec<KindOfTrouble>,
    /// The first rejected rows.
    pub troubles: Vec<Trouble>,
    /// The first merged rows.
    pub merges: Vec<Merge>,
}

/// One kind of mistake in one column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindOfTrouble {
    /// The column; empty for a whole row.
    pub column: String,
    /// The key of its words.
    pub key: String,
    /// The same in English, for programs; of the first one met.
    #[serde(default)]
    pub reason: String,
    /// How often it was met.
    pub count: u64,
}

/// One mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// The line in the file.
    pub line: u64,
    /// The column; empty for a whole row.
    pub column: String,
    /// What stands there, shortened.
    pub value: String,
    /// The key of its words.
    pub key: String,
    /// The value these speak of.
    pub about: String,
}

/// Rows that are one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// The first lines.
    pub lines: Vec<u64>,
    /// Whom they became.
    pub contact_id: String,
    /// Field, earlier and later value.
    pub differed: Vec<(String, String, String)>,
}

/// Counts while an import runs, and writes its files.
pub(crate) struct Report {
    summary: Summary,
    kinds: BTreeMap<(String, &'static str), (u64, String)>,
    /// Columns that an earlier report put in front.
    skipped: usize,
    rejected: Option<Writer<BufWriter<File>>>,
    merged: Option<Writer<BufWriter<File>>>,
}

impl Report {
    /// A report, with the files that are wanted.
    pub(crate) fn new(columns: &[String], files: &Files) -> io::Result<Self> {
        let is_report = columns.iter().map(String::as_str).take(4).eq(REPORTED);
        // A mended report is imported again: its own columns aren't said twice.
        let skipped = if is_report { REPORTED.len() } else { 0 };
        let rejected = files.rejected.as_ref();
        let rejected = rejected
            .map(|path| begin(path, &REPORTED, &columns[skipped..]))
            .transpose()?;
        let merged = files.merged.as_ref();
        let merged = merged.map(|path| begin(path, &MERGED, &[])).transpose()?;
        Ok(Self {
            summary: Summary::default(),
            kinds: BTreeMap::new(),
            skipped,
            rejected,
            merged,
        })
    }

    /// Takes in a parcel that was stored, or would be.
    pub(crate) fn stored(&mut self, parcel: &Parcel, put: &Put) -> io::Result<()> {
        let more = parcel.lines.len() as u64 - 1;
        let all = &mut self.summary;
        all.rows += 1 + more;
        all.merged += more;
        all.stays_out += u64::from(put.stays_out);
        match put.outcome {
            Outcome::Created => all.created += 1,
            Outcome::Updated => all.updated += 1,
            Outcome::Unchanged => all.unchanged += 1,
            Outcome::Merged => all.merged += 1,
        }
        if more == 0 && put.outcome != Outcome::Merged {
            return Ok(());
        }
        if all.merges.len() < SHOWN {
            let differed = parcel.differed.iter().map(|(_, d)| d.clone());
            all.merges.push(Merge {
                lines: parcel.lines.iter().copied().take(SHOWN).collect(),
                contact_id: put.contact_id.clone(),
                differed: differed
                    .map(|d| (d.field, d.earlier, d.later))
                    .take(SHOWN)
                    .collect(),
            });
        }
        self.write_merged(parcel, put)
    }

    fn write_merged(&mut self, parcel: &Parcel, put: &Put) -> io::Result<()> {
        let Some(file) = &mut self.merged else {
            return Ok(());
        };
        let id = Cell::Text(&put.contact_id);
        // Differences stand in the order of the lines they are of.
        let mut differed = parcel.differed.iter().peekable();
        for line in &parcel.lines {
            let place = Cell::Integer(i64::try_from(*line).unwrap_or(i64::MAX));
            let mut same = true;
            while let Some((_, d)) = differed.next_if(|(of, _)| of == line) {
                let said = [&d.field, &d.earlier, &d.later].map(|text| Cell::Text(text));
                file.row([place, id].into_iter().chain(said))?;
                same = false;
            }
            if same {
                file.row([place, id])?;
            }
        }
        if parcel.untold > 0 {
            let more = i64::try_from(parcel.untold).unwrap_or(i64::MAX);
            let own = [Cell::Text(""), id, Cell::Text("…"), Cell::Text("")];
            file.row(own.into_iter().chain([Cell::Integer(more)]))?;
        }
        Ok(())
    }

    /// Takes in a parcel that can't be stored.
    pub(crate) fn rejected(&mut self, parcel: &Parcel, faults: &[Fault]) -> io::Result<()> {
        self.summary.rows += parcel.lines.len() as u64;
        self.summary.rejected += parcel.lines.len() as u64;
        let line = parcel.lines.last().copied().unwrap_or_default();
        for fault in faults {
            self.count(line, fault);
        }
        let Some(file) = &mut self.rejected else {
            return Ok(());
        };
        let joined = |part: fn(&Fault) -> String| {
            let parts: Vec<String> = faults.iter().map(part).collect();
            parts.join(" | ")
        };
        let column = joined(|f| f.column.clone());
        let value = joined(|f| f.value.clone());
        let reason = joined(|f| f.wrong.to_string());
        let own = [
            Cell::Integer(i64::try_from(line).unwrap_or(i64::MAX)),
            Cell::Text(&column),
            Cell::Text(&value),
            Cell::Text(&reason),
        ];
        let cells = parcel.cells.iter().skip(self.skipped);
        let cells = cells.map(|cell| Cell::Text(cell));
        file.row(own.into_iter().chain(cells))
    }

    /// Rows rejected so far.
    pub(crate) fn rejections(&self) -> u64 {
        self.summary.rejected
    }

    fn count(&mut self, line: u64, fault: &Fault) {
        let (key, about) = fault.wrong.words();
        let kind = (fault.column.clone(), key);
        if self.kinds.len() < KINDS || self.kinds.contains_key(&kind) {
            let told = || (0, fault.wrong.to_string());
            self.kinds.entry(kind).or_insert_with(told).0 += 1;
        }
        if self.summary.troubles.len() < SHOWN {
            self.summary.troubles.push(Trouble {
                line,
                column: fault.column.clone(),
                value: fault.value.clone(),
                key: key.to_owned(),
                about,
            });
        }
    }

    /// Ends the files and gives the summary.
    pub(crate) fn finish(self) -> io::Result<Summary> {
        for file in [self.rejected, self.merged].into_iter().flatten() {
            let mut file = file.finish()?;
            io::Write::flush(&mut file)?;
        }
        let mut summary = self.summary;
        summary.kinds = self
            .kinds
            .into_iter()
            .map(|((column, key), (count, reason))| KindOfTrouble {
                column,
                key: key.to_owned(),
                reason,
                count,
            })
            .collect();
        summary
            .kinds
            .sort_by_key(|kind| std::cmp::Reverse(kind.count));
        Ok(summary)
    }
}

/// A fault that shows only beside what is stored.
pub(crate) fn beside_stored(wrong: Wrong) -> Vec<Fault> {
    let column = match &wrong {
        Wrong::NotOfKind { attribute, .. } => attribute.clone(),
        _ => String::new(),
    };
    vec![Fault {
        column,
        value: String::new(),
        wrong,
    }]
}

fn begin(path: &Path, own: &[&str], columns: &[String]) -> io::Result<Writer<BufWriter<File>>> {
    let to = BufWriter::new(File::create(path)?);
    let mut writer = Writer::new(to, Profile::Data, TimeZone::UTC)?;
    writer.header(
        own.iter()
            .copied()
            .chain(columns.iter().map(String::as_str)),
    )?;
    Ok(writer)
}

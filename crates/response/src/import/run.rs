//! Running an import: rows are read and converted on one thread and stored in chunks, so that
//! memory stays small and others who write wait a moment at most.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

use platform::Problem;
use platform::web::App;
use survey::Definition;
use tabular::{Format, Row, Source, Table};
use tokio::sync::mpsc;

use super::calendar::Calendar;
use super::mapping::Mapping;
use super::progress::Progress;
use super::reason::{Reason, Rejection};
use super::rejected::Rejected;
use super::row::{Converter, Prepared};
use crate::model::{Channel, Extent, Identity, Moment, New, Outcome, Put, State, Target};
use crate::service::{self, CHUNK_MAX};
use crate::store::Refusal;

/// Chunks that may wait to be stored.
const WAITING: usize = 2;
/// Rejected rows whose reasons are kept for a page; the file has all.
const EXAMPLES: usize = 20;
/// Reasons told apart at most, and values kept with each.
const REASONS: usize = 200;
const VALUES: usize = 5;
/// Rows kept to be shown as they will be stored.
const SAMPLES: usize = 10;

/// What is imported where.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The file.
    pub source: Source,
    /// What its columns become.
    pub mapping: Mapping,
    /// Whose survey.
    pub workspace_id: String,
    /// Which survey.
    pub survey_id: String,
    /// Its revision when `definition` was read.
    pub revision: i64,
    /// Its questions.
    pub definition: Definition,
    /// Time zone and time.
    pub calendar: Calendar,
}

/// What an import did, or would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Rows that aren't blank.
    pub rows: u64,
    /// New responses.
    pub created: u64,
    /// Responses that say something else now.
    pub updated: u64,
    /// Responses that were there already, the same.
    pub unchanged: u64,
    /// Responses that were erased once and stay so.
    pub erased: u64,
    /// Rows that can't be stored.
    pub rejected: u64,
    /// Rows with fewer cells than the header; the rest counts as empty.
    pub short: u64,
    /// What was wrong, by column and reason, with how often and with which values.
    pub reasons: BTreeMap<(String, Reason), Met>,
    /// The first rejected rows.
    pub examples: Vec<Rejection>,
    /// The first rows as they are stored.
    pub samples: Vec<Prepared>,
}

/// How often a reason for rejecting was met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// How often.
    pub count: u64,
    /// The first few different values.
    pub values: Vec<String>,
}

/// Why an import ended early. What was stored before stays; running it again finishes it.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The file can't be read (any further).
    #[error(transparent)]
    Table(#[from] tabular::Error),
    /// The mapping doesn't fit the file.
    #[error(transparent)]
    Mapping(#[from] super::MappingError),
    /// The file of rejected rows can't be written.
    #[error("the file of rejected rows can't be written: {0}")]
    Rejected(std::io::Error),
    /// The survey or the database refuses.
    #[error(transparent)]
    Store(#[from] Refusal),
    /// The survey was changed so that the answers don't fit any more.
    #[error("the survey was changed during the import; import again")]
    Changed,
    /// A thread of ours broke.
    #[error("{0}")]
    Broken(String),
    /// Storing ended before reading; its error tells why.
    #[error("the import was stopped")]
    Stopped,
}

impl From<RunError> for Problem {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Store(Refusal::Db(error)) => error.into(),
            RunError::Store(Refusal::NoSurvey) => Self::no("survey"),
            RunError::Rejected(error) => Self::Unavailable(error.to_string()),
            RunError::Broken(text) => Self::Internal(text),
            other => Self::invalid("file", other.to_string()),
        }
    }
}

/// Opens the file of `plan`.
pub fn open(source: &Source, mapping: &Mapping) -> Result<Table, tabular::Error> {
    let options = tabular::Options {
        sheet: mapping.sheet.clone(),
        ..tabular::Options::default()
    };
    tabular::open(source.clone(), &options)
}

/// Reads and converts every row without storing anything. Blocks; run it on a thread for that.
pub fn check<W: Write>(
    plan: &Plan,
    progress: &Progress,
    rejected: Option<W>,
) -> Result<Summary, RunError> {
    read(plan, progress, rejected, |_| Ok(()))
}

/// Imports: every good row is stored, in chunks. Running it again changes nothing.
pub async fn run<W: Write + Send + 'static>(
    app: &App,
    plan: Plan,
    progress: Arc<Progress>,
    rejected: Option<W>,
) -> Result<Summary, RunError> {
    let (sender, mut receiver) = mpsc::channel::<Vec<New>>(WAITING);
    let mut storing = Storing::new(app, &plan);
    let reading = {
        let progress = progress.clone();
        tokio::task::spawn_blocking(move || {
            read(&plan, &progress, rejected, |chunk| {
                sender.blocking_send(chunk).map_err(|_| RunError::Stopped)
            })
        })
    };
    while let Some(chunk) = receiver.recv().await {
        storing.store(chunk).await?;
    }
    let joined = reading.await;
    let mut summary = joined.map_err(|e| RunError::Broken(format!("reading a file: {e}")))??;
    [
        summary.created,
        summary.updated,
        summary.unchanged,
        summary.erased,
    ] = storing.counts;
    Ok(summary)
}

/// The side of an import that stores.
struct Storing<'a> {
    app: &'a App,
    target: Arc<Target>,
    /// Created, updated, unchanged, erased.
    counts: [u64; 4],
}

impl<'a> Storing<'a> {
    fn new(app: &'a App, plan: &Plan) -> Self {
        let target = Target {
            workspace_id: plan.workspace_id.clone(),
            survey_id: plan.survey_id.clone(),
            revision: plan.revision,
            language: plan.definition.language().to_owned(),
            now: Moment::new(&plan.calendar.zone, plan.calendar.now_us),
        };
        Self {
            app,
            target: Arc::new(target),
            counts: [0; 4],
        }
    }

    /// Stores one chunk. When the survey was changed since the answers were checked, they are
    /// checked again.
    async fn store(&mut self, chunk: Vec<New>) -> Result<(), RunError> {
        loop {
            match service::store_chunk(&self.app.db, &self.target, chunk.clone()).await {
                Ok(puts) => {
                    self.count(&puts);
                    return Ok(());
                }
                Err(Refusal::Stale) => self.check_again(&chunk).await?,
                Err(refusal) => return Err(refusal.into()),
            }
        }
    }

    fn count(&mut self, puts: &[Put]) {
        let before = self.counts;
        for put in puts {
            self.counts[match put.outcome {
                Outcome::Created => 0,
                Outcome::Updated => 1,
                Outcome::Unchanged => 2,
                Outcome::Erased => 3,
            }] += 1;
        }
        if self.counts[..2] != before[..2] {
            self.app.changes.announce(&self.target.survey_id);
        }
    }

    async fn check_again(&mut self, chunk: &[New]) -> Result<(), RunError> {
        let (workspace_id, survey_id) = (
            self.target.workspace_id.clone(),
            self.target.survey_id.clone(),
        );
        let found = self
            .app
            .db
            .read(move |tx| survey::store::by_id(tx, &workspace_id, &survey_id))
            .await
            .map_err(Refusal::Db)?;
        let survey = found.ok_or(Refusal::NoSurvey)?;
        for new in chunk {
            if survey::validate_answers(&survey.definition, &new.answers, false).is_err() {
                return Err(RunError::Changed);
            }
        }
        let mut target = Target::clone(&self.target);
        target.revision = survey.revision;
        self.target = Arc::new(target);
        Ok(())
    }
}

fn read<W: Write>(
    plan: &Plan,
    progress: &Progress,
    rejected: Option<W>,
    mut take: impl FnMut(Vec<New>) -> Result<(), RunError>,
) -> Result<Summary, RunError> {
    let mut table = open(&plan.source, &plan.mapping)?;
    let columns = table.columns().to_vec();
    progress.begin(&table);
    let calendar = plan.calendar.clone();
    let mut converter = Converter::new(&plan.mapping, &plan.definition, &columns, calendar)?;
    if matches!(table.detected().format, Format::Xlsx { .. }) {
        converter = converter.of_sheet();
    }
    let asked: Arc<[String]> = keys(&plan.definition);
    let mut file = rejected
        .map(|to| Rejected::new(to, &columns))
        .transpose()
        .map_err(RunError::Rejected)?;
    let (mut row, mut summary, mut chunk) = (Row::default(), Summary::default(), Vec::new());
    while table.read(&mut row)? {
        if row.is_blank() {
            continue;
        }
        summary.rows += 1;
        let short = matches!(row.problem(), Some(tabular::Problem::TooFewCells { .. }));
        summary.short += u64::from(short);
        match converter.convert(&row) {
            Ok(prepared) => {
                if summary.samples.len() < SAMPLES {
                    summary.samples.push(prepared.clone());
                }
                chunk.push(new(prepared, &asked));
            }
            Err(rejection) => {
                if let Some(file) = &mut file {
                    file.add(&rejection, &row).map_err(RunError::Rejected)?;
                }
                note(&mut summary, rejection);
            }
        }
        if chunk.len() == CHUNK_MAX {
            take(std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK_MAX)))?;
        }
        progress.show(&table, summary.rows, summary.rejected);
    }
    if !chunk.is_empty() {
        take(chunk)?;
    }
    if let Some(file) = file {
        file.finish()
            .and_then(|mut to| to.flush())
            .map_err(RunError::Rejected)?;
    }
    Ok(summary)
}

fn note(summary: &mut Summary, rejection: Rejection) {
    summary.rejected += 1;
    for fault in &rejection.faults {
        let key = (fault.column.clone(), fault.reason.class());
        if summary.reasons.len() >= REASONS && !summary.reasons.contains_key(&key) {
            continue;
        }
        let met = summary.reasons.entry(key).or_default();
        met.count += 1;
        if met.values.len() < VALUES && !met.values.contains(&fault.value) {
            met.values.push(fault.value.clone());
        }
    }
    if summary.examples.len() < EXAMPLES {
        summary.examples.push(rejection);
    }
}

fn keys(definition: &Definition) -> Arc<[String]> {
    definition.questions.iter().map(|q| q.key.clone()).collect()
}

fn new(prepared: Prepared, asked: &Arc<[String]>) -> New {
    let external_id = prepared.external_id;
    let identity = match prepared.response_id {
        None => Identity::External(external_id),
        Some(response_id) => Identity::Exported {
            response_id,
            external_id,
        },
    };
    New {
        state: if prepared.partial {
            State::Partial
        } else {
            State::Complete
        },
        channel: Channel::Import,
        identity,
        extent: Extent::Row {
            asked: asked.clone(),
            spans: prepared.spans,
        },
        language: prepared.language,
        answers: prepared.answers,
        attributes: prepared.attributes,
        answered: prepared.answered,
        doubt: None,
    }
}

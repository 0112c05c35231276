//! Facts kept current: the columns of each survey in memory, brought up to date from the database
//! before every use. Whoever wrote an answer, on whichever node, it is in the next figure, because
//! what counts is the survey's `change_seq` in the database and not what this process was told.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use facts::{Facts, State};
use platform::{Db, Problem, Tx};
use response::served::{self, Overlaid};
use survey::Survey;
use user::Sight;

use crate::again;
use crate::fill::{Filler, Stored};
use crate::persons::Looked;
use crate::plan::Plan;
use crate::pushdown::Whose;
use crate::sight::{Seen, Sets};
use crate::source::Source;
use crate::store::{self, Mark};
use crate::teams;

/// Responses read at a time; between two pieces other work gets its turn. Few in tests, so that a
/// survey of theirs comes in several.
const CHUNK: usize = if cfg!(test) { 20 } else { 10_000 };
/// Bytes per response beside its questions: state, day, the usual attributes.
const BESIDE_QUESTIONS: usize = 16;

/// Bytes per response that are surely enough for a usual survey, to stay clear of the bound.
const WARM_BYTES: usize = 64;

/// Holds the facts of surveys, the least recently used ones making room for others.
#[derive(Clone)]
pub struct FactsKeeper(Arc<Inner>);

struct Inner {
    db: Db,
    bytes_max: usize,
    shelf: Mutex<Shelf>,
}

#[derive(Default)]
struct Shelf {
    uses: u64,
    slots: HashMap<(String, String), (u64, Arc<Slot>)>,
}

/// A survey's place on the shelf.
#[derive(Default)]
pub(crate) struct Slot {
    /// One at a time brings the facts up to date; the others wait and find it done.
    refreshing: tokio::sync::Mutex<()>,
    /// Filled on first use.
    pub(crate) kept: RwLock<Option<Kept>>,
    /// Who works here, as of some moment.
    people: Mutex<Option<Looked>>,
    /// Who answered more than once, as of some moment.
    repeated: Mutex<Option<again::Looked>>,
    /// Which teams are shown, where groups hide.
    pub(crate) teams: teams::Found,
}

/// A survey's facts as of some change.
pub(crate) struct Kept {
    /// As it was then.
    pub(crate) survey: Arc<Survey>,
    plan: Arc<Plan>,
    filler: Filler,
    /// Who served.
    pub(crate) served: Sets,
    /// The columns.
    pub(crate) facts: Facts,
    /// Where the survey stood.
    pub(crate) mark: Mark,
    /// First and last day any response ever had.
    days: Option<(i32, i32)>,
}

/// What one look in the database brought.
struct Step {
    mark: Mark,
    /// Only when the revision is another one than before.
    defined: Option<(Survey, Plan)>,
    rows: Vec<Stored>,
    /// Who served, and up to which number that is.
    served: (Vec<Overlaid>, i64),
}

impl Step {
    /// Where the facts stand once it is filled in.
    fn leads_to(&self) -> Mark {
        let last = self.rows.last().filter(|_| self.rows.len() == CHUNK);
        Mark {
            change_seq: last.map_or(self.mark.change_seq, |row| row.change_seq),
            served_seq: self.served.1,
            ..self.mark
        }
    }
}

impl FactsKeeper {
    /// A keeper that holds about `bytes_max` bytes. A survey that alone needs more is counted by
    /// SQL.
    pub fn new(db: Db, bytes_max: usize) -> Self {
        Self(Arc::new(Inner {
            db,
            bytes_max,
            shelf: Mutex::default(),
        }))
    }

    /// Brings the largest surveys into memory, as far as they fit, so that nobody waits for that
    /// when the first page is opened. Meant to be spawned at the start.
    pub async fn warm(self) -> Result<(), Problem> {
        let surveys = self.0.db.read_long(store::largest).await?;
        for (whose, responses) in surveys {
            let room = self.0.bytes_max.saturating_sub(self.bytes_used());
            let needed = usize::try_from(responses).unwrap_or_default();
            if needed.saturating_mul(WARM_BYTES) < room {
                self.current(&whose).await?;
            }
        }
        Ok(())
    }

    /// The survey with everything that is in the database at this moment.
    pub(crate) async fn current(&self, whose: &Whose) -> Result<Source, Problem> {
        let db = &self.0.db;
        let slot = self.slot(whose);
        let refreshing = slot.refreshing.lock().await;
        let known = read(&slot.kept).as_ref().map(|kept| kept.mark);
        let now = {
            let whose = whose.clone();
            db.read(move |tx| store::mark(tx, &whose))
                .await
                .map_err(Problem::from)?
        };
        let Some(now) = now else {
            self.forget(whose);
            return Err(Problem::no("survey"));
        };
        if known != Some(now) {
            match self.refresh(whose, &slot).await? {
                Some(too_large) => return Ok(too_large),
                None => self.make_room(whose),
            }
        }
        drop(refreshing);
        let seen = seen(&slot, whose).await?;
        sees_something(whose, seen.days)?;
        let kept = read(&slot.kept);
        let kept = kept
            .as_ref()
            .ok_or_else(|| Problem::Internal("facts went missing".into()))?;
        Ok(Source {
            survey: kept.survey.clone(),
            plan: kept.plan.clone(),
            change_seq: kept.mark.change_seq,
            days: seen.days,
            whose: whose.clone(),
            db: db.clone(),
            slot: Some(slot.clone()),
            seen,
            mark: kept.mark,
        })
    }

    /// Reads and fills in what changed, piece by piece, until nothing is left: while one thread fills
    /// a piece in, another reads the next. Gives back a source of its own when the survey is too
    /// large for memory.
    async fn refresh(&self, whose: &Whose, slot: &Arc<Slot>) -> Result<Option<Source>, Problem> {
        let first = slot.mark();
        let mut step = self.look(whose, first, first).await?;
        loop {
            if let Some((survey, plan)) = &step.defined
                && self.is_too_large(survey, plan)
            {
                self.forget(whose);
                return Ok(Some(self.by_sql(whose, survey, plan, step.mark).await?));
            }
            let (wanted, next) = (step.mark, step.leads_to());
            let filling = slot.clone();
            let filled = tokio::task::spawn_blocking(move || apply(&filling, step));
            let ahead = async {
                if next == wanted {
                    return Ok(None);
                }
                self.look(whose, first, Some(next)).await.map(Some)
            };
            let (filled, ahead) = tokio::join!(filled, ahead);
            filled.map_err(|e| Problem::Internal(format!("filling facts: {e}")))??;
            let stands = slot.mark();
            if stands == Some(wanted) {
                return Ok(None);
            }
            step = match ahead? {
                Some(ahead) if stands == Some(next) => ahead,
                // The columns begin anew, because the questions are other ones.
                _ => self.look(whose, first, stands).await?,
            };
        }
    }

    /// One look in the database for what came after `known`. `first` is what was known at first.
    async fn look(
        &self,
        whose: &Whose,
        first: Option<Mark>,
        known: Option<Mark>,
    ) -> Result<Step, Problem> {
        let whose = whose.clone();
        let look = move |tx: &mut Tx<'_>| look(tx, &whose, known);
        // The first load may be long; what follows is small.
        match first {
            None => self.0.db.read_long(look).await,
            Some(_) => self.0.db.read(look).await,
        }
    }

    fn is_too_large(&self, survey: &Survey, plan: &Plan) -> bool {
        let rows = usize::try_from(survey.response_count).unwrap_or_default();
        rows.saturating_mul(plan.columns.len() + BESIDE_QUESTIONS) > self.0.bytes_max
    }

    async fn by_sql(
        &self,
        whose: &Whose,
        survey: &Survey,
        plan: &Plan,
        mark: Mark,
    ) -> Result<Source, Problem> {
        let db = self.0.db.clone();
        let asked = whose.clone();
        let days = db.read_long(move |tx| store::days(tx, &asked)).await?;
        sees_something(whose, days)?;
        Ok(Source {
            survey: Arc::new(survey.clone()),
            plan: Arc::new(plan.clone()),
            change_seq: mark.change_seq,
            days,
            whose: whose.clone(),
            db,
            slot: None,
            seen: Seen::of_sql(days),
            mark,
        })
    }

    /// The survey's place, marked as just used.
    fn slot(&self, whose: &Whose) -> Arc<Slot> {
        let mut shelf = self.0.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.uses += 1;
        let uses = shelf.uses;
        let key = (whose.workspace_id.clone(), whose.survey_id.clone());
        let (used, slot) = shelf.slots.entry(key).or_default();
        *used = uses;
        slot.clone()
    }

    fn forget(&self, whose: &Whose) {
        let mut shelf = self.0.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf
            .slots
            .remove(&(whose.workspace_id.clone(), whose.survey_id.clone()));
    }

    /// Drops the least recently used surveys until the rest fits; never the one in use.
    fn make_room(&self, whose: &Whose) {
        let mut shelf = self.0.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let mut by_use: Vec<(u64, (String, String), usize)> = shelf
            .slots
            .iter()
            .map(|(key, (used, slot))| (*used, key.clone(), slot.bytes_used()))
            .collect();
        by_use.sort_unstable();
        let mut total: usize = by_use.iter().map(|(_, _, bytes)| bytes).sum();
        for (_, key, bytes) in by_use {
            let in_use = key.0 == whose.workspace_id && key.1 == whose.survey_id;
            if total > self.0.bytes_max && !in_use {
                shelf.slots.remove(&key);
                total -= bytes;
            }
        }
    }

    /// Bytes of memory all facts take.
    pub fn bytes_used(&self) -> usize {
        let shelf = self.0.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf
            .slots
            .values()
            .map(|(_, slot)| slot.bytes_used())
            .sum()
    }
}

impl Slot {
    /// Where its facts stand; nothing before they are filled.
    fn mark(&self) -> Option<Mark> {
        read(&self.kept).as_ref().map(|kept| kept.mark)
    }

    /// Who works here, as it was looked up last.
    pub(crate) fn people(&self) -> Option<Looked> {
        let people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        people.clone()
    }

    /// Who answered more than once, as it was looked up last.
    pub(crate) fn repeated(&self) -> Option<again::Looked> {
        let known = self.repeated.lock().unwrap_or_else(PoisonError::into_inner);
        known.clone()
    }

    /// Keeps who answered more than once.
    pub(crate) fn set_repeated(&self, looked: again::Looked) {
        *self.repeated.lock().unwrap_or_else(PoisonError::into_inner) = Some(looked);
    }

    /// Keeps who works here.
    pub(crate) fn set_people(&self, looked: Looked) {
        *self.people.lock().unwrap_or_else(PoisonError::into_inner) = Some(looked);
    }

    fn bytes_used(&self) -> usize {
        read(&self.kept)
            .as_ref()
            .map_or(0, |kept| kept.facts.bytes_used())
    }
}

/// A panic while reading or filling leaves the lock poisoned; what is behind it is checked by its
/// mark, and filled again from there.
pub(crate) fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

/// One look in the database: where the survey stands and the next piece of what changed. The
/// definition is read in the same moment as the rows, so every row's version is known.
fn look(tx: &mut Tx<'_>, whose: &Whose, known: Option<Mark>) -> Result<Step, Problem> {
    let mark = store::mark(tx, whose)?.ok_or_else(|| Problem::no("survey"))?;
    let mut defined = None;
    if known.is_none_or(|known| known.revision != mark.revision) {
        let survey = store::survey(tx, whose)?.ok_or_else(|| Problem::no("survey"))?;
        let versions = survey::store::versions(tx, &whose.workspace_id, &whose.survey_id)?;
        let versions = versions
            .into_iter()
            .map(|(number, definition, _)| (number, definition));
        let plan = Plan::new(&survey, versions.collect());
        defined = Some((survey, plan));
    }
    let seen = known.map_or(0, |known| known.change_seq);
    let rows = store::changed_since(tx, whose, seen, CHUNK)?;
    let known = known.map_or(0, |known| known.served_seq);
    let id = (whose.workspace_id.as_str(), whose.survey_id.as_str());
    let served = served::changed_since(tx, id, (known, mark.served_seq), CHUNK)?;
    Ok(Step {
        mark,
        defined,
        rows,
        served,
    })
}

/// What the sight is in these facts. A limited one may take a look at every answer.
async fn seen(slot: &Arc<Slot>, whose: &Whose) -> Result<Seen, Problem> {
    let look = |slot: &Slot, whose: &Whose| {
        let kept = read(&slot.kept);
        let kept = kept.as_ref()?;
        let at = (kept.mark, kept.days);
        Some(kept.served.seen(&kept.facts, &whose.sight, at))
    };
    let seen = if whose.sight == Sight::Everything {
        look(slot, whose)
    } else {
        let (slot, whose) = (slot.clone(), whose.clone());
        tokio::task::spawn_blocking(move || look(&slot, &whose))
            .await
            .map_err(|e| Problem::Internal(format!("limiting facts: {e}")))?
    };
    seen.ok_or_else(|| Problem::Internal("facts went missing".into()))
}

/// Refuses a survey of which nothing is within the sight, as if it weren't there.
fn sees_something(whose: &Whose, days: Option<(i32, i32)>) -> Result<(), Problem> {
    match (&whose.sight, days) {
        (Sight::People(_), None) => Err(Problem::no("survey")),
        _ => Ok(()),
    }
}

/// Puts what a look brought into the columns.
fn apply(slot: &Slot, step: Step) -> Result<(), Problem> {
    let mut kept = slot.kept.write().unwrap_or_else(PoisonError::into_inner);
    let mark = step.mark;
    if let Some((survey, plan)) = step.defined {
        match kept.as_mut() {
            Some(kept) if *kept.plan == plan => {
                kept.survey = Arc::new(survey);
                kept.mark.revision = mark.revision;
            }
            before => {
                let anew = before.is_some();
                let (mut facts, filler) = Filler::new(&plan);
                let served = Sets::new(&mut facts);
                let (survey, plan) = (Arc::new(survey), Arc::new(plan));
                let start = Mark {
                    change_seq: 0,
                    revision: mark.revision,
                    served_seq: 0,
                };
                *kept = Some(Kept {
                    survey,
                    plan,
                    filler,
                    served,
                    facts,
                    mark: start,
                    days: None,
                });
                if anew {
                    // These rows begin after the old mark; the next looks bring all.
                    return Ok(());
                }
            }
        }
    }
    let Some(kept) = kept.as_mut() else {
        return Ok(());
    };
    for one in &step.served.0 {
        kept.served.put(&mut kept.facts, one);
    }
    kept.mark.served_seq = step.served.1;
    fill(kept, &step.rows, mark)
}

fn fill(kept: &mut Kept, rows: &[Stored], mark: Mark) -> Result<(), Problem> {
    let plan = kept.plan.clone();
    for row in rows {
        kept.filler.put(&plan, &mut kept.facts, row)?;
        if row.counts_as() != State::Absent {
            let (first, last) = kept.days.unwrap_or((row.day, row.day));
            kept.days = Some((first.min(row.day), last.max(row.day)));
        }
        kept.mark.change_seq = row.change_seq;
    }
    if rows.len() < CHUNK {
        kept.mark.change_seq = mark.change_seq;
    }
    Ok(())
}

#[cfg(test)]
mod tests;

//! Comments in memory: read once, then only what changed since. A survey's comments are words as
//! numbers, so that all figures about them are made without asking the database again.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use comments::{Corpus, Language, clean};
use dashboard::Whose;
use platform::{Db, DbError, Problem, Tx};
use survey::Question;

use crate::model::COMMENTS_MAX;
use crate::store::{self, Asked, Written};

/// Questions whose comments are kept at a time; beyond them the one longest unused goes.
const KEPT_MAX: usize = 6;
/// Responses read at a time.
const PIECE: usize = 5_000;
/// When so many comments are more than [`COMMENTS_MAX`], or changed, all is put in order anew.
const SLACK: usize = 10_000;

/// One comment.
#[derive(Clone, Debug)]
pub(crate) struct Comment {
    /// Place of the response within the survey, from 1.
    pub(crate) ordinal: u32,
    /// The response's id.
    pub(crate) response_id: String,
    /// As meant: entities resolved.
    pub(crate) text: String,
    /// What it was probably written in.
    pub(crate) language: Option<Language>,
    /// Days since 1970 in the workspace's zone.
    pub(crate) day: i32,
    /// UTC microseconds.
    pub(crate) answered_at_us: i64,
    /// False when the response was changed or erased since.
    pub(crate) is_current: bool,
}

/// The comments on one question.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    /// The last change of the survey that is in here.
    pub(crate) change_seq: i64,
    /// In the order of the corpus.
    pub(crate) comments: Vec<Comment>,
    /// Their words.
    pub(crate) corpus: Corpus,
    /// Whether there are older ones that were not read.
    pub(crate) truncated: bool,
    by_ordinal: HashMap<u32, usize>,
    outdated: usize,
}

impl Texts {
    /// The place of the comment of a response.
    pub(crate) fn place(&self, ordinal: u32) -> Option<usize> {
        self.by_ordinal.get(&ordinal).copied()
    }

    /// Takes in what is stored of responses; a later one takes the place of an earlier one.
    fn put_all(&mut self, written: Vec<Written>) {
        let texts = written.into_iter().filter_map(|one| self.put(one));
        let texts: Vec<(String, Option<Language>)> = texts.collect();
        let texts: Vec<_> = texts
            .iter()
            .map(|(t, language)| (t.as_str(), *language))
            .collect();
        self.corpus.add_all(&texts);
    }

    /// Takes in one response; gives what is to be read of it.
    fn put(&mut self, written: Written) -> Option<(String, Option<Language>)> {
        let ordinal = u32::try_from(written.ordinal).unwrap_or(u32::MAX);
        if let Some(place) = self.by_ordinal.remove(&ordinal) {
            self.comments[place].is_current = false;
            // What was erased is not kept for anybody to find.
            self.comments[place].text.clear();
            self.outdated += 1;
        }
        let text = written.text?;
        let language = Language::from_code(&written.language);
        self.by_ordinal.insert(ordinal, self.comments.len());
        self.comments.push(Comment {
            ordinal,
            response_id: written.response_id,
            text: clean(&text).into_owned(),
            language,
            day: written.day,
            answered_at_us: written.answered_at_us,
            is_current: true,
        });
        Some((text, language))
    }

    /// Forgets what is outdated, and the oldest beyond the limit, when that is worth the work.
    fn tidy(&mut self) {
        let current = self.comments.len() - self.outdated;
        if self.outdated <= SLACK && current <= COMMENTS_MAX + SLACK {
            return;
        }
        let mut comments = std::mem::take(&mut self.comments);
        comments.retain(|comment| comment.is_current);
        comments.sort_by_key(|comment| comment.ordinal);
        let oldest = comments.len().saturating_sub(COMMENTS_MAX);
        comments.drain(..oldest);
        let texts = comments.iter();
        self.corpus = Corpus::read(texts.map(|c| (c.text.as_str(), c.language)));
        let places = comments.iter().enumerate();
        self.by_ordinal = places.map(|(place, c)| (c.ordinal, place)).collect();
        self.truncated |= oldest > 0;
        self.outdated = 0;
        self.comments = comments;
    }
}

/// The comments on one question, whoever is reading or adding to them.
#[derive(Debug, Default)]
pub(crate) struct Slot {
    texts: RwLock<Texts>,
    /// One adds at a time.
    adding: tokio::sync::Mutex<()>,
}

impl Slot {
    /// The comments, as they are now.
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Texts> {
        self.texts.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_new(&self) -> bool {
        let texts = self.read();
        texts.change_seq == 0 && texts.comments.is_empty()
    }

    /// Adds responses; the last of several of one response counts.
    fn put(&self, written: Vec<Written>, change_seq: i64, truncated: bool) {
        let mut texts = self.texts.write().unwrap_or_else(PoisonError::into_inner);
        texts.put_all(written);
        texts.change_seq = texts.change_seq.max(change_seq);
        texts.truncated |= truncated;
        texts.tidy();
    }
}

/// Workspace, survey, question.
type Key = (String, String, Asked);

/// The latest used first.
type Slots = VecDeque<(Key, Arc<Slot>)>;

/// The comments in memory.
#[derive(Clone, Default)]
pub(crate) struct Shelf {
    slots: Arc<Mutex<Slots>>,
}

impl Shelf {
    /// The comments on a question, with everything that is stored up to `change_seq`.
    pub(crate) async fn current(
        &self,
        db: &Db,
        whose: &Whose,
        question: &Question,
        change_seq: i64,
    ) -> Result<Arc<Slot>, Problem> {
        let question = &(question.key.clone(), question.kind);
        let slot = self.slot(whose, question);
        let adding = slot.adding.lock().await;
        if slot.is_new() {
            fill(&slot, db, whose, question).await?;
        }
        loop {
            let seen = slot.read().change_seq;
            if seen >= change_seq {
                break;
            }
            let (whose, question) = (whose.clone(), question.clone());
            let work =
                move |tx: &mut Tx<'_>| store::written_since(tx, &whose, &question, (seen, PIECE));
            let piece: Result<Vec<Written>, DbError> = db.read_long(work).await;
            let piece = piece?;
            let Some(last) = piece.last().map(|last| last.change_seq) else {
                break;
            };
            put(&slot, piece, (last, false)).await?;
        }
        drop(adding);
        Ok(slot)
    }

    fn slot(&self, whose: &Whose, question: &Asked) -> Arc<Slot> {
        let key = (
            whose.workspace_id.clone(),
            whose.survey_id.clone(),
            question.clone(),
        );
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let found = slots.iter().position(|(known, _)| *known == key);
        let kept = found.and_then(|place| slots.remove(place));
        let slot = kept.map_or_else(Arc::default, |(_, slot)| slot);
        slots.push_front((key, slot.clone()));
        slots.truncate(KEPT_MAX);
        slot
    }
}

/// Reads the newest comments of a survey that has none in memory.
async fn fill(slot: &Arc<Slot>, db: &Db, whose: &Whose, question: &Asked) -> Result<(), Problem> {
    let of = whose.clone();
    let seen: Result<i64, DbError> = db.read_long(move |tx| store::change_seq(tx, &of)).await;
    let seen = seen?;
    let (mut all, mut before) = (Vec::new(), i64::MAX);
    while all.len() <= COMMENTS_MAX {
        let (of, question) = (whose.clone(), question.clone());
        let work =
            move |tx: &mut Tx<'_>| store::written_before(tx, &of, &question, (before, PIECE));
        let piece: Result<Vec<Written>, DbError> = db.read_long(work).await;
        let piece = piece?;
        let Some(last) = piece.last() else { break };
        before = last.ordinal;
        all.extend(piece.into_iter().filter(|one| one.text.is_some()));
    }
    let truncated = all.len() > COMMENTS_MAX;
    all.truncate(COMMENTS_MAX);
    all.reverse();
    put(slot, all, (seen, truncated)).await
}

/// Reading words takes time, so it is not done where requests are waited for.
async fn put(
    slot: &Arc<Slot>,
    written: Vec<Written>,
    (change_seq, truncated): (i64, bool),
) -> Result<(), Problem> {
    let slot = slot.clone();
    tokio::task::spawn_blocking(move || slot.put(written, change_seq, truncated))
        .await
        .map_err(|e| Problem::Internal(format!("reading comments: {e}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(ordinal: i64, text: Option<&str>) -> Written {
        Written {
            ordinal,
            change_seq: ordinal,
            response_id: format!("r{ordinal}"),
            language: "nl".to_owned(),
            day: 0,
            answered_at_us: ordinal,
            text: text.map(str::to_owned),
        }
    }

    #[test]
    fn the_latest_of_a_response_counts() {
        let slot = Slot::default();
        slot.put(
            vec![written(1, Some("R&amp;D")), written(2, None)],
            2,
            false,
        );
        slot.put(
            vec![written(1, Some("R&amp;D later")), written(3, Some("new"))],
            5,
            false,
        );
        slot.put(vec![written(3, None)], 6, false);
        let texts = slot.read();
        let current: Vec<&str> = texts
            .comments
            .iter()
            .filter(|comment| comment.is_current)
            .map(|comment| comment.text.as_str())
            .collect();
        assert_eq!(current, ["R&D later"]);
        assert!(
            texts.comments[0].text.is_empty(),
            "what was changed is gone"
        );
        assert_eq!((texts.place(1), texts.place(3)), (Some(1), None));
        assert_eq!((texts.corpus.len(), texts.change_seq), (3, 6));
    }

    #[test]
    fn what_is_outdated_is_forgotten_in_time() {
        let slot = Slot::default();
        for round in 0..=SLACK {
            slot.put(vec![written(1, Some("again"))], round as i64, false);
        }
        slot.put(vec![written(2, Some("other"))], 1, false);
        let before = slot.read().comments.len();
        slot.put(vec![written(1, Some("last"))], 1, false);
        let texts = slot.read();
        assert_eq!(before, SLACK + 2);
        assert_eq!(texts.comments.len(), 2);
        assert_eq!(texts.comments[texts.place(1).unwrap()].text, "last");
        assert_eq!(texts.corpus.len(), 2);
        assert!(!texts.truncated);
    }

    #[test]
    fn of_too_many_the_newest_stay_and_it_says_so() {
        let slot = Slot::default();
        let most = (COMMENTS_MAX + SLACK) as i64;
        let all = |range: std::ops::RangeInclusive<i64>| {
            range
                .map(|ordinal| written(ordinal, Some("word")))
                .collect()
        };
        slot.put(all(1..=most), most, false);
        assert!(!slot.read().truncated, "still all of them");
        slot.put(all(most + 1..=most + 1), most + 1, false);
        let texts = slot.read();
        assert_eq!(
            (texts.truncated, texts.comments.len()),
            (true, COMMENTS_MAX)
        );
        assert_eq!(texts.comments[0].ordinal, SLACK as u32 + 2);
    }
}

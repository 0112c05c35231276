//! Planned missingness: each respondent gets some of a survey's driver statements, so that the
//! survey stays short however many drivers it has.
//!
//! Which ones follows from an id (of the form, or of a personal link) and from the definition, and
//! from nothing else: every node, every retry and every page of the form come to the same. The
//! statements are dealt in *blocks*, a fixed list in which every statement occurs equally often
//! and every pair of statements together at least once, as equally often as can be; without such
//! pairs nobody could tell two drivers apart.

mod blocks;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use platform::id;
use serde_json::Value;

use crate::answers::NOT_ASKED;
use crate::model::Definition;

/// Fewest statements that each respondent gets: with fewer no two would ever be seen together.
pub const PER_RESPONDENT_MIN: usize = 2;
/// Fewest driver statements of which some can be left out.
pub const STATEMENTS_MIN: usize = PER_RESPONDENT_MIN + 1;
/// Most driver statements that can be dealt: the bits of a block.
const STATEMENTS_MAX: usize = 128;
/// Lists of blocks kept in memory.
const KEPT_MAX: usize = 64;

/// What it costs in precision when each respondent gets `k` of `K` statements.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    /// Share of the respondents who see a given statement: `k / K`.
    pub answers_share: f64,
    /// Share of the respondents who see two given statements: `k (k − 1) / (K (K − 1))`.
    pub pair_share: f64,
    /// How many times as wide a statement's interval is as when everybody gets all of them:
    /// `√(K / k)`, because an interval goes with one over the root of the answers.
    pub interval_factor: f64,
}

impl Cost {
    /// The cost of `per_respondent` of `statements`; none when that isn't part of them.
    pub fn of(statements: usize, per_respondent: usize) -> Option<Self> {
        if !is_part(statements, per_respondent) {
            return None;
        }
        let [all, some] = [statements, per_respondent].map(|n| n as f64);
        Some(Self {
            answers_share: some / all,
            pair_share: some * (some - 1.0) / (all * (all - 1.0)),
            interval_factor: (all / some).sqrt(),
        })
    }

    /// The cost of what the definition says; none when everybody gets all statements.
    pub fn of_definition(definition: &Definition) -> Option<Self> {
        let per_respondent = usize::from(definition.statements_per_respondent?);
        Self::of(definition.drivers().count(), per_respondent)
    }
}

fn is_part(statements: usize, per_respondent: usize) -> bool {
    (PER_RESPONDENT_MIN..statements).contains(&per_respondent)
}

/// How a definition deals its driver statements.
#[derive(Clone, Debug)]
pub struct Rotation<'d> {
    /// Keys of the statements, in the order of the survey.
    keys: Vec<&'d str>,
    per_respondent: usize,
    blocks: Arc<[u128]>,
}

impl<'d> Rotation<'d> {
    /// How `definition` deals its statements; none when everybody gets all of them.
    pub fn of(definition: &'d Definition) -> Option<Self> {
        let per_respondent = usize::from(definition.statements_per_respondent?);
        let keys: Vec<&str> = definition.drivers().map(|q| q.key.as_str()).collect();
        if keys.len() > STATEMENTS_MAX || !is_part(keys.len(), per_respondent) {
            return None;
        }
        Some(Self {
            blocks: kept_blocks(keys.len(), per_respondent),
            keys,
            per_respondent,
        })
    }

    /// The statements that are dealt, in the order of the survey.
    pub fn keys(&self) -> &[&'d str] {
        &self.keys
    }

    /// How many of them each respondent gets.
    pub fn per_respondent(&self) -> usize {
        self.per_respondent
    }

    /// How many blocks there are before they come round again.
    pub fn cycle(&self) -> usize {
        self.blocks.len()
    }

    /// The place in the cycle of the block that belongs to an id.
    pub fn place_of(&self, id: &str) -> usize {
        let hash = id::hash(id);
        let number = hash
            .iter()
            .take(8)
            .fold(0_u64, |n, b| n << 8 | u64::from(*b));
        usize::try_from(number % self.blocks.len() as u64).expect("less than the blocks")
    }

    /// New ids for `count` respondents, to which the blocks from place `first` of the cycle belong
    /// one after the other; after its end it begins anew.
    pub fn ids(&self, first: usize, count: usize) -> Vec<String> {
        let cycle = self.blocks.len();
        // Whose turn each place of the cycle is, the last one first.
        let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); cycle];
        for index in (0..count).rev() {
            waiting[(first + index) % cycle].push(index);
        }
        let mut ids = vec![String::new(); count];
        let mut left = count;
        while left > 0 {
            let id = id::new();
            if let Some(index) = waiting[self.place_of(&id)].pop() {
                ids[index] = id;
                left -= 1;
            }
        }
        ids
    }

    /// The statements that whoever has this id is not asked.
    pub fn left_out(&self, id: &str) -> Vec<&'d str> {
        let block = self.blocks[self.place_of(id)];
        let keys = self.keys.iter().enumerate();
        keys.filter(|(index, _)| block >> index & 1 == 0)
            .map(|(_, key)| *key)
            .collect()
    }
}

/// Answers of a program or a file, which say nothing of statements the respondent wasn't asked:
/// each rotated statement that isn't named becomes *not asked*. One that is named as null stays a
/// blank.
pub fn mark_not_asked(definition: &Definition, answers: &mut BTreeMap<String, Value>) {
    let Some(rotation) = Rotation::of(definition) else {
        return;
    };
    for key in rotation.keys {
        answers
            .entry(key.to_owned())
            .or_insert_with(|| Value::from(NOT_ASKED));
    }
}

/// The blocks for these numbers, made once.
fn kept_blocks(statements: usize, per_respondent: usize) -> Arc<[u128]> {
    type Kept = Mutex<HashMap<(usize, usize), Arc<[u128]>>>;
    static KEPT: OnceLock<Kept> = OnceLock::new();
    let kept = KEPT.get_or_init(Kept::default);
    let numbers = (statements, per_respondent);
    let find = || {
        let kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&numbers).cloned()
    };
    if let Some(blocks) = find() {
        return blocks;
    }
    let blocks: Arc<[u128]> = blocks::blocks(statements, per_respondent).into();
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.len() >= KEPT_MAX {
        kept.clear();
    }
    kept.insert(numbers, blocks.clone());
    blocks
}

#[cfg(test)]
mod tests;

//! The bootstrap: everything that is computed again for people drawn anew, all of it for the same
//! draw, so that ranks and differences are those of the same people.
//!
//! A replicate starts from sums over the units drawn. KSS is a function of sums; so are the
//! covariances, with EM's part in them ([`Expected`]), and from them importance. The what-if model is
//! fitted anew from the old fit while that is quick; with very many people it takes one Newton step,
//! which is a sum over units as well.

mod again;
mod draw;
mod panel;
mod rank;

use stats::Interval;
use stats::bootstrap;

pub(crate) use panel::Panel;

use crate::answers::{Answers, Source};
use crate::joint::Joint;
use crate::lift::Lift;
use crate::model::{Bootstrap, LmgInterval, Unit};
use crate::people::{NOBODY, Options, People};
use draw::{Buffers, Draw, Work};
use rank::{firsts, ranks};

/// More units than this are drawn in random groups. Intervals of 5,001 and 10,000 people come out as
/// wide and cover as often as when people are drawn one by one, at a fraction of the cost.
pub const MOST_UNITS: usize = 5_000;
/// So many of those.
pub const GROUPS: usize = 1_000;
/// Fewer replicates than this have no 2.5 % at either end: one of them would be the limit.
pub(crate) const FEWEST: usize = 40;
/// Replicates summed in one go over the units, as a product of matrices.
const BATCH: usize = 128;
/// Part of the replicates that may have no value for a limit to be told all the same.
const MISSING: f64 = 0.05;
/// What an importance and its share can be.
const SHARE: [f64; 2] = [0.0, 1.0];
/// What an NPS can gain.
const GAIN: [f64; 2] = [-200.0, 200.0];

/// What is drawn.
pub(crate) struct Units {
    pub(crate) kind: Unit,
    /// Unit per person.
    pub(crate) unit: Vec<u32>,
    pub(crate) units: usize,
}

/// What the resamples say, per player of the joint model or per statement.
pub(crate) struct Resampled {
    pub(crate) bootstrap: Bootstrap,
    /// Per player: limits of its importance, and of its share.
    pub(crate) lmg: Vec<Option<Interval>>,
    pub(crate) lmg_share: Vec<Option<Interval>>,
    /// Per player: share of resamples in which it explains most; none when none tells.
    pub(crate) lmg_first: Option<Vec<f64>>,
    /// Per player: limits of the what-if gain.
    pub(crate) gain: Vec<Option<Interval>>,
    /// Per ranked statement: share of resamples with KSS rank 1, 2, 3, …; empty when no KSS varies.
    pub(crate) ranks: Vec<Vec<f64>>,
}

impl Resampled {
    /// Share of resamples in which this player explains most.
    pub(crate) fn first(&self, player: usize) -> Option<f64> {
        self.lmg_first.as_ref().map(|first| first[player])
    }
}

/// What is drawn of people: accounts when there are, random groups when there are very many.
pub(crate) fn units(people: &People, answers: &Answers, seed: u64) -> Units {
    let (mut unit, mut units, mut kind) = match &people.accounts {
        Some(accounts) => {
            let own = |&person: &u32| accounts[person as usize];
            let accounts: Vec<u32> = answers.persons.iter().map(own).collect();
            let (unit, units) = bootstrap::clusters(&accounts, NOBODY);
            (unit, units, Unit::Accounts)
        }
        None => {
            let n = answers.len();
            ((0..n as u32).collect(), n, Unit::Respondents)
        }
    };
    if units > MOST_UNITS {
        let group = bootstrap::random_groups(units, GROUPS, seed);
        for unit in &mut unit {
            *unit = group[*unit as usize];
        }
        (units, kind) = (GROUPS, Unit::Blocks);
    }
    Units { kind, unit, units }
}

/// What is to be computed again.
pub(crate) struct Plan<'a> {
    pub(crate) answers: &'a Answers,
    pub(crate) units: &'a Units,
    /// Columns of the statements whose KSS are ranked.
    pub(crate) ranked: &'a [usize],
    /// Everybody's KSS of each, when people are a sample of everybody, and which part, 0–1.
    pub(crate) everybody: Option<(&'a [Option<f64>], f64)>,
    pub(crate) joint: Option<&'a Joint>,
    /// Up to this many players LMG is computed in every replicate.
    pub(crate) exact: usize,
    pub(crate) lift: Option<&'a Lift>,
}

/// Draws people anew, as often as the options say.
pub(crate) fn resample(plan: &Plan<'_>, options: &Options) -> Resampled {
    let work = Work::new(plan, &options.coding);
    let replicates = options.replicates as usize;
    let batches = replicates.div_ceil(BATCH);
    let draws: Vec<Vec<Draw>> = bootstrap::replicate(
        batches,
        || Buffers::new(&work),
        |buffers, batch| {
            let first = batch * BATCH;
            let numbers = first..replicates.min(first + BATCH);
            work.batch(buffers, numbers, options.seed)
        },
    );
    let draws: Vec<Draw> = draws.into_iter().flatten().collect();
    let players = plan.joint.map_or(0, |joint| joint.players.len());
    let limits = |of: &dyn Fn(&Draw) -> f64, range: [f64; 2]| {
        limits(draws.iter().map(of).collect(), plan.units.units, range)
    };
    let lmg_of = |draw: &Draw, player: usize| draw.lmg.get(player).copied().unwrap_or(f64::NAN);
    let gain_of = |draw: &Draw, player: usize| draw.gains.get(player).copied().unwrap_or(f64::NAN);
    Resampled {
        bootstrap: Bootstrap {
            replicates: options.replicates,
            seed: options.seed,
            unit: plan.units.kind,
            units: plan.units.units as u64,
            lmg: if players > plan.exact {
                LmgInterval::Johnson
            } else {
                LmgInterval::Exact
            },
        },
        lmg: (0..players)
            .map(|player| limits(&|draw| lmg_of(draw, player), SHARE))
            .collect(),
        lmg_share: (0..players)
            .map(|player| {
                let share = |draw: &Draw| lmg_of(draw, player) / draw.lmg.iter().sum::<f64>();
                limits(&share, SHARE)
            })
            .collect(),
        lmg_first: firsts(players, draws.iter().map(|draw| draw.lmg.as_slice())),
        gain: (0..players)
            .map(|player| limits(&|draw| gain_of(draw, player), GAIN))
            .collect(),
        ranks: ranks(plan.ranked.len(), &work.scaled(&draws)),
    }
}

/// Percentile limits of the values there are, expanded for so many units drawn; none when too many
/// replicates have none, or when there are too few.
fn limits(values: Vec<f64>, units: usize, range: [f64; 2]) -> Option<Interval> {
    let all = values.len();
    let mut values: Vec<f64> = values
        .into_iter()
        .filter(|value| value.is_finite())
        .collect();
    if all < FEWEST || ((all - values.len()) as f64) > MISSING * all as f64 {
        return None;
    }
    bootstrap::expanded(&mut values, 0.95, units, range)
}

/// Where a statement's answers stand.
pub(crate) fn column_of(answers: &Answers, statement: usize) -> Option<usize> {
    let own = answers
        .players
        .iter()
        .find(|player| player.source == Source::Statement(statement))?;
    own.columns.first().copied()
}

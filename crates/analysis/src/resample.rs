//! The bootstrap: everything that is computed again for people drawn anew, all of it for the same
//! draw, so that ranks and differences are those of the same people.
//!
//! A replicate starts from sums over the units drawn. KSS is a function of sums; so are the
//! covariances, with EM's part in them ([`Expected`]), and from them importance. The what-if model is
//! fitted anew from the old fit while that is quick; with very many people it takes one Newton step,
//! which is a sum over units as well.

use figures::Coding;
use stats::bootstrap::{self, Expected, Stream};
use stats::importance::{Lmg, johnson};
use stats::kss::Level;
use stats::nps::class;
use stats::ordinal::Move;
use stats::{Interval, Matrix};

use crate::answers::{Answers, Source};
use crate::joint::Joint;
use crate::lift::Lift;
use crate::model::{Bootstrap, LmgInterval, Unit};
use crate::people::{NOBODY, Options, People};

/// More units than this are drawn in random groups.
const MOST_UNITS: usize = 20_000;
/// So many of those.
const GROUPS: usize = 1_000;
/// Up to this many players LMG is computed in every replicate; beyond it would take minutes.
const EXACT: usize = 14;
/// Work of one what-if fit (people × parameters × (parameters + 20)) up to which replicates fit it
/// anew; about a millisecond.
const REFIT: usize = 400_000;
/// Replicates summed in one go over the units.
const BATCH: usize = 8;
/// Part of the replicates that may have no value for a limit to be told all the same.
const MISSING: f64 = 0.05;

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
    /// Per player: share of resamples in which it explains most.
    pub(crate) lmg_first: Vec<f64>,
    /// Per player: limits of the what-if gain.
    pub(crate) gain: Vec<Option<Interval>>,
    /// Per ranked statement: share of resamples with KSS rank 1, 2, 3, …
    pub(crate) ranks: Vec<Vec<f64>>,
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
    pub(crate) joint: Option<&'a Joint>,
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
    let limits = |of: &dyn Fn(&Draw) -> f64| limits(draws.iter().map(of).collect());
    let lmg_of = |draw: &Draw, player: usize| draw.lmg.get(player).copied().unwrap_or(f64::NAN);
    let gain_of = |draw: &Draw, player: usize| draw.gains.get(player).copied().unwrap_or(f64::NAN);
    Resampled {
        bootstrap: Bootstrap {
            replicates: options.replicates,
            seed: options.seed,
            unit: plan.units.kind,
            units: plan.units.units as u64,
            lmg: if players > EXACT {
                LmgInterval::Johnson
            } else {
                LmgInterval::Exact
            },
        },
        lmg: (0..players)
            .map(|player| limits(&|draw| lmg_of(draw, player)))
            .collect(),
        lmg_share: (0..players)
            .map(|player| limits(&|draw| lmg_of(draw, player) / draw.lmg.iter().sum::<f64>()))
            .collect(),
        lmg_first: firsts(players, draws.iter().map(|draw| draw.lmg.as_slice())),
        gain: (0..players)
            .map(|player| limits(&|draw| gain_of(draw, player)))
            .collect(),
        ranks: ranks(plan.ranked.len(), &draws),
    }
}

/// Percentile limits of the values there are; none when too many replicates have none.
fn limits(values: Vec<f64>) -> Option<Interval> {
    let all = values.len();
    let mut values: Vec<f64> = values
        .into_iter()
        .filter(|value| value.is_finite())
        .collect();
    if ((all - values.len()) as f64) > MISSING * all as f64 {
        return None;
    }
    bootstrap::percentile(&mut values, 0.95)
}

/// Share of the draws in which each value is the largest.
fn firsts<'a>(values: usize, draws: impl Iterator<Item = &'a [f64]>) -> Vec<f64> {
    let mut first = vec![0.0; values];
    let mut all = 0.0;
    for draw in draws {
        let numbers = draw
            .iter()
            .enumerate()
            .filter(|(_, value)| value.is_finite());
        if let Some((most, _)) = numbers.max_by(|(_, a), (_, b)| a.total_cmp(b)) {
            first[most] += 1.0;
            all += 1.0;
        }
    }
    for first in &mut first {
        *first /= f64::max(all, 1.0);
    }
    first
}

/// Share of the draws in which each KSS has each rank, the lowest first.
fn ranks(ranked: usize, draws: &[Draw]) -> Vec<Vec<f64>> {
    let mut ranks = vec![vec![0.0; ranked]; ranked];
    let each = 1.0 / draws.len().max(1) as f64;
    let mut order: Vec<usize> = Vec::new();
    for draw in draws {
        order.clear();
        order.extend(0..ranked);
        order.sort_by(|&a, &b| draw.kss[a].total_cmp(&draw.kss[b]));
        for (rank, &driver) in order.iter().enumerate() {
            ranks[driver][rank] += each;
        }
    }
    ranks
}

/// What one replicate gives.
struct Draw {
    /// Per ranked statement.
    kss: Vec<f64>,
    /// Per player; empty without a model.
    lmg: Vec<f64>,
    /// Per player; not a number for those that can't be lifted.
    gains: Vec<f64>,
}

/// Everything that replicates are computed from.
struct Work<'a> {
    plan: &'a Plan<'a>,
    /// A row of sums per unit: KSS, then moments, then the what-if step.
    rows: Vec<f64>,
    width: usize,
    /// Where the moments begin, and the what-if step.
    moments: usize,
    step: usize,
    expected: Option<Expected>,
    /// Johnson's weights at the fit, when they stand in for LMG.
    johnson: Option<Vec<f64>>,
    lifting: Option<Lifting<'a>>,
}

/// How the what-if is computed anew.
struct Lifting<'a> {
    lift: &'a Lift,
    moves: Vec<Move>,
    /// Player of each move.
    players: Vec<usize>,
    /// Unit and weight of each of the model's people.
    people: Vec<(u32, f64)>,
    /// Derivative of each move's gain, when there is one step only.
    gradients: Option<Vec<Vec<f64>>>,
}

/// What a thread keeps.
struct Buffers {
    counts: Vec<Vec<f64>>,
    sums: Vec<Vec<f64>>,
    lmg: Option<Lmg>,
    weights: Vec<f64>,
}

impl Buffers {
    fn new(work: &Work<'_>) -> Self {
        let joint = work.plan.joint;
        let exact = joint.filter(|_| work.johnson.is_none());
        Self {
            counts: vec![vec![0.0; work.plan.units.units]; BATCH],
            sums: vec![vec![0.0; work.width]; BATCH],
            lmg: exact.map(|joint| Lmg::grouped(&joint.groups).on_one_thread()),
            weights: Vec::new(),
        }
    }
}

impl<'a> Work<'a> {
    fn new(plan: &'a Plan<'a>, coding: &Coding) -> Self {
        let units = plan.units.units;
        let mut panels = vec![kss_panel(plan, coding)];
        let mut expected = None;
        let mut stand_in = None;
        if let Some(joint) = plan.joint {
            let (own, panel) = moments_panel(plan, joint);
            expected = Some(own);
            panels.push(panel);
            if joint.players.len() > EXACT {
                stand_in = johnson(&joint.fit.covariance);
            }
        }
        let moments = panels[0].width;
        let step = panels.iter().map(|panel| panel.width).sum();
        let lifting = plan.lift.map(|lift| Lifting::new(plan, lift));
        if let Some(lifting) = lifting.as_ref().filter(|own| own.gradients.is_some()) {
            panels.push(lifting.panel(units));
        }
        let width = panels.iter().map(|panel| panel.width).sum();
        let mut rows = vec![0.0; units * width];
        for (unit, row) in rows.chunks_exact_mut(usize::max(width, 1)).enumerate() {
            let mut at = 0;
            for panel in &panels {
                let own = &panel.rows[unit * panel.width..(unit + 1) * panel.width];
                row[at..at + panel.width].copy_from_slice(own);
                at += panel.width;
            }
        }
        Self {
            plan,
            rows,
            width,
            moments,
            step,
            expected,
            johnson: stand_in,
            lifting,
        }
    }

    fn batch(
        &self,
        buffers: &mut Buffers,
        numbers: std::ops::Range<usize>,
        seed: u64,
    ) -> Vec<Draw> {
        let used = numbers.len();
        for (counts, number) in buffers.counts.iter_mut().zip(numbers) {
            Stream::new(seed, number as u64).counts(counts);
        }
        for sums in &mut buffers.sums {
            sums.fill(0.0);
        }
        // Unit by unit, so that its row is read once for all replicates.
        for (unit, row) in self.rows.chunks_exact(self.width.max(1)).enumerate() {
            for (counts, sums) in buffers.counts[..used].iter().zip(&mut buffers.sums) {
                let count = counts[unit];
                if count > 0.0 {
                    for (sum, x) in sums.iter_mut().zip(row) {
                        *sum += count * x;
                    }
                }
            }
        }
        (0..used).map(|at| self.draw(buffers, at)).collect()
    }

    fn draw(&self, buffers: &mut Buffers, at: usize) -> Draw {
        let sums = &buffers.sums[at];
        let kss = sums[..self.moments]
            .chunks_exact(4)
            .map(|sums| {
                let kss = 100.0 - (sums[3] / sums[2] - sums[1] / sums[0]);
                // Where nobody drawn agrees there is none: last in rank.
                if kss.is_finite() { kss } else { f64::INFINITY }
            })
            .collect();
        let lmg = match (&self.expected, self.plan.joint) {
            (Some(expected), Some(joint)) => {
                let [moments @ .., weight] = &sums[self.moments..self.step] else {
                    unreachable!("the panel of moments ends with the weight")
                };
                let covariance = expected.covariance(moments, *weight);
                self.importance(joint, &covariance, buffers.lmg.as_mut())
            }
            _ => Vec::new(),
        };
        let gains = self.lifting.as_ref().map_or_else(Vec::new, |lifting| {
            let counts = &buffers.counts[at];
            lifting.gains(&buffers.sums[at][self.step..], counts, &mut buffers.weights)
        });
        Draw { kss, lmg, gains }
    }

    /// Importance per player under these covariances.
    fn importance(&self, joint: &Joint, covariance: &Matrix, lmg: Option<&mut Lmg>) -> Vec<f64> {
        let players = joint.players.len();
        let unknown = || vec![f64::NAN; players];
        if let Some(lmg) = lmg {
            let mut parts = unknown();
            return match lmg.of(covariance, &mut parts) {
                Some(_) => parts,
                None => unknown(),
            };
        }
        let (Some(now), Some(before)) = (johnson(covariance), &self.johnson) else {
            return unknown();
        };
        let sum = |parts: &[f64], group: &[usize]| -> f64 {
            group.iter().map(|&column| parts[column - 1]).sum()
        };
        let exact = joint.importance.lmg.as_ref();
        let players = joint.groups.iter().enumerate();
        players
            .map(|(player, group)| match exact {
                Some(lmg) => {
                    let moved = sum(&now, group) - sum(before, group);
                    (lmg[player] + moved).max(0.0)
                }
                None => sum(&now, group),
            })
            .collect()
    }
}

/// Rows of sums, one per unit.
struct Panel {
    rows: Vec<f64>,
    width: usize,
}

/// Per ranked statement: weight and points of those who answered, and of those who agree.
fn kss_panel(plan: &Plan<'_>, coding: &Coding) -> Panel {
    let width = 4 * plan.ranked.len();
    let mut rows = vec![0.0; plan.units.units * width];
    for (person, &unit) in plan.units.unit.iter().enumerate() {
        let weight = plan.answers.weight(person);
        let points = weight * class(plan.answers.scores[person]).points();
        let row = &mut rows[unit as usize * width..(unit as usize + 1) * width];
        for (sums, &column) in row.chunks_exact_mut(4).zip(plan.ranked) {
            let value = plan.answers.columns[column][person];
            if value.is_nan() {
                continue;
            }
            sums[0] += weight;
            sums[1] += points;
            if coding.level(value as u8) == Level::Agree {
                sums[2] += weight;
                sums[3] += points;
            }
        }
    }
    Panel { rows, width }
}

/// The expected moments of the joint model's people, and their weight.
fn moments_panel(plan: &Plan<'_>, joint: &Joint) -> (Expected, Panel) {
    let answers = plan.answers;
    let of = |values: &[f64]| -> Vec<f64> {
        joint.people.iter().map(|&at| values[at as usize]).collect()
    };
    let columns: Vec<Vec<f64>> = joint
        .columns
        .iter()
        .map(|&column| of(&answers.columns[column]))
        .collect();
    let weights = answers.weights.as_ref().map(|weights| of(weights));
    let unit: Vec<u32> = joint
        .people
        .iter()
        .map(|&at| plan.units.unit[at as usize])
        .collect();
    let expected = Expected::new(&columns, weights.as_deref(), &joint.fit);
    let own = expected.width();
    let sums = expected.by_unit(&columns, weights.as_deref(), (&unit, plan.units.units));
    let width = own + 1;
    let mut rows = vec![0.0; plan.units.units * width];
    for (row, sums) in rows.chunks_exact_mut(width).zip(sums.chunks_exact(own)) {
        row[..own].copy_from_slice(sums);
    }
    for (at, &unit) in unit.iter().enumerate() {
        rows[unit as usize * width + own] += weights.as_ref().map_or(1.0, |weights| weights[at]);
    }
    (expected, Panel { rows, width })
}

impl<'a> Lifting<'a> {
    fn new(plan: &Plan<'_>, lift: &'a Lift) -> Self {
        let numbered = lift.moves.iter().enumerate();
        let (players, moves): (Vec<usize>, Vec<Move>) = numbered
            .filter_map(|(player, one)| Some((player, one.clone()?)))
            .unzip();
        let own = |(at, &person): (usize, &u32)| {
            (plan.units.unit[person as usize], lift.design.weight(at))
        };
        let people = lift.people.iter().enumerate().map(own).collect();
        let parameters = lift.design.parameters();
        let stepping = lift.people.len() * parameters * (parameters + 20) > REFIT;
        let predictor = lift.predictor();
        let gradient = |one: &Move| predictor.gradient(&lift.fit, &[one]);
        Self {
            gradients: stepping.then(|| moves.iter().map(gradient).collect()),
            lift,
            moves,
            players,
            people,
        }
    }

    /// Per unit: weight, gains at the fit, and what it adds to the Newton step.
    fn panel(&self, units: usize) -> Panel {
        let parameters = self.lift.design.parameters();
        let width = 1 + self.moves.len() + parameters;
        let mut rows = vec![0.0; units * width];
        let scores = self.lift.design.scores(&self.lift.fit);
        let predictor = self.lift.predictor();
        let gains: Vec<Vec<f64>> = self
            .moves
            .iter()
            .map(|one| predictor.gain_of_each(&self.lift.fit, one))
            .collect();
        for (at, &(unit, weight)) in self.people.iter().enumerate() {
            let row = &mut rows[unit as usize * width..(unit as usize + 1) * width];
            let own = gains.iter().map(|gains| gains[at]);
            let score = &scores[at * parameters..(at + 1) * parameters];
            let values = std::iter::once(1.0).chain(own).chain(score.iter().copied());
            for (sum, value) in row.iter_mut().zip(values) {
                *sum += weight * value;
            }
        }
        Panel { rows, width }
    }

    /// The gain per player; not a number where there is none.
    fn gains(&self, sums: &[f64], counts: &[f64], weights: &mut Vec<f64>) -> Vec<f64> {
        let mut gains = vec![f64::NAN; self.lift.moves.len()];
        let own: Vec<f64> = match &self.gradients {
            Some(gradients) => self.stepped(sums, gradients),
            None => {
                weights.clear();
                let drawn = |&(unit, weight): &(u32, f64)| weight * counts[unit as usize];
                weights.extend(self.people.iter().map(drawn));
                match self.lift.design.refit(weights, &self.lift.fit) {
                    Some(inner) => self.lift.predictor().gains(&inner, weights, &self.moves),
                    None => return gains,
                }
            }
        };
        for (&player, gain) in self.players.iter().zip(own) {
            gains[player] = gain;
        }
        gains
    }

    /// Gains after one Newton step from the fit.
    fn stepped(&self, sums: &[f64], gradients: &[Vec<f64>]) -> Vec<f64> {
        let moves = self.moves.len();
        let (gains, scores) = sums[1..].split_at(moves);
        let covariance = self.lift.fit.covariance();
        let step: Vec<f64> = (0..scores.len())
            .map(|row| {
                let terms = scores.iter().enumerate();
                terms.map(|(column, s)| covariance[(row, column)] * s).sum()
            })
            .collect();
        let along = |gradient: &[f64]| -> f64 {
            gradient
                .iter()
                .zip(&step)
                .map(|(slope, by)| slope * by)
                .sum()
        };
        gains
            .iter()
            .zip(gradients)
            .map(|(gain, gradient)| gain / sums[0] + along(gradient))
            .collect()
    }
}

/// Columns of the statements in the order given, for those that are in the answers.
pub(crate) fn column_of(answers: &Answers, statement: usize) -> Option<usize> {
    let own = answers
        .players
        .iter()
        .find(|player| player.source == Source::Statement(statement))?;
    own.columns.first().copied()
}

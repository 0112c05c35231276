//! What if, by proportional odds: the model of choice, from those who answered every driver.

use stats::bootstrap;
use stats::nps::{Class, class};
use stats::ordinal::{Design, Fit, Move, Nominal, Predictor, Problem, nominal_test};

use super::{Lifted, NoLift};
use crate::answers::Answers;
use crate::joint::{Joint, needed};
use crate::model::{Basis, JointWhatIf};
use crate::people::Options;

/// Most complete answers for the tests of proportional odds, one larger model per driver.
const MOST_TESTED: usize = 5_000;
/// Points of detractors, passives and promoters.
const POINTS: [f64; 3] = [-100.0, 0.0, 100.0];

/// The proportional-odds model.
pub(crate) struct Ordinal {
    /// People it rests on, by their place in the answers.
    pub(crate) people: Vec<u32>,
    pub(crate) design: Design,
    pub(crate) fit: Fit,
    /// Per player of the joint model: how it is lifted, if it can be.
    pub(crate) moves: Vec<Option<Move>>,
    names: Vec<String>,
}

impl Ordinal {
    pub(crate) fn new(answers: &Answers, joint: &Joint, options: &Options) -> Result<Self, NoLift> {
        let mut people = answers.complete(&joint.columns);
        let need = needed(joint.columns.len() - 1);
        let enough = answers.effective(&people);
        if enough < need {
            return Err(NoLift::TooFew(enough, need));
        }
        sample(&mut people, options.sample, options.seed);
        let design = design(answers, &joint.columns, &people).map_err(|_| NoLift::NotDetermined)?;
        let fit = design.fit().map_err(|_| NoLift::NotDetermined)?;
        let moves = joint.lifted(answers, &options.coding).map(|own| {
            let (at, target) = own?;
            let column = &answers.columns[joint.columns[at]];
            let by = people
                .iter()
                .map(|&person| target.from(column[person as usize]));
            Some(Move {
                driver: at - 1,
                by: by.collect(),
            })
        });
        Ok(Self {
            moves: moves.collect(),
            names: joint.names(answers),
            people,
            design,
            fit,
        })
    }

    pub(crate) fn predictor(&self) -> Predictor<'_> {
        Predictor::new(&self.design, &POINTS)
    }

    pub(super) fn nps(&self) -> f64 {
        self.predictor().what_if(&self.fit, &[]).before
    }

    pub(super) fn one(&self, player: usize) -> Option<Lifted> {
        let one = self.moves[player].as_ref()?;
        let told = self.predictor().what_if(&self.fit, &[one]);
        let weight = |at: &usize| self.design.weight(*at);
        let moved = (0..self.people.len()).filter(|&at| one.by[at] != 0.0);
        let moved: f64 = moved.map(|at| weight(&at)).sum();
        let all: f64 = (0..self.people.len()).map(|at| weight(&at)).sum();
        Some(Lifted {
            gain: told.gain,
            se: told.se,
            before: told.before,
            moved: moved / all,
        })
    }

    /// Several at once; the same people are reached first on all. That makes the gain a sum over
    /// steps: between two shares, the drivers with a larger share are lifted for the people in
    /// between.
    pub(super) fn together(&self, lifts: &[(String, f64)]) -> Option<JointWhatIf> {
        let predictor = self.predictor();
        let mut named: Vec<(&Move, f64)> = Vec::with_capacity(lifts.len());
        let mut single = Vec::with_capacity(lifts.len());
        for (name, share) in lifts {
            let player = self.names.iter().position(|own| own == name)?;
            let one = self.moves[player].as_ref()?;
            let alone = share * predictor.what_if(&self.fit, &[one]).gain;
            named.push((one, *share));
            single.push((name.clone(), alone));
        }
        let mut shares: Vec<f64> = named.iter().map(|(_, share)| *share).collect();
        shares.sort_unstable_by(f64::total_cmp);
        let (mut gain, mut reached) = (0.0, 0.0);
        let mut gradient = vec![0.0; self.design.parameters()];
        for share in shares {
            let part = share - reached;
            if part <= 0.0 {
                continue;
            }
            let lifted = named.iter().filter(|(_, own)| *own >= share);
            let moves: Vec<&Move> = lifted.map(|(one, _)| *one).collect();
            gain += part * predictor.what_if(&self.fit, &moves).gain;
            let slopes = predictor.gradient(&self.fit, &moves);
            for (sum, slope) in gradient.iter_mut().zip(slopes) {
                *sum += part * slope;
            }
            reached = share;
        }
        let half = stats::quantile::Z95 * self.fit.standard_error(&gradient);
        let before = self.nps();
        Some(JointWhatIf {
            gain,
            ci95: [gain - half, gain + half],
            before,
            after: before + gain,
            n: self.people.len() as u64,
            basis: Basis::Ordinal,
            single,
        })
    }
}

/// The tests of proportional odds per player, for those of one column.
pub(crate) fn nominal(
    answers: &Answers,
    joint: &Joint,
    model: &Ordinal,
    seed: u64,
) -> Vec<Option<Nominal>> {
    let test = |design: &Design, fit: &Fit| {
        let of = |player: usize| match joint.groups[player][..] {
            [column] if !joint.aliased[player] => nominal_test(design, fit, column - 1),
            _ => None,
        };
        bootstrap::replicate(joint.groups.len(), || (), |(), player| of(player))
    };
    if model.people.len() <= MOST_TESTED {
        return test(&model.design, &model.fit);
    }
    let mut people = model.people.clone();
    sample(&mut people, MOST_TESTED, seed);
    match design(answers, &joint.columns, &people).and_then(|d| d.fit().map(|fit| (d, fit))) {
        Ok((design, fit)) => test(&design, &fit),
        Err(_) => vec![None; joint.groups.len()],
    }
}

/// The design of these people: their class by their drivers. Survey weights count as the effective
/// number of people (Kish 1965), so that the model's standard errors don't take a sum of weights
/// for people.
fn design(answers: &Answers, columns: &[usize], people: &[u32]) -> Result<Design, Problem> {
    let level = |&person: &u32| match class(answers.scores[person as usize]) {
        Class::Detractor => 0,
        Class::Passive => 1,
        Class::Promoter => 2,
    };
    let levels: Vec<u8> = people.iter().map(level).collect();
    let drivers: Vec<Vec<f64>> = columns[1..]
        .iter()
        .map(|&column| pick(&answers.columns[column], people))
        .collect();
    let weights = answers.weights.as_ref().map(|weights| {
        let own = pick(weights, people);
        let (sum, squares) = own.iter().fold((0.0, 0.0), |(s, q), w| (s + w, q + w * w));
        own.into_iter()
            .map(|w| w * sum / squares)
            .collect::<Vec<f64>>()
    });
    Design::new(&levels, &drivers, weights.as_deref())
}

fn pick(values: &[f64], people: &[u32]) -> Vec<f64> {
    let own = people.iter().map(|&person| values[person as usize]);
    own.collect()
}

/// Keeps a random part of people when there are more than `most`.
fn sample(people: &mut Vec<u32>, most: usize, seed: u64) {
    if people.len() > most {
        let kept = bootstrap::random_sample(people.len(), most, seed);
        *people = kept.iter().map(|&at| people[at as usize]).collect();
    }
}

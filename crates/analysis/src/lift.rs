//! What if people agreed: the NPS that the proportional-odds model expects when drivers are lifted.

use figures::Coding;
use stats::bootstrap;
use stats::kss::Level;
use stats::nps::{Class, class};
use stats::ordinal::{Design, Fit, Move, Nominal, Predictor, Problem, nominal_test};

use crate::answers::{Answers, Source};
use crate::joint::{Joint, needed};
use crate::model::{JointWhatIf, Kind};
use crate::people::Options;

/// Most complete answers that the model is fitted on: beyond that a random sample, whose standard
/// errors are below a fifth of an NPS point.
const MOST: usize = 50_000;
/// Most complete answers for the tests of proportional odds, one larger model per driver.
const MOST_TESTED: usize = 10_000;
/// Points of detractors, passives and promoters.
const POINTS: [f64; 3] = [-100.0, 0.0, 100.0];

/// The what-if model.
pub(crate) struct Lift {
    /// People it rests on, by their place in the answers.
    pub(crate) people: Vec<u32>,
    pub(crate) design: Design,
    pub(crate) fit: Fit,
    /// Per player of the joint model: how it is lifted, if it can be.
    pub(crate) moves: Vec<Option<Move>>,
    names: Vec<String>,
}

/// Why there is no what-if model.
pub(crate) enum NoLift {
    /// So many complete answers, so many needed.
    TooFew(u64, u64),
    /// The answers don't determine it.
    NotDetermined,
}

impl Lift {
    pub(crate) fn new(answers: &Answers, joint: &Joint, options: &Options) -> Result<Self, NoLift> {
        let mut people = answers.complete(&joint.columns);
        let need = needed(joint.columns.len() - 1);
        if (people.len() as u64) < need {
            return Err(NoLift::TooFew(people.len() as u64, need));
        }
        sample(&mut people, MOST, options.seed);
        let design = design(answers, &joint.columns, &people).map_err(|_| NoLift::NotDetermined)?;
        let fit = design.fit().map_err(|_| NoLift::NotDetermined)?;
        let moves = joint
            .players
            .iter()
            .zip(&joint.groups)
            .map(|(&player, group)| {
                let to = target(answers, player, &options.coding)?;
                let column = &answers.columns[joint.columns[group[0]]];
                let by = |&person: &u32| {
                    let now = column[person as usize];
                    to(now) - now
                };
                Some(Move {
                    driver: group[0] - 1,
                    by: people.iter().map(by).collect(),
                })
            })
            .collect();
        let name = |&player: &usize| answers.players[player].name.clone();
        Ok(Self {
            names: joint.players.iter().map(name).collect(),
            people,
            design,
            fit,
            moves,
        })
    }

    pub(crate) fn predictor(&self) -> Predictor<'_> {
        Predictor::new(&self.design, &POINTS)
    }

    /// Sum of the model's weights.
    fn weight_where(&self, weights: Option<&[f64]>, moved: &Move) -> f64 {
        let weight = |at: usize| weights.map_or(1.0, |weights| weights[at]);
        let all: f64 = (0..self.people.len()).map(weight).sum();
        let with = (0..self.people.len()).filter(|&at| moved.by[at] != 0.0);
        with.map(weight).sum::<f64>() / all
    }

    /// Share of the model's people that a player's move changes.
    pub(crate) fn share_moved(&self, answers: &Answers, moved: &Move) -> f64 {
        let weights = answers
            .weights
            .as_ref()
            .map(|weights| pick(weights, &self.people));
        self.weight_where(weights.as_deref(), moved)
    }

    /// Of each driver named, this share of those who don't agree agrees; the same people are
    /// reached first on all. That makes the gain a sum over steps: between two shares, the drivers
    /// with a larger share are lifted for the people in between.
    pub(crate) fn together(&self, lifts: &[(String, f64)]) -> Option<JointWhatIf> {
        let mut named: Vec<(&Move, f64)> = Vec::with_capacity(lifts.len());
        for (name, share) in lifts {
            let player = self.names.iter().position(|own| own == name)?;
            let share = if share.is_finite() {
                share.clamp(0.0, 1.0)
            } else {
                return None;
            };
            named.push((self.moves[player].as_ref()?, share));
        }
        let predictor = self.predictor();
        let single = lifts.iter().zip(&named).map(|((name, _), (one, share))| {
            (
                name.clone(),
                share * predictor.what_if(&self.fit, &[one]).gain,
            )
        });
        let single: Vec<(String, f64)> = single.collect();
        let mut shares: Vec<f64> = named.iter().map(|(_, share)| *share).collect();
        shares.sort_unstable_by(f64::total_cmp);
        let before = predictor.what_if(&self.fit, &[]).before;
        let (mut gain, mut reached) = (0.0, 0.0);
        let mut gradient = vec![0.0; self.design.parameters()];
        for share in shares {
            let part = share - reached;
            if part <= 0.0 {
                continue;
            }
            let moves: Vec<&Move> = named
                .iter()
                .filter(|(_, own)| *own >= share)
                .map(|(one, _)| *one)
                .collect();
            gain += part * predictor.what_if(&self.fit, &moves).gain;
            for (sum, slope) in gradient
                .iter_mut()
                .zip(predictor.gradient(&self.fit, &moves))
            {
                *sum += part * slope;
            }
            reached = share;
        }
        let half = stats::quantile::Z95 * self.fit.standard_error(&gradient);
        Some(JointWhatIf {
            gain,
            ci95: [gain - half, gain + half],
            before,
            after: before + gain,
            n: self.people.len() as u64,
            single,
        })
    }
}

/// The tests of proportional odds per player, for those of one column.
pub(crate) fn nominal(
    answers: &Answers,
    joint: &Joint,
    lift: &Lift,
    seed: u64,
) -> Vec<Option<Nominal>> {
    let test = |design: &Design, fit: &Fit| {
        let of = |group: &Vec<usize>| match group[..] {
            [column] => nominal_test(design, fit, column - 1),
            _ => None,
        };
        joint.groups.iter().map(of).collect()
    };
    if lift.people.len() <= MOST_TESTED {
        return test(&lift.design, &lift.fit);
    }
    let mut people = lift.people.clone();
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
    let levels: Vec<u8> = people
        .iter()
        .map(|&person| match class(answers.scores[person as usize]) {
            Class::Detractor => 0,
            Class::Passive => 1,
            Class::Promoter => 2,
        })
        .collect();
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
    people
        .iter()
        .map(|&person| values[person as usize])
        .collect()
}

/// Keeps a random part of people when there are more than `most`.
fn sample(people: &mut Vec<u32>, most: usize, seed: u64) {
    if people.len() > most {
        let kept = bootstrap::random_sample(people.len(), most, seed);
        *people = kept.iter().map(|&at| people[at as usize]).collect();
    }
}

/// Where lifting a player takes each value: a statement to the nearest answer that agrees, no to
/// yes. None when there is nothing to lift.
fn target(answers: &Answers, player: usize, coding: &Coding) -> Option<Box<dyn Fn(f64) -> f64>> {
    match answers.players[player].source {
        Source::Statement(_) => {
            let coding = *coding;
            let agreeing = coding.codes(Level::Agree);
            Some(Box::new(move |now| {
                let distance = |code: &u8| (f64::from(*code) - now).abs();
                let nearest = agreeing
                    .iter()
                    .min_by(|a, b| distance(a).total_cmp(&distance(b)));
                nearest.map_or(now, |&code| f64::from(code))
            }))
        }
        Source::Attribute(number) => match answers.coded[number].kind {
            Kind::YesNo => Some(Box::new(|_| 1.0)),
            Kind::Numeric | Kind::Categorical => None,
        },
    }
}

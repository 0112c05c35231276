//! The what-if of people drawn anew.

use stats::ordinal::Move;

use super::{Panel, Plan};
use crate::lift::{Lift, Linear, Ordinal};

/// Work of one proportional-odds fit (people × parameters × (parameters + 20)) up to which
/// replicates fit it anew; about a millisecond.
const REFIT: usize = 400_000;

/// How the what-if is computed anew.
pub(super) enum Again<'a> {
    Ordinal(Box<Steps<'a>>),
    Linear(&'a Linear),
}

/// Proportional odds: a new fit, or one Newton step towards it.
pub(super) struct Steps<'a> {
    model: &'a Ordinal,
    moves: Vec<Move>,
    /// Player of each move.
    players: Vec<usize>,
    /// Unit and weight of each of the model's people.
    people: Vec<(u32, f64)>,
    /// Derivative of each move's gain, when there is one step only.
    gradients: Option<Vec<Vec<f64>>>,
}

impl<'a> Again<'a> {
    pub(super) fn new(plan: &Plan<'_>, lift: &'a Lift) -> Self {
        match lift {
            Lift::Ordinal(model) => Self::Ordinal(Box::new(Steps::new(plan, model))),
            Lift::Linear(model) => Self::Linear(model),
        }
    }

    /// What is summed per unit, if anything.
    pub(super) fn panel(&self, units: usize) -> Option<Panel> {
        match self {
            Self::Ordinal(steps) => steps.gradients.is_some().then(|| steps.panel(units)),
            Self::Linear(model) => Some(model.panel().clone()),
        }
    }

    /// The gain per player, from the panel's sums and how often each unit was drawn; not a number
    /// where there is none. `weights` is room to work in.
    pub(super) fn gains(&self, sums: &[f64], counts: &[f64], weights: &mut Vec<f64>) -> Vec<f64> {
        match self {
            Self::Ordinal(steps) => steps.gains(sums, counts, weights),
            Self::Linear(model) => model.gains(sums),
        }
    }
}

impl<'a> Steps<'a> {
    fn new(plan: &Plan<'_>, model: &'a Ordinal) -> Self {
        let numbered = model.moves.iter().enumerate();
        let (players, moves): (Vec<usize>, Vec<Move>) = numbered
            .filter_map(|(player, one)| Some((player, one.clone()?)))
            .unzip();
        let own = |(at, &person): (usize, &u32)| {
            let unit = plan.units.unit[person as usize];
            (unit, model.design.weight(at))
        };
        let parameters = model.design.parameters();
        let stepping = model.people.len() * parameters * (parameters + 20) > REFIT;
        let predictor = model.predictor();
        let gradient = |one: &Move| predictor.gradient(&model.fit, &[one]);
        Self {
            gradients: stepping.then(|| moves.iter().map(gradient).collect()),
            people: model.people.iter().enumerate().map(own).collect(),
            model,
            moves,
            players,
        }
    }

    /// Per unit: weight, gains at the fit, and what it adds to the Newton step.
    fn panel(&self, units: usize) -> Panel {
        let parameters = self.model.design.parameters();
        let mut panel = Panel::new(units, 1 + self.moves.len() + parameters);
        let scores = self.model.design.scores(&self.model.fit);
        let predictor = self.model.predictor();
        let gains: Vec<Vec<f64>> = self
            .moves
            .iter()
            .map(|one| predictor.gain_of_each(&self.model.fit, one))
            .collect();
        for (at, &(unit, weight)) in self.people.iter().enumerate() {
            let own = gains.iter().map(|gains| gains[at]);
            let score = &scores[at * parameters..(at + 1) * parameters];
            let values = std::iter::once(1.0).chain(own).chain(score.iter().copied());
            for (sum, value) in panel.row(unit).iter_mut().zip(values) {
                *sum += weight * value;
            }
        }
        panel
    }

    fn gains(&self, sums: &[f64], counts: &[f64], weights: &mut Vec<f64>) -> Vec<f64> {
        let mut gains = vec![f64::NAN; self.model.moves.len()];
        let own = match &self.gradients {
            Some(gradients) => self.stepped(sums, gradients),
            None => {
                weights.clear();
                let drawn = |&(unit, weight): &(u32, f64)| weight * counts[unit as usize];
                weights.extend(self.people.iter().map(drawn));
                match self.model.design.refit(weights, &self.model.fit) {
                    Some(inner) => self.model.predictor().gains(&inner, weights, &self.moves),
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
        let (gains, scores) = sums[1..].split_at(self.moves.len());
        let covariance = self.model.fit.covariance();
        let step = |row: usize| -> f64 {
            let terms = scores.iter().enumerate();
            terms
                .map(|(column, score)| covariance[(row, column)] * score)
                .sum()
        };
        let step: Vec<f64> = (0..scores.len()).map(step).collect();
        let along = |gradient: &[f64]| -> f64 {
            let terms = gradient.iter().zip(&step);
            terms.map(|(slope, by)| slope * by).sum()
        };
        let own = gains.iter().zip(gradients);
        own.map(|(gain, gradient)| gain / sums[0] + along(gradient))
            .collect()
    }
}

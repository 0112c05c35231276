//! Which drivers share the first place: differences of KSS between drivers that the same people
//! answered.

use figures::Coding;
use stats::bootstrap::replicate;
use stats::kss::Level;
use stats::nps::{Class, class};
use stats::quantile::Z95;

use crate::answers::Answers;

/// How every person pulls at a driver's KSS (its influence function), 0 for those who didn't answer
/// the driver: with `s` the share that did, `(1[A](z − NPS_A)/p_A − (z − NPS_all)) / s`.
pub(crate) struct Pull {
    pub(crate) kss: f64,
    pub(crate) of_each: Vec<f64>,
}

/// What a person may be to a driver.
const MISSING: usize = 0;
const ANSWERED: usize = 1;
const AGREES: usize = 2;
const STATES: usize = 3;

/// The influence of everybody on the driver in this column; none when nobody agrees.
pub(crate) fn pull(answers: &Answers, column: usize, coding: &Coding) -> Option<Pull> {
    // All people of one class and state pull alike: people are told by a small number first.
    let states: [u8; 256] = std::array::from_fn(|value| match coding.level(value as u8) {
        Level::Agree => AGREES as u8,
        Level::Neutral | Level::Disagree => ANSWERED as u8,
    });
    let classes: [u8; 16] = std::array::from_fn(|score| class(score.min(10) as u8) as u8);
    let kind = |(&value, &score): (&f64, &u8)| {
        let state = if value.is_nan() {
            MISSING as u8
        } else {
            states[usize::from(value as u8)]
        };
        classes[usize::from(score & 15)] * STATES as u8 + state
    };
    let values = &answers.columns[column];
    let kinds: Vec<u8> = values.iter().zip(&answers.scores).map(kind).collect();
    let mut weights = [0.0; 3 * STATES];
    for (at, &kind) in kinds.iter().enumerate() {
        weights[usize::from(kind)] += answers.weight(at);
    }
    let points = |kind: usize| Class::ALL[kind / STATES].points();
    let sums = |counts: &dyn Fn(usize) -> bool| {
        let kinds = (0..weights.len()).filter(|kind| counts(kind % STATES));
        kinds.fold([0.0; 2], |[weight, sum], kind| {
            [weight + weights[kind], sum + weights[kind] * points(kind)]
        })
    };
    let everybody = sums(&|_| true)[0];
    let all = sums(&|state| state != MISSING);
    let agree = sums(&|state| state == AGREES);
    if agree[0] <= 0.0 {
        return None;
    }
    let (nps_all, nps_agree) = (all[1] / all[0], agree[1] / agree[0]);
    let (share_agree, share) = (agree[0] / all[0], all[0] / everybody);
    let of_kind: [f64; 3 * STATES] = std::array::from_fn(|kind| {
        let inside = match kind % STATES {
            MISSING => return 0.0,
            AGREES => (points(kind) - nps_agree) / share_agree,
            _ => 0.0,
        };
        (inside - (points(kind) - nps_all)) / share
    });
    Some(Pull {
        kss: 100.0 - (nps_agree - nps_all),
        of_each: kinds
            .iter()
            .map(|&kind| of_kind[usize::from(kind)])
            .collect(),
    })
}

/// Difference `other − first` of two KSS with its standard error; people of one unit (account) may
/// answer alike.
pub(crate) fn difference(
    answers: &Answers,
    (unit, units): (&[u32], usize),
    first: &Pull,
    other: &Pull,
) -> (f64, f64) {
    let mut sums = vec![0.0; units];
    let mut everybody = 0.0;
    for (at, (a, b)) in first.of_each.iter().zip(&other.of_each).enumerate() {
        everybody += answers.weight(at);
        sums[unit[at] as usize] += answers.weight(at) * (a - b);
    }
    let squares: f64 = sums.iter().map(|sum| sum * sum).sum();
    (other.kss - first.kss, squares.sqrt() / everybody)
}

/// A driver with its place in the order.
#[derive(Clone, Copy)]
pub(crate) struct Ranked {
    pub(crate) column: usize,
    /// Everybody's KSS.
    pub(crate) kss: f64,
}

/// The people who tell how drivers vary together.
pub(crate) struct Drawn<'a> {
    pub(crate) answers: &'a Answers,
    /// Unit of each of them.
    pub(crate) unit: &'a [u32],
    pub(crate) units: usize,
    /// Which part of everybody they are, 0–1.
    pub(crate) share: f64,
}

/// Of drivers with a demonstrable gain (lowest KSS first), those that can't be told apart from the
/// first: whose difference is at most 1.96 standard errors.
pub(crate) fn leading(drawn: &Drawn<'_>, ranked: &[Ranked], coding: &Coding) -> Vec<usize> {
    let mut able = ranked.iter().enumerate();
    let first = able.find_map(|(at, own)| Some((at, pull(drawn.answers, own.column, coding)?)));
    let Some((start, first)) = first else {
        return Vec::new();
    };
    let others = &ranked[start + 1..];
    let apart = replicate(
        others.len(),
        || (),
        |(), at| {
            let own = pull(drawn.answers, others[at].column, coding)?;
            let of = (drawn.unit, drawn.units);
            let (_, se) = difference(drawn.answers, of, &first, &own);
            let difference = others[at].kss - ranked[start].kss;
            Some(difference > Z95 * se * drawn.share.sqrt())
        },
    );
    let alike = others.iter().zip(apart);
    let alike = alike.filter(|(_, apart)| *apart == Some(false));
    std::iter::once(ranked[start].column)
        .chain(alike.map(|(own, _)| own.column))
        .collect()
}

//! KSS of people who answer alike within accounts: the same figures with intervals that know it.

use figures::{Coding, Kss};
use stats::kss::Status;
use stats::quantile::Z95;

use crate::model::Driver;
use crate::paired::{Drawn, pull};
use crate::resample::column_of;

/// Fewer accounts than this tell no spread.
const MIN_UNITS: usize = 2;

/// Replaces the standard error of every KSS that is shown by the one between accounts,
/// `√(G/(G−1) Σ (Σ w IF)²) / Σ w` over G accounts (the linearised one of cluster samples; Särndal,
/// Swensson & Wretman 1992, ch. 4), with the interval and the status that follow, and puts drivers
/// in order again.
pub(crate) fn between_accounts(
    drivers: &mut [(usize, Driver)],
    drawn: &Drawn<'_>,
    coding: &Coding,
) {
    if drawn.units < MIN_UNITS {
        return;
    }
    for (statement, driver) in drivers.iter_mut() {
        let shown = driver.kss.se.is_some() && driver.kss.value.is_some();
        let Some(column) = column_of(drawn.answers, *statement).filter(|_| shown) else {
            continue;
        };
        if let Some(pull) = pull(drawn.answers, column, coding) {
            let se = spread(drawn, &pull.of_each);
            tell(&mut driver.kss, se);
        }
    }
    drivers.sort_by(|(_, a), (_, b)| {
        let value = |driver: &Driver| driver.kss.value.unwrap_or(f64::INFINITY);
        tier(&a.kss)
            .cmp(&tier(&b.kss))
            .then_with(|| value(a).total_cmp(&value(b)))
    });
}

/// Standard error of everybody's figure from how each person pulls at it.
fn spread(drawn: &Drawn<'_>, pulls: &[f64]) -> f64 {
    let mut sums = vec![0.0; drawn.units];
    let mut everybody = 0.0;
    for (at, pull) in pulls.iter().enumerate() {
        let weight = drawn.answers.weight(at);
        everybody += weight;
        sums[drawn.unit[at] as usize] += weight * pull;
    }
    let squares: f64 = sums.iter().map(|sum| sum * sum).sum();
    let units = drawn.units as f64;
    (units / (units - 1.0) * squares * drawn.share).sqrt() / everybody
}

fn tell(kss: &mut Kss, se: f64) {
    let Some(value) = kss.value else {
        return;
    };
    let (low, high) = (value - Z95 * se, value + Z95 * se);
    kss.se = Some(se);
    kss.ci95 = Some([low, high]);
    // A KSS of exactly 100 may come out of sums as a last digit.
    let status = if high < 100.0 - 1e-9 {
        Status::Shown
    } else if low > 100.0 + 1e-9 {
        Status::Reversed
    } else {
        Status::NoDemonstrableGain
    };
    status.as_str().clone_into(&mut kss.status);
}

/// Demonstrable gains first, then those undecided, then reversed ones and those with no figure.
fn tier(kss: &Kss) -> u8 {
    let undecided = || match kss.gain_ci95() {
        Some([low, _]) if low > 0.0 => 1,
        Some([_, high]) if high < 0.0 => 3,
        _ => 2,
    };
    match kss.status.as_str() {
        own if own == Status::Shown.as_str() => 0,
        own if own == Status::Suppressed.as_str() => 4,
        own if own == Status::NotEstimable.as_str() => 5,
        _ => undecided(),
    }
}

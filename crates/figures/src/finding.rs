//! What there is to say of the figures, before it is put into the words of a language.

use serde::Serialize;

use crate::driver::Driver;
use crate::metric::{Change, Figure};

/// One sentence's content: the finding and its numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    /// Nobody answered yet.
    NoAnswers,
    /// "NPS is 44, between 38 and 49."
    Level {
        /// The figure.
        figure: Figure,
    },
    /// "Since March it did not move more than chance."
    Moved {
        /// The period compared with.
        since: String,
        /// The change with its verdict.
        change: Change,
    },
    /// "Most to gain is on X: between 19 and 29 points (if the link is causal)."
    MostToGain {
        /// The driver with the lowest KSS among those with a demonstrable gain.
        name: String,
        /// NPS points to gain.
        gain: f64,
        /// 95 % interval of the gain.
        ci95: [f64; 2],
        /// Other drivers whose gain can't be told apart from this one's, most first.
        beside: Vec<String>,
    },
    /// "X is rated lowest, but those who disagree recommend nearly as much."
    WorstRatedIsAnother {
        /// The driver with the smallest share that agrees.
        name: String,
        /// That share, 0–1.
        agree: f64,
    },
    /// "No driver shows a gain that is more than chance."
    NoDemonstrableGain,
    /// "Too few answers to compare drivers: n more are needed."
    TooFewForDrivers {
        /// Most people who answered one of the drivers.
        n: u64,
        /// How many more are needed.
        need: u64,
    },
}

/// What there is to say, the most important first. `since` is the last step of the trend with the
/// period it is compared with; `drivers` in rank order.
pub fn findings(figure: Figure, since: Option<(&str, Change)>, drivers: &[Driver]) -> Vec<Finding> {
    if figure.value.is_none() {
        return vec![Finding::NoAnswers];
    }
    let mut found = vec![Finding::Level { figure }];
    if let Some((since, change)) = since {
        found.push(Finding::Moved {
            since: since.to_owned(),
            change,
        });
    }
    found.extend(about_drivers(drivers));
    found
}

/// The drivers that lead the rank together: none when none has a demonstrable gain, else the first
/// and every other one whose interval overlaps the first one's, so that nobody is told to prefer
/// one over the other. `drivers` in rank order; so is the answer.
pub fn leading(drivers: &[Driver]) -> Vec<&Driver> {
    let claims = |driver: &&Driver| driver.kss.is_demonstrable();
    let Some([_, limit]) = drivers.iter().find(claims).and_then(|first| first.kss.ci95) else {
        return Vec::new();
    };
    drivers
        .iter()
        .filter(claims)
        .filter(|driver| driver.kss.ci95.is_some_and(|[low, _]| low <= limit))
        .collect()
}

fn about_drivers(drivers: &[Driver]) -> Vec<Finding> {
    let most = drivers.iter().map(|driver| driver.n).max().unwrap_or(0);
    if drivers.is_empty() {
        return Vec::new();
    }
    if most < crate::FEW {
        return vec![Finding::TooFewForDrivers {
            n: most,
            need: crate::FEW - most,
        }];
    }
    let leaders = leading(drivers);
    let Some((first, beside)) = leaders.split_first() else {
        return vec![Finding::NoDemonstrableGain];
    };
    let (Some(gain), Some(ci95)) = (first.kss.gain, first.kss.gain_ci95()) else {
        return vec![Finding::NoDemonstrableGain];
    };
    let mut found = vec![Finding::MostToGain {
        name: first.name.clone(),
        gain,
        ci95,
        beside: beside.iter().map(|driver| driver.name.clone()).collect(),
    }];
    let worst = drivers
        .iter()
        .filter_map(|driver| Some((driver, driver.agree?)))
        .min_by(|(_, a), (_, b)| a.total_cmp(b));
    if let Some((worst, agree)) = worst
        && leaders.iter().all(|leader| leader.name != worst.name)
    {
        found.push(Finding::WorstRatedIsAnother {
            name: worst.name.clone(),
            agree,
        });
    }
    found
}

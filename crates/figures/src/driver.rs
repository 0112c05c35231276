//! Drivers: how people think of each statement, and what there is to gain on it.

use serde::{Deserialize, Serialize};
use stats::kss::{self, Cells, FEW_AGREE, Level};
use stats::nps::class;

use crate::coding::Coding;
use crate::counts::{Counts, Cross};
use crate::metric::Change;

/// One driver in the shape of the interfaces. All figures are over the people who answered both
/// the statement and the recommend question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Driver {
    /// The statement's key or column.
    pub name: String,
    /// People who answered both.
    pub n: u64,
    /// Mean answer; none when nobody answered both, as are the shares below.
    pub mean: Option<f64>,
    /// Share that agrees, 0–1.
    pub agree: Option<f64>,
    /// Share that is neutral.
    pub neutral: Option<f64>,
    /// Share that disagrees.
    pub disagree: Option<f64>,
    /// What there is to gain.
    pub kss: Kss,
    /// Share that agrees and is a promoter.
    pub agree_promoter: Option<f64>,
    /// Share that disagrees and is a detractor.
    pub disagree_detractor: Option<f64>,
}

/// A KSS as far as it may be shown; what may not is none, and `status` says why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kss {
    /// 100 − gain; lower = more to gain.
    pub value: Option<f64>,
    /// Standard error of value and gain.
    pub se: Option<f64>,
    /// 95 % interval of the value; of the regression form when fewer than ten agree.
    pub ci95: Option<[f64; 2]>,
    /// NPS points there are to gain.
    pub gain: Option<f64>,
    /// `gain`, `interval_only`, `suppressed`, `not_estimable`, `no_demonstrable_gain` or
    /// `reversed`.
    pub status: String,
}

/// What stands behind a driver's figures, for the pages that explain them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Opinion {
    /// NPS of all who answered both.
    pub nps_all: Option<f64>,
    /// NPS of those who agree.
    pub nps_agree: Option<f64>,
    /// NPS of the neutral.
    pub nps_neutral: Option<f64>,
    /// NPS of those who disagree.
    pub nps_disagree: Option<f64>,
    /// Points to gain from those who disagree; with the next one they add up to the gain.
    pub gain_from_disagree: Option<f64>,
    /// Points to gain from the neutral.
    pub gain_from_neutral: Option<f64>,
    /// How many agree.
    pub n_agree: u64,
}

/// One driver.
pub fn driver(name: &str, table: &Cross, coding: &Coding) -> Driver {
    shape(name, table, &kss::kss(&cells(table, *coding)))
}

/// All drivers, the one with the most to gain first (see [`stats::kss::compare`]); those equal
/// in that stay in the order given. `names` and the tables of `counts` go together.
pub fn drivers<S: AsRef<str>>(names: &[S], counts: &Counts, coding: &Coding) -> Vec<Driver> {
    let mut ranked: Vec<(kss::Kss, Driver)> = names
        .iter()
        .zip(&counts.drivers)
        .map(|(name, table)| {
            let kss = kss::kss(&cells(table, *coding));
            let driver = shape(name.as_ref(), table, &kss);
            (kss, driver)
        })
        .collect();
    ranked.sort_by(|(a, _), (b, _)| kss::compare(a, b));
    ranked.into_iter().map(|(_, driver)| driver).collect()
}

/// What stands behind a driver's figures.
pub fn opinion(table: &Cross, coding: &Coding) -> Opinion {
    let kss = kss::kss(&cells(table, *coding));
    Opinion {
        nps_all: kss.nps_all,
        nps_agree: kss.nps_agree,
        nps_neutral: kss.nps_neutral,
        nps_disagree: kss.nps_disagree,
        gain_from_disagree: kss.gain_from_disagree,
        gain_from_neutral: kss.gain_from_neutral,
        n_agree: kss.n_agree,
    }
}

/// The change of the share that agrees between two groups of different people, over everybody who
/// answered both the statement and the recommend question; none when a side has nobody.
pub fn agree_change(before: &Cross, after: &Cross, coding: &Coding) -> Option<Change> {
    let count = |table: &Cross| {
        let cells = cells(table, *coding);
        stats::share::Count {
            hits: cells.level(Level::Agree).total(),
            all: cells.total(),
        }
    };
    stats::share::change(&count(before), &count(after)).map(Change::from)
}

impl Driver {
    /// Too few answers for a claim.
    pub fn is_few(&self) -> bool {
        self.n < crate::FEW
    }
}

impl Kss {
    /// What of a KSS may be shown.
    fn shown(kss: &kss::Kss) -> Self {
        // The standard error belongs to the direct form: beside the interval of the regression
        // form, or beside nothing, it would tell something else than it seems to.
        let direct = kss.status.shows_interval() && kss.n_agree >= FEW_AGREE;
        Self {
            value: kss.shown_value(),
            se: kss.se.filter(|_| direct),
            ci95: kss.shown_interval(),
            gain: kss.gain.filter(|_| kss.status.shows_value()),
            status: kss.status.as_str().to_owned(),
        }
    }

    /// Whether the gain is demonstrable: more than chance explains, from enough answers.
    pub fn is_demonstrable(&self) -> bool {
        self.status == kss::Status::Shown.as_str()
    }

    /// 95 % interval of the gain, the value's mirrored.
    pub fn gain_ci95(&self) -> Option<[f64; 2]> {
        self.ci95.map(|[low, high]| [100.0 - high, 100.0 - low])
    }
}

fn shape(name: &str, table: &Cross, kss: &kss::Kss) -> Driver {
    let share = |share: f64| (kss.nps_all.is_some()).then_some(share);
    Driver {
        name: name.to_owned(),
        n: kss.n,
        mean: mean(table),
        agree: share(kss.agree),
        neutral: share(kss.neutral),
        disagree: share(kss.disagree),
        kss: Kss::shown(kss),
        agree_promoter: share(kss.agree_promoter),
        disagree_detractor: share(kss.disagree_detractor),
    }
}

/// Mean answer of those who gave a score too.
fn mean(table: &Cross) -> Option<f64> {
    let points: Vec<stats::mean::Point> = (0..=10_u8)
        .zip(table.by_code_with_score())
        .map(|(code, tally)| (f64::from(code), tally))
        .collect();
    stats::mean::mean(&points).map(|mean| mean.value)
}

/// The nine cells of opinion × class.
fn cells(table: &Cross, coding: Coding) -> Cells {
    let mut cells = Cells::default();
    for (code, row) in (0..=10_u8).zip(&table.cells) {
        let level: Level = coding.level(code);
        for (score, tally) in (0..=10_u8).zip(row) {
            if tally.n > 0 {
                cells.count(level, class(score), *tally);
            }
        }
    }
    cells
}

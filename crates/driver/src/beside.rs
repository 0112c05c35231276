//! The picture of importance against performance on two sides of a comparison: where each driver
//! stands now and where it stands there, and what the differences amount to.

use analysis::{Driver, DriverAnalysis, Interval};
use dashboard::Whose;
use dashboard::picture::{Cell, Head, Table};
use dashboard::screen::Screen;
use dashboard::voice::Voice;
use figures::{Change, FEW};
use platform::Problem;
use platform::web::QueryPairs;
use stats::Verdict;
use stats::multiplicity::benjamini_hochberg;
use stats::quantile::{Z95, normal_p};

use crate::block::{How, why};
use crate::picture::{on_wall, picture_from};
use crate::service::{Drivers, Found};
use crate::words::Teller;

/// Largest adjusted probability that is more than chance.
const LEVEL: f64 = 0.05;

/// A share with its interval, 0–1.
pub type Part = (f64, Interval);

/// A driver on both sides: the side of the filter first, then the one it is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct BesideDriver {
    /// Its key.
    pub key: String,
    /// Its wording.
    pub name: String,
    /// The answers of those who disagree and would not recommend, first side.
    pub link: Option<String>,
    /// Answers of each side.
    pub n: [u64; 2],
    /// Share that agrees.
    pub agree: [Option<Part>; 2],
    /// First side less second; none when a side has no figure.
    pub agree_change: Option<Change>,
    /// Part of what all drivers explain, 0–1; its interval is there when the bootstrap is.
    pub importance: [Option<f64>; 2],
    /// First side less second; none while a side has no interval.
    pub importance_change: Option<Change>,
}

/// Both sides in one picture.
#[derive(Clone, Debug)]
pub struct Beside {
    /// What the first side shows, in a sentence.
    pub finding: String,
    /// The SVG for phone and desktop.
    pub chart: String,
    /// The SVG as a file.
    pub svg: String,
    /// The SVG for a wall screen.
    pub wall: String,
    /// What the picture is called.
    pub title: String,
    /// The drivers in the order of the analysis.
    pub drivers: Vec<BesideDriver>,
    /// People each side rests on.
    pub n: [u64; 2],
    /// Intervals are still to come: what is told now is not to be kept.
    pub pending: bool,
}

impl Drivers {
    /// The picture of two filters that have no answers in common, or in a sentence why there is
    /// none. Verdicts are adjusted for the number of drivers.
    pub async fn beside(
        &self,
        whose: &Whose,
        [here, there]: [&QueryPairs; 2],
        how: How<'_>,
    ) -> Result<Result<Beside, String>, Problem> {
        let here = self.found(whose, here, how.need()).await?;
        let there = self.found(whose, there, how.need()).await?;
        let id = how.id;
        let voice = Voice::new(&self.dashboard.app, how.language);
        let (own, other) = match (&here.analysis, &there.analysis) {
            (Ok(own), Ok(other)) => (own, other),
            (Err(nothing), _) | (_, Err(nothing)) => return Ok(Err(voice.word(why(*nothing)))),
        };
        let screen = Screen::new(voice, &here.results).at("drivers", &[]);
        let teller = Teller {
            screen,
            found: &here,
            analysis: own,
        };
        let at_other = |driver: &Driver| {
            let other = named(other, &driver.name)?;
            Some((other.agree?, other.lmg_share?))
        };
        let Some(mut drawn) = picture_from(&teller, &at_other) else {
            return Ok(Err(voice.word("driver-block-few")));
        };
        drawn.frame.id = format!("importance-{id}");
        Ok(Ok(Beside {
            finding: teller.finding(),
            chart: charts::responsive(&drawn.frame, drawn.wide, &drawn.draw),
            svg: drawn.svg(),
            wall: on_wall(&teller, &at_other, &format!("wall-{id}")).unwrap_or_default(),
            title: drawn.frame.title.clone(),
            drivers: drivers(&teller, other),
            n: [&here, &there].map(people),
            pending: here.pending || there.pending,
        }))
    }
}

fn people(found: &Found) -> u64 {
    found.results.all.answered().n
}

fn named<'a>(analysis: &'a DriverAnalysis, name: &str) -> Option<&'a Driver> {
    analysis.drivers.iter().find(|driver| driver.name == name)
}

fn drivers(teller: &Teller<'_>, other: &DriverAnalysis) -> Vec<BesideDriver> {
    let agrees = |driver: &Driver| Some((driver.agree?, driver.agree_ci95?));
    let counts = |driver: &Driver| Some((driver.lmg_share?, driver.lmg_share_ci95?));
    let beside = |here: &Driver| {
        let there = named(other, &here.name);
        let n = [here.n, there.map_or(0, |there| there.n)];
        let both = |part: &dyn Fn(&Driver) -> Option<Part>| {
            let (here, there) = (part(here)?, there.and_then(part)?);
            Some(difference(there, here, n[0].min(n[1])))
        };
        BesideDriver {
            key: here.name.clone(),
            name: teller.screen.question(&here.name),
            link: teller.behind(here),
            n,
            agree: [agrees(here), there.and_then(agrees)],
            agree_change: both(&agrees),
            importance: [here.lmg_share, there.and_then(|there| there.lmg_share)],
            importance_change: both(&counts),
        }
    };
    let mut all: Vec<BesideDriver> = teller.analysis.drivers.iter().map(beside).collect();
    judge(all.iter_mut().filter_map(|one| one.agree_change.as_mut()));
    let importance = all.iter_mut();
    judge(importance.filter_map(|one| one.importance_change.as_mut()));
    all
}

/// The difference of two independent figures from their 95 % intervals: the distances to the limits
/// squared and added, each on its own side (Zou & Donner 2008, Statistics in Medicine 27). Of two
/// Wilson intervals that is Newcombe's.
fn difference(before: Part, after: Part, smallest_n: u64) -> Change {
    let ((p, [p_low, p_high]), (q, [q_low, q_high])) = (before, after);
    let difference = q - p;
    let low = difference - (q - q_low).hypot(p_high - p);
    let high = difference + (q_high - q).hypot(p - p_low);
    // The distance to the end that lies towards zero, in standard errors.
    let half = if difference > 0.0 {
        difference - low
    } else {
        high - difference
    };
    let z = if half > 0.0 {
        difference / half * Z95
    } else {
        0.0
    };
    let verdict = if smallest_n < FEW {
        Verdict::TooFew {
            need: FEW - smallest_n,
        }
    } else if low > 0.0 {
        Verdict::Rose
    } else if high < 0.0 {
        Verdict::Fell
    } else {
        Verdict::NotMoreThanChance
    };
    Change {
        difference,
        ci95: [low, high],
        p: normal_p(z),
        verdict,
    }
}

/// Takes back what chance alone could do when so many are looked at (Benjamini–Hochberg).
fn judge<'a>(changes: impl Iterator<Item = &'a mut Change>) {
    let told = |change: &&mut Change| !matches!(change.verdict, Verdict::TooFew { .. });
    let mut changes: Vec<&mut Change> = changes.filter(told).collect();
    let p: Vec<f64> = changes.iter().map(|change| change.p).collect();
    for (change, adjusted) in changes.iter_mut().zip(benjamini_hochberg(&p)) {
        if adjusted > LEVEL {
            change.verdict = Verdict::NotMoreThanChance;
        }
    }
}

/// Every figure of both sides, with what they are called.
pub fn table(voice: &Voice<'_>, beside: &Beside, sides: [&str; 2]) -> Table {
    let mut head = vec![Head::text(voice.word("dashboard-driver"))];
    for (word, rest) in [("dashboard-agree", true), ("driver-importance", false)] {
        let name = voice.word(word);
        for side in sides {
            head.push(Head::number(format!("{name}: {side}")));
        }
        for part in [
            "driver-beside-difference",
            "dashboard-low",
            "dashboard-high",
        ] {
            head.push(Head::number(format!("{name}, {}", voice.word(part))));
        }
        head.push(Head::text(format!(
            "{name}: {}",
            voice.word("driver-beside-verdict")
        )));
        if rest {
            head.extend(sides.map(|side| Head::number(format!("n: {side}"))));
        }
    }
    let row = |one: &BesideDriver| {
        let share = |value: Option<f64>| match value {
            Some(value) => Cell::number(voice.percent(value), value),
            None => Cell::default(),
        };
        let changed = |change: Option<&Change>| {
            let verdict = change.map_or_else(String::new, |change| verdict(voice, change));
            [
                share(change.map(|change| change.difference)),
                share(change.map(|change| change.ci95[0])),
                share(change.map(|change| change.ci95[1])),
                Cell::text(verdict),
            ]
        };
        let mut cells = vec![Cell::text(one.name.clone()).to(one.link.clone())];
        cells.extend(one.agree.map(|agree| share(agree.map(|(value, _)| value))));
        cells.extend(changed(one.agree_change.as_ref()));
        cells.extend(one.n.map(|n| Cell::number(voice.whole(n), n as f64)));
        cells.extend(one.importance.map(share));
        cells.extend(changed(one.importance_change.as_ref()));
        cells
    };
    Table {
        head,
        rows: beside.drivers.iter().map(row).collect(),
    }
}

/// A difference of shares in words: "6 percentage points higher", "not more than chance".
pub fn verdict(voice: &Voice<'_>, change: &Change) -> String {
    let points = voice.points(figures::Metric::Csat, change.difference);
    match change.verdict {
        Verdict::Rose => voice.say("driver-beside-higher", &[("points", &points)]),
        Verdict::Fell => voice.say("driver-beside-lower", &[("points", &points)]),
        _ => voice.verdict(figures::Metric::Csat, change),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_of_wilson_intervals_is_newcombes() {
        // Newcombe 1998, table II (a): 56/70 − 48/80 is 0.2, from 0.0524 to 0.3339.
        let here = (0.8, stats::share::wilson(56.0, 70.0, Z95));
        let there = (0.6, stats::share::wilson(48.0, 80.0, Z95));
        let found = difference(there, here, 70);
        assert!((found.difference - 0.2).abs() < 1e-12);
        assert!((found.ci95[0] - 0.0524).abs() < 5e-5, "{:?}", found.ci95);
        assert!((found.ci95[1] - 0.3339).abs() < 5e-5, "{:?}", found.ci95);
        assert_eq!(found.verdict, Verdict::Rose);
        assert!(found.p < 0.05 && found.p > 0.001);
        let back = difference(here, there, 70);
        assert_eq!(back.verdict, Verdict::Fell);
        assert!((back.ci95[0] + found.ci95[1]).abs() < 1e-12);
    }

    #[test]
    fn few_answers_are_not_judged_and_equal_ones_are_chance() {
        let one = (0.5, [0.2, 0.8]);
        let few = difference(one, (0.9, [0.85, 0.95]), 12);
        assert_eq!(few.verdict, Verdict::TooFew { need: FEW - 12 });
        let same = difference(one, one, 100);
        assert_eq!(same.verdict, Verdict::NotMoreThanChance);
        assert!((same.p - 1.0).abs() < 1e-12);
        let sure = (0.5, [0.5, 0.5]);
        assert!((difference(sure, sure, 100).p - 1.0).abs() < 1e-12);
    }
}

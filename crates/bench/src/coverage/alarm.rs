//! What isn't an interval and makes a promise all the same: planned surveys see the changes they
//! were planned for, and control charts stay quiet when nothing goes on.

use super::SEED;
use super::plain::{LOW, TYPICAL};
use super::random::Random;
use stats::bootstrap::replicate;
use stats::control::{Baseline, Kind, Series};
use stats::nps::{self, Classes};
use stats::power::{Figure, Plan};
use stats::share::Count;
use stats::{Verdict, share};

pub(super) fn print(rounds: usize) {
    println!("### The planner: percentage of real changes that the verdict names (promised 80)\n");
    println!("| change | answers per period | named |");
    println!("|---|---:|---:|");
    for (name, shares, change) in [
        ("NPS 25, 5 points up", TYPICAL, 5.0),
        ("NPS 25, 10 points down", TYPICAL, -10.0),
        ("NPS −25, 10 points up", LOW, 10.0),
    ] {
        let plan = Plan::from(Figure::Nps {
            promoters: shares[2],
            detractors: shares[0],
        });
        let half = change / 200.0;
        let after = [shares[0] - half, shares[1], shares[2] + half];
        let Some(n) = plan.answers_for(change) else {
            continue;
        };
        let named = percentage(rounds, |random| {
            let mut draw = |shares| {
                let [d, p, q] = random.counts(shares, n as usize);
                Classes::from_counts(d, p, q)
            };
            let (before, after) = (draw(&shares), draw(&after));
            let change = nps::change(&before, &after).map(|change| change.verdict);
            matches!(change, Some(Verdict::Rose | Verdict::Fell))
        });
        println!("| {name} | {n} | {named:.1} |");
    }
    for (p, change) in [(0.8, 0.05), (0.9, -0.05)] {
        let Some(n) = Plan::from(Figure::Share(p)).answers_for(change) else {
            continue;
        };
        let named = percentage(rounds, |random| {
            let mut draw = |p: f64| count(random, p, n as usize);
            let (before, after) = (draw(p), draw(p + change));
            let change = share::change(&before, &after).map(|change| change.verdict);
            matches!(change, Some(Verdict::Rose | Verdict::Fell))
        });
        let points = 100.0 * change;
        println!(
            "| CSAT {:.0} %, {points:+.0} points | {n} | {named:.1} |",
            100.0 * p
        );
    }
    charts(rounds);
}

const PERIODS: usize = 24;
/// Standard deviation of what goes up and down by itself from period to period, as a share.
const UPS_AND_DOWNS: f64 = 0.02;

fn charts(rounds: usize) {
    println!("\n### Control charts: percentage of periods that stand out while nothing goes on\n");
    println!("24 periods of CSAT 80 %; \"ups and downs\" of 2 points are usual for the series.\n");
    println!("| answers per period | series | p chart | p′ chart | EWMA, p′ | CUSUM, p′ |");
    println!("|---:|---|---:|---:|---:|---:|");
    for n in [50, 200, 2000] {
        for (name, spread) in [("steady", 0.0), ("ups and downs", UPS_AND_DOWNS)] {
            let counts = replicate(
                (rounds / 10).max(1),
                || (),
                |(), round| series(&mut Random::new(SEED, round), n, spread),
            );
            let shares = (0..4).map(|chart| {
                let of = (counts.len() * PERIODS) as f64;
                100.0
                    * counts
                        .iter()
                        .map(|counts| counts[chart] as f64)
                        .sum::<f64>()
                    / of
            });
            let cells: Vec<String> = shares.map(|share| format!("{share:.2}")).collect();
            println!("| {n} | {name} | {} |", cells.join(" | "));
        }
    }
}

/// How many periods of one series stand out on each chart.
fn series(random: &mut Random, n: usize, spread: f64) -> [usize; 4] {
    let periods: Vec<Count> = (0..PERIODS)
        .map(|_| {
            let p = (0.8 + spread * random.normal()).clamp(0.0, 1.0);
            count(random, p, n)
        })
        .collect();
    let Ok(plain) = Series::shares(&periods, Baseline::All) else {
        return [0; 4];
    };
    let count = |series: &Series, kind| {
        let signals = series.signals();
        signals.iter().filter(|signal| signal.kind == kind).count()
    };
    let outside = count(&plain, Kind::BeyondLimits);
    let Ok(laney) = plain.laney() else {
        return [outside, 0, 0, 0];
    };
    [
        outside,
        count(&laney, Kind::BeyondLimits),
        count(&laney, Kind::Ewma),
        count(&laney, Kind::Cusum),
    ]
}

fn count(random: &mut Random, p: f64, n: usize) -> Count {
    let [hits, _] = random.counts(&[p, 1.0 - p], n);
    Count {
        hits: hits.into(),
        all: (n as u64).into(),
    }
}

fn percentage(rounds: usize, round: impl Fn(&mut Random) -> bool + Sync) -> f64 {
    let seen = replicate(rounds, || (), |(), r| round(&mut Random::new(SEED, r)));
    100.0 * seen.iter().filter(|&&seen| seen).count() as f64 / rounds as f64
}

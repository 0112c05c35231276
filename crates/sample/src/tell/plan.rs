//! The planner in words: how many answers a change takes, and what can be seen with those that
//! come in.

use dashboard::picture::{Cell, Head, Table};
use serde::Serialize;

use super::{Section, Teller, Titled};
use crate::plan::{Basis, Line, Plan, Span, Unit};

/// The planner.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Planner {
    /// Words and table.
    #[serde(flatten)]
    pub(crate) section: Section,
    /// The change asked for, as the form has it.
    pub(crate) change: String,
    /// In what it is counted, in words.
    pub(crate) unit: String,
    /// A target that can't be seen.
    pub(crate) flag: Option<String>,
}

/// "From one quarter to the next, changes from 12 points can be seen."
pub(super) fn visible(teller: &Teller<'_>) -> Option<String> {
    let plan = teller.told.plan.as_ref()?;
    let by = [Span::Wave, Span::Quarter]
        .iter()
        .find_map(|span| plan.visible.iter().find(|visible| visible.period == *span))?;
    let period = teller.word(&format!("sample-period-{}", by.period.as_str()));
    let n = teller.whole(by.n);
    Some(match by.change {
        Some(change) => teller.say(
            "sample-plan-visible",
            &[
                ("period", &period),
                ("n", &n),
                ("points", &points(teller, rounded_up(plan.unit, change))),
            ],
        ),
        None => teller.say(
            "sample-plan-nothing-visible",
            &[("period", &period), ("n", &n)],
        ),
    })
}

/// That the target is one nobody could see met.
pub(super) fn target(teller: &Teller<'_>) -> Option<String> {
    let plan = teller.told.plan.as_ref()?;
    let target = plan.target.filter(|target| !target.can_be_seen)?;
    let period = teller.word(&format!("sample-period-{}", target.period.as_str()));
    let asked = points(teller, target.change);
    let (n, needed) = (teller.whole(target.n), needed(teller, target.needed));
    let args = [
        ("target", asked.as_str()),
        ("period", &period),
        ("n", &n),
        ("needed", &needed),
    ];
    Some(teller.say("sample-plan-target", &args))
}

/// The planner; none when the survey has no figure.
pub(crate) fn planner(teller: &Teller<'_>) -> Option<Planner> {
    let plan = teller.told.plan.as_ref()?;
    let mut section = Section::new(teller, "plan", asked(teller, plan));
    section.more = visible(teller).into_iter().collect();
    section.more.extend(basis(teller, plan));
    section.tables = vec![table(teller, plan)];
    section.explain = vec!["sample-plan"];
    Some(Planner {
        section,
        change: plan.asked.change.to_string(),
        unit: teller.word(match plan.unit {
            Unit::NpsPoints => "sample-unit-nps",
            Unit::PercentagePoints => "sample-unit-percentage",
            Unit::ScalePoints => "sample-unit-scale",
        }),
        flag: target(teller),
    })
}

/// "To see a change of 5 points … about 3,700 answers …; 210 a month come in, so 18 months."
fn asked(teller: &Teller<'_>, plan: &Plan) -> String {
    let points = points(teller, plan.asked.change);
    let Some(answers) = plan.asked.needed else {
        return teller.say("sample-plan-impossible", &[("points", &points)]);
    };
    let needed = teller.whole(about(answers));
    let Some((pace, months)) = plan.pace.zip(plan.asked.months) else {
        return teller.say(
            "sample-plan-needed",
            &[("points", &points), ("needed", &needed)],
        );
    };
    let months = duration(teller, months);
    let args = [
        ("points", points.as_str()),
        ("needed", &needed),
        ("months", &months),
    ];
    let (key, n) = match pace.per_wave {
        Some(per_wave) => ("sample-plan-needed-waves", per_wave),
        None => ("sample-plan-needed-months", pace.per_month),
    };
    teller.count(key, n.round() as u64, &args)
}

fn basis(teller: &Teller<'_>, plan: &Plan) -> Vec<String> {
    let voice = &teller.screen.voice;
    let mut more = Vec::new();
    if plan.basis == Basis::PlanningValues {
        more.push(match (plan.promoters, plan.detractors, plan.unit) {
            (Some(promoters), Some(detractors), _) => teller.say(
                "sample-plan-usual-nps",
                &[
                    ("promoters", &voice.percent(promoters)),
                    ("detractors", &voice.percent(detractors)),
                ],
            ),
            (_, _, Unit::PercentagePoints) => teller.say(
                "sample-plan-usual-share",
                &[("share", &voice.percent(plan.value))],
            ),
            _ => teller.say(
                "sample-plan-usual-mean",
                &[("sd", &voice.number(plan.sd, 1))],
            ),
        });
    }
    if plan.design_effect > 1.005 {
        let effect = voice.number(plan.design_effect, 2);
        more.push(teller.say("sample-plan-effect", &[("effect", &effect)]));
    }
    if plan.pace.is_none() {
        more.push(teller.word("sample-plan-no-pace"));
    }
    if plan.asked.more_than_customers {
        more.push(teller.word("sample-plan-customers"));
    }
    more
}

fn table(teller: &Teller<'_>, plan: &Plan) -> Titled {
    let voice = &teller.screen.voice;
    let row = |line: &Line| {
        let mut row = vec![
            Cell::number(points(teller, line.change), line.change),
            match line.needed {
                Some(needed) => Cell::number(voice.whole(needed), needed as f64),
                None => Cell::text("–"),
            },
        ];
        if plan.pace.is_some() {
            row.push(match line.months {
                Some(months) => Cell::number(duration(teller, months), months),
                None => Cell::text("–"),
            });
        }
        row
    };
    let mut head = vec![
        Head::text(teller.word("sample-plan-change")),
        Head::number(teller.word("sample-plan-answers")),
    ];
    if plan.pace.is_some() {
        head.push(Head::number(teller.word("sample-plan-takes")));
    }
    Titled {
        title: teller.word("sample-plan-table"),
        table: Table {
            head,
            rows: plan.table.iter().map(row).collect(),
        },
    }
}

fn needed(teller: &Teller<'_>, needed: Option<u64>) -> String {
    needed.map_or_else(|| "–".to_owned(), |needed| teller.whole(about(needed)))
}

/// Two leading digits: nobody plans 3,689 answers.
fn about(n: u64) -> u64 {
    if n < 100 {
        return n;
    }
    let step = 10_u64.pow(n.ilog10() - 1);
    n.div_ceil(step) * step
}

/// What can be seen is never told smaller than it is.
fn rounded_up(unit: Unit, change: f64) -> f64 {
    match unit {
        Unit::ScalePoints => (change * 10.0).ceil() / 10.0,
        _ => change.ceil(),
    }
}

/// "5 points", "2.5 points", "5 percentage points", "0.2 points of the scale".
fn points(teller: &Teller<'_>, change: f64) -> String {
    let voice = &teller.screen.voice;
    let decimals = (0..2).find(|decimals| {
        let size = 10_f64.powi(*decimals);
        ((change * size).round() - change * size).abs() < 1e-6
    });
    let written = voice.number(change, decimals.map_or(2, |decimals| decimals as usize));
    let count = if (change - 1.0).abs() < 1e-9 { 1 } else { 2 };
    let key = match teller.unit() {
        Unit::NpsPoints => "sample-points-nps",
        Unit::PercentagePoints => "sample-points-percentage",
        Unit::ScalePoints => "sample-points-scale",
    };
    teller.count(key, count, &[("written", &written)])
}

/// "less than a month", "18 months", "4.5 years".
fn duration(teller: &Teller<'_>, months: f64) -> String {
    if months < 1.0 {
        return teller.word("sample-months-less");
    }
    if months <= 36.0 {
        return teller.count("sample-months", months.ceil() as u64, &[]);
    }
    let tenths = (months / 12.0 * 10.0).round();
    let decimals = usize::from(tenths < 100.0 && tenths % 10.0 != 0.0);
    let years = teller.screen.voice.number(months / 12.0, decimals);
    teller.say("sample-years", &[("years", &years)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_plans_to_the_last_answer() {
        let cases = [
            (30, 30),
            (99, 99),
            (410, 410),
            (923, 930),
            (3689, 3700),
            (23_056, 24_000),
        ];
        for (n, wanted) in cases {
            assert_eq!(about(n), wanted);
        }
        assert!((rounded_up(Unit::NpsPoints, 12.1) - 13.0).abs() < 1e-9);
        assert!((rounded_up(Unit::ScalePoints, 0.21) - 0.3).abs() < 1e-9);
    }
}

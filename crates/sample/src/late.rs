//! Those who did not answer: nobody can ask them, but those who answer late resemble them more than
//! the quick ones do. A caution to go with the figure, never a correction of it.

use analysis::NOBODY;
use dashboard::filter::By;
use dashboard::privacy::Privacy;
use facts::Period;
use figures::{Change, Figure, Metric};
use serde::Serialize;
use stats::late::{self as line, Late as Line};
use stats::nps::class;

use crate::answers::Answers;
use crate::order::{Basis, Moment, in_order};

/// Early answers against late ones.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Late {
    /// What may be said.
    pub status: Status,
    /// By what early and late are told apart.
    pub basis: Basis,
    /// People in the order.
    pub n: u64,
    /// People left out: without an invitation or wave, or of a round all on one day.
    pub left_out: u64,
    /// The first, middle and last third.
    pub thirds: Vec<Figure>,
    /// Last minus first third, with its verdict.
    pub change: Option<Change>,
    /// The straight line through the answers in order.
    pub trend: Option<Trend>,
}

/// The line along the order of answering.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Trend {
    /// Difference along the line between first and last.
    pub slope: f64,
    /// Its standard error.
    pub se: f64,
    /// Chance of such a slope without any.
    pub p: f64,
    /// The line at the last who answered: what the silent ones would say if they are like them.
    pub silent: f64,
    /// The figure of everybody invited if so; none when nobody knows how many were invited.
    pub of_all_invited: Option<f64>,
}

/// What may be said of early and late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The comparison.
    Shown,
    /// Fewer than 30 answers in a third.
    Few,
    /// All answers of a round are of the same day, or there are hardly any.
    NoOrder,
    /// Too few to show.
    Hidden,
}

/// Time from invitation to answer by place of the response, microseconds; ascending places.
pub type Delays<'a> = &'a [(u32, i64)];

/// Early against late. `steps` is the period that makes rounds where there are no waves; `invited`
/// how many were invited, if that is known.
pub fn late(
    answers: &Answers,
    delays: Delays<'_>,
    steps: Period,
    invited: Option<u64>,
    privacy: Privacy,
) -> Late {
    let (basis, moments) = moments(answers, delays, steps);
    let (order, same_day) = in_order(moments, answers);
    let n = order.len() as u64;
    let mut told = Late {
        status: Status::NoOrder,
        basis,
        n,
        left_out: answers.len() as u64 - n,
        thirds: Vec::new(),
        change: None,
        trend: None,
    };
    debug_assert!(same_day <= answers.len(), "nobody is left out twice");
    let third = order.len() / 3;
    let all = answers.len() as u64;
    let parts = [third as u64, n];
    if parts.iter().any(|n| privacy.is_too_small(*n, all)) {
        told.status = Status::Hidden;
        (told.n, told.left_out) = (0, 0);
        return told;
    }
    let Some(line) = compared(answers, &order) else {
        return told;
    };
    let (first, rest) = order.split_at(third);
    let (middle, last) = rest.split_at(order.len() - 2 * third);
    let figure = |who: &[usize]| figures::metric(answers.metric, &plain(answers, who));
    told.status = match line.change.verdict {
        stats::Verdict::TooFew { .. } => Status::Few,
        _ => Status::Shown,
    };
    told.thirds = [first, middle, last].map(figure).to_vec();
    let all = figures::metric(answers.metric, &plain(answers, &order));
    told.change = Some(line.change.into());
    told.trend = Some(Trend {
        slope: line.trend.slope,
        se: line.trend.se,
        p: line.trend.p,
        silent: line.trend.silent,
        of_all_invited: invited
            .zip(all.value)
            .and_then(|(invited, value)| line.trend.of_all_invited(value, all.n, invited)),
    });
    told
}

/// Who answered when. By delay as soon as most of the people came by invitation.
fn moments(answers: &Answers, delays: Delays<'_>, steps: Period) -> (Basis, Vec<Moment>) {
    let delay = |person: usize| {
        let place = answers.ordinals[person];
        let at = delays.binary_search_by_key(&place, |(ordinal, _)| *ordinal);
        at.ok().map(|at| Moment {
            person,
            round: 0,
            late: delays[at].1,
        })
    };
    let invited: Vec<Moment> = (0..answers.len()).filter_map(delay).collect();
    if invited.len() * 2 > answers.len() {
        return (Basis::Delay, invited);
    }
    let days = answers.days.iter().enumerate();
    match &answers.waves {
        Some(waves) => {
            let moment = |(person, &day): (usize, &i32)| {
                (waves[person] != NOBODY).then(|| Moment {
                    person,
                    round: waves[person].into(),
                    late: day.into(),
                })
            };
            (Basis::DayInWave, days.filter_map(moment).collect())
        }
        None => {
            let moment = |(person, &day): (usize, &i32)| Moment {
                person,
                round: steps.start_day(day).into(),
                late: day.into(),
            };
            (Basis::DayInPeriod, days.map(moment).collect())
        }
    }
}

fn compared(answers: &Answers, order: &[usize]) -> Option<Line> {
    let codes = order.iter().map(|person| answers.codes[*person]);
    match answers.metric {
        Metric::Nps | Metric::Enps => line::nps(&codes.map(class).collect::<Vec<_>>()),
        Metric::Csat | Metric::Cas => line::share(&codes.map(|code| code >= 4).collect::<Vec<_>>()),
        Metric::Ces(_) => line::mean(
            &codes.map(f64::from).collect::<Vec<_>>(),
            answers.metric.range(),
        ),
    }
}

/// The counts of some of the people, all counting the same.
fn plain(answers: &Answers, who: &[usize]) -> figures::Counts {
    let codes = who.iter().map(|person| answers.codes[*person]);
    Answers {
        codes: codes.collect(),
        ..Answers::nobody(answers.metric)
    }
    .plain_counts()
}

/// The period that makes rounds: the one of the trend, or months.
pub fn rounds(by: &By) -> Period {
    match by {
        By::Period(period) => *period,
        By::Dim(_) => Period::Month,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPEN: Privacy = Privacy::at_least(1);
    const FIVE: Privacy = Privacy::at_least(5);
    use crate::answers::examples::scored;
    use stats::Verdict;

    /// `n` answers, promoters until `turn`, detractors after it; one a day.
    fn turning(n: usize, turn: usize) -> Answers {
        let codes: Vec<u8> = (0..n).map(|i| if i < turn { 9 } else { 2 }).collect();
        Answers {
            days: (0..n as i32).map(|i| 20_000 + i).collect(),
            waves: Some(vec![0; n]),
            ..scored(&codes)
        }
    }

    fn told(answers: &Answers, delays: Delays<'_>) -> Late {
        late(answers, delays, Period::Month, Some(300), OPEN)
    }

    #[test]
    fn late_answers_that_fall_are_told() {
        let told = told(&turning(120, 60), &[]);
        assert_eq!(
            (told.status, told.basis, told.n),
            (Status::Shown, Basis::DayInWave, 120)
        );
        let values: Vec<Option<f64>> = told.thirds.iter().map(|third| third.value).collect();
        assert_eq!(values, [Some(100.0), Some(0.0), Some(-100.0)]);
        assert_eq!(told.change.expect("a change").verdict, Verdict::Fell);
        let trend = told.trend.expect("a line");
        assert!(
            trend.slope < 0.0 && (trend.silent + 100.0).abs() < 1e-9,
            "{trend:?}"
        );
        // 120 answered with NPS 0, 180 would say −100: −60.
        assert!((trend.of_all_invited.expect("known") + 60.0).abs() < 1e-9);
    }

    #[test]
    fn delays_say_more_than_days() {
        let mut answers = turning(120, 60);
        answers.days = vec![20_000; 120];
        assert_eq!(
            told(&answers, &[]).status,
            Status::NoOrder,
            "all on one day"
        );
        // The later in the list, the sooner they answered.
        let delays: Vec<(u32, i64)> = (1..=120).map(|i| (i, 1_000_000 - i64::from(i))).collect();
        let by_delay = told(&answers, &delays);
        assert_eq!((by_delay.basis, by_delay.left_out), (Basis::Delay, 0));
        assert_eq!(by_delay.change.expect("a change").verdict, Verdict::Rose);
        let some = told(&turning(120, 60), &delays[..50]);
        assert_eq!(some.basis, Basis::DayInWave, "too few came by invitation");
    }

    #[test]
    fn few_answers_make_no_claim() {
        let few = told(&turning(60, 30), &[]);
        assert_eq!(few.status, Status::Few);
        assert_eq!(
            few.change.expect("shown").verdict,
            Verdict::TooFew { need: 10 }
        );
        for n in [0, 1, 2] {
            let told = told(&turning(n, 0), &[]);
            assert_eq!(
                (told.status, told.change, told.trend),
                (Status::NoOrder, None, None)
            );
        }
        let team = late(&turning(12, 6), &[], Period::Month, None, FIVE);
        assert_eq!(
            (team.status, team.thirds.len(), team.n),
            (Status::Hidden, 0, 0)
        );
    }

    #[test]
    fn periods_are_rounds_where_there_are_no_waves() {
        let mut answers = turning(120, 60);
        answers.waves = None;
        let told = late(&answers, &[], Period::Year, None, OPEN);
        assert_eq!(told.basis, Basis::DayInPeriod);
        assert_eq!(told.trend.and_then(|t| t.of_all_invited), None);
    }
}

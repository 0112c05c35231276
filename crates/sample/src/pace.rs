//! How many answers come in: by month, and by wave where a survey is asked in rounds.

use analysis::NOBODY;
use serde::Serialize;

use crate::answers::Answers;

/// Days of a month on average.
const MONTH: f64 = 365.25 / 12.0;
/// The pace is that of the last year of answers.
const DAYS_MAX: i32 = 365;
/// Over fewer days a pace is a guess.
const DAYS_MIN: i32 = 14;

/// How many answers come in.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Pace {
    /// Answers that were counted: those of the last year.
    pub n: u64,
    /// Over so many days.
    pub days: i32,
    /// Answers a month.
    pub per_month: f64,
    /// Answers a wave; none without two waves.
    pub per_wave: Option<f64>,
    /// Months between two waves.
    pub months_between: Option<f64>,
}

impl Pace {
    /// So many answers a month.
    pub fn monthly(per_month: f64) -> Self {
        Self {
            n: (per_month * 12.0).round() as u64,
            days: DAYS_MAX,
            per_month,
            per_wave: None,
            months_between: None,
        }
    }

    /// The pace of `factor` times as many, when these are a sample; none when that is no number.
    pub fn times(self, factor: f64) -> Option<Self> {
        factor.is_finite().then(|| Self {
            n: (self.n as f64 * factor).round() as u64,
            per_month: self.per_month * factor,
            per_wave: self.per_wave.map(|n| n * factor),
            ..self
        })
    }
}

/// The pace of some answers; none when there are none or they are of a few days.
pub fn pace(answers: &Answers) -> Option<Pace> {
    if let Some(pace) = of_waves(answers) {
        return Some(pace);
    }
    let last = *answers.days.iter().max()?;
    let from = last - DAYS_MAX + 1;
    let first = *answers.days.iter().filter(|day| **day >= from).min()?;
    let days = last - first + 1;
    let n = answers.days.iter().filter(|day| **day >= from).count() as u64;
    (days >= DAYS_MIN).then(|| Pace {
        n,
        days,
        per_month: n as f64 * MONTH / f64::from(days),
        per_wave: None,
        months_between: None,
    })
}

/// Waves come at once: their pace is answers by wave, and the months from one to the next.
fn of_waves(answers: &Answers) -> Option<Pace> {
    let mut waves: Vec<(i32, u64)> = Vec::new();
    for (wave, day) in answers.waves.as_ref()?.iter().zip(&answers.days) {
        if *wave == NOBODY {
            continue;
        }
        let place = *wave as usize;
        if waves.len() <= place {
            waves.resize(place + 1, (i32::MAX, 0));
        }
        let (first, n) = waves[place];
        waves[place] = (first.min(*day), n + 1);
    }
    waves.retain(|(_, n)| *n > 0);
    let starts = || waves.iter().map(|(first, _)| *first);
    let (first, last) = (starts().min()?, starts().max()?);
    let gaps = waves.len() as f64 - 1.0;
    if waves.len() < 2 || last == first {
        return None;
    }
    let n: u64 = waves.iter().map(|(_, n)| n).sum();
    let per_wave = n as f64 / waves.len() as f64;
    let months = f64::from(last - first) / MONTH / gaps;
    Some(Pace {
        n,
        days: last - first,
        per_month: per_wave / months,
        per_wave: Some(per_wave),
        months_between: Some(months),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::examples::scored;

    fn on(days: Vec<i32>) -> Answers {
        Answers {
            days,
            ..scored(&[])
        }
    }

    #[test]
    fn the_last_year_says_how_many_come_in() {
        // Ten a day for 73 days: 730 in 73 days.
        let days = (0..730).map(|i| 20_000 + i / 10).collect();
        let told = pace(&on(days)).expect("a pace");
        assert_eq!((told.n, told.days), (730, 73));
        assert!((told.per_month - 10.0 * MONTH).abs() < 1e-9);
        // What came two years ago does not count.
        let mut long: Vec<i32> = (0..730).map(|i| 20_000 + i / 2).collect();
        long.push(19_000);
        let told = pace(&on(long)).expect("a pace");
        assert_eq!((told.n, told.days), (730, 365));
    }

    #[test]
    fn waves_come_at_once() {
        let answers = Answers {
            waves: Some([vec![0; 100], vec![1; 140], vec![NOBODY; 3]].concat()),
            ..on([vec![20_000; 100], vec![20_183; 140], vec![1; 3]].concat())
        };
        let told = pace(&answers).expect("a pace");
        assert_eq!(told.per_wave, Some(120.0));
        assert!((told.months_between.expect("two waves") - 183.0 / MONTH).abs() < 1e-9);
        assert!((told.per_month - 120.0 * MONTH / 183.0).abs() < 1e-9);
    }

    #[test]
    fn a_few_days_are_no_pace() {
        assert_eq!(pace(&on(vec![])), None);
        assert_eq!(pace(&on(vec![20_000; 500])), None);
        assert_eq!(pace(&on(vec![20_000, 20_005])), None);
    }
}

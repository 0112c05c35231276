//! A small closed customer base: when 48 of all 60 customers answered, only twelve are left to be
//! unsure about.

use figures::Figure;
use serde::Serialize;
use stats::finite::Correction;

/// What the number of customers does to the interval.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Population {
    /// Customers there are.
    pub size: u64,
    /// Those who answered.
    pub n: u64,
    /// What may be said.
    pub status: Status,
    /// `n / size`.
    pub coverage: Option<f64>,
    /// `√((N − n)/(N − 1))`: the factor on the standard error.
    pub factor: Option<f64>,
    /// The figure with the interval that is left.
    pub figure: Option<Figure>,
}

/// What may be said of a closed customer base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The corrected interval.
    Shown,
    /// Everybody answered: nothing is left to be unsure about.
    Everybody,
    /// More answers than customers: the number is wrong, or customers answered twice.
    MoreAnswersThanCustomers,
    /// The number is of all customers and the filter takes some.
    Filtered,
    /// Customers may have answered once in each of several waves.
    SeveralWaves,
    /// Nobody answered.
    Nobody,
}

/// What is known about the answers beside the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Only some kinds of customers pass the filter.
    pub filtered: bool,
    /// Waves among the answers.
    pub waves: usize,
}

/// The figure of answers of a base of `size` customers.
pub fn population(size: u64, figure: &Figure, scope: Scope) -> Population {
    let mut told = Population {
        size,
        n: figure.n,
        status: Status::Shown,
        coverage: None,
        factor: None,
        figure: None,
    };
    let correction = Correction::new(figure.n, size);
    told.status = match &correction {
        _ if figure.n == 0 => Status::Nobody,
        _ if scope.filtered => Status::Filtered,
        _ if scope.waves > 1 => Status::SeveralWaves,
        Err(_) => Status::MoreAnswersThanCustomers,
        Ok(_) if figure.n == size => Status::Everybody,
        Ok(_) => Status::Shown,
    };
    if let (Status::Shown | Status::Everybody, Ok(correction)) = (told.status, correction) {
        told.coverage = Some(figure.n as f64 / size as f64);
        told.factor = Some(correction.factor());
        told.figure = Some(Figure {
            se: figure.se.map(|se| correction.se(se)),
            ci95: figure
                .value
                .zip(figure.ci95)
                .map(|(value, ci95)| correction.interval(value, ci95)),
            ..*figure
        });
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::examples::scored;
    use figures::Metric;

    const ALL: Scope = Scope {
        filtered: false,
        waves: 1,
    };

    fn of(promoters: usize, passives: usize, detractors: usize) -> Figure {
        let codes = [vec![9; promoters], vec![7; passives], vec![3; detractors]].concat();
        figures::metric(Metric::Nps, &scored(&codes).plain_counts())
    }

    #[test]
    fn the_fewer_are_left_the_less_is_uncertain() {
        // 48 of 60: √(12/59) = 0.45099.
        let figure = of(24, 14, 10);
        let told = population(60, &figure, ALL);
        assert_eq!((told.status, told.n, told.size), (Status::Shown, 48, 60));
        assert!((told.factor.expect("a factor") - (12.0_f64 / 59.0).sqrt()).abs() < 1e-12);
        let corrected = told.figure.expect("a figure");
        assert_eq!(corrected.value, figure.value);
        let [low, high] = corrected.ci95.expect("an interval");
        let [was_low, was_high] = figure.ci95.expect("an interval");
        let factor = (12.0_f64 / 59.0).sqrt();
        assert!(((high - low) - (was_high - was_low) * factor).abs() < 1e-9);
        let all = population(48, &figure, ALL);
        assert_eq!(all.status, Status::Everybody);
        let value = figure.value.expect("a value");
        assert_eq!(all.figure.and_then(|f| f.ci95), Some([value, value]));
    }

    #[test]
    fn a_number_that_cannot_be_is_an_error_and_not_a_figure() {
        let figure = of(24, 14, 10);
        for (size, scope, status) in [
            (47, ALL, Status::MoreAnswersThanCustomers),
            (
                60,
                Scope {
                    filtered: true,
                    ..ALL
                },
                Status::Filtered,
            ),
            (60, Scope { waves: 2, ..ALL }, Status::SeveralWaves),
        ] {
            let told = population(size, &figure, scope);
            assert_eq!(
                (told.status, told.figure, told.factor),
                (status, None, None)
            );
        }
        assert_eq!(population(60, &of(0, 0, 0), ALL).status, Status::Nobody);
        assert_eq!(population(1, &of(1, 0, 0), ALL).status, Status::Everybody);
    }
}

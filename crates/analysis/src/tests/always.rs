//! What must hold for any people.

use super::*;
use crate::{Driver, analyse};
use proptest::prelude::*;

/// Up to `most` people with three statements; a tenth of the answers are missing in some way.
fn anyone(most: usize) -> impl Strategy<Value = People> {
    let answer = || prop_oneof![9 => 1_u8..=5, 1 => 11_u8..=14];
    let person = (0_u8..=11, answer(), answer(), answer());
    prop::collection::vec(person, 0..most).prop_map(|rows| {
        let column = |of: fn(&(u8, u8, u8, u8)) -> u8| -> Vec<u8> { rows.iter().map(of).collect() };
        // Some link, so that there is something to find.
        let outcome: Vec<u8> = rows
            .iter()
            .map(|row| match row.0 {
                11 => 11,
                score if row.1 <= 5 => (score + row.1).min(10),
                score => score,
            })
            .collect();
        people(
            &outcome,
            vec![
                statement("a", &column(|row| row.1)),
                statement("b", &column(|row| row.2)),
                statement("c", &column(|row| row.3)),
            ],
        )
    })
}

fn named<'a>(analysis: &'a DriverAnalysis, name: &str) -> &'a Driver {
    let mut drivers = analysis.drivers.iter();
    drivers.find(|driver| driver.name == name).unwrap()
}

/// Everybody, by the order given.
fn reordered(people: &People, order: &[usize]) -> People {
    let pick = |column: &[u8]| order.iter().map(|&at| column[at]).collect();
    People {
        outcome: pick(&people.outcome),
        statements: people
            .statements
            .iter()
            .map(|own| Statement {
                name: own.name.clone(),
                answers: pick(&own.answers),
            })
            .collect(),
        of: order.len() as u64,
        ..People::default()
    }
}

fn near(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-5 * a.abs().max(1.0),
        (None, None) => true,
        _ => false,
    }
}

/// The figures of a driver that resampling doesn't touch.
fn figures(driver: &Driver) -> Vec<Option<f64>> {
    vec![
        driver.mean,
        driver.kss.value,
        driver.association.pearson,
        driver.association.spearman,
        driver.association.gamma,
        driver.lmg,
        driver.johnson,
        driver.vif,
        driver.what_if.map(|what_if| what_if.gain),
        driver.proportional_odds_p,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn numbers_or_reasons(people in anyone(120), replicates in prop_oneof![Just(0_u32), Just(20)]) {
        assert_sound(&analyse(&people, &Options { replicates, ..Options::default() }));
    }

    #[test]
    fn order_of_people_says_nothing(people in anyone(120), by in 1_usize..7) {
        let n = people.len();
        let order: Vec<usize> = (0..n).map(|at| n - 1 - (at + by) % n).collect();
        let (a, b) = (analyse(&people, &quick()), analyse(&reordered(&people, &order), &quick()));
        for driver in &a.drivers {
            for (x, y) in figures(driver).into_iter().zip(figures(named(&b, &driver.name))) {
                prop_assert!(near(x, y), "{x:?} {y:?}");
            }
        }
    }

    #[test]
    fn everybody_twice_says_the_same_more_surely(people in anyone(120)) {
        let once = analyse(&people, &quick());
        // Twice as many people may let a driver in that had too few before.
        prop_assume!(once.drivers.iter().all(|driver| driver.what_if.is_some()));
        let order: Vec<usize> = (0..2 * people.len()).map(|at| at % people.len()).collect();
        let twice = analyse(&reordered(&people, &order), &quick());
        prop_assume!(once.model.what_if == twice.model.what_if);
        for driver in &once.drivers {
            let other = named(&twice, &driver.name);
            prop_assert!(near(driver.lmg, other.lmg));
            prop_assert!(near(driver.association.pearson, other.association.pearson));
            if let (Some(a), Some(b)) = (driver.what_if, other.what_if) {
                prop_assert!(near(Some(a.gain), Some(b.gain)));
                prop_assert!(near(Some(a.se_model), Some(b.se_model * 2_f64.sqrt())));
            }
            if let (Some(a), Some(b)) = (driver.kss.se, other.kss.se) {
                prop_assert!(near(Some(a), Some(b * 2_f64.sqrt())));
            }
        }
    }

    #[test]
    fn a_reversed_driver_flips_its_link_and_keeps_its_importance(people in anyone(150)) {
        let mut turned = people.clone();
        for answer in &mut turned.statements[0].answers {
            if code::is_answer(*answer) {
                *answer = 6 - *answer;
            }
        }
        let (a, b) = (analyse(&people, &quick()), analyse(&turned, &quick()));
        let flipped = |x: Option<f64>| x.map(|x| -x);
        let (first, other) = (named(&a, "a"), named(&b, "a"));
        prop_assert!(near(first.association.pearson, flipped(other.association.pearson)));
        prop_assert!(near(first.association.kendall_tau_b, flipped(other.association.kendall_tau_b)));
        for driver in &a.drivers {
            prop_assert!(near(driver.lmg, named(&b, &driver.name).lmg));
            prop_assert!(near(driver.johnson, named(&b, &driver.name).johnson));
        }
    }
}

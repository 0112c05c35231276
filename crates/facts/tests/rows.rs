//! Rows by number: the same as asking row by row, and samples are fair.

mod random;

use facts::{
    Fact, Facts, Filter, NO_VALUE, State, gather, gather_columns, gather_days, gather_dimension,
    gather_weights, sample, select,
};
use proptest::prelude::*;
use random::{Random, query, shapes};

/// What the filter's documentation says.
fn passes(facts: &Facts, filter: &Filter, row: usize) -> bool {
    let (state, day) = (facts.state(row), facts.day(row));
    let value = |dimension| facts.attribute(row, dimension).unwrap_or("").to_owned();
    state != State::Absent
        && !(filter.complete_only && state == State::Partial)
        && filter.from_day.is_none_or(|from| day >= from)
        && filter.to_day.is_none_or(|to| day <= to)
        && filter
            .allowed
            .iter()
            .all(|(dimension, values)| values.contains(&value(*dimension)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn gathering_is_asking_row_by_row(shape in shapes()) {
        let built = shape.build();
        let facts = &built.facts;
        let mut random = Random(!shape.seed);
        let filter = query(&shape, &built, &mut random).filter;
        for filter in [Filter::default(), filter] {
            let all = 0..facts.len();
            let rows = select(facts, &filter);
            let plain: Vec<u32> = all
                .filter(|&row| passes(facts, &filter, row))
                .map(|row| row as u32)
                .collect();
            prop_assert_eq!(&rows, &plain, "{:?}", filter);
            let answers: Vec<Vec<u8>> = built
                .columns
                .iter()
                .map(|&column| rows.iter().map(|&row| facts.answer(row as usize, column)).collect())
                .collect();
            prop_assert_eq!(&gather_columns(facts, &rows, &built.columns), &answers);
            prop_assert_eq!(&gather(facts, &rows, built.columns[0]), &answers[0]);
            let days: Vec<i32> = rows.iter().map(|&row| facts.day(row as usize)).collect();
            prop_assert_eq!(gather_days(facts, &rows), days);
            let weights: Vec<f64> = rows.iter().map(|&row| facts.weight(row as usize)).collect();
            prop_assert_eq!(gather_weights(facts, &rows), facts.is_weighted().then_some(weights));
            for &dimension in &built.dimensions {
                let (codes, levels) = gather_dimension(facts, &rows, dimension);
                prop_assert!(levels.is_sorted_by(|a, b| a < b));
                prop_assert!((0..levels.len() as u32).all(|level| codes.contains(&level)));
                for (&row, &code) in rows.iter().zip(&codes) {
                    let value = facts.attribute(row as usize, dimension);
                    let named = (code != NO_VALUE).then(|| levels[code as usize].as_str());
                    prop_assert_eq!(named, value);
                }
            }
        }
    }

    #[test]
    fn a_sample_is_some_of_the_rows_in_their_order(seed: u64, n in 0..500_u32, max in 0..600_usize) {
        let rows: Vec<u32> = (0..n).map(|row| row * 3).collect();
        let chosen = sample(&rows, max, seed);
        prop_assert_eq!(chosen.len(), rows.len().min(max));
        prop_assert!(chosen.is_sorted_by(|a, b| a < b));
        prop_assert!(chosen.iter().all(|row| row % 3 == 0 && row / 3 < n));
        prop_assert_eq!(&chosen, &sample(&rows, max, seed));
    }
}

/// Every pair of rows is as likely as any other: chi-squared over the 45 pairs out of 10.
#[test]
fn samples_are_fair() {
    let rows: Vec<u32> = (0..10).collect();
    let mut counts = [[0_u32; 10]; 10];
    let draws = 45_000;
    for seed in 0..draws {
        if let [first, second] = sample(&rows, 2, seed)[..] {
            counts[first as usize][second as usize] += 1;
        }
    }
    let pairs = (0..10).flat_map(|first| (first + 1..10).map(move |second| (first, second)));
    let expected = draws as f64 / 45.0;
    let squared = |(first, second): (usize, usize)| {
        (f64::from(counts[first][second]) - expected).powi(2) / expected
    };
    // 44 degrees of freedom: below 78.7 in 999 of 1,000 cases.
    assert!(pairs.map(squared).sum::<f64>() < 78.7);
}

/// Several segments, in any order and more than once.
#[test]
fn rows_come_in_the_order_they_are_asked_for() {
    let mut facts = Facts::new();
    let recommend = facts.column("recommend");
    for row in 0..150_000 {
        let answers = [(recommend, (row % 11) as u8)];
        let fact = Fact {
            day: 20_000,
            state: State::Complete,
            answers: &answers,
            attributes: &[],
            weight: None,
        };
        facts.put(row, &fact);
    }
    let mut random = Random(3);
    let rows: Vec<u32> = (0..70_000).map(|_| random.below(150_000) as u32).collect();
    let code = |&row: &u32| (row % 11) as u8;
    let expected: Vec<u8> = rows.iter().map(code).collect();
    assert!(gather(&facts, &rows, recommend) == expected);
    let all = select(&facts, &Filter::default());
    let expected: Vec<u8> = all.iter().map(code).collect();
    assert!(all.len() == 150_000 && gather(&facts, &all, recommend) == expected);
    assert!(gather_weights(&facts, &rows).is_none());
}

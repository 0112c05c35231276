//! The fast evaluator agrees with the plain one to the last count, on random responses and queries.

mod random;

use facts::{
    Fact, Facts, Filter, Group, Grouping, Period, Query, State, Tables, evaluate, evaluate_by_row,
    evaluate_weighted, evaluate_with_threads,
};
use proptest::prelude::*;
use random::{Random, Shape, query, shapes};

fn total(groups: &[Group], drivers: usize) -> Tables {
    groups
        .iter()
        .fold(Tables::empty(drivers), |mut sum, group| {
            sum.add(&group.tables);
            sum
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn fast_and_plain_agree(shape in shapes()) {
        let built = shape.build();
        let mut random = Random(!shape.seed);
        for _ in 0..6 {
            let query = query(&shape, &built, &mut random);
            let plain = evaluate_by_row(&built.facts, &query);
            prop_assert_eq!(&evaluate(&built.facts, &query), &plain, "{:?}", query);
            let whole = Query { group: vec![], ..query.clone() };
            let drivers = query.drivers.len();
            let whole = total(&evaluate(&built.facts, &whole), drivers);
            prop_assert_eq!(total(&plain, drivers), whole, "groups add up to the whole");
        }
    }

    #[test]
    fn weighted_counts_are_the_plain_counts(shape in shapes()) {
        let built = shape.build();
        let query = query(&shape, &built, &mut Random(!shape.seed));
        let plain = evaluate(&built.facts, &query);
        let weighted = evaluate_weighted(&built.facts, &query);
        prop_assert_eq!(plain.len(), weighted.len());
        for (plain, weighted) in plain.iter().zip(&weighted) {
            prop_assert_eq!(&plain.key, &weighted.key);
            prop_assert_eq!(plain.tables.responses, weighted.tables.responses.n);
            prop_assert_eq!(plain.tables.complete, weighted.tables.complete.n);
            prop_assert_eq!(plain.tables.outcome, weighted.tables.outcome.map(|cell| cell.n));
            for (plain, weighted) in plain.tables.drivers.iter().zip(&weighted.tables.drivers) {
                prop_assert_eq!(plain.cells, weighted.cells.map(|row| row.map(|cell| cell.n)));
            }
        }
    }
}

/// Several segments, several threads, more values than two bytes hold, tables that fill up.
#[test]
fn large_and_many_valued_facts_agree() {
    let shape = Shape {
        seed: 7,
        rows: 140_000,
        statements: 5,
        levels: 5,
        missing: 0b0001,
        values: vec![3, 70_000, 700],
        first_day: 19_000,
        days: 900,
        partial: 0,
        absent: 0,
        overwritten: 1,
    };
    let built = shape.build();
    let all = Query {
        outcome: Some(built.columns[0]),
        drivers: built.columns[1..6].to_vec(),
        ..Query::default()
    };
    let by = |index: usize| Grouping::Dimension(built.dimensions[index]);
    let month = Grouping::Period(Period::Month);
    for group in [
        vec![],
        vec![by(0), month],
        vec![by(1)],
        vec![by(2)],
        vec![by(2), month, by(0)],
    ] {
        let allowed = vec![(built.dimensions[0], vec!["1".into(), "3".into()])];
        let filter = Filter {
            allowed,
            ..Filter::default()
        };
        for filter in [filter, Filter::default()] {
            let drivers = if group.len() == 3 {
                vec![]
            } else {
                all.drivers.clone()
            };
            let query = Query {
                filter,
                group: group.clone(),
                drivers,
                ..all.clone()
            };
            let plain = evaluate_by_row(&built.facts, &query);
            for threads in [1, 2] {
                let fast = evaluate_with_threads(&built.facts, &query, threads);
                assert!(fast == plain, "{group:?} with {threads} threads");
            }
        }
    }
}

/// Identical answers fill one cell of a 16-bit table again and again.
#[test]
fn one_cell_counts_beyond_sixteen_bits() {
    let mut facts = Facts::new();
    let recommend = facts.column("recommend");
    let answers = [(recommend, 9)];
    let day = 20_000;
    let fact = Fact {
        day,
        state: State::Complete,
        answers: &answers,
        attributes: &[],
        weight: None,
    };
    for row in 0..200_000 {
        facts.put(row, &fact);
    }
    let query = Query {
        outcome: Some(recommend),
        drivers: vec![recommend; 6],
        ..Query::default()
    };
    assert_eq!(evaluate(&facts, &query), evaluate_by_row(&facts, &query));
    assert_eq!(evaluate(&facts, &query)[0].tables.outcome[9], 200_000);
}

//! The fast evaluator agrees with the plain one to the last count: random responses, overwritten,
//! erased, with columns and values that came late; random filters, groups and outcomes.

use facts::{
    ColumnId, DimensionId, Fact, Facts, Filter, Group, Grouping, Period, Query, State, Tables,
    evaluate, evaluate_by_row, evaluate_weighted, evaluate_with_threads,
};
use proptest::prelude::*;

/// SplitMix64 (Steele, Lea, Flood 2014): rows come from a seed, so that a failing case is small.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// What random responses look like.
#[derive(Clone, Debug)]
struct Shape {
    seed: u64,
    rows: usize,
    statements: usize,
    levels: u8,
    /// Which kinds of missing occur, as bits.
    missing: u8,
    /// Values of each dimension.
    values: Vec<usize>,
    first_day: i32,
    days: usize,
    partial: usize,
    absent: usize,
    overwritten: usize,
}

struct Built {
    facts: Facts,
    columns: Vec<ColumnId>,
    dimensions: Vec<DimensionId>,
}

impl Shape {
    fn build(&self) -> Built {
        let mut random = Random(self.seed);
        let mut facts = Facts::new();
        let mut built = Built {
            columns: vec![facts.column("recommend")],
            dimensions: vec![],
            facts,
        };
        for (index, _) in self.values.iter().enumerate() {
            built
                .dimensions
                .push(built.facts.dimension(&format!("dimension {index}")));
        }
        for row in 0..self.rows {
            if row == self.rows / 2 || self.rows == 1 {
                for statement in 0..self.statements {
                    built
                        .columns
                        .push(built.facts.column(&format!("late {statement}")));
                }
            } else if row == 0 {
                for statement in 0..self.statements {
                    built
                        .columns
                        .push(built.facts.column(&format!("statement {statement}")));
                }
            }
            self.put(&mut built, row, &mut random);
        }
        for _ in 0..self.rows * self.overwritten / 100 {
            let row = random.below(self.rows);
            self.put(&mut built, row, &mut random);
        }
        built
    }

    fn put(&self, built: &mut Built, row: usize, random: &mut Random) {
        let mut answers = Vec::new();
        for (index, &column) in built.columns.iter().enumerate() {
            let missing = 11 + random.below(4) as u8;
            let kept = self.missing & (1 << (missing - 11)) != 0;
            answers.push(match index {
                _ if kept && random.percent(30) => (column, missing),
                0 => (column, random.below(11) as u8),
                _ => (column, 1 + random.below(self.levels.into()) as u8),
            });
        }
        let values: Vec<String> = self
            .values
            .iter()
            .map(|&values| random.below(values + 1).to_string())
            .collect();
        let attributes: Vec<_> = built
            .dimensions
            .iter()
            .zip(&values)
            .map(|(&dimension, value)| (dimension, if value == "0" { "" } else { value.as_str() }))
            .collect();
        let state = match random.below(100) {
            roll if roll < self.absent => State::Absent,
            roll if roll < self.absent + self.partial => State::Partial,
            _ => State::Complete,
        };
        let day = self.first_day + random.below(self.days) as i32;
        let weight = random.percent(50).then(|| random.below(8) as f64 / 4.0);
        let fact = Fact {
            day,
            state,
            answers: &answers,
            attributes: &attributes,
            weight,
        };
        built.facts.put(row, &fact);
    }
}

fn shapes() -> impl Strategy<Value = Shape> {
    let size = (1..12_000_usize, 0..7_usize, 1..11_u8, 0..16_u8);
    let values = prop::collection::vec(prop_oneof![1..6_usize, 200..400_usize], 1..4);
    let days = (
        prop_oneof![Just(-800), Just(19_000), Just(65_000), Just(3_000_000)],
        1..2_000_usize,
    );
    let states = (0..30_usize, 0..30_usize, 0..20_usize);
    (any::<u64>(), size, values, days, states).prop_map(|(seed, size, values, days, states)| {
        Shape {
            seed,
            rows: size.0,
            statements: size.1,
            levels: size.2,
            missing: size.3,
            values,
            first_day: days.0,
            days: days.1,
            partial: states.0,
            absent: states.1,
            overwritten: states.2,
        }
    })
}

/// A random query: some drivers more than once, values nobody has, empty ranges of days.
fn query(shape: &Shape, built: &Built, random: &mut Random) -> Query {
    let mut filter = Filter {
        complete_only: random.percent(30),
        ..Filter::default()
    };
    if random.percent(40) {
        filter.from_day = Some(shape.first_day + random.below(shape.days) as i32);
    }
    if random.percent(40) {
        filter.to_day = Some(shape.first_day + random.below(shape.days) as i32);
    }
    for (index, &dimension) in built.dimensions.iter().enumerate() {
        if random.percent(40) {
            let all = shape.values[index];
            let wanted = random.below(all.min(40) + 3);
            let value = |random: &mut Random| match random.below(all + 2) {
                0 => String::new(),
                value => value.to_string(),
            };
            filter
                .allowed
                .push((dimension, (0..wanted).map(|_| value(random)).collect()));
        }
    }
    let periods = [Period::Week, Period::Month, Period::Quarter, Period::Year];
    let grouping = |random: &mut Random| match random.below(2) {
        0 => Grouping::Period(periods[random.below(4)]),
        _ => Grouping::Dimension(built.dimensions[random.below(built.dimensions.len())]),
    };
    let group = (0..random.below(4)).map(|_| grouping(random)).collect();
    let column = |random: &mut Random| built.columns[random.below(built.columns.len())];
    let outcome = (!random.percent(10)).then(|| column(random));
    let drivers = (0..random.below(9)).map(|_| column(random)).collect();
    Query {
        filter,
        group,
        outcome,
        drivers,
    }
}

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

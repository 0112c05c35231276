//! Random responses, overwritten, erased, with columns and values that came late; random queries.

use facts::{ColumnId, DimensionId, Fact, Facts, Filter, Grouping, Period, Query, State};
use proptest::prelude::*;

/// SplitMix64 (Steele, Lea, Flood 2014): rows come from a seed, so that a failing case is small.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub(crate) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// What random responses look like.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    pub(crate) seed: u64,
    pub(crate) rows: usize,
    pub(crate) statements: usize,
    pub(crate) levels: u8,
    /// Which kinds of missing occur, as bits.
    pub(crate) missing: u8,
    /// Values of each dimension.
    pub(crate) values: Vec<usize>,
    pub(crate) first_day: i32,
    pub(crate) days: usize,
    pub(crate) partial: usize,
    pub(crate) absent: usize,
    pub(crate) overwritten: usize,
}

pub(crate) struct Built {
    pub(crate) facts: Facts,
    pub(crate) columns: Vec<ColumnId>,
    pub(crate) dimensions: Vec<DimensionId>,
}

impl Shape {
    pub(crate) fn build(&self) -> Built {
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

pub(crate) fn shapes() -> impl Strategy<Value = Shape> {
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
pub(crate) fn query(shape: &Shape, built: &Built, random: &mut Random) -> Query {
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

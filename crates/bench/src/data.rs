//! Random answers as a large survey has them: a score 0–10 with 5 % missing, 20 statements 1–5 with
//! 9 % missing that go with the score, 10 dimensions, a year of days in no order. The filter keeps
//! one third.

use facts::{
    ColumnId, DimensionId, Fact, Facts, Filter, Group, Grouping, Period, Query, State, code,
};

/// Number of statements.
pub(crate) const STATEMENTS: usize = 20;
/// Values of every dimension; the first is industry, the second the filtered one.
pub(crate) const DIMENSIONS: [usize; 10] = [20, 3, 5, 8, 12, 50, 100, 200, 2, 40];
/// 2025-01-01, in days since 1970-01-01.
pub(crate) const FIRST_DAY: i32 = 20_089;

/// The answers, the queries, and what others need of them.
pub(crate) struct Data {
    pub(crate) facts: Facts,
    pub(crate) trend: Query,
    pub(crate) drivers: Query,
    pub(crate) score: ColumnId,
    pub(crate) statements: Vec<ColumnId>,
    /// What the filter keeps.
    pub(crate) filtered: (DimensionId, &'static str),
    /// Responses that the filter keeps.
    pub(crate) selected: u64,
}

const KEPT: &str = "1";

impl Data {
    pub(crate) fn new(rows: usize) -> Self {
        let mut facts = Facts::new();
        let score = facts.column("recommend");
        let statements: Vec<ColumnId> = (0..STATEMENTS)
            .map(|index| facts.column(&format!("statement {index}")))
            .collect();
        let dimensions: Vec<DimensionId> = (0..DIMENSIONS.len())
            .map(|index| facts.dimension(&format!("d{index}")))
            .collect();
        let selected = fill(&mut facts, rows, score, &statements, &dimensions);
        let filter = Filter {
            allowed: vec![(dimensions[1], vec![KEPT.to_owned()])],
            ..Filter::default()
        };
        let trend = Query {
            filter: filter.clone(),
            group: vec![
                Grouping::Period(Period::Month),
                Grouping::Dimension(dimensions[0]),
            ],
            outcome: Some(score),
            drivers: Vec::new(),
        };
        let drivers = Query {
            filter,
            group: Vec::new(),
            outcome: Some(score),
            drivers: statements.clone(),
        };
        let filtered = (dimensions[1], KEPT);
        Self {
            facts,
            trend,
            drivers,
            score,
            statements,
            filtered,
            selected,
        }
    }

    /// What other engines get, as files of bytes: codes, numbers of dimensions' values, days.
    pub(crate) fn columns(&self) -> Vec<(String, Vec<u8>)> {
        let facts = &self.facts;
        let rows = 0..facts.len();
        let answers = |column| rows.clone().map(|row| facts.answer(row, column)).collect();
        let mut columns = vec![("score.u8".to_owned(), answers(self.score))];
        for (index, &statement) in self.statements.iter().enumerate() {
            columns.push((format!("s{index}.u8"), answers(statement)));
        }
        for (dimension, name) in facts.dimensions() {
            let value = |row| {
                facts
                    .attribute(row, dimension)
                    .and_then(|value| value.parse().ok())
            };
            let values = rows.clone().map(|row| value(row).unwrap_or(0)).collect();
            columns.push((format!("{name}.u8"), values));
        }
        let day = |row| (facts.day(row) as u16).to_le_bytes();
        columns.push(("day.u16".to_owned(), rows.clone().flat_map(day).collect()));
        columns
    }
}

/// Puts random answers; gives the number of those that the filter keeps.
fn fill(
    facts: &mut Facts,
    rows: usize,
    score: ColumnId,
    statements: &[ColumnId],
    dimensions: &[DimensionId],
) -> u64 {
    let names: Vec<String> = (0..1000).map(|value| value.to_string()).collect();
    let mut random = Random(1);
    let mut selected = 0;
    for row in 0..rows {
        let mut answers = [(score, 0); 1 + STATEMENTS];
        let mood = random.below(11);
        answers[0].1 = if random.below(100) < 5 {
            code::BLANK
        } else {
            score_of(mood)
        };
        for (answer, &statement) in answers[1..].iter_mut().zip(statements) {
            let level = (mood + random.below(11)) * 5 / 21;
            let missing = random.below(100) < 9;
            *answer = (
                statement,
                if missing {
                    code::BLANK
                } else {
                    1 + level as u8
                },
            );
        }
        let mut attributes = [(dimensions[0], ""); DIMENSIONS.len()];
        for (index, attribute) in attributes.iter_mut().enumerate() {
            *attribute = (dimensions[index], &names[random.below(DIMENSIONS[index])]);
        }
        selected += u64::from(attributes[1].1 == KEPT);
        let day = FIRST_DAY + random.below(365) as i32;
        let state = State::Complete;
        let fact = Fact {
            day,
            state,
            answers: &answers,
            attributes: &attributes,
            weight: None,
        };
        facts.put(row, &fact);
    }
    selected
}

fn month(start_day: i32) -> u8 {
    // Months are at least 28 and at most 31 days long, so this numbers a year's starts 0–11.
    ((start_day - FIRST_DAY + 15) / 30) as u8
}

/// More high scores than low ones.
fn score_of(mood: usize) -> u8 {
    [2, 4, 6, 7, 7, 8, 8, 9, 9, 10, 10][mood]
}

/// Cells, counts, and counts weighted by place: what all engines must agree on.
pub(crate) type Checksum = [u64; 3];

pub(crate) fn checksum_trend(groups: &[Group]) -> Checksum {
    let mut sum = [0; 3];
    for group in groups {
        let [
            facts::Key::Period { start_day, .. },
            facts::Key::Value(Some(industry)),
        ] = &group.key[..]
        else {
            continue;
        };
        let industry: u64 = industry.parse().unwrap_or(0);
        for (score, &count) in (0..).zip(&group.tables.outcome) {
            let place = (u64::from(month(*start_day)) * 100 + industry) * 16 + score;
            add(&mut sum, place, count);
        }
    }
    sum
}

pub(crate) fn checksum_drivers(groups: &[Group]) -> Checksum {
    let mut sum = [0; 3];
    for (driver, table) in (0..).zip(&groups[0].tables.drivers) {
        for (answer, scores) in (0..).zip(&table.cells) {
            for (score, &count) in (0..).zip(scores) {
                add(&mut sum, (driver * 16 + answer) * 16 + score, count);
            }
        }
    }
    sum
}

fn add(sum: &mut Checksum, place: u64, count: u64) {
    sum[0] += u64::from(count > 0);
    sum[1] += count;
    sum[2] += count * place;
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }
}

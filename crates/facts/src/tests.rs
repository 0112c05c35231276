//! What the columns promise, and that all vector widths count the same; `tests/` holds the fast
//! evaluator to the plain one on random facts.

use crate::code::{BLANK, NOT_ASKED};
use crate::kernel::{self, Vectors, evaluate_with};
use crate::segment::SEGMENT_ROWS;
use crate::{
    Fact, Facts, Filter, Grouping, Key, MomentsQuery, Period, Query, State, WeightedCell, evaluate,
    evaluate_by_row, evaluate_weighted, moments_by_row,
};

fn complete<'a>(
    day: i32,
    answers: &'a [(crate::ColumnId, u8)],
    attributes: &'a [(crate::DimensionId, &'a str)],
) -> Fact<'a> {
    Fact {
        day,
        state: State::Complete,
        answers,
        attributes,
        weight: None,
    }
}

#[test]
fn periods_start_where_the_calendar_says() {
    // 2024-02-29 is day 19,782, a Thursday.
    for (period, day, start) in [
        (Period::Week, 19_782, 19_779),
        (Period::Month, 19_782, 19_754),
        (Period::Quarter, 19_782, 19_723),
        (Period::Year, 19_782, 19_723),
        (Period::Week, 0, -3),
        (Period::Week, -3, -3),
        (Period::Week, -4, -10),
        (Period::Month, -1, -31),
        (Period::Year, -1, -365),
    ] {
        assert_eq!(period.start_day(day), start, "{period:?} of {day}");
    }
    assert!(Period::Month.start_day(i32::MIN) < Period::Year.start_day(i32::MAX));
}

#[test]
fn an_answer_is_counted_once_and_seen_at_once() {
    let mut facts = Facts::new();
    let recommend = facts.column("recommend");
    let industry = facts.dimension("industry");
    let query = Query {
        group: vec![Grouping::Dimension(industry)],
        outcome: Some(recommend),
        drivers: vec![recommend],
        ..Query::default()
    };
    assert!(evaluate(&facts, &query).is_empty());
    facts.put(0, &complete(5, &[(recommend, 0)], &[(industry, "zinc")]));
    facts.put(3, &complete(5, &[(recommend, 10)], &[(industry, "")]));
    let groups = evaluate(&facts, &query);
    let keys: Vec<_> = groups.iter().map(|group| group.key.clone()).collect();
    assert_eq!(
        keys,
        [
            vec![Key::Value(Some("zinc".into()))],
            vec![Key::Value(None)]
        ]
    );
    assert_eq!(groups[0].tables.outcome[0], 1);
    assert_eq!(groups[0].tables.drivers[0].cells[0][0], 1);

    let late = facts.column("late");
    facts.put(
        0,
        &Fact {
            state: State::Absent,
            ..complete(5, &[], &[])
        },
    );
    facts.put(1, &complete(5, &[(late, BLANK)], &[]));
    let groups = evaluate(
        &facts,
        &Query {
            drivers: vec![late],
            ..query
        },
    );
    assert_eq!(groups.len(), 1);
    assert_eq!(
        (groups[0].tables.responses, groups[0].tables.complete),
        (2, 2)
    );
    assert_eq!(groups[0].tables.drivers[0].cells[usize::from(BLANK)][11], 1);
    assert_eq!(
        groups[0].tables.drivers[0].cells[usize::from(NOT_ASKED)][10],
        1
    );
    assert_eq!(groups[0].tables.outcome[usize::from(NOT_ASKED)], 1);
}

#[test]
fn all_vector_widths_count_the_same() {
    let mut facts = Facts::new();
    let columns: Vec<_> = (0..9)
        .map(|index| facts.column(&index.to_string()))
        .collect();
    let team = facts.dimension("team");
    for row in 0..10_000_usize {
        let mixed = row.wrapping_mul(0x9e37_79b9) >> 7;
        let code = |index: usize| ((mixed >> index) % 15) as u8;
        let answers: Vec<_> = columns
            .iter()
            .zip(0..)
            .map(|(&c, i)| (c, code(i)))
            .collect();
        let value = (mixed % 7).to_string();
        facts.put(
            row,
            &complete((mixed % 900) as i32, &answers, &[(team, &value)]),
        );
    }
    let allowed = vec![(team, vec!["1".into(), "4".into(), "5".into()])];
    let month = Grouping::Period(Period::Month);
    for group in [vec![], vec![month], vec![month, Grouping::Dimension(team)]] {
        let mut query = Query {
            group,
            outcome: Some(columns[0]),
            drivers: columns[1..].to_vec(),
            ..Query::default()
        };
        for allowed in [vec![], allowed.clone()] {
            query.filter.allowed = allowed;
            let plain = evaluate_by_row(&facts, &query);
            let moments = MomentsQuery {
                filter: query.filter.clone(),
                columns: columns.clone(),
                complete: true,
            };
            let plain_moments = moments_by_row(&facts, &moments);
            for vectors in Vectors::available() {
                assert!(
                    evaluate_with(&facts, &query, 1, vectors) == plain,
                    "{vectors:?}"
                );
                assert!(
                    kernel::moments(&facts, &moments, 2, vectors) == plain_moments,
                    "{vectors:?}"
                );
            }
        }
    }
}

#[test]
fn what_came_late_is_missing_in_the_segments_before() {
    let mut facts = Facts::new();
    let recommend = facts.column("recommend");
    for row in 0..SEGMENT_ROWS {
        facts.put(row, &complete(20_000, &[(recommend, 3)], &[]));
    }
    let (late, team) = (facts.column("late"), facts.dimension("team"));
    let answers = [(recommend, 9), (late, 5)];
    facts.put(
        SEGMENT_ROWS,
        &complete(20_000, &answers, &[(team, "north")]),
    );
    let count = |team_is: &str| {
        let filter = Filter {
            allowed: vec![(team, vec![team_is.to_owned()])],
            ..Filter::default()
        };
        let query = Query {
            filter,
            outcome: Some(recommend),
            drivers: vec![late],
            ..Query::default()
        };
        let groups = evaluate(&facts, &query);
        assert_eq!(groups, evaluate_by_row(&facts, &query));
        groups.first().map(|group| group.tables.responses)
    };
    assert_eq!(count("north"), Some(1));
    assert_eq!(count(""), Some(SEGMENT_ROWS as u64));
    assert_eq!(count("south"), None);
}

#[test]
fn a_response_counts_with_its_last_weight() {
    let mut facts = Facts::new();
    let recommend = facts.column("recommend");
    let answers = [(recommend, 9)];
    let fact = complete(20_000, &answers, &[]);
    facts.put(
        0,
        &Fact {
            weight: Some(3.0),
            ..fact
        },
    );
    facts.put(
        1,
        &Fact {
            weight: Some(0.5),
            ..fact
        },
    );
    facts.put(0, &fact);
    facts.put(2, &fact);
    let query = Query {
        outcome: Some(recommend),
        ..Query::default()
    };
    let groups = evaluate_weighted(&facts, &query);
    assert_eq!(
        groups[0].tables.outcome[9],
        WeightedCell {
            n: 3,
            w: 2.5,
            w2: 2.25
        }
    );
    assert!(facts.is_weighted());
}

#[test]
fn columns_take_a_byte_per_question_and_dimension() {
    let mut facts = Facts::new();
    let columns: Vec<_> = (0..20)
        .map(|index| facts.column(&index.to_string()))
        .collect();
    let teams = facts.dimension("team");
    let wide = facts.dimension("account");
    let answers: Vec<_> = columns.iter().map(|&column| (column, 5)).collect();
    for row in 0..200_000 {
        let account = (row % 1_000).to_string();
        let attributes = [(teams, "north"), (wide, &*account)];
        facts.put(row, &complete(20_000, &answers, &attributes));
    }
    // State 1, day 2, answers 20, team 1, account 2; a little more for what has yet to fill up.
    let per_row = facts.bytes_used() as f64 / facts.len() as f64;
    assert!((26.0..28.5).contains(&per_row), "{per_row}");
}

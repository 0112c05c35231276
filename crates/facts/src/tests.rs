//! What the columns promise, row by row; the fast kernel is held to this in `tests/`.

use crate::code::{BLANK, NOT_ASKED};
use crate::{Fact, Facts, Grouping, Key, Period, Query, State, evaluate};

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

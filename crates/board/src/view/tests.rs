//! Periods by the calendar, what is refused, comparisons, and that a stored filter reads back.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn query(pairs: &[(&str, &str)]) -> QueryPairs {
    let own = pairs
        .iter()
        .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
    QueryPairs(own.collect())
}

fn day_of(year: i16, month: i8, day: i8) -> i32 {
    days_since_1970(date(year, month, day))
}

#[test]
fn relative_periods_follow_the_calendar() {
    let today = day_of(2026, 5, 17);
    for (name, from, to) in [
        ("last-7-days", (2026, 5, 11), (2026, 5, 17)),
        ("last-30-days", (2026, 4, 18), (2026, 5, 17)),
        ("last-12-months", (2025, 5, 1), (2026, 4, 30)),
        ("this-month", (2026, 5, 1), (2026, 5, 17)),
        ("last-month", (2026, 4, 1), (2026, 4, 30)),
        ("this-quarter", (2026, 4, 1), (2026, 5, 17)),
        ("last-quarter", (2026, 1, 1), (2026, 3, 31)),
        ("this-year", (2026, 1, 1), (2026, 5, 17)),
        ("last-year", (2025, 1, 1), (2025, 12, 31)),
    ] {
        let view = View::read(&query(&[("period", name)]), &[]).expect("known");
        let wanted = (
            Some(day_of(from.0, from.1, from.2)),
            Some(day_of(to.0, to.1, to.2)),
        );
        assert_eq!(view.days(today), wanted, "{name}");
    }
    let january = day_of(2026, 1, 1);
    let view = View {
        period: Some("last-quarter"),
        ..View::default()
    };
    assert_eq!(
        view.days(january),
        (Some(day_of(2025, 10, 1)), Some(day_of(2025, 12, 31)))
    );
}

#[test]
fn where_groups_hide_days_are_whole_months() {
    let today = day_of(2026, 5, 17);
    let days = |from: (i16, i8, i8), to: (i16, i8, i8)| {
        let of = |(year, month, day)| Some(day_of(year, month, day));
        (of(from), of(to))
    };
    for (name, widened, wanted, before) in [
        (
            "last-30-days",
            true,
            days((2026, 4, 1), (2026, 5, 31)),
            days((2026, 2, 1), (2026, 3, 31)),
        ),
        (
            "last-month",
            false,
            days((2026, 4, 1), (2026, 4, 30)),
            days((2026, 3, 1), (2026, 3, 31)),
        ),
        (
            "last-quarter",
            false,
            days((2026, 1, 1), (2026, 3, 31)),
            days((2025, 10, 1), (2025, 12, 31)),
        ),
    ] {
        let asked = View::read(&query(&[("period", name), ("compare", "before")]), &[]);
        let view = asked.expect("known").in_months();
        assert_eq!(view.days(today), wanted, "{name}");
        assert_eq!(view.is_widened(today), widened, "{name}");
        let other = view.other(today).expect("another period");
        assert_eq!(other.days(today), before, "{name}");
        assert!(!other.is_widened(today), "{name}");
    }
    let ever = View::default().in_months();
    assert_eq!(ever.days(today), (None, None));
    assert!(!ever.is_filtered() && !ever.is_widened(today));
}

#[test]
fn what_is_not_known_is_refused() {
    for pairs in [
        &[("colour", "red")][..],
        &[("period", "yesterday")],
        &[("period", "last-7-days"), ("from", "2026-01-01")],
        &[("from", "2026-02-01"), ("to", "2026-01-01")],
        &[("from", "2026-02-30")],
        &[("attribute", "industry")],
        &[("attribute", ":care")],
        &[("compare", "sideways")],
        &[("complete", "yes")],
        &[("team", "x")],
        &[("survey", "../..")],
        &[("from", "2026-01-01"), ("from", "2026-01-02")],
        &[("by", "month")],
    ] {
        assert!(View::read(&query(pairs), &[]).is_err(), "{pairs:?}");
    }
    let own = View::read(&query(&[("at", "3"), ("period", "")]), &["at"]).expect("known here");
    assert_eq!(own, View::default());
}

#[test]
fn a_survey_that_does_not_know_an_attribute_says_so() {
    let view = View::read(
        &query(&[
            ("attribute", "phase:sales:b"),
            ("attribute", "industry:care"),
        ]),
        &[],
    );
    let view = view.expect("read");
    let known = ["phase".to_owned(), "industry".to_owned()];
    let pairs = view.of_survey(&known, 0).expect("known");
    assert_eq!(pairs.len(), 2);
    let missing = view.of_survey(&known[..1], 0);
    assert_eq!(missing, Err(vec!["industry:care".to_owned()]));
    // A name that is the beginning of another one is not that other one.
    assert!(
        view.of_survey(&["phas".to_owned(), "industry".to_owned()], 0)
            .is_err()
    );
}

#[test]
fn a_comparison_has_another_side_that_never_overlaps() {
    let today = day_of(2026, 5, 17);
    let with = |pairs: &[(&str, &str)]| View::read(&query(pairs), &[]).expect("read");
    let before = with(&[("period", "this-month"), ("compare", "before")])
        .other(today)
        .expect("a side");
    assert_eq!(
        before.days(today),
        (Some(day_of(2026, 4, 14)), Some(day_of(2026, 4, 30)))
    );
    let year = with(&[("period", "last-month"), ("compare", "year")])
        .other(today)
        .expect("a side");
    assert_eq!(
        year.days(today),
        (Some(day_of(2025, 4, 1)), Some(day_of(2025, 4, 30)))
    );
    assert_eq!(
        with(&[("compare", "before")]).other(today),
        None,
        "everything has nothing before it"
    );
    let group = with(&[
        ("attribute", "industry:care"),
        ("attribute", "size:big"),
        ("compare", "industry:bank"),
    ]);
    let other = group.other(today).expect("a side");
    assert_eq!(other.attributes, ["size:big", "industry:bank"]);
    assert_eq!(other.compare, None);
    for overlapping in [
        &[("compare", "industry:bank")][..],
        &[
            ("attribute", "industry:bank"),
            ("attribute", "industry:care"),
            ("compare", "industry:bank"),
        ],
    ] {
        assert_eq!(with(overlapping).other(today), None, "{overlapping:?}");
    }
}

proptest! {
    #[test]
    fn what_is_stored_reads_back(
        period in 0..RELATIVE.len(),
        attributes in proptest::collection::vec("[a-z é]{1,8}:[ -~é]{0,12}", 0..5),
        complete: bool,
        group in proptest::option::of("[a-z]{1,6}:[a-z&=+ %]{0,6}"),
    ) {
        let mut view = View {
            period: Some(RELATIVE[period].0),
            complete,
            compare: group.map(Compare::Group),
            ..View::default()
        };
        for one in attributes {
            push(&mut view.attributes, one);
        }
        prop_assert_eq!(View::of_text(&view.text()).expect("our own"), view);
    }
}

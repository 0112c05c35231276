//! Where the wording changed, what is hidden, how values are ordered.

use facts::Period;
use survey::{Definition, Question, Status, Survey};

use super::*;

fn tables(n: u64) -> Tables {
    let mut tables = Tables::empty(0);
    tables.responses = n;
    tables.complete = n;
    tables.outcome[9] = n;
    tables
}

fn month(index: i32) -> Key {
    Key::Period {
        period: Period::Month,
        start_day: index * 31,
    }
}

fn value(text: &str) -> Key {
    Key::Value((!text.is_empty()).then(|| text.to_owned()))
}

fn group(key: Vec<Key>, n: u64) -> Group {
    Group {
        key,
        tables: tables(n),
    }
}

/// Versions 1 and 2 ask the same, 3 says it in other words.
fn plan() -> Plan {
    let definition = |text: &str| Definition {
        languages: vec!["en".to_owned()],
        title: [("en".to_owned(), "T".to_owned())].into(),
        intro: survey::Texts::new(),
        thanks: survey::Texts::new(),
        employees: false,
        statements_per_respondent: None,
        smallest_group: None,
        questions: vec![Question {
            key: "recommend".to_owned(),
            kind: survey::Kind::Recommend,
            text: [("en".to_owned(), text.to_owned())].into(),
            required: true,
            driver: false,
            touchpoint: None,
            direction: None,
            choices: Vec::new(),
            new_page: false,
        }],
    };
    let mut translated = definition("Would you?");
    translated.questions[0]
        .text
        .insert("nl".to_owned(), "Zou u?".to_owned());
    let survey = Survey {
        workspace_id: "w".to_owned(),
        survey_id: "s".to_owned(),
        token: "t".to_owned(),
        template: "empty".to_owned(),
        status: Status::Open,
        version: 3,
        revision: 1,
        definition: definition("How likely?"),
        response_count: 0,
        change_seq: 0,
        created_at_us: 0,
        published_at_us: None,
        closed_at_us: None,
    };
    let versions = vec![(1, definition("Would you?")), (2, translated)];
    Plan::new(&survey, versions)
}

#[test]
fn another_wording_breaks_the_trend_where_most_read_it() {
    let versions = [
        group(vec![month(0), value("1")], 50),
        group(vec![month(1), value("1")], 10),
        group(vec![month(1), value("2")], 40),
        group(vec![month(3), value("2")], 30),
        group(vec![month(3), value("3")], 20),
        group(vec![month(4), value("3")], 20),
    ];
    let steps = (0..5).map(|index| group(vec![month(index)], 1)).collect();
    // A translation was added with version 2: no break. Month 2 is empty: nothing to say.
    assert_eq!(breaks(&points(steps), &versions, &plan()), [4]);
    assert!(plan().has_wordings());
}

#[test]
fn a_protected_group_takes_its_counts_along() {
    let groups = [("Board", 3), ("IT", 12), ("Sales", 22), ("", 0)];
    let points = || {
        points(
            groups
                .iter()
                .map(|(name, n)| group(vec![value(name)], *n))
                .collect(),
        )
    };
    let shown: Vec<(bool, u64)> =
        protected(points(), (Privacy::at_least(5), &Sides::default()), false)
            .iter()
            .map(|point| (point.hidden, point.counts.answered().n))
            .collect();
    assert_eq!(shown, [(true, 0), (true, 0), (false, 22), (false, 0)]);
    let none = protected(points(), (Privacy::at_least(5), &Sides::default()), true);
    assert!(none.iter().all(|point| point.counts.responses.n == 0));
    assert!(none[2].hidden);
}

#[test]
fn values_come_by_size_then_by_letter_then_none() {
    let groups = ["10", "9", "b", "", "A"];
    let groups = groups
        .iter()
        .map(|name| group(vec![value(name)], 1))
        .collect();
    let property = property(&Dim::Channel, groups);
    let values: Vec<Option<&str>> = property.values.iter().map(|(v, _)| v.as_deref()).collect();
    assert_eq!(values, [Some("9"), Some("10"), Some("A"), Some("b"), None]);
}

#[test]
fn only_the_latest_waves_stand_side_by_side() {
    let mut groups: Vec<Group> = (0..9)
        .map(|n| group(vec![value(&format!("wave {n}"))], 1))
        .collect();
    groups.push(group(vec![value("")], 5));
    let waves = latest(points(groups));
    assert_eq!(waves.len(), WAVES_MAX);
    assert_eq!(waves[0].key, value("wave 3"));
}

#[test]
fn months_add_up_to_years() {
    let day = |year, month| platform::clock::days_since_1970(jiff::civil::date(year, month, 1));
    let step = |year, month, n| Group {
        key: vec![Key::Period {
            period: Period::Month,
            start_day: day(year, month),
        }],
        tables: tables(n),
    };
    let steps = [step(2025, 11, 5), step(2025, 12, 7), step(2026, 1, 3)];
    let years = folded(&steps, &By::Period(Period::Year), 0);
    let year = |start_day| {
        vec![Key::Period {
            period: Period::Year,
            start_day,
        }]
    };
    assert_eq!(years.len(), 2);
    assert_eq!(
        (&years[0].key, years[0].tables.outcome[9]),
        (&year(day(2025, 1)), 12)
    );
    assert_eq!(
        (&years[1].key, years[1].tables.outcome[9]),
        (&year(day(2026, 1)), 3)
    );
}

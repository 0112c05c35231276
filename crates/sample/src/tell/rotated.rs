//! What rotated statements cost, in words.

use dashboard::picture::{Cell, Head, Table};

use super::{Section, Teller, Titled};
use crate::rotated::{Rotated, Statement};

/// The part of the page; none when everybody gets all statements.
pub(super) fn section(teller: &Teller<'_>) -> Option<Section> {
    let rotated = teller.told.rotated.as_ref()?;
    let voice = &teller.screen.voice;
    let mut section = Section::new(
        teller,
        "rotated",
        teller.say(
            "sample-rotated-shown",
            &[
                ("k", &teller.whole(rotated.per_respondent.into())),
                ("of", &teller.whole(rotated.statements as u64)),
                ("share", &voice.percent(rotated.answers_share)),
                ("factor", &voice.number(rotated.interval_factor, 2)),
            ],
        ),
    );
    section.more = vec![teller.say(
        "sample-rotated-pairs",
        &[
            ("share", &voice.percent(rotated.pair_share)),
            ("n", &teller.about(rotated.answers_per_pair)),
        ],
    )];
    section.tables = vec![table(teller, rotated)];
    section.explain = vec!["sample-rotated"];
    Some(section)
}

fn table(teller: &Teller<'_>, rotated: &Rotated) -> Titled {
    let count = |n: u64| Cell::number(teller.whole(n), n as f64);
    let row = |statement: &Statement| {
        vec![
            Cell::text(teller.screen.question(&statement.name)),
            count(statement.asked),
            count(statement.answered),
        ]
    };
    Titled {
        title: teller.word("sample-rotated-each"),
        table: Table {
            head: vec![
                Head::text(teller.word("dashboard-driver")),
                Head::number(teller.word("sample-rotated-asked")),
                Head::number(teller.word("sample-rotated-answered")),
            ],
            rows: rotated.each.iter().map(row).collect(),
        },
    }
}

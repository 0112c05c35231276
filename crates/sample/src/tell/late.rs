//! Early against late in words: what it may mean for those who did not answer.

use dashboard::picture::{Cell, Picture, Table};
use dashboard::screen::estimate;
use figures::Figure;
use stats::Verdict;

use super::compared::{Compared, cells, head};
use super::{Section, Teller};
use crate::late::{Late, Status};
use crate::order::Basis;

/// Whether late answers say something worth the top of the page.
pub(super) fn tells(late: &Late) -> bool {
    let verdict = late.change.map(|change| change.verdict);
    matches!(verdict, Some(Verdict::Rose | Verdict::Fell))
}

/// The part of the page.
pub(super) fn section(teller: &Teller<'_>) -> Option<Section> {
    let late = teller.told.late.as_ref()?;
    let plain =
        |word: &str| Section::new(teller, "late", teller.word(&format!("sample-late-{word}")));
    let mut section = match late.status {
        Status::Hidden => plain("hidden").noticed(),
        Status::NoOrder => plain("no-order"),
        Status::Few | Status::Shown => Section::new(teller, "late", finding(teller, late)?),
    };
    if matches!(late.status, Status::Few | Status::Shown) {
        section.more = more(teller, late);
        section.picture = picture(teller).map(|picture| picture.show(teller.screen));
    }
    section.explain = vec!["sample-late", "sample-silent"];
    Some(section)
}

fn finding(teller: &Teller<'_>, late: &Late) -> Option<String> {
    let change = late.change?;
    let [first, .., last] = late.thirds.as_slice() else {
        return None;
    };
    let (early, last) = (teller.value(first.value?), teller.value(last.value?));
    let moved = teller.moved(change.difference);
    let [low, high] = change.ci95.map(|end| teller.difference(end));
    let args = [
        ("metric", teller.name()),
        ("early", early),
        ("late", last),
        ("moved", moved),
        ("low", low),
        ("high", high),
    ];
    let args = args.each_ref().map(|(name, text)| (*name, text.as_str()));
    Some(match change.verdict {
        Verdict::Rose => teller.say("sample-late-rose", &args),
        Verdict::Fell => teller.say("sample-late-fell", &args),
        Verdict::NotMoreThanChance => teller.say("sample-late-chance", &args),
        Verdict::TooFew { need } => teller.count("sample-late-few", need, &args),
    })
}

fn more(teller: &Teller<'_>, late: &Late) -> Vec<String> {
    let mut more = Vec::new();
    if let Some(trend) = late.trend.filter(|_| late.status == Status::Shown) {
        let line = if trend.p < 0.05 {
            teller.say(
                "sample-late-line",
                &[
                    ("moved", &teller.moved(trend.slope)),
                    ("silent", &teller.value(trend.silent)),
                ],
            )
        } else {
            teller.word("sample-late-no-line")
        };
        more.push(line);
        if let Some(all) = trend.of_all_invited {
            let invited = teller.whole(teller.told.response_rate.invited);
            more.push(teller.say(
                "sample-late-all",
                &[
                    ("metric", &teller.name()),
                    ("silent", &teller.value(trend.silent)),
                    ("invited", &invited),
                    ("all", &teller.value(all)),
                ],
            ));
        }
        more.push(teller.word("sample-late-caution"));
    }
    let basis = match late.basis {
        Basis::Delay => "delay",
        Basis::DayInWave => "wave",
        Basis::DayInPeriod => "period",
    };
    more.push(teller.word(&format!("sample-late-by-{basis}")));
    if late.left_out > 0 {
        more.push(teller.count("sample-late-left-out", late.left_out, &[]));
    }
    more
}

/// The three thirds below each other.
pub(super) fn picture<'a>(teller: &'a Teller<'a>) -> Option<Picture<'a>> {
    let late = teller.told.late.as_ref()?;
    if late.thirds.len() != 3 {
        return None;
    }
    let voice = teller.screen.voice;
    let names = ["first", "middle", "last"].map(|word| voice.word(&format!("sample-third-{word}")));
    let verdict = |at: usize| match (at, late.change.map(|change| change.verdict)) {
        (2, Some(Verdict::Rose | Verdict::Fell)) => voice.word("sample-more-than-chance"),
        (2, Some(Verdict::NotMoreThanChance)) => voice.word("dashboard-verdict-chance"),
        _ => String::new(),
    };
    let row = |(at, (name, figure)): (usize, (&String, &Figure))| charts::GroupRow {
        label: name.clone(),
        estimate: estimate(figure),
        few: figure.few,
        reason: voice.word("dashboard-no-answers"),
        n: voice.whole(figure.n),
        verdict: verdict(at),
        stands_out: at == 2 && tells(late),
        detail: format!("{name}: {}", voice.figure(figure)),
        link: None,
    };
    let rows: Vec<charts::GroupRow> = names
        .iter()
        .zip(&late.thirds)
        .enumerate()
        .map(row)
        .collect();
    let everybody = teller.told.figure.and_then(|figure| figure.value);
    let compared = Compared {
        name: "thirds",
        title: teller.say("sample-thirds-title", &[("metric", &teller.name())]),
        everybody: everybody.map(|value| (value, voice.word("dashboard-everybody"))),
        table: table(teller, &names, &late.thirds),
    };
    Some(compared.picture(teller, rows))
}

fn table(teller: &Teller<'_>, names: &[String], thirds: &[Figure]) -> Table {
    let row = |(name, figure): (&String, &Figure)| {
        let mut row = vec![Cell::text(name.clone())];
        row.extend(cells(teller, figure.value, figure.ci95, figure.few));
        row.push(Cell::number(teller.whole(figure.n), figure.n as f64));
        row
    };
    Table {
        head: head(teller, "sample-third"),
        rows: names.iter().zip(thirds).map(row).collect(),
    }
}

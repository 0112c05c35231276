//! The same answers counted in several ways, beside each other: as figures, picture and table.

use dashboard::picture::{Cell, Head, Picture, Table};
use dashboard::screen::Tile;
use dashboard::voice::on_scale;
use figures::Figure;
use stats::Verdict;

use super::compared::{Compared, cells, head};
use super::{Section, Teller};
use crate::accounts;

/// One way of counting.
struct Way {
    name: String,
    value: Option<f64>,
    ci95: Option<[f64; 2]>,
    few: bool,
    n: String,
    count: u64,
    verdict: String,
    changed: bool,
    /// The answers behind it.
    link: Option<String>,
}

/// "NPS is 43, between 38 and 49 (n = 623)."
pub(super) fn level(teller: &Teller<'_>) -> Option<String> {
    let figure = teller.told.figure?;
    let args = [
        ("metric", teller.name()),
        ("value", teller.value(figure.value?)),
        ("between", teller.between(figure.ci95?)),
    ];
    let args = args.each_ref().map(|(name, text)| (*name, text.as_str()));
    let key = if figure.few {
        "dashboard-finding-level-few"
    } else {
        "dashboard-finding-level"
    };
    Some(teller.count(key, figure.n, &args))
}

fn ways(teller: &Teller<'_>) -> Vec<Way> {
    let mut ways: Vec<Way> = plain(teller).into_iter().collect();
    ways.extend(weighted(teller));
    ways.extend(by_people(teller));
    ways.extend(by_accounts(teller));
    ways.extend(of_customers(teller));
    ways
}

fn way(teller: &Teller<'_>, word: &str, figure: &Figure) -> Way {
    Way {
        name: teller.word(&format!("sample-way-{word}")),
        value: figure.value,
        ci95: figure.ci95,
        few: figure.few,
        n: teller.count("dashboard-n", figure.n, &[]),
        count: figure.n,
        verdict: String::new(),
        changed: false,
        link: None,
    }
}

fn plain(teller: &Teller<'_>) -> Option<Way> {
    let figure = teller.told.figure?;
    figure.value?;
    Some(Way {
        link: teller.screen.answers_at(&teller.screen.results.asked, &[]),
        ..way(teller, "plain", &figure)
    })
}

fn weighted(teller: &Teller<'_>) -> Option<Way> {
    let weights = teller
        .told
        .weights
        .as_ref()
        .filter(|w| super::weights::tells(w))?;
    let (figure, plain) = (weights.figure?, weights.unweighted?);
    let moved = teller.moved(figure.value? - plain.value?);
    Some(Way {
        n: teller.say(
            "sample-way-worth",
            &[
                ("n", &teller.whole(figure.n)),
                ("effective", &teller.about(weights.effective_n?)),
            ],
        ),
        verdict: teller.say("sample-way-than-unweighted", &[("moved", &moved)]),
        ..way(teller, "weighted", &figure)
    })
}

fn by_people(teller: &Teller<'_>) -> Option<Way> {
    let told = teller
        .told
        .accounts
        .as_ref()
        .filter(|a| super::accounts::tells(a))?;
    let people = told.by_people?;
    Some(Way {
        name: teller.word("sample-way-people"),
        value: Some(people.value),
        ci95: people.ci95,
        few: told.n < figures::FEW,
        n: teller.say(
            "sample-way-worth",
            &[
                ("n", &teller.whole(told.n)),
                ("effective", &teller.about(told.effective_n?)),
            ],
        ),
        count: told.n,
        verdict: teller.count("sample-way-of-accounts", told.accounts, &[]),
        changed: false,
        link: None,
    })
}

fn by_accounts(teller: &Teller<'_>) -> Option<Way> {
    let told = teller
        .told
        .accounts
        .as_ref()
        .filter(|a| super::accounts::tells(a))?;
    let each = told.by_accounts?;
    let change = told.difference?;
    let moved = teller.moved(change.difference);
    let verdict = match change.verdict {
        Verdict::Rose | Verdict::Fell => teller.word("sample-more-than-chance"),
        Verdict::NotMoreThanChance => teller.word("dashboard-verdict-chance"),
        Verdict::TooFew { .. } => teller.word("sample-way-few-accounts"),
    };
    Some(Way {
        name: teller.word("sample-way-accounts"),
        value: Some(each.value),
        ci95: each.ci95,
        few: told.status == accounts::Status::FewAccounts,
        n: teller.count("sample-accounts-n", told.accounts, &[]),
        count: told.accounts,
        verdict: format!("{moved}: {verdict}"),
        changed: matches!(change.verdict, Verdict::Rose | Verdict::Fell),
        link: None,
    })
}

fn of_customers(teller: &Teller<'_>) -> Option<Way> {
    let population = teller.told.population.as_ref()?;
    let figure = population.figure?;
    Some(Way {
        n: teller.say(
            "sample-way-of-size",
            &[
                ("n", &teller.whole(population.n)),
                ("size", &teller.whole(population.size)),
            ],
        ),
        ..way(teller, "customers", &figure)
    })
}

/// The figures beside each other; none when there is only one way of counting and nobody answered.
pub(super) fn section(teller: &Teller<'_>) -> Option<Section> {
    let ways = ways(teller);
    if ways.is_empty() {
        return None;
    }
    let key = if ways.len() == 1 {
        "sample-ways-one"
    } else {
        "sample-ways-several"
    };
    let finding = teller.say(key, &[("metric", &teller.name())]);
    let mut section = Section::new(teller, "ways", finding);
    let told = teller.told;
    if told.read < told.of {
        let [read, of] = [told.read, told.of].map(|n| teller.whole(n));
        section.more = vec![teller.say("sample-read-some", &[("read", &read), ("of", &of)])];
    }
    section.tiles = ways.iter().map(|way| tile(teller, way)).collect();
    section.picture = picture(teller).map(|picture| picture.show(teller.screen));
    Some(section)
}

fn tile(teller: &Teller<'_>, way: &Way) -> Tile {
    Tile {
        name: way.name.clone(),
        value: way
            .value
            .filter(|_| !way.few)
            .map(|value| teller.value(value)),
        interval: way.ci95.map(|ci95| teller.between(ci95)),
        n: way.n.clone(),
        few: way.few,
        verdict: (!way.verdict.is_empty()).then(|| way.verdict.clone()),
        changed: way.changed,
    }
}

/// All ways below each other; none when there is only one.
pub(super) fn picture<'a>(teller: &'a Teller<'a>) -> Option<Picture<'a>> {
    let voice = teller.screen.voice;
    let ways = ways(teller);
    if ways.len() < 2 {
        return None;
    }
    let row = |way: &Way| {
        let estimate = way.value.map(|value| {
            let [low, high] = on_scale(teller.metric, way.ci95.unwrap_or([value, value]));
            charts::Estimate::new(value, low, high)
        });
        let between = way
            .ci95
            .map_or_else(String::new, |ci95| teller.between(ci95));
        let value = way
            .value
            .filter(|_| !way.few)
            .map(|value| teller.value(value));
        let figure = [value.unwrap_or_default(), between];
        let words: Vec<&str> = figure
            .iter()
            .map(String::as_str)
            .chain([way.n.as_str()])
            .filter(|text| !text.is_empty())
            .collect();
        charts::GroupRow {
            label: way.name.clone(),
            estimate,
            few: way.few,
            reason: voice.word("dashboard-no-answers"),
            n: voice.whole(way.count),
            verdict: way.verdict.clone(),
            stands_out: way.changed,
            detail: format!("{}: {}", way.name, words.join(", ")),
            link: way.link.clone(),
        }
    };
    let rows: Vec<charts::GroupRow> = ways.iter().map(row).collect();
    let compared = Compared {
        name: "ways",
        title: teller.say("sample-ways-picture", &[("metric", &teller.name())]),
        everybody: None,
        table: table(teller, &ways),
    };
    Some(compared.picture(teller, rows))
}

fn table(teller: &Teller<'_>, ways: &[Way]) -> Table {
    let row = |way: &Way| {
        let mut row = vec![Cell::text(way.name.clone()).to(way.link.clone())];
        row.extend(cells(teller, way.value, way.ci95, way.few));
        row.push(Cell::number(teller.whole(way.count), way.count as f64));
        row.push(Cell::text(way.verdict.clone()));
        row
    };
    let mut head = head(teller, "sample-way");
    head.push(Head::text(teller.word("sample-way-remark")));
    Table {
        head,
        rows: ways.iter().map(row).collect(),
    }
}

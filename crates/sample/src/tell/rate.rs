//! The response rate in words and tables.

use dashboard::picture::{Cell, Head, Table};
use stats::Verdict;

use super::{Section, Teller, Titled};
use crate::rate::{Group, Rate, Segment, Status};

/// The part of the page; none when nobody was invited by a personal link.
pub(super) fn section(teller: &Teller<'_>) -> Option<Section> {
    let rate = &teller.told.response_rate;
    let plain =
        |word: &str| Section::new(teller, "rate", teller.word(&format!("sample-rate-{word}")));
    match rate.status {
        Status::NoInvitations => None,
        Status::Filtered => Some(plain("filtered").noticed()),
        Status::TooMany => Some(plain("too-many").noticed()),
        Status::Hidden => Some(plain("hidden").noticed()),
        Status::Shown => {
            let mut section = Section::new(teller, "rate", shown(teller, rate)?);
            section.more = rate
                .segments
                .iter()
                .filter_map(|s| lower(teller, s))
                .collect();
            if rate.partial > 0 {
                section
                    .more
                    .push(teller.count("sample-rate-partial", rate.partial, &[]));
            }
            section.tables = rate.segments.iter().map(|s| table(teller, s)).collect();
            section.explain = vec!["sample-rate"];
            Some(section)
        }
    }
}

fn shown(teller: &Teller<'_>, rate: &Rate) -> Option<String> {
    let percent = |share: f64| teller.screen.voice.percent(share);
    let [low, high] = rate.ci95?;
    Some(teller.say(
        "sample-rate-shown",
        &[
            ("complete", &teller.whole(rate.complete)),
            ("invited", &teller.whole(rate.invited)),
            ("rate", &percent(rate.value?)),
            ("low", &percent(low)),
            ("high", &percent(high)),
        ],
    ))
}

/// Which groups answered less than the others; none when none did.
fn lower(teller: &Teller<'_>, segment: &Segment) -> Option<String> {
    let is_lower = |group: &&Group| {
        let change = group.against_rest.map(|change| change.verdict);
        change == Some(Verdict::Fell)
    };
    let names: Vec<String> = segment
        .values
        .iter()
        .filter(is_lower)
        .map(|group| name(teller, group))
        .collect();
    let args = [
        ("attribute", segment.attribute.as_str()),
        ("names", &names.join(", ")),
    ];
    (!names.is_empty()).then(|| teller.count("sample-rate-lower", names.len() as u64, &args))
}

fn name(teller: &Teller<'_>, group: &Group) -> String {
    if group.value.is_empty() {
        teller.word("dashboard-no-value")
    } else {
        group.value.clone()
    }
}

fn table(teller: &Teller<'_>, segment: &Segment) -> Titled {
    let voice = &teller.screen.voice;
    let share = |share: f64| Cell::number(voice.percent(share), share);
    let count = |n: u64| Cell::number(voice.whole(n), n as f64);
    let row = |group: &Group| {
        let verdict = group.against_rest.map(|change| match change.verdict {
            Verdict::Rose => voice.word("dashboard-rest-above"),
            Verdict::Fell => voice.word("dashboard-rest-below"),
            Verdict::NotMoreThanChance => voice.word("dashboard-verdict-chance"),
            Verdict::TooFew { need } => teller.count("sample-rate-few", need, &[]),
        });
        vec![
            Cell::text(name(teller, group)),
            share(group.rate),
            share(group.ci95[0]),
            share(group.ci95[1]),
            count(group.complete),
            count(group.invited),
            Cell::text(verdict.unwrap_or_default()),
        ]
    };
    Titled {
        title: teller.say("sample-rate-by", &[("attribute", &segment.attribute)]),
        table: Table {
            head: vec![
                Head::text(segment.attribute.clone()),
                Head::number(voice.word("sample-rate-rate")),
                Head::number(voice.word("dashboard-low")),
                Head::number(voice.word("dashboard-high")),
                Head::number(voice.word("sample-rate-answered")),
                Head::number(voice.word("sample-rate-invited")),
                Head::text(voice.word("dashboard-against-rest")),
            ],
            rows: segment.values.iter().map(row).collect(),
        },
    }
}

//! How a change adds up, and the words that set people apart.

use charts::{Estimate, SideBySide, SideCell, SideRow, Unit, Waterfall, WaterfallPart};
use comments::{Term, WordsApart};

use crate::analyze::change::{GroupPart, Parts, WaveChange};
use crate::analyze::compute::Analysis;
use crate::analyze::pictures::draw;
use crate::analyze::words::{self, NUMBERS};

/// Groups that a picture of a change names; the others stand together.
const NAMED: usize = 8;
/// Words of each side in the picture.
const WORDS: usize = 8;

/// One picture per column that the change is taken apart by, with that column.
pub(in crate::analyze) fn changes(analysis: &Analysis) -> Vec<(String, String)> {
    let Some(change) = &analysis.change else {
        return Vec::new();
    };
    let (Some(before), Some(after)) = (change.nps.before.value, change.nps.after.value) else {
        return Vec::new();
    };
    let picture = |(at, parts): (usize, &Parts)| {
        let drawn = drawn(parts);
        let title = format!("Where it moved, by {}", parts.column);
        let details: Vec<&str> = drawn.iter().map(|part| part.detail.as_str()).collect();
        let svg = draw(
            &format!("change-{at}"),
            &title,
            &details.join(". "),
            |frame| {
                charts::waterfall(&Waterfall {
                    frame,
                    unit: Unit::Points,
                    before: (before, end(change, true)),
                    parts: drawn.clone(),
                    after: (after, end(change, false)),
                    heading: "points".to_owned(),
                    empty: "Nothing to take apart.".to_owned(),
                })
            },
        );
        (parts.column.clone(), svg)
    };
    change.parts.iter().enumerate().map(picture).collect()
}

fn end(change: &WaveChange, before: bool) -> String {
    let (name, nps) = if before {
        (&change.from, &change.nps.before)
    } else {
        (&change.to, &change.nps.after)
    };
    if nps.is_few() {
        format!("NPS {name} (few)")
    } else {
        format!("NPS {name}")
    }
}

/// What happened within the groups that did most, within the others, and what came of their shares.
fn drawn(parts: &Parts) -> Vec<WaterfallPart> {
    // Of groups that are new or gone all is mix.
    let both = |group: &&GroupPart| group.nps_before.is_some() && group.nps_after.is_some();
    let mut groups: Vec<&GroupPart> = parts.groups.iter().filter(both).collect();
    groups.sort_by(|a, b| b.within.abs().total_cmp(&a.within.abs()));
    let named = if groups.len() > NAMED + 1 {
        NAMED
    } else {
        groups.len()
    };
    let (named, others) = groups.split_at(named);
    let mut values: Vec<f64> = named.iter().map(|group| group.within).collect();
    if !others.is_empty() {
        values.push(others.iter().map(|group| group.within).sum());
    }
    values.push(parts.mix);
    let written = rounded(&values, values.iter().sum());
    let mut drawn: Vec<WaterfallPart> = named.iter().map(|group| within(group)).collect();
    if !others.is_empty() {
        let label = format!("{} others", words::count(others.len() as f64));
        drawn.push(plain(label, "what happened within them"));
    }
    drawn.push(plain(
        "who answered".to_owned(),
        if groups.len() < parts.groups.len() {
            "groups larger or smaller, new or gone"
        } else {
            "groups became larger or smaller"
        },
    ));
    for ((part, value), written) in drawn.iter_mut().zip(values).zip(written) {
        let written = NUMBERS.signed(written, 1);
        part.value = value;
        part.detail = format!("{}: {written} NPS points", part.label);
        part.written = written;
    }
    drawn
}

fn within(group: &GroupPart) -> WaterfallPart {
    let few = group.n_before.min(group.n_after) < figures::FEW;
    let note = match (group.nps_before, group.nps_after) {
        (Some(_), Some(_)) if few => "few answers".to_owned(),
        (Some(before), Some(after)) => format!(
            "from {} to {}",
            NUMBERS.number(before, 0),
            NUMBERS.number(after, 0)
        ),
        _ => String::new(),
    };
    WaterfallPart {
        label: words::group(&group.group).to_owned(),
        note,
        interval: group.within_ci95.filter(|_| !few),
        strong: !few
            && group
                .within_ci95
                .is_some_and(|[low, high]| low > 0.0 || high < 0.0),
        ..WaterfallPart::default()
    }
}

fn plain(label: String, note: &str) -> WaterfallPart {
    WaterfallPart {
        label,
        note: note.to_owned(),
        ..WaterfallPart::default()
    }
}

/// Points rounded to one decimal so that their sum is this whole, rounded: those that rounding
/// changes most give way. What is added up on paper then gives what is written as the sum.
pub(in crate::analyze) fn rounded(points: &[f64], whole: f64) -> Vec<f64> {
    let tenths: Vec<f64> = points.iter().map(|points| points * 10.0).collect();
    let mut rounded: Vec<f64> = tenths.iter().map(|tenth| tenth.round()).collect();
    let mut missing = (whole * 10.0).round() - rounded.iter().sum::<f64>();
    while missing.abs() >= 0.5 {
        let step = missing.signum();
        let lost = |at: &usize| step * (tenths[*at] - rounded[*at]);
        let Some(most) = (0..tenths.len()).max_by(|a, b| lost(a).total_cmp(&lost(b))) else {
            break;
        };
        rounded[most] += step;
        missing -= step;
    }
    rounded.iter().map(|tenth| tenth / 10.0).collect()
}

/// The clearest words of both sides: which part of each uses them.
pub(in crate::analyze) fn words_apart(analysis: &Analysis) -> [String; 2] {
    let Some(found) = &analysis.words else {
        return [String::new(), String::new()];
    };
    [
        side("words-low", "Detractors write more", (found, &found.low)),
        side("words-high", "Promoters write more", (found, &found.high)),
    ]
}

fn side(id: &str, title: &str, (found, terms): (&WordsApart, &[Term])) -> String {
    if terms.is_empty() {
        return String::new();
    }
    let cell = |who: &str, users: u64, of: u64| {
        let (users, of) = (users as f64, of as f64);
        (of > 0.0).then(|| {
            let [low, high] = stats::share::wilson(users, of, stats::quantile::Z95);
            SideCell {
                estimate: Estimate::new(users / of, low, high),
                few: of < figures::FEW as f64,
                detail: format!("{who}: {}", words::share(Some(users / of))),
            }
        })
    };
    let row = |term: &Term| SideRow {
        label: term.term.clone(),
        cells: vec![
            cell("detractors", term.customers_low, found.customers_low),
            cell("promoters", term.customers_high, found.customers_high),
        ],
        verdict: String::new(),
        link: None,
    };
    let shown = &terms[..terms.len().min(WORDS)];
    let names: Vec<&str> = shown.iter().map(|term| term.term.as_str()).collect();
    draw(id, title, &names.join(", "), |frame| {
        charts::side_by_side(&SideBySide {
            frame,
            unit: Unit::Share,
            waves: vec!["detr.".to_owned(), "prom.".to_owned()],
            rows: shown.iter().map(row).collect(),
            empty: "No words.".to_owned(),
        })
    })
}

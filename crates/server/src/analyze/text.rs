//! The figures for people in a terminal: the finding first, then the tables, then the method.

mod lines;

use crate::analyze::compute::{Analysis, Comparison};
use crate::analyze::{tables, words};
use analysis::Status;
use lines::{heading, line, paragraph, table};

/// So many rejected values are shown; the rest is in the JSON.
const SHOWN_REJECTED: usize = 10;
/// So many words of each side; the rest is in the JSON.
const SHOWN_WORDS: usize = 12;
/// More groups than this don't fit beside each other.
const SIDE_BY_SIDE: usize = 8;
/// Longest bar of the distribution, in characters.
const BAR: f64 = 32.0;

/// The report.
pub(super) fn write(analysis: &Analysis) -> String {
    let mut out = String::new();
    line(&mut out, &words::source(analysis));
    out.push('\n');
    for finding in words::findings(analysis) {
        line(&mut out, &finding);
    }
    let cautions = words::cautions(analysis);
    if !cautions.is_empty() {
        heading(&mut out, "Be careful");
        for caution in cautions {
            paragraph(&mut out, &caution);
        }
    }
    score(&mut out, analysis);
    accounts(&mut out, analysis);
    drivers(&mut out, analysis);
    attributes(&mut out, analysis);
    change(&mut out, analysis);
    groups(&mut out, analysis);
    words_apart(&mut out, analysis);
    rejected(&mut out, analysis);
    heading(&mut out, "How this is computed");
    for explained in words::method(analysis) {
        paragraph(&mut out, &format!("{}. {}", explained.name, explained.says));
    }
    out
}

fn score(out: &mut String, analysis: &Analysis) {
    let name = &analysis.columns.names[analysis.columns.score];
    heading(out, &format!("Score: {name}"));
    table(out, &tables::classes(analysis));
    out.push('\n');
    let scores = figures::distribution(&analysis.all).scores;
    let most = scores.iter().copied().fold(0.0, f64::max);
    for (score, people) in scores.iter().enumerate() {
        let length = if most > 0.0 {
            (people / most * BAR).round() as usize
        } else {
            0
        };
        // Nobody is no bar, somebody always is one.
        let bar = "\u{2588}".repeat(length.max(usize::from(*people > 0.0)));
        let people = words::count(*people);
        line(out, &format!("  {score:>2}  {bar} {people}"));
    }
    let missing = tables::without_score(analysis);
    if missing > 0.0 {
        line(out, &format!("  no score: {}", words::count(missing)));
    }
}

fn accounts(out: &mut String, analysis: &Analysis) {
    let Some(accounts) = &analysis.accounts else {
        return;
    };
    heading(out, &format!("Accounts: {}", accounts.column));
    for sentence in words::about_accounts(accounts) {
        paragraph(out, &sentence);
    }
    table(out, &tables::accounts(accounts));
}

fn drivers(out: &mut String, analysis: &Analysis) {
    heading(out, "Drivers, most to gain first");
    let drivers = &analysis.drivers.drivers;
    if drivers.is_empty() {
        return line(out, "  none: name them with --drivers");
    }
    paragraph(
        out,
        "How well: agree. How strongly: part of what all drivers explain together. How much to gain: \
         KSS alone (100 = nothing), what-if beside the other drivers (NPS points).",
    );
    out.push('\n');
    table(out, &tables::compact(analysis));
    let ranks = tables::ranks(analysis);
    if !ranks.is_empty() {
        out.push('\n');
    }
    for told in ranks {
        paragraph(out, &told);
    }
    out.push('\n');
    for driver in drivers {
        let behind = words::behind(driver);
        line(out, &format!("  {}: {behind}", driver.name));
    }
}

fn attributes(out: &mut String, analysis: &Analysis) {
    if analysis.drivers.attributes.is_empty() {
        return;
    }
    heading(out, "Attributes");
    table(out, &tables::attributes(analysis));
    let status = analysis.drivers.model.status;
    if matches!(status, Status::Fitted | Status::RankUncertain) {
        paragraph(out, "They share what is explained with the drivers above.");
    }
}

fn change(out: &mut String, analysis: &Analysis) {
    let Some(change) = &analysis.change else {
        return;
    };
    let (column, from, to) = (&change.column, &change.from, &change.to);
    heading(out, &format!("Change: {column} from {from} to {to}"));
    if change.values > 2 {
        let values = words::count(change.values as f64);
        paragraph(out, &format!("The last two of {values} values."));
    }
    table(out, &tables::change(change));
    for parts in &change.parts {
        let apart = tables::taken_apart(parts, change);
        out.push('\n');
        line(out, &format!("  {}, in NPS points", apart.name));
        table(out, &apart);
    }
}

fn groups(out: &mut String, analysis: &Analysis) {
    let (Some(by), groups) = (analysis.columns.by, &analysis.figures.by) else {
        return;
    };
    heading(out, &format!("By {}", analysis.columns.names[by]));
    let found = tables::groups(analysis);
    table(out, &found);
    if found.any_few() {
        line(out, &format!("  {}", words::INTERVAL_ALONE));
    }
    if groups.len() <= SIDE_BY_SIDE && !analysis.figures.drivers.is_empty() {
        out.push('\n');
        let groups: Vec<&figures::Group> = groups.iter().collect();
        table(out, &tables::kss_by_group(analysis, &groups));
    }
    if matches!(analysis.comparison, Comparison::None) {
        line(out, "  (one group: nothing to compare)");
    }
}

fn words_apart(out: &mut String, analysis: &Analysis) {
    let (Some(found), Some(column)) = (&analysis.words, analysis.columns.comment) else {
        return;
    };
    heading(out, &format!("Words: {}", analysis.columns.names[column]));
    let sides = tables::words_apart(analysis, SHOWN_WORDS);
    if sides.is_empty() {
        let [low, high] = [found.n_low, found.n_high].map(|n| words::count(n as f64));
        let told = format!(
            "None sets detractors ({low} comments) and promoters ({high}) apart by more than chance."
        );
        paragraph(out, &told);
    }
    for (i, side) in sides.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        table(out, side);
    }
}

fn rejected(out: &mut String, analysis: &Analysis) {
    let rejected = &analysis.figures.rejected;
    if rejected.is_empty() {
        return;
    }
    heading(out, &format!("Left out: {}", words::values(rejected.len())));
    table(out, &tables::rejected(analysis, SHOWN_REJECTED));
    if rejected.len() > SHOWN_REJECTED {
        let more = words::count((rejected.len() - SHOWN_REJECTED) as f64);
        let told = format!("  and {more} more: --format json lists them all");
        line(out, &told);
    }
}

//! The findings as sentences, the most important first, and what to be careful about.

use analysis::{Driver, Status};
use figures::{Change, Finding, Metric};
use stats::Verdict;

use crate::analyze::change::{Parts, WaveChange};
use crate::analyze::compute::{Analysis, Comparison};
use crate::analyze::words::{self, NUMBERS};

/// Words of each side that a sentence names.
const NAMED_WORDS: usize = 5;
/// Drivers that a sentence names.
const NAMED_DRIVERS: usize = 3;
/// How often something comes first in resamples before it is named beside the first.
const MAY_BE_FIRST: f64 = 0.05;

/// The findings, the most important first.
pub(in crate::analyze) fn findings(analysis: &Analysis) -> Vec<String> {
    let figure = figures::metric(Metric::Nps, &analysis.all);
    if figure.value.is_none() {
        return vec!["Nobody answered the score.".to_owned()];
    }
    let mut said = vec![level(analysis)];
    said.extend(by_accounts(analysis));
    match &analysis.change {
        Some(change) => said.extend(changed(change)),
        None => said.extend(stepped(analysis)),
    }
    said.extend(most_to_gain(analysis));
    said.extend(where_to_act(analysis));
    said.extend(most_important(analysis));
    said.extend(words_apart(analysis));
    said
}

/// What to be careful about, each a sentence.
pub(in crate::analyze) fn cautions(analysis: &Analysis) -> Vec<String> {
    let warnings = analysis.drivers.warnings.iter();
    warnings.map(|warning| sentence(&warning.text())).collect()
}

/// With a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    let end = if text.ends_with('.') { "" } else { "." };
    format!("{}{}{end}", first.collect::<String>(), letters.as_str())
}

fn level(analysis: &Analysis) -> String {
    let nps = &analysis.figures.nps;
    let limits = words::within_scale(analysis.nps_interval());
    let (Some(value), Some([low, high])) = (nps.value, limits) else {
        return "Nobody answered the score.".to_owned();
    };
    let [value, low, high] = [value, low, high].map(|points| NUMBERS.number(points, 0));
    let n = words::count(nps.n as f64);
    if nps.is_few() {
        return format!(
            "Too few answers for a claim: NPS {value} from {n}, anywhere between {low} and {high}."
        );
    }
    let of = match &analysis.accounts {
        Some(accounts) if accounts.accounts == 1 => " of 1 account".to_owned(),
        Some(accounts) if accounts.accounts < accounts.n => {
            format!(" of {} accounts", words::count(accounts.accounts as f64))
        }
        _ => String::new(),
    };
    format!("NPS is {value}, between {low} and {high} ({n} answers{of}).")
}

/// Where large accounts speak louder.
fn by_accounts(analysis: &Analysis) -> Option<String> {
    let accounts = analysis.accounts.as_ref()?;
    let found = accounts.by_accounts?;
    if accounts.status == "all_different" || accounts.n < figures::FEW {
        return None;
    }
    let value = NUMBERS.number(found.value, 0);
    let between = match words::within_scale(found.ci95) {
        Some(limits) => {
            let [low, high] = limits.map(|limit| NUMBERS.number(limit, 0));
            format!(", between {low} and {high}")
        }
        None => String::new(),
    };
    let few = if accounts.status == "few_accounts" {
        " With so few accounts both intervals are rough."
    } else {
        ""
    };
    Some(format!(
        "When every account counts once, however many of its people answered, it is {value}{between}.{few}"
    ))
}

/// The last step between moments, if there is one.
fn stepped(analysis: &Analysis) -> Option<String> {
    let Comparison::Previous(changes) = &analysis.comparison else {
        return None;
    };
    let groups = &analysis.figures.by;
    let last = changes.iter().rposition(Option::is_some)?;
    let before = groups[..last].iter().rposition(|group| group.nps.n > 0)?;
    let change: Change = changes[last]?;
    let (from, to) = (&groups[before].group, &groups[last].group);
    Some(format!("From {from} to {to} it {}.", words::moved(&change)))
}

fn changed(change: &WaveChange) -> Vec<String> {
    let (from, to) = (&change.from, &change.to);
    let Some(judged) = change.nps.judged() else {
        return vec![format!(
            "{from} and {to} can't be compared: nobody answered in one of them."
        )];
    };
    let mut said = vec![format!("From {from} to {to} it {}.", words::moved(&judged))];
    // Where it moved is only worth a sentence when it did.
    if matches!(judged.verdict, Verdict::Rose | Verdict::Fell) {
        said.extend(change.parts.iter().map(parted));
    }
    let moved: Vec<String> = change
        .drivers
        .iter()
        .filter(|driver| driver.p_adjusted.is_some_and(|p| p < 0.05))
        .filter_map(|driver| {
            let (before, after) = (driver.agree_before?, driver.agree_after?);
            let [before, after] = [before, after].map(|share| NUMBERS.percent(share, 0));
            Some(format!("{} (from {before} to {after})", driver.name))
        })
        .collect();
    if !moved.is_empty() {
        let moved = words::listed(&moved);
        said.push(format!(
            "How many agree moved by more than chance on {moved}."
        ));
    }
    said
}

fn parted(parts: &Parts) -> String {
    let [within, mix] = [parts.within, parts.mix].map(|points| NUMBERS.signed(points, 1));
    format!(
        "By {}: {within} points come from changes within the groups, {mix} from groups having become \
         larger or smaller.",
        parts.column
    )
}

/// Who leads, in the words of the shared findings but with the leading group of the paired test.
fn most_to_gain(analysis: &Analysis) -> Vec<String> {
    let figure = figures::metric(Metric::Nps, &analysis.all);
    let found = figures::findings(figure, None, &analysis.figures.drivers);
    let leading = &analysis.drivers.leading;
    let told = found.into_iter().filter_map(|finding| match finding {
        Finding::MostToGain {
            name, gain, ci95, ..
        } => {
            let [low, high] = ci95.map(|limit| NUMBERS.number(limit, 0));
            let gain = NUMBERS.number(gain, 0);
            let beside: Vec<&String> = leading.iter().filter(|other| **other != name).collect();
            let beside = match beside.as_slice() {
                [] => String::new(),
                others => format!(" Not to be told apart from it: {}.", words::listed(others)),
            };
            Some(format!(
                "Most to gain is on {name}: {gain} NPS points, between {low} and {high}.{beside}"
            ))
        }
        Finding::WorstRatedIsAnother { name, agree } if !leading.contains(&name) => Some(format!(
            "Rated lowest is {name} ({} agree), but that is not where most is to gain.",
            NUMBERS.percent(agree, 0)
        )),
        Finding::NoDemonstrableGain => {
            Some("No driver shows a gain that is more than chance.".to_owned())
        }
        Finding::TooFewForDrivers { need, .. } => Some(format!(
            "Too few answers to compare drivers: {need} more are needed."
        )),
        _ => None,
    });
    told.collect()
}

/// Priorities: a gain by itself and beside the other drivers. The ones whose second gain is more
/// than chance come first.
fn where_to_act(analysis: &Analysis) -> Option<String> {
    let mut priorities: Vec<&Driver> = of(analysis, |driver| driver.priority);
    let gain = |driver: &Driver| driver.what_if.map_or(0.0, |what_if| what_if.gain);
    priorities.sort_by(|a, b| gain(b).total_cmp(&gain(a)));
    let (sure, unsure): (Vec<&Driver>, Vec<&Driver>) =
        priorities.into_iter().partition(|driver| is_sure(driver));
    let told = |driver: &&Driver| {
        let what_if = driver.what_if?;
        let points = NUMBERS.signed(what_if.gain, 0);
        let between = what_if.ci95.map_or_else(String::new, |limits| {
            let [low, high] = limits.map(|limit| NUMBERS.number(limit, 0));
            format!(", between {low} and {high}")
        });
        Some(format!("{} ({points}{between})", driver.name))
    };
    let gains: Vec<String> = sure.iter().filter_map(told).collect();
    let gains = first(&gains);
    let names: Vec<&str> = unsure.iter().map(|driver| driver.name.as_str()).collect();
    let names = first(&names);
    let so = "NPS points if everybody agreed, all else as it is and the link causal";
    match (gains.is_empty(), names.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("Act first on {gains}: {so}.")),
        (false, false) => Some(format!(
            "Act first on {gains}: {so}. Less sure, as beside the other drivers their gain may be chance: \
             {names}."
        )),
        (true, false) => Some(format!(
            "To act on: {names}; but beside the other drivers each of these gains may be chance."
        )),
    }
}

/// The first of a list, and how many more there are.
fn first(names: &[impl AsRef<str>]) -> String {
    if names.len() <= NAMED_DRIVERS + 1 {
        return words::listed(names);
    }
    let mut named: Vec<String> = names[..NAMED_DRIVERS]
        .iter()
        .map(|name| name.as_ref().to_owned())
        .collect();
    named.push(format!("{} more", names.len() - NAMED_DRIVERS));
    words::listed(&named)
}

/// Whether the gain beside the other drivers is more than chance.
pub(in crate::analyze) fn is_sure(driver: &Driver) -> bool {
    let interval = driver.what_if.and_then(|what_if| what_if.ci95);
    interval.is_some_and(|[low, _]| low > 0.0)
}

fn most_important(analysis: &Analysis) -> Option<String> {
    let model = &analysis.drivers.model;
    let r2 = model
        .r2
        .filter(|_| matches!(model.status, Status::Fitted | Status::RankUncertain))?;
    let mut drivers = of(analysis, |driver| driver.lmg_share.is_some());
    drivers.sort_by(|a, b| {
        b.lmg_share
            .unwrap_or(0.0)
            .total_cmp(&a.lmg_share.unwrap_or(0.0))
    });
    let first = drivers.first()?;
    let between = match first.lmg_share_ci95 {
        Some(limits) => {
            let [low, high] = limits.map(|limit| NUMBERS.percent(limit, 0));
            format!(" (between {low} and {high})")
        }
        None => String::new(),
    };
    let beside: Vec<&str> = drivers[1..]
        .iter()
        .filter(|driver| {
            driver
                .lmg_rank_probability
                .is_some_and(|p| p >= MAY_BE_FIRST)
        })
        .map(|driver| driver.name.as_str())
        .take(NAMED_DRIVERS)
        .collect();
    let beside = if beside.is_empty() {
        String::new()
    } else {
        format!(" It may as well be {}.", beside.join(" or "))
    };
    Some(format!(
        "Together the drivers explain {} of the differences in score; most strongly linked is {}, \
         with {} of that{between}.{beside}",
        NUMBERS.percent(r2, 0),
        first.name,
        words::share(first.lmg_share),
    ))
}

fn words_apart(analysis: &Analysis) -> Vec<String> {
    let Some(found) = &analysis.words else {
        return Vec::new();
    };
    let named = |terms: &[comments::Term]| -> Vec<String> {
        let first = terms.iter().take(NAMED_WORDS);
        first
            .map(|term| format!("\u{201c}{}\u{201d}", term.term))
            .collect()
    };
    let mut said = Vec::new();
    for (who, terms) in [("Detractors", &found.low), ("Promoters", &found.high)] {
        if !terms.is_empty() {
            let terms = words::listed(&named(terms));
            said.push(format!("{who} more often write {terms}."));
        }
    }
    if said.is_empty() {
        said.push("No words set detractors and promoters apart by more than chance.".to_owned());
    }
    said
}

fn of(analysis: &Analysis, which: impl Fn(&Driver) -> bool) -> Vec<&Driver> {
    let drivers = analysis.drivers.drivers.iter();
    drivers.filter(|driver| which(driver)).collect()
}

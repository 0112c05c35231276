//! Attributes beside the statements: which can be chosen, and what came of those that were.

use analysis::{AttributeDriver, Kind, LevelFigures};
use dashboard::filter::Dim;
use dashboard::picture::{Cell, Head, Table};
use serde_json::{Value, json};

use crate::rows::FEW;
use crate::words::Teller;

/// The list to choose from, and what was found.
pub(crate) fn attributes(teller: &Teller<'_>) -> Value {
    let asked = &teller.screen.results.asked;
    let wanted = &teller.found.wanted;
    let mut keep = asked.filter_pairs();
    keep.extend(
        wanted
            .pairs()
            .into_iter()
            .filter(|(name, _)| name != "with"),
    );
    let withheld: Vec<String> = teller
        .found
        .withheld
        .iter()
        .map(|name| teller.say("driver-withheld", &[("name", name)]))
        .collect();
    let own = teller.analysis.attributes.iter();
    json!({
        "choices": choices(teller),
        "keep": keep,
        "withheld": withheld,
        "found": own.map(|attribute| told(teller, attribute)).collect::<Vec<_>>(),
    })
}

/// Attributes with at least two values, and those chosen already.
fn choices(teller: &Teller<'_>) -> Vec<Value> {
    let chosen = &teller.found.wanted.with;
    let properties = teller.screen.results.properties.iter();
    let mut names: Vec<&String> = properties
        .filter(|property| {
            let values = property.values.iter();
            values.filter(|(value, _)| value.is_some()).take(2).count() == 2
        })
        .filter_map(|property| match &property.dim {
            Dim::Attribute(name) => Some(name),
            _ => None,
        })
        .collect();
    // Those with very many values are no list to filter by, and may be numbers.
    let listed = |name: &String| {
        let dims = teller.screen.results.properties.iter();
        dims.map(|property| &property.dim)
            .any(|dim| matches!(dim, Dim::Attribute(own) if own == name))
    };
    names.extend(teller.found.attributes.iter().filter(|name| !listed(name)));
    names.extend(chosen.iter().filter(|name| !listed(name)));
    names.sort();
    names.dedup();
    names
        .into_iter()
        .map(|name| json!({ "name": name, "set": chosen.contains(name) }))
        .collect()
}

fn told(teller: &Teller<'_>, attribute: &AttributeDriver) -> Value {
    json!({
        "name": attribute.name,
        "sentences": sentences(teller, attribute),
        "title": teller.say("driver-levels-of", &[("name", &attribute.name)]),
        "table": (!attribute.levels.is_empty()).then(|| levels(teller, attribute)),
    })
}

fn sentences(teller: &Teller<'_>, attribute: &AttributeDriver) -> Vec<String> {
    let voice = &teller.screen.voice;
    let mut all = Vec::new();
    if let Some(share) = attribute.lmg_share {
        let part = voice.percent(share);
        all.push(match attribute.lmg_share_ci95 {
            Some([low, high]) => {
                let (low, high) = (voice.percent(low), voice.percent(high));
                let between = teller.say("dashboard-between", &[("low", &low), ("high", &high)]);
                let args = [
                    ("name", attribute.name.as_str()),
                    ("part", &part),
                    ("between", &between),
                ];
                teller.say("driver-attribute-importance", &args)
            }
            None => teller.say(
                "driver-attribute-importance-quick",
                &[("name", &attribute.name), ("part", &part)],
            ),
        });
    }
    if let Some(eta2) = attribute.eta2 {
        let part = voice.locale().percent(eta2, 1);
        all.push(teller.say("driver-attribute-eta", &[("part", &part)]));
    }
    if attribute.kind == Kind::Numeric
        && let Some(r) = attribute.association.pearson
    {
        all.push(teller.say("driver-attribute-r", &[("r", &voice.number(r, 2))]));
    }
    if let Some(what_if) = attribute.what_if {
        let gain = teller.signed(what_if.gain);
        let between = what_if
            .ci95
            .map_or_else(String::new, |ends| teller.between(ends));
        let args = [("gain", gain.as_str()), ("between", &between)];
        all.push(teller.say("driver-attribute-yes", &args));
    }
    let coverage = attribute.coverage.filter(|share| *share < 0.995);
    if let Some(coverage) = coverage {
        let part = voice.percent(coverage);
        all.push(teller.say("driver-attribute-coverage", &[("part", &part)]));
    }
    all
}

fn levels(teller: &Teller<'_>, attribute: &AttributeDriver) -> Table {
    let voice = &teller.screen.voice;
    let head = vec![
        Head::text(attribute.name.clone()),
        Head::number("NPS".to_owned()),
        Head::number(voice.word("driver-interval")),
        Head::number(voice.word("driver-mean-score")),
        Head::number("n".to_owned()),
    ];
    let rows = attribute.levels.iter();
    Table {
        head,
        rows: rows
            .map(|level| level_row(teller, attribute, level))
            .collect(),
    }
}

fn level_row(teller: &Teller<'_>, attribute: &AttributeDriver, level: &LevelFigures) -> Vec<Cell> {
    let voice = &teller.screen.voice;
    let hidden = level.n == 0;
    let name = if level.value.is_empty() {
        voice.count("driver-level-rare", u64::from(level.values), &[])
    } else {
        level.value.clone()
    };
    // A single value leads to its own page of drivers; a range can't be filtered by.
    let link = (level.values == 1 && !hidden && !level.value.is_empty()).then(|| {
        let dim = Dim::Attribute(attribute.name.clone());
        let within = teller.screen.results.asked.only(&dim, &level.value);
        teller.screen.results_at(&within)
    });
    let number = |value: Option<f64>, decimals| match value {
        Some(value) => Cell::number(voice.number(value, decimals), value),
        None => Cell::text(if hidden { "" } else { "–" }),
    };
    let mark = if hidden {
        "hidden"
    } else if level.n < FEW {
        "few"
    } else {
        ""
    };
    let range = level.nps_ci95.map(|[low, high]| {
        let ends = [low, high].map(|end| voice.number(end.clamp(-100.0, 100.0), 0));
        format!("{} – {}", ends[0], ends[1])
    });
    let n = if hidden {
        Cell::text("")
    } else {
        Cell::number(voice.whole(level.n), level.n as f64)
    };
    vec![
        Cell::text(name).to(link),
        number(level.nps, 0).marked(mark),
        Cell::text(range.unwrap_or_default()),
        number(level.mean, 1),
        n,
    ]
}

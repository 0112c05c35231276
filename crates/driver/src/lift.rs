//! The what-if panel: a slider per driver, and what becomes of the NPS.

use analysis::WhatIf;
use serde::Serialize;
use serde_json::{Value, json};

use crate::wanted::FIELD;
use crate::words::Teller;

/// One slider.
#[derive(Clone, Debug, Serialize)]
struct Slider {
    /// Its id and its name in the form.
    id: String,
    field: String,
    /// The driver's name in addresses.
    driver: String,
    label: String,
    /// "47 % agree".
    now: String,
    /// The percentage it stands at.
    percent: String,
    /// NPS points at 100 %, and its interval; a script scales them.
    gain: f64,
    low: f64,
    high: f64,
    /// What it says at its place without a script.
    told: String,
}

/// The panel; none when nothing can be lifted.
pub(crate) fn panel(teller: &Teller<'_>) -> Option<Value> {
    let before = teller.analysis.model.nps?;
    let sliders = sliders(teller);
    if sliders.is_empty() {
        return None;
    }
    let wanted = &teller.found.wanted;
    let mut keep = teller.screen.results.asked.filter_pairs();
    keep.extend(
        wanted
            .pairs()
            .into_iter()
            .filter(|(name, _)| name != "lift"),
    );
    // The words with holes that a script fills.
    let holes = [
        ("before", "{before}"),
        ("after", "{after}"),
        ("gain", "{gain}"),
    ];
    let between = teller.say("dashboard-between", &[("low", "{low}"), ("high", "{high}")]);
    let mut args = holes.to_vec();
    args.push(("between", &between));
    let args: Vec<(&str, &str)> = args.iter().map(|(name, text)| (*name, *text)).collect();
    Some(json!({
        "sliders": sliders,
        "keep": keep,
        "before": before,
        "sentence": teller.say("driver-lift-one", &args),
        "small": teller.say("driver-lift-small", &[("gain", "{gain}"), ("between", &between)]),
        "nothing": nothing(teller, before),
        "result": result(teller),
        "any": !wanted.lifts.is_empty(),
    }))
}

fn sliders(teller: &Teller<'_>) -> Vec<Slider> {
    let drivers = teller.analysis.drivers.iter();
    let drivers = drivers.filter_map(|driver| {
        let agree = teller.screen.voice.percent(driver.agree?);
        let now = teller.say("driver-lift-agree-now", &[("agree", &agree)]);
        Some((driver.name.as_str(), driver.what_if?, now))
    });
    let attributes = teller.analysis.attributes.iter();
    let attributes = attributes.filter_map(|attribute| {
        let what_if = attribute.what_if?;
        let yes = teller.screen.voice.percent(1.0 - what_if.share_moved);
        let now = teller.say("driver-lift-yes-now", &[("yes", &yes)]);
        Some((attribute.name.as_str(), what_if, now))
    });
    let all = drivers
        .chain(attributes)
        .filter(|(_, what_if, _)| what_if.share_moved > 0.0);
    let mut sliders: Vec<Slider> = all
        .enumerate()
        .map(|(place, (name, what_if, now))| slider(teller, (place, name), &what_if, now))
        .collect();
    // The largest gain on top, as on a list of where to act.
    sliders.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    sliders
}

fn slider(
    teller: &Teller<'_>,
    (place, name): (usize, &str),
    what_if: &WhatIf,
    now: String,
) -> Slider {
    let percent = teller.found.wanted.percent(name);
    let [low, high] = what_if.ci95.unwrap_or([what_if.gain; 2]);
    Slider {
        id: format!("slider-{place}"),
        field: format!("{FIELD}{name}"),
        driver: name.to_owned(),
        label: teller.screen.question(name),
        now,
        percent: percent.to_string(),
        gain: what_if.gain,
        low,
        high,
        told: small(teller, what_if, percent / 100.0),
    }
}

/// `+4.8, between 1.6 and 8.0`
fn small(teller: &Teller<'_>, what_if: &WhatIf, share: f64) -> String {
    if share == 0.0 {
        return String::new();
    }
    let gain = teller.signed(share * what_if.gain);
    let between = tenths(teller, what_if.ci95.map(|ends| ends.map(|end| share * end)));
    teller.say(
        "driver-lift-small",
        &[("gain", &gain), ("between", &between)],
    )
}

fn tenths(teller: &Teller<'_>, ends: Option<[f64; 2]>) -> String {
    ends.map_or_else(String::new, |[low, high]| {
        let (low, high) = (teller.one(low), teller.one(high));
        teller.say("dashboard-between", &[("low", &low), ("high", &high)])
    })
}

fn nothing(teller: &Teller<'_>, before: f64) -> String {
    teller.say("driver-lift-nothing", &[("before", &teller.one(before))])
}

/// What becomes of the NPS: the finding and what belongs to it.
pub(crate) fn result(teller: &Teller<'_>) -> Value {
    let wanted = &teller.found.wanted;
    let Some(before) = teller.analysis.model.nps else {
        return Value::Null;
    };
    match wanted.lifts.as_slice() {
        [] => json!({ "finding": nothing(teller, before), "more": [] }),
        [(name, percent)] => one(teller, name, *percent),
        _ => several(teller),
    }
}

/// One driver alone is a straight line, so its bootstrap interval is known.
fn one(teller: &Teller<'_>, name: &str, percent: f64) -> Value {
    let statement = teller.analysis.drivers.iter().find(|d| d.name == name);
    let attribute = teller.analysis.attributes.iter().find(|a| a.name == name);
    let what_if = match statement {
        Some(driver) => driver.what_if,
        None => attribute.and_then(|attribute| attribute.what_if),
    };
    let Some(what_if) = what_if else {
        return cannot(teller);
    };
    let share = percent / 100.0;
    let gain = share * what_if.gain;
    let between = tenths(teller, what_if.ci95.map(|ends| ends.map(|end| share * end)));
    let args = [
        ("before", teller.one(what_if.before)),
        ("after", teller.one(what_if.before + gain)),
        ("gain", teller.signed(gain)),
        ("between", between),
    ];
    let args: Vec<(&str, &str)> = args
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    json!({ "finding": teller.say("driver-lift-one", &args), "more": [] })
}

/// Several drivers at once, beside what they would gain each by itself.
fn several(teller: &Teller<'_>) -> Value {
    let Some(joint) = &teller.found.joint else {
        return cannot(teller);
    };
    let sum: f64 = joint.single.iter().map(|(_, gain)| gain).sum();
    let between = tenths(teller, Some(joint.ci95));
    let args = [
        ("before", teller.one(joint.before)),
        ("after", teller.one(joint.after)),
        ("gain", teller.signed(joint.gain)),
        ("between", between),
    ];
    let args: Vec<(&str, &str)> = args
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    let (sum, gain) = (teller.signed(sum), teller.signed(joint.gain));
    json!({
        "finding": teller.say("driver-lift-joint", &args),
        "more": [
            teller.say("driver-lift-sum", &[("sum", &sum), ("gain", &gain)]),
            teller.say("driver-lift-joint-interval", &[]),
        ],
    })
}

fn cannot(teller: &Teller<'_>) -> Value {
    json!({ "finding": teller.say("driver-lift-cannot", &[]), "more": [] })
}

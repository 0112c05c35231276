//! How the figures came about, in sentences: whose answers, what is missing, where intervals come
//! from.

use analysis::{Importance, LmgInterval, Method};
use dashboard::widgets::filters::Choice;
use serde_json::{Value, json};
use survey::rotation::Cost;

use crate::rows::unit;
use crate::words::Teller;

/// The sentences, and the switch of the method.
pub(crate) fn method(teller: &Teller<'_>) -> Value {
    json!({
        "sentences": sentences(teller),
        "choices": choices(teller),
    })
}

fn sentences(teller: &Teller<'_>) -> Vec<String> {
    let (voice, analysis) = (&teller.screen.voice, teller.analysis);
    let model = &analysis.model;
    let (n, complete) = (voice.whole(model.n), voice.whole(model.n_listwise));
    let mut all = Vec::new();
    if model.r2.is_some() {
        // Listwise rests on those who answered all that takes part, which may be more people.
        let (key, complete) = if model.method == Method::Em.as_str() {
            ("driver-method-em", &complete)
        } else {
            ("driver-method-listwise", &n)
        };
        all.push(teller.say(key, &[("n", &n), ("complete", complete)]));
    }
    if let (Some(r2), Some(listwise)) = (model.r2, model.r2_listwise) {
        let (r2, listwise) = (voice.number(r2, 3), voice.number(listwise, 3));
        all.push(teller.say("driver-method-r2", &[("r2", &r2), ("listwise", &listwise)]));
    }
    match model.importance {
        Some(Importance::Lmg) => all.push(teller.say("driver-method-lmg", &[])),
        Some(Importance::Johnson) => all.push(teller.say("driver-method-johnson", &[])),
        None => {}
    }
    if model.nps.is_some() {
        let n = voice.whole(model.n_what_if);
        all.push(teller.say("driver-method-what-if", &[("n", &n)]));
    }
    all.extend(drawn(teller));
    all.extend(who(teller));
    all.extend(rotated(teller));
    all
}

/// Where the intervals come from.
fn drawn(teller: &Teller<'_>) -> Vec<String> {
    let voice = &teller.screen.voice;
    let Some(bootstrap) = teller.bootstrap() else {
        return vec![teller.say("driver-method-no-bootstrap", &[])];
    };
    let args = [
        ("replicates", voice.whole(u64::from(bootstrap.replicates))),
        ("seed", bootstrap.seed.to_string()),
        ("units", voice.whole(bootstrap.units)),
        ("unit", unit(teller, bootstrap.unit)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(n, text)| (*n, text.as_str())).collect();
    let mut all = vec![teller.say("driver-method-bootstrap", &args)];
    if bootstrap.lmg == LmgInterval::Johnson {
        all.push(teller.say("driver-method-lmg-interval", &[]));
    }
    all
}

/// Weights and accounts, as the settings of the sample name them.
fn who(teller: &Teller<'_>) -> Vec<String> {
    let named = |key: &str, name: &Option<String>| {
        let name = name.as_ref()?;
        Some(teller.say(key, &[("name", name)]))
    };
    let found = teller.found;
    let both = [
        named("driver-method-weight", &found.weight),
        named("driver-method-account", &found.account),
    ];
    both.into_iter().flatten().collect()
}

/// What planned missingness costs.
fn rotated(teller: &Teller<'_>) -> Option<String> {
    let voice = &teller.screen.voice;
    let definition = &teller.screen.results.survey.definition;
    let cost = Cost::of_definition(definition)?;
    let all = definition.drivers().count() as u64;
    let some = u64::from(definition.statements_per_respondent?);
    let args = [
        ("some", voice.whole(some)),
        ("all", voice.whole(all)),
        ("answers", voice.percent(cost.answers_share)),
        ("pairs", voice.percent(cost.pair_share)),
        ("factor", voice.number(cost.interval_factor, 1)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(n, text)| (*n, text.as_str())).collect();
    Some(teller.say("driver-method-rotated", &args))
}

/// Everybody, or only those who answered everything.
fn choices(teller: &Teller<'_>) -> Vec<Choice> {
    let wanted = &teller.found.wanted;
    [Method::Em, Method::Listwise]
        .into_iter()
        .map(|method| {
            let mut other = wanted.clone();
            other.method = method;
            let keep = other.pairs();
            let screen = teller.screen.at("drivers", &keep);
            Choice {
                label: teller.screen.voice.word(match method {
                    Method::Em => "driver-method-choose-em",
                    Method::Listwise => "driver-method-choose-listwise",
                }),
                href: format!("{}#method", screen.results_at(&teller.screen.results.asked)),
                current: wanted.method == method,
            }
        })
        .collect()
}

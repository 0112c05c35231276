//! Figures of themes in the reader's words.

use comments::Group;
use dashboard::voice::Voice;
use figures::Metric;
use stats::agreement::{NoKappa, Status};

use crate::behind::{Behind, Stands, Voices};
use crate::figures::{Agreement, Effect, FEW_MENTIONS, Gain, ThemeFigures};
use crate::rules::Fault;

/// The words of a side of an outcome: detractors, or the dissatisfied.
pub(crate) fn side(voice: &Voice<'_>, metric: Metric, group: Group) -> String {
    let family = match metric {
        Metric::Nps | Metric::Enps => "nps",
        Metric::Ces(_) => "ces",
        Metric::Csat => "csat",
        Metric::Cas => "cas",
    };
    voice.word(&format!("dashboard-class-{family}-{}", css(group)))
}

/// The class of marks and scores of a side.
pub(crate) fn css(group: Group) -> &'static str {
    match group {
        Group::Low => "detractor",
        Group::Other => "passive",
        Group::High => "promoter",
    }
}

/// What a theme does, in words.
pub(crate) fn effect(voice: &Voice<'_>, figures: &ThemeFigures) -> String {
    let points = |gain: Gain| voice.points(Metric::Nps, gain.value);
    match (figures.effect, figures.gain) {
        (Some(Effect::Costs), Some(gain)) => {
            voice.say("theme-effect-costs", &[("points", &points(gain))])
        }
        (Some(Effect::Lifts), Some(gain)) => {
            voice.say("theme-effect-lifts", &[("points", &points(gain))])
        }
        (Some(Effect::Chance), _) => voice.word("dashboard-verdict-chance"),
        (Some(Effect::Few | Effect::TooFew), _) => {
            let with: u64 = figures.sides.iter().sum();
            let need = FEW_MENTIONS.saturating_sub(with);
            if need > 0 {
                voice.count("theme-effect-few", need, &[])
            } else {
                voice.word("theme-effect-few-others")
            }
        }
        _ => String::new(),
    }
}

/// "between 3 and 9 points": of a theme that lifts, how much it lifts.
pub(crate) fn between(voice: &Voice<'_>, gain: Gain) -> String {
    let [low, high] = gain.ci95.map(|end| voice.number(end, 0));
    voice.say("dashboard-between", &[("low", &low), ("high", &high)])
}

/// Who speaks of a theme, in words; `name` is that of the customer who wrote most. None where
/// nobody stands out.
pub(crate) fn voices(
    voice: &Voice<'_>,
    (behind, comments, customers): (&Behind, u64, u64),
    name: Option<&str>,
) -> Option<String> {
    let all = voice.whole(comments);
    let most = voice.whole(behind.most_comments);
    let (key, count) = match (behind.voices, name) {
        (Voices::OneLoud, Some(name)) => {
            let args = [("name", name), ("most", &most), ("all", &all)];
            return Some(voice.say("theme-voices-loud-named", &args));
        }
        (Voices::OneLoud, None) => ("theme-voices-loud", 1),
        (Voices::Few, _) => ("theme-voices-few", behind.most_customers),
        (Voices::Quiet, _) => ("theme-voices-quiet", customers),
        (Voices::Mixed, _) => return None,
    };
    Some(voice.count(key, count, &[("most", &most), ("all", &all)]))
}

/// An amount: without decimals when it is large or whole.
pub(crate) fn amount(voice: &Voice<'_>, value: f64) -> String {
    let is_plain = value.abs() >= 1000.0 || (value - value.round()).abs() < 1e-9;
    voice.number(value, if is_plain { 0 } else { 2 })
}

/// What is behind an amount: its share, and how many customers it leaves out.
pub(crate) fn amount_of(voice: &Voice<'_>, stands: &Stands) -> String {
    let share = stands.share.map(|share| {
        let share = voice.percent(share);
        voice.say("theme-value-share", &[("share", &share)])
    });
    let without =
        (stands.without > 0).then(|| voice.count("theme-value-without", stands.without, &[]));
    let said: Vec<String> = share.into_iter().chain(without).collect();
    said.join(", ")
}

/// Agreement of rules and people: its figure and what it says.
pub(crate) fn agreement(voice: &Voice<'_>, agreement: &Agreement) -> (Option<String>, String) {
    let n = agreement.n();
    match agreement.kappa() {
        Err(NoKappa::Nothing) => (None, voice.word("theme-kappa-none")),
        Err(NoKappa::OneCategory) => (None, voice.count("theme-kappa-same", n, &[])),
        Ok(kappa) => match (kappa.status, kappa.ci95) {
            (Status::Shown, Some([low, high])) => {
                let [low, high] = [low, high].map(|end| voice.number(end, 2));
                let args = [("low", low.as_str()), ("high", &high)];
                let words = voice.count("theme-kappa-between", n, &args);
                (Some(voice.number(kappa.value, 2)), words)
            }
            (Status::Few, Some([low, high])) => {
                let [low, high] = [low, high].map(|end| voice.number(end, 2));
                let args = [("low", low.as_str()), ("high", &high)];
                (None, voice.count("theme-kappa-few", n, &args))
            }
            _ => (None, voice.count("theme-kappa-one-sided", n, &[])),
        },
    }
}

/// What is wrong with a theme, in words.
pub(crate) fn fault(voice: &Voice<'_>, fault: &Fault) -> String {
    match fault {
        Fault::NoName => voice.word("theme-fault-no-name"),
        Fault::WrongName => {
            let max = crate::model::NAME_MAX.to_string();
            voice.say("theme-fault-wrong-name", &[("max", &max)])
        }
        Fault::NameTaken => voice.word("theme-fault-name-taken"),
        Fault::LongRules => voice.word("theme-fault-long-rules"),
        Fault::Rule(error) => {
            let character = match error.mistake {
                comments::Mistake::Character(c) => c.to_string(),
                _ => String::new(),
            };
            let what = voice.say(
                &format!("theme-mistake-{}", error.mistake.code()),
                &[("character", &character)],
            );
            let line = error.line.to_string();
            let args = [
                ("line", line.as_str()),
                ("text", &error.text),
                ("what", &what),
            ];
            if error.text.is_empty() {
                what
            } else {
                voice.say("theme-fault-rule", &args)
            }
        }
    }
}

//! Somebody's own results in words, for their home and their coaching page; the template is
//! `coaching/_own.html`.

use dashboard::said::Said;
use dashboard::voice::Voice;
use serde::Serialize;
use stats::Verdict;

use crate::own::{Estimate, OWN_MIN, Own};

/// Own results in one survey.
#[derive(Clone, Debug, Serialize)]
pub struct OwnCard {
    /// The survey.
    pub survey_id: String,
    /// Its title.
    pub title: String,
    /// "NPS", when there is one.
    pub metric: Option<String>,
    /// "24 answers".
    pub n: String,
    /// "38", when enough answered.
    pub value: Option<String>,
    /// "between 20 and 55".
    pub interval: Option<String>,
    /// How the estimate is made, or why there is none.
    pub about: String,
    /// What became of it, compared with the own past alone.
    pub trend: Option<String>,
    /// More than chance.
    pub changed: bool,
    /// What customers wrote.
    pub comments: Vec<SaidCard>,
    /// What of it praises.
    pub compliments: Vec<SaidCard>,
}

/// What one customer said.
#[derive(Clone, Debug, Serialize)]
pub struct SaidCard {
    /// The survey.
    pub survey_id: String,
    /// The response.
    pub response_id: String,
    /// The score, if one was given.
    pub score: Option<u8>,
    /// Its class.
    pub class: &'static str,
    /// The class in words.
    pub class_name: String,
    /// What was said.
    pub texts: Vec<(Option<String>, String)>,
    /// When.
    pub date: String,
}

/// What one customer said, in words.
pub fn said(voice: Voice<'_>, said: &Said) -> SaidCard {
    SaidCard {
        survey_id: said.survey_id.clone(),
        response_id: said.response_id.clone(),
        score: said.score,
        class: said.class,
        class_name: said.class_name.clone(),
        texts: said.texts.clone(),
        date: voice.day(said.day),
    }
}

/// Own results in words.
pub fn own(voice: Voice<'_>, own: &Own) -> OwnCard {
    let survey = &own.results.survey;
    let shown = own.metric.zip(own.estimate);
    let cards = |all: &[Said]| all.iter().map(|one| said(voice, one)).collect();
    OwnCard {
        survey_id: survey.survey_id.clone(),
        title: voice.text(survey, &survey.definition.title).to_owned(),
        metric: own.metric.map(|metric| voice.metric(metric)),
        n: voice.count("coaching-own-n", own.n, &[]),
        value: shown.map(|(metric, estimate)| voice.value(metric, estimate.value)),
        interval: shown.map(|(metric, estimate)| voice.between(metric, estimate.ci95)),
        about: about(voice, own),
        trend: trend(voice, own),
        changed: own
            .change
            .is_some_and(|change| matches!(change.verdict, Verdict::Rose | Verdict::Fell)),
        comments: cards(&own.comments),
        compliments: cards(&own.compliments),
    }
}

fn about(voice: Voice<'_>, own: &Own) -> String {
    match own.estimate {
        None if own.metric.is_none() => voice.word("coaching-own-no-figure"),
        None => {
            let need = OWN_MIN.saturating_sub(own.n).max(1);
            voice.count("coaching-own-few", need, &[])
        }
        Some(Estimate { own: None, .. }) => voice.word("coaching-own-alone"),
        Some(Estimate {
            own: Some(part), ..
        }) => {
            let part = voice.percent(part);
            voice.say("coaching-own-shrunken", &[("part", &part)])
        }
    }
}

/// The own past against the own present.
fn trend(voice: Voice<'_>, own: &Own) -> Option<String> {
    own.estimate?;
    let metric = own.metric?;
    let Some(change) = own.change else {
        return Some(voice.word("coaching-trend-none"));
    };
    let hides = own.results.privacy().hides();
    let months = if hides { "-months" } else { "" };
    Some(match change.verdict {
        Verdict::TooFew { need } => voice.count("coaching-trend-few", need, &[]),
        Verdict::NotMoreThanChance => voice.word(&format!("coaching-trend-chance{months}")),
        verdict => {
            let points = voice.points(metric, change.difference);
            let key = format!("coaching-trend-{}{months}", verdict.as_str());
            voice.say(&key, &[("points", &points)])
        }
    })
}

//! What every widget of a results page gets: the counts, the voice, the addresses; and the shapes
//! they have in common.

use facts::Key;
use figures::{Change, Counts, Figure, Metric};
use serde::Serialize;

use crate::filter::{Asked, By, Dim, address};
use crate::periods;
use crate::results::Results;
use crate::voice::{Voice, on_scale};

/// The results page's part of an address.
const RESULTS: &str = "results";

/// One page of figures in the making.
#[derive(Clone, Copy)]
pub struct Screen<'a> {
    /// The reader's language.
    pub voice: Voice<'a>,
    /// The counts.
    pub results: &'a Results,
    /// Which page of the survey this is: the last part of its address.
    pub page: &'a str,
    /// The page's own parameters, kept when the filter changes.
    pub keep: &'a [(String, String)],
}

impl<'a> Screen<'a> {
    /// A results page.
    pub fn new(voice: Voice<'a>, results: &'a Results) -> Self {
        Self {
            voice,
            results,
            page: RESULTS,
            keep: &[],
        }
    }

    /// Another page of the survey, with its own parameters.
    #[must_use]
    pub fn at(self, page: &'a str, keep: &'a [(String, String)]) -> Self {
        Self { page, keep, ..self }
    }
}

impl Screen<'_> {
    /// The address of this page with this filter, split and trend.
    pub fn results_at(&self, asked: &Asked) -> String {
        let mut pairs = asked.pairs();
        pairs.extend_from_slice(self.keep);
        address(&self.action(), &pairs)
    }

    /// The address of this page without any parameter.
    pub fn action(&self) -> String {
        format!("/surveys/{}/{}", self.results.survey.survey_id, self.page)
    }

    /// The address of a chart of this page as a file.
    pub fn chart_at(&self, name: &str, extension: &str) -> String {
        let mut pairs = self.results.asked.pairs();
        pairs.extend_from_slice(self.keep);
        let charts = if self.has_steps() {
            format!("/surveys/{}/charts", self.results.survey.survey_id)
        } else {
            format!("{}/charts", self.action())
        };
        address(&format!("{charts}/{name}.{extension}"), &pairs)
    }

    /// Whether split and steps can be chosen here.
    pub fn has_steps(&self) -> bool {
        self.page == RESULTS
    }

    /// That whole months were counted in place of the days that were asked for, if so.
    pub fn widened(&self) -> Option<String> {
        let asked = &self.results.asked;
        let period = self.voice.window((asked.from, asked.to));
        self.results.widened.then(|| {
            self.voice
                .say("dashboard-period-widened", &[("period", &period)])
        })
    }

    /// The address of the answers behind a figure, where they may be read.
    pub fn answers_at(&self, asked: &Asked, more: &[(&str, &str)]) -> Option<String> {
        if !self.results.shows_answers() || self.results.hidden {
            return None;
        }
        let mut pairs = asked.filter_pairs();
        pairs.extend(
            more.iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        Some(address(
            &format!("/surveys/{}/responses", self.results.survey.survey_id),
            &pairs,
        ))
    }

    /// The filter narrowed to one group or step.
    pub fn within(&self, by: &By, key: &Key) -> Asked {
        let asked = &self.results.asked;
        match (by, key) {
            (_, Key::Period { period, start_day }) => {
                let (first, last) = periods::days(*period, *start_day);
                asked.within(first, last)
            }
            (By::Dim(dim), Key::Value(value)) => {
                asked.only(dim, value.as_deref().unwrap_or_default())
            }
            (By::Period(_), Key::Value(_)) => asked.clone(),
        }
    }

    /// A group in words.
    pub fn group(&self, by: &By, key: &Key) -> String {
        let dim = match by {
            By::Dim(dim) => Some(dim),
            By::Period(_) => None,
        };
        self.voice.key(dim, key)
    }

    /// A wave or period in a sentence: "wave 2017-10", "March 2026".
    pub fn step(by: &By, label: &str) -> String {
        match by {
            By::Dim(Dim::Attribute(name)) => format!("{name} {label}"),
            _ => label.to_owned(),
        }
    }

    /// The wording of a question.
    pub fn question(&self, key: &str) -> String {
        self.voice.question(&self.results.survey, key)
    }

    /// The wording of a question inside a sentence: without the mark at its own end.
    pub fn in_sentence(&self, key: &str) -> String {
        self.question(key)
            .trim_end_matches(['.', '?', '!', ' '])
            .to_owned()
    }

    /// Keys of the drivers, in the order of the tables.
    pub fn drivers(&self) -> Vec<&str> {
        self.results
            .survey
            .definition
            .drivers()
            .map(|q| q.key.as_str())
            .collect()
    }

    /// The frame of a chart.
    pub fn frame(&self, id: &str, title: &str, description: &str) -> charts::Frame {
        charts::Frame::new(id, title, description).locale(self.voice.locale())
    }

    /// A figure as a tile, with what became of it since an earlier point.
    pub fn tile(&self, name: String, figure: &Figure, since: Option<(&str, &Change)>) -> Tile {
        let voice = &self.voice;
        let metric = figure.metric;
        Tile {
            name,
            value: figure.value.map(|value| voice.value(metric, value)),
            interval: figure.ci95.map(|ci95| voice.between(metric, ci95)),
            n: voice.count("dashboard-n", figure.n, &[]),
            few: figure.few,
            verdict: since.map(|(before, change)| self.since(metric, before, change)),
            changed: since.is_some_and(|(_, change)| is_changed(change)),
        }
    }
}

impl Screen<'_> {
    fn since(&self, metric: Metric, before: &str, change: &Change) -> String {
        let verdict = self.voice.verdict(metric, change);
        match change.verdict {
            stats::Verdict::TooFew { .. } => verdict,
            _ => {
                let args = [("verdict", verdict.as_str()), ("before", before)];
                self.voice.say("dashboard-verdict-since", &args)
            }
        }
    }
}

/// Whether a change is more than chance.
pub fn is_changed(change: &Change) -> bool {
    matches!(change.verdict, stats::Verdict::Rose | stats::Verdict::Fell)
}

/// A figure: number, interval, n, verdict.
#[derive(Clone, Debug, Serialize)]
pub struct Tile {
    /// What it is.
    pub name: String,
    /// None when there are no answers or too few for a number.
    pub value: Option<String>,
    /// "between 38 and 49".
    pub interval: Option<String>,
    /// "623 answers".
    pub n: String,
    /// Too few answers for a claim.
    pub few: bool,
    /// In words.
    pub verdict: Option<String>,
    /// More than chance.
    pub changed: bool,
}

/// The unit in which charts draw a metric.
pub fn unit(metric: Metric) -> charts::Unit {
    match metric {
        Metric::Nps | Metric::Enps => charts::Unit::Points,
        Metric::Ces(_) => charts::Unit::Mean { min: 1.0, max: 5.0 },
        Metric::Csat | Metric::Cas => charts::Unit::Share,
    }
}

/// A figure as charts take it; the interval of a single answer is the answer.
pub fn estimate(figure: &Figure) -> Option<charts::Estimate> {
    let value = figure.value?;
    let [low, high] = on_scale(figure.metric, figure.ci95.unwrap_or([value, value]));
    Some(charts::Estimate::new(value, low, high))
}

/// The counts of one table as if it were the outcome, for the figures of further questions.
pub fn as_outcome(counts: &Counts, table: usize) -> Counts {
    let mut alone = Counts {
        drivers: Vec::new(),
        ..counts.clone()
    };
    alone.outcome = counts.drivers[table].by_code();
    alone
}

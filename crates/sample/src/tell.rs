//! Who answered, in words and pictures of the reader's language: findings first, then figures,
//! then tables. One file per part of the page.

mod accounts;
mod compared;
mod late;
mod plan;
mod population;
mod rate;
mod rotated;
mod ways;
mod weights;

use dashboard::picture::{Picture, Shown, Table};
use dashboard::screen::{Screen, Tile};
use figures::Metric;
use serde::Serialize;

use crate::plan::Unit;
use crate::service::Told;

pub(crate) use plan::planner;

/// A part of the page.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Section {
    /// Its id on the page.
    pub(crate) id: &'static str,
    /// What it is about.
    pub(crate) title: String,
    /// What it says, in a sentence.
    pub(crate) finding: String,
    /// Further sentences.
    pub(crate) more: Vec<String>,
    /// Something is wrong or hidden: the finding is a notice.
    pub(crate) notice: bool,
    /// Its figures.
    pub(crate) tiles: Vec<Tile>,
    /// Its picture.
    pub(crate) picture: Option<Shown>,
    /// Its tables.
    pub(crate) tables: Vec<Titled>,
    /// Its explanations: keys after `explain-`.
    pub(crate) explain: Vec<&'static str>,
}

/// A table with its name.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Titled {
    /// What it shows.
    pub(crate) title: String,
    /// The table.
    pub(crate) table: Table,
}

/// The words of one survey's sample.
#[derive(Clone, Copy)]
pub(crate) struct Teller<'a> {
    /// Voice, counts and addresses.
    pub(crate) screen: &'a Screen<'a>,
    /// What is told.
    pub(crate) told: &'a Told,
    /// What is measured.
    pub(crate) metric: Metric,
}

/// The sentences at the top of the page: the level, then what most changes how to read it.
pub(crate) fn findings(teller: &Teller<'_>) -> Vec<String> {
    let told = teller.told;
    let first = [
        ways::level(teller),
        plan::visible(teller),
        plan::target(teller),
    ];
    let sections = [
        weights::section(teller).filter(|_| told.weights.as_ref().is_some_and(weights::tells)),
        accounts::section(teller).filter(|_| told.accounts.as_ref().is_some_and(accounts::tells)),
        population::section(teller),
        late::section(teller).filter(|_| told.late.as_ref().is_some_and(late::tells)),
    ];
    let told = sections
        .into_iter()
        .flatten()
        .map(|section| section.finding);
    first.into_iter().flatten().chain(told).collect()
}

/// All parts of the page but planner and settings.
pub(crate) fn sections(teller: &Teller<'_>) -> Vec<Section> {
    [
        ways::section(teller),
        weights::section(teller),
        accounts::section(teller),
        population::section(teller),
        late::section(teller),
        rate::section(teller),
        rotated::section(teller),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The picture with this name in its address.
pub(crate) fn picture<'a>(teller: &'a Teller<'a>, name: &str) -> Option<Picture<'a>> {
    match name {
        "ways" => ways::picture(teller),
        "thirds" => late::picture(teller),
        _ => None,
    }
}

impl Teller<'_> {
    fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.screen.voice.say(key, args)
    }

    fn count(&self, key: &str, count: u64, args: &[(&str, &str)]) -> String {
        self.screen.voice.count(key, count, args)
    }

    fn word(&self, key: &str) -> String {
        self.screen.voice.word(key)
    }

    fn value(&self, value: f64) -> String {
        self.screen.voice.value(self.metric, value)
    }

    fn between(&self, ci95: [f64; 2]) -> String {
        self.screen.voice.between(self.metric, ci95)
    }

    fn name(&self) -> String {
        self.screen.voice.metric(self.metric)
    }

    fn whole(&self, number: u64) -> String {
        self.screen.voice.whole(number)
    }

    /// A number of answers that is no count: as many as would tell as much.
    fn about(&self, number: f64) -> String {
        self.whole(number.max(0.0).round() as u64)
    }

    /// "3 points higher", "3 points lower", or "the same".
    fn moved(&self, difference: f64) -> String {
        let points = self.screen.voice.points(self.metric, difference);
        if self.value(difference.abs()) == self.value(0.0) {
            return self.word("sample-same");
        }
        let key = if difference > 0.0 {
            "sample-higher"
        } else {
            "sample-lower"
        };
        self.say(key, &[("points", &points)])
    }

    /// A difference with its sign, as one end of an interval: "−51", "+1".
    fn difference(&self, difference: f64) -> String {
        let written = self.value(difference);
        let is_more = difference > 0.0 && written != self.value(0.0);
        if is_more {
            format!("+{written}")
        } else {
            written
        }
    }

    fn unit(&self) -> Unit {
        Unit::of(self.metric)
    }
}

impl Section {
    /// A part with nothing but a sentence.
    fn new(teller: &Teller<'_>, id: &'static str, finding: String) -> Self {
        Self {
            id,
            title: teller.word(&format!("sample-{id}-title")),
            finding,
            ..Self::default()
        }
    }

    /// The same as a notice.
    fn noticed(self) -> Self {
        Self {
            notice: true,
            ..self
        }
    }
}

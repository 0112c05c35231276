//! A movement in sentences of the reader's language: what moved, from what to what, since when, how
//! sure, and where.

use dashboard::filter::{Asked, By, Dim};
use dashboard::screen::Screen;
use dashboard::voice::Voice;
use figures::Metric;
use stats::control::{Direction, Kind};

use crate::model::{Series, What};
use crate::place::{Name, Split};
use crate::rules::{Against, Judged, Status};
use crate::service::Movement;

/// Rarer than once in so many times is not said more exactly.
const RAREST: f64 = 1000.0;

/// Tells a survey's movement.
#[derive(Clone, Copy)]
pub(crate) struct Teller<'a> {
    /// The page.
    pub(crate) screen: Screen<'a>,
    /// What moved.
    pub(crate) movement: &'a Movement,
}

impl<'a> Teller<'a> {
    /// A teller in the language of `voice`.
    pub(crate) fn new(voice: Voice<'a>, movement: &'a Movement) -> Self {
        Self {
            screen: Screen::new(voice, &movement.results).at("movement", &movement.keep),
            movement,
        }
    }

    fn voice(&self) -> Voice<'a> {
        self.screen.voice
    }

    /// The name of a series inside a sentence.
    pub(crate) fn name(&self, series: &Series) -> String {
        let (voice, metric) = (self.voice(), series.measure.metric());
        let question = || self.screen.in_sentence(&series.question);
        match &series.what {
            What::Outcome => voice.metric(metric),
            What::Further => {
                let args = [("metric", voice.metric(metric)), ("question", question())];
                self.say("movement-name-further", &args)
            }
            What::Driver => self.say("movement-name-driver", &[("question", question())]),
            What::Segment { dim, value } => {
                let args = [
                    ("metric", voice.metric(metric)),
                    ("segment", self.segment(dim, value)),
                ];
                self.say("movement-name-segment", &args)
            }
        }
    }

    /// "industry Retail"
    pub(crate) fn segment(&self, dim: &Dim, value: &str) -> String {
        let voice = self.voice();
        format!("{} {}", voice.dim(dim), voice.value_of(Some(dim), value))
    }

    /// A step in words.
    pub(crate) fn step(&self, step: usize) -> String {
        let by = &self.movement.steps.by;
        Screen::step(by, &self.label(step))
    }

    /// A step in words, short.
    pub(crate) fn label(&self, step: usize) -> String {
        let steps = &self.movement.steps;
        self.screen.group(&steps.by, &steps.all[step].key)
    }

    /// What moved, from what to what, and since when.
    pub(crate) fn sentence(&self, i: usize) -> String {
        let (series, judged) = (&self.movement.series[i], &self.movement.judged[i]);
        let (Some(moved), Some(before)) = (judged.moved(), judged.before) else {
            return self.verdict(judged);
        };
        let metric = series.measure.metric();
        let voice = self.voice();
        let value = |value: Option<f64>| {
            let value = value.map(|value| voice.value(metric, value));
            value.unwrap_or_default()
        };
        let args = [
            ("name", self.name(series)),
            ("points", voice.points(metric, moved.difference)),
            ("from", value(moved.from)),
            ("to", value(moved.to)),
            ("before", self.step(before)),
            ("after", self.latest()),
            ("since", self.step(judged.since)),
        ];
        let against = judged.against.unwrap_or(Against::Previous).as_str();
        let verb = match judged.direction {
            Some(Direction::Down) => "fell",
            _ => "rose",
        };
        let told = capital(&self.say(&format!("movement-{verb}-{against}"), &args));
        let began = judged.since < self.movement.steps.latest.unwrap_or_default();
        if against == Against::Baseline.as_str() && began {
            format!("{told} {}", self.say("movement-since", &args[6..]))
        } else {
            told
        }
    }

    /// The same in a few words.
    pub(crate) fn lead(&self, i: usize) -> String {
        let (series, judged) = (&self.movement.series[i], &self.movement.judged[i]);
        let Some(moved) = judged.moved() else {
            return self.verdict(judged);
        };
        let (voice, metric) = (self.voice(), series.measure.metric());
        let to = moved.to.map(|value| voice.value(metric, value));
        let args = [
            ("name", self.name(series)),
            ("points", voice.points(metric, moved.difference)),
            ("to", to.unwrap_or_default()),
            ("after", self.latest()),
            ("since", self.step(judged.since)),
        ];
        let key = match (judged.direction, judged.against) {
            (Some(Direction::Down), Some(Against::Drift)) => "movement-lead-fell-drift",
            (_, Some(Against::Drift)) => "movement-lead-rose-drift",
            (Some(Direction::Down), _) => "movement-lead-fell",
            _ => "movement-lead-rose",
        };
        capital(&self.say(key, &args))
    }

    /// The step that is judged.
    pub(crate) fn latest(&self) -> String {
        let latest = self.movement.steps.latest;
        latest.map_or_else(String::new, |latest| self.step(latest))
    }

    /// The size of the movement with its interval.
    pub(crate) fn difference(&self, i: usize) -> Option<String> {
        let metric = self.movement.series[i].measure.metric();
        let moved = self.movement.judged[i].moved()?;
        let [low, high] = moved.ci95.map(|end| self.signed(metric, end, 0));
        let args = [
            ("difference", self.signed(metric, moved.difference, 0)),
            ("low", low),
            ("high", high),
        ];
        Some(self.say("movement-difference", &args))
    }

    /// How sure it is.
    pub(crate) fn sure(&self, i: usize) -> Option<String> {
        let judged = &self.movement.judged[i];
        let looked_at = self.movement.looked_at() as u64;
        if judged.status == Status::Watch {
            return Some(self.voice().count("movement-sure-watch", looked_at, &[]));
        }
        let p = judged.p_holm.filter(|_| judged.status == Status::Alarm)?;
        let times = (1.0 / p.max(1e-12)).floor();
        let key = if times >= RAREST {
            "movement-sure-very"
        } else {
            "movement-sure"
        };
        let times = self.voice().number(times.min(RAREST), 0);
        Some(self.voice().count(key, looked_at, &[("times", &times)]))
    }

    /// Where an alarm of all answers moved.
    pub(crate) fn place(&self, i: usize) -> Option<String> {
        let series = &self.movement.series[i];
        if matches!(series.what, What::Segment { .. }) {
            return None;
        }
        match self.movement.place(i) {
            Some(split) => self.found(i, split),
            None if self.movement.splits.is_empty() => None,
            None => Some(self.voice().word("movement-place-none")),
        }
    }

    /// The place a split of series `i` names; none when it names none. Of a slow drift it says
    /// between which periods that is, because it is another difference than that of the average.
    pub(crate) fn found(&self, i: usize, split: &Split) -> Option<String> {
        let place = self.named(&self.movement.series[i], split)?;
        let judged = &self.movement.judged[i];
        let sides = self.movement.sides(i)?;
        if judged.against != Some(Against::Drift) || !sides.are_many() {
            return Some(place);
        }
        let metric = self.movement.series[i].measure.metric();
        let args = [
            ("since", self.step(sides.begin)),
            (
                "points",
                self.voice().points(metric, split.whole.difference),
            ),
        ];
        let told = self.say("movement-place-drift", &args);
        Some(format!("{told} {place}"))
    }

    fn named(&self, series: &Series, split: &Split) -> Option<String> {
        let (voice, metric) = (self.voice(), series.measure.metric());
        let whole = voice.points(metric, split.whole.difference);
        if split.by_mix {
            let args = [
                ("dim", voice.dim(&split.dim)),
                ("part", self.size(metric, split.whole.mix)),
                ("whole", whole),
            ];
            return Some(self.say("movement-place-mix", &args));
        }
        let named: Vec<_> = split.named.iter().map(|&i| &split.rows[i]).collect();
        let first = named.first()?;
        let part: f64 = named.iter().map(|row| row.part.within).sum();
        let values: Vec<String> = named
            .iter()
            .map(|row| self.row(&split.dim, &row.name))
            .collect();
        let value = |value: Option<f64>| {
            let value = value.map(|value| voice.value(metric, value));
            value.unwrap_or_default()
        };
        let args = [
            ("dim", voice.dim(&split.dim)),
            ("values", values.join(", ")),
            ("from", value(first.part.before)),
            ("to", value(first.part.after)),
            ("part", self.size(metric, part)),
            ("whole", whole),
        ];
        let key = if named.len() == 1 {
            "movement-place-one"
        } else {
            "movement-place-many"
        };
        Some(self.say(key, &args))
    }

    /// The values of a row in words.
    pub(crate) fn row(&self, dim: &Dim, name: &Name) -> String {
        let voice = self.voice();
        match name {
            Name::Value(None) => voice.word("dashboard-no-value"),
            Name::Value(Some(value)) => voice.value_of(Some(dim), value),
            Name::Others(count) => voice.count("movement-others", *count as u64, &[]),
            Name::Hidden => voice.word("movement-hidden-row"),
        }
    }

    /// The verdict in a word or two.
    pub(crate) fn verdict(&self, judged: &Judged) -> String {
        let voice = self.voice();
        match judged.status {
            Status::Alarm if judged.direction == Some(Direction::Down) => {
                voice.word("movement-verdict-fell")
            }
            Status::Alarm => voice.word("movement-verdict-rose"),
            Status::Watch => voice.word("movement-verdict-watch"),
            Status::Quiet => voice.word("dashboard-verdict-chance"),
            Status::TooFew { need } => voice.count("dashboard-verdict-few", need, &[]),
            Status::Nothing => voice.word("dashboard-verdict-first"),
        }
    }

    /// What made a period stand out.
    pub(crate) fn signal(&self, kind: Kind) -> String {
        let key = match kind {
            Kind::BeyondLimits => "movement-signal-limits",
            Kind::Ewma => "movement-signal-ewma",
            Kind::Cusum => "movement-signal-cusum",
        };
        self.voice().word(key)
    }

    /// The filter narrowed to a series and, if given, to a step.
    pub(crate) fn asked(&self, series: &Series, step: Option<usize>) -> Asked {
        let asked = match step {
            Some(step) => {
                let steps = &self.movement.steps;
                self.screen.within(&steps.by, &steps.all[step].key)
            }
            None => self.movement.results.asked.clone(),
        };
        match &series.what {
            What::Segment { dim, value } => asked.only(dim, value),
            _ => asked,
        }
    }

    /// The address of this page with other parameters of its own; an empty value leaves one out.
    pub(crate) fn here(&self, changed: &[(&str, &str)]) -> String {
        let mut keep: Vec<(String, String)> = self.movement.keep.clone();
        for (name, value) in changed {
            keep.retain(|(known, _)| known != name);
            if !value.is_empty() {
                keep.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        Screen {
            keep: &keep,
            ..self.screen
        }
        .results_at(&self.movement.results.asked)
    }

    /// A difference with its sign, in points of the metric, with so many more decimals than usual.
    pub(crate) fn signed(&self, metric: Metric, difference: f64, more: usize) -> String {
        let (number, decimals) = scaled(metric, difference);
        self.voice().locale().signed(number, decimals + more)
    }

    /// The size of a difference without its unit.
    fn size(&self, metric: Metric, difference: f64) -> String {
        let (number, decimals) = scaled(metric, difference);
        self.voice().number(number.abs(), decimals)
    }

    fn say(&self, key: &str, args: &[(&str, String)]) -> String {
        let args: Vec<(&str, &str)> = args
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect();
        self.voice().say(key, &args)
    }

    /// The name of a property as `where` takes it.
    pub(crate) fn where_name(dim: &Dim) -> String {
        By::Dim(dim.clone()).name()
    }
}

/// A sentence begins with a capital, whatever name it begins with.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + chars.as_str()
}

/// A difference in the unit people read, points or percentage points, and its usual decimals.
pub(crate) fn scaled(metric: Metric, difference: f64) -> (f64, usize) {
    match metric {
        Metric::Nps | Metric::Enps => (difference, 0),
        Metric::Ces(_) => (difference, 1),
        Metric::Csat | Metric::Cas => (difference * 100.0, 0),
    }
}

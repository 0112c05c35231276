//! Figures in words and numbers of the reader's language.

use facts::{Key, Period};
use figures::{Change, Figure, Metric};
use platform::clock::date_of_day;
use platform::web::{App, format_date, format_number};
use platform::words::Language;
use stats::Verdict;
use survey::{Survey, Texts};

use crate::filter::{By, Dim, period_name};

/// A number that a message counts: `one` or `other`.
type Count = u64;

/// An interval as people are shown it: a score beyond the ends of its scale does not exist. Programs
/// get it as it was computed.
pub fn on_scale(metric: Metric, ci95: [f64; 2]) -> [f64; 2] {
    let (lowest, highest) = match metric {
        Metric::Nps | Metric::Enps => (-100.0, 100.0),
        Metric::Ces(_) => (1.0, 5.0),
        Metric::Csat | Metric::Cas => (0.0, 1.0),
    };
    ci95.map(|end| end.clamp(lowest, highest))
}

/// Speaks one language about one survey.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    app: &'a App,
    /// The reader's language.
    pub language: Language,
}

impl<'a> Voice<'a> {
    /// A voice in `language`.
    pub fn new(app: &'a App, language: Language) -> Self {
        Self { app, language }
    }

    /// The message `key` with its arguments, which are texts.
    pub fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        let args: Vec<_> = args
            .iter()
            .map(|(name, text)| (*name, (*text).into()))
            .collect();
        self.app.words.say(self.language, key, &args)
    }

    /// The message `key` without arguments.
    pub fn word(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// A message about `count` things: `{ $count }` chooses the form, `{ $n }` is how it is written.
    pub fn count(&self, key: &str, count: Count, args: &[(&str, &str)]) -> String {
        let mut all: Vec<_> = vec![
            ("count", (count as f64).into()),
            ("n", self.whole(count).into()),
        ];
        all.extend(args.iter().map(|(name, text)| (*name, (*text).into())));
        self.app.words.say(self.language, key, &all)
    }

    /// A whole number.
    pub fn whole(&self, number: u64) -> String {
        self.number(number as f64, 0)
    }

    /// A number with decimals.
    pub fn number(&self, number: f64, decimals: usize) -> String {
        format_number(self.language, number, decimals)
    }

    /// A share as a percentage.
    pub fn percent(&self, share: f64) -> String {
        self.locale().percent(share, 0)
    }

    /// How charts write numbers.
    pub fn locale(&self) -> charts::Locale {
        charts::Locale::of(self.language.code())
    }

    /// A day.
    pub fn day(&self, day: i32) -> String {
        format_date(self.language, day)
    }

    /// A period by its first and its last day.
    pub fn window(&self, days: (Option<i32>, Option<i32>)) -> String {
        match days {
            (None, None) => self.word("dashboard-period-all"),
            (Some(from), None) => self.say("dashboard-period-from", &[("from", &self.day(from))]),
            (None, Some(to)) => self.say("dashboard-period-to", &[("to", &self.day(to))]),
            (Some(from), Some(to)) => format!("{} – {}", self.day(from), self.day(to)),
        }
    }

    /// A text of the survey in the reader's language, if it has it.
    pub fn text<'t>(&self, survey: &'t Survey, texts: &'t Texts) -> &'t str {
        survey.definition.say(texts, self.language.code())
    }

    /// The wording of a question, or its key.
    pub fn question(&self, survey: &Survey, key: &str) -> String {
        let text = survey
            .definition
            .question(key)
            .map(|q| self.text(survey, &q.text));
        text.filter(|text| !text.is_empty())
            .unwrap_or(key)
            .to_owned()
    }

    /// The name of a metric.
    pub fn metric(&self, metric: Metric) -> String {
        self.word(&format!("dashboard-metric-{}", metric.as_str()))
    }

    /// A value of a metric: `44`, `3.9`, `78 %`.
    pub fn value(&self, metric: Metric, value: f64) -> String {
        match metric {
            Metric::Nps | Metric::Enps => self.number(value, 0),
            Metric::Ces(_) => self.number(value, 1),
            Metric::Csat | Metric::Cas => self.percent(value),
        }
    }

    /// `between 38 and 49`, cut at the ends of the scale.
    pub fn between(&self, metric: Metric, ci95: [f64; 2]) -> String {
        let [low, high] = on_scale(metric, ci95).map(|end| self.value(metric, end));
        self.say("dashboard-between", &[("low", &low), ("high", &high)])
    }

    /// A size of a difference: `6 points`, `0.3`, `5 percentage points`.
    pub fn points(&self, metric: Metric, difference: f64) -> String {
        let size = difference.abs();
        match metric {
            Metric::Nps | Metric::Enps => {
                let n = self.number(size, 0);
                self.count_text("dashboard-points", size.round() as u64, &n)
            }
            Metric::Ces(_) => self.number(size, 1),
            Metric::Csat | Metric::Cas => {
                let n = self.number(size * 100.0, 0);
                self.count_text(
                    "dashboard-percentage-points",
                    (size * 100.0).round() as u64,
                    &n,
                )
            }
        }
    }

    fn count_text(&self, key: &str, count: Count, written: &str) -> String {
        self.app.words.say(
            self.language,
            key,
            &[("count", (count as f64).into()), ("n", written.into())],
        )
    }

    /// A figure in one line: "NPS 44, between 38 and 49, n = 623"; few answers give no bare number.
    pub fn figure(&self, figure: &Figure) -> String {
        let n = self.whole(figure.n);
        match (figure.value, figure.ci95) {
            (Some(value), Some(ci95)) => self.say(
                "dashboard-figure-line",
                &[
                    ("metric", &self.metric(figure.metric)),
                    ("value", &self.value(figure.metric, value)),
                    ("between", &self.between(figure.metric, ci95)),
                    ("n", &n),
                ],
            ),
            (Some(value), None) => self.say(
                "dashboard-figure-alone",
                &[("value", &self.value(figure.metric, value)), ("n", &n)],
            ),
            _ => self.word("dashboard-no-answers"),
        }
    }

    /// A verdict in words: rose, fell, not more than chance, or how many answers are needed.
    pub fn verdict(&self, metric: Metric, change: &Change) -> String {
        let points = self.points(metric, change.difference);
        match change.verdict {
            Verdict::Rose => self.say("dashboard-verdict-rose", &[("points", &points)]),
            Verdict::Fell => self.say("dashboard-verdict-fell", &[("points", &points)]),
            Verdict::NotMoreThanChance => self.word("dashboard-verdict-chance"),
            Verdict::TooFew { need } => self.count("dashboard-verdict-few", need, &[]),
        }
    }

    /// A group: its period, its value, or "no value".
    pub fn key(&self, dim: Option<&Dim>, key: &Key) -> String {
        match key {
            Key::Period { period, start_day } => self.period(*period, *start_day),
            Key::Value(None) => self.word("dashboard-no-value"),
            Key::Value(Some(value)) => self.value_of(dim, value),
        }
    }

    /// A value of a property; languages, channels and versions have words of ours.
    pub fn value_of(&self, dim: Option<&Dim>, value: &str) -> String {
        let key = match dim {
            Some(Dim::Channel) => format!("dashboard-channel-{value}"),
            Some(Dim::Language) => format!("dashboard-language-{value}"),
            Some(Dim::Version) => return self.say("dashboard-version", &[("version", value)]),
            _ => return value.to_owned(),
        };
        match self.app.words.try_say(self.language, &key, &[]) {
            Some(word) => word,
            None => value.to_owned(),
        }
    }

    /// The name of a property.
    pub fn dim(&self, dim: &Dim) -> String {
        match dim {
            Dim::Attribute(name) => name.clone(),
            built_in => self.word(&format!("dashboard-by-{}", built_in.name())),
        }
    }

    /// The name of a split.
    pub fn by(&self, by: &By) -> String {
        match by {
            By::Period(period) => self.word(&format!("dashboard-by-{}", period_name(*period))),
            By::Dim(dim) => self.dim(dim),
        }
    }

    /// A period, short: `Mar 2026`, `Q1 2026`, `2026`, `9 Mar 2026` for the week that starts then.
    pub fn period(&self, period: Period, start_day: i32) -> String {
        let date = date_of_day(start_day);
        let year = date.year().to_string();
        match period {
            Period::Week => self.day(start_day),
            // The day in front goes: "1 Mar 2026" is the month of March.
            Period::Month => self
                .day(start_day)
                .split_once(' ')
                .map_or(year, |(_, m)| m.to_owned()),
            Period::Quarter => {
                let quarter = ((date.month() - 1) / 3 + 1).to_string();
                self.say(
                    "dashboard-quarter",
                    &[("quarter", &quarter), ("year", &year)],
                )
            }
            Period::Year => year,
        }
    }
}

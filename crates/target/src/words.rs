//! Where a target stands, in words and as a picture: for pages, home, dashboards and mails alike.

use charts::Marker;
use dashboard::screen::unit;
use dashboard::voice::{Voice, on_scale};
use figures::Metric;
use serde::Serialize;

use crate::model::{Course, Measured, Scope};
use crate::rules::{Seen, about};
use crate::service::Progress;

/// A target as a page shows it; the template is `target/_card.html`.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// Its id.
    pub id: String,
    /// "NPS of the whole company".
    pub name: String,
    /// The survey's title.
    pub survey: String,
    /// "From 38 to 44, 1 Jan 2026 – 31 Dec 2026".
    pub way: String,
    /// "41", when there is a figure.
    pub value: Option<String>,
    /// "between 38 and 44".
    pub interval: Option<String>,
    /// "812 answers".
    pub n: Option<String>,
    /// Too few answers for a claim.
    pub few: bool,
    /// Name of the verdict, as programs read it.
    pub course: &'static str,
    /// The verdict in a word or two.
    pub verdict: String,
    /// The look of the verdict's badge; its words say the same.
    pub badge: &'static str,
    /// What that rests on, in a sentence.
    pub why: String,
    /// That the change is smaller than what the answers can show.
    pub flag: Option<String>,
    /// The figure with its interval, where it should be, and the aim.
    pub gauge: Option<String>,
    /// Whether it was given up.
    pub ended: bool,
}

fn counted(measured: &Measured) -> &'static str {
    match measured {
        Measured::Question { .. } => "dashboard-n",
        Measured::ResponseRate => "target-n-invited",
    }
}

fn badge(progress: &Progress) -> &'static str {
    match progress.course {
        _ if progress.target.ended_at_us.is_some() => "closed",
        Course::Reached | Course::OnCourse => "open",
        Course::Behind | Course::Missed => "few",
        _ => "draft",
    }
}

/// The message about a course; keys of messages are written with dashes.
fn message(before: &str, course: Course) -> String {
    format!("{before}-{}", course.as_str().replace('_', "-"))
}

/// Speaks of targets in one language.
#[derive(Clone, Copy)]
pub struct Teller<'a> {
    /// The reader's language.
    pub voice: Voice<'a>,
}

impl Teller<'_> {
    /// A value of what is measured, in words.
    pub fn value(&self, measured: &Measured, value: f64) -> String {
        match measured.metric() {
            // A start or aim between two whole numbers is told as it is.
            Some(Metric::Nps | Metric::Enps) if (value - value.round()).abs() > 0.05 => {
                self.voice.number(value, 1)
            }
            Some(metric) => self.voice.value(metric, value),
            None => self.voice.percent(value),
        }
    }

    /// The size of a change of it.
    fn points(&self, measured: &Measured, change: f64) -> String {
        match measured.metric() {
            Some(Metric::Ces(_)) => self.voice.number(change.abs(), 2),
            Some(metric) => self.voice.points(metric, change),
            None => self.voice.points(Metric::Csat, change),
        }
    }

    /// What is measured: "NPS", "Response rate".
    pub fn measured(&self, measured: &Measured) -> String {
        match measured.metric() {
            Some(metric) => self.voice.metric(metric),
            None => self.voice.word("target-response-rate"),
        }
    }

    fn between(&self, measured: &Measured, ci95: [f64; 2]) -> String {
        // Shares are written alike.
        let metric = measured.metric().unwrap_or(Metric::Csat);
        self.voice.between(metric, ci95)
    }

    /// Whose answers count.
    pub fn scope(&self, progress: &Progress) -> String {
        match &progress.target.draft.scope {
            Scope::Company => self.voice.word("target-of-company"),
            Scope::Team(_) => {
                let gone = self.voice.word("target-of-gone-team");
                let team = progress.team.as_deref().unwrap_or(&gone);
                self.voice.say("target-of-team", &[("team", team)])
            }
            Scope::Group { attribute, value } => self.voice.say(
                "target-of-group",
                &[("attribute", attribute), ("value", value)],
            ),
        }
    }

    /// "NPS of the whole company".
    pub fn name(&self, progress: &Progress) -> String {
        let metric = self.measured(&progress.target.draft.measured);
        let of = self.scope(progress);
        self.voice
            .say("target-name", &[("metric", &metric), ("of", &of)])
    }

    /// The survey's title in the reader's language.
    pub fn survey(&self, progress: &Progress) -> String {
        progress.survey.as_ref().map_or_else(
            || self.voice.word("target-gone-survey"),
            |survey| self.voice.text(survey, &survey.definition.title).to_owned(),
        )
    }

    /// The whole of it.
    pub fn card(&self, progress: &Progress) -> Card {
        let draft = &progress.target.draft;
        let (voice, measured) = (&self.voice, &draft.measured);
        let seen = progress.seen.as_ref();
        Card {
            id: progress.target.target_id.clone(),
            name: self.name(progress),
            survey: self.survey(progress),
            way: voice.say(
                "target-way",
                &[
                    ("start", &self.value(measured, draft.start.value)),
                    ("aim", &self.value(measured, draft.aim)),
                    ("from", &voice.day(draft.from_day)),
                    ("to", &voice.day(draft.to_day)),
                ],
            ),
            value: seen.map(|seen| self.value_of_figure(measured, seen)),
            interval: seen.map(|seen| self.between(measured, seen.ci95)),
            n: seen.map(|seen| voice.count(counted(measured), seen.n, &[])),
            few: seen.is_some_and(|seen| seen.n < figures::FEW),
            course: progress.course.as_str(),
            verdict: voice.word(&message("target-course", progress.course)),
            badge: badge(progress),
            why: self.why(progress) + &self.counted(progress),
            flag: self.flag(progress),
            gauge: self.gauge(progress),
            ended: progress.target.ended_at_us.is_some(),
        }
    }

    fn value_of_figure(&self, measured: &Measured, seen: &Seen) -> String {
        match measured.metric() {
            Some(metric) => self.voice.value(metric, seen.value),
            None => self.voice.percent(seen.value),
        }
    }

    /// What the verdict rests on.
    pub fn why(&self, progress: &Progress) -> String {
        let draft = &progress.target.draft;
        let voice = &self.voice;
        match progress.course {
            Course::NotStarted => {
                let day = voice.day(draft.from_day);
                voice.say("target-why-not-started", &[("day", &day)])
            }
            Course::TooFew { need } => voice.count("target-why-too-few", need, &[]),
            Course::Hidden => voice.word("target-why-hidden"),
            Course::Otherwise => voice.word("target-why-otherwise"),
            course => {
                let args = [
                    ("aim", self.value(&draft.measured, draft.aim)),
                    ("should", self.value(&draft.measured, progress.should)),
                ];
                let args: Vec<(&str, &str)> =
                    args.iter().map(|(n, text)| (*n, text.as_str())).collect();
                voice.say(&message("target-why", course), &args)
            }
        }
    }

    /// That whole months were counted in place of the target's days, if so.
    fn counted(&self, progress: &Progress) -> String {
        let period = progress.counted.filter(|_| progress.seen.is_some());
        period.map_or_else(String::new, |(from, to)| {
            let period = self.voice.window((Some(from), Some(to)));
            let said = [("period", period.as_str())];
            format!(" {}", self.voice.say("dashboard-period-widened", &said))
        })
    }

    /// "To see a change of 3 points you need about 3,700 answers …"; none when it can be seen.
    pub fn flag(&self, progress: &Progress) -> Option<String> {
        let visibility = &progress.target.visibility;
        if !visibility.is_too_small() {
            return None;
        }
        let (draft, voice) = (&progress.target.draft, &self.voice);
        let change = self.points(&draft.measured, draft.aim - draft.start.value);
        let needed = match visibility.needed {
            Some(needed) => {
                let needed = voice.whole(about(needed));
                voice.say("target-flag", &[("change", &change), ("needed", &needed)])
            }
            None => voice.say("target-flag-never", &[("change", &change)]),
        };
        let expected = visibility.expected.map(|expected| {
            let n = voice.whole(expected);
            match visibility.visible {
                Some(visible) => {
                    let visible = self.points(&draft.measured, visible);
                    voice.say("target-flag-expected", &[("n", &n), ("visible", &visible)])
                }
                None => voice.say("target-flag-nothing", &[("n", &n)]),
            }
        });
        Some(
            [Some(needed), expected]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" "),
        )
    }

    fn gauge(&self, progress: &Progress) -> Option<String> {
        let seen = progress.seen.as_ref()?;
        let draft = &progress.target.draft;
        let metric = draft.measured.metric();
        let [low, high] = on_scale(metric.unwrap_or(Metric::Csat), seen.ci95);
        let name = self.name(progress);
        let id = format!("target-{}", progress.target.target_id);
        let described = format!(
            "{}, {}. {}",
            self.value_of_figure(&draft.measured, seen),
            self.between(&draft.measured, seen.ci95),
            self.why(progress)
        );
        let marker = |key: &str, value: f64| Marker {
            value,
            label: self.voice.word(key),
        };
        let mut markers = vec![marker("target-marker-aim", draft.aim)];
        let is_running = (draft.from_day..draft.to_day).contains(&progress.today);
        if is_running && (progress.should - draft.aim).abs() > f64::EPSILON {
            markers.insert(0, marker("target-marker-should", progress.should));
        }
        let frame = charts::Frame::new(&id, &name, &described).locale(self.voice.locale());
        Some(charts::interval(&charts::Interval {
            frame: frame.width(charts::NARROW),
            unit: metric.map_or(charts::Unit::Share, unit),
            estimate: Some(charts::Estimate::new(seen.value, low, high)),
            few: seen.n < figures::FEW,
            markers,
            link: None,
            empty: String::new(),
        }))
    }
}

//! The finding first, in a sentence; then the figure: number, interval, n, verdict.

use figures::{Change, Counts, Finding, Metric, TrendPoint};
use serde::Serialize;
use stats::Verdict;

use crate::screen::{Screen, Tile, estimate, unit};
use crate::widgets::drivers::ranked;
use crate::widgets::trend;

/// The top of the page.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Headline {
    /// "NPS is 44, between 38 and 49 (n = 623)."
    pub(crate) finding: String,
    /// The other findings, the most important first.
    pub(crate) more: Vec<String>,
    /// The figure.
    pub(crate) tile: Tile,
    /// The figure with its interval on its scale.
    pub(crate) gauge: String,
}

/// A step of the trend that says something: between which points, and what changed.
pub(crate) struct Step {
    /// The earlier point's label.
    pub(crate) before: String,
    /// The later point's label.
    pub(crate) after: String,
    /// The earlier point's figure.
    pub(crate) from: figures::Figure,
    /// What changed.
    pub(crate) change: Change,
}

impl Step {
    /// The earlier point and the change since.
    pub(crate) fn since(&self) -> (&str, &Change) {
        (&self.before, &self.change)
    }
}

/// The headline; none without a metric or answers.
pub(crate) fn headline(screen: &Screen<'_>) -> Option<Headline> {
    let results = screen.results;
    let metric = results.metric?;
    let figure = figures::metric(metric, &results.all);
    let step = last_step(screen, metric);
    let drivers = ranked(screen);
    let since = step
        .as_ref()
        .map(|step| (step.before.as_str(), step.change));
    let mut found = figures::findings(figure, since, &drivers).into_iter();
    let finding = sentence(screen, &found.next()?, step.as_ref());
    let more = worded_anew(screen, step.as_ref())
        .into_iter()
        .chain(found.map(|finding| sentence(screen, &finding, step.as_ref())))
        .collect();
    let markers = step
        .iter()
        .filter(|step| !step.from.few)
        .filter_map(|step| {
            Some(charts::Marker {
                value: step.from.value?,
                label: step.before.clone(),
            })
        });
    let description = screen.voice.figure(&figure);
    let gauge = charts::Interval {
        frame: screen
            .frame("gauge", &finding, &description)
            .width(charts::NARROW),
        unit: unit(metric),
        estimate: estimate(&figure),
        few: figure.few,
        markers: markers.collect(),
        link: screen.answers_at(&results.asked, &[]),
        empty: screen.voice.word("dashboard-no-answers"),
    };
    Some(Headline {
        finding,
        more,
        tile: tile(screen, metric, &figure),
        gauge: charts::interval(&gauge),
    })
}

/// The figure with what became of it.
pub(crate) fn tile(screen: &Screen<'_>, metric: Metric, figure: &figures::Figure) -> Tile {
    let step = last_step(screen, metric);
    let name = screen.voice.metric(metric);
    let tile = screen.tile(name, figure, step.as_ref().map(Step::since));
    let anew = worded_anew(screen, step.as_ref()).map(|_| {
        let key = "dashboard-verdict-anew";
        screen.voice.word(key)
    });
    Tile {
        verdict: tile.verdict.or(anew),
        ..tile
    }
}

/// That nothing can be compared, when the newest wording has no step of its own yet.
fn worded_anew(screen: &Screen<'_>, step: Option<&Step>) -> Option<String> {
    let trend = &screen.results.trend;
    let first = trend.points.get(*trend.breaks.last()?)?;
    let label = Screen::step(&trend.by, &screen.group(&trend.by, &first.key));
    step.is_none().then(|| {
        let args = [("after", label.as_str())];
        screen.voice.say("dashboard-finding-anew", &args)
    })
}

/// The last step of the trend; but when its last point has too few answers to compare, the latest
/// of the two steps before that can be judged: at the start of a month there is still something
/// to say. Never a step of an earlier wording.
pub(crate) fn last_step(screen: &Screen<'_>, metric: Metric) -> Option<Step> {
    let points = trend::points(screen, metric);
    let newest = screen.results.trend.breaks.last().copied().unwrap_or(0);
    let steps: Vec<Step> = steps(&points[newest..]);
    let judged = |step: &Step| !matches!(step.change.verdict, Verdict::TooFew { .. });
    let place = steps.iter().rev().take(3).position(judged).unwrap_or(0);
    steps.into_iter().rev().nth(place).map(|step| Step {
        before: Screen::step(&screen.results.trend.by, &step.before),
        after: Screen::step(&screen.results.trend.by, &step.after),
        ..step
    })
}

fn steps(points: &[TrendPoint]) -> Vec<Step> {
    let mut before: Option<&TrendPoint> = None;
    let mut steps = Vec::new();
    for point in points.iter().filter(|point| point.figure.n > 0) {
        if let (Some(before), Some(change)) = (before, point.since_previous) {
            steps.push(Step {
                before: before.label.clone(),
                after: point.label.clone(),
                from: before.figure,
                change,
            });
        }
        before = Some(point);
    }
    steps
}

fn sentence(screen: &Screen<'_>, finding: &Finding, step: Option<&Step>) -> String {
    let voice = &screen.voice;
    match finding {
        Finding::NoAnswers => voice.word("dashboard-no-answers"),
        Finding::Level { figure } => level(screen, figure),
        Finding::Moved { change, .. } => {
            step.map_or_else(String::new, |step| moved(screen, step, change))
        }
        Finding::MostToGain {
            name, ci95, beside, ..
        } => {
            let [low, high] = ci95.map(|end| voice.number(end, 0));
            let name = screen.in_sentence(name);
            let args = [("name", name.as_str()), ("low", &low), ("high", &high)];
            let first = voice.say("dashboard-finding-gain", &args);
            if beside.is_empty() {
                return first;
            }
            let others: Vec<String> = beside
                .iter()
                .map(|key| format!("“{}”", screen.in_sentence(key)))
                .collect();
            let others = voice.count(
                "dashboard-finding-beside",
                beside.len() as u64,
                &[("others", &others.join(", "))],
            );
            format!("{first} {others}")
        }
        Finding::WorstRatedIsAnother { name, agree } => {
            let (name, agree) = (screen.in_sentence(name), voice.percent(*agree));
            voice.say(
                "dashboard-finding-worst",
                &[("name", &name), ("agree", &agree)],
            )
        }
        Finding::NoDemonstrableGain => voice.word("dashboard-finding-no-gain"),
        Finding::TooFewForDrivers { need, .. } => {
            voice.count("dashboard-finding-few-drivers", *need, &[])
        }
    }
}

fn level(screen: &Screen<'_>, figure: &figures::Figure) -> String {
    let voice = &screen.voice;
    let (Some(value), Some(ci95)) = (figure.value, figure.ci95) else {
        return voice.figure(figure);
    };
    let key = if figure.few {
        "dashboard-finding-level-few"
    } else {
        "dashboard-finding-level"
    };
    let args = [
        ("metric", voice.metric(figure.metric)),
        ("value", voice.value(figure.metric, value)),
        ("between", voice.between(figure.metric, ci95)),
    ];
    let args: Vec<(&str, &str)> = args
        .iter()
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    voice.count(key, figure.n, &args)
}

fn moved(screen: &Screen<'_>, step: &Step, change: &Change) -> String {
    let voice = &screen.voice;
    let metric = step.from.metric;
    let points = voice.points(metric, change.difference);
    let args = [
        ("before", step.before.as_str()),
        ("after", &step.after),
        ("points", &points),
    ];
    match change.verdict {
        Verdict::Rose => voice.say("dashboard-finding-rose", &args),
        Verdict::Fell => voice.say("dashboard-finding-fell", &args),
        Verdict::NotMoreThanChance => voice.say("dashboard-finding-chance", &args),
        Verdict::TooFew { need } => voice.count("dashboard-finding-few", need, &args),
    }
}

/// The counts of all that pass the filter, or nobody's.
pub(crate) fn is_empty(counts: &Counts) -> bool {
    counts.answered().n == 0
}

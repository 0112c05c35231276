//! The filter bar: period, attributes, split and trend, as a plain form whose state is the address.

use platform::clock::{date_of_day, day_in};
use serde::Serialize;

use crate::filter::{Asked, By, Dim};
use crate::results::Property;
use crate::screen::Screen;

/// More values than this are typed, not ticked.
const TICKED_MAX: usize = 100;

/// The bar.
#[derive(Clone, Debug, Serialize)]
pub struct Filters {
    /// Where the form goes.
    pub action: String,
    /// The page's own parameters, sent along.
    pub keep: Vec<(String, String)>,
    /// Whether split and steps can be chosen on this page.
    pub has_steps: bool,
    /// What the period is, in words.
    pub period: String,
    /// That periods are whole months here; none where no group hides.
    pub months: Option<String>,
    /// That more days were counted than were asked for.
    pub widened: Option<String>,
    /// First day, as in a date field.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Quick periods.
    pub ranges: Vec<Choice>,
    /// Properties to filter by.
    pub properties: Vec<Ticks>,
    /// Splits: value and words.
    pub splits: Vec<Choice>,
    /// The split that is set, in words.
    pub split: Option<String>,
    /// Steps of the trend.
    pub trends: Vec<Choice>,
    /// The trend's steps in words.
    pub trend: String,
    /// Only what was sent in.
    pub complete_only: bool,
    /// What is set, each with the address without it.
    pub chips: Vec<Choice>,
    /// "623 of 739 responses"
    pub count: String,
    /// Everything, if something is left out.
    pub clear: Option<String>,
}

/// A choice with its address.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// In words.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is set.
    pub current: bool,
}

/// A property with its values to tick.
#[derive(Clone, Debug, Serialize)]
pub struct Ticks {
    /// Its name.
    pub name: String,
    /// The parameter: `attribute`, `language` …
    pub parameter: String,
    /// How many values are set.
    pub set: usize,
    /// The values; empty when there are too many to tick.
    pub values: Vec<Tick>,
    /// The values that are set when there are too many to tick.
    pub typed: Vec<String>,
}

/// A value to tick.
#[derive(Clone, Debug, Serialize)]
pub struct Tick {
    /// In words.
    pub label: String,
    /// As in the address.
    pub value: String,
    /// Responses with it.
    pub n: String,
    /// Whether it is set.
    pub set: bool,
}

/// The bar; `now_us` and `zone` make quick periods.
pub fn filters(screen: &Screen<'_>, now_us: i64, zone: &jiff::tz::TimeZone) -> Filters {
    let (results, voice) = (screen.results, screen.voice);
    let asked = &results.asked;
    let date = |day: Option<i32>| day.map_or_else(String::new, |day| date_of_day(day).to_string());
    let properties = results
        .properties
        .iter()
        .filter(|property| is_offered(asked, property));
    let everybody = voice.whole(results.everybody);
    let count = if asked.is_filtered() {
        voice.count(
            "dashboard-count-of",
            results.everybody,
            &[("some", &voice.whole(results.all.responses.n))],
        )
    } else {
        voice.count("dashboard-count", results.everybody, &[("all", &everybody)])
    };
    let cleared = Asked {
        by: asked.by.clone(),
        trend: asked.trend.clone(),
        ..Asked::default()
    };
    Filters {
        action: screen.action(),
        keep: screen.keep.to_vec(),
        has_steps: screen.has_steps(),
        period: period(screen),
        months: results
            .privacy()
            .hides()
            .then(|| voice.word("dashboard-period-months")),
        widened: screen.widened(),
        from: date(asked.from),
        to: date(asked.to),
        ranges: ranges(screen, day_in(zone, now_us)),
        properties: properties.map(|property| ticks(screen, property)).collect(),
        splits: splits(screen),
        split: asked.by.as_ref().map(|by| voice.by(by)),
        trends: trends(screen),
        trend: voice.by(&results.trend.by),
        complete_only: asked.complete_only,
        chips: chips(screen),
        count,
        clear: asked.is_filtered().then(|| screen.results_at(&cleared)),
    }
}

/// A property with one value says nothing; but what is filtered by must stay visible.
fn is_offered(asked: &Asked, property: &Property) -> bool {
    property.values.len() > 1 || !asked.values(&property.dim).is_empty()
}

fn period(screen: &Screen<'_>) -> String {
    let asked = &screen.results.asked;
    screen.voice.window((asked.from, asked.to))
}

fn ranges(screen: &Screen<'_>, today: i32) -> Vec<Choice> {
    let year = facts::Period::Year.start_day(today);
    let last_year = facts::Period::Year.start_day(year - 1);
    let month = facts::Period::Month.start_day(today);
    let last_month = facts::Period::Month.start_day(month - 1);
    let short = if screen.results.privacy().hides() {
        [
            ("dashboard-period-this-month", Some(month), None),
            (
                "dashboard-period-last-month",
                Some(last_month),
                Some(month - 1),
            ),
        ]
    } else {
        [
            ("dashboard-period-30", Some(today - 29), None),
            ("dashboard-period-90", Some(today - 89), None),
        ]
    };
    let [first, second] = short;
    let all = [
        ("dashboard-period-all", None, None),
        first,
        second,
        ("dashboard-period-this-year", Some(year), None),
        (
            "dashboard-period-last-year",
            Some(last_year),
            Some(year - 1),
        ),
    ];
    let asked = &screen.results.asked;
    all.into_iter()
        .map(|(key, from, to)| Choice {
            label: screen.voice.word(key),
            href: screen.results_at(&Asked {
                from,
                to,
                ..asked.clone()
            }),
            current: (asked.from, asked.to) == (from, to),
        })
        .collect()
}

fn ticks(screen: &Screen<'_>, property: &Property) -> Ticks {
    let voice = &screen.voice;
    let set = screen.results.asked.values(&property.dim);
    let parameter = match &property.dim {
        Dim::Attribute(_) => "attribute".to_owned(),
        built_in => built_in.name(),
    };
    let written = |value: &str| match &property.dim {
        Dim::Attribute(name) => format!("{name}:{value}"),
        _ => value.to_owned(),
    };
    let many = property.values.len() > TICKED_MAX;
    let is_told = !screen.results.privacy().hides();
    let tick = |(value, n): &(Option<String>, u64)| {
        let plain = value.as_deref().unwrap_or_default();
        let label = match value {
            None => voice.word("dashboard-no-value"),
            Some(value) => voice.value_of(Some(&property.dim), value),
        };
        Tick {
            label,
            value: written(plain),
            n: if is_told {
                voice.whole(*n)
            } else {
                String::new()
            },
            set: set.iter().any(|known| known == plain),
        }
    };
    Ticks {
        name: voice.dim(&property.dim),
        parameter,
        set: set.len(),
        values: if many {
            Vec::new()
        } else {
            property.values.iter().map(tick).collect()
        },
        typed: if many {
            set.iter().map(|value| written(value)).collect()
        } else {
            Vec::new()
        },
    }
}

/// Why something is not shown, with the size of the smallest group that is.
pub fn hidden_why(screen: &Screen<'_>, key: &str) -> String {
    let least = screen.results.privacy().least().to_string();
    screen.voice.say(key, &[("least", &least)])
}

/// The periods figures can be split or followed by: no weeks where groups hide.
pub fn offered(results: &crate::results::Results) -> impl Iterator<Item = facts::Period> + use<> {
    let all = [
        facts::Period::Week,
        facts::Period::Month,
        facts::Period::Quarter,
        facts::Period::Year,
    ];
    all.into_iter().skip(usize::from(results.privacy().hides()))
}

/// Everything by which figures can be split or followed: periods, then properties.
fn choices(screen: &Screen<'_>, current: Option<&By>, max: usize) -> Vec<Choice> {
    let periods = offered(screen.results);
    let properties = screen.results.properties.iter();
    let properties = properties.filter(|property| (2..=max).contains(&property.values.len()));
    let all = properties
        .map(|property| By::Dim(property.dim.clone()))
        .chain(periods.map(By::Period));
    all.map(|by| Choice {
        label: screen.voice.by(&by),
        href: by.name(),
        current: current == Some(&by),
    })
    .collect()
}

fn splits(screen: &Screen<'_>) -> Vec<Choice> {
    choices(
        screen,
        screen.results.asked.by.as_ref(),
        crate::wanted::GROUPS_MAX,
    )
}

fn trends(screen: &Screen<'_>) -> Vec<Choice> {
    choices(screen, screen.results.asked.trend.as_ref(), TICKED_MAX)
}

/// What is set, each with the address without it.
fn chips(screen: &Screen<'_>) -> Vec<Choice> {
    let (asked, voice) = (&screen.results.asked, screen.voice);
    let mut chips = Vec::new();
    let mut chip = |label: String, without: Asked| {
        chips.push(Choice {
            label,
            href: screen.results_at(&without),
            current: true,
        });
    };
    if asked.from.is_some() || asked.to.is_some() {
        chip(
            period(screen),
            Asked {
                from: None,
                to: None,
                ..asked.clone()
            },
        );
    }
    for (dim, values) in &asked.members {
        for value in values {
            let shown = if value.is_empty() {
                voice.word("dashboard-no-value")
            } else {
                voice.value_of(Some(dim), value)
            };
            chip(
                format!("{}: {shown}", voice.dim(dim)),
                asked.without(dim, value),
            );
        }
    }
    if asked.complete_only {
        let without = Asked {
            complete_only: false,
            ..asked.clone()
        };
        chip(voice.word("dashboard-complete-only"), without);
    }
    if let Some(by) = &asked.by {
        let label = voice.say("dashboard-split-by", &[("by", &voice.by(by))]);
        chip(
            label,
            Asked {
                by: None,
                ..asked.clone()
            },
        );
    }
    if let Some(by) = &asked.trend {
        let label = voice.say("dashboard-trend-by", &[("by", &voice.by(by))]);
        chip(
            label,
            Asked {
                trend: None,
                ..asked.clone()
            },
        );
    }
    chips
}

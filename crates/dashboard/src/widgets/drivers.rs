//! What drives the score: KSS per driver in rank order with its interval, satisfaction beside it,
//! the cells behind it in words.

use figures::{Coding, Driver, Metric, leading};
use serde::Serialize;

use crate::picture::{Cell, Head, Picture, Table};
use crate::screen::Screen;

/// One driver as the page tells it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Row {
    /// The statement.
    pub(crate) name: String,
    /// "74.0", when it may be shown.
    pub(crate) kss: Option<String>,
    /// "between 68 and 80".
    pub(crate) interval: Option<String>,
    /// "26", when it may be shown.
    pub(crate) gain: Option<String>,
    /// Share that agrees.
    pub(crate) agree: String,
    /// People who answered both.
    pub(crate) n: String,
    /// "31 % disagree and would not recommend, 12 % agree and would."
    pub(crate) cells: String,
    /// What may be said of it, when that is not the plain figure.
    pub(crate) status: Option<String>,
    /// Part of the leading group.
    pub(crate) leads: bool,
    /// Too few answers for a claim.
    pub(crate) few: bool,
    /// Those who disagree and would not recommend.
    pub(crate) link: Option<String>,
}

/// All drivers in rank order; none for surveys without a recommend question or drivers, or when
/// nobody answered a driver.
pub(crate) fn ranked(screen: &Screen<'_>) -> Vec<Driver> {
    if !matches!(screen.results.metric, Some(Metric::Nps | Metric::Enps)) {
        return Vec::new();
    }
    let drivers = figures::drivers(&screen.drivers(), &screen.results.all, &Coding::default());
    if drivers.iter().all(|driver| driver.n == 0) {
        return Vec::new();
    }
    drivers
}

/// All drivers as the page tells them.
pub(crate) fn rows(screen: &Screen<'_>) -> Vec<Row> {
    let drivers = ranked(screen);
    let leaders: Vec<&str> = leading(&drivers)
        .iter()
        .map(|driver| driver.name.as_str())
        .collect();
    drivers
        .iter()
        .map(|driver| Row {
            leads: leaders.contains(&driver.name.as_str()),
            ..row(screen, driver)
        })
        .collect()
}

fn row(screen: &Screen<'_>, driver: &Driver) -> Row {
    let voice = &screen.voice;
    let percent = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |s| voice.percent(s));
    let interval = driver.kss.ci95.map(|[low, high]| {
        let (low, high) = (voice.number(low, 0), voice.number(high, 0));
        voice.say("dashboard-between", &[("low", &low), ("high", &high)])
    });
    Row {
        name: screen.question(&driver.name),
        kss: driver.kss.value.map(|value| voice.number(value, 1)),
        interval,
        gain: driver.kss.gain.map(|gain| voice.number(gain, 0)),
        agree: percent(driver.agree),
        n: voice.whole(driver.n),
        cells: cells(screen, driver),
        status: status(screen, driver),
        leads: false,
        few: driver.is_few() && driver.n > 0,
        link: screen.answers_at(
            &screen.results.asked,
            &[
                ("driver", &format!("{}:disagree", driver.name)),
                ("score", "0..6"),
            ],
        ),
    }
}

/// The two opposed cells behind a KSS.
fn cells(screen: &Screen<'_>, driver: &Driver) -> String {
    let voice = &screen.voice;
    match (driver.disagree_detractor, driver.agree_promoter) {
        (Some(against), Some(fond)) => voice.say(
            "dashboard-driver-cells",
            &[
                ("against", &voice.percent(against)),
                ("for", &voice.percent(fond)),
            ],
        ),
        _ => String::new(),
    }
}

/// What may be said when the figure alone would mislead.
pub(crate) fn status(screen: &Screen<'_>, driver: &Driver) -> Option<String> {
    let key = match driver.kss.status.as_str() {
        "interval_only" => "dashboard-status-interval-only",
        "suppressed" => "dashboard-status-suppressed",
        "not_estimable" => "dashboard-status-not-estimable",
        "no_demonstrable_gain" => "dashboard-status-no-gain",
        "reversed" => "dashboard-status-reversed",
        _ => return None,
    };
    Some(screen.voice.word(key))
}

/// Drivers by KSS; none without drivers.
pub(crate) fn picture<'a>(screen: &'a Screen<'a>) -> Option<Picture<'a>> {
    let voice = screen.voice;
    let drivers = ranked(screen);
    if drivers.is_empty() {
        return None;
    }
    let rows: Vec<charts::DriverRow> = drivers
        .iter()
        .map(|driver| chart_row(screen, driver))
        .collect();
    let described: Vec<String> = rows.iter().map(|row| row.detail.clone()).collect();
    let title = voice.word("dashboard-drivers-title");
    let chart = charts::Drivers {
        frame: charts::Frame::default(),
        rows,
        words: charts::DriverWords {
            kss: "KSS".to_owned(),
            satisfaction: voice.word("dashboard-agree"),
            leading: voice.word("dashboard-most-to-gain"),
            nothing_to_gain: voice.word("dashboard-nothing-to-gain"),
        },
        empty: voice.word("dashboard-no-answers"),
    };
    Some(Picture {
        name: "drivers",
        frame: screen.frame("drivers", &title, &described.join(" ")),
        wide: charts::WIDE,
        draw: Box::new(move |frame| {
            charts::drivers(&charts::Drivers {
                frame,
                ..chart.clone()
            })
        }),
        table: table(screen, &drivers),
    })
}

fn chart_row(screen: &Screen<'_>, driver: &Driver) -> charts::DriverRow {
    let voice = &screen.voice;
    let told = row(screen, driver);
    let hidden = || charts::DriverState::Hidden {
        reason: status(screen, driver).unwrap_or_else(|| voice.word("dashboard-no-answers")),
    };
    let state = match (driver.kss.value, driver.kss.ci95) {
        (value, Some([low, high])) => charts::DriverState::Shown {
            kss: charts::Estimate::new(value.unwrap_or(f64::midpoint(low, high)), low, high),
            few: driver.kss.value.is_none() || driver.is_few(),
        },
        _ => hidden(),
    };
    let parts = [
        told.kss,
        told.interval,
        Some(format!("n = {}", told.n)),
        told.status,
    ];
    let detail: Vec<String> = parts.into_iter().flatten().collect();
    charts::DriverRow {
        satisfaction: if matches!(state, charts::DriverState::Shown { .. }) {
            told.agree
        } else {
            String::new()
        },
        state,
        detail: format!("{}: {}. {}", told.name, detail.join(", "), told.cells),
        label: told.name,
        link: told.link,
    }
}

fn table(screen: &Screen<'_>, drivers: &[Driver]) -> Table {
    let voice = &screen.voice;
    let numbers = [
        "KSS".to_owned(),
        voice.word("dashboard-low"),
        voice.word("dashboard-high"),
        voice.word("dashboard-to-gain"),
        voice.word("dashboard-agree"),
        voice.word("dashboard-neutral"),
        voice.word("dashboard-disagree"),
        voice.word("dashboard-agree-promoter"),
        voice.word("dashboard-disagree-detractor"),
        "n".to_owned(),
    ];
    let mut head = vec![Head::text(voice.word("dashboard-driver"))];
    head.extend(numbers.map(Head::number));
    head.push(Head::text(voice.word("dashboard-status")));
    let decimal = |value: Option<f64>| {
        value.map_or_else(Cell::default, |value| {
            Cell::number(voice.number(value, 1), value)
        })
    };
    let share = |value: Option<f64>| {
        value.map_or_else(Cell::default, |value| {
            Cell::number(voice.percent(value), value)
        })
    };
    let row = |driver: &Driver| {
        let kss = &driver.kss;
        vec![
            Cell::text(screen.question(&driver.name)),
            decimal(kss.value).marked(if driver.is_few() { "few" } else { "" }),
            decimal(kss.ci95.map(|ends| ends[0])),
            decimal(kss.ci95.map(|ends| ends[1])),
            decimal(kss.gain),
            share(driver.agree),
            share(driver.neutral),
            share(driver.disagree),
            share(driver.agree_promoter),
            share(driver.disagree_detractor),
            Cell::number(voice.whole(driver.n), driver.n as f64),
            Cell::text(status(screen, driver).unwrap_or_default()),
        ]
    };
    Table {
        head,
        rows: drivers.iter().map(row).collect(),
    }
}

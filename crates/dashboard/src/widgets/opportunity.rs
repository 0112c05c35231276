//! Satisfaction against points to gain: tells "worst rated" and "most to gain" apart.

use figures::{Driver, leading};

use crate::picture::{Cell, Head, Picture, Table};
use crate::screen::Screen;
use crate::widgets::drivers::{ranked, status};

/// What the picture shows, in a sentence.
pub(crate) fn title(screen: &Screen<'_>) -> String {
    let drivers = ranked(screen);
    let leaders = leading(&drivers);
    let agree = |driver: &&Driver| driver.agree.map(|agree| (agree, driver.name.clone()));
    let worst = drivers.iter().collect::<Vec<_>>();
    let worst = worst
        .iter()
        .filter_map(agree)
        .min_by(|a, b| a.0.total_cmp(&b.0));
    screen.voice.word(match worst {
        Some((_, worst)) if leaders.iter().any(|leader| leader.name == worst) => {
            "dashboard-opportunity-same"
        }
        Some(_) if !leaders.is_empty() => "dashboard-opportunity-another",
        _ => "dashboard-opportunity-title",
    })
}

/// The picture; none when fewer than two drivers have a figure to show.
pub(crate) fn picture<'a>(screen: &'a Screen<'a>) -> Option<Picture<'a>> {
    let voice = screen.voice;
    let drivers = ranked(screen);
    let points: Vec<charts::OpportunityPoint> = drivers
        .iter()
        .filter_map(|driver| point(screen, driver))
        .collect();
    if points.len() < 2 {
        return None;
    }
    let described: Vec<String> = points.iter().map(|point| point.detail.clone()).collect();
    let title = title(screen);
    let chart = charts::Opportunity {
        frame: charts::Frame::default(),
        unit: charts::Unit::Share,
        points,
        words: charts::OpportunityWords {
            satisfaction: voice.word("dashboard-opportunity-satisfaction"),
            gain: voice.word("dashboard-opportunity-gain"),
            worst_rated: voice.word("dashboard-worst-rated"),
            most_to_gain: voice.word("dashboard-most-to-gain"),
            both: voice.word("dashboard-worst-and-most"),
        },
        empty: voice.word("dashboard-no-answers"),
    };
    Some(Picture {
        name: "opportunity",
        frame: screen.frame("opportunity", &title, &described.join(" ")),
        wide: charts::WIDE,
        draw: Box::new(move |frame| {
            charts::opportunity(&charts::Opportunity {
                frame,
                ..chart.clone()
            })
        }),
        table: table(screen, &drivers),
    })
}

fn point(screen: &Screen<'_>, driver: &Driver) -> Option<charts::OpportunityPoint> {
    let voice = &screen.voice;
    let (gain, [low, high]) = (driver.kss.gain?, driver.kss.gain_ci95()?);
    let satisfaction = driver.agree?;
    let label = screen.question(&driver.name);
    let detail = voice.say(
        "dashboard-opportunity-detail",
        &[
            ("name", &label),
            ("agree", &voice.percent(satisfaction)),
            ("low", &voice.number(low, 0)),
            ("high", &voice.number(high, 0)),
        ],
    );
    Some(charts::OpportunityPoint {
        label,
        satisfaction,
        gain: charts::Estimate::new(gain, low, high),
        few: driver.is_few(),
        detail,
        link: screen.answers_at(
            &screen.results.asked,
            &[("driver", &format!("{}:disagree", driver.name))],
        ),
    })
}

fn table(screen: &Screen<'_>, drivers: &[Driver]) -> Table {
    let voice = &screen.voice;
    let head = vec![
        Head::text(voice.word("dashboard-driver")),
        Head::number(voice.word("dashboard-agree")),
        Head::number(voice.word("dashboard-to-gain")),
        Head::number(voice.word("dashboard-low")),
        Head::number(voice.word("dashboard-high")),
        Head::text(voice.word("dashboard-status")),
    ];
    let points = |value: Option<f64>| {
        value.map_or_else(Cell::default, |value| {
            Cell::number(voice.number(value, 1), value)
        })
    };
    let row = |driver: &Driver| {
        let ends = driver.kss.gain_ci95();
        vec![
            Cell::text(screen.question(&driver.name)),
            driver.agree.map_or_else(Cell::default, |share| {
                Cell::number(voice.percent(share), share)
            }),
            points(driver.kss.gain),
            points(ends.map(|ends| ends[0])),
            points(ends.map(|ends| ends[1])),
            Cell::text(status(screen, driver).unwrap_or_default()),
        ]
    };
    Table {
        head,
        rows: drivers.iter().map(row).collect(),
    }
}

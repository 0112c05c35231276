//! The charts of the report.

mod change;
mod drivers;

use charts::{
    ClassWords, Distribution, Estimate, Frame, SideBySide, SideCell, SideRow, Trend, TrendPoint,
    Unit,
};
use figures::{Driver, Group};

use crate::analyze::compute::{Analysis, Comparison};
use crate::analyze::words::{self, NUMBERS};

pub(super) use change::{changes, rounded, words_apart};
use drivers::{detail, estimate};
pub(super) use drivers::{importance, kss, what_if};

/// More groups than this don't fit in one picture.
const MOST_PICTURED: usize = 24;
/// More groups than this don't fit beside each other for every driver.
const MOST_SIDE_BY_SIDE: usize = 8;

/// The NPS on its scale.
pub(super) fn level(analysis: &Analysis) -> String {
    let nps = &analysis.figures.nps;
    let figure = figures::metric(figures::Metric::Nps, &analysis.all);
    let limits = words::within_scale(analysis.nps_interval());
    let interval = words::interval(limits, 0);
    let description = format!("NPS {}, between {interval}.", words::points(nps.value));
    draw("level", "NPS", &description, |frame| {
        let estimate = figure.value.zip(limits);
        charts::interval(&charts::Interval {
            frame,
            unit: Unit::Points,
            estimate: estimate.map(|(value, [low, high])| Estimate::new(value, low, high)),
            few: figure.few,
            markers: Vec::new(),
            link: None,
            empty: "Nobody answered the score.".to_owned(),
        })
    })
}

/// How the scores spread.
pub(super) fn distribution(analysis: &Analysis) -> String {
    let nps = &analysis.figures.nps;
    let description = format!(
        "{} promoters, {} passives, {} detractors.",
        words::count(nps.promoters),
        words::count(nps.passives),
        words::count(nps.detractors)
    );
    let counts = figures::distribution(&analysis.all).scores;
    draw("scores", "Answers by score", &description, |frame| {
        let words = ClassWords {
            detractors: "Detractors".to_owned(),
            passives: "Passives".to_owned(),
            promoters: "Promoters".to_owned(),
        };
        let empty = "Nobody answered the score.".to_owned();
        charts::distribution(&Distribution::recommend(frame, counts, words, empty))
    })
}

/// NPS of each group: a line through moments, rows for what stands side by side.
pub(super) fn groups(analysis: &Analysis) -> String {
    let shown = pictured(analysis);
    let details = |&group: &usize| group_detail(&analysis.figures.by[group]);
    let description = shown.iter().map(details).collect::<Vec<_>>().join(". ");
    if shown.is_empty() {
        return String::new();
    }
    if matches!(analysis.comparison, Comparison::Previous(_)) {
        return draw("groups", "NPS over time", &description, |frame| {
            let points = shown.iter().map(|&i| trend_point(&analysis.figures.by[i]));
            charts::trend(&Trend {
                frame,
                unit: Unit::Points,
                points: points.collect(),
                baseline: None,
                breaks: Vec::new(),
                empty: "Nobody answered the score.".to_owned(),
            })
        });
    }
    let everybody = analysis.figures.nps.value;
    draw("groups", "NPS by group", &description, |frame| {
        charts::groups(&charts::Groups {
            frame,
            unit: Unit::Points,
            rows: shown.iter().map(|&i| group_row(analysis, i)).collect(),
            heading: "NPS".to_owned(),
            n_heading: "n".to_owned(),
            everybody: everybody.map(|value| (value, "all".to_owned())),
            empty: "No groups.".to_owned(),
        })
    })
}

/// The groups in the picture: all, or when they are too many those with enough answers for a
/// claim, or none when even those are too many.
pub(super) fn pictured(analysis: &Analysis) -> Vec<usize> {
    let groups = &analysis.figures.by;
    let many = groups.len() > MOST_PICTURED;
    let shown: Vec<usize> = (0..groups.len())
        .filter(|&i| !many || !groups[i].nps.is_few())
        .collect();
    if shown.len() > MOST_PICTURED {
        Vec::new()
    } else {
        shown
    }
}

/// KSS of every driver over moments; nothing for groups that don't follow each other.
pub(super) fn drivers_by_group(analysis: &Analysis) -> String {
    let groups = &analysis.figures.by;
    let follow = matches!(analysis.comparison, Comparison::Previous(_));
    if !follow || groups.len() > MOST_SIDE_BY_SIDE || analysis.figures.drivers.is_empty() {
        return String::new();
    }
    let cell = |name: &str, group: &Group| {
        let driver = group.drivers.iter().find(|driver| driver.name == name)?;
        Some(SideCell {
            estimate: estimate(&driver.kss)?,
            few: driver.kss.value.is_none(),
            detail: format!("{}: {}", words::group(&group.group), detail(driver)),
        })
    };
    let row = |driver: &Driver| SideRow {
        label: driver.name.clone(),
        cells: groups
            .iter()
            .map(|group| cell(&driver.name, group))
            .collect(),
        verdict: String::new(),
        link: None,
    };
    draw(
        "sides",
        "KSS of every driver over time",
        "The figures are in the table.",
        |frame| {
            charts::side_by_side(&SideBySide {
                frame,
                unit: Unit::Kss,
                waves: groups
                    .iter()
                    .map(|group| words::group(&group.group).to_owned())
                    .collect(),
                rows: analysis.figures.drivers.iter().map(row).collect(),
                empty: "No drivers.".to_owned(),
            })
        },
    )
}

fn draw(id: &str, title: &str, description: &str, picture: impl Fn(Frame) -> String) -> String {
    let frame = Frame::new(id, title, description).locale(NUMBERS);
    charts::responsive(&frame, charts::WIDE, picture)
}

fn group_row(analysis: &Analysis, index: usize) -> charts::GroupRow {
    let group = &analysis.figures.by[index];
    charts::GroupRow {
        label: words::group(&group.group).to_owned(),
        estimate: nps(group),
        few: group.nps.is_few(),
        reason: "nobody answered the score".to_owned(),
        n: words::count(group.nps.n as f64),
        verdict: if group.nps.n == 0 {
            String::new()
        } else {
            words::verdict(analysis, index)
        },
        stands_out: words::stands_out(&analysis.comparison, index),
        detail: group_detail(group),
        link: None,
    }
}

fn trend_point(group: &Group) -> TrendPoint {
    TrendPoint {
        label: words::group(&group.group).to_owned(),
        estimate: nps(group),
        few: group.nps.is_few(),
        detail: group_detail(group),
        link: None,
    }
}

fn nps(group: &Group) -> Option<Estimate> {
    let [low, high] = words::within_scale(group.nps.ci95)?;
    // Where the value is withheld the dot doesn't tell it either.
    let value = match group.nps.value {
        Some(value) if !group.nps.is_few() => value,
        _ => f64::midpoint(low, high),
    };
    Some(Estimate::new(value, low, high))
}

fn group_detail(group: &Group) -> String {
    let name = words::group(&group.group);
    if group.nps.n == 0 {
        return format!("{name}: nobody answered the score");
    }
    let value = if group.nps.is_few() {
        String::new()
    } else {
        format!("{}, ", words::points(group.nps.value))
    };
    format!(
        "{name}: NPS {value}between {}, n {}",
        words::nps_interval(&group.nps),
        words::count(group.nps.n as f64)
    )
}

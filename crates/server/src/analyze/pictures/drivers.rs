//! The drivers: importance against performance, and what there is to gain, alone and beside the
//! others.

use analysis::Driver;
use charts::{
    Estimate, GroupRow, Groups, Importance, ImportancePoint, ImportanceWords, Opportunity,
    OpportunityPoint, OpportunityWords, Unit,
};
use figures::Kss;

use crate::analyze::compute::Analysis;
use crate::analyze::pictures::draw;
use crate::analyze::words;

/// How well against how strongly; where there is no importance, how well against points to gain.
pub(in crate::analyze) fn importance(analysis: &Analysis) -> String {
    let drivers = &analysis.drivers.drivers;
    let points: Vec<ImportancePoint> = drivers.iter().filter_map(importance_point).collect();
    if points.len() < 2 {
        return opportunity(analysis);
    }
    let attributes = &analysis.drivers.attributes;
    let taking_part = attributes.iter().filter(|one| one.lmg_share.is_some());
    let players = points.len() + taking_part.count();
    let details: Vec<&str> = points.iter().map(|point| point.detail.as_str()).collect();
    draw(
        "importance",
        "How well against how strongly",
        &details.join(" "),
        |frame| {
            charts::importance(&Importance {
                // On a phone the line's words would lie over the dots.
                equal: (frame.width > charts::NARROW).then(|| 1.0 / players as f64),
                frame,
                points: points.clone(),
                words: ImportanceWords {
                    performance: "how well: share who agree".to_owned(),
                    importance: "how strongly: part of what drivers explain".to_owned(),
                    equal: "if all were equal".to_owned(),
                },
                empty: "No drivers.".to_owned(),
            })
        },
    )
}

fn importance_point(driver: &Driver) -> Option<ImportancePoint> {
    let (share, agree) = (driver.lmg_share?, driver.agree?);
    let [low, high] = driver.agree_ci95.unwrap_or([agree; 2]);
    let [weak, strong] = driver.lmg_share_ci95.unwrap_or([share; 2]);
    let act = driver.priority && words::is_sure(driver);
    Some(ImportancePoint {
        other: None,
        label: driver.name.clone(),
        performance: Estimate::new(agree, low, high),
        importance: Estimate::new(share, weak, strong),
        note: if act {
            "act first".to_owned()
        } else {
            String::new()
        },
        few: driver.n < figures::FEW,
        detail: format!(
            "{}: {} agree, {} of what drivers explain.",
            driver.name,
            words::share_between(driver.agree, driver.agree_ci95),
            words::share_between(driver.lmg_share, driver.lmg_share_ci95)
        ),
        link: None,
    })
}

fn opportunity(analysis: &Analysis) -> String {
    let drivers = analysis.figures.drivers.iter();
    let points: Vec<OpportunityPoint> = drivers.filter_map(opportunity_point).collect();
    if points.is_empty() {
        return String::new();
    }
    let description = "Each driver: share who agree across, NPS points to gain upwards.";
    let title = "How well against how much to gain";
    draw("opportunity", title, description, |frame| {
        charts::opportunity(&Opportunity {
            frame,
            unit: Unit::Share,
            points: points.clone(),
            words: OpportunityWords {
                satisfaction: "how well: share who agree".to_owned(),
                gain: "NPS points to gain".to_owned(),
                worst_rated: "worst rated".to_owned(),
                most_to_gain: "most to gain".to_owned(),
                both: "worst rated and most to gain".to_owned(),
            },
            empty: "No drivers.".to_owned(),
        })
    })
}

fn opportunity_point(driver: &figures::Driver) -> Option<OpportunityPoint> {
    let kss = estimate(&driver.kss)?;
    Some(OpportunityPoint {
        label: driver.name.clone(),
        satisfaction: driver.agree?,
        gain: Estimate::new(100.0 - kss.value, 100.0 - kss.high, 100.0 - kss.low),
        few: driver.kss.value.is_none(),
        detail: detail(driver),
        link: None,
    })
}

/// Drivers by KSS, the leading ones in the accent.
pub(in crate::analyze) fn kss(analysis: &Analysis) -> String {
    let drivers = &analysis.figures.drivers;
    if drivers.is_empty() {
        return String::new();
    }
    let leading = &analysis.drivers.leading;
    let row = |driver: &figures::Driver| {
        let leads = leading.contains(&driver.name);
        GroupRow {
            label: driver.name.clone(),
            estimate: estimate(&driver.kss),
            few: driver.kss.value.is_none(),
            reason: words::status(&driver.kss).to_owned(),
            n: words::share(driver.agree),
            verdict: if leads {
                "most to gain".to_owned()
            } else if driver.kss.status == "gain" {
                String::new()
            } else {
                words::status(&driver.kss).to_owned()
            },
            stands_out: leads,
            detail: detail(driver),
            link: None,
        }
    };
    let details: Vec<String> = drivers.iter().map(detail).collect();
    let title = "How much to gain, alone: KSS";
    draw("drivers", title, &details.join(". "), |frame| {
        charts::groups(&Groups {
            frame,
            unit: Unit::Kss,
            rows: drivers.iter().map(row).collect(),
            heading: "KSS".to_owned(),
            n_heading: "agree".to_owned(),
            everybody: Some((100.0, "nothing to gain".to_owned())),
            empty: "No drivers.".to_owned(),
        })
    })
}

/// Drivers by what lifting them alone would bring, most first.
pub(in crate::analyze) fn what_if(analysis: &Analysis) -> String {
    let mut drivers: Vec<(&Driver, analysis::WhatIf)> = analysis
        .drivers
        .drivers
        .iter()
        .filter_map(|driver| Some((driver, driver.what_if?)))
        .collect();
    if drivers.is_empty() {
        return String::new();
    }
    drivers.sort_by(|(_, a), (_, b)| b.gain.total_cmp(&a.gain));
    let told = |(driver, what_if): &(&Driver, analysis::WhatIf)| {
        format!(
            "{}: NPS {} points",
            driver.name,
            words::gain_between(Some(what_if.gain), what_if.ci95)
        )
    };
    let row = |one: &(&Driver, analysis::WhatIf)| {
        let (driver, what_if) = one;
        let [low, high] = what_if.ci95.unwrap_or([what_if.gain; 2]);
        let sure = words::is_sure(driver);
        GroupRow {
            label: driver.name.clone(),
            estimate: Some(Estimate::new(what_if.gain, low, high)),
            n: words::share(Some(what_if.share_moved)),
            verdict: match (driver.priority, sure) {
                (true, true) => "act first".to_owned(),
                _ => String::new(),
            },
            stands_out: driver.priority && sure,
            detail: told(one),
            ..GroupRow::default()
        }
    };
    let details: Vec<String> = drivers.iter().map(told).collect();
    let title = "How much to gain, beside the others: what-if";
    draw("what-if", title, &details.join(". "), |frame| {
        charts::groups(&Groups {
            frame,
            unit: Unit::Points,
            rows: drivers.iter().map(row).collect(),
            heading: "points".to_owned(),
            n_heading: "lifted".to_owned(),
            everybody: Some((0.0, "as it is".to_owned())),
            empty: "No drivers.".to_owned(),
        })
    })
}

/// A KSS to draw: hollow where only the interval may be shown, none where nothing may.
pub(super) fn estimate(kss: &Kss) -> Option<Estimate> {
    let [low, high] = kss.ci95?;
    let value = kss.value.unwrap_or(f64::midpoint(low, high));
    Some(Estimate::new(value, low, high))
}

/// A driver's figures in words.
pub(super) fn detail(driver: &figures::Driver) -> String {
    let value = match driver.kss.value {
        Some(_) => format!("{}, ", words::kss(&driver.kss)),
        None => String::new(),
    };
    let between = match driver.kss.ci95 {
        Some(_) => format!(
            "KSS {value}between {}, ",
            words::interval(driver.kss.ci95, 1)
        ),
        None => String::new(),
    };
    format!(
        "{}: {between}{}, n {}",
        driver.name,
        words::status(&driver.kss),
        words::count(driver.n as f64)
    )
}

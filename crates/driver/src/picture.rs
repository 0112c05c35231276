//! Importance against performance, and every figure of every driver as a table.

use analysis::{Driver, Interval};
use dashboard::picture::{Cell, Head, Picture, Table};

use crate::rows::FEW;
use crate::words::Teller;

/// The picture; none when fewer than two drivers can be drawn.
pub(crate) fn picture<'a>(teller: &Teller<'a>) -> Option<Picture<'a>> {
    picture_from(teller, &|_| None)
}

/// The same with where each driver stands on the other side of a comparison: performance and
/// importance, 0–1 each.
pub(crate) fn picture_from<'a>(
    teller: &Teller<'a>,
    other: &dyn Fn(&Driver) -> Option<(f64, f64)>,
) -> Option<Picture<'a>> {
    let chart = chart(teller, other)?;
    Some(Picture {
        name: "importance",
        frame: chart.frame.clone(),
        wide: charts::WIDE,
        draw: Box::new(move |frame| {
            charts::importance(&charts::Importance {
                frame,
                ..chart.clone()
            })
        }),
        table: table(teller),
    })
}

/// The same drawn for a wall screen; `id` is unique on the page.
pub(crate) fn on_wall(
    teller: &Teller<'_>,
    other: &dyn Fn(&Driver) -> Option<(f64, f64)>,
    id: &str,
) -> Option<String> {
    let mut chart = chart(teller, other)?;
    id.clone_into(&mut chart.frame.id);
    Some(charts::importance_on_wall(&chart))
}

fn chart(
    teller: &Teller<'_>,
    other: &dyn Fn(&Driver) -> Option<(f64, f64)>,
) -> Option<charts::Importance> {
    let (screen, voice) = (teller.screen, teller.screen.voice);
    let point = |driver: &Driver| {
        Some(charts::ImportancePoint {
            other: other(driver),
            ..point(teller, driver)?
        })
    };
    let drivers = teller.analysis.drivers.iter();
    let points: Vec<charts::ImportancePoint> = drivers.filter_map(point).collect();
    if points.len() < 2 {
        return None;
    }
    let details: Vec<&str> = points.iter().map(|point| point.detail.as_str()).collect();
    let title = voice.word("driver-picture-title");
    let frame = screen.frame("importance", &title, &details.join(" "));
    let attributes = teller.analysis.attributes.iter();
    let players = points.len() + attributes.filter(|a| a.lmg.is_some()).count();
    Some(charts::Importance {
        frame,
        equal: Some(1.0 / players as f64),
        points,
        words: charts::ImportanceWords {
            performance: voice.word("driver-picture-performance"),
            importance: voice.word("driver-picture-importance"),
            equal: voice.word("driver-picture-equal"),
        },
        empty: voice.word("dashboard-no-answers"),
    })
}

fn point(teller: &Teller<'_>, driver: &Driver) -> Option<charts::ImportancePoint> {
    let (share, agree) = (driver.lmg_share?, driver.agree?);
    let voice = &teller.screen.voice;
    let label = teller.screen.question(&driver.name);
    let [low, high] = driver.agree_ci95.unwrap_or([agree, agree]);
    let strong = driver.lmg_share_ci95.unwrap_or([share, share]);
    let sure = teller.priorities();
    let act = sure
        .iter()
        .any(|one| one.sure && one.driver.name == driver.name);
    let detail = teller.say(
        "driver-picture-detail",
        &[
            ("name", &label),
            ("agree", &voice.percent(agree)),
            ("agree_range", &teller.range_percent([low, high])),
            ("part", &voice.percent(share)),
            ("part_range", &teller.range_percent(strong)),
        ],
    );
    Some(charts::ImportancePoint {
        performance: charts::Estimate::new(agree, low, high),
        importance: charts::Estimate::new(share, strong[0], strong[1]),
        other: None,
        note: if act {
            voice.word("driver-picture-act")
        } else {
            String::new()
        },
        few: driver.n < FEW,
        detail,
        link: teller.behind(driver),
        label,
    })
}

/// Every figure of every driver.
pub(crate) fn table(teller: &Teller<'_>) -> Table {
    let voice = &teller.screen.voice;
    let ends = |key: &str| {
        let name = voice.word(key);
        [
            name.clone(),
            format!("{name}, {}", voice.word("dashboard-low")),
            format!("{name}, {}", voice.word("dashboard-high")),
        ]
    };
    let mut numbers: Vec<String> = vec![
        "n".to_owned(),
        voice.word("driver-coverage"),
        voice.word("dashboard-missing-dont-know"),
        voice.word("dashboard-missing-not-applicable"),
        voice.word("dashboard-missing-not-asked"),
        voice.word("dashboard-missing-blank"),
        voice.word("driver-mean"),
    ];
    numbers.extend(ends("dashboard-agree"));
    numbers.extend(ends("dashboard-disagree"));
    numbers.extend(ends("driver-importance"));
    let words = [
        "driver-lmg",
        "driver-johnson",
        "driver-pearson",
        "driver-spearman",
        "driver-tau",
        "driver-gamma",
        "driver-vif",
    ];
    numbers.extend(words.map(|key| voice.word(key)));
    numbers.extend(ends("driver-kss"));
    numbers.extend(ends("driver-what-if"));
    let words = ["driver-population", "driver-rank", "driver-lmg-rank"];
    numbers.extend(words.map(|key| voice.word(key)));
    let mut head = vec![Head::text(voice.word("dashboard-driver"))];
    head.extend(numbers.into_iter().map(Head::number));
    let drivers = teller.analysis.drivers.iter();
    Table {
        head,
        rows: drivers.map(|driver| row(teller, driver)).collect(),
    }
}

fn row(teller: &Teller<'_>, driver: &Driver) -> Vec<Cell> {
    let voice = &teller.screen.voice;
    let share = |value: Option<f64>| match value {
        Some(value) => Cell::number(voice.percent(value), value),
        None => Cell::default(),
    };
    let number = |value: Option<f64>, decimals| match value {
        Some(value) => Cell::number(voice.number(value, decimals), value),
        None => Cell::default(),
    };
    let low = |ends: Option<Interval>| ends.map(|ends| ends[0]);
    let high = |ends: Option<Interval>| ends.map(|ends| ends[1]);
    let missing = &driver.missing;
    let what_if = driver.what_if;
    let limits = what_if.and_then(|what_if| what_if.ci95);
    let own = &driver.association;
    vec![
        Cell::text(teller.screen.question(&driver.name)),
        Cell::number(voice.whole(driver.n), driver.n as f64),
        share(driver.coverage),
        number(Some(missing.dont_know), 0),
        number(Some(missing.not_applicable), 0),
        number(Some(missing.not_asked), 0),
        number(Some(missing.blank), 0),
        number(driver.mean, 2),
        share(driver.agree),
        share(low(driver.agree_ci95)),
        share(high(driver.agree_ci95)),
        share(driver.disagree),
        share(low(driver.disagree_ci95)),
        share(high(driver.disagree_ci95)),
        share(driver.lmg_share),
        share(low(driver.lmg_share_ci95)),
        share(high(driver.lmg_share_ci95)),
        number(driver.lmg, 4),
        number(driver.johnson, 4),
        number(own.pearson, 2),
        number(own.spearman, 2),
        number(own.kendall_tau_b, 2),
        number(own.gamma, 2),
        number(driver.vif, 2),
        number(driver.kss.value, 1),
        number(low(driver.kss.ci95), 1),
        number(high(driver.kss.ci95), 1),
        number(what_if.map(|what_if| what_if.gain), 1),
        number(low(limits), 1),
        number(high(limits), 1),
        number(what_if.map(|what_if| what_if.population_gain), 1),
        share(driver.rank_probability),
        share(driver.lmg_rank_probability),
    ]
}

impl Teller<'_> {
    /// The answers of those who disagree and would not recommend.
    pub(crate) fn behind(&self, driver: &Driver) -> Option<String> {
        let disagree = format!("{}:disagree", driver.name);
        let asked = &self.screen.results.asked;
        let more = [("driver", disagree.as_str()), ("score", "0..6")];
        self.screen.answers_at(asked, &more)
    }
}

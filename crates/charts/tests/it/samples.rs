//! Charts with plausible data and with hostile data, shared by the tests and the gallery.

use charts::{
    Baseline, Bracket, Break, ClassWords, Distribution, DriverRow, DriverState, DriverWords,
    Drivers, Estimate, Frame, GroupRow, Groups, Importance, ImportancePoint, ImportanceWords,
    Interval, Locale, Marker, Opportunity, OpportunityPoint, OpportunityWords, SideBySide,
    SideCell, SideRow, Sparkline, Tone, Trend, TrendPoint, Unit,
};

/// A chart by name: draws itself for a frame with the wanted width.
pub(crate) type Sample = (&'static str, fn(u32) -> String);

/// Every kind of chart, in its usual and its awkward states.
pub(crate) const SAMPLES: &[Sample] = &[
    ("interval", |w| charts::interval(&interval(w))),
    ("interval-nothing", |w| {
        charts::interval(&Interval {
            estimate: None,
            markers: Vec::new(),
            frame: frame("gauge-nothing", w),
            ..interval(w)
        })
    }),
    ("distribution", |w| charts::distribution(&distribution(w))),
    ("distribution-large", |w| {
        charts::distribution(&distribution_large(w))
    }),
    ("distribution-five", |w| {
        charts::distribution(&distribution_five(w))
    }),
    ("distribution-nothing", |w| {
        charts::distribution(&Distribution {
            bars: Vec::new(),
            ..distribution(w)
        })
    }),
    ("trend-waves", |w| charts::trend(&trend_waves(w))),
    ("trend-months", |w| charts::trend(&trend_months(w))),
    ("trend-days", |w| charts::trend(&trend_days(w))),
    ("trend-one", |w| charts::trend(&trend_one(w))),
    ("drivers", |w| charts::drivers(&drivers(w))),
    ("groups", |w| charts::groups(&groups(w))),
    ("opportunity-crowded", |w| {
        charts::opportunity(&opportunity_crowded(w))
    }),
    ("opportunity", |w| charts::opportunity(&opportunity(w))),
    ("importance", |w| charts::importance(&importance(w))),
    ("side-by-side", |w| charts::side_by_side(&side_by_side(w))),
    ("sparkline", |w| charts::sparkline(&sparkline(w.min(140)))),
];

pub(crate) fn frame(id: &str, width: u32) -> Frame {
    Frame::new(
        id,
        "NPS is 44, between 38 and 49",
        "622 answers: 57 % promoters, 29 % passives, 14 % detractors.",
    )
    .locale(Locale::DUTCH)
    .width(width)
}

pub(crate) fn interval(width: u32) -> Interval {
    Interval {
        frame: frame("gauge", width),
        unit: Unit::Points,
        estimate: Some(Estimate::new(43.5, 37.6, 48.9)),
        few: false,
        markers: vec![Marker {
            value: 38.2,
            label: "eerste golf".to_owned(),
        }],
        link: Some("/surveys/1/answers".to_owned()),
        empty: "Nog geen antwoorden".to_owned(),
    }
}

fn class_words() -> ClassWords {
    ClassWords {
        detractors: "Critici".to_owned(),
        passives: "Passieven".to_owned(),
        promoters: "Promotors".to_owned(),
    }
}

pub(crate) fn distribution(width: u32) -> Distribution {
    let counts = [
        4.0, 1.0, 3.0, 6.0, 7.0, 30.0, 34.0, 76.0, 104.0, 97.0, 260.0,
    ];
    let mut chart = Distribution::recommend(
        frame("dist", width),
        counts,
        class_words(),
        "Nog geen antwoorden".to_owned(),
    );
    for (score, bar) in chart.bars.iter_mut().enumerate() {
        bar.link = Some(format!("/surveys/1/answers?score={score}"));
    }
    chart
}

pub(crate) fn distribution_large(width: u32) -> Distribution {
    let counts = [
        12_345.0, 0.0, 0.0, 1.0, 99_999.0, 3e6, 4e6, 7.5e6, 1e7, 1.1e7, 2.6e7,
    ];
    Distribution::recommend(
        frame("dist-large", width),
        counts,
        class_words(),
        String::new(),
    )
}

pub(crate) fn distribution_five(width: u32) -> Distribution {
    let bracket = |label: &str, bars, tone| Bracket {
        label: label.to_owned(),
        bars,
        tone,
        link: None,
    };
    Distribution::five(
        frame("five", width),
        [12.0, 40.0, 0.0, 160.0, 88.0],
        [
            "Zeer ontevreden",
            "Ontevreden",
            "Niet tevreden, niet ontevreden",
            "Tevreden",
            "Zeer tevreden",
        ]
        .map(str::to_owned),
        vec![
            bracket("ontevreden", 2, Tone::Detractor),
            bracket("neutraal", 1, Tone::Passive),
            bracket("tevreden", 2, Tone::Promoter),
        ],
        String::new(),
    )
}

fn point(label: &str, value: f64, half: f64, few: bool) -> TrendPoint {
    TrendPoint {
        label: label.to_owned(),
        estimate: Some(Estimate::new(value, value - half, value + half)),
        few,
        detail: String::new(),
        link: Some(format!("/surveys/1/answers?wave={}", label.len())),
    }
}

pub(crate) fn trend_waves(width: u32) -> Trend {
    Trend {
        frame: frame("waves", width),
        unit: Unit::Points,
        points: vec![
            point("mrt 2018", 46.1, 7.2, false),
            point("okt 2018", 43.0, 8.8, false),
            point("dec 2020", 36.8, 14.5, false),
        ],
        baseline: Some(Baseline {
            value: 46.1,
            label: "begin: 46".to_owned(),
        }),
        breaks: Vec::new(),
        empty: "Nog geen antwoorden".to_owned(),
    }
}

pub(crate) fn trend_months(width: u32) -> Trend {
    let months = [
        "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
    ];
    let values = [
        31.0, 29.0, 33.0, 36.0, 0.0, 35.0, 38.0, 52.0, 41.0, 43.0, 44.0, 44.0,
    ];
    let points = months
        .iter()
        .zip(values)
        .enumerate()
        .map(|(i, (month, value))| match i {
            4 => TrendPoint {
                estimate: None,
                ..point(&format!("{month} 2026"), 0.0, 0.0, false)
            },
            7 => point(&format!("{month} 2026"), value, 45.0, true),
            _ => point(&format!("{month} 2026"), value, 5.0 + (i % 4) as f64, false),
        })
        .collect();
    Trend {
        frame: frame("months", width),
        unit: Unit::Points,
        points,
        baseline: Some(Baseline {
            value: 30.0,
            label: "uitgangspunt: 30".to_owned(),
        }),
        breaks: vec![Break {
            before: 8,
            label: "nieuwe vraagtekst".to_owned(),
        }],
        empty: String::new(),
    }
}

pub(crate) fn trend_days(width: u32) -> Trend {
    let points = (0..90)
        .map(|day| {
            let wave = f64::from(day) / 7.0;
            let value = 4.0 + 0.3 * wave.sin() + 0.002 * f64::from(day);
            let half = 0.12 + 0.05 * (wave * 0.7).cos();
            let mut p = point(&format!("{} mei", day + 1), value, half, false);
            if (40..46).contains(&day) {
                p.estimate = None;
            }
            p
        })
        .collect();
    Trend {
        frame: frame("days", width),
        unit: Unit::Mean { min: 1.0, max: 5.0 },
        points,
        baseline: None,
        breaks: Vec::new(),
        empty: String::new(),
    }
}

pub(crate) fn trend_one(width: u32) -> Trend {
    Trend {
        frame: frame("one", width),
        points: vec![point("2026", 100.0, 100.0, true)],
        baseline: None,
        ..trend_waves(width)
    }
}

const DRIVERS: [(&str, f64, f64, f64, &str); 7] = [
    ("Waardering in mijn vak", 67.5, 4.0, 0.246, "25 %"),
    ("Productiever onderzoek", 74.0, 2.8, 0.532, "53 %"),
    ("Beter reproduceerbaar werk", 79.0, 2.8, 0.535, "54 %"),
    ("Vooruit in mijn loopbaan", 81.9, 2.4, 0.651, "65 %"),
    ("Meer zelfvertrouwen met gegevens", 82.0, 2.3, 0.682, "68 %"),
    ("Betere programmeergewoonten", 83.4, 2.3, 0.692, "69 %"),
    ("Zin om verder te leren", 92.8, 1.5, 0.862, "86 %"),
];

fn estimate(value: f64, se: f64) -> Estimate {
    Estimate::new(value, value - 1.96 * se, value + 1.96 * se)
}

pub(crate) fn drivers(width: u32) -> Drivers {
    let row = |label: &str, state, satisfaction: &str| DriverRow {
        label: label.to_owned(),
        state,
        satisfaction: satisfaction.to_owned(),
        detail: String::new(),
        link: Some("/surveys/1/drivers/x".to_owned()),
    };
    let mut rows: Vec<DriverRow> = DRIVERS
        .iter()
        .map(|(label, kss, se, _, agree)| {
            row(
                label,
                DriverState::Shown {
                    kss: estimate(*kss, *se),
                    few: false,
                },
                agree,
            )
        })
        .collect();
    let few = DriverState::Shown {
        kss: Estimate::new(88.0, 58.0, 118.0),
        few: true,
    };
    rows.push(row("Hulp van de begeleiders achteraf", few, "61 %"));
    let kss = Estimate::new(99.0, 96.0, 102.0);
    rows.push(row(
        "Openingstijden",
        DriverState::Shown { kss, few: false },
        "40 %",
    ));
    let reason = "minder dan 5 zijn het eens".to_owned();
    rows.push(row(
        "Parkeren bij de locatie van de cursus",
        DriverState::Hidden { reason },
        "",
    ));
    Drivers {
        frame: frame("drivers", width),
        rows,
        words: DriverWords {
            kss: "KSS".to_owned(),
            satisfaction: "eens".to_owned(),
            leading: "meeste winst".to_owned(),
            nothing_to_gain: "niets te winnen".to_owned(),
        },
        empty: "Deze vragenlijst heeft nog geen stellingen".to_owned(),
    }
}

pub(crate) fn opportunity(width: u32) -> Opportunity {
    let point = |label: &str, satisfaction, gain, few| OpportunityPoint {
        label: label.to_owned(),
        satisfaction,
        gain,
        few,
        detail: String::new(),
        link: Some("/surveys/1/drivers/x".to_owned()),
    };
    let mut points: Vec<OpportunityPoint> = DRIVERS
        .iter()
        .map(|(label, kss, se, agree, _)| point(label, *agree, estimate(100.0 - kss, *se), false))
        .collect();
    points.push(point(
        "Openingstijden",
        0.22,
        Estimate::new(1.0, -2.0, 4.0),
        false,
    ));
    points.push(point(
        "Hulp achteraf",
        0.61,
        Estimate::new(12.0, -18.0, 42.0),
        true,
    ));
    Opportunity {
        frame: frame("opportunity", width),
        unit: Unit::Share,
        points,
        words: OpportunityWords {
            satisfaction: "tevredenheid: deel dat het eens is".to_owned(),
            gain: "NPS-punten te winnen".to_owned(),
            worst_rated: "slechtst beoordeeld".to_owned(),
            most_to_gain: "meeste winst".to_owned(),
            both: "slechtst beoordeeld en meeste winst".to_owned(),
        },
        empty: String::new(),
    }
}

pub(crate) fn side_by_side(width: u32) -> SideBySide {
    let cell = |value, half, few| {
        Some(SideCell {
            estimate: Estimate::new(value, value - half, value + half),
            few,
            detail: "KSS".to_owned(),
        })
    };
    let rows = DRIVERS
        .iter()
        .enumerate()
        .map(|(i, (label, kss, _, _, _))| {
            let shift = i as f64 - 3.0;
            SideRow {
                label: (*label).to_owned(),
                cells: vec![
                    cell(kss - shift, 6.0, false),
                    if i == 2 { None } else { cell(*kss, 7.0, false) },
                    cell(kss + 2.0 * shift, 12.0, i == 5),
                ],
                verdict: "niet meer dan toeval".to_owned(),
                link: None,
            }
        })
        .collect();
    SideBySide {
        frame: frame("side", width),
        unit: Unit::Kss,
        waves: ["mrt 2018", "okt 2018", "dec 2020"]
            .map(str::to_owned)
            .to_vec(),
        rows,
        empty: String::new(),
    }
}

pub(crate) fn sparkline(width: u32) -> Sparkline {
    Sparkline {
        frame: frame("spark", width),
        unit: Unit::Points,
        values: vec![
            Some(31.0),
            Some(29.0),
            None,
            Some(36.0),
            Some(35.0),
            Some(44.0),
        ],
        few: false,
    }
}

/// Terminals of an airport: many answers, one small group, one hidden.
pub(crate) fn groups(width: u32) -> Groups {
    let row = |label: &str, value: f64, half: f64, n: &str, verdict: &str| GroupRow {
        label: label.to_owned(),
        estimate: Some(Estimate::new(value, value - half, value + half)),
        n: n.to_owned(),
        verdict: verdict.to_owned(),
        stands_out: verdict.contains("rest"),
        link: Some("/surveys/1?terminal=a".to_owned()),
        ..GroupRow::default()
    };
    let chance = "niet meer dan toeval";
    let mut rows = vec![
        row("Internationaal, gebouw A", 40.2, 4.0, "1.204", chance),
        row("Gebouw B", 43.0, 8.0, "312", chance),
        row("Gebouw C", 51.0, 6.5, "288", "hoger dan de rest"),
        row("Gebouw G", 31.0, 5.0, "640", "lager dan de rest"),
        row(
            "Gebouw H",
            20.0,
            48.0,
            "12",
            "te weinig antwoorden: nog 18 nodig",
        ),
        row("Gebouw I", 0.0, 0.0, "3", ""),
    ];
    rows[4].few = true;
    rows[5].estimate = None;
    "minder dan 5 antwoorden".clone_into(&mut rows[5].reason);
    Groups {
        frame: frame("groups", width),
        unit: Unit::Points,
        rows,
        heading: "NPS".to_owned(),
        n_heading: "n".to_owned(),
        everybody: Some((40.0, "iedereen".to_owned())),
        empty: String::new(),
    }
}

/// Twelve drivers close together, as in an airport's survey.
pub(crate) fn opportunity_crowded(width: u32) -> Opportunity {
    let mut chart = opportunity(width);
    let point = chart.points[0].clone();
    let crowd = [
        ("Q7STORE", 0.558, 20.2),
        ("Q7FOOD", 0.556, 20.1),
        ("Q7PARK", 0.67, 17.6),
        ("Q7ART", 0.718, 14.1),
        ("Q7ROADS", 0.753, 13.0),
        ("Q7SCREENS", 0.789, 12.3),
        ("Q7AIRTRAIN", 0.781, 11.8),
        ("Q9RESTROOM", 0.783, 11.8),
        ("Q7WALKWAYS", 0.801, 11.5),
        ("Q7SIGN", 0.789, 11.4),
        ("Q7WIFI", 0.744, 10.9),
        ("Q14PASSTHRU", 0.822, 10.7),
    ];
    chart.points = crowd
        .into_iter()
        .map(|(label, satisfaction, gain)| OpportunityPoint {
            label: label.to_owned(),
            satisfaction,
            gain: Estimate::new(gain, gain - 2.4, gain + 2.4),
            ..point.clone()
        })
        .collect();
    "crowd".clone_into(&mut chart.frame.id);
    chart
}

pub(crate) fn importance(width: u32) -> Importance {
    let point = |(label, _, _, agree, _): &(&str, f64, f64, f64, &str)| ImportancePoint {
        other: None,
        label: (*label).to_owned(),
        performance: estimate(*agree, 0.02),
        importance: estimate((agree * 7.0).fract() * 0.3, 0.03),
        note: (if *agree < 0.5 { "hier iets doen" } else { "" }).to_owned(),
        few: *agree > 0.8,
        detail: String::new(),
        link: Some("/surveys/1/drivers/x".to_owned()),
    };
    Importance {
        frame: frame("importance", width),
        points: DRIVERS.iter().map(point).collect(),
        equal: Some(1.0 / 7.0),
        words: ImportanceWords {
            performance: "hoe goed: deel dat het eens is".to_owned(),
            importance: "hoe sterk: deel van wat drijfveren verklaren".to_owned(),
            equal: "als alle even zwaar wogen".to_owned(),
        },
        empty: "Nog geen antwoorden".to_owned(),
    }
}

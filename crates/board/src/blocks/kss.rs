//! The block with the KSS of every driver: what there is to gain, with its interval, beside how
//! many agree.

use dashboard::parts;
use dashboard::screen::Screen;
use figures::{Driver, leading};
use platform::Problem;
use serde_json::{Value, json};
use stats::quantile::Z95;

use super::told::{Row, Shown};
use super::{One, Ready, Told};

impl One<'_> {
    pub(super) async fn kss(&self, ready: &Ready) -> Result<Told, Problem> {
        let Some(asked) = ready.asked() else {
            return Ok(self.nothing("board-survey-gone", &[]));
        };
        let results = self.results(&asked, &[]).await?;
        if let Some(told) = self.empty(&results) {
            return Ok(told);
        }
        let screen = Screen::new(self.voice(), &results);
        let voice = &screen.voice;
        let drivers = parts::drivers(&screen);
        if drivers.is_empty() {
            return Ok(self.nothing("board-no-drivers", &[]));
        }
        let leaders: Vec<&str> = leading(&drivers)
            .iter()
            .map(|own| own.name.as_str())
            .collect();
        let others = self.others(&asked).await?;
        let others = others
            .as_ref()
            .map(|other| parts::drivers(&Screen::new(*voice, other)));
        let mut head = vec![
            (voice.word("dashboard-driver"), false),
            ("KSS".to_owned(), true),
            (voice.word("dashboard-to-gain"), true),
            (voice.word("dashboard-agree"), true),
            ("n".to_owned(), true),
            (voice.word("dashboard-status"), false),
        ];
        if others.is_some() {
            head.push((voice.word("board-beside-difference"), false));
        }
        let rows = drivers.iter().map(|driver| {
            let mut row = kss_row(&screen, driver);
            row.leads = leaders.contains(&driver.name.as_str());
            if let Some(others) = &others {
                let before = others.iter().find(|other| other.name == driver.name);
                row.cells.push(words(self.moved(driver, before)));
            }
            row
        });
        let finding = parts::figure(&screen).and_then(|told| {
            let about = |text: &String| {
                leaders
                    .iter()
                    .any(|key| text.contains(&screen.in_sentence(key)))
            };
            told.more.into_iter().find(about)
        });
        let compared_json = others.iter().flat_map(|others| {
            drivers.iter().map(move |here| {
                let there = others.iter().find(|other| other.name == here.name);
                compared(here, there)
            })
        });
        let figure = json!(drivers);
        Ok(Told {
            finding: finding.or_else(|| Some(voice.word("board-kss-none"))),
            head,
            rows: rows.collect(),
            table: parts::picture(&screen, "drivers").map(|picture| picture.table),
            answers: screen.answers_at(&results.asked, &[]),
            figure,
            compared_json: compared_json.collect(),
            not_compared: (self.view.compare.is_some() && asked.other.is_none())
                .then(|| self.not_compared()),
            ..Told::default()
        })
    }

    /// What became of a driver against the other side, in words.
    fn moved(&self, here: &Driver, there: Option<&Driver>) -> String {
        let voice = self.voice();
        let Some(Moved { difference, half }) = there.and_then(|there| Moved::of(here, there))
        else {
            return "–".to_owned();
        };
        let written = |value: f64| {
            let text = voice.number(value, 0);
            if value > 0.5 {
                format!("+{text}")
            } else {
                text
            }
        };
        let verdict = voice.word(if difference.abs() <= half {
            "dashboard-verdict-chance"
        } else if difference > 0.0 {
            "board-kss-less"
        } else {
            "board-kss-more"
        });
        let (low, high) = (written(difference - half), written(difference + half));
        let between = voice.say("dashboard-between", &[("low", &low), ("high", &high)]);
        format!("{} ({between}): {verdict}", written(difference))
    }
}

/// A KSS against that of the other side: the difference with the root of the sum of squares as its
/// standard error.
struct Moved {
    difference: f64,
    /// Half of its 95 % interval.
    half: f64,
}

impl Moved {
    /// None when one of the two can't be said.
    fn of(here: &Driver, there: &Driver) -> Option<Self> {
        let known = |driver: &Driver| driver.kss.value.zip(driver.kss.se);
        let (after, after_se) = known(here)?;
        let (before, before_se) = known(there)?;
        Some(Self {
            difference: after - before,
            half: Z95 * before_se.hypot(after_se),
        })
    }

    /// For programs, as any difference.
    fn json(&self) -> Value {
        let Self { difference, half } = *self;
        let verdict = if difference.abs() <= half {
            "not_more_than_chance"
        } else if difference > 0.0 {
            "rose"
        } else {
            "fell"
        };
        json!({
            "difference": difference,
            "ci95": [difference - half, difference + half],
            "verdict": verdict,
        })
    }
}

/// Both sides of a driver, for programs.
fn compared(here: &Driver, there: Option<&Driver>) -> Value {
    json!({
        "name": here.name,
        "here": here,
        "there": there,
        "kss_difference": there.and_then(|there| Moved::of(here, there)).map(|moved| moved.json()),
    })
}

fn kss_row(screen: &Screen<'_>, driver: &Driver) -> Row {
    let voice = &screen.voice;
    let dash = || "–".to_owned();
    let whole = |value: Option<f64>| value.map_or_else(dash, |value| voice.number(value, 0));
    let between = |[low, high]: [f64; 2]| {
        let (low, high) = (voice.number(low, 0), voice.number(high, 0));
        voice.say("dashboard-between", &[("low", &low), ("high", &high)])
    };
    let disagree = format!("{}:disagree", driver.name);
    let behind = [("driver", disagree.as_str()), ("score", "0..6")];
    let number = |text: String| Shown {
        text,
        number: true,
        ..Shown::default()
    };
    let few = if driver.is_few() && driver.n > 0 {
        "few"
    } else {
        ""
    };
    Row {
        name: screen.question(&driver.name),
        link: screen.answers_at(&screen.results.asked, &behind),
        cells: vec![
            Shown {
                below: driver.kss.ci95.map(between),
                mark: few,
                ..number(
                    driver
                        .kss
                        .value
                        .map_or_else(dash, |value| voice.number(value, 1)),
                )
            },
            Shown {
                below: driver.kss.gain_ci95().map(between),
                ..number(whole(driver.kss.gain))
            },
            number(driver.agree.map_or_else(dash, |share| voice.percent(share))),
            number(voice.whole(driver.n)),
            words(parts::driver_status(screen, driver).unwrap_or_default()),
        ],
        leads: false,
    }
}

fn words(text: String) -> Shown {
    Shown {
        text,
        ..Shown::default()
    }
}

//! Themes and drivers on two sides of a comparison: both figures, the interval of the difference,
//! and what it amounts to.

mod drivers;

use dashboard::picture::{Cell, Head, Table};
use dashboard::privacy::Privacy;
use dashboard::screen::is_changed;
use dashboard::voice::Voice;
use figures::{Change, Metric};
use platform::Problem;
use platform::web::QueryPairs;
use serde_json::{Value, json};
use stats::Verdict;
use survey::Definition;
use theme::beside::{Beside, BesideSide, BesideTheme};

use super::answers::{Asked, signed};
use super::ready::sides;
use super::told::{Row, Shown};
use super::{One, Ready, Told};
use crate::view::Compare;

/// Themes on the page; the table has them all.
const SHOWN_MAX: usize = 12;

/// Differences told in a sentence; the table has them all.
const SENTENCES_MAX: usize = 3;

/// A comparison that was asked for.
pub(super) enum Sides {
    /// What each side is called: that of the filter first.
    Both([String; 2]),
    /// Why there is none.
    None(String),
}

impl One<'_> {
    /// The comparison that was asked for; none when nothing is to be compared.
    pub(super) fn sides(&self, asked: &Asked<'_>) -> Option<Sides> {
        let names = sides(&self.voice(), self.view, self.today);
        let both = names.filter(|_| asked.other.is_some());
        self.view.compare.as_ref()?;
        Some(both.map_or_else(|| Sides::None(self.not_compared()), Sides::Both))
    }

    /// Why nothing is compared though it was asked for.
    pub(super) fn not_compared(&self) -> String {
        self.voice().word(match self.view.compare {
            Some(Compare::Group(_)) => "board-compare-group-first",
            _ => "board-compare-period-first",
        })
    }

    /// How many people a group has that is shown.
    pub(super) fn privacy(&self, definition: &Definition) -> Privacy {
        self.eye.privacy(definition)
    }

    /// Fewest people of a group of a survey that is shown.
    pub(super) fn least_of(&self, ready: &Ready) -> u64 {
        let survey = ready.survey();
        survey.map_or(1, |survey| self.privacy(&survey.definition).least())
    }

    /// Whether these are people, but too few of them.
    pub(super) fn is_few(&self, ready: &Ready, n: u64) -> bool {
        (1..self.least_of(ready)).contains(&n)
    }

    pub(super) async fn themes_beside(
        &self,
        asked: &Asked<'_>,
        names: [String; 2],
    ) -> Result<Told, Problem> {
        let queries = queries(asked);
        let found = self
            .boards
            .themes
            .beside(asked.whose, [&queries[0], &queries[1]]);
        let found = match found.await? {
            Ok(found) => found,
            Err(why) => return Ok(self.nothing(why, &[])),
        };
        let voice = self.voice();
        let words = ThemeWords {
            voice,
            metric: found.metric,
            names: names.each_ref().map(String::as_str),
        };
        let path = format!("/surveys/{}/themes", asked.whose.survey_id);
        let more = dashboard::filter::address(&path, asked.pairs);
        let is_hidden = |theme: &BesideTheme| theme.sides.iter().any(|side| side.hidden);
        let hidden = found.themes.iter().any(is_hidden);
        Ok(Told {
            title: Some(voice.word("theme-block-title")),
            finding: Some(words.finding(&found)),
            head: words.head(&found),
            rows: found
                .themes
                .iter()
                .take(SHOWN_MAX)
                .map(|theme| words.row(theme))
                .collect(),
            table: Some(words.table(&found)),
            on_paper: true,
            wide: true,
            note: hidden.then(|| voice.word("board-beside-hidden")),
            more: Some((more, voice.word("board-themes-all"))),
            compared_json: found.themes.iter().map(theme_json).collect(),
            ..Told::default()
        })
    }
}

/// Both sides as queries: that of the filter first.
pub(super) fn queries(asked: &Asked<'_>) -> [QueryPairs; 2] {
    let other = asked.other.cloned().unwrap_or_default();
    [QueryPairs(asked.pairs.clone()), QueryPairs(other)]
}

fn side_head(voice: &Voice<'_>, key: &str, side: &str) -> String {
    format!("{}: {side}", voice.word(key))
}

/// A difference with its interval in words; `text` says what it amounts to.
fn difference(voice: &Voice<'_>, metric: Metric, change: &Change, text: String) -> Shown {
    let [low, high] = change.ci95.map(|end| signed(voice, metric, end));
    let known = !matches!(change.verdict, Verdict::TooFew { .. });
    Shown {
        text,
        below: known.then(|| voice.say("dashboard-between", &[("low", &low), ("high", &high)])),
        ..Shown::default()
    }
}

/// "6 points higher", "not more than chance": against another group nothing rises or falls.
pub(super) fn verdict(voice: &Voice<'_>, metric: Metric, change: &Change) -> String {
    let points = voice.points(metric, change.difference);
    match change.verdict {
        Verdict::Rose => voice.say("board-beside-higher", &[("points", &points)]),
        Verdict::Fell => voice.say("board-beside-lower", &[("points", &points)]),
        _ => voice.verdict(metric, change),
    }
}

/// The same of what may not be known; a dash where it isn't.
pub(super) fn compared(voice: &Voice<'_>, metric: Metric, change: Option<&Change>) -> Shown {
    change.map_or_else(dash, |change| {
        difference(voice, metric, change, verdict(voice, metric, change))
    })
}

fn dash() -> Shown {
    Shown {
        text: "–".to_owned(),
        ..Shown::default()
    }
}

/// Tells themes on both sides.
struct ThemeWords<'a> {
    voice: Voice<'a>,
    metric: Option<Metric>,
    names: [&'a str; 2],
}

impl ThemeWords<'_> {
    fn finding(&self, found: &Beside) -> String {
        let named = |wanted: &dyn Fn(Verdict) -> bool| {
            let is_one = |theme: &&BesideTheme| theme.share.is_some_and(|c| wanted(c.verdict));
            let names = found.themes.iter().filter(is_one);
            let names: Vec<&str> = names.map(|theme| theme.name.as_str()).collect();
            names.join(", ")
        };
        let more = named(&|verdict| verdict == Verdict::Rose);
        let less = named(&|verdict| verdict == Verdict::Fell);
        let [here, there] = self.names;
        let args = [
            ("here", here),
            ("there", there),
            ("more", &more),
            ("less", &less),
        ];
        self.voice.say(
            match (more.is_empty(), less.is_empty()) {
                (true, true) => "board-themes-alike",
                (false, true) => "board-themes-more",
                (true, false) => "board-themes-less",
                (false, false) => "board-themes-both",
            },
            &args,
        )
    }

    fn head(&self, found: &Beside) -> Vec<(String, bool)> {
        let voice = &self.voice;
        let mut head = vec![(voice.word("theme-theme"), false)];
        for (name, n) in self.names.iter().zip(found.n) {
            let n = voice.whole(n);
            let text = voice.say("board-beside-comments", &[("side", name), ("n", &n)]);
            head.push((text, true));
        }
        head.push((voice.word("board-beside-difference"), false));
        if let Some(metric) = self.metric {
            let metric = voice.metric(metric);
            let names = self.names.iter();
            head.extend(names.map(|name| (format!("{metric}: {name}"), true)));
            head.push((voice.word("board-beside-difference"), false));
        }
        head
    }

    fn row(&self, theme: &BesideTheme) -> Row {
        let voice = &self.voice;
        let share = |side: &BesideSide| {
            let Some(share) = side.share else {
                return self.absent(side);
            };
            let [low, high] = share.ci95.map(|end| voice.percent(end));
            Shown {
                text: voice.percent(share.value),
                below: Some(voice.say("dashboard-between", &[("low", &low), ("high", &high)])),
                link: side.link.clone(),
                number: true,
                ..Shown::default()
            }
        };
        let figure = |side: &BesideSide| {
            let Some(figure) = side.figure.filter(|figure| figure.value.is_some()) else {
                return self.absent(side);
            };
            let value = figure.value.unwrap_or_default();
            Shown {
                text: voice.value(figure.metric, value),
                below: figure.ci95.map(|ends| voice.between(figure.metric, ends)),
                number: true,
                mark: if figure.few { "few" } else { "" },
                ..Shown::default()
            }
        };
        let mut cells: Vec<Shown> = theme.sides.iter().map(share).collect();
        cells.push(compared(voice, Metric::Csat, theme.share.as_ref()));
        if let Some(metric) = self.metric {
            cells.extend(theme.sides.iter().map(figure));
            cells.push(compared(voice, metric, theme.figure.as_ref()));
        }
        Row {
            name: theme.name.clone(),
            link: theme.sides[0].link.clone(),
            cells,
            leads: theme.share.as_ref().is_some_and(is_changed)
                || theme.figure.as_ref().is_some_and(is_changed),
        }
    }

    fn absent(&self, side: &BesideSide) -> Shown {
        if !side.hidden {
            return dash();
        }
        Shown {
            text: self.voice.word("dashboard-hidden"),
            mark: "hidden",
            ..Shown::default()
        }
    }

    fn table(&self, found: &Beside) -> Table {
        let voice = &self.voice;
        let ends = |name: &str| {
            ["dashboard-low", "dashboard-high"].map(|end| format!("{name}, {}", voice.word(end)))
        };
        let share = voice.word("theme-share");
        let mut groups = vec![share];
        groups.extend(self.metric.map(|metric| voice.metric(metric)));
        let mut head = vec![Head::text(voice.word("theme-theme"))];
        for group in groups {
            for side in self.names {
                let name = format!("{group}: {side}");
                head.extend(ends(&name).into_iter().map(Head::number));
                head.insert(head.len() - 2, Head::number(name));
                head.push(Head::number(format!("n: {side}")));
            }
            let name = format!("{group}, {}", voice.word("board-beside-difference"));
            head.push(Head::number(name.clone()));
            head.extend(ends(&name).into_iter().map(Head::number));
            head.push(Head::text(voice.word("board-verdict")));
        }
        let rows = found.themes.iter().map(|theme| self.numbers(theme));
        Table {
            head,
            rows: rows.collect(),
        }
    }

    fn numbers(&self, theme: &BesideTheme) -> Vec<Cell> {
        let voice = &self.voice;
        let cell = |metric: Metric, value: Option<f64>| {
            value.map_or_else(Cell::default, |value| {
                Cell::number(voice.value(metric, value), value)
            })
        };
        let changed = |metric: Metric, change: Option<&Change>| {
            let signed = |value: f64| Cell::number(signed(voice, metric, value), value);
            let all = change.map(|change| {
                let [low, high] = change.ci95;
                let words = Cell::text(verdict(voice, metric, change));
                [signed(change.difference), signed(low), signed(high), words]
            });
            all.unwrap_or_default()
        };
        let mut cells = vec![Cell::text(theme.name.clone()).to(theme.sides[0].link.clone())];
        for side in &theme.sides {
            if side.hidden {
                let why = Cell::text(voice.word("dashboard-hidden")).marked("hidden");
                cells.extend([why, Cell::default(), Cell::default(), Cell::default()]);
                continue;
            }
            let share = side.share;
            let part = |value: Option<f64>| cell(Metric::Csat, value);
            cells.push(part(share.map(|share| share.value)));
            cells.push(part(share.map(|share| share.ci95[0])));
            cells.push(part(share.map(|share| share.ci95[1])));
            cells.push(Cell::number(
                voice.whole(side.comments),
                side.comments as f64,
            ));
        }
        cells.extend(changed(Metric::Csat, theme.share.as_ref()));
        let Some(metric) = self.metric else {
            return cells;
        };
        for side in &theme.sides {
            let figure = side.figure;
            let ends = figure.and_then(|figure| figure.ci95);
            cells.push(cell(metric, figure.and_then(|figure| figure.value)));
            cells.push(cell(metric, ends.map(|ends| ends[0])));
            cells.push(cell(metric, ends.map(|ends| ends[1])));
            cells.push(figure.map_or_else(Cell::default, |figure| {
                Cell::number(voice.whole(figure.n), figure.n as f64)
            }));
        }
        cells.extend(changed(metric, theme.figure.as_ref()));
        cells
    }
}

fn theme_json(theme: &BesideTheme) -> Value {
    let side = |side: &BesideSide| {
        json!({
            "hidden": side.hidden,
            "comments": (!side.hidden).then_some(side.comments),
            "share": side.share.map(|share| share.value),
            "ci95": side.share.map(|share| share.ci95),
            "figure": side.figure,
        })
    };
    json!({
        "theme_id": theme.theme_id,
        "name": theme.name,
        "here": side(&theme.sides[0]),
        "there": side(&theme.sides[1]),
        "share_difference": theme.share,
        "figure_difference": theme.figure,
    })
}

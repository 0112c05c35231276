//! The block with the phases of a journey as rows: each with its own figures, over time, and with
//! what became of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use dashboard::ask::Ask;
use dashboard::filter::{By, Dim};
use dashboard::picture::{Cell, Head, Table};
use dashboard::results::{Point, Results, further_metrics};
use dashboard::screen::{Screen, Tile, as_outcome, estimate, is_changed, unit};
use facts::{Group, Key};
use figures::{Change, Counts, Metric, TrendPoint};
use platform::Problem;
use serde_json::{Value, json};

use super::told::{Row, Shown};
use super::{One, Ready, Told};

/// Rows at most: a journey has phases, not customers.
const ROWS_MAX: usize = 60;
/// Width of the small trend, px.
const SPARK: u32 = 120;
/// Steps of the small trend at most.
const STEPS: usize = 24;

/// One phase with what is known of it.
struct Phase<'a> {
    point: &'a Point,
    /// Its value; none is "no value".
    value: Option<&'a str>,
    name: String,
    steps: Vec<TrendPoint>,
}

impl One<'_> {
    pub(super) async fn phases(&self, ready: &Ready) -> Result<Told, Problem> {
        let (
            Some(asked),
            Ready::Known {
                attributes, source, ..
            },
        ) = (ready.asked(), ready)
        else {
            return Ok(self.nothing("board-survey-gone", &[]));
        };
        let name = self.block.attribute.as_deref().unwrap_or_default();
        if !attributes.iter().any(|known| known == name) {
            return Ok(self.nothing("board-unknown-attribute", &[("names", name)]));
        }
        let by = format!("attribute:{name}");
        let results = self.results(&asked, &[("by", &by)]).await?;
        if let Some(told) = self.empty(&results) {
            return Ok(told);
        }
        let Some(metric) = results.metric else {
            return Ok(self.nothing("board-no-metric", &[]));
        };
        // Steps of small groups would give away what their sum hides.
        let over_time = if results.privacy().hides() {
            BTreeMap::new()
        } else {
            let ask = ask(&results, name);
            let groups = source.evaluate(vec![ask]).await?.pop().unwrap_or_default();
            by_phase(groups)
        };
        let others = self.other_phases(&asked, &by).await?;
        let screen = Screen::new(self.voice(), &results);
        let phases = self.ordered(&screen, metric, &over_time);
        let dim = Dim::Attribute(name.to_owned());
        let mut told = self.tell(&screen, (metric, &dim), &phases);
        if self.view.compare.is_some() && others.is_none() {
            told.not_compared = Some(self.not_compared());
        }
        if let Some(others) = others {
            let head = screen.voice.word("board-beside-difference");
            told.head.push((head, false));
            for (row, phase) in told.rows.iter_mut().zip(&phases) {
                let there = on_other_side(phase.point, &others);
                row.cells
                    .push(other_side(&screen, metric, phase.point, there));
                told.compared_json.push(compared(metric, phase, there));
            }
        }
        Ok(told)
    }

    async fn other_phases(
        &self,
        asked: &super::answers::Asked<'_>,
        by: &str,
    ) -> Result<Option<Arc<Results>>, Problem> {
        let Some(other) = asked.other else {
            return Ok(None);
        };
        let mut pairs = other.clone();
        pairs.push(("by".to_owned(), by.to_owned()));
        let of = (asked.whose, asked.mark);
        self.boards.counted(self.eye, of, pairs).await.map(Some)
    }

    /// The phases in the order the block names, then the others by name, then "no value".
    fn ordered<'r>(
        &self,
        screen: &Screen<'r>,
        metric: Metric,
        over_time: &BTreeMap<Option<String>, Vec<(Key, Counts)>>,
    ) -> Vec<Phase<'r>> {
        let results = screen.results;
        let groups = results
            .split
            .iter()
            .flat_map(|split| split.groups.iter().map(move |group| (&split.by, group)));
        let mut phases: Vec<Phase<'r>> = groups
            .filter_map(|(by, point)| {
                let Key::Value(value) = &point.key else {
                    return None;
                };
                let labelled: Vec<(String, Counts)> = over_time
                    .get(value)
                    .into_iter()
                    .flatten()
                    .map(|(key, counts)| (screen.group(&results.trend.by, key), counts.clone()))
                    .collect();
                Some(Phase {
                    point,
                    value: value.as_deref(),
                    name: screen.group(by, &point.key),
                    steps: figures::trend(metric, &labelled, None),
                })
            })
            .collect();
        phases.sort_by_cached_key(|phase| place(&self.block.order, phase.value));
        phases.truncate(ROWS_MAX);
        phases
    }

    fn tell(
        &self,
        screen: &Screen<'_>,
        (metric, dim): (Metric, &Dim),
        phases: &[Phase<'_>],
    ) -> Told {
        let voice = &screen.voice;
        let further: Vec<(String, Metric)> = further_metrics(&screen.results.survey)
            .map(|(question, metric)| (question.key.clone(), metric))
            .collect();
        let mut head = vec![
            (voice.dim(dim), false),
            (voice.metric(metric), true),
            ("n".to_owned(), true),
        ];
        head.extend(
            further
                .iter()
                .map(|(_, metric)| (voice.metric(*metric), true)),
        );
        head.push((voice.by(&screen.results.trend.by), false));
        head.push((voice.word("board-verdict"), false));
        let rows = phases.iter().map(|phase| {
            let further: Vec<Metric> = further.iter().map(|(_, metric)| *metric).collect();
            self.phase_row(screen, metric, (phase, &further))
        });
        let figure: Vec<_> = phases
            .iter()
            .map(|phase| {
                json!({
                    "phase": phase.value,
                    "hidden": phase.point.hidden,
                    "figure": figures::metric(metric, &phase.point.counts),
                    "verdict": phase.steps.last().and_then(|step| step.since_previous)
                        .map(|change| change.verdict.as_str()),
                })
            })
            .collect();
        Told {
            finding: Some(finding(screen, phases)),
            head,
            rows: rows.collect(),
            table: Some(table(screen, metric, (dim, phases))),
            note: phases
                .iter()
                .any(|phase| phase.point.hidden)
                .then(|| voice.word("dashboard-hidden-why")),
            answers: screen.answers_at(&screen.results.asked, &[]),
            figure: json!(figure),
            ..Told::default()
        }
    }

    fn phase_row(
        &self,
        screen: &Screen<'_>,
        metric: Metric,
        (phase, further): (&Phase<'_>, &[Metric]),
    ) -> Row {
        let voice = &screen.voice;
        let name = self.block.attribute.as_deref().unwrap_or_default();
        let counts = &phase.point.counts;
        if phase.point.hidden {
            let hidden = Shown {
                text: voice.word("dashboard-hidden"),
                mark: "hidden",
                ..Shown::default()
            };
            let blank = vec![Shown::default(); further.len() + 3];
            return Row {
                name: phase.name.clone(),
                cells: [vec![hidden], blank].concat(),
                ..Row::default()
            };
        }
        let figure = figures::metric(metric, counts);
        let first = screen.drivers().len();
        let tile = |metric: Metric, figure: &figures::Figure| {
            shown(&screen.tile(voice.metric(metric), figure, None))
        };
        let narrowed = screen.results.asked.only(
            &Dim::Attribute(name.to_owned()),
            phase.value.unwrap_or_default(),
        );
        let mut cells = vec![
            tile(metric, &figure),
            Shown {
                text: voice.whole(figure.n),
                number: true,
                link: screen.answers_at(&narrowed, &[]),
                ..Shown::default()
            },
        ];
        for (table, metric) in further.iter().enumerate() {
            let figure = counts
                .drivers
                .get(first + table)
                .map(|_| figures::metric(*metric, &as_outcome(counts, first + table)));
            cells.push(figure.map_or_else(Shown::default, |figure| tile(*metric, &figure)));
        }
        let last = phase.steps.iter().rev().find(|step| step.figure.n > 0);
        let change = last.and_then(|step| step.since_previous);
        cells.push(Shown {
            spark: self.spark(screen, metric, phase),
            ..Shown::default()
        });
        cells.push(Shown {
            text: change.map_or_else(
                || voice.word("dashboard-verdict-first"),
                |change| voice.verdict(metric, &change),
            ),
            ..Shown::default()
        });
        Row {
            name: phase.name.clone(),
            link: phase.value.map(|value| self.only(name, value)),
            cells,
            leads: change.as_ref().is_some_and(is_changed),
        }
    }

    fn spark(&self, screen: &Screen<'_>, metric: Metric, phase: &Phase<'_>) -> Option<String> {
        let shown = &phase.steps[phase.steps.len().saturating_sub(STEPS)..];
        if shown.len() < 2 {
            return None;
        }
        let said: Vec<String> = shown
            .iter()
            .map(|step| format!("{}: {}.", step.label, screen.voice.figure(&step.figure)))
            .collect();
        let place = place(&self.block.order, phase.value);
        let id = format!(
            "spark-{}-{}",
            self.block.id,
            platform::id::number(&format!("{place:?}"))
        );
        let title = format!("{}: {}", phase.name, screen.voice.metric(metric));
        Some(charts::sparkline(&charts::Sparkline {
            frame: screen.frame(&id, &title, &said.join(" ")).width(SPARK),
            unit: unit(metric),
            values: shown
                .iter()
                .map(|step| Some(estimate(&step.figure)?.value))
                .collect(),
            few: shown.last().is_some_and(|step| step.figure.few),
        }))
    }
}

/// The same phase on the other side, when it is shown there.
fn on_other_side<'r>(here: &Point, others: &'r Results) -> Option<&'r Point> {
    let mut there = others.split.iter().flat_map(|split| &split.groups);
    there.find(|point| point.key == here.key && !point.hidden)
}

/// The difference between both sides of a phase; none where one is hidden or has no answers.
fn change_of(metric: Metric, here: &Point, there: Option<&Point>) -> Option<Change> {
    let there = there.filter(|_| !here.hidden)?;
    figures::change(metric, &there.counts, &here.counts)
}

/// Both sides of a phase, for programs.
fn compared(metric: Metric, phase: &Phase<'_>, there: Option<&Point>) -> Value {
    let figure = |point: &Point| figures::metric(metric, &point.counts);
    json!({
        "phase": phase.value,
        "here": (!phase.point.hidden).then(|| figure(phase.point)),
        "there": there.map(figure),
        "difference": change_of(metric, phase.point, there),
    })
}

/// What became of a phase against the other side, in words.
fn other_side(screen: &Screen<'_>, metric: Metric, here: &Point, there: Option<&Point>) -> Shown {
    super::beside::compared(
        &screen.voice,
        metric,
        change_of(metric, here, there).as_ref(),
    )
}

/// Where a phase stands: named ones first, in their order; "no value" last.
fn place(order: &[String], value: Option<&str>) -> (usize, String) {
    let at = match value {
        None => order.len() + 1,
        Some(value) => order
            .iter()
            .position(|known| known == value)
            .unwrap_or(order.len()),
    };
    (at, value.unwrap_or_default().to_owned())
}

/// Phase by phase over time.
fn ask(results: &Results, name: &str) -> Ask {
    let dim = Dim::Attribute(name.to_owned());
    let outcome = results.survey.definition.outcome();
    Ask {
        filter: results.asked.clone(),
        group: vec![By::Dim(dim), results.trend.by.clone()],
        outcome: outcome.map(|question| question.key.clone()),
        drivers: Vec::new(),
    }
}

fn by_phase(groups: Vec<Group>) -> BTreeMap<Option<String>, Vec<(Key, Counts)>> {
    let mut phases: BTreeMap<Option<String>, Vec<(Key, Counts)>> = BTreeMap::new();
    for group in groups {
        let mut key = group.key.into_iter();
        if let (Some(Key::Value(phase)), Some(step)) = (key.next(), key.next())
            && step != Key::Value(None)
        {
            let steps = phases.entry(phase).or_default();
            steps.push((step, Counts::from(&group.tables)));
        }
    }
    phases
}

fn shown(tile: &Tile) -> Shown {
    Shown {
        text: tile.value.clone().unwrap_or_else(|| "–".to_owned()),
        below: tile.interval.clone(),
        number: true,
        mark: if tile.few { "few" } else { "" },
        ..Shown::default()
    }
}

/// Which phases differ from all others together, in a sentence.
fn finding(screen: &Screen<'_>, phases: &[Phase<'_>]) -> String {
    let voice = &screen.voice;
    let counts: Vec<&Counts> = phases.iter().map(|phase| &phase.point.counts).collect();
    let Some(metric) = screen.results.metric else {
        return voice.word("dashboard-split-nothing");
    };
    let changes = figures::against_the_rest(metric, &counts);
    let names: Vec<&str> = phases
        .iter()
        .zip(&changes)
        .filter(|(phase, change)| !phase.point.hidden && change.as_ref().is_some_and(is_changed))
        .map(|(phase, _)| phase.name.as_str())
        .collect();
    if names.is_empty() {
        return voice.word("dashboard-split-nothing");
    }
    let all = names.join(", ");
    voice.count(
        "dashboard-split-outstanding",
        names.len() as u64,
        &[("names", &all)],
    )
}

fn table(screen: &Screen<'_>, metric: Metric, (dim, phases): (&Dim, &[Phase<'_>])) -> Table {
    let voice = &screen.voice;
    let head = vec![
        Head::text(voice.dim(dim)),
        Head::number(voice.metric(metric)),
        Head::number(voice.word("dashboard-low")),
        Head::number(voice.word("dashboard-high")),
        Head::number("n".to_owned()),
        Head::text(voice.word("board-verdict")),
    ];
    let row = |phase: &Phase<'_>| {
        let name = Cell::text(phase.name.clone());
        if phase.point.hidden {
            let hidden = Cell::text(voice.word("dashboard-hidden")).marked("hidden");
            let blank = Cell::default;
            return vec![name, hidden, blank(), blank(), blank(), blank()];
        }
        let figure = figures::metric(metric, &phase.point.counts);
        let number = |value: Option<f64>| match value {
            Some(value) => Cell::number(voice.value(metric, value), value),
            None => Cell::text("–"),
        };
        let ends = figure
            .ci95
            .map(|ends| dashboard::voice::on_scale(metric, ends));
        let last = phase.steps.iter().rev().find(|step| step.figure.n > 0);
        let verdict = last.and_then(|step| step.since_previous);
        vec![
            name,
            number(figure.value).marked(if figure.few { "few" } else { "" }),
            number(ends.map(|ends| ends[0])),
            number(ends.map(|ends| ends[1])),
            Cell::number(voice.whole(figure.n), figure.n as f64),
            Cell::text(verdict.map_or_else(String::new, |change| voice.verdict(metric, &change))),
        ]
    };
    Table {
        head,
        rows: phases.iter().map(row).collect(),
    }
}

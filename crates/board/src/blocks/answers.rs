//! Blocks that say what the answers of a survey say: figure, trend, distribution, comments.

use std::sync::Arc;

use dashboard::Whose;
use dashboard::parts;
use dashboard::results::Results;
use dashboard::screen::{Screen, is_changed};
use dashboard::voice::Voice;
use figures::{Change, Metric};
use platform::Problem;
use serde_json::json;
use stats::Verdict;

use super::beside::Sides;
use super::ready::{Pairs, sides};
use super::told::{Compared, Drawing};
use super::{One, Ready, Told};

/// Comments on a dashboard: the rest is a click away.
const COMMENTS: usize = 6;

/// A survey that can be asked.
pub(super) struct Asked<'a> {
    pub(super) whose: &'a Whose,
    pub(super) mark: &'a str,
    pub(super) pairs: &'a Pairs,
    pub(super) other: Option<&'a Pairs>,
}

impl Ready {
    /// What is asked of it; none when it can't be asked.
    pub(super) fn asked(&self) -> Option<Asked<'_>> {
        match self {
            Self::Known {
                whose,
                mark,
                pairs,
                other,
                ..
            } => Some(Asked {
                whose,
                mark,
                pairs,
                other: other.as_ref(),
            }),
            _ => None,
        }
    }
}

impl One<'_> {
    /// The counts of a survey with further parameters.
    pub(super) async fn results(
        &self,
        asked: &Asked<'_>,
        more: &[(&str, &str)],
    ) -> Result<Arc<Results>, Problem> {
        let mut pairs = asked.pairs.clone();
        pairs.extend(more.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
        let of = (asked.whose, asked.mark);
        self.boards.counted(self.eye, of, pairs).await
    }

    /// The counts of the other side of a comparison, if there is one.
    pub(super) async fn others(&self, asked: &Asked<'_>) -> Result<Option<Arc<Results>>, Problem> {
        let Some(other) = asked.other else {
            return Ok(None);
        };
        let of = (asked.whose, asked.mark);
        self.boards
            .counted(self.eye, of, other.clone())
            .await
            .map(Some)
    }

    pub(super) fn voice(&self) -> Voice<'_> {
        self.eye.voice(self.boards)
    }

    /// The address of the dashboard by this value alone of an attribute.
    pub(super) fn only(&self, name: &str, value: &str) -> String {
        let pairs = self.view.only(name, value).pairs();
        dashboard::filter::address(&self.eye.base, &pairs)
    }

    /// Why there are no figures, if there are none.
    pub(super) fn empty(&self, results: &Results) -> Option<Told> {
        let key = if results.hidden {
            "board-hidden"
        } else if results.metric.is_none() {
            "board-no-metric"
        } else if results.all.answered().n == 0 {
            "dashboard-no-answers"
        } else {
            return None;
        };
        Some(self.nothing(key, &[]))
    }

    pub(super) async fn figure(&self, ready: &Ready) -> Result<Told, Problem> {
        let (told, _) = self.figured(ready, &[]).await?;
        Ok(told)
    }

    /// The figure with its comparison; and the counts it is of, when there are any.
    async fn figured(
        &self,
        ready: &Ready,
        more: &[(&str, &str)],
    ) -> Result<(Told, Option<Arc<Results>>), Problem> {
        let Some(asked) = ready.asked() else {
            return Ok((self.nothing("board-survey-gone", &[]), None));
        };
        let results = self.results(&asked, more).await?;
        let screen = Screen::new(self.voice(), &results);
        let (Some(figured), Some(metric)) = (parts::figure(&screen), results.metric) else {
            let empty = self.empty(&results);
            return Ok((
                empty.unwrap_or_else(|| self.nothing("dashboard-no-answers", &[])),
                None,
            ));
        };
        let mut told = Told {
            finding: Some(figured.finding),
            figure: json!(figures::metric(metric, &results.all)),
            answers: screen.answers_at(&results.asked, &[]),
            links: vec![screen.answers_at(&results.asked, &[])],
            table: Some(figure_table(&screen, metric, &results)),
            tiles: vec![figured.tile],
            ..Told::default()
        };
        let others = self.others(&asked).await?;
        self.compare(&mut told, &results, others.as_deref());
        Ok((told, Some(results)))
    }

    /// Puts the other side beside a figure, or says why it isn't there.
    fn compare(&self, told: &mut Told, here: &Results, there: Option<&Results>) {
        let voice = self.voice();
        if self.view.compare.is_none() {
            return;
        }
        let names = sides(&voice, self.view, self.today);
        let (Some(names), Some(there), Some(metric)) = (names, there, here.metric) else {
            told.not_compared = Some(self.not_compared());
            return;
        };
        if !there.hidden {
            let answers = Screen::new(voice, there).answers_at(&there.asked, &[]);
            told.links.push(answers);
        }
        let [here_name, there_name] = names;
        let change = figures::change(metric, &there.all, &here.all);
        let change = change.filter(|_| !here.hidden && !there.hidden);
        let difference = match &change {
            Some(change) => difference(&voice, metric, change, [&here_name, &there_name]),
            None => voice.word("board-compare-nothing"),
        };
        let tile = |name: String, results: &Results| {
            let screen = Screen::new(voice, results);
            screen.tile(name, &figures::metric(metric, &results.all), None)
        };
        let sides = [(here_name.as_str(), here), (there_name.as_str(), there)];
        told.table = Some(compared_table(&voice, metric, (sides, change.as_ref())));
        told.change = json!(change);
        told.compared = Some(Compared {
            here: tile(here_name, here),
            there: tile(there_name, there),
            difference,
            changed: change.as_ref().is_some_and(is_changed),
            drawn: None,
        });
    }

    pub(super) async fn trend(&self, ready: &Ready) -> Result<Told, Problem> {
        // What was chosen when no group was hidden yet: there are no weeks now.
        let steps = match self.block.steps.as_deref() {
            Some("week") if self.view.months => Some("month"),
            steps => steps,
        };
        let steps = steps.map(|steps| ("trend", steps));
        let more: Vec<(&str, &str)> = steps.into_iter().collect();
        let (mut told, results) = self.figured(ready, &more).await?;
        let Some(results) = results else {
            return Ok(told);
        };
        let screen = Screen::new(self.voice(), &results);
        told.title = parts::trend_title(&screen);
        self.draw(&mut told, &screen, "trend");
        Ok(told)
    }

    pub(super) async fn distribution(&self, ready: &Ready) -> Result<Told, Problem> {
        let (mut told, results) = self.figured(ready, &[]).await?;
        let Some(results) = results else {
            return Ok(told);
        };
        let screen = Screen::new(self.voice(), &results);
        self.draw(&mut told, &screen, "distribution");
        if let Some(drawing) = &told.drawing {
            told.title = Some(drawing.title.clone());
        }
        Ok(told)
    }

    /// Draws one of the results page's charts, as wide as the block.
    fn draw(&self, told: &mut Told, screen: &Screen<'_>, name: &str) {
        let Some(mut picture) = parts::picture(screen, name) else {
            told.note = Some(screen.voice.word("board-no-picture"));
            return;
        };
        picture.frame.id = format!("{name}-{}", self.block.id);
        if let Some(both) = &mut told.compared {
            let here = &both.here.name;
            let drawn = screen
                .voice
                .say("board-compare-drawn", &[("here", here.as_str())]);
            both.drawn = Some(drawn);
        }
        told.drawing = Some(Drawing {
            title: picture.frame.title.clone(),
            chart: self.sized(&picture.frame, picture.wide, &picture.draw),
            svg: picture.svg(),
            wall: None,
        });
        told.table = Some(picture.table);
    }

    /// The drawing for the page: blocks of one column have room for the narrow one only.
    fn sized(
        &self,
        frame: &charts::Frame,
        wide: u32,
        draw: &dyn Fn(charts::Frame) -> String,
    ) -> String {
        if self.block.width == 1 {
            let narrow = frame.clone().width(charts::NARROW);
            return format!("<div class=\"chart-fit\">{}</div>", draw(narrow));
        }
        charts::responsive(frame, wide, draw)
    }

    pub(super) async fn comments(&self, ready: &Ready) -> Result<Told, Problem> {
        if !self.eye.comments {
            return Ok(self.nothing("board-comments-off", &[]));
        }
        let Some(asked) = ready.asked() else {
            return Ok(self.nothing("board-survey-gone", &[]));
        };
        let not_compared = match self.sides(&asked) {
            Some(Sides::Both(names)) => return self.comments_beside(&asked, names).await,
            Some(Sides::None(why)) => Some(why),
            None => None,
        };
        let results = self.results(&asked, &[]).await?;
        let screen = Screen::new(self.voice(), &results);
        let Some(found) = parts::comments(&screen, COMMENTS).await? else {
            let key = if results.hidden {
                "board-hidden"
            } else {
                "board-comments-none"
            };
            return Ok(self.nothing(key, &[]));
        };
        let is_empty = found["items"].as_array().is_none_or(Vec::is_empty);
        let why = found["why"].as_str().map(str::to_owned);
        let note = why.or_else(|| is_empty.then(|| screen.voice.word("board-comments-none")));
        let finding = found["count"].as_str().map(|count| {
            screen
                .voice
                .say("board-comments-count", &[("count", count)])
        });
        let survey_id = &results.survey.survey_id;
        let path = format!("/surveys/{survey_id}/results");
        let page = dashboard::filter::address(&path, asked.pairs);
        Ok(Told {
            finding,
            note,
            comments: Some(found),
            not_compared,
            more: Some((
                format!("{page}#comments"),
                screen.voice.word("board-comments-all"),
            )),
            ..Told::default()
        })
    }
}

/// The figure as a table of one row.
fn figure_table(
    screen: &Screen<'_>,
    metric: Metric,
    results: &Results,
) -> dashboard::picture::Table {
    use dashboard::picture::{Cell, Head, Table};
    let voice = &screen.voice;
    let figure = figures::metric(metric, &results.all);
    let number = |value: Option<f64>| match value {
        Some(value) => Cell::number(voice.value(metric, value), value),
        None => Cell::text("–"),
    };
    let ends = figure
        .ci95
        .map(|ends| dashboard::voice::on_scale(metric, ends));
    Table {
        head: vec![
            Head::number(voice.metric(metric)),
            Head::number(voice.word("dashboard-low")),
            Head::number(voice.word("dashboard-high")),
            Head::number("n".to_owned()),
        ],
        rows: vec![vec![
            number(figure.value).marked(if figure.few { "few" } else { "" }),
            number(ends.map(|ends| ends[0])),
            number(ends.map(|ends| ends[1])),
            Cell::number(voice.whole(figure.n), figure.n as f64),
        ]],
    }
}

/// Both sides as a table, with their difference below them. A side that is hidden has no numbers.
fn compared_table(
    voice: &Voice<'_>,
    metric: Metric,
    (sides, change): ([(&str, &Results); 2], Option<&Change>),
) -> dashboard::picture::Table {
    use dashboard::picture::{Cell, Head, Table};
    let number = |value: f64| Cell::number(voice.value(metric, value), value);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for (name, results) in sides {
        if results.hidden {
            let hidden = Cell::text(voice.word("dashboard-hidden")).marked("hidden");
            let blank = vec![Cell::default(); 4];
            rows.push([vec![Cell::text(name), hidden], blank].concat());
            continue;
        }
        let figure = figures::metric(metric, &results.all);
        let ends = figure
            .ci95
            .map(|ends| dashboard::voice::on_scale(metric, ends));
        let known = |value: Option<f64>| value.map_or_else(|| Cell::text("–"), number);
        rows.push(vec![
            Cell::text(name),
            known(figure.value).marked(if figure.few { "few" } else { "" }),
            known(ends.map(|ends| ends[0])),
            known(ends.map(|ends| ends[1])),
            Cell::number(voice.whole(figure.n), figure.n as f64),
            Cell::default(),
        ]);
    }
    if let Some(change) = change {
        let signed = |value: f64| Cell::number(signed(voice, metric, value), value);
        rows.push(vec![
            Cell::text(voice.word("board-beside-difference")),
            signed(change.difference),
            signed(change.ci95[0]),
            signed(change.ci95[1]),
            Cell::default(),
            Cell::text(super::beside::verdict(voice, metric, change)),
        ]);
    }
    let ends = ["dashboard-low", "dashboard-high"].map(|key| Head::number(voice.word(key)));
    let [low, high] = ends;
    Table {
        head: vec![
            Head::text(voice.word("board-side")),
            Head::number(voice.metric(metric)),
            low,
            high,
            Head::number("n".to_owned()),
            Head::text(voice.word("board-verdict")),
        ],
        rows,
    }
}

/// "care is 6 points higher than bank (between 2 and 10): more than chance."
fn difference(
    voice: &Voice<'_>,
    metric: Metric,
    change: &Change,
    [here, there]: [&str; 2],
) -> String {
    let points = voice.points(metric, change.difference);
    let [low, high] = change.ci95.map(|end| signed(voice, metric, end));
    let args = [
        ("here", here),
        ("there", there),
        ("points", points.as_str()),
        ("low", low.as_str()),
        ("high", high.as_str()),
    ];
    match change.verdict {
        Verdict::Rose => voice.say("board-compare-higher", &args),
        Verdict::Fell => voice.say("board-compare-lower", &args),
        Verdict::NotMoreThanChance => voice.say("board-compare-chance", &args),
        Verdict::TooFew { need } => voice.count("dashboard-verdict-few", need, &[]),
    }
}

/// A difference with its sign, in the metric's unit.
pub(super) fn signed(voice: &Voice<'_>, metric: Metric, value: f64) -> String {
    let text = match metric {
        Metric::Nps | Metric::Enps => voice.number(value, 0),
        Metric::Ces(_) => voice.number(value, 1),
        Metric::Csat | Metric::Cas => voice.number(value * 100.0, 0),
    };
    if value > 0.0 && text.chars().any(|c| ('1'..='9').contains(&c)) {
        format!("+{text}")
    } else {
        text
    }
}

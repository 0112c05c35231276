//! What people named, beside the score: how many named each moment or place, and how those who did
//! score compared with those who did not.

use figures::Mention;
use serde::Serialize;
use survey::answers::OWN_WORDS;

use crate::mention::{Thing, Topic, topics};
use crate::picture::{Cell, Head, Picture, Table};
use crate::plan::Named;
use crate::screen::{Screen, is_changed};
use crate::widgets::trend::figure_cells;

/// A question with what was named in answer to it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Told {
    /// The kind of the question, also its part of ids and of the address of its chart.
    pub(crate) name: &'static str,
    /// Its wording.
    pub(crate) title: String,
    /// "Named most: support, by 38 % (between 31 % and 45 %)."
    pub(crate) finding: String,
    /// Whose score differs, if anybody's.
    pub(crate) more: Option<String>,
    /// "210 people answered this."
    pub(crate) n: String,
    /// Some are hidden, being too small.
    pub(crate) hides: bool,
    /// The name of the score; none without.
    pub(crate) metric: Option<String>,
    /// Everything that could be named.
    pub(crate) rows: Vec<Row>,
}

/// One thing.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Row {
    /// In words.
    pub(crate) name: String,
    /// Too few to be shown: then nothing but the name is said.
    pub(crate) hidden: bool,
    /// The part that named it; none when nobody answered.
    pub(crate) share: Option<String>,
    /// The limits of that part.
    pub(crate) between: Option<String>,
    /// How many named it.
    pub(crate) named: String,
    /// Their answers.
    pub(crate) link: Option<String>,
    /// Their score; none when nobody gave one.
    pub(crate) value: Option<String>,
    /// Its limits.
    pub(crate) interval: Option<String>,
    /// How many of them gave one.
    pub(crate) n: String,
    /// Too few for a claim.
    pub(crate) few: bool,
    /// Their score against that of those who did not name it.
    pub(crate) verdict: String,
    /// More than chance.
    pub(crate) changed: bool,
}

/// The questions of this kind that people answered.
pub(crate) fn told(screen: &Screen<'_>) -> Vec<Told> {
    let topics = topics(screen.results);
    let answered = topics.iter().filter(|topic| topic.n > 0);
    answered.map(|topic| one(screen, topic)).collect()
}

fn one(screen: &Screen<'_>, topic: &Topic<'_>) -> Told {
    let voice = &screen.voice;
    Told {
        name: topic.question.kind.as_str(),
        title: voice
            .text(&screen.results.survey, &topic.question.text)
            .to_owned(),
        finding: finding(screen, topic),
        more: differing(screen, topic),
        n: voice.count("dashboard-named-n", topic.n, &[]),
        hides: topic.things.iter().any(|thing| thing.hidden),
        metric: screen.results.metric.map(|metric| voice.metric(metric)),
        rows: topic
            .things
            .iter()
            .map(|thing| row(screen, thing))
            .collect(),
    }
}

/// What is named most, and what can't be told apart from it.
fn finding(screen: &Screen<'_>, topic: &Topic<'_>) -> String {
    let voice = &screen.voice;
    let shown = || {
        let things = topic.things.iter();
        things.filter(|thing| !thing.hidden && !thing.is_own_words() && thing.mention.named > 0)
    };
    let Some((first, share, ci95)) = shown()
        .next()
        .and_then(|thing| Some((thing, thing.mention.share?, thing.mention.ci95?)))
    else {
        return voice.word("dashboard-named-nothing");
    };
    let beside: Vec<String> = shown()
        .skip(1)
        .filter(|thing| thing.mention.ci95.is_some_and(|[_, high]| high >= ci95[0]))
        .map(|thing| format!("“{}”", name(screen, thing)))
        .collect();
    let [low, high] = ci95.map(|end| voice.percent(end));
    let first = name(screen, first);
    let args = [
        ("name", first.as_str()),
        ("share", &voice.percent(share)),
        ("low", &low),
        ("high", &high),
    ];
    let sentence = voice.say("dashboard-named-most", &args);
    if beside.is_empty() {
        return sentence;
    }
    let others = beside.join(", ");
    let args = [("others", others.as_str())];
    let beside = voice.count("dashboard-named-beside", beside.len() as u64, &args);
    format!("{sentence} {beside}")
}

/// Those whose score is another than that of those who did not name it.
fn differing(screen: &Screen<'_>, topic: &Topic<'_>) -> Option<String> {
    let voice = &screen.voice;
    let metric = voice.metric(screen.results.metric?);
    let sentences: Vec<String> = topic
        .things
        .iter()
        .filter(|thing| !thing.hidden)
        .filter_map(|thing| {
            let change = thing
                .mention
                .against_others
                .as_ref()
                .filter(|c| is_changed(c))?;
            let key = match change.verdict {
                stats::Verdict::Rose => "dashboard-named-above",
                _ => "dashboard-named-below",
            };
            let name = name(screen, thing);
            Some(voice.say(key, &[("name", &name), ("metric", &metric)]))
        })
        .collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn name(screen: &Screen<'_>, thing: &Thing<'_>) -> String {
    worded(screen, thing.named)
}

/// What could be named, as the reader's language has it, by its column.
pub(crate) fn name_of(screen: &Screen<'_>, column: &str) -> Option<String> {
    let mut all = screen.results.plan.named.iter();
    all.find(|named| named.column() == column)
        .map(|named| worded(screen, named))
}

fn worded(screen: &Screen<'_>, named: &Named) -> String {
    if named.choice == OWN_WORDS {
        return screen.voice.word("dashboard-named-own");
    }
    let text = screen.voice.text(&screen.results.survey, &named.text);
    if text.is_empty() {
        named.choice.clone()
    } else {
        text.to_owned()
    }
}

fn answers(screen: &Screen<'_>, thing: &Thing<'_>) -> Option<String> {
    let column = thing.named.column();
    screen.answers_at(&screen.results.asked, &[("named", &column)])
}

fn row(screen: &Screen<'_>, thing: &Thing<'_>) -> Row {
    let (voice, mention) = (&screen.voice, &thing.mention);
    if thing.hidden {
        return Row {
            name: name(screen, thing),
            hidden: true,
            ..Row::default()
        };
    }
    let figure = mention.figure.filter(|figure| figure.n > 0);
    Row {
        name: name(screen, thing),
        hidden: false,
        share: mention.share.map(|share| voice.percent(share)),
        between: mention.ci95.map(|ci95| between(screen, ci95)),
        named: voice.whole(mention.named),
        link: answers(screen, thing).filter(|_| mention.named > 0),
        value: figure.and_then(|f| Some(voice.value(f.metric, f.value?))),
        interval: figure.and_then(|f| Some(voice.between(f.metric, f.ci95?))),
        n: voice.whole(figure.map_or(0, |figure| figure.n)),
        few: figure.is_some_and(|figure| figure.few),
        verdict: verdict(screen, mention),
        changed: mention.against_others.as_ref().is_some_and(is_changed),
    }
}

fn between(screen: &Screen<'_>, ci95: [f64; 2]) -> String {
    let [low, high] = ci95.map(|end| screen.voice.percent(end));
    let args = [("low", low.as_str()), ("high", &high)];
    screen.voice.say("dashboard-between", &args)
}

fn verdict(screen: &Screen<'_>, mention: &Mention) -> String {
    let voice = &screen.voice;
    match mention.against_others.map(|change| change.verdict) {
        None => String::new(),
        Some(stats::Verdict::Rose) => voice.word("dashboard-rest-above"),
        Some(stats::Verdict::Fell) => voice.word("dashboard-rest-below"),
        Some(stats::Verdict::NotMoreThanChance) => voice.word("dashboard-verdict-chance"),
        Some(stats::Verdict::TooFew { need }) => voice.count("dashboard-verdict-few", need, &[]),
    }
}

/// The parts that named each, by the kind of the question.
pub(crate) fn picture<'a>(screen: &'a Screen<'a>, kind: &str) -> Option<Picture<'a>> {
    let topics = topics(screen.results);
    let topic = topics
        .iter()
        .find(|topic| topic.question.kind.as_str() == kind && topic.n > 0)?;
    let voice = screen.voice;
    let rows: Vec<charts::GroupRow> = topic.things.iter().map(|t| drawn(screen, t)).collect();
    let described: Vec<String> = rows.iter().map(|row| format!("{}.", row.detail)).collect();
    let chart = charts::Groups {
        frame: charts::Frame::default(),
        unit: charts::Unit::Share,
        rows,
        heading: voice.word("dashboard-named-by"),
        n_heading: voice.word("dashboard-number"),
        everybody: None,
        empty: voice.word("dashboard-no-answers"),
    };
    let title = voice.text(&screen.results.survey, &topic.question.text);
    let name = topic.question.kind.as_str();
    Some(Picture {
        name,
        frame: screen.frame(name, title, &described.join(" ")),
        wide: charts::WIDE,
        draw: Box::new(move |frame| {
            charts::groups(&charts::Groups {
                frame,
                ..chart.clone()
            })
        }),
        table: table(screen, topic),
    })
}

fn drawn(screen: &Screen<'_>, thing: &Thing<'_>) -> charts::GroupRow {
    let row = row(screen, thing);
    let reason = screen.voice.word(if row.hidden {
        "dashboard-hidden"
    } else {
        "dashboard-no-answers"
    });
    let estimate = thing.mention.share.zip(thing.mention.ci95);
    let detail = match (&row.share, &row.between) {
        (Some(share), Some(between)) => format!("{}: {share}, {between}", row.name),
        _ => format!("{}: {reason}", row.name),
    };
    charts::GroupRow {
        estimate: estimate
            .filter(|_| !row.hidden)
            .map(|(share, [low, high])| charts::Estimate::new(share, low, high)),
        few: thing.mention.few,
        reason,
        n: row.named,
        verdict: String::new(),
        stands_out: false,
        detail,
        link: row.link,
        label: row.name,
    }
}

fn table(screen: &Screen<'_>, topic: &Topic<'_>) -> Table {
    let voice = &screen.voice;
    let (low, high) = (voice.word("dashboard-low"), voice.word("dashboard-high"));
    let mut head = vec![
        Head::text(voice.word(&format!("dashboard-named-{}", topic.question.kind.as_str()))),
        Head::number(voice.word("dashboard-named-by")),
        Head::number(low.clone()),
        Head::number(high.clone()),
        Head::number(voice.word("dashboard-number")),
        Head::number(voice.word("dashboard-named-of")),
    ];
    if let Some(metric) = screen.results.metric {
        head.extend([
            Head::number(voice.metric(metric)),
            Head::number(low),
            Head::number(high),
            Head::number("n".to_owned()),
            Head::text(voice.word("dashboard-named-against")),
        ]);
    }
    let width = head.len();
    let cells = |thing: &Thing<'_>| {
        let mention = &thing.mention;
        let mut cells = vec![Cell::text(name(screen, thing)).to(answers(screen, thing))];
        if thing.hidden {
            cells.push(Cell::text(voice.word("dashboard-hidden")).marked("hidden"));
            cells.resize(width, Cell::default());
            return cells;
        }
        let part = |part: Option<f64>| match part {
            Some(part) => Cell::number(voice.percent(part), part),
            None => Cell::text("–"),
        };
        let people = |n: u64| Cell::number(voice.whole(n), n as f64);
        cells.extend([
            part(mention.share).marked(if mention.few { "few" } else { "" }),
            part(mention.ci95.map(|ci95| ci95[0])),
            part(mention.ci95.map(|ci95| ci95[1])),
            people(mention.named),
            people(mention.n),
        ]);
        if let Some(figure) = &mention.figure {
            cells.extend(figure_cells(screen, figure, false));
            cells.push(Cell::text(verdict(screen, mention)));
        }
        cells
    };
    Table {
        head,
        rows: topic.things.iter().map(cells).collect(),
    }
}

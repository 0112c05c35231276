//! Where the series that is looked at moved: its change as a sum of parts, with its table.

use charts::{Waterfall, WaterfallPart};
use dashboard::picture::{Cell, Head, Picture, Table};
use dashboard::screen::unit;
use figures::Metric;

use crate::model::Series;
use crate::place::{Name, Row, Split, rounded};
use crate::rules::Against;
use crate::service::Sides;
use crate::words::{Teller, scaled};

/// Decimals of a part beyond those of the figure, so that small parts are seen.
const MORE: usize = 1;

/// The picture; none when there is nothing to split.
pub(crate) fn picture<'a>(teller: &'a Teller<'a>) -> Option<Picture<'a>> {
    let chosen = teller.movement.chosen?;
    let series = &teller.movement.series[chosen];
    let split = teller.movement.split()?;
    let voice = teller.screen.voice;
    let metric = series.measure.metric();
    let title = voice.say(
        "movement-where-title",
        &[
            ("name", &teller.name(series)),
            ("dim", &voice.dim(&split.dim)),
        ],
    );
    let parts = parts(teller, series, split);
    let sides = sides(teller, chosen);
    let described: Vec<String> = parts
        .iter()
        .map(|part| format!("{}.", part.detail))
        .collect();
    let drawn = Waterfall {
        frame: charts::Frame::default(),
        unit: unit(metric),
        before: (split.whole.before, sides[0].clone()),
        parts,
        after: (split.whole.after, sides[1].clone()),
        heading: voice.word(unit_key(metric)),
        empty: voice.word("movement-where-nothing"),
    };
    Some(Picture {
        name: "where",
        frame: teller.screen.frame("where", &title, &described.join(" ")),
        wide: charts::WIDE,
        draw: Box::new(move |frame| {
            charts::waterfall(&Waterfall {
                frame,
                ..drawn.clone()
            })
        }),
        table: table(teller, series, split),
    })
}

/// What the change is counted in.
fn unit_key(metric: Metric) -> &'static str {
    match metric {
        Metric::Nps | Metric::Enps => "movement-unit-points",
        Metric::Ces(_) => "movement-unit-mean",
        Metric::Csat | Metric::Cas => "movement-unit-share",
    }
}

/// "−9.1 within the groups and −4.1 by who answered make −13.2."
pub(crate) fn sum(teller: &Teller<'_>) -> Option<String> {
    let series = &teller.movement.series[teller.movement.chosen?];
    let split = teller.movement.split()?;
    let written = Written::new(teller, series, split);
    let args = [
        ("within", written.sums[0].as_str()),
        ("mix", &written.sums[1]),
        ("whole", &written.whole),
    ];
    Some(teller.screen.voice.say("movement-sum-told", &args))
}

/// The period before, or that it is all of them; and the one after, or since when.
fn sides(teller: &Teller<'_>, series: usize) -> [String; 2] {
    let (movement, voice) = (teller.movement, &teller.screen.voice);
    let judged = &movement.judged[series];
    if let Some(sides) = movement.sides(series).filter(Sides::are_many) {
        let since = teller.step(sides.begin);
        return ["movement-before-since", "movement-after-since"]
            .map(|key| voice.say(key, &[("since", &since)]));
    }
    let before = match (judged.against, judged.before) {
        (Some(Against::Baseline | Against::Drift), _) | (_, None) => {
            voice.word("movement-all-before")
        }
        (_, Some(before)) => teller.step(before),
    };
    [before, teller.latest()]
}

/// A split as written: whatever is added up on the page gives what is written as its sum.
struct Written {
    /// What happened within each row.
    within: Vec<String>,
    /// What the share of each row did.
    mix: Vec<String>,
    /// The sums of both.
    sums: [String; 2],
    /// All of it.
    whole: String,
}

impl Written {
    fn new(teller: &Teller<'_>, series: &Series, split: &Split) -> Self {
        let metric = series.measure.metric();
        let (difference, usual) = scaled(metric, split.whole.difference);
        let decimals = usual + MORE;
        let places = i32::try_from(decimals).unwrap_or_default();
        let locale = teller.screen.voice.locale();
        let written = |part: f64| locale.signed(part, decimals);
        let whole = rounded(&[difference], difference, places);
        let both = [split.whole.within, split.whole.mix].map(|part| scaled(metric, part).0);
        let both = rounded(&both, whole[0], places);
        let column = |of: fn(&Row) -> f64, sum: f64| -> Vec<String> {
            let parts: Vec<f64> = split
                .rows
                .iter()
                .map(|row| scaled(metric, of(row)).0)
                .collect();
            rounded(&parts, sum, places)
                .into_iter()
                .map(written)
                .collect()
        };
        Self {
            within: column(|row| row.part.within, both[0]),
            mix: column(|row| row.part.mix, both[1]),
            sums: [written(both[0]), written(both[1])],
            whole: written(whole[0]),
        }
    }
}

fn parts(teller: &Teller<'_>, series: &Series, split: &Split) -> Vec<WaterfallPart> {
    let voice = &teller.screen.voice;
    let written = Written::new(teller, series, split);
    let mix = WaterfallPart {
        label: voice.word("movement-mix"),
        note: voice.word("movement-mix-note"),
        value: split.whole.mix,
        interval: (split.mix_se > 0.0).then(|| split.mix_ci95()),
        written: written.sums[1].clone(),
        strong: split.by_mix,
        ..WaterfallPart::default()
    };
    let rows = split.rows.iter().enumerate().map(|(i, row)| WaterfallPart {
        label: teller.row(&split.dim, &row.name),
        note: note(teller, series, row),
        value: row.part.within,
        interval: row.part.within_ci95,
        written: written.within[i].clone(),
        strong: split.named.contains(&i),
        link: link(teller, series, split, &row.name),
        ..WaterfallPart::default()
    });
    rows.chain([mix])
        .map(|part| WaterfallPart {
            detail: format!("{}: {}, {}", part.label, part.written, part.note),
            ..part
        })
        .collect()
}

/// "from 44 to 31, 20 % → 22 % of the answers"
fn note(teller: &Teller<'_>, series: &Series, row: &Row) -> String {
    let voice = &teller.screen.voice;
    let metric = series.measure.metric();
    let shares = [row.part.share_before, row.part.share_after].map(|share| voice.percent(share));
    let value = |value: Option<f64>| {
        value.map_or_else(|| "–".to_owned(), |value| voice.value(metric, value))
    };
    let args = [
        ("from", value(row.part.before)),
        ("to", value(row.part.after)),
        ("before", shares[0].clone()),
        ("after", shares[1].clone()),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(n, text)| (*n, text.as_str())).collect();
    voice.say("movement-part-note", &args)
}

/// The results of one value.
fn link(teller: &Teller<'_>, series: &Series, split: &Split, name: &Name) -> Option<String> {
    let Name::Value(value) = name else {
        return None;
    };
    let asked = teller
        .asked(series, None)
        .only(&split.dim, value.as_deref().unwrap_or_default());
    let results = dashboard::screen::Screen::new(teller.screen.voice, teller.screen.results);
    Some(results.results_at(&asked))
}

fn table(teller: &Teller<'_>, series: &Series, split: &Split) -> Table {
    let voice = &teller.screen.voice;
    let word = |key: &str| voice.word(key);
    let head = vec![
        Head::text(voice.dim(&split.dim)),
        Head::number(word("movement-before")),
        Head::number(word("movement-after")),
        Head::number(word("movement-n-before")),
        Head::number(word("movement-n-after")),
        Head::number(word("movement-share-before")),
        Head::number(word("movement-share-after")),
        Head::number(word("movement-within")),
        Head::number(word("dashboard-low")),
        Head::number(word("dashboard-high")),
        Head::number(word("movement-mix-part")),
    ];
    let written = Written::new(teller, series, split);
    let mut rows: Vec<Vec<Cell>> = (0..split.rows.len())
        .map(|i| value_row(teller, series, split, (i, &written)))
        .collect();
    rows.push(total_row(teller, series, split, &written));
    Table { head, rows }
}

fn value_row(
    teller: &Teller<'_>,
    series: &Series,
    split: &Split,
    (i, written): (usize, &Written),
) -> Vec<Cell> {
    let (voice, row) = (&teller.screen.voice, &split.rows[i]);
    let metric = series.measure.metric();
    let value = |value: Option<f64>| match value {
        Some(value) => Cell::number(voice.value(metric, value), value),
        None => Cell::text("–"),
    };
    let n = |n: u64| Cell::number(voice.whole(n), n as f64);
    let share = |share: f64| Cell::number(voice.percent(share), share);
    let end = |end: usize| match row.part.within_ci95 {
        Some(ends) => Cell::number(teller.signed(metric, ends[end], MORE), ends[end]),
        None => Cell::text("–"),
    };
    vec![
        Cell::text(teller.row(&split.dim, &row.name)).to(link(teller, series, split, &row.name)),
        value(row.part.before),
        value(row.part.after),
        n(row.n[0]),
        n(row.n[1]),
        share(row.part.share_before),
        share(row.part.share_after),
        Cell::number(written.within[i].clone(), row.part.within),
        end(0),
        end(1),
        Cell::number(written.mix[i].clone(), row.part.mix),
    ]
}

/// All of it: what happened within, what the mix did.
fn total_row(teller: &Teller<'_>, series: &Series, split: &Split, written: &Written) -> Vec<Cell> {
    let voice = &teller.screen.voice;
    let metric = series.measure.metric();
    let whole = &split.whole;
    let value = |value: f64| Cell::number(voice.value(metric, value), value);
    let change = |part: f64| Cell::number(teller.signed(metric, part, MORE), part);
    let n = |side: usize| {
        let n: u64 = split.rows.iter().map(|row| row.n[side]).sum();
        Cell::number(voice.whole(n), n as f64)
    };
    let everybody = || Cell::number(voice.percent(1.0), 1.0);
    let half = whole.within_se.map(|se| se * stats::quantile::Z95);
    let end = |sign: f64| match half {
        Some(half) => change(whole.within + sign * half),
        None => Cell::text("–"),
    };
    vec![
        Cell::text(voice.word("movement-sum")),
        value(whole.before),
        value(whole.after),
        n(0),
        n(1),
        everybody(),
        everybody(),
        Cell::number(written.sums[0].clone(), whole.within),
        end(-1.0),
        end(1.0),
        Cell::number(written.sums[1].clone(), whole.mix),
    ]
}

//! Columns under brackets, or rows under headings.

use super::{Bar, Bracket, Distribution, Tone};
use crate::Locale;
use crate::svg::{Anchor, Svg};
use crate::text::{Centered, ellipsis, spread, width, wrap};

/// Answers that can be drawn: not negative, a number.
pub(super) fn count(bar: &Bar) -> f64 {
    if bar.count.is_finite() {
        bar.count.clamp(0.0, 1e15)
    } else {
        0.0
    }
}

/// Where the columns stand.
pub(super) struct Columns<'a> {
    /// Width per answer in px.
    pub(super) slot: f64,
    /// Left edge of each answer's slot.
    lefts: Vec<f64>,
    /// The brackets over them.
    spans: Vec<Span<'a>>,
}

impl<'a> Columns<'a> {
    pub(super) fn new(chart: &'a Distribution, width: f64) -> Self {
        let bars = chart.bars.len();
        let spans = spans(chart);
        let gap = if width < 480.0 { 8.0 } else { 20.0 };
        let slot = (width - gap * spans.len().saturating_sub(1) as f64) / bars as f64;
        let lefts = (0..bars)
            .map(|i| {
                let before = spans.iter().filter(|s| s.first > 0 && s.first <= i).count();
                slot * i as f64 + gap * before as f64
            })
            .collect();
        Self { slot, lefts, spans }
    }
}

/// A bracket over the bars `first..=last`.
struct Span<'a> {
    bracket: &'a Bracket,
    first: usize,
    last: usize,
    /// Share of all answers, written.
    share: String,
}

/// The brackets that have bars.
fn spans(chart: &Distribution) -> Vec<Span<'_>> {
    let total: f64 = chart.bars.iter().map(count).sum();
    let mut first = 0;
    let mut spans = Vec::new();
    for bracket in &chart.brackets {
        let end = bracket.bars.saturating_add(first).min(chart.bars.len());
        if end > first {
            let part: f64 = chart.bars[first..end].iter().map(count).sum();
            let share = chart.frame.locale.percent(part / total, 0);
            spans.push(Span {
                bracket,
                first,
                last: end - 1,
                share,
            });
        }
        first = end;
    }
    spans
}

pub(super) fn draw_columns(svg: &mut Svg, chart: &Distribution, columns: &Columns) -> f64 {
    let top = draw_brackets(svg, columns);
    let plot = if svg.width < 480.0 { 104.0 } else { 152.0 };
    let base = top + 22.0 + plot;
    let most = chart.bars.iter().map(count).fold(0.0, f64::max);
    let bar_width = (columns.slot * 0.8).min(72.0);
    let mut lines = 1;
    let counts = written(chart, columns.slot - 2.0);
    for ((bar, left), words) in chart.bars.iter().zip(&columns.lefts).zip(&counts) {
        let middle = left + columns.slot / 2.0;
        let height = if count(bar) > 0.0 {
            (count(bar) / most * plot).max(1.5)
        } else {
            0.0
        };
        let detail = format!(
            "{}: {}",
            bar.label,
            chart.frame.locale.number(count(bar), 0)
        );
        let linked = bar.link.as_deref().filter(|_| columns.slot >= 24.0);
        let labels = wrap(&bar.label, 12.0, columns.slot - 4.0, 3);
        lines = lines.max(labels.len());
        svg.mark(linked, &detail, |svg| {
            svg.rect((*left, top + 4.0), (columns.slot, plot + 38.0), "c-hit");
            svg.rect(
                (middle - bar_width / 2.0, base - height),
                (bar_width, height),
                bar.tone.fill(),
            );
            svg.text(
                (middle, base - height - 6.0),
                Anchor::Middle,
                "c-count",
                words,
            );
            for (i, label) in labels.iter().enumerate() {
                let y = base + 18.0 + 15.0 * i as f64;
                svg.text((middle, y), Anchor::Middle, "c-answer", label);
            }
        });
    }
    svg.line((0.0, base + 0.5), (svg.width, base + 0.5), "c-axis");
    base + 9.0 + 15.0 * lines as f64
}

/// Shares and names of the classes over a bracket each; returns where the bars may begin.
fn draw_brackets(svg: &mut Svg, columns: &Columns) -> f64 {
    if columns.spans.is_empty() {
        return 0.0;
    }
    let narrow = svg.width < 480.0;
    let size = if narrow { 12.0 } else { 14.0 };
    let texts: Vec<Centered> = columns
        .spans
        .iter()
        .map(|s| Centered {
            center: (columns.lefts[s.first] + columns.lefts[s.last] + columns.slot) / 2.0,
            width: width(&s.bracket.label, size).max(width(&s.share, 20.0)),
        })
        .collect();
    let lefts = spread(&texts, svg.width, 8.0);
    for (
        i,
        Span {
            bracket,
            first,
            last,
            share,
        },
    ) in columns.spans.iter().enumerate()
    {
        let middle = lefts[i] + texts[i].width / 2.0;
        let inset = columns.slot * 0.1;
        let from = columns.lefts[*first] + inset;
        let to = columns.lefts[*last] + columns.slot - inset;
        let detail = format!("{}: {share}", bracket.label);
        svg.mark(bracket.link.as_deref(), &detail, |svg| {
            let class = format!("c-share {}", bracket.tone.text());
            svg.text((middle, 18.0), Anchor::Middle, &class, share);
            let class = if narrow { "c-small" } else { "c-name" };
            svg.text((middle, 37.0), Anchor::Middle, class, &bracket.label);
            let ends = [(from, 52.0), (from, 46.5), (to, 46.5), (to, 52.0)];
            svg.polyline(&ends, &format!("c-bracket {}", bracket.tone.stroke()));
        });
    }
    52.0
}

/// Answers in words under each other, each class under its own heading.
pub(super) fn draw_rows(svg: &mut Svg, chart: &Distribution, total: f64) -> f64 {
    let spans = spans(chart);
    let most = chart.bars.iter().map(count).fold(0.0, f64::max);
    let room = svg.width - 56.0;
    let mut y = 0.0;
    for (i, bar) in chart.bars.iter().enumerate() {
        if let Some(Span { bracket, share, .. }) = spans.iter().find(|s| s.first == i) {
            let left = width(share, 20.0) + 8.0;
            let class = format!("c-share {}", bracket.tone.text());
            svg.text((0.0, y + 20.0), Anchor::Start, &class, share);
            svg.text((left, y + 20.0), Anchor::Start, "c-name", &bracket.label);
            y += 32.0;
        }
        let words = chart.frame.locale.number(count(bar), 0);
        let length = (count(bar) / most * room).max(if count(bar) > 0.0 { 1.5 } else { 0.0 });
        let detail = format!(
            "{}: {words} ({})",
            bar.label,
            chart.frame.locale.percent(count(bar) / total, 0)
        );
        svg.mark(bar.link.as_deref(), &detail, |svg| {
            svg.rect((0.0, y), (svg.width, 40.0), "c-hit");
            let label = ellipsis(&bar.label, 12.0, svg.width);
            svg.text((0.0, y + 13.0), Anchor::Start, "c-small", &label);
            svg.rect((0.0, y + 18.0), (length, 14.0), bar.tone.fill());
            svg.text((length + 6.0, y + 30.0), Anchor::Start, "c-count", &words);
        });
        y += 42.0;
    }
    y
}

/// The counts as wide as the columns allow: 1,234 or, when one does not fit, 1.2k for all.
fn written(chart: &Distribution, room: f64) -> Vec<String> {
    let locale = chart.frame.locale;
    let full: Vec<String> = chart
        .bars
        .iter()
        .map(|bar| locale.number(count(bar), 0))
        .collect();
    if full.iter().all(|words| width(words, 12.0) <= room) {
        return full;
    }
    chart
        .bars
        .iter()
        .map(|bar| short(locale, count(bar)))
        .collect()
}

fn short(locale: Locale, count: f64) -> String {
    let (part, letter) = match count {
        c if c < 999.5 => return locale.number(count, 0),
        c if c < 999_500.0 => (count / 1e3, "k"),
        c if c < 999_500_000.0 => (count / 1e6, "M"),
        _ => (count / 1e9, "G"),
    };
    let whole = part >= 9.95 || (part - part.round()).abs() < 0.05;
    format!("{}{letter}", locale.number(part, usize::from(!whole)))
}

impl Tone {
    fn fill(self) -> &'static str {
        match self {
            Self::Detractor => "c-bar c-detractor",
            Self::Passive => "c-bar c-passive",
            Self::Promoter => "c-bar c-promoter",
            Self::Neutral => "c-bar c-neutral",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Detractor => "c-detractor-text",
            Self::Passive => "c-passive-text",
            Self::Promoter => "c-promoter-text",
            Self::Neutral => "c-neutral-text",
        }
    }

    fn stroke(self) -> &'static str {
        match self {
            Self::Detractor => "c-detractor-line",
            Self::Passive => "c-passive-line",
            Self::Promoter => "c-promoter-line",
            Self::Neutral => "c-neutral-line",
        }
    }
}

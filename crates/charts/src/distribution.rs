//! How the answers spread over the scale: one bar per answer under brackets with the classes' shares.

mod draw;

use crate::Frame;
use crate::svg::Svg;
use crate::text::fits;
use draw::{Columns, count, draw_columns, draw_rows};

/// Which colour a mark has. The three classes are also told apart by position and label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// 0–6, or the low end of another scale.
    Detractor,
    /// 7–8, or the middle.
    Passive,
    /// 9–10, or the high end.
    Promoter,
    /// No class.
    #[default]
    Neutral,
}

/// One answer of the scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// The answer: `0` … `10`, or words for short scales.
    pub label: String,
    /// How many gave it (may be weighted).
    pub count: f64,
    /// Its class.
    pub tone: Tone,
    /// Where a click goes: the answers behind it.
    pub link: Option<String>,
}

/// A class of neighbouring answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bracket {
    /// The class in words.
    pub label: String,
    /// How many bars it spans, from where the bracket before it ended.
    pub bars: usize,
    /// Its colour.
    pub tone: Tone,
    /// Where a click goes.
    pub link: Option<String>,
}

/// The three classes in the reader's language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClassWords {
    /// "Detractors"
    pub detractors: String,
    /// "Passives"
    pub passives: String,
    /// "Promoters"
    pub promoters: String,
}

/// A distribution over an answer scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Distribution {
    /// Name, words, width.
    pub frame: Frame,
    /// The answers from low to high.
    pub bars: Vec<Bar>,
    /// The classes from low to high; may be empty.
    pub brackets: Vec<Bracket>,
    /// What to say when nobody answered.
    pub empty: String,
}

impl Distribution {
    /// The eleven answers 0–10 under detractors (0–6), passives (7–8) and promoters (9–10).
    pub fn recommend(frame: Frame, counts: [f64; 11], words: ClassWords, empty: String) -> Self {
        let tone = |score: usize| match score {
            0..=6 => Tone::Detractor,
            7..=8 => Tone::Passive,
            _ => Tone::Promoter,
        };
        let bars = counts
            .into_iter()
            .enumerate()
            .map(|(score, count)| Bar {
                label: score.to_string(),
                count,
                tone: tone(score),
                link: None,
            })
            .collect();
        let bracket = |label, bars, tone| Bracket {
            label,
            bars,
            tone,
            link: None,
        };
        let brackets = vec![
            bracket(words.detractors, 7, Tone::Detractor),
            bracket(words.passives, 2, Tone::Passive),
            bracket(words.promoters, 2, Tone::Promoter),
        ];
        Self {
            frame,
            bars,
            brackets,
            empty,
        }
    }

    /// A five-point scale with its answers in words and, when given, its classes
    /// (for instance 2 low, 1 middle, 2 high).
    pub fn five(
        frame: Frame,
        counts: [f64; 5],
        labels: [String; 5],
        brackets: Vec<Bracket>,
        empty: String,
    ) -> Self {
        let tones: Vec<Tone> = brackets
            .iter()
            .flat_map(|b| std::iter::repeat_n(b.tone, b.bars.min(5)))
            .collect();
        let bars = counts
            .into_iter()
            .zip(labels)
            .enumerate()
            .map(|(i, (count, label))| Bar {
                label,
                count,
                tone: tones.get(i).copied().unwrap_or_default(),
                link: None,
            })
            .collect();
        Self {
            frame,
            bars,
            brackets,
            empty,
        }
    }
}

/// Draws a [`Distribution`]: columns, or rows when the answers are words that need the room.
pub fn distribution(chart: &Distribution) -> String {
    let mut svg = Svg::new(&chart.frame);
    let total: f64 = chart.bars.iter().map(count).sum();
    if chart.bars.is_empty() || total <= 0.0 {
        return svg.nothing(&chart.frame, &chart.empty);
    }
    let columns = Columns::new(chart, svg.width);
    let roomy = chart
        .bars
        .iter()
        .all(|bar| fits(&bar.label, 12.0, columns.slot - 4.0, 3));
    let height = if roomy {
        draw_columns(&mut svg, chart, &columns)
    } else {
        draw_rows(&mut svg, chart, total)
    };
    svg.finish(&chart.frame, height)
}

//! What every chart has: a name, words for screen readers, a width, a way to write numbers.

use crate::Locale;

/// The width for a phone of 320 px with 16 px of margin on both sides, in px.
pub const NARROW: u32 = 288;

/// The width for one column of a page, in px; shown from a viewport of 768 px up.
pub const WIDE: u32 = 704;

/// What every chart has around its data.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frame {
    /// Prefix of the ids inside; unique on the page. Letters, digits and `-` (others are dropped).
    pub id: String,
    /// Width in px, 240–1200 (clamped); the height follows from the data.
    pub width: u32,
    /// The finding or name, read by screen readers as the chart's name.
    pub title: String,
    /// The figures in words, for screen readers.
    pub description: String,
    /// How numbers are written.
    pub locale: Locale,
}

impl Frame {
    /// A frame of [`WIDE`] px in English.
    pub fn new(id: &str, title: &str, description: &str) -> Self {
        Self {
            id: id.to_owned(),
            width: WIDE,
            title: title.to_owned(),
            description: description.to_owned(),
            locale: Locale::default(),
        }
    }

    /// The same with numbers as in `locale`.
    #[must_use]
    pub fn locale(mut self, locale: Locale) -> Self {
        self.locale = locale;
        self
    }

    /// The same for another width in px.
    #[must_use]
    pub fn width(mut self, width: u32) -> Self {
        self.width = width;
        self
    }
}

/// A value with its interval, in the unit of the chart. Not-a-number means: nothing to show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

impl Estimate {
    /// A value with its interval.
    pub fn new(value: f64, low: f64, high: f64) -> Self {
        Self { value, low, high }
    }
}

/// What an axis counts: decides range, ticks and how values are written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unit {
    /// NPS points, −100 to 100, whole numbers.
    Points,
    /// KSS points with one decimal; usually 40 to 100, not limited.
    Kss,
    /// Shares 0–1, written as percentages.
    Share,
    /// A mean on an answer scale, with one decimal (1–5, 0–10).
    Mean {
        /// Lowest possible answer.
        min: f64,
        /// Highest possible answer.
        max: f64,
    },
}

/// Two drawings of one chart, for phone and desktop; the stylesheet shows the one that fits.
/// `draw` gets the frame with its own id and width. `wide` must fit the container at 768 px.
pub fn responsive(frame: &Frame, wide: u32, draw: impl Fn(Frame) -> String) -> String {
    let narrow = Frame {
        id: format!("{}-s", frame.id),
        width: NARROW,
        ..frame.clone()
    };
    let wide = Frame {
        id: format!("{}-l", frame.id),
        width: wide,
        ..frame.clone()
    };
    format!(
        "<div class=\"chart-fit\"><div class=\"chart-narrow\">{}</div><div class=\"chart-wide\">{}</div></div>",
        draw(narrow),
        draw(wide)
    )
}

//! The two fonts in the program: how wide words are, and for what there is a letter; and which part of
//! a line is written in which font and direction.

use std::sync::{Arc, LazyLock};

use krilla::text::Font;
use resvg::usvg::fontdb::Database;
use rustybuzz::{Direction, UnicodeBuffer};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use crate::fallback::{self, Face};

const REGULAR: &[u8] = include_bytes!("../assets/DejaVuSans.ttf");
const BOLD: &[u8] = include_bytes!("../assets/DejaVuSans-Bold.ttf");
const FAMILY: &str = "DejaVu Sans";
/// Shown for what has no letter.
const UNKNOWN: char = '\u{fffd}';

/// Normal or bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

impl Weight {
    fn data(self) -> &'static [u8] {
        match self {
            Self::Regular => REGULAR,
            Self::Bold => BOLD,
        }
    }

    /// The font, for a file.
    pub(crate) fn font(self) -> Font {
        Font::new(Arc::new(self.data().to_vec()).into(), 0).expect("the font is in the program")
    }
}

/// The fonts, for pictures.
pub(crate) static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(BOLD.to_vec());
    fonts.set_sans_serif_family(FAMILY);
    fonts.set_serif_family(FAMILY);
    fonts.set_monospace_family(FAMILY);
    Arc::new(fonts)
});

/// How wide a text of one line is, in points.
pub(crate) fn width(text: &str, size: f32, weight: Weight) -> f32 {
    if text.chars().any(joins) {
        let runs = runs(text);
        return runs.iter().map(|run| run.width(size, weight)).sum();
    }
    let font = FontRef::new(weight.data()).expect("the font is in the program");
    let letters = font.charmap();
    let widths = font.glyph_metrics(Size::new(size), LocationRef::default());
    let of = |c: char| match letters.map(c) {
        Some(letter) => widths.advance_width(letter).unwrap_or_default(),
        None => fallback::face_of(c).map_or(0.0, |face| face.width(c, size)),
    };
    text.chars().map(of).sum()
}

/// Whether a letter looks otherwise beside others, so that its width is not that of it alone: from
/// Hebrew and Arabic through the scripts of India to Tibet, Burma and Cambodia.
fn joins(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{109f}'
            | '\u{1700}'..='\u{1cff}'
            | '\u{a800}'..='\u{abff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefe}'
    )
}

/// Whether the fonts in the program have a letter.
pub(crate) fn in_program(c: char) -> bool {
    static LETTERS: LazyLock<FontRef<'static>> =
        LazyLock::new(|| FontRef::new(REGULAR).expect("the font is in the program"));
    LETTERS.charmap().map(c).is_some()
}

/// A part of a line in one font and one direction.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// A font of the machine; none is one in the program.
    pub(crate) face: Option<Arc<Face>>,
    /// From right to left.
    pub(crate) leftward: bool,
    /// As it is read.
    pub(crate) text: String,
    /// Where it comes when the line is read, from 0.
    pub(crate) place: usize,
}

impl Run {
    /// How wide it is as it is drawn, in points: letters that join are narrower than alone.
    pub(crate) fn width(&self, size: f32, weight: Weight) -> f32 {
        let (data, index) = match &self.face {
            Some(face) => (face.data.as_slice(), face.index),
            None => (weight.data(), 0),
        };
        let Some(font) = rustybuzz::Face::from_slice(data, index) else {
            return 0.0;
        };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&self.text);
        buffer.set_direction(if self.leftward {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        });
        buffer.guess_segment_properties();
        let drawn = rustybuzz::shape(&font, &[], buffer);
        let units: i32 = drawn.glyph_positions().iter().map(|p| p.x_advance).sum();
        units as f32 * size / font.units_per_em() as f32
    }

    fn is_of(&self, face: Option<&Arc<Face>>, leftward: bool) -> bool {
        let same_face = match (self.face.as_ref(), face) {
            (None, None) => true,
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            _ => false,
        };
        self.leftward == leftward && same_face
    }
}

/// The parts of a line from left to right, as they stand.
pub(crate) fn runs(line: &str) -> Vec<Run> {
    let letters: Vec<char> = line.chars().collect();
    let turned = is_turned(&letters);
    let leftward = leftward(&letters, turned);
    let mut runs: Vec<Run> = Vec::new();
    for (c, leftward) in letters.into_iter().zip(leftward) {
        let face = (!in_program(c)).then(|| fallback::face_of(c)).flatten();
        match runs
            .last_mut()
            .filter(|run| run.is_of(face.as_ref(), leftward))
        {
            Some(run) => run.text.push(c),
            None => runs.push(Run {
                face,
                leftward,
                text: c.to_string(),
                place: runs.len(),
            }),
        }
    }
    as_they_stand(runs, turned)
}

/// Parts in the order they are read, in the order they stand from left to right: those that are read
/// to the left stand in opposite order among themselves, and in a line that is read to the left all do.
fn as_they_stand(runs: Vec<Run>, turned: bool) -> Vec<Run> {
    let mut groups: Vec<Vec<Run>> = Vec::new();
    for run in runs {
        match groups
            .last_mut()
            .filter(|group| group[0].leftward == run.leftward)
        {
            Some(group) if run.leftward => group.insert(0, run),
            Some(group) => group.push(run),
            None => groups.push(vec![run]),
        }
    }
    if turned {
        groups.reverse();
    }
    groups.into_iter().flatten().collect()
}

fn is_leftward(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

/// Whether a line is read from right to left: it begins so, and most of it is. (Of a paragraph of
/// several lines each is judged by itself.)
fn is_turned(letters: &[char]) -> bool {
    let mut strong = letters.iter().filter(|c| c.is_alphabetic()).peekable();
    let begins = strong.peek().is_some_and(|c| is_leftward(**c));
    let (mut left, mut right) = (0, 0);
    for c in strong {
        if is_leftward(*c) {
            left += 1;
        } else {
            right += 1;
        }
    }
    begins && left > right
}

/// Which letters are read from right to left: Hebrew, Arabic and their like. What stands between two
/// letters of one direction goes with them, else with the line.
fn leftward(letters: &[char], turned: bool) -> Vec<bool> {
    let is_neutral = |c: &char| !c.is_alphanumeric() && !is_leftward(*c);
    let mut found: Vec<bool> = letters.iter().map(|c| is_leftward(*c)).collect();
    let mut at = 0;
    while at < letters.len() {
        let end = letters[at..].iter().position(|c| !is_neutral(c));
        let end = end.map_or(letters.len(), |more| at + more);
        let before = if at > 0 { found[at - 1] } else { turned };
        let after = found.get(end).copied().unwrap_or(turned);
        found[at..end].fill(if before == after { before } else { turned });
        at = end + 1;
    }
    found
}

/// The text with `�` for what has no letter; without what steers printers and the direction of text.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| !steers(*c))
        .map(|c| match c {
            _ if c.is_whitespace() => ' ',
            _ if in_program(c) || fallback::face_of(c).is_some() => c,
            _ => UNKNOWN,
        })
        .collect()
}

/// The text with `�` for what the fonts in the program have no letter for.
pub(crate) fn in_own_letters(text: &str) -> String {
    let own = |c: char| {
        if c.is_control() || in_program(c) {
            c
        } else {
            UNKNOWN
        }
    };
    text.chars().map(own).collect()
}

/// Marks that turn or join text without being seen.
fn steers(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The lines a text takes when it may be `room` points wide; a word that is wider is broken. A line
/// break in the text stays one.
pub(crate) fn wrapped(text: &str, (size, weight): (f32, Weight), room: f32) -> Vec<String> {
    text.lines()
        .flat_map(|line| paragraph(&printable(line), (size, weight), room))
        .collect()
}

fn paragraph(text: &str, (size, weight): (f32, Weight), room: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text
        .split_whitespace()
        .flat_map(|word| pieces(word, (size, weight), room))
    {
        let longer = if line.is_empty() {
            word.clone()
        } else {
            format!("{line} {word}")
        };
        if line.is_empty() || width(&longer, size, weight) <= room {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, word));
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A word in parts that fit.
fn pieces(word: &str, (size, weight): (f32, Weight), room: f32) -> Vec<String> {
    if width(word, size, weight) <= room {
        return vec![word.to_owned()];
    }
    let mut pieces = vec![String::new()];
    for c in word.chars() {
        let piece = pieces.last_mut().expect("there is always one");
        piece.push(c);
        if piece.chars().count() > 1 && width(piece, size, weight) > room {
            piece.pop();
            pieces.push(c.to_string());
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: (f32, Weight) = (10.0, Weight::Regular);

    #[test]
    fn lines_fit_and_no_letter_is_lost() {
        let text = "The quick brown fox, a Donaudampfschifffahrtsgesellschaftskapitänsmütze and é";
        for room in [30.0, 80.0, 500.0] {
            let lines = wrapped(text, BODY, room);
            for line in &lines {
                assert!(width(line, BODY.0, BODY.1) <= room, "{line:?} in {room}");
            }
            let letters = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            assert_eq!(letters(&lines.concat()), letters(text));
        }
        assert_eq!(wrapped("a\nb", BODY, 100.0), ["a", "b"]);
        assert!(wrapped("", BODY, 100.0).is_empty());
    }

    #[test]
    fn a_bold_text_is_wider_and_twice_the_size_is_twice_as_wide() {
        let regular = width("Promoters", 10.0, Weight::Regular);
        assert!(width("Promoters", 10.0, Weight::Bold) > regular);
        assert!((width("Promoters", 20.0, Weight::Regular) - 2.0 * regular).abs() < 1e-3);
    }

    #[test]
    fn words_to_the_left_stand_among_words_to_the_right() {
        let parts = |line: &str| -> Vec<(bool, String)> {
            let runs = runs(line).into_iter();
            runs.map(|run| (run.leftward, run.text)).collect()
        };
        let right = |text: &str| (false, text.to_owned());
        let left = |text: &str| (true, text.to_owned());
        assert_eq!(parts("NPS 43"), [right("NPS 43")]);
        assert_eq!(parts(""), []);
        let mixed = parts("Anna: שלום עולם, ok");
        assert_eq!(mixed, [right("Anna: "), left("שלום עולם"), right(", ok")]);
        assert_eq!(parts("مرحبا!"), [left("مرحبا!")]);
        // A line that is read to the left begins at the right, figures in it read as ever.
        let turned = parts("ברורה 123.");
        assert_eq!(turned, [left("."), right("123"), left("ברורה ")]);
        let name = parts("מרים said it (twice).");
        assert_eq!(name, [left("מרים"), right(" said it (twice).")]);
    }

    #[test]
    fn letters_that_join_are_as_wide_as_they_are_drawn() {
        let whole = width("الخدمة", 10.0, Weight::Regular);
        let alone: f32 = "الخدمة"
            .chars()
            .map(|c| width(&c.to_string(), 10.0, Weight::Regular))
            .sum();
        assert!(
            whole > 0.3 * alone && whole < 0.95 * alone,
            "{whole} {alone}"
        );
        let line = width("الخدمة 123.", 10.0, Weight::Regular);
        let parts = whole + width(" 123.", 10.0, Weight::Regular);
        assert!((line - parts).abs() < 0.5, "{line} {parts}");
    }

    #[test]
    fn what_has_no_letter_is_shown_as_such_and_nothing_turns_the_text() {
        assert_eq!(printable("né → ok"), "né → ok");
        assert_eq!(printable("\u{202e}evil\u{0}"), "evil");
        // A letter nobody has.
        assert_eq!(printable("\u{e123}"), "\u{fffd}");
        assert!(
            ["名", "\u{fffd}"].contains(&printable("名").as_str()),
            "as the machine has it"
        );
        assert_eq!(printable("a\tb"), "a b");
        assert_eq!(in_own_letters("né 名\nx"), "né \u{fffd}\nx");
    }
}

//! The two fonts in the program: how wide words are, and for what there is a letter; and which part of
//! a line is written in which font and direction.

use std::sync::{Arc, LazyLock};

use krilla::text::Font;
use resvg::usvg::fontdb::Database;
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
    let font = FontRef::new(weight.data()).expect("the font is in the program");
    let letters = font.charmap();
    let widths = font.glyph_metrics(Size::new(size), LocationRef::default());
    let of = |c: char| match letters.map(c) {
        Some(letter) => widths.advance_width(letter).unwrap_or_default(),
        None => fallback::face_of(c).map_or(0.0, |face| face.width(c, size)),
    };
    text.chars().map(of).sum()
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
}

/// The parts of a line from left to right, as they stand.
pub(crate) fn runs(line: &str) -> Vec<Run> {
    let letters: Vec<char> = line.chars().collect();
    let leftward = leftward(&letters);
    let mut runs: Vec<Run> = Vec::new();
    // Where the words that are read to the left begin: parts of them stand in opposite order.
    let mut turned = 0;
    for (c, leftward) in letters.into_iter().zip(leftward) {
        let face = (!in_program(c)).then(|| fallback::face_of(c)).flatten();
        let is_same = |run: &Run| {
            let faces = (run.face.as_ref(), face.as_ref());
            let same_face = match faces {
                (None, None) => true,
                (Some(a), Some(b)) => Arc::ptr_eq(a, b),
                _ => false,
            };
            run.leftward == leftward && same_face
        };
        let before = runs.last().map(|run| run.leftward);
        if before != Some(leftward) {
            turned = runs.len();
        }
        // The part that was begun last stands first among those to the left.
        let open = if leftward {
            turned
        } else {
            runs.len().wrapping_sub(1)
        };
        match runs.get_mut(open).filter(|run| is_same(run)) {
            Some(run) => run.text.push(c),
            None => {
                let text = c.to_string();
                let at = if leftward { turned } else { runs.len() };
                runs.insert(
                    at,
                    Run {
                        face,
                        leftward,
                        text,
                    },
                );
            }
        }
    }
    runs
}

/// Which letters are read from right to left: Hebrew, Arabic and their like, with what stands between
/// two of them.
fn leftward(letters: &[char]) -> Vec<bool> {
    let is_leftward = |c: &char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}');
    let is_neutral = |c: &char| !c.is_alphanumeric() && !is_leftward(c);
    let mut found: Vec<bool> = letters.iter().map(is_leftward).collect();
    let mut at = 0;
    while at < letters.len() {
        let end = letters[at..].iter().position(|c| !is_neutral(c));
        let end = end.map_or(letters.len(), |more| at + more);
        let is_between = at > 0 && found[at - 1] && end < letters.len() && found[end];
        found[at..end].fill(is_between);
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
        assert_eq!(parts("مرحبا!"), [left("مرحبا"), right("!")]);
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

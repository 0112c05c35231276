//! The two fonts in the program: how wide words are, and for what there is a letter.

use std::sync::{Arc, LazyLock};

use krilla::text::Font;
use resvg::usvg::fontdb::Database;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

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
    text.chars()
        .filter_map(|c| widths.advance_width(letters.map(c)?))
        .sum()
}

/// The text with `�` for what has no letter; without what steers printers and the direction of text.
pub(crate) fn printable(text: &str) -> String {
    static LETTERS: LazyLock<FontRef<'static>> =
        LazyLock::new(|| FontRef::new(REGULAR).expect("the font is in the program"));
    let letters = LETTERS.charmap();
    text.chars()
        .filter(|c| !steers(*c))
        .map(|c| match c {
            _ if c.is_whitespace() => ' ',
            _ if letters.map(c).is_some() => c,
            _ => UNKNOWN,
        })
        .collect()
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
    fn what_has_no_letter_is_shown_as_such_and_nothing_turns_the_text() {
        assert_eq!(printable("né → ok"), "né → ok");
        assert_eq!(printable("\u{202e}evil\u{0}"), "evil");
        assert_eq!(printable("名"), "\u{fffd}");
        assert_eq!(printable("a\tb"), "a b");
    }
}

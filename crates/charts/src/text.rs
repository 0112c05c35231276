//! How wide text is, without a font at hand: good enough to wrap and to keep labels apart.

use crate::svg::{Anchor, Px, Svg};

/// Estimated width in px of `text` at `size` px, on the wide side for the usual system fonts.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(em).sum::<f64>() * size
}

/// Width of one character as a part of the font size.
fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '\u{202F}' => 0.29,
        ' ' | '\u{A0}' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | '/' => 0.37,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '→' | '←' | '…' => 0.92,
        'A'..='Z' => 0.69,
        '0'..='9' | '+' | '\u{2212}' => 0.6,
        c if (c as u32) < 0x1100 => 0.58,
        _ => 1.05,
    }
}

/// `text` cut to fit `room` px, with an ellipsis when something is cut.
pub(crate) fn ellipsis(text: &str, size: f64, room: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let mut used = em('…') * size;
    let mut out = String::new();
    for c in text.chars() {
        used += em(c) * size;
        if used > room {
            break;
        }
        out.push(c);
    }
    out.truncate(out.trim_end().len());
    out.push('…');
    out
}

/// `text` in at most `lines` lines of `room` px; what does not fit ends in an ellipsis.
pub(crate) fn wrap(text: &str, size: f64, room: f64, lines: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (glue, piece) in text
        .split_whitespace()
        .flat_map(|word| pieces(word, size, room))
    {
        let full = out.len() >= lines.max(1);
        match out.last_mut() {
            // The last line takes all that is left and is cut below.
            Some(line) if full || width(&format!("{line}{glue}{piece}"), size) <= room => {
                line.push_str(glue);
                line.push_str(piece);
            }
            _ => out.push(piece.to_owned()),
        }
    }
    out.iter().map(|line| ellipsis(line, size, room)).collect()
}

/// A word with what joins it to the text before; one that is too long in pieces that end at its
/// own marks, as in `professional_recognition`.
fn pieces(word: &str, size: f64, room: f64) -> Vec<(&'static str, &str)> {
    if width(word, size) <= room {
        return vec![(" ", word)];
    }
    let parts = word.split_inclusive(['_', '-', '/', '.']);
    parts
        .enumerate()
        .map(|(i, part)| (if i == 0 { " " } else { "" }, part))
        .collect()
}

/// Whether `wrap` shows all of `text`.
pub(crate) fn fits(text: &str, size: f64, room: f64, lines: usize) -> bool {
    !wrap(text, size, room, lines)
        .iter()
        .any(|line| line.ends_with('…'))
}

/// A text that wants to be centred on `center`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Centered {
    pub(crate) center: f64,
    pub(crate) width: f64,
}

/// Left edges that keep texts of one row inside `0..room` and apart from each other, as close to
/// their centres as that allows. Texts are in order from left to right.
pub(crate) fn spread(texts: &[Centered], room: f64, gap: f64) -> Vec<f64> {
    let mut lefts: Vec<f64> = texts
        .iter()
        .map(|t| (t.center - t.width / 2.0).max(0.0))
        .collect();
    for i in 1..texts.len() {
        lefts[i] = lefts[i].max(lefts[i - 1] + texts[i - 1].width + gap);
    }
    let mut edge = room;
    for i in (0..texts.len()).rev() {
        lefts[i] = lefts[i].min(edge - texts[i].width).max(0.0);
        edge = lefts[i] - gap;
    }
    lefts
}

/// Several lines under each other; `at` is the baseline of the first.
pub(crate) fn block(svg: &mut Svg, at: Px, line: f64, class: &str, lines: &[String]) {
    for (i, text) in lines.iter().enumerate() {
        svg.text((at.0, at.1 + line * i as f64), Anchor::Start, class, text);
    }
}

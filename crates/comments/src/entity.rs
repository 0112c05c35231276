//! HTML entities, which copied and imported comments are full of.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Longest name looked for, in bytes.
const NAME_MAX: usize = 8;

/// Resolves `&eacute;`, `&#233;` and `&#xe9;`; what is no entity stays as it is.
pub(crate) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let (character, length) = entity(&rest[1..]).unwrap_or(('&', 0));
        plain.push(character);
        rest = &rest[1 + length..];
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// The character that `rest` (after the `&`) begins with, and how many bytes name it.
fn entity(rest: &str) -> Option<(char, usize)> {
    if let Some(number) = rest.strip_prefix('#') {
        return numeric(number).map(|(character, length)| (character, length + 1));
    }
    let length = rest
        .bytes()
        .take(NAME_MAX)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let name = &rest[..length];
    if rest[length..].starts_with(';')
        && let Some(character) = NAMED.get(name)
    {
        return Some((*character, length + 1));
    }
    let open = OPEN.iter().find(|(known, _)| name.starts_with(known));
    open.map(|(known, character)| (*character, known.len()))
}

fn numeric(rest: &str) -> Option<(char, usize)> {
    let (digits, radix, skipped) = match rest.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 1),
        None => (rest, 10, 0),
    };
    let length = digits.chars().take_while(|c| c.is_digit(radix)).count();
    if length == 0 {
        return None;
    }
    let code = u32::from_str_radix(&digits[..length], radix).unwrap_or(u32::MAX);
    let semicolon = usize::from(digits[length..].starts_with(';'));
    Some((character(code), skipped + length + semicolon))
}

/// As HTML has it: 128 to 159 mean the Windows code page, what is no character is a mark.
fn character(code: u32) -> char {
    match code {
        0 => '\u{fffd}',
        0x80..=0x9f => char::from_u32(WINDOWS[code as usize - 0x80]).unwrap_or('\u{fffd}'),
        other => char::from_u32(other).unwrap_or('\u{fffd}'),
    }
}

const WINDOWS: [u32; 32] = [
    0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039,
    0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc,
    0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
];

/// Names that count without a semicolon too.
const OPEN: [(&str, char); 5] = [
    ("amp", '&'),
    ("quot", '"'),
    ("nbsp", '\u{a0}'),
    ("lt", '<'),
    ("gt", '>'),
];

/// The named characters of HTML 4 and a few more that occur in what people write.
static NAMED: LazyLock<HashMap<&'static str, char>> = LazyLock::new(|| {
    let pairs = include_str!("../words/entities.txt").split_whitespace();
    let pair = |pair: &'static str| {
        let (name, code) = pair.split_once(':')?;
        let character = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
        Some((name, character))
    };
    pairs.filter_map(pair).collect()
});

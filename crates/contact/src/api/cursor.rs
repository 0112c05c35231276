//! Where a list goes on: the two parts of the last item's key.

use platform::Problem;

/// Longest cursor, in characters: the longest key in hexadecimal.
const CURSOR_MAX: usize = 4000;

/// The cursor after the item with this key.
pub(crate) fn write(first: &str, second: &str) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(2 * (first.len() + second.len()) + 2);
    for byte in format!("{first}\n{second}").bytes() {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The key that a cursor names.
pub(crate) fn read(text: &str) -> Result<(String, String), Problem> {
    parse(text).ok_or_else(|| Problem::invalid("cursor", "this is no next_cursor of a page before"))
}

fn parse(text: &str) -> Option<(String, String)> {
    if text.len() > CURSOR_MAX || !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> = (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text[at..at + 2].trim_start_matches('+'), 16).ok())
        .collect();
    let key = String::from_utf8(bytes?).ok()?;
    if key.contains('\0') {
        return None;
    }
    let (first, second) = key.rsplit_once('\n')?;
    Some((first.to_owned(), second.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_come_back_and_others_are_refused() {
        for (a, b) in [("", ""), ("jan jansen", "0123"), ("é", "x")] {
            assert_eq!(
                read(&write(a, b)).expect("our own"),
                (a.to_owned(), b.to_owned())
            );
        }
        for bad in ["", "a", "zz", "ff", "é0", "41", "000a41"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}

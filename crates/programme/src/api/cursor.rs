//! Where a list goes on: the parts of the last item's key, in hexadecimal.

use std::fmt::Write;

use platform::Problem;

/// Longest cursor, in characters.
const CURSOR_MAX: usize = 4000;

/// The cursor after the item with this key.
pub(super) fn write(parts: &[&str]) -> String {
    let mut text = String::new();
    for byte in parts.join("\n").bytes() {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The key of `N` parts that a cursor names.
pub(super) fn read<const N: usize>(text: &str) -> Result<[String; N], Problem> {
    parse(text).ok_or_else(|| Problem::invalid("cursor", "this is no next_cursor of a page before"))
}

fn parse<const N: usize>(text: &str) -> Option<[String; N]> {
    let is_hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    if text.len() > CURSOR_MAX || !text.len().is_multiple_of(2) || !text.bytes().all(is_hex) {
        return None;
    }
    let bytes: Option<Vec<u8>> = (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
        .collect();
    let key = String::from_utf8(bytes?).ok()?;
    let parts: Vec<String> = key.split('\n').map(str::to_owned).collect();
    parts.try_into().ok().filter(|_| !key.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_come_back_and_others_are_refused() {
        let key = ["a", "", "round:3"];
        assert_eq!(read(&write(&key)).expect("our own"), key.map(str::to_owned));
        for bad in ["zz", "0", "é0", "61", "6100"] {
            assert!(read::<2>(bad).is_err(), "{bad}");
        }
    }
}

//! Lists are given in parts: how many items at a time, and the cursor by which the next part is
//! asked for. One item more than wanted is read; it only tells that there is more.

use std::fmt::Write;

use super::Problem;

/// Items of a part when nothing is said.
pub const LIMIT_DEFAULT: usize = 100;
/// Items of a part at most.
pub const LIMIT_MAX: usize = 1000;
/// Longest cursor, in characters.
const CURSOR_MAX: usize = 4000;

/// How many items are wanted, when so many were asked for.
pub fn limit(asked: Option<usize>) -> Result<usize, Problem> {
    match asked {
        None => Ok(LIMIT_DEFAULT),
        Some(limit) if (1..=LIMIT_MAX).contains(&limit) => Ok(limit),
        Some(_) => Err(Problem::invalid("limit", format!("give 1 to {LIMIT_MAX}"))),
    }
}

/// Cuts what was read to `limit` items. Gives the last of them when there are more: the next part
/// begins after it.
pub fn cut<T>(items: &mut Vec<T>, limit: usize) -> Option<&T> {
    let more = items.len() > limit;
    items.truncate(limit);
    items.last().filter(|_| more)
}

/// The cursor after the item whose key has these parts, in hexadecimal. No part has a line break.
pub fn cursor(key: &[&str]) -> String {
    let mut text = String::new();
    for byte in key.join("\n").bytes() {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The key of `N` parts that a [`cursor`] names.
pub fn read_cursor<const N: usize>(text: &str) -> Result<[String; N], Problem> {
    parse(text).ok_or_else(no_cursor)
}

/// What whoever sends a cursor of their own making is told.
pub fn no_cursor() -> Problem {
    Problem::invalid("cursor", "this is no next_cursor of a page before")
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
    fn limits_have_bounds() {
        assert_eq!(limit(None).expect("fits"), LIMIT_DEFAULT);
        assert_eq!(limit(Some(1)).expect("fits"), 1);
        assert_eq!(limit(Some(LIMIT_MAX)).expect("fits"), LIMIT_MAX);
        assert!(limit(Some(0)).is_err());
        assert!(limit(Some(LIMIT_MAX + 1)).is_err());
    }

    #[test]
    fn a_part_goes_on_after_its_last_item_if_there_is_more() {
        let mut items = vec![1, 2, 3];
        assert_eq!(cut(&mut items, 3), None);
        assert_eq!(cut(&mut items, 2), Some(&2));
        assert_eq!(items, [1, 2]);
        assert_eq!(cut(&mut Vec::<u8>::new(), 2), None);
    }

    #[test]
    fn cursors_come_back_and_others_are_refused() {
        let key = ["a", "", "round:3"];
        let back = read_cursor(&cursor(&key)).expect("our own");
        assert_eq!(back, key.map(str::to_owned));
        for (a, b) in [("", ""), ("jan jansen", "0123"), ("é", "x")] {
            let back = read_cursor(&cursor(&[a, b])).expect("our own");
            assert_eq!(back, [a.to_owned(), b.to_owned()]);
        }
        for bad in [
            "", "a", "0", "zz", "ff", "é0", "41", "+1", "61", "6100", "000a41",
        ] {
            assert!(read_cursor::<2>(bad).is_err(), "{bad}");
        }
    }
}

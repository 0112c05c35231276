//! Numbers as people write them, with a decimal point or a decimal comma.

use std::borrow::Cow;

/// A number: `9`, `9.0`, `9,5`, ` 9 `, `-1,5`, `1e-3`; thousands only where they can't be
/// misread, that is beside a decimal mark of the other kind (`1.234,5`, `1,234.5`) or repeated
/// (`1.234.567`).
///
/// A single mark is always the decimal mark: `1,234` is 1.234. Not finite or anything else: `None`.
pub fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    // What Rust's own parser would take beyond digits (inf, nan, a second sign) isn't a number here.
    if !digits.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')) {
        return None;
    }
    let plain = plain(digits)?;
    plain
        .parse::<f64>()
        .ok()
        .filter(|value| value.is_finite())
        .map(|value| sign * value)
}

/// A whole number: as [`number`], where `9.0` and `9,0` are 9 and `9,5` is none.
pub fn integer(text: &str) -> Option<i64> {
    let value = number(text)?;
    (value.fract() == 0.0 && value.abs() < 9e15).then_some(value as i64)
}

/// The digits with a point as the only mark.
fn plain(digits: &str) -> Option<Cow<'_, str>> {
    let commas = digits.matches(',').count();
    let points = digits.matches('.').count();
    match (commas, points) {
        (0, 0 | 1) => Some(Cow::Borrowed(digits)),
        (1, 0) => Some(Cow::Owned(digits.replace(',', "."))),
        (1, _) if digits.rfind(',') > digits.rfind('.') => {
            let (whole, fraction) = digits.split_once(',')?;
            Some(Cow::Owned(format!("{}.{fraction}", grouped(whole, '.')?)))
        }
        (_, 1) if digits.rfind('.') > digits.rfind(',') => {
            let (whole, fraction) = digits.split_once('.')?;
            Some(Cow::Owned(format!("{}.{fraction}", grouped(whole, ',')?)))
        }
        (0, _) => grouped(digits, '.').map(Cow::Owned),
        (_, 0) => grouped(digits, ',').map(Cow::Owned),
        _ => None,
    }
}

/// Thousands in groups of three, or nothing.
fn grouped(whole: &str, mark: char) -> Option<String> {
    let mut groups = whole.split(mark);
    let first = groups.next()?;
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let good = (1..=3).contains(&first.len())
        && digits(first)
        && groups.all(|group| group.len() == 3 && digits(group));
    good.then(|| whole.replace(mark, ""))
}

#[cfg(test)]
mod tests {
    use super::{integer, number};

    #[test]
    fn numbers_are_read_as_written_by_people() {
        for (text, want) in [
            ("9", Some(9.0)),
            ("9.0", Some(9.0)),
            ("9,5", Some(9.5)),
            (" 9 ", Some(9.0)),
            ("\u{a0}9\u{a0}", Some(9.0)),
            ("0", Some(0.0)),
            ("-1,5", Some(-1.5)),
            ("+3", Some(3.0)),
            (",5", Some(0.5)),
            ("1e-3", Some(0.001)),
            ("1,234", Some(1.234)),
            ("1.234,5", Some(1234.5)),
            ("1,234.5", Some(1234.5)),
            ("1.234.567", Some(1_234_567.0)),
            ("1,234,567.25", Some(1_234_567.25)),
            ("12.34,5", None),
            ("1.2.3", None),
            ("1,2,3.4", None),
            ("1.2,3.4", None),
            ("", None),
            ("-", None),
            (".", None),
            (",", None),
            ("--1", None),
            ("+-1", None),
            ("nan", None),
            ("inf", None),
            ("1e999", None),
            ("9 %", None),
            ("0x10", None),
            ("Blank", None),
        ] {
            assert_eq!(number(text), want, "{text:?}");
        }
    }

    #[test]
    fn whole_numbers_only() {
        assert_eq!(integer("9,0"), Some(9));
        assert_eq!(integer("9.0"), Some(9));
        assert_eq!(integer("9,5"), None);
        assert_eq!(integer("-0"), Some(0));
        assert_eq!(integer("1e300"), None);
    }
}

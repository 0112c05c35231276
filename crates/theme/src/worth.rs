//! What customers are worth: an attribute of the answers that holds numbers, such as revenue. Pure.

use std::collections::HashMap;

/// Names that mean what a customer is worth, in the order they are preferred.
const NAMES: [&str; 7] = [
    "revenue", "omzet", "mrr", "arr", "value", "waarde", "turnover",
];

/// The attribute that says what a customer is worth, by its name: one that is called so, else one
/// of whose words one is (`annual_revenue`).
pub fn guess(names: &[String]) -> Option<&String> {
    let words = |name: &str| -> Vec<String> {
        let words = name.split(|c: char| !c.is_alphanumeric());
        words.map(str::to_lowercase).collect()
    };
    let called = |known: &&str| names.iter().find(|name| words(name).join(" ") == **known);
    let like = |known: &&str| {
        let mut names = names.iter();
        names.find(|name| words(name).iter().any(|word| word == *known))
    };
    let by_name = NAMES.iter().find_map(called);
    by_name.or_else(|| NAMES.iter().find_map(like))
}

/// The texts of one attribute as numbers, with point or comma for decimals and thousands; none
/// when there are none or one is no number.
///
/// `1.250` alone could be either. What the others are written like decides: beside `12.50` it is
/// 1.25, beside `12,50` it is 1250; when no text tells, three digits behind a mark are thousands,
/// as amounts are written.
pub fn numbers<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Vec<f64>> {
    let amounts: Vec<Amount<'_>> = texts.map(Amount::read).collect::<Option<_>>()?;
    let decimal = |mark: char| amounts.iter().any(|amount| amount.decimal() == Some(mark));
    let marks = [',', '.'].map(decimal);
    let numbers = amounts.iter().map(|amount| amount.value(marks));
    let numbers: Vec<f64> = numbers.collect::<Option<_>>()?;
    (!numbers.is_empty()).then_some(numbers)
}

/// A text that may be a number.
struct Amount<'a> {
    sign: f64,
    /// Digits and marks.
    digits: &'a str,
}

impl<'a> Amount<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let (sign, rest) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (-1.0, rest),
            None => (1.0, text),
        };
        let digits = rest.trim_start_matches('€').trim_start();
        let known = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let is_one = digits.chars().all(known) && digits.contains(|c: char| c.is_ascii_digit());
        // Longer than any amount: a key that happens to have digits only.
        (is_one && digits.len() <= 24).then_some(Self { sign, digits })
    }

    /// The mark that can only be the decimal one.
    fn decimal(&self) -> Option<char> {
        let last = self.digits.rfind(['.', ','])?;
        let mark = self.digits[last..].chars().next()?;
        let other = if mark == '.' { ',' } else { '.' };
        let behind = self.digits.len() - last - 1;
        let before = &self.digits[..last];
        let alone = !before.contains(mark);
        let is_clear = before.contains(other) || behind != 3 || before.len() > 3;
        let is_clear = is_clear || before.is_empty() || before.starts_with('0');
        (alone && is_clear).then_some(mark)
    }

    /// The number; `decimal` says whether comma and point are decimal marks elsewhere.
    fn value(&self, decimal: [bool; 2]) -> Option<f64> {
        let own = self.decimal().or_else(|| {
            let mark = self.digits.chars().find(|c| matches!(c, '.' | ','))?;
            let repeated = self.digits.matches(mark).count() > 1;
            let elsewhere = decimal[usize::from(mark == '.')];
            (elsewhere && !repeated).then_some(mark)
        });
        let (whole, part) = match own {
            Some(mark) => self.digits.split_once(mark)?,
            None => (self.digits, ""),
        };
        let groups: Vec<&str> = whole.split(['.', ',']).collect();
        let rest = groups.iter().skip(1);
        let is_grouped = rest.clone().all(|group| group.len() == 3)
            && (groups.len() == 1 || (1..=3).contains(&groups[0].len()))
            && !(whole.contains('.') && whole.contains(','));
        let is_number = is_grouped && !part.contains(['.', ',']);
        let plain = format!("0{}.{part}0", groups.concat());
        let value: f64 = plain.parse().ok().filter(|_| is_number)?;
        Some(self.sign * value)
    }
}

/// What each customer is worth.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Worth {
    latest: HashMap<u32, ((i32, u32), f64)>,
}

impl Worth {
    /// Takes in what one answer says of its customer, `when` by day and place in the survey: the
    /// latest answer that says it counts, so that growth and shrinkage are followed and nobody
    /// counts twice.
    pub fn take(&mut self, customer: u32, when: (i32, u32), value: f64) {
        let known = self.latest.entry(customer).or_insert((when, value));
        if known.0 <= when {
            *known = (when, value);
        }
    }

    /// What a customer is worth; none when no answer says so.
    pub fn of(&self, customer: u32) -> Option<f64> {
        self.latest.get(&customer).map(|(_, value)| *value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_written() {
        let cases: [(&[&str], Option<&[f64]>); 16] = [
            (&["1250", "80"], Some(&[1250.0, 80.0])),
            (&["1.250,50", "1.250"], Some(&[1250.5, 1250.0])),
            (&["1,250.50", "1,250"], Some(&[1250.5, 1250.0])),
            (&["1.250", "980"], Some(&[1250.0, 980.0])),
            (&["1.250", "12.5"], Some(&[1.25, 12.5])),
            (&["1.250.000", "1.250"], Some(&[1_250_000.0, 1250.0])),
            (&["0.125"], Some(&[0.125])),
            (&["1,5", "1.5"], Some(&[1.5, 1.5])),
            (&["-3", " € 2.000 ", "−4,5"], Some(&[-3.0, 2000.0, -4.5])),
            (&["1250.500"], Some(&[1250.5])),
            (&[], None),
            (&["12", "unknown"], None),
            (&["12.34,5"], None),
            (&["1.2.3"], None),
            (&["", "1"], None),
            (&["."], None),
        ];
        for (texts, wanted) in cases {
            let found = numbers(texts.iter().copied());
            assert_eq!(found.as_deref(), wanted, "{texts:?}");
        }
    }

    #[test]
    fn the_name_tells_what_customers_are_worth() {
        let guessed = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            guess(&names).cloned()
        };
        assert_eq!(guessed(&["age", "MRR", "Omzet"]).as_deref(), Some("Omzet"));
        let named = guessed(&["age", "annual-revenue", "waarde"]);
        assert_eq!(named.as_deref(), Some("waarde"));
        assert_eq!(
            guessed(&["jaar omzet", "age"]).as_deref(),
            Some("jaar omzet")
        );
        assert_eq!(guessed(&["age", "arrival"]), None);
    }

    #[test]
    fn the_latest_value_of_a_customer_counts() {
        let mut worth = Worth::default();
        for (day, ordinal, value) in [(5, 1, 100.0), (9, 2, 40.0), (7, 3, 900.0)] {
            worth.take(1, (day, ordinal), value);
        }
        assert_eq!((worth.of(1), worth.of(2)), (Some(40.0), None));
    }
}

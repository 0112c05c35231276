//! How numbers are written on screen: 43,5 or 43.5, always with a real minus sign.

/// The marks a language uses in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Locale {
    /// Between whole part and decimals.
    pub decimal: char,
    /// Between groups of three digits, from 1,000 up.
    pub group: char,
    /// Before negative numbers; U+2212 on screen.
    pub minus: char,
}

impl Locale {
    /// 1.234,5
    pub const DUTCH: Self = Self {
        decimal: ',',
        group: '.',
        minus: '\u{2212}',
    };
    /// 1,234.5
    pub const ENGLISH: Self = Self {
        decimal: '.',
        group: ',',
        minus: '\u{2212}',
    };

    /// The locale of a language tag; English for everything that is not Dutch.
    pub fn of(language: &str) -> Self {
        if language.starts_with("nl") {
            Self::DUTCH
        } else {
            Self::ENGLISH
        }
    }

    /// `value` with a fixed number of decimals; a dash when it is not a number. −0 is 0.
    pub fn number(&self, value: f64, decimals: usize) -> String {
        if !value.is_finite() {
            return "\u{2013}".to_owned();
        }
        let plain = format!("{:.decimals$}", value.abs());
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let mut out = String::with_capacity(plain.len() + 4);
        if value < 0.0 && plain.bytes().any(|b| b.is_ascii_digit() && b != b'0') {
            out.push(self.minus);
        }
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                out.push(self.group);
            }
            out.push(digit);
        }
        if !fraction.is_empty() {
            out.push(self.decimal);
            out.push_str(fraction);
        }
        out
    }

    /// A change: always with its sign, `+3` or `−3`; 0 stays bare.
    pub fn signed(&self, value: f64, decimals: usize) -> String {
        let number = self.number(value, decimals);
        let positive = value > 0.0 && number.bytes().any(|b| (b'1'..=b'9').contains(&b));
        if positive {
            format!("+{number}")
        } else {
            number
        }
    }

    /// A share 0–1 as a percentage with a narrow no-break space: `31 %`.
    pub fn percent(&self, share: f64, decimals: usize) -> String {
        format!("{}\u{202F}%", self.number(share * 100.0, decimals))
    }
}

impl Default for Locale {
    fn default() -> Self {
        Self::ENGLISH
    }
}

//! A value of a list: what pages show and files hold.

use jiff::Timestamp;
use jiff::civil::Date;
use platform::{clock, inert};
use serde_json::{Value, json};

/// A value with its type.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// Text.
    Text(String),
    /// Text, and the page it leads to.
    Link(String, String),
    /// A count.
    Count(i64),
    /// A number.
    Number(f64),
    /// An amount and its currency.
    Money(f64, String),
    /// A score of so many.
    Score(f64, i64),
    /// A day.
    Day(Date),
    /// A moment, UTC microseconds.
    Moment(i64),
    /// Yes or no.
    YesNo(bool),
    /// One of a few names; pages say it by the words whose keys begin with the first.
    Word(&'static str, &'static str),
}

impl Cell {
    /// Text, if there is any.
    pub fn text(text: Option<&str>) -> Self {
        text.filter(|text| !text.is_empty())
            .map_or(Self::Blank, |text| Self::Text(text.to_owned()))
    }

    /// A moment, if there is one.
    pub fn moment(at_us: Option<i64>) -> Self {
        at_us.map_or(Self::Blank, Self::Moment)
    }

    /// As templates show it: how follows from its kind. Text comes from outside and does nothing.
    pub fn shown(&self) -> Value {
        match self {
            Self::Blank => json!({ "kind": "blank", "value": "" }),
            Self::Text(text) => json!({ "kind": "text", "value": shown(text) }),
            Self::Link(text, href) => {
                json!({ "kind": "link", "value": shown(text), "href": href })
            }
            Self::Count(count) => json!({ "kind": "number", "value": count, "decimals": 0 }),
            Self::Number(number) => {
                let decimals = if number.fract() == 0.0 { 0 } else { 2 };
                json!({ "kind": "number", "value": number, "decimals": decimals })
            }
            Self::Money(amount, currency) => {
                json!({ "kind": "money", "value": amount, "currency": currency })
            }
            Self::Score(score, n) => json!({ "kind": "score", "value": score, "n": n }),
            Self::Day(day) => json!({ "kind": "day", "value": clock::days_since_1970(*day) }),
            Self::Moment(at_us) => json!({ "kind": "moment", "value": at_us }),
            Self::YesNo(true) => json!({ "kind": "word", "value": "list-yes" }),
            Self::YesNo(false) => json!({ "kind": "word", "value": "list-no" }),
            Self::Word(keys, value) => {
                json!({ "kind": "word", "value": format!("{keys}-{}", word(value)) })
            }
        }
    }

    /// As CSV has it.
    pub fn csv(&self) -> tabular::Cell<'_> {
        use tabular::Cell as Csv;
        match self {
            Self::Blank => Csv::Blank,
            Self::Text(text) | Self::Link(text, _) => Csv::Text(text),
            Self::Word(_, value) => Csv::Text(value),
            Self::Count(count) => Csv::Integer(*count),
            Self::Number(number) | Self::Money(number, _) | Self::Score(number, _) => {
                Csv::Number(*number)
            }
            Self::Day(day) => Csv::Day(*day),
            Self::Moment(at_us) => {
                Timestamp::from_microsecond(*at_us).map_or(Csv::Blank, Csv::Instant)
            }
            Self::YesNo(yes) => Csv::Text(if *yes { "yes" } else { "no" }),
        }
    }
}

/// Text of outsiders on one line of a page: nothing in it turns what stands beside it.
pub fn shown(text: &str) -> String {
    inert::line(text, usize::MAX)
}

/// A name as part of the key of its words: `last_answer` is `last-answer`.
pub fn word(name: &str) -> String {
    name.replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_outsiders_turns_nothing_on_a_page() {
        let name = "Jan \u{202e}nav\u{2066} \u{200f}Dijk";
        assert_eq!(Cell::Text(name.to_owned()).shown()["value"], "Jan nav Dijk");
        let link = Cell::Link(name.to_owned(), "/accounts/x".to_owned());
        assert_eq!(link.shown()["value"], "Jan nav Dijk");
    }

    #[test]
    fn cells_are_shown_and_written_by_their_kind() {
        let number = Cell::Number(1.5);
        assert_eq!(number.shown()["decimals"], 2);
        assert_eq!(number.csv(), tabular::Cell::Number(1.5));
        let standing = Cell::Word("contact-standing", "opted_out");
        assert_eq!(standing.shown()["value"], "contact-standing-opted-out");
        assert_eq!(standing.csv(), tabular::Cell::Text("opted_out"));
        assert_eq!(Cell::text(Some("")), Cell::Blank);
        assert_eq!(Cell::YesNo(true).csv(), tabular::Cell::Text("yes"));
    }
}

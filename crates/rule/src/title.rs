//! What a case of a rule is called: words of people here, with placeholders in braces. What comes
//! from a customer stays a piece of one line, whatever it contains; pages escape it where it goes.

use platform::inert;
use programme::letter::placeholder::{Piece, pieces};

use crate::model::TITLE_MAX;

/// What may stand in braces.
pub const NAMES: [&str; 7] = [
    "account", "contact", "score", "before", "survey", "rule", "days",
];
/// Longest value that is filled in, in characters.
const VALUE_MAX: usize = 80;

/// What is filled in; empty where it isn't known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// Name of the account.
    pub account: String,
    /// Name or address of the contact.
    pub contact: String,
    /// The score.
    pub score: Option<u8>,
    /// The score of the answer before.
    pub before: Option<u8>,
    /// The survey.
    pub survey: String,
    /// The rule.
    pub rule: String,
    /// Days of silence or waiting.
    pub days: Option<u16>,
}

impl Values {
    fn of(&self, name: &str) -> Option<String> {
        let text = match name {
            "account" => self.account.clone(),
            "contact" => self.contact.clone(),
            "score" => self.score?.to_string(),
            "before" => self.before?.to_string(),
            "survey" => self.survey.clone(),
            "rule" => self.rule.clone(),
            "days" => self.days?.to_string(),
            _ => return None,
        };
        Some(inert::line(&text, VALUE_MAX)).filter(|text| !text.is_empty())
    }
}

/// What is wrong with a title, in a sentence.
pub fn check(title: &str) -> Result<(), String> {
    if title.trim().is_empty() {
        return Err("is needed".to_owned());
    }
    if title.chars().count() > TITLE_MAX {
        return Err(format!("at most {TITLE_MAX} characters"));
    }
    if title.chars().any(char::is_control) {
        return Err("is one line".to_owned());
    }
    for piece in pieces(title) {
        match piece {
            Piece::Placeholder { name, .. } if !NAMES.contains(&name) => {
                let listed = NAMES.map(|name| format!("{{{name}}}")).join(" ");
                return Err(format!(
                    "there is no placeholder {{{name}}}; there are {listed}"
                ));
            }
            Piece::Unclosed(text) => return Err(format!("the brace is not closed: {text}")),
            _ => {}
        }
    }
    Ok(())
}

/// The title with its values. Values are not looked at for placeholders of their own.
pub fn fill(title: &str, values: &Values) -> String {
    let mut filled = String::new();
    for piece in pieces(title) {
        match piece {
            Piece::Text(text) | Piece::Unclosed(text) => filled.push_str(text),
            Piece::Placeholder { name, fallback } => {
                filled.push_str(&values.of(name).unwrap_or_else(|| fallback.to_owned()));
            }
        }
    }
    let filled = inert::line(&filled, TITLE_MAX);
    if filled.is_empty() {
        inert::line(&values.rule, TITLE_MAX)
    } else {
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values() -> Values {
        Values {
            account: "Acme".to_owned(),
            contact: "{score}\r\nBcc: x@y\u{202e}".to_owned(),
            score: Some(0),
            rule: "Call back".to_owned(),
            ..Values::default()
        }
    }

    #[test]
    fn titles_are_filled_in_on_one_line() {
        for (title, filled) in [
            (
                "Call {contact} of {account}",
                "Call {score} Bcc: x@y of Acme",
            ),
            (
                "Score {score}, was {before|unknown}",
                "Score 0, was unknown",
            ),
            ("{before}", "Call back"),
            ("plain", "plain"),
        ] {
            assert_eq!(check(title), Ok(()), "{title}");
            assert_eq!(fill(title, &values()), filled, "{title}");
        }
        let long = Values {
            account: "x".repeat(1000),
            ..values()
        };
        assert_eq!(fill("{account}", &long).chars().count(), VALUE_MAX);
    }

    #[test]
    fn titles_that_cannot_be_meant_are_refused() {
        for bad in ["", "  ", "{name}", "{score", "a\nb", &"x".repeat(201)] {
            assert!(check(bad).is_err(), "{bad:?}");
        }
    }
}

//! What attributes are: of which kind, and how a value of each kind is written. Values stay text;
//! a defined attribute takes only what its kind allows, in one way of writing it.

mod read;
mod store;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::str::FromStr;

use ::list::Cell;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use store::{all, one, put, remove};

use crate::wrong::Wrong;

/// Values a choice has at most.
pub const CHOICES_MAX: usize = 200;

/// What has attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Noun {
    /// Accounts.
    Account,
    /// Contacts.
    Contact,
}

impl Noun {
    /// As stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Contact => "contact",
        }
    }
}

impl FromStr for Noun {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "account" => Ok(Self::Account),
            "contact" => Ok(Self::Contact),
            _ => Err(format!(
                "accounts and contacts have attributes, not {text:?}"
            )),
        }
    }
}

/// The kind of an attribute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Any text.
    #[default]
    Text,
    /// A number, such as 12 or 1234.5.
    Number,
    /// An amount in the attribute's currency, with at most two decimals.
    Money,
    /// A day, as 2026-11-22.
    Date,
    /// yes or no.
    YesNo,
    /// One of the values that are named.
    Choice,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Text,
        Self::Number,
        Self::Money,
        Self::Date,
        Self::YesNo,
        Self::Choice,
    ];

    /// As stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Money => "money",
            Self::Date => "date",
            Self::YesNo => "yes_no",
            Self::Choice => "choice",
        }
    }

    /// Whether values are in the order of numbers or days, so that "from" and "to" say something.
    pub const fn is_ordered(self) -> bool {
        matches!(self, Self::Number | Self::Money | Self::Date)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| "a kind is text, number, money, date, yes_no or choice".to_owned())
    }
}

/// What an attribute is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Whose it is.
    pub noun: Noun,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// The values of a choice, in the order a form offers them.
    pub choices: Vec<String>,
    /// The currency of money, three letters.
    pub currency: String,
    /// Goes up with every change.
    pub revision: i64,
}

impl Definition {
    /// A definition of this kind without choices, in euros.
    pub fn new(noun: Noun, name: &str, kind: Kind) -> Self {
        Self {
            noun,
            name: name.to_owned(),
            kind,
            choices: Vec::new(),
            currency: "EUR".to_owned(),
            revision: 0,
        }
    }

    /// A value as it is kept, or what is wrong with it.
    pub fn checked(&self, text: &str) -> Result<String, Wrong> {
        read::checked(self, text)
    }

    /// A kept value as its kind shows it; none when it doesn't fit, as values from before the kind.
    pub fn cell(&self, value: &str) -> Option<Cell> {
        match self.kind {
            Kind::Number => self.number(value).map(Cell::Number),
            Kind::Money => {
                let amount = self.number(value)?;
                Some(Cell::Money(amount, self.currency.clone()))
            }
            Kind::Date => value.parse().ok().map(Cell::Day),
            Kind::YesNo => match value {
                "yes" => Some(Cell::YesNo(true)),
                "no" => Some(Cell::YesNo(false)),
                _ => None,
            },
            Kind::Text | Kind::Choice => None,
        }
    }

    /// What a list's filters offer of it; `value` gives what is chosen for a parameter.
    pub fn offered<'v>(&self, value: impl Fn(&str) -> &'v str) -> Value {
        let name = &self.name;
        let options: Vec<&str> = match self.kind {
            Kind::Choice => self.choices.iter().map(String::as_str).collect(),
            Kind::YesNo => vec!["yes", "no"],
            _ => Vec::new(),
        };
        json!({
            "name": name,
            "is_ordered": self.kind.is_ordered(),
            "is_day": self.kind == Kind::Date,
            "is_yes_no": self.kind == Kind::YesNo,
            "options": options,
            "value": value(&format!("attribute.{name}")),
            "from": value(&format!("from.{name}")),
            "to": value(&format!("to.{name}")),
        })
    }

    /// The number that orders and compares a kept value: a number, an amount, or days since 1970.
    pub fn number(&self, kept: &str) -> Option<f64> {
        read::number(self.kind, kept)
    }
}

/// A value as it is shown: as its kind does, if it fits.
pub fn shown(value: &str, definition: Option<&Definition>) -> Cell {
    definition
        .and_then(|definition| definition.cell(value))
        .unwrap_or_else(|| Cell::Text(value.to_owned()))
}

/// What stands in a list for an attribute.
pub fn cell(
    attributes: &BTreeMap<String, String>,
    (noun, name): (Noun, &str),
    definitions: &[Definition],
) -> Cell {
    let Some(value) = attributes.get(name) else {
        return Cell::Blank;
    };
    let definition = definitions
        .iter()
        .find(|d| d.noun == noun && d.name == name);
    shown(value, definition)
}

/// The attributes of a noun that are defined, each with whether its values have an order.
pub fn columns(definitions: &[Definition], noun: Noun) -> Vec<(String, bool)> {
    let of_noun = definitions.iter().filter(|d| d.noun == noun);
    of_noun
        .map(|d| (d.name.clone(), d.kind.is_ordered()))
        .collect()
}

/// Attributes many companies have, with the kind they are offered with.
pub const WELL_KNOWN: [(Noun, &str, Kind); 9] = [
    (Noun::Account, "industry", Kind::Text),
    (Noun::Account, "size", Kind::Number),
    (Noun::Account, "revenue", Kind::Money),
    (Noun::Account, "renewal_date", Kind::Date),
    (Noun::Account, "segment", Kind::Text),
    (Noun::Account, "usage", Kind::Number),
    (Noun::Contact, "persona", Kind::Text),
    (Noun::Contact, "segment", Kind::Text),
    (Noun::Contact, "usage", Kind::Number),
];

/// The definitions of a workspace, at hand while something is said of contacts and accounts.
#[derive(Clone, Debug, Default)]
pub struct Definitions(HashMap<(Noun, String), Definition>);

impl Definitions {
    /// These.
    pub fn new(all: Vec<Definition>) -> Self {
        let keyed = all.into_iter().map(|d| ((d.noun, d.name.clone()), d));
        Self(keyed.collect())
    }

    /// What an attribute is; none for one nobody defined, which takes any text.
    pub fn get(&self, noun: Noun, name: &str) -> Option<&Definition> {
        // Borrowing a pair of a copy and a text isn't possible; there are few definitions.
        self.0.values().find(|d| d.noun == noun && d.name == name)
    }

    /// Whether nothing is defined.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, by name.
    pub fn of(&self, noun: Noun) -> Vec<&Definition> {
        let mut all: Vec<&Definition> = self.0.values().filter(|d| d.noun == noun).collect();
        all.sort_by(|a, b| a.name.cmp(&b.name));
        all
    }

    /// Writes kept values as their kinds are written now; what doesn't fit stays. Whether that
    /// changed something.
    pub(crate) fn rewrite(&self, noun: Noun, attributes: &mut BTreeMap<String, String>) -> bool {
        let mut changed = false;
        for (name, value) in attributes {
            let definition = self.get(noun, name);
            if let Some(Ok(kept)) = definition.map(|d| d.checked(value))
                && kept != *value
            {
                *value = kept;
                changed = true;
            }
        }
        changed
    }

    /// Attributes as they are kept; the first that doesn't fit its kind is the mistake.
    pub(crate) fn checked(
        &self,
        noun: Noun,
        said: &BTreeMap<String, Option<String>>,
    ) -> Result<BTreeMap<String, Option<String>>, Wrong> {
        said.iter()
            .map(|(name, value)| {
                let kept = match (value, self.get(noun, name)) {
                    // A cell that is blank says there is none.
                    (Some(value), Some(_)) if value.trim().is_empty() => None,
                    (Some(value), Some(definition)) => Some(definition.checked(value)?),
                    (value, _) => value.clone(),
                };
                Ok((name.clone(), kept))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;

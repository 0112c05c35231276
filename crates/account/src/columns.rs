//! The columns of a list: what pages show and exports write.

use contact::attribute::{Definition, Kind, Noun};
use jiff::civil::Date;

use crate::service::Row;

/// A column of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// Who does what.
    People,
    /// The account above.
    Parent,
    /// Its external id.
    ExternalId,
    /// NPS of its respondents, with how many they are.
    Nps,
    /// What they say by and large.
    Class,
    /// The last answer.
    LastAnswer,
    /// The last conversation.
    LastConversation,
    /// Open cases.
    OpenCases,
    /// Contacts.
    Contacts,
    /// Silent contacts.
    Silent,
    /// An attribute.
    Attribute(String),
}

/// Columns shown when none are chosen.
pub const USUAL: [Column; 6] = [
    Column::People,
    Column::Nps,
    Column::LastAnswer,
    Column::Contacts,
    Column::Silent,
    Column::OpenCases,
];

/// A value with its type.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Blank,
    /// Text.
    Text(String),
    /// A count.
    Count(i64),
    /// A number.
    Number(f64),
    /// An amount and its currency.
    Money(f64, String),
    /// A day.
    Day(Date),
    /// A moment, UTC microseconds.
    Moment(i64),
    /// Yes or no.
    YesNo(bool),
    /// A class of scores.
    Class(&'static str),
}

impl Column {
    /// All that aren't attributes.
    pub const OWN: [Self; 10] = [
        Self::People,
        Self::Parent,
        Self::ExternalId,
        Self::Nps,
        Self::Class,
        Self::LastAnswer,
        Self::LastConversation,
        Self::OpenCases,
        Self::Contacts,
        Self::Silent,
    ];

    /// As a list's address has it.
    pub fn written(&self) -> String {
        match self {
            Self::People => "people".to_owned(),
            Self::Parent => "parent".to_owned(),
            Self::ExternalId => "external_id".to_owned(),
            Self::Nps => "nps".to_owned(),
            Self::Class => "class".to_owned(),
            Self::LastAnswer => "last_answer".to_owned(),
            Self::LastConversation => "last_conversation".to_owned(),
            Self::OpenCases => "open_cases".to_owned(),
            Self::Contacts => "contacts".to_owned(),
            Self::Silent => "silent".to_owned(),
            Self::Attribute(name) => format!("attribute.{name}"),
        }
    }

    /// Reads what [`Column::written`] gives.
    pub fn read(text: &str) -> Option<Self> {
        if let Some(name) = text.strip_prefix("attribute.") {
            return Some(Self::Attribute(name.to_owned())).filter(|_| !name.is_empty());
        }
        Self::OWN
            .into_iter()
            .find(|column| column.written() == text)
    }

    /// What a list can be ordered by to have this column in order; none when it can't.
    pub fn sort(&self, definitions: &[Definition]) -> Option<String> {
        match self {
            Self::Nps | Self::LastAnswer | Self::Contacts | Self::Silent => Some(self.written()),
            Self::Attribute(name) => kind(definitions, name).is_ordered().then(|| self.written()),
            _ => None,
        }
    }

    /// What stands in it for an account.
    pub fn cell(&self, row: &Row, definitions: &[Definition]) -> Cell {
        let summary = &row.summary;
        let text = |text: Option<String>| text.map_or(Cell::Blank, Cell::Text);
        match self {
            Self::People => {
                let mut names: Vec<&str> = row.people.iter().map(|p| p.name.as_str()).collect();
                names.dedup();
                text(Some(names.join(", ")).filter(|names| !names.is_empty()))
            }
            Self::Parent => text(row.parent.clone()),
            Self::ExternalId => text(row.account.external_id.clone()),
            Self::Nps => summary.nps().map_or(Cell::Blank, Cell::Number),
            Self::Class => Cell::Class(summary.class().as_str()),
            Self::LastAnswer => match summary.last_answer_at_us {
                0 => Cell::Blank,
                at_us => Cell::Moment(at_us),
            },
            Self::LastConversation => row
                .last_conversation_at_us
                .map_or(Cell::Blank, Cell::Moment),
            Self::OpenCases => Cell::Count(row.open_cases),
            Self::Contacts => Cell::Count(summary.contacts),
            Self::Silent => Cell::Count(summary.silent),
            Self::Attribute(name) => attribute(row, name, definitions),
        }
    }
}

fn kind(definitions: &[Definition], name: &str) -> Kind {
    found(definitions, name).map_or(Kind::Text, |definition| definition.kind)
}

fn found<'d>(definitions: &'d [Definition], name: &str) -> Option<&'d Definition> {
    definitions
        .iter()
        .find(|d| d.noun == Noun::Account && d.name == name)
}

fn attribute(row: &Row, name: &str, definitions: &[Definition]) -> Cell {
    let Some(value) = row.account.attributes.get(name) else {
        return Cell::Blank;
    };
    typed(value, found(definitions, name)).unwrap_or_else(|| Cell::Text(value.clone()))
}

/// A kept value as its kind has it; none when it doesn't fit, as values from before the kind.
pub fn typed(value: &str, definition: Option<&Definition>) -> Option<Cell> {
    let definition = definition?;
    match definition.kind {
        Kind::Number => definition.number(value).map(Cell::Number),
        Kind::Money => {
            let amount = definition.number(value)?;
            Some(Cell::Money(amount, definition.currency.clone()))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_written_and_read() {
        for column in Column::OWN
            .into_iter()
            .chain([Column::Attribute("revenue".to_owned())])
        {
            assert_eq!(Column::read(&column.written()), Some(column));
        }
        assert_eq!(Column::read("attribute."), None);
        assert_eq!(Column::read("secret"), None);
    }

    #[test]
    fn a_value_from_before_its_kind_stays_text() {
        let mut row = Row::default();
        row.account.attributes = [("revenue", "1250.5"), ("renewal", "in spring")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        let definitions = [
            Definition::new(Noun::Account, "revenue", Kind::Money),
            Definition::new(Noun::Account, "renewal", Kind::Date),
        ];
        let cell = |name: &str| Column::Attribute(name.to_owned()).cell(&row, &definitions);
        assert_eq!(cell("revenue"), Cell::Money(1250.5, "EUR".to_owned()));
        assert_eq!(cell("renewal"), Cell::Text("in spring".to_owned()));
        assert_eq!(cell("other"), Cell::Blank);
    }
}

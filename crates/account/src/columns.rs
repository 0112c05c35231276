//! The columns of lists of accounts: what pages show and files hold.

use contact::attribute::{self, Definition, Noun};
use list::{Cell, Column, Named, Own};

use crate::model::By;
use crate::service::Row;

/// A column that isn't an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
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
}

impl Named for Field {
    const ALL: &'static [Self] = &[
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

    fn name(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Parent => "parent",
            Self::ExternalId => "external_id",
            Self::Nps => "nps",
            Self::Class => "class",
            Self::LastAnswer => "last_answer",
            Self::LastConversation => "last_conversation",
            Self::OpenCases => "open_cases",
            Self::Contacts => "contacts",
            Self::Silent => "silent",
        }
    }
}

impl Own for Field {
    const USUAL: &'static [Self] = &[
        Self::People,
        Self::Nps,
        Self::LastAnswer,
        Self::Contacts,
        Self::Silent,
        Self::OpenCases,
    ];
    const WORDS: &'static str = "account-column";

    fn is_sort(self) -> bool {
        By::named(self.name()).is_some()
    }

    fn is_number(self) -> bool {
        matches!(
            self,
            Self::Nps | Self::OpenCases | Self::Contacts | Self::Silent
        )
    }
}

/// What stands in a column for an account.
pub fn cell(column: &Column<Field>, row: &Row, definitions: &[Definition]) -> Cell {
    let summary = &row.summary;
    let own = match column {
        Column::Own(own) => own,
        Column::Attribute(name) => {
            let attributes = &row.account.attributes;
            return attribute::cell(attributes, (Noun::Account, name), definitions);
        }
    };
    match own {
        Field::People => {
            let mut names: Vec<&str> = Vec::new();
            for person in &row.people {
                if !names.contains(&person.name.as_str()) {
                    names.push(&person.name);
                }
            }
            Cell::text(Some(&names.join(", ")))
        }
        Field::Parent => Cell::text(row.parent.as_deref()),
        Field::ExternalId => Cell::text(row.account.external_id.as_deref()),
        Field::Nps => summary
            .nps()
            .map_or(Cell::Blank, |nps| Cell::Score(nps, summary.respondents())),
        Field::Class => Cell::Word("account-class", summary.class().as_str()),
        Field::LastAnswer => match summary.last_answer_at_us {
            0 => Cell::Blank,
            at_us => Cell::Moment(at_us),
        },
        Field::LastConversation => Cell::moment(row.last_conversation_at_us),
        Field::OpenCases => Cell::Count(row.open_cases),
        Field::Contacts => Cell::Count(summary.contacts),
        Field::Silent => Cell::Count(summary.silent),
    }
}

#[cfg(test)]
mod tests {
    use contact::attribute::Kind;
    use contact::responsibility::Responsibility;

    use super::*;

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
        let attribute = |name: &str| cell(&Column::Attribute(name.to_owned()), &row, &definitions);
        assert_eq!(attribute("revenue"), Cell::Money(1250.5, "EUR".to_owned()));
        assert_eq!(attribute("renewal"), Cell::Text("in spring".to_owned()));
        assert_eq!(attribute("other"), Cell::Blank);
    }

    #[test]
    fn whoever_has_two_roles_is_named_once() {
        let person = |role: &str, name: &str| Responsibility {
            account_id: "acme".to_owned(),
            role: role.to_owned(),
            user_id: name.to_lowercase(),
            name: name.to_owned(),
            email: String::new(),
            since_us: 0,
        };
        let row = Row {
            people: vec![person("a", "Ann"), person("b", "Bob"), person("c", "Ann")],
            ..Row::default()
        };
        let named = cell(&Column::Own(Field::People), &row, &[]);
        assert_eq!(named, Cell::Text("Ann, Bob".to_owned()));
    }

    #[test]
    fn every_order_but_the_name_is_a_column() {
        for by in By::ALL.iter().filter(|by| **by != By::Name) {
            assert!(
                Field::named(by.name()).is_some_and(Field::is_sort),
                "{by:?}"
            );
        }
    }
}

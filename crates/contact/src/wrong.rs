//! What can be wrong with something said of a contact: in English for programs and files, by key
//! for pages in the reader's language.

use std::fmt;

use platform::web::Wording;

use crate::attribute::{Kind, Noun};

/// Choices that are listed, in characters.
const LISTED_MAX: usize = 300;

/// The words for a text of [`Wrong`], for whoever has nothing but the text.
pub const WORDING: Wording = Wording(&[
    ("contact-wrong-address", "this is no e-mail address"),
    (
        "contact-wrong-line",
        "needs 1 to {value} characters on one line",
    ),
    ("contact-wrong-language", "a language is a code"),
    ("contact-wrong-zone", "a time zone is a name"),
    ("contact-wrong-yes-no", "give yes or no"),
    ("contact-wrong-consent", "consent is given, refused"),
    ("contact-wrong-date", "give a time such as"),
    ("contact-wrong-value", "give a text"),
    ("contact-wrong-no-such-account", "there is no such account"),
    (
        "contact-wrong-no-parent",
        "the account it would be a part of isn't there",
    ),
    ("contact-wrong-circle", "this account is above the one"),
    (
        "contact-wrong-deep",
        "at most {value} accounts are above each other",
    ),
    (
        "contact-wrong-role",
        "there is no responsibility called \"{value}\"",
    ),
    (
        "contact-wrong-attributes",
        "at most {value} attributes are allowed",
    ),
    (
        "contact-wrong-nobody",
        "give an e-mail address or an external id",
    ),
    (
        "contact-wrong-taken",
        "this address belongs to another contact, \"{value}\"",
    ),
    ("contact-wrong-id-taken", "this external id belongs"),
    ("contact-wrong-account", "give the account's name"),
    ("contact-wrong-opt-in", "an opt-out is lifted"),
    ("contact-wrong-source", "consent is only given by"),
    ("contact-wrong-contact", "there is no such contact"),
    (
        "contact-wrong-without-address",
        "this contact has no e-mail address",
    ),
    ("contact-wrong-pair", "write each attribute"),
    ("contact-wrong-cells", "the row has more cells"),
    ("contact-wrong-unreadable", "the row has characters"),
    ("contact-wrong-number", "{value} is a number, such as"),
    ("contact-wrong-money", "{value} is an amount with"),
    ("contact-wrong-day", "{value} is a day, such as"),
    ("contact-wrong-attribute-yes-no", "{value} is yes or no"),
    ("contact-wrong-choice", "{value} has no such choice"),
]);

/// What is wrong with one value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Wrong {
    /// No e-mail address.
    NoAddress,
    /// Too long, empty, or more than one line.
    NoLine(usize),
    /// No language code.
    NoLanguage,
    /// No time zone.
    NoZone,
    /// Neither yes nor no.
    NeitherYesNorNo,
    /// None of given, refused, unknown.
    NoConsent,
    /// No date, or none that can be.
    NoDate,
    /// No text, number, true, false or null.
    NoValue,
    /// No value of the attribute's kind.
    NotOfKind {
        /// The attribute.
        attribute: String,
        /// Whose it is.
        noun: Noun,
        /// What its values are.
        kind: Kind,
        /// Those there are, of a choice.
        choices: Vec<String>,
    },
    /// No account has this name or id.
    NoSuchAccount,
    /// The account above that is named by its id isn't there.
    NoParent,
    /// The account above would be one below.
    Circle,
    /// More accounts above each other than there may be.
    TooDeep(usize),
    /// No responsibility has this name.
    NoRole(String),
    /// More attributes than a contact may have.
    TooManyAttributes(usize),
    /// Neither an address nor an external id: it could not be found again.
    NobodyInParticular,
    /// The address belongs to another contact, named by its external id or what it is called.
    AddressTaken(String),
    /// The external id belongs to another contact.
    ExternalIdTaken,
    /// An account without name, external id or id.
    NoAccount,
    /// Opting in again is an act of its own.
    OptInByItself,
    /// Consent of others is stored only with where it can be shown.
    NoSource,
    /// There is no such contact.
    NoContact,
    /// The contact has no address.
    WithoutAddress,
    /// No `name = value`.
    NoPair,
    /// More cells than columns.
    TooManyCells,
    /// Characters that can't be read.
    Unreadable,
}

impl Wrong {
    /// The key of its words, and the value they speak of.
    pub fn words(&self) -> (&'static str, String) {
        match self {
            Self::NoAddress => ("contact-wrong-address", String::new()),
            Self::NoLine(max) => ("contact-wrong-line", max.to_string()),
            Self::NoLanguage => ("contact-wrong-language", String::new()),
            Self::NoZone => ("contact-wrong-zone", String::new()),
            Self::NeitherYesNorNo => ("contact-wrong-yes-no", String::new()),
            Self::NoConsent => ("contact-wrong-consent", String::new()),
            Self::NoDate => ("contact-wrong-date", String::new()),
            Self::NoValue => ("contact-wrong-value", String::new()),
            Self::NotOfKind {
                attribute, kind, ..
            } => (
                match kind {
                    Kind::Text => "contact-wrong-value",
                    Kind::Number => "contact-wrong-number",
                    Kind::Money => "contact-wrong-money",
                    Kind::Date => "contact-wrong-day",
                    Kind::YesNo => "contact-wrong-attribute-yes-no",
                    Kind::Choice => "contact-wrong-choice",
                },
                attribute.clone(),
            ),
            Self::NoSuchAccount => ("contact-wrong-no-such-account", String::new()),
            Self::NoParent => ("contact-wrong-no-parent", String::new()),
            Self::Circle => ("contact-wrong-circle", String::new()),
            Self::TooDeep(max) => ("contact-wrong-deep", max.to_string()),
            Self::NoRole(role) => ("contact-wrong-role", role.clone()),
            Self::TooManyAttributes(max) => ("contact-wrong-attributes", max.to_string()),
            Self::NobodyInParticular => ("contact-wrong-nobody", String::new()),
            Self::AddressTaken(by) => ("contact-wrong-taken", by.clone()),
            Self::ExternalIdTaken => ("contact-wrong-id-taken", String::new()),
            Self::NoAccount => ("contact-wrong-account", String::new()),
            Self::OptInByItself => ("contact-wrong-opt-in", String::new()),
            Self::NoSource => ("contact-wrong-source", String::new()),
            Self::NoContact => ("contact-wrong-contact", String::new()),
            Self::WithoutAddress => ("contact-wrong-without-address", String::new()),
            Self::NoPair => ("contact-wrong-pair", String::new()),
            Self::TooManyCells => ("contact-wrong-cells", String::new()),
            Self::Unreadable => ("contact-wrong-unreadable", String::new()),
        }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAddress => f.write_str(
                "this is no e-mail address: give one address alone, at most 254 characters",
            ),
            Self::NoLine(max) => write!(f, "needs 1 to {max} characters on one line"),
            Self::NoLanguage => f.write_str("a language is a code such as \"nl\" or \"en-GB\""),
            Self::NoZone => f.write_str("a time zone is a name such as \"Europe/Amsterdam\""),
            Self::NeitherYesNorNo => f.write_str("give yes or no"),
            Self::NoConsent => f.write_str("consent is given, refused or unknown"),
            Self::NoDate => f.write_str(
                "give a time such as 2026-11-21T14:30:00Z or a date such as 2026-11-21, not in \
                 the future",
            ),
            Self::NoValue => f.write_str("give a text, a number, true, false or null"),
            Self::NotOfKind {
                attribute,
                kind,
                choices,
                ..
            } => match kind {
                Kind::Text => f.write_str("give a text"),
                Kind::Number => write!(f, "{attribute} is a number, such as 12 or 1234.5"),
                Kind::Money => write!(
                    f,
                    "{attribute} is an amount with at most two decimals, such as 1250 or 1250.50"
                ),
                Kind::Date => write!(f, "{attribute} is a day, such as 2026-11-22"),
                Kind::YesNo => write!(f, "{attribute} is yes or no"),
                Kind::Choice => {
                    let listed = choices.join(", ");
                    let listed = platform::inert::line(&listed, LISTED_MAX);
                    write!(f, "{attribute} has no such choice: there are {listed}")
                }
            },
            Self::NoSuchAccount => f.write_str("there is no such account"),
            Self::NoParent => f.write_str("the account it would be a part of isn't there"),
            Self::Circle => f.write_str("this account is above the one it would be a part of"),
            Self::TooDeep(max) => write!(f, "at most {max} accounts are above each other"),
            Self::NoRole(role) => write!(f, "there is no responsibility called {role:?}"),
            Self::TooManyAttributes(max) => write!(f, "at most {max} attributes are allowed"),
            Self::NobodyInParticular => {
                f.write_str("give an e-mail address or an external id, to find this contact again")
            }
            Self::AddressTaken(by) => write!(
                f,
                "this address belongs to another contact, {by:?}: merge the two by hand if they are \
                 one person"
            ),
            Self::ExternalIdTaken => f.write_str("this external id belongs to another contact"),
            Self::NoAccount => f.write_str("give the account's name, external_id or account_id"),
            Self::OptInByItself => {
                f.write_str("an opt-out is lifted by opting in, not by changing the contact")
            }
            Self::NoSource => f.write_str(
                "consent is only given by people themselves: say where it can be shown, such as \
                 \"sign-up form of the fair, 3 March\"",
            ),
            Self::NoContact => f.write_str("there is no such contact"),
            Self::WithoutAddress => f.write_str("this contact has no e-mail address"),
            Self::NoPair => f.write_str("write each attribute as name = value on its own line"),
            Self::TooManyCells => f.write_str("the row has more cells than the header"),
            Self::Unreadable => {
                f.write_str("the row has characters that aren't valid in the file's encoding")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use platform::words::{Language, Words};

    use super::*;

    #[test]
    fn every_text_finds_its_words_again() {
        let slices = [&platform::PLATFORM, &crate::SLICE];
        assert_eq!(WORDING.faults(&slices), Vec::<String>::new());
        let words = Words::new(&slices).expect("words");
        let kinds = [
            Kind::Text,
            Kind::Number,
            Kind::Money,
            Kind::Date,
            Kind::YesNo,
            Kind::Choice,
        ];
        let of_kinds = kinds.map(|kind| Wrong::NotOfKind {
            attribute: "Omzet".to_owned(),
            noun: Noun::Account,
            kind,
            choices: vec!["small".to_owned(), "large".to_owned()],
        });
        let others = [
            Wrong::NoAddress,
            Wrong::NoLine(200),
            Wrong::NoLanguage,
            Wrong::NoZone,
            Wrong::NeitherYesNorNo,
            Wrong::NoConsent,
            Wrong::NoDate,
            Wrong::NoValue,
            Wrong::NoSuchAccount,
            Wrong::NoParent,
            Wrong::Circle,
            Wrong::TooDeep(8),
            Wrong::NoRole("csm".to_owned()),
            Wrong::TooManyAttributes(50),
            Wrong::NobodyInParticular,
            Wrong::AddressTaken("K-1".to_owned()),
            Wrong::ExternalIdTaken,
            Wrong::NoAccount,
            Wrong::OptInByItself,
            Wrong::NoSource,
            Wrong::NoContact,
            Wrong::WithoutAddress,
            Wrong::NoPair,
            Wrong::TooManyCells,
            Wrong::Unreadable,
        ];
        for wrong in others.into_iter().chain(of_kinds) {
            let (key, value) = wrong.words();
            for language in Language::ALL {
                let want = words.say(language, key, &[("value", value.as_str().into())]);
                let found = WORDING.try_say(&words, language, &wrong.to_string());
                assert_eq!(found, Some(want), "{wrong}");
            }
        }
    }
}

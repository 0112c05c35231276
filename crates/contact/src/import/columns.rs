//! What the columns of a file become, proposed by their names in English and Dutch.

mod names;

use serde::{Deserialize, Serialize};

use self::names::{ACCOUNT_PREFIXES, KNOWN, NAMES, ROLES};
use crate::rules::{ATTRIBUTES_MAX, field};

/// What a column becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Target {
    /// Left out.
    Ignore,
    /// The address.
    Email,
    /// The whole name.
    Name,
    /// The first name.
    FirstName,
    /// What stands between first and last name in Dutch.
    Infix,
    /// The last name.
    LastName,
    /// The language.
    Language,
    /// The time zone.
    Zone,
    /// The contact's id in the system it comes from.
    ExternalId,
    /// The account's name.
    Account,
    /// The account's id in the system it comes from.
    AccountExternalId,
    /// Who looks after the account.
    ResponsibleName,
    /// Their address.
    ResponsibleEmail,
    /// Works for the company that asks.
    Employee,
    /// Consent.
    Consent,
    /// When consent was given or refused.
    ConsentAt,
    /// Unsubscribed elsewhere.
    OptedOut,
    /// An attribute of the contact, called as the column.
    Attribute,
    /// An attribute of the account, called as the column behind its dot.
    AccountAttribute,
    /// The name of the account this one is a part of.
    Parent,
    /// Its id in the system it comes from.
    ParentExternalId,
    /// The address of the person who has a role for the account.
    Person,
}

/// What a column becomes, and as what: a role's key, or the name of an attribute that isn't called
/// as the column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Meant {
    /// What it becomes.
    pub(crate) target: Target,
    /// The role or attribute; empty for what has none, or is called as the column.
    #[serde(default)]
    pub(crate) name: String,
}

impl Meant {
    /// This target, called as the column.
    pub(crate) fn plain(target: Target) -> Self {
        Self {
            target,
            name: String::new(),
        }
    }

    /// This target, called so.
    pub(crate) fn named(target: Target, name: &str) -> Self {
        Self {
            target,
            name: name.to_owned(),
        }
    }

    /// As a form sends it: `email`, `person:consultant`, `account-attribute:revenue`.
    pub(crate) fn written(&self) -> String {
        if self.name.is_empty() {
            self.target.as_str().to_owned()
        } else {
            format!("{}:{}", self.target.as_str(), self.name)
        }
    }

    /// Reads what [`Meant::written`] gives.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (target, name) = text.split_once(':').unwrap_or((text, ""));
        let target = Target::named(target)?;
        let has_name = matches!(
            target,
            Target::Attribute | Target::AccountAttribute | Target::Person
        );
        let fits = name.is_empty() || (has_name && field::attribute_name(name).is_ok());
        let whole = target != Target::Person || !name.is_empty();
        (fits && whole).then(|| Self::named(target, name))
    }
}

impl Target {
    /// All of them, in the order a form offers them.
    pub(crate) const ALL: [Self; 22] = [
        Self::Ignore,
        Self::Email,
        Self::Name,
        Self::FirstName,
        Self::Infix,
        Self::LastName,
        Self::Language,
        Self::Zone,
        Self::ExternalId,
        Self::Account,
        Self::AccountExternalId,
        Self::ResponsibleName,
        Self::ResponsibleEmail,
        Self::Employee,
        Self::Consent,
        Self::ConsentAt,
        Self::OptedOut,
        Self::Attribute,
        Self::AccountAttribute,
        Self::Parent,
        Self::ParentExternalId,
        Self::Person,
    ];

    /// As a form sends it and words name it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Ignore => "ignore",
            Self::Email => "email",
            Self::Name => "name",
            Self::FirstName => "first-name",
            Self::Infix => "infix",
            Self::LastName => "last-name",
            Self::Language => "language",
            Self::Zone => "zone",
            Self::ExternalId => "external-id",
            Self::Account => "account",
            Self::AccountExternalId => "account-external-id",
            Self::ResponsibleName => "responsible-name",
            Self::ResponsibleEmail => "responsible-email",
            Self::Employee => "employee",
            Self::Consent => "consent",
            Self::ConsentAt => "consent-at",
            Self::OptedOut => "opted-out",
            Self::Attribute => "attribute",
            Self::AccountAttribute => "account-attribute",
            Self::Parent => "parent",
            Self::ParentExternalId => "parent-external-id",
            Self::Person => "person",
        }
    }

    /// The target a form names.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.as_str() == name)
    }

    /// Whether several columns may become this.
    pub(crate) const fn may_repeat(self) -> bool {
        matches!(
            self,
            Self::Ignore | Self::Attribute | Self::AccountAttribute
        )
    }

    fn names(self) -> &'static [&'static str] {
        let found = NAMES.iter().find(|(target, _)| *target == self);
        found.map_or(&[], |(_, names)| names)
    }
}

/// What the rows of a file are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// Contacts, with their accounts.
    Contacts,
    /// Accounts alone.
    Accounts,
}

/// What rows are about whose columns become this; nothing that could be found again when none.
pub(crate) fn about(targets: &[Meant]) -> Option<About> {
    let has = |wanted: &[Target]| targets.iter().any(|meant| wanted.contains(&meant.target));
    if has(&[Target::Email, Target::ExternalId]) {
        return Some(About::Contacts);
    }
    let is_of_account = |meant: &Meant| {
        matches!(
            meant.target,
            Target::Ignore
                | Target::Account
                | Target::AccountExternalId
                | Target::ResponsibleName
                | Target::ResponsibleEmail
                | Target::Attribute
                | Target::AccountAttribute
                | Target::Parent
                | Target::ParentExternalId
                | Target::Person
        )
    };
    let is_alone =
        has(&[Target::Account, Target::AccountExternalId]) && targets.iter().all(is_of_account);
    is_alone.then_some(About::Accounts)
}

/// What two columns are said to be that only one can be.
pub(crate) fn named_twice(targets: &[Meant]) -> Option<Meant> {
    targets
        .iter()
        .enumerate()
        .find(|(index, meant)| {
            let may_repeat = meant.target.may_repeat() && meant.name.is_empty();
            !may_repeat && targets[..*index].contains(meant)
        })
        .map(|(_, meant)| meant.clone())
}

/// A name as it is compared.
fn plain(name: &str) -> String {
    let parts = name.split(|c: char| !c.is_alphanumeric());
    let parts: Vec<String> = parts
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect();
    parts.join("_")
}

/// What columns with these names most likely are, among the roles and the attributes of accounts
/// that the company has.
pub(crate) fn propose_among(
    columns: &[String],
    roles: &[String],
    attributes: &[String],
) -> Vec<Meant> {
    let targets = propose(columns);
    let has_account = targets
        .iter()
        .any(|t| matches!(t, Target::Account | Target::AccountExternalId));
    let mut taken: Vec<Meant> = Vec::with_capacity(columns.len());
    for (column, target) in columns.iter().zip(targets) {
        let named = (target == Target::Attribute && has_account)
            .then(|| among(column, roles, attributes))
            .flatten()
            .filter(|meant| !taken.contains(meant));
        taken.push(named.unwrap_or_else(|| Meant::plain(target)));
    }
    taken
}

fn among(column: &str, roles: &[String], attributes: &[String]) -> Option<Meant> {
    let name = plain(column);
    let role = ["_email", "_e_mail", "_mail", ""].iter().find_map(|end| {
        let name = name.strip_suffix(end)?;
        let known = ROLES.iter().find(|(_, names)| names.contains(&name));
        let key = known.map_or(name, |(role, _)| role);
        roles.iter().find(|role| role.as_str() == key)
    });
    if let Some(role) = role {
        return Some(Meant::named(Target::Person, role));
    }
    let known = KNOWN
        .iter()
        .find(|(_, names)| names.contains(&name.as_str()));
    let key = known.map_or(name.as_str(), |(attribute, _)| attribute);
    let attribute = attributes
        .iter()
        .find(|attribute| plain(attribute) == key)?;
    Some(Meant::named(Target::AccountAttribute, attribute))
}

/// The attribute's name in the name of a column.
pub(crate) fn attribute_name(target: Target, column: &str) -> &str {
    if target == Target::AccountAttribute {
        for prefix in ACCOUNT_PREFIXES {
            let fits = column
                .get(..prefix.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(prefix));
            if fits {
                return column[prefix.len()..].trim();
            }
        }
    }
    column.strip_prefix("attribute.").unwrap_or(column)
}

/// The first columns of a report of rejected rows.
pub(crate) const REPORTED: [&str; 4] = ["line", "column", "value", "reason"];

/// Whether these are the columns of our own file of accounts.
pub(crate) fn is_of_accounts(columns: &[String]) -> bool {
    let begin = columns.iter().map(String::as_str).take(2);
    begin.eq(["account_id", "name"])
}

/// What the columns of our own file of accounts are; others of it are its attributes.
const OF_ACCOUNTS: [(&str, Target); 13] = [
    ("account_id", Target::Ignore),
    ("name", Target::Account),
    ("external_id", Target::AccountExternalId),
    ("parent", Target::Parent),
    ("people", Target::Ignore),
    ("nps", Target::Ignore),
    ("class", Target::Ignore),
    ("last_answer", Target::Ignore),
    ("last_conversation", Target::Ignore),
    ("open_cases", Target::Ignore),
    ("contacts", Target::Ignore),
    ("silent", Target::Ignore),
    ("respondents", Target::Ignore),
];

/// What columns with these names most likely are. Of several that fit a target, the one with the
/// better name becomes it.
pub(crate) fn propose(columns: &[String]) -> Vec<Target> {
    if is_of_accounts(columns) {
        let own = |name: &String| OF_ACCOUNTS.iter().find(|(own, _)| own == name);
        let targets = columns.iter().map(own);
        return targets
            .map(|own| own.map_or(Target::AccountAttribute, |(_, target)| *target))
            .collect();
    }
    let names: Vec<String> = columns.iter().map(|name| plain(name)).collect();
    let mut targets: Vec<Option<Target>> = vec![None; columns.len()];
    for target in Target::ALL {
        let best = target.names().iter().find_map(|wanted| {
            let free = |(index, name): &(usize, &String)| {
                name.as_str() == *wanted && targets[*index].is_none()
            };
            names.iter().enumerate().find(free).map(|(index, _)| index)
        });
        if let Some(index) = best {
            targets[index] = Some(target);
        }
    }
    // What the report of rejected rows puts in front says nothing of the contact.
    if columns.iter().map(String::as_str).take(4).eq(REPORTED) {
        targets[..REPORTED.len()].fill(Some(Target::Ignore));
    }
    let mut attributes = 0;
    let rest = |(target, column): (Option<Target>, &String)| {
        target.unwrap_or_else(|| {
            attributes += 1;
            let is_account = ACCOUNT_PREFIXES
                .iter()
                .any(|prefix| column.to_lowercase().starts_with(prefix));
            if attributes > ATTRIBUTES_MAX {
                Target::Ignore
            } else if is_account {
                Target::AccountAttribute
            } else {
                Target::Attribute
            }
        })
    };
    targets.into_iter().zip(columns).map(rest).collect()
}

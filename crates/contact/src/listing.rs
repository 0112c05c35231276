//! Lists of contacts: which ones, in which order, with which columns.

use ::list::address;
use ::list::{Attributes, Cell, Column, Listed, Named, Order, Own};
use platform::Problem;
use policy::Standing;
use user::Sight;

use crate::attribute::{self, Definition, Noun};
use crate::model::{Account, Consent, Contact, STANDINGS, standing_name};
use crate::rules::field;

/// Which contacts to list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Beginnings of words of the name, of the address, its domain, the external id or the
    /// account's name.
    pub q: Option<String>,
    /// Of this account.
    pub account_id: Option<String>,
    /// With this standing.
    pub standing: Option<Standing>,
    /// With this language code.
    pub language: Option<String>,
    /// Employees, or others.
    pub employee: Option<bool>,
    /// Who said this about being asked.
    pub consent: Option<Consent>,
    /// With these attributes.
    pub attributes: Attributes,
    /// Within this sight: all when it isn't limited. Set by whoever reads a list for somebody.
    pub seen_by: Option<Sight>,
}

impl Filter {
    /// Whether everybody is meant.
    pub fn is_empty(&self) -> bool {
        let everybody = Self {
            seen_by: self.seen_by.clone(),
            ..Self::default()
        };
        *self == everybody
    }
}

/// What lists are ordered by beside attributes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// The name; a search is in the order of how well it fits instead.
    #[default]
    Name,
    /// When they became known.
    Created,
    /// When something of them was last changed.
    Changed,
}

impl Named for By {
    const ALL: &'static [Self] = &[Self::Name, Self::Created, Self::Changed];

    fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Created => "created_at",
            Self::Changed => "changed_at",
        }
    }
}

/// A list: which contacts, in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List {
    /// Which ones.
    pub filter: Filter,
    /// By what.
    pub order: Order<By>,
}

/// The parameters of a list, as problems name them.
pub const PARAMETERS: &str = "q, account, standing, language, employee, consent, attribute.NAME, \
    from.NAME, to.NAME, sort and order";

/// The same, beside those of attributes.
pub const NAMES: [&str; 8] = [
    "q", "account", "standing", "language", "employee", "consent", "sort", "order",
];

/// How lists of contacts are kept as views.
pub const LISTED: Listed = Listed {
    noun: "contact",
    path: "/contacts",
    keep: "/contacts/views",
    forget: "/contacts/views/{id}/remove",
    check: |pairs, _| {
        let other = |name: &str, value: &str| match (name, Column::<Field>::read(value)) {
            ("column", Some(_)) => Ok(()),
            ("column", None) => Err(no_column(value)),
            _ => Err(unknown(name)),
        };
        read(pairs, other).map(drop)
    },
};

/// What whoever names a column that isn't there is told.
fn no_column(value: &str) -> Problem {
    let all: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
    let detail = format!("{value:?} is none of {} and attribute.NAME", all.join(", "));
    Problem::invalid("column", detail)
}

/// What whoever asks for more than a list has is told.
pub fn unknown(name: &str) -> Problem {
    Problem::BadRequest(format!(
        "unknown parameter {name:?}; there are {PARAMETERS}"
    ))
}

/// Reads a list from pairs; `other` takes those that say nothing of it.
pub fn read(
    pairs: &[(String, String)],
    other: impl FnMut(&str, &str) -> Result<(), Problem>,
) -> Result<List, Problem> {
    let mut list = List::default();
    address::read(
        pairs,
        &NAMES,
        |name, value| take(&mut list, name, value),
        other,
    )?;
    Ok(list)
}

fn take(list: &mut List, name: &str, value: &str) -> Result<bool, Problem> {
    let filter = &mut list.filter;
    match name {
        "q" => filter.q = Some(value.chars().take(200).collect()),
        "account" => filter.account_id = Some(value.to_owned()),
        "standing" => filter.standing = Some(read_standing(value)?),
        "language" => {
            let code = field::language(value);
            let code = code.map_err(|wrong| Problem::invalid("language", wrong.to_string()))?;
            filter.language = Some(code);
        }
        "employee" => filter.employee = Some(address::yes_no("employee", value)?),
        "consent" => {
            let consent = value.parse();
            filter.consent =
                Some(consent.map_err(|wrong: String| Problem::invalid("consent", wrong))?);
        }
        _ => return Ok(list.order.take(name, value)? || filter.attributes.take(name, value)?),
    }
    Ok(true)
}

fn read_standing(value: &str) -> Result<Standing, Problem> {
    let found = STANDINGS.into_iter().find(|s| standing_name(*s) == value);
    found.ok_or_else(|| {
        let names: Vec<&str> = STANDINGS.into_iter().map(standing_name).collect();
        Problem::invalid("standing", format!("give one of {}", names.join(", ")))
    })
}

/// A contact as lists show it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The contact.
    pub contact: Contact,
    /// The account they belong to.
    pub account: Option<Account>,
}

/// A column that isn't an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The address.
    Email,
    /// The account.
    Account,
    /// The language.
    Language,
    /// Whether they may be written to.
    Standing,
    /// The id in the system they come from.
    ExternalId,
    /// The name for a salutation.
    FirstName,
    /// The time zone.
    Zone,
    /// Whether they work for the company that asks.
    Employee,
    /// What they said about being asked.
    Consent,
    /// When they said so.
    ConsentAt,
    /// When they became known.
    Created,
    /// When something of them was last changed.
    Changed,
}

impl Named for Field {
    const ALL: &'static [Self] = &[
        Self::Email,
        Self::Account,
        Self::Language,
        Self::Standing,
        Self::ExternalId,
        Self::FirstName,
        Self::Zone,
        Self::Employee,
        Self::Consent,
        Self::ConsentAt,
        Self::Created,
        Self::Changed,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Account => "account",
            Self::Language => "language",
            Self::Standing => "standing",
            Self::ExternalId => "external_id",
            Self::FirstName => "first_name",
            Self::Zone => "time_zone",
            Self::Employee => "employee",
            Self::Consent => "consent",
            Self::ConsentAt => "consent_at",
            Self::Created => "created_at",
            Self::Changed => "changed_at",
        }
    }
}

impl Own for Field {
    const USUAL: &'static [Self] = &[Self::Email, Self::Account, Self::Language, Self::Standing];
    const WORDS: &'static str = "contact-column";

    fn is_sort(self) -> bool {
        By::named(self.name()).is_some()
    }
}

/// What stands in a column for a contact.
pub fn cell(column: &Column<Field>, row: &Row, definitions: &[Definition]) -> Cell {
    let contact = &row.contact;
    let own = match column {
        Column::Own(own) => own,
        Column::Attribute(name) => {
            return attribute::cell(&contact.attributes, (Noun::Contact, name), definitions);
        }
    };
    match own {
        Field::Email => Cell::text(contact.email.as_deref()),
        Field::Account => row.account.as_ref().map_or(Cell::Blank, |account| {
            let page = format!("/accounts/{}", account.account_id);
            Cell::Link(account.name.clone(), page)
        }),
        Field::Language => Cell::text(contact.language.as_deref()),
        Field::Standing => Cell::Word("contact-standing", standing_name(contact.standing())),
        Field::ExternalId => Cell::text(contact.external_id.as_deref()),
        Field::FirstName => Cell::text(contact.first_name.as_deref()),
        Field::Zone => Cell::text(contact.zone.as_deref()),
        Field::Employee => Cell::YesNo(contact.employee),
        Field::Consent => Cell::Word("contact-consent", contact.consent.as_str()),
        Field::ConsentAt => Cell::moment(contact.consent_at_us),
        Field::Created => Cell::Moment(contact.created_at_us),
        Field::Changed => Cell::Moment(contact.changed_at_us),
    }
}

#[cfg(test)]
mod tests {
    use ::list::Asking;

    use super::*;

    fn list(text: &str) -> Result<List, Problem> {
        read(&address::pairs(text), |name, _| Err(unknown(name)))
    }

    #[test]
    fn an_address_is_a_list() {
        let list = list(
            "q=acme&account=&standing=opted_out&language=NL&employee=false&consent=given&\
             attribute.role=buyer&attribute.role=user&from.usage=10&sort=created_at&order=desc",
        )
        .expect("a list");
        let filter = list.filter;
        assert_eq!(filter.q.as_deref(), Some("acme"));
        assert_eq!(filter.account_id, None);
        assert_eq!(filter.standing, Some(Standing::OptedOut));
        assert_eq!(filter.language.as_deref(), Some("nl"));
        assert_eq!(filter.employee, Some(false));
        assert_eq!(filter.consent, Some(Consent::Given));
        assert_eq!(filter.attributes.equal[0].1, ["buyer", "user"]);
        assert_eq!(filter.attributes.ranges[0].1, Some(10.0));
        assert_eq!(list.order.sort, ::list::Sort::Own(By::Created));
        assert!(list.order.descending);
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for wrong in [
            "standing=happy",
            "language=dutch!",
            "employee=yes",
            "consent=maybe",
            "sort=email",
            "order=up",
            "q=a&q=b",
            "from.size=much",
            "colour=blue",
            "attribute.=x",
        ] {
            assert!(list(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_view_is_a_list_with_columns() {
        let asking = Asking {
            user_id: None,
            now_us: 0,
        };
        let fits = |text: &str| (LISTED.check)(&address::pairs(text), &asking).is_ok();
        assert!(fits(
            "standing=reachable&column=email&column=attribute.role"
        ));
        assert!(!fits("column=password") && !fits("after=1f"));
    }

    #[test]
    fn cells_are_typed() {
        let mut row = Row::default();
        row.contact.attributes = [("usage", "12.5"), ("role", "buyer")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        let definitions = [Definition::new(
            Noun::Contact,
            "usage",
            attribute::Kind::Number,
        )];
        let of = |column| cell(&column, &row, &definitions);
        let attribute = |name: &str| of(Column::Attribute(name.to_owned()));
        assert_eq!(attribute("usage"), Cell::Number(12.5));
        assert_eq!(attribute("role"), Cell::Text("buyer".to_owned()));
        assert_eq!(attribute("other"), Cell::Blank);
        assert_eq!(
            of(Column::Own(Field::Standing)),
            Cell::Word("contact-standing", "no_address")
        );
        assert_eq!(of(Column::Own(Field::Account)), Cell::Blank);
    }
}

//! What the columns of a file become, proposed by their names in English and Dutch.

use serde::{Deserialize, Serialize};

use crate::rules::ATTRIBUTES_MAX;

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
}

impl Target {
    /// All of them, in the order a form offers them.
    pub(crate) const ALL: [Self; 19] = [
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

/// Names a column of each kind has, best first, with `_` for all that is no letter or digit.
const NAMES: &[(Target, &[&str])] = &[
    (
        Target::Email,
        &[
            "email",
            "e_mail",
            "email_address",
            "e_mail_address",
            "emailadres",
            "e_mailadres",
            "e_mail_adres",
            "mailadres",
            "mail",
            "contact_email",
            "emailaddress",
        ],
    ),
    (
        Target::Name,
        &[
            "name",
            "naam",
            "full_name",
            "fullname",
            "volledige_naam",
            "contact_name",
            "contactpersoon",
            "contact",
            "display_name",
        ],
    ),
    (
        Target::FirstName,
        &[
            "first_name",
            "firstname",
            "voornaam",
            "given_name",
            "roepnaam",
        ],
    ),
    (
        Target::Infix,
        &["infix", "tussenvoegsel", "tussenvoegsels", "voorvoegsel"],
    ),
    (
        Target::LastName,
        &[
            "last_name",
            "lastname",
            "achternaam",
            "surname",
            "family_name",
            "familienaam",
        ],
    ),
    (
        Target::Language,
        &[
            "language",
            "taal",
            "lang",
            "locale",
            "taalcode",
            "voorkeurstaal",
        ],
    ),
    (Target::Zone, &["time_zone", "timezone", "tijdzone", "tz"]),
    (
        Target::ExternalId,
        &[
            "external_id",
            "extern_id",
            "contact_id",
            "contactid",
            "contactnummer",
            "crm_id",
            "person_id",
            "persoonsnummer",
            "id",
        ],
    ),
    (
        Target::Account,
        &[
            "account",
            "account_name",
            "company",
            "company_name",
            "bedrijf",
            "bedrijfsnaam",
            "organisatie",
            "organisation",
            "organization",
            "klant",
            "klantnaam",
            "customer",
            "customer_name",
            "relatie",
        ],
    ),
    (
        Target::AccountExternalId,
        &[
            "account_external_id",
            "account_id",
            "accountid",
            "company_id",
            "klantnummer",
            "debiteurnummer",
            "debiteur",
            "relatienummer",
            "customer_id",
            "organisation_id",
            "organization_id",
        ],
    ),
    (
        Target::ResponsibleName,
        &[
            "responsible",
            "responsible_name",
            "account_manager",
            "accountmanager",
            "owner",
            "owner_name",
            "eigenaar",
            "verantwoordelijke",
            "relatiebeheerder",
        ],
    ),
    (
        Target::ResponsibleEmail,
        &[
            "responsible_email",
            "account_manager_email",
            "accountmanager_email",
            "accountmanager_e_mail",
            "owner_email",
            "e_mail_accountmanager",
            "email_accountmanager",
            "e_mail_verantwoordelijke",
        ],
    ),
    (
        Target::Employee,
        &["employee", "is_employee", "medewerker", "werknemer"],
    ),
    (
        Target::Consent,
        &["consent", "toestemming", "opt_in", "optin"],
    ),
    (
        Target::ConsentAt,
        &[
            "consent_at",
            "consent_date",
            "consent_on",
            "toestemming_op",
            "toestemmingsdatum",
            "datum_toestemming",
        ],
    ),
    (
        Target::OptedOut,
        &[
            "opted_out",
            "opt_out",
            "optout",
            "unsubscribed",
            "afgemeld",
            "uitgeschreven",
            "niet_mailen",
            "do_not_email",
            "do_not_mail",
        ],
    ),
];

/// A name as it is compared.
fn plain(name: &str) -> String {
    let parts = name.split(|c: char| !c.is_alphanumeric());
    let parts: Vec<String> = parts
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect();
    parts.join("_")
}

/// What stands before an attribute of the account in a column's name.
const ACCOUNT_PREFIXES: [&str; 4] = ["account.", "klant.", "company.", "bedrijf."];

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

/// What columns with these names most likely are. Of several that fit a target, the one with the
/// better name becomes it.
pub(crate) fn propose(columns: &[String]) -> Vec<Target> {
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

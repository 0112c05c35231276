//! Contacts, accounts, and what is known of whether they may be written to.

use std::collections::BTreeMap;
use std::str::FromStr;

use policy::Standing;
use serde::{Deserialize, Serialize};

/// Attributes by name.
pub type Attributes = BTreeMap<String, String>;

/// What a contact said about being asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// Nothing.
    #[default]
    Unknown,
    /// Yes.
    Given,
    /// No; stands like an opt-out.
    Refused,
}

impl Consent {
    /// As stored and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Given => "given",
            Self::Refused => "refused",
        }
    }
}

impl FromStr for Consent {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "unknown" => Ok(Self::Unknown),
            "given" => Ok(Self::Given),
            "refused" => Ok(Self::Refused),
            _ => Err(format!(
                "consent is unknown, given or refused, not {text:?}"
            )),
        }
    }
}

/// Who at our side looks after an account; mails go out in this name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Responsible {
    /// Their name.
    pub name: Option<String>,
    /// Their address, trimmed and in lower case.
    pub email: Option<String>,
}

/// An organisation that contacts belong to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Its workspace.
    pub workspace_id: String,
    /// Its id here.
    pub account_id: String,
    /// Its id in the system it comes from; unique.
    pub external_id: Option<String>,
    /// Its name.
    pub name: String,
    /// Its attributes.
    pub attributes: Attributes,
    /// Who looks after it.
    pub responsible: Responsible,
    /// The account it is a part of.
    pub parent_id: Option<String>,
    /// Goes up with every change.
    pub revision: i64,
    /// When it became known.
    pub created_at_us: i64,
    /// When it was last changed.
    pub changed_at_us: i64,
}

/// A person who may be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// Their workspace.
    pub workspace_id: String,
    /// Their id here.
    pub contact_id: String,
    /// Their id in the system they come from; unique.
    pub external_id: Option<String>,
    /// The address, trimmed and in lower case; unique.
    pub email: Option<String>,
    /// The whole name.
    pub name: Option<String>,
    /// The name for a salutation.
    pub first_name: Option<String>,
    /// A code such as `nl` or `en-GB`.
    pub language: Option<String>,
    /// A time zone such as `Europe/Amsterdam`.
    pub zone: Option<String>,
    /// The account they belong to.
    pub account_id: Option<String>,
    /// Works for the company that asks.
    pub employee: bool,
    /// Attributes by name.
    pub attributes: Attributes,
    /// What they said about being asked.
    pub consent: Consent,
    /// When they said so.
    pub consent_at_us: Option<i64>,
    /// Since when the present address returns mails for good.
    pub bounced_at_us: Option<i64>,
    /// Since when they are unsubscribed.
    pub opted_out_at_us: Option<i64>,
    /// When they reported a mail as unwanted.
    pub complained_at_us: Option<i64>,
    /// Whether the address or its domain is on the do-not-contact list.
    pub do_not_contact: bool,
    /// Goes up with every change.
    pub revision: i64,
    /// When they became known.
    pub created_at_us: i64,
    /// When something of this was last changed.
    pub changed_at_us: i64,
}

impl Contact {
    /// Whether they may be written to, and if not, the strongest reason.
    pub fn standing(&self) -> Standing {
        if self.email.is_some() && self.do_not_contact {
            Standing::DoNotContact
        } else {
            self.own_standing()
        }
    }

    /// The same without the do-not-contact list, as it is stored.
    pub(crate) fn own_standing(&self) -> Standing {
        if self.email.is_none() {
            Standing::NoAddress
        } else if self.complained_at_us.is_some() {
            Standing::Complained
        } else if self.opted_out_at_us.is_some() || self.consent == Consent::Refused {
            Standing::OptedOut
        } else if self.bounced_at_us.is_some() {
            Standing::Bounced
        } else {
            Standing::Reachable
        }
    }

    /// Whether they said that they don't want to be written to. Only they end that.
    pub const fn is_out(&self) -> bool {
        self.opted_out_at_us.is_some()
            || self.complained_at_us.is_some()
            || matches!(self.consent, Consent::Refused)
    }

    /// What to call them where only one line is shown.
    pub fn title(&self) -> &str {
        self.name
            .as_deref()
            .or(self.first_name.as_deref())
            .or(self.email.as_deref())
            .or(self.external_id.as_deref())
            .unwrap_or(&self.contact_id)
    }

    /// The domain of the address.
    pub fn domain(&self) -> Option<&str> {
        Some(self.email.as_deref()?.rsplit_once('@')?.1)
    }
}

/// A standing as stored, sent and used in the names of words.
pub const fn standing_name(standing: Standing) -> &'static str {
    match standing {
        Standing::Reachable => "reachable",
        Standing::NoAddress => "no_address",
        Standing::Bounced => "bounced",
        Standing::OptedOut => "opted_out",
        Standing::Complained => "complained",
        Standing::DoNotContact => "do_not_contact",
    }
}

/// All standings, as a filter offers them.
pub const STANDINGS: [Standing; 6] = [
    Standing::Reachable,
    Standing::OptedOut,
    Standing::Bounced,
    Standing::Complained,
    Standing::DoNotContact,
    Standing::NoAddress,
];

/// Something that happened to a contact and changes whether they may be written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The present address returned a mail for good.
    Bounced,
    /// The present address is to be tried again.
    Works,
    /// They unsubscribed.
    OptedOut,
    /// They reported a mail as unwanted.
    Complained,
    /// They want mails again: lifts opt-out, refusal and complaint.
    OptedIn,
}

impl Mark {
    /// As the log calls it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bounced => "bounced",
            Self::Works => "works",
            Self::OptedOut => "opted_out",
            Self::Complained => "complained",
            Self::OptedIn => "opted_in",
        }
    }

    /// Changes `contact` accordingly; false when that changed nothing. What stands since earlier
    /// keeps its moment.
    pub fn apply(self, contact: &mut Contact, now_us: i64) -> bool {
        let before = contact.clone();
        match self {
            Self::Bounced => {
                contact.bounced_at_us.get_or_insert(now_us);
            }
            Self::Works => contact.bounced_at_us = None,
            Self::OptedOut => {
                contact.opted_out_at_us.get_or_insert(now_us);
            }
            Self::Complained => {
                contact.complained_at_us.get_or_insert(now_us);
            }
            Self::OptedIn => {
                contact.opted_out_at_us = None;
                contact.complained_at_us = None;
                if contact.consent != Consent::Given {
                    contact.consent = Consent::Given;
                    contact.consent_at_us = Some(now_us);
                }
            }
        }
        *contact != before
    }
}

/// A line of a contact's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// When.
    pub at_us: i64,
    /// What: `opted_out`, `opted_in`, `bounced`, `works`, `complained`, `consent`,
    /// `consent_source`, `address`, `merged`, `imported`, `do_not_contact`.
    pub what: String,
    /// By whom.
    pub by: String,
    /// More words, or empty.
    pub detail: String,
}

/// An entry of the do-not-contact list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// One address, or all of a domain.
    pub kind: BlockedKind,
    /// The address, or the domain without its @.
    pub value: String,
    /// Why.
    pub reason: String,
    /// Who put it there.
    pub by: String,
    /// When.
    pub created_at_us: i64,
}

impl Blocked {
    /// As people write it: `jan@acme.nl` or `@acme.nl`.
    pub fn written(&self) -> String {
        match self.kind {
            BlockedKind::Email => self.value.clone(),
            BlockedKind::Domain => format!("@{}", self.value),
        }
    }
}

/// What an entry of the do-not-contact list covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlockedKind {
    /// One address.
    Email,
    /// All addresses of a domain, not of its subdomains.
    Domain,
}

impl BlockedKind {
    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Domain => "domain",
        }
    }
}

impl FromStr for BlockedKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "email" => Ok(Self::Email),
            "domain" => Ok(Self::Domain),
            _ => Err(format!("no kind of do-not-contact entry: {text:?}")),
        }
    }
}

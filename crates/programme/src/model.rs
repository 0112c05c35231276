//! What a programme is: whom it asks, when, with which survey, in which words; and the settings
//! all programmes of a workspace share.

use std::str::FromStr;

use contact::segment::Segment;
use platform::web::UniqueMap;
use policy::relational::{Every, Shape};
use policy::reminder::Reminders;
use policy::transactional::Transactional;
use policy::{At, Budget, CalendarSettings, Counts, Day, Rule, Scope};
use serde::{Deserialize, Deserializer, Serialize};

use crate::day;
use crate::letter::Wordings;

pub use policy::Audience;

/// What sort of programme it is, as people here call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Customers, every so many months.
    Relational,
    /// After an event.
    Transactional,
    /// Employees.
    Employee,
}

impl Kind {
    /// As in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Relational => "relational",
            Self::Transactional => "transactional",
            Self::Employee => "employee",
        }
    }
}

/// Where a programme is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Being made; asks nobody.
    Draft,
    /// Asks.
    Running,
    /// Asks nobody for the time being; links that went out still take answers.
    Paused,
    /// Over for good.
    Ended,
}

impl Status {
    /// As stored and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Ended => "ended",
        }
    }

    /// Whether the planner has to know it.
    pub const fn is_planned(self) -> bool {
        matches!(self, Self::Running | Self::Paused)
    }
}

impl FromStr for Status {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Draft, Self::Running, Self::Paused, Self::Ended]
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or_else(|| format!("no status of a programme: {text:?}"))
    }
}

/// What makes somebody due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Schedule {
    /// Time: `{"relational": {…}}`.
    Relational(Relational),
    /// An event: `{"transactional": {…}}`.
    Transactional(Transactional),
}

/// Every so many months; as [`policy::relational::Relational`], with the day as a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relational {
    /// First day of the first round, `2026-12-01`.
    #[serde(with = "day")]
    pub start: Day,
    /// Length of a round.
    pub every: Every,
    /// All on the first working day, or spread evenly over the working days.
    pub shape: Shape,
    /// Whether the first round is a wave, to have a first measurement of all.
    #[serde(default)]
    pub baseline: bool,
    /// For how many days from the due day the invitation may still go out; 1 is that day only.
    pub window_days: u16,
    /// How many days a contact is left alone that becomes known once the rounds have begun.
    #[serde(default)]
    pub settle_days: u16,
}

impl Relational {
    /// As the planner takes it.
    pub fn policy(&self) -> policy::relational::Relational {
        policy::relational::Relational {
            start: self.start,
            every: self.every,
            shape: self.shape,
            baseline: self.baseline,
            window_days: self.window_days,
            settle_days: self.settle_days,
        }
    }
}

/// Who a programme's mails are from. The address must lie under the company's domain, where DKIM
/// and SPF vouch for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sender {
    /// Shown name.
    pub name: String,
    /// Address; empty: the one from the mail settings.
    pub email: String,
    /// Whether the person responsible for the contact's account is the sender, where one is known;
    /// else, and of whoever has none, the name and address above.
    pub responsible: bool,
}

/// A programme, apart from its name and survey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Customers, or employees.
    pub audience: Audience,
    /// Which of them; empty: all.
    #[serde(default)]
    pub segment: Segment,
    /// What makes somebody due.
    pub schedule: Schedule,
    /// How many, how far apart, and how long an invitation takes answers.
    pub reminders: Reminders,
    /// 0–100; higher goes first, and may hold back lower ones.
    #[serde(default)]
    pub priority: u8,
    /// Most mails in a day; none: no limit, but a spread round never catches up in a burst.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_day: Option<u32>,
    /// Last day on which anything goes out, in the company's calendar; none: never ends by itself.
    #[serde(default, with = "day::maybe", skip_serializing_if = "Option::is_none")]
    pub closes: Option<Day>,
    /// Whether only those are asked who gave consent.
    #[serde(default)]
    pub needs_consent: bool,
    /// From whom.
    #[serde(default)]
    pub sender: Sender,
    /// Which attributes of a contact its response gets: names of the contact's own, `account`, and
    /// `account.NAME` for those of its account. None: of customers all, of employees nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Vec<String>>,
    /// What the mails say, by language.
    #[serde(default, deserialize_with = "unique")]
    pub wording: Wordings,
}

/// Reads wordings, and refuses two in the same language instead of keeping the last silently.
fn unique<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Wordings, D::Error> {
    UniqueMap::deserialize(deserializer).map(|map| map.0)
}

impl Definition {
    /// What sort of programme it is.
    pub fn kind(&self) -> Kind {
        match (&self.schedule, self.audience) {
            (Schedule::Transactional(_), _) => Kind::Transactional,
            (_, Audience::Employees) => Kind::Employee,
            (_, Audience::Customers) => Kind::Relational,
        }
    }
}

/// A programme as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Programme {
    /// The workspace it belongs to.
    pub workspace_id: String,
    /// Its id. Contacts' places in a spread follow from it.
    pub programme_id: String,
    /// What people here call it.
    pub name: String,
    /// The survey it asks with.
    pub survey_id: String,
    /// Where it is in its life.
    pub status: Status,
    /// The rest.
    pub definition: Definition,
    /// Goes up with every change.
    pub revision: i64,
    /// UTC microseconds.
    pub created_at_us: i64,
    /// When it first ran, UTC microseconds.
    pub started_at_us: Option<i64>,
    /// UTC microseconds.
    pub ended_at_us: Option<i64>,
}

/// What all programmes of a workspace share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskSettings {
    /// How much mail a person and an account get.
    pub budget: Budget,
    /// When it is decent to write. Contacts with a zone of their own have the same days and hours
    /// there.
    pub calendar: CalendarSettings,
    /// Share (0–1) of those of unknown eligibility that response rates 3 and 4 take to be eligible.
    pub e: f64,
}

impl AskSettings {
    /// What a workspace in this time zone begins with: at most 1 invitation per person per 30 days,
    /// 2 mails per person per 7 days (an invitation and its reminder), 5 invitations per account per
    /// 7 days; Dutch working days and holidays, nothing from 20:00 to 08:00; `e` of 1, which makes
    /// the rates the lowest they can be.
    pub fn default_in(zone: &str) -> Self {
        let rule = |max, days, scope, counts| Rule {
            max,
            days,
            scope,
            counts,
        };
        Self {
            budget: Budget {
                rules: vec![
                    rule(1, 30, Scope::Person, Counts::Invitations),
                    rule(2, 7, Scope::Person, Counts::Mails),
                    rule(5, 7, Scope::Account, Counts::Invitations),
                ],
            },
            calendar: CalendarSettings {
                zone: zone.to_owned(),
                quiet: Some(policy::Hours {
                    from: 20 * 60,
                    to: 8 * 60,
                }),
                ..CalendarSettings::default()
            },
            e: 1.0,
        }
    }
}

/// What was decided about an occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OccasionState {
    /// It waits.
    Deferred,
    /// It was dropped.
    LeftOut,
    /// An invitation was made.
    Invited,
}

impl OccasionState {
    /// As stored and in the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Deferred => "deferred",
            Self::LeftOut => "left_out",
            Self::Invited => "invited",
        }
    }
}

impl FromStr for OccasionState {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::Deferred, Self::LeftOut, Self::Invited]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| format!("no state of an occasion: {text:?}"))
    }
}

/// A contact's round or episode, and what was decided about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// The programme.
    pub programme_id: String,
    /// The contact.
    pub contact_id: String,
    /// `round:3`, or `case:TICKET:MICROSECONDS`.
    pub occasion: String,
    /// What was decided.
    pub state: OccasionState,
    /// Why it waits or was dropped, a word of [`crate::rules::REASONS`].
    pub reason: Option<String>,
    /// What the word alone doesn't say: the rule, the holiday, the other programme's id; for
    /// `window_ended` the word it last waited for.
    pub detail: Option<String>,
    /// When it is looked at again, UTC microseconds; none when no moment is known.
    pub until_us: Option<i64>,
    /// First moment at which it no longer goes out, UTC microseconds.
    pub ends_at_us: i64,
    /// The invitation that was made.
    pub invitation_id: Option<String>,
    /// Number of the round, from 0.
    pub round: Option<i64>,
    /// What it is about: the ticket.
    pub subject: Option<String>,
    /// When the episode began, UTC microseconds.
    pub began_at_us: Option<i64>,
    /// UTC microseconds.
    pub decided_at_us: i64,
}

/// An invitation by mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Its id, also in the responses.
    pub invitation_id: String,
    /// The programme.
    pub programme_id: String,
    /// The contact.
    pub contact_id: String,
    /// The survey.
    pub survey_id: String,
    /// `baseline`, `wave`, `spread` or `event`.
    pub because: String,
    /// What it is about: the ticket.
    pub subject: Option<String>,
    /// When the episode began, UTC microseconds.
    pub began_at_us: Option<i64>,
    /// When the latest mail about it was decided on, UTC microseconds.
    pub mailed_at_us: i64,
    /// First moment at which the invitation no longer goes out, UTC microseconds.
    pub ends_at_us: i64,
    /// First moment at which it takes no answers, UTC microseconds.
    pub closes_at_us: i64,
    /// Reminders decided on.
    pub reminded: u8,
    /// No reminder follows.
    pub over: bool,
    /// When the mail server took its first mail, UTC microseconds.
    pub handed_over_at_us: Option<i64>,
    /// When it came back, UTC microseconds.
    pub bounced_at_us: Option<i64>,
    /// When the contact unsubscribed by it or complained about it, UTC microseconds.
    pub refused_at_us: Option<i64>,
    /// Since when it is not known whether it was handed over, UTC microseconds.
    pub unknown_at_us: Option<i64>,
    /// UTC microseconds.
    pub withdrawn_at_us: Option<i64>,
    /// `cancelled`, `operator`, or why composing its mail said no.
    pub withdrawn_why: Option<String>,
    /// UTC microseconds.
    pub created_at_us: i64,
}

/// Where signed events come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventSource {
    /// Its id.
    pub source_id: String,
    /// What people here call it.
    pub name: String,
    /// What sends the calls.
    pub system: crate::events::System,
    /// Where what stands, when the system is any.
    pub mapping: Option<crate::events::Mapping>,
    /// Whether a secret is known to prove calls with; without, all are refused.
    pub has_secret: bool,
    /// UTC microseconds.
    pub created_at_us: i64,
    /// When it last sent something, UTC microseconds.
    pub last_event_at_us: Option<i64>,
}

/// Something that happened, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The source; empty: the API.
    pub source_id: String,
    /// The sender's id.
    pub id: String,
    /// `ticket.closed`.
    pub kind: String,
    /// What it is about; the event's own id when the sender names nothing.
    pub subject: String,
    /// When it happened, by the sender, UTC microseconds.
    pub at_us: i64,
    /// To whom.
    pub contact_id: Option<String>,
    /// Who solved it.
    pub solver_id: Option<String>,
    /// What else the sender said.
    pub attributes: std::collections::BTreeMap<String, String>,
    /// How many programmes it meant something to.
    pub programmes: i64,
    /// UTC microseconds.
    pub received_at_us: i64,
}

/// The end of a day in the company's calendar.
pub fn end_of(day: Day, calendar: &policy::Calendar) -> At {
    calendar.at(day.plus(1), 0)
}

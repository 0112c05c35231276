//! What was said with a customer, within a case or without one.

use std::collections::{BTreeMap, BTreeSet};

use platform::clock::{DAY_US, date_of_day, day_in, start_of_day_us};
use platform::web::{App, Problem};
use platform::{Tx, id};
use serde_json::json;
use user::{Viewer, audit};

use super::{Hand, Meant, change, may_work, one};
use crate::model::{Case, Conversation, ConversationKind, Direction};
use crate::verbs::{self, Done, Verdict};
use crate::{desk, rules, store};

pub use crate::store::conversation::Filter;

/// A conversation may be noted so far ahead of our clock.
const AHEAD_US: i64 = 5 * 60 * 1_000_000;
/// And so far back.
const BACK_US: i64 = 3 * 366 * DAY_US;
/// Months of the summary at most.
pub const MONTHS_MAX: u32 = 36;

/// A conversation to be noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewConversation {
    /// How.
    pub kind: ConversationKind,
    /// Who began; of a note among ourselves it doesn't matter.
    pub direction: Direction,
    /// Whether the customer was spoken with; a note never is that.
    pub reached: bool,
    /// When, UTC microseconds; now when `None`.
    pub at_us: Option<i64>,
    /// The user who spoke; whoever notes it when `None`.
    pub user_id: Option<String>,
    /// What was said; may be empty for a try that reached nobody.
    pub said: String,
}

impl NewConversation {
    fn checked(&self, now_us: i64) -> Result<Self, Problem> {
        let mut new = self.clone();
        new.said = rules::text("/text", &self.said).map_err(one)?;
        if new.kind == ConversationKind::Note {
            new.direction = Direction::Inside;
        } else if new.direction == Direction::Inside {
            let detail = "in or out: a conversation is with the customer";
            return Err(Problem::invalid("/direction", detail));
        }
        new.reached &= new.kind != ConversationKind::Note;
        if new.said.is_empty() && (new.reached || new.kind == ConversationKind::Note) {
            return Err(Problem::invalid("/text", "say what was said"));
        }
        let at_us = self.at_us.unwrap_or(now_us);
        if at_us > now_us + AHEAD_US || at_us < now_us - BACK_US {
            let detail = "a moment that has been, three years ago at most";
            return Err(Problem::invalid("/at", detail));
        }
        new.at_us = Some(at_us.min(now_us));
        Ok(new)
    }
}

/// Notes a conversation in a case. The first one with the customer since it was opened is the first
/// contact.
pub async fn converse(
    app: &App,
    viewer: &Viewer,
    meant: Meant,
    new: NewConversation,
) -> Result<Case, Problem> {
    let new = new.checked(app.clock.now_us())?;
    let (conversation_id, by) = (id::new(), viewer.clone());
    change(app, viewer, meant, move |hand, case| {
        let mut made = made(hand.tx, (&by, &new), hand.now_us)?;
        made.conversation_id.clone_from(&conversation_id);
        add(hand, case, made)
    })
    .await
}

/// Adds a conversation to a case, whether that is open or not.
pub(crate) fn add(hand: &mut Hand<'_, '_>, case: &mut Case, made: Conversation) -> Verdict {
    let mut made = made;
    made.case_id = Some(case.case_id.clone());
    made.account_id.clone_from(&case.account_id);
    made.contact_id.clone_from(&case.contact_id);
    if !store::conversation::add(hand.tx, &case.workspace_id, &made)? {
        return Ok(None);
    }
    let is_first = made.reached && verbs::spoke(case, made.at_us);
    let what = if made.kind == ConversationKind::Note {
        "noted"
    } else {
        "spoke"
    };
    let detail = json!({
        "conversation_id": made.conversation_id,
        "kind": made.kind.as_str(),
        "reached": made.reached,
        "first_contact": is_first,
    });
    Ok(Some(Done { what, detail }))
}

fn made(
    tx: &mut Tx<'_>,
    (viewer, new): (&Viewer, &NewConversation),
    now_us: i64,
) -> Result<Conversation, Problem> {
    let user_id = new.user_id.as_deref().or_else(|| viewer.user_id());
    let person = match user_id {
        Some(id) => user::people::by_id(tx, &viewer.workspace_id, id)?
            .filter(|person| viewer.sight.sees(&person.user_id))
            .map(Some)
            .ok_or_else(|| Problem::invalid("/user_id", "nobody here has this id"))?,
        None => None,
    };
    Ok(Conversation {
        conversation_id: id::new(),
        case_id: None,
        account_id: None,
        contact_id: None,
        kind: new.kind,
        direction: new.direction,
        reached: new.reached,
        at_us: new.at_us.unwrap_or(now_us),
        spoke: person
            .as_ref()
            .map_or_else(|| viewer.name().to_owned(), |person| person.name.clone()),
        is_leader: person
            .as_ref()
            .is_some_and(|person| person.role.is_leader()),
        user_id: person.map(|person| person.user_id),
        said: new.said.clone(),
        whole: None,
        added_at_us: now_us,
        added_by: viewer.name().to_owned(),
    })
}

/// Whom a conversation without a case was with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct With {
    /// The contact.
    pub contact_id: Option<String>,
    /// The account; that of the contact when not said.
    pub account_id: Option<String>,
}

/// Notes a conversation that belongs to no case: a visit, a call somebody made of their own accord.
pub async fn note(
    app: &App,
    viewer: &Viewer,
    with: With,
    new: NewConversation,
) -> Result<Conversation, Problem> {
    may_work(viewer)?;
    let now_us = app.clock.now_us();
    let (viewer, new, conversation_id) = (viewer.clone(), new.checked(now_us)?, id::new());
    app.db
        .write(move |tx| {
            let workspace_id = viewer.workspace_id.as_str();
            let mut made = made(tx, (&viewer, &new), now_us)?;
            made.conversation_id.clone_from(&conversation_id);
            (made.contact_id, made.account_id) = customer(tx, &viewer, &with)?;
            store::conversation::add(tx, workspace_id, &made)?;
            let note = audit::Note {
                action: "conversation.added",
                noun: "conversation",
                id: &made.conversation_id,
                detail: json!({ "kind": made.kind.as_str(), "account_id": made.account_id }),
            };
            audit::note(tx, &viewer, note, now_us)?;
            Ok(made)
        })
        .await
}

fn customer(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    with: &With,
) -> Result<(Option<String>, Option<String>), Problem> {
    let workspace_id = viewer.workspace_id.as_str();
    let contact = match &with.contact_id {
        Some(id) => contact::store::by_id(tx, workspace_id, id)?
            .filter(|contact| !contact.employee)
            .map(Some)
            .ok_or_else(no_contact)?,
        None => None,
    };
    if let Some(contact) = &contact
        && !contact::sight::sees_contact(tx, (workspace_id, &contact.contact_id), &viewer.sight)?
    {
        return Err(no_contact());
    }
    let own = contact.as_ref().and_then(|c| c.account_id.clone());
    let is_own = with.account_id.is_none();
    let account = match with.account_id.clone().or(own) {
        Some(id) => contact::store::account_by_id(tx, workspace_id, &id)?
            .map(|account| Some(account.account_id))
            .ok_or_else(no_account)?,
        None => None,
    };
    if let Some(id) = account.as_ref().filter(|_| !is_own)
        && !contact::sight::sees_account(tx, (workspace_id, id), &viewer.sight)?
    {
        return Err(no_account());
    }
    if contact.is_none() && account.is_none() {
        let detail = "say with whom: a contact or an account";
        return Err(Problem::invalid("/contact_id", detail));
    }
    Ok((contact.map(|contact| contact.contact_id), account))
}

fn no_contact() -> Problem {
    Problem::invalid("/contact_id", "there is no such contact")
}

fn no_account() -> Problem {
    Problem::invalid("/account_id", "there is no such account")
}

/// Conversations that fit, newest first, after the one with this time and id.
pub async fn list(
    app: &App,
    viewer: &Viewer,
    filter: Filter,
    page: (Option<(i64, String)>, usize),
) -> Result<Vec<Conversation>, Problem> {
    let (workspace, sight) = (viewer.workspace_id.clone(), viewer.sight.clone());
    app.db
        .read(move |tx| {
            let whose = (workspace.as_str(), &sight);
            Ok(store::conversation::list(tx, whose, &filter, page)?)
        })
        .await
}

/// Conversations of a month, counted. Only those in which the customer was spoken with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Month {
    /// The first day of the month, days since 1970-01-01 in the company's time zone.
    pub day: i32,
    /// All conversations.
    pub all: u32,
    /// Those held by people who lead.
    pub by_leaders: u32,
    /// How many people who lead held one.
    pub leaders: u32,
    /// How many customers people who lead spoke with.
    pub customers_of_leaders: u32,
}

/// What a month is counted from.
#[derive(Default)]
struct Counting {
    all: u32,
    by_leaders: u32,
    leaders: BTreeSet<String>,
    customers: BTreeSet<String>,
}

/// How often leaders speak with customers: the last `months` months, oldest first, months without
/// conversations too.
pub async fn by_month(app: &App, viewer: &Viewer, months: u32) -> Result<Vec<Month>, Problem> {
    if !(1..=MONTHS_MAX).contains(&months) {
        let detail = format!("give 1 to {MONTHS_MAX}");
        return Err(Problem::invalid("months", detail));
    }
    let (workspace, now_us) = (viewer.workspace_id.clone(), app.clock.now_us());
    let sight = viewer.sight.clone();
    app.db
        .read(move |tx| {
            let settings = desk::calendar(tx, &workspace)?.settings().zone.clone();
            let zone = jiff::tz::TimeZone::get(&settings).unwrap_or(jiff::tz::TimeZone::UTC);
            let firsts = firsts(&zone, months, now_us);
            let from_us = start_of_day_us(&zone, firsts[0]);
            let whose = (workspace.as_str(), &sight);
            let held = store::conversation::held(tx, whose, (from_us, now_us + AHEAD_US))?;
            let mut counts: BTreeMap<i32, Counting> = BTreeMap::new();
            for one in held {
                let day = date_of_day(day_in(&zone, one.at_us)).first_of_month();
                let count = counts
                    .entry(platform::clock::days_since_1970(day))
                    .or_default();
                count.all += 1;
                if one.is_leader {
                    count.by_leaders += 1;
                    count.leaders.extend(one.user_id);
                    count.customers.extend(one.customer);
                }
            }
            let month = |day: &i32| {
                let count = counts.remove(day).unwrap_or_default();
                Month {
                    day: *day,
                    all: count.all,
                    by_leaders: count.by_leaders,
                    leaders: u32::try_from(count.leaders.len()).unwrap_or(u32::MAX),
                    customers_of_leaders: u32::try_from(count.customers.len()).unwrap_or(u32::MAX),
                }
            };
            Ok(firsts.iter().map(month).collect())
        })
        .await
}

/// The first days of the last `months` months, oldest first.
fn firsts(zone: &jiff::tz::TimeZone, months: u32, now_us: i64) -> Vec<i32> {
    let this = date_of_day(day_in(zone, now_us)).first_of_month();
    (0..months)
        .rev()
        .map(|back| {
            let span = jiff::Span::new().months(i64::from(back));
            platform::clock::days_since_1970(this.saturating_sub(span))
        })
        .collect()
}

//! What is sent about cases and conversations.

use platform::Problem;
use serde::Deserialize;

use crate::model::{
    CaseResult, ConversationKind, Direction, Due, NewCase, Outcome, Owner, Priority,
};
use crate::service::Closing;
use crate::service::converse::{NewConversation, With};
use crate::verbs::{Edit, Snooze};

/// A moment as RFC 3339.
pub(crate) fn moment(pointer: &str, text: &str) -> Result<i64, Problem> {
    let stamp: Result<jiff::Timestamp, _> = text.parse();
    stamp
        .map(jiff::Timestamp::as_microsecond)
        .map_err(|_| Problem::invalid(pointer, "a moment such as 2026-12-01T09:30:00Z"))
}

/// What is due.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum SentDue {
    #[default]
    FirstContact,
    End,
}

/// A case opened by hand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SentCase {
    title: String,
    #[serde(default)]
    reason: String,
    response_id: Option<String>,
    contact_id: Option<String>,
    account_id: Option<String>,
    owner_id: Option<String>,
    role: Option<String>,
    priority: Option<Priority>,
    #[serde(default)]
    due: SentDue,
    due_minutes: Option<u32>,
    notify: Option<bool>,
}

/// Minutes until a case is due when nothing is said: two working days of eight hours.
const DUE_MINUTES: u32 = 960;

impl SentCase {
    pub(super) fn read(self) -> Result<NewCase, Problem> {
        Ok(NewCase {
            owner: owner(self.owner_id, self.role)?,
            rule_id: None,
            response_id: self.response_id,
            survey_id: None,
            contact_id: self.contact_id,
            account_id: self.account_id,
            title: self.title,
            reason: self.reason,
            due: Due {
                minutes: self.due_minutes.unwrap_or(DUE_MINUTES),
                first_contact: matches!(self.due, SentDue::FirstContact),
            },
            priority: self.priority.unwrap_or(Priority::Normal),
            notify: self.notify.unwrap_or(true),
        })
    }
}

fn owner(owner_id: Option<String>, role: Option<String>) -> Result<Owner, Problem> {
    match (owner_id, role) {
        (Some(_), Some(_)) => Err(Problem::invalid("/role", "give either owner_id or role")),
        (Some(id), None) => Ok(Owner::Person(id)),
        (None, Some(role)) => Ok(Owner::Role(role)),
        (None, None) => Ok(Owner::Nobody),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SentHandOver {
    pub(super) to: String,
    #[serde(default)]
    pub(super) note: String,
}

/// To nobody when neither is given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SentOwner {
    owner_id: Option<String>,
    role: Option<String>,
}

impl SentOwner {
    pub(super) fn read(self) -> Result<Owner, Problem> {
        owner(self.owner_id, self.role)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SentSnooze {
    until: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    moves_due: bool,
}

impl SentSnooze {
    pub(super) fn read(self) -> Result<Snooze, Problem> {
        Ok(Snooze {
            until_us: moment("/until", &self.until)?,
            reason: self.reason,
            moves_due: self.moves_due,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SentEdit {
    title: Option<String>,
    priority: Option<Priority>,
    due_at: Option<String>,
    #[serde(default)]
    due_reason: String,
}

impl SentEdit {
    pub(super) fn read(self) -> Result<Edit, Problem> {
        let due = self.due_at.as_deref();
        Ok(Edit {
            title: self.title,
            priority: self.priority,
            due_at_us: due.map(|text| moment("/due_at", text)).transpose()?,
            due_reason: self.due_reason,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SentCauses {
    pub(super) cause_ids: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SentClosing {
    result: Outcome,
    #[serde(default)]
    text: String,
    cause_ids: Option<Vec<String>>,
    #[serde(default)]
    ask_again: bool,
}

impl SentClosing {
    pub(super) fn read(self) -> Closing {
        Closing {
            result: CaseResult {
                outcome: self.result,
                text: self.text,
            },
            causes: self.cause_ids,
            ask_again: self.ask_again,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SentReason {
    #[serde(default)]
    pub(super) reason: String,
}

/// A conversation within a case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SentConversation {
    kind: ConversationKind,
    direction: Option<Direction>,
    reached: Option<bool>,
    at: Option<String>,
    user_id: Option<String>,
    #[serde(default)]
    text: String,
}

impl SentConversation {
    pub(super) fn read(self) -> Result<NewConversation, Problem> {
        let at = self.at.as_deref();
        Ok(NewConversation {
            kind: self.kind,
            direction: self.direction.unwrap_or(Direction::Out),
            reached: self.reached.unwrap_or(true),
            at_us: at.map(|text| moment("/at", text)).transpose()?,
            user_id: self.user_id,
            said: self.text,
        })
    }
}

/// A conversation without a case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SentWith {
    contact_id: Option<String>,
    account_id: Option<String>,
    kind: ConversationKind,
    direction: Option<Direction>,
    reached: Option<bool>,
    at: Option<String>,
    user_id: Option<String>,
    #[serde(default)]
    text: String,
}

impl SentWith {
    pub(super) fn read(self) -> Result<(With, NewConversation), Problem> {
        let with = With {
            contact_id: self.contact_id,
            account_id: self.account_id,
        };
        let own = SentConversation {
            kind: self.kind,
            direction: self.direction,
            reached: self.reached,
            at: self.at,
            user_id: self.user_id,
            text: self.text,
        };
        Ok((with, own.read()?))
    }
}

//! Tells people here of a case by mail.

use mail::{NewMail, Promise};
use platform::{DbError, Tx, id};
use policy::At;
use policy::follow::{self, Step};

use crate::desk::Desk;
use crate::model::Case;
use crate::store;
use crate::store::notice::Notice;

/// What a mail tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tells {
    /// There is a case for you.
    Opened,
    /// Somebody gives you a case.
    HandedOver,
    /// It is due soon.
    Due,
    /// It is overdue.
    Escalated,
    /// There is a case that nobody has.
    Unowned,
}

impl Tells {
    /// All of them.
    pub(crate) const ALL: [Self; 5] = [
        Self::Opened,
        Self::HandedOver,
        Self::Due,
        Self::Escalated,
        Self::Unowned,
    ];

    /// The name of the [`mail::Kind`].
    pub(crate) const fn kind(self) -> &'static str {
        match self {
            Self::Opened => "case_opened",
            Self::HandedOver => "case_handed_over",
            Self::Due => "case_due",
            Self::Escalated => "case_escalated",
            Self::Unowned => "case_unowned",
        }
    }
}

/// Tells of a new case: its owner, or administrators when it has none.
pub(crate) fn opened(
    tx: &mut Tx<'_>,
    desk: &Desk,
    case: &Case,
    by: &str,
    now_us: i64,
) -> Result<(), DbError> {
    match &case.owner_id {
        Some(owner) if case.notifies => {
            tell(tx, desk, (case, Tells::Opened), &[owner], ("", by), now_us)
        }
        Some(_) => Ok(()),
        None => unowned(tx, desk, case, by, now_us),
    }
}

/// Tells administrators of a case that nobody has, whatever the case says about mails.
pub(crate) fn unowned(
    tx: &mut Tx<'_>,
    desk: &Desk,
    case: &Case,
    by: &str,
    now_us: i64,
) -> Result<(), DbError> {
    let to = follow::receivers(&desk.circle, None, Step::Alarm, At(now_us));
    tell(tx, desk, (case, Tells::Unowned), &to, ("", by), now_us)
}

/// Puts a mail to each of these people into the outbox, once per revision of the case. `note` and
/// `by` are what somebody says with it, and who.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    desk: &Desk,
    (case, tells): (&Case, Tells),
    to: &[impl AsRef<str>],
    (note, by): (&str, &str),
    now_us: i64,
) -> Result<(), DbError> {
    for user_id in to {
        let Some(person) = desk.active(user_id.as_ref()) else {
            continue;
        };
        let notice = Notice {
            mail_id: id::new(),
            case_id: case.case_id.clone(),
            user_id: person.user_id.clone(),
            kind: tells.kind().to_owned(),
            occasion: case.revision,
            told_by: by.to_owned(),
            note: note.to_owned(),
        };
        if !store::notice::add(tx, &case.workspace_id, &notice)? {
            continue;
        }
        let mail = NewMail {
            workspace_id: case.workspace_id.clone(),
            mail_id: notice.mail_id,
            kind: tells.kind(),
            subject_id: case.case_id.clone(),
            address: person.email.clone(),
            // Told twice after a crash is better than not at all.
            promise: Promise::AtLeastOnce,
            due_at_us: now_us,
        };
        mail::outbox::add(tx, &mail, now_us)?;
    }
    Ok(())
}

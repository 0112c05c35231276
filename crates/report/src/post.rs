//! Mails with figures to people of ours: counted and written when they are due, kept until they are
//! handed over, and sent only to somebody who still sees what they saw then.

pub(crate) mod store;

use mail::{Composed, Enclosure, Fate, Kind, Letter, Links, Mail, Mailbox, NewMail, Promise};
use platform::{DbError, Tx};
use user::people::{self, Person};
use user::{Sight, Viewer};

/// A mail that waited longer says nothing new any more.
const WAITS_US: i64 = platform::clock::DAY_US;

/// What a mail says.
#[derive(Clone, Debug)]
pub struct Written {
    /// One line.
    pub subject: String,
    /// Plain text, complete by itself.
    pub text: String,
    /// The same as HTML; shows pictures as `cid:NAME`.
    pub html: String,
    /// Pictures and files.
    pub files: Vec<Enclosure>,
}

/// Puts a mail to `viewer`, a person, into the outbox. `mail_id` names what it is about and when: the
/// same one is never sent twice, whichever node writes it. False when it was there already.
pub fn put(
    tx: &mut Tx<'_>,
    (kind, mail_id): (&'static str, &str),
    (viewer, written): (&Viewer, &Written),
    now_us: i64,
) -> Result<bool, DbError> {
    let workspace_id = &viewer.workspace_id;
    let Some(user_id) = viewer.user_id() else {
        return Ok(false);
    };
    let Some(person) = people::by_id(tx, workspace_id, user_id)? else {
        return Ok(false);
    };
    if !store::add(tx, (viewer, mail_id), written, now_us)? {
        return Ok(false);
    }
    let mail = NewMail {
        workspace_id: workspace_id.clone(),
        mail_id: mail_id.to_owned(),
        kind,
        subject_id: mail_id.to_owned(),
        address: person.email,
        promise: Promise::AtMostOnce,
        due_at_us: now_us,
    };
    mail::outbox::add(tx, &mail, now_us)?;
    Ok(true)
}

/// What a sight is stored as.
pub(crate) fn seen(sight: &Sight) -> String {
    sight.json().unwrap_or_else(|| "*".to_owned())
}

/// A kind of mails that were written when they were due.
#[derive(Clone, Debug)]
pub struct WrittenMail {
    kind: &'static str,
    from: Mailbox,
}

impl WrittenMail {
    /// Mails of this kind, from the company's address.
    pub fn new(kind: &'static str, from: &Mailbox) -> Self {
        Self {
            kind,
            from: from.clone(),
        }
    }

    fn letter(&self, person: Person, written: Written) -> Letter {
        Letter {
            from: self.from.clone(),
            reply_to: None,
            to: Mailbox {
                name: person.name,
                address: person.email,
            },
            subject: written.subject,
            text: written.text,
            html: written.html,
            language: person.language,
            unsubscribe: None,
            enclosures: written.files,
        }
    }
}

impl Kind for WrittenMail {
    fn name(&self) -> &'static str {
        self.kind
    }

    fn compose(
        &self,
        tx: &mut Tx<'_>,
        mail: &Mail,
        _: &Links,
        now_us: i64,
    ) -> Result<Composed, DbError> {
        let workspace_id = &mail.workspace_id;
        let Some(kept) = store::by_id(tx, workspace_id, &mail.mail_id)? else {
            return Ok(Composed::Stop("unknown"));
        };
        if now_us - kept.created_at_us > WAITS_US {
            return Ok(Composed::Stop("over"));
        }
        let viewer = user::team::viewer(tx, workspace_id, &kept.user_id)?;
        if viewer.is_none_or(|viewer| seen(&viewer.sight) != kept.seen) {
            return Ok(Composed::Stop("sees_something_else"));
        }
        let person = people::by_id(tx, workspace_id, &kept.user_id)?;
        match person.filter(|person| person.email == mail.address) {
            Some(person) => {
                let letter = self.letter(person, kept.written);
                Ok(Composed::Letter(Box::new(letter)))
            }
            None => Ok(Composed::Stop("unknown")),
        }
    }

    fn fate(&self, tx: &mut Tx<'_>, mail: &Mail, fate: &Fate, _: i64) -> Result<(), DbError> {
        match fate {
            // An operator may still send it.
            Fate::Unknown => Ok(()),
            _ => store::remove(tx, &mail.workspace_id, &mail.mail_id),
        }
    }
}

//! The verbs: see how mail goes, send a test, decide about mails in doubt, take in what a provider
//! heard.

use contact::model::Mark;
use contact::store as contacts;
use mail::incoming::{self, Applied, Bounce, InboxState, What};
use mail::outbox::{self, Counts, Doubtful, Pause};
use mail::{NewMail, Promise};
use platform::clock::{DAY_US, SECOND_US};
use platform::web::Problem;
use platform::{DbError, Tx, id};
use user::audit::{self, Note};
use user::{Viewer, Who};

use crate::store::{self, Return};
use crate::{Delivery, test_mail};

/// Mails in doubt and returns that are shown.
const SHOWN: usize = 100;
/// Test mails a user gets within a minute.
const TESTS_MAX: i64 = 5;

/// How mail goes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overview {
    pub(crate) pause: Option<Pause>,
    pub(crate) inbox: Option<InboxState>,
    pub(crate) counts: Counts,
    pub(crate) sent_today: i64,
    pub(crate) in_doubt: Vec<Doubtful>,
    pub(crate) returns: Vec<Return>,
}

/// What a provider heard of a mail.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    pub(crate) about: About,
    pub(crate) what: What,
}

/// Which mail.
#[derive(Clone, Debug)]
pub(crate) enum About {
    /// This one.
    Mail(String),
    /// The last one to this address.
    Address(String),
}

impl Delivery {
    /// How mail goes in the viewer's workspace.
    pub(crate) async fn overview(&self, viewer: &Viewer) -> Result<Overview, Problem> {
        let workspace_id = viewer.workspace_id.clone();
        let (_, zone) = user::service::workspace(&self.app, &workspace_id).await?;
        let day_start_us = start_of_today(&zone, self.app.clock.now_us());
        // Counting all mails takes a while when there are many: no page of others waits for it.
        self.app
            .db
            .read_long(move |tx| {
                Ok(Overview {
                    pause: outbox::paused(tx)?,
                    inbox: incoming::inbox_state(tx)?,
                    counts: outbox::counts(tx, &workspace_id)?,
                    sent_today: store::sent_since(tx, &workspace_id, day_start_us)?,
                    in_doubt: outbox::unknown(tx, &workspace_id, SHOWN)?,
                    returns: store::returns(tx, &workspace_id, SHOWN)?,
                })
            })
            .await
    }

    /// The oldest mails in doubt.
    pub(crate) async fn in_doubt(
        &self,
        viewer: &Viewer,
        limit: usize,
    ) -> Result<Vec<Doubtful>, Problem> {
        let workspace_id = viewer.workspace_id.clone();
        self.app
            .db
            .read(move |tx| Ok(outbox::unknown(tx, &workspace_id, limit)?))
            .await
    }

    /// Sends a test mail to the person who asks for it; returns the address.
    pub(crate) async fn send_test(&self, viewer: &Viewer) -> Result<String, Problem> {
        if self.settings.is_none() {
            return Err(Problem::Conflict("no mail server is set up".to_owned()));
        }
        let Who::User { user_id, .. } = &viewer.who else {
            return Err(Problem::Forbidden("a key has no mailbox".to_owned()));
        };
        let (workspace_id, user_id) = (viewer.workspace_id.clone(), user_id.clone());
        let (mail_id, now_us) = (id::new(), self.app.clock.now_us());
        self.app
            .db
            .write(move |tx| {
                let since_us = now_us - 60 * SECOND_US;
                let about = (test_mail::KIND, user_id.as_str());
                if store::made_since(tx, &workspace_id, about, since_us)? >= TESTS_MAX {
                    return Err(Problem::TooMany {
                        detail: "that are enough test mails for now, please wait a minute"
                            .to_owned(),
                        retry_after_s: 60,
                    });
                }
                let person = user::people::by_id(tx, &workspace_id, &user_id)?
                    .filter(user::people::Person::is_active)
                    .ok_or_else(|| Problem::no("user"))?;
                let mail = NewMail {
                    workspace_id: workspace_id.clone(),
                    mail_id: mail_id.clone(),
                    kind: test_mail::KIND,
                    subject_id: user_id.clone(),
                    address: person.email.clone(),
                    promise: Promise::AtLeastOnce,
                    due_at_us: now_us,
                };
                outbox::add(tx, &mail, now_us)?;
                Ok(person.email)
            })
            .await
    }

    /// Sends a mail in doubt once more.
    pub(crate) async fn send_again(&self, viewer: &Viewer, mail_id: &str) -> Result<(), Problem> {
        let (viewer, mail_id) = (viewer.clone(), mail_id.to_owned());
        let now_us = self.app.clock.now_us();
        self.app
            .db
            .write(move |tx| {
                let workspace_id = &viewer.workspace_id;
                let done = outbox::send_again(tx, workspace_id, &mail_id, now_us)?;
                decided(tx, done, workspace_id, &mail_id)?;
                Ok(audit::note(
                    tx,
                    &viewer,
                    Note::new("mail.sent_again", &mail_id),
                    now_us,
                )?)
            })
            .await
    }

    /// Takes a mail in doubt as handed over.
    pub(crate) async fn arrived(&self, viewer: &Viewer, mail_id: &str) -> Result<(), Problem> {
        let (viewer, mail_id) = (viewer.clone(), mail_id.to_owned());
        let (kinds, now_us) = (self.kinds.clone(), self.app.clock.now_us());
        self.app
            .db
            .write(move |tx| {
                let workspace_id = &viewer.workspace_id;
                let done = outbox::it_arrived(tx, &kinds, workspace_id, &mail_id, now_us)?;
                decided(tx, done, workspace_id, &mail_id)?;
                Ok(audit::note(
                    tx,
                    &viewer,
                    Note::new("mail.taken_as_arrived", &mail_id),
                    now_us,
                )?)
            })
            .await
    }

    /// Stores what a provider heard, each by itself, and says what became of each.
    pub(crate) async fn take_in(
        &self,
        viewer: &Viewer,
        heard: Vec<Heard>,
    ) -> Result<Vec<Applied>, Problem> {
        let (workspace_id, kinds) = (viewer.workspace_id.clone(), self.kinds.clone());
        let now_us = self.app.clock.now_us();
        let outcome: Result<_, DbError> = self
            .app
            .db
            .write(move |tx| {
                heard
                    .iter()
                    .map(|one| take_in_one(tx, &kinds, &workspace_id, one, now_us))
                    .collect()
            })
            .await;
        Ok(outcome?)
    }
}

fn take_in_one(
    tx: &mut Tx<'_>,
    kinds: &mail::Kinds,
    workspace_id: &str,
    heard: &Heard,
    now_us: i64,
) -> Result<Applied, DbError> {
    let found = match &heard.about {
        About::Mail(mail_id) => Some(mail_id.clone()),
        About::Address(address) => store::last_to(tx, workspace_id, address)?,
    };
    let mut applied = match &found {
        Some(mail_id) => {
            incoming::apply_to(tx, kinds, (workspace_id, mail_id), &heard.what, now_us)?
        }
        None => Applied::Unknown,
    };
    // An address that is known otherwise than by a mail of ours.
    if let (Applied::Unknown, About::Address(address)) = (applied, &heard.about)
        && let Some(contact) = contacts::by_email(tx, workspace_id, address)?
    {
        let mark = match &heard.what {
            What::Complaint => Mark::Complained,
            _ => Mark::Bounced,
        };
        let is_new = contacts::mark(tx, workspace_id, &contact.contact_id, mark, now_us)?;
        applied = if is_new {
            Applied::Counted
        } else {
            Applied::Again
        };
    }
    Ok(applied)
}

/// What follows when a decision about a mail in doubt changed nothing.
fn decided(tx: &mut Tx<'_>, done: bool, workspace_id: &str, mail_id: &str) -> Result<(), Problem> {
    if done {
        Ok(())
    } else if store::exists(tx, workspace_id, mail_id)? {
        Err(Problem::Conflict(
            "this mail is not in doubt any more".to_owned(),
        ))
    } else {
        Err(Problem::no("mail"))
    }
}

/// A bounce as told by somebody who says only that it is one.
pub(crate) fn told_bounce(reason: &str) -> What {
    What::Bounce(Bounce {
        permanent: true,
        status: String::new(),
        diagnostic: incoming::one_line(reason),
    })
}

fn start_of_today(zone: &str, now_us: i64) -> i64 {
    jiff::tz::TimeZone::get(zone).map_or(now_us - DAY_US, |zone| {
        platform::clock::start_of_day_us(&zone, platform::clock::day_in(&zone, now_us))
    })
}

//! The mails about cases: written when they go, so that they say what is so then, or don't go.

use mail::incoming::Reply;
use mail::{Composed, Fate, Kind, Links, Mail, Mailbox, Settings};
use platform::clock::day_in;
use platform::web::{App, format_date};
use platform::words::Language;
use platform::{DbError, Tx, id};
use policy::At;
use policy::follow;
use user::audit;
use user::people::Person;

use crate::desk::Desk;
use crate::letter::{self, Told};
use crate::model::{Case, Conversation, ConversationKind, Direction};
use crate::notice::Tells;
use crate::service::{self, Hand, converse};
use crate::store;
use crate::store::notice::Notice;

/// A mail that could not be handed over for so long tells nothing new any more.
const WAIT_US: i64 = 3 * platform::clock::DAY_US;

/// Mails that tell one thing about cases.
#[derive(Clone)]
pub struct CaseMail {
    app: App,
    settings: Settings,
    tells: Tells,
}

/// Adds all mails about cases.
pub fn kinds(kinds: mail::Kinds, app: &App, settings: &Settings) -> mail::Kinds {
    Tells::ALL.into_iter().fold(kinds, |kinds, tells| {
        kinds.with(CaseMail {
            app: app.clone(),
            settings: settings.clone(),
            tells,
        })
    })
}

impl Kind for CaseMail {
    fn name(&self) -> &'static str {
        self.tells.kind()
    }

    fn compose(
        &self,
        tx: &mut Tx<'_>,
        mail: &Mail,
        links: &Links,
        now_us: i64,
    ) -> Result<Composed, DbError> {
        let Some((notice, case)) = found(tx, mail)? else {
            return Ok(Composed::Stop("unknown"));
        };
        let desk = Desk::load(tx, &mail.workspace_id)?;
        let person = desk.active(&notice.user_id);
        let Some(person) = person.filter(|person| person.email == mail.address) else {
            return Ok(Composed::Stop("unknown"));
        };
        if let Some(reason) = stale(self.tells, &desk, (&case, &notice), now_us) {
            return Ok(Composed::Stop(reason));
        }
        let told = self.told(tx, &desk, (&case, &notice, person), links)?;
        letter::write(&self.app.words, &self.app.templates, &told)
            .map(|letter| Composed::Letter(Box::new(letter)))
            .map_err(|problem| DbError::Bug(format!("{problem:?}")))
    }

    fn fate(&self, _: &mut Tx<'_>, _: &Mail, _: &Fate, _: i64) -> Result<(), DbError> {
        Ok(())
    }

    fn reply(
        &self,
        tx: &mut Tx<'_>,
        mail: &Mail,
        reply: &Reply,
        now_us: i64,
    ) -> Result<(), DbError> {
        let Some((notice, _)) = found(tx, mail)? else {
            return Ok(());
        };
        replied(tx, &mail.workspace_id, (&notice, reply), now_us)
    }
}

fn found(tx: &mut Tx<'_>, mail: &Mail) -> Result<Option<(Notice, Case)>, DbError> {
    let Some(notice) = store::notice::by_mail(tx, &mail.workspace_id, &mail.mail_id)? else {
        return Ok(None);
    };
    let case = store::by_id(tx, &mail.workspace_id, &notice.case_id)?;
    Ok(case.map(|case| (notice, case)))
}

/// Why a mail tells nothing new any more.
fn stale(
    tells: Tells,
    desk: &Desk,
    (case, notice): (&Case, &Notice),
    now_us: i64,
) -> Option<&'static str> {
    if !case.is_open() {
        return Some("closed");
    }
    if now_us - case.changed_at_us > WAIT_US && now_us - case.opened_at_us > WAIT_US {
        return Some("over");
    }
    let holder = case
        .owner_id
        .as_deref()
        .and_then(|owner| follow::acting(&desk.circle, owner, At(now_us)));
    let is_theirs =
        case.owner_id.as_deref() == Some(&notice.user_id) || holder == Some(&notice.user_id);
    match tells {
        Tells::Opened | Tells::HandedOver | Tells::Due if !is_theirs => Some("somebody_elses"),
        Tells::Due | Tells::Escalated if case.kept_at_us().is_some() => Some("kept"),
        Tells::Unowned if case.owner_id.is_some() => Some("owned"),
        _ => None,
    }
}

impl CaseMail {
    fn told(
        &self,
        tx: &mut Tx<'_>,
        desk: &Desk,
        (case, notice, person): (&Case, &Notice, &Person),
        links: &Links,
    ) -> Result<Told, DbError> {
        let workspace_id = case.workspace_id.as_str();
        let language = Language::from_code(&person.language).unwrap_or_default();
        let named = service::named(tx, workspace_id, vec![case.clone()])?.remove(0);
        let answered = match &case.response_id {
            Some(id) => respondent::answers::of_response(tx, workspace_id, id)?,
            None => None,
        };
        Ok(Told {
            tells: self.tells,
            is_alarm: case.taken.alarmed.is_some(),
            language,
            from: self.settings.from.clone(),
            to: Mailbox {
                name: person.name.clone(),
                address: person.email.clone(),
            },
            reply_to: self.settings.reply_address(&links.reply),
            title: case.title.clone(),
            contact: named.contact,
            account: named.account,
            score: case.before.as_ref().map(|before| {
                let best = if case.metric.as_deref() == Some("recommend") {
                    10
                } else {
                    5
                };
                format!("{} / {best}", before.score)
            }),
            survey: answered
                .as_ref()
                .map(|answered| answered.survey_name.clone()),
            comment: answered.and_then(|answered| answered.comment),
            reason: case.reason.clone(),
            due: moment(desk, language, case.due_at_us),
            is_first_contact: case.due.first_contact,
            owner: named.owner,
            by: notice.told_by.clone(),
            note: notice.note.clone(),
            url: format!("{}/cases/{}", self.app.base_url, case.case_id),
        })
    }
}

/// Day and time in the company's time zone: `23 Nov 2026, 16:00`.
fn moment(desk: &Desk, language: Language, at_us: i64) -> String {
    let zone = desk.zone();
    let time = jiff::Timestamp::from_microsecond(at_us)
        .map(|stamp| zone.to_datetime(stamp).strftime("%H:%M").to_string())
        .unwrap_or_default();
    format!("{}, {time}", format_date(language, day_in(&zone, at_us)))
}

/// Adds what somebody wrote in reply to a mail to its case, open or not. Who wrote is what the mail
/// says; that it belongs here is what its secret proves.
fn replied(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (notice, reply): (&Notice, &Reply),
    now_us: i64,
) -> Result<(), DbError> {
    let Some(mut case) = store::lock(tx, workspace_id, &notice.case_id)? else {
        return Ok(());
    };
    let desk = Desk::load(tx, workspace_id)?;
    let person = desk
        .people
        .values()
        .find(|person| !reply.from.is_empty() && person.email == reply.from);
    let spoke = match (person, reply.from.as_str()) {
        (Some(person), _) => person.name.clone(),
        (None, "") => "?".to_owned(),
        (None, address) => address.to_owned(),
    };
    let words = if reply.words.is_empty() {
        &reply.whole
    } else {
        &reply.words
    };
    let made = Conversation {
        conversation_id: id::new(),
        case_id: None,
        account_id: None,
        contact_id: None,
        kind: ConversationKind::Note,
        direction: Direction::Inside,
        reached: false,
        at_us: now_us,
        user_id: person.map(|person| person.user_id.clone()),
        spoke: spoke.clone(),
        is_leader: false,
        said: words.clone(),
        whole: (reply.whole != *words).then(|| reply.whole.clone()),
        added_at_us: now_us,
        added_by: reply.from.clone(),
    };
    let mut hand = Hand {
        tx,
        desk: &desk,
        by: audit::By::System {
            workspace_id,
            name: "mail",
        },
        name: &spoke,
        user_id: None,
        sight: &user::Sight::Everything,
        now_us,
    };
    match converse::add(&mut hand, &mut case, made) {
        Ok(Some(done)) => service::finish(&mut hand, &mut case, done),
        Ok(None) => Ok(()),
        Err(problem) => Err(DbError::Bug(format!("{problem:?}"))),
    }
}

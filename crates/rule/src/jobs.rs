//! The worker for what happens because nothing comes: contacts that say nothing, invitations that
//! nobody answers. It goes through them in pieces, each in one transaction that also stores how far
//! it came; another node that looked at the same time finds the place moved on and does nothing.

use std::sync::Arc;
use std::time::Duration;

use platform::clock::{DAY_US, SECOND_US};
use platform::web::App;
use platform::{DbError, Tx};
use policy::At;
use policy::trigger::Watch;

use crate::act::Desk;
use crate::judge::Batch;
use crate::model::{Moment, Rule, State};
use crate::set::{self, Set};
use crate::store;
use crate::store::walk::Walk;
use crate::subject::Subject;

/// Between two looks when nothing was due.
const LOOK: Duration = Duration::from_secs(5);
/// After something went wrong.
const AFTER_TROUBLE: Duration = Duration::from_secs(10);
/// Between the end of a walk and its next beginning.
const ROUND_US: i64 = 15 * 60 * SECOND_US;
/// Contacts or invitations looked at in one transaction.
const PIECE: usize = 200;
/// Walks taken up at one look.
const WALKS: usize = 20;

/// Runs until the server stops.
pub async fn run(app: App) {
    let desk = Desk::new(&app);
    let mut stopping = app.stopping.clone();
    loop {
        if *stopping.borrow() {
            return;
        }
        let wait = match step(&app, &desk).await {
            Ok(true) => continue,
            Ok(false) => LOOK,
            Err(problem) => {
                tracing::warn!(%problem, "rules about silence stand still; they go on soon");
                AFTER_TROUBLE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

/// One piece of every walk that is due; whether there was any.
async fn step(app: &App, desk: &Desk) -> Result<bool, DbError> {
    let now_us = app.clock.now_us();
    let walks: Vec<Walk> = app
        .db
        .read(move |tx| store::walk::due(tx, now_us, WALKS))
        .await?;
    let any = !walks.is_empty();
    for walk in walks {
        let desk = desk.clone();
        app.db
            .write(move |tx| piece(tx, &desk, &walk, now_us))
            .await?;
    }
    Ok(any)
}

fn piece(tx: &mut Tx<'_>, desk: &Desk, walk: &Walk, now_us: i64) -> Result<(), DbError> {
    if !store::walk::hold(tx, walk)? {
        return Ok(());
    }
    let rule = store::by_id(tx, &walk.workspace_id, &walk.rule_id)?;
    let Some(rule) = rule.filter(|rule| rule.state == State::On) else {
        return store::walk::end(tx, &walk.workspace_id, &walk.rule_id);
    };
    let found = match rule.definition.on {
        Moment::Answer => return store::walk::end(tx, &walk.workspace_id, &walk.rule_id),
        Moment::Silence(days) => silent(tx, &rule, (days.days, &walk.after_key), now_us)?,
        Moment::NoAnswer(days) => unanswered(tx, &rule, (days.days, &walk.after_key), now_us)?,
    };
    fire_all(tx, desk, (&rule, found.subjects), now_us)?;
    let (after_key, next_at_us) = match found.after_key {
        Some(after_key) => (after_key, now_us),
        None => (String::new(), now_us + ROUND_US),
    };
    let walk = Walk {
        after_key,
        ..walk.clone()
    };
    store::walk::go_on(tx, &walk, next_at_us)
}

/// What was found in a piece: subjects with their occasions, and where to go on.
pub(crate) struct Found {
    pub(crate) subjects: Vec<(Subject, String)>,
    pub(crate) after_key: Option<String>,
    /// How many were looked at.
    pub(crate) seen: usize,
}

/// Contacts that have been silent for so many days, of the next piece.
pub(crate) fn silent(
    tx: &mut Tx<'_>,
    rule: &Rule,
    (days, after_key): (u16, &str),
    now_us: i64,
) -> Result<Found, DbError> {
    let people = store::walk::contacts(tx, &rule.workspace_id, after_key, PIECE)?;
    let last = people.last().map(|person| person.contact_id.clone());
    let seen = people.len();
    let subjects = people.into_iter().filter_map(|person| {
        let since = person.heard.silence(days, At(now_us))?;
        let occasion = format!("silence:{}:{}", person.contact_id, since.0);
        let subject = Subject {
            contact_id: Some(person.contact_id),
            account_id: person.account_id,
            language: person.language,
            at_us: since.0,
            ..Subject::default()
        };
        Some((subject, occasion))
    });
    Ok(Found {
        subjects: subjects.collect(),
        after_key: last.filter(|_| seen == PIECE),
        seen,
    })
}

/// Invitations without answer whose days went by after the rule was switched on, of the next piece.
pub(crate) fn unanswered(
    tx: &mut Tx<'_>,
    rule: &Rule,
    (days, after_key): (u16, &str),
    now_us: i64,
) -> Result<Found, DbError> {
    let wait_us = i64::from(days) * DAY_US;
    let watch = Watch {
        active_since: rule.active_since_us.map(At),
    };
    // What was due before the rule was on never counts: no need to go through it.
    let first_us = rule.active_since_us.unwrap_or(now_us) - wait_us;
    let (at_us, id) = match after_key.split_once(' ') {
        Some((at_us, id)) => (at_us.parse().unwrap_or(first_us), id),
        None => (first_us, ""),
    };
    let workspace_id = &rule.workspace_id;
    let after = (at_us.max(first_us), id);
    let all = store::walk::unanswered(tx, workspace_id, (now_us - wait_us, after), PIECE)?;
    let last = all
        .last()
        .map(|one| format!("{} {}", one.sent_at_us, one.invitation_id));
    let seen = all.len();
    let fit = all
        .into_iter()
        .filter(|one| watch.fires_unanswered(At(one.sent_at_us), days, At(now_us)));
    let subjects = fit.map(|one| {
        let occasion = format!("invitation:{}", one.invitation_id);
        let subject = Subject {
            survey_id: Some(one.survey_id),
            contact_id: Some(one.contact_id),
            account_id: one.account_id,
            language: one.language,
            at_us: one.sent_at_us,
            ..Subject::default()
        };
        (subject, occasion)
    });
    Ok(Found {
        subjects: subjects.collect(),
        after_key: last.filter(|_| seen == PIECE),
        seen,
    })
}

fn fire_all(
    tx: &mut Tx<'_>,
    desk: &Desk,
    (rule, found): (&Rule, Vec<(Subject, String)>),
    now_us: i64,
) -> Result<(), DbError> {
    let (batch, occasions) = load(tx, rule, found, now_us)?;
    for (place, occasion) in occasions.iter().enumerate() {
        if batch.holds(rule, place) == Some(true) {
            let subject = &batch.subjects()[place];
            let times = (batch.day_minutes(), now_us);
            desk.fire(tx, rule, (subject, occasion), times)?;
        }
    }
    Ok(())
}

/// What `rule` asks of what was found.
pub(crate) fn load(
    tx: &mut Tx<'_>,
    rule: &Rule,
    found: Vec<(Subject, String)>,
    now_us: i64,
) -> Result<(Batch, Vec<String>), DbError> {
    let themes = if set::asks_themes(std::slice::from_ref(rule)) {
        theme::known::known(tx, &rule.workspace_id)?
    } else {
        Vec::new()
    };
    let set = Arc::new(Set::new(vec![rule.clone()], &themes));
    let (subjects, occasions) = found.into_iter().unzip();
    let batch = Batch::load(tx, &rule.workspace_id, (set, subjects), now_us)?;
    Ok((batch, occasions))
}

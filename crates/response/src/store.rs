//! All SQL of responses. How a retry stays the same response is decided here, by unique keys and
//! the survey's row lock: two nodes that store the same thing at once get the same result.

pub mod idempotency;
pub mod invitation;
mod many;
pub mod reading;
pub mod served;
pub(crate) mod widget;

use platform::{DbError, Tx, id, params};
use survey::store::{Place, take_place};

use crate::colleagues::Colleagues;
use crate::model::{Channel, Doubt, Extent, Identity, New, Outcome, Put, Response, State, Target};
use crate::rules::{self, Content};

pub use many::store_many;
pub use reading::{Stored, by_id, changed_since};

/// Why something was not stored. Nothing of the work stays.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Refusal {
    /// The database's own reason.
    #[error(transparent)]
    Db(#[from] DbError),
    /// There is no such survey here.
    #[error("there is no such survey")]
    NoSurvey,
    /// The survey is a draft or closed.
    #[error("the survey is not open")]
    NotOpen,
    /// The survey was changed since the answers were validated: validate again.
    #[error("the survey was changed")]
    Stale,
    /// The response was changed in between: try again.
    #[error("the response was changed in between")]
    Moved,
    /// The response was erased, and stays so.
    #[error("this response was erased")]
    Erased,
    /// An idempotency key came again with another request.
    #[error("this Idempotency-Key was used for another request")]
    OtherRequest,
}

impl Refusal {
    /// Whether doing the same once more, this time looking first, can succeed.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Moved | Self::Db(DbError::Unique(_)))
    }
}

/// Whether to look for an earlier sending before storing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Yes.
    First,
    /// No: it is most likely new, and a unique key stops it if it isn't.
    OnlyIfStopped,
}

/// Stores one response, or what it changes of an earlier one.
pub fn put(tx: &mut Tx<'_>, target: &Target, new: &New, look: Look) -> Result<Put, Refusal> {
    // An erased response no longer has its external id as a unique key.
    let must_look = new.identity.external_id().is_some();
    let found = match look {
        Look::OnlyIfStopped if !must_look => None,
        _ => earlier(tx, target, &new.identity)?,
    };
    match found {
        None => add(tx, target, new),
        Some(old) if old.state == State::Erased => Ok(place_of(&old, Outcome::Erased)),
        Some(old) => {
            let colleagues = colleagues_of(tx, target, std::slice::from_ref(new))?;
            let new = &*colleagues.completed(&old, new);
            match rules::merged(&old, new, target.now) {
                None if old.doubt == new.doubt => Ok(place_of(&old, Outcome::Unchanged)),
                None => change(tx, target, new, &old, &Content::of(&old)),
                Some(content) => change(tx, target, new, &old, &content),
            }
        }
    }
}

/// The colleagues whom rows of files don't mention; nobody when there are no such rows.
fn colleagues_of(tx: &mut Tx<'_>, target: &Target, new: &[New]) -> Result<Colleagues, DbError> {
    let is_row = |one: &New| matches!(one.extent, Extent::Row { .. });
    if new.iter().any(is_row) {
        Colleagues::read(tx, &target.workspace_id)
    } else {
        Ok(Colleagues::default())
    }
}

fn place_of(old: &Response, outcome: Outcome) -> Put {
    Put {
        response_id: old.response_id.clone(),
        ordinal: old.ordinal,
        state: old.state,
        outcome,
    }
}

pub(crate) fn earlier(
    tx: &mut Tx<'_>,
    target: &Target,
    identity: &Identity,
) -> Result<Option<Response>, DbError> {
    match identity {
        Identity::None => Ok(None),
        Identity::Submission(value) => reading::by_key(tx, target, "submission_id", [value, value]),
        Identity::Invitation {
            invitation_id: id,
            external_id,
        } => match reading::by_key(tx, target, "invitation_id", [id, id])? {
            None => respondent(tx, target, id, external_id.as_ref()),
            found => Ok(found),
        },
        Identity::External(value) => {
            let erased = rules::erased_external_id(&target.workspace_id, &target.survey_id, value);
            reading::by_key(tx, target, "external_id", [value, &erased])
        }
        Identity::Exported {
            response_id,
            external_id,
        } => match by_id(tx, &target.workspace_id, &target.survey_id, response_id)? {
            None => earlier(tx, target, &Identity::External(external_id.clone())),
            found => Ok(found),
        },
    }
}

/// Whether the response with this external id was erased.
pub(crate) fn is_erased(
    tx: &mut Tx<'_>,
    target: &Target,
    external_id: &str,
) -> Result<bool, DbError> {
    let erased = rules::erased_external_id(&target.workspace_id, &target.survey_id, external_id);
    Ok(reading::by_key(tx, target, "external_id", [&erased, &erased])?.is_some())
}

/// The response of whoever has this external id, which from now on is that of their newest link.
fn respondent(
    tx: &mut Tx<'_>,
    target: &Target,
    invitation_id: &str,
    external_id: Option<&String>,
) -> Result<Option<Response>, DbError> {
    let Some(external_id) = external_id else {
        return Ok(None);
    };
    let found = earlier(tx, target, &Identity::External(external_id.clone()))?;
    if let Some(old) = found.as_ref().filter(|old| old.state != State::Erased) {
        tx.execute(
            "UPDATE response SET invitation_id = $4
             WHERE workspace_id = $1 AND survey_id = $2 AND ordinal = $3",
            params![
                &target.workspace_id,
                &target.survey_id,
                old.ordinal,
                invitation_id
            ],
        )?;
    }
    Ok(found)
}

/// Takes the place in the survey and checks that the survey is as the answers were validated.
pub(crate) fn placed(
    tx: &mut Tx<'_>,
    target: &Target,
    new: &New,
    adds: bool,
) -> Result<Place, Refusal> {
    let place =
        take_place(tx, &target.workspace_id, &target.survey_id, adds)?.ok_or(Refusal::NoSurvey)?;
    if new.channel.needs_open_survey() && !place.is_open {
        return Err(Refusal::NotOpen);
    }
    if place.revision != target.revision {
        return Err(Refusal::Stale);
    }
    Ok(place)
}

fn add(tx: &mut Tx<'_>, target: &Target, new: &New) -> Result<Put, Refusal> {
    let place = placed(tx, target, new, true)?;
    let response_id = id::new();
    let external_id = new.identity.external_id();
    let (mut submission_id, mut invitation_id) = (None, None);
    match &new.identity {
        Identity::None | Identity::External(_) | Identity::Exported { .. } => {}
        Identity::Submission(value) => submission_id = Some(value),
        Identity::Invitation {
            invitation_id: value,
            ..
        } => invitation_id = Some(value),
    }
    let answered = new.answered.unwrap_or(target.now);
    tx.execute(
        "INSERT INTO response (workspace_id, survey_id, ordinal, response_id, change_seq, version,
                               state, language, channel, external_id, submission_id, invitation_id,
                               answers, attributes, day, answered_at_us, stored_at_us,
                               changed_at_us, doubt)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17,
                 $18)",
        params![
            &target.workspace_id,
            &target.survey_id,
            place.ordinal,
            &response_id,
            place.change_seq,
            place.version,
            new.state.as_str(),
            new.language.as_ref().unwrap_or(&target.language),
            new.channel.as_str(),
            external_id,
            submission_id,
            invitation_id,
            reading::json(&new.answers)?,
            reading::json(&new.attributes)?,
            answered.day,
            answered.at_us,
            target.now.at_us,
            new.doubt.map(Doubt::as_str)
        ],
    )?;
    Ok(Put {
        response_id,
        ordinal: place.ordinal,
        state: new.state,
        outcome: Outcome::Created,
    })
}

fn change(
    tx: &mut Tx<'_>,
    target: &Target,
    new: &New,
    old: &Response,
    content: &Content,
) -> Result<Put, Refusal> {
    let place = placed(tx, target, new, false)?;
    if old.doubt.is_some() && new.channel != Channel::Personal {
        // Whoever knows better than the clicks says so: no later click may put it in doubt again.
        crate::votes::settled(tx, target, old, content)?;
    }
    let whose = (target.workspace_id.as_str(), target.survey_id.as_str());
    rewrite(
        tx,
        whose,
        old,
        (content, new.doubt),
        (place, target.now.at_us),
    )?;
    Ok(Put {
        state: content.state,
        ..place_of(old, Outcome::Updated)
    })
}

/// Lets a stored response say `content`, with this doubt, and keeps what it said before.
pub(crate) fn rewrite(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    old: &Response,
    (content, doubt): (&Content, Option<Doubt>),
    (place, now_us): (Place, i64),
) -> Result<(), Refusal> {
    if *content != Content::of(old) {
        tx.execute(
            "INSERT INTO response_revision (workspace_id, response_id, change_seq, state, answers,
                                            replaced_at_us)
             VALUES ($1, $2, $3, $4, $5, $6)",
            params![
                workspace_id,
                &old.response_id,
                old.change_seq,
                old.state.as_str(),
                reading::json(&old.answers)?,
                now_us
            ],
        )?;
    }
    // Another node may have changed it after we looked; then nothing matches.
    let changed = tx.execute(
        "UPDATE response
         SET change_seq = $5, version = $6, state = $7, language = $8, answers = $9,
             attributes = $10, day = $11, answered_at_us = $12, changed_at_us = $13, doubt = $14
         WHERE workspace_id = $1 AND survey_id = $2 AND ordinal = $3 AND change_seq = $4",
        params![
            workspace_id,
            survey_id,
            old.ordinal,
            old.change_seq,
            place.change_seq,
            place.version,
            content.state.as_str(),
            &content.language,
            reading::json(&content.answers)?,
            reading::json(&content.attributes)?,
            content.answered.day,
            content.answered.at_us,
            now_us,
            doubt.map(Doubt::as_str)
        ],
    )?;
    if changed == 0 {
        return Err(Refusal::Moved);
    }
    Ok(())
}

/// Erases a response: its place stays, without anything that was said or known of the respondent.
/// False when there is no such response.
pub fn erase(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
    response_id: &str,
    now_us: i64,
) -> Result<bool, Refusal> {
    // In the order in which votes take them: the invitation, then the survey.
    invitation::hold_of(tx, workspace_id, response_id)?;
    let Some(old) = by_id(tx, workspace_id, survey_id, response_id)? else {
        return Ok(false);
    };
    if old.state == State::Erased {
        return Ok(true);
    }
    let place = take_place(tx, workspace_id, survey_id, false)?.ok_or(Refusal::NoSurvey)?;
    let external_id = old
        .external_id
        .as_ref()
        .map(|e| rules::erased_external_id(workspace_id, survey_id, e));
    let changed = tx.execute(
        "UPDATE response
         SET change_seq = $5, state = 'erased', external_id = $6, answers = $7, attributes = $7,
             changed_at_us = $8, doubt = NULL
         WHERE workspace_id = $1 AND survey_id = $2 AND ordinal = $3 AND change_seq = $4",
        params![
            workspace_id,
            survey_id,
            old.ordinal,
            old.change_seq,
            place.change_seq,
            external_id,
            "{}",
            now_us
        ],
    )?;
    if changed == 0 {
        return Err(Refusal::Moved);
    }
    tx.execute(
        "DELETE FROM response_revision WHERE workspace_id = $1 AND response_id = $2",
        params![workspace_id, response_id],
    )?;
    invitation::forget_respondent(tx, workspace_id, survey_id, &old, now_us)?;
    Ok(true)
}

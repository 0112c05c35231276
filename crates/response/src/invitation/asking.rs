//! Invitations for slices that write to people themselves: made, looked at and taken back in their
//! own transactions. The links of their mails lead to these invitations.

use platform::{DbError, Tx, id};

use crate::model::{self, Attributes, Invitation};
use crate::store;

/// An invitation to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The workspace.
    pub workspace_id: String,
    /// The survey it is for.
    pub survey_id: String,
    /// Its id, from [`super::Dealing`]: what it asks follows from it.
    pub invitation_id: String,
    /// Properties of the respondent; their response gets them.
    pub attributes: Attributes,
    /// Now, UTC microseconds.
    pub now_us: i64,
    /// After this moment (UTC microseconds) it takes no answers; `None`: as long as the survey is
    /// open.
    pub closes_at_us: Option<i64>,
}

/// What became of an invitation so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Nothing that counts was answered (yet).
    Waiting,
    /// Something was answered, but not sent in.
    Begun,
    /// Sent in. Of surveys of employees it is told in batches, some time after.
    Complete,
    /// Withdrawn, or its respondent was erased, before it was sent in.
    Withdrawn,
}

impl State {
    /// Whether something was answered that counts: then nobody is reminded.
    pub const fn is_answered(self) -> bool {
        matches!(self, Self::Begun | Self::Complete)
    }
}

/// Makes an invitation. Its own token is thrown away: links to it are those of mails.
pub fn issue(tx: &mut Tx<'_>, issue: &Issue) -> Result<(), DbError> {
    let invitation = Invitation {
        workspace_id: issue.workspace_id.clone(),
        survey_id: issue.survey_id.clone(),
        invitation_id: issue.invitation_id.clone(),
        external_id: None,
        attributes: issue.attributes.clone(),
        created_at_us: issue.now_us,
        revoked_at_us: None,
        closes_at_us: issue.closes_at_us,
        told: false,
        response_state: None,
        doubt: None,
    };
    store::invitation::add(tx, &invitation, &id::hash(&id::secret()))
}

/// What became of an invitation; `None` when there is none with this id.
pub fn state(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    invitation_id: &str,
) -> Result<Option<State>, DbError> {
    let found = store::invitation::in_workspace(tx, workspace_id, invitation_id)?;
    Ok(found.map(|invitation| of(&invitation)))
}

fn of(invitation: &Invitation) -> State {
    let counted = invitation
        .response_state
        .filter(|_| invitation.doubt.is_none());
    match counted {
        Some(model::State::Complete) => State::Complete,
        _ if invitation.told => State::Complete,
        _ if invitation.revoked_at_us.is_some() => State::Withdrawn,
        Some(model::State::Partial) => State::Begun,
        Some(model::State::Erased) => State::Withdrawn,
        None => State::Waiting,
    }
}

/// Ends an invitation: its links say that it is over. What was answered stays. Doing it twice is
/// fine; false when there is no such invitation.
pub fn withdraw(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    invitation_id: &str,
    now_us: i64,
) -> Result<bool, DbError> {
    store::invitation::withdraw(tx, workspace_id, invitation_id, now_us)
}

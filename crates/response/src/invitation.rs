//! Personal links: make them, list them, revoke them, find the one that is used.

use std::sync::Arc;

use platform::{DbError, Problem, id};
use survey::Status;
use user::Viewer;

use crate::model::{Attributes, Invitation};
use crate::service::{CHUNK_MAX, Responses};
use crate::store;

/// Personal links made in one request at most.
pub const INVITATIONS_MAX: usize = 10_000;

/// Who is to get a personal link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invite {
    /// The inviter's own id of the respondent.
    pub external_id: Option<String>,
    /// Properties of the respondent; their response gets them.
    pub attributes: Attributes,
}

impl Responses {
    /// Makes personal links and returns each with its address, which is told only here: what is
    /// stored is the hash of its secret.
    pub async fn invite(
        &self,
        viewer: &Viewer,
        survey_id: &str,
        invites: Vec<Invite>,
    ) -> Result<Vec<(Invitation, String)>, Problem> {
        let db = &self.app.db;
        let survey = self
            .surveys
            .renewed(db, &viewer.workspace_id, survey_id)
            .await?;
        if survey.status == Status::Draft {
            return Err(Problem::Conflict(
                "publish the survey before you invite".to_owned(),
            ));
        }
        let now_us = self.app.clock.now_us();
        let made: Vec<(Invitation, String)> = invites
            .into_iter()
            .map(|invite| {
                let invitation = Invitation {
                    workspace_id: survey.workspace_id.clone(),
                    survey_id: survey.survey_id.clone(),
                    invitation_id: id::new(),
                    external_id: invite.external_id,
                    attributes: invite.attributes,
                    created_at_us: now_us,
                    revoked_at_us: None,
                    response_state: None,
                };
                (invitation, id::secret())
            })
            .collect();
        let shared = Arc::new(made);
        for start in (0..shared.len()).step_by(CHUNK_MAX) {
            let made = shared.clone();
            self.app
                .db
                .write(move |tx| {
                    for (invitation, token) in made.iter().skip(start).take(CHUNK_MAX) {
                        store::invitation::add(tx, invitation, &id::hash(token))?;
                    }
                    Ok::<_, DbError>(())
                })
                .await?;
        }
        let base_url = &self.app.base_url;
        Ok(shared
            .iter()
            .map(|(i, token)| (i.clone(), format!("{base_url}/p/{token}")))
            .collect())
    }

    /// Invitations in the order they were made, after (time, id).
    pub async fn invitations(
        &self,
        viewer: &Viewer,
        survey_id: &str,
        after: (i64, String),
        limit: usize,
    ) -> Result<Vec<Invitation>, Problem> {
        self.survey(viewer, survey_id).await?;
        let (workspace, survey) = (viewer.workspace_id.clone(), survey_id.to_owned());
        self.app
            .db
            .read(move |tx| {
                let after = (after.0, after.1.as_str());
                Ok(store::invitation::list(
                    tx, &workspace, &survey, after, limit,
                )?)
            })
            .await
    }

    /// How many were invited, and how many of them answered completely.
    pub async fn invitation_counts(
        &self,
        viewer: &Viewer,
        survey_id: &str,
    ) -> Result<(i64, i64), Problem> {
        let (workspace, survey) = (viewer.workspace_id.clone(), survey_id.to_owned());
        self.app
            .db
            .read(move |tx| Ok(store::invitation::counts(tx, &workspace, &survey)?))
            .await
    }

    /// Ends a personal link; what was answered with it stays.
    pub async fn revoke(
        &self,
        viewer: &Viewer,
        survey_id: &str,
        invitation_id: &str,
    ) -> Result<(), Problem> {
        self.survey(viewer, survey_id).await?;
        if !id::is_id(invitation_id) {
            return Err(Problem::no("invitation"));
        }
        let (workspace, survey) = (viewer.workspace_id.clone(), survey_id.to_owned());
        let (id, now_us) = (invitation_id.to_owned(), self.app.clock.now_us());
        let found = self
            .app
            .db
            .write(move |tx| store::invitation::revoke(tx, &workspace, &survey, &id, now_us))
            .await?;
        if found {
            Ok(())
        } else {
            Err(Problem::no("invitation"))
        }
    }

    /// The invitation behind the secret of a personal link.
    pub(crate) async fn invitation(&self, token: &str) -> Result<Option<Invitation>, Problem> {
        let hash = id::hash(token);
        self.app
            .db
            .read(move |tx| Ok(store::invitation::by_token(tx, &hash)?))
            .await
    }
}

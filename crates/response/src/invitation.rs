//! Personal links: make them, list them, revoke them, find the one that is used.

mod asking;
mod dealing;

use std::collections::HashSet;
use std::sync::Arc;

use platform::{DbError, Problem, Tx, id};
use serde::{Deserialize, Serialize};
use survey::Status;
use user::Viewer;
use user::audit::Note;

use crate::colleagues::Colleagues;
use crate::model::{self, Attributes, Invitation, Target};
use crate::service::{CHUNK_MAX, Responses, TRIES};
use crate::store::idempotency::{self, Earlier, Keyed, Reply};
use crate::store::{self, Refusal};

pub use asking::{Issue, State, issue, state, withdraw};
pub use dealing::Dealing;

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

/// An invitation that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// The invitation.
    pub invitation: Invitation,
    /// Its link; none when the respondent has answered or was erased.
    pub url: Option<String>,
}

/// What is kept of a reply with links: which, and what they follow from beside the sender's secret.
#[derive(Serialize, Deserialize)]
struct Told {
    seed: String,
    invitations: Vec<(String, bool)>,
}

fn tokens(owner: &str, seed: &str, count: usize) -> Vec<String> {
    (0..count)
        .map(|index| id::derived_secret(&format!("{owner}\n{seed}\n{index}")))
        .collect()
}

/// Makes the invitations with these ids and tokens; each comes with whether its token is now a link.
fn mint(
    tx: &mut Tx<'_>,
    target: &Target,
    invites: &[Invite],
    links: &[(String, String)],
) -> Result<Vec<(Invitation, bool)>, DbError> {
    let asked = invites.iter().zip(links);
    asked
        .map(|(invite, link)| mint_one(tx, target, invite, link))
        .collect()
}

fn mint_one(
    tx: &mut Tx<'_>,
    target: &Target,
    invite: &Invite,
    (id, token): &(String, String),
) -> Result<(Invitation, bool), DbError> {
    let (workspace_id, survey_id) = (&target.workspace_id, &target.survey_id);
    let mut invitation = Invitation {
        workspace_id: workspace_id.clone(),
        survey_id: survey_id.clone(),
        invitation_id: id.clone(),
        external_id: invite.external_id.clone(),
        attributes: invite.attributes.clone(),
        created_at_us: target.now.at_us,
        revoked_at_us: None,
        closes_at_us: None,
        told: false,
        response_state: None,
        doubt: None,
    };
    if let Some(external_id) = &invite.external_id {
        let earlier = store::invitation::of_respondent(tx, workspace_id, survey_id, external_id)?;
        for old in earlier {
            if old.counted() == Some(model::State::Complete) {
                return Ok((old, false));
            }
            let (old_id, now_us) = (&old.invitation_id, target.now.at_us);
            store::invitation::revoke(tx, workspace_id, survey_id, old_id, now_us)?;
        }
        if store::is_erased(tx, target, external_id)? {
            // Nothing is known again of whoever was erased; their place says so.
            (invitation.external_id, invitation.attributes) = (None, Attributes::new());
            invitation.revoked_at_us = Some(target.now.at_us);
        }
    }
    store::invitation::add(tx, &invitation, &platform::id::hash(token))?;
    let is_live = invitation.revoked_at_us.is_none();
    Ok((invitation, is_live))
}

/// Notes that people were invited to a survey, and how many.
fn note_invited(
    tx: &mut Tx<'_>,
    by: &Viewer,
    target: &Target,
    count: usize,
) -> Result<(), DbError> {
    let note = Note {
        action: "survey.invited",
        noun: "survey",
        id: &target.survey_id,
        detail: serde_json::json!({ "links": count }),
    };
    user::audit::note(tx, by, note, target.now.at_us)
}

impl Responses {
    /// Makes personal links and returns each with its address, which is told only here: what is
    /// stored is the hash of its secret. Whoever has a link already gets a new one in its place,
    /// or none when they have answered or were erased.
    pub async fn invite(
        &self,
        viewer: &Viewer,
        survey_id: &str,
        invites: Vec<Invite>,
    ) -> Result<Vec<Invited>, Problem> {
        let (target, ids) = self.inviting(viewer, survey_id, &invites).await?;
        let tokens: Vec<String> = invites.iter().map(|_| id::secret()).collect();
        let links: Vec<_> = ids.into_iter().zip(tokens.iter().cloned()).collect();
        let work = Arc::new((target, invites, links, viewer.clone()));
        let mut made = Vec::with_capacity(work.1.len());
        for start in (0..work.1.len()).step_by(CHUNK_MAX) {
            let work = work.clone();
            let chunk = self.app.db.write(move |tx| {
                let (target, invites, links, by) = &*work;
                let end = invites.len().min(start + CHUNK_MAX);
                let made = mint(tx, target, &invites[start..end], &links[start..end])?;
                note_invited(tx, by, target, made.len())?;
                Ok::<_, Refusal>(made)
            });
            made.extend(chunk.await?);
        }
        Ok(self.with_urls(made, &tokens))
    }

    /// As [`Self::invite`], in one transaction under an idempotency key. `owner` is a secret of
    /// the sender's: the links follow from it, so that they can be told again though they are
    /// stored nowhere.
    pub(crate) async fn invite_once(
        &self,
        viewer: &Viewer,
        survey_id: &str,
        invites: Vec<Invite>,
        (keyed, owner): (Keyed, String),
    ) -> Result<Vec<Invited>, Problem> {
        if let Some(reply) = self.replied(&viewer.workspace_id, &keyed).await? {
            return self.told_again(viewer, survey_id, &reply, &owner).await;
        }
        let (target, ids) = self.inviting(viewer, survey_id, &invites).await?;
        let seed = id::secret();
        let tokens = tokens(&owner, &seed, invites.len());
        let links: Vec<_> = ids.into_iter().zip(tokens.iter().cloned()).collect();
        let work = Arc::new((target, invites, links, (keyed, seed), viewer.clone()));
        for _ in 0..TRIES {
            let work = work.clone();
            let outcome = self.app.db.write(move |tx| {
                let (target, invites, links, (keyed, seed), by) = &*work;
                if let Earlier::Done(reply) = idempotency::earlier(tx, &target.workspace_id, keyed)?
                {
                    return Ok(Err(reply));
                }
                let made = mint(tx, target, invites, links)?;
                note_invited(tx, by, target, made.len())?;
                let ids = made.iter().map(|(i, new)| (i.invitation_id.clone(), *new));
                let told = Told {
                    seed: seed.clone(),
                    invitations: ids.collect(),
                };
                let body = serde_json::to_string(&told)
                    .map_err(|e| DbError::Bug(format!("JSON to store: {e}")))?;
                let reply = Reply { status: 201, body };
                let now_us = target.now.at_us;
                idempotency::keep(tx, &target.workspace_id, keyed, &reply, now_us)?;
                Ok::<_, Refusal>(Ok(made))
            });
            match outcome.await {
                Ok(Ok(made)) => return Ok(self.with_urls(made, &tokens)),
                Ok(Err(reply)) => return self.told_again(viewer, survey_id, &reply, &owner).await,
                Err(refusal) if refusal.is_passing() => {}
                Err(refusal) => return Err(refusal.into()),
            }
        }
        Err(Problem::Unavailable(
            "others invite the same people all the time".to_owned(),
        ))
    }

    /// Checks that these people can be invited to the survey, and gives each invitation its id,
    /// from which follows what it asks.
    async fn inviting(
        &self,
        viewer: &Viewer,
        survey_id: &str,
        invites: &[Invite],
    ) -> Result<(Target, Vec<String>), Problem> {
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
        let mut met = HashSet::new();
        let twice = |invite: &Invite| invite.external_id.clone().is_some_and(|id| !met.insert(id));
        if let Some(index) = invites.iter().position(twice) {
            let pointer = format!("/invitations/{index}/external_id");
            return Err(Problem::invalid(pointer, "this external id is here twice"));
        }
        let ids = self.dealer.ids(&survey, invites.len());
        Ok((self.against(survey).await?.target(), ids))
    }

    fn with_urls(&self, made: Vec<(Invitation, bool)>, tokens: &[String]) -> Vec<Invited> {
        let base_url = &self.app.base_url;
        made.into_iter()
            .zip(tokens)
            .map(|((invitation, new), token)| Invited {
                invitation,
                url: new.then(|| format!("{base_url}/p/{token}")),
            })
            .collect()
    }

    /// The links that were told before, with what became of them.
    async fn told_again(
        &self,
        viewer: &Viewer,
        survey_id: &str,
        reply: &Reply,
        owner: &str,
    ) -> Result<Vec<Invited>, Problem> {
        let told: Told = serde_json::from_str(&reply.body)?;
        let tokens = tokens(owner, &told.seed, told.invitations.len());
        let (workspace, survey) = (viewer.workspace_id.clone(), survey_id.to_owned());
        let found = self
            .app
            .db
            .read(move |tx| {
                let one = |(id, new): &(String, bool)| {
                    store::invitation::by_id(tx, &workspace, &survey, id)?
                        .map(|invitation| (invitation, *new))
                        .ok_or_else(|| DbError::Bug("an invitation is gone".to_owned()).into())
                };
                told.invitations
                    .iter()
                    .map(one)
                    .collect::<Result<Vec<_>, Problem>>()
            })
            .await?;
        Ok(self.with_urls(found, &tokens))
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
                let mut found = store::invitation::list(tx, &workspace, &survey, after, limit)?;
                let colleagues = Colleagues::read(tx, &workspace)?;
                for invitation in &mut found {
                    colleagues.hide(&mut invitation.attributes);
                }
                Ok(found)
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
        let (by, survey) = (viewer.clone(), survey_id.to_owned());
        let (id, now_us) = (invitation_id.to_owned(), self.app.clock.now_us());
        let found = self
            .app
            .db
            .write(move |tx| {
                let workspace = &by.workspace_id;
                let found = store::invitation::revoke(tx, workspace, &survey, &id, now_us)?;
                if found {
                    let note = Note::new("invitation.revoked", &id);
                    let note = note.with(serde_json::json!({ "survey": survey }));
                    user::audit::note(tx, &by, note, now_us)?;
                }
                Ok::<_, DbError>(found)
            })
            .await?;
        if found {
            Ok(())
        } else {
            Err(Problem::no("invitation"))
        }
    }
}

//! The verbs: store what was sent, read it back, erase it.

use std::sync::Arc;

use platform::web::App;
use platform::{Db, Problem, id};
use serde_json::json;
use survey::Survey;
use user::audit::Note;
use user::{Sight, Viewer};

use crate::asked::Dealer;
use crate::ballot;
use crate::colleagues::Colleagues;
use crate::known::{Companies, Company, Surveys};
use crate::model::{Moment, New, Outcome, Put, Response, State, Target};
use crate::rules;
use crate::served;
use crate::store::idempotency::{self, Earlier, Keyed, Reply};
use crate::store::reading::{self, Wanted};
use crate::store::{self, Look, Refusal};

/// How often a sending is tried that others get in the way of.
pub(crate) const TRIES: usize = 8;
/// Responses stored in one transaction at most, so that others who write needn't wait long.
pub const CHUNK_MAX: usize = 500;

/// Stores and reads responses; cheap to clone.
#[derive(Clone)]
pub struct Responses {
    pub(crate) app: App,
    pub(crate) surveys: Arc<Surveys>,
    companies: Arc<Companies>,
    pub(crate) dealer: Arc<Dealer>,
}

/// What a sending is checked against.
#[derive(Clone)]
pub(crate) struct Against {
    pub(crate) survey: Arc<Survey>,
    pub(crate) company: Arc<Company>,
    pub(crate) now: Moment,
}

impl Against {
    pub(crate) fn target(&self) -> Target {
        Target {
            workspace_id: self.survey.workspace_id.clone(),
            survey_id: self.survey.survey_id.clone(),
            revision: self.survey.revision,
            language: self.survey.definition.language().to_owned(),
            now: self.now,
        }
    }
}

/// What became of a sending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// It was stored (or was there, the same).
    Now(Put),
    /// The same request was replied to before.
    Before(Reply),
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Db(error) => error.into(),
            Refusal::NoSurvey => Self::no("survey"),
            Refusal::NotOpen => Self::Conflict("survey is not open".to_owned()),
            Refusal::Stale | Refusal::Moved => Self::Unavailable(refusal.to_string()),
            Refusal::Erased => Self::Gone(refusal.to_string()),
            Refusal::OtherRequest => {
                Self::invalid("Idempotency-Key", "this key was used for another request")
            }
        }
    }
}

/// The API's reply to one stored response.
pub(crate) fn reply_to(put: &Put) -> Reply {
    Reply {
        status: if put.outcome == Outcome::Created {
            201
        } else {
            200
        },
        body: json!({ "id": put.response_id, "ordinal": put.ordinal, "state": put.state })
            .to_string(),
    }
}

impl Responses {
    /// The verbs on `app`.
    pub fn new(app: &App) -> Self {
        Self {
            app: app.clone(),
            surveys: Arc::default(),
            companies: Arc::default(),
            dealer: Arc::default(),
        }
    }

    /// The survey of the viewer's workspace with this id, as last seen.
    pub(crate) async fn survey(
        &self,
        viewer: &Viewer,
        survey_id: &str,
    ) -> Result<Arc<Survey>, Problem> {
        self.surveys
            .get(&self.app.db, &viewer.workspace_id, survey_id)
            .await
    }

    /// Name and time zone of a workspace.
    pub(crate) async fn company(&self, workspace_id: &str) -> Result<Arc<Company>, Problem> {
        self.companies.get(&self.app, workspace_id).await
    }

    /// What a sending to `survey` is checked against now.
    pub(crate) async fn against(&self, survey: Arc<Survey>) -> Result<Against, Problem> {
        let company = self.company(&survey.workspace_id).await?;
        let mut now = Moment::new(&company.zone, self.app.clock.now_us());
        if survey.definition.employees {
            now = ballot::coarse(now, &company.zone);
        }
        Ok(Against {
            survey,
            company,
            now,
        })
    }

    /// Stores one response and returns after it is durable. `check` makes it from what was sent;
    /// it runs again when the survey turns out to have changed. `look` is where to begin: look for
    /// an earlier sending first, or only when a unique key says that there is one.
    pub(crate) async fn submit(
        &self,
        survey: Arc<Survey>,
        (keyed, look): (Option<Keyed>, Look),
        check: impl Fn(&Against) -> Result<New, Problem>,
    ) -> Result<Kept, Problem> {
        let workspace_id = survey.workspace_id.clone();
        match (
            self.store_one(survey, (keyed.clone(), look), check).await,
            keyed,
        ) {
            // What was replied once is replied again, whatever became of the survey since.
            (Err(problem), Some(keyed)) => match self.replied(&workspace_id, &keyed).await? {
                Some(reply) => Ok(Kept::Before(reply)),
                None => Err(problem),
            },
            (outcome, _) => outcome,
        }
    }

    /// What was replied to the same request before.
    pub(crate) async fn replied(
        &self,
        workspace_id: &str,
        keyed: &Keyed,
    ) -> Result<Option<Reply>, Problem> {
        let (workspace, keyed) = (workspace_id.to_owned(), keyed.clone());
        let earlier = self
            .app
            .db
            .read(move |tx| idempotency::earlier(tx, &workspace, &keyed))
            .await?;
        Ok(match earlier {
            Earlier::Done(reply) => Some(reply),
            Earlier::New | Earlier::Begun => None,
        })
    }

    async fn store_one(
        &self,
        survey: Arc<Survey>,
        (keyed, mut look): (Option<Keyed>, Look),
        check: impl Fn(&Against) -> Result<New, Problem>,
    ) -> Result<Kept, Problem> {
        let mut against = self.against(survey).await?;
        for _ in 0..TRIES {
            let new = match check(&against) {
                Err(invalid @ Problem::Invalid { .. }) => {
                    // Perhaps a question is newer than what we remember.
                    if !self.renew(&mut against).await? {
                        return Err(invalid);
                    }
                    continue;
                }
                checked => checked?,
            };
            let work = Arc::new((against.target(), new, keyed.clone()));
            let stored = self
                .app
                .db
                .write(move |tx| {
                    let (target, new, keyed) = &*work;
                    keep_one(tx, target, new, keyed.as_ref(), look)
                })
                .await;
            match stored {
                Ok(kept) => {
                    if matches!(&kept, Kept::Now(put) if put.outcome != Outcome::Unchanged) {
                        self.app.changes.announce(&against.survey.survey_id);
                    }
                    return Ok(kept);
                }
                Err(Refusal::Stale) => {
                    self.renew(&mut against).await?;
                }
                Err(refusal) if refusal.is_passing() => look = Look::First,
                // A retry of what was stored while the survey was open is no new answer.
                Err(Refusal::NotOpen) if look == Look::OnlyIfStopped => look = Look::First,
                Err(refusal) => return Err(refusal.into()),
            }
        }
        Err(Problem::Unavailable(
            "others change the same response all the time".to_owned(),
        ))
    }

    /// Looks whether the survey has changed, and uses what it is now.
    pub(crate) async fn renew(&self, against: &mut Against) -> Result<bool, Problem> {
        let old = &against.survey;
        let now = self
            .surveys
            .load(&self.app.db, &old.workspace_id, &old.survey_id)
            .await?;
        let changed = now.revision != old.revision;
        against.survey = now;
        Ok(changed)
    }

    /// Whether this survey's responses may be looked at one by one, by what it is now.
    async fn shown_one_by_one(&self, viewer: &Viewer, survey_id: &str) -> Result<(), Problem> {
        if viewer.sight != Sight::Everything {
            let survey = survey::service::get(&self.app, viewer, survey_id).await?;
            return rules::shown_one_by_one(&survey.definition, &viewer.sight);
        }
        let survey = self
            .surveys
            .renewed(&self.app.db, &viewer.workspace_id, survey_id)
            .await?;
        rules::shown_one_by_one(&survey.definition, &viewer.sight)
    }

    /// The response with this id, without who served.
    pub async fn response(
        &self,
        viewer: &Viewer,
        survey_id: &str,
        response_id: &str,
    ) -> Result<Response, Problem> {
        self.shown_one_by_one(viewer, survey_id).await?;
        if !id::is_id(response_id) {
            return Err(Problem::no("response"));
        }
        let (workspace, survey) = (viewer.workspace_id.clone(), survey_id.to_owned());
        let (id, sight) = (response_id.to_owned(), viewer.sight.clone());
        let found = self
            .app
            .db
            .read(move |tx| {
                if !served::sees_response(tx, (&workspace, &id), &sight)? {
                    return Ok::<_, Problem>(None);
                }
                let found = reading::by_id(tx, &workspace, &survey, &id)?;
                let found = Colleagues::read(tx, &workspace)?.hidden(found.into_iter().collect());
                Ok(found.into_iter().next())
            })
            .await?;
        match found {
            None => Err(Problem::no("response")),
            Some(response) if response.state == State::Erased => Err(Refusal::Erased.into()),
            Some(response) => Ok(response),
        }
    }

    /// Responses in the order they came in, without who served.
    pub async fn list(
        &self,
        viewer: &Viewer,
        survey_id: &str,
        wanted: Wanted,
    ) -> Result<Vec<Response>, Problem> {
        self.shown_one_by_one(viewer, survey_id).await?;
        let (workspace, survey) = (viewer.workspace_id.clone(), survey_id.to_owned());
        let sight = viewer.sight.clone();
        self.app
            .db
            .read(move |tx| {
                let whose = (workspace.as_str(), survey.as_str());
                let found = reading::list(tx, whose, &sight, &wanted)?;
                Ok(Colleagues::read(tx, &workspace)?.hidden(found))
            })
            .await
    }

    /// Erases a response: its answers, attributes, history and invitation. What is left is an
    /// empty place. Erasing twice is fine.
    pub async fn erase(
        &self,
        viewer: &Viewer,
        survey_id: &str,
        response_id: &str,
    ) -> Result<(), Problem> {
        self.survey(viewer, survey_id).await?;
        if !id::is_id(response_id) {
            return Err(Problem::no("response"));
        }
        let names = Arc::new((viewer.clone(), survey_id.to_owned(), response_id.to_owned()));
        let now_us = self.app.clock.now_us();
        for _ in 0..TRIES {
            let names = names.clone();
            let erased = self
                .app
                .db
                .write(move |tx| {
                    let (by, survey, response) = &*names;
                    let is_there = store::erase(tx, &by.workspace_id, survey, response, now_us)?;
                    if is_there {
                        let note = Note::new("response.erased", response);
                        let note = note.with(serde_json::json!({ "survey": survey }));
                        user::audit::note(tx, by, note, now_us)?;
                    }
                    Ok::<_, Refusal>(is_there)
                })
                .await;
            match erased {
                Ok(true) => {
                    self.app.changes.announce(survey_id);
                    return Ok(());
                }
                Ok(false) => return Err(Problem::no("response")),
                Err(refusal) if refusal.is_passing() => {}
                Err(refusal) => return Err(refusal.into()),
            }
        }
        Err(Refusal::Moved.into())
    }
}

/// One response and the reply to its key, in one transaction.
fn keep_one(
    tx: &mut platform::Tx<'_>,
    target: &Target,
    new: &New,
    keyed: Option<&Keyed>,
    look: Look,
) -> Result<Kept, Refusal> {
    if let (Some(keyed), Look::First) = (keyed, look)
        && let Earlier::Done(reply) = idempotency::earlier(tx, &target.workspace_id, keyed)?
    {
        return Ok(Kept::Before(reply));
    }
    let put = store::put(tx, target, new, look)?;
    if put.outcome == Outcome::Erased {
        return Err(Refusal::Erased);
    }
    if let Some(keyed) = keyed {
        let reply = reply_to(&put);
        idempotency::keep(tx, &target.workspace_id, keyed, &reply, target.now.at_us)?;
    }
    Ok(Kept::Now(put))
}

/// Stores at most [`CHUNK_MAX`] responses in one durable transaction; tries again when somebody
/// got in the way. A [`Refusal::Stale`] means: validate again by the survey as it is now.
pub async fn store_chunk(
    db: &Db,
    target: &Arc<Target>,
    chunk: Vec<New>,
) -> Result<Vec<Put>, Refusal> {
    let chunk = Arc::new(chunk);
    let mut tries = 0;
    loop {
        tries += 1;
        let (target, chunk) = (target.clone(), chunk.clone());
        match db
            .write(move |tx| store::store_many(tx, &target, &chunk))
            .await
        {
            Err(refusal) if refusal.is_passing() && tries < TRIES => {}
            other => return other,
        }
    }
}

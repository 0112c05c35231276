//! Storing what a visitor filled in, and what follows when that can't be.

use std::net::SocketAddr;

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use platform::web::FormData;
use platform::{Problem, id};

use super::Visit;
use super::show::Said;
use crate::form::{self, Filled};
use crate::link::Loading;
use crate::model::{Extent, New, State as Stage};
use crate::pages::Pages;
use crate::service::Against;
use crate::store::{Look, reading};

impl Visit {
    /// The response that a form makes by the survey as it is; `last` when it is sent in.
    fn made(&self, filled: &Filled, last: bool, against: &Against) -> Result<New, Problem> {
        let survey = &against.survey;
        if survey.version != filled.version {
            return Err(changed());
        }
        let asked = self.asked(&survey.definition, &filled.submission_id);
        let pages = form::pages(&asked.shown);
        let (mut answers, errors) = filled.answers(asked.all);
        if !errors.is_empty() {
            return Err(Problem::all_invalid(errors));
        }
        let page = filled.page_in(&pages);
        let extent = if last {
            Extent::Whole
        } else {
            form::extent(&asked, &pages, page, &answers)
        };
        asked.mark(&mut answers);
        let link = self.link.as_ref();
        let is_ballot = link.is_some_and(|link| link.ballot.is_some());
        Ok(New {
            state: if last {
                Stage::Complete
            } else {
                Stage::Partial
            },
            channel: self.channel(),
            identity: self.identity(filled),
            extent,
            // Who of the few answers in their own language would be known by it.
            language: (!is_ballot).then(|| filled.language.clone()),
            answers,
            attributes: link
                .map_or_else(|| self.attributes.clone(), |link| link.attributes().clone()),
            answered: None,
            doubt: None,
        })
    }
}

impl Pages {
    /// Stores what is filled in; returns after it is durable.
    pub(super) async fn store(
        &self,
        visit: &Visit,
        filled: &Filled,
        last: bool,
    ) -> Result<(), Problem> {
        let survey = visit.survey.clone();
        let check = |against: &Against| visit.made(filled, last, against);
        if let Some(link) = visit.logged() {
            let loading = Loading {
                visit: filled.visit.clone(),
                at_us: self.app().clock.now_us(),
            };
            let hit = link.submitted(loading, filled, &survey.definition);
            return self
                .responses
                .note(survey, (&link.invitation, hit), |against| {
                    check(against).map(Some)
                })
                .await;
        }
        // After its first page a form is there already, and a ballot may be.
        let known = filled.page > 0 || visit.link.is_some();
        let look = if known {
            Look::First
        } else {
            Look::OnlyIfStopped
        };
        self.responses.submit(survey, (None, look), check).await?;
        if let Some(link) = visit.link.as_ref().filter(|_| last) {
            self.ballots.collect(self.app(), &link.invitation).await;
        }
        Ok(())
    }

    /// The form again, with everything that was filled in, and why it could not be stored.
    pub(super) async fn refused(
        &self,
        visit: &Visit,
        filled: &Filled,
        page: usize,
        problem: Problem,
    ) -> Result<Response, Problem> {
        let retry_after_s = problem.retry_after_s();
        match problem {
            Problem::Conflict(_) | Problem::Gone(_) => self.over(visit, &filled.language),
            Problem::Unavailable(text) => {
                tracing::warn!(
                    survey = visit.survey.survey_id,
                    "an answer is not stored: {text}"
                );
                let said = Said::notice(StatusCode::SERVICE_UNAVAILABLE, "response-unavailable");
                self.sheet(visit, filled, page, said.after(retry_after_s))
            }
            Problem::Other(409, _) | Problem::Invalid { .. } => {
                let db = &self.app().db;
                let old = &visit.survey;
                let surveys = &self.responses.surveys;
                let survey = surveys
                    .renewed(db, &old.workspace_id, &old.survey_id)
                    .await?;
                let filled = Filled {
                    version: survey.version,
                    ..filled.clone()
                };
                let visit = Visit {
                    survey,
                    company: visit.company.clone(),
                    action: visit.action.clone(),
                    door: visit.door,
                    link: visit.link.clone(),
                    attributes: visit.attributes.clone(),
                };
                let said = Said::notice(StatusCode::CONFLICT, "response-changed");
                self.sheet(&visit, &filled, page, said)
            }
            other => Err(other),
        }
    }

    /// Whether a form was stored before, here or on another node.
    async fn is_stored(&self, visit: &Visit, submission_id: &str) -> Result<bool, Problem> {
        if !id::is_id(submission_id) {
            return Ok(false);
        }
        let (survey, submission) = (visit.survey.clone(), submission_id.to_owned());
        self.app()
            .db
            .read(move |tx| {
                let (workspace, survey) = (&survey.workspace_id, &survey.survey_id);
                Ok::<_, Problem>(reading::is_sent(tx, workspace, survey, &submission)?)
            })
            .await
    }

    /// Lets a sending pass, or shows the form again with how long to wait.
    pub(in crate::pages) async fn flooded(
        &self,
        visit: &Visit,
        form: &FormData,
        headers: &HeaderMap,
        peer: SocketAddr,
    ) -> Result<Option<Response>, Problem> {
        let (survey_id, address) = (&visit.survey.survey_id, self.address(headers, peer));
        let submission_id = form.text("submission_id");
        let passed = match &visit.link {
            Some(link) => self.flood.pass_personal(&link.invitation.invitation_id),
            None => match self.flood.pass(survey_id, submission_id, address) {
                Err(_) if self.is_stored(visit, submission_id).await? => {
                    self.flood.pass_stored(survey_id, submission_id, address)
                }
                passed => passed,
            },
        };
        let Err(problem) = passed else {
            return Ok(None);
        };
        let filled = visit.read(form)?;
        let said = Said::notice(StatusCode::TOO_MANY_REQUESTS, "response-too-many");
        let said = said.after(problem.retry_after_s());
        self.sheet(visit, &filled, filled.page, said).map(Some)
    }
}

/// The questions are others than those that were answered.
fn changed() -> Problem {
    Problem::Other(409, "the questions were changed".to_owned())
}

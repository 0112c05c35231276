//! Where respondents answer by a personal link, from a mail or told otherwise. Whatever happens
//! here goes into the evidence log: opening a link may be a mail scanner's doing.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use platform::web::{FormData, Json, Path, QueryPairs};
use platform::{Problem, id};
use serde::Deserialize;
use serde_json::Value;

use super::Pages;
use super::public::wanted;
use super::visit::Visit;
use crate::asked::Asked;
use crate::form;
use crate::link::{Loading, PersonalLink, score};
use crate::model::{Attributes, Channel, Extent, New, State as Stage};
use crate::service::Against;
use crate::view::Door;
use crate::votes::evidence::{Kind, Signs};

/// Headers by which browsers and proxies say that nobody looks yet.
const PREFETCH: [&str; 3] = ["sec-purpose", "purpose", "x-moz"];

/// What was asked of a link.
struct Look {
    loading: Loading,
    language: String,
    /// The score of the link followed.
    score: Option<u8>,
    /// Whoever answered wants to change it.
    changes: bool,
}

fn is_prefetch(headers: &HeaderMap) -> bool {
    PREFETCH.iter().any(|name| {
        headers
            .get(*name)
            .is_some_and(|value| value.as_bytes().starts_with(b"prefetch"))
    })
}

impl Pages {
    /// The visit behind a personal link.
    async fn personal(&self, token: &str, headers: &HeaderMap) -> Result<Option<Visit>, Problem> {
        let Some(link) = self.responses.personal_link(token, headers).await? else {
            return Ok(None);
        };
        let (workspace_id, survey_id) = (&link.invitation.workspace_id, &link.invitation.survey_id);
        let surveys = &self.responses.surveys;
        let survey = surveys
            .renewed(&self.app().db, workspace_id, survey_id)
            .await?;
        let company = self.responses.company(workspace_id).await?;
        let anonymous = survey.definition.employees;
        let mut visit = Visit::new(survey, company, format!("/p/{token}"), Door::Personal);
        visit.link = Some(if anonymous {
            link.made_anonymous(token, Attributes::new())
        } else {
            link
        });
        Ok(Some(visit))
    }

    fn look(&self, visit: &Visit, query: Result<QueryPairs, Problem>, headers: &HeaderMap) -> Look {
        // What is no query of ours chooses nothing.
        let query = query.unwrap_or(QueryPairs(Vec::new()));
        let mut scores = query.all("s");
        let given = scores.next().filter(|_| scores.next().is_none());
        Look {
            loading: self.loading(id::new()),
            language: wanted(&visit.survey, &query, headers).to_owned(),
            score: score(&visit.survey.definition, given),
            changes: query.get("change").is_some(),
        }
    }

    fn loading(&self, visit: String) -> Loading {
        Loading {
            visit,
            at_us: self.app().clock.now_us(),
        }
    }

    /// Logs a look at a link; `says` when the score of the link is a vote. The page opens in any
    /// case.
    async fn log(&self, visit: &Visit, look: &Look, (kind, says): (Kind, bool)) {
        let Some(link) = visit.logged() else {
            return;
        };
        let hit = link.looked(look.loading.clone(), kind, look.score);
        let vote = |against: &Against| {
            let score = look.score.filter(|_| says);
            Ok(score.and_then(|score| vote(link, against, (score, &look.language))))
        };
        let survey = visit.survey.clone();
        let noted = self.responses.note(survey, (&link.invitation, hit), vote);
        if let Err(problem) = noted.await {
            let survey_id = &visit.survey.survey_id;
            tracing::warn!(survey = survey_id, %problem, "a look at a personal link is not logged");
        }
    }

    async fn open(&self, visit: &Visit, look: &Look) -> Result<Response, Problem> {
        let Some(link) = &visit.link else {
            return Err(Problem::no("invitation"));
        };
        if let Some(ballot) = &link.ballot {
            return self.open_ballot(visit, (link, ballot), look).await;
        }
        if link.invitation.counted() == Some(Stage::Complete) {
            self.log(visit, look, (Kind::Opened, false)).await;
            if !look.changes {
                // Whoever has the link now need not be who answered: nothing of that is shown.
                return self.answered(visit, &look.language, true);
            }
        } else {
            self.log(visit, look, (Kind::Opened, true)).await;
        }
        let first = (look.loading.visit.clone(), look.score);
        self.begin(visit, &look.language, first)
    }

    async fn open_ballot(
        &self,
        visit: &Visit,
        (link, ballot): (&PersonalLink, &str),
        look: &Look,
    ) -> Result<Response, Problem> {
        let invitation = &link.invitation;
        match self.responses.ballot_state(invitation, ballot).await? {
            Some(Stage::Erased) => self.over(visit, &look.language),
            Some(Stage::Complete) if !look.changes => self.answered(visit, &look.language, true),
            // Answered by another link: that answer can't be found from here.
            None if self.ballots.is_answered(invitation) => {
                self.answered(visit, &look.language, false)
            }
            Some(_) | None => self.begin(visit, &look.language, (id::new(), None)),
        }
    }

    /// Whether somebody answered this invitation of a survey of employees by another link.
    async fn is_answered_elsewhere(&self, link: &PersonalLink) -> Result<bool, Problem> {
        let Some(ballot) = &link.ballot else {
            return Ok(false);
        };
        let state = self.responses.ballot_state(&link.invitation, ballot);
        Ok(state.await?.is_none() && self.ballots.is_answered(&link.invitation))
    }
}

/// The vote that following a link with a score is, by the survey as it is.
fn vote(link: &PersonalLink, against: &Against, (given, language): (u8, &str)) -> Option<New> {
    let definition = &against.survey.definition;
    let number = score(definition, Some(&given.to_string()))?;
    let key = definition.outcome()?.key.clone();
    let mut answers = survey::Answers::from([(key.clone(), Value::from(number))]);
    Asked::of(definition, link.dealt_by()).mark(&mut answers);
    Some(New {
        state: Stage::Partial,
        channel: Channel::Personal,
        identity: link.identity(),
        extent: Extent::Questions(vec![key]),
        language: Some(language.to_owned()),
        answers,
        attributes: link.attributes().clone(),
        answered: None,
        doubt: None,
    })
}

pub(super) async fn open_personal(
    State(pages): State<Pages>,
    method: Method,
    Path(token): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    query: Result<QueryPairs, Problem>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(visit) = pages.personal(&token, &headers).await? else {
        return pages.nowhere(&headers, peer);
    };
    let look = pages.look(&visit, query, &headers);
    if visit.is_ended(look.loading.at_us) || !visit.is_open() {
        return pages.over(&visit, &look.language);
    }
    if method == Method::HEAD {
        pages.log(&visit, &look, (Kind::Head, false)).await;
        return Ok(StatusCode::OK.into_response());
    }
    if is_prefetch(&headers) {
        pages.log(&visit, &look, (Kind::Head, false)).await;
        // A browser then asks again when somebody really looks.
        return Ok(StatusCode::SERVICE_UNAVAILABLE.into_response());
    }
    pages.open(&visit, &look).await
}

/// The link in each mail that people can't see: who follows it is a scanner, and gets the page any
/// link gives.
pub(super) async fn open_hidden(
    State(pages): State<Pages>,
    Path(token): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Some(visit) = pages.personal(&token, &headers).await? else {
        return pages.nowhere(&headers, peer);
    };
    let look = pages.look(&visit, Ok(QueryPairs(Vec::new())), &headers);
    if visit.is_ended(look.loading.at_us) || !visit.is_open() {
        return pages.over(&visit, &look.language);
    }
    pages.log(&visit, &look, (Kind::Hidden, false)).await;
    pages.begin(&visit, &look.language, (look.loading.visit.clone(), None))
}

/// What a page tells of its use.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Seen {
    visit: String,
    pointer: bool,
    keyboard: bool,
    visible_seconds: u32,
}

/// Largest body with which a page tells of its use.
const SEEN_BYTES_MAX: usize = 1024;

pub(super) async fn seen(
    State(pages): State<Pages>,
    Path(token): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json(seen): Json<Seen, SEEN_BYTES_MAX>,
) -> Result<Response, Problem> {
    let Some(visit) = pages.personal(&token, &headers).await? else {
        return pages.nowhere(&headers, peer);
    };
    let loading = pages.loading(seen.visit);
    let over = visit.is_ended(loading.at_us) || !visit.is_open() || !id::is_id(&loading.visit);
    if let Some(link) = visit.logged().filter(|_| !over) {
        pages.flood.pass_personal(&link.invitation.invitation_id)?;
        let signs = Signs {
            pointer: seen.pointer,
            keyboard: seen.keyboard,
            visible_seconds: seen.visible_seconds,
        };
        let hit = link.used(loading, signs);
        let survey = visit.survey.clone();
        let invitation = &link.invitation;
        pages
            .responses
            .note(survey, (invitation, hit), |_| Ok(None))
            .await?;
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(super) async fn answer_personal(
    State(pages): State<Pages>,
    Path(token): Path<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    form: FormData,
) -> Result<Response, Problem> {
    let Some(mut visit) = pages.personal(&token, &headers).await? else {
        return pages.nowhere(&headers, peer);
    };
    let language = form::offered(&visit.survey.definition, form.get("language")).to_owned();
    if visit.is_ended(pages.app().clock.now_us()) {
        return pages.over(&visit, &language);
    }
    if let Some(wait) = pages.flooded(&visit, &form, &headers, peer).await? {
        return Ok(wait);
    }
    if let Some(link) = visit.link.take_if(|link| link.ballot.is_some()) {
        let elsewhere = pages.is_answered_elsewhere(&link).await?;
        let shared = pages.responses.shared_attributes(&link.invitation).await?;
        visit.link = Some(link.made_anonymous(&token, shared));
        if elsewhere {
            return pages.answered(&visit, &language, false);
        }
    }
    pages.step(&visit, &form).await
}

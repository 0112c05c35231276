//! One visit at a survey: which page of the form, or which notice, follows on what was sent.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, REFERRER_POLICY, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use platform::web::FormData;
use platform::words::Language;
use platform::{Problem, id};
use serde_json::{Map, Value, json};
use survey::{Definition, Status, Survey};

use super::Pages;
use crate::asked::Asked;
use crate::form::{self, Filled, Go};
use crate::known::Company;
use crate::model::{Attributes, Channel, Extent, Identity, Invitation, New, State as Stage};
use crate::service::Against;
use crate::store::{Look, reading};
use crate::view::{self, Door, Sheet, Wrong};

/// Somebody at the door of a survey.
pub(super) struct Visit {
    pub(super) survey: Arc<Survey>,
    pub(super) company: Arc<Company>,
    /// Where the form goes.
    pub(super) action: String,
    pub(super) door: Door,
    /// Behind a personal link.
    pub(super) invitation: Option<Invitation>,
}

/// What a page of the form says besides itself.
#[derive(Default)]
struct Said {
    wrong: BTreeMap<String, Wrong>,
    notice: Option<&'static str>,
    status: Option<StatusCode>,
    retry_after_s: Option<u64>,
}

impl Said {
    fn notice(status: StatusCode, notice: &'static str) -> Self {
        Self {
            notice: Some(notice),
            status: Some(status),
            ..Self::default()
        }
    }
}

impl Visit {
    pub(super) fn new(
        survey: Arc<Survey>,
        company: Arc<Company>,
        action: String,
        door: Door,
    ) -> Self {
        Self {
            survey,
            company,
            action,
            door,
            invitation: None,
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.survey.status == Status::Open || self.door == Door::Preview
    }

    /// Whether the personal link was revoked, or its response erased.
    pub(super) fn is_ended(&self) -> bool {
        self.invitation
            .as_ref()
            .is_some_and(|i| i.revoked_at_us.is_some() || i.response_state == Some(Stage::Erased))
    }

    /// What is asked by the form with this id. Behind a personal link it follows from the link,
    /// however often that is opened.
    fn asked<'d>(&self, definition: &'d Definition, submission_id: &str) -> Asked<'d> {
        let invitation = self.invitation.as_ref();
        let id = invitation.map_or(submission_id, |i| &i.invitation_id);
        Asked::of(definition, id)
    }

    /// Reads a form that was sent.
    fn read(&self, form: &FormData) -> Result<Filled, Problem> {
        let asked = self.asked(&self.survey.definition, form.text("submission_id"));
        Filled::read(&asked, self.survey.version, form)
    }

    /// What makes a second sending the same response.
    fn identity(&self, filled: &Filled) -> Identity {
        match &self.invitation {
            Some(invitation) => Identity::Invitation {
                invitation_id: invitation.invitation_id.clone(),
                external_id: invitation.external_id.clone(),
            },
            None => Identity::Submission(filled.submission_id.clone()),
        }
    }
}

/// A public page. The Back button may show it again from the browser's own memory, which keeps
/// what was filled in; nobody in between may keep it.
fn public(status: StatusCode, page: Html<String>) -> Response {
    const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");
    let mut response = (status, page).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(ROBOTS, HeaderValue::from_static("noindex"));
    response
}

impl Pages {
    /// The same page for every link that leads nowhere, until an address tried too many.
    pub(super) fn nowhere(
        &self,
        headers: &HeaderMap,
        peer: SocketAddr,
    ) -> Result<Response, Problem> {
        self.flood.fail(self.address(headers, peer))?;
        let header = headers.get(ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
        let language = header.and_then(Language::from_header).unwrap_or_default();
        let values = with(json!({ "kind": "nowhere" }), view::around_nothing(language))?;
        let frame = view::frame(language.code());
        let page = self
            .app()
            .templates
            .page("response/notice.html", &frame, values)?;
        Ok(public(StatusCode::NOT_FOUND, page))
    }

    /// A page of a survey with no form on it: over, answered, thanks.
    pub(super) fn notice(
        &self,
        visit: &Visit,
        language: &str,
        (status, kind): (StatusCode, &str),
    ) -> Result<Response, Problem> {
        let definition = &visit.survey.definition;
        let around = view::around(definition, &visit.company.name, language, visit.door);
        let values = json!({
            "kind": kind,
            "title": definition.say(&definition.title, language),
            "thanks": definition.say(&definition.thanks, language),
            "action": visit.action,
        });
        let values = with(values, around)?;
        let frame = view::frame(language);
        let page = self
            .app()
            .templates
            .page("response/notice.html", &frame, values)?;
        Ok(public(status, page))
    }

    pub(super) fn over(&self, visit: &Visit, language: &str) -> Result<Response, Problem> {
        self.notice(visit, language, (StatusCode::GONE, "over"))
    }

    /// A page of the form.
    fn sheet(
        &self,
        visit: &Visit,
        filled: &Filled,
        page: usize,
        said: Said,
    ) -> Result<Response, Problem> {
        let asked = visit.asked(&visit.survey.definition, &filled.submission_id);
        let pages = form::pages(&asked.shown);
        let sheet = Sheet {
            asked: &asked,
            company: &visit.company.name,
            door: visit.door,
            action: &visit.action,
            filled,
            page: page.min(pages.len() - 1),
            pages: &pages,
            wrong: &said.wrong,
            notice: said.notice,
        };
        let frame = view::frame(&filled.language);
        let app = self.app();
        let html = app
            .templates
            .page("response/form.html", &frame, sheet.values(app))?;
        let mut response = public(said.status.unwrap_or(StatusCode::OK), html);
        if let Some(seconds) = said.retry_after_s {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        Ok(response)
    }

    /// The first page, empty.
    pub(super) fn begin(&self, visit: &Visit, language: &str) -> Result<Response, Problem> {
        if !visit.is_open() {
            return self.over(visit, language);
        }
        let survey = &visit.survey;
        let submission_id = match visit.door {
            Door::Link => self.responses.dealer.id(survey),
            // A personal link has its own statements; a look at a form is nobody's turn.
            Door::Personal | Door::Preview => id::new(),
        };
        let filled = Filled::empty(survey, submission_id, Some(language));
        self.sheet(visit, &filled, 0, Said::default())
    }

    /// What follows on a form that was sent.
    pub(super) async fn step(&self, visit: &Visit, form: &FormData) -> Result<Response, Problem> {
        let mut filled = visit.read(form)?;
        let asked = visit.asked(&visit.survey.definition, &filled.submission_id);
        let pages = form::pages(&asked.shown);
        let page = filled.page_in(&pages);
        match filled.go.clone() {
            Go::Language(code) => {
                filled.language = code;
                self.sheet(visit, &filled, page, Said::default())
            }
            Go::Back => self.sheet(visit, &filled, page.saturating_sub(1), Said::default()),
            Go::Next => self.next(visit, &filled, page).await,
        }
    }

    async fn next(&self, visit: &Visit, filled: &Filled, page: usize) -> Result<Response, Problem> {
        let asked = visit.asked(&visit.survey.definition, &filled.submission_id);
        let questions = &asked.shown.questions;
        let pages = form::pages(&asked.shown);
        let last = page + 1 == pages.len();
        let (answers, errors) = filled.answers(asked.all);
        let needed = if last {
            0..questions.len()
        } else {
            pages[page].clone()
        };
        let missing = Filled::unanswered(&questions[needed], &answers);
        let mut wrong: BTreeMap<String, Wrong> =
            missing.map(|q| (q.key.clone(), Wrong::Missing)).collect();
        wrong.extend(errors.into_iter().map(|e| (e.pointer, Wrong::Invalid)));
        let first = questions.iter().position(|q| wrong.contains_key(&q.key));
        if let Some(first) = first {
            let at = pages
                .iter()
                .position(|p| p.contains(&first))
                .unwrap_or(page);
            let status = Some(StatusCode::UNPROCESSABLE_ENTITY);
            return self.sheet(
                visit,
                filled,
                at,
                Said {
                    wrong,
                    status,
                    ..Said::default()
                },
            );
        }
        if last && answers.is_empty() {
            let said = Said::notice(StatusCode::UNPROCESSABLE_ENTITY, "response-nothing");
            return self.sheet(visit, filled, page, said);
        }
        let stores = visit.door != Door::Preview && !answers.is_empty();
        if stores && let Err(problem) = self.store(visit, filled, last).await {
            return self.refused(visit, filled, page, problem).await;
        }
        if last {
            return self.notice(visit, &filled.language, (StatusCode::OK, "thanks"));
        }
        self.sheet(visit, filled, page + 1, Said::default())
    }

    /// Stores what is filled in; returns after it is durable.
    async fn store(&self, visit: &Visit, filled: &Filled, last: bool) -> Result<(), Problem> {
        let identity = visit.identity(filled);
        let attributes = visit
            .invitation
            .as_ref()
            .map_or_else(Attributes::new, |i| i.attributes.clone());
        let check = |against: &Against| {
            let survey = &against.survey;
            if survey.version != filled.version {
                return Err(changed());
            }
            let asked = visit.asked(&survey.definition, &filled.submission_id);
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
            Ok(New {
                state: if last {
                    Stage::Complete
                } else {
                    Stage::Partial
                },
                channel: match visit.invitation {
                    Some(_) => Channel::Personal,
                    None => Channel::Link,
                },
                identity: identity.clone(),
                extent,
                language: Some(filled.language.clone()),
                answers,
                attributes: attributes.clone(),
                answered: None,
            })
        };
        // After its first page a form is there already.
        let known = filled.page > 0 || visit.invitation.as_ref().is_some_and(Invitation::is_begun);
        let look = if known {
            Look::First
        } else {
            Look::OnlyIfStopped
        };
        self.responses
            .submit(visit.survey.clone(), (None, look), check)
            .await
            .map(|_| ())
    }

    /// The form again, with everything that was filled in, and why it could not be stored.
    async fn refused(
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
                let notice = Said::notice(StatusCode::SERVICE_UNAVAILABLE, "response-unavailable");
                self.sheet(
                    visit,
                    filled,
                    page,
                    Said {
                        retry_after_s,
                        ..notice
                    },
                )
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
                    invitation: visit.invitation.clone(),
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
    pub(super) async fn flooded(
        &self,
        visit: &Visit,
        form: &FormData,
        headers: &HeaderMap,
        peer: SocketAddr,
    ) -> Result<Option<Response>, Problem> {
        let (survey_id, address) = (&visit.survey.survey_id, self.address(headers, peer));
        let submission_id = form.text("submission_id");
        let passed = match &visit.invitation {
            Some(invitation) => self.flood.pass_personal(&invitation.invitation_id),
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
        let said = Said {
            retry_after_s: problem.retry_after_s(),
            ..Said::notice(StatusCode::TOO_MANY_REQUESTS, "response-too-many")
        };
        self.sheet(visit, &filled, filled.page, said).map(Some)
    }
}

/// The questions are others than those that were answered.
fn changed() -> Problem {
    Problem::Other(409, "the questions were changed".to_owned())
}

/// `values` with what surrounds the page.
fn with(values: Value, around: view::Around) -> Result<Value, Problem> {
    let mut all = match serde_json::to_value(around)? {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    if let Value::Object(map) = values {
        all.extend(map);
    }
    Ok(Value::Object(all))
}

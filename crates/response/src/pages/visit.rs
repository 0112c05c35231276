//! One visit at a survey: which page of the form, or which notice, follows on what was sent.

mod keep;
mod show;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use platform::web::FormData;
use platform::{Problem, id};
use survey::{Definition, Status, Survey};

use super::Pages;
use crate::asked::Asked;
use crate::form::{self, Filled, Go};
use crate::known::Company;
use crate::link::PersonalLink;
use crate::model::{Attributes, Channel, Identity, State as Stage};
use crate::view::{Door, Wrong};
use show::Said;

/// Somebody at the door of a survey.
pub(super) struct Visit {
    pub(super) survey: Arc<Survey>,
    pub(super) company: Arc<Company>,
    /// Where the form goes.
    pub(super) action: String,
    pub(super) door: Door,
    /// Behind a personal link.
    pub(super) link: Option<PersonalLink>,
    /// What the web page with the widget says of the respondent.
    pub(super) attributes: Attributes,
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
            link: None,
            attributes: Attributes::new(),
        }
    }

    pub(super) fn is_open(&self) -> bool {
        self.survey.status == Status::Open || self.door == Door::Preview
    }

    /// Whether the personal link is over at this moment (UTC microseconds): revoked, past its end,
    /// or its response erased.
    pub(super) fn is_ended(&self, now_us: i64) -> bool {
        self.link.as_ref().is_some_and(|link| {
            let invitation = &link.invitation;
            invitation.revoked_at_us.is_some()
                || invitation.response_state == Some(Stage::Erased)
                || invitation.closes_at_us.is_some_and(|at| at <= now_us)
        })
    }

    /// The personal link, when what happens at it goes into the evidence log.
    pub(super) fn logged(&self) -> Option<&PersonalLink> {
        self.link.as_ref().filter(|link| link.ballot.is_none())
    }

    /// What is asked by the form with this id. Behind a personal link it follows from the link,
    /// however often that is opened.
    fn asked<'d>(&self, definition: &'d Definition, submission_id: &str) -> Asked<'d> {
        let id = self
            .link
            .as_ref()
            .map_or(submission_id, PersonalLink::dealt_by);
        Asked::of(definition, id)
    }

    /// Reads a form that was sent.
    fn read(&self, form: &FormData) -> Result<Filled, Problem> {
        let asked = self.asked(&self.survey.definition, form.text("submission_id"));
        Filled::read(&asked, self.survey.version, form)
    }

    /// What makes a second sending the same response.
    fn identity(&self, filled: &Filled) -> Identity {
        match &self.link {
            Some(link) => link.identity(),
            None => Identity::Submission(filled.submission_id.clone()),
        }
    }

    fn channel(&self) -> Channel {
        match self.door {
            Door::Personal => Channel::Personal,
            Door::Frame => Channel::Widget,
            Door::Link | Door::Preview => Channel::Link,
        }
    }
}

impl Pages {
    /// The first page, empty but for the score of the link that was followed.
    pub(super) fn begin(
        &self,
        visit: &Visit,
        language: &str,
        (loading, score): (String, Option<u8>),
    ) -> Result<Response, Problem> {
        if !visit.is_open() {
            return self.over(visit, language);
        }
        let survey = &visit.survey;
        let submission_id = match visit.door {
            Door::Link | Door::Frame => self.responses.dealer.id(survey),
            // A personal link has its own statements; a look at a form is nobody's turn.
            Door::Personal | Door::Preview => id::new(),
        };
        let mut filled = Filled::empty(survey, submission_id, Some(language));
        filled.visit = loading;
        if let (Some(score), Some(question)) = (score, survey.definition.outcome()) {
            filled
                .values
                .insert(question.key.clone(), vec![score.to_string()]);
        }
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
            return self.sheet(visit, filled, at, Said::wrong(wrong));
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
}

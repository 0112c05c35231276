//! What is remembered between requests, so that an answer costs no reads: parsed surveys by
//! revision, and the name and time zone of workspaces. Storing checks the revision again, so a
//! remembered survey can be old but never lead to a wrong answer.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use jiff::tz::TimeZone;
use platform::clock::SECOND_US;
use platform::web::App;
use platform::{Db, Problem, id};
use survey::Survey;

use crate::store::reading;

/// Surveys and workspaces remembered at most; beyond that the memory starts anew.
const REMEMBERED_MAX: usize = 1000;
/// How long name and time zone of a workspace are believed.
const COMPANY_BELIEVED_US: i64 = 30 * SECOND_US;

/// Remembered surveys.
#[derive(Default)]
pub(crate) struct Surveys {
    by_id: RwLock<HashMap<String, Arc<Survey>>>,
    id_by_token: RwLock<HashMap<String, String>>,
}

impl Surveys {
    /// The survey as remembered, else as stored.
    pub(crate) async fn get(
        &self,
        db: &Db,
        workspace_id: &str,
        survey_id: &str,
    ) -> Result<Arc<Survey>, Problem> {
        match self.remembered(survey_id) {
            Some(survey) if survey.workspace_id == workspace_id => Ok(survey),
            Some(_) => Err(Problem::no("survey")),
            None => self.load(db, workspace_id, survey_id).await,
        }
    }

    /// The survey as stored now.
    pub(crate) async fn load(
        &self,
        db: &Db,
        workspace_id: &str,
        survey_id: &str,
    ) -> Result<Arc<Survey>, Problem> {
        if !id::is_id(survey_id) {
            return Err(Problem::no("survey"));
        }
        let (workspace, id) = (workspace_id.to_owned(), survey_id.to_owned());
        let found = db
            .read(move |tx| Ok::<_, Problem>(survey::store::by_id(tx, &workspace, &id)?))
            .await?;
        match found {
            Some(survey) => Ok(self.remember(survey)),
            None => {
                self.forget(workspace_id, survey_id);
                Err(Problem::no("survey"))
            }
        }
    }

    /// The survey as stored now, parsed only when it is another revision than remembered.
    pub(crate) async fn renewed(
        &self,
        db: &Db,
        workspace_id: &str,
        survey_id: &str,
    ) -> Result<Arc<Survey>, Problem> {
        if !id::is_id(survey_id) {
            return Err(Problem::no("survey"));
        }
        let (workspace, id) = (workspace_id.to_owned(), survey_id.to_owned());
        let revision = db
            .read(move |tx| Ok::<_, Problem>(reading::survey_revision(tx, &workspace, &id)?))
            .await?;
        match self.remembered(survey_id) {
            Some(survey)
                if survey.workspace_id == workspace_id && Some(survey.revision) == revision =>
            {
                Ok(survey)
            }
            _ => self.load(db, workspace_id, survey_id).await,
        }
    }

    /// The survey behind a public link as stored now; its definition is parsed only when it is
    /// another one than remembered.
    pub(crate) async fn load_by_token(
        &self,
        db: &Db,
        token: &str,
    ) -> Result<Option<Arc<Survey>>, Problem> {
        if !is_token(token) {
            return Ok(None);
        }
        let asked = token.to_owned();
        let head = db
            .read(move |tx| Ok::<_, Problem>(reading::survey_head(tx, &asked)?))
            .await?;
        let Some(head) = head else { return Ok(None) };
        match self.remembered(&head.survey_id) {
            Some(survey) if survey.revision == head.revision => Ok(Some(survey)),
            _ => self
                .load(db, &head.workspace_id, &head.survey_id)
                .await
                .map(Some),
        }
    }

    /// The survey behind a public link as remembered, else as stored.
    pub(crate) async fn get_by_token(
        &self,
        db: &Db,
        token: &str,
    ) -> Result<Option<Arc<Survey>>, Problem> {
        let id = self
            .id_by_token
            .read()
            .ok()
            .and_then(|ids| ids.get(token).cloned());
        match id.and_then(|id| self.remembered(&id)) {
            Some(survey) => Ok(Some(survey)),
            None => self.load_by_token(db, token).await,
        }
    }

    fn remembered(&self, survey_id: &str) -> Option<Arc<Survey>> {
        self.by_id.read().ok()?.get(survey_id).cloned()
    }

    fn remember(&self, survey: Survey) -> Arc<Survey> {
        let survey = Arc::new(survey);
        if let (Ok(mut surveys), Ok(mut ids)) = (self.by_id.write(), self.id_by_token.write()) {
            if surveys.len() >= REMEMBERED_MAX {
                surveys.clear();
                ids.clear();
            }
            ids.insert(survey.token.clone(), survey.survey_id.clone());
            surveys.insert(survey.survey_id.clone(), survey.clone());
        }
        survey
    }

    fn forget(&self, workspace_id: &str, survey_id: &str) {
        if let Ok(mut surveys) = self.by_id.write()
            && surveys
                .get(survey_id)
                .is_some_and(|s| s.workspace_id == workspace_id)
        {
            surveys.remove(survey_id);
        }
    }
}

/// Whether a text can be a token at all; what isn't never reaches the database.
fn is_token(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// A workspace as respondents see it.
#[derive(Clone, Debug)]
pub(crate) struct Company {
    /// Its name.
    pub(crate) name: String,
    /// In which its days begin.
    pub(crate) zone: TimeZone,
}

/// Remembered workspaces, each with the time it was read.
#[derive(Default)]
pub(crate) struct Companies {
    by_id: RwLock<HashMap<String, (i64, Arc<Company>)>>,
}

impl Companies {
    /// Name and time zone of the workspace.
    pub(crate) async fn get(&self, app: &App, workspace_id: &str) -> Result<Arc<Company>, Problem> {
        let now_us = app.clock.now_us();
        let remembered = self
            .by_id
            .read()
            .ok()
            .and_then(|companies| companies.get(workspace_id).cloned());
        if let Some((at_us, company)) = &remembered
            && (0..COMPANY_BELIEVED_US).contains(&(now_us - at_us))
        {
            return Ok(company.clone());
        }
        let (name, zone) = match user::service::workspace(app, workspace_id).await {
            Ok(found) => found,
            // Better an old name than a lost answer.
            Err(Problem::Unavailable(text)) => {
                return remembered.map(|(_, c)| c).ok_or(Problem::Unavailable(text));
            }
            Err(problem) => return Err(problem),
        };
        let zone = TimeZone::get(&zone).map_err(|e| Problem::Internal(e.to_string()))?;
        let company = Arc::new(Company { name, zone });
        if let Ok(mut companies) = self.by_id.write() {
            if companies.len() >= REMEMBERED_MAX {
                companies.clear();
            }
            companies.insert(workspace_id.to_owned(), (now_us, company.clone()));
        }
        Ok(company)
    }
}

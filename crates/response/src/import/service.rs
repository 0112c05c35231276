//! The verbs around an import: what a file holds, where it goes, and a survey made for it.

use std::sync::Arc;

use jiff::tz::TimeZone;
use platform::web::App;
use platform::{Problem, Tx};
use survey::service as surveys;
use survey::templates::{Choices, Template, definition as from_template};
use survey::{Definition, Status, Survey, Texts};
use tabular::{Options, Source};
use user::Viewer;

use super::calendar::Calendar;
use super::draft::{Roles, mapping_of};
use super::mapping::Mapping;
use super::profile::Profile;
use super::progress::Progress;
use super::run::{Plan, RunError};

/// The first look at a file; `sheet` only for spreadsheets. Reads the whole file on a thread that
/// may wait.
pub async fn look(
    source: Source,
    sheet: Option<String>,
    progress: Arc<Progress>,
) -> Result<Profile, RunError> {
    let options = Options {
        sheet,
        ..Options::default()
    };
    let looking =
        move || tabular::open(source, &options).and_then(|table| Profile::of(table, &progress));
    let looked = tokio::task::spawn_blocking(looking).await;
    Ok(looked.map_err(|error| RunError::Broken(format!("a look at a file: {error}")))??)
}

/// What importing `source` into a survey means.
pub async fn plan(
    app: &App,
    viewer: &Viewer,
    survey_id: &str,
    source: Source,
    mapping: Mapping,
) -> Result<Plan, Problem> {
    let survey = surveys::get(app, viewer, survey_id).await?;
    Ok(Plan {
        source,
        mapping,
        workspace_id: survey.workspace_id,
        survey_id: survey.survey_id,
        revision: survey.revision,
        definition: survey.definition,
        calendar: calendar(app, &viewer.workspace_id).await?,
    })
}

/// The workspace's time zone, and now.
pub async fn calendar(app: &App, workspace_id: &str) -> Result<Calendar, Problem> {
    let (_, zone) = user::service::workspace(app, workspace_id).await?;
    let zone = TimeZone::get(&zone).map_err(|e| Problem::Internal(e.to_string()))?;
    Ok(Calendar {
        zone,
        now_us: app.clock.now_us(),
    })
}

/// A survey to be made for a file.
#[derive(Clone, Debug)]
pub struct NewSurvey {
    /// What it is called.
    pub title: String,
    /// The language of title and questions.
    pub language: String,
    /// What its columns are.
    pub roles: Roles,
}

/// What a survey for a file would ask, and what the columns would become. Nothing is stored.
pub async fn drafted(
    app: &App,
    viewer: &Viewer,
    new: &NewSurvey,
    profile: &Profile,
) -> Result<(Definition, Mapping), Problem> {
    let (definition, columns) = definition(app, viewer, new).await?;
    let mapping = mapping_of(profile, &definition, columns);
    let names = profile.names();
    mapping
        .check(&names, &definition)
        .map_err(|e| Problem::invalid("columns", e.to_string()))?;
    Ok((definition, mapping))
}

/// Makes the survey for a file, closed, because its answers are of the past; it can be reopened.
/// A survey that was made before for the same title and questions is taken again, so that an
/// import can be run twice.
pub async fn new_survey(
    app: &App,
    viewer: &Viewer,
    definition: Definition,
) -> Result<Survey, Problem> {
    if let Some(survey) = made_before(app, viewer, &definition).await? {
        return Ok(survey);
    }
    let survey = surveys::create(app, viewer, Template::RelationalNps, definition).await?;
    let survey = surveys::publish(app, viewer, &survey.survey_id).await?;
    surveys::close(app, viewer, &survey.survey_id).await
}

type Columns = std::collections::BTreeMap<String, super::Target>;

async fn definition(
    app: &App,
    viewer: &Viewer,
    new: &NewSurvey,
) -> Result<(Definition, Columns), Problem> {
    let title = new.title.trim();
    if title.is_empty() {
        return Err(Problem::invalid("title", "a survey needs a title"));
    }
    let (company, _) = user::service::workspace(app, &viewer.workspace_id).await?;
    let choices = Choices {
        company: &company,
        title: Texts::from([(new.language.clone(), title.to_owned())]),
        languages: vec![new.language.clone()],
        drivers: Some(Vec::new()),
    };
    let mut definition = from_template(Template::RelationalNps, choices);
    let recommend = definition.outcome().cloned();
    let recommend = recommend
        .ok_or_else(|| Problem::Internal("the template asks no recommendation".to_owned()))?;
    let (questions, columns) = new
        .roles
        .questions(&new.language, &recommend)
        .map_err(|error| Problem::invalid("columns", error.to_string()))?;
    definition.questions = questions;
    Ok((definition, columns))
}

/// A survey that asks exactly this. Drafts are not taken: somebody is working on them.
async fn made_before(
    app: &App,
    viewer: &Viewer,
    definition: &Definition,
) -> Result<Option<Survey>, Problem> {
    let (workspace_id, wanted) = (viewer.workspace_id.clone(), definition.clone());
    app.db
        .read(move |tx: &mut Tx<'_>| {
            let all = survey::store::all(tx, &workspace_id)?;
            Ok(all
                .into_iter()
                .find(|s| s.status != Status::Draft && s.definition == wanted))
        })
        .await
}

//! The demo: a sample survey with its real answers, open to whoever sits at this machine.

use std::sync::Arc;

use anyhow::{Context, ensure};
use platform::id;
use platform::web::App;
use response::import::{self, Mapping, Progress};
use survey::{Definition, Status, service as surveys};
use tabular::Source;
use user::service::{self as users, Setup};
use user::{Role, Viewer};

use crate::serve::Entrance;

const DEFINITION: &str = include_str!("../../../samples/carpentries_survey.json");
const MAPPING: &str = include_str!("../../../samples/carpentries_mapping.json");
const ANSWERS: &[u8] = include_bytes!("../../../samples/carpentries_longterm.csv");

/// Marks a workspace that the demo made; a company's own is never opened without login.
const WORKSPACE: &str = "Luister demo";

/// The demo's workspace and survey.
#[derive(Clone, Debug)]
pub(crate) struct Demo {
    /// Who everybody at this machine is.
    pub(crate) viewer: Viewer,
    /// The sample survey.
    pub(crate) survey_id: String,
}

/// Makes workspace and sample survey unless they are there, and brings the answers in.
pub(crate) async fn prepare(app: &App) -> anyhow::Result<Entrance> {
    let workspace_id = workspace(app).await?;
    let viewer = Viewer::person(&workspace_id, ("demo", "Demo"), Role::Administrator);
    let survey_id = sample_survey(app, &viewer).await?;
    bring_in_answers(app, &viewer, &survey_id).await?;
    Ok(Entrance {
        setup_code: None,
        demo: Some(Demo { viewer, survey_id }),
        proxy_hops: 0,
        mail: None,
        outbound: outbound::Client::default(),
    })
}

async fn workspace(app: &App) -> anyhow::Result<String> {
    let Some(workspace_id) = users::workspace_id(&app.db).await? else {
        let setup = Setup {
            workspace: WORKSPACE.to_owned(),
            email: "demo@luister.example".to_owned(),
            // Nobody logs in with it: the demo is open here and closed elsewhere.
            password: id::secret(),
            language: "en",
        };
        return Ok(users::set_up(&app.db, setup, app.clock.now_us()).await?);
    };
    let (name, _) = users::workspace(app, &workspace_id).await?;
    ensure!(
        name == WORKSPACE,
        "this database holds a workspace of its own ({name}): give the demo another --data folder"
    );
    Ok(workspace_id)
}

async fn sample_survey(app: &App, viewer: &Viewer) -> anyhow::Result<String> {
    let definition: Definition = serde_json::from_str(DEFINITION).context("samples/")?;
    let there = surveys::list(app, viewer).await?;
    if let Some(survey) = there
        .iter()
        .find(|s| s.definition.title == definition.title)
    {
        return Ok(survey.survey_id.clone());
    }
    let template = survey::templates::Template::RelationalNps;
    let survey = surveys::create(app, viewer, template, definition).await?;
    let survey = surveys::publish(app, viewer, &survey.survey_id).await?;
    ensure!(
        survey.status == Status::Open,
        "the sample survey could not be published"
    );
    Ok(survey.survey_id)
}

/// Imports the sample's answers; a second time nothing changes.
async fn bring_in_answers(app: &App, viewer: &Viewer, survey_id: &str) -> anyhow::Result<()> {
    let mapping: Mapping = serde_json::from_str(MAPPING).context("samples/")?;
    let source = Source::from(ANSWERS);
    let plan = import::service::plan(app, viewer, survey_id, source, mapping).await?;
    let progress = Arc::new(Progress::default());
    let summary = import::run::run(app, plan, progress, None::<std::io::Sink>).await?;
    // Of the sample's 739 rows 107 answer no question at all; they say nothing and stay out.
    tracing::info!(
        created = summary.created,
        unchanged = summary.unchanged,
        left_out = summary.rejected,
        "the sample's answers are in"
    );
    Ok(())
}

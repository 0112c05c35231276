//! A programme from a template, with its survey, in one go.

use platform::web::{App, Problem};
use user::Viewer;

use super::Draft;
use crate::model::Programme;
use crate::templates::{self, Template};

/// Makes a draft programme and the draft survey it asks with, named in `language`, which is also
/// the survey's default of both. When the programme can't be stored, the survey goes again.
pub async fn create_from_template(
    app: &App,
    viewer: &Viewer,
    template: Template,
    language: &str,
) -> Result<Programme, Problem> {
    let (company, zone) = user::service::workspace(app, &viewer.workspace_id).await?;
    let zone = jiff::tz::TimeZone::get(&zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let today = policy::Day(platform::clock::day_in(&zone, app.clock.now_us()));
    let asked = templates::survey(template, &company, language);
    let survey = survey::service::create(app, viewer, template.survey(), asked).await?;
    let draft = Draft {
        name: templates::name(template, language).to_owned(),
        survey_id: survey.survey_id.clone(),
        definition: templates::definition(template, today),
    };
    let made = super::create(app, viewer, draft).await;
    if made.is_err() {
        survey::service::remove(app, viewer, &survey.survey_id).await?;
    }
    made
}

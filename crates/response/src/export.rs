//! Exporting responses: CSV in two profiles and XLSX, streamed. Rows are read in small pieces on
//! connections of their own, so that an export of any size costs little memory and never holds up
//! whoever sends an answer.

mod columns;
pub mod csv;
mod pages;
mod store;
pub mod xlsx;

use jiff::tz::TimeZone;
use platform::web::App;
use platform::{Db, DbError, Problem, Tx};
use user::{Sight, Viewer};

use crate::colleagues::{self, Colleagues};
use crate::model::Response;
use crate::rules;
use crate::store::reading::{self, Wanted};

pub use columns::Columns;
pub use pages::{profile, routes};

/// Responses read at a time.
const PIECE: usize = 500;

/// What is exported: the responses of one survey that were there when it began.
#[derive(Clone, Debug)]
pub struct Export {
    /// Whose survey.
    pub workspace_id: String,
    /// Which survey.
    pub survey_id: String,
    /// Which of its responses: those that whoever exports sees.
    pub sight: Sight,
    /// Name for the file, without its ending: letters, digits and `-`.
    pub file_name: String,
    /// Where moments are shown, for people.
    pub zone: TimeZone,
    /// The columns.
    pub columns: Columns,
    /// The number of the last response that belongs to it.
    pub last_ordinal: i64,
    /// Whose names and addresses stay out of it.
    colleagues: Colleagues,
}

/// Prepares the export of a survey: which columns it has and up to which response it goes.
pub async fn prepare(app: &App, viewer: &Viewer, survey_id: &str) -> Result<Export, Problem> {
    let survey = survey::service::get(app, viewer, survey_id).await?;
    rules::shown_one_by_one(&survey.definition, &viewer.sight)?;
    let versions = survey::service::versions(app, &survey).await?;
    let (_, zone) = user::service::workspace(app, &viewer.workspace_id).await?;
    let zone = TimeZone::get(&zone).map_err(|e| Problem::Internal(e.to_string()))?;
    let (whose, sight) = (
        (viewer.workspace_id.clone(), survey_id.to_owned()),
        viewer.sight.clone(),
    );
    let work = move |tx: &mut Tx<'_>| {
        let whose = (whose.0.as_str(), whose.1.as_str());
        let mut attributes = store::attribute_names(tx, whose, &sight)?;
        attributes.retain(|name| !colleagues::is_named(name));
        let colleagues = Colleagues::read(tx, whose.0)?;
        Ok::<_, DbError>((attributes, colleagues, store::last_ordinal(tx, whose)?))
    };
    let (attributes, colleagues, last_ordinal) = app.db.read_long(work).await?;
    let older = versions.iter().rev().map(|(_, definition, _)| definition);
    let columns = Columns::new(attributes, std::iter::once(&survey.definition).chain(older));
    let day = platform::clock::day_in(&zone, app.clock.now_us());
    let title = survey
        .definition
        .say(&survey.definition.title, survey.definition.language());
    Ok(Export {
        workspace_id: survey.workspace_id.clone(),
        survey_id: survey.survey_id.clone(),
        file_name: format!("{}-{}", plain(title), platform::clock::date_of_day(day)),
        zone,
        columns,
        sight: viewer.sight.clone(),
        colleagues,
        last_ordinal,
    })
}

impl Export {
    /// The next responses after `after_ordinal`, in the order they came in; none at the end.
    /// Erased ones are left out.
    pub async fn next(&self, db: &Db, after_ordinal: i64) -> Result<Vec<Response>, Problem> {
        let (workspace_id, survey_id) = (self.workspace_id.clone(), self.survey_id.clone());
        let sight = self.sight.clone();
        let wanted = Wanted {
            after_ordinal,
            limit: PIECE,
            ..Wanted::default()
        };
        let mut responses = db
            .read_long(move |tx| reading::list(tx, (&workspace_id, &survey_id), &sight, &wanted))
            .await?;
        responses.retain(|r| r.ordinal <= self.last_ordinal);
        Ok(self.colleagues.hidden(responses))
    }
}

/// A title as part of a file's name on any system.
fn plain(title: &str) -> String {
    let mut name = String::new();
    for c in title.chars().take(60) {
        if c.is_ascii_alphanumeric() {
            name.push(c.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    if name.is_empty() {
        "responses".to_owned()
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests;

//! The verbs of the settings: read what is in force, save.

use dashboard::filter::Dim;
use dashboard::{Dashboard, Whose};
use platform::Problem;
use user::Viewer;
use user::audit::Note;

use crate::settings::{self, Fault, InForce, Settings};
use crate::store;

/// The saved settings of a survey.
pub async fn saved(dashboard: &Dashboard, whose: &Whose) -> Result<Option<Settings>, Problem> {
    let whose = whose.clone();
    let read = dashboard.app.db.read(move |tx| {
        Ok::<_, Problem>(store::settings(tx, &whose.workspace_id, &whose.survey_id)?)
    });
    read.await
}

/// The settings in force, with what is guessed.
pub async fn in_force(dashboard: &Dashboard, whose: &Whose) -> Result<InForce, Problem> {
    let known = known(dashboard, whose).await?;
    Ok(InForce::of(saved(dashboard, whose).await?, &known))
}

/// Names of the attributes that responses of the survey have.
async fn known(dashboard: &Dashboard, whose: &Whose) -> Result<Vec<String>, Problem> {
    let dims = dashboard.source(whose).await?.dims().await?;
    let name = |dim| match dim {
        Dim::Attribute(name) => Some(name),
        _ => None,
    };
    Ok(dims.into_iter().filter_map(name).collect())
}

/// Saves settings, or says what is wrong with them.
pub(crate) async fn save(
    dashboard: &Dashboard,
    (viewer, whose): (&Viewer, &Whose),
    settings: Settings,
) -> Result<Result<InForce, Vec<Fault>>, Problem> {
    let known = known(dashboard, whose).await?;
    let faults = settings::check(&settings, &known);
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let (whose, now_us) = (whose.clone(), dashboard.app.clock.now_us());
    let (stored, viewer) = (settings.clone(), viewer.clone());
    dashboard
        .app
        .db
        .write(move |tx| {
            let of = (whose.workspace_id.as_str(), whose.survey_id.as_str());
            store::save_settings(tx, of, &stored, now_us)?;
            let note = Note::new("survey.changed", &whose.survey_id);
            let note = note.with(serde_json::json!({ "changed": ["sample_settings"] }));
            user::audit::note(tx, &viewer, note, now_us)
        })
        .await?;
    Ok(Ok(InForce::of(Some(settings), &known)))
}

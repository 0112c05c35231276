//! What moved, for whoever tells it elsewhere: first pages, digests, mails.

use dashboard::Dashboard;
use dashboard::voice::Voice;
use platform::Problem;
use platform::words::Language;
use survey::Survey;
use user::Viewer;

use crate::cards::card;
use crate::everywhere::{of_open_surveys, of_survey};
use crate::rules::Status;
use crate::service::Movement;
use crate::words::Teller;

/// Something that moved more than chance, corrected for all that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// The survey.
    pub survey_id: String,
    /// Its title.
    pub survey: String,
    /// Which figure, as in addresses: the question's key, or `property:value` of a segment.
    pub series: String,
    /// The period it is about, in words: with survey and series it names the alarm, so that it is
    /// told once.
    pub period: String,
    /// What it is about, in words.
    pub name: String,
    /// What moved, from what to what, since when.
    pub sentence: String,
    /// Where it moved, if that can be told.
    pub place: Option<String>,
    /// Its page, beginning with a slash.
    pub link: String,
}

/// What moved in all open surveys, as far as `viewer` sees them; by survey, the surest first.
pub async fn alarms(
    dashboard: &Dashboard,
    viewer: &Viewer,
    language: Language,
) -> Result<Vec<Alarm>, Problem> {
    let voice = Voice::new(&dashboard.app, language);
    let movements = of_open_surveys(dashboard, viewer).await?;
    let alarms = movements.iter().flat_map(|movement| told(voice, movement));
    Ok(alarms.collect())
}

/// What moved in one open survey, the surest first; nothing when it isn't open, or not there.
pub async fn alarms_of(
    dashboard: &Dashboard,
    viewer: &Viewer,
    language: Language,
    survey: &Survey,
) -> Result<Vec<Alarm>, Problem> {
    let voice = Voice::new(&dashboard.app, language);
    let movement = of_survey(dashboard, viewer, survey).await?;
    Ok(movement.map_or_else(Vec::new, |movement| told(voice, &movement)))
}

fn told(voice: Voice<'_>, movement: &Movement) -> Vec<Alarm> {
    let teller = Teller::new(voice, movement);
    let survey = &movement.results.survey;
    let alarm = |series: usize| {
        let card = card(&teller, series);
        let id = &movement.series[series].id;
        Alarm {
            survey_id: survey.survey_id.clone(),
            survey: voice.text(survey, &survey.definition.title).to_owned(),
            series: id.clone(),
            period: teller.latest(),
            name: card.name,
            sentence: card.sentence,
            place: card.place,
            link: teller.here(&[("series", id), ("where", "")]),
        }
    };
    let alarms = movement.with(Status::Alarm);
    alarms.into_iter().map(alarm).collect()
}

//! What a digest says of the figures of somebody with customers: what their first page says of
//! them. Of few answers there is none, else it is drawn towards what is usual; and it is compared
//! with their own past alone.

use std::collections::HashMap;

use coaching::Coaching;
use coaching::own::Reader;
use coaching::words::{self, OwnCard};
use dashboard::voice::Voice;
use platform::Problem;
use user::{Role, Viewer};

/// A person's own figure in one survey, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OwnFigure {
    /// "NPS: about 38, between 20 and 55 (24 answers in a year).", or why there is none.
    pub(crate) finding: String,
    /// What became of it.
    pub(crate) verdict: Option<String>,
    /// Whether there are answers enough for a figure, and so for a picture.
    pub(crate) is_known: bool,
}

/// The own figures of an employee, by survey; none for everybody else, who is told of more people's.
pub(crate) async fn figures(
    coaching: &Coaching,
    viewer: &Viewer,
    (voice, today): (&Voice<'_>, i32),
) -> Result<Option<HashMap<String, OwnFigure>>, Problem> {
    let me = viewer
        .user_id()
        .filter(|_| viewer.role == Some(Role::Employee));
    let Some(me) = me else {
        return Ok(None);
    };
    let reader = Reader {
        dashboard: &coaching.dashboard,
        remembered: &coaching.remembered,
        viewer,
        today,
    };
    let found = reader.of(me, *voice).await?;
    let cards = found.iter().map(|own| words::own(*voice, own));
    let figures = cards.map(|card| (card.survey_id.clone(), told(voice, card)));
    Ok(Some(figures.collect()))
}

fn told(voice: &Voice<'_>, card: OwnCard) -> OwnFigure {
    let shown = card.metric.zip(card.value).zip(card.interval);
    let finding = shown.as_ref().map(|((metric, value), between)| {
        let args = [
            ("metric", metric.as_str()),
            ("value", value),
            ("between", between),
            ("n", &card.n),
        ];
        voice.say("digest-own", &args)
    });
    OwnFigure {
        is_known: finding.is_some(),
        finding: finding.unwrap_or(card.about),
        verdict: card.trend,
    }
}

//! Single answers as other slices show them: what was said, beside its score. Never of employees:
//! their answers are nobody's; nor to whom a survey shows groups only.

use platform::Problem;
use serde::Serialize;

use crate::Whose;
use crate::behind::Behind;
use crate::filter::Others;
use crate::find::{LIMITS, find};
use crate::results::{Depth, Results};
use crate::screen::Screen;
use crate::service::Dashboard;
use crate::store::Response;
use crate::widgets::comments;
use crate::widgets::distribution::{class_of, summary};

/// One answer.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// The survey.
    pub survey_id: String,
    /// The response.
    pub response_id: String,
    /// The score, if one was given.
    pub score: Option<u8>,
    /// Its class: `promoter`, `passive`, `detractor`, or nothing.
    pub class: &'static str,
    /// The class in words.
    pub class_name: String,
    /// What was said: question (only when there are several) and text.
    pub texts: Vec<(Option<String>, String)>,
    /// Days since 1970 in the workspace's zone.
    pub day: i32,
    /// UTC microseconds.
    pub answered_at_us: i64,
}

/// The latest `most` answers of a page's filter, newest first; `commented`: only those with words.
/// None where single answers aren't shown.
pub async fn latest(
    screen: &Screen<'_>,
    (most, commented): (usize, bool),
) -> Result<Vec<Said>, Problem> {
    let results = screen.results;
    if !results.shows_answers() || results.hidden {
        return Ok(Vec::new());
    }
    let behind = Behind {
        commented,
        ..Behind::default()
    };
    let found = find(results, &behind, (most, LIMITS)).await?;
    let responses = found.piece.responses.iter();
    responses.map(|response| said(screen, response)).collect()
}

/// One answer within the sight, with the counts it belongs to; 404 otherwise.
pub async fn one(
    dashboard: &Dashboard,
    whose: &Whose,
    response_id: &str,
) -> Result<(Results, Single), Problem> {
    let (results, response) = dashboard.response(whose, response_id).await?;
    Ok((results, Single(response)))
}

/// An answer that is still to be said in some language.
#[derive(Clone, Debug)]
pub struct Single(Response);

impl Single {
    /// In the language of `screen`.
    pub fn say(&self, screen: &Screen<'_>) -> Result<Said, Problem> {
        said(screen, &self.0)
    }
}

/// Whether a survey asks something that single answers can be shown of.
pub async fn results(dashboard: &Dashboard, whose: &Whose) -> Result<Results, Problem> {
    let query = platform::web::QueryPairs::default();
    dashboard
        .results(whose, &query, Others::NONE, Depth::Page)
        .await
}

fn said(screen: &Screen<'_>, response: &Response) -> Result<Said, Problem> {
    let results = screen.results;
    let answers: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&response.answers)?;
    let score = comments::score(screen, response, &answers);
    let class = score
        .zip(results.metric)
        .map_or("", |(score, metric)| class_of(metric, score));
    let classes = summary(screen);
    let named = classes.iter().find(|known| known.class == class);
    Ok(Said {
        survey_id: results.survey.survey_id.clone(),
        response_id: response.response_id.clone(),
        score,
        class,
        class_name: named.map(|known| known.name.clone()).unwrap_or_default(),
        texts: comments::texts(screen, &answers),
        day: response.day,
        answered_at_us: response.answered_at_us,
    })
}

//! What a rule is asked about: an answer, or a contact nothing came from.

use policy::trigger::Metric;
use respondent::Heard;
use response::model::Attributes;
use survey::model::{Direction, Kind};

/// An answer or a contact, with what rules may ask of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Subject {
    /// The answer.
    pub(crate) response_id: Option<String>,
    /// Its survey.
    pub(crate) survey_id: Option<String>,
    /// What the survey is called.
    pub(crate) survey_name: String,
    /// The contact.
    pub(crate) contact_id: Option<String>,
    /// Their account.
    pub(crate) account_id: Option<String>,
    /// What the score measures.
    pub(crate) metric: Option<Metric>,
    /// The score.
    pub(crate) score: Option<u8>,
    /// The score of the same contact's answer before.
    pub(crate) previous: Option<u8>,
    /// Whether a higher score is a better one.
    pub(crate) higher_is_better: Option<bool>,
    /// The language it was answered in.
    pub(crate) language: Option<String>,
    /// What was written.
    pub(crate) comments: Vec<String>,
    /// Attributes of the answer.
    pub(crate) attributes: Attributes,
    /// When it was answered, UTC microseconds.
    pub(crate) at_us: i64,
}

impl From<&Heard> for Subject {
    fn from(heard: &Heard) -> Self {
        Self {
            response_id: Some(heard.response_id.clone()),
            survey_id: Some(heard.survey_id.clone()),
            survey_name: heard.survey_name.clone(),
            contact_id: heard.contact_id.clone(),
            account_id: heard.account_id.clone(),
            metric: heard.metric.and_then(metric),
            score: heard.score,
            previous: heard.previous.as_ref().map(|previous| previous.score),
            higher_is_better: heard
                .metric
                .and_then(|kind| higher_is_better(kind, heard.direction)),
            language: Some(heard.language.clone()),
            comments: heard
                .comments
                .iter()
                .map(|(_, text)| text.clone())
                .collect(),
            attributes: heard.attributes.clone(),
            at_us: heard.answered_at_us,
        }
    }
}

/// What an outcome of this kind measures.
pub(crate) const fn metric(kind: Kind) -> Option<Metric> {
    match kind {
        Kind::Recommend => Some(Metric::Recommend),
        Kind::Effort => Some(Metric::Effort),
        Kind::Satisfaction => Some(Metric::Satisfaction),
        Kind::Advocacy => Some(Metric::Advocacy),
        _ => None,
    }
}

/// Whether a higher answer is a better one; unknown for effort that doesn't say.
pub(crate) const fn higher_is_better(kind: Kind, direction: Option<Direction>) -> Option<bool> {
    match (kind, direction) {
        (Kind::Effort, Some(Direction::EffortHigh)) => Some(false),
        (Kind::Effort, Some(Direction::EasyHigh))
        | (Kind::Recommend | Kind::Satisfaction | Kind::Advocacy, _) => Some(true),
        _ => None,
    }
}

//! Tells of responses: ids, survey and score, never what somebody wrote.

use platform::clock::rfc3339;
use platform::{DbError, Tx};
use respondent::{Hear, Heard};
use serde_json::{Value, json};

use crate::publish;

/// Publishes `response.created` for what counts and is finished, and `response.changed` when that
/// changes.
#[derive(Clone, Copy, Debug, Default)]
pub struct ResponseEvents;

impl Hear for ResponseEvents {
    fn heard(&self, tx: &mut Tx<'_>, heard: &[Heard], now_us: i64) -> Result<(), DbError> {
        for one in heard {
            if let Some(event_type) = event_type(one) {
                publish(tx, &one.workspace_id, event_type, data(one), now_us)?;
            }
        }
        Ok(())
    }
}

fn event_type(heard: &Heard) -> Option<&'static str> {
    match (heard.was_known, heard.counts && heard.is_settled) {
        (false, true) => Some("response.created"),
        (true, _) => Some("response.changed"),
        (false, false) => None,
    }
}

fn data(heard: &Heard) -> Value {
    if heard.is_erased {
        return json!({
            "response_id": heard.response_id, "survey_id": heard.survey_id,
            "counts": false, "is_erased": true,
        });
    }
    json!({
        "response_id": heard.response_id,
        "survey_id": heard.survey_id,
        "survey": heard.survey_name,
        "counts": heard.counts,
        "is_erased": false,
        "metric": heard.metric.map(survey::model::Kind::as_str),
        "score": heard.score,
        "contact_id": heard.contact_id,
        "account_id": heard.account_id,
        "language": heard.language,
        "answered_at": rfc3339(heard.answered_at_us),
        "changed_at": rfc3339(heard.changed_at_us),
    })
}

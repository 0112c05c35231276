//! Tells of responses: ids, survey and score, never what somebody wrote.

use platform::clock::rfc3339;
use platform::{DbError, Tx};
use respondent::{Hear, Heard};
use response::model::Channel;
use serde_json::{Value, json};

use crate::publish;

/// Publishes `response.created` for what counts and is finished, and `response.changed` when that
/// changes. What a file tells of the past isn't news.
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
    if heard.channel == Channel::Import {
        return None;
    }
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
        "channel": heard.channel.as_str(),
        "language": heard.language,
        "answered_at": rfc3339(heard.answered_at_us),
        "changed_at": rfc3339(heard.changed_at_us),
    })
}

#[cfg(test)]
mod tests {
    use survey::model::Kind;

    use super::*;

    fn heard() -> Heard {
        Heard {
            workspace_id: "w".to_owned(),
            survey_id: "s".to_owned(),
            survey_name: "Twice a year".to_owned(),
            response_id: "r".to_owned(),
            counts: true,
            is_erased: false,
            is_settled: true,
            was_known: false,
            contact_id: Some("c".to_owned()),
            account_id: None,
            channel: Channel::Link,
            metric: Some(Kind::Recommend),
            direction: None,
            score: Some(3),
            previous: None,
            answers: survey::answers::Answers::default(),
            comments: vec![("why".to_owned(), "Ann was rude".to_owned())],
            attributes: response::model::Attributes::from([(
                "email".to_owned(),
                "ann@customer.example".to_owned(),
            )]),
            language: "nl".to_owned(),
            answered_at_us: 0,
            changed_at_us: 1_000_000,
        }
    }

    #[test]
    fn what_counts_is_told_and_what_changes() {
        let told = |counts, is_settled, was_known| {
            event_type(&Heard {
                counts,
                is_settled,
                was_known,
                ..heard()
            })
        };
        assert_eq!(told(true, true, false), Some("response.created"));
        assert_eq!(told(true, true, true), Some("response.changed"));
        assert_eq!(told(false, true, true), Some("response.changed"));
        assert_eq!(told(false, true, false), None, "in doubt");
        assert_eq!(told(true, false, false), None, "not finished");
        let past = Heard {
            channel: Channel::Import,
            ..heard()
        };
        assert_eq!(event_type(&past), None);
    }

    #[test]
    fn no_words_and_addresses_are_told() {
        let told = data(&heard());
        assert_eq!(
            (&told["score"], &told["metric"]),
            (&json!(3), &json!("recommend"))
        );
        assert_eq!(told["contact_id"], "c");
        let text = told.to_string();
        assert!(!text.contains("rude") && !text.contains("ann@"), "{text}");
        let erased = data(&Heard {
            is_erased: true,
            counts: false,
            ..heard()
        });
        assert_eq!(
            erased,
            json!({ "response_id": "r", "survey_id": "s", "counts": false, "is_erased": true })
        );
    }
}

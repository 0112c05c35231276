//! Many responses in one request: all are checked before any is stored, then they are stored in
//! chunks. Under an idempotency key each response has an id of its own, so that a request that was
//! cut off half-way continues where it stopped.

use std::fmt::Write;
use std::sync::Arc;

use platform::{Problem, id};
use serde_json::json;
use survey::Survey;

use crate::model::{Identity, New, Outcome, Put};
use crate::sent::{Sent, check_all};
use crate::service::{Against, CHUNK_MAX, Responses, store_chunk};
use crate::store::Refusal;
use crate::store::idempotency::{self, Earlier, Keyed, Reply};

/// Responses of one request at most.
pub(crate) const BULK_MAX: usize = 10_000;

impl Responses {
    /// Stores all of `sent`; none when one of them has a mistake.
    pub(crate) async fn submit_all(
        &self,
        survey: Arc<Survey>,
        keyed: Option<Keyed>,
        sent: Vec<Sent>,
    ) -> Result<Reply, Problem> {
        let workspace_id = survey.workspace_id.clone();
        if let Some(keyed) = &keyed
            && let Some(reply) = self.replied(&workspace_id, keyed).await?
        {
            return Ok(reply);
        }
        let mut against = self.against(survey).await?;
        let mut rest = self.checked(&mut against, &sent, keyed.as_ref()).await?;
        if let Some(keyed) = &keyed
            && let Earlier::Done(reply) = self.begin(&against, keyed).await?
        {
            return Ok(reply);
        }
        let mut stored: Vec<Put> = Vec::with_capacity(sent.len());
        while !rest.is_empty() {
            let chunk = rest[..rest.len().min(CHUNK_MAX)].to_vec();
            match store_chunk(&self.app.db, &Arc::new(against.target()), chunk).await {
                Ok(puts) => {
                    rest.drain(..puts.len());
                    stored.extend(puts);
                    self.app.changes.announce(&against.survey.survey_id);
                }
                Err(Refusal::Stale) => {
                    self.renew(&mut against).await?;
                    let again = self.checked(&mut against, &sent, keyed.as_ref()).await?;
                    rest = again[stored.len()..].to_vec();
                }
                Err(refusal) => return Err(cut_off(refusal, stored.len(), sent.len())),
            }
        }
        let reply = reply_to_all(&stored);
        if let Some(keyed) = keyed {
            let kept = reply.clone();
            self.app
                .db
                .write(move |tx| idempotency::end(tx, &workspace_id, &keyed, &kept))
                .await?;
        }
        Ok(reply)
    }

    async fn checked(
        &self,
        against: &mut Against,
        sent: &[Sent],
        keyed: Option<&Keyed>,
    ) -> Result<Vec<New>, Problem> {
        let identity = |index| keyed.map_or(Identity::None, |keyed| place_identity(keyed, index));
        match check_all(sent, against, identity) {
            Ok(all) => Ok(all),
            Err(errors) => {
                if self.renew(against).await? {
                    check_all(sent, against, identity).map_err(Problem::all_invalid)
                } else {
                    Err(Problem::all_invalid(errors))
                }
            }
        }
    }

    /// Notes that the work of a key begins, unless that was noted or done before.
    async fn begin(&self, against: &Against, keyed: &Keyed) -> Result<Earlier, Problem> {
        let (workspace, keyed) = (against.survey.workspace_id.clone(), keyed.clone());
        let now_us = against.now.at_us;
        loop {
            let (workspace, keyed) = (workspace.clone(), keyed.clone());
            let begun = self
                .app
                .db
                .write(move |tx| {
                    let earlier = idempotency::earlier(tx, &workspace, &keyed)?;
                    if earlier == Earlier::New {
                        idempotency::begin(tx, &workspace, &keyed, now_us)?;
                    }
                    Ok(earlier)
                })
                .await;
            match begun {
                // Another node noted it at the same moment: now it is found.
                Err(refusal @ Refusal::Db(_)) if refusal.is_passing() => {}
                other => return Ok(other?),
            }
        }
    }
}

/// What makes the response at `index` of a request the same when the request comes again.
fn place_identity(keyed: &Keyed, index: usize) -> Identity {
    let mut text = format!("{}\n{index}\n", keyed.key);
    for byte in &keyed.request_hash {
        let _ = write!(text, "{byte:02x}");
    }
    let mut id = "bulk:".to_owned();
    for byte in &id::hash(&text)[..16] {
        let _ = write!(id, "{byte:02x}");
    }
    Identity::Submission(id)
}

/// Says how far it got: what is stored stays stored.
fn cut_off(refusal: Refusal, stored: usize, sent: usize) -> Problem {
    if stored == 0 {
        return refusal.into();
    }
    tracing::warn!(stored, sent, %refusal, "a bulk request was cut off");
    let detail = format!(
        "the first {stored} of {sent} responses are stored, the others not; send the same request \
         again with the same Idempotency-Key, or with external ids, and the rest is stored"
    );
    Problem::Other(503, detail)
}

fn reply_to_all(stored: &[Put]) -> Reply {
    let count = |wanted| stored.iter().filter(|put| put.outcome == wanted).count();
    let created = count(Outcome::Created);
    let body = json!({
        "created": created,
        "updated": count(Outcome::Updated),
        "unchanged": count(Outcome::Unchanged),
        "erased": count(Outcome::Erased),
        "ids": stored.iter().map(|put| put.response_id.as_str()).collect::<Vec<_>>(),
    });
    Reply {
        status: if created > 0 { 201 } else { 200 },
        body: body.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_a_request_differ_and_stay_the_same() {
        let keyed = |key: &str, hash: u8| Keyed {
            key: key.into(),
            request_hash: vec![hash; 32],
        };
        let first = place_identity(&keyed("a", 1), 0);
        assert_eq!(first, place_identity(&keyed("a", 1), 0));
        for other in [
            place_identity(&keyed("a", 1), 1),
            place_identity(&keyed("b", 1), 0),
            place_identity(&keyed("a", 2), 0),
        ] {
            assert_ne!(first, other);
        }
    }

    #[test]
    fn the_reply_counts_what_happened() {
        let put = |outcome| Put {
            response_id: "r".into(),
            ordinal: 1,
            state: crate::model::State::Complete,
            outcome,
        };
        let reply = reply_to_all(&[put(Outcome::Created), put(Outcome::Unchanged)]);
        assert_eq!(reply.status, 201);
        assert!(
            reply
                .body
                .starts_with(r#"{"created":1,"updated":0,"unchanged":1,"erased":0"#)
        );
        assert_eq!(reply_to_all(&[put(Outcome::Unchanged)]).status, 200);
    }
}

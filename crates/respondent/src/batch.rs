//! One batch of one survey, in one transaction: what changed, who stands behind it, who is told,
//! and how far that is.

use std::collections::{HashMap, HashSet};

use platform::{DbError, Tx};
use response::model::State;

use crate::asked::{Asked, Said, Surveys};
use crate::hear::{Heard, Listeners, Previous};
use crate::jobs::QUIET_US;
use crate::served::{self, Serving};
use crate::store::answers::metric_name;
use crate::store::following::{self, Changed, Kept, Known as Stored, Whose};
use crate::store::sought;
use crate::who::{Known, Named};

/// What a batch did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    /// Went through so many responses; there may be more.
    Some(usize),
    /// Went through so many responses, and nothing is left.
    All(usize),
    /// Another node is at it.
    Busy,
}

/// What a batch works with.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) surveys: Surveys,
    pub(crate) listeners: Listeners,
}

impl Desk {
    /// Goes through at most `limit` responses of a survey.
    pub(crate) fn batch(
        &self,
        tx: &mut Tx<'_>,
        whose: &Whose,
        (limit, now_us): (usize, i64),
    ) -> Result<Done, DbError> {
        let Some(cursor) = following::hold(tx, whose)? else {
            return Ok(Done::Busy);
        };
        let Some((revision, change_seq)) = following::head(tx, whose)? else {
            following::forget(tx, whose)?;
            return Ok(Done::All(0));
        };
        let Some(asked) = self.surveys.get(tx, whose, revision)? else {
            return Ok(Done::All(0));
        };
        if asked.employees {
            following::advance(tx, whose, change_seq)?;
            return Ok(Done::All(0));
        }
        let changed = following::changed_since(tx, whose, cursor, limit)?;
        let is_all = changed.len() < limit;
        // What was read last may be later than the count that was read before it.
        let last = changed.last().map_or(cursor, |one| one.change_seq);
        let reached = if is_all { change_seq.max(last) } else { last };
        let mut responses = changed;
        if is_all {
            let seen: HashSet<String> = ids(&responses).map(str::to_owned).collect();
            let due = following::due(tx, whose, now_us, limit - responses.len())?;
            responses.extend(
                due.into_iter()
                    .filter(|one| !seen.contains(&one.response_id)),
            );
        }
        let count = responses.len();
        if count > 0 {
            let heard = put(tx, whose, &asked, (&responses, now_us))?;
            self.listeners.tell(tx, &heard, now_us)?;
        }
        following::advance(tx, whose, reached)?;
        Ok(if count < limit {
            Done::All(count)
        } else {
            Done::Some(count)
        })
    }
}

fn ids(responses: &[Changed]) -> impl Iterator<Item = &str> {
    responses.iter().map(|one| one.response_id.as_str())
}

/// Stores who stands behind these responses, and says what is to be told of them.
fn put(
    tx: &mut Tx<'_>,
    whose: &Whose,
    asked: &Asked,
    (responses, now_us): (&[Changed], i64),
) -> Result<Vec<Heard>, DbError> {
    let workspace_id = &whose.workspace_id;
    let response_ids: Vec<&str> = ids(responses).collect();
    let known = following::known(tx, workspace_id, &response_ids)?;
    let named: Vec<Named> = responses.iter().map(Named::of).collect();
    let people = Known::find(tx, workspace_id, &named)?;
    let (mut heard, mut kept, mut seeking) = (Vec::new(), Vec::new(), Vec::new());
    for (response, named) in responses.iter().zip(&named) {
        let said = asked.read(response.version, &response.answers);
        let is_known = known
            .get(&response.response_id)
            .is_some_and(|one| one.is_known);
        let one = tell(whose, asked, response, (said, is_known, now_us));
        let one = match people.who(named) {
            Some((contact_id, account_id)) => {
                let who = (contact_id.as_deref(), account_id.as_deref());
                seeking.extend(Known::sought(&response.response_id, named, who));
                Heard {
                    contact_id,
                    account_id,
                    ..one
                }
            }
            // Somebody of ours answered as a customer: nothing follows from that.
            None => Heard {
                counts: false,
                ..one
            },
        };
        if !one.is_erased {
            kept.push(keep(&one, response));
        }
        heard.push(one);
    }
    let contacts: HashSet<&str> = heard
        .iter()
        .filter_map(|one| one.contact_id.as_deref())
        .collect();
    let contacts: Vec<&str> = contacts.into_iter().collect();
    following::follow_merged(tx, workspace_id, &contacts)?;
    // Whose answer it was before, and isn't any more: listeners only hear of the account it has now.
    let before: Vec<&str> = known.keys().map(String::as_str).collect();
    let accounts = following::accounts_of(tx, workspace_id, &before)?;
    contact::index::stale(tx, workspace_id, accounts)?;
    following::keep(tx, whose, &kept)?;
    sought::keep(tx, workspace_id, (&before, &seeking))?;
    keep_served(tx, whose, (responses, &heard), &known)?;
    let erased: Vec<&str> = heard
        .iter()
        .filter(|one| one.is_erased)
        .map(|one| one.response_id.as_str())
        .collect();
    following::remove(tx, workspace_id, &erased)?;
    response::served::remove(tx, workspace_id, &erased)?;
    let mut previous = previous(tx, workspace_id, &heard)?;
    for one in &mut heard {
        one.previous = previous.remove(&one.response_id);
    }
    Ok(heard)
}

/// Stores who served the customers. Those responsible for an account stay who they were when the
/// finished answer was first heard of, as long as it is the same account.
fn keep_served(
    tx: &mut Tx<'_>,
    whose: &Whose,
    (responses, heard): (&[Changed], &[Heard]),
    known: &HashMap<String, Stored>,
) -> Result<(), DbError> {
    let serving = responses
        .iter()
        .zip(heard)
        .filter(|(_, one)| !one.is_erased);
    let serving: Vec<Serving<'_>> = serving
        .map(|(response, one)| {
            let before = known.get(&response.response_id);
            let account_id = one.account_id.as_deref();
            Serving {
                response_id: &response.response_id,
                ordinal: response.ordinal,
                attributes: &response.attributes,
                is_invited: response.invited.is_some(),
                account_id,
                keeps_account: before
                    .is_some_and(|one| one.is_known && one.account_id.as_deref() == account_id),
            }
        })
        .collect();
    served::keep(tx, whose, &serving)
}

/// What came before the answers that have a contact and a score.
fn previous(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    heard: &[Heard],
) -> Result<HashMap<String, Previous>, DbError> {
    let comparable: Vec<&str> = heard
        .iter()
        .filter(|one| one.contact_id.is_some() && one.score.is_some())
        .map(|one| one.response_id.as_str())
        .collect();
    let found = following::previous(tx, workspace_id, &comparable)?;
    Ok(found
        .into_iter()
        .map(|before| (before.response_id, before.previous))
        .collect())
}

/// What is told of a response, without who answered and what they said before.
fn tell(
    whose: &Whose,
    asked: &Asked,
    response: &Changed,
    (said, was_known, now_us): (Said, bool, i64),
) -> Heard {
    Heard {
        workspace_id: whose.workspace_id.clone(),
        survey_id: whose.survey_id.clone(),
        survey_name: asked.name.clone(),
        response_id: response.response_id.clone(),
        counts: response.counts(),
        is_erased: response.state == State::Erased,
        is_settled: is_settled(response, now_us),
        was_known,
        contact_id: None,
        account_id: None,
        channel: response.channel,
        metric: said.metric.map(|(kind, _)| kind),
        direction: said.metric.and_then(|(_, direction)| direction),
        score: said.score,
        previous: None,
        answers: response.answers.clone(),
        comments: said.comments,
        attributes: response.attributes.clone(),
        language: response.language.clone(),
        answered_at_us: response.answered_at_us,
        changed_at_us: response.changed_at_us,
    }
}

/// Whether a response is finished: sent in, or begun and left alone for long enough.
fn is_settled(response: &Changed, now_us: i64) -> bool {
    match response.state {
        State::Complete | State::Erased => true,
        State::Partial => now_us >= response.changed_at_us + QUIET_US,
    }
}

/// What is stored of a response.
fn keep(heard: &Heard, response: &Changed) -> Kept {
    let is_somebodys = heard.contact_id.is_some() || heard.account_id.is_some();
    let said = Said {
        comments: heard.comments.clone(),
        ..Said::default()
    };
    Kept {
        response_id: heard.response_id.clone(),
        contact_id: heard.contact_id.clone(),
        account_id: heard.account_id.clone(),
        metric: heard.metric.map(|kind| metric_name(kind, heard.direction)),
        score: heard.score,
        // Nobody looks for the words of those who aren't known.
        comment: said.first_words().filter(|_| is_somebodys),
        answered_at_us: heard.answered_at_us,
        counts: heard.counts,
        is_known: heard.counts && heard.is_settled,
        // What is in doubt is heard of again when it is judged: that is a change.
        due_at_us: (heard.counts && !heard.is_settled).then_some(response.changed_at_us + QUIET_US),
    }
}

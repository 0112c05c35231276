//! Who of ours served the customer who gave a response, found when it is heard of:
//! [`response::served`] says what that is for.
//!
//! Whoever was responsible for the account when a finished answer was first heard of stays who
//! served, also when responsibilities change later. What the answer itself says, and the event that
//! led to it, is read anew with every change. Responses heard of before this was asked are gone
//! through once, with the responsibilities of that day.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use contact::rules::folded;
use platform::{DbError, Tx};
use response::model::Attributes;
use response::served::{self, Because, People, Served};

use crate::batch::Desk;
use crate::store::following::{self, Whose};
use crate::store::serving;

/// The attribute with the addresses of who served.
const SERVED_BY: &str = "served_by";
/// Responses gone through in one transaction when they were heard of before.
const CHUNK: usize = 200;

/// A response, as far as it says who served.
#[derive(Clone, Debug)]
pub(crate) struct Serving<'a> {
    pub(crate) response_id: &'a str,
    pub(crate) ordinal: i64,
    pub(crate) attributes: &'a Attributes,
    /// Whether a programme invited to it: then an event may have led to that.
    pub(crate) is_invited: bool,
    pub(crate) account_id: Option<&'a str>,
    /// Whether those responsible for the account stay who they were.
    pub(crate) keeps_account: bool,
}

/// Stores who served the customers of these responses.
pub(crate) fn keep(tx: &mut Tx<'_>, whose: &Whose, all: &[Serving<'_>]) -> Result<(), DbError> {
    let workspace_id = whose.workspace_id.as_str();
    let written: BTreeSet<String> = all
        .iter()
        .flat_map(|one| addresses(one.attributes))
        .collect();
    let named = serving::people_by_email(tx, workspace_id, &written)?;
    let invited: Vec<&str> = all
        .iter()
        .filter(|one| one.is_invited)
        .map(|one| one.response_id)
        .collect();
    let solvers = serving::solvers(tx, workspace_id, &invited)?;
    let kept: Vec<&str> = all
        .iter()
        .filter(|one| one.keeps_account)
        .map(|one| one.response_id)
        .collect();
    let before = served::of_responses(tx, workspace_id, &kept)?;
    let accounts: BTreeSet<&str> = all
        .iter()
        .filter(|one| !before.contains_key(one.response_id))
        .filter_map(|one| one.account_id)
        .collect();
    let responsible = serving::responsible(tx, workspace_id, &accounts)?;
    let found: Vec<Served> = all
        .iter()
        .map(|one| {
            let mut people = People::new();
            let mut add = |user_id: &str, because| {
                people.entry(user_id.to_owned()).or_insert(because);
            };
            for address in addresses(one.attributes) {
                if let Some(user_id) = named.get(&address) {
                    add(user_id, Because::ServedBy);
                }
            }
            if let Some(user_id) = solvers.get(one.response_id) {
                add(user_id, Because::Event);
            }
            // Of whom nothing is stored yet nothing can stay.
            match before.get(one.response_id) {
                Some(people) => {
                    let of_account = people
                        .iter()
                        .filter(|(_, because)| **because == Because::Account);
                    of_account.for_each(|(user_id, because)| add(user_id, *because));
                }
                None => {
                    let now = one.account_id.and_then(|id| responsible.get(id));
                    let now = now.into_iter().flatten();
                    now.for_each(|user_id| add(user_id, Because::Account));
                }
            }
            Served {
                response_id: one.response_id.to_owned(),
                ordinal: one.ordinal,
                people,
            }
        })
        .collect();
    served::put(tx, (workspace_id, &whose.survey_id), &found)
}

/// The addresses of the attribute, in any case and with any space, separated by commas or
/// semicolons.
fn addresses(attributes: &Attributes) -> Vec<String> {
    let own = attributes
        .iter()
        .filter(|(name, _)| name.trim().to_lowercase() == SERVED_BY);
    own.flat_map(|(_, value)| value.split([',', ';']))
        .map(folded)
        .filter(|address| !address.is_empty())
        .collect()
}

/// Goes through a piece of one survey's responses that were heard of before anybody asked who
/// served; whether there may be more.
pub(crate) fn catch_up(tx: &mut Tx<'_>, desk: &Desk) -> Result<bool, DbError> {
    let mut is_busy = false;
    for survey in served::unasked(tx)? {
        let whose = Whose {
            workspace_id: survey.workspace_id.clone(),
            survey_id: survey.survey_id.clone(),
        };
        let id = (whose.workspace_id.as_str(), whose.survey_id.as_str());
        // Numbers are taken by whoever holds the survey's place.
        if following::hold(tx, &whose)?.is_none() {
            is_busy = true;
            continue;
        }
        let asked = match following::head(tx, &whose)? {
            Some((revision, _)) => desk.surveys.get(tx, &whose, revision)?,
            None => None,
        };
        if asked.is_none_or(|asked| asked.employees) {
            served::asked_until(tx, id, survey.until_ordinal)?;
            return Ok(true);
        }
        let range = (survey.done_ordinal, survey.until_ordinal);
        let old = serving::heard_before(tx, id, range, CHUNK)?;
        let all: Vec<Serving<'_>> = old.iter().map(serving::Old::serving).collect();
        keep(tx, &whose, &all)?;
        let is_all = old.len() < CHUNK;
        let last = old.last().map_or(survey.until_ordinal, |last| last.ordinal);
        let reached = if is_all { survey.until_ordinal } else { last };
        served::asked_until(tx, id, reached)?;
        return Ok(true);
    }
    Ok(is_busy)
}

/// People responsible in any role, by account: for each role those of the account itself, or of the
/// nearest account above it that has somebody in it.
pub(crate) fn nearest<'a>(
    accounts: impl Iterator<Item = &'a str>,
    parents: &HashMap<String, String>,
    own: &HashMap<String, BTreeMap<String, BTreeSet<String>>>,
) -> HashMap<String, BTreeSet<String>> {
    let of = |account: &'a str| {
        let mut by_role: BTreeMap<&str, &BTreeSet<String>> = BTreeMap::new();
        let (mut at, mut seen) = (Some(account), BTreeSet::new());
        while let Some(id) = at.filter(|id| seen.insert(*id)) {
            for (role, people) in own.get(id).into_iter().flatten() {
                by_role.entry(role).or_insert(people);
            }
            at = parents.get(id).map(String::as_str);
        }
        let people = by_role.into_values().flatten().cloned().collect();
        (account.to_owned(), people)
    };
    accounts.map(of).collect()
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod rules {
    use super::*;

    #[test]
    fn addresses_are_read_however_they_were_written() {
        let attributes: Attributes =
            serde_json::from_value(serde_json::json!({ "Served_By ": " Ann@us.nl; bob@us.nl,, " }))
                .expect("attributes");
        assert_eq!(addresses(&attributes), ["ann@us.nl", "bob@us.nl"]);
    }

    #[test]
    fn each_role_is_looked_for_upwards_by_itself() {
        let text = str::to_owned;
        let parents = HashMap::from([
            (text("child"), text("mother")),
            (text("mother"), text("top")),
            (text("top"), text("child")),
        ]);
        let roles = |all: &[(&str, &[&str])]| {
            all.iter()
                .map(|(role, people)| (text(role), people.iter().copied().map(text).collect()))
                .collect::<BTreeMap<String, BTreeSet<String>>>()
        };
        let own = HashMap::from([
            (text("child"), roles(&[("csm", &["ann", "eve"])])),
            (
                text("mother"),
                roles(&[("csm", &["bob"]), ("sales", &["cas"])]),
            ),
            (text("top"), roles(&[("sales", &["dan"]), ("it", &["eve"])])),
        ]);
        let found = nearest(["child", "mother", "alone"].into_iter(), &parents, &own);
        let of = |id: &str| found[id].iter().map(String::as_str).collect::<Vec<_>>();
        assert_eq!(of("child"), ["ann", "cas", "eve"]);
        assert_eq!(of("mother"), ["bob", "cas", "eve"]);
        assert!(of("alone").is_empty());
    }
}

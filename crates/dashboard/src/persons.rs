//! Attributes that name people of ours, such as `served_by`. Figures per person would be a ranking
//! of colleagues, so nothing is split or filtered by them: they are no properties at all, neither
//! of pages nor of the API, movement, drivers or dashboards, and whoever asks for one is told why.
//!
//! What a person sees of whom is settled by their sight and by nothing else:
//!
//! - Somebody who leads sees the answers of everybody they lead together. However few those are,
//!   there is no second figure to compare it with: a filter by person doesn't exist, and the only
//!   page about one of them is the coaching page, which that person sees too.
//! - Somebody whose sight is only themselves sees their own answers, to learn from.
//! - Those who see everything can't part it by people, and groups of people (teams) only from five
//!   people on.
//! - Answers given by employees belong to nobody, so no limited sight sees them, and everybody else
//!   sees groups of at least five with their complements ([`crate::privacy`]).

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use facts::Facts;
use platform::web::QueryPairs;
use platform::{DbError, Problem, Tx};
pub use response::is_named;

use crate::filter::Dim;
use crate::keeper::read;
use crate::source::Source;

/// Values of an attribute that are compared with people.
const LOOKED_AT: usize = 1000;

/// How long it is believed who works here.
const BELIEVED: Duration = Duration::from_secs(30);

/// The addresses and names of whoever works or worked here, in lower case.
#[derive(Debug, Default)]
pub(crate) struct People {
    addresses: HashSet<String>,
    /// What stands before the @ of addresses: what many systems call somebody.
    logins: HashSet<String>,
    /// The words of names in one order: systems write them in many.
    names: HashSet<String>,
}

/// The words of a text, in the order of their letters.
fn words(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let mut words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.join(" ")
}

/// People, and when they were looked up.
pub(crate) type Looked = (Instant, Arc<People>);

/// The problem with asking for figures by such an attribute.
pub fn refused(parameter: &str, attribute: &str) -> Problem {
    Problem::BadRequest(format!(
        "{parameter}: {attribute} names people who work here; there are no figures per person"
    ))
}

impl People {
    fn read(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Self, DbError> {
        let mut people = Self::default();
        for (address, name) in user::people::named(tx, workspace_id)? {
            people.add(&address, &name);
        }
        Ok(people)
    }

    fn add(&mut self, address: &str, name: &str) {
        let address = address.to_lowercase();
        if let Some((login, _)) = address.split_once('@') {
            self.logins.insert(login.to_owned());
        }
        self.addresses.insert(address);
        let name = words(name);
        if !name.is_empty() {
            self.names.insert(name);
        }
    }

    /// Whether these are people: one address of ours, or names of ours for the most part.
    fn are<'v>(&self, values: impl Iterator<Item = &'v str>) -> bool {
        let (mut all, mut named) = (0, 0);
        for value in values.take(LOOKED_AT) {
            // "Vries, Bob de" is one.
            if self.names.contains(&words(value)) {
                all += 1;
                named += 1;
                continue;
            }
            for value in value.split([',', ';']) {
                let value = value.trim().to_lowercase();
                if self.addresses.contains(&value) {
                    return true;
                }
                all += 1;
                let is_named = self.logins.contains(&value) || self.names.contains(&words(&value));
                named += usize::from(is_named);
            }
        }
        named > 0 && named * 2 >= all
    }

    /// The attributes of a survey that name people of ours.
    fn attributes(&self, facts: &Facts) -> BTreeSet<String> {
        let attributes = facts
            .dimensions()
            .filter_map(|(id, name)| Some((id, Dim::attribute_of(name)?)));
        attributes
            .filter(|(id, name)| is_named(name) || self.are(facts.dimension_values(*id)))
            .map(|(_, name)| name)
            .collect()
    }
}

impl Source {
    /// The attributes that name people of ours: by what they are called, and of a survey in memory
    /// also by their values.
    pub(crate) async fn of_people(&self, names: &[String]) -> Result<BTreeSet<String>, Problem> {
        let Some(slot) = &self.slot else {
            let named = names.iter().filter(|name| is_named(name));
            return Ok(named.cloned().collect());
        };
        let known = slot.people().filter(|(at, _)| at.elapsed() < BELIEVED);
        let people = match known {
            Some((_, people)) => people,
            None => {
                let workspace_id = self.whose.workspace_id.clone();
                let work = move |tx: &mut Tx<'_>| People::read(tx, &workspace_id);
                let people = Arc::new(self.db.read(work).await?);
                slot.set_people((Instant::now(), people.clone()));
                people
            }
        };
        let kept = read(&slot.kept);
        Ok(kept
            .as_ref()
            .map_or_else(BTreeSet::new, |kept| people.attributes(&kept.facts)))
    }

    /// Whether an attribute of one answer says who served, so that it isn't shown beside it: by what
    /// it is called, or by an address or name of ours in it.
    pub(crate) fn tells_who_served(&self, attribute: &str, value: &str) -> bool {
        let people = self.slot.as_ref().and_then(|slot| slot.people());
        is_named(attribute) || people.is_some_and(|(_, people)| people.are([value].into_iter()))
    }
}

/// Refuses a query that asks for figures by an attribute that names people of ours.
pub(crate) fn refuse(query: &QueryPairs, of_people: &BTreeSet<String>) -> Result<(), Problem> {
    for (parameter, value) in &query.0 {
        let asked = match parameter.as_str() {
            "by" | "trend" | "where" => {
                let plain = value.strip_prefix("attribute:").unwrap_or(value);
                of_people.get(plain).or_else(|| of_people.get(value))
            }
            "attribute" => of_people.iter().find(|name| {
                let rest = value.strip_prefix(name.as_str());
                rest.is_some_and(|rest| rest.starts_with(':'))
            }),
            _ => None,
        };
        if let Some(attribute) = asked {
            return Err(refused(parameter, attribute));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_of_people_are_known_by_their_values() {
        let mut people = People::default();
        people.add("Ann@us.nl", "Ann");
        people.add("bvries2@us.nl", "Bob de Vries");
        people.add("x@us.nl", "");
        assert!(people.are(["x@them.nl", "Ann@us.nl "].into_iter()));
        assert!(people.are(["x@them.nl; Ann@us.nl"].into_iter()));
        assert!(people.are(["Bob de Vries", "Ann", "Cas"].into_iter()));
        // As other systems write them: the family name first, or what stands before the @.
        assert!(people.are(["Vries, Bob de", "ANN"].into_iter()));
        assert!(people.are(["de Vries Bob", "Jansen Piet"].into_iter()));
        assert!(people.are(["Ann; Bob de Vries"].into_iter()));
        assert!(people.are(["BVRIES2", "pjansen"].into_iter()));
        assert!(!people.are(["-", "?", ""].into_iter()));
        assert!(!people.are(["Ann", "Groningen", "Utrecht"].into_iter()));
        assert!(!people.are([].into_iter()));
    }

    #[test]
    fn whoever_asks_is_told_why() {
        let of_people = BTreeSet::from(["served_by".to_owned()]);
        let asks = |name: &str, value: &str| {
            let query = QueryPairs(vec![(name.to_owned(), value.to_owned())]);
            refuse(&query, &of_people)
        };
        for (name, value) in [
            ("by", "served_by"),
            ("by", "attribute:served_by"),
            ("trend", "served_by"),
            ("attribute", "served_by:ann@us.nl"),
        ] {
            let problem = asks(name, value).expect_err("a figure per person");
            assert!(
                problem.to_string().contains("no figures per person"),
                "{problem}"
            );
        }
        assert!(asks("by", "team").is_ok());
        assert!(asks("attribute", "served_byte:1").is_ok());
    }
}

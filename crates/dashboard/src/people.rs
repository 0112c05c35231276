//! The people behind the counts, one row each, for what counts can't tell: several drivers at once,
//! resampling, accounts, who answered early and who late.
//!
//! From the columns in memory, or by SQL for a survey that doesn't fit there; then a sample of a
//! very large survey, and [`People::of`] says of how many.

use analysis::{Attribute, People, Statement};
use facts::{Facts, NO_VALUE};
use platform::Problem;

use crate::ask::Ask;
use crate::filter::{Asked, Dim};
use crate::keeper::read;
use crate::sight::Seen;
use crate::source::Source;
use crate::store;

/// Which people, and what of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleAsk {
    /// Which responses count; split and trend of it are not looked at.
    pub filter: Asked,
    /// Key of the outcome.
    pub outcome: String,
    /// Keys of the statements.
    pub statements: Vec<String>,
    /// Names of the attributes that take part as drivers.
    pub attributes: Vec<String>,
    /// Name of the attribute with the survey weight.
    pub weight: Option<String>,
    /// Name of the attribute with the account.
    pub account: Option<String>,
}

/// The people that were asked for, in the order in which their answers were first stored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// Their answers.
    pub people: People,
    /// Names of the accounts, where [`People::accounts`] points to.
    pub account_names: Vec<String>,
    /// Day of the answer, since 1970-01-01.
    pub days: Vec<i32>,
    /// Place of the response within the survey, from 1.
    pub ordinals: Vec<u32>,
    /// How many were left out because their weight is no number above 0.
    pub without_weight: u64,
}

impl Source {
    /// The people that pass a filter.
    pub async fn people(&self, ask: PeopleAsk) -> Result<Rows, Problem> {
        match &self.slot {
            Some(slot) => {
                let (slot, seen) = (slot.clone(), self.seen.clone());
                let rows = tokio::task::spawn_blocking(move || {
                    let kept = read(&slot.kept);
                    let kept = kept.as_ref().ok_or("facts went missing")?;
                    from_facts((&kept.facts, &seen), &ask).ok_or("unknown column")
                });
                let rows = rows
                    .await
                    .map_err(|e| Problem::Internal(format!("reading people: {e}")))?;
                rows.map_err(|e| Problem::Internal(e.to_owned()))
            }
            None => {
                let (whose, plan) = (self.whose.clone(), self.plan.clone());
                let read = self
                    .db
                    .read_long(move |tx| store::people::people(tx, &whose, &plan, &ask));
                Ok(read.await?)
            }
        }
    }
}

/// The columns of the people, before unusable weights are taken out.
pub(crate) struct Gathered {
    pub(crate) outcome: Vec<u8>,
    pub(crate) statements: Vec<Vec<u8>>,
    pub(crate) attributes: Vec<(Vec<u32>, Vec<String>)>,
    pub(crate) weight: Option<(Vec<u32>, Vec<String>)>,
    pub(crate) account: Option<(Vec<u32>, Vec<String>)>,
    pub(crate) days: Vec<i32>,
    pub(crate) ordinals: Vec<u32>,
    /// How many these stand for.
    pub(crate) of: u64,
}

/// None when the facts have never seen what is named.
fn from_facts((facts, seen): (&Facts, &Seen), ask: &PeopleAsk) -> Option<Rows> {
    let query = Ask {
        filter: ask.filter.clone(),
        outcome: Some(ask.outcome.clone()),
        drivers: ask.statements.clone(),
        ..Ask::default()
    }
    .to_query(facts, seen)?;
    let rows = facts::select(facts, &query.filter);
    let mut columns = query.drivers;
    columns.insert(0, query.outcome?);
    let mut columns = facts::gather_columns(facts, &rows, &columns).into_iter();
    let values = |name: &String| {
        let dimension = facts.find_dimension(&Dim::Attribute(name.clone()).name())?;
        Some(facts::gather_dimension(facts, &rows, dimension))
    };
    let optional = |name: &Option<String>| match name {
        Some(name) => values(name).map(Some),
        None => Some(None),
    };
    let gathered = Gathered {
        outcome: columns.next()?,
        statements: columns.collect(),
        attributes: ask.attributes.iter().map(values).collect::<Option<_>>()?,
        weight: optional(&ask.weight)?,
        account: optional(&ask.account)?,
        days: facts::gather_days(facts, &rows),
        of: rows.len() as u64,
        ordinals: rows.into_iter().map(|row| row + 1).collect(),
    };
    Some(gathered.into_rows(ask))
}

/// Texts as places in the sorted list of those that occur; an empty one is none.
pub(crate) fn coded(texts: Vec<String>) -> (Vec<u32>, Vec<String>) {
    let mut levels: Vec<String> = texts
        .iter()
        .filter(|text| !text.is_empty())
        .cloned()
        .collect();
    levels.sort_unstable();
    levels.dedup();
    let place = |text: &String| match levels.binary_search(text) {
        Ok(place) => place as u32,
        Err(_) => NO_VALUE,
    };
    (texts.iter().map(place).collect(), levels)
}

impl Gathered {
    pub(crate) fn into_rows(self, ask: &PeopleAsk) -> Rows {
        let weights = self.weight.as_ref().map(|(places, levels)| {
            let weights: Vec<Option<f64>> = levels.iter().map(|text| weight(text)).collect();
            places
                .iter()
                .map(|place| weights.get(*place as usize).copied().flatten())
                .collect::<Vec<_>>()
        });
        let all = self.outcome.len();
        let kept: Option<Vec<bool>> = weights
            .as_ref()
            .map(|weights| weights.iter().map(Option::is_some).collect());
        let only = Only(kept.as_deref());
        let (accounts, account_names) = match self.account {
            Some((places, names)) => (Some(only.of(places)), names),
            None => (None, Vec::new()),
        };
        let people = People {
            statements: ask
                .statements
                .iter()
                .cloned()
                .zip(self.statements)
                .map(|(name, answers)| Statement {
                    name,
                    answers: only.of(answers),
                })
                .collect(),
            attributes: ask
                .attributes
                .iter()
                .cloned()
                .zip(self.attributes)
                .map(|(name, (values, levels))| Attribute {
                    name,
                    values: only.of(values),
                    levels,
                })
                .collect(),
            weights: weights.map(|weights| weights.into_iter().flatten().collect()),
            outcome: only.of(self.outcome),
            accounts,
            of: self.of,
        };
        let without_weight = all - people.len();
        Rows {
            people: People {
                of: self.of - without_weight as u64,
                ..people
            },
            account_names,
            days: only.of(self.days),
            ordinals: only.of(self.ordinals),
            without_weight: without_weight as u64,
        }
    }
}

/// The people who stay.
struct Only<'a>(Option<&'a [bool]>);

impl Only<'_> {
    fn of<T>(&self, column: Vec<T>) -> Vec<T> {
        match self.0 {
            None => column,
            Some(kept) => column
                .into_iter()
                .zip(kept)
                .filter_map(|(value, kept)| kept.then_some(value))
                .collect(),
        }
    }
}

/// A survey weight: a number above 0, with a point or a comma.
fn weight(text: &str) -> Option<f64> {
    let number: f64 = text.trim().replace(',', ".").parse().ok()?;
    (number > 0.0 && number.is_finite()).then_some(number)
}

#[cfg(test)]
mod tests {
    use facts::code;

    use super::*;

    #[test]
    fn the_people_without_a_usable_weight_are_left_out_and_counted() {
        let texts = ["1", "0", "2,5", "x", "", "-1"].map(str::to_owned);
        let gathered = Gathered {
            outcome: vec![9, 8, 7, 6, 5, 4],
            statements: vec![vec![1, 2, 3, 4, 5, code::DONT_KNOW]],
            attributes: Vec::new(),
            weight: Some(coded(texts.to_vec())),
            account: Some((vec![0, 0, 1, 1, NO_VALUE, 0], vec!["a".into(), "b".into()])),
            days: vec![1, 2, 3, 4, 5, 6],
            ordinals: vec![1, 2, 3, 4, 5, 6],
            of: 6,
        };
        let rows = gathered.into_rows(&PeopleAsk {
            statements: vec!["speed".into()],
            ..PeopleAsk::default()
        });
        assert_eq!(rows.people.outcome, [9, 7]);
        assert_eq!(rows.people.weights.as_deref(), Some(&[1.0, 2.5][..]));
        assert_eq!(rows.people.statements[0].answers, [1, 3]);
        assert_eq!(rows.people.accounts.as_deref(), Some(&[0, 1][..]));
        assert_eq!((rows.days, rows.ordinals), (vec![1, 3], vec![1, 3]));
        assert_eq!((rows.people.of, rows.without_weight), (2, 4));
    }
}

//! The customers behind comments, and which attribute says what they are worth.

use dashboard::filter::Dim;
use dashboard::people::Rows;
use dashboard::respondents::Respondents;
use dashboard::results::Results;
use facts::{NO_VALUE, code};
use platform::Problem;

use crate::figures::Picked;
use crate::shelf::Texts;
use crate::worth::{self, Worth};

/// The attributes whose values all are numbers, those of `not` left out; none where only groups are
/// shown. Where only the database knows the values, those named like it.
pub(crate) fn values(results: &Results, names: &[String], not: &[&Option<String>]) -> Vec<String> {
    if !results.shows_answers() {
        return Vec::new();
    }
    let is_one = |name: &&String| {
        let dim = Dim::Attribute((*name).clone());
        let are = |values: Vec<&str>| worth::numbers(values.into_iter()).is_some();
        let known = results.source.all_values(&dim, are);
        known.unwrap_or_else(|| worth::guess(std::slice::from_ref(*name)).is_some())
    };
    let names = names.iter().filter(|name| {
        let mut not = not.iter();
        !not.any(|other| other.as_ref() == Some(*name))
    });
    names.filter(is_one).cloned().collect()
}

/// The attribute that says what a customer is worth: the one asked for, else by its name.
pub(crate) fn value(asked: Option<&str>, values: &[String]) -> Result<Option<String>, Problem> {
    match given(asked) {
        None => Ok(worth::guess(values).cloned()),
        Some(name) if values.iter().any(|known| known == name) => Ok(Some(name.to_owned())),
        Some(name) => Err(Problem::BadRequest(format!(
            "value: {name:?} is no attribute whose values all are numbers; there is {}",
            values.join(", ")
        ))),
    }
}

/// Refuses an attribute that reading has shown to be no number: of a survey that is not in memory
/// nothing else tells.
pub(crate) fn refuse(asked: Option<&str>, question: Option<&String>) -> Result<(), Problem> {
    match given(asked).filter(|_| question.is_some()) {
        None => Ok(()),
        Some(name) => Err(Problem::BadRequest(format!(
            "value: not all values of {name:?} are numbers"
        ))),
    }
}

/// A field of a form left alone is no choice.
fn given(asked: Option<&str>) -> Option<&str> {
    asked.filter(|name| !name.is_empty())
}

/// The customer of each person, one number per account. Whoever has no account is a customer of
/// their own; where groups hide it is also known who answered again.
fn customers<'r>(rows: &'r Rows, respondents: &'r Respondents) -> impl Iterator<Item = u32> + 'r {
    let accounts = rows.account_names.len() as u32;
    rows.ordinals.iter().enumerate().map(move |(at, ordinal)| {
        let account = rows.people.accounts.as_ref().map(|accounts| accounts[at]);
        let account = account.filter(|account| *account != NO_VALUE);
        account.unwrap_or_else(|| accounts.saturating_add(respondents.of(*ordinal)))
    })
}

/// The comments of some people that are in memory, in the order of their texts.
pub(crate) fn picked(
    texts: &Texts,
    rows: &Rows,
    (has_scores, respondents): (bool, &Respondents),
) -> Vec<Picked> {
    let mut picked: Vec<Picked> = customers(rows, respondents)
        .enumerate()
        .filter_map(|(at, customer)| {
            Some(Picked {
                text: texts.place(rows.ordinals[at])? as u32,
                customer,
                score: if has_scores {
                    rows.people.outcome[at]
                } else {
                    code::BLANK
                },
            })
        })
        .collect();
    picked.sort_unstable_by_key(|one| one.text);
    picked
}

/// What the customers are worth by the attribute that was read; none when it has a value that is
/// no number, or none was read. Answers without a comment say it too.
pub(crate) fn worth(rows: &Rows, respondents: &Respondents) -> Option<Worth> {
    let attribute = rows.people.attributes.first()?;
    let levels = attribute.levels.iter().map(String::as_str);
    // Nobody within the filter may have a value.
    let numbers = worth::numbers(levels).or_else(|| attribute.levels.is_empty().then(Vec::new))?;
    let mut worth = Worth::default();
    for (at, customer) in customers(rows, respondents).enumerate() {
        if let Some(value) = numbers.get(attribute.values[at] as usize) {
            worth.take(customer, (rows.days[at], rows.ordinals[at]), *value);
        }
    }
    Some(worth)
}

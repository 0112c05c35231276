//! Which cases a list shows, from its address. Fields left empty say nothing.

use platform::Problem;
use platform::web::{QueryPairs, paging};
use user::Viewer;

use crate::api::{known, moment, owned_by, state};
use crate::store::{Filter, Order, Page};

/// All parameters of a list.
pub(super) const NAMES: [&str; 12] = [
    "state",
    "owner",
    "overdue",
    "account_id",
    "contact_id",
    "rule_id",
    "survey_id",
    "cause_id",
    "priority",
    "result",
    "order",
    "cursor",
];

/// Parameters about the answer that a case is about, and about when it was closed: links of
/// dashboards give them. The first ones may be given several times.
pub(super) const FURTHER: [&str; 8] = [
    "attribute",
    "survey",
    "language",
    "channel",
    "version",
    "complete",
    "closed_from",
    "closed_to",
];
/// How many of [`FURTHER`] may be given several times.
const MANY: usize = 5;

/// What a list is asked for.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) filter: Filter,
    pub(super) order: Order,
    pub(super) after: Option<(i64, String)>,
}

impl Asked {
    pub(super) fn page(&self, limit: usize) -> Page {
        Page {
            order: self.order,
            after: self.after.clone(),
            limit,
        }
    }
}

pub(super) fn read(pairs: &QueryPairs, viewer: &Viewer) -> Result<Asked, Problem> {
    let mut asked = Asked::default();
    let filter = &mut asked.filter;
    let mut names: Vec<&str> = Vec::new();
    for (name, value) in &pairs.0 {
        let value = value.trim();
        let is_one_of_many = FURTHER[..MANY].contains(&name.as_str());
        if !is_one_of_many && names.contains(&name.as_str()) {
            return Err(Problem::BadRequest(format!("{name} is given twice")));
        }
        names.push(name);
        let wrong = |detail: String| Problem::invalid(name.as_str(), detail);
        let id = || known(name, value).map(Some);
        match name.as_str() {
            _ if value.is_empty() && is_known(name) => {}
            "state" => filter.state = Some(state(value)?),
            "owner" => filter.owner = Some(owned_by(value, viewer)?),
            "overdue" => {
                let is_overdue = value.parse().map_err(|_| wrong("true or false".into()))?;
                filter.overdue = Some(is_overdue);
            }
            "account_id" => filter.account_id = id()?,
            "contact_id" => filter.contact_id = id()?,
            "rule_id" => filter.rule_id = id()?,
            "survey_id" => filter.survey_id = id()?,
            "cause_id" => filter.cause_id = id()?,
            "priority" => filter.priority = Some(value.parse().map_err(wrong)?),
            "result" => filter.outcome = Some(value.parse().map_err(wrong)?),
            "order" if value == "due" => asked.order = Order::Due,
            "order" if value == "newest" => asked.order = Order::Newest,
            "order" => return Err(wrong("due or newest".into())),
            "cursor" => {
                let [time, case_id] = paging::read_cursor::<2>(value)?;
                asked.after = Some((time.parse().map_err(|_| paging::no_cursor())?, case_id));
            }
            further if FURTHER.contains(&further) => set_further(filter, further, value)?,
            _ => return Err(Problem::BadRequest(format!("unknown parameter {name:?}"))),
        }
    }
    Ok(asked)
}

/// Sets one of [`FURTHER`].
fn set_further(filter: &mut Filter, name: &str, value: &str) -> Result<(), Problem> {
    let wrong = |detail: &str| Problem::invalid(name, detail);
    let answer = &mut filter.answer;
    let text = || value.to_owned();
    match name {
        "attribute" => {
            let (own, value) = value
                .split_once(':')
                .filter(|(own, _)| !own.is_empty())
                .ok_or_else(|| wrong("name:value, such as industry:care"))?;
            let known = answer.attributes.iter_mut().find(|(name, _)| name == own);
            match known {
                Some((_, values)) => values.push(value.to_owned()),
                None => {
                    let values = vec![value.to_owned()];
                    answer.attributes.push((own.to_owned(), values));
                }
            }
        }
        "survey" => answer.surveys.get_or_insert_default().push(text()),
        "language" => answer.languages.push(text()),
        "channel" => answer.channels.push(text()),
        "version" => answer.versions.push(text()),
        "complete" => answer.complete = value == "1",
        "closed_from" => filter.closed_from_us = Some(moment(name, value)?),
        _ => filter.closed_to_us = Some(moment(name, value)?),
    }
    Ok(())
}

fn is_known(name: &str) -> bool {
    NAMES.contains(&name) || FURTHER.contains(&name)
}

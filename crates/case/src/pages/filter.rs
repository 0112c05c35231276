//! Which cases a list shows, from its address. Fields left empty say nothing.

use platform::Problem;
use platform::web::{QueryPairs, paging};
use user::Viewer;

use crate::api::{owned_by, state};
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
        if names.contains(&name.as_str()) {
            return Err(Problem::BadRequest(format!("{name} is given twice")));
        }
        names.push(name);
        let wrong = |detail: String| Problem::invalid(name.as_str(), detail);
        let id = || Some(value.to_owned());
        match name.as_str() {
            _ if value.is_empty() && is_known(name) => {}
            "state" => filter.state = Some(state(value)?),
            "owner" => filter.owner = Some(owned_by(value, viewer)?),
            "overdue" => {
                let is_overdue = value.parse().map_err(|_| wrong("true or false".into()))?;
                filter.overdue = Some(is_overdue);
            }
            "account_id" => filter.account_id = id(),
            "contact_id" => filter.contact_id = id(),
            "rule_id" => filter.rule_id = id(),
            "survey_id" => filter.survey_id = id(),
            "cause_id" => filter.cause_id = id(),
            "priority" => filter.priority = Some(value.parse().map_err(wrong)?),
            "result" => filter.outcome = Some(value.parse().map_err(wrong)?),
            "order" if value == "due" => asked.order = Order::Due,
            "order" if value == "newest" => asked.order = Order::Newest,
            "order" => return Err(wrong("due or newest".into())),
            "cursor" => {
                let [time, case_id] = paging::read_cursor::<2>(value)?;
                asked.after = Some((time.parse().map_err(|_| paging::no_cursor())?, case_id));
            }
            _ => return Err(Problem::BadRequest(format!("unknown parameter {name:?}"))),
        }
    }
    Ok(asked)
}

fn is_known(name: &str) -> bool {
    NAMES.contains(&name)
}

//! Lists as their addresses have them: the same pairs in pages, in the API and in saved views.

use list::{Asking, Column, Listed, Named, address};
use platform::clock::DAY_US;
use platform::{Problem, id};

use crate::columns::Field;
use crate::model::{List, ScoreClass, Whose};

/// Days a filter looks back or ahead at most: a hundred years.
const DAYS_MAX: i64 = 36_525;

/// Reads a list from pairs; `other` takes those that say nothing of it.
pub fn read(
    pairs: &[(String, String)],
    asking: &Asking<'_>,
    other: impl FnMut(&str, &str) -> Result<(), Problem>,
) -> Result<List, Problem> {
    let mut list = List::default();
    let take = |name: &str, value: &str| take(&mut list, (name, value), asking);
    address::read(pairs, &NAMES, take, other)?;
    // A role alone is somebody's, whoever that is.
    if list.filter.role.is_some() && list.filter.whose.is_none() {
        list.filter.whose = Some(Whose::Anybody);
    }
    Ok(list)
}

/// The parameters of a list, as problems name them.
pub const PARAMETERS: &str = "q, attribute.NAME, from.NAME, to.NAME, person, role, class, \
    no_answer_days, no_conversation_days, open_cases, renewal_days, below, sort and order";

/// The same, beside those of attributes.
pub const NAMES: [&str; 11] = [
    "q",
    "person",
    "role",
    "class",
    "no_answer_days",
    "no_conversation_days",
    "open_cases",
    "renewal_days",
    "below",
    "sort",
    "order",
];

/// How lists of accounts are kept as views.
pub const LISTED: Listed = Listed {
    noun: "account",
    path: "/accounts",
    keep: "/accounts/views",
    forget: "/accounts/views/{id}/remove",
    check: |pairs, asking| {
        let other = |name: &str, value: &str| match (name, Column::<Field>::read(value)) {
            ("column", Some(_)) => Ok(()),
            ("column", None) => Err(no_column(value)),
            _ => Err(unknown(name)),
        };
        read(pairs, asking, other).map(drop)
    },
};

/// What whoever names a column that isn't there is told.
fn no_column(value: &str) -> Problem {
    let all: Vec<&str> = Field::ALL.iter().map(|field| field.name()).collect();
    let detail = format!("{value:?} is none of {} and attribute.NAME", all.join(", "));
    Problem::invalid("column", detail)
}

/// What whoever asks for more than a list has is told.
pub fn unknown(name: &str) -> Problem {
    Problem::BadRequest(format!(
        "unknown parameter {name:?}; there are {PARAMETERS}"
    ))
}

fn take(
    list: &mut List,
    (name, value): (&str, &str),
    asking: &Asking<'_>,
) -> Result<bool, Problem> {
    let filter = &mut list.filter;
    match name {
        "q" => filter.q = value.chars().take(200).collect(),
        "person" => {
            filter.whose = Some(match value {
                "me" => Whose::Person(asking.user_id.unwrap_or_default().to_owned()),
                "nobody" => Whose::Nobody,
                id if id::is_id(id) => Whose::Person(id.to_owned()),
                _ => {
                    let detail = "give a user's id, me or nobody";
                    return Err(Problem::invalid("person", detail));
                }
            });
        }
        "role" => filter.role = Some(value.to_owned()),
        "class" => {
            filter.class = Some(ScoreClass::named(value).ok_or_else(|| {
                Problem::invalid("class", "give promoter, passive, detractor or none")
            })?);
        }
        "no_answer_days" => filter.no_answer_since_us = Some(ago(name, value, asking.now_us)?),
        "no_conversation_days" => {
            filter.no_conversation_since_us = Some(ago(name, value, asking.now_us)?);
        }
        "open_cases" => {
            filter.open_cases = address::yes_no("open_cases", value)?;
        }
        "renewal_days" => {
            let today = asking.now_us.div_euclid(DAY_US);
            let last = today + days(name, value)?;
            #[allow(clippy::cast_precision_loss)] // Days, far below 2^52.
            let range = (Some(today as f64), Some(last as f64));
            filter
                .attributes
                .ranges
                .push(("renewal_date".to_owned(), range.0, range.1));
        }
        "below" if id::is_id(value) => filter.below = Some(value.to_owned()),
        "below" => return Err(Problem::invalid("below", "give the id of an account")),
        _ => return Ok(list.order.take(name, value)? || filter.attributes.take(name, value)?),
    }
    Ok(true)
}

fn days(name: &str, value: &str) -> Result<i64, Problem> {
    let days: Option<i64> = value.parse().ok();
    days.filter(|days| (0..=DAYS_MAX).contains(days))
        .ok_or_else(|| Problem::invalid(name.to_owned(), format!("give 0 to {DAYS_MAX} days")))
}

fn ago(name: &str, value: &str, now_us: i64) -> Result<i64, Problem> {
    Ok(now_us - days(name, value)? * DAY_US)
}

#[cfg(test)]
mod tests {
    use list::Sort;

    use super::*;
    use crate::model::By;

    fn asked(text: &str) -> Result<List, Problem> {
        let asking = Asking {
            user_id: Some("me-id"),
            now_us: 100 * DAY_US + 5,
        };
        read(&address::pairs(text), &asking, |name, _| Err(unknown(name)))
    }

    #[test]
    fn an_address_is_a_list() {
        let list = asked(
            "q=acme&attribute.industry=Bouw&attribute.industry=Zorg&from.revenue=1000000&\
             to.revenue=&person=me&role=consultant&class=detractor&no_answer_days=90&\
             renewal_days=60&open_cases=true&sort=attribute.revenue&order=desc",
        )
        .expect("a list");
        assert_eq!(list.order.sort, Sort::<By>::Attribute("revenue".to_owned()));
        assert!(list.order.descending);
        let filter = list.filter;
        assert_eq!(filter.q, "acme");
        let values = vec!["Bouw".to_owned(), "Zorg".to_owned()];
        assert_eq!(filter.attributes.equal, [("industry".to_owned(), values)]);
        assert_eq!(
            filter.attributes.ranges,
            [
                ("revenue".to_owned(), Some(1_000_000.0), None),
                ("renewal_date".to_owned(), Some(100.0), Some(160.0)),
            ]
        );
        assert_eq!(filter.whose, Some(Whose::Person("me-id".to_owned())));
        assert_eq!(filter.class, Some(ScoreClass::Detractor));
        assert_eq!(filter.no_answer_since_us, Some(10 * DAY_US + 5));
        assert!(filter.open_cases);
    }

    #[test]
    fn a_role_alone_is_somebodys() {
        let filter = asked("role=consultant").expect("a list").filter;
        assert_eq!(filter.whose, Some(Whose::Anybody));
        let filter = asked("role=consultant&person=nobody")
            .expect("a list")
            .filter;
        assert_eq!(filter.whose, Some(Whose::Nobody));
    }

    #[test]
    fn what_is_no_list_is_refused() {
        for wrong in [
            "class=happy",
            "no_answer_days=-1",
            "no_answer_days=soon",
            "sort=revenue",
            "order=up",
            "q=a&q=b",
            "below=acme",
            "person=anna",
            "from.size=much",
            "page=2",
            "attribute.=x",
        ] {
            assert!(asked(wrong).is_err(), "{wrong}");
        }
    }
}

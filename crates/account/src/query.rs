//! Lists as their addresses have them: the same pairs in pages, in the API and in saved views.

use platform::clock::DAY_US;
use platform::web::{QueryPairs, encoded};
use platform::{Problem, clock, id};

use crate::model::{Filter, List, ScoreClass, Sort, Whose};

/// Days a filter looks back or ahead at most: a hundred years.
const DAYS_MAX: i64 = 36_525;
/// Conditions of one filter at most.
const CONDITIONS_MAX: usize = 20;

/// Who asks, and when: what "me" and "within 90 days" mean.
#[derive(Clone, Debug)]
pub struct Asking<'a> {
    /// The person, unless a program asks.
    pub user_id: Option<&'a str>,
    /// Now.
    pub now_us: i64,
}

/// Reads a list from pairs; `other` takes those that say nothing of it.
pub fn read(
    pairs: &[(String, String)],
    asking: &Asking<'_>,
    mut other: impl FnMut(&str, &str) -> Result<(), Problem>,
) -> Result<List, Problem> {
    let mut list = List::default();
    let mut seen: Vec<&str> = Vec::new();
    for (name, value) in pairs {
        let (name, value) = (name.as_str(), value.trim());
        // An attribute may have one of several values, and a list several columns; everything
        // else is said once.
        if !name.starts_with("attribute.") && name != "column" && seen.contains(&name) {
            return Err(Problem::BadRequest(format!("{name} is given twice")));
        }
        seen.push(name);
        // An empty field of a form asks for nothing.
        if value.is_empty() && is_ours(name) {
            continue;
        }
        if !take(&mut list, (name, value), asking)? {
            other(name, value)?;
        }
    }
    if seen.len() > CONDITIONS_MAX + 20 || list.filter.attributes.len() > CONDITIONS_MAX {
        return Err(Problem::BadRequest("too many conditions".to_owned()));
    }
    Ok(list)
}

/// The parameters of a list, as problems name them.
pub const PARAMETERS: &str = "q, attribute.NAME, from.NAME, to.NAME, person, role, class, \
    no_answer_days, no_conversation_days, open_cases, renewal_days, below, sort and order";

const NAMES: [&str; 12] = [
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
    "id",
];

fn is_ours(name: &str) -> bool {
    NAMES.contains(&name)
        || ["attribute.", "from.", "to."]
            .iter()
            .any(|p| name.starts_with(p))
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
                id => Whose::Person(id.to_owned()),
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
            filter.open_cases = match value {
                "true" => true,
                "false" => false,
                _ => return Err(Problem::invalid("open_cases", "give true or false")),
            }
        }
        "renewal_days" => {
            let today = asking.now_us.div_euclid(DAY_US);
            let last = today + days(name, value)?;
            #[allow(clippy::cast_precision_loss)] // Days, far below 2^52.
            let range = (Some(today as f64), Some(last as f64));
            filter
                .ranges
                .push(("renewal_date".to_owned(), range.0, range.1));
        }
        "below" if id::is_id(value) => filter.below = Some(value.to_owned()),
        "below" => return Err(Problem::invalid("below", "give the id of an account")),
        "sort" => {
            list.sort = Sort::read(value).ok_or_else(|| {
                let detail = "give name, nps, last_answer, silent, contacts or attribute.NAME";
                Problem::invalid("sort", detail)
            })?;
        }
        "order" => {
            list.descending = match value {
                "asc" => false,
                "desc" => true,
                _ => return Err(Problem::invalid("order", "give asc or desc")),
            }
        }
        _ => return attribute(filter, (name, value)),
    }
    Ok(true)
}

/// Takes `attribute.NAME`, `from.NAME` and `to.NAME`.
fn attribute(filter: &mut Filter, (name, value): (&str, &str)) -> Result<bool, Problem> {
    let Some((what, attribute)) = name.split_once('.').filter(|(_, name)| !name.is_empty()) else {
        return Ok(false);
    };
    match what {
        "attribute" => {
            let known = filter
                .attributes
                .iter_mut()
                .find(|(name, _)| name == attribute);
            match known {
                Some((_, values)) if values.len() < 100 => values.push(value.to_owned()),
                Some(_) => return Err(Problem::BadRequest("too many values".to_owned())),
                None => filter
                    .attributes
                    .push((attribute.to_owned(), vec![value.to_owned()])),
            }
        }
        "from" | "to" => {
            let number = number(value).ok_or_else(|| {
                Problem::invalid(
                    name.to_owned(),
                    "give a number or a date such as 2026-11-22",
                )
            })?;
            let known = filter
                .ranges
                .iter_mut()
                .find(|(name, ..)| name == attribute);
            let range = match known {
                Some(range) => range,
                None => {
                    filter.ranges.push((attribute.to_owned(), None, None));
                    filter.ranges.last_mut().expect("one was just added")
                }
            };
            if what == "from" {
                range.1 = Some(number);
            } else {
                range.2 = Some(number);
            }
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// A number, or a day as days since 1970.
fn number(text: &str) -> Option<f64> {
    if let Ok(day) = text.parse::<jiff::civil::Date>() {
        return Some(f64::from(clock::days_since_1970(day)));
    }
    tabular::number(text)
}

fn days(name: &str, value: &str) -> Result<i64, Problem> {
    let days: Option<i64> = value.parse().ok();
    days.filter(|days| (0..=DAYS_MAX).contains(days))
        .ok_or_else(|| Problem::invalid(name.to_owned(), format!("give 0 to {DAYS_MAX} days")))
}

fn ago(name: &str, value: &str, now_us: i64) -> Result<i64, Problem> {
    Ok(now_us - days(name, value)? * DAY_US)
}

/// Pairs as an address has them.
pub fn written<'p>(pairs: impl Iterator<Item = (&'p str, &'p str)>) -> String {
    let pairs: Vec<String> = pairs
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    pairs.join("&")
}

/// The pairs of a saved query.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    serde_urlencoded::from_str(query).unwrap_or_default()
}

/// The pairs of a query that are about the list itself, and have a value.
pub fn of_list(query: &QueryPairs) -> Vec<(String, String)> {
    query
        .0
        .iter()
        .filter(|(name, value)| (is_ours(name) || name == "column") && !value.trim().is_empty())
        .cloned()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Result<List, Problem> {
        let asking = Asking {
            user_id: Some("me-id"),
            now_us: 100 * DAY_US + 5,
        };
        read(&pairs(text), &asking, |name, _| {
            Err(Problem::BadRequest(format!("unknown {name}")))
        })
    }

    #[test]
    fn an_address_is_a_list() {
        let list = asked(
            "q=acme&attribute.industry=Bouw&attribute.industry=Zorg&from.revenue=1000000&\
             to.revenue=&person=me&role=consultant&class=detractor&no_answer_days=90&\
             renewal_days=60&open_cases=true&sort=attribute.revenue&order=desc",
        )
        .expect("a list");
        assert_eq!(list.sort, Sort::Attribute("revenue".to_owned()));
        assert!(list.descending);
        let filter = list.filter;
        assert_eq!(filter.q, "acme");
        let values = vec!["Bouw".to_owned(), "Zorg".to_owned()];
        assert_eq!(filter.attributes, [("industry".to_owned(), values)]);
        assert_eq!(
            filter.ranges,
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
    fn days_are_numbers_in_a_range() {
        let filter = asked("from.renewal_date=1970-01-31&to.size=1.5")
            .expect("a list")
            .filter;
        assert_eq!(
            filter.ranges,
            [
                ("renewal_date".to_owned(), Some(30.0), None),
                ("size".to_owned(), None, Some(1.5)),
            ]
        );
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
            "from.size=much",
            "page=2",
            "attribute.=x",
        ] {
            assert!(asked(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_list_is_written_as_it_was_read() {
        let pairs = vec![
            ("attribute.a b".to_owned(), "x&y=z".to_owned()),
            ("q".to_owned(), "é".to_owned()),
        ];
        let text = written(pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())));
        assert_eq!(super::pairs(&text), pairs);
    }
}

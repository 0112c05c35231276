//! Lists as their addresses have them: the same pairs in pages, in the API and in saved views.

use platform::web::{QueryPairs, encoded};
use platform::{Problem, clock};

/// Conditions of one filter at most.
const CONDITIONS_MAX: usize = 20;
/// Values one attribute may be one of, at most.
const VALUES_MAX: usize = 100;

/// Who asks, and when: what "me" and "within 90 days" mean.
#[derive(Clone, Debug)]
pub struct Asking<'a> {
    /// The person, unless a program asks.
    pub user_id: Option<&'a str>,
    /// Now.
    pub now_us: i64,
}

/// What a filter asks of attributes: `attribute.NAME`, `from.NAME` and `to.NAME`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributes {
    /// Those with one of the values.
    pub equal: Vec<(String, Vec<String>)>,
    /// Those from and to these numbers, both included.
    pub ranges: Vec<(String, Option<f64>, Option<f64>)>,
}

/// Whether a parameter is about attributes.
pub fn is_attribute(name: &str) -> bool {
    ["attribute.", "from.", "to."]
        .iter()
        .any(|start| name.starts_with(start))
}

/// Reads pairs: `take` says whether a pair is about the list, `other` takes the rest. `ours` are the
/// list's parameters beside those of attributes.
pub fn read(
    pairs: &[(String, String)],
    ours: &[&str],
    mut take: impl FnMut(&str, &str) -> Result<bool, Problem>,
    mut other: impl FnMut(&str, &str) -> Result<(), Problem>,
) -> Result<(), Problem> {
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
        if value.is_empty() && (ours.contains(&name) || is_attribute(name)) {
            continue;
        }
        if !take(name, value)? {
            other(name, value)?;
        }
    }
    // A list has as many columns as somebody ticks.
    if seen.iter().filter(|name| **name != "column").count() > 2 * CONDITIONS_MAX {
        return Err(Problem::BadRequest("too many conditions".to_owned()));
    }
    Ok(())
}

impl Attributes {
    /// Takes a pair that is about attributes; false for any other.
    pub fn take(&mut self, name: &str, value: &str) -> Result<bool, Problem> {
        let Some((what, attribute)) = name.split_once('.').filter(|(_, name)| !name.is_empty())
        else {
            return Ok(false);
        };
        match what {
            "attribute" => self.equals(attribute, value)?,
            "from" | "to" => {
                let number = number(value).ok_or_else(|| {
                    Problem::invalid(
                        name.to_owned(),
                        "give a number or a date such as 2026-11-22",
                    )
                })?;
                let at = self.range(attribute);
                if what == "from" {
                    self.ranges[at].1 = Some(number);
                } else {
                    self.ranges[at].2 = Some(number);
                }
            }
            _ => return Ok(false),
        }
        if self.equal.len() + self.ranges.len() > CONDITIONS_MAX {
            return Err(Problem::BadRequest("too many conditions".to_owned()));
        }
        Ok(true)
    }

    fn equals(&mut self, attribute: &str, value: &str) -> Result<(), Problem> {
        let known = self.equal.iter_mut().find(|(name, _)| name == attribute);
        match known {
            Some((_, values)) if values.len() < VALUES_MAX => values.push(value.to_owned()),
            Some(_) => return Err(Problem::BadRequest("too many values".to_owned())),
            None => self
                .equal
                .push((attribute.to_owned(), vec![value.to_owned()])),
        }
        Ok(())
    }

    /// Where the range of an attribute stands.
    fn range(&mut self, attribute: &str) -> usize {
        let known = self.ranges.iter().position(|(name, ..)| name == attribute);
        known.unwrap_or_else(|| {
            self.ranges.push((attribute.to_owned(), None, None));
            self.ranges.len() - 1
        })
    }
}

/// A number, or a day as days since 1970.
fn number(text: &str) -> Option<f64> {
    if let Ok(day) = text.parse::<jiff::civil::Date>() {
        return Some(f64::from(clock::days_since_1970(day)));
    }
    tabular::number(text)
}

/// Pairs as an address has them.
pub fn written(pairs: &[(String, String)]) -> String {
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    pairs.join("&")
}

/// The pairs of a saved query.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    serde_urlencoded::from_str(query.trim_start_matches('?')).unwrap_or_default()
}

/// The pairs of a query that are about the list itself, and have a value.
pub fn of_list(query: &QueryPairs, ours: &[&str]) -> Vec<(String, String)> {
    let is_ours = |name: &str| ours.contains(&name) || is_attribute(name) || name == "column";
    query
        .0
        .iter()
        .filter(|(name, value)| is_ours(name) && !value.trim().is_empty())
        .cloned()
        .collect()
}

/// Yes or no.
pub fn yes_no(name: &'static str, value: &str) -> Result<bool, Problem> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(Problem::invalid(name, "give true or false")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Result<Attributes, Problem> {
        let mut all = Attributes::default();
        let refuse = |name: &str, _: &str| Err(Problem::BadRequest(format!("unknown {name}")));
        let take = |name: &str, value: &str| match name {
            "q" => Ok(true),
            _ => all.take(name, value),
        };
        read(&pairs(text), &["q"], take, refuse)?;
        Ok(all)
    }

    #[test]
    fn attributes_have_values_and_ranges() {
        let asked = asked(
            "attribute.industry=Bouw&attribute.industry=Zorg&from.revenue=1000000&to.revenue=&\
             from.renewal=1970-01-31&to.size=1.5&q=",
        )
        .expect("a filter");
        let values = vec!["Bouw".to_owned(), "Zorg".to_owned()];
        assert_eq!(asked.equal, [("industry".to_owned(), values)]);
        assert_eq!(
            asked.ranges,
            [
                ("revenue".to_owned(), Some(1_000_000.0), None),
                ("renewal".to_owned(), Some(30.0), None),
                ("size".to_owned(), None, Some(1.5)),
            ]
        );
    }

    #[test]
    fn what_says_nothing_of_a_list_is_refused() {
        for wrong in ["q=a&q=b", "from.size=much", "page=2", "attribute.=x"] {
            assert!(asked(wrong).is_err(), "{wrong}");
        }
        let many: Vec<String> = (0..21).map(|n| format!("attribute.a{n}=x")).collect();
        assert!(asked(&many.join("&")).is_err());
        let columns = "column=a&".repeat(60);
        assert!(
            read(&pairs(&columns), &[], |_, _| Ok(true), |_, _| Ok(())).is_ok(),
            "columns are no conditions"
        );
    }

    #[test]
    fn a_list_is_written_as_it_was_read() {
        let all = vec![
            ("attribute.a b".to_owned(), "x&y=z".to_owned()),
            ("q".to_owned(), "é".to_owned()),
        ];
        assert_eq!(pairs(&written(&all)), all);
        assert_eq!(pairs(&format!("?{}", written(&all))), all);
    }
}

//! What a filter asks of an account, as SQL: each condition both as the ids it gives, when it is
//! looked up, and as what it says of one account, when accounts are gone through in order.

use contact::rules::{beyond, words};
use platform::db::Value;
use platform::{DbError, Tx};

use crate::model::{Filter, Whose};

/// Accounts that are counted of a condition to see whether it is a rare one.
pub(super) const RARE: i64 = 3000;

/// The parameters of a statement, each with its place. The first is the workspace.
#[derive(Clone, Debug)]
pub(super) struct Values(pub(super) Vec<Value>);

impl Values {
    /// With the workspace.
    pub(super) fn new(workspace_id: &str) -> Self {
        Self(vec![workspace_id.into()])
    }

    /// Adds a value; gives its place.
    pub(super) fn add(&mut self, value: impl Into<Value>) -> String {
        self.0.push(value.into());
        format!("${}", self.0.len())
    }

    fn all<'v>(&mut self, values: impl Iterator<Item = &'v String>) -> String {
        let places: Vec<String> = values.map(|value| self.add(value)).collect();
        places.join(", ")
    }
}

/// One thing a filter asks.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Condition {
    /// A word of the name or id begins with this.
    Word(String),
    Attribute(String, Vec<String>),
    Range(String, Option<f64>, Option<f64>),
    Whose(Whose, Option<String>),
    Class(&'static str),
    NoAnswer(i64),
    NoConversation(i64),
    OpenCases,
    Below(String),
    Ids(Vec<String>),
    /// Nothing is found.
    Nothing,
}

/// All a filter asks.
pub(super) fn conditions(filter: &Filter) -> Vec<Condition> {
    let mut all = Vec::new();
    if !filter.ids.is_empty() {
        all.push(Condition::Ids(filter.ids.clone()));
    }
    if !filter.q.trim().is_empty() {
        let words = words(&filter.q);
        if words.is_empty() {
            all.push(Condition::Nothing);
        }
        all.extend(words.into_iter().take(6).map(Condition::Word));
    }
    for (name, values) in &filter.attributes {
        all.push(Condition::Attribute(name.clone(), values.clone()));
    }
    for (name, from, to) in &filter.ranges {
        all.push(Condition::Range(name.clone(), *from, *to));
    }
    if let Some(whose) = &filter.whose {
        all.push(Condition::Whose(whose.clone(), filter.role.clone()));
    }
    if let Some(class) = filter.class {
        all.push(Condition::Class(class.as_str()));
    }
    if let Some(since) = filter.no_answer_since_us {
        all.push(Condition::NoAnswer(since));
    }
    if let Some(since) = filter.no_conversation_since_us {
        all.push(Condition::NoConversation(since));
    }
    if filter.open_cases {
        all.push(Condition::OpenCases);
    }
    if let Some(account_id) = &filter.below {
        all.push(Condition::Below(account_id.clone()));
    }
    all
}

/// The account at this place among the values, and all below it.
fn below(place: &str) -> String {
    format!(
        "WITH RECURSIVE tree (account_id) AS (
            SELECT account_id FROM account
            WHERE workspace_id = $1 AND account_id = {place}
            UNION SELECT a.account_id FROM tree t
            JOIN account a ON a.workspace_id = $1 AND a.parent_id = t.account_id)
         SELECT account_id FROM tree"
    )
}

impl Condition {
    /// A query for the ids of the accounts it holds for; none for what only says what isn't.
    pub(super) fn ids(&self, values: &mut Values) -> Option<String> {
        Some(match self {
            Self::Word(word) => {
                let (from, to) = (values.add(word), values.add(beyond(word)));
                format!(
                    "SELECT DISTINCT account_id FROM account_word
                     WHERE workspace_id = $1 AND word >= {from} AND word < {to}"
                )
            }
            Self::Attribute(name, wanted) => {
                let (name, wanted) = (values.add(name), values.all(wanted.iter()));
                format!(
                    "SELECT account_id FROM account_attribute
                     WHERE workspace_id = $1 AND name = {name} AND value IN ({wanted})"
                )
            }
            Self::Range(name, from, to) => {
                let name = values.add(name);
                let bounds = bounds("number", (*from, *to), values);
                format!(
                    "SELECT account_id FROM account_attribute
                     WHERE workspace_id = $1 AND name = {name} AND {bounds}"
                )
            }
            Self::Whose(Whose::Person(user_id), role) => {
                let user_id = values.add(user_id);
                let role = of_role("role", role.as_ref(), values);
                format!(
                    "SELECT DISTINCT account_id FROM responsibility
                     WHERE workspace_id = $1 AND user_id = {user_id}{role}"
                )
            }
            Self::Class(class) => {
                let class = values.add(*class);
                format!(
                    "SELECT account_id FROM account_summary
                     WHERE workspace_id = $1 AND score_class = {class}"
                )
            }
            Self::NoAnswer(since) => {
                let since = values.add(*since);
                format!(
                    "SELECT account_id FROM account_summary
                     WHERE workspace_id = $1 AND last_answer_at_us < {since} AND contacts > 0"
                )
            }
            Self::OpenCases => "SELECT DISTINCT account_id FROM app_case
                 WHERE workspace_id = $1 AND account_id IS NOT NULL AND closed_at_us IS NULL"
                .to_owned(),
            Self::Below(account_id) => below(&values.add(account_id)),
            Self::Ids(ids) => {
                let ids = values.all(ids.iter());
                format!(
                    "SELECT account_id FROM account
                     WHERE workspace_id = $1 AND account_id IN ({ids})"
                )
            }
            Self::Nothing => {
                "SELECT account_id FROM account WHERE workspace_id = $1 AND 1 = 0".to_owned()
            }
            Self::Whose(Whose::Nobody, _) | Self::NoConversation(_) => return None,
        })
    }

    /// What it says of an account `a`.
    pub(super) fn holds(&self, values: &mut Values) -> String {
        match self {
            Self::Word(word) => {
                let (from, to) = (values.add(word), values.add(beyond(word)));
                format!(
                    "EXISTS (SELECT 1 FROM account_word w WHERE w.workspace_id = $1
                       AND w.account_id = a.account_id
                       AND w.word >= {from} AND w.word < {to})"
                )
            }
            Self::Attribute(name, wanted) => {
                let (name, wanted) = (values.add(name), values.all(wanted.iter()));
                format!(
                    "EXISTS (SELECT 1 FROM account_attribute v WHERE v.workspace_id = $1
                       AND v.account_id = a.account_id AND v.name = {name}
                       AND v.value IN ({wanted}))"
                )
            }
            Self::Range(name, from, to) => {
                let name = values.add(name);
                let bounds = bounds("v.number", (*from, *to), values);
                format!(
                    "EXISTS (SELECT 1 FROM account_attribute v WHERE v.workspace_id = $1
                       AND v.account_id = a.account_id AND v.name = {name} AND {bounds})"
                )
            }
            Self::Whose(whose, role) => {
                let (not, person) = match whose {
                    Whose::Person(id) => ("", format!(" AND r.user_id = {}", values.add(id))),
                    Whose::Nobody => ("NOT ", String::new()),
                };
                let role = of_role("r.role", role.as_ref(), values);
                format!(
                    "{not}EXISTS (SELECT 1 FROM responsibility r WHERE r.workspace_id = $1
                       AND r.account_id = a.account_id{person}{role})"
                )
            }
            Self::Class(class) => {
                let class = values.add(*class);
                format!(
                    "EXISTS (SELECT 1 FROM account_summary y WHERE y.workspace_id = $1
                       AND y.account_id = a.account_id AND y.score_class = {class})"
                )
            }
            Self::NoAnswer(since) => {
                let since = values.add(*since);
                format!(
                    "EXISTS (SELECT 1 FROM account_summary y WHERE y.workspace_id = $1
                       AND y.account_id = a.account_id AND y.last_answer_at_us < {since}
                       AND y.contacts > 0)"
                )
            }
            Self::NoConversation(since) => {
                let since = values.add(*since);
                format!(
                    "NOT EXISTS (SELECT 1 FROM conversation k WHERE k.workspace_id = $1
                       AND k.account_id = a.account_id AND k.at_us >= {since} AND k.reached = 1)"
                )
            }
            Self::OpenCases => "EXISTS (SELECT 1 FROM app_case k WHERE k.workspace_id = $1
                   AND k.account_id = a.account_id AND k.closed_at_us IS NULL)"
                .to_owned(),
            Self::Below(_) | Self::Ids(_) | Self::Nothing => {
                let ids = self.ids(values).unwrap_or_default();
                format!("a.account_id IN ({ids})")
            }
        }
    }

    /// How many accounts it holds for, counted up to [`RARE`] and one more.
    pub(super) fn count(
        &self,
        tx: &mut Tx<'_>,
        workspace_id: &str,
    ) -> Result<Option<i64>, DbError> {
        let mut values = Values::new(workspace_id);
        let Some(ids) = self.ids(&mut values) else {
            return Ok(None);
        };
        // Counting some twice is better than reading all of them to count none twice.
        let ids = ids.replacen("SELECT DISTINCT", "SELECT", 1);
        let limit = values.add(RARE + 1);
        let sql = format!(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM
             (SELECT 1 FROM ({ids}) found LIMIT {limit}) counted"
        );
        let row = tx.query_one(&sql, &values.0)?;
        row.map(|row| row.at(0)).transpose()
    }
}

fn bounds(column: &str, (from, to): (Option<f64>, Option<f64>), values: &mut Values) -> String {
    let mut all = vec![format!("{column} IS NOT NULL")];
    if let Some(from) = from {
        all.push(format!("{column} >= {}", values.add(from)));
    }
    if let Some(to) = to {
        all.push(format!("{column} <= {}", values.add(to)));
    }
    all.join(" AND ")
}

fn of_role(column: &str, role: Option<&String>, values: &mut Values) -> String {
    role.map_or_else(String::new, |role| {
        format!(" AND {column} = {}", values.add(role))
    })
}

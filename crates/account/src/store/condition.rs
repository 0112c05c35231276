//! What a filter asks of an account, as SQL.

use contact::rules::{beyond, words};
use contact::sight::Reach;
use list::condition::{Nothing, of_attributes};
use list::page::{Condition, Table, Values};

use crate::model::{Filter, Whose};

/// What is listed.
pub(super) static ACCOUNTS: Table = Table {
    name: "account",
    alias: "a",
    id: "account_id",
    order: "name_key",
    attributes: "account_attribute",
};

/// One thing a filter asks beside attributes.
#[derive(Clone, Debug, PartialEq)]
enum Asked {
    /// A word of the name or id begins with this.
    Word(String),
    Whose(Whose, Option<String>),
    Class(&'static str),
    NoAnswer(i64),
    NoConversation(i64),
    OpenCases,
    Below(String),
    /// Within this reach.
    Seen(Reach),
}

/// All a filter asks.
pub(super) fn conditions(filter: &Filter, reach: Option<Reach>) -> Vec<Box<dyn Condition>> {
    let mut all = of_attributes(&ACCOUNTS, &filter.attributes);
    if let Some(reach) = reach {
        all.push(Box::new(Asked::Seen(reach)));
    }
    if !filter.q.trim().is_empty() {
        let words = words(&filter.q);
        if words.is_empty() {
            all.push(Box::new(Nothing { table: &ACCOUNTS }));
        }
        for word in words.into_iter().take(6) {
            all.push(Box::new(Asked::Word(word)));
        }
    }
    let role = filter.role.clone();
    let others = [
        filter.whose.clone().map(|whose| Asked::Whose(whose, role)),
        filter.class.map(|class| Asked::Class(class.as_str())),
        filter.no_answer_since_us.map(Asked::NoAnswer),
        filter.no_conversation_since_us.map(Asked::NoConversation),
        filter.open_cases.then_some(Asked::OpenCases),
        filter.below.clone().map(Asked::Below),
    ];
    for asked in others.into_iter().flatten() {
        all.push(Box::new(asked));
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

impl Condition for Asked {
    fn ids(&self, values: &mut Values) -> Option<String> {
        Some(match self {
            Self::Word(word) => {
                let (from, to) = (values.add(word), values.add(beyond(word)));
                format!(
                    "SELECT DISTINCT account_id FROM account_word
                     WHERE workspace_id = $1 AND word >= {from} AND word < {to}"
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
            Self::Seen(reach) => reach.accounts(values),
            Self::Whose(Whose::Nobody | Whose::Anybody, _) | Self::NoConversation(_) => {
                return None;
            }
        })
    }

    fn holds(&self, values: &mut Values) -> String {
        match self {
            Self::Word(word) => {
                let (from, to) = (values.add(word), values.add(beyond(word)));
                format!(
                    "EXISTS (SELECT 1 FROM account_word w WHERE w.workspace_id = $1
                       AND w.account_id = a.account_id
                       AND w.word >= {from} AND w.word < {to})"
                )
            }
            Self::Whose(whose, role) => {
                let (not, person) = match whose {
                    Whose::Person(id) => ("", format!(" AND r.user_id = {}", values.add(id))),
                    Whose::Nobody => ("NOT ", String::new()),
                    Whose::Anybody => ("", String::new()),
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
            Self::Below(account_id) => {
                format!("a.account_id IN ({})", below(&values.add(account_id)))
            }
            Self::Seen(reach) => reach.is_account_seen(values, "a.account_id"),
        }
    }
}

fn of_role(column: &str, role: Option<&String>, values: &mut Values) -> String {
    role.map_or_else(String::new, |role| {
        format!(" AND {column} = {}", values.add(role))
    })
}

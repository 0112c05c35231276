//! Finding contacts by the beginnings of words: one index after the other, each in its own order,
//! so that the first page costs the same with a hundred contacts and with a million.

use platform::db::Value;
use platform::{DbError, Tx, params};

use super::listing::{Filter, Found, Order, in_order};
use crate::model::Contact;
use crate::rules::{self, beyond};

/// Matches of a word that are counted to see which word of several is the rarest.
const COUNTED: i64 = 2000;
/// Accounts whose contacts a search gives, when it finds the account by its name.
const ACCOUNTS: usize = 100;
/// Contacts read at a time, of which some were given before.
const READ: usize = 200;

/// What is searched for, in the forms the indexes have.
struct Query {
    /// All of it, as names are ordered.
    phrase: String,
    /// Its words as written, in lower case.
    words: Vec<String>,
    /// The rarest of them, by which contacts are looked up.
    rarest: String,
    /// All of it as it is written; ids have upper case.
    written: String,
}

/// The ways a contact is found, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// The name begins with all of it.
    Name,
    /// The name begins with one word, and has the others.
    FirstWord,
    /// Another word of the name begins with one word, and it has the others.
    Word,
    /// The address begins with it.
    Email,
    /// The address's domain begins with it.
    Domain,
    /// The external id begins with it.
    ExternalId,
    /// The account's name has all words.
    Account,
}

const WAYS: [Way; 7] = [
    Way::Name,
    Way::FirstWord,
    Way::Word,
    Way::Email,
    Way::Domain,
    Way::ExternalId,
    Way::Account,
];

/// Contacts a search finds, after (way and key, id).
pub(super) fn search(
    tx: &mut Tx<'_>,
    (workspace_id, filter): (&str, &Filter),
    q: &str,
    (after, limit): (Option<(&str, &str)>, usize),
) -> Result<Vec<Found>, DbError> {
    let Some(query) = Query::new(tx, workspace_id, q)? else {
        return Ok(Vec::new());
    };
    let (way, mut key, mut id) = read_after(after);
    let mut found: Vec<Found> = Vec::new();
    for (index, way) in WAYS.into_iter().enumerate().skip(way) {
        let Some(order) = query.order(tx, workspace_id, way)? else {
            (key, id) = (String::new(), String::new());
            continue;
        };
        loop {
            let after = Some((key.as_str(), id.as_str()));
            let part = in_order(tx, (workspace_id, filter), &order, (after, READ))?;
            let is_last = part.len() < READ;
            if let Some(last) = part.last() {
                (key, id) = (last.key.clone(), last.contact.contact_id.clone());
            }
            for one in part {
                if query.is_new(&one, way) {
                    let key = format!("{index}:{}", one.key);
                    found.push(Found { key, ..one });
                }
            }
            found.truncate(limit);
            if is_last || found.len() == limit {
                break;
            }
        }
        if found.len() == limit {
            break;
        }
        (key, id) = (String::new(), String::new());
    }
    Ok(found)
}

/// Which way a search goes on with, and after which key and id.
fn read_after(after: Option<(&str, &str)>) -> (usize, String, String) {
    let parts = after.and_then(|(key, id)| Some((key.split_once(':')?, id)));
    match parts {
        Some(((way, key), id)) => (
            way.parse().unwrap_or(WAYS.len()),
            key.to_owned(),
            id.to_owned(),
        ),
        None => (0, String::new(), String::new()),
    }
}

impl Query {
    /// What is searched for; none when there is no letter or digit in it.
    fn new(tx: &mut Tx<'_>, workspace_id: &str, q: &str) -> Result<Option<Self>, DbError> {
        let phrase = rules::name_key(q);
        let words: Vec<String> = phrase
            .split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
            .filter(|word| !word.is_empty())
            .take(6)
            .collect();
        let mut rarest: Option<(i64, &String)> = None;
        for word in &words {
            let count = match words.len() {
                1 => 0,
                _ => count(tx, workspace_id, word)?,
            };
            if rarest.is_none_or(|(least, _)| count < least) {
                rarest = Some((count, word));
            }
        }
        let Some(rarest) = rarest.map(|(_, word)| word.clone()) else {
            return Ok(None);
        };
        Ok(Some(Self {
            phrase,
            words,
            rarest,
            written: q.trim().to_owned(),
        }))
    }

    /// The words but the rarest.
    fn others(&self) -> impl Iterator<Item = &String> {
        self.words.iter().filter(|word| **word != self.rarest)
    }

    /// How contacts are looked up this way; none when it can't find any.
    fn order(
        &self,
        tx: &mut Tx<'_>,
        workspace_id: &str,
        way: Way,
    ) -> Result<Option<Order>, DbError> {
        let is_one = self.words.len() == 1;
        let between = |column: &'static str, from: &'static str, to: &'static str, start: &str| {
            Some(Order {
                key: column,
                conditions: vec![(from, start.into()), (to, beyond(start).into())],
                ..Order::default()
            })
        };
        Ok(match way {
            Way::Name => between(
                "c.sorted_as",
                "c.sorted_as >= {}",
                "c.sorted_as < {}",
                &self.phrase,
            ),
            Way::FirstWord if is_one => None,
            Way::FirstWord => between(
                "c.sorted_as",
                "c.sorted_as >= {}",
                "c.sorted_as < {}",
                &self.rarest,
            )
            .map(|order| self.with_others(order)),
            Way::Word => {
                let plain = rules::words(&self.rarest).into_iter().next();
                plain.map(|word| {
                    let end = beyond(&word);
                    self.with_others(Order {
                        key: "w.word",
                        id: "w.contact_id",
                        workspace: "w.workspace_id",
                        conditions: vec![
                            ("w.word >= {}", word.into()),
                            ("w.word < {}", end.into()),
                        ],
                        join: "JOIN contact_word w ON w.workspace_id = c.workspace_id
                                                  AND w.contact_id = c.contact_id",
                    })
                })
            }
            Way::Email | Way::Domain if self.phrase.contains(' ') => None,
            Way::Email => between("c.email", "c.email >= {}", "c.email < {}", &self.phrase),
            Way::Domain => between(
                "c.domain",
                "c.domain >= {}",
                "c.domain < {}",
                self.phrase.trim_start_matches('@'),
            ),
            Way::ExternalId => between(
                "c.external_id",
                "c.external_id >= {}",
                "c.external_id < {}",
                &self.written,
            ),
            Way::Account => {
                let accounts = accounts_named(tx, workspace_id, &self.phrase, ACCOUNTS)?;
                let list = serde_json::to_string(&accounts).unwrap_or_default();
                (!accounts.is_empty()).then(|| Order {
                    key: "c.account_id",
                    conditions: vec![(in_list(tx), list.into())],
                    ..Order::default()
                })
            }
        })
    }

    fn with_others(&self, mut order: Order) -> Order {
        for word in self.others() {
            let pattern = rules::like_word(word);
            order.conditions.push((
                "' ' || c.sorted_as || ' ' || COALESCE(c.email, '') LIKE {} ESCAPE '!'",
                pattern.into(),
            ));
        }
        order
    }

    /// Whether a contact found this way wasn't found by one before it.
    fn is_new(&self, found: &Found, way: Way) -> bool {
        let contact = &found.contact;
        let before = WAYS.into_iter().take_while(|earlier| *earlier != way);
        let mut before = before.filter(|earlier| self.finds(contact, *earlier));
        if before.next().is_some() {
            return false;
        }
        // Of several words that begin alike, the first one counts.
        way != Way::Word || self.first_word(contact).as_ref() == Some(&found.key)
    }

    /// The first in their order of a contact's further words that begin with the rarest.
    fn first_word(&self, contact: &Contact) -> Option<String> {
        let start = rules::words(&self.rarest).into_iter().next()?;
        let words = rules::further_words(&rules::sorted_as(contact));
        words
            .into_iter()
            .filter(|word| word.starts_with(&start))
            .min()
    }

    fn finds(&self, contact: &Contact, way: Way) -> bool {
        let name = rules::sorted_as(contact);
        let is_one = self.words.len() == 1;
        let has_others = || {
            let all = format!(" {name} {}", contact.email.as_deref().unwrap_or_default());
            self.others().all(|word| all.contains(&format!(" {word}")))
        };
        let starts = |text: Option<&str>, start: &str| text.is_some_and(|t| t.starts_with(start));
        match way {
            Way::Name => name.starts_with(&self.phrase),
            Way::FirstWord => !is_one && name.starts_with(&self.rarest) && has_others(),
            Way::Word => self.first_word(contact).is_some() && has_others(),
            Way::Email => {
                !self.phrase.contains(' ') && starts(contact.email.as_deref(), &self.phrase)
            }
            Way::Domain => {
                let start = self.phrase.trim_start_matches('@');
                !self.phrase.contains(' ') && starts(contact.domain(), start)
            }
            Way::ExternalId => starts(contact.external_id.as_deref(), &self.written),
            Way::Account => false,
        }
    }
}

/// A condition that the account is in a list of ids, as each database reads JSON.
fn in_list(tx: &Tx<'_>) -> &'static str {
    match tx.backend() {
        platform::db::Backend::Sqlite => "c.account_id IN (SELECT value FROM json_each({}))",
        platform::db::Backend::Postgres => {
            "c.account_id IN (SELECT jsonb_array_elements_text(CAST({} AS JSONB)))"
        }
    }
}

/// How many contacts a word finds, as far as that is counted.
fn count(tx: &mut Tx<'_>, workspace_id: &str, word: &str) -> Result<i64, DbError> {
    let plain = rules::words(word).into_iter().next().unwrap_or_default();
    let mut count = 0;
    let looked_up = [
        ("contact_word", "word", plain.as_str()),
        ("contact", "sorted_as", word),
    ];
    for (table, column, start) in looked_up {
        let sql = format!(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM (SELECT 1 FROM {table}
             WHERE workspace_id = $1 AND {column} >= $2 AND {column} < $3 LIMIT $4) counted"
        );
        let row = tx.query_one(&sql, params![workspace_id, start, beyond(start), COUNTED])?;
        count += row.map_or(Ok(0), |row| row.at::<i64>(0))?;
    }
    Ok(count)
}

/// Ids of accounts whose name or id has words that begin with all of the words of `q`, at most
/// `limit`, in their order.
pub(crate) fn accounts_named(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    q: &str,
    limit: usize,
) -> Result<Vec<String>, DbError> {
    let words = rules::words(q);
    let mut values: Vec<Value> = vec![workspace_id.into()];
    let Some(condition) = accounts_with(&words, &mut values) else {
        return Ok(Vec::new());
    };
    values.push(limit.into());
    let sql = format!(
        "SELECT found.account_id FROM ({condition}) found ORDER BY found.account_id LIMIT ${}",
        values.len()
    );
    let rows = tx.query(&sql, &values)?;
    rows.iter().map(|row| row.at(0)).collect()
}

/// A query for the ids of accounts with words that begin with all of these; its parameters go
/// behind those in `values`, of which the first is the workspace. None without words.
pub fn accounts_with(words: &[String], values: &mut Vec<Value>) -> Option<String> {
    let each: Vec<String> = words
        .iter()
        .take(6)
        .map(|word| {
            values.extend([Value::from(word), beyond(word).into()]);
            let to = values.len();
            format!(
                "SELECT account_id FROM account_word
                 WHERE workspace_id = $1 AND word >= ${} AND word < ${to}",
                to - 1
            )
        })
        .collect();
    // Also with one word: an account may have it twice, as a word and in its id.
    match each.as_slice() {
        [] => None,
        [one] => Some(one.replacen("SELECT account_id", "SELECT DISTINCT account_id", 1)),
        several => Some(several.join(" INTERSECT ")),
    }
}

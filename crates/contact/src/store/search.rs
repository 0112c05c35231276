//! Finding contacts by the beginnings of words: one index after the other, each in its own order,
//! so that the first page costs the same with a hundred contacts and with a million.

use platform::db::Value;
use platform::{DbError, Tx, params};

use super::condition::Known;
use super::listing::{Found, Way as Along, along};
use crate::listing::Filter;
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
    (workspace_id, filter, known): (&str, &Filter, &Known),
    q: &str,
    (after, limit): (Option<(&str, &str)>, usize),
) -> Result<Vec<Found>, DbError> {
    let of = (workspace_id, filter, known);
    let Some(query) = Query::new(tx, workspace_id, q)? else {
        return Ok(Vec::new());
    };
    let (way, mut key, mut id) = read_after(after);
    let mut found: Vec<Found> = Vec::new();
    let read = limit.clamp(1, READ);
    for (index, way) in WAYS.into_iter().enumerate().skip(way) {
        let Some(order) = query.order(tx, workspace_id, way)? else {
            (key, id) = (String::new(), String::new());
            continue;
        };
        loop {
            let after = Some((key.as_str(), id.as_str())).filter(|(key, _)| !key.is_empty());
            let part = along(tx, of, &order, (after, read))?;
            let is_last = part.len() < read;
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
    ) -> Result<Option<Along>, DbError> {
        let is_one = self.words.len() == 1;
        let between = |key: &'static str, start: &str| {
            Some(Along {
                key,
                range: Some((start.to_owned(), beyond(start))),
                ..Along::default()
            })
        };
        Ok(match way {
            Way::Name => between("c.sorted_as", &self.phrase),
            Way::FirstWord if is_one => None,
            Way::FirstWord => {
                between("c.sorted_as", &self.rarest).map(|order| self.with_others(order))
            }
            Way::Word => {
                let plain = rules::words(&self.rarest).into_iter().next();
                plain.map(|word| {
                    self.with_others(Along {
                        key: "w.word",
                        id: "w.contact_id",
                        workspace: "w.workspace_id",
                        // In this order, which `CROSS JOIN` keeps SQLite to.
                        from: "contact_word w CROSS JOIN contact c",
                        joined: "c.workspace_id = $1 AND c.contact_id = w.contact_id",
                        range: Some((word.clone(), beyond(&word))),
                        conditions: Vec::new(),
                    })
                })
            }
            Way::Email | Way::Domain if self.phrase.contains(' ') => None,
            Way::Email => between("c.email", &self.phrase),
            Way::Domain => between("c.domain", self.phrase.trim_start_matches('@')),
            Way::ExternalId => between("c.external_id", &self.written),
            Way::Account => {
                let accounts = accounts_named(tx, workspace_id, &self.phrase, ACCOUNTS)?;
                let list = serde_json::to_string(&accounts).unwrap_or_default();
                (!accounts.is_empty()).then(|| Along {
                    key: "c.account_id",
                    conditions: vec![(in_list(tx), list.into())],
                    ..Along::default()
                })
            }
        })
    }

    fn with_others(&self, mut order: Along) -> Along {
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
/// `limit`: always the same ones.
pub(crate) fn accounts_named(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    q: &str,
    limit: usize,
) -> Result<Vec<String>, DbError> {
    let mut words = rules::words(q);
    // A long word is found less often than a short one.
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words.truncate(6);
    let mut values: Vec<Value> = vec![workspace_id.into(), limit.into()];
    let mut conditions: Vec<String> = Vec::new();
    for (index, word) in words.iter().enumerate() {
        values.extend([Value::from(word), beyond(word).into()]);
        let (from, to) = (values.len() - 1, values.len());
        conditions.push(if index == 0 {
            format!("w.word >= ${from} AND w.word < ${to}")
        } else {
            format!(
                "EXISTS (SELECT 1 FROM account_word o WHERE o.workspace_id = $1
                   AND o.account_id = w.account_id
                   AND o.word >= ${from} AND o.word < ${to})"
            )
        });
    }
    if conditions.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT w.account_id FROM account_word w WHERE w.workspace_id = $1 AND {}
         ORDER BY w.word, w.account_id LIMIT $2",
        conditions.join(" AND ")
    );
    let rows = tx.query(&sql, &values)?;
    let mut ids: Vec<String> = rows.iter().map(|row| row.at(0)).collect::<Result<_, _>>()?;
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

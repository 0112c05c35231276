//! Lists of contacts: filtered, searched, ordered, a page at a time.

use ::list::Sort;
use ::list::condition::OneOf;
use ::list::page::{self, Kept, Line, RARE, Source, Values, Wanted};
use platform::web::paging;
use platform::{DbError, Problem, Tx, params};
use user::Sight;

use super::condition::{CONTACTS, Known, conditions};
use super::row::{CONTACT, contact};
use super::search::search;
use super::sight::Reach;
use crate::listing::{By, Filter, List};
use crate::model::{Contact, Logged};

/// A contact with the key that a search goes on after.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// The contact.
    pub(crate) contact: Contact,
    /// What it was found by: a search has orders of its own.
    pub(crate) key: String,
}

/// Where a contact stands in a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Place {
    /// In an order: its line.
    Line(Line),
    /// In what a search found: key and id.
    Found(String, String),
}

impl Place {
    /// By which the list goes on after this one.
    pub(crate) fn cursor(&self) -> String {
        match self {
            Self::Line(line) => line.cursor(),
            Self::Found(key, id) => paging::cursor(&[key, id]),
        }
    }

    fn read(cursor: &str, is_search: bool) -> Result<Self, Problem> {
        if is_search {
            let [key, id] = paging::read_cursor::<2>(cursor)?;
            return Ok(Self::Found(key, id));
        }
        Line::read(cursor).map(Self::Line)
    }

    /// The contact's id.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Line(line) => &line.id,
            Self::Found(_, id) => id,
        }
    }
}

/// Places of a list after a cursor, at most `limit`. A search that isn't ordered by anything is in
/// the order of how well it fits: by the beginning of the name first, then by its other words, by
/// address, domain, external id and account.
pub(crate) fn places(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    list: &List,
    (after, limit): (Option<&str>, usize),
) -> Result<Vec<Place>, Problem> {
    let by_name = list.order.sort == Sort::default();
    let q = list.filter.q.as_deref();
    let fits_first = q.filter(|_| by_name && !list.order.descending);
    let after = after.map(|cursor| Place::read(cursor, fits_first.is_some()));
    let after = after.transpose()?;
    let known = Known::of(tx, workspace_id, &list.filter)?;
    if let Some(q) = fits_first {
        let after = match &after {
            Some(Place::Found(key, id)) => Some((key.as_str(), id.as_str())),
            _ => None,
        };
        let of = (workspace_id, &list.filter, &known);
        let found = search(tx, of, q, (after, limit))?;
        let place = |one: Found| Place::Found(one.key, one.contact.contact_id);
        return Ok(found.into_iter().map(place).collect());
    }
    let mut conditions = conditions(&list.filter, by_name, &known);
    if let Some(q) = q {
        let ids = all_found(tx, (workspace_id, &list.filter, &known), q)?;
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        // What was found fits the filter already.
        let table = &CONTACTS;
        conditions = vec![Box::new(OneOf { table, ids })];
    }
    let wanted = Wanted {
        table: &CONTACTS,
        workspace_id,
        conditions,
        source: match &list.order.sort {
            Sort::Own(By::Name) => Source::own("c.sorted_as", Kept::Text),
            Sort::Own(By::Created) => Source::own("c.created_at_us", Kept::Whole),
            Sort::Own(By::Changed) => Source::own("c.changed_at_us", Kept::Whole),
            Sort::Attribute(name) => Source::attribute(&CONTACTS, name),
        },
        descending: list.order.descending,
    };
    let after = match &after {
        Some(Place::Line(line)) => Some(line),
        _ => None,
    };
    let lines = page::page(tx, wanted, (after, limit))?;
    Ok(lines.into_iter().map(Place::Line).collect())
}

/// Ids of all that a search finds, to be put in another order.
fn all_found(
    tx: &mut Tx<'_>,
    of: (&str, &Filter, &Known),
    q: &str,
) -> Result<Vec<String>, Problem> {
    let most = usize::try_from(RARE).unwrap_or_default();
    let found = search(tx, of, q, (None, most + 1))?;
    if found.len() > most {
        return Err(Problem::invalid(
            "sort",
            format!(
                "this search finds more than {most} contacts: search for more, or leave the order out"
            ),
        ));
    }
    Ok(found
        .into_iter()
        .map(|one| one.contact.contact_id)
        .collect())
}

/// What a search goes through, and what it is limited to.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// The column it is ordered by before the id.
    pub(super) key: &'static str,
    /// Ids and workspaces, as the index with the key has them.
    pub(super) id: &'static str,
    pub(super) workspace: &'static str,
    /// The tables, and what joins them.
    pub(super) from: &'static str,
    pub(super) joined: &'static str,
    /// Only keys from this one, and before that one.
    pub(super) range: Option<(String, String)>,
    /// Conditions with the values their `{}` stands for.
    pub(super) conditions: Vec<(&'static str, platform::db::Value)>,
}

impl Default for Way {
    /// The order of names.
    fn default() -> Self {
        Self {
            key: "c.sorted_as",
            id: "c.contact_id",
            workspace: "c.workspace_id",
            from: "contact c",
            joined: "",
            range: None,
            conditions: Vec::new(),
        }
    }
}

/// Contacts of a filter along a way, in the order of its key and their ids.
pub(super) fn along(
    tx: &mut Tx<'_>,
    (workspace_id, filter, known): (&str, &Filter, &Known),
    way: &Way,
    (after, limit): (Option<(&str, &str)>, usize),
) -> Result<Vec<Found>, DbError> {
    let Way { key, id, .. } = way;
    let mut values = Values::new(tx, workspace_id);
    let mut all = vec![format!("{} = $1", way.workspace)];
    if !way.joined.is_empty() {
        all.push(way.joined.to_owned());
    }
    // One bound at each end: of two lower ones SQLite would take either, and go through the rest.
    match (after, &way.range) {
        (Some((key_before, id_before)), _) => {
            let (key_before, id_before) = (values.add(key_before), values.add(id_before));
            all.push(format!("({key}, {id}) > ({key_before}, {id_before})"));
        }
        (None, Some((from, _))) => all.push(format!("{key} >= {}", values.add(from))),
        (None, None) => {}
    }
    if let Some((_, to)) = &way.range {
        all.push(format!("{key} < {}", values.add(to)));
    }
    for (sql, value) in &way.conditions {
        all.push(sql.replace("{}", &values.add(value.clone())));
    }
    for condition in conditions(filter, false, known) {
        all.push(condition.holds(&mut values));
    }
    let limit = values.add(limit);
    let sql = format!(
        "SELECT {CONTACT}, {key} AS list_key FROM {} WHERE {}
         ORDER BY {key}, {id} LIMIT {limit}",
        way.from,
        all.join(" AND ")
    );
    tx.query(&sql, values.all())?
        .iter()
        .map(|row| {
            Ok(Found {
                contact: contact(row)?,
                key: row.get("list_key")?,
            })
        })
        .collect()
}

/// What a list counts to: more are only said to be more, because counting a million takes longer
/// than all else of its page. The words of the count know it too.
const COUNTED: usize = 10_001;

/// How many contacts there are within a sight, up to [`COUNTED`].
pub(crate) fn count(
    tx: &mut Tx<'_>,
    (workspace_id, sight): (&str, &Sight),
) -> Result<i64, DbError> {
    let Some(reach) = Reach::of(tx, workspace_id, sight)? else {
        let all = |_: &mut Values| "SELECT 1 FROM contact c WHERE c.workspace_id = $1".to_owned();
        return count_of(tx, workspace_id, all);
    };
    // Whose accounts have more than is counted to needn't have their answers looked at.
    let of_accounts = count_of(tx, workspace_id, |values| reach.by_account(values))?;
    if of_accounts == COUNTED as i64 {
        return Ok(of_accounts);
    }
    count_of(tx, workspace_id, |values| reach.contacts(values))
}

/// How many rows a query has, up to [`COUNTED`].
fn count_of(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    all: impl FnOnce(&mut Values) -> String,
) -> Result<i64, DbError> {
    let mut values = Values::new(tx, workspace_id);
    let all = all(&mut values);
    tx.query_one(
        &format!(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM
             (SELECT 1 FROM ({all}) found LIMIT {COUNTED}) counted"
        ),
        values.all(),
    )?
    .map_or(Ok(0), |r| r.at(0))
}

/// A contact's history, newest first, at most 200 lines.
pub(crate) fn history(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<Vec<Logged>, DbError> {
    tx.query(
        "SELECT at_us, what, done_by, detail FROM contact_log
         WHERE workspace_id = $1 AND contact_id = $2
         ORDER BY at_us DESC, log_id LIMIT 200",
        params![workspace_id, contact_id],
    )?
    .iter()
    .map(|r| {
        Ok(Logged {
            at_us: r.get("at_us")?,
            what: r.get("what")?,
            by: r.get("done_by")?,
            detail: r.get("detail")?,
        })
    })
    .collect()
}

/// Groups of contacts of one account with the same name, after (name as ordered, account id): maybe
/// one person with several addresses. Looks at all names until it has found enough.
pub(crate) fn possible_duplicates(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    after: Option<(&str, &str)>,
    limit: usize,
) -> Result<Vec<Vec<Contact>>, DbError> {
    let (name, account_id) = after.unwrap_or(("", ""));
    let found = tx.query(
        "SELECT sorted_as, account_id FROM contact
         WHERE workspace_id = $1 AND account_id <> '' AND name IS NOT NULL
           AND (sorted_as, account_id) > ($2, $3)
         GROUP BY sorted_as, account_id HAVING COUNT(*) > 1
         ORDER BY sorted_as, account_id LIMIT $4",
        params![workspace_id, name, account_id, limit],
    )?;
    let mut groups = Vec::new();
    for row in found {
        let (name, account_id): (String, String) = (row.at(0)?, row.at(1)?);
        let rows = tx.query(
            &format!(
                "SELECT {CONTACT} FROM contact c
                 WHERE c.workspace_id = $1 AND c.sorted_as = $2 AND c.account_id = $3
                 ORDER BY c.created_at_us, c.contact_id LIMIT 20"
            ),
            params![workspace_id, name, account_id],
        )?;
        groups.push(rows.iter().map(contact).collect::<Result<_, _>>()?);
    }
    Ok(groups)
}

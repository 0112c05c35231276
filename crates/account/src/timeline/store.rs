//! What each part of the product has of an account or a contact, before a time and id. It only
//! reads; tables of other slices are read here because a page of all of them needs the same cut in
//! each.

use platform::db::{Row, Value};
use platform::{DbError, Tx};
use respondent::answers;
use survey::model::Kind;

use super::{Entry, Of, Source};

/// How far back contacts' rows are looked for at first, and then: an account may have thousands of
/// contacts, whose rows are gone through contact by contact.
const DAY: i64 = platform::clock::DAY_US;
const WINDOWS: [i64; 3] = [60 * DAY, 800 * DAY, i64::MAX];

/// A page of one source: before this time and id, at most so many.
type Part<'p> = ((i64, &'p str), usize);

/// In which workspace, whose timeline it is, and now.
type Asked<'w> = (&'w str, &'w Of, i64);

/// The latest of one source before a time and id.
pub(super) fn of_source(
    tx: &mut Tx<'_>,
    (workspace_id, of, now_us): Asked<'_>,
    source: Source,
    part: Part<'_>,
) -> Result<Vec<Entry>, DbError> {
    let asked = (workspace_id, of, now_us);
    match source {
        Source::Answer => given(tx, asked, part),
        Source::Responsibility => responsibilities(tx, asked, part),
        Source::Invitation => latest(tx, asked, part, &TOUCHES),
        Source::Letter => latest(tx, asked, part, &LETTERS),
        Source::Event => latest(tx, asked, part, &EVENTS),
        Source::Conversation => latest(tx, asked, part, &CONVERSATIONS),
        Source::CaseOpened => latest(tx, asked, part, &CASES_OPENED),
        Source::CaseClosed => latest(tx, asked, part, &CASES_CLOSED),
        Source::Action => latest(tx, asked, part, &ACTIONS),
        Source::ActionEnded => latest(tx, asked, part, &ACTIONS_ENDED),
    }
}

/// Ids a contact has or had, as values.
fn ids_of(tx: &mut Tx<'_>, workspace_id: &str, contact_id: &str) -> Result<Vec<Value>, DbError> {
    let mut ids = contact::store::merged_from(tx, workspace_id, contact_id)?;
    ids.push(contact_id.to_owned());
    Ok(ids.into_iter().map(Value::from).collect())
}

fn places(first: usize, count: usize) -> String {
    let all: Vec<String> = (first..first + count).map(|n| format!("${n}")).collect();
    all.join(", ")
}

fn given(
    tx: &mut Tx<'_>,
    (workspace_id, of, _): Asked<'_>,
    ((at_us, id), limit): Part<'_>,
) -> Result<Vec<Entry>, DbError> {
    let page = answers::Page {
        after: Some((at_us, id.to_owned())),
        limit,
    };
    let found = match of {
        Of::Account(account_id) => answers::of_account(tx, workspace_id, account_id, &page)?,
        Of::Contact(contact_id) => answers::of_contact(tx, workspace_id, contact_id, &page)?,
    };
    let entry = |answered: answers::Answered| Entry {
        at_us: answered.answered_at_us,
        source: Source::Answer,
        what: "answer",
        link: Some(format!(
            "/surveys/{}/responses/{}",
            answered.survey_id, answered.response_id
        )),
        id: answered.response_id,
        contact_id: answered.contact_id,
        title: answered.survey_name,
        text: answered.comment,
        score: answered
            .metric
            .zip(answered.score)
            .map(|(metric, score)| (measure(metric).to_owned(), i64::from(score))),
        ..Entry::default()
    };
    Ok(found.into_iter().map(entry).collect())
}

const fn measure(metric: Kind) -> &'static str {
    match metric {
        Kind::Effort => "effort",
        Kind::Satisfaction => "satisfaction",
        Kind::Advocacy => "advocacy",
        _ => "recommend",
    }
}

fn responsibilities(
    tx: &mut Tx<'_>,
    (workspace_id, of, _): Asked<'_>,
    (before, limit): Part<'_>,
) -> Result<Vec<Entry>, DbError> {
    let Of::Account(account_id) = of else {
        return Ok(Vec::new());
    };
    let lines = contact::responsibility::history(tx, workspace_id, account_id, (before, limit))?;
    let mut entries = Vec::with_capacity(lines.len());
    for line in lines {
        let person = user::people::by_id(tx, workspace_id, &line.user_id)?;
        entries.push(Entry {
            at_us: line.at_us,
            source: Source::Responsibility,
            what: if line.got {
                "responsibility_got"
            } else {
                "responsibility_lost"
            },
            id: line.change_id,
            title: person.map_or_else(String::new, |person| person.name),
            detail: Some(line.role),
            by: Some(line.by).filter(|by| !by.is_empty()),
            ..Entry::default()
        });
    }
    Ok(entries)
}

/// Rows of one source: what is read of them, from which tables, when they happened, and their id.
struct Rows {
    /// Columns beside `at_us`, `id` and `contact_id`.
    columns: &'static str,
    /// The table as `t`, with what is joined to it.
    from: &'static str,
    at: &'static str,
    id: &'static str,
    /// Whose they are.
    of: Whose,
    /// The contact's id.
    contact: &'static str,
    read: fn(&Row) -> Result<Entry, DbError>,
}

/// How rows name whom they belong to. `{ids}` stands for the ids a contact has or had.
enum Whose {
    /// A contact alone; an account's are those of its contacts.
    Contact,
    /// An account themselves, and a contact as this says.
    Account(&'static str),
}

const TOUCHES: Rows = Rows {
    columns: "t.reminder, p.name AS title",
    from: "programme_touch t LEFT JOIN programme p ON p.workspace_id = t.workspace_id
             AND p.programme_id = t.programme_id",
    at: "t.at_us",
    id: "t.mail_id",
    of: Whose::Contact,
    contact: "t.contact_id",
    read: |row| {
        let is_reminder = row.get::<i64>("reminder")? > 0;
        Ok(Entry {
            source: Source::Invitation,
            what: if is_reminder {
                "reminder"
            } else {
                "invitation"
            },
            title: row.get::<Option<String>>("title")?.unwrap_or_default(),
            ..Entry::default()
        })
    },
};

const LETTERS: Rows = Rows {
    columns: "t.kind, t.subject AS title, t.state",
    from: "outreach t",
    at: "t.created_at_us",
    id: "t.outreach_id",
    of: Whose::Contact,
    contact: "t.contact_id",
    read: |row| {
        Ok(Entry {
            source: Source::Letter,
            what: match row.get::<String>("state")?.as_str() {
                "sent" => "letter",
                "deferred" => "letter_waiting",
                _ => "letter_left_out",
            },
            title: row.get("title")?,
            detail: Some(row.get("kind")?),
            ..Entry::default()
        })
    },
};

const EVENTS: Rows = Rows {
    columns: "t.type AS title, t.subject",
    from: "event t",
    at: "t.at_us",
    id: "t.id",
    of: Whose::Contact,
    contact: "t.contact_id",
    read: |row| {
        Ok(Entry {
            source: Source::Event,
            what: "event",
            title: row.get("title")?,
            text: Some(row.get::<String>("subject")?).filter(|text| !text.is_empty()),
            ..Entry::default()
        })
    },
};

const CONVERSATIONS: Rows = Rows {
    columns: "t.kind, t.said, t.spoke, t.reached, t.case_id",
    from: "conversation t",
    at: "t.at_us",
    id: "t.conversation_id",
    of: Whose::Account("t.contact_id IN ({ids})"),
    contact: "t.contact_id",
    read: |row| {
        let case_id: Option<String> = row.get("case_id")?;
        let is_reached = row.get::<i64>("reached")? == 1;
        let kind: String = row.get("kind")?;
        Ok(Entry {
            source: Source::Conversation,
            what: match (kind.as_str(), is_reached) {
                ("note", _) => "note",
                (_, true) => "conversation",
                (_, false) => "conversation_tried",
            },
            text: Some(row.get::<String>("said")?).filter(|text| !text.is_empty()),
            by: Some(row.get::<String>("spoke")?).filter(|by| !by.is_empty()),
            detail: Some(kind),
            link: case_id.map(|id| format!("/cases/{id}")),
            ..Entry::default()
        })
    },
};

const CASES_OPENED: Rows = Rows {
    columns: "t.title, t.reason",
    from: "app_case t",
    at: "t.opened_at_us",
    id: "t.case_id",
    of: Whose::Account("t.contact_id IN ({ids})"),
    contact: "t.contact_id",
    read: |row| {
        Ok(Entry {
            source: Source::CaseOpened,
            what: "case_opened",
            title: row.get("title")?,
            text: Some(row.get::<String>("reason")?).filter(|text| !text.is_empty()),
            link: Some(format!("/cases/{}", row.get::<String>("id")?)),
            ..Entry::default()
        })
    },
};

const CASES_CLOSED: Rows = Rows {
    columns: "t.title, t.result, t.result_text",
    from: "app_case t",
    at: "t.closed_at_us",
    id: "t.case_id",
    of: Whose::Account("t.contact_id IN ({ids})"),
    contact: "t.contact_id",
    read: |row| {
        Ok(Entry {
            source: Source::CaseClosed,
            what: "case_closed",
            title: row.get("title")?,
            text: Some(row.get::<String>("result_text")?).filter(|text| !text.is_empty()),
            detail: row.get("result")?,
            link: Some(format!("/cases/{}", row.get::<String>("id")?)),
            ..Entry::default()
        })
    },
};

const RAISED: &str = "t.action_id IN (SELECT v.action_id FROM action_voice v
    WHERE v.workspace_id = $1 AND v.contact_id IN ({ids}))";

const ACTIONS: Rows = Rows {
    columns: "t.title, t.level, t.created_by",
    from: "action t",
    at: "t.created_at_us",
    id: "t.action_id",
    of: Whose::Account(RAISED),
    contact: "CAST(NULL AS TEXT)",
    read: |row| {
        Ok(Entry {
            source: Source::Action,
            what: "action",
            title: row.get("title")?,
            detail: Some(row.get("level")?),
            by: Some(row.get::<String>("created_by")?).filter(|by| !by.is_empty()),
            link: Some(format!("/actions/{}", row.get::<String>("id")?)),
            ..Entry::default()
        })
    },
};

const ACTIONS_ENDED: Rows = Rows {
    columns: "t.title, t.level, t.status",
    from: "action t",
    at: "t.ended_at_us",
    id: "t.action_id",
    of: Whose::Account(RAISED),
    contact: "CAST(NULL AS TEXT)",
    read: |row| {
        let is_done = row.get::<String>("status")? == "done";
        Ok(Entry {
            source: Source::ActionEnded,
            what: if is_done {
                "action_done"
            } else {
                "action_dropped"
            },
            title: row.get("title")?,
            detail: Some(row.get("level")?),
            link: Some(format!("/actions/{}", row.get::<String>("id")?)),
            ..Entry::default()
        })
    },
};

/// Whose rows are wanted, as a condition behind what is joined to them; adds its values.
fn of_whom(
    tx: &mut Tx<'_>,
    (workspace_id, of): (&str, &Of),
    rows: &Rows,
    values: &mut Vec<Value>,
) -> Result<(&'static str, String), DbError> {
    let first = values.len() + 1;
    Ok(match (of, &rows.of) {
        (Of::Contact(contact_id), whose) => {
            let ids = ids_of(tx, workspace_id, contact_id)?;
            let list = places(first, ids.len());
            values.extend(ids);
            let own = match whose {
                Whose::Contact => "t.contact_id IN ({ids})",
                Whose::Account(of_contact) => of_contact,
            };
            ("", own.replace("{ids}", &list))
        }
        (Of::Account(account_id), whose) => {
            values.push(account_id.into());
            match whose {
                // The + keeps databases without statistics from going through all who are no
                // employees.
                Whose::Contact => (
                    "JOIN contact c ON c.workspace_id = t.workspace_id \
                     AND c.contact_id = t.contact_id",
                    format!("c.workspace_id = $1 AND c.account_id = ${first} AND +c.employee = 0"),
                ),
                Whose::Account(_) => ("", format!("t.account_id = ${first}")),
            }
        }
    })
}

/// The latest rows before a time and id.
fn latest(
    tx: &mut Tx<'_>,
    (workspace_id, of, now_us): Asked<'_>,
    ((at_us, id), limit): Part<'_>,
    rows: &Rows,
) -> Result<Vec<Entry>, DbError> {
    let Rows {
        columns,
        from,
        at,
        id: key,
        contact,
        ..
    } = rows;
    // The last of these is the earliest moment that is looked at.
    let mut values: Vec<Value> = vec![
        workspace_id.into(),
        at_us.into(),
        id.into(),
        limit.into(),
        0.into(),
    ];
    let (join, whose) = of_whom(tx, (workspace_id, of), rows, &mut values)?;
    let sql = format!(
        "SELECT {at} AS at_us, {key} AS id, {contact} AS contact_id, {columns} FROM {from} {join}
         WHERE t.workspace_id = $1 AND {whose} AND {at} >= $5 AND ({at}, {key}) < ($2, $3)
         ORDER BY {at} DESC, {key} DESC LIMIT $4"
    );
    // Nothing happens later than tomorrow.
    let newest = at_us.min(now_us.saturating_add(DAY));
    // Only an account's contacts are gone through one by one.
    let windows = &WINDOWS[if join.is_empty() {
        WINDOWS.len() - 1
    } else {
        0
    }..];
    let mut found = Vec::new();
    for window in windows {
        values[4] = newest.saturating_sub(*window).max(0).into();
        found = tx.query(&sql, &values)?;
        if found.len() == limit {
            break;
        }
    }
    found
        .iter()
        .map(|row| {
            Ok(Entry {
                at_us: row.get("at_us")?,
                id: row.get("id")?,
                contact_id: row.get("contact_id")?,
                ..(rows.read)(row)?
            })
        })
        .collect()
}

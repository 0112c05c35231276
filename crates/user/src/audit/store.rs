//! SQL of the audit log.

use platform::db::{Row, Value};
use platform::{DbError, Tx, params};

/// A line as it is written.
pub(super) struct Line<'a> {
    pub(super) audit_id: &'a str,
    pub(super) at_us: i64,
    /// Kind and id.
    pub(super) actor: (&'static str, &'a str),
    pub(super) action: &'static str,
    /// Noun and id.
    pub(super) about: (&'static str, &'a str),
    /// A JSON object.
    pub(super) detail: String,
}

pub(super) fn add(tx: &mut Tx<'_>, workspace_id: &str, line: &Line<'_>) -> Result<(), DbError> {
    let (kind, actor_id) = line.actor;
    let (noun, noun_id) = line.about;
    tx.execute(
        "INSERT INTO audit (workspace_id, audit_id, at_us, actor_kind, actor_id, action, noun,
                            noun_id, detail)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        params![
            workspace_id,
            line.audit_id,
            line.at_us,
            kind,
            actor_id,
            line.action,
            noun,
            noun_id,
            &line.detail
        ],
    )?;
    Ok(())
}

/// A line as it is read.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) audit_id: String,
    pub(super) at_us: i64,
    /// `user`, `key` or `system`.
    pub(super) actor_kind: String,
    pub(super) actor_id: String,
    /// The name of the person or key, while they are known.
    pub(super) actor_name: Option<String>,
    pub(super) action: String,
    pub(super) noun: String,
    pub(super) noun_id: String,
    /// The name of the person or key it is about.
    pub(super) title: Option<String>,
    /// A JSON object, as text.
    pub(super) detail: String,
}

/// Which lines are wanted.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    /// Id of a person or key, the name of a part of Luister, or `system` for all those.
    pub(super) who: Option<String>,
    pub(super) action: Option<String>,
    pub(super) noun: Option<String>,
    pub(super) id: Option<String>,
    /// The first moment.
    pub(super) from_us: Option<i64>,
    /// The moment after the last.
    pub(super) to_us: Option<i64>,
}

/// At most `limit` lines, the newest first, after the line with this time and id.
pub(super) fn part(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    filter: &Filter,
    (after, limit): (Option<&(i64, String)>, usize),
) -> Result<Vec<Entry>, DbError> {
    let mut conditions = String::new();
    let mut values = vec![Value::from(workspace_id)];
    let mut add = |condition: &str, value: Option<Value>| {
        if let Some(value) = value {
            values.push(value);
            let place = format!("${}", values.len());
            conditions.push_str(&condition.replace("$?", &place));
        }
    };
    let text = |text: &Option<String>| text.as_deref().map(Value::from);
    match filter.who.as_deref() {
        Some("system") => add(" AND a.actor_kind = $?", Some("system".into())),
        _ => add(" AND a.actor_id = $?", text(&filter.who)),
    }
    add(" AND a.action = $?", text(&filter.action));
    add(" AND a.noun = $?", text(&filter.noun));
    add(" AND a.noun_id = $?", text(&filter.id));
    add(" AND a.at_us >= $?", filter.from_us.map(Value::from));
    add(" AND a.at_us < $?", filter.to_us.map(Value::from));
    if let Some((at_us, audit_id)) = after {
        add(" AND a.at_us <= $?", Some(Value::from(*at_us)));
        let at = format!(" AND (a.at_us < {at_us} OR a.audit_id < $?)");
        add(&at, Some(Value::from(audit_id)));
    }
    let sql = format!(
        "SELECT a.audit_id, a.at_us, a.actor_kind, a.actor_id,
                COALESCE(u.name, k.name) AS actor_name, a.action, a.noun, a.noun_id, a.detail,
                COALESCE(p.name, w.name, t.name) AS title
         FROM audit a
         LEFT JOIN app_user u ON u.workspace_id = a.workspace_id AND u.user_id = a.actor_id
         LEFT JOIN api_key k ON k.workspace_id = a.workspace_id AND k.api_key_id = a.actor_id
         LEFT JOIN app_user p ON a.noun = 'person' AND p.workspace_id = a.workspace_id
                              AND p.user_id = a.noun_id
         LEFT JOIN api_key w ON a.noun = 'key' AND w.workspace_id = a.workspace_id
                             AND w.api_key_id = a.noun_id
         LEFT JOIN team t ON a.noun = 'team' AND t.workspace_id = a.workspace_id
                          AND t.team_id = a.noun_id
         WHERE a.workspace_id = $1{conditions}
         ORDER BY a.at_us DESC, a.audit_id DESC LIMIT {limit}"
    );
    tx.query(&sql, &values)?.iter().map(entry).collect()
}

fn entry(row: &Row) -> Result<Entry, DbError> {
    Ok(Entry {
        audit_id: row.get("audit_id")?,
        at_us: row.get("at_us")?,
        actor_kind: row.get("actor_kind")?,
        actor_id: row.get("actor_id")?,
        actor_name: row.get("actor_name")?,
        action: row.get("action")?,
        noun: row.get("noun")?,
        noun_id: row.get("noun_id")?,
        title: row.get("title")?,
        detail: row.get("detail")?,
    })
}

/// The keys of programs, also those revoked: id and name, by name.
pub(super) fn keys(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<(String, String)>, DbError> {
    tx.query(
        "SELECT api_key_id, name FROM api_key WHERE workspace_id = $1 ORDER BY name, api_key_id",
        params![workspace_id],
    )?
    .iter()
    .map(|row| Ok((row.get("api_key_id")?, row.get("name")?)))
    .collect()
}

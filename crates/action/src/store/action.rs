//! Actions and their logs.

use platform::db::{Backend, Row, Value};
use platform::{DbError, Tx, id, params};
use user::Sight;

use crate::model::{Action, Draft, Entry, Level, Period, Raised, Source, Status};

const ACTION: &str = "workspace_id, action_id, title, detail, level, status, progress, owner_id, \
                      due_day, improvement_id, source_noun, source_id, survey_id, source_label, \
                      from_day, to_day, employees, account_id, revision, created_by, \
                      created_at_us, changed_at_us, ended_at_us";
/// Stands for no due day where actions are put in order: after all others.
pub(crate) const NO_DAY: i64 = 1 << 40;

fn action(row: &Row) -> Result<Action, DbError> {
    Ok(Action {
        workspace_id: row.get("workspace_id")?,
        action_id: row.get("action_id")?,
        draft: Draft {
            title: row.get("title")?,
            detail: row.get("detail")?,
            level: row.get::<String>("level")?.parse().map_err(DbError::Bug)?,
            owner_id: row.get("owner_id")?,
            due_day: day(row, "due_day")?,
            improvement_id: row.get("improvement_id")?,
        },
        status: row.get::<String>("status")?.parse().map_err(DbError::Bug)?,
        progress: u8::try_from(row.get::<i64>("progress")?).unwrap_or(100),
        raised: raised(row)?,
        revision: row.get("revision")?,
        created_by: row.get("created_by")?,
        created_at_us: row.get("created_at_us")?,
        changed_at_us: row.get("changed_at_us")?,
        ended_at_us: row.get("ended_at_us")?,
    })
}

fn day(row: &Row, column: &str) -> Result<Option<i32>, DbError> {
    let day: Option<i64> = row.get(column)?;
    Ok(day.and_then(|day| i32::try_from(day).ok()))
}

fn raised(row: &Row) -> Result<Option<Raised>, DbError> {
    let (noun, id): (Option<String>, Option<String>) =
        (row.get("source_noun")?, row.get("source_id")?);
    let (Some(noun), Some(id)) = (noun, id) else {
        return Ok(None);
    };
    let survey_id: Option<String> = row.get("survey_id")?;
    let of_survey = survey_id.clone().unwrap_or_default();
    let source = match noun.as_str() {
        "case" => Source::Case(id),
        "theme" => Source::Theme {
            survey_id: of_survey,
            theme_id: id,
        },
        "driver" => Source::Driver {
            survey_id: of_survey,
            key: id,
        },
        other => return Err(DbError::Bug(format!("no source of an action: {other:?}"))),
    };
    Ok(Some(Raised {
        source,
        survey_id,
        label: row
            .get::<Option<String>>("source_label")?
            .unwrap_or_default(),
        period: Period {
            from_day: day(row, "from_day")?,
            to_day: day(row, "to_day")?,
        },
        employees: row.get("employees")?,
        account_id: row.get("account_id")?,
    }))
}

/// A condition on rows of `action`: seen with its owner, its account, or the case that raised it.
fn is_seen(backend: Backend, list: &str) -> String {
    let case = format!(
        "(raising.owner_id IS NOT NULL AND {} OR {})",
        backend.among("raising.owner_id", list),
        contact::sight::is_account_seen(backend, "raising.account_id", list)
    );
    format!(
        "({} OR {} OR source_noun = 'case' AND EXISTS (
             SELECT 1 FROM app_case raising
             WHERE raising.workspace_id = $1 AND raising.case_id = action.source_id AND {case}))",
        backend.among("owner_id", list),
        contact::sight::is_account_seen(backend, "action.account_id", list)
    )
}

/// The action with this id, if it is within a sight.
pub fn seen_by_id(
    tx: &mut Tx<'_>,
    (workspace_id, sight): (&str, &Sight),
    action_id: &str,
) -> Result<Option<Action>, DbError> {
    if let Some(people) = sight.json() {
        let seen = is_seen(tx.backend(), "$3");
        let found = tx.query_one(
            &format!("SELECT 1 FROM action WHERE workspace_id = $1 AND action_id = $2 AND {seen}"),
            params![workspace_id, action_id, people],
        )?;
        if found.is_none() {
            return Ok(None);
        }
    }
    by_id(tx, workspace_id, action_id)
}

/// The action with this id.
pub fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    action_id: &str,
) -> Result<Option<Action>, DbError> {
    if !id::is_id(action_id) {
        return Ok(None);
    }
    tx.query_one(
        &format!("SELECT {ACTION} FROM action WHERE workspace_id = $1 AND action_id = $2"),
        params![workspace_id, action_id],
    )?
    .map(|row| action(&row))
    .transpose()
}

/// The same, kept from others until the commit.
pub(crate) fn lock(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    action_id: &str,
) -> Result<Option<Action>, DbError> {
    tx.execute(
        "UPDATE action SET revision = revision WHERE workspace_id = $1 AND action_id = $2",
        params![workspace_id, action_id],
    )?;
    by_id(tx, workspace_id, action_id)
}

/// Takes the names of a contact's cases out of the actions they raised.
pub(crate) fn forget(tx: &mut Tx<'_>, workspace_id: &str, contact_id: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE action SET source_label = NULL
         WHERE workspace_id = $1 AND source_noun = 'case' AND source_id IN
            (SELECT case_id FROM app_case WHERE workspace_id = $1 AND contact_id = $2)",
        params![workspace_id, contact_id],
    )?;
    Ok(())
}

/// Stores a new action.
pub(crate) fn add(tx: &mut Tx<'_>, new: &Action) -> Result<(), DbError> {
    let raised = new.raised.as_ref();
    tx.execute(
        &format!(
            "INSERT INTO action ({ACTION}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
                 $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)"
        ),
        params![
            &new.workspace_id,
            &new.action_id,
            &new.draft.title,
            &new.draft.detail,
            new.draft.level.as_str(),
            new.status.as_str(),
            new.progress,
            new.draft.owner_id.as_ref(),
            new.draft.due_day,
            new.draft.improvement_id.as_ref(),
            raised.map(|own| own.source.noun()),
            raised.map(|own| own.source.id().to_owned()),
            raised.and_then(|own| own.survey_id.clone()),
            raised.map(|own| own.label.clone()),
            raised.and_then(|own| own.period.from_day),
            raised.and_then(|own| own.period.to_day),
            raised.is_some_and(|own| own.employees),
            raised.and_then(|own| own.account_id.clone()),
            new.revision,
            &new.created_by,
            new.created_at_us,
            new.changed_at_us,
            new.ended_at_us
        ],
    )?;
    Ok(())
}

/// Stores a changed action; call it under [`lock`].
pub(crate) fn save(tx: &mut Tx<'_>, own: &Action) -> Result<(), DbError> {
    tx.execute(
        "UPDATE action SET title = $3, detail = $4, level = $5, status = $6, progress = $7,
                owner_id = $8, due_day = $9, improvement_id = $10, revision = $11,
                changed_at_us = $12, ended_at_us = $13
         WHERE workspace_id = $1 AND action_id = $2",
        params![
            &own.workspace_id,
            &own.action_id,
            &own.draft.title,
            &own.draft.detail,
            own.draft.level.as_str(),
            own.status.as_str(),
            own.progress,
            own.draft.owner_id.as_ref(),
            own.draft.due_day,
            own.draft.improvement_id.as_ref(),
            own.revision,
            own.changed_at_us,
            own.ended_at_us
        ],
    )?;
    Ok(())
}

/// Adds a line to an action's log.
pub(crate) fn log(
    tx: &mut Tx<'_>,
    (workspace_id, action_id): (&str, &str),
    (kind, detail): (&str, &str),
    (by_name, now_us): (&str, i64),
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO action_entry (workspace_id, action_id, entry_id, at_us, kind, detail, by_name)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            workspace_id,
            action_id,
            id::new(),
            now_us,
            kind,
            detail,
            by_name
        ],
    )?;
    Ok(())
}

/// The log of an action, newest first; 500 lines at most.
pub fn entries(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    action_id: &str,
) -> Result<Vec<Entry>, DbError> {
    tx.query(
        "SELECT entry_id, at_us, kind, detail, by_name FROM action_entry
         WHERE workspace_id = $1 AND action_id = $2 ORDER BY at_us DESC, entry_id LIMIT 500",
        params![workspace_id, action_id],
    )?
    .iter()
    .map(|row| {
        Ok(Entry {
            entry_id: row.get("entry_id")?,
            at_us: row.get("at_us")?,
            kind: row.get("kind")?,
            detail: row.get("detail")?,
            by_name: row.get("by_name")?,
        })
    })
    .collect()
}

/// Whose actions are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's.
    #[default]
    All,
    /// This user's.
    Of(String),
    /// Nobody's.
    Nobody,
}

/// Which actions are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// In one of these states; any when empty.
    pub statuses: Vec<Status>,
    /// Whose.
    pub whose: Whose,
    /// At this level.
    pub level: Option<Level>,
    /// Of this improvement.
    pub improvement_id: Option<String>,
    /// Raised by this.
    pub source: Option<Source>,
    /// Of this account.
    pub account_id: Option<String>,
    /// Due before this day.
    pub due_before: Option<i32>,
    /// After this one in the list: due day and id.
    pub after: Option<(i64, String)>,
}

/// At most `limit` actions of a workspace within a sight, those due first at the top.
pub fn list(
    tx: &mut Tx<'_>,
    (workspace_id, sight): (&str, &Sight),
    wanted: &Wanted,
    limit: usize,
) -> Result<Vec<Action>, DbError> {
    let mut query = Conditions::new(workspace_id);
    query.within(tx.backend(), sight);
    query.wanted(wanted);
    if let Some((due, id)) = &wanted.after {
        let due = query.param(*due);
        let id = query.param(id);
        query.and(format!(
            "(COALESCE(due_day, {NO_DAY}), action_id) > ({due}, {id})"
        ));
    }
    let limit = query.param(i64::try_from(limit).unwrap_or(i64::MAX));
    let sql = format!(
        "SELECT {ACTION} FROM action WHERE {} ORDER BY COALESCE(due_day, {NO_DAY}), action_id
         LIMIT {limit}",
        query.conditions.join(" AND ")
    );
    tx.query(&sql, &query.params)?.iter().map(action).collect()
}

/// How many actions are wanted.
pub fn count(
    tx: &mut Tx<'_>,
    (workspace_id, sight): (&str, &Sight),
    wanted: &Wanted,
) -> Result<i64, DbError> {
    let mut query = Conditions::new(workspace_id);
    query.within(tx.backend(), sight);
    query.wanted(wanted);
    let sql = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM action WHERE {}",
        query.conditions.join(" AND ")
    );
    let row = tx.query_one(&sql, &query.params)?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// Conditions in the making.
struct Conditions {
    params: Vec<Value>,
    conditions: Vec<String>,
}

impl Conditions {
    fn new(workspace_id: &str) -> Self {
        Self {
            params: vec![workspace_id.into()],
            conditions: vec!["workspace_id = $1".to_owned()],
        }
    }

    fn param(&mut self, value: impl Into<Value>) -> String {
        self.params.push(value.into());
        format!("${}", self.params.len())
    }

    fn and(&mut self, condition: String) {
        self.conditions.push(condition);
    }

    /// Only what is seen.
    fn within(&mut self, backend: Backend, sight: &Sight) {
        if let Some(people) = sight.json() {
            let list = self.param(people);
            self.and(is_seen(backend, &list));
        }
    }

    fn is(&mut self, column: &str, value: Option<&str>) {
        if let Some(value) = value {
            let value = self.param(value);
            self.and(format!("{column} = {value}"));
        }
    }

    fn wanted(&mut self, wanted: &Wanted) {
        if !wanted.statuses.is_empty() {
            let statuses = wanted.statuses.iter();
            let places: Vec<String> = statuses.map(|own| self.param(own.as_str())).collect();
            self.and(format!("status IN ({})", places.join(", ")));
        }
        match &wanted.whose {
            Whose::All => {}
            Whose::Of(user_id) => self.is("owner_id", Some(user_id)),
            Whose::Nobody => self.and("owner_id IS NULL".to_owned()),
        }
        self.is("level", wanted.level.map(Level::as_str));
        self.is("improvement_id", wanted.improvement_id.as_deref());
        self.is("account_id", wanted.account_id.as_deref());
        if let Some(source) = &wanted.source {
            self.is("source_noun", Some(source.noun()));
            self.is("source_id", Some(source.id()));
            self.is("survey_id", source.survey_id());
        }
        if let Some(day) = wanted.due_before {
            let day = self.param(day);
            self.and(format!("due_day < {day}"));
        }
    }
}

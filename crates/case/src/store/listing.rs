//! Lists of cases: which, in which order, from where on.

use platform::db::{Backend, Value};
use platform::{DbError, Tx};
use user::Sight;

use super::case::{contact_ids, is_one_of};
use super::row::{CASE, case};
use super::sight::is_case_seen;
use crate::model::{Case, Outcome, Priority};

/// Which of open, snoozed and closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not closed.
    Open,
    /// Open, and in sight now.
    Awake,
    /// Open, and out of sight now.
    Snoozed,
    /// Closed.
    Closed,
}

/// Whose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnedBy {
    /// One of these users'.
    People(Vec<String>),
    /// Nobody's.
    Nobody,
}

/// Which cases; all parts hold at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Open or closed.
    pub state: Option<State>,
    /// Whose.
    pub owner: Option<OwnedBy>,
    /// Open, with a promise that is due and not kept (true), or not (false).
    pub overdue: Option<bool>,
    /// About this account.
    pub account_id: Option<String>,
    /// About this contact.
    pub contact_id: Option<String>,
    /// Opened by this rule.
    pub rule_id: Option<String>,
    /// About answers to this survey.
    pub survey_id: Option<String>,
    /// About this answer.
    pub response_id: Option<String>,
    /// With this cause.
    pub cause_id: Option<String>,
    /// How soon.
    pub priority: Option<Priority>,
    /// What became of it.
    pub outcome: Option<Outcome>,
    /// Due before this moment.
    pub due_before_us: Option<i64>,
    /// Opened at or after.
    pub opened_from_us: Option<i64>,
    /// Opened before.
    pub opened_to_us: Option<i64>,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// What is due first.
    #[default]
    Due,
    /// What was opened last.
    Newest,
}

/// A part of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The order.
    pub order: Order,
    /// After the case with this time (due or opened) and id.
    pub after: Option<(i64, String)>,
    /// How many at most.
    pub limit: usize,
}

const OVERDUE: &str = "closed_at_us IS NULL AND due_at_us < {now}
    AND (due_is_first_contact = 0 OR first_contact_at_us IS NULL)";

struct Where {
    sql: String,
    values: Vec<Value>,
}

impl Where {
    fn add(&mut self, sql: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let place = format!("${}", self.values.len());
        self.sql.push_str(" AND ");
        self.sql.push_str(&sql.replace("{}", &place));
    }

    /// Only what is seen.
    fn within(&mut self, backend: Backend, sight: &Sight) {
        if let Some(people) = sight.json() {
            self.values.push(people.into());
            let list = format!("${}", self.values.len());
            self.sql.push_str(" AND ");
            self.sql.push_str(&is_case_seen(backend, "app_case", &list));
        }
    }

    fn add_any(&mut self, column: &str, ids: &[String]) {
        let first = self.values.len() + 1;
        self.values.extend(ids.iter().map(Value::from));
        self.sql.push_str(" AND ");
        self.sql.push_str(&match ids.len() {
            0 => "1 = 0".to_owned(),
            count => is_one_of(column, count, first),
        });
    }

    /// With all ids that the contact has or had.
    fn with_contact(
        tx: &mut Tx<'_>,
        workspace_id: &str,
        filter: &Filter,
        now_us: i64,
    ) -> Result<Self, DbError> {
        let mut all = Self::of(workspace_id, filter, now_us);
        if let Some(id) = &filter.contact_id {
            all.add_any("contact_id", &contact_ids(tx, workspace_id, id)?);
        }
        Ok(all)
    }

    fn of(workspace_id: &str, filter: &Filter, now_us: i64) -> Self {
        let mut all = Self {
            sql: "workspace_id = $1".to_owned(),
            values: vec![workspace_id.into()],
        };
        let say = |sql: &str| format!(" AND {}", sql.replace("{now}", &now_us.to_string()));
        match filter.state {
            None => {}
            Some(State::Open) => all.sql += " AND closed_at_us IS NULL",
            Some(State::Closed) => all.sql += " AND closed_at_us IS NOT NULL",
            Some(State::Snoozed) => {
                all.sql += &say("closed_at_us IS NULL AND snoozed_until_us > {now}");
            }
            Some(State::Awake) => {
                all.sql += &say(
                    "closed_at_us IS NULL AND (snoozed_until_us IS NULL OR snoozed_until_us <= {now})",
                );
            }
        }
        match filter.overdue {
            None => {}
            Some(true) => all.sql += &say(OVERDUE),
            Some(false) => all.sql += &say(&format!("NOT ({OVERDUE})")),
        }
        match &filter.owner {
            None => {}
            Some(OwnedBy::Nobody) => all.sql += " AND owner_id IS NULL",
            Some(OwnedBy::People(ids)) => all.add_any("owner_id", ids),
        }
        for (column, value) in [
            ("account_id = {}", &filter.account_id),
            ("rule_id = {}", &filter.rule_id),
            ("survey_id = {}", &filter.survey_id),
            ("response_id = {}", &filter.response_id),
            (
                "EXISTS (SELECT 1 FROM case_cause cc WHERE cc.workspace_id = app_case.workspace_id
                         AND cc.case_id = app_case.case_id AND cc.cause_id = {})",
                &filter.cause_id,
            ),
        ] {
            if let Some(value) = value {
                all.add(column, value);
            }
        }
        if let Some(priority) = filter.priority {
            all.add("priority = {}", priority.as_str());
        }
        if let Some(outcome) = filter.outcome {
            all.add("result = {}", outcome.as_str());
        }
        for (sql, value) in [
            ("due_at_us < {}", filter.due_before_us),
            ("opened_at_us >= {}", filter.opened_from_us),
            ("opened_at_us < {}", filter.opened_to_us),
        ] {
            if let Some(value) = value {
                all.add(sql, value);
            }
        }
        all
    }
}

/// Cases of a workspace within a sight that fit, in order.
pub fn list(
    tx: &mut Tx<'_>,
    (workspace_id, sight): (&str, &Sight),
    (filter, page): (&Filter, &Page),
    now_us: i64,
) -> Result<Vec<Case>, DbError> {
    let mut all = Where::with_contact(tx, workspace_id, filter, now_us)?;
    all.within(tx.backend(), sight);
    let (column, order) = match page.order {
        Order::Due => ("due_at_us", "due_at_us, case_id"),
        Order::Newest => ("opened_at_us", "opened_at_us DESC, case_id DESC"),
    };
    if let Some((time, id)) = &page.after {
        let sign = if page.order == Order::Due { '>' } else { '<' };
        all.values.push((*time).into());
        let time = all.values.len();
        all.values.push(id.into());
        let id = all.values.len();
        all.sql += &format!(" AND ({column}, case_id) {sign} (${time}, ${id})");
    }
    all.values.push(page.limit.into());
    let rows = tx.query(
        &format!(
            "SELECT {CASE} FROM app_case WHERE {} ORDER BY {order} LIMIT ${}",
            all.sql,
            all.values.len()
        ),
        &all.values,
    )?;
    rows.iter().map(case).collect()
}

/// How many fit.
pub fn count(
    tx: &mut Tx<'_>,
    (workspace_id, sight): (&str, &Sight),
    filter: &Filter,
    now_us: i64,
) -> Result<i64, DbError> {
    let mut all = Where::with_contact(tx, workspace_id, filter, now_us)?;
    all.within(tx.backend(), sight);
    let row = tx.query_one(
        &format!(
            "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM app_case WHERE {}",
            all.sql
        ),
        &all.values,
    )?;
    row.map_or(Ok(0), |row| row.get("n"))
}

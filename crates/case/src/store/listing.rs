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
    /// Closed at or after.
    pub closed_from_us: Option<i64>,
    /// Closed before.
    pub closed_to_us: Option<i64>,
    /// About an answer like this.
    pub answer: AnswerLike,
}

/// What the answer is like that a case is about; nothing asked passes cases without one too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerLike {
    /// Attributes, each with the values that count.
    pub attributes: Vec<(String, Vec<String>)>,
    /// Languages it may be in; none is any.
    pub languages: Vec<String>,
    /// Ways it may have come in.
    pub channels: Vec<String>,
    /// Versions of its survey.
    pub versions: Vec<String>,
    /// Only what was sent in.
    pub complete: bool,
    /// To one of these surveys.
    pub surveys: Option<Vec<String>>,
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

pub(super) const OVERDUE: &str = "closed_at_us IS NULL AND due_at_us < {now}
    AND (due_is_first_contact = 0 OR first_contact_at_us IS NULL)";

/// Which rows of `app_case`, in the making.
pub(super) struct Where {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

impl Where {
    fn add(&mut self, sql: &str, value: impl Into<Value>) {
        self.values.push(value.into());
        let place = format!("${}", self.values.len());
        self.sql.push_str(" AND ");
        self.sql.push_str(&sql.replace("{}", &place));
    }

    /// A number as a parameter.
    pub(super) fn param(&mut self, value: i64) -> String {
        self.values.push(value.into());
        format!("CAST(${} AS BIGINT)", self.values.len())
    }

    /// Only what is seen.
    pub(super) fn within(&mut self, backend: Backend, sight: &Sight) {
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
    pub(super) fn with_contact(
        tx: &mut Tx<'_>,
        workspace_id: &str,
        filter: &Filter,
        now_us: i64,
    ) -> Result<Self, DbError> {
        let mut all = Self::of(workspace_id, filter, now_us);
        if let Some(id) = &filter.contact_id {
            all.add_any("contact_id", &contact_ids(tx, workspace_id, id)?);
        }
        all.about(tx.backend(), &filter.answer);
        Ok(all)
    }

    /// Only cases about an answer like this.
    fn about(&mut self, backend: Backend, answer: &AnswerLike) {
        if let Some(surveys) = &answer.surveys {
            self.add_any("survey_id", surveys);
        }
        let is_any = AnswerLike {
            surveys: answer.surveys.clone(),
            ..AnswerLike::default()
        };
        if *answer == is_any {
            return;
        }
        let mut holds = vec!["a.state <> 'erased'".to_owned()];
        if answer.complete {
            holds.push("a.state = 'complete'".to_owned());
        }
        let mut among = |all: &mut Self, text: &str, values: &[String]| {
            let first = all.values.len() + 1;
            all.values.extend(values.iter().map(Value::from));
            holds.push(match values.len() {
                0 => "1 = 0".to_owned(),
                count => is_one_of(text, count, first),
            });
        };
        for (column, values) in [
            ("a.language", &answer.languages),
            ("a.channel", &answer.channels),
            ("CAST(a.version AS TEXT)", &answer.versions),
        ] {
            if !values.is_empty() {
                among(self, column, values);
            }
        }
        for (name, values) in &answer.attributes {
            let member = match backend {
                Backend::Postgres => name.clone(),
                // A bare name could be taken for a path ($…, […]); a quoted one can't.
                Backend::Sqlite => {
                    format!("$.\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
                }
            };
            self.values.push(member.into());
            let place = self.values.len();
            let text =
                format!("COALESCE(CAST(a.attributes ->> CAST(${place} AS TEXT) AS TEXT), '')");
            among(self, &text, values);
        }
        self.sql += &format!(
            " AND EXISTS (SELECT 1 FROM response a WHERE a.workspace_id = app_case.workspace_id
                 AND a.response_id = app_case.response_id AND {})",
            holds.join(" AND ")
        );
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
            ("closed_at_us >= {}", filter.closed_from_us),
            ("closed_at_us < {}", filter.closed_to_us),
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

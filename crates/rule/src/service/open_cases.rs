//! A changed rule and the cases it opened that are still open: what it would give them now, and
//! which it wouldn't open any more. People see that before it is applied, and the case says so.

use case::by_rule::{self, Change, Given};
use case::model::Case;
use platform::web::{App, Problem};
use platform::{DbError, Tx};
use serde_json::json;
use user::{Viewer, audit};

use crate::act;
use crate::jobs;
use crate::model::{Fired, Moment, OpenCase, Rule};
use crate::store;

/// Open cases compared at once.
const CASES_MAX: usize = 500;

/// An open case that the rule as it is now would treat differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCaseChange {
    /// The case.
    pub case: Case,
    /// What would be different.
    pub change: Change,
    /// Whether the rule would not open it any more. Such a case stays open: a promise was made.
    pub no_longer: bool,
}

/// Open cases of a rule that would be different now, oldest first, and how many were compared.
pub async fn open_cases(
    app: &App,
    viewer: &Viewer,
    rule_id: &str,
) -> Result<(Vec<OpenCaseChange>, usize), Problem> {
    let rule = super::get(app, viewer, rule_id).await?;
    let now_us = app.clock.now_us();
    app.db
        .read_long(move |tx| Ok(compare(tx, &rule, now_us)?))
        .await
}

fn compare(
    tx: &mut Tx<'_>,
    rule: &Rule,
    now_us: i64,
) -> Result<(Vec<OpenCaseChange>, usize), DbError> {
    let fired = store::fired::with_open_case(tx, &rule.workspace_id, &rule.rule_id, CASES_MAX)?;
    let day_minutes = day_minutes(tx, rule)?;
    let mut changed = Vec::new();
    for one in &fired {
        let Some(case_id) = &one.case_id else {
            continue;
        };
        let Some(case) = case::store::by_id(tx, &rule.workspace_id, case_id)? else {
            continue;
        };
        let change = match given_both(rule, one, day_minutes) {
            Some((was, given)) => by_rule::change(tx, &case, (&was, &given), now_us)?,
            None => Change::default(),
        };
        let no_longer = rule.definition.open_case().is_none() || !still(tx, rule, one, now_us)?;
        if no_longer || !change.is_none() {
            changed.push(OpenCaseChange {
                case,
                change,
                no_longer,
            });
        }
    }
    Ok((changed, fired.len()))
}

fn day_minutes(tx: &mut Tx<'_>, rule: &Rule) -> Result<u16, DbError> {
    let settings = programme::store::programme::settings(tx, &rule.workspace_id)?;
    Ok(settings.calendar.office.to - settings.calendar.office.from)
}

/// What a case was given, and what it would be given now.
fn given_both(rule: &Rule, fired: &Fired, day_minutes: u16) -> Option<(Given, Given)> {
    let given = |open: &OpenCase| Given {
        owner: act::owner(open),
        due: act::due(open, day_minutes),
        priority: open.priority,
    };
    let was = fired.given.as_ref()?;
    let now = rule.definition.open_case()?;
    (was != now).then(|| (given(was), given(now)))
}

/// Whether the rule would still fire for what it fired for. Of what nobody answered only the
/// conditions are asked again.
fn still(tx: &mut Tx<'_>, rule: &Rule, fired: &Fired, now_us: i64) -> Result<bool, DbError> {
    if fired.revision == rule.revision {
        return Ok(true);
    }
    let subject = match (&fired.response_id, rule.definition.on) {
        (Some(id), Moment::Answer) => store::past::one(tx, &rule.workspace_id, id)?,
        (Some(_), _) | (None, Moment::Answer) => None,
        (None, _) => Some(crate::subject::Subject {
            contact_id: fired.contact_id.clone(),
            account_id: fired.account_id.clone(),
            survey_id: fired.survey_id.clone(),
            ..Default::default()
        }),
    };
    let Some(subject) = subject else {
        return Ok(false);
    };
    let found = vec![(subject, fired.occasion.clone())];
    let (batch, _) = jobs::load(tx, rule, found, now_us)?;
    Ok(batch.holds(rule, 0) == Some(true))
}

/// Brings the open cases of a rule in step with it; how many were different. Each says so in its
/// history.
pub async fn apply(
    app: &App,
    viewer: &Viewer,
    (rule_id, revision): (&str, Option<i64>),
) -> Result<usize, Problem> {
    let rule = super::get(app, viewer, rule_id).await?;
    if revision.is_some_and(|revision| revision != rule.revision) {
        let detail = "somebody else changed this rule since you read it";
        return Err(Problem::Other(412, detail.to_owned()));
    }
    let (viewer, now_us) = (viewer.clone(), app.clock.now_us());
    let applied = app
        .db
        .write(move |tx| {
            let applied = apply_in(tx, &viewer, &rule, now_us)?;
            let note = audit::Note {
                action: "rule.applied",
                noun: "rule",
                id: &rule.rule_id,
                detail: json!({ "revision": rule.revision, "cases": applied }),
            };
            audit::note(tx, &viewer, note, now_us)?;
            Ok::<_, Problem>(applied)
        })
        .await?;
    app.changes.announce(case::service::TOPIC);
    Ok(applied)
}

fn apply_in(tx: &mut Tx<'_>, viewer: &Viewer, rule: &Rule, now_us: i64) -> Result<usize, DbError> {
    let workspace_id = &rule.workspace_id;
    let day_minutes = day_minutes(tx, rule)?;
    let mut applied = 0;
    for mut one in store::fired::with_open_case(tx, workspace_id, &rule.rule_id, CASES_MAX)? {
        let Some((was, given)) = given_both(rule, &one, day_minutes) else {
            continue;
        };
        let Some(case_id) = one.case_id.clone() else {
            continue;
        };
        let about = (case_id.as_str(), rule.name.as_str());
        if by_rule::apply(tx, viewer, about, (&was, &given), now_us)? {
            applied += 1;
        }
        one.given = rule.definition.open_case().cloned();
        store::fired::settle(tx, workspace_id, &one)?;
    }
    Ok(applied)
}

//! A changed rule and the cases it opened that are still open: what it would give them now, and
//! which it wouldn't open any more. People see that before it is applied, and the case says so.

use case::by_rule::{Change, Comparing, Given};
use case::model::Case;
use platform::web::{App, Problem, paging};
use platform::{DbError, Tx};
use serde_json::json;
use user::{Viewer, audit};

use crate::act;
use crate::jobs;
use crate::model::{Fired, Moment, OpenCase, Rule};
use crate::store;

/// Open cases compared in one read.
const AT_ONCE: usize = 500;
/// Open cases changed in one transaction.
const APPLIED_AT_ONCE: usize = 100;

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

/// What comparing a part of a rule's open cases found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Those that would be different now, oldest first.
    pub changed: Vec<OpenCaseChange>,
    /// How many were compared.
    pub count: usize,
    /// Where to go on: time and id; nothing is left when `None`.
    pub next: Option<After>,
}

/// The last that was looked at: when it fired, UTC microseconds, and its id.
pub type After = (i64, String);

/// Compares the next `limit` open cases of a rule, oldest first.
pub async fn open_cases(
    app: &App,
    viewer: &Viewer,
    rule_id: &str,
    (after, limit): (Option<After>, usize),
) -> Result<Compared, Problem> {
    let rule = super::get(app, viewer, rule_id).await?;
    let now_us = app.clock.now_us();
    app.db
        .read_long(move |tx| Ok(compare(tx, &rule, (after.as_ref(), limit), now_us)?))
        .await
}

/// How many open cases of a rule there are, and how many of them differ from what it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Differing {
    /// All that are open.
    pub open: usize,
    /// Those that would be different now, or not be there.
    pub different: usize,
    /// Those that [`apply`] would change.
    pub to_change: usize,
}

/// Compares all open cases of a rule.
pub async fn differing(app: &App, viewer: &Viewer, rule_id: &str) -> Result<Differing, Problem> {
    let (mut all, mut after) = (Differing::default(), None);
    loop {
        let found = open_cases(app, viewer, rule_id, (after, AT_ONCE)).await?;
        let to_change = found.changed.iter().filter(|one| !one.change.is_none());
        all.open += found.count;
        all.different += found.changed.len();
        all.to_change += to_change.count();
        after = found.next;
        if after.is_none() {
            return Ok(all);
        }
    }
}

/// What fired next and has a case which is open, and where that ends.
fn next(
    tx: &mut Tx<'_>,
    rule: &Rule,
    (after, limit): (Option<&After>, usize),
) -> Result<(Vec<Fired>, Option<After>), DbError> {
    let of = (rule.workspace_id.as_str(), rule.rule_id.as_str());
    let mut fired = store::fired::with_open_case(tx, of, (after, limit + 1))?;
    let next = paging::cut(&mut fired, limit).map(|last| (last.fired_at_us, last.fired_id.clone()));
    Ok((fired, next))
}

fn compare(
    tx: &mut Tx<'_>,
    rule: &Rule,
    part: (Option<&After>, usize),
    now_us: i64,
) -> Result<Compared, DbError> {
    let (fired, next) = next(tx, rule, part)?;
    let count = fired.len();
    // What this very revision gave is as it is.
    let older: Vec<Fired> = fired
        .into_iter()
        .filter(|one| one.revision != rule.revision)
        .collect();
    let mut found = Compared {
        changed: Vec::new(),
        count,
        next,
    };
    if older.is_empty() {
        return Ok(found);
    }
    let day_minutes = day_minutes(tx, rule)?;
    let comparing = Comparing::load(tx, &rule.workspace_id)?;
    let still = still(tx, rule, &older, now_us)?;
    for (one, still) in older.iter().zip(still) {
        let Some(case_id) = &one.case_id else {
            continue;
        };
        let Some(case) = case::store::by_id(tx, &rule.workspace_id, case_id)? else {
            continue;
        };
        let change = match given_both(rule, one, day_minutes) {
            Some((was, given)) => comparing.change(tx, &case, (&was, &given), now_us)?,
            None => Change::default(),
        };
        let no_longer = rule.definition.open_case().is_none() || !still;
        if no_longer || !change.is_none() {
            found.changed.push(OpenCaseChange {
                case,
                change,
                no_longer,
            });
        }
    }
    Ok(found)
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

/// Whether the rule would still fire for each of what it fired for. Of what nobody answered only the
/// conditions are asked again.
fn still(tx: &mut Tx<'_>, rule: &Rule, fired: &[Fired], now_us: i64) -> Result<Vec<bool>, DbError> {
    let mut holds = vec![false; fired.len()];
    let (mut places, mut found) = (Vec::new(), Vec::new());
    for (place, one) in fired.iter().enumerate() {
        let subject = match (&one.response_id, rule.definition.on) {
            (Some(id), Moment::Answer) => store::past::one(tx, &rule.workspace_id, id)?,
            (Some(_), _) | (None, Moment::Answer) => None,
            (None, _) => Some(crate::subject::Subject {
                contact_id: one.contact_id.clone(),
                account_id: one.account_id.clone(),
                survey_id: one.survey_id.clone(),
                ..Default::default()
            }),
        };
        if let Some(subject) = subject {
            places.push(place);
            found.push((subject, one.occasion.clone()));
        }
    }
    let (batch, _) = jobs::load(tx, rule, found, now_us)?;
    for (at, place) in places.into_iter().enumerate() {
        holds[place] = batch.holds(rule, at) == Some(true);
    }
    Ok(holds)
}

/// Brings all open cases of a rule in step with it; how many were different. Each says so in its
/// history. They are changed some at a time; what was changed stays so when the rule is changed
/// meanwhile (412), and asking again goes on.
pub async fn apply(
    app: &App,
    viewer: &Viewer,
    (rule_id, revision): (&str, Option<i64>),
) -> Result<usize, Problem> {
    let rule = super::get(app, viewer, rule_id).await?;
    let revision = revision.unwrap_or(rule.revision);
    let (mut applied, mut after) = (0, None);
    loop {
        let (viewer, rule_id, from) = (viewer.clone(), rule.rule_id.clone(), after.clone());
        let now_us = app.clock.now_us();
        let (count, next) = app
            .db
            .write(move |tx| {
                let rule = store::by_id(tx, &viewer.workspace_id, &rule_id)?
                    .ok_or_else(|| Problem::no("rule"))?;
                if rule.revision != revision {
                    let detail = "somebody else changed this rule since you read it";
                    return Err(Problem::Other(412, detail.to_owned()));
                }
                apply_next(tx, &viewer, (&rule, from.as_ref()), now_us)
            })
            .await?;
        applied += count;
        after = next;
        if count > 0 {
            app.changes.announce(case::service::TOPIC);
        }
        if after.is_none() {
            return Ok(applied);
        }
    }
}

/// Brings the next open cases in step and notes it; how many were different, and where to go on.
fn apply_next(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (rule, after): (&Rule, Option<&After>),
    now_us: i64,
) -> Result<(usize, Option<After>), Problem> {
    let (fired, next) = next(tx, rule, (after, APPLIED_AT_ONCE))?;
    let day_minutes = day_minutes(tx, rule)?;
    let comparing = Comparing::load(tx, &rule.workspace_id)?;
    let mut applied = 0;
    for mut one in fired {
        let Some((was, given)) = given_both(rule, &one, day_minutes) else {
            continue;
        };
        let Some(case_id) = one.case_id.clone() else {
            continue;
        };
        let about = (case_id.as_str(), rule.name.as_str());
        if comparing.apply(tx, viewer, about, (&was, &given), now_us)? {
            applied += 1;
        }
        one.given = rule.definition.open_case().cloned();
        store::fired::settle(tx, &rule.workspace_id, &one)?;
    }
    let note = audit::Note {
        action: "rule.applied",
        noun: "rule",
        id: &rule.rule_id,
        detail: json!({ "revision": rule.revision, "cases": applied }),
    };
    audit::note(tx, viewer, note, now_us)?;
    Ok((applied, next))
}

//! The verbs: make a rule, change it, switch it on and off, try it on the past, bring its open
//! cases in step. Pages and API call the same ones.

mod open_cases;
mod refer;
mod trial;

use platform::web::{App, Problem};
use platform::{DbError, Tx, id};
use serde_json::json;
use user::{Viewer, audit};

use crate::model::{Definition, Fired, Moment, RULES_MAX, Rule, State};
use crate::{rules, store};

pub use open_cases::{After, Compared, Differing, OpenCaseChange, apply, differing, open_cases};
pub(crate) use refer::in_trouble;
pub use refer::{Choices, Gone, choices, trouble};
pub use trial::{DAYS_MAX as TRIAL_DAYS_MAX, Example, Month, Trial, trial};

/// What is given of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What people here call it.
    pub name: String,
    /// When it fires and what follows.
    pub definition: Definition,
}

/// A rule in a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The rule.
    pub rule: Rule,
    /// How often it fired.
    pub fired: i64,
    /// When last, UTC microseconds.
    pub last_fired_at_us: Option<i64>,
    /// What it names that isn't there any more.
    pub trouble: Vec<Gone>,
}

/// The rules in a state, or all but archived ones; by name.
pub async fn list(
    app: &App,
    viewer: &Viewer,
    state: Option<State>,
) -> Result<Vec<Listed>, Problem> {
    let workspace = viewer.workspace_id.clone();
    app.db
        .read(move |tx| {
            let counts = store::fired::counts(tx, &workspace)?;
            let rules = store::all(tx, &workspace, state)?;
            let choices = refer::load(tx, &workspace)?;
            let listed = rules.into_iter().map(|rule| {
                let counted = counts.get(&rule.rule_id).copied();
                Listed {
                    fired: counted.map_or(0, |(n, _)| n),
                    last_fired_at_us: counted.map(|(_, at)| at),
                    trouble: trouble(&choices, &rule),
                    rule,
                }
            });
            Ok(listed.collect())
        })
        .await
}

/// One rule; 404 when it isn't there or belongs to somebody else.
pub async fn get(app: &App, viewer: &Viewer, rule_id: &str) -> Result<Rule, Problem> {
    if !id::is_id(rule_id) {
        return Err(Problem::no("rule"));
    }
    let (workspace, rule_id) = (viewer.workspace_id.clone(), rule_id.to_owned());
    app.db
        .read(move |tx| store::by_id(tx, &workspace, &rule_id)?.ok_or_else(|| Problem::no("rule")))
        .await
}

/// Makes a draft.
pub async fn create(app: &App, viewer: &Viewer, draft: Draft) -> Result<Rule, Problem> {
    let now_us = app.clock.now_us();
    let rule = Rule {
        workspace_id: viewer.workspace_id.clone(),
        rule_id: id::new(),
        name: draft.name.trim().to_owned(),
        state: State::Draft,
        definition: draft.definition,
        revision: 1,
        active_since_us: None,
        created_at_us: now_us,
        changed_at_us: now_us,
        changed_by: viewer.name().to_owned(),
    };
    let (stored, viewer) = (rule.clone(), viewer.clone());
    app.db
        .write(move |tx| {
            if store::count(tx, &stored.workspace_id)? >= RULES_MAX as i64 {
                let detail = format!("there are {RULES_MAX} rules; archive one first");
                return Err(Problem::Conflict(detail));
            }
            check(tx, &stored)?;
            store::add(tx, &stored)?;
            note(tx, &viewer, ("rule.created", &stored), now_us)?;
            Ok(())
        })
        .await?;
    Ok(rule)
}

/// Changes name and definition. `revision` is the one that was read, if that matters: when
/// somebody else changed it since, nothing is stored (412). Cases that are open stay as they are
/// until [`apply`].
pub async fn change(
    app: &App,
    viewer: &Viewer,
    rule_id: &str,
    (draft, revision): (Draft, Option<i64>),
) -> Result<Rule, Problem> {
    change_all(app, viewer, rule_id, (draft, None, revision)).await
}

/// The same, and switches the rule on or off in one step.
pub async fn change_all(
    app: &App,
    viewer: &Viewer,
    rule_id: &str,
    (draft, state, revision): (Draft, Option<State>, Option<i64>),
) -> Result<Rule, Problem> {
    let action = state.map_or("rule.changed", state_action);
    update(
        app,
        viewer,
        rule_id,
        (action, revision),
        move |rule, now_us| {
            draft.name.trim().clone_into(&mut rule.name);
            rule.definition = draft.definition.clone();
            state.map_or(Ok(()), |state| become_state(rule, state, now_us))
        },
    )
    .await
}

/// Switches a rule on or off, or puts it away.
pub async fn set_state(
    app: &App,
    viewer: &Viewer,
    rule_id: &str,
    (state, revision): (State, Option<i64>),
) -> Result<Rule, Problem> {
    let action = state_action(state);
    update(
        app,
        viewer,
        rule_id,
        (action, revision),
        move |rule, now_us| become_state(rule, state, now_us),
    )
    .await
}

const fn state_action(state: State) -> &'static str {
    match state {
        State::On => "rule.switched_on",
        State::Off => "rule.switched_off",
        State::Archived => "rule.archived",
        State::Draft => "rule.changed",
    }
}

fn become_state(rule: &mut Rule, state: State, now_us: i64) -> Result<(), Problem> {
    if rule.state == state {
        return Ok(());
    }
    if state == State::Draft {
        let detail = "a rule that was on can be switched off, but is no draft any more";
        return Err(Problem::invalid("/state", detail));
    }
    if rule.state == State::Archived && state == State::On {
        let detail = "this rule is put away; take it back first";
        return Err(Problem::Conflict(detail.to_owned()));
    }
    rule.active_since_us = (state == State::On).then_some(now_us);
    rule.state = state;
    Ok(())
}

/// Removes a draft that never fired; others are archived.
pub async fn remove(app: &App, viewer: &Viewer, rule_id: &str) -> Result<(), Problem> {
    let rule = get(app, viewer, rule_id).await?;
    let (viewer, now_us) = (viewer.clone(), app.clock.now_us());
    app.db
        .write(move |tx| {
            let workspace = rule.workspace_id.as_str();
            let present =
                store::lock(tx, workspace, &rule.rule_id)?.ok_or_else(|| Problem::no("rule"))?;
            let has_fired = store::fired::any(tx, workspace, &rule.rule_id)?;
            if present.state != State::Draft || has_fired {
                let detail = "only drafts are removed; archive this rule instead";
                return Err(Problem::Conflict(detail.to_owned()));
            }
            store::remove(tx, workspace, &rule.rule_id)?;
            note(tx, &viewer, ("rule.removed", &present), now_us)?;
            Ok(())
        })
        .await
}

/// What a rule fired for, newest first, after (time, id).
pub async fn history(
    app: &App,
    viewer: &Viewer,
    rule_id: &str,
    (after, limit): (Option<(i64, String)>, usize),
) -> Result<Vec<Fired>, Problem> {
    let rule = get(app, viewer, rule_id).await?;
    app.db
        .read(move |tx| {
            let after = after.as_ref().map(|(at_us, id)| (*at_us, id.as_str()));
            let (workspace, id) = (&rule.workspace_id, &rule.rule_id);
            Ok(store::fired::of_rule(tx, workspace, id, (after, limit))?)
        })
        .await
}

/// Loads a rule under its lock, changes it by `work`, checks and stores it.
async fn update(
    app: &App,
    viewer: &Viewer,
    rule_id: &str,
    (action, revision): (&'static str, Option<i64>),
    work: impl Fn(&mut Rule, i64) -> Result<(), Problem> + Send + 'static,
) -> Result<Rule, Problem> {
    if !id::is_id(rule_id) {
        return Err(Problem::no("rule"));
    }
    let (viewer, rule_id, now_us) = (viewer.clone(), rule_id.to_owned(), app.clock.now_us());
    app.db
        .write(move |tx| {
            let mut rule = store::lock(tx, &viewer.workspace_id, &rule_id)?
                .ok_or_else(|| Problem::no("rule"))?;
            if revision.is_some_and(|revision| revision != rule.revision) {
                let detail = "somebody else changed this rule since you read it";
                return Err(Problem::Other(412, detail.to_owned()));
            }
            let before = rule.clone();
            work(&mut rule, now_us)?;
            if rule == before {
                return Ok(rule);
            }
            // What is put away may name what is gone.
            if rule.state != State::Archived && rule.state != State::Off
                || rule.definition != before.definition
            {
                check(tx, &rule)?;
            }
            rule.revision += 1;
            rule.changed_at_us = now_us;
            viewer.name().clone_into(&mut rule.changed_by);
            store::save(tx, &rule)?;
            follow_walk(tx, (&before, &rule), now_us)?;
            note(tx, &viewer, (action, &rule), now_us)?;
            Ok(rule)
        })
        .await
}

/// Begins or ends going through contacts, when a rule that is about silence changed.
fn follow_walk(
    tx: &mut Tx<'_>,
    (before, rule): (&Rule, &Rule),
    now_us: i64,
) -> Result<(), DbError> {
    let walks = |rule: &Rule| rule.state == State::On && rule.definition.on != Moment::Answer;
    let id = (rule.workspace_id.as_str(), rule.rule_id.as_str());
    if walks(rule) {
        store::walk::begin(tx, id, now_us)
    } else if walks(before) {
        store::walk::end(tx, id.0, id.1)
    } else {
        Ok(())
    }
}

/// Refuses what can't be meant, and what names something that isn't there. What it tells stays there
/// until the commit.
fn check(tx: &mut Tx<'_>, rule: &Rule) -> Result<(), Problem> {
    refer::hold(tx, rule)?;
    check_draft(tx, rule)
}

/// The same, of a rule that isn't stored.
fn check_draft(tx: &mut Tx<'_>, rule: &Rule) -> Result<(), Problem> {
    let mut errors = rules::check(&rule.name, &rule.definition);
    if errors.is_empty() {
        errors = refer::check(tx, rule)?;
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Problem::all_invalid(errors))
    }
}

fn note(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (action, rule): (&'static str, &Rule),
    now_us: i64,
) -> Result<(), DbError> {
    let note = audit::Note {
        action,
        noun: "rule",
        id: &rule.rule_id,
        detail: json!({ "revision": rule.revision, "state": rule.state.as_str() }),
    };
    audit::note(tx, viewer, note, now_us)
}

//! Customers who are erased: an action keeps that a case raised it, not what the case was called,
//! and no name or address of theirs stays in what people here typed into actions and improvements.

use std::collections::BTreeSet;

use contact::erase::{Forget, Gone};
use platform::{DbError, Tx};
use serde_json::Value;

use crate::called::Called;
use crate::service::improvement::free_slug;
use crate::store::{self, forgetting};

/// Takes them out. Goes before the cases forget whose they were.
#[derive(Clone, Copy, Debug, Default)]
pub struct Forgetting;

impl Forget for Forgetting {
    fn forget(&self, tx: &mut Tx<'_>, gone: &Gone<'_>) -> Result<(), DbError> {
        let workspace_id = gone.workspace_id();
        let mut sought = Sought::default();
        for contact_id in gone.contact_ids {
            store::action::forget(tx, workspace_id, contact_id)?;
            let (names, addresses) = forgetting::called(tx, workspace_id, contact_id)?;
            for name in &names {
                sought.called.name(name);
            }
            for address in &addresses {
                sought.called.address(address);
            }
            let raised = forgetting::raised(tx, workspace_id, contact_id)?;
            sought.actions.extend(raised);
        }
        if sought.called == Called::default() {
            return Ok(());
        }
        actions(tx, workspace_id, &sought)?;
        lines(tx, workspace_id, &sought)?;
        improvements(tx, workspace_id, &sought)
    }
}

/// Who is sought, and in which actions parts of their name mean them.
#[derive(Default)]
struct Sought {
    called: Called,
    actions: BTreeSet<String>,
}

fn actions(tx: &mut Tx<'_>, workspace_id: &str, sought: &Sought) -> Result<(), DbError> {
    let mut after = String::new();
    loop {
        let piece = forgetting::actions(tx, workspace_id, &after)?;
        let Some(last) = piece.last() else {
            return Ok(());
        };
        after.clone_from(&last.action_id);
        for mut typed in piece {
            let is_about = sought.actions.contains(&typed.action_id);
            let title = sought.called.without(&typed.title, is_about);
            let detail = sought.called.without(&typed.detail, is_about);
            if title.is_some() || detail.is_some() {
                typed.title = title.unwrap_or(typed.title);
                typed.detail = detail.unwrap_or(typed.detail);
                forgetting::save(tx, workspace_id, &typed)?;
            }
        }
    }
}

fn lines(tx: &mut Tx<'_>, workspace_id: &str, sought: &Sought) -> Result<(), DbError> {
    let mut after = (String::new(), String::new());
    loop {
        let piece = forgetting::lines(tx, workspace_id, (&after.0, &after.1))?;
        let Some(last) = piece.last() else {
            return Ok(());
        };
        after = (last.action_id.clone(), last.entry_id.clone());
        for mut typed in piece {
            let is_about = sought.actions.contains(&typed.action_id);
            if let Some(detail) = sought.called.without(&typed.detail, is_about) {
                typed.detail = detail;
                forgetting::save(tx, workspace_id, &typed)?;
            }
        }
    }
}

fn improvements(tx: &mut Tx<'_>, workspace_id: &str, sought: &Sought) -> Result<(), DbError> {
    let mut about = BTreeSet::new();
    for action_id in &sought.actions {
        about.extend(forgetting::improved_by(tx, workspace_id, action_id)?);
    }
    let mut after = String::new();
    loop {
        let piece = forgetting::improvements(tx, workspace_id, &after)?;
        let Some(last) = piece.last() else {
            return Ok(());
        };
        after.clone_from(&last.improvement_id);
        for mut written in piece {
            let is_about = about.contains(&written.improvement_id);
            let before = written.texts.clone();
            for (at, text) in written.texts.iter_mut().enumerate() {
                let found = match at {
                    0 | 1 => sought.called.without(text, is_about),
                    _ => in_json(&sought.called, text, is_about)?,
                };
                *text = found.unwrap_or_else(|| std::mem::take(text));
            }
            if written.texts == before {
                continue;
            }
            // Its address was made of its first title.
            let address = written.slug.replace('-', " ");
            if sought.called.without(&address, is_about).is_some() {
                written.slug = free_slug(tx, workspace_id, &written.texts[0])?;
            }
            forgetting::save_improvement(tx, workspace_id, &written)?;
        }
    }
}

/// The same in all texts of a JSON value.
fn in_json(called: &Called, json: &str, is_about: bool) -> Result<Option<String>, DbError> {
    let wrong = |e: serde_json::Error| DbError::Bug(format!("stored words: {e}"));
    let mut value: Value = serde_json::from_str(json).map_err(wrong)?;
    Ok(blank(called, &mut value, is_about).then(|| value.to_string()))
}

fn blank(called: &Called, value: &mut Value, is_about: bool) -> bool {
    match value {
        Value::String(text) => match called.without(text, is_about) {
            Some(kept) => {
                *text = kept;
                true
            }
            None => false,
        },
        Value::Array(all) => blank_all(called, all.iter_mut(), is_about),
        Value::Object(all) => blank_all(called, all.values_mut(), is_about),
        _ => false,
    }
}

/// Every one of them, also behind the first in which something stood.
fn blank_all<'a>(
    called: &Called,
    values: impl Iterator<Item = &'a mut Value>,
    is_about: bool,
) -> bool {
    let mut any = false;
    for value in values {
        any |= blank(called, value, is_about);
    }
    any
}

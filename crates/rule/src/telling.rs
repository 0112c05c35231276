//! What others ask of rules: which of them tell a webhook, before it is removed; and which of them
//! can't do all they say, for administrators to see.

use platform::{DbError, Tx};
use webhook::Use;

use crate::model::{Consequence, Rule, State};
use crate::{service, store};

/// Answers both.
#[derive(Clone, Copy, Debug, Default)]
pub struct Telling;

impl webhook::Usage for Telling {
    fn uses(&self, tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Use>, DbError> {
        let rules = store::all(tx, workspace_id, None)?;
        Ok(rules.iter().flat_map(uses).collect())
    }
}

/// The channels a rule tells, each once.
fn uses(rule: &Rule) -> Vec<Use> {
    let mut found: Vec<Use> = Vec::new();
    for then in &rule.definition.then {
        let Consequence::Tell(tell) = then else {
            continue;
        };
        if found.iter().all(|one| one.webhook_id != tell.channel_id) {
            found.push(Use {
                webhook_id: tell.channel_id.clone(),
                noun: "rule",
                id: rule.rule_id.clone(),
                name: rule.name.clone(),
                state: rule.state.as_str(),
                path: format!("/rules/{}", rule.rule_id),
            });
        }
    }
    found
}

impl case::Alarm for Telling {
    fn alert(&self, tx: &mut Tx<'_>, workspace_id: &str) -> Result<Option<case::Alert>, DbError> {
        let count = service::in_trouble(tx, workspace_id)?;
        Ok((count > 0).then_some(case::Alert {
            word: "rule-alert-trouble",
            count,
            path: "/rules",
        }))
    }
}

/// The channels a rule tells.
pub(crate) fn channels(rule: &Rule) -> Vec<String> {
    match rule.state {
        State::Archived => Vec::new(),
        _ => uses(rule).into_iter().map(|one| one.webhook_id).collect(),
    }
}

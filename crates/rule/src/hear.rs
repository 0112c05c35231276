//! Rules hear of answers: what they ask is asked in the transaction that stores how far the worker
//! came, and what follows is stored with it.

use std::collections::BTreeMap;

use platform::web::App;
use platform::{DbError, Tx};
use policy::At;
use policy::trigger::Watch;
use respondent::{Hear, Heard};
use response::model::Channel;

use crate::act::{self, Desk};
use crate::judge::Batch;
use crate::set::Sets;
use crate::subject::Subject;

/// The listener that asks all rules that are on.
#[derive(Clone)]
pub struct Rules {
    desk: Desk,
    sets: Sets,
}

impl Rules {
    /// The rules of this installation.
    pub fn new(app: &App) -> Self {
        Self {
            desk: Desk::new(app),
            sets: Sets::default(),
        }
    }

    fn heard_in(
        &self,
        tx: &mut Tx<'_>,
        workspace_id: &str,
        heard: &[&Heard],
        now_us: i64,
    ) -> Result<(), DbError> {
        let set = self.sets.current(tx, workspace_id)?;
        if set.rules.is_empty() {
            return Ok(());
        }
        let subjects = heard.iter().map(|heard| Subject::from(*heard)).collect();
        let batch = Batch::load(tx, workspace_id, (set.clone(), subjects), now_us)?;
        for place in 0..batch.subjects().len() {
            for rule in &set.rules {
                let watch = Watch {
                    active_since: rule.active_since_us.map(At),
                };
                let answered_at = At(batch.subjects()[place].at_us);
                // Whether it fired before is known when it is claimed.
                if watch.fires(answered_at, batch.holds(rule, place), false) {
                    let subject = &batch.subjects()[place];
                    let occasion = act::answer_occasion(subject);
                    let day = batch.day_minutes();
                    self.desk
                        .fire(tx, rule, (subject, &occasion), (day, now_us))?;
                }
            }
        }
        Ok(())
    }
}

impl Hear for Rules {
    fn heard(&self, tx: &mut Tx<'_>, heard: &[Heard], now_us: i64) -> Result<(), DbError> {
        let mut by_workspace: BTreeMap<&str, Vec<&Heard>> = BTreeMap::new();
        for heard in heard.iter().filter(|heard| is_for_rules(heard)) {
            by_workspace
                .entry(&heard.workspace_id)
                .or_default()
                .push(heard);
        }
        for (workspace_id, heard) in by_workspace {
            self.heard_in(tx, workspace_id, &heard, now_us)?;
        }
        Ok(())
    }
}

/// Only what counts and is finished; and never what a file tells of the past, whenever that was.
fn is_for_rules(heard: &Heard) -> bool {
    heard.counts && heard.is_settled && heard.channel != Channel::Import
}

//! Ids of invitations that others make in their own transactions, dealt in turn: what an invitation
//! asks of a survey whose statements rotate follows from its id.

use std::collections::HashMap;

use platform::{DbError, Tx, id};
use survey::Definition;
use survey::rotation::Rotation;

use crate::store;

/// Deals within one transaction. Where it begins follows from how many invitations the survey has, so
/// that one transaction goes on where the last one stopped, on whichever node: whoever deals at the
/// same time as others deals as well as they, but not in turn with them.
#[derive(Debug, Default)]
pub struct Dealing {
    /// By survey: how it deals, when it does, and the place in the cycle that comes next.
    turns: HashMap<String, Option<(Definition, usize)>>,
}

impl Dealing {
    /// The id for the next invitation of a survey.
    pub fn id(
        &mut self,
        tx: &mut Tx<'_>,
        workspace_id: &str,
        survey_id: &str,
    ) -> Result<String, DbError> {
        if !self.turns.contains_key(survey_id) {
            let turn = turn(tx, workspace_id, survey_id)?;
            self.turns.insert(survey_id.to_owned(), turn);
        }
        let Some(Some((definition, next))) = self.turns.get_mut(survey_id) else {
            return Ok(id::new());
        };
        let Some(rotation) = Rotation::of(definition) else {
            return Ok(id::new());
        };
        let ids = rotation.ids(*next, 1);
        *next = (*next + 1) % rotation.cycle();
        Ok(ids.into_iter().next().unwrap_or_else(id::new))
    }
}

fn turn(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
) -> Result<Option<(Definition, usize)>, DbError> {
    let Some(survey) = survey::store::by_id(tx, workspace_id, survey_id)? else {
        return Ok(None);
    };
    let Some(cycle) = Rotation::of(&survey.definition).map(|rotation| rotation.cycle()) else {
        return Ok(None);
    };
    let made = store::invitation::made(tx, workspace_id, survey_id)?;
    Ok(Some((survey.definition, made % cycle)))
}

#[cfg(test)]
mod tests;

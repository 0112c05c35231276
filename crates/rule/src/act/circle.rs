//! Who hears of something: the people meant, or who acts for them while they are away.

use platform::{DbError, Tx};
use policy::At;
use policy::follow::{self, Circle};
use user::people::{self, Person};

/// The people who act for these users now, each once.
pub(super) fn acting(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    user_ids: &[String],
    now_us: i64,
) -> Result<Vec<Person>, DbError> {
    if user_ids.is_empty() {
        return Ok(Vec::new());
    }
    let all = people::active(tx, workspace_id)?;
    let circle: Circle = all
        .iter()
        .map(|person| {
            let known = follow::Person {
                is_active: true,
                is_administrator: false,
                away_until: person.away_until_us.map(At),
                deputy: person.deputy_id.clone(),
                leads: Vec::new(),
            };
            (person.user_id.clone(), known)
        })
        .collect();
    let mut receivers: Vec<Person> = Vec::new();
    for user_id in user_ids {
        let Some(acting) = follow::acting(&circle, user_id, At(now_us)) else {
            continue;
        };
        let known = receivers.iter().any(|person| person.user_id == acting);
        if !known {
            receivers.extend(all.iter().find(|p| p.user_id == acting).cloned());
        }
    }
    Ok(receivers)
}

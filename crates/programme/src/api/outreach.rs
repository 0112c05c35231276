//! Letters outside programmes: which wait, went out or were left out, and why.

use axum::extract::State;
use platform::clock::rfc3339;
use platform::web::{App, Query, paging};
use platform::{Problem, id};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use crate::outreach::{self, Kind, Listed, State as At, Wanted};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    state: Option<At>,
    kind: Option<Kind>,
    contact_id: Option<String>,
    cursor: Option<String>,
    limit: Option<usize>,
}

pub(super) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<axum::Json<Value>, Problem> {
    let limit = paging::limit(asked.limit)?;
    let before = match &asked.cursor {
        None => (i64::MAX, String::new()),
        Some(text) => {
            let [at_us, id] = paging::read_cursor(text)?;
            (at_us.parse().map_err(|_| paging::no_cursor())?, id)
        }
    };
    if let Some(asked) = &asked.contact_id
        && !id::is_id(asked)
    {
        return Err(Problem::invalid("contact_id", "give an id"));
    }
    let wanted = Wanted {
        state: asked.state.unwrap_or(At::Deferred),
        kind: asked.kind,
        contact_id: asked.contact_id,
        before,
    };
    let mut listed = outreach::list(&app, &viewer, wanted, limit + 1).await?;
    let next = paging::cut(&mut listed, limit).map(|last| {
        let at_us = last.letter.decided_at_us.to_string();
        paging::cursor(&[&at_us, &last.letter.outreach_id])
    });
    let items: Vec<Value> = listed.iter().map(one).collect();
    Ok(axum::Json(
        json!({ "outreach": items, "next_cursor": next }),
    ))
}

fn one(listed: &Listed) -> Value {
    let (letter, contact) = (&listed.letter, listed.contact.as_ref());
    let at = |at_us: Option<i64>| at_us.map(rfc3339);
    json!({
        "id": letter.outreach_id,
        "kind": letter.kind,
        "contact_id": contact.map_or(&letter.contact_id, |own| &own.contact_id),
        "email": contact.and_then(|own| own.email.clone()),
        "name": contact.and_then(|own| own.name.clone()),
        "subject": letter.subject,
        "cause": { "noun": letter.cause.0, "id": letter.cause.1 },
        "priority": letter.priority,
        "state": letter.state,
        "reason": letter.reason,
        "detail": letter.detail,
        "until": at(letter.until_us),
        "ends": rfc3339(letter.ends_at_us),
        "created_at": rfc3339(letter.created_at_us),
        "decided_at": rfc3339(letter.decided_at_us),
        "handed_over_at": at(letter.handed_over_at_us),
        "bounced_at": at(letter.bounced_at_us),
        "refused_at": at(letter.refused_at_us),
        "unknown_at": at(letter.unknown_at_us),
    })
}

//! What isn't there any more in another system: seen when a pass reads everything, told here, and
//! removed nowhere. Whoever works here decides what becomes of it.
//!
//! What can't be told apart is said: a row that the other system doesn't give any more was removed
//! there, or falls outside the condition of the connection. Who does what for an account isn't
//! followed so: a row of responsibilities names nothing of ours that could be marked.

use axum::Json as JsonReply;
use axum::extract::State;
use axum::response::Html;
use platform::clock::rfc3339;
use platform::web::{Frame, Path, Problem, Query, paging};
use platform::{DbError, Tx};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use crate::model::Stream;
use crate::service::{Desk, found};
use crate::store::gone::{self, Gone};

/// Lines on a page.
const SHOWN: usize = 100;

/// The streams whose rows are ours, with the noun they are here.
pub(crate) const fn noun(stream: Stream) -> Option<&'static str> {
    match stream {
        Stream::Accounts => Some("account"),
        Stream::Contacts => Some("contact"),
        Stream::Responsibilities | Stream::Tickets => None,
    }
}

/// Where an account (`noun` is `account`) or a contact isn't there any more: the names of the
/// connections, and since when that is known, UTC microseconds.
pub fn gone_at_source(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (noun, our_id): (&str, &str),
) -> Result<Vec<(String, i64)>, DbError> {
    gone::of(tx, workspace_id, (noun, our_id))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    stream: Option<Stream>,
    limit: Option<usize>,
    cursor: Option<String>,
}

/// A part of those that are gone, and where to go on.
type Part = (Vec<Gone>, Option<String>);

impl Asked {
    fn stream(&self) -> Result<(Stream, &'static str), Problem> {
        let stream = self.stream.unwrap_or(Stream::Accounts);
        let noun = noun(stream);
        let wrong = || Problem::invalid("stream", "give accounts or contacts");
        noun.map(|noun| (stream, noun)).ok_or_else(wrong)
    }
}

impl Desk {
    async fn gone(
        &self,
        viewer: &Viewer,
        id: &str,
        (asked, limit): (&Asked, usize),
    ) -> Result<Part, Problem> {
        let (_, noun) = asked.stream()?;
        let after = match &asked.cursor {
            Some(cursor) => paging::read_cursor::<1>(cursor)?.concat(),
            None => String::new(),
        };
        let (workspace, id) = (viewer.workspace_id.clone(), id.to_owned());
        let read = move |tx: &mut Tx<'_>| {
            found(tx, &workspace, &id)?;
            let part = (after.as_str(), limit + 1);
            Ok::<_, Problem>(gone::list(tx, (&workspace, &id), noun, part)?)
        };
        let mut all = self.app.db.read(read).await?;
        let next = paging::cut(&mut all, limit).map(|last| paging::cursor(&[&last.remote_id]));
        Ok((all, next))
    }
}

/// `GET /api/v1/connectors/{id}/gone`.
pub(crate) async fn list(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<JsonReply<Value>, Problem> {
    let limit = paging::limit(asked.limit)?;
    let (all, next) = desk.gone(&viewer, &id, (&asked, limit)).await?;
    let all: Vec<Value> = all
        .iter()
        .map(|one| {
            json!({
                "id": one.our_id,
                "remote_id": one.remote_id,
                "name": one.name,
                "gone_since": rfc3339(one.gone_at_us),
            })
        })
        .collect();
    Ok(JsonReply(json!({ "gone": all, "next_cursor": next })))
}

/// `GET /settings/connectors/{id}/gone`.
pub(crate) async fn page(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Problem> {
    let (stream, noun) = asked.stream()?;
    let own = desk.one(&viewer, &id).await?;
    let (all, next) = desk.gone(&viewer, &id, (&asked, SHOWN)).await?;
    let lines: Vec<Value> = all
        .iter()
        .map(|one| {
            json!({
                "path": format!("/{noun}s/{}", one.our_id),
                "remote_id": one.remote_id,
                "name": one.name,
                "gone_at_us": one.gone_at_us,
            })
        })
        .collect();
    let values = json!({
        "place": "settings",
        "own": { "id": id, "name": own.connection.name },
        "stream": stream,
        "streams": [Stream::Accounts, Stream::Contacts],
        "counts": own.gone,
        "gone": lines,
        "next": next,
    });
    desk.app
        .templates
        .page("connector/gone.html", &frame, values)
}

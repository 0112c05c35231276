//! The verbs: look whether it can be, store it, note it in the audit log.

use contact::responsibility;
use outbound::Client;
use platform::web::{App, FieldError, Problem};
use platform::{DbError, Tx, id};
use serde_json::{Value, json};
use user::Viewer;
use user::audit::{self, Note};

use crate::given::{Checked, Given, check};
use crate::gone;
use crate::intake::{Desk as Intake, Fate, take};
use crate::line::{Fault, Line};
use crate::model::{Connection, Pull, Push, PushState, RowFault, Run, Stream, System, Target};
use crate::store::{self, connection};
use crate::systems::{Field, Row, Start, value_at};

/// Connections of a workspace.
const CONNECTIONS_MAX: usize = 50;
/// Rows of a dry run at most.
pub(crate) const TRY_MAX: usize = 100;

/// What the handlers share.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) app: App,
    pub(crate) client: Client,
}

/// A connection and how it is doing.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) connection: Connection,
    /// The latest runs, newest first.
    pub(crate) runs: Vec<Run>,
    /// Pushes by state.
    pub(crate) pushes: std::collections::BTreeMap<String, i64>,
    /// How many of each stream aren't there any more.
    pub(crate) gone: std::collections::BTreeMap<&'static str, i64>,
}

/// A row of a dry run.
#[derive(Clone, Debug)]
pub(crate) struct Tried {
    pub(crate) row: Row,
    pub(crate) fate: Fate,
}

/// Ends a dry run: what it found is told, what it did is undone.
enum Undone {
    Found(Vec<Fate>),
    Db(DbError),
}

impl From<DbError> for Undone {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

/// A fault of the other system as a problem of the request that asked for it.
pub(crate) fn problem(fault: &Fault) -> Problem {
    let (at, said) = match fault {
        Fault::Address(_) => ("/base_url", fault.to_string()),
        Fault::Login(_) => ("/secrets", fault.to_string()),
        Fault::Limited(seconds) => {
            return Problem::TooMany {
                detail: fault.to_string(),
                retry_after_s: u64::from(*seconds),
            };
        }
        _ => ("", fault.to_string()),
    };
    Problem::invalid(at, said)
}

impl Desk {
    pub(crate) async fn all(&self, viewer: &Viewer) -> Result<Vec<Seen>, Problem> {
        let workspace = viewer.workspace_id.clone();
        let read = move |tx: &mut Tx<'_>| {
            let all = connection::all(tx, &workspace)?;
            all.into_iter()
                .map(|own| seen(tx, own, 1))
                .collect::<Result<Vec<_>, DbError>>()
        };
        Ok(self.app.db.read(read).await?)
    }

    pub(crate) async fn one(&self, viewer: &Viewer, id: &str) -> Result<Seen, Problem> {
        let (workspace, id) = (viewer.workspace_id.clone(), id.to_owned());
        let read = move |tx: &mut Tx<'_>| {
            let own = found(tx, &workspace, &id)?;
            Ok::<_, Problem>(seen(tx, own, 20)?)
        };
        self.app.db.read(read).await
    }

    /// Makes a connection. It is off: nothing moves before somebody looked at a dry run.
    pub(crate) async fn create(
        &self,
        viewer: &Viewer,
        system: System,
        given: &Given,
    ) -> Result<Connection, Problem> {
        let checked = check(system, Checked::new(system), given).map_err(Problem::all_invalid)?;
        self.check_address(&checked.definition.base_url).await?;
        let now_us = self.app.clock.now_us();
        let new = Connection {
            workspace_id: viewer.workspace_id.clone(),
            connector_id: id::new(),
            system,
            due_at_us: due(&checked, now_us),
            name: checked.name,
            definition: checked.definition,
            secrets: checked.secrets,
            is_on: checked.is_on,
            revision: 1,
            created_at_us: now_us,
            failures: 0,
        };
        let viewer = viewer.clone();
        let work = move |tx: &mut Tx<'_>| {
            if connection::all(tx, &viewer.workspace_id)?.len() >= CONNECTIONS_MAX {
                let words = format!("there are {CONNECTIONS_MAX} connections, which is the most");
                return Err(Problem::Conflict(words));
            }
            check_roles(tx, &viewer.workspace_id, &new.definition.pulls)?;
            connection::add(tx, &new)?;
            let detail = json!({ "system": system.as_str(), "is_on": new.is_on });
            noted(
                tx,
                &viewer,
                ("connector.created", &new.connector_id),
                detail,
                now_us,
            )?;
            Ok(new.clone())
        };
        self.app.db.write(work).await
    }

    /// Changes a connection that was seen at `revision`. A stream that is pulled otherwise begins
    /// from the start.
    pub(crate) async fn change(
        &self,
        viewer: &Viewer,
        id: &str,
        (given, revision): (&Given, Option<i64>),
    ) -> Result<Connection, Problem> {
        let before = self.one(viewer, id).await?.connection;
        if revision.is_some_and(|revision| revision != before.revision) {
            return Err(meanwhile());
        }
        let present = Checked {
            name: before.name.clone(),
            definition: before.definition.clone(),
            secrets: before.secrets.clone(),
            is_on: before.is_on,
        };
        let checked = check(before.system, present, given).map_err(Problem::all_invalid)?;
        if checked.definition.base_url != before.definition.base_url {
            self.check_address(&checked.definition.base_url).await?;
        }
        let now_us = self.app.clock.now_us();
        let after = Connection {
            due_at_us: due(&checked, now_us),
            name: checked.name,
            definition: checked.definition,
            secrets: checked.secrets,
            is_on: checked.is_on,
            failures: 0,
            ..before.clone()
        };
        let viewer = viewer.clone();
        let work = move |tx: &mut Tx<'_>| {
            check_roles(tx, &viewer.workspace_id, &after.definition.pulls)?;
            if !connection::save(tx, &after, now_us)? {
                return Err(meanwhile());
            }
            forget(tx, &before, &after)?;
            let detail = json!({
                "is_on": after.is_on,
                "moved": before.definition.base_url != after.definition.base_url,
                "secrets_changed": before.secrets != after.secrets,
                "pulls_changed": before.definition.pulls != after.definition.pulls,
                "pushes_changed": before.definition.pushes != after.definition.pushes,
            });
            noted(
                tx,
                &viewer,
                ("connector.changed", &after.connector_id),
                detail,
                now_us,
            )?;
            found(tx, &viewer.workspace_id, &after.connector_id)
        };
        self.app.db.write(work).await
    }

    pub(crate) async fn remove(&self, viewer: &Viewer, id: &str) -> Result<(), Problem> {
        let (viewer, id, now_us) = (viewer.clone(), id.to_owned(), self.app.clock.now_us());
        let work = move |tx: &mut Tx<'_>| {
            let own = found(tx, &viewer.workspace_id, &id)?;
            connection::remove(tx, (&viewer.workspace_id, &id))?;
            let detail = json!({ "system": own.system.as_str() });
            Ok::<_, Problem>(noted(
                tx,
                &viewer,
                ("connector.removed", &id),
                detail,
                now_us,
            )?)
        };
        self.app.db.write(work).await
    }

    /// Has it pulled from now, whether it is on or not; `everything`: not only what changed.
    pub(crate) async fn run_now(
        &self,
        viewer: &Viewer,
        id: &str,
        everything: bool,
    ) -> Result<(), Problem> {
        let (viewer, id, now_us) = (viewer.clone(), id.to_owned(), self.app.clock.now_us());
        let work = move |tx: &mut Tx<'_>| {
            found(tx, &viewer.workspace_id, &id)?;
            let key = (viewer.workspace_id.as_str(), id.as_str());
            if everything {
                store::cursor::read_everything(tx, key)?;
            }
            connection::want(tx, key, now_us)?;
            Ok::<_, Problem>(noted(
                tx,
                &viewer,
                ("connector.started", &id),
                json!({ "everything": everything }),
                now_us,
            )?)
        };
        self.app.db.write(work).await
    }

    /// The fields the other system has.
    pub(crate) async fn fields(&self, own: &Connection, pull: &Pull) -> Result<Vec<Field>, Fault> {
        own.system.fields(&self.line(own), pull).await
    }

    /// What would become of the first rows of a stream; nothing is stored.
    pub(crate) async fn try_out(
        &self,
        own: &Connection,
        pull: &Pull,
        rows: usize,
    ) -> Result<Result<Vec<Tried>, Fault>, Problem> {
        let page = match own
            .system
            .page(&self.line(own), pull, Start::default())
            .await
        {
            Ok(page) => page,
            Err(fault) => return Ok(Err(fault)),
        };
        let mut rows_found = page.rows;
        rows_found.truncate(rows.min(TRY_MAX));
        let desk = Intake::of(own, self.app.clock.now_us());
        let (pull, tried) = (pull.clone(), rows_found.clone());
        let work = move |tx: &mut Tx<'_>| {
            let fates = tried.iter().map(|row| take(tx, &desk, &pull, row));
            Err::<(), _>(Undone::Found(fates.collect::<Result<Vec<_>, _>>()?))
        };
        match self.app.db.write(work).await {
            Err(Undone::Found(fates)) => {
                let both = rows_found.into_iter().zip(fates);
                Ok(Ok(both.map(|(row, fate)| Tried { row, fate }).collect()))
            }
            Err(Undone::Db(error)) => Err(error.into()),
            Ok(()) => Err(Problem::Internal(
                "a dry run that stored something".to_owned(),
            )),
        }
    }

    /// A run with its report.
    pub(crate) async fn run(
        &self,
        viewer: &Viewer,
        (id, run_id): (&str, &str),
    ) -> Result<(Run, Vec<RowFault>), Problem> {
        let key = (viewer.workspace_id.clone(), id.to_owned());
        let run_id = run_id.to_owned();
        let read = move |tx: &mut Tx<'_>| {
            let run = store::run::by_id(tx, (&key.0, &key.1), &run_id)?;
            let run = run.ok_or_else(|| Problem::no("run"))?;
            Ok::<_, Problem>((run, store::run::faults(tx, (&key.0, &run_id))?))
        };
        self.app.db.read(read).await
    }

    /// What was sent or waits, the last changed first.
    pub(crate) async fn pushes(
        &self,
        viewer: &Viewer,
        id: &str,
        (state, limit): (Option<PushState>, usize),
    ) -> Result<Vec<Push>, Problem> {
        let key = (viewer.workspace_id.clone(), id.to_owned());
        let read = move |tx: &mut Tx<'_>| {
            found(tx, &key.0, &key.1)?;
            Ok::<_, Problem>(store::push::list(tx, (&key.0, &key.1), state, limit)?)
        };
        self.app.db.read(read).await
    }

    /// Settles what is dead or in doubt: sends it again, or takes it as done.
    pub(crate) async fn settle(
        &self,
        viewer: &Viewer,
        (id, push_id): (&str, &str),
        again: bool,
    ) -> Result<(), Problem> {
        let (viewer, now_us) = (viewer.clone(), self.app.clock.now_us());
        let (id, push_id) = (id.to_owned(), push_id.to_owned());
        let work = move |tx: &mut Tx<'_>| {
            found(tx, &viewer.workspace_id, &id)?;
            let key = (viewer.workspace_id.as_str(), id.as_str(), push_id.as_str());
            if !store::push::settle(tx, key, again, now_us)? {
                return Err(Problem::no("push that failed or is in doubt"));
            }
            let detail = json!({ "push_id": push_id, "again": again });
            Ok(noted(
                tx,
                &viewer,
                ("connector.settled", &id),
                detail,
                now_us,
            )?)
        };
        self.app.db.write(work).await
    }

    fn line(&self, own: &Connection) -> Line {
        Line::new(&self.client, own.definition.clone(), own.secrets.clone())
    }

    async fn check_address(&self, url: &str) -> Result<(), Problem> {
        let checked = self.client.check(url).await;
        let wrong = |why: outbound::Refused| Problem::invalid("/base_url", why.to_string());
        checked.map(|_| ()).map_err(wrong)
    }
}

fn meanwhile() -> Problem {
    Problem::Other(412, "somebody changed this connection meanwhile".to_owned())
}

pub(crate) fn found(tx: &mut Tx<'_>, workspace_id: &str, id: &str) -> Result<Connection, Problem> {
    connection::by_id(tx, (workspace_id, id))?.ok_or_else(|| Problem::no("connection"))
}

fn seen(tx: &mut Tx<'_>, own: Connection, runs: usize) -> Result<Seen, DbError> {
    let key = (own.workspace_id.as_str(), own.connector_id.as_str());
    let mut gone = std::collections::BTreeMap::new();
    for stream in Stream::ALL {
        if let Some(noun) = gone::noun(*stream) {
            gone.insert(stream.as_str(), store::gone::count(tx, key, noun)?);
        }
    }
    Ok(Seen {
        gone,
        runs: store::run::latest(tx, key, runs)?,
        pushes: store::push::counts(tx, key)?,
        connection: own,
    })
}

/// When a connection that was saved is due: at once, when it runs by itself.
fn due(checked: &Checked, now_us: i64) -> Option<i64> {
    let runs = checked.is_on && checked.definition.every_minutes > 0;
    runs.then_some(now_us)
}

/// Streams that are pulled otherwise begin from the start; at another place nothing there is what
/// it was here.
fn forget(tx: &mut Tx<'_>, before: &Connection, after: &Connection) -> Result<(), DbError> {
    let key = (after.workspace_id.as_str(), after.connector_id.as_str());
    let moved = before.definition.base_url != after.definition.base_url;
    for stream in Stream::ALL {
        if moved || before.definition.pull(*stream) != after.definition.pull(*stream) {
            store::cursor::forget(tx, key, *stream)?;
        }
    }
    if moved {
        store::link::forget(tx, key)?;
    }
    Ok(())
}

/// Refuses roles that aren't there.
fn check_roles(tx: &mut Tx<'_>, workspace_id: &str, pulls: &[Pull]) -> Result<(), Problem> {
    let mut errors = Vec::new();
    for (index, pull) in pulls.iter().enumerate() {
        for (place, mapped) in pull.fields.iter().enumerate() {
            if let Target::Responsible(role) = &mapped.to
                && !responsibility::is_role(tx, workspace_id, role)?
            {
                let at = format!("/pulls/{index}/fields/{place}/to");
                errors.push(FieldError::new(at, format!("there is no role {role:?}")));
            }
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Problem::all_invalid(errors))
    }
}

fn noted(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (action, id): (&'static str, &str),
    detail: Value,
    now_us: i64,
) -> Result<(), DbError> {
    let note = Note {
        action,
        noun: "connector",
        id,
        detail,
    };
    audit::note(tx, viewer, note, now_us)
}

/// The first values of a field among rows, for whoever says where it goes.
pub(crate) fn example(rows: &[Tried], field: &str) -> Option<String> {
    rows.iter()
        .filter_map(|tried| value_at(&tried.row.values, field))
        .find_map(crate::systems::text_of)
        .map(|text| text.chars().take(60).collect())
}

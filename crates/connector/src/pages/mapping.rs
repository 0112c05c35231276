//! Which of their fields goes where, with examples of what is in them; and the dry run.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use contact::responsibility;
use platform::web::{FieldError, FormData, Frame, Path, Problem};
use platform::{DbError, Tx};
use serde_json::{Value, json};
use user::Viewer;

use super::{connection, fault, to, wrong::WRONG};
use crate::given::{Given, takes};
use crate::intake::Became;
use crate::line::Fault;
use crate::model::{Connection, Mapped, Pull, Stream, Target, ValueKind};
use crate::service::{Desk, Tried, example};

/// Empty lines below those that are filled.
const EMPTY: usize = 4;
/// Lines a form can have.
const LINES_MAX: usize = 54;
/// Rows looked at for examples, and rows of a dry run.
const LOOKED_AT: usize = 20;
const TRIED: usize = 50;

/// Simple targets, in the order they are offered.
const TARGETS: [Target; 11] = [
    Target::ExternalId,
    Target::Name,
    Target::Email,
    Target::FirstName,
    Target::Language,
    Target::Account,
    Target::AccountName,
    Target::Parent,
    Target::OptedOut,
    Target::Employee,
    Target::Role,
];

/// A line of the form as it was typed.
#[derive(Clone, Debug, Default)]
struct Line {
    from: String,
    to: String,
    name: String,
    kind: String,
}

impl Line {
    fn of(mapped: &Mapped) -> Self {
        let (to, name) = match &mapped.to {
            Target::Attribute(name) => ("attribute".to_owned(), name.clone()),
            other => (other.to_string(), String::new()),
        };
        Self {
            from: mapped.from.clone(),
            to,
            name,
            kind: mapped.kind.as_str().to_owned(),
        }
    }

    fn read(&self) -> Result<Mapped, String> {
        let to = if self.to == "attribute" {
            // An attribute without a name is called as the field is.
            let name = if self.name.is_empty() {
                &self.from
            } else {
                &self.name
            };
            Target::Attribute(name.clone())
        } else {
            self.to.parse()?
        };
        Ok(Mapped {
            from: self.from.clone(),
            to,
            kind: self.kind.parse()?,
        })
    }
}

/// The form of one stream.
#[derive(Clone, Debug)]
struct Sheet {
    is_pulled: bool,
    source: String,
    id: String,
    stamp: String,
    filter: String,
    lines: Vec<Line>,
    errors: Vec<FieldError>,
}

impl Sheet {
    fn of(own: &Connection, stream: Stream) -> Self {
        let present = own.definition.pull(stream).cloned();
        let is_pulled = present.is_some();
        let pull = present.or_else(|| own.system.proposal(stream));
        let lines = pull
            .iter()
            .flat_map(|pull| pull.fields.iter().map(Line::of))
            .collect();
        let text =
            |read: fn(&Pull) -> &String| pull.as_ref().map_or(String::new(), |p| read(p).clone());
        Self {
            is_pulled,
            source: text(|p| &p.source),
            id: text(|p| &p.id),
            stamp: text(|p| &p.stamp),
            filter: text(|p| &p.filter),
            lines,
            errors: Vec::new(),
        }
    }

    fn read(data: &FormData) -> Result<Self, Problem> {
        let plain = ["revision", "is_pulled", "source", "id", "stamp", "filter"];
        data.only(|name| {
            let line = name.split_once('_').and_then(|(what, n)| {
                let is_known = ["from", "to", "name", "kind"].contains(&what);
                n.parse::<usize>()
                    .ok()
                    .filter(|n| is_known && *n < LINES_MAX)
            });
            plain.contains(&name) || line.is_some()
        })?;
        let line = |n: usize| {
            let text = |what: &str| data.text(&format!("{what}_{n}")).to_owned();
            Line {
                from: text("from"),
                to: text("to"),
                name: text("name"),
                kind: text("kind"),
            }
        };
        let lines = (0..LINES_MAX)
            .map(line)
            .filter(|line| !line.from.is_empty());
        Ok(Self {
            is_pulled: data.get("is_pulled").is_some(),
            source: data.text("source").to_owned(),
            id: data.text("id").to_owned(),
            stamp: data.text("stamp").to_owned(),
            filter: data.text("filter").to_owned(),
            lines: lines.collect(),
            errors: Vec::new(),
        })
    }

    /// What it says is pulled; none: nothing.
    fn pull(&self, stream: Stream) -> Result<Option<Pull>, Problem> {
        if !self.is_pulled {
            return Ok(None);
        }
        let fields = self
            .lines
            .iter()
            .map(Line::read)
            .collect::<Result<Vec<_>, _>>();
        Ok(Some(Pull {
            stream,
            source: self.source.clone(),
            id: self.id.clone(),
            stamp: self.stamp.clone(),
            filter: self.filter.clone(),
            fields: fields.map_err(Problem::BadRequest)?,
        }))
    }
}

/// What can be chosen as the place where a value goes.
fn targets(stream: Stream, roles: &[responsibility::Role]) -> Vec<Value> {
    let simple = TARGETS.iter().filter(|target| takes(stream, target));
    let mut all: Vec<Value> = simple
        .map(|t| json!({ "value": t.to_string(), "role": null }))
        .collect();
    if takes(stream, &Target::Responsible(String::new())) {
        all.extend(roles.iter().map(|role| {
            let value = Target::Responsible(role.role.clone()).to_string();
            json!({ "value": value, "role": role.role, "name": role.name })
        }));
    }
    if takes(stream, &Target::Attribute(String::new())) {
        all.push(json!({ "value": "attribute", "role": null }));
    }
    all
}

async fn sheet_page(
    desk: &Desk,
    frame: &Frame,
    (own, stream): (&Connection, Stream),
    sheet: &Sheet,
) -> Result<Html<String>, Problem> {
    let workspace = own.workspace_id.clone();
    let read = move |tx: &mut Tx<'_>| responsibility::roles(tx, &workspace);
    let roles = desk
        .app
        .db
        .read(read)
        .await
        .map_err(|e: DbError| Problem::from(e))?;
    let (mut fields, mut rows, mut trouble) = (Vec::new(), Vec::new(), None);
    let asked = sheet
        .pull(stream)
        .ok()
        .flatten()
        .or_else(|| own.definition.pull(stream).cloned());
    if let Some(pull) = asked {
        match desk.fields(own, &pull).await {
            Ok(found) => fields = found,
            Err(error) => trouble = Some(error),
        }
        if trouble.is_none() {
            match desk.try_out(own, &pull, LOOKED_AT).await? {
                Ok(found) => rows = found,
                Err(error) => trouble = Some(error),
            }
        }
    }
    let empty = std::iter::repeat_n(Line::default(), EMPTY);
    let lines: Vec<Value> = sheet
        .lines
        .iter()
        .cloned()
        .chain(empty)
        .map(|line| {
            json!({
                "example": example(&rows, &line.from),
                "from": line.from, "to": line.to, "name": line.name, "kind": line.kind,
            })
        })
        .collect();
    let values = json!({
        "place": "settings",
        "own": connection(own),
        "stream": stream,
        "sheet": {
            "is_pulled": sheet.is_pulled, "source": sheet.source, "id": sheet.id,
            "stamp": sheet.stamp, "filter": sheet.filter, "lines": lines,
            "errors": sheet.errors.iter().map(|e| json!({ "at": place(e), "text": e.detail })).collect::<Vec<_>>(),
        },
        "has_filter": matches!(own.system, crate::model::System::Salesforce | crate::model::System::RequestTracker),
        "targets": targets(stream, &roles),
        "kinds": ValueKind::ALL,
        "fields": fields,
        "trouble": trouble.map(|error| told(desk, frame, &error)),
    });
    desk.app
        .templates
        .page("connector/mapping.html", frame, values)
}

/// What is wrong with the other system, in the language of the page.
fn told(desk: &Desk, frame: &Frame, error: &Fault) -> String {
    fault::fault(&desk.app.words, frame.language, &error.to_string())
}

/// Where in the form a mistake is: the field behind `/pulls/0/`, or a line by its number from 1.
fn place(error: &FieldError) -> String {
    let mut parts = error.pointer.split('/').skip(3);
    match (
        parts.next(),
        parts.next().and_then(|n| n.parse::<usize>().ok()),
    ) {
        (Some("fields"), Some(line)) => (line + 1).to_string(),
        (Some(name), _) => name.to_owned(),
        _ => String::new(),
    }
}

pub(crate) async fn show(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path((id, stream)): Path<(String, Stream)>,
) -> Result<Html<String>, Problem> {
    let own = desk.one(&viewer, &id).await?.connection;
    if !own.system.streams().contains(&stream) {
        return Err(Problem::no("page"));
    }
    sheet_page(&desk, &frame, (&own, stream), &Sheet::of(&own, stream)).await
}

pub(crate) async fn save(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path((id, stream)): Path<(String, Stream)>,
    data: FormData,
) -> Result<Response, Problem> {
    let own = desk.one(&viewer, &id).await?.connection;
    let sheet = Sheet::read(&data)?;
    let mut pulls: Vec<Pull> = sheet.pull(stream)?.into_iter().collect();
    pulls.extend(
        own.definition
            .pulls
            .iter()
            .filter(|p| p.stream != stream)
            .cloned(),
    );
    let given = Given {
        pulls: Some(pulls),
        ..Given::default()
    };
    let revision = data.text("revision").parse().ok();
    let saved = desk.change(&viewer, &id, (&given, revision)).await;
    match saved.map_err(|p| WRONG.said(&desk.app, frame.language, p)) {
        Ok(_) => Ok(to(&id, "saved").into_response()),
        Err(Problem::Invalid { errors, .. }) => {
            let sheet = Sheet { errors, ..sheet };
            let page = sheet_page(&desk, &frame, (&own, stream), &sheet).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(problem) => Err(problem),
    }
}

/// Tries a stream: the page is the reply, nothing is stored.
pub(crate) async fn try_out(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path((id, stream)): Path<(String, Stream)>,
) -> Result<Html<String>, Problem> {
    let own = desk.one(&viewer, &id).await?.connection;
    let pull = own
        .definition
        .pull(stream)
        .ok_or_else(|| Problem::no("stream"))?;
    let (rows, trouble) = match desk.try_out(&own, pull, TRIED).await? {
        Ok(rows) => (rows, None),
        Err(error) => (Vec::new(), Some(told(&desk, &frame, &error))),
    };
    let count = |became: Became| rows.iter().filter(|row| row.fate.became == became).count();
    let columns: Vec<&str> = pull
        .fields
        .iter()
        .map(|mapped| mapped.from.as_str())
        .take(6)
        .collect();
    let row = |tried: &Tried| {
        let one = std::slice::from_ref(tried);
        let faults = tried.fate.faults.iter();
        let faults = faults.map(|text| fault::row(&desk.app.words, frame.language, text));
        let cells: Vec<_> = columns.iter().map(|column| example(one, column)).collect();
        json!({
            "id": tried.row.id, "became": tried.fate.became.as_str(),
            "faults": faults.collect::<Vec<_>>(), "cells": cells,
        })
    };
    let values = json!({
        "place": "settings",
        "own": connection(&own),
        "stream": stream,
        "trouble": trouble,
        "columns": columns,
        "rows": rows.iter().map(row).collect::<Vec<_>>(),
        "counts": {
            "created": count(Became::Created), "changed": count(Became::Changed),
            "unchanged": count(Became::Unchanged), "wrong": count(Became::Wrong),
        },
    });
    desk.app
        .templates
        .page("connector/try.html", &frame, values)
}

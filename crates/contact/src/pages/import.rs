//! The pages of an import: upload, say what the columns are, see what would happen, do it, see what
//! happened. All are plain forms; a page with something running loads itself again.

use std::path::PathBuf;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::handler::Handler;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{FormData, Frame, Path, file_name};
use serde_json::{Value, json};
use tabular::{Options, Row};
use user::{Access, Entry, Gate, Routes, Viewer};

use super::{again, with_place};
use crate::import::columns::propose;
use crate::import::jobs::Jobs;
use crate::import::staging::{Column, Staged, StagedId, UPLOAD_MAX};
use crate::import::{Summary, Target};
use crate::service::{Contacts, occasion};

/// Room for what surrounds the file in a form, in bytes.
const AROUND: u64 = 64 * 1024;
/// Rows looked at for examples, and examples shown of a column.
const LOOKED_AT: usize = 200;
const EXAMPLES: usize = 3;
/// Characters shown of an example or a file's name.
const SHOWN: usize = 40;

/// What the pages of imports share.
#[derive(Clone)]
pub(crate) struct Imports {
    pub(crate) contacts: Contacts,
    pub(crate) jobs: Jobs,
}

pub(crate) fn routes(gate: &Gate, imports: Imports) -> (Router, Vec<Entry>) {
    imports
        .jobs
        .staging
        .clean(imports.contacts.app.clock.now_us());
    let limit = usize::try_from(UPLOAD_MAX + AROUND).unwrap_or(usize::MAX);
    let one = "/contacts/import/{file}";
    Routes::new(gate)
        .get("/contacts/import", Access::Administrator, start)
        .post(
            "/contacts/import",
            Access::Administrator,
            upload.layer(DefaultBodyLimit::max(limit)),
        )
        .get(one, Access::Administrator, show)
        .post(one, Access::Administrator, try_out)
        .post("/contacts/import/{file}/run", Access::Administrator, store)
        .get(
            "/contacts/import/{file}/rejected.csv",
            Access::Administrator,
            rejected,
        )
        .get(
            "/contacts/import/{file}/merged.csv",
            Access::Administrator,
            merged,
        )
        .finish(imports)
}

async fn start(
    State(imports): State<Imports>,
    frame: Frame,
    viewer: Viewer,
) -> Result<Html<String>, Problem> {
    start_page(&imports, &frame, &viewer, None)
}

fn start_page(
    imports: &Imports,
    frame: &Frame,
    viewer: &Viewer,
    error: Option<(&str, String)>,
) -> Result<Html<String>, Problem> {
    let values = json!({
        "limit": UPLOAD_MAX / (1024 * 1024),
        "error": error.map(|(key, detail)| json!({ "key": key, "detail": detail })),
    });
    let values = with_place(viewer, values);
    let templates = &imports.contacts.app.templates;
    templates.page("contact/import_start.html", frame, values)
}

async fn upload(
    State(imports): State<Imports>,
    frame: Frame,
    viewer: Viewer,
    form: Multipart,
) -> Result<Response, Problem> {
    let taken = imports.take(&viewer, form).await?;
    let Some((of, mut staged)) = taken else {
        let error = Some(("contact-import-no-file", String::new()));
        return Ok(again(start_page(&imports, &frame, &viewer, error)?));
    };
    let (path, sheet) = (imports.jobs.staging.data(&of), staged.sheet.clone());
    let looked = tokio::task::spawn_blocking(move || look(path, sheet)).await;
    let looked = looked.map_err(|e| Problem::Internal(format!("reading an upload: {e}")))?;
    match looked {
        Ok(columns) => staged.columns = columns,
        Err(error) => {
            imports.jobs.staging.remove_data(&of);
            let error = Some(("contact-import-unreadable", error.to_string()));
            return Ok(again(start_page(&imports, &frame, &viewer, error)?));
        }
    }
    let names: Vec<String> = staged.columns.iter().map(|c| c.name.clone()).collect();
    staged.targets = propose(&names);
    imports.jobs.staging.put(&of, &staged)?;
    let occasion = occasion(&imports.contacts.app, &viewer);
    imports.jobs.start(&of, occasion, false).await?;
    Ok(Redirect::to(&format!("/contacts/import/{}", of.file_id)).into_response())
}

/// The columns of a file, with the first few different values of each.
fn look(path: PathBuf, sheet: Option<String>) -> Result<Vec<Column>, tabular::Error> {
    let options = Options {
        sheet,
        ..Options::default()
    };
    let mut table = tabular::open(path, &options)?;
    let mut columns: Vec<Column> = table
        .columns()
        .iter()
        .map(|name| Column {
            name: name.clone(),
            examples: Vec::new(),
        })
        .collect();
    let mut row = Row::default();
    let mut rows = 0;
    while rows < LOOKED_AT && table.read(&mut row)? {
        rows += 1;
        for (index, column) in columns.iter_mut().enumerate() {
            let cell: String = row.cell(index).trim().chars().take(SHOWN).collect();
            let new = !cell.is_empty() && !column.examples.contains(&cell);
            if new && column.examples.len() < EXAMPLES {
                column.examples.push(cell);
            }
        }
    }
    Ok(columns)
}

impl Imports {
    fn of(viewer: &Viewer, file_id: String) -> StagedId {
        StagedId {
            workspace_id: viewer.workspace_id.clone(),
            file_id,
        }
    }

    /// Stages the field `file`; nothing when no file was chosen.
    async fn take(
        &self,
        viewer: &Viewer,
        mut form: Multipart,
    ) -> Result<Option<(StagedId, Staged)>, Problem> {
        let staging = &self.jobs.staging;
        staging.clean(self.contacts.app.clock.now_us());
        let (of, mut upload) = staging.begin(&viewer.workspace_id)?;
        let mut staged = Staged::default();
        while let Some(mut field) = upload.next(form.next_field()).await? {
            match field.name() {
                Some("file") => {
                    staged.file_name = file_name(&field);
                    while let Some(piece) = upload.next(field.chunk()).await? {
                        upload.add(&piece)?;
                    }
                }
                Some("sheet") => {
                    let text = upload.next(field.text()).await?;
                    let text: String = text.trim().chars().take(100).collect();
                    staged.sheet = Some(text).filter(|text| !text.is_empty());
                }
                other => {
                    let name = other.unwrap_or_default();
                    return Err(Problem::BadRequest(format!("unknown field {name:?}")));
                }
            }
        }
        if upload.size() == 0 {
            return Ok(None);
        }
        upload.keep()?;
        Ok(Some((of, staged)))
    }
}

async fn show(
    State(imports): State<Imports>,
    frame: Frame,
    viewer: Viewer,
    Path(file_id): Path<String>,
) -> Result<Html<String>, Problem> {
    let of = Imports::of(&viewer, file_id);
    let staged = imports.jobs.staging.get(&of)?;
    let templates = &imports.contacts.app.templates;
    if let Some(progress) = imports.jobs.progress(&of) {
        let (percent, rows) = progress.shown();
        let values = json!({ "percent": percent, "rows": rows, "name": staged.file_name });
        let values = with_place(&viewer, values);
        return templates.page("contact/import_progress.html", &frame, values);
    }
    if let Some(done) = &staged.done {
        let values = json!({
            "file_id": of.file_id,
            "name": staged.file_name,
            "summary": summary(done),
        });
        let values = with_place(&viewer, values);
        return templates.page("contact/import_done.html", &frame, values);
    }
    mapping_page(&imports, &frame, &viewer, (&of, &staged, None))
}

fn mapping_page(
    imports: &Imports,
    frame: &Frame,
    viewer: &Viewer,
    (of, staged, twice): (&StagedId, &Staged, Option<Target>),
) -> Result<Html<String>, Problem> {
    let columns = staged.columns.iter().zip(&staged.targets).enumerate();
    let columns: Vec<Value> = columns
        .map(|(index, (column, target))| {
            json!({
                "index": index,
                "name": column.name,
                "examples": column.examples.join(" · "),
                "target": target.as_str(),
                "twice": twice == Some(*target),
            })
        })
        .collect();
    let has_key = staged
        .targets
        .iter()
        .any(|t| matches!(t, Target::Email | Target::ExternalId));
    let values = json!({
        "file_id": of.file_id,
        "name": staged.file_name,
        "columns": columns,
        "targets": Target::ALL.map(Target::as_str),
        "tried": staged.tried.as_ref().filter(|_| twice.is_none()).map(summary),
        "failure": staged.failure,
        "twice": twice.map(Target::as_str),
        "has_key": has_key,
    });
    let values = with_place(viewer, values);
    let templates = &imports.contacts.app.templates;
    templates.page("contact/import_columns.html", frame, values)
}

fn summary(summary: &Summary) -> Value {
    let mut value = json!(summary);
    let merges = summary.merges.iter().map(|merge| {
        let lines: Vec<String> = merge.lines.iter().map(ToString::to_string).collect();
        let differed = merge.differed.iter().map(
            |(field, earlier, later)| json!({ "field": field, "earlier": earlier, "later": later }),
        );
        json!({
            "lines": lines.join(", "),
            "contact_id": merge.contact_id,
            "differed": differed.collect::<Vec<_>>(),
        })
    });
    value["merges"] = merges.collect();
    value
}

async fn try_out(
    State(imports): State<Imports>,
    frame: Frame,
    viewer: Viewer,
    Path(file_id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    let of = Imports::of(&viewer, file_id);
    let mut staged = imports.jobs.staging.get(&of)?;
    if staged.done.is_some() || imports.jobs.progress(&of).is_some() {
        return Ok(Redirect::to(&format!("/contacts/import/{}", of.file_id)).into_response());
    }
    let count = staged.columns.len();
    form.only(|name| {
        let index = name.strip_prefix("column_").map(str::parse::<usize>);
        matches!(index, Some(Ok(index)) if index < count)
    })?;
    for (index, target) in staged.targets.iter_mut().enumerate() {
        let name = format!("column_{index}");
        if let Some(value) = form.get(&name) {
            *target = Target::named(value)
                .ok_or_else(|| Problem::invalid(name, "nothing a column can become"))?;
        }
    }
    if let Some(twice) = named_twice(&staged.targets) {
        let shown = (&of, &staged, Some(twice));
        return Ok(again(mapping_page(&imports, &frame, &viewer, shown)?));
    }
    staged.tried = None;
    imports.jobs.staging.put(&of, &staged)?;
    let occasion = occasion(&imports.contacts.app, &viewer);
    imports.jobs.start(&of, occasion, false).await?;
    Ok(Redirect::to(&format!("/contacts/import/{}#tried", of.file_id)).into_response())
}

/// What two columns are said to be that only one can be.
fn named_twice(targets: &[Target]) -> Option<Target> {
    targets
        .iter()
        .enumerate()
        .find(|(index, target)| !target.may_repeat() && targets[..*index].contains(target))
        .map(|(_, target)| *target)
}

async fn store(
    State(imports): State<Imports>,
    viewer: Viewer,
    Path(file_id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|_| false)?;
    let of = Imports::of(&viewer, file_id);
    let staged = imports.jobs.staging.get(&of)?;
    if staged.done.is_none() {
        let occasion = occasion(&imports.contacts.app, &viewer);
        imports.contacts.note_import(&viewer, &of.file_id).await?;
        imports.jobs.start(&of, occasion, true).await?;
    }
    Ok(Redirect::to(&format!("/contacts/import/{}", of.file_id)))
}

async fn rejected(
    State(imports): State<Imports>,
    viewer: Viewer,
    Path(file_id): Path<String>,
) -> Result<Response, Problem> {
    let of = Imports::of(&viewer, file_id);
    imports.jobs.staging.get(&of)?;
    download(imports.jobs.staging.rejected(&of), "rejected.csv").await
}

async fn merged(
    State(imports): State<Imports>,
    viewer: Viewer,
    Path(file_id): Path<String>,
) -> Result<Response, Problem> {
    let of = Imports::of(&viewer, file_id);
    imports.jobs.staging.get(&of)?;
    download(imports.jobs.staging.merged(&of), "merged.csv").await
}

async fn download(path: PathBuf, name: &str) -> Result<Response, Problem> {
    let read = tokio::task::spawn_blocking(move || std::fs::read(path)).await;
    let bytes = read
        .map_err(|e| Problem::Internal(format!("reading a report: {e}")))?
        .map_err(|_| Problem::no("file"))?;
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, bytes).into_response())
}

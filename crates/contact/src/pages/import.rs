//! The pages of an import: upload, say what the columns are, see what would happen, do it, see what
//! happened. All are plain forms; a page with something running loads itself again.

mod download;
mod unreadable;

use std::path::PathBuf;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, State};
use axum::handler::Handler;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{FormData, Frame, Path, file_name};
use serde_json::{Value, json};
use tabular::{Options, Row};
use user::{Access, Entry, Gate, Routes, Viewer};

use self::download::download;
use self::unreadable::UNREADABLE;
use super::{again, view, with_place};
use crate::attribute::{self, Noun};
use crate::import::columns::{About, about, named_twice};
use crate::import::jobs::Jobs;
use crate::import::mapping;
use crate::import::staging::{Column, Staged, StagedId, UPLOAD_MAX};
use crate::import::{Meant, Summary, Target};
use crate::responsibility::{self, Role};
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
        .get("/contacts/import", Access::Manager, start)
        .post(
            "/contacts/import",
            Access::Manager,
            upload.layer(DefaultBodyLimit::max(limit)),
        )
        .get(one, Access::Manager, show)
        .post(one, Access::Manager, try_out)
        .post("/contacts/import/{file}/run", Access::Manager, store)
        .get(
            "/contacts/import/{file}/rejected.csv",
            Access::Manager,
            rejected,
        )
        .get(
            "/contacts/import/{file}/merged.csv",
            Access::Manager,
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
            let app = &imports.contacts.app;
            let detail = UNREADABLE.say(app, frame.language, &error.to_string());
            let error = Some(("contact-import-unreadable", detail));
            return Ok(again(start_page(&imports, &frame, &viewer, error)?));
        }
    }
    let names: Vec<String> = staged.columns.iter().map(|c| c.name.clone()).collect();
    staged.targets = imports.proposed(&viewer, names).await?;
    imports.jobs.staging.put(&of, &staged)?;
    let occasion = occasion(&imports.contacts.app, &viewer);
    imports.jobs.start(&of, occasion, false).await?;
    Ok(Redirect::to(&format!("/contacts/import/{}", of.file_id)).into_response())
}

/// The columns of a file, with the first few different values of each.
fn look(path: PathBuf, sheet: Option<String>) -> Result<Vec<Column>, tabular::Error> {
    let options = Options {
        sheet,
        folder: path.parent().map(ToOwned::to_owned),
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

/// What a form offers for a column beside the targets that have no name: roles and attributes of
/// accounts.
#[derive(Clone, Debug, Default)]
struct Offered {
    roles: Vec<Role>,
    attributes: Vec<String>,
    /// Mappings that were given a name.
    mappings: Vec<String>,
}

impl Imports {
    async fn offered(&self, viewer: &Viewer) -> Result<Offered, Problem> {
        let workspace_id = viewer.workspace_id.clone();
        self.contacts
            .app
            .db
            .read(move |tx| {
                let definitions = attribute::all(tx, &workspace_id)?;
                let of_accounts = definitions.into_iter().filter(|d| d.noun == Noun::Account);
                Ok(Offered {
                    roles: responsibility::roles(tx, &workspace_id)?,
                    attributes: of_accounts.map(|d| d.name).collect(),
                    mappings: crate::store::mapping::names(tx, &workspace_id)?,
                })
            })
            .await
    }

    /// What the columns became the last time, or most likely are.
    async fn proposed(&self, viewer: &Viewer, names: Vec<String>) -> Result<Vec<Meant>, Problem> {
        let workspace_id = viewer.workspace_id.clone();
        let db = &self.contacts.app.db;
        db.read(move |tx| Ok(mapping::proposed(tx, &workspace_id, &names)?.meant))
            .await
    }

    /// Remembers what the columns of a file become.
    async fn remember(&self, viewer: &Viewer, staged: &Staged, name: &str) -> Result<(), Problem> {
        let names: Vec<String> = staged.columns.iter().map(|c| c.name.clone()).collect();
        let (workspace_id, name) = (viewer.workspace_id.clone(), name.to_owned());
        let (meant, now_us) = (staged.targets.clone(), self.contacts.app.clock.now_us());
        self.contacts
            .app
            .db
            .write(move |tx| {
                let all = (names.as_slice(), meant.as_slice());
                Ok(mapping::keep(tx, &workspace_id, (&name, all), now_us)?)
            })
            .await
    }

    /// Takes over a mapping by its name, for the columns that it knows.
    async fn take_over(
        &self,
        viewer: &Viewer,
        staged: &mut Staged,
        name: &str,
    ) -> Result<(), Problem> {
        let (workspace_id, name) = (viewer.workspace_id.clone(), name.to_owned());
        let known = self
            .contacts
            .app
            .db
            .read(move |tx| Ok::<_, Problem>(mapping::named(tx, &workspace_id, &name)?))
            .await?;
        mapping::apply(&known, &staged.columns, &mut staged.targets);
        Ok(())
    }

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
    mapping_page(&imports, &frame, &viewer, (&of, &staged, None)).await
}

async fn mapping_page(
    imports: &Imports,
    frame: &Frame,
    viewer: &Viewer,
    (of, staged, twice): (&StagedId, &Staged, Option<Meant>),
) -> Result<Html<String>, Problem> {
    let offered = imports.offered(viewer).await?;
    let columns = staged.columns.iter().zip(&staged.targets).enumerate();
    let columns: Vec<Value> = columns
        .map(|(index, (column, target))| {
            json!({
                "index": index,
                "name": column.name,
                "examples": column.examples.join(" · "),
                "target": target.written(),
                "twice": twice.as_ref() == Some(target),
            })
        })
        .collect();
    let about = about(&staged.targets);
    let (app, failure) = (&imports.contacts.app, staged.failure.as_ref());
    let values = json!({
        "file_id": of.file_id,
        "name": staged.file_name,
        "columns": columns,
        "targets": choices(&offered, &staged.targets),
        "mappings": offered.mappings,
        "tried": staged.tried.as_ref().filter(|_| twice.is_none()).map(summary),
        "failure": failure.map(|detail| UNREADABLE.say(app, frame.language, detail)),
        "twice": twice.as_ref().map(|meant| choice(meant, &offered)),
        "has_key": about.is_some(),
        "is_of_accounts": about == Some(About::Accounts),
    });
    let values = with_place(viewer, values);
    let templates = &imports.contacts.app.templates;
    templates.page("contact/import_columns.html", frame, values)
}

/// All a column can become, and what these columns are.
fn choices(offered: &Offered, meant: &[Meant]) -> Vec<Value> {
    let plain = Target::ALL
        .into_iter()
        .filter(|target| *target != Target::Person);
    let mut all: Vec<Meant> = plain.map(Meant::plain).collect();
    let roles = offered.roles.iter();
    all.extend(roles.map(|role| Meant::named(Target::Person, &role.role)));
    let attributes = offered.attributes.iter();
    all.extend(attributes.map(|name| Meant::named(Target::AccountAttribute, name)));
    for one in meant {
        if !all.contains(one) {
            all.push(one.clone());
        }
    }
    all.iter().map(|one| choice(one, offered)).collect()
}

/// What a column can become, as a form offers it: a role of the company's own by its name, a
/// standard one by words.
fn choice(meant: &Meant, offered: &Offered) -> Value {
    let role = offered.roles.iter().find(|role| role.role == meant.name);
    let is_person = meant.target == Target::Person;
    let own = role.and_then(|role| role.name.as_deref());
    json!({
        "value": meant.written(),
        "target": meant.target.as_str(),
        "name": if is_person { own.unwrap_or("") } else { meant.name.as_str() },
        "role": role.filter(|role| is_person && role.name.is_none()).map(|role| view::word(&role.role)),
    })
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
        matches!(index, Some(Ok(index)) if index < count) || ["mapping", "keep_as"].contains(&name)
    })?;
    for (index, target) in staged.targets.iter_mut().enumerate() {
        let name = format!("column_{index}");
        if let Some(value) = form.get(&name) {
            *target = Meant::read(value)
                .ok_or_else(|| Problem::invalid(name, "nothing a column can become"))?;
        }
    }
    if let Some(name) = form.get("mapping").filter(|name| !name.is_empty()) {
        imports.take_over(&viewer, &mut staged, name).await?;
    }
    if let Some(twice) = named_twice(&staged.targets) {
        let shown = (&of, &staged, Some(twice));
        return Ok(again(mapping_page(&imports, &frame, &viewer, shown).await?));
    }
    let keep_as: String = form.text("keep_as").trim().chars().take(80).collect();
    if !keep_as.is_empty() {
        imports.remember(&viewer, &staged, &keep_as).await?;
    }
    staged.tried = None;
    imports.jobs.staging.put(&of, &staged)?;
    let occasion = occasion(&imports.contacts.app, &viewer);
    imports.jobs.start(&of, occasion, false).await?;
    Ok(Redirect::to(&format!("/contacts/import/{}#tried", of.file_id)).into_response())
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
        imports.remember(&viewer, &staged, "").await?;
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

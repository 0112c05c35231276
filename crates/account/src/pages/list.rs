//! The list of accounts: search, filters, order, columns, saved views, export.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Redirect, Response};
use contact::attribute::{Definition, Kind, Noun};
use platform::Problem;
use platform::web::{FormData, Frame, Path, QueryPairs};
use serde_json::{Value, json};
use tokio_stream::wrappers::ReceiverStream;
use user::Viewer;

use super::{Desk, PAGE, view, with_place};
use crate::columns::{Column, USUAL};
use crate::export::{self, Wanted};
use crate::model::{List, ScoreClass};
use crate::query::{self, Asking};
use crate::service::view::Said;

/// What a list page is asked for.
pub(super) struct Asked {
    pub(super) list: List,
    pub(super) columns: Vec<Column>,
    /// The pairs of the list, without where it goes on.
    pub(super) pairs: Vec<(String, String)>,
    after: Option<String>,
    done: String,
    view: String,
}

impl Asked {
    /// Reads the parameters of a list page.
    pub(super) fn read(pairs: &QueryPairs, viewer: &Viewer, now_us: i64) -> Result<Self, Problem> {
        let (mut after, mut columns) = (None, Vec::new());
        let (mut done, mut view) = (String::new(), String::new());
        let asking = Asking {
            user_id: viewer.user_id(),
            now_us,
        };
        let list = query::read(&pairs.0, &asking, |name, value| {
            match name {
                "after" => after = Some(value.to_owned()),
                "done" => value.clone_into(&mut done),
                "view" => value.clone_into(&mut view),
                "column" => columns.extend(Column::read(value)),
                _ => return Err(Problem::BadRequest(format!("unknown parameter {name:?}"))),
            }
            Ok(())
        })?;
        columns.truncate(30);
        if columns.is_empty() {
            columns = USUAL.to_vec();
        }
        Ok(Self {
            list,
            columns,
            pairs: query::of_list(pairs),
            after,
            done,
            view,
        })
    }

    /// The list's own query, as it is kept and sent on.
    pub(super) fn query(&self) -> String {
        written(&self.pairs)
    }
}

fn written(pairs: &[(String, String)]) -> String {
    query::written(
        pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    )
}

pub(super) async fn list(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    pairs: QueryPairs,
) -> Result<Html<String>, Problem> {
    let now_us = desk.all.app.clock.now_us();
    let asked = Asked::read(&pairs, &viewer, now_us)?;
    let place = (asked.after.as_deref(), PAGE);
    let part = desk.all.list(&viewer, asked.list.clone(), place).await?;
    let definitions = desk.all.definitions(&viewer).await?;
    let views = desk.all.views(&viewer).await?;
    let query = asked.query();
    let lines: Vec<Value> = part
        .rows
        .iter()
        .map(|row| view::line(row, &asked.columns, &definitions))
        .collect();
    let heads: Vec<Value> = asked
        .columns
        .iter()
        .map(|column| head(column, &asked, &definitions))
        .collect();
    let user_id = viewer.user_id().unwrap_or_default().to_owned();
    let views: Vec<Value> = views
        .iter()
        .map(|kept| {
            json!({
                "id": kept.view_id,
                "name": kept.name,
                "shared": kept.shared,
                "own": kept.user_id == user_id || viewer.may_manage,
                "current": kept.view_id == asked.view,
                "href": format!("/accounts?{}&view={}", kept.query, kept.view_id),
            })
        })
        .collect();
    let next = part.next.as_ref().map(|after| {
        let and = if query.is_empty() { "" } else { "&" };
        format!("/accounts?{query}{and}after={after}")
    });
    let mut values = choices(&desk, &viewer, &asked, &definitions).await?;
    values["lines"] = json!(lines);
    values["heads"] = json!(heads);
    values["views"] = json!(views);
    values["next"] = json!(next);
    values["first"] = json!(format!("/accounts?{query}"));
    values["is_first"] = json!(asked.after.is_none());
    values["is_filtered"] = json!(!asked.list.filter.is_empty());
    values["query"] = json!(query);
    values["done"] = json!(asked.done);
    values["name_sort"] = json!(sort_href(&asked, "name"));
    let values = with_place(&viewer, values);
    let templates = &desk.all.app.templates;
    templates.page("account/list.html", &frame, values)
}

fn head(column: &Column, asked: &Asked, definitions: &[Definition]) -> Value {
    let mut shown = view::head(column, definitions);
    if let Some(sort) = column.sort(definitions) {
        shown["href"] = json!(sort_href(asked, &sort));
        shown["sorted"] = json!(asked.list.sort.written() == sort);
    } else {
        shown["href"] = Value::Null;
        shown["sorted"] = json!(false);
    }
    shown
}

/// The same list in another order; again the same one, the other way round.
fn sort_href(asked: &Asked, sort: &str) -> String {
    let is_same = asked.list.sort.written() == sort;
    // Numbers and moments begin with the largest, names with A.
    let descending = if is_same {
        !asked.list.descending
    } else {
        sort != "name"
    };
    let kept = asked
        .pairs
        .iter()
        .filter(|(name, _)| name != "sort" && name != "order");
    let mut pairs: Vec<(String, String)> = kept.cloned().collect();
    pairs.push(("sort".to_owned(), sort.to_owned()));
    let order = if descending { "desc" } else { "asc" };
    pairs.push(("order".to_owned(), order.to_owned()));
    format!("/accounts?{}", written(&pairs))
}

/// What the filters offer and what is chosen.
async fn choices(
    desk: &Desk,
    viewer: &Viewer,
    asked: &Asked,
    definitions: &[Definition],
) -> Result<Value, Problem> {
    let roles = desk.all.roles(viewer).await?;
    let people = desk.all.people(viewer).await?;
    let given: BTreeMap<&str, &str> = asked
        .pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let value = |name: &str| given.get(name).copied().unwrap_or_default();
    let own = definitions.iter().filter(|d| d.noun == Noun::Account);
    let attributes: Vec<Value> = own.clone().map(|one| offered(one, value)).collect();
    let named = |name: &str| own.clone().any(|d| d.name == name);
    // Attributes that are filtered by without being defined stay in the form.
    let others: Vec<Value> = asked
        .pairs
        .iter()
        .filter_map(|(key, value)| {
            let name = key.strip_prefix("attribute.").filter(|name| !named(name))?;
            Some(json!({ "name": name, "value": value }))
        })
        .collect();
    let columns = Column::OWN
        .into_iter()
        .chain(own.map(|definition| Column::Attribute(definition.name.clone())))
        .map(|column| {
            let mut shown = view::head(&column, definitions);
            shown["chosen"] = json!(asked.columns.contains(&column));
            shown
        });
    Ok(json!({
        "q": asked.list.filter.q,
        "person": value("person"),
        "role": value("role"),
        "class": value("class"),
        "no_answer_days": value("no_answer_days"),
        "no_conversation_days": value("no_conversation_days"),
        "renewal_days": value("renewal_days"),
        "open_cases": asked.list.filter.open_cases,
        "below": value("below"),
        "sort": value("sort"),
        "order": value("order"),
        "attributes": attributes,
        "others": others,
        "is_attributed": asked.pairs.iter().any(|(name, _)| {
            ["attribute.", "from.", "to."].iter().any(|start| name.starts_with(start))
        }),
        "columns": columns.collect::<Vec<_>>(),
        "roles": roles.iter().map(view::role).collect::<Vec<_>>(),
        "people": people.iter().map(|(id, name)| json!({ "id": id, "name": name }))
            .collect::<Vec<_>>(),
        "classes": ScoreClass::ALL.map(ScoreClass::as_str),
    }))
}

/// What the filters offer of an attribute, and what is chosen.
fn offered<'v>(definition: &Definition, value: impl Fn(&str) -> &'v str) -> Value {
    let name = &definition.name;
    let options: Vec<&str> = match definition.kind {
        Kind::Choice => definition.choices.iter().map(String::as_str).collect(),
        Kind::YesNo => vec!["yes", "no"],
        _ => Vec::new(),
    };
    json!({
        "name": name,
        "is_ordered": definition.kind.is_ordered(),
        "is_day": definition.kind == Kind::Date,
        "is_yes_no": definition.kind == Kind::YesNo,
        "options": options,
        "value": value(&format!("attribute.{name}")),
        "from": value(&format!("from.{name}")),
        "to": value(&format!("to.{name}")),
    })
}

/// What an export holds: the list with the columns of its page.
async fn wanted(desk: &Desk, viewer: &Viewer, pairs: &QueryPairs) -> Result<Wanted, Problem> {
    let asked = Asked::read(pairs, viewer, desk.all.app.clock.now_us())?;
    let definitions = desk.all.definitions(viewer).await?;
    let mut columns = asked.columns;
    // A file has all attributes that are defined, and what finds the account again.
    if !columns.contains(&Column::ExternalId) {
        columns.insert(0, Column::ExternalId);
    }
    let own = definitions.iter().filter(|d| d.noun == Noun::Account);
    for definition in own {
        let column = Column::Attribute(definition.name.clone());
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    Ok(Wanted {
        viewer: viewer.clone(),
        list: asked.list,
        columns,
        definitions,
    })
}

pub(super) async fn as_csv(
    State(desk): State<Desk>,
    viewer: Viewer,
    pairs: QueryPairs,
) -> Result<Response, Problem> {
    let wanted = wanted(&desk, &viewer, &pairs).await?;
    let pieces = ReceiverStream::new(export::csv(&desk.all, wanted));
    let body = Body::from_stream(pieces);
    Ok(attachment("accounts.csv", "text/csv; charset=utf-8", body))
}

pub(super) async fn as_xlsx(
    State(desk): State<Desk>,
    viewer: Viewer,
    pairs: QueryPairs,
) -> Result<Response, Problem> {
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let wanted = wanted(&desk, &viewer, &pairs).await?;
    let file = export::xlsx(&desk.all, wanted, &desk.staging).await?;
    let body = Body::from_stream(ReceiverStream::new(export::read(file)));
    Ok(attachment("accounts.xlsx", KIND, body))
}

fn attachment(name: &str, kind: &'static str, body: Body) -> Response {
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, body).into_response()
}

pub(super) async fn keep(
    State(desk): State<Desk>,
    viewer: Viewer,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|name| ["name", "query", "shared"].contains(&name))?;
    let said = Said {
        name: Some(form.text("name").to_owned()),
        query: Some(form.text("query").to_owned()),
        shared: Some(form.get("shared").is_some()),
    };
    let kept = desk.all.add_view(&viewer, said).await?;
    Ok(Redirect::to(&format!(
        "/accounts?{}&view={}&done=kept",
        kept.query, kept.view_id
    )))
}

pub(super) async fn forget(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(view_id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|_| false)?;
    desk.all.remove_view(&viewer, &view_id).await?;
    Ok(Redirect::to("/accounts?done=forgotten"))
}

//! What attributes are, and which responsibilities there are.

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use contact::attribute::{Definition, Kind, Noun, WELL_KNOWN};
use platform::Problem;
use platform::web::{FormData, Frame, QueryPairs};
use serde_json::{Value, json};
use user::Viewer;

use super::{Desk, again, view, with_place};

pub(super) async fn show(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    pairs: QueryPairs,
) -> Result<Html<String>, Problem> {
    if let Some((name, _)) = pairs.0.iter().find(|(name, _)| name != "done") {
        return Err(Problem::BadRequest(format!("unknown parameter {name:?}")));
    }
    let done = pairs.get("done").unwrap_or_default().to_owned();
    page(&desk, &frame, &viewer, json!({ "done": done })).await
}

async fn page(
    desk: &Desk,
    frame: &Frame,
    viewer: &Viewer,
    more: Value,
) -> Result<Html<String>, Problem> {
    let definitions = desk.all.definitions(viewer).await?;
    let roles = desk.all.roles(viewer).await?;
    let shown: Vec<Value> = definitions
        .iter()
        .map(|d| {
            json!({
                "noun": d.noun.as_str(),
                "name": d.name,
                "kind": d.kind.as_str(),
                "word": list::cell::word(d.kind.as_str()),
                "choices": d.choices.join(", "),
                "currency": d.currency,
            })
        })
        .collect();
    let is_new = |(noun, name, _): &&(Noun, &str, Kind)| {
        !definitions
            .iter()
            .any(|d| d.noun == *noun && d.name == *name)
    };
    let offered: Vec<Value> = WELL_KNOWN
        .iter()
        .filter(is_new)
        .map(|(noun, name, kind)| {
            json!({
                "noun": noun.as_str(),
                "name": name,
                "kind": kind.as_str(),
                "word": list::cell::word(kind.as_str()),
            })
        })
        .collect();
    let mut values = json!({
        "definitions": shown,
        "offered": offered,
        "kinds": Kind::ALL.map(|kind| {
            json!({ "kind": kind.as_str(), "word": list::cell::word(kind.as_str()) })
        }),
        "roles": roles.iter().map(view::role).collect::<Vec<_>>(),
        "done": "",
        "mistake": null,
        "sent": {
            "noun": "account", "name": "", "kind": "text", "choices": "", "currency": "EUR",
            "role": "",
        },
    });
    if let (Some(values), Value::Object(more)) = (values.as_object_mut(), more) {
        values.extend(more);
    }
    let mut values = with_place(viewer, values);
    values["place"] = json!("settings");
    let templates = &desk.all.app.templates;
    templates.page("account/settings.html", frame, values)
}

/// The key of the words for what is wrong.
fn mistake(problem: &Problem) -> &'static str {
    let Problem::Invalid { errors, .. } = problem else {
        return "account-settings-wrong-conflict";
    };
    let place = errors.first().map_or("", |error| error.pointer.as_str());
    if place.starts_with("/choices") {
        "account-settings-wrong-choices"
    } else if place == "/currency" {
        "account-settings-wrong-currency"
    } else {
        "account-settings-wrong-name"
    }
}

fn sent(form: &FormData) -> Value {
    let text = |name: &str| form.text(name).to_owned();
    json!({
        "noun": text("noun"), "name": text("name"), "kind": text("kind"),
        "choices": text("choices"), "currency": text("currency"), "role": text("role"),
    })
}

pub(super) async fn define(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| ["noun", "name", "kind", "choices", "currency"].contains(&name))?;
    let noun: Noun = form.text("noun").parse().map_err(Problem::BadRequest)?;
    let kind: Kind = form.text("kind").parse().map_err(Problem::BadRequest)?;
    let mut definition = Definition::new(noun, form.text("name").trim(), kind);
    if kind == Kind::Choice {
        let choices = form.text("choices").split(['\n', ',']);
        definition.choices = choices
            .map(|choice| choice.trim().to_owned())
            .filter(|choice| !choice.is_empty())
            .collect();
    }
    let currency = form.text("currency").trim().to_uppercase();
    if !currency.is_empty() {
        definition.currency = currency;
    }
    match desk.all.define(&viewer, definition).await {
        Ok(()) => Ok(Redirect::to("/settings/accounts?done=defined").into_response()),
        Err(problem @ (Problem::Invalid { .. } | Problem::Conflict(_))) => {
            let more = json!({ "mistake": mistake(&problem), "sent": sent(&form) });
            Ok(again(page(&desk, &frame, &viewer, more).await?))
        }
        Err(problem) => Err(problem),
    }
}

pub(super) async fn undefine(
    State(desk): State<Desk>,
    viewer: Viewer,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|name| ["noun", "name"].contains(&name))?;
    let noun: Noun = form.text("noun").parse().map_err(Problem::BadRequest)?;
    desk.all.undefine(&viewer, noun, form.text("name")).await?;
    Ok(Redirect::to("/settings/accounts?done=undefined"))
}

pub(super) async fn add_role(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| name == "role")?;
    match desk.all.add_role(&viewer, form.text("role")).await {
        Ok(_) => Ok(Redirect::to("/settings/accounts?done=role-added").into_response()),
        Err(problem @ (Problem::Invalid { .. } | Problem::Conflict(_))) => {
            let mut more = json!({ "mistake": mistake(&problem) });
            more["sent"] = json!({
                "noun": "account", "name": "", "kind": "text", "choices": "",
                "currency": "EUR", "role": form.text("role"),
            });
            Ok(again(page(&desk, &frame, &viewer, more).await?))
        }
        Err(problem) => Err(problem),
    }
}

pub(super) async fn remove_role(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| name == "role")?;
    match desk.all.remove_role(&viewer, form.text("role")).await {
        Ok(()) => Ok(Redirect::to("/settings/accounts?done=role-removed").into_response()),
        Err(problem @ Problem::Conflict(_)) => {
            let more = json!({ "mistake": mistake(&problem) });
            Ok(again(page(&desk, &frame, &viewer, more).await?))
        }
        Err(problem) => Err(problem),
    }
}

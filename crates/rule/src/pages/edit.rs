//! The editor of a rule: when and then on one page. Parts are added and taken away by buttons that
//! send the form, so that it works without scripts.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use case::model::Priority;
use platform::Problem;
use platform::web::{FieldError, FormData, Frame, Path, Query};
use policy::trigger::{Class, Metric};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::form::{self, CONSEQUENCES, Fault, Fields, Says};
use super::{Pages, Said, consequence, leaf, say, wrong::WRONG};
use crate::model::{Definition, Rule, State as RuleState, Why};
use crate::service::{self, Choices, Draft};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameters {
    said: Option<Said>,
}

/// What the editor says besides its fields.
#[derive(Default)]
struct Told {
    said: Option<&'static str>,
    conflict: bool,
    faults: Vec<Fault>,
}

pub(super) async fn show(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Parameters>,
) -> Result<Html<String>, Problem> {
    let rule = editable(&pages, (&frame, &viewer), &id).await?;
    let told = Told {
        said: asked.said.map(Said::word),
        ..Told::default()
    };
    let form = form::fields(&rule);
    page(&pages, (&frame, &viewer), (&rule, &form), told).await
}

async fn editable(
    pages: &Pages,
    (frame, viewer): (&Frame, &Viewer),
    id: &str,
) -> Result<Rule, Problem> {
    let rule = service::get(&pages.app, viewer, id).await?;
    if rule.state == RuleState::Archived {
        let detail = "this rule is put away; take it back first";
        let said = WRONG.say(&pages.app, frame.language, detail);
        return Err(Problem::Conflict(said));
    }
    Ok(rule)
}

pub(super) async fn save(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    let rule = editable(&pages, (&frame, &viewer), &id).await?;
    let action = form.text("action").to_owned();
    let reader = (&frame, &viewer);
    if action != "save" {
        let Some(edited) = form::edited(&form, &action)? else {
            return Err(Problem::BadRequest(format!("unknown action {action:?}")));
        };
        let page = page(&pages, reader, (&rule, &edited), Told::default()).await?;
        return Ok(page.into_response());
    }
    let said = form::read(&form)?;
    let mut told = Told {
        faults: said.faults,
        ..Told::default()
    };
    if told.faults.is_empty() {
        let draft = Draft {
            name: said.name,
            definition: said.definition.clone(),
        };
        let given = (draft, Some(said.revision));
        match service::change(&pages.app, &viewer, &id, given).await {
            Ok(_) => return after(&pages, &viewer, &id).await,
            Err(Problem::Other(412, _)) => told.conflict = true,
            Err(Problem::Invalid { errors, .. }) => {
                told.faults = errors
                    .iter()
                    .map(|error| of_service(&said.definition, error))
                    .collect();
            }
            Err(problem) => return Err(WRONG.said(&pages.app, frame.language, problem)),
        }
    }
    again(&pages, reader, (rule, form), told).await
}

/// Where to go after saving: to the open cases when some would be different now.
async fn after(pages: &Pages, viewer: &Viewer, id: &str) -> Result<Response, Problem> {
    let to = if service::differing(&pages.app, viewer, id).await?.different == 0 {
        format!("/rules/{id}?said=saved")
    } else {
        format!("/rules/{id}/open-cases?said=saved")
    };
    Ok(Redirect::to(&to).into_response())
}

/// The form with what stands in the way.
async fn again(
    pages: &Pages,
    reader: (&Frame, &Viewer),
    (mut rule, mut form): (Rule, FormData),
    told: Told,
) -> Result<Response, Problem> {
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if told.conflict {
        status = StatusCode::CONFLICT;
        // A second save goes over what the other one stored.
        rule = editable(pages, reader, &rule.rule_id).await?;
        form.set("revision", rule.revision.to_string());
    }
    let page = page(pages, reader, (&rule, &form), told).await?;
    Ok((status, page).into_response())
}

fn of_service(definition: &Definition, error: &FieldError) -> Fault {
    Fault {
        field: form::field_of(definition, &error.pointer),
        says: Says::Detail(error.detail.clone()),
    }
}

async fn page(
    pages: &Pages,
    (frame, viewer): (&Frame, &Viewer),
    (rule, form): (&Rule, &FormData),
    told: Told,
) -> Result<Html<String>, Problem> {
    let choices = service::choices(&pages.app, viewer).await?;
    let voice = pages.voice(frame, &choices);
    let faults: Vec<(String, String)> = told
        .faults
        .iter()
        .map(|fault| {
            let text = match &fault.says {
                Says::Key(key) => voice.word(key),
                Says::Detail(detail) => WRONG.say(&pages.app, frame.language, detail),
            };
            (fault.field.clone(), text)
        })
        .collect();
    let error = |field: &str| {
        let found = faults.iter().find(|(name, _)| name == field);
        found.map(|(_, text)| text.clone())
    };
    let parts = form::parts(form)?;
    let groups = parts.when.iter().map(|(group, rows)| {
        let rows = rows.iter().map(|(row, fields)| {
            let place = format!("when/{group}/{row}");
            shown(&place, *row, fields, &error)
        });
        json!({ "number": group, "rows": rows.collect::<Vec<_>>() })
    });
    let then = parts.then.iter().map(|(number, fields)| {
        let mut value = shown(&format!("then/{number}"), *number, fields, &error);
        value["letters"] = letters(number, fields, &error);
        value
    });
    let json_error = error("json");
    let values = json!({
        "place": "act",
        "said": told.said,
        "conflict": told.conflict,
        "faults": faults.iter().map(|(field, text)| json!({ "field": field, "text": text })).collect::<Vec<_>>(),
        "rule": say::rule(rule, viewer.may_manage),
        "revision": form.text("revision"),
        "name": { "name": "name", "value": form.text("name"), "error": error("name") },
        "on": form.text("on"),
        "days": { "name": "days", "value": form.text("days"), "error": error("days"), "kind": "number" },
        "json": form.get("json").map(|text| json!({ "name": "json", "value": text, "error": json_error })),
        "groups": groups.collect::<Vec<_>>(),
        "then": then.collect::<Vec<_>>(),
        "choices": offered(&choices, voice),
    });
    pages.app.templates.page("rule/edit.html", frame, values)
}

/// The fields of a part, with the first value of each, all values, and what is wrong.
fn shown(
    place: &str,
    number: usize,
    fields: &Fields,
    error: &impl Fn(&str) -> Option<String>,
) -> Value {
    let names = leaf::FIELDS
        .iter()
        .chain(consequence::FIELDS.iter())
        .copied();
    let fields: BTreeMap<&str, Value> = names
        .map(|name| {
            let full = format!("{place}/{name}");
            let value = json!({
                "error": error(&full),
                "name": full,
                "value": form::text(fields, name),
                "values": form::all(fields, name),
                "is_set": fields.contains_key(name),
            });
            (name, value)
        })
        .collect();
    let kind = fields["kind"]["value"].clone();
    json!({ "number": number, "place": place, "kind": kind, "fields": fields })
}

/// The letters of a consequence by language.
fn letters(number: &usize, fields: &Fields, error: &impl Fn(&str) -> Option<String>) -> Value {
    let mut languages: Vec<&str> = fields
        .keys()
        .filter_map(|name| name.strip_prefix("wording/")?.split('/').next())
        .collect();
    languages.dedup();
    let letters = languages.into_iter().map(|language| {
        let parts = consequence::PARTS.map(|part| {
            let field = format!("wording/{language}/{part}");
            let full = format!("then/{number}/{field}");
            json!({
                "part": part,
                "error": error(&full),
                "name": full,
                "value": form::text(fields, &field),
            })
        });
        json!({ "language": language, "parts": parts })
    });
    letters.collect()
}

/// What there is to choose from.
fn offered(choices: &Choices, voice: say::Voice<'_>) -> Value {
    let survey_of = |id: &str| {
        let found = choices.surveys.iter().find(|(known, _)| known == id);
        found.map(|(_, name)| name.clone()).unwrap_or_default()
    };
    json!({
        "kinds": leaf::KINDS,
        "consequences": CONSEQUENCES,
        "classes": Class::ALL.map(Class::as_str),
        "metrics": Metric::ALL.map(Metric::as_str),
        "tests": leaf::TESTS,
        "priorities": Priority::ALL.iter().map(|p| p.as_str()).collect::<Vec<_>>(),
        "whys": Why::ALL.map(Why::as_str),
        "surveys": choices.surveys.iter().map(|(id, name)| json!({ "id": id, "name": name })).collect::<Vec<_>>(),
        "themes": choices.themes.iter().map(|theme| json!({
            "id": format!("{}:{}", theme.survey_id, theme.theme_id),
            "name": format!("{} · {}", theme.name, survey_of(&theme.survey_id)),
        })).collect::<Vec<_>>(),
        "roles": choices.roles.iter().map(|(role, _)| json!({ "id": role, "name": voice.role(role) })).collect::<Vec<_>>(),
        "people": choices.people.iter().map(|(id, name)| json!({ "id": id, "name": name })).collect::<Vec<_>>(),
        "channels": choices.channels.iter().map(|c| json!({ "id": c.id, "name": c.name })).collect::<Vec<_>>(),
    })
}

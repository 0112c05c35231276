//! One case on its page, and opening one by hand.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{App, FormData, Frame, NoQuery, Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::form::word;
use super::view::Now;
use super::wrong::WRONG;
use crate::model::{ConversationKind, Direction, Due, NewCase, Outcome, Owner, Priority};
use crate::service;
use crate::service::causes::list as all_causes;

/// Time in the company's zone, for a page.
pub(super) async fn now(app: &App, viewer: &Viewer) -> Result<Now, Problem> {
    Ok(Now {
        now_us: app.clock.now_us(),
        zone: service::zone(app, viewer).await?,
    })
}

/// The people whom somebody may give a case to.
async fn receivers(app: &App, viewer: &Viewer) -> Result<Vec<Value>, Problem> {
    let all = service::receivers(app, viewer).await?;
    let all = all.into_iter();
    Ok(all
        .map(|(id, name)| json!({ "id": id, "name": name }))
        .collect())
}

/// The people whose cases and conversations somebody sees.
pub(super) async fn people(app: &App, viewer: &Viewer) -> Result<Vec<Value>, Problem> {
    let workspace = viewer.workspace_id.clone();
    let all = app
        .db
        .read(move |tx| Ok::<_, Problem>(user::people::active(tx, &workspace)?))
        .await?;
    let able = all
        .iter()
        .filter(|person| person.role.may_work() && viewer.sight.sees(&person.user_id));
    Ok(able
        .map(|person| json!({ "id": person.user_id, "name": person.name }))
        .collect())
}

/// Causes that are offered, in the order of the tree, with their depth.
pub(super) async fn causes(app: &App, viewer: &Viewer) -> Result<Vec<Value>, Problem> {
    let all = all_causes(app, viewer).await?;
    Ok(super::causes::in_order(&all)
        .into_iter()
        .filter(|(cause, _)| cause.archived_at_us.is_none())
        .map(|(cause, depth)| {
            json!({
                "id": cause.cause_id, "name": cause.name, "depth": depth,
                "indent": "– ".repeat(depth), "kind": cause.kind.as_str(),
            })
        })
        .collect())
}

/// What was done, to be said once on the next page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    said: Option<String>,
}

pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(Said { said }): Query<Said>,
) -> Result<Html<String>, Problem> {
    if said.as_deref().is_some_and(|said| said != "saved") {
        return Err(Problem::BadRequest("said is saved".to_owned()));
    }
    let seen = Seen {
        said: said.as_deref(),
        ..Seen::default()
    };
    page(&app, (&frame, &viewer), &id, seen).await
}

/// What a case's page shows besides the case.
#[derive(Default)]
pub(super) struct Seen<'a> {
    /// What was just done.
    pub(super) said: Option<&'a str>,
    /// The form that was not accepted: its verb, what was typed, and what is wrong.
    pub(super) wrong: Option<(&'a str, &'a FormData, String)>,
}

pub(super) async fn page(
    app: &App,
    (frame, viewer): (&Frame, &Viewer),
    case_id: &str,
    seen: Seen<'_>,
) -> Result<Html<String>, Problem> {
    let now = now(app, viewer).await?;
    let detail = service::detail(app, viewer, case_id).await?;
    let case = &detail.named.case;
    let typed = typed(
        super::work::FIELDS,
        seen.wrong.as_ref().map(|(_, form, _)| *form),
    );
    let names = crate::pages::causes::names(&detail.causes, &detail.named.cause_ids);
    let others = detail.others.iter().map(|other| {
        json!({
            "id": other.case_id, "title": other.title, "is_open": other.is_open(),
            "opened": now.moment(other.opened_at_us),
        })
    });
    let values = json!({
        "place": "act",
        "said": seen.said,
        "wrong": seen.wrong.as_ref().map(|(verb, _, detail)| json!({ "verb": verb, "detail": detail })),
        "typed": typed,
        "may_work": viewer.may_work,
        "is_person": viewer.user_id().is_some(),
        "is_mine": case.owner_id.is_some() && case.owner_id.as_deref() == viewer.user_id(),
        "me": viewer.user_id(),
        "case": now.whole(&detail.named),
        "comment": detail.answered.as_ref().and_then(|a| a.comment.clone()),
        "survey": detail.answered.as_ref().map(|a| a.survey_name.clone()),
        "is_erased": case.before.is_some() && case.response_id.is_none(),
        "stream": now.stream(&detail.conversations, &detail.history),
        "cause_names": names,
        "others": others.collect::<Vec<_>>(),
        "people": people(app, viewer).await?,
        "receivers": receivers(app, viewer).await?,
        "causes": causes(app, viewer).await?,
        "roles": roles(app, viewer).await?,
        "priorities": Priority::ALL.iter().map(|p| p.as_str()).collect::<Vec<_>>(),
        "kinds": ConversationKind::ALL.iter().map(|k| k.as_str()).collect::<Vec<_>>(),
        "directions": [Direction::Out.as_str(), Direction::In.as_str()],
        "results": Outcome::ALL.iter().map(|r| r.as_str()).collect::<Vec<_>>(),
        "now_field": now.field(now.now_us),
        "snoozes": super::work::snoozes(&now),
    });
    app.templates.page("case/case.html", frame, values)
}

/// What was typed into each of these fields; empty where nothing was.
pub(super) fn typed(fields: &[&str], form: Option<&FormData>) -> serde_json::Map<String, Value> {
    fields
        .iter()
        .map(|name| {
            let text = form.map_or("", |form| form.text(name));
            ((*name).to_owned(), text.into())
        })
        .collect()
}

async fn roles(app: &App, viewer: &Viewer) -> Result<Vec<Value>, Problem> {
    let workspace = viewer.workspace_id.clone();
    let all = app
        .db
        .read(move |tx| Ok::<_, Problem>(contact::responsibility::roles(tx, &workspace)?))
        .await?;
    Ok(all
        .iter()
        .map(|role| json!({ "id": role.role, "name": role.name }))
        .collect())
}

/// For whom a case is opened by hand.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct About {
    account_id: Option<String>,
    contact_id: Option<String>,
    response_id: Option<String>,
}

pub(super) async fn new(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    Query(about): Query<About>,
) -> Result<Html<String>, Problem> {
    let fields = [
        ("account_id", about.account_id),
        ("contact_id", about.contact_id),
        ("response_id", about.response_id),
    ];
    let form = FormData(
        fields
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)))
            .collect(),
    );
    new_page(&app, (&frame, &viewer), &form, None).await
}

async fn new_page(
    app: &App,
    (frame, viewer): (&Frame, &Viewer),
    form: &FormData,
    wrong: Option<String>,
) -> Result<Html<String>, Problem> {
    let values = json!({
        "place": "act",
        "typed": typed(&FIELDS, Some(form)),
        "wrong": wrong,
        "me": viewer.user_id(),
        "people": receivers(app, viewer).await?,
        "priorities": Priority::ALL.iter().map(|p| p.as_str()).collect::<Vec<_>>(),
    });
    app.templates.page("case/new.html", frame, values)
}

/// Fields of a case opened by hand.
const FIELDS: [&str; 8] = [
    "title",
    "reason",
    "owner",
    "priority",
    "days",
    "account_id",
    "contact_id",
    "response_id",
];

pub(super) async fn create(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| FIELDS.contains(&name))?;
    let made = match wanted(&app, &viewer, &form).await {
        Ok(new) => service::create(&app, &viewer, new).await,
        Err(problem) => Err(problem),
    }
    .map_err(|problem| WRONG.said(&app, frame.language, problem));
    match made {
        Ok(case) => Ok(Redirect::to(&format!("/cases/{}", case.case_id)).into_response()),
        Err(Problem::Invalid { errors, .. }) => {
            let wrong = errors.iter().map(|e| e.detail.clone()).collect::<Vec<_>>();
            let page = new_page(&app, (&frame, &viewer), &form, Some(wrong.join("; "))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(problem) => Err(problem),
    }
}

async fn wanted(app: &App, viewer: &Viewer, form: &FormData) -> Result<NewCase, Problem> {
    let days: u32 = form
        .text("days")
        .parse()
        .map_err(|_| Problem::invalid("/days", "a number of working days"))?;
    let minutes = service::office_minutes(app, viewer).await?;
    let id = |name: &str| Some(form.text(name).to_owned()).filter(|id| !id.is_empty());
    Ok(NewCase {
        rule_id: None,
        response_id: id("response_id"),
        survey_id: None,
        contact_id: id("contact_id"),
        account_id: id("account_id"),
        title: form.text("title").to_owned(),
        reason: form.text("reason").to_owned(),
        owner: id("owner").map_or(Owner::Nobody, Owner::Person),
        due: Due {
            minutes: days.saturating_mul(minutes),
            first_contact: true,
        },
        priority: word(form, "priority")?,
        notify: true,
    })
}

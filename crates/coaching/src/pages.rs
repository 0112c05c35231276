//! The pages of coaching: with whom, one page, and the answers to choose from.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use dashboard::said;
use dashboard::screen::Screen;
use dashboard::service::whose;
use dashboard::voice::Voice;
use jiff::civil::Date;
use platform::Problem;
use platform::clock::days_since_1970;
use platform::web::{FormData, Frame, NoQuery, Path, Query};
use serde_json::{Value, json};
use survey::Status;
use user::{Access, Entry as Line, Gate, Routes, Sight, Viewer};

use crate::api;
use crate::model::{Entry, Kind, Part};
use crate::own::Reader;
use crate::rules::{self, Wrong};
use crate::service::{self, Act, Coaching, New, Refusal, Whole};
use crate::words;

/// Answers of a survey that are offered.
const OFFERED: usize = 40;

pub(crate) fn routes(gate: &Gate, coaching: Coaching) -> (Router, Vec<Line>) {
    use Access::{Member, MemberRead};
    Routes::new(gate)
        .get("/coaching", Member, list)
        .post("/coaching", Member, open)
        .get("/coaching/{id}", Member, show)
        .get("/coaching/{id}/answers", Member, offer)
        .post("/coaching/{id}/answers", Member, choose)
        .post("/coaching/{id}/notes", Member, write)
        .post("/coaching/{id}/agreements", Member, agree)
        .post("/coaching/{id}/entries/{entry_id}", Member, change)
        .post("/coaching/{id}/share", Member, share)
        .get("/api/v1/coaching", MemberRead, api::list)
        .post("/api/v1/coaching", MemberRead, api::open)
        .get("/api/v1/coaching/{id}", MemberRead, api::show)
        .post("/api/v1/coaching/{id}/entries", MemberRead, api::put)
        .patch(
            "/api/v1/coaching/{id}/entries/{entry_id}",
            MemberRead,
            api::change,
        )
        .delete(
            "/api/v1/coaching/{id}/entries/{entry_id}",
            MemberRead,
            api::remove,
        )
        .put("/api/v1/coaching/{id}/share", MemberRead, api::share)
        .finish(coaching)
}

async fn list(
    State(coaching): State<Coaching>,
    frame: Frame,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Html<String>, Problem> {
    let found = service::overview(&coaching, &viewer).await?;
    let partners = |all: &[service::Partner]| -> Vec<Value> {
        all.iter()
            .map(|own| json!({ "id": own.user_id, "name": own.name, "page_id": own.page_id }))
            .collect()
    };
    let former = |all: &[service::Former]| -> Vec<Value> {
        all.iter()
            .map(|own| {
                json!({
                    "page_id": own.page.page_id,
                    "lead": own.lead,
                    "employee": own.employee,
                    "opened_at_us": own.page.opened_at_us,
                })
            })
            .collect()
    };
    let values = json!({
        "place": "tell",
        "led": partners(&found.led),
        "leads": partners(&found.leads),
        "kept": former(&found.kept),
        "shared": former(&found.shared),
    });
    coaching
        .dashboard
        .app
        .templates
        .page("coaching/list.html", &frame, values)
}

async fn open(
    State(coaching): State<Coaching>,
    viewer: Viewer,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|name| name == "person_id")?;
    let id = service::open(&coaching, &viewer, form.text("person_id")).await?;
    Ok(Redirect::to(&format!("/coaching/{id}")))
}

/// What was sent and is wrong, to be shown again.
#[derive(Default)]
struct Again<'a> {
    /// `note` or `agreement`.
    form: &'static str,
    field: &'static str,
    wrong: Option<Wrong>,
    text: &'a str,
    due: &'a str,
}

async fn show(
    State(coaching): State<Coaching>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Html<String>, Problem> {
    let whole = service::look(&coaching, &viewer, &id).await?;
    page(&coaching, (&frame, &viewer), (&whole, Again::default())).await
}

async fn page(
    coaching: &Coaching,
    (frame, viewer): (&Frame, &Viewer),
    (whole, again): (&Whole, Again<'_>),
) -> Result<Html<String>, Problem> {
    let app = &coaching.dashboard.app;
    let voice = Voice::new(app, frame.language);
    let today = service::today(coaching, viewer).await?;
    let [answers, notes, agreements] = lines(coaching, (viewer, whole), voice, today).await?;
    let own = results(coaching, (viewer, whole), voice, today).await?;
    let page = &whole.page;
    let looks = whole.looks.iter();
    let leads = whole.leads.iter();
    let title = match whole.part {
        Part::Employee => ("coaching-with", whole.name(&page.lead_id)),
        _ => ("coaching-page", whole.name(&page.employee_id)),
    };
    let values = json!({
        "place": "tell",
        "title": voice.say(title.0, &[("name", title.1)]),
        "id": page.page_id,
        "part": whole.part.as_str(),
        "is_current": whole.is_current,
        "may_write": whole.may_write(),
        "lead": whole.name(&page.lead_id),
        "employee": whole.name(&page.employee_id),
        "opened_at_us": page.opened_at_us,
        "shared_with": page.shared_with_id.as_deref().map(|id| whole.name(id)),
        "may_share": whole.part == Part::Employee && !whole.is_current,
        "leads": leads
            .map(|id| json!({ "id": id, "name": whole.name(id) }))
            .collect::<Vec<_>>(),
        "own": own,
        "answers": answers,
        "notes": notes,
        "agreements": agreements,
        "looks": looks
            .map(|look| json!({ "name": whole.name(&look.user_id), "at_us": look.at_us }))
            .collect::<Vec<_>>(),
        "looked": whole.looked,
        "again": {
            "form": again.form,
            "field": again.field,
            "words": again.wrong.map(|wrong| voice.word(wrong.word())),
            "text": again.text,
            "due": again.due,
        },
    });
    app.templates.page("coaching/page.html", frame, values)
}

/// The answers, notes and agreements on a page.
async fn lines(
    coaching: &Coaching,
    (viewer, whole): (&Viewer, &Whole),
    voice: Voice<'_>,
    today: i32,
) -> Result<[Vec<Value>; 3], Problem> {
    let (mut answers, mut notes, mut agreements) = (Vec::new(), Vec::new(), Vec::new());
    for entry in &whole.entries {
        let mut value = line(viewer, whole, entry, today);
        match entry.kind {
            Kind::Note => notes.push(value),
            Kind::Agreement => agreements.push(value),
            Kind::Answer => {
                value["said"] = json!(answer(coaching, (viewer, whole), entry, voice).await?);
                answers.push(value);
            }
        }
    }
    // What is still to be done comes first, then what is due first.
    agreements.sort_by_key(|own| {
        let due = own["due_day"].as_i64().unwrap_or(i64::MAX);
        (
            !own["done_at_us"].is_null() || !own["removed_at_us"].is_null(),
            due,
        )
    });
    Ok([answers, notes, agreements])
}

fn line(viewer: &Viewer, whole: &Whole, entry: &Entry, today: i32) -> Value {
    let me = viewer.user_id().unwrap_or_default();
    let may_remove = whole.may_write() && rules::may_remove(entry, me);
    let blocks = entry.words.split("\n\n").map(str::trim);
    json!({
        "id": entry.entry_id,
        "author": whole.name(&entry.author_id),
        "words": blocks.filter(|own| !own.is_empty()).collect::<Vec<_>>(),
        "due_day": entry.due_day,
        "overdue": entry.done_at_us.is_none() && entry.due_day.is_some_and(|due| due < today),
        "done_at_us": entry.done_at_us,
        "created_at_us": entry.created_at_us,
        "removed_at_us": entry.removed_at_us,
        "may_remove": may_remove,
    })
}

/// What a chosen answer says; none when it isn't there any more, or not within sight.
pub(crate) async fn answer(
    coaching: &Coaching,
    (viewer, whole): (&Viewer, &Whole),
    entry: &Entry,
    voice: Voice<'_>,
) -> Result<Option<words::SaidCard>, Problem> {
    let Some((survey_id, response_id)) = &entry.answer else {
        return Ok(None);
    };
    let found = match service::of_employee(viewer, whole, survey_id) {
        Ok(whose) => said::one(&coaching.dashboard, &whose, response_id).await,
        Err(problem) => Err(problem),
    };
    match found {
        Ok((results, single)) => {
            let screen = Screen::new(voice, &results);
            Ok(Some(words::said(voice, &single.say(&screen)?)))
        }
        Err(Problem::NotFound(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

/// The employee's own results, as far as the viewer sees them; of a page of before there are none.
pub(crate) async fn results(
    coaching: &Coaching,
    (viewer, whole): (&Viewer, &Whole),
    voice: Voice<'_>,
    today: i32,
) -> Result<Vec<words::OwnCard>, Problem> {
    let employee = &whole.page.employee_id;
    if !whole.is_current || !viewer.sight.sees(employee) {
        return Ok(Vec::new());
    }
    let reader = Reader {
        dashboard: &coaching.dashboard,
        remembered: &coaching.remembered,
        viewer,
        today,
    };
    let found = reader.of(employee, voice).await?;
    Ok(found.iter().map(|own| words::own(voice, own)).collect())
}

/// The answers of customers the employee served, to choose from.
async fn offer(
    State(coaching): State<Coaching>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Html<String>, Problem> {
    let whole = service::look(&coaching, &viewer, &id).await?;
    let app = &coaching.dashboard.app;
    let voice = Voice::new(app, frame.language);
    let surveys = offered(&coaching, (&viewer, &whole), voice).await?;
    let values = json!({
        "place": "tell",
        "id": id,
        "employee": whole.name(&whole.page.employee_id),
        "part": whole.part.as_str(),
        "may_write": whole.may_write(),
        "surveys": surveys,
    });
    app.templates.page("coaching/answers.html", &frame, values)
}

/// By survey, the latest answers of customers the employee served.
async fn offered(
    coaching: &Coaching,
    (viewer, whole): (&Viewer, &Whole),
    voice: Voice<'_>,
) -> Result<Vec<Value>, Problem> {
    let employee = whole.page.employee_id.clone();
    if !whole.may_write() || !viewer.sight.sees(&employee) {
        return Ok(Vec::new());
    }
    let is_chosen = |id: &str| {
        let mut chosen = whole.entries.iter().filter_map(|own| own.answer.as_ref());
        chosen.any(|(_, own)| own == id)
    };
    let of = viewer.clone().with_sight(Sight::of([employee]));
    let mut surveys = Vec::new();
    for survey in survey::service::list(&coaching.dashboard.app, &of).await? {
        if survey.status == Status::Draft || survey.definition.employees {
            continue;
        }
        let whose = whose(&of, &survey.survey_id)?;
        let results = match said::results(&coaching.dashboard, &whose).await {
            Ok(results) => results,
            Err(Problem::NotFound(_)) => continue,
            Err(other) => return Err(other),
        };
        let screen = Screen::new(voice, &results);
        let latest = said::latest(&screen, (OFFERED, false)).await?;
        let answers = latest.iter().map(
            |one| json!({ "said": words::said(voice, one), "chosen": is_chosen(&one.response_id) }),
        );
        let answers: Vec<Value> = answers.collect();
        if !answers.is_empty() {
            let title = voice.text(&survey, &survey.definition.title);
            surveys.push(json!({ "title": title, "id": survey.survey_id, "answers": answers }));
        }
    }
    Ok(surveys)
}

async fn choose(
    State(coaching): State<Coaching>,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|name| ["survey_id", "response_id"].contains(&name))?;
    let new = New::Answer {
        survey_id: form.text("survey_id").to_owned(),
        response_id: form.text("response_id").to_owned(),
        words: String::new(),
    };
    service::put(&coaching, &viewer, (&id, new)).await?;
    Ok(Redirect::to(&format!("/coaching/{id}#answers")))
}

async fn write(
    State(coaching): State<Coaching>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| name == "text")?;
    let new = New::Note(form.text("text").to_owned());
    put(&coaching, (&frame, &viewer), (&id, new), ("note", &form)).await
}

async fn agree(
    State(coaching): State<Coaching>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| ["text", "due"].contains(&name))?;
    let due = match form.text("due") {
        "" => None,
        // No day is one: the rules say what is wrong with it.
        text => Some(text.parse::<Date>().map_or(i32::MIN, days_since_1970)),
    };
    let new = New::Agreement(form.text("text").to_owned(), due);
    put(
        &coaching,
        (&frame, &viewer),
        (&id, new),
        ("agreement", &form),
    )
    .await
}

async fn put(
    coaching: &Coaching,
    (frame, viewer): (&Frame, &Viewer),
    (id, new): (&str, New),
    (name, form): (&'static str, &FormData),
) -> Result<Response, Problem> {
    match service::put(coaching, viewer, (id, new)).await {
        Ok(_) => Ok(Redirect::to(&format!("/coaching/{id}#{name}s")).into_response()),
        Err(Refusal::Problem(problem)) => Err(problem),
        Err(Refusal::Wrong(field, wrong)) => {
            let whole = service::look(coaching, viewer, id).await?;
            let again = Again {
                form: name,
                field,
                wrong: Some(wrong),
                text: form.text("text"),
                due: form.text("due"),
            };
            let page = page(coaching, (frame, viewer), (&whole, again)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

async fn change(
    State(coaching): State<Coaching>,
    viewer: Viewer,
    Path((id, entry_id)): Path<(String, String)>,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|name| name == "act")?;
    let act = match form.text("act") {
        "done" => Act::Done(true),
        "open" => Act::Done(false),
        "remove" => Act::Remove,
        other => {
            return Err(Problem::BadRequest(format!(
                "act: done, open or remove, not {other:?}"
            )));
        }
    };
    service::act(&coaching, &viewer, (&id, &entry_id), act).await?;
    Ok(Redirect::to(&format!("/coaching/{id}")))
}

async fn share(
    State(coaching): State<Coaching>,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|name| name == "person_id")?;
    let with = Some(form.text("person_id")).filter(|with| !with.is_empty());
    service::share(&coaching, &viewer, (&id, with)).await?;
    Ok(Redirect::to(&format!("/coaching/{id}")))
}

//! Pages of reports: schedules by which they go by mail.

mod form;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use dashboard::voice::Voice;
use platform::Problem;
use platform::clock::{day_in, time_in};
use platform::web::{FormData, Frame, NoQuery, Path, Query, QueryPairs};
use serde::Deserialize;
use serde_json::{Value, json};
use user::people::Person;
use user::{Access, Entry, Gate, Routes, Viewer};

use crate::Sources;
use crate::jobs;
use crate::model::{Cadence, Schedule, Subject};
use crate::service;
use form::Fields;

/// What every page of this slice shares.
#[derive(Clone)]
pub(crate) struct Reports {
    pub(crate) sources: Sources,
    pub(crate) sends_mail: bool,
}

pub(crate) fn routes(gate: &Gate, state: Reports) -> (Router, Vec<Entry>) {
    use Access::Member;
    Routes::new(gate)
        .get("/reports", Member, list)
        .post("/reports", Member, create)
        .get("/reports/new", Member, new)
        .get("/reports/{id}/edit", Member, edit)
        .post("/reports/{id}/edit", Member, save)
        .post("/reports/{id}/send", Member, send)
        .post("/reports/{id}/end", Member, end)
        .finish(state)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListParameters {
    said: Option<Said>,
}

/// What the list says after something was done.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Said {
    Saved,
    Sent,
    Ended,
}

impl Said {
    const fn word(self) -> &'static str {
        match self {
            Self::Saved => "report-said-saved",
            Self::Sent => "report-said-sent",
            Self::Ended => "report-said-ended",
        }
    }
}

async fn list(
    State(reports): State<Reports>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<ListParameters>,
) -> Result<Html<String>, Problem> {
    let sources = &reports.sources;
    let schedules = service::list(sources, &viewer).await?;
    let people = service::people(sources, &viewer).await?;
    let voice = Voice::new(&sources.dashboard.app, frame.language);
    let mut lines = Vec::new();
    for own in &schedules {
        lines.push(line(sources, (&viewer, &voice), own, &people).await?);
    }
    let values = json!({
        "place": "tell",
        "said": asked.said.map(|said| voice.word(said.word())),
        "schedules": lines,
        "sends_mail": reports.sends_mail,
    });
    sources
        .dashboard
        .app
        .templates
        .page("report/list.html", &frame, values)
}

async fn line(
    sources: &Sources,
    (viewer, voice): (&Viewer, &Voice<'_>),
    own: &Schedule,
    people: &[Person],
) -> Result<Value, Problem> {
    let name = |id: &String| {
        let person = people.iter().find(|person| person.user_id == *id);
        person.map_or_else(
            || voice.word("report-somebody"),
            |person| person.name.clone(),
        )
    };
    let names: Vec<String> = own.draft.recipients.iter().map(name).collect();
    let zone = sources.dashboard.zone(viewer).await?;
    // The hours of a schedule are the company's, so its moments are told as such.
    let local = |at_us| json!({ "day": day_in(&zone, at_us), "time": time_in(&zone, at_us) });
    Ok(json!({
        "id": own.schedule_id,
        "title": crate::title(sources, viewer, voice, &own.draft.subject).await?,
        "page": own.draft.page(),
        "cadence": cadence_said(voice, own.draft.cadence),
        "form": voice.word(&format!("report-form-{}", own.draft.form.as_str())),
        "recipients": names,
        "next": local(own.next_at_us),
        "sent": own.sent_at_us.map(local),
        "trouble": own.trouble.as_ref().map(|why| voice.word(&format!("report-trouble-{}", why.replace('_', "-")))),
    }))
}

fn cadence_said(voice: &Voice<'_>, cadence: Cadence) -> String {
    let (key, day, hour) = match cadence {
        Cadence::WorkingDay { hour } => ("report-every-working-day", String::new(), hour),
        Cadence::Week { day, hour } => (
            "report-every-week",
            voice.word(&format!("report-day-{day}")),
            hour,
        ),
        Cadence::Month { day, hour } => ("report-every-month", day.to_string(), hour),
    };
    voice.say(key, &[("day", &day), ("time", &format!("{hour:02}:00"))])
}

async fn new(
    State(reports): State<Reports>,
    frame: Frame,
    viewer: Viewer,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    if let Some((name, _)) = query
        .0
        .iter()
        .find(|(name, _)| !["survey", "dashboard", "filter"].contains(&name.as_str()))
    {
        return Err(Problem::BadRequest(format!("unknown parameter {name:?}")));
    }
    let subject = match (query.get("survey"), query.get("dashboard")) {
        (Some(id), None) => Subject::read("survey", id),
        (None, Some(id)) => Subject::read("dashboard", id),
        _ => None,
    };
    let subject = subject.ok_or_else(|| {
        Problem::BadRequest("needs survey or dashboard: what the report is about".to_owned())
    })?;
    let fields = form::new(&subject, query.get("filter").unwrap_or_default(), &viewer);
    form_page(&reports, (&frame, &viewer), None, (&fields, &[])).await
}

async fn create(
    State(reports): State<Reports>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    let errors = match form::read(&form)? {
        Ok(draft) => match service::add(&reports.sources, &viewer, draft).await {
            Ok(_) => return Ok(Redirect::to("/reports?said=saved").into_response()),
            Err(Problem::Invalid { errors, .. }) => errors,
            Err(other) => return Err(other),
        },
        Err(errors) => errors,
    };
    let pointers: Vec<String> = errors.into_iter().map(|error| error.pointer).collect();
    let page = form_page(&reports, (&frame, &viewer), None, (&form.0, &pointers)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn edit(
    State(reports): State<Reports>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Html<String>, Problem> {
    let own = service::get(&reports.sources, &viewer, &id).await?;
    let fields = form::of(&own.draft);
    form_page(&reports, (&frame, &viewer), Some(&id), (&fields, &[])).await
}

async fn save(
    State(reports): State<Reports>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    service::get(&reports.sources, &viewer, &id).await?;
    let errors = match form::read(&form)? {
        Ok(draft) => match service::change(&reports.sources, &viewer, (&id, draft)).await {
            Ok(_) => return Ok(Redirect::to("/reports?said=saved").into_response()),
            Err(Problem::Invalid { errors, .. }) => errors,
            Err(other) => return Err(other),
        },
        Err(errors) => errors,
    };
    let pointers: Vec<String> = errors.into_iter().map(|error| error.pointer).collect();
    let page = form_page(&reports, (&frame, &viewer), Some(&id), (&form.0, &pointers)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// Sends the report as it is now, to whoever asks alone.
async fn send(
    State(reports): State<Reports>,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|_| false)?;
    let own = service::get(&reports.sources, &viewer, &id).await?;
    jobs::send_one(&reports.sources, &viewer, &own).await?;
    Ok(Redirect::to("/reports?said=sent"))
}

async fn end(
    State(reports): State<Reports>,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|_| false)?;
    service::end(&reports.sources, &viewer, &id).await?;
    Ok(Redirect::to("/reports?said=ended"))
}

async fn form_page(
    reports: &Reports,
    (frame, viewer): (&Frame, &Viewer),
    id: Option<&str>,
    (fields, wrong): (&Fields, &[String]),
) -> Result<Html<String>, Problem> {
    let sources = &reports.sources;
    let voice = Voice::new(&sources.dashboard.app, frame.language);
    let subject = form::subject(fields).ok_or_else(|| Problem::no("report"))?;
    let title = crate::title(sources, viewer, &voice, &subject).await?;
    let title = title.ok_or_else(|| Problem::no(subject.stored().0))?;
    let chosen = form::recipients(fields);
    let people: Vec<Value> = service::people(sources, viewer)
        .await?
        .iter()
        .map(|person| {
            json!({
                "id": person.user_id,
                "name": person.name,
                "email": person.email,
                "chosen": chosen.contains(&person.user_id.as_str()),
            })
        })
        .collect();
    let f: serde_json::Map<String, Value> = fields
        .iter()
        .map(|(name, value)| (name.clone(), json!(value)))
        .collect();
    let days: Vec<String> = (1..=7)
        .map(|day| voice.word(&format!("report-day-{day}")))
        .collect();
    let values = json!({
        "place": "tell",
        "id": id,
        "title": title,
        "page": subject.page(),
        "f": f,
        "wrong": wrong.iter().map(|field| (field.as_str(), voice.word(form::why(field)))).collect::<Vec<_>>(),
        "people": people,
        "days": days,
    });
    sources
        .dashboard
        .app
        .templates
        .page("report/form.html", frame, values)
}

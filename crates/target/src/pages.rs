//! The pages of targets: the list, one target, and its form.

mod form;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use dashboard::Dashboard;
use dashboard::voice::Voice;
use platform::Problem;
use platform::web::{FormData, Frame, NoQuery, Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};
use user::{Access, Entry, Gate, Routes, Viewer};

use crate::api::{self, which};
use crate::model::Which;
use crate::rules::Mistake;
use crate::service::{self, Progress, Refusal, may_set};
use crate::words::Teller;
use form::Fields;

pub(crate) fn routes(gate: &Gate, dashboard: Dashboard) -> (Router, Vec<Entry>) {
    use Access::{Member, MemberRead, Work, Worker};
    Routes::new(gate)
        .get("/targets", Member, list)
        .post("/targets", Worker, create)
        .get("/targets/new", Worker, new)
        .get("/targets/{id}", Member, show)
        .get("/targets/{id}/edit", Worker, edit)
        .post("/targets/{id}/edit", Worker, save)
        .post("/targets/{id}/end", Worker, end)
        .post("/targets/{id}/resume", Worker, resume)
        .get("/api/v1/targets", MemberRead, api::list)
        .post("/api/v1/targets", Work, api::create)
        .get("/api/v1/targets/{id}", MemberRead, api::show)
        .put("/api/v1/targets/{id}", Work, api::change)
        .post("/api/v1/targets/{id}/end", Work, api::end)
        .post("/api/v1/targets/{id}/resume", Work, api::resume)
        .finish(dashboard)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    show: Option<String>,
}

async fn list(
    State(dashboard): State<Dashboard>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Problem> {
    let which = which(asked.show.as_deref())?;
    let found = service::progress(&dashboard, &viewer, which).await?;
    let teller = teller(&dashboard, &frame);
    let cards: Vec<_> = found.iter().map(|own| teller.card(own)).collect();
    let values = json!({
        "place": "tell",
        "show": which.as_str(),
        "shows": Which::ALL.map(Which::as_str),
        "targets": cards,
        "finding": finding(teller.voice, &found, which),
        "may_set": may_set(&viewer),
    });
    page(&dashboard, "target/list.html", &frame, values)
}

/// "2 on course, 1 behind, 3 can't be told yet."
fn finding(voice: Voice<'_>, found: &[Progress], which: Which) -> Option<String> {
    if found.is_empty() {
        return None;
    }
    let count = |names: &[&str]| {
        let fits = |own: &&Progress| names.contains(&own.course.as_str());
        voice.whole(found.iter().filter(fits).count() as u64)
    };
    let key = match which {
        Which::Current => "target-finding-current",
        Which::Past => "target-finding-past",
    };
    let texts = [
        ("reached", count(&["reached"])),
        ("on_course", count(&["on_course"])),
        ("behind", count(&["behind"])),
        ("missed", count(&["missed"])),
        ("open", count(&["open", "too_few", "untold"])),
    ];
    let args: Vec<(&str, &str)> = texts.iter().map(|(n, text)| (*n, text.as_str())).collect();
    Some(voice.say(key, &args))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidParameters {
    said: Option<Said>,
}

/// What a page says after something was done.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Said {
    Created,
    Saved,
    Ended,
    Resumed,
}

impl Said {
    const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Saved => "saved",
            Self::Ended => "ended",
            Self::Resumed => "resumed",
        }
    }
}

async fn show(
    State(dashboard): State<Dashboard>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<SaidParameters>,
) -> Result<Html<String>, Problem> {
    let progress = service::get(&dashboard, &viewer, &id).await?;
    let teller = teller(&dashboard, &frame);
    let target = &progress.target;
    let measured = &target.draft.measured;
    let values = json!({
        "place": "tell",
        "said": asked.said.map(Said::word),
        "target": teller.card(&progress),
        "survey_id": progress.survey.as_ref().map(|own| &own.survey_id),
        "sees_survey": viewer.sight == user::Sight::Everything,
        "start": teller.value(measured, target.draft.start.value),
        "start_n": target.draft.start.n,
        "should": teller.value(measured, progress.should),
        "aim": teller.value(measured, target.draft.aim),
        "from_day": target.draft.from_day,
        "to_day": target.draft.to_day,
        "created_by": target.created_by,
        "created_at_us": target.created_at_us,
        "is_over": target.draft.to_day < progress.today,
        "may_set": may_set(&viewer),
    });
    page(&dashboard, "target/show.html", &frame, values)
}

async fn new(
    State(dashboard): State<Dashboard>,
    frame: Frame,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Html<String>, Problem> {
    let today = service::today(&dashboard, &viewer).await?;
    let fields = form::empty(today);
    form_page(&dashboard, (&frame, &viewer), None, (&fields, &[])).await
}

async fn create(
    State(dashboard): State<Dashboard>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    check(&viewer)?;
    let mut found = match form::read(&form)? {
        Err(found) => found,
        Ok(wanted) => match service::create(&dashboard, &viewer, &wanted).await {
            Ok(id) => {
                return Ok(Redirect::to(&format!("/targets/{id}?said=created")).into_response());
            }
            Err(refusal) => mistakes(refusal)?,
        },
    };
    form::at_fields(&mut found);
    let page = form_page(&dashboard, (&frame, &viewer), None, (&form.0, &found)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn edit(
    State(dashboard): State<Dashboard>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Html<String>, Problem> {
    let progress = service::get(&dashboard, &viewer, &id).await?;
    check(&viewer)?;
    let fields = form::of(&progress.target, frame.language);
    let stored = Some(&progress);
    form_page(&dashboard, (&frame, &viewer), stored, (&fields, &[])).await
}

async fn save(
    State(dashboard): State<Dashboard>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    let progress = service::get(&dashboard, &viewer, &id).await?;
    check(&viewer)?;
    let expected = form.text("revision").parse().ok();
    let mut found = match form::read(&form)? {
        Err(found) => found,
        Ok(wanted) => match service::change(&dashboard, &viewer, (&id, expected), &wanted).await {
            Ok(()) => {
                return Ok(Redirect::to(&format!("/targets/{id}?said=saved")).into_response());
            }
            Err(refusal) => mistakes(refusal)?,
        },
    };
    form::at_fields(&mut found);
    let stored = Some(&progress);
    let page = form_page(&dashboard, (&frame, &viewer), stored, (&form.0, &found)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn end(
    State(dashboard): State<Dashboard>,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|_| false)?;
    service::end(&dashboard, &viewer, &id).await?;
    Ok(Redirect::to(&format!("/targets/{id}?said=ended")))
}

async fn resume(
    State(dashboard): State<Dashboard>,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|_| false)?;
    service::resume(&dashboard, &viewer, &id).await?;
    Ok(Redirect::to(&format!("/targets/{id}?said=resumed")))
}

fn check(viewer: &Viewer) -> Result<(), Problem> {
    if may_set(viewer) {
        return Ok(());
    }
    Err(Problem::Forbidden(
        "directors, leads, programme managers and administrators set targets".to_owned(),
    ))
}

fn mistakes(refusal: Refusal) -> Result<Vec<Mistake>, Problem> {
    match refusal {
        Refusal::Mistakes(found) => Ok(found),
        Refusal::Problem(problem) => Err(problem),
    }
}

fn teller<'a>(dashboard: &'a Dashboard, frame: &Frame) -> Teller<'a> {
    Teller {
        voice: Voice::new(&dashboard.app, frame.language),
    }
}

fn page(
    dashboard: &Dashboard,
    name: &str,
    frame: &Frame,
    values: Value,
) -> Result<Html<String>, Problem> {
    dashboard.app.templates.page(name, frame, values)
}

/// The form of a new target, or of one that is there.
async fn form_page(
    dashboard: &Dashboard,
    (frame, viewer): (&Frame, &Viewer),
    stored: Option<&Progress>,
    (given, found): (&Fields, &[Mistake]),
) -> Result<Html<String>, Problem> {
    let teller = teller(dashboard, frame);
    let voice = &teller.voice;
    let surveys = survey::service::list(&dashboard.app, viewer).await?;
    let surveys: Vec<Value> = surveys
        .iter()
        .filter_map(|survey| {
            let all = service::measurable(survey);
            let several = all.len() > 1;
            let options = all.iter().filter_map(|own| {
                let key = own.question()?;
                let metric = teller.measured(own);
                let label = if several {
                    format!("{metric}: {}", voice.question(survey, key))
                } else {
                    metric
                };
                Some(json!({ "value": form::question(&survey.survey_id, key), "label": label }))
            });
            let mut options: Vec<Value> = options.collect();
            if viewer.sight == user::Sight::Everything {
                let label = voice.word("target-response-rate");
                options.push(json!({ "value": form::rate(&survey.survey_id), "label": label }));
            }
            let title = voice.text(survey, &survey.definition.title);
            (!options.is_empty()).then(|| json!({ "title": title, "options": options }))
        })
        .collect();
    let teams = service::teams(dashboard, viewer).await?;
    let teams: Vec<Value> = teams
        .iter()
        .map(|team| json!({ "value": form::team(&team.team_id), "label": team.name }))
        .collect();
    let words = |mistake: &Mistake| voice.word(mistake.wrong.word());
    let values = json!({
        "place": "tell",
        "id": stored.map(|own| &own.target.target_id),
        "name": stored.map(|own| teller.name(own)),
        "revision": stored.map(|own| own.target.revision),
        "may_set": may_set(viewer),
        "surveys": surveys,
        "teams": teams,
        "sees_everything": viewer.sight == user::Sight::Everything,
        "f": form::fields(given, found, words),
        "faults": found.iter().map(|own| json!({
            "field": form::field(own.pointer), "words": words(own),
        })).collect::<Vec<_>>(),
    });
    page(dashboard, "target/edit.html", frame, values)
}

//! The list of programmes, and one at a glance: what it does, what comes, what was decided.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{FieldError, FormData, Frame, Path, Query};
use serde_json::{Value, json};
use survey::model::Survey;
use user::Viewer;

use super::days;
use super::view::{self, Arg, Reasons, Voice, is_anonymous};
use super::{Pages, SaidParameters};
use crate::model::{OccasionState, Programme, Schedule, Status};
use crate::service::{self, Foreseen};
use crate::templates::Template;

/// Weeks that the overview and the list look ahead.
const WEEKS: u16 = 2;
/// Decisions shown of each kind.
const LATEST: usize = 10;

pub(super) async fn list(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<SaidParameters>,
) -> Result<Html<String>, Problem> {
    let app = &pages.app;
    let programmes = service::list(app, &viewer).await?;
    let surveys = survey::service::list(app, &viewer).await?;
    let runs = programmes.iter().any(|p| p.status == Status::Running);
    let foreseen = if runs {
        service::forecast(app, &viewer, None, WEEKS).await?
    } else {
        Foreseen::default()
    };
    let voice = pages.voice(&frame);
    let mut lines = Vec::new();
    for own in &programmes {
        let counts = service::counts(app, &viewer, own).await?;
        let survey = surveys.iter().find(|s| s.survey_id == own.survey_id);
        let mut line = view::programme(own, viewer.may_manage);
        line["survey"] = survey.map_or(Value::Null, |s| of_survey(s, &frame));
        line["next"] = json!(next(own, &foreseen, voice));
        line["sent"] = json!(counts.handed_over);
        line["answered"] = json!(Some(counts.answered).filter(|_| !is_anonymous(own)));
        lines.push(line);
    }
    let values = json!({
        "place": "ask",
        "said": asked.said.map(super::Said::word),
        "mail_ready": pages.mail.is_some(),
        "may_manage": viewer.may_manage,
        "programmes": lines,
        "templates": Template::ALL.map(Template::as_str),
        "surveys": surveys.iter()
            .filter(|s| s.status == survey::Status::Open)
            .take(5)
            .map(|s| of_survey(s, &frame))
            .collect::<Vec<_>>(),
    });
    app.templates.page("programme/list.html", &frame, values)
}

/// What is shown of a survey.
fn of_survey(survey: &Survey, frame: &Frame) -> Value {
    let definition = &survey.definition;
    json!({
        "id": survey.survey_id,
        "title": definition.say(&definition.title, frame.language.code()),
        "status": survey.status.as_str(),
    })
}

/// When a programme sends next, in words.
fn next(own: &Programme, foreseen: &Foreseen, voice: Voice<'_>) -> String {
    if own.status != Status::Running {
        return voice.word(&format!("programme-next-{}", own.status.as_str()));
    }
    match days::next(foreseen, &own.programme_id) {
        Some((day, n)) => {
            let day = voice.day(day);
            let args = [("day", Arg::Text(&day)), ("n", Arg::Number(n))];
            voice.say("programme-next-on", &args)
        }
        None if matches!(own.definition.schedule, Schedule::Transactional(_)) => {
            voice.word("programme-next-event")
        }
        None => voice.word("programme-next-none"),
    }
}

pub(super) async fn create(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|name| name == "template")?;
    let template = form.text("template").parse();
    let template: Template = template.map_err(Problem::BadRequest)?;
    let language = frame.language.code();
    let made = service::create_from_template(&pages.app, &viewer, template, language).await?;
    Ok(back(&made.programme_id, "created"))
}

/// The overview, with what was done.
fn back(programme_id: &str, said: &str) -> Redirect {
    Redirect::to(&format!("/programmes/{programme_id}?said={said}"))
}

pub(super) async fn show(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<SaidParameters>,
) -> Result<Html<String>, Problem> {
    let said = asked.said.map(super::Said::word);
    overview(&pages, (&frame, &viewer), &id, (said, Vec::new())).await
}

async fn overview(
    pages: &Pages,
    (frame, viewer): (&Frame, &Viewer),
    id: &str,
    (said, faults): (Option<&str>, Vec<String>),
) -> Result<Html<String>, Problem> {
    let app = &pages.app;
    let own = service::get(app, viewer, id).await?;
    let voice = pages.voice(frame);
    let all = service::list(app, viewer).await?;
    let settings = service::settings(app, viewer).await?;
    let reasons = Reasons::new(voice, &settings, &all);
    let foreseen = if own.status == Status::Running {
        service::forecast(app, viewer, Some(own.clone()), WEEKS).await?
    } else {
        Foreseen::default()
    };
    let coming =
        foreseen.days.iter().any(|day| !day.mails.is_empty()) || !foreseen.not_asked.is_empty();
    let days = if coming {
        days::days(&foreseen, std::slice::from_ref(&own), &reasons)
    } else {
        Vec::new()
    };
    let anonymous = is_anonymous(&own);
    let decisions = if anonymous {
        Vec::new()
    } else {
        decisions(pages, viewer, &own, &reasons).await?
    };
    let survey = survey::service::get(app, viewer, &own.survey_id).await?;
    let counts = service::counts(app, viewer, &own).await?;
    let (verbs, more): (&[&str], &[&str]) = match own.status {
        Status::Draft => (&["start"], &["remove"]),
        Status::Running => (&["pause"], &["end"]),
        Status::Paused => (&["resume"], &["end"]),
        Status::Ended => (&[], &[]),
    };
    let values = json!({
        "place": "ask",
        "said": said,
        "faults": faults,
        "mail_ready": pages.mail.is_some(),
        "may_manage": viewer.may_manage,
        "programme": view::programme(&own, viewer.may_manage),
        "sentence": voice.sentence(&own.definition),
        "days": days,
        "decisions": decisions,
        "anonymous": anonymous,
        "verbs": verbs,
        "more": more,
        "survey": of_survey(&survey, frame),
        "counts": {
            "handed_over": counts.handed_over,
            "reminders": counts.reminders,
            "answered": Some(counts.answered).filter(|_| !anonymous),
        },
    });
    app.templates.page("programme/show.html", frame, values)
}

/// The latest decisions of every kind.
async fn decisions(
    pages: &Pages,
    viewer: &Viewer,
    own: &Programme,
    reasons: &Reasons<'_>,
) -> Result<Vec<Value>, Problem> {
    let mut all = Vec::new();
    for listed in service::latest(&pages.app, viewer, own, LATEST).await? {
        all.push(super::people::line(&listed, reasons));
    }
    Ok(all)
}

/// Starts it; a survey that is still a draft is published with it.
pub(super) async fn start(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let app = &pages.app;
    let own = service::get(app, &viewer, &id).await?;
    let wording = crate::letter::check(&own.definition.wording);
    let survey = survey::service::get(app, &viewer, &own.survey_id).await?;
    let started = match survey.status {
        survey::Status::Draft if wording.is_empty() => {
            match survey::service::publish(app, &viewer, &own.survey_id).await {
                Ok(_) => service::start(app, &viewer, &id).await,
                // The survey has mistakes; its page shows them.
                Err(Problem::Invalid { .. } | Problem::Conflict(_)) => {
                    let faults = vec![pages.voice(&frame).word("programme-refused-publish")];
                    return refusal(&pages, (&frame, &viewer), &id, faults).await;
                }
                Err(problem) => Err(problem),
            }
        }
        _ => service::start(app, &viewer, &id).await,
    };
    match started {
        Ok(_) => Ok(back(&id, "started").into_response()),
        Err(problem) => refused(&pages, (&frame, &viewer), &id, problem).await,
    }
}

/// The overview with why it was not done.
async fn refused(
    pages: &Pages,
    (frame, viewer): (&Frame, &Viewer),
    id: &str,
    problem: Problem,
) -> Result<Response, Problem> {
    let voice = pages.voice(frame);
    let faults = match &problem {
        Problem::Invalid { errors, .. } => {
            let own = service::get(&pages.app, viewer, id).await?;
            let wording = super::preview::faults(voice, &own);
            let is_elsewhere =
                |error: &&FieldError| !error.pointer.starts_with("/definition/wording");
            let others = errors.iter().filter(is_elsewhere);
            let mut faults: Vec<String> = others.map(|e| super::edit::said(voice, e)).collect();
            faults.dedup();
            faults.extend(wording);
            faults
        }
        Problem::Conflict(_) => vec![conflict(pages, voice, viewer, id).await?],
        _ => return Err(problem),
    };
    refusal(pages, (frame, viewer), id, faults).await
}

/// Why a programme does not start though nothing in it is wrong.
async fn conflict(
    pages: &Pages,
    voice: Voice<'_>,
    viewer: &Viewer,
    id: &str,
) -> Result<String, Problem> {
    let own = service::get(&pages.app, viewer, id).await?;
    let survey = survey::service::get(&pages.app, viewer, &own.survey_id).await?;
    if own.status == Status::Ended {
        return Ok(voice.word("programme-refused-over"));
    }
    if survey.status != survey::Status::Open {
        return Ok(voice.word("programme-refused-survey"));
    }
    let most = [("max", Arg::Number(crate::rules::PLANNED_MAX))];
    Ok(voice.say("programme-refused-many", &most))
}

async fn refusal(
    pages: &Pages,
    (frame, viewer): (&Frame, &Viewer),
    id: &str,
    faults: Vec<String>,
) -> Result<Response, Problem> {
    let page = overview(pages, (frame, viewer), id, (None, faults)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

pub(super) async fn pause(
    State(pages): State<Pages>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Redirect, Problem> {
    service::pause(&pages.app, &viewer, &id).await?;
    Ok(back(&id, "paused"))
}

pub(super) async fn resume(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    match service::start(&pages.app, &viewer, &id).await {
        Ok(_) => Ok(back(&id, "resumed").into_response()),
        Err(problem) => refused(&pages, (&frame, &viewer), &id, problem).await,
    }
}

pub(super) async fn end(
    State(pages): State<Pages>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Redirect, Problem> {
    service::end(&pages.app, &viewer, &id).await?;
    Ok(back(&id, "ended"))
}

pub(super) async fn remove(
    State(pages): State<Pages>,
    viewer: Viewer,
    Path(id): Path<String>,
) -> Result<Redirect, Problem> {
    service::remove(&pages.app, &viewer, &id).await?;
    Ok(Redirect::to("/programmes?said=removed"))
}

/// The states a programme's contacts can be in, in the order they are shown.
pub(super) const STATES: [OccasionState; 3] = [
    OccasionState::Invited,
    OccasionState::Deferred,
    OccasionState::LeftOut,
];

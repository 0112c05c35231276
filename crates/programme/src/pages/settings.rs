//! The page of what all programmes share: contact budget, quiet hours, holidays.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::Problem;
use platform::web::{FormData, Frame, Query};
use policy::{Calendar, Day};
use serde_json::{Value, json};
use user::Viewer;

use super::edit::fault_text;
use super::form::Fault;
use super::settings_form as form;
use super::view::Voice;
use super::{Pages, SaidParameters};
use crate::rules::RULES_MAX;
use crate::service;

/// Holidays named that come next.
const NEXT: usize = 5;
/// Fields there is one of, but the rules and the boxes.
const TEXTS: [&str; 9] = [
    "zone",
    "working_days",
    "quiet_from",
    "quiet_to",
    "office_from",
    "office_to",
    "liberation",
    "own",
    "e",
];
const BOXES: [&str; 3] = ["quiet_on", "dutch", "good_friday"];

pub(super) async fn show(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<SaidParameters>,
) -> Result<Html<String>, Problem> {
    let settings = service::settings(&pages.app, &viewer).await?;
    let form = form::fields(&settings);
    let said = asked.said.map(super::Said::word);
    page(&pages, (&frame, &viewer), &form, (said, false, &[]))
}

pub(super) async fn save(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    let (settings, faults) = form::read(&form)?;
    let reader = (&frame, &viewer);
    match form.text("action") {
        "more" => return Ok(page(&pages, reader, &form, (None, true, &[]))?.into_response()),
        "save" => {}
        other => return Err(Problem::BadRequest(format!("unknown action {other:?}"))),
    }
    if !faults.is_empty() {
        let page = page(&pages, reader, &form, (None, false, &faults))?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    service::put_settings(&pages.app, &viewer, settings).await?;
    Ok(Redirect::to("/programmes/budget?said=saved").into_response())
}

fn page(
    pages: &Pages,
    (frame, viewer): (&Frame, &Viewer),
    form: &FormData,
    (said, more, faults): (Option<&str>, bool, &[Fault]),
) -> Result<Html<String>, Problem> {
    let voice = pages.voice(frame);
    let error = |name: &str| {
        let fault = faults.iter().find(|fault| fault.field == name);
        fault.map(|fault| fault_text(voice, fault))
    };
    let field = |name: &str, kind: &str| json!({ "name": name, "value": form.text(name), "error": error(name), "kind": kind });
    let mut fields = serde_json::Map::new();
    for name in TEXTS {
        fields.insert(name.to_owned(), field(name, ""));
    }
    for name in BOXES {
        let is_on = form.get(name).is_some();
        fields.insert(name.to_owned(), json!({ "name": name, "value": is_on }));
    }
    let rules = (0..shown(form, more)).map(|at| {
        let of = |what: &str, kind: &str| field(&format!("rule/{at}/{what}"), kind);
        json!({
            "max": of("max", "number"),
            "days": of("days", "number"),
            "scope": of("scope", ""),
            "counts": of("counts", ""),
        })
    });
    let works = |day: usize| form.all("working_days").any(|own| own == day.to_string());
    let week = (0..7).map(
        |day| json!({ "name": voice.word(&format!("programme-week-{day}")), "on": works(day) }),
    );
    let summary = faults
        .iter()
        .map(|fault| json!({ "field": fault.field, "text": fault_text(voice, fault) }));
    let values = json!({
        "place": "ask",
        "said": said,
        "may_manage": viewer.may_manage,
        "f": fields,
        "rules": rules.collect::<Vec<_>>(),
        "week": week.collect::<Vec<_>>(),
        "faults": summary.collect::<Vec<_>>(),
        "next_holidays": next_holidays(pages, voice, form),
    });
    pages
        .app
        .templates
        .page("programme/budget.html", frame, values)
}

/// How many rules the page shows: those that are filled in, and one more when asked for.
fn shown(form: &FormData, more: bool) -> usize {
    let filled = (0..RULES_MAX).filter(|at| {
        !form.text(&format!("rule/{at}/max")).is_empty()
            || !form.text(&format!("rule/{at}/days")).is_empty()
    });
    let filled = filled.max().map_or(0, |at| at + 1);
    (filled + usize::from(more || filled == 0)).min(RULES_MAX)
}

/// The holidays that come next, so that people see what the boxes mean.
fn next_holidays(pages: &Pages, voice: Voice<'_>, form: &FormData) -> Vec<Value> {
    let Ok((settings, _)) = form::read(form) else {
        return Vec::new();
    };
    let Ok(calendar) = Calendar::new(settings.calendar.clone()) else {
        return Vec::new();
    };
    let today = calendar.local(policy::At(pages.app.clock.now_us())).0;
    let holidays = &settings.calendar.holidays;
    let named = |day: Day| {
        let holiday = serde_json::to_value(holidays.on(day)?).ok()?;
        Some(json!({ "name": voice.holiday(holiday.as_str()?), "day": day.0 }))
    };
    (0..400)
        .filter_map(|ahead| named(today.plus(ahead)))
        .take(NEXT)
        .collect()
}

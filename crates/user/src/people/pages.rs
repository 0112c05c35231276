//! The pages of people: the list, and one person; administrators change all, others themselves.

mod view;

use axum::Router;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use platform::clock::{days_since_1970, start_of_day_us};
use platform::web::{App, FieldError, FormData, Frame, Path, Problem, Query};
use platform::words::Language;
use serde::Deserialize;

use self::view::{OnePage, Wrong};
use super::sent::{self, Given};
use super::service::{self, Change, NewPerson};
use super::store::Filter;
use crate::access::{Access, Entry, Gate, Routes};
use crate::model::Viewer;
use crate::pages::again;

/// People on one page of the list.
const PAGE: usize = 100;
/// What the buttons report once it is done.
const SAID: [&str; 5] = ["added", "invited", "saved", "deactivated", "activated"];

#[derive(Clone)]
pub(super) struct Pages {
    app: App,
    sends_mail: bool,
}

pub(super) fn routes(gate: &Gate, sends_mail: bool) -> (Router, Vec<Entry>) {
    let one = "/settings/people/{id}";
    Routes::new(gate)
        .get("/settings/people", Access::Viewer, list)
        .post("/settings/people", Access::Administrator, add)
        .get(one, Access::Member, show)
        .post(one, Access::Member, change)
        .post(
            "/settings/people/{id}/invite",
            Access::Administrator,
            invite,
        )
        .post(
            "/settings/people/{id}/deactivate",
            Access::Administrator,
            deactivate,
        )
        .post(
            "/settings/people/{id}/activate",
            Access::Administrator,
            activate,
        )
        .finish(Pages {
            app: gate.app().clone(),
            sends_mail,
        })
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    team: String,
    #[serde(default)]
    state: String,
    cursor: Option<String>,
    said: Option<String>,
}

impl Asked {
    fn filter(&self) -> Result<Filter, Problem> {
        let role = Some(self.role.as_str()).filter(|role| !role.is_empty());
        let active = match self.state.as_str() {
            "" => true,
            "left" => false,
            _ => return Err(Problem::BadRequest("state is left or nothing".to_owned())),
        };
        Ok(Filter {
            q: self.q.trim().to_owned(),
            role: role
                .map(sent::role)
                .transpose()
                .map_err(|e| Problem::all_invalid(vec![e]))?,
            team_id: given(&self.team),
            active,
        })
    }
}

fn said(name: Option<&str>) -> Option<&'static str> {
    SAID.into_iter().find(|known| Some(*known) == name)
}

async fn list(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Problem> {
    pages
        .list_page((&frame, &viewer), &asked, (&FormData::default(), &[]))
        .await
}

async fn add(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|n| {
        [
            "email", "name", "role", "language", "lead", "team", "password", "invite",
        ]
        .contains(&n)
    })?;
    let invite = form.text("invite") == "yes";
    let outcome = match new_person(&form, frame.language) {
        Ok(new) => {
            if invite {
                service::must_send_mail(pages.sends_mail)?;
            }
            let now_us = pages.app.clock.now_us();
            service::add(&pages.app.db, &viewer, new, (invite, now_us)).await
        }
        Err(problem) => Err(problem),
    };
    match outcome {
        Ok(_) => {
            let said = if invite { "invited" } else { "added" };
            Ok(Redirect::to(&format!("/settings/people?said={said}")).into_response())
        }
        Err(problem) => {
            let wrong = pages.wrong(&frame, problem, ("email", "email-taken"))?;
            let asked = Asked::default();
            let page = pages.list_page((&frame, &viewer), &asked, (&form, &wrong));
            Ok(again(page.await?))
        }
    }
}

fn new_person(form: &FormData, usual: Language) -> Result<NewPerson, Problem> {
    let one = |e: FieldError| Problem::all_invalid(vec![e]);
    let password = form.all("password").next().unwrap_or_default();
    Ok(NewPerson {
        email: form.text("email").to_owned(),
        name: form.text("name").to_owned(),
        role: sent::role(form.text("role")).map_err(one)?,
        language: match form.text("language") {
            "" => usual,
            code => sent::language(code).map_err(one)?,
        },
        lead_id: given(form.text("lead")),
        team_id: given(form.text("team")),
        password: given(password),
    })
}

fn given(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AskedOne {
    said: Option<String>,
}

async fn show(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(user_id): Path<String>,
    Query(asked): Query<AskedOne>,
) -> Result<Html<String>, Problem> {
    may_change(&viewer, &user_id)?;
    let page = OnePage {
        said: said(asked.said.as_deref()),
        form: None,
        wrong: &[],
    };
    pages.one_page((&frame, &viewer), &user_id, page).await
}

/// Administrators change everybody, others themselves.
fn may_change(viewer: &Viewer, user_id: &str) -> Result<(), Problem> {
    if viewer.may_write || viewer.user_id() == Some(user_id) {
        return Ok(());
    }
    let text = "administrators change others".to_owned();
    Err(Problem::Forbidden(text))
}

async fn change(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(user_id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    may_change(&viewer, &user_id)?;
    let own = ["language", "back_on", "deputy"];
    let all = ["name", "role", "lead", "team"];
    form.only(|n| own.contains(&n) || all.contains(&n))?;
    let zone = pages.zone(&viewer).await?;
    let change = match read_change(&form, &zone) {
        Ok(change) if viewer.may_write || change.is_own() => Ok(change),
        Ok(_) => {
            let text = "only an administrator changes this".to_owned();
            return Err(Problem::Forbidden(text));
        }
        Err(problem) => Err(problem),
    };
    pages
        .changed((&frame, &viewer), &user_id, (change, "saved", Some(&form)))
        .await
}

/// Reads the fields that were sent; those that were not stay as they are.
fn read_change(form: &FormData, zone: &TimeZone) -> Result<Change, Problem> {
    let mut errors = Vec::new();
    let mut change = Change {
        name: form.get("name").map(str::to_owned),
        ..Change::default()
    };
    let place = |name: &str| match form.get(name) {
        None => Given::Not,
        Some(id) => Given::As(given(id)),
    };
    (change.lead_id, change.deputy_id) = (place("lead"), place("deputy"));
    change.team_id = place("team");
    match form.get("role").map(sent::role).transpose() {
        Ok(role) => change.role = role,
        Err(error) => errors.push(error),
    }
    match form.get("language").map(sent::language).transpose() {
        Ok(language) => change.language = language,
        Err(error) => errors.push(error),
    }
    match form.get("back_on") {
        None => {}
        Some("") => change.away_until_us = Given::As(None),
        Some(text) => match text.parse::<Date>() {
            Ok(date) => {
                let at_us = start_of_day_us(zone, days_since_1970(date));
                change.away_until_us = Given::As(Some(at_us));
            }
            Err(_) => errors.push(FieldError::new("back_on", "give a date, as 2026-12-01")),
        },
    }
    if errors.is_empty() {
        Ok(change)
    } else {
        Err(Problem::all_invalid(errors))
    }
}

async fn invite(
    State(pages): State<Pages>,
    viewer: Viewer,
    Path(user_id): Path<String>,
) -> Result<Redirect, Problem> {
    service::must_send_mail(pages.sends_mail)?;
    let now_us = pages.app.clock.now_us();
    service::invite(&pages.app.db, &viewer, &user_id, now_us).await?;
    Ok(back(&user_id, "invited"))
}

async fn deactivate(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(user_id): Path<String>,
) -> Result<Response, Problem> {
    let change = Change {
        active: Some(false),
        ..Change::default()
    };
    pages
        .changed(
            (&frame, &viewer),
            &user_id,
            (Ok(change), "deactivated", None),
        )
        .await
}

async fn activate(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(user_id): Path<String>,
) -> Result<Response, Problem> {
    let change = Change {
        active: Some(true),
        ..Change::default()
    };
    pages
        .changed((&frame, &viewer), &user_id, (Ok(change), "activated", None))
        .await
}

fn back(user_id: &str, said: &str) -> Redirect {
    Redirect::to(&format!("/settings/people/{user_id}?said={said}"))
}

impl Pages {
    /// The zone in which days begin.
    async fn zone(&self, viewer: &Viewer) -> Result<TimeZone, Problem> {
        let (_, name) = crate::service::workspace(&self.app, &viewer.workspace_id).await?;
        TimeZone::get(&name).map_err(|e| Problem::Internal(format!("time zone {name}: {e}")))
    }

    /// Changes somebody; the page again with what was wrong, or afresh.
    async fn changed(
        &self,
        (frame, viewer): (&Frame, &Viewer),
        user_id: &str,
        (change, said, form): (Result<Change, Problem>, &str, Option<&FormData>),
    ) -> Result<Response, Problem> {
        let outcome = match change {
            Ok(change) => {
                let now_us = self.app.clock.now_us();
                service::change(&self.app.db, viewer, (user_id, change), now_us).await
            }
            Err(problem) => Err(problem),
        };
        match outcome {
            Ok(()) => Ok(back(user_id, said).into_response()),
            Err(problem) => {
                let wrong = self.wrong(frame, problem, ("role", "last-administrator"))?;
                let page = OnePage {
                    said: None,
                    form,
                    wrong: &wrong,
                };
                Ok(again(self.one_page((frame, viewer), user_id, page).await?))
            }
        }
    }

    /// What is wrong in a form, in the words of the page; a conflict is worded by `conflict` and
    /// belongs to its field. Any other problem is none of the form.
    fn wrong(
        &self,
        frame: &Frame,
        problem: Problem,
        conflict: (&'static str, &str),
    ) -> Result<Vec<Wrong>, Problem> {
        let say = |key: &str| {
            let key = format!("user-wrong-{key}");
            self.app.words.try_say(frame.language, &key, &[])
        };
        match problem {
            Problem::Invalid { errors, .. } => Ok(errors
                .into_iter()
                .map(|error| Wrong {
                    text: say(&error.pointer.replace('_', "-")).unwrap_or(error.detail),
                    field: view::field_of(&error.pointer),
                })
                .collect()),
            Problem::Conflict(detail) => Ok(vec![Wrong {
                field: conflict.0,
                text: say(conflict.1).unwrap_or(detail),
            }]),
            other => Err(other),
        }
    }
}

//! What the pages of people show.

use std::collections::HashMap;

use axum::response::Html;
use jiff::tz::TimeZone;
use platform::clock::{date_of_day, day_in};
use platform::web::{FormData, Frame, Problem, paging};
use platform::{DbError, Tx};
use serde_json::{Value, json};

use super::{Asked, PAGE, Pages, said};
use crate::model::{Role, Viewer};
use crate::people::{Person, store};
use crate::team::{self, Team};

/// A mistake in a form, in the words of the page.
#[derive(Clone, Debug)]
pub(super) struct Wrong {
    /// The field of the form.
    pub(super) field: &'static str,
    pub(super) text: String,
}

/// The field of a form that holds what is called `pointer` elsewhere.
pub(super) fn field_of(pointer: &str) -> &'static str {
    match pointer {
        "email" => "email",
        "password" => "password",
        "role" => "role",
        "language" => "language",
        "lead_id" => "lead",
        "team_id" => "team",
        "deputy_id" => "deputy",
        "back_on" | "away_until" => "back_on",
        _ => "name",
    }
}

/// What the page of one person shows besides the person.
pub(super) struct OnePage<'a> {
    /// What was done just now.
    pub(super) said: Option<&'static str>,
    /// The form as it was sent, when something in it is wrong.
    pub(super) form: Option<&'a FormData>,
    pub(super) wrong: &'a [Wrong],
}

fn mistakes(wrong: &[Wrong]) -> (Value, Value) {
    let summary: Vec<Value> = wrong
        .iter()
        .map(|w| json!({ "field": w.field, "text": w.text }))
        .collect();
    let fields = [
        "email", "name", "password", "role", "language", "lead", "team", "deputy", "back_on",
    ];
    let by_field: serde_json::Map<String, Value> = fields
        .into_iter()
        .map(|field| {
            let text = wrong
                .iter()
                .find(|w| w.field == field)
                .map(|w| w.text.as_str());
            (field.to_owned(), json!(text))
        })
        .collect();
    (summary.into(), by_field.into())
}

impl Pages {
    /// The list, with the form to add somebody as it was sent.
    pub(super) async fn list_page(
        &self,
        (frame, viewer): (&Frame, &Viewer),
        asked: &Asked,
        (form, wrong): (&FormData, &[Wrong]),
    ) -> Result<Html<String>, Problem> {
        let filter = asked.filter()?;
        let after = asked
            .cursor
            .as_deref()
            .map(paging::read_cursor::<1>)
            .transpose()?
            .map(|[email]| email);
        let is_first = after.is_none();
        let (workspace_id, may_write) = (viewer.workspace_id.clone(), viewer.may_write);
        let (mut people, names, leads, teams) = self
            .app
            .db
            .read(move |tx| {
                let place = (after.as_deref(), PAGE + 1);
                let people = store::part(tx, &workspace_id, &filter, place)?;
                let names = names(tx, &workspace_id, &people)?;
                let leads = if may_write {
                    store::active(tx, &workspace_id)?
                } else {
                    Vec::new()
                };
                Ok::<_, Problem>((people, names, leads, team::all(tx, &workspace_id)?))
            })
            .await?;
        let zone = self.zone(viewer).await?;
        let next = paging::cut(&mut people, PAGE)
            .map(|last| next_page(asked, &paging::cursor(&[&last.email])));
        let now_us = self.app.clock.now_us();
        let rows: Vec<Value> = people
            .iter()
            .map(|person| {
                let mut row = row(person, &names, (&zone, now_us), viewer);
                row["team"] = json!(team_name(person, &teams));
                row
            })
            .collect();
        let (summary, errors) = mistakes(wrong);
        let is_filtered = [&asked.q, &asked.role, &asked.team, &asked.state]
            .iter()
            .any(|asked| !asked.is_empty());
        let values = json!({
            "place": "settings", "settings": "people", "may_write": may_write,
            "sends_mail": self.sends_mail, "said": said(asked.said.as_deref()),
            "people": rows, "next": next, "is_first": is_first,
            "filter": { "q": asked.q, "role": asked.role, "team": asked.team, "state": asked.state },
            "is_filtered": is_filtered,
            "teams": team_options(&teams),
            "roles": Role::ALL.map(Role::as_str),
            "leads": options(&leads, None),
            "form": {
                "email": form.text("email"), "name": form.text("name"),
                "role": form.get("role").unwrap_or(Role::Employee.as_str()),
                "language": form.get("language").unwrap_or(frame.language.code()),
                "lead": form.text("lead"),
                "team": form.get("team").unwrap_or(&asked.team),
                "invite": self.sends_mail && (form.0.is_empty() || form.text("invite") == "yes"),
            },
            "wrong": summary, "errors": errors,
        });
        self.app.templates.page("user/people.html", frame, values)
    }

    /// One person, with the form as it was sent or as they are.
    pub(super) async fn one_page(
        &self,
        (frame, viewer): (&Frame, &Viewer),
        user_id: &str,
        page: OnePage<'_>,
    ) -> Result<Html<String>, Problem> {
        let (workspace_id, id) = (viewer.workspace_id.clone(), user_id.to_owned());
        let (person, others, teams) = self
            .app
            .db
            .read(move |tx| {
                let person = store::by_id(tx, &workspace_id, &id)?;
                let others = store::active(tx, &workspace_id)?;
                Ok::<_, Problem>((person, others, team::all(tx, &workspace_id)?))
            })
            .await?;
        let person = person.ok_or_else(|| Problem::no("person"))?;
        let (zone, now_us) = (self.zone(viewer).await?, self.app.clock.now_us());
        let back_on = person
            .away_until_us
            .filter(|_| person.is_away(now_us))
            .map(|until| date_of_day(day_in(&zone, until)).to_string());
        let field = |name: &str, value: &str| {
            let sent = page.form.and_then(|form| form.get(name));
            json!(sent.unwrap_or(value))
        };
        let (summary, errors) = mistakes(page.wrong);
        let values = json!({
            "place": "settings", "settings": "people", "may_write": viewer.may_write,
            "is_me": viewer.user_id() == Some(user_id),
            "sends_mail": self.sends_mail, "said": page.said,
            "person": {
                "id": person.user_id, "name": person.name, "email": person.email,
                "may_login": person.may_login, "active": person.is_active(),
                "left_at_us": person.deactivated_at_us,
                "team": team_name(&person, &teams), "role": person.role.as_str(),
            },
            "form": {
                "name": field("name", &person.name),
                "role": field("role", person.role.as_str()),
                "language": field("language", &person.language),
                "lead": field("lead", person.lead_id.as_deref().unwrap_or_default()),
                "team": field("team", person.team_id.as_deref().unwrap_or_default()),
                "back_on": field("back_on", back_on.as_deref().unwrap_or_default()),
                "deputy": field("deputy", person.deputy_id.as_deref().unwrap_or_default()),
            },
            "roles": Role::ALL.map(Role::as_str),
            "teams": team_options(&teams),
            "others": options(&others, Some(user_id)),
            "wrong": summary, "errors": errors,
        });
        self.app.templates.page("user/person.html", frame, values)
    }
}

/// The full name of the team somebody works in.
fn team_name(person: &Person, teams: &[Team]) -> Option<String> {
    let team_id = person.team_id.as_deref()?;
    Some(team::rules::full_name(team_id, teams))
}

/// Teams to choose from, as the tree is read.
pub(crate) fn team_options(teams: &[Team]) -> Vec<Value> {
    team::rules::in_order(teams)
        .into_iter()
        .map(|(one, _)| {
            let name = team::rules::full_name(&one.team_id, teams);
            json!({ "id": one.team_id, "name": name })
        })
        .collect()
}

/// People to choose from, without the one with id `but`.
fn options(people: &[Person], but: Option<&str>) -> Vec<Value> {
    people
        .iter()
        .filter(|person| Some(person.user_id.as_str()) != but)
        .map(|person| json!({ "id": person.user_id, "name": person.name, "email": person.email }))
        .collect()
}

/// The names of those whom `people` report to and who stand in for them.
fn names(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    people: &[Person],
) -> Result<HashMap<String, String>, DbError> {
    let mut names = HashMap::new();
    for person in people {
        for id in [&person.lead_id, &person.deputy_id].into_iter().flatten() {
            if !names.contains_key(id)
                && let Some(found) = store::by_id(tx, workspace_id, id)?
            {
                names.insert(id.clone(), found.name);
            }
        }
    }
    Ok(names)
}

fn row(
    person: &Person,
    names: &HashMap<String, String>,
    (zone, now_us): (&TimeZone, i64),
    viewer: &Viewer,
) -> Value {
    let name = |id: &Option<String>| id.as_ref().and_then(|id| names.get(id));
    let back_on = person
        .away_until_us
        .filter(|_| person.is_away(now_us))
        .map(|until| day_in(zone, until));
    let is_me = viewer.user_id() == Some(person.user_id.as_str());
    json!({
        "id": person.user_id, "name": person.name, "email": person.email,
        "role": person.role.as_str(), "lead": name(&person.lead_id),
        "back_on": back_on, "deputy": name(&person.deputy_id),
        "may_login": person.may_login, "may_change": viewer.may_write || is_me, "is_me": is_me,
    })
}

/// The address of the next page of the list.
fn next_page(asked: &Asked, cursor: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("q", &asked.q)
        .append_pair("role", &asked.role)
        .append_pair("team", &asked.team)
        .append_pair("state", &asked.state)
        .append_pair("cursor", cursor)
        .finish();
    format!("/settings/people?{query}")
}

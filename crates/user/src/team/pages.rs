//! The pages of teams: the tree, and one team with its people.

use axum::Router;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::web::{App, FormData, Frame, Path, Problem, Query};
use serde::Deserialize;
use serde_json::{Value, json};

use super::service::{self, Change};
use super::{Team, rules};
use crate::access::{Access, Entry, Gate, Routes};
use crate::model::{Role, Viewer};
use crate::pages::{again, mendable};
use crate::people::{self, Person};

/// What the buttons report once it is done.
const SAID: [&str; 5] = [
    "team-added",
    "saved",
    "team-removed",
    "team-joined",
    "team-left",
];

pub(super) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    let one = "/settings/teams/{id}";
    Routes::new(gate)
        .get("/settings/teams", Access::Viewer, list)
        .post("/settings/teams", Access::Administrator, add)
        .get(one, Access::Viewer, show)
        .post(one, Access::Administrator, change)
        .post("/settings/teams/{id}/remove", Access::Administrator, remove)
        .post("/settings/teams/{id}/people", Access::Administrator, join)
        .post(
            "/settings/teams/{id}/people/{user_id}/remove",
            Access::Administrator,
            leave,
        )
        .finish(Pages {
            app: gate.app().clone(),
        })
}

#[derive(Clone)]
struct Pages {
    app: App,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    said: Option<String>,
}

impl Asked {
    fn said(&self) -> Option<&'static str> {
        SAID.into_iter()
            .find(|known| Some(*known) == self.said.as_deref())
    }
}

/// What a page shows besides what is stored.
#[derive(Default)]
struct Shown<'a> {
    said: Option<&'static str>,
    form: Option<&'a FormData>,
    error: Option<String>,
}

async fn list(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Problem> {
    let shown = Shown {
        said: asked.said(),
        ..Shown::default()
    };
    pages.list_page((&frame, &viewer), shown).await
}

async fn add(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|n| ["name", "parent"].contains(&n))?;
    let parent = Some(form.text("parent")).filter(|id| !id.is_empty());
    let (now_us, new) = (pages.app.clock.now_us(), (form.text("name"), parent));
    match service::add(&pages.app.db, &viewer, new, now_us).await {
        Ok(_) => Ok(Redirect::to("/settings/teams?said=team-added").into_response()),
        Err(problem) => {
            let shown = Shown {
                form: Some(&form),
                error: Some(pages.worded(&frame, problem)?),
                ..Shown::default()
            };
            Ok(again(pages.list_page((&frame, &viewer), shown).await?))
        }
    }
}

async fn show(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(team_id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Problem> {
    let shown = Shown {
        said: asked.said(),
        ..Shown::default()
    };
    pages.one_page((&frame, &viewer), &team_id, shown).await
}

async fn change(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(team_id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|n| ["name", "parent"].contains(&n))?;
    let parent = |id: &str| Some(id.to_owned()).filter(|id| !id.is_empty());
    let change = Change {
        name: form.get("name").map(str::to_owned),
        parent_id: form.get("parent").map(parent),
    };
    let now_us = pages.app.clock.now_us();
    let outcome = service::change(&pages.app.db, &viewer, (&team_id, change), now_us).await;
    match outcome {
        Ok(()) => Ok(back(&team_id, "saved").into_response()),
        Err(problem) => {
            let shown = Shown {
                form: Some(&form),
                error: Some(pages.worded(&frame, problem)?),
                ..Shown::default()
            };
            let page = pages.one_page((&frame, &viewer), &team_id, shown);
            Ok(again(page.await?))
        }
    }
}

async fn remove(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(team_id): Path<String>,
) -> Result<Response, Problem> {
    let now_us = pages.app.clock.now_us();
    match service::remove(&pages.app.db, &viewer, &team_id, now_us).await {
        Ok(()) => Ok(Redirect::to("/settings/teams?said=team-removed").into_response()),
        Err(problem) => {
            let shown = Shown {
                error: Some(pages.worded(&frame, problem)?),
                ..Shown::default()
            };
            let page = pages.one_page((&frame, &viewer), &team_id, shown);
            Ok(again(page.await?))
        }
    }
}

async fn join(
    State(pages): State<Pages>,
    viewer: Viewer,
    Path(team_id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|n| n == "person")?;
    let person = form.text("person");
    pages.put(&viewer, person, Some(&team_id)).await?;
    Ok(back(&team_id, "team-joined"))
}

async fn leave(
    State(pages): State<Pages>,
    viewer: Viewer,
    Path((team_id, user_id)): Path<(String, String)>,
) -> Result<Redirect, Problem> {
    pages.put(&viewer, &user_id, None).await?;
    Ok(back(&team_id, "team-left"))
}

fn back(team_id: &str, said: &str) -> Redirect {
    Redirect::to(&format!("/settings/teams/{team_id}?said={said}"))
}

impl Pages {
    /// Puts somebody in a team, or in none.
    async fn put(
        &self,
        viewer: &Viewer,
        user_id: &str,
        team_id: Option<&str>,
    ) -> Result<(), Problem> {
        let now_us = self.app.clock.now_us();
        people::put_in_team(&self.app.db, viewer, (user_id, team_id), now_us).await
    }

    /// The sentence of what is wrong, in the words of the page.
    fn worded(&self, frame: &Frame, problem: Problem) -> Result<String, Problem> {
        let key = match &problem {
            Problem::Invalid { errors, .. } => match errors.first().map(|e| e.pointer.as_str()) {
                Some("parent_id") => "user-wrong-team-parent",
                Some("name") => "user-wrong-team-name",
                _ => return mendable(problem),
            },
            Problem::Conflict(_) => "user-wrong-team-not-empty",
            _ => return Err(problem),
        };
        Ok(self.app.words.say(frame.language, key, &[]))
    }

    async fn stored(&self, viewer: &Viewer) -> Result<(Vec<Team>, Vec<Person>), Problem> {
        let workspace_id = viewer.workspace_id.clone();
        self.app
            .db
            .read(move |tx| {
                let teams = super::all(tx, &workspace_id)?;
                Ok::<_, Problem>((teams, people::active(tx, &workspace_id)?))
            })
            .await
    }

    async fn list_page(
        &self,
        (frame, viewer): (&Frame, &Viewer),
        shown: Shown<'_>,
    ) -> Result<Html<String>, Problem> {
        let (teams, people) = self.stored(viewer).await?;
        let rows: Vec<Value> = rules::in_order(&teams)
            .into_iter()
            .map(|(team, level)| row(team, level, &people))
            .collect();
        let outside = people
            .iter()
            .filter(|person| person.team_id.is_none())
            .count();
        let text = |name: &str| shown.form.map(|form| form.text(name)).unwrap_or_default();
        let values = json!({
            "place": "settings", "settings": "teams", "may_write": viewer.may_write,
            "teams": rows, "options": options(&teams, None), "outside": outside,
            "form": { "name": text("name"), "parent": text("parent") },
            "said": shown.said, "error": shown.error,
        });
        self.app.templates.page("user/teams.html", frame, values)
    }

    async fn one_page(
        &self,
        (frame, viewer): (&Frame, &Viewer),
        team_id: &str,
        shown: Shown<'_>,
    ) -> Result<Html<String>, Problem> {
        let (teams, people) = self.stored(viewer).await?;
        let team = teams.iter().find(|team| team.team_id == team_id);
        let team = team.ok_or_else(|| Problem::no("team"))?;
        let (inside, outside): (Vec<&Person>, Vec<&Person>) = people
            .iter()
            .partition(|person| person.team_id.as_deref() == Some(team_id));
        let under: Vec<Value> = teams
            .iter()
            .filter(|other| other.parent_id.as_deref() == Some(team_id))
            .map(|other| json!({ "id": other.team_id, "name": other.name, "people": other.people }))
            .collect();
        let parent = team.parent_id.as_deref();
        let parent_name = parent.map(|id| rules::full_name(id, &teams));
        let field = |name: &str, value: &str| {
            let sent = shown.form.and_then(|form| form.get(name));
            json!(sent.unwrap_or(value))
        };
        let values = json!({
            "place": "settings", "settings": "teams", "may_write": viewer.may_write,
            "team": { "id": team.team_id, "name": team.name },
            "parent": parent.map(|id| json!({ "id": id, "name": parent_name })),
            "under": under,
            "people": inside.iter().map(|one| brief(one)).collect::<Vec<_>>(),
            "others": outside.iter().map(|one| brief(one)).collect::<Vec<_>>(),
            "options": options(&teams, Some(team_id)),
            "is_empty": inside.is_empty() && under.is_empty(),
            "form": {
                "name": field("name", &team.name),
                "parent": field("parent", parent.unwrap_or_default()),
            },
            "said": shown.said, "error": shown.error,
        });
        self.app.templates.page("user/team.html", frame, values)
    }
}

/// A line of the tree: who leads the team is whoever works in it as lead.
fn row(team: &Team, level: usize, people: &[Person]) -> Value {
    let leads: Vec<&str> = people
        .iter()
        .filter(|one| one.team_id.as_ref() == Some(&team.team_id) && one.role == Role::Lead)
        .map(|one| one.name.as_str())
        .collect();
    json!({
        "id": team.team_id, "name": team.name, "level": level, "people": team.people,
        "leads": leads.join(", "),
    })
}

fn brief(person: &Person) -> Value {
    json!({
        "id": person.user_id, "name": person.name, "email": person.email,
        "role": person.role.as_str(),
    })
}

/// Teams to choose a parent from: not the team itself and not what is below it.
fn options(teams: &[Team], but: Option<&str>) -> Vec<Value> {
    let without = but.map(|id| rules::below(id, teams)).unwrap_or_default();
    rules::in_order(teams)
        .into_iter()
        .filter(|(team, _)| !without.contains(&team.team_id.as_str()))
        .map(|(team, _)| {
            let name = rules::full_name(&team.team_id, teams);
            json!({ "id": team.team_id, "name": name })
        })
        .collect()
}

//! The page of workspaces, for administrators of the installation.

use axum::Router;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::web::{App, FormData, Frame, Path, Problem, Query};
use platform::words::Language;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Maker;
use super::service::{self, NewWorkspace};
use crate::access::{Access, Entry, Gate, Routes};
use crate::model::Viewer;
use crate::pages::{again, mendable};

/// What the buttons report once it is done.
const SAID: [&str; 3] = ["workspace-added", "saved", "workspace-granted"];
/// The page.
const HERE: &str = "/settings/workspaces";

#[derive(Clone)]
struct Pages {
    app: App,
    sends_mail: bool,
}

pub(super) fn routes(gate: &Gate, sends_mail: bool) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get(HERE, Access::Installer, list)
        .post(HERE, Access::Installer, add)
        .post(
            "/settings/workspaces/administrators",
            Access::Installer,
            grant,
        )
        .post("/settings/workspaces/{id}", Access::Installer, rename)
        .finish(Pages {
            app: gate.app().clone(),
            sends_mail,
        })
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    said: Option<String>,
}

async fn list(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Problem> {
    let said = SAID
        .into_iter()
        .find(|known| Some(*known) == asked.said.as_deref());
    pages.page((&frame, &viewer), said, (None, None)).await
}

async fn add(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|n| ["name", "email", "language", "password"].contains(&n))?;
    let password = form.all("password").next().unwrap_or_default();
    let new = NewWorkspace {
        name: form.text("name").to_owned(),
        email: form.text("email").to_owned(),
        language: Language::from_code(form.text("language")).unwrap_or(frame.language),
        password: Some(password.to_owned()).filter(|text| !text.is_empty()),
    };
    let when = (pages.sends_mail, pages.app.clock.now_us());
    let added = service::add(&pages.app.db, Maker::Viewer(&viewer), new, when).await;
    pages
        .done(
            (&frame, &viewer),
            (added.map(|_| ()), "workspace-added"),
            Some(&form),
        )
        .await
}

async fn rename(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(workspace_id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|n| n == "name")?;
    let what = (workspace_id.as_str(), form.text("name"));
    let now_us = pages.app.clock.now_us();
    let renamed = service::rename(&pages.app.db, Maker::Viewer(&viewer), what, now_us).await;
    pages
        .done((&frame, &viewer), (renamed, "saved"), None)
        .await
}

async fn grant(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|n| ["administrator", "may"].contains(&n))?;
    let what = (form.text("administrator"), form.text("may") == "yes");
    let now_us = pages.app.clock.now_us();
    let granted = service::grant(&pages.app.db, Maker::Viewer(&viewer), what, now_us).await;
    pages
        .done((&frame, &viewer), (granted, "workspace-granted"), None)
        .await
}

impl Pages {
    async fn done(
        &self,
        who: (&Frame, &Viewer),
        (outcome, said): (Result<(), Problem>, &str),
        form: Option<&FormData>,
    ) -> Result<Response, Problem> {
        match outcome {
            Ok(()) => Ok(Redirect::to(&format!("{HERE}?said={said}")).into_response()),
            Err(problem) => {
                let error = self.worded(who.0, problem)?;
                Ok(again(self.page(who, None, (form, Some(error))).await?))
            }
        }
    }

    /// The sentence of what is wrong, in the words of the page.
    fn worded(&self, frame: &Frame, problem: Problem) -> Result<String, Problem> {
        let say = |key: &str| self.app.words.try_say(frame.language, key, &[]);
        let key = match &problem {
            Problem::Invalid { errors, .. } => {
                let first = errors.first().map(|e| e.pointer.as_str());
                match (first, errors.first().map(|e| e.detail.contains("already"))) {
                    (Some("name"), Some(true)) => "user-wrong-workspace-name".to_owned(),
                    (Some("email"), _) if errors[0].detail.contains("logs in") => {
                        "user-wrong-no-login".to_owned()
                    }
                    (Some(pointer), _) => format!("user-wrong-{pointer}"),
                    (None, _) => String::new(),
                }
            }
            Problem::Conflict(text) if text.contains("password") => {
                "user-wrong-has-login".to_owned()
            }
            Problem::Conflict(_) => "user-wrong-last-installer".to_owned(),
            _ => return Err(problem),
        };
        match say(&key) {
            Some(text) => Ok(text),
            None => mendable(problem),
        }
    }

    async fn page(
        &self,
        (frame, viewer): (&Frame, &Viewer),
        said: Option<&str>,
        (form, error): (Option<&FormData>, Option<String>),
    ) -> Result<Html<String>, Problem> {
        let (all, administrators) = service::look(&self.app.db).await?;
        let rows: Vec<Value> = all
            .iter()
            .map(|one| {
                json!({ "id": one.workspace_id, "name": one.name, "people": one.people,
                        "created_at_us": one.created_at_us,
                        "here": one.workspace_id == viewer.workspace_id })
            })
            .collect();
        let text = |name: &str| form.map(|form| form.text(name)).unwrap_or_default();
        let values = json!({
            "place": "settings", "settings": "workspaces",
            "workspaces": rows, "administrators": administrators, "sends_mail": self.sends_mail,
            "form": { "name": text("name"), "email": text("email"),
                      "language": form.and_then(|f| f.get("language"))
                          .unwrap_or(frame.language.code()) },
            "said": said, "error": error,
        });
        self.app
            .templates
            .page("user/workspaces.html", frame, values)
    }
}

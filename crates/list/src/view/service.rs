//! The verbs of saved views: pages and API call the same.

use std::sync::Arc;

use platform::web::App;
use platform::{Problem, Tx, id};
use serde_json::json;
use user::{Viewer, audit};

use super::{Listed, View, store};
use crate::address::{self, Asking};

/// Longest name of a view, in characters.
const NAME_MAX: usize = 80;
/// Longest query of a view, in bytes.
const QUERY_MAX: usize = 4000;
/// Views one person sees at most.
const VIEWS_MAX: usize = 200;

/// What pages and API of saved views share.
#[derive(Clone)]
pub(super) struct Views {
    pub(super) app: App,
    listed: Arc<[Listed]>,
}

/// What is said of a view; what isn't stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Its name.
    pub name: Option<String>,
    /// The list.
    pub query: Option<String>,
    /// Whether everybody sees it.
    pub shared: Option<bool>,
}

/// The views of a noun that somebody sees, by name.
pub async fn seen(app: &App, viewer: &Viewer, noun: &'static str) -> Result<Vec<View>, Problem> {
    let (workspace_id, user_id) = of(viewer);
    app.db
        .read(move |tx| Ok(store::views(tx, &workspace_id, (&user_id, Some(noun)))?))
        .await
}

impl Views {
    pub(super) fn new(app: &App, listed: &[Listed]) -> Self {
        Self {
            app: app.clone(),
            listed: listed.into(),
        }
    }

    /// The noun of this name.
    pub(super) fn listed(&self, noun: &str) -> Result<&Listed, Problem> {
        let found = self.listed.iter().find(|one| one.noun == noun);
        found.ok_or_else(|| {
            let nouns: Vec<&str> = self.listed.iter().map(|one| one.noun).collect();
            Problem::invalid("/noun", format!("give {}", nouns.join(" or ")))
        })
    }

    /// All views that somebody sees, or those of a noun.
    pub(super) async fn all(
        &self,
        viewer: &Viewer,
        noun: Option<&str>,
    ) -> Result<Vec<View>, Problem> {
        let noun = noun.map(|noun| self.listed(noun)).transpose()?;
        let (workspace_id, user_id) = of(viewer);
        let noun = noun.map(|listed| listed.noun);
        self.app
            .db
            .read(move |tx| Ok(store::views(tx, &workspace_id, (&user_id, noun))?))
            .await
    }

    /// One of the views somebody sees.
    pub(super) async fn one(&self, viewer: &Viewer, view_id: &str) -> Result<View, Problem> {
        let ((workspace_id, user_id), view_id) = (of(viewer), view_id.to_owned());
        self.app
            .db
            .read(move |tx| {
                store::view(tx, &workspace_id, (&user_id, &view_id))?
                    .ok_or_else(|| Problem::no("view"))
            })
            .await
    }

    /// Keeps a new view of a noun.
    pub(super) async fn add(
        &self,
        viewer: &Viewer,
        noun: &str,
        said: Said,
    ) -> Result<View, Problem> {
        let listed = self.listed(noun)?;
        let now_us = self.app.clock.now_us();
        let view = View {
            view_id: id::new(),
            noun: listed.noun.to_owned(),
            user_id: of(viewer).1,
            name: name(said.name.as_deref().unwrap_or_default())?,
            query: query(
                said.query.as_deref().unwrap_or_default(),
                listed,
                (viewer, now_us),
            )?,
            shared: shared(viewer, said.shared.unwrap_or_default())?,
            revision: 0,
        };
        let viewer = viewer.clone();
        self.app
            .db
            .write(move |tx| {
                let workspace_id = viewer.workspace_id.as_str();
                if store::views(tx, workspace_id, (&view.user_id, None))?.len() >= VIEWS_MAX {
                    return Err(Problem::Conflict(format!(
                        "at most {VIEWS_MAX} views are kept"
                    )));
                }
                store::add_view(tx, workspace_id, &view, now_us)?;
                noted(tx, &viewer, ("view.created", &view), now_us)?;
                Ok(view.clone())
            })
            .await
    }

    /// Changes a view: one's own, or a shared one by somebody who may change what is listed.
    pub(super) async fn change(
        &self,
        viewer: &Viewer,
        view_id: &str,
        said: Said,
    ) -> Result<View, Problem> {
        let now_us = self.app.clock.now_us();
        let name = said.name.as_deref().map(name).transpose()?;
        let listed = *self.listed(&self.one(viewer, view_id).await?.noun)?;
        let said_query = said.query.as_deref();
        let query = said_query
            .map(|text| query(text, &listed, (viewer, now_us)))
            .transpose()?;
        let shared = said.shared.map(|is| shared(viewer, is)).transpose()?;
        let (viewer, view_id) = (viewer.clone(), view_id.to_owned());
        self.app
            .db
            .write(move |tx| {
                let mut view = own(tx, &viewer, &view_id)?;
                view.name = name.clone().unwrap_or(view.name);
                view.query = query.clone().unwrap_or(view.query);
                view.shared = shared.unwrap_or(view.shared);
                if !store::change_view(tx, &viewer.workspace_id, &view, now_us)? {
                    return Err(Problem::Conflict(
                        "the view was changed meanwhile".to_owned(),
                    ));
                }
                noted(tx, &viewer, ("view.changed", &view), now_us)?;
                view.revision += 1;
                Ok(view)
            })
            .await
    }

    /// Forgets a view.
    pub(super) async fn remove(&self, viewer: &Viewer, view_id: &str) -> Result<(), Problem> {
        let (viewer, view_id) = (viewer.clone(), view_id.to_owned());
        let now_us = self.app.clock.now_us();
        self.app
            .db
            .write(move |tx| {
                let view = own(tx, &viewer, &view_id)?;
                store::remove_view(tx, &viewer.workspace_id, &view_id)?;
                noted(tx, &viewer, ("view.removed", &view), now_us)
            })
            .await
    }
}

/// Workspace and person; a program is nobody.
fn of(viewer: &Viewer) -> (String, String) {
    let user_id = viewer.user_id().unwrap_or_default();
    (viewer.workspace_id.clone(), user_id.to_owned())
}

/// A view that somebody may change.
fn own(tx: &mut Tx<'_>, viewer: &Viewer, view_id: &str) -> Result<View, Problem> {
    let (workspace_id, user_id) = of(viewer);
    let view =
        store::view(tx, &workspace_id, (&user_id, view_id))?.ok_or_else(|| Problem::no("view"))?;
    if view.user_id == user_id || viewer.may_manage {
        Ok(view)
    } else {
        Err(Problem::Forbidden(
            "a shared view is changed by who made it or an administrator".to_owned(),
        ))
    }
}

fn noted(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (action, view): (&'static str, &View),
    now_us: i64,
) -> Result<(), Problem> {
    let note = audit::Note {
        action,
        noun: "view",
        id: &view.view_id,
        detail: json!({ "of": view.noun, "shared": view.shared }),
    };
    Ok(audit::note(tx, viewer, note, now_us)?)
}

fn name(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    let fits = (1..=NAME_MAX).contains(&text.chars().count());
    if fits && !text.chars().any(char::is_control) {
        Ok(text.to_owned())
    } else {
        let detail = format!("give 1 to {NAME_MAX} characters on one line");
        Err(Problem::invalid("/name", detail))
    }
}

/// A query that is a list of the noun.
fn query(text: &str, listed: &Listed, (viewer, now_us): (&Viewer, i64)) -> Result<String, Problem> {
    if text.len() > QUERY_MAX || text.chars().any(char::is_control) {
        return Err(Problem::invalid("/query", "this is too long for a list"));
    }
    let pairs = address::pairs(text);
    let asking = Asking {
        user_id: viewer.user_id(),
        now_us,
    };
    (listed.check)(&pairs, &asking).map_err(|problem| match problem {
        Problem::BadRequest(detail) => Problem::invalid("/query", detail),
        other => other,
    })?;
    Ok(address::written(&pairs))
}

fn shared(viewer: &Viewer, is_shared: bool) -> Result<bool, Problem> {
    if is_shared && !viewer.may_work {
        return Err(Problem::Forbidden(
            "sharing a view is for people who may work".to_owned(),
        ));
    }
    Ok(is_shared)
}

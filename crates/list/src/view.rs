//! Saved views: a list somebody keeps for themselves, or for everybody.

mod api;
mod pages;
mod service;
mod store;

use platform::Problem;
use serde_json::{Value, json};
use user::{Entry, Gate, Viewer};

use crate::address::Asking;

pub use service::{Said, seen};

/// Whether pairs are a list, as somebody asks for it.
pub type Check = fn(&[(String, String)], &Asking<'_>) -> Result<(), Problem>;

/// A noun that has lists which are kept.
#[derive(Clone, Copy, Debug)]
pub struct Listed {
    /// The noun, as stored and sent.
    pub noun: &'static str,
    /// Where its list is.
    pub path: &'static str,
    /// Where its page sends a view that is to be kept.
    pub keep: &'static str,
    /// Where its page sends that a view is to be forgotten, with `{id}`.
    pub forget: &'static str,
    /// Whether pairs are a list of it.
    pub check: Check,
}

/// A list that somebody keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its id.
    pub view_id: String,
    /// What is listed.
    pub noun: String,
    /// Whose it is; empty when a program made it.
    pub user_id: String,
    /// What it is called.
    pub name: String,
    /// The list, as its address has it.
    pub query: String,
    /// Whether everybody sees it.
    pub shared: bool,
    /// Goes up with every change.
    pub revision: i64,
}

/// The routes of saved views of these nouns: API, and what their pages send.
pub fn routes(gate: &Gate, listed: &[Listed]) -> (axum::Router, Vec<Entry>) {
    let views = service::Views::new(gate.app(), listed);
    let (mut router, mut entries) = api::routes(gate, views.clone());
    for one in listed {
        let (pages, more) = pages::routes(gate, views.clone(), *one);
        router = router.merge(pages);
        entries.extend(more);
    }
    (router, entries)
}

/// Views as a list's page shows them; `current` is the id of the one that is looked at.
pub fn shown(views: &[View], viewer: &Viewer, (path, current): (&str, &str)) -> Value {
    let user_id = viewer.user_id().unwrap_or_default();
    let shown = views.iter().map(|kept| {
        let and = if kept.query.is_empty() { "" } else { "&" };
        json!({
            "id": kept.view_id,
            "name": crate::cell::shown(&kept.name),
            "shared": kept.shared,
            "own": kept.user_id == user_id || viewer.may_manage,
            "current": kept.view_id == current,
            "href": format!("{path}?{}{and}view={}", kept.query, kept.view_id),
        })
    });
    shown.collect()
}

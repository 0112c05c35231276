//! The pages that make, try and watch rules.

mod cases;
mod consequence;
mod edit;
mod form;
mod leaf;
mod list;
mod rows;
mod say;
mod show;
mod wrong;

use axum::Router;
use platform::web::{App, Frame};
use serde::Deserialize;
use user::{Access, Entry, Gate, Routes};

use self::say::Voice;
use crate::service::Choices;

/// What the handlers share.
#[derive(Clone)]
pub(crate) struct Pages {
    app: App,
}

impl Pages {
    fn voice<'a>(&'a self, frame: &'a Frame, choices: &'a Choices) -> Voice<'a> {
        Voice {
            app: &self.app,
            frame,
            choices,
        }
    }
}

pub(crate) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    use Access::{Manager, Viewer};
    Routes::new(gate)
        .get("/rules", Viewer, list::list)
        .post("/rules", Manager, list::create)
        .get("/rules/new", Manager, list::new)
        .get("/rules/{id}", Viewer, show::show)
        .get("/rules/{id}/edit", Manager, edit::show)
        .post("/rules/{id}/edit", Manager, edit::save)
        .post("/rules/{id}/on", Manager, show::on)
        .post("/rules/{id}/off", Manager, show::off)
        .post("/rules/{id}/archive", Manager, show::archive)
        .post("/rules/{id}/remove", Manager, show::remove)
        .get("/rules/{id}/open-cases", Viewer, cases::show)
        .post("/rules/{id}/open-cases", Manager, cases::apply)
        .finish(Pages {
            app: gate.app().clone(),
        })
}

/// What a page says after something was done.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Said {
    Created,
    Saved,
    On,
    Off,
    Archived,
    Removed,
    Applied,
}

impl Said {
    const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Saved => "saved",
            Self::On => "on",
            Self::Off => "off",
            Self::Archived => "archived",
            Self::Removed => "removed",
            Self::Applied => "applied",
        }
    }
}

/// A name with underscores as part of a message's key.
fn dashed(name: &str) -> String {
    name.replace('_', "-")
}

//! The pages that make, watch and explain programmes.

mod ahead;
mod days;
mod edit;
mod form;
mod outreach;
mod overview;
mod people;
mod preview;
mod report;
mod settings;
mod settings_form;
mod sources;
mod view;

use axum::Router;
use platform::web::{App, Frame};
use serde::Deserialize;
use user::{Access, Entry, Gate, Routes};

use self::view::Voice;

/// What the handlers share.
#[derive(Clone)]
pub(crate) struct Pages {
    app: App,
    /// How mail goes out; nothing when none is sent.
    mail: Option<mail::Settings>,
}

impl Pages {
    fn voice<'a>(&'a self, frame: &'a Frame) -> Voice<'a> {
        Voice {
            app: &self.app,
            frame,
        }
    }
}

pub(crate) fn routes(gate: &Gate, mail: Option<&mail::Settings>) -> (Router, Vec<Entry>) {
    use Access::{Manager, Viewer};
    Routes::new(gate)
        .get("/programmes", Viewer, overview::list)
        .post("/programmes", Manager, overview::create)
        .get("/programmes/calendar", Viewer, ahead::calendar)
        .get("/programmes/outreach", Viewer, outreach::page)
        .get("/programmes/budget", Viewer, settings::show)
        .post("/programmes/budget", Manager, settings::save)
        .get("/programmes/sources", Viewer, sources::list)
        .post("/programmes/sources", Manager, sources::create)
        .post("/programmes/sources/{id}/secret", Manager, sources::secret)
        .post("/programmes/sources/{id}/remove", Manager, sources::remove)
        .get("/programmes/{id}", Viewer, overview::show)
        .post("/programmes/{id}/start", Manager, overview::start)
        .post("/programmes/{id}/pause", Manager, overview::pause)
        .post("/programmes/{id}/resume", Manager, overview::resume)
        .post("/programmes/{id}/end", Manager, overview::end)
        .post("/programmes/{id}/remove", Manager, overview::remove)
        .get("/programmes/{id}/edit", Manager, edit::show)
        .post("/programmes/{id}/edit", Manager, edit::save)
        .get("/programmes/{id}/preview", Viewer, preview::page)
        .get("/programmes/{id}/preview/mail", Viewer, preview::mail)
        .post("/programmes/{id}/test", Manager, preview::test)
        .get("/programmes/{id}/contacts", Viewer, people::contacts)
        .get("/programmes/{id}/report", Viewer, report::page)
        .finish(Pages {
            app: gate.app().clone(),
            mail: mail.cloned(),
        })
}

/// What a page says after something was done.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Said {
    Created,
    Saved,
    Started,
    Paused,
    Resumed,
    Ended,
    Tested,
    Removed,
}

impl Said {
    const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Saved => "saved",
            Self::Started => "started",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::Ended => "ended",
            Self::Tested => "tested",
            Self::Removed => "removed",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidParameters {
    said: Option<Said>,
}

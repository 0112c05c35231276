//! Importing responses from a file: look at it ([`profile`]), propose what its columns are
//! ([`propose`], or [`draft`] for a new survey), convert its rows ([`row`]) and store them
//! ([`run`]). Running it twice changes nothing; breaking it off and running it again finishes it.

mod calendar;
mod cell;
pub mod draft;
mod ids;
pub mod jobs;
pub mod mapping;
mod pages;
pub mod profile;
pub mod progress;
pub mod propose;
pub mod reason;
pub mod rejected;
pub mod row;
pub mod run;
pub mod service;
pub mod staging;
mod words;

pub use calendar::Calendar;
pub use mapping::{Codes, Mapping, MappingError, Target};
pub use pages::routes;
pub use profile::Profile;
pub use progress::Progress;
pub use reason::{Fault, Reason, Rejection};
pub use row::{Converter, Prepared};
pub use run::{Met, Plan, RunError, Summary};

use platform::slice::{Slice, Words};

/// Templates and words of the import's pages.
pub const SLICE: Slice = Slice {
    name: "import",
    templates: &[
        (
            "import/start.html",
            include_str!("../templates/import_start.html"),
        ),
        (
            "import/start_new.html",
            include_str!("../templates/import_start_new.html"),
        ),
        (
            "import/_upload.html",
            include_str!("../templates/import_upload.html"),
        ),
        (
            "import/new.html",
            include_str!("../templates/import_new.html"),
        ),
        (
            "import/mapping.html",
            include_str!("../templates/import_mapping.html"),
        ),
        (
            "import/_summary.html",
            include_str!("../templates/import_summary.html"),
        ),
        (
            "import/progress.html",
            include_str!("../templates/import_progress.html"),
        ),
        (
            "import/done.html",
            include_str!("../templates/import_done.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/import.en.ftl"),
        nl: include_str!("../locales/import.nl.ftl"),
    },
    migrations: &[],
};

#[cfg(test)]
mod tests;

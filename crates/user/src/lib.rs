//! People and programs that work here: first-run setup, login and sessions, roles, API keys.
//!
//! [`Routes`] is how every slice states who may use each of its routes; [`Viewer`] is who that
//! turned out to be, and a parameter of every read.

mod access;
pub mod audit;
mod doors;
mod factor;
pub mod login;
mod model;
mod pages;
mod password;
pub mod people;
mod reset;
mod roles;
pub mod service;
pub mod sessions;
mod store;
pub mod team;
mod throttle;
pub mod workspace;

use platform::db::Migration;
use platform::slice::{Slice, Words};

pub use access::{Access, Entry, Gate, Routes, Tries};
pub use doors::{AllDoors, Door, Doors, NoDoors};
pub use factor::LOGIN_SLICE;
pub use model::{Role, Scope, Sight, Viewer, Who};
pub use pages::{entered, routes, safe_next};
pub use reset::PasswordReset;
pub use sessions::StillHere;

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "user",
    templates: &[
        ("user/setup.html", include_str!("../templates/setup.html")),
        ("user/login.html", include_str!("../templates/login.html")),
        (
            "user/settings.html",
            include_str!("../templates/settings.html"),
        ),
        ("user/people.html", include_str!("../templates/people.html")),
        ("user/person.html", include_str!("../templates/person.html")),
        (
            "user/people_file.html",
            include_str!("../templates/people_file.html"),
        ),
        ("user/roles.html", include_str!("../templates/roles.html")),
        (
            "user/workspaces.html",
            include_str!("../templates/workspaces.html"),
        ),
        ("user/teams.html", include_str!("../templates/teams.html")),
        ("user/team.html", include_str!("../templates/team.html")),
        ("user/_wrong.html", include_str!("../templates/_wrong.html")),
        ("user/audit.html", include_str!("../templates/audit.html")),
        ("user/forgot.html", include_str!("../templates/forgot.html")),
        ("user/reset.html", include_str!("../templates/reset.html")),
        (
            "user/reset_mail.html",
            include_str!("../templates/reset_mail.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[
        Migration {
            number: 1,
            name: "user",
            sql: include_str!("../migrations/0001_user.sql"),
        },
        Migration {
            number: 12,
            name: "password reset",
            sql: include_str!("../migrations/0012_password_reset.sql"),
        },
        Migration {
            number: 13,
            name: "people",
            sql: include_str!("../migrations/0013_people.sql"),
        },
        Migration {
            number: 29,
            name: "team",
            sql: include_str!("../migrations/0029_team.sql"),
        },
        Migration {
            number: 30,
            name: "login",
            sql: include_str!("../migrations/0030_login.sql"),
        },
        Migration {
            number: 31,
            name: "second factor",
            sql: include_str!("../migrations/0031_factor.sql"),
        },
        Migration {
            number: 40,
            name: "guess",
            sql: include_str!("../migrations/0040_guess.sql"),
        },
    ],
};

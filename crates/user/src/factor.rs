//! A second factor: codes of an app beside the password (RFC 6238), with recovery codes for who
//! lost the app. Asked after the password and before there is a session; an identity provider asks
//! its own.

pub(crate) mod pages;
mod service;
mod store;
mod totp;

pub(crate) use service::{Entered, log_in, of_person};
pub(crate) use store::forget_tries;

use platform::slice::{Slice, Words};

/// Templates and words of logging in with a second factor, and of sessions.
pub const LOGIN_SLICE: Slice = Slice {
    name: "login",
    templates: &[
        (
            "login/code.html",
            include_str!("../templates/login/code.html"),
        ),
        (
            "login/security.html",
            include_str!("../templates/login/security.html"),
        ),
        (
            "login/sessions.html",
            include_str!("../templates/login/sessions.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/login/en.ftl"),
        nl: include_str!("../locales/login/nl.ftl"),
    },
    migrations: &[],
};

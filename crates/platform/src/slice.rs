//! A slice is one noun of the product: its templates, words and schema in one table.

use crate::db::Migration;

/// What a slice brings besides its routes.
#[derive(Debug)]
pub struct Slice {
    /// The noun, which is also the crate.
    pub name: &'static str,
    /// Template name (`survey/list.html`) and text.
    pub templates: &'static [(&'static str, &'static str)],
    /// Fluent messages, English and Dutch; every key starts with the noun.
    pub words: Words,
    /// Its steps of the schema.
    pub migrations: &'static [Migration],
}

/// Fluent source in the two languages of the product.
#[derive(Debug)]
pub struct Words {
    /// English.
    pub en: &'static str,
    /// Dutch.
    pub nl: &'static str,
}

/// The platform's own templates and words: the frame of every page and the error page.
pub const PLATFORM: Slice = Slice {
    name: "platform",
    templates: &[
        ("layout.html", include_str!("../templates/layout.html")),
        (
            "mail_layout.html",
            include_str!("../templates/mail_layout.html"),
        ),
        ("problem.html", include_str!("../templates/problem.html")),
        ("_ask.html", include_str!("../templates/_ask.html")),
        ("_act.html", include_str!("../templates/_act.html")),
        ("_tell.html", include_str!("../templates/_tell.html")),
        (
            "_settings.html",
            include_str!("../templates/_settings.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[],
};

//! Lists: their addresses, orders, columns, saved views, changes of many at once, and files. What is
//! listed, and who may see it, is up to the slice whose noun it is.

pub mod address;
pub mod asked;
pub mod cell;
pub mod column;
pub mod condition;
pub mod edit;
pub mod file;
pub mod order;
pub mod page;
pub mod view;

use platform::db::Migration;
use platform::slice::{Slice, Words};

pub use address::{Asking, Attributes};
pub use asked::Asked;
pub use cell::Cell;
pub use column::{Column, Own};
pub use order::{Named, Order, Sort};
pub use view::{Listed, routes};

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "list",
    templates: &[
        ("list/_cell.html", include_str!("../templates/_cell.html")),
        ("list/_heads.html", include_str!("../templates/_heads.html")),
        ("list/_views.html", include_str!("../templates/_views.html")),
        ("list/_keep.html", include_str!("../templates/_keep.html")),
        (
            "list/_columns.html",
            include_str!("../templates/_columns.html"),
        ),
        (
            "list/_attributes.html",
            include_str!("../templates/_attributes.html"),
        ),
        ("list/_files.html", include_str!("../templates/_files.html")),
        (
            "list/_edited.html",
            include_str!("../templates/_edited.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 25,
        name: "list",
        sql: include_str!("../migrations/0025_list.sql"),
    }],
};

//! Mail: letters, an outbox that sends each of them, and what comes back. Knows no noun of the
//! product: a slice brings a [`Kind`] of mail, which says what a letter says and what follows from
//! its fate.
//!
//! A mail is a row in the outbox, written in the transaction of its cause ([`outbox::add`]).
//! A worker of any node claims it, looks again whether it should still go (the kind composes the
//! letter at that moment), hands it to the mail server and stores what became of it.

pub mod incoming;
pub mod kind;
pub mod letter;
pub mod link;
pub mod outbox;
pub mod settings;
pub mod smtp;
pub mod worker;

use platform::db::Migration;
use platform::slice::{Slice, Words};

pub use kind::{Composed, Fate, Kind, Kinds};
pub use letter::{Enclosure, Letter, Mailbox, Unsubscribe};
pub use link::{Links, Purpose};
pub use outbox::{Mail, NewMail, Promise};
pub use settings::Settings;

/// Schema of the outbox.
pub const SLICE: Slice = Slice {
    name: "mail",
    templates: &[],
    words: Words { en: "", nl: "" },
    migrations: &[
        Migration {
            number: 8,
            name: "mail",
            sql: include_str!("../migrations/0008_mail.sql"),
        },
        Migration {
            number: 24,
            name: "reply",
            sql: include_str!("../migrations/0024_reply.sql"),
        },
    ],
};

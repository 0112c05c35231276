//! What a programme's mails say: the wording of people here, filled in for one contact, as HTML and
//! as plain text. Pure: no database, no clock, no chance.

pub mod placeholder;
pub mod wording;

pub use wording::{Fault, Wording, Wordings, Wrong, check};

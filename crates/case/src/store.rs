//! All SQL of cases, conversations and causes.

mod case;
pub(crate) mod cause;
pub(crate) mod conversation;
pub(crate) mod forgetting;
pub(crate) mod listing;
mod log;
pub(crate) mod notice;
mod row;
pub(crate) mod settings;
pub(crate) mod sight;
mod tally;
pub(crate) mod team;

pub use case::{by_id, by_rule_and_response, of_account, of_contact, of_response};
pub use cause::{all as causes, of_case as causes_of, of_cases as causes_of_cases};
pub use conversation::{
    of_account as conversations_of_account, of_case as conversations_of_case,
    of_contact as conversations_of_contact,
};
pub use listing::{AnswerLike, Filter, Order, OwnedBy, Page, State, list};
pub use log::history;
pub use sight::{is_case_seen, sees};
pub use tally::{Tally, surveys, tally};

pub(crate) use case::{
    add, due_to_look, lock, look_at_all, measured, orphaned, save, set_look, waiting, workspaces,
};
pub(crate) use log::note;

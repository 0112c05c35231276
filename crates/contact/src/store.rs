//! All SQL of contacts and accounts.

mod account;
pub(crate) mod attributes;
mod blocked;
mod condition;
pub mod index;
mod listing;
pub(crate) mod mapping;
mod reading;
pub mod responsibility;
mod row;
pub(crate) mod search;
pub mod sight;
mod upsert;
pub(crate) mod words;
mod writing;

pub use account::{
    account_by_external_id, account_by_id, account_by_name, account_meant, accounts_by_ids,
    children, contacts_of,
};
pub use reading::{
    by_email, by_external_id, by_id, by_ids, merged_from, of_accounts, page_by_account, present_ids,
};
pub use writing::{mark, returned};

pub(crate) use blocked::{block, blocked_entry, blocked_page, unblock};
pub(crate) use listing::{Place, count, history, places, possible_duplicates};
pub(crate) use row::among;
pub(crate) use upsert::{book, other_people, write, write_accounts};
pub(crate) use writing::{lock, log, mark_with, remove};

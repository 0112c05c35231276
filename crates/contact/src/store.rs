//! All SQL of contacts and accounts.

mod account;
mod blocked;
mod listing;
mod reading;
mod row;
mod upsert;
mod writing;

pub use account::{account_by_id, accounts_by_ids};
pub use reading::{
    by_email, by_external_id, by_id, by_ids, merged_from, of_accounts, page_by_account, present_ids,
};
pub use writing::{mark, returned};

pub(crate) use account::{accounts_page, contacts_of};
pub(crate) use blocked::{block, blocked_entry, blocked_page, unblock};
pub use listing::Filter;
pub(crate) use listing::{count, history, page, possible_duplicates};
pub(crate) use row::among;
pub(crate) use upsert::{book, write};
pub(crate) use writing::{lock, mark_with, remove};

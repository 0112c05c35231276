//! All SQL of contacts and accounts.

mod account;
mod blocked;
mod reading;
mod row;
mod writing;

pub use account::{account_by_id, accounts_by_ids};
pub use reading::{
    by_email, by_external_id, by_id, by_ids, merged_from, of_accounts, page_by_account, present_ids,
};
pub use writing::{mark, returned};

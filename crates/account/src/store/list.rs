//! A page of a list of accounts.

use list::Sort;
use list::page::{self, Kept, Line, Source, Wanted};
use platform::{DbError, Tx};
use user::Sight;

use super::condition::{ACCOUNTS, conditions};
use crate::model::{By, List};

/// Lines of a list of what is seen after `after`, at most `limit`. Those without a value for the order come last,
/// by name.
pub fn page(
    tx: &mut Tx<'_>,
    (workspace_id, sight): (&str, &Sight),
    list: &List,
    part: (Option<&Line>, usize),
) -> Result<Vec<Line>, DbError> {
    let reach = contact::sight::Reach::of(tx, workspace_id, sight)?;
    let sums = |key, kept| Source::beside("account_summary", key, kept);
    let wanted = Wanted {
        table: &ACCOUNTS,
        workspace_id,
        conditions: conditions(&list.filter, reach),
        source: match &list.order.sort {
            Sort::Own(By::Name) => Source::own("a.name_key", Kept::Text),
            Sort::Own(By::Nps) => sums("s.nps", Kept::Real),
            Sort::Own(By::LastAnswer) => sums("s.last_answer_at_us", Kept::Whole),
            Sort::Own(By::Silent) => sums("s.silent", Kept::Whole),
            Sort::Own(By::Contacts) => sums("s.contacts", Kept::Whole),
            Sort::Attribute(name) => Source::attribute(&ACCOUNTS, name),
        },
        descending: list.order.descending,
    };
    page::page(tx, wanted, part)
}

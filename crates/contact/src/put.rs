//! For slices that hear of contacts on the way: an event names somebody who may be new here.

use platform::web::FieldError;
use platform::{DbError, Tx};

use crate::book::{Occasion, Put};
use crate::item::Item;
use crate::sent::SentContact;
use crate::store;

/// Checks a contact as a program sent it. Errors point below `at`.
pub fn check(sent: &SentContact, at: &str, now_us: i64) -> Result<Item, Vec<FieldError>> {
    sent.item(at, now_us)
}

/// Says an item of the contact it belongs to, in the transaction of whoever heard of it; the text is
/// why nothing was stored. A conflict or a double key means that another did the same at this
/// moment: run the transaction again.
pub fn put(
    tx: &mut Tx<'_>,
    occasion: &Occasion,
    item: &Item,
) -> Result<Result<Put, String>, DbError> {
    let mut book = store::book(tx, occasion.clone(), std::iter::once(item))?;
    match book.put(item) {
        Ok(put) => {
            store::write(tx, &book)?;
            Ok(Ok(put))
        }
        Err(wrong) => Ok(Err(wrong.to_string())),
    }
}

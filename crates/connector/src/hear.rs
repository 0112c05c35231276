//! Hears of responses: figures of their contact and account go to the systems that know them, and
//! a comment to the ticket that was asked about.

use platform::{DbError, Tx};
use respondent::{Hear, Heard};

use crate::model::{Connection, What};
use crate::store::{connection, link, push};

/// Wishes what goes out because of responses.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pushing;

impl Hear for Pushing {
    fn heard(&self, tx: &mut Tx<'_>, heard: &[Heard], now_us: i64) -> Result<(), DbError> {
        let mut known: Option<(String, Vec<Connection>)> = None;
        for response in heard {
            if known
                .as_ref()
                .is_none_or(|(id, _)| *id != response.workspace_id)
            {
                let all = connection::all(tx, &response.workspace_id)?;
                known = Some((response.workspace_id.clone(), all));
            }
            let Some((_, all)) = &known else { continue };
            for own in all.iter().filter(|own| own.is_on) {
                wish(tx, own, response, now_us)?;
            }
        }
        Ok(())
    }
}

fn wish(tx: &mut Tx<'_>, own: &Connection, heard: &Heard, now_us: i64) -> Result<(), DbError> {
    let key = (own.workspace_id.as_str(), own.connector_id.as_str());
    let pushes = &own.definition.pushes;
    // What counted and doesn't any more changes the figures too.
    let matters = heard.counts || heard.was_known;
    let about = [
        (
            "account",
            What::Account,
            &heard.account_id,
            !pushes.account.is_empty(),
        ),
        (
            "contact",
            What::Contact,
            &heard.contact_id,
            !pushes.contact.is_empty(),
        ),
    ];
    for (noun, what, id, is_pushed) in about {
        if let (Some(id), true, true) = (id, is_pushed, matters)
            && link::remote(tx, key, noun, id)?.is_some()
        {
            push::wish(tx, key, (what, id), now_us)?;
        }
    }
    let is_said = pushes.comments && heard.counts && heard.is_settled;
    if is_said && link::ticket_of(tx, key, &heard.response_id)?.is_some() {
        push::wish(tx, key, (What::Answer, &heard.response_id), now_us)?;
    }
    Ok(())
}

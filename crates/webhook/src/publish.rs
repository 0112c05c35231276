//! What other slices call: an event for whoever subscribed, a message for one channel. Both only
//! write rows, in the transaction of their cause; a worker makes the calls.

use platform::{DbError, Tx, id};
use serde_json::Value;

use crate::model::{Channel, Kind, MESSAGE, Message};
use crate::store::{self, NewDelivery};
use crate::{body, chat};

/// Tells an event to every signed webhook that wants its type: a noun and a verb in the past,
/// `case.opened`. `data` holds ids and figures, no words of customers.
pub fn publish(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    event_type: &str,
    data: Value,
    now_us: i64,
) -> Result<(), DbError> {
    let subscribers = store::subscribers(tx, workspace_id, event_type)?;
    if subscribers.is_empty() {
        return Ok(());
    }
    let text = body::event(event_type, data, now_us);
    for webhook_id in subscribers {
        let delivery_id = id::new();
        let delivery = NewDelivery {
            webhook_id: &webhook_id,
            event_type,
            dedup_id: &delivery_id,
            body: &text,
        };
        store::add(tx, workspace_id, &delivery_id, &delivery, now_us)?;
    }
    Ok(())
}

/// Tells a message to a channel, once for each `dedup_id`. False when there is no such channel or
/// it is switched off: nothing is told then.
pub fn tell(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    channel_id: &str,
    (message, dedup_id): (&Message, &str),
    now_us: i64,
) -> Result<bool, DbError> {
    let Some(webhook) = store::by_id(tx, workspace_id, channel_id)? else {
        return Ok(false);
    };
    if !webhook.is_on() {
        return Ok(false);
    }
    let message = Message {
        text: message.text.clone().filter(|_| webhook.with_comments),
        ..message.clone()
    };
    let text = match webhook.kind {
        Kind::Standard => body::message(MESSAGE, &message, now_us),
        Kind::Slack => chat::slack(&message).to_string(),
        Kind::Teams => chat::teams(&message).to_string(),
    };
    let delivery = NewDelivery {
        webhook_id: channel_id,
        event_type: MESSAGE,
        dedup_id,
        body: &text,
    };
    store::add(tx, workspace_id, &id::new(), &delivery, now_us)?;
    Ok(true)
}

/// Takes back what was told with this `dedup_id`, in every channel: what wasn't sent yet is not sent,
/// and no word of it is kept.
pub fn withdraw(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    dedup_id: &str,
    now_us: i64,
) -> Result<(), DbError> {
    store::outbox::withdraw(tx, workspace_id, dedup_id, now_us)
}

/// Keeps a channel from being removed or switched off until the commit, for who is about to use it.
/// Nothing happens when there is none.
pub fn hold(tx: &mut Tx<'_>, workspace_id: &str, channel_id: &str) -> Result<(), DbError> {
    store::hold(tx, workspace_id, channel_id)
}

/// Where something can be told, by name.
pub fn channels(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Channel>, DbError> {
    let all = store::all(tx, workspace_id)?;
    let on = all.into_iter().filter(crate::model::Webhook::is_on);
    Ok(on
        .map(|w| Channel {
            id: w.webhook_id,
            name: w.name,
            kind: w.kind,
        })
        .collect())
}

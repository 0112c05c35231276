//! The verbs: look whether it can be, store it, note it in the audit log.

use outbound::Client;
use platform::clock::DAY_US;
use platform::web::{App, FieldError, Problem};
use platform::{DbError, Tx, id};
use serde_json::{Value, json};
use user::Viewer;
use user::audit::{self, Note};

use crate::given::Given;
use crate::model::{Attempt, Delivery, Kind, Message, OffReason, Webhook};
use crate::store::desk::{self, Counts, Wanted};
use crate::store::outbox;
use crate::store::{self, NewDelivery, Written};
use crate::usage::{self, Usages, Use};
use crate::{body, chat, sign};

/// The type of what the test button sends.
const TEST: &str = "webhook.test";
/// Webhooks of a workspace.
const WEBHOOKS_MAX: usize = 50;
/// A secret that was replaced signs for so long.
const OLD_SECRET_US: i64 = DAY_US;

/// What the handlers share.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) app: App,
    pub(crate) client: Client,
    pub(crate) usages: Usages,
}

/// A webhook, how many deliveries wait for it or died, and what tells it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) webhook: Webhook,
    pub(crate) counts: Counts,
    pub(crate) used_by: Vec<Use>,
}

impl Desk {
    /// All webhooks, by name.
    pub(crate) async fn all(&self, viewer: &Viewer) -> Result<Vec<Seen>, Problem> {
        let (workspace_id, usages) = (viewer.workspace_id.clone(), self.usages.clone());
        self.app
            .db
            .read(move |tx| {
                let all = store::all(tx, &workspace_id)?;
                let uses = usages.all(tx, &workspace_id)?;
                all.into_iter()
                    .map(|webhook| {
                        let counts = desk::counts(tx, &workspace_id, &webhook.webhook_id)?;
                        let is_its = |one: &&Use| one.webhook_id == webhook.webhook_id;
                        let used_by = uses.iter().filter(is_its).cloned().collect();
                        Ok(Seen {
                            webhook,
                            counts,
                            used_by,
                        })
                    })
                    .collect()
            })
            .await
    }

    /// One webhook.
    pub(crate) async fn one(&self, viewer: &Viewer, webhook_id: &str) -> Result<Seen, Problem> {
        let (workspace_id, webhook_id) = (viewer.workspace_id.clone(), webhook_id.to_owned());
        let usages = self.usages.clone();
        self.app
            .db
            .read(move |tx| {
                let webhook = found(tx, &workspace_id, &webhook_id)?;
                Ok(Seen {
                    webhook,
                    counts: desk::counts(tx, &workspace_id, &webhook_id)?,
                    used_by: usages.of(tx, &workspace_id, &webhook_id)?,
                })
            })
            .await
    }

    /// Makes a webhook; gives it with its secret.
    pub(crate) async fn create(
        &self,
        viewer: &Viewer,
        given: &Given,
    ) -> Result<(Webhook, String), Problem> {
        let written = self.checked(given, None).await?;
        let (viewer, kind) = (viewer.clone(), given.kind);
        let (webhook_id, secret) = (id::new(), sign::new_secret());
        let now_us = self.app.clock.now_us();
        self.app
            .db
            .write(move |tx| {
                let workspace_id = &viewer.workspace_id;
                if store::all(tx, workspace_id)?.len() >= WEBHOOKS_MAX {
                    let words = format!("there are {WEBHOOKS_MAX} webhooks, which is the most");
                    return Err(Problem::Conflict(words));
                }
                let key = (workspace_id.as_str(), webhook_id.as_str());
                store::insert(tx, key, (kind, &written), &secret, now_us)?;
                let detail = json!({ "kind": kind, "types": written.types });
                noted(
                    tx,
                    &viewer,
                    ("webhook.created", &webhook_id),
                    detail,
                    now_us,
                )?;
                let webhook = found(tx, workspace_id, &webhook_id)?;
                Ok((webhook, secret.clone()))
            })
            .await
    }

    /// Changes a webhook that was seen at `revision`. It isn't switched off while something tells
    /// it, unless whoever does so says so.
    pub(crate) async fn change(
        &self,
        viewer: &Viewer,
        webhook_id: &str,
        (given, revision): (&Given, Option<i64>),
    ) -> Result<Webhook, Problem> {
        let seen = self.one(viewer, webhook_id).await?.webhook;
        let written = self.checked(given, Some(&seen)).await?;
        let (viewer, webhook_id, is_on) = (viewer.clone(), webhook_id.to_owned(), given.is_on);
        let (usages, even_if_used) = (self.usages.clone(), given.even_if_used);
        let now_us = self.app.clock.now_us();
        self.app
            .db
            .write(move |tx| {
                let key = (viewer.workspace_id.as_str(), webhook_id.as_str());
                store::hold(tx, key.0, key.1)?;
                let before = found(tx, key.0, key.1)?;
                if revision.is_some_and(|r| r != before.revision) {
                    let words = "somebody else changed this webhook in the meantime; nothing was \
                                 stored: get it again, and make your changes in what you get";
                    return Err(Problem::Other(412, words.to_owned()));
                }
                if before.is_on() && !is_on && !even_if_used {
                    unused(tx, (&usages, "switch off"), key)?;
                }
                store::update(tx, key, &written, now_us)?;
                match (before.is_on(), is_on) {
                    (false, true) => store::switch_on(tx, key.0, key.1)?,
                    (true, false) => outbox::switch_off(tx, key, OffReason::Person, now_us)?,
                    _ => {}
                }
                let detail = json!({
                    "types": written.types, "is_on": is_on,
                    "with_comments": written.with_comments,
                    "url_changed": written.url != before.url,
                });
                noted(
                    tx,
                    &viewer,
                    ("webhook.changed", &webhook_id),
                    detail,
                    now_us,
                )?;
                found(tx, key.0, key.1)
            })
            .await
    }

    /// What is to be stored of `given`, after a look where its address leads.
    async fn checked(&self, given: &Given, before: Option<&Webhook>) -> Result<Written, Problem> {
        let mut faults = given.faults();
        if before.is_some_and(|b| b.kind != given.kind) {
            let words = "the kind of a webhook stays as it is";
            faults.push(FieldError::new("/kind", words));
        }
        let kept = before.map(|b| b.url.clone());
        let url = match given.url.as_deref().map(str::trim) {
            Some(url) => url.to_owned(),
            None => kept.unwrap_or_default(),
        };
        if !faults.iter().any(|f| f.pointer == "/url")
            && let Err(refused) = self.client.check(&url).await
        {
            faults.push(FieldError::new("/url", refused.to_string()));
        }
        if faults.is_empty() {
            return Ok(Written {
                name: given.name.trim().to_owned(),
                url,
                types: given.types_in_order(),
                with_comments: given.with_comments,
            });
        }
        Err(Problem::all_invalid(faults))
    }

    /// Removes a webhook and what was told it. It stays while something tells it, unless
    /// `even_if_used`.
    pub(crate) async fn remove(
        &self,
        viewer: &Viewer,
        webhook_id: &str,
        even_if_used: bool,
    ) -> Result<(), Problem> {
        let (viewer, webhook_id) = (viewer.clone(), webhook_id.to_owned());
        let usages = self.usages.clone();
        let now_us = self.app.clock.now_us();
        self.app
            .db
            .write(move |tx| {
                let key = (viewer.workspace_id.as_str(), webhook_id.as_str());
                store::hold(tx, key.0, key.1)?;
                found(tx, key.0, key.1)?;
                if !even_if_used {
                    unused(tx, (&usages, "remove"), key)?;
                }
                store::remove(tx, &viewer.workspace_id, &webhook_id)?;
                noted(
                    tx,
                    &viewer,
                    ("webhook.removed", &webhook_id),
                    json!({}),
                    now_us,
                )
            })
            .await
    }

    /// Gives a signed webhook a new secret; the old one signs for a day more.
    pub(crate) async fn rotate(
        &self,
        viewer: &Viewer,
        webhook_id: &str,
    ) -> Result<(Webhook, String), Problem> {
        let (viewer, webhook_id) = (viewer.clone(), webhook_id.to_owned());
        let (secret, now_us) = (sign::new_secret(), self.app.clock.now_us());
        self.app
            .db
            .write(move |tx| {
                let key = (viewer.workspace_id.as_str(), webhook_id.as_str());
                if found(tx, key.0, key.1)?.kind.is_chat() {
                    let words = "a channel has no secret but its address";
                    return Err(Problem::Conflict(words.to_owned()));
                }
                store::rotate(tx, key, &secret, (now_us + OLD_SECRET_US, now_us))?;
                let action = ("webhook.secret_replaced", webhook_id.as_str());
                noted(tx, &viewer, action, json!({}), now_us)?;
                Ok((found(tx, key.0, key.1)?, secret.clone()))
            })
            .await
    }

    /// Sends a test; gives the id of its delivery.
    pub(crate) async fn test(
        &self,
        viewer: &Viewer,
        webhook_id: &str,
        message: Message,
    ) -> Result<String, Problem> {
        let (viewer, webhook_id) = (viewer.clone(), webhook_id.to_owned());
        let (delivery_id, now_us) = (id::new(), self.app.clock.now_us());
        self.app
            .db
            .write(move |tx| {
                let webhook = found_on(tx, &viewer.workspace_id, &webhook_id)?;
                let text = match webhook.kind {
                    Kind::Standard => body::message(TEST, &message, now_us),
                    Kind::Slack => chat::slack(&message).to_string(),
                    Kind::Teams => chat::teams(&message).to_string(),
                };
                let new = NewDelivery {
                    webhook_id: &webhook_id,
                    event_type: TEST,
                    dedup_id: &delivery_id,
                    body: &text,
                };
                store::add(tx, &viewer.workspace_id, &delivery_id, &new, now_us)?;
                noted(
                    tx,
                    &viewer,
                    ("webhook.tested", &webhook_id),
                    json!({}),
                    now_us,
                )?;
                Ok(delivery_id.clone())
            })
            .await
    }

    /// Deliveries of a webhook, the latest first.
    pub(crate) async fn deliveries(
        &self,
        viewer: &Viewer,
        wanted: Wanted,
    ) -> Result<Vec<Delivery>, Problem> {
        let workspace_id = viewer.workspace_id.clone();
        self.app
            .db
            .read(move |tx| {
                found(tx, &workspace_id, &wanted.webhook_id)?;
                Ok(desk::list(tx, &workspace_id, &wanted)?)
            })
            .await
    }

    /// One delivery, with the calls made for it.
    pub(crate) async fn delivery(
        &self,
        viewer: &Viewer,
        (webhook_id, delivery_id): (&str, &str),
    ) -> Result<(Delivery, Vec<Attempt>), Problem> {
        let workspace_id = viewer.workspace_id.clone();
        let (webhook_id, delivery_id) = (webhook_id.to_owned(), delivery_id.to_owned());
        self.app
            .db
            .read(move |tx| {
                let delivery = desk::by_id(tx, &workspace_id, (&webhook_id, &delivery_id))?
                    .ok_or_else(|| Problem::no("delivery"))?;
                let attempts = desk::attempts(tx, &workspace_id, &delivery_id)?;
                Ok((delivery, attempts))
            })
            .await
    }

    /// Sends an ended delivery again, with the same id.
    pub(crate) async fn send_again(
        &self,
        viewer: &Viewer,
        (webhook_id, delivery_id): (&str, &str),
    ) -> Result<(), Problem> {
        let viewer = viewer.clone();
        let (webhook_id, delivery_id) = (webhook_id.to_owned(), delivery_id.to_owned());
        let now_us = self.app.clock.now_us();
        self.app
            .db
            .write(move |tx| {
                let key = (webhook_id.as_str(), delivery_id.as_str());
                found_on(tx, &viewer.workspace_id, &webhook_id)?;
                desk::by_id(tx, &viewer.workspace_id, key)?
                    .ok_or_else(|| Problem::no("delivery"))?;
                if !desk::send_again(tx, &viewer.workspace_id, key, now_us)? {
                    let words = "only what ended and is kept can be sent again";
                    return Err(Problem::Conflict(words.to_owned()));
                }
                let detail = json!({ "delivery_id": delivery_id });
                noted(
                    tx,
                    &viewer,
                    ("webhook.sent_again", &webhook_id),
                    detail,
                    now_us,
                )
            })
            .await
    }

    /// Sends all dead letters of a webhook again; gives how many.
    pub(crate) async fn send_all_again(
        &self,
        viewer: &Viewer,
        webhook_id: &str,
    ) -> Result<u64, Problem> {
        let (viewer, webhook_id) = (viewer.clone(), webhook_id.to_owned());
        let now_us = self.app.clock.now_us();
        self.app
            .db
            .write(move |tx| {
                found_on(tx, &viewer.workspace_id, &webhook_id)?;
                let count = desk::send_all_again(tx, &viewer.workspace_id, &webhook_id, now_us)?;
                let detail = json!({ "count": count });
                noted(
                    tx,
                    &viewer,
                    ("webhook.sent_again", &webhook_id),
                    detail,
                    now_us,
                )?;
                Ok(count)
            })
            .await
    }
}

fn found(tx: &mut Tx<'_>, workspace_id: &str, webhook_id: &str) -> Result<Webhook, Problem> {
    store::by_id(tx, workspace_id, webhook_id)?.ok_or_else(|| Problem::no("webhook"))
}

/// Refuses while something tells it.
fn unused(
    tx: &mut Tx<'_>,
    (usages, what): (&Usages, &str),
    (workspace_id, webhook_id): (&str, &str),
) -> Result<(), Problem> {
    match usages.of(tx, workspace_id, webhook_id)?.as_slice() {
        [] => Ok(()),
        uses => Err(usage::refused(uses, what)),
    }
}

/// The webhook, when it is on: what is sent to one that is off would lie there.
fn found_on(tx: &mut Tx<'_>, workspace_id: &str, webhook_id: &str) -> Result<Webhook, Problem> {
    let webhook = found(tx, workspace_id, webhook_id)?;
    if webhook.is_on() {
        return Ok(webhook);
    }
    let words = "this webhook is off: switch it on first";
    Err(Problem::Conflict(words.to_owned()))
}

fn noted(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (action, webhook_id): (&'static str, &str),
    detail: Value,
    now_us: i64,
) -> Result<(), Problem> {
    let note = Note {
        action,
        noun: "webhook",
        id: webhook_id,
        detail,
    };
    audit::note(tx, viewer, note, now_us).map_err(|error: DbError| error.into())
}

//! Webhooks and channels by the API.

use axum::extract::State;
use axum::http::header::ETAG;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use platform::clock::rfc3339;
use platform::web::{FieldError, Json, NoQuery, Path, Problem, Query, if_match, paging};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};
use user::Viewer;

use crate::given::Given;
use crate::model::{Attempt, Delivery, Fate, Kind, Message, Webhook};
use crate::publish;
use crate::service::{Desk, Seen};
use crate::store::desk::Wanted;

/// How often a change is made anew when another came first.
const TRIES: u32 = 5;

/// `GET /api/v1/webhooks`.
pub(crate) async fn list(
    State(desk): State<Desk>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let all: Vec<Value> = desk.all(&viewer).await?.iter().map(seen).collect();
    Ok(axum::Json(json!({ "webhooks": all })).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewWebhook {
    kind: Kind,
    name: String,
    url: String,
    #[serde(default)]
    types: Vec<String>,
    #[serde(default)]
    with_comments: bool,
}

/// `POST /api/v1/webhooks`: the only reply, besides that to a new secret, with the secret in it.
pub(crate) async fn create(
    State(desk): State<Desk>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(new): Json<NewWebhook>,
) -> Result<Response, Problem> {
    let given = Given {
        kind: new.kind,
        name: new.name,
        url: Some(new.url),
        types: new.types,
        with_comments: new.with_comments,
        is_on: true,
        even_if_used: false,
    };
    let (made, secret) = desk.create(&viewer, &given).await?;
    Ok((StatusCode::CREATED, with_secret(&made, &secret)).into_response())
}

fn with_secret(made: &Webhook, secret: &str) -> axum::Json<Value> {
    let mut json = webhook(made);
    if !made.kind.is_chat() {
        json["secret"] = secret.into();
    }
    axum::Json(json)
}

/// `GET /api/v1/webhooks/{id}`.
pub(crate) async fn show(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(webhook_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let one = desk.one(&viewer, &webhook_id).await?;
    let etag = [(ETAG, format!("\"{}\"", one.webhook.revision))];
    Ok((etag, axum::Json(seen(&one))).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Changes {
    #[serde(default, deserialize_with = "sent")]
    name: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    url: Option<String>,
    #[serde(default, deserialize_with = "sent")]
    types: Option<Vec<String>>,
    #[serde(default, deserialize_with = "sent")]
    with_comments: Option<bool>,
    #[serde(default, deserialize_with = "sent")]
    is_on: Option<bool>,
    /// Switches it off although rules tell it.
    #[serde(default)]
    even_if_used: bool,
}

/// A value that is sent is one: null is refused.
fn sent<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// `PATCH /api/v1/webhooks/{id}`: what isn't sent stays.
pub(crate) async fn change(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(webhook_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    headers: HeaderMap,
    Json(changes): Json<Changes>,
) -> Result<Response, Problem> {
    let asked = if_match(&headers, "webhook")?;
    let mut tries = 0;
    let changed = loop {
        let before = desk.one(&viewer, &webhook_id).await?.webhook;
        let revision = Some(asked.unwrap_or(before.revision));
        let given = changes.applied(before);
        match desk.change(&viewer, &webhook_id, (&given, revision)).await {
            // Whoever asked for no revision is given the latest.
            Err(Problem::Other(412, _)) if asked.is_none() && tries < TRIES => tries += 1,
            other => break other?,
        }
    };
    let etag = [(ETAG, format!("\"{}\"", changed.revision))];
    Ok((etag, axum::Json(webhook(&changed))).into_response())
}

impl Changes {
    fn applied(&self, before: Webhook) -> Given {
        Given {
            kind: before.kind,
            is_on: self.is_on.unwrap_or(before.is_on()),
            name: self.name.clone().unwrap_or(before.name),
            url: self.url.clone(),
            types: self.types.clone().unwrap_or(before.types),
            with_comments: self.with_comments.unwrap_or(before.with_comments),
            even_if_used: self.even_if_used,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Removing {
    #[serde(default)]
    even_if_used: bool,
}

/// `DELETE /api/v1/webhooks/{id}`: 409 while rules tell it, without `even_if_used=true`.
pub(crate) async fn remove(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(webhook_id): Path<String>,
    Query(asked): Query<Removing>,
) -> Result<StatusCode, Problem> {
    desk.remove(&viewer, &webhook_id, asked.even_if_used)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/v1/webhooks/{id}/secret`: a new secret.
pub(crate) async fn rotate(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(webhook_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let (changed, secret) = desk.rotate(&viewer, &webhook_id).await?;
    Ok(with_secret(&changed, &secret).into_response())
}

/// `POST /api/v1/webhooks/{id}/test`.
pub(crate) async fn test(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(webhook_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let message = Message {
        title: "A test from Luister".to_owned(),
        ..Message::default()
    };
    let delivery_id = desk.test(&viewer, &webhook_id, message).await?;
    let reply = axum::Json(json!({ "delivery_id": delivery_id }));
    Ok((StatusCode::ACCEPTED, reply).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    state: Option<Fate>,
    limit: Option<usize>,
    cursor: Option<String>,
}

/// `GET /api/v1/webhooks/{id}/deliveries`: the latest first.
pub(crate) async fn deliveries(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(webhook_id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let limit = paging::limit(asked.limit)?;
    let wanted = Wanted {
        webhook_id,
        fate: asked.state,
        after: asked.cursor.as_deref().map(after).transpose()?,
        limit: limit + 1,
    };
    let mut all = desk.deliveries(&viewer, wanted).await?;
    let next = paging::cut(&mut all, limit).map(cursor);
    let all: Vec<Value> = all.iter().map(delivery).collect();
    Ok(axum::Json(json!({ "deliveries": all, "next_cursor": next })).into_response())
}

pub(crate) fn after(cursor: &str) -> Result<(i64, String), Problem> {
    let [at_us, id] = paging::read_cursor::<2>(cursor)?;
    let at_us = at_us.parse().map_err(|_| paging::no_cursor())?;
    Ok((at_us, id))
}

pub(crate) fn cursor(last: &Delivery) -> String {
    paging::cursor(&[&last.created_at_us.to_string(), &last.delivery_id])
}

/// `GET /api/v1/webhooks/{id}/deliveries/{delivery_id}`: with its body and the calls made.
pub(crate) async fn show_delivery(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path((webhook_id, delivery_id)): Path<(String, String)>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let key = (webhook_id.as_str(), delivery_id.as_str());
    let (one, attempts) = desk.delivery(&viewer, key).await?;
    let mut json = delivery(&one);
    json["body"] = match one.body.as_str() {
        "" => Value::Null,
        body => serde_json::from_str(body)?,
    };
    json["attempts"] = attempts.iter().map(attempt).collect();
    Ok(axum::Json(json).into_response())
}

/// `POST /api/v1/webhooks/{id}/deliveries/{delivery_id}/send-again`.
pub(crate) async fn send_again(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path((webhook_id, delivery_id)): Path<(String, String)>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    let key = (webhook_id.as_str(), delivery_id.as_str());
    desk.send_again(&viewer, key).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/v1/webhooks/{id}/send-again`: all dead letters.
pub(crate) async fn send_all_again(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(webhook_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let count = desk.send_all_again(&viewer, &webhook_id).await?;
    Ok(axum::Json(json!({ "count": count })).into_response())
}

/// `GET /api/v1/channels`: where rules can tell something.
pub(crate) async fn channels(
    State(desk): State<Desk>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let all = desk
        .app
        .db
        .read(move |tx| publish::channels(tx, &viewer.workspace_id))
        .await
        .map_err(Problem::from)?;
    Ok(axum::Json(json!({ "channels": all })).into_response())
}

fn webhook(webhook: &Webhook) -> Value {
    let old_until = webhook
        .old_secret
        .as_ref()
        .map(|(_, until_us)| rfc3339(*until_us));
    json!({
        "id": webhook.webhook_id,
        "kind": webhook.kind,
        "name": webhook.name,
        "url": webhook.shown_url(),
        "types": webhook.types,
        "with_comments": webhook.with_comments,
        "is_on": webhook.is_on(),
        "off_reason": webhook.off_reason,
        "failing_since": webhook.failing_since_us.map(rfc3339),
        "old_secret_until": old_until,
        "revision": webhook.revision,
        "created_at": rfc3339(webhook.created_at_us),
        "changed_at": rfc3339(webhook.changed_at_us),
    })
}

fn seen(seen: &Seen) -> Value {
    let mut json = webhook(&seen.webhook);
    json["waiting"] = seen.counts.queued.into();
    json["dead"] = seen.counts.dead.into();
    json["used_by"] = json!(seen.used_by);
    json
}

fn delivery(delivery: &Delivery) -> Value {
    let next = (delivery.fate == Fate::Queued).then(|| rfc3339(delivery.due_at_us));
    json!({
        "id": delivery.delivery_id,
        "type": delivery.event_type,
        "state": delivery.fate,
        "tries": delivery.tries,
        "next_try_at": next,
        "last_status": delivery.last_status,
        "last_said": delivery.last_said,
        "created_at": rfc3339(delivery.created_at_us),
    })
}

fn attempt(attempt: &Attempt) -> Value {
    json!({
        "attempt": attempt.attempt,
        "at": rfc3339(attempt.at_us),
        "took_ms": attempt.took_ms,
        "status": attempt.status,
        "said": attempt.said,
    })
}

/// The field of a form an error is about.
pub(crate) fn field(error: &FieldError) -> &str {
    let path = error.pointer.trim_start_matches('/');
    path.split('/').next().unwrap_or(path)
}

//! `/settings/webhooks`: where other systems and channels are told, and what became of it.

use std::time::Duration;

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::web::{FieldError, FormData, Frame, Path, Problem, Query};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use crate::api;
use crate::given::Given;
use crate::model::{Attempt, Delivery, Fate, Kind, Message, TYPES, Webhook};
use crate::service::{Desk, Seen};
use crate::store::desk::Wanted;

/// Deliveries on a page.
const SHOWN: usize = 50;
/// How often, and between which pauses, the page of a test looks whether it arrived.
const LOOKS: (usize, Duration) = (20, Duration::from_millis(150));
/// What a page says after something was done; the words for each exist.
const SAID: [&str; 5] = ["saved", "removed", "again", "tested", "created"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ListAsked {
    done: Option<String>,
}

fn said(done: Option<&str>) -> Option<&'static str> {
    SAID.into_iter().find(|s| Some(*s) == done)
}

/// `GET /settings/webhooks`.
pub(crate) async fn list(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<ListAsked>,
) -> Result<Html<String>, Problem> {
    let all: Vec<Value> = desk.all(&viewer).await?.iter().map(seen).collect();
    let values = json!({
        "place": "settings",
        "said": said(asked.done.as_deref()),
        "webhooks": all,
    });
    desk.app.templates.page("webhook/list.html", &frame, values)
}

/// What stands in the form, and what is wrong with it.
struct Draft {
    given: Given,
    /// Field and what is wrong with it.
    errors: Vec<(String, String)>,
    /// Somebody else changed the webhook meanwhile.
    is_late: bool,
}

impl Draft {
    fn values(&self) -> Value {
        let error = |field: &str| {
            let found = self.errors.iter().find(|(name, _)| name == field);
            found.map(|(_, text)| text.clone())
        };
        json!({
            "kind": self.given.kind,
            "name": { "value": self.given.name, "error": error("name") },
            "url": { "value": self.given.url, "error": error("url") },
            "types": { "value": self.given.types, "error": error("types") },
            "with_comments": self.given.with_comments,
            "is_on": self.given.is_on,
            "is_late": self.is_late,
            "errors": self.errors.iter()
                .map(|(field, text)| json!({ "field": field, "text": text }))
                .collect::<Vec<_>>(),
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAsked {
    kind: Option<Kind>,
}

/// `GET /settings/webhooks/new`.
pub(crate) async fn new(
    State(desk): State<Desk>,
    frame: Frame,
    Query(asked): Query<NewAsked>,
) -> Result<Html<String>, Problem> {
    let draft = Draft {
        given: Given {
            kind: asked.kind.unwrap_or(Kind::Standard),
            name: String::new(),
            url: None,
            types: Vec::new(),
            with_comments: false,
            is_on: true,
        },
        errors: Vec::new(),
        is_late: false,
    };
    form_page(&desk, &frame, None, &draft)
}

fn form_page(
    desk: &Desk,
    frame: &Frame,
    webhook: Option<&Webhook>,
    draft: &Draft,
) -> Result<Html<String>, Problem> {
    let values = json!({
        "place": "settings",
        "webhook": webhook.map(shown),
        "f": draft.values(),
        "kinds": Kind::ALL,
        "types": TYPES,
    });
    desk.app.templates.page("webhook/form.html", frame, values)
}

/// Reads the form; of one for a webhook that is there, an empty address keeps its own.
fn read_form(form: &FormData, before: Option<&Webhook>) -> Result<Given, Problem> {
    let known = [
        "kind",
        "name",
        "url",
        "types",
        "with_comments",
        "is_on",
        "revision",
    ];
    form.only(|name| known.contains(&name))?;
    let kind = match before {
        Some(webhook) => webhook.kind,
        None => form
            .text("kind")
            .parse()
            .map_err(|words: String| Problem::invalid("/kind", words))?,
    };
    let url = form
        .get("url")
        .filter(|u| before.is_none() || !u.is_empty());
    Ok(Given {
        kind,
        name: form.text("name").to_owned(),
        url: url.map(str::to_owned),
        types: form.all("types").map(str::to_owned).collect(),
        with_comments: form.get("with_comments").is_some(),
        is_on: before.is_none() || form.get("is_on").is_some(),
    })
}

/// The form again, with what is wrong with it.
fn form_again(
    desk: &Desk,
    frame: &Frame,
    (webhook, form): (Option<&Webhook>, &FormData),
    problem: Problem,
) -> Result<Response, Problem> {
    let errors = match &problem {
        Problem::Invalid { errors, .. } => errors.as_slice(),
        Problem::Other(412, _) => &[],
        _ => return Err(problem),
    };
    let kind = webhook
        .map(|w| w.kind)
        .or_else(|| form.text("kind").parse().ok());
    let draft = Draft {
        given: Given {
            kind: kind.ok_or_else(|| problem.clone())?,
            name: form.text("name").to_owned(),
            url: form.get("url").map(str::to_owned),
            types: form.all("types").map(str::to_owned).collect(),
            with_comments: form.get("with_comments").is_some(),
            is_on: form.get("is_on").is_some(),
        },
        errors: errors.iter().map(|e| worded(desk, frame, e)).collect(),
        is_late: matches!(problem, Problem::Other(412, _)),
    };
    let page = form_page(desk, frame, webhook, &draft)?;
    Ok((problem.status(), page).into_response())
}

/// The field an error is about, and the words for it.
fn worded(desk: &Desk, frame: &Frame, error: &FieldError) -> (String, String) {
    let field = api::field(error).to_owned();
    let key = format!("webhook-wrong-{}", crate::given::word(error));
    let words = desk.app.words.try_say(frame.language, &key, &[]);
    (field, words.unwrap_or_else(|| error.detail.clone()))
}

/// `POST /settings/webhooks`: makes one, and shows its secret this once.
pub(crate) async fn create(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Response, Problem> {
    let made = match read_form(&form, None) {
        Ok(given) => desk.create(&viewer, &given).await,
        Err(problem) => Err(problem),
    };
    match made {
        Ok((webhook, secret)) => {
            let secret = (!webhook.kind.is_chat()).then_some(secret);
            let told = Told {
                said: Some("created"),
                secret,
            };
            one_page(
                &desk,
                (&frame, &viewer),
                &webhook.webhook_id,
                (Asked::default(), told),
            )
            .await
        }
        Err(problem) => form_again(&desk, &frame, (None, &form), problem),
    }
}

/// `GET /settings/webhooks/{id}/edit`.
pub(crate) async fn edit(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path(webhook_id): Path<String>,
) -> Result<Html<String>, Problem> {
    let webhook = desk.one(&viewer, &webhook_id).await?.webhook;
    let draft = Draft {
        given: Given {
            kind: webhook.kind,
            name: webhook.name.clone(),
            url: None,
            types: webhook.types.clone(),
            with_comments: webhook.with_comments,
            is_on: webhook.is_on(),
        },
        errors: Vec::new(),
        is_late: false,
    };
    form_page(&desk, &frame, Some(&webhook), &draft)
}

/// `POST /settings/webhooks/{id}/edit`.
pub(crate) async fn save(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path(webhook_id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    let webhook = desk.one(&viewer, &webhook_id).await?.webhook;
    let revision = form.get("revision").and_then(|r| r.parse().ok());
    let saved = match read_form(&form, Some(&webhook)) {
        Ok(given) => desk.change(&viewer, &webhook_id, (&given, revision)).await,
        Err(problem) => Err(problem),
    };
    match saved {
        Ok(_) => Ok(to(&webhook_id, "saved")),
        Err(problem) => form_again(&desk, &frame, (Some(&webhook), &form), problem),
    }
}

fn to(webhook_id: &str, done: &str) -> Response {
    Redirect::to(&format!("/settings/webhooks/{webhook_id}?done={done}")).into_response()
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    done: Option<String>,
    state: Option<Fate>,
    cursor: Option<String>,
}

/// What the page of a webhook says this once.
#[derive(Default)]
struct Told {
    said: Option<&'static str>,
    secret: Option<String>,
}

/// `GET /settings/webhooks/{id}`.
pub(crate) async fn show(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path(webhook_id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let told = Told {
        said: said(asked.done.as_deref()),
        secret: None,
    };
    one_page(&desk, (&frame, &viewer), &webhook_id, (asked, told)).await
}

async fn one_page(
    desk: &Desk,
    (frame, viewer): (&Frame, &Viewer),
    webhook_id: &str,
    (asked, told): (Asked, Told),
) -> Result<Response, Problem> {
    let one = desk.one(viewer, webhook_id).await?;
    let wanted = Wanted {
        webhook_id: webhook_id.to_owned(),
        fate: asked.state,
        after: asked.cursor.as_deref().map(api::after).transpose()?,
        limit: SHOWN + 1,
    };
    let mut deliveries = desk.deliveries(viewer, wanted).await?;
    let next = platform::web::paging::cut(&mut deliveries, SHOWN).map(api::cursor);
    let values = json!({
        "place": "settings",
        "said": told.said,
        "secret": told.secret,
        "one": seen(&one),
        "state": asked.state,
        "states": [Fate::Queued, Fate::Dead, Fate::Delivered],
        "deliveries": deliveries.iter().map(delivery).collect::<Vec<_>>(),
        "next": next,
    });
    let page = desk
        .app
        .templates
        .page("webhook/show.html", frame, values)?;
    Ok(page.into_response())
}

/// `POST /settings/webhooks/{id}/secret`: a new secret, shown this once.
pub(crate) async fn rotate(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path(webhook_id): Path<String>,
) -> Result<Response, Problem> {
    let (_, secret) = desk.rotate(&viewer, &webhook_id).await?;
    let told = Told {
        said: None,
        secret: Some(secret),
    };
    one_page(
        &desk,
        (&frame, &viewer),
        &webhook_id,
        (Asked::default(), told),
    )
    .await
}

/// `POST /settings/webhooks/{id}/remove`.
pub(crate) async fn remove(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(webhook_id): Path<String>,
) -> Result<Response, Problem> {
    desk.remove(&viewer, &webhook_id).await?;
    Ok(Redirect::to("/settings/webhooks?done=removed").into_response())
}

/// `POST /settings/webhooks/{id}/send-again`: all dead letters.
pub(crate) async fn send_all_again(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path(webhook_id): Path<String>,
) -> Result<Response, Problem> {
    desk.send_all_again(&viewer, &webhook_id).await?;
    Ok(to(&webhook_id, "again"))
}

/// `POST /settings/webhooks/{id}/test`: sends one, and shows how it went.
pub(crate) async fn test(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path(webhook_id): Path<String>,
) -> Result<Response, Problem> {
    let say = |key: &str| desk.app.words.say(frame.language, key, &[]);
    let message = Message {
        title: say("webhook-test-title"),
        lines: vec![(say("webhook-test-label"), say("webhook-test-value"))],
        text: None,
        link: Some((
            say("webhook-test-link"),
            format!("{}/settings/webhooks", desk.app.base_url),
        )),
    };
    let delivery_id = desk.test(&viewer, &webhook_id, message).await?;
    let key = (webhook_id.as_str(), delivery_id.as_str());
    for _ in 0..LOOKS.0 {
        if desk.delivery(&viewer, key).await?.0.tries > 0 {
            break;
        }
        tokio::time::sleep(LOOKS.1).await;
    }
    let page = format!("/settings/webhooks/{webhook_id}/deliveries/{delivery_id}?done=tested");
    Ok(Redirect::to(&page).into_response())
}

/// `GET /settings/webhooks/{id}/deliveries/{delivery_id}`.
pub(crate) async fn show_delivery(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path((webhook_id, delivery_id)): Path<(String, String)>,
    Query(asked): Query<ListAsked>,
) -> Result<Html<String>, Problem> {
    let webhook = desk.one(&viewer, &webhook_id).await?.webhook;
    let key = (webhook_id.as_str(), delivery_id.as_str());
    let (one, attempts) = desk.delivery(&viewer, key).await?;
    let body: Option<Value> = match one.body.as_str() {
        "" => None,
        body => Some(serde_json::from_str(body)?),
    };
    let values = json!({
        "place": "settings",
        "said": said(asked.done.as_deref()),
        "webhook": shown(&webhook),
        "delivery": delivery(&one),
        "body": body.map(|body| format!("{body:#}")),
        "attempts": attempts.iter().map(attempt).collect::<Vec<_>>(),
    });
    desk.app
        .templates
        .page("webhook/delivery.html", &frame, values)
}

/// `POST /settings/webhooks/{id}/deliveries/{delivery_id}/send-again`.
pub(crate) async fn send_again(
    State(desk): State<Desk>,
    viewer: Viewer,
    Path((webhook_id, delivery_id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let key = (webhook_id.as_str(), delivery_id.as_str());
    desk.send_again(&viewer, key).await?;
    let page = format!("/settings/webhooks/{webhook_id}/deliveries/{delivery_id}?done=again");
    Ok(Redirect::to(&page).into_response())
}

fn shown(webhook: &Webhook) -> Value {
    json!({
        "id": webhook.webhook_id,
        "kind": webhook.kind,
        "name": webhook.name,
        "url": webhook.shown_url(),
        "types": webhook.types,
        "with_comments": webhook.with_comments,
        "is_on": webhook.is_on(),
        "off_reason": webhook.off_reason,
        "failing_since_us": webhook.failing_since_us,
        "failures": webhook.failures,
        "old_secret_until_us": webhook.old_secret.as_ref().map(|(_, until_us)| *until_us),
        "revision": webhook.revision,
    })
}

fn seen(seen: &Seen) -> Value {
    let mut json = shown(&seen.webhook);
    json["queued"] = seen.counts.queued.into();
    json["dead"] = seen.counts.dead.into();
    json
}

fn delivery(delivery: &Delivery) -> Value {
    json!({
        "id": delivery.delivery_id,
        "type": delivery.event_type,
        "state": delivery.fate,
        "tries": delivery.tries,
        "due_at_us": delivery.due_at_us,
        "status": delivery.last_status,
        "said": delivery.last_said,
        "created_at_us": delivery.created_at_us,
    })
}

fn attempt(attempt: &Attempt) -> Value {
    json!({
        "attempt": attempt.attempt,
        "at_us": attempt.at_us,
        "took_ms": attempt.took_ms,
        "status": attempt.status,
        "said": attempt.said,
    })
}

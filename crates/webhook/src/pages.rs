//! `/settings/webhooks`: where other systems and channels are told, and what became of it.

mod form;
mod wrong;

use std::time::Duration;

use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use platform::web::{CALLS, FormData, Frame, Path, Problem, Query, answered};
use platform::words::{Language, Words};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use self::wrong::WRONG;
use crate::api;
use crate::model::{Attempt, Delivery, Fate, Message, Webhook};
use crate::service::{Desk, Seen};
use crate::store::desk::Wanted;
use crate::usage::Use;

pub(crate) use form::{create, edit, new, save};

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
        "deliveries": deliveries.iter().map(|d| delivery(desk, frame, d)).collect::<Vec<_>>(),
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
    let rotated = desk.rotate(&viewer, &webhook_id).await;
    let (_, secret) = rotated.map_err(|p| WRONG.said(&desk.app, frame.language, p))?;
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

/// `POST /settings/webhooks/{id}/remove`: asks once more, with their names, while rules tell it.
pub(crate) async fn remove(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path(webhook_id): Path<String>,
    form: FormData,
) -> Result<Response, Problem> {
    form.only(|name| name == form::EVEN_IF_USED)?;
    let even_if_used = form.get(form::EVEN_IF_USED).is_some();
    match desk.remove(&viewer, &webhook_id, even_if_used).await {
        Ok(()) => Ok(Redirect::to("/settings/webhooks?done=removed").into_response()),
        Err(problem @ Problem::Conflict(_)) => {
            let one = desk.one(&viewer, &webhook_id).await?;
            let values = json!({ "place": "settings", "one": seen(&one) });
            let page = desk
                .app
                .templates
                .page("webhook/remove.html", &frame, values)?;
            Ok((problem.status(), page).into_response())
        }
        Err(problem) => Err(problem),
    }
}

/// `POST /settings/webhooks/{id}/send-again`: all dead letters.
pub(crate) async fn send_all_again(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path(webhook_id): Path<String>,
) -> Result<Response, Problem> {
    let sent = desk.send_all_again(&viewer, &webhook_id).await;
    sent.map_err(|p| WRONG.said(&desk.app, frame.language, p))?;
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
    let sent = desk.test(&viewer, &webhook_id, message).await;
    let delivery_id = sent.map_err(|p| WRONG.said(&desk.app, frame.language, p))?;
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
        "delivery": delivery(&desk, &frame, &one),
        "body": body.map(|body| format!("{body:#}")),
        "attempts": attempts.iter().map(|a| attempt(&desk, &frame, a)).collect::<Vec<_>>(),
    });
    desk.app
        .templates
        .page("webhook/delivery.html", &frame, values)
}

/// `POST /settings/webhooks/{id}/deliveries/{delivery_id}/send-again`.
pub(crate) async fn send_again(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    Path((webhook_id, delivery_id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let key = (webhook_id.as_str(), delivery_id.as_str());
    let sent = desk.send_again(&viewer, key).await;
    sent.map_err(|p| WRONG.said(&desk.app, frame.language, p))?;
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
    json["used_by"] = used_by(&seen.used_by);
    json
}

fn used_by(uses: &[Use]) -> Value {
    uses.iter()
        .map(|one| json!({ "name": one.name, "path": one.path, "state": one.state }))
        .collect()
}

/// What became of a call in the language of the page: what its status means, or why there is none,
/// and behind it what the other system said.
fn told(words: &Words, language: Language, status: Option<u16>, said: &str) -> String {
    match status {
        Some(status) => answered(words, language, (status, said)),
        None => CALLS
            .try_say(words, language, said)
            .unwrap_or_else(|| said.to_owned()),
    }
}

fn delivery(desk: &Desk, frame: &Frame, delivery: &Delivery) -> Value {
    let said = delivery.last_said.as_deref();
    let told = |said| told(&desk.app.words, frame.language, delivery.last_status, said);
    json!({
        "id": delivery.delivery_id,
        "type": delivery.event_type,
        "state": delivery.fate,
        "tries": delivery.tries,
        "due_at_us": delivery.due_at_us,
        "status": delivery.last_status,
        "said": said.map(told),
        "created_at_us": delivery.created_at_us,
    })
}

fn attempt(desk: &Desk, frame: &Frame, attempt: &Attempt) -> Value {
    let (words, language) = (&desk.app.words, frame.language);
    json!({
        "attempt": attempt.attempt,
        "at_us": attempt.at_us,
        "took_ms": attempt.took_ms,
        "status": attempt.status,
        "said": told(words, language, attempt.status, &attempt.said),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_became_of_a_call_is_said_in_the_language_of_the_page() {
        let words = Words::new(&[&platform::PLATFORM, &crate::SLICE]).expect("words");
        for (status, said, nl, en) in [
            (
                None,
                outbound::Fault::Timeout.to_string(),
                "Het andere systeem antwoordde niet op tijd.",
                "The other system didn’t answer in time.",
            ),
            (
                None,
                outbound::Fault::TooLong(2000).to_string(),
                "Het antwoord van het andere systeem is langer dan 2000 bytes.",
                "The answer of the other system is longer than 2000 bytes.",
            ),
            (
                Some(403),
                "<b>no</b> entry".to_owned(),
                "Het andere systeem staat dit niet toe. “<b>no</b> entry”",
                "The other system doesn’t allow this. “<b>no</b> entry”",
            ),
            (Some(204), String::new(), "", ""),
            (Some(200), "ok".to_owned(), "ok", "ok"),
        ] {
            let told = |language| told(&words, language, status, &said);
            assert_eq!([told(Language::Nl), told(Language::En)], [nl, en]);
        }
    }
}

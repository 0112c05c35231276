//! Mail by the API.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mail::incoming::{Applied, What};
use platform::id;
use platform::web::{FieldError, Json, NoQuery, Path, Problem, Query, paging};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use crate::service::{About, Heard, told_bounce};
use crate::{Delivery, view};

/// Returns in one request at most.
const RETURNS_MAX: usize = 1000;

/// `GET /api/v1/mail`: how mail goes.
pub(crate) async fn state(
    State(delivery): State<Delivery>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let overview = delivery.overview(&viewer).await?;
    let state = view::state(&overview, delivery.settings.as_ref());
    Ok(axum::Json(state).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Limit {
    limit: Option<usize>,
}

/// `GET /api/v1/mail/unknown`: mails in doubt.
pub(crate) async fn in_doubt(
    State(delivery): State<Delivery>,
    viewer: Viewer,
    Query(Limit { limit }): Query<Limit>,
) -> Result<Response, Problem> {
    let limit = paging::limit(limit)?;
    let mails = delivery.in_doubt(&viewer, limit).await?;
    let mails: Vec<Value> = mails.iter().map(view::in_doubt).collect();
    Ok(axum::Json(json!({ "mails": mails })).into_response())
}

/// `POST /api/v1/mail/{id}/send-again`.
pub(crate) async fn send_again(
    State(delivery): State<Delivery>,
    viewer: Viewer,
    Path(mail_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    delivery.send_again(&viewer, &mail_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `POST /api/v1/mail/{id}/arrived`.
pub(crate) async fn arrived(
    State(delivery): State<Delivery>,
    viewer: Viewer,
    Path(mail_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    delivery.arrived(&viewer, &mail_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Returns {
    returns: Vec<OneReturn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OneReturn {
    mail_id: Option<String>,
    message_id: Option<String>,
    email: Option<String>,
    #[serde(rename = "type")]
    kind: Kind,
    reason: Option<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Bounce,
    Complaint,
}

/// `POST /api/v1/mail/returns`: what a provider heard of mails.
pub(crate) async fn returns(
    State(delivery): State<Delivery>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<Returns>,
) -> Result<Response, Problem> {
    let heard = heard(sent)?;
    let outcomes = delivery.take_in(&viewer, heard).await?;
    let outcomes: Vec<Value> = outcomes
        .into_iter()
        .map(|applied| json!({ "outcome": outcome(applied) }))
        .collect();
    Ok(axum::Json(json!({ "returns": outcomes })).into_response())
}

fn outcome(applied: Applied) -> &'static str {
    match applied {
        Applied::Counted => "stored",
        Applied::Again => "known",
        Applied::Later => "later",
        Applied::Unknown | Applied::NoReport => "unknown",
    }
}

fn heard(sent: Returns) -> Result<Vec<Heard>, Problem> {
    if !(1..=RETURNS_MAX).contains(&sent.returns.len()) {
        return Err(Problem::invalid(
            "/returns",
            format!("1 to {RETURNS_MAX} returns at a time"),
        ));
    }
    let mut errors = Vec::new();
    let mut heard = Vec::with_capacity(sent.returns.len());
    for (index, one) in sent.returns.into_iter().enumerate() {
        match about(&one) {
            Some(about) => heard.push(Heard {
                about,
                what: match one.kind {
                    Kind::Bounce => told_bounce(one.reason.as_deref().unwrap_or_default()),
                    Kind::Complaint => What::Complaint,
                },
            }),
            None => errors.push(FieldError::new(
                format!("/returns/{index}"),
                "name the mail by exactly one of mail_id, message_id and email",
            )),
        }
    }
    if errors.is_empty() {
        Ok(heard)
    } else {
        Err(Problem::Invalid {
            detail: "some returns name no mail".to_owned(),
            errors,
        })
    }
}

/// Which mail is meant: a Message-ID of ours is the mail's id and a domain.
fn about(one: &OneReturn) -> Option<About> {
    match (&one.mail_id, &one.message_id, &one.email) {
        (Some(mail_id), None, None) => Some(About::Mail(mail_id.clone())),
        (None, Some(message_id), None) => {
            let local = message_id
                .trim()
                .trim_start_matches('<')
                .split('@')
                .next()
                .unwrap_or_default();
            // Anything else is a Message-ID too, but of no mail of ours.
            let mail_id = if id::is_id(local) { local } else { "" };
            Some(About::Mail(mail_id.to_owned()))
        }
        (None, None, Some(email)) => Some(About::Address(email.trim().to_lowercase())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: Value) -> Result<Vec<Heard>, Problem> {
        heard(serde_json::from_value(json).expect("the form of returns"))
    }

    #[test]
    fn a_mail_is_named_in_one_of_three_ways() {
        let id = id::new();
        let all = read(json!({ "returns": [
            { "mail_id": id, "type": "bounce", "reason": "550\nno such user" },
            { "message_id": format!("<{id}@acme.nl>"), "type": "complaint" },
            { "message_id": "<else@where>", "type": "bounce" },
            { "email": " Ann@Acme.nl ", "type": "bounce" },
        ] }))
        .expect("valid");
        let names: Vec<String> = all
            .iter()
            .map(|h| match &h.about {
                About::Mail(id) => id.clone(),
                About::Address(address) => address.clone(),
            })
            .collect();
        assert_eq!(names, [id.as_str(), id.as_str(), "", "ann@acme.nl"]);
        assert_eq!(all[0].what, told_bounce("550 no such user"));
        assert_eq!(all[1].what, What::Complaint);
    }

    #[test]
    fn two_names_or_none_are_refused_by_their_place() {
        let problem = read(json!({ "returns": [
            { "email": "a@b.nl", "type": "bounce" },
            { "type": "bounce" },
            { "email": "a@b.nl", "mail_id": "x", "type": "bounce" },
        ] }))
        .expect_err("invalid");
        let Problem::Invalid { errors, .. } = problem else {
            panic!("{problem:?}");
        };
        let places: Vec<&str> = errors.iter().map(|e| e.pointer.as_str()).collect();
        assert_eq!(places, ["/returns/1", "/returns/2"]);
        assert!(read(json!({ "returns": [] })).is_err());
    }
}

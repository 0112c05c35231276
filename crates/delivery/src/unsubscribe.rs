//! `/u/…`: ending mails. A GET only asks, since mail scanners follow every link. A POST acts at
//! once, without login or cookie: the secret is the permission, and mail programs send it for
//! their people (RFC 8058).

use axum::extract::{FromRequest, Multipart, Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use contact::model::Consent;
use mail::Purpose;
use mail::link::Target;
use platform::web::{FormData, Frame, Path, Problem};
use platform::words::Language;
use serde_json::json;

use crate::{Delivery, subject};

/// Fields a form may have; RFC 8058 and our page send one.
const FIELDS_MAX: usize = 4;

/// What a link leads to, for the person who has it.
struct Subscription {
    target: Target,
    company: String,
    /// False when the mail was a test, or the person is not known any more.
    is_somebody: bool,
    language: Option<Language>,
    ended: bool,
}

/// What somebody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    /// No mails any more, said by a mail program.
    OneClick,
    /// The same by the button on our page.
    End,
    /// Mails again, after all.
    Undo,
}

/// `GET /u/{token}`: asks; changes nothing.
pub(crate) async fn ask(
    State(delivery): State<Delivery>,
    Path(token): Path<String>,
    frame: Frame,
) -> Result<Response, Problem> {
    let found = delivery.subscription(&token).await?;
    let state = match (found.is_somebody, found.ended) {
        (false, _) => "nobody",
        (_, true) => "ended",
        (_, false) => "ask",
    };
    delivery.page(&frame, &token, &found, state)
}

/// `POST /u/{token}`: ends mails, or takes that back.
pub(crate) async fn act(
    State(delivery): State<Delivery>,
    Path(token): Path<String>,
    frame: Frame,
    request: Request,
) -> Result<Response, Problem> {
    let found = delivery.subscription(&token).await?;
    let wish = wish(&fields(request).await?)?;
    let (target, now_us) = (found.target.clone(), delivery.app.clock.now_us());
    delivery
        .app
        .db
        .write(move |tx| match wish {
            Wish::OneClick | Wish::End => subject::refuse(tx, &target, now_us),
            Wish::Undo => subject::welcome(tx, &target, now_us),
        })
        .await?;
    let state = match (wish, found.is_somebody) {
        (Wish::OneClick, _) => {
            let language = found.language.unwrap_or(frame.language);
            let said = delivery
                .app
                .words
                .say(language, "delivery-unsubscribe-done", &[]);
            let kind = [(CONTENT_TYPE, "text/plain; charset=utf-8")];
            return Ok((StatusCode::OK, kind, said).into_response());
        }
        (_, false) => "nobody",
        (Wish::End, _) => "done",
        (Wish::Undo, _) => "undone",
    };
    delivery.page(&frame, &token, &found, state)
}

impl Delivery {
    /// What a token leads to. Tokens of another purpose are as unknown as any other text.
    async fn subscription(&self, token: &str) -> Result<Subscription, Problem> {
        let token = token.to_owned();
        let found = self
            .app
            .db
            .read(move |tx| {
                let Some(target) = mail::link::find(tx, Purpose::Unsubscribe, &token)? else {
                    return Ok::<_, Problem>(None);
                };
                let contact = subject::contact_of(tx, &target)?;
                Ok(Some((target, contact)))
            })
            .await?;
        let (target, contact) = found.ok_or_else(|| Problem::no("page"))?;
        let (company, _) = user::service::workspace(&self.app, &target.workspace_id).await?;
        Ok(Subscription {
            target,
            company,
            is_somebody: contact.is_some(),
            ended: contact.as_ref().is_some_and(|c| {
                c.opted_out_at_us.is_some()
                    || c.complained_at_us.is_some()
                    || c.consent == Consent::Refused
            }),
            language: contact
                .as_ref()
                .and_then(|c| Language::from_code(c.language.as_deref()?)),
        })
    }

    fn page(
        &self,
        frame: &Frame,
        token: &str,
        found: &Subscription,
        state: &str,
    ) -> Result<Response, Problem> {
        let frame = Frame {
            language: found.language.unwrap_or(frame.language),
            person: None,
            here: String::new(),
        };
        let values = json!({
            "company": found.company, "state": state, "action": format!("/u/{token}"),
        });
        let page = self
            .app
            .templates
            .page("delivery/unsubscribe.html", &frame, values)?;
        Ok(page.into_response())
    }
}

/// The fields of a form. RFC 8058 wants `multipart/form-data` understood besides the usual form.
async fn fields(request: Request) -> Result<Vec<(String, String)>, Problem> {
    let kind = request.headers().get(CONTENT_TYPE);
    let is_multipart = kind
        .and_then(|v| v.to_str().ok())
        .is_some_and(|v| v.to_ascii_lowercase().starts_with("multipart/form-data"));
    if !is_multipart {
        return Ok(FormData::from_request(request, &()).await?.0);
    }
    let unreadable =
        |e: &dyn std::fmt::Display| Problem::BadRequest(format!("the form can't be read: {e}"));
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|e| unreadable(&e))?;
    let mut fields = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|e| unreadable(&e))? {
        let name = field.name().unwrap_or_default().to_owned();
        let value = field.text().await.map_err(|e| unreadable(&e))?;
        fields.push((name, value));
        if fields.len() > FIELDS_MAX {
            break;
        }
    }
    Ok(fields)
}

fn wish(fields: &[(String, String)]) -> Result<Wish, Problem> {
    let [(name, value)] = fields else {
        return Err(not_understood());
    };
    match (name.as_str(), value.trim()) {
        ("List-Unsubscribe", "One-Click") => Ok(Wish::OneClick),
        ("do", "end") => Ok(Wish::End),
        ("do", "undo") => Ok(Wish::Undo),
        _ => Err(not_understood()),
    }
}

fn not_understood() -> Problem {
    Problem::BadRequest("send List-Unsubscribe=One-Click and nothing else".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_meant_is_a_wish() {
        let given = |pairs: &[(&str, &str)]| {
            let fields: Vec<_> = pairs
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                .collect();
            wish(&fields).ok()
        };
        assert_eq!(
            given(&[("List-Unsubscribe", "One-Click")]),
            Some(Wish::OneClick)
        );
        assert_eq!(given(&[("do", "end")]), Some(Wish::End));
        assert_eq!(given(&[("do", "undo")]), Some(Wish::Undo));
        for wrong in [
            &[][..],
            &[("List-Unsubscribe", "no")],
            &[("list-unsubscribe", "One-Click")],
            &[("List-Unsubscribe", "One-Click"), ("x", "y")],
            &[("do", "")],
        ] {
            assert_eq!(given(wrong), None, "{wrong:?}");
        }
    }
}

//! Personal links: made, listed and revoked by programs.

use axum::Json as JsonReply;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::response::{IntoResponse, Response as HttpResponse};
use platform::web::{FieldError, MEBIBYTE, NoQuery, Path, Query, UniqueMap, paging};
use platform::{Problem, clock, id};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::{cursor, keyed_body, read_cursor};
use crate::invitation::{INVITATIONS_MAX, Invite};
use crate::model::Invitation;
use crate::rules;
use crate::service::Responses;

/// Where a list of invitations goes on after this one.
pub(crate) fn invitation_cursor(last: &Invitation) -> String {
    format!("{}-{}", cursor(last.created_at_us), last.invitation_id)
}

/// The reverse of [`invitation_cursor`].
pub(crate) fn read_invitation_cursor(text: &str) -> Result<(i64, String), Problem> {
    let (at, id) = text.split_once('-').ok_or_else(paging::no_cursor)?;
    if !id::is_id(id) {
        return Err(paging::no_cursor());
    }
    Ok((read_cursor(at)?, id.to_owned()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Invitations {
    invitations: Vec<SentInvitation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentInvitation {
    #[serde(default)]
    external_id: Option<String>,
    #[serde(default)]
    attributes: UniqueMap<Value>,
}

impl SentInvitation {
    fn check(self) -> Result<Invite, Vec<FieldError>> {
        let mut errors = Vec::new();
        if let Some(Err(detail)) = self.external_id.as_deref().map(rules::external_id) {
            errors.push(FieldError::new("/external_id", detail));
        }
        match rules::attributes(&self.attributes.0) {
            Ok(attributes) if errors.is_empty() => Ok(Invite {
                external_id: self.external_id,
                attributes,
            }),
            Ok(_) => Err(errors),
            Err(more) => {
                errors.extend(more);
                Err(errors)
            }
        }
    }
}

pub(super) async fn invite(
    State(responses): State<Responses>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    request: Request,
) -> Result<HttpResponse, Problem> {
    responses.survey(&viewer, &survey_id).await?;
    // The key of the program is its secret: without it the links can't be told again.
    let owner = request.headers().get(AUTHORIZATION);
    let owner = owner.map_or_else(Vec::new, |v| {
        id::hash(&String::from_utf8_lossy(v.as_bytes()))
    });
    let owner = format!("{owner:?}");
    let (body, keyed) =
        keyed_body::<Invitations, { 8 * MEBIBYTE }>(request, &format!("{survey_id} {owner}"))
            .await?;
    let count = body.invitations.len();
    if !(1..=INVITATIONS_MAX).contains(&count) {
        let detail = format!("{count} invitations; give 1 to {INVITATIONS_MAX} at a time");
        return Err(Problem::invalid("/invitations", detail));
    }
    let (mut invites, mut errors) = (Vec::with_capacity(count), Vec::new());
    for (index, sent) in body.invitations.into_iter().enumerate() {
        match sent.check() {
            Ok(invite) => invites.push(invite),
            Err(found) => {
                errors.extend(found.into_iter().map(|e| {
                    FieldError::new(format!("/invitations/{index}{}", e.pointer), e.detail)
                }));
            }
        }
    }
    if !errors.is_empty() {
        return Err(Problem::all_invalid(errors));
    }
    let made = match keyed {
        None => responses.invite(&viewer, &survey_id, invites).await?,
        Some(keyed) => {
            responses
                .invite_once(&viewer, &survey_id, invites, (keyed, owner))
                .await?
        }
    };
    let items: Vec<Value> = made
        .iter()
        .map(|one| {
            let mut item = invitation_json(&one.invitation);
            item["url"] = json!(one.url);
            item
        })
        .collect();
    Ok((
        StatusCode::CREATED,
        JsonReply(json!({ "invitations": items })),
    )
        .into_response())
}

/// An invitation without its link, which is told only once.
fn invitation_json(invitation: &Invitation) -> Value {
    json!({
        "id": invitation.invitation_id,
        "external_id": invitation.external_id,
        "attributes": invitation.attributes,
        "created_at": clock::rfc3339(invitation.created_at_us),
        "revoked_at": invitation.revoked_at_us.map(clock::rfc3339),
        "response": match invitation.counted() {
            Some(state) => json!(state),
            None => json!("none"),
        },
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InvitationsQuery {
    cursor: Option<String>,
    limit: Option<usize>,
}

pub(super) async fn list(
    State(responses): State<Responses>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    Query(query): Query<InvitationsQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let limit = paging::limit(query.limit)?;
    let after = query
        .cursor
        .as_deref()
        .map_or(Ok((0, String::new())), read_invitation_cursor)?;
    let mut page = responses
        .invitations(&viewer, &survey_id, after, limit + 1)
        .await?;
    let next = paging::cut(&mut page, limit).map(invitation_cursor);
    let items: Vec<Value> = page.iter().map(invitation_json).collect();
    Ok(JsonReply(
        json!({ "invitations": items, "next_cursor": next }),
    ))
}

pub(super) async fn revoke(
    State(responses): State<Responses>,
    viewer: Viewer,
    Path((survey_id, invitation_id)): Path<(String, String)>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    responses
        .revoke(&viewer, &survey_id, &invitation_id)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

//! Looking ahead and back: plan, contacts, report.

use axum::extract::State;
use platform::Problem;
use platform::clock::rfc3339;
use platform::web::{App, Path, Query, paging};
use policy::disposition::coverage;
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use crate::model::OccasionState;
use crate::service::{self, Foreseen, Listed};

/// Weeks a plan looks ahead when nothing is said.
const WEEKS: u16 = 4;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlanQuery {
    weeks: Option<u16>,
}

pub(super) async fn plan_of_all(
    State(app): State<App>,
    viewer: Viewer,
    Query(query): Query<PlanQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let weeks = query.weeks.unwrap_or(WEEKS);
    let foreseen = service::forecast(&app, &viewer, None, weeks).await?;
    Ok(axum::Json(foreseen_json(&foreseen)))
}

pub(super) async fn plan(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(query): Query<PlanQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let programme = service::get(&app, &viewer, &id).await?;
    let weeks = query.weeks.unwrap_or(WEEKS);
    let foreseen = service::forecast(&app, &viewer, Some(programme), weeks).await?;
    Ok(axum::Json(foreseen_json(&foreseen)))
}

fn foreseen_json(foreseen: &Foreseen) -> Value {
    let days: Vec<Value> = foreseen
        .days
        .iter()
        .map(|day| {
            let mails: Vec<Value> = day
                .mails
                .iter()
                .map(|(programme_id, (invitations, reminders))| {
                    json!({
                        "programme_id": programme_id,
                        "invitations": invitations,
                        "reminders": reminders,
                    })
                })
                .collect();
            json!({
                "day": day.day.date().to_string(),
                "closed": day.closed.as_ref().map(|(reason, _)| reason),
                "holiday": day.closed.as_ref().and_then(|(_, holiday)| holiday.clone()),
                "mails": mails,
            })
        })
        .collect();
    let not_asked: Vec<Value> = foreseen
        .not_asked
        .iter()
        .map(|own| {
            json!({
                "programme_id": own.programme_id,
                "contact_id": own.contact_id,
                "day": own.day.date().to_string(),
                "state": own.state,
                "reason": own.reason,
                "detail": own.detail,
                "until": own.until_us.map(rfc3339),
            })
        })
        .collect();
    let reasons: Vec<Value> = foreseen
        .reasons
        .iter()
        .map(|((programme_id, state, reason), count)| {
            json!({
                "programme_id": programme_id,
                "state": state,
                "reason": reason,
                "count": count,
            })
        })
        .collect();
    json!({
        "days": days,
        "not_asked": not_asked,
        "reasons": reasons,
        "contacts": foreseen.looked_at,
        "whole": foreseen.is_whole,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ContactsQuery {
    state: Option<OccasionState>,
    cursor: Option<String>,
    limit: Option<usize>,
}

pub(super) async fn contacts(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(query): Query<ContactsQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let limit = paging::limit(query.limit)?;
    let [contact, occasion] = match &query.cursor {
        Some(text) => paging::read_cursor(text)?,
        None => Default::default(),
    };
    let state = query.state.unwrap_or(OccasionState::Invited);
    let asked = (state, (contact, occasion));
    let mut page = service::contacts(&app, &viewer, &id, asked, limit + 1).await?;
    let next = paging::cut(&mut page, limit)
        .map(|last| paging::cursor(&[&last.occasion.contact_id, &last.occasion.occasion]));
    let items: Vec<Value> = page.iter().map(listed).collect();
    Ok(axum::Json(
        json!({ "contacts": items, "next_cursor": next }),
    ))
}

fn listed(own: &Listed) -> Value {
    let (occasion, contact) = (&own.occasion, own.contact.as_ref());
    json!({
        "contact_id": contact.map_or(&occasion.contact_id, |c| &c.contact_id),
        "email": contact.and_then(|c| c.email.clone()),
        "name": contact.and_then(|c| c.name.clone()),
        "state": occasion.state,
        "reason": occasion.reason,
        "detail": occasion.detail,
        "until": occasion.until_us.map(rfc3339),
        "ends": rfc3339(occasion.ends_at_us),
        "round": occasion.round,
        "subject": occasion.subject,
        "decided_at": rfc3339(occasion.decided_at_us),
        "invitation": own.invitation.as_ref().map(|invitation| {
            let at = |at_us: Option<i64>| at_us.map(rfc3339);
            json!({
                "id": invitation.invitation_id,
                "because": invitation.because,
                "reminders": invitation.reminded,
                "closes_at": rfc3339(invitation.closes_at_us),
                "handed_over_at": at(invitation.handed_over_at_us),
                "bounced_at": at(invitation.bounced_at_us),
                "refused_at": at(invitation.refused_at_us),
                "unknown_at": at(invitation.unknown_at_us),
                "withdrawn_at": at(invitation.withdrawn_at_us),
                "withdrawn_why": invitation.withdrawn_why,
            })
        }),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReportQuery {
    by: Option<String>,
}

pub(super) async fn report(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(query): Query<ReportQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let report = service::report(&app, &viewer, &id, query.by.clone()).await?;
    let groups: Vec<Value> = report
        .groups
        .iter()
        .map(|(value, own)| {
            json!({
                "value": query.by.as_ref().map(|_| value),
                "eligible": own.eligible,
                "invited": own.invited,
                "deferred": own.deferred,
                "left_out": own.left_out,
                "coverage": coverage(own.invited, own.eligible),
                "complete": own.tally.complete,
                "rr1": own.tally.rates(report.e).rr1,
                "answered_of_delivered": own.tally.answered_of_delivered(),
            })
        })
        .collect();
    let reasons: Vec<Value> = report
        .reasons
        .iter()
        .map(|(state, reason, count)| json!({ "state": state, "reason": reason, "count": count }))
        .collect();
    Ok(axum::Json(json!({
        "mails": {
            "invitations": report.mails.invited,
            "handed_over": report.mails.handed_over,
            "reminders": report.mails.reminders,
        },
        "dispositions": report.tally,
        "e": report.e,
        "rates": report.tally.rates(report.e),
        "answered_of_delivered": report.tally.answered_of_delivered(),
        "occasions": reasons,
        "by": query.by,
        "coverage": groups,
    })))
}

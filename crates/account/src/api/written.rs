//! Accounts, timelines and what belongs to them as JSON.

use contact::attribute::Definition;
use contact::model::Account;
use contact::responsibility::{Responsibility, Role};
use platform::clock::rfc3339;
use serde_json::{Value, json};
use stats::nps::{Nps, clipped};

use crate::model::Summary;
use crate::service::Row;
use crate::service::one::{Voice, Whole};
use crate::timeline::Entry;

/// An account alone.
pub(crate) fn account(account: &Account) -> Value {
    json!({
        "account_id": account.account_id,
        "external_id": account.external_id,
        "name": account.name,
        "responsible": account.responsible,
        "attributes": account.attributes,
        "created_at": rfc3339(account.created_at_us),
        "changed_at": rfc3339(account.changed_at_us),
    })
}

/// An account as lists show it.
pub(crate) fn row(row: &Row) -> Value {
    let mut all = account(&row.account);
    all["parent"] = row.account.parent_id.as_ref().map_or(
        Value::Null,
        |id| json!({ "account_id": id, "name": row.parent }),
    );
    all["responsibilities"] = row.people.iter().map(responsibility).collect();
    all["summary"] = summary(&row.summary);
    all["summary"]["open_cases"] = json!(row.open_cases);
    all["summary"]["last_conversation_at"] = json!(row.last_conversation_at_us.map(rfc3339));
    all
}

fn summary(summary: &Summary) -> Value {
    let answered = Some(summary.last_answer_at_us).filter(|at| *at > 0);
    json!({
        "contacts": summary.contacts,
        "silent_contacts": summary.silent,
        "respondents": summary.respondents(),
        "promoters": summary.promoters,
        "passives": summary.passives,
        "detractors": summary.detractors,
        "nps": summary.nps(),
        "mean_score": summary.mean_score,
        "score_class": summary.class().as_str(),
        "last_answer_at": answered.map(rfc3339),
    })
}

/// A responsibility.
pub(crate) fn responsibility(one: &Responsibility) -> Value {
    json!({
        "account_id": one.account_id,
        "role": one.role,
        "user_id": one.user_id,
        "name": one.name,
        "email": one.email,
        "since": rfc3339(one.since_us),
    })
}

/// A role.
pub(crate) fn role(role: &Role) -> Value {
    json!({ "role": role.role, "name": role.name, "standard": role.name.is_none() })
}

fn voice(voice: &Voice) -> Value {
    json!({
        "accounts": voice.accounts,
        "by_respondents": voice.by_respondents.as_ref().map(nps),
        "by_accounts": voice.by_accounts.map(|value| {
            json!({ "nps": value, "n": voice.answering })
        }),
    })
}

fn nps(nps: &Nps) -> Value {
    json!({ "nps": nps.value, "n": nps.n, "interval": interval(nps) })
}

/// The limits an NPS can have.
pub(crate) fn interval(nps: &Nps) -> [f64; 2] {
    let [low, high] = clipped(nps.ci95);
    [low, high]
}

/// What an account and those below it say.
pub(crate) fn whole(whole: &Whole) -> Value {
    let silent = whole.silent.iter().map(|(contact, last)| {
        json!({
            "contact_id": contact.contact_id,
            "name": contact.title(),
            "last_answer_at": last.map(rfc3339),
        })
    });
    let above = whole.above.iter();
    let above = above.map(|(id, name)| json!({ "account_id": id, "name": name }));
    let parts = whole.parts.iter();
    let parts = parts.map(|part| json!({ "account_id": part.account_id, "name": part.name }));
    json!({
        "account_id": whole.row.account.account_id,
        "own": voice(&whole.own),
        "with_accounts_below": whole.all.as_ref().map(voice),
        "contacts": whole.contacts,
        "silent_contacts": silent.collect::<Vec<_>>(),
        "above": above.collect::<Vec<_>>(),
        "parts": parts.collect::<Vec<_>>(),
        "has_more_parts": whole.has_more_parts,
    })
}

/// An entry of a timeline.
pub(crate) fn entry(entry: &Entry) -> Value {
    json!({
        "at": rfc3339(entry.at_us),
        "kind": entry.source.kind(),
        "what": entry.what,
        "id": entry.id,
        "contact": entry.contact_id.as_ref().map(|id| {
            json!({ "contact_id": id, "name": entry.contact_name })
        }),
        "title": entry.title,
        "text": entry.text,
        "score": entry.score.as_ref().map(|(metric, value)| {
            json!({ "metric": metric, "value": value })
        }),
        "by": entry.by,
        "detail": entry.detail,
        "page": entry.link,
    })
}

/// What an attribute is.
pub(crate) fn definition(one: &Definition) -> Value {
    json!({
        "noun": one.noun,
        "name": one.name,
        "kind": one.kind,
        "choices": one.choices,
        "currency": one.currency,
    })
}

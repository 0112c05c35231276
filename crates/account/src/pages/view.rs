//! Accounts and timelines as templates show them.

use contact::attribute::{self, Definition};
use contact::responsibility::{Responsibility, Role};
use contact::wrong::Wrong;
use list::cell::{shown, word};
use platform::inert;
use serde_json::{Value, json};
use stats::nps::Nps;

use crate::api::written::interval;
use crate::service::one::Voice;
use crate::timeline::Entry;

/// A mistake as templates word it.
pub(super) fn wrong(wrong: &Wrong) -> Value {
    let (key, value) = wrong.words();
    json!({ "key": key, "value": value })
}

/// A role: a standard one is called by words.
pub(super) fn role(role: &Role) -> Value {
    json!({ "role": role.role, "name": role.name, "word": word(&role.role) })
}

/// The name of a role's key among these; standard ones have words.
pub(super) fn role_named(roles: &[Role], key: &str) -> Value {
    roles
        .iter()
        .find(|known| known.role == key)
        .map_or_else(|| json!({ "role": key, "name": key, "word": "" }), role)
}

/// Who does what.
pub(super) fn person(one: &Responsibility, roles: &[Role]) -> Value {
    json!({
        "role": role_named(roles, &one.role),
        "name": one.name,
        "email": one.email,
        "since_us": one.since_us,
    })
}

/// An attribute with its value as its kind shows it.
pub(super) fn attribute(name: &str, value: &str, definition: Option<&Definition>) -> Value {
    json!({ "name": shown(name), "cell": attribute::shown(value, definition).shown() })
}

/// What respondents and accounts say.
pub(super) fn voice(voice: &Voice) -> Value {
    json!({
        "accounts": voice.accounts,
        "by_respondents": voice.by_respondents.as_ref().map(nps),
        "by_accounts": voice.by_accounts.map(|value| {
            json!({ "value": value.round(), "n": voice.answering })
        }),
    })
}

fn nps(nps: &Nps) -> Value {
    let [low, high] = interval(nps);
    json!({
        "value": nps.value.round(),
        "n": nps.n,
        "low": low.round(),
        "high": high.round(),
        "few": nps.n < 10,
    })
}

/// An entry of a timeline.
pub(super) fn entry(entry: &Entry, roles: &[Role]) -> Value {
    let role = match entry.source {
        crate::timeline::Source::Responsibility => {
            entry.detail.as_deref().map(|key| role_named(roles, key))
        }
        _ => None,
    };
    json!({
        "at_us": entry.at_us,
        "kind": entry.source.kind(),
        "what": word(entry.what),
        "contact": entry.contact_id.as_ref().map(|id| {
            json!({ "id": id, "name": shown(entry.contact_name.as_ref().unwrap_or(id)) })
        }),
        "title": shown(&entry.title),
        "text": entry.text.as_deref().map(|text| inert::text(text, usize::MAX)),
        "score": entry.score.as_ref().map(|(metric, value)| {
            json!({ "metric": metric, "value": value, "class": class(metric, *value) })
        }),
        "by": entry.by.as_deref().map(shown),
        "detail": entry.detail.as_deref().filter(|_| role.is_none()).map(word),
        "role": role,
        "link": entry.link,
    })
}

/// How a score is marked: only the recommend question has classes.
fn class(metric: &str, score: i64) -> &'static str {
    match (metric, score) {
        ("recommend", 9..) => "promoter",
        ("recommend", 7..=8) => "passive",
        ("recommend", _) => "detractor",
        _ => "",
    }
}

//! The log as a page, as JSON under `/api/v1/audit`, and as CSV. It is for administrators; a key
//! may read it, so that a company can keep a copy elsewhere.

use axum::Json as JsonReply;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use jiff::tz::TimeZone;
use platform::clock::rfc3339;
use platform::web::{App, Frame, Problem, Query, paging};
use platform::words::Language;
use serde_json::{Value, json};

use super::csv;
use super::search::{self, Asked};
use super::store::{self, Entry};
use crate::access::{self, Access, Gate, Routes};
use crate::model::Viewer;
use crate::people;

/// Lines on one page.
const PAGE: usize = 100;

/// The kinds of things that the page offers to filter by, in the order of the product.
const NOUNS: [&str; 36] = [
    "survey",
    "invitation",
    "response",
    "theme",
    "widget",
    "vote",
    "contact",
    "account",
    "blocked",
    "responsibility",
    "role",
    "attribute",
    "view",
    "programme",
    "event_source",
    "budget",
    "mail",
    "case",
    "conversation",
    "cause",
    "action",
    "improvement",
    "rule",
    "webhook",
    "channel",
    "connector",
    "dashboard",
    "target",
    "report",
    "coaching",
    "person",
    "team",
    "sso",
    "scim",
    "key",
    "workspace",
];

#[derive(Clone)]
struct Log {
    app: App,
}

pub(super) fn routes(gate: &Gate) -> (Router, Vec<access::Entry>) {
    Routes::new(gate)
        .get("/settings/audit", Access::Administrator, page)
        .get("/settings/audit.csv", Access::Administrator, as_csv)
        .get("/api/v1/audit", Access::Read, list)
        .get("/api/v1/audit.csv", Access::Read, as_csv)
        .finish(Log {
            app: gate.app().clone(),
        })
}

/// People who don't administer may not read it, not even by the API.
fn may_read(viewer: &Viewer) -> Result<(), Problem> {
    if viewer.role.is_none() || viewer.may_write {
        return Ok(());
    }
    let text = "the audit log is for administrators".to_owned();
    Err(Problem::Forbidden(text))
}

impl Log {
    async fn zone(&self, viewer: &Viewer) -> Result<TimeZone, Problem> {
        let (_, name) = crate::service::workspace(&self.app, &viewer.workspace_id).await?;
        TimeZone::get(&name).map_err(|e| Problem::Internal(format!("time zone {name}: {e}")))
    }

    /// The lines asked for, and the cursor of the next part.
    async fn part(
        &self,
        viewer: &Viewer,
        asked: &Asked,
        limit: usize,
    ) -> Result<(Vec<Entry>, Option<String>), Problem> {
        let zone = self.zone(viewer).await?;
        let (filter, after) = (asked.filter(&zone)?, asked.after()?);
        let workspace_id = viewer.workspace_id.clone();
        let mut lines = self
            .app
            .db
            .read(move |tx| {
                let place = (after.as_ref(), limit + 1);
                Ok::<_, Problem>(store::part(tx, &workspace_id, &filter, place)?)
            })
            .await?;
        let next = paging::cut(&mut lines, limit).map(search::cursor);
        Ok((lines, next))
    }
}

async fn list(
    State(log): State<Log>,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<JsonReply<Value>, Problem> {
    may_read(&viewer)?;
    asked.without(&["profile"])?;
    let limit = paging::limit(asked.limit)?;
    let (lines, next) = log.part(&viewer, &asked, limit).await?;
    let lines: Vec<Value> = lines.iter().map(view).collect::<Result<_, _>>()?;
    Ok(JsonReply(json!({ "audit": lines, "next_cursor": next })))
}

fn view(line: &Entry) -> Result<Value, Problem> {
    let detail: Value = serde_json::from_str(&line.detail)?;
    Ok(json!({
        "audit_id": line.audit_id,
        "at": rfc3339(line.at_us),
        "by": { "kind": line.actor_kind, "id": line.actor_id, "name": line.actor_name },
        "action": line.action,
        "noun": line.noun,
        "id": line.noun_id,
        "detail": detail,
    }))
}

async fn as_csv(
    State(log): State<Log>,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    may_read(&viewer)?;
    asked.without(&["cursor", "limit"])?;
    // What can't be looked for is told before a file begins.
    log.part(&viewer, &asked, 1).await?;
    let zone = log.zone(&viewer).await?;
    let wanted = csv::Wanted {
        workspace_id: viewer.workspace_id.clone(),
        filter: asked.filter(&zone)?,
        profile: csv::profile(asked.profile.as_deref())?,
        zone,
    };
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
        (CACHE_CONTROL, "no-store"),
    ];
    let body = Body::from_stream(csv::pieces(log.app.db.clone(), wanted));
    Ok((headers, body).into_response())
}

async fn page(
    State(log): State<Log>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Problem> {
    asked.without(&["profile", "limit"])?;
    let (lines, next) = log.part(&viewer, &asked, PAGE).await?;
    let workspace_id = viewer.workspace_id.clone();
    let (people, keys) = log
        .app
        .db
        .read(move |tx| {
            Ok::<_, Problem>((
                people::all(tx, &workspace_id)?,
                store::keys(tx, &workspace_id)?,
            ))
        })
        .await?;
    let chosen = |id: String, name: String| json!({ "id": id, "name": name });
    let people: Vec<Value> = people
        .into_iter()
        .map(|person| chosen(person.user_id, person.name))
        .collect();
    let keys: Vec<Value> = keys
        .into_iter()
        .map(|(id, name)| chosen(id, name))
        .collect();
    let nouns: Vec<Value> = NOUNS
        .iter()
        .map(|noun| json!({ "value": noun, "name": log.noun(frame.language, noun) }))
        .collect();
    let rows: Vec<Value> = lines
        .iter()
        .map(|line| log.row(frame.language, line))
        .collect::<Result<_, _>>()?;
    let values = json!({
        "place": "settings", "settings": "audit",
        "lines": rows,
        "next": next.map(|cursor| address("/settings/audit", &asked, Some(&cursor))),
        "csv": address("/settings/audit.csv", &asked, None),
        "is_first": asked.cursor.is_none(),
        "people": people, "keys": keys, "nouns": nouns,
        "filter": { "who": asked.who, "noun": asked.noun, "action": asked.action,
                    "id": asked.id, "from": asked.from, "to": asked.to },
        "is_filtered": address("", &asked, None).contains('='),
    });
    log.app.templates.page("user/audit.html", &frame, values)
}

/// An address with what was asked for.
fn address(path: &str, asked: &Asked, cursor: Option<&str>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let pairs = [
        ("who", asked.who.as_str()),
        ("noun", &asked.noun),
        ("action", &asked.action),
        ("id", &asked.id),
        ("from", &asked.from),
        ("to", &asked.to),
        ("cursor", cursor.unwrap_or_default()),
    ];
    for (name, value) in pairs {
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    format!("{path}?{}", query.finish())
}

impl Log {
    fn noun(&self, language: Language, noun: &str) -> String {
        self.word(language, "noun", noun)
    }

    /// The word for a part of an action, or the part itself when there is none.
    fn word(&self, language: Language, kind: &str, part: &str) -> String {
        let key = format!("user-audit-{kind}-{}", part.replace('_', "-"));
        let word = self.app.words.try_say(language, &key, &[]);
        word.unwrap_or_else(|| part.replace('_', " "))
    }

    fn row(&self, language: Language, line: &Entry) -> Result<Value, Problem> {
        let detail: Value = serde_json::from_str(&line.detail)?;
        let verb = line.action.rsplit('.').next().unwrap_or(&line.action);
        Ok(json!({
            "at_us": line.at_us,
            "who": line.actor_name.as_deref().unwrap_or(&line.actor_id),
            "kind": line.actor_kind,
            "noun": self.noun(language, &line.noun),
            "verb": self.word(language, "verb", verb),
            "action": line.action,
            "id": line.noun_id,
            "title": line.title.clone().unwrap_or_else(|| short(&line.noun_id)),
            "url": url(&line.noun, &line.noun_id),
            "detail": facts(&detail),
        }))
    }
}

/// The beginning of an id, which is enough to tell two apart.
fn short(id: &str) -> String {
    match id.get(..8) {
        Some(start) if platform::id::is_id(id) => format!("{start}…"),
        _ => id.to_owned(),
    }
}

/// A note's detail as one line: `name: value`, with semicolons between.
pub(super) fn facts(detail: &Value) -> String {
    let Value::Object(map) = detail else {
        return String::new();
    };
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list
            .iter()
            .map(|one| one.as_str().map_or_else(|| one.to_string(), str::to_owned))
            .collect::<Vec<_>>()
            .join(", "),
        other => other.to_string(),
    };
    map.iter()
        .map(|(name, value)| format!("{name}: {}", text(value)))
        .collect::<Vec<_>>()
        .join("; ")
}

/// The page of a thing, if it has one.
fn url(noun: &str, id: &str) -> Option<String> {
    let folder = match noun {
        "survey" => "/surveys",
        "programme" => "/programmes",
        "contact" => "/contacts",
        "account" => "/accounts",
        "case" => "/cases",
        "target" => "/targets",
        "dashboard" => "/dashboards",
        "action" => "/actions",
        "improvement" => "/improvements",
        "rule" => "/rules",
        "webhook" => "/settings/webhooks",
        "connector" => "/settings/connectors",
        "person" => "/settings/people",
        "team" => "/settings/teams",
        _ => return None,
    };
    platform::id::is_id(id).then(|| format!("{folder}/{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_become_one_line() {
        let cases = [
            (json!({}), ""),
            (json!({ "role": "lead" }), "role: lead"),
            (
                json!({ "changed": ["name", "role"], "rows": 3, "all": true, "x": null }),
                "changed: name, role; rows: 3; all: true; x: null",
            ),
            (json!("text"), ""),
        ];
        for (detail, line) in cases {
            assert_eq!(facts(&detail), line);
        }
    }

    #[test]
    fn only_ids_become_links() {
        let id = platform::id::new();
        assert_eq!(url("case", &id), Some(format!("/cases/{id}")));
        assert_eq!(url("case", "../settings"), None);
        assert_eq!(url("key", &id), None);
    }

    #[test]
    fn every_kind_of_thing_with_a_name_can_be_looked_for() {
        let words = include_str!("../../locales/en.ftl");
        let keys = words
            .lines()
            .filter_map(|line| line.strip_prefix("user-audit-noun-"));
        for key in keys.filter_map(|rest| rest.split_once(" =")) {
            let noun = key.0.replace('-', "_");
            assert!(NOUNS.contains(&noun.as_str()), "{noun}");
        }
    }

    #[test]
    fn every_kind_of_thing_has_a_name_in_both_languages() {
        for words in [
            include_str!("../../locales/en.ftl"),
            include_str!("../../locales/nl.ftl"),
        ] {
            for noun in NOUNS {
                let key = format!("user-audit-noun-{} =", noun.replace('_', "-"));
                assert!(words.lines().any(|line| line.starts_with(&key)), "{key}");
            }
        }
    }
}

//! HubSpot: a first pass lists objects, later ones search for what changed. A search gives at most
//! 10,000 rows, so it goes by what was last seen and never counts.

use outbound::Method;
use serde_json::{Value, json};

use super::key::{Place, following};
use super::{
    Arrived, Connector, Field, Once, Page, Row, Scores, Start, Task, list_in, moment, option, rows,
    text_of, wanted,
};
use crate::line::{Ask, Fault, Line, Reply, encoded};
use crate::model::{Pull, Stream, System};

/// Rows of a page.
const LIMIT: usize = 100;
/// Kinds of associations that HubSpot defines: of a task to a company, to a contact.
const TASK_TO_COMPANY: u16 = 192;
const TASK_TO_CONTACT: u16 = 204;

/// HubSpot.
pub(super) struct HubSpot;

/// The path of a part of the CRM: `v3` stands before it, a dated version behind it.
fn path(line: &Line, part: &str, rest: &str) -> String {
    let version = option(&line.definition, System::HubSpot, "version");
    if version.starts_with('v') {
        format!("/crm/{version}/{part}{rest}")
    } else {
        format!("/crm/{part}/{version}{rest}")
    }
}

async fn ask(line: &Line, ask: Ask) -> Result<Reply, Fault> {
    let token = line.secrets.get("token");
    line.ask(ask.header("authorization", format!("Bearer {token}")))
        .await
}

/// What is asked for of a field: of `hubspot_owner_id.email` the owner's id.
fn property(name: &str) -> &str {
    name.strip_suffix(".email")
        .or_else(|| name.strip_suffix(".name"))
        .unwrap_or(name)
}

fn properties(pull: &Pull) -> Vec<&str> {
    let mut all: Vec<&str> = wanted(pull).into_iter().map(property).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Milliseconds since 1970, as a search compares moments.
fn millis(stamp: &str) -> String {
    moment(stamp).map_or_else(|| stamp.to_owned(), |at| at.as_millisecond().to_string())
}

/// The body of a search for what comes at a place.
fn search(pull: &Pull, since: &str, place: Option<&Place>) -> Value {
    let filter = |name: &str, operator: &str, value: String| json!({ "propertyName": name, "operator": operator, "value": value });
    let (filters, order) = match place {
        Some(Place::At { stamp, id }) => (
            vec![
                filter(&pull.stamp, "EQ", millis(stamp)),
                filter(&pull.id, "GT", id.clone()),
            ],
            &pull.id,
        ),
        Some(Place::Over { stamp }) => {
            (vec![filter(&pull.stamp, "GT", millis(stamp))], &pull.stamp)
        }
        _ => (vec![filter(&pull.stamp, "GTE", millis(since))], &pull.stamp),
    };
    json!({
        "filterGroups": [{ "filters": filters }],
        "sorts": [{ "propertyName": order, "direction": "ASCENDING" }],
        "properties": properties(pull),
        "limit": LIMIT,
    })
}

/// The place after a page of a search. Within one stamp a page that isn't in the order of ids tells
/// nothing of what comes next, so that stamp is read from its first id.
fn after_search(present: Option<&Place>, rows: &[Row]) -> Option<Place> {
    let next = following(present, rows, rows.len() >= LIMIT);
    match (present, next) {
        (Some(Place::At { .. }), next) => next,
        (_, Some(Place::At { stamp, .. })) => Some(Place::At {
            stamp,
            id: "0".to_owned(),
        }),
        (_, next) => next,
    }
}

/// The fields of a result in one object.
fn flat(result: Value) -> Value {
    let mut fields = result
        .get("properties")
        .cloned()
        .unwrap_or_else(|| json!({}));
    if let (Some(fields), Some(id)) = (fields.as_object_mut(), result.get("id")) {
        fields.entry("hs_object_id").or_insert_with(|| id.clone());
    }
    fields
}

/// What the answer says of when to come back.
fn pause_ms(reply: &Reply) -> u64 {
    let number = |name: &str| reply.headers.get(name)?.parse::<u64>().ok();
    match number("x-hubspot-ratelimit-remaining") {
        Some(0) => number("x-hubspot-ratelimit-interval-milliseconds").unwrap_or(10_000),
        _ => 0,
    }
}

/// Adds address and name of owners to rows that have an owner's id.
async fn name_owners(line: &Line, pull: &Pull, rows: &mut [Row]) -> Result<(), Fault> {
    let owned: Vec<&str> = pull
        .fields
        .iter()
        .map(|mapped| mapped.from.as_str())
        .filter(|name| property(name) != *name)
        .collect();
    if owned.is_empty() {
        return Ok(());
    }
    know_owners(line).await?;
    for row in rows {
        for name in &owned {
            let id = row.values.get(property(name)).and_then(text_of);
            let owner = id.and_then(|id| line.remembered(&format!("owner {id}")));
            let value = owner.and_then(|owner| {
                let (email, called) = owner.split_once('\n')?;
                Some(
                    if name.strip_suffix(".email").is_some() {
                        email
                    } else {
                        called
                    }
                    .to_owned(),
                )
            });
            row.values[*name] = json!(value);
        }
    }
    Ok(())
}

/// Reads all owners, once per line.
async fn know_owners(line: &Line) -> Result<(), Fault> {
    if line.remembered("owners").is_some() {
        return Ok(());
    }
    let mut after = String::new();
    loop {
        let rest = format!("?limit=100{after}");
        let reply = ask(line, Ask::get(path(line, "owners", &rest))).await?;
        let next = reply.json.pointer("/paging/next/after").and_then(text_of);
        for owner in list_in(reply.json, "results")? {
            let text = |name: &str| owner.get(name).and_then(text_of).unwrap_or_default();
            let name = format!("{} {}", text("firstName"), text("lastName"));
            line.remember(
                &format!("owner {}", text("id")),
                format!("{}\n{}", text("email"), name.trim()),
            );
        }
        match next {
            Some(next) => after = format!("&after={}", encoded(&next)),
            None => break,
        }
    }
    line.remember("owners", String::new());
    Ok(())
}

/// The id of the owner with this address.
async fn owner(line: &Line, email: &str) -> Result<Option<String>, Fault> {
    let rest = format!("?email={}&limit=1", encoded(email));
    let reply = ask(line, Ask::get(path(line, "owners", &rest))).await?;
    let found = list_in(reply.json, "results")?;
    Ok(found
        .first()
        .and_then(|owner| owner.get("id"))
        .and_then(text_of))
}

fn task_body(task: &Task, owner: Option<&str>) -> Value {
    let mut properties = json!({
        "hs_timestamp": (task.due_at_us / 1000).to_string(),
        "hs_task_subject": format!("{} ({})", task.title, task.key),
        "hs_task_body": task.text,
        "hs_task_status": "NOT_STARTED",
        "hs_task_type": "TODO",
    });
    if let Some(owner) = owner {
        properties["hubspot_owner_id"] = json!(owner);
    }
    let ends = [
        (&task.account, TASK_TO_COMPANY),
        (&task.contact, TASK_TO_CONTACT),
    ];
    let associations: Vec<Value> = ends
        .into_iter()
        .filter_map(|(id, kind)| {
            let kind = json!({"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": kind});
            Some(json!({ "to": { "id": id.as_ref()? }, "types": [kind] }))
        })
        .collect();
    json!({ "properties": properties, "associations": associations })
}

fn object(stream: Stream) -> &'static str {
    if stream == Stream::Accounts {
        "companies"
    } else {
        "contacts"
    }
}

impl Connector for HubSpot {
    async fn fields(&self, line: &Line, pull: &Pull) -> Result<Vec<Field>, Fault> {
        let rest = format!("/{}", encoded(&pull.source));
        let reply = ask(line, Ask::get(path(line, "properties", &rest))).await?;
        let mut fields = Vec::new();
        for property in list_in(reply.json, "results")? {
            let Some(name) = property.get("name").and_then(text_of) else {
                continue;
            };
            let label = property
                .get("label")
                .and_then(text_of)
                .unwrap_or_else(|| name.clone());
            if name.ends_with("owner_id") {
                fields.push(Field {
                    name: format!("{name}.email"),
                    label: format!("{label} (e-mail)"),
                });
            }
            fields.push(Field { name, label });
        }
        Ok(fields)
    }

    async fn page(&self, line: &Line, pull: &Pull, start: Start<'_>) -> Result<Page, Fault> {
        let place = Place::read(start.place);
        let rest = format!("/{}", encoded(&pull.source));
        let listed = matches!(place, Some(Place::Next { .. }));
        let reply = match (start.since, listed) {
            (Some(since), false) if !pull.stamp.is_empty() => {
                let body = search(pull, since, place.as_ref());
                let path = path(line, "objects", &format!("{rest}/search"));
                ask(line, Ask::json(Method::POST, path, body)).await?
            }
            _ => {
                let mut rest = format!(
                    "{rest}?limit={LIMIT}&properties={}",
                    properties(pull).join(",")
                );
                if let Some(Place::Next { token, .. }) = &place {
                    rest += &format!("&after={}", encoded(token));
                }
                ask(line, Ask::get(path(line, "objects", &rest))).await?
            }
        };
        let searched = start.since.is_some() && !listed && !pull.stamp.is_empty();
        let pause_ms = pause_ms(&reply);
        let as_of = (!searched).then(|| super::said_at(&reply)).flatten();
        let after = reply.json.pointer("/paging/next/after").and_then(text_of);
        let list = list_in(reply.json, "results")?
            .into_iter()
            .map(flat)
            .collect();
        let (mut rows, wrong) = rows(pull, list);
        name_owners(line, pull, &mut rows).await?;
        let next = if searched {
            after_search(place.as_ref(), &rows)
        } else {
            after.map(|token| Place::Next {
                token,
                stamp: String::new(),
                id: String::new(),
            })
        };
        Ok(Page {
            rows,
            wrong,
            next: next.map(|place| place.written()),
            as_of,
            pause_ms,
        })
    }

    async fn scores(&self, line: &Line, scores: &Scores) -> Result<(), Fault> {
        let rest = format!("/{}/{}", object(scores.stream), encoded(&scores.remote_id));
        let body = json!({ "properties": scores.values });
        ask(
            line,
            Ask::json(Method::PATCH, path(line, "objects", &rest), body),
        )
        .await?;
        Ok(())
    }

    async fn send(&self, line: &Line, once: &Once) -> Result<(), Fault> {
        let Once::Task(task) = once else {
            return Err(Fault::Refused {
                status: 0,
                said: "comments on tickets of HubSpot are not written".to_owned(),
            });
        };
        let owner = match &task.owner {
            Some(email) => owner(line, email).await?,
            None => None,
        };
        let body = task_body(task, owner.as_deref());
        ask(
            line,
            Ask::json(Method::POST, path(line, "objects", "/tasks"), body),
        )
        .await?;
        Ok(())
    }

    async fn arrived(&self, line: &Line, once: &Once) -> Result<Arrived, Fault> {
        let Once::Task(task) = once else {
            return Ok(Arrived::No);
        };
        let filter = json!({
            "propertyName": "hs_task_subject", "operator": "CONTAINS_TOKEN", "value": task.key,
        });
        let body = json!({ "filterGroups": [{ "filters": [filter] }], "limit": 1 });
        let path = path(line, "objects", "/tasks/search");
        let reply = ask(line, Ask::json(Method::POST, path, body)).await?;
        Ok(if list_in(reply.json, "results")?.is_empty() {
            Arrived::No
        } else {
            Arrived::Yes
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_goes_by_what_was_last_seen() {
        let pull = System::HubSpot.proposal(Stream::Accounts).expect("one");
        let first = search(&pull, "2026-11-22T10:00:00.5Z", None);
        let filter = &first["filterGroups"][0]["filters"][0];
        assert_eq!(filter["operator"], "GTE");
        assert_eq!(filter["value"], "1795341600500");
        let row = |stamp: &str, id: usize| Row {
            id: id.to_string(),
            stamp: Some(stamp.to_owned()),
            values: Value::Null,
        };
        let full: Vec<Row> = (0..LIMIT).map(|i| row("s", i)).collect();
        let at = after_search(None, &full).expect("more");
        assert_eq!(
            at,
            Place::At {
                stamp: "s".into(),
                id: "0".into()
            }
        );
        let further = after_search(Some(&at), &full).expect("more");
        assert_eq!(
            further,
            Place::At {
                stamp: "s".into(),
                id: "99".into()
            }
        );
        assert_eq!(
            after_search(Some(&further), &[]),
            Some(Place::Over { stamp: "s".into() })
        );
        assert_eq!(
            after_search(Some(&Place::Over { stamp: "s".into() }), &[]),
            None
        );
    }

    #[test]
    fn a_task_belongs_to_company_and_contact() {
        let task = Task {
            key: "L1".into(),
            title: "Call".into(),
            account: Some("7".into()),
            ..Task::default()
        };
        let body = task_body(&task, Some("55"));
        assert_eq!(
            body["associations"][0]["types"][0]["associationTypeId"],
            192
        );
        assert_eq!(body["associations"].as_array().map(Vec::len), Some(1));
        assert_eq!(body["properties"]["hubspot_owner_id"], "55");
        assert_eq!(body["properties"]["hs_task_subject"], "Call (L1)");
    }
}

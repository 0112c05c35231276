//! Salesforce: rows by SOQL in the order of their SystemModstamp, figures by PATCH, tasks by POST.

use outbound::Method;
use serde_json::{Value, json};

use super::key::Place;
use super::{
    Arrived, Connector, Field, Once, Page, Row, Scores, Start, Task, list_in, option, rows,
    text_of, wanted,
};
use crate::line::{Ask, Body, Fault, Line, Reply, encoded};
use crate::model::{Pull, System};

/// Rows of a page: the least that Salesforce gives.
const BATCH: &str = "batchSize=200";
/// Waited when the calls of the day are used up.
const USED_UP_S: u32 = 3600;

/// Salesforce.
pub(super) struct Salesforce;

fn data(line: &Line, rest: &str) -> String {
    let version = option(&line.definition, System::Salesforce, "version");
    format!("/services/data/{version}{rest}")
}

/// Asks with a session; one that ran out is renewed once.
async fn ask(line: &Line, ask: Ask) -> Result<Reply, Fault> {
    let mut again = true;
    loop {
        let (token, at) = session(line).await?;
        let mut own = ask
            .clone()
            .header("authorization", format!("Bearer {token}"));
        own.path = format!("{at}{}", own.path);
        match line.ask(own).await {
            Err(Fault::Login(said)) if said.starts_with("REQUEST_LIMIT_EXCEEDED") => {
                return Err(Fault::Limited(USED_UP_S));
            }
            Err(Fault::Login(_)) if again => {
                line.forget("session");
                again = false;
            }
            other => return other,
        }
    }
}

/// The token of a session and where it is for.
async fn session(line: &Line) -> Result<(String, String), Fault> {
    if let Some((token, at)) = line
        .remembered("session")
        .as_deref()
        .and_then(|s| s.split_once('\n'))
    {
        return Ok((token.to_owned(), at.to_owned()));
    }
    let mut fields = vec![
        (
            "client_id".to_owned(),
            line.secrets.get("client_id").to_owned(),
        ),
        (
            "client_secret".to_owned(),
            line.secrets.get("client_secret").to_owned(),
        ),
    ];
    let refresh = line.secrets.get("refresh_token");
    let grant = if refresh.is_empty() {
        "client_credentials"
    } else {
        "refresh_token"
    };
    fields.push(("grant_type".to_owned(), grant.to_owned()));
    if !refresh.is_empty() {
        fields.push(("refresh_token".to_owned(), refresh.to_owned()));
    }
    let ask = Ask::with(Method::POST, "/services/oauth2/token", Body::Form(fields));
    let reply = line.ask(ask).await.map_err(|fault| match fault {
        // RFC 6749: a wrong client or token is a 400.
        Fault::Refused { said, .. } => Fault::Login(said),
        other => other,
    })?;
    let text = |name: &str| reply.json.get(name).and_then(text_of);
    let token = text("access_token").ok_or_else(|| Fault::Unreadable("no access_token".into()))?;
    let own = line.definition.base_url.clone();
    // The token goes nowhere but to them: by https, or to the very place it came from.
    let at = text("instance_url").filter(|at| at.starts_with("https://") || *at == own);
    let at = at.unwrap_or(own).trim_end_matches('/').to_owned();
    line.remember("session", format!("{token}\n{at}"));
    Ok((token, at))
}

/// A text in SOQL.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// A moment as SOQL compares it, in UTC.
fn literal(stamp: &str) -> String {
    super::moment(stamp).map_or_else(
        || stamp.to_owned(),
        |at| at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
    )
}

/// The query for what comes at a place.
fn soql(pull: &Pull, since: Option<&str>, place: Option<&Place>) -> String {
    let (stamp, id) = (&pull.stamp, &pull.id);
    let mut conditions = Vec::new();
    match place {
        Some(
            Place::Next {
                stamp: at,
                id: last,
                ..
            }
            | Place::At {
                stamp: at,
                id: last,
            },
        ) if !at.is_empty() && !stamp.is_empty() => {
            let (at, last) = (literal(at), quoted(last));
            conditions.push(format!(
                "({stamp} > {at} OR ({stamp} = {at} AND {id} > {last}))"
            ));
        }
        Some(Place::Next { id: last, .. } | Place::After { id: last }) => {
            conditions.push(format!("{id} > {}", quoted(last)));
        }
        _ => {
            if let (Some(since), false) = (since, stamp.is_empty()) {
                conditions.push(format!("{stamp} >= {}", literal(since)));
            }
        }
    }
    if !pull.filter.trim().is_empty() {
        conditions.push(format!("({})", pull.filter.trim()));
    }
    let mut query = format!("SELECT {} FROM {}", wanted(pull).join(","), pull.source);
    if !conditions.is_empty() {
        query += &format!(" WHERE {}", conditions.join(" AND "));
    }
    query += " ORDER BY ";
    if !stamp.is_empty() {
        query += &format!("{stamp},");
    }
    query + id
}

async fn query(line: &Line, text: &str) -> Result<Reply, Fault> {
    let path = data(line, &format!("/query?q={}", encoded(text)));
    ask(line, Ask::get(path).header("sforce-query-options", BATCH)).await
}

/// The id of the first record that a query finds.
async fn first(line: &Line, text: &str) -> Result<Option<String>, Fault> {
    let found = list_in(query(line, text).await?.json, "records")?;
    Ok(found
        .first()
        .and_then(|record| record.get("Id"))
        .and_then(text_of))
}

fn task_body(task: &Task, owner: Option<&str>, ids: bool) -> Value {
    let at = jiff::Timestamp::from_microsecond(task.due_at_us).unwrap_or_default();
    let mut body = json!({
        "Subject": format!("{} ({})", task.title, task.key).chars().take(255).collect::<String>(),
        "Description": task.text,
        "ActivityDate": at.strftime("%Y-%m-%d").to_string(),
    });
    if let Some(owner) = owner {
        body["OwnerId"] = json!(owner);
    }
    if let (Some(account), true) = (&task.account, ids) {
        body["WhatId"] = json!(account);
    }
    if let (Some(contact), true) = (&task.contact, ids) {
        body["WhoId"] = json!(contact);
    }
    body
}

/// The place after a page.
fn after(url: Option<String>, rows: &[Row]) -> Option<Place> {
    let last = rows.last()?;
    Some(Place::Next {
        token: url?,
        stamp: last.stamp.clone().unwrap_or_default(),
        id: last.id.clone(),
    })
}

impl Connector for Salesforce {
    async fn fields(&self, line: &Line, pull: &Pull) -> Result<Vec<Field>, Fault> {
        let path = data(
            line,
            &format!("/sobjects/{}/describe", encoded(&pull.source)),
        );
        let reply = ask(line, Ask::get(path)).await?;
        let mut fields = Vec::new();
        for field in list_in(reply.json, "fields")? {
            let text = |name: &str| field.get(name).and_then(text_of);
            let Some(name) = text("name") else { continue };
            let label = text("label").unwrap_or_else(|| name.clone());
            let to_user = field
                .get("referenceTo")
                .is_some_and(|to| to == &json!(["User"]));
            if let (Some(relation), true) = (text("relationshipName"), to_user) {
                fields.push(Field {
                    name: format!("{relation}.Email"),
                    label: format!("{label} (e-mail)"),
                });
            }
            fields.push(Field { name, label });
        }
        Ok(fields)
    }

    async fn page(&self, line: &Line, pull: &Pull, start: Start<'_>) -> Result<Page, Fault> {
        let place = Place::read(start.place);
        let next = match &place {
            Some(Place::Next { token, .. }) if token.starts_with("/services/") => {
                let asked = Ask::get(token.clone()).header("sforce-query-options", BATCH);
                match ask(line, asked).await {
                    // They keep a query for a while only; then it goes on by what was last seen.
                    Err(Fault::Refused { .. }) => None,
                    other => Some(other?),
                }
            }
            _ => None,
        };
        let reply = match next {
            Some(reply) => reply,
            None => query(line, &soql(pull, start.since, place.as_ref())).await?,
        };
        let url = reply.json.get("nextRecordsUrl").and_then(text_of);
        let (rows, wrong) = rows(pull, list_in(reply.json, "records")?);
        Ok(Page {
            next: after(url, &rows).map(|place| place.written()),
            rows,
            wrong,
            ..Page::default()
        })
    }

    async fn scores(&self, line: &Line, scores: &Scores) -> Result<(), Fault> {
        let pull = line.definition.pull(scores.stream);
        let (object, id) = pull.map_or(("Account", "Id"), |p| (p.source.as_str(), p.id.as_str()));
        let by = if id == "Id" {
            String::new()
        } else {
            format!("/{}", encoded(id))
        };
        let rest = format!(
            "/sobjects/{}{by}/{}",
            encoded(object),
            encoded(&scores.remote_id)
        );
        ask(
            line,
            Ask::json(Method::PATCH, data(line, &rest), json!(scores.values)),
        )
        .await?;
        Ok(())
    }

    async fn send(&self, line: &Line, once: &Once) -> Result<(), Fault> {
        let Once::Task(task) = once else {
            return Err(Fault::Refused {
                status: 0,
                said: "comments on cases of Salesforce are not written".to_owned(),
            });
        };
        let owner = match &task.owner {
            Some(email) => {
                let email = quoted(email);
                let text = format!(
                    "SELECT Id FROM User WHERE Email = {email} AND IsActive = true LIMIT 1"
                );
                first(line, &text).await?
            }
            None => None,
        };
        let by_ids = line.definition.pulls.iter().all(|pull| pull.id == "Id");
        let body = task_body(task, owner.as_deref(), by_ids);
        ask(
            line,
            Ask::json(Method::POST, data(line, "/sobjects/Task"), body),
        )
        .await?;
        Ok(())
    }

    async fn arrived(&self, line: &Line, once: &Once) -> Result<Arrived, Fault> {
        let Once::Task(task) = once else {
            return Ok(Arrived::No);
        };
        let like = quoted(&format!("%({})", task.key));
        let found = first(
            line,
            &format!("SELECT Id FROM Task WHERE Subject LIKE {like} LIMIT 1"),
        )
        .await?;
        Ok(if found.is_some() {
            Arrived::Yes
        } else {
            Arrived::No
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Stream;

    #[test]
    fn queries_go_by_what_was_last_seen() {
        let mut pull = System::Salesforce.proposal(Stream::Accounts).expect("one");
        pull.fields.truncate(2);
        pull.filter = "Type = 'Customer'".to_owned();
        assert_eq!(
            soql(&pull, Some("2026-11-22T10:00:00.000+0000"), None),
            "SELECT Id,SystemModstamp,Name FROM Account WHERE SystemModstamp >= \
             2026-11-22T10:00:00.000Z AND (Type = 'Customer') ORDER BY SystemModstamp,Id"
        );
        pull.filter.clear();
        let place = Place::Next {
            token: "/services/data/v62.0/query/01g-2000".into(),
            stamp: "2026-11-22T10:00:01.000+0000".into(),
            id: "001'x".into(),
        };
        assert_eq!(
            soql(&pull, None, Some(&place)),
            "SELECT Id,SystemModstamp,Name FROM Account WHERE (SystemModstamp > \
             2026-11-22T10:00:01.000Z OR (SystemModstamp = 2026-11-22T10:00:01.000Z AND Id > \
             '001\\'x')) ORDER BY SystemModstamp,Id"
        );
    }

    #[test]
    fn a_task_names_owner_account_and_contact() {
        let task = Task {
            key: "L1".into(),
            title: "Call".into(),
            due_at_us: 1_795_000_000_000_000,
            account: Some("001A".into()),
            contact: Some("003A".into()),
            ..Task::default()
        };
        let body = task_body(&task, Some("005A"), true);
        assert_eq!(
            body,
            json!({"Subject": "Call (L1)", "Description": "", "ActivityDate": "2026-11-18",
                   "OwnerId": "005A", "WhatId": "001A", "WhoId": "003A"})
        );
        assert!(task_body(&task, None, false).get("WhatId").is_none());
    }
}

//! Request Tracker by its REST 2: tickets that changed, the newest first, and comments on them.
//!
//! In a query RT reads moments in the time zone of whoever asks and takes no other, but answers in
//! UTC. So a query is bounded by days, generously, and what is old is told by the answer. In the
//! order of the newest first a ticket that changes meanwhile goes to the front, which pushes others
//! back, never forward: none is skipped.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use outbound::Method;
use serde_json::{Value, json};

use super::{
    Arrived, Comment, Connector, Field, Once, Page, Scores, Start, list_in, moment, rows, text_of,
    value_at,
};
use crate::line::{Ask, Fault, Line, Reply, encoded};
use crate::model::Pull;

/// Rows of a page.
const PER_PAGE: usize = 100;
/// Entries of a ticket's history that are looked through, pages of 100.
const HISTORY_PAGES: u32 = 10;
/// No zone is further from UTC than 14 hours; a day of RT's begins at its midnight.
const MARGIN: SignedDuration = SignedDuration::from_hours(48);

/// Fields that are asked for with a ticket.
const FIELDS: &str = "fields=Subject,Status,Owner,Requestor,Queue,Created,Resolved,LastUpdated\
                      &fields%5BOwner%5D=Name,EmailAddress,RealName\
                      &fields%5BRequestor%5D=Name,EmailAddress,RealName&fields%5BQueue%5D=Name";

/// Request Tracker.
pub(super) struct RequestTracker;

async fn ask(line: &Line, ask: Ask) -> Result<Reply, Fault> {
    let token = line.secrets.get("token").trim();
    // A token of RT's has no colon; a name and a password have one between them.
    let header = if token.contains(':') {
        format!("Basic {}", STANDARD.encode(token))
    } else {
        format!("token {token}")
    };
    line.ask(ask.header("authorization", header)).await
}

/// The query for tickets that changed since; `since` none: on any day.
fn query(pull: &Pull, since: Option<&str>) -> String {
    let mut conditions = Vec::new();
    if let Some(day) = since
        .and_then(moment)
        .and_then(|at| at.checked_sub(MARGIN).ok())
    {
        conditions.push(format!("LastUpdated > '{}'", day.strftime("%Y-%m-%d")));
    }
    if !pull.filter.trim().is_empty() {
        conditions.push(format!("({})", pull.filter.trim()));
    }
    if conditions.is_empty() {
        conditions.push("id > 0".to_owned());
    }
    conditions.join(" AND ")
}

fn path(pull: &Pull, since: Option<&str>, page: u64) -> String {
    format!(
        "/REST/2.0/tickets?query={}&orderby=LastUpdated&order=DESC&orderby=id&order=DESC\
         &per_page={PER_PAGE}&page={page}&{FIELDS}",
        encoded(&query(pull, since))
    )
}

/// Whether a ticket last changed before `since`.
fn is_old(stamp: Option<&str>, since: Option<Timestamp>) -> bool {
    match (stamp.and_then(moment), since) {
        (Some(at), Some(since)) => at < since,
        _ => false,
    }
}

/// What a comment is found again by: its subject.
fn subject(comment: &Comment) -> String {
    format!("Luister {}", comment.key)
}

impl Connector for RequestTracker {
    async fn fields(&self, line: &Line, pull: &Pull) -> Result<Vec<Field>, Fault> {
        // RT describes no fields of tickets; the ones of its latest tickets are what there is.
        let page = self.page(line, pull, Start::default()).await?;
        let names = [
            "id",
            "Subject",
            "Status",
            "Queue.Name",
            "Owner.EmailAddress",
            "Owner.RealName",
            "Requestor.EmailAddress",
            "Requestor.RealName",
            "Created",
            "Resolved",
            "LastUpdated",
        ];
        let is_there = |name: &&str| {
            page.rows.is_empty()
                || page
                    .rows
                    .iter()
                    .any(|row| value_at(&row.values, name).is_some())
        };
        let field = |name: &str| Field {
            name: name.to_owned(),
            label: name.to_owned(),
        };
        Ok(names
            .iter()
            .filter(|name| is_there(name))
            .map(|name| field(name))
            .collect())
    }

    async fn page(&self, line: &Line, pull: &Pull, start: Start<'_>) -> Result<Page, Fault> {
        let number: u64 = start
            .place
            .and_then(|place| place.parse().ok())
            .unwrap_or(1);
        let reply = ask(line, Ask::get(path(pull, start.since, number))).await?;
        let as_of = super::said_at(&reply);
        let list = list_in(reply.json, "items")?;
        let is_full = list.len() >= PER_PAGE;
        let (mut rows, wrong) = rows(pull, list);
        let since = start.since.and_then(moment);
        let read = rows.len();
        rows.retain(|row| !is_old(row.stamp.as_deref(), since));
        let more = is_full && rows.len() == read;
        Ok(Page {
            rows,
            wrong,
            next: more.then(|| (number + 1).to_string()),
            as_of,
            pause_ms: 0,
        })
    }

    async fn scores(&self, _: &Line, _: &Scores) -> Result<(), Fault> {
        Err(Fault::Refused {
            status: 0,
            said: "Request Tracker keeps no accounts".to_owned(),
        })
    }

    async fn send(&self, line: &Line, once: &Once) -> Result<(), Fault> {
        let Once::Comment(comment) = once else {
            return Err(Fault::Refused {
                status: 0,
                said: "tasks are not made in Request Tracker".to_owned(),
            });
        };
        let path = format!("/REST/2.0/ticket/{}/comment", encoded(&comment.ticket));
        let body = json!({
            "Subject": subject(comment),
            "Content": comment.text,
            "ContentType": "text/plain",
        });
        ask(line, Ask::json(Method::POST, path, body)).await?;
        Ok(())
    }

    async fn arrived(&self, line: &Line, once: &Once) -> Result<Arrived, Fault> {
        let Once::Comment(comment) = once else {
            return Ok(Arrived::No);
        };
        let subject = subject(comment);
        for page in 1..=HISTORY_PAGES {
            let path = format!(
                "/REST/2.0/ticket/{}/history?fields=Type,Data&per_page=100&page={page}",
                encoded(&comment.ticket)
            );
            let entries = list_in(ask(line, Ask::get(path)).await?.json, "items")?;
            let is_it = |entry: &Value| {
                let data = entry.get("Data").and_then(text_of);
                data.is_some_and(|data| data == subject)
            };
            if entries.iter().any(is_it) {
                return Ok(Arrived::Yes);
            }
            if entries.len() < 100 {
                return Ok(Arrived::No);
            }
        }
        Ok(Arrived::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Stream, System};

    #[test]
    fn queries_are_bounded_by_days_whatever_the_zone() {
        let mut pull = System::RequestTracker
            .proposal(Stream::Tickets)
            .expect("one");
        assert_eq!(query(&pull, None), "id > 0");
        let since = Some("2026-11-22T11:39:44Z");
        assert_eq!(query(&pull, since), "LastUpdated > '2026-11-20'");
        pull.filter = "Queue = 'Support' OR Queue = 'Sales'".to_owned();
        assert_eq!(
            query(&pull, since),
            "LastUpdated > '2026-11-20' AND (Queue = 'Support' OR Queue = 'Sales')"
        );
    }

    #[test]
    fn what_is_old_is_told_by_the_answer() {
        let since = moment("2026-11-22T11:39:44Z");
        assert!(is_old(Some("2026-11-22T11:39:43Z"), since));
        assert!(!is_old(Some("2026-11-22T11:39:44Z"), since));
        assert!(!is_old(Some("2026-11-22T11:39:43Z"), None));
        assert!(!is_old(None, since));
    }
}

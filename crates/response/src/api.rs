//! Responses and personal links under `/api/v1`.

mod invitations;
mod votes;

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HeaderName};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response as HttpResponse};
use axum::{Json as JsonReply, Router};
use platform::web::{FieldError, MEBIBYTE, NoQuery, Path, Query, paging, read_json};
use platform::{Problem, clock, id};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use user::{Access, Entry, Gate, Routes, Viewer};

use crate::bulk::BULK_MAX;
use crate::model::{Identity, Response, State as ResponseState};
use crate::rules;
use crate::sent::Sent;
use crate::service::{Kept, Responses, reply_to};
use crate::store::Look;
use crate::store::idempotency::{Keyed, Reply};
use crate::store::reading::Wanted;

/// Largest body of a bulk request.
const BULK_BYTES_MAX: usize = 32 * MEBIBYTE;
/// Longest idempotency key, in characters.
const KEY_MAX: usize = 255;
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

pub(crate) use invitations::{invitation_cursor, read_invitation_cursor};

pub(crate) fn routes(gate: &Gate, responses: Responses) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .post("/api/v1/surveys/{id}/responses", Access::Manage, add)
        .post(
            "/api/v1/surveys/{id}/responses/bulk",
            Access::Manage,
            add_all,
        )
        .get("/api/v1/surveys/{id}/responses", Access::MemberRead, list)
        .get(
            "/api/v1/surveys/{id}/responses/{response_id}",
            Access::MemberRead,
            show,
        )
        .delete(
            "/api/v1/surveys/{id}/responses/{response_id}",
            Access::Manage,
            erase,
        )
        .post(
            "/api/v1/surveys/{id}/invitations",
            Access::Manage,
            invitations::invite,
        )
        .get(
            "/api/v1/surveys/{id}/invitations",
            Access::Read,
            invitations::list,
        )
        .post(
            "/api/v1/surveys/{id}/invitations/{invitation_id}/revoke",
            Access::Manage,
            invitations::revoke,
        )
        .get("/api/v1/surveys/{id}/votes", Access::Read, votes::show)
        .put("/api/v1/surveys/{id}/votes", Access::Manage, votes::change)
        .get("/api/v1/surveys/{id}/widget", Access::Read, votes::widget)
        .put(
            "/api/v1/surveys/{id}/widget",
            Access::Manage,
            votes::set_widget,
        )
        .finish(responses)
}

/// A JSON body with what identifies the request, if it carries an idempotency key.
async fn keyed_body<T: DeserializeOwned, const LIMIT: usize>(
    request: Request,
    survey_id: &str,
) -> Result<(T, Option<Keyed>), Problem> {
    let key = idempotency_key(request.headers())?;
    let (value, bytes) = read_json(request, LIMIT).await?;
    let keyed = key.map(|key| {
        // The body was read as JSON, so it is text.
        let text = String::from_utf8_lossy(&bytes);
        Keyed {
            key,
            request_hash: id::hash(&format!("{LIMIT} {survey_id}\n{text}")),
        }
    });
    Ok((value, keyed))
}

/// The `Idempotency-Key` of a request.
fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let mut given = headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(value) = given.next() else {
        return Ok(None);
    };
    let key = value
        .to_str()
        .ok()
        .map(str::trim)
        .filter(|key| (1..=KEY_MAX).contains(&key.len()) && !key.chars().any(char::is_control));
    match key {
        Some(key) if given.next().is_none() => Ok(Some(key.to_owned())),
        _ => Err(Problem::BadRequest(format!(
            "Idempotency-Key: give one key of 1 to {KEY_MAX} visible ASCII characters"
        ))),
    }
}

fn json_reply(reply: Reply) -> HttpResponse {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::OK);
    (status, [(CONTENT_TYPE, "application/json")], reply.body).into_response()
}

async fn add(
    State(responses): State<Responses>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    request: Request,
) -> Result<HttpResponse, Problem> {
    let survey = responses.survey(&viewer, &survey_id).await?;
    let (sent, keyed) = keyed_body::<Sent, MEBIBYTE>(request, &survey_id).await?;
    let check = |against: &_| {
        sent.check(against, Identity::None)
            .map_err(Problem::all_invalid)
    };
    Ok(json_reply(
        match responses
            .submit(survey, (keyed, Look::OnlyIfStopped), check)
            .await?
        {
            Kept::Now(put) => reply_to(&put),
            Kept::Before(reply) => reply,
        },
    ))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bulk {
    responses: Vec<Sent>,
}

async fn add_all(
    State(responses): State<Responses>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    request: Request,
) -> Result<HttpResponse, Problem> {
    let survey = responses.survey(&viewer, &survey_id).await?;
    let (bulk, keyed) = keyed_body::<Bulk, BULK_BYTES_MAX>(request, &survey_id).await?;
    let count = bulk.responses.len();
    if !(1..=BULK_MAX).contains(&count) {
        let detail = format!("{count} responses; give 1 to {BULK_MAX} at a time");
        return Err(Problem::invalid("/responses", detail));
    }
    Ok(json_reply(
        responses.submit_all(survey, keyed, bulk.responses).await?,
    ))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListQuery {
    cursor: Option<String>,
    limit: Option<usize>,
    state: Option<String>,
    in_doubt: Option<bool>,
    from: Option<String>,
    to: Option<String>,
}

impl ListQuery {
    fn wanted(&self) -> Result<Wanted, Problem> {
        let day = |name: &str, text: &Option<String>| match text {
            None => Ok(None),
            Some(text) => match rules::plain_date(text) {
                Some(date) => Ok(Some(clock::days_since_1970(date))),
                None => Err(FieldError::new(name, "give a date such as 2026-11-21")),
            },
        };
        let state = match self.state.as_deref() {
            None => None,
            Some("partial") => Some(ResponseState::Partial),
            Some("complete") => Some(ResponseState::Complete),
            Some(_) => return Err(Problem::invalid("state", "give partial or complete")),
        };
        let bad = |e| Problem::all_invalid(vec![e]);
        let from_day = day("from", &self.from).map_err(bad)?;
        let to_day = day("to", &self.to).map_err(bad)?;
        if from_day.zip(to_day).is_some_and(|(from, to)| from > to) {
            return Err(Problem::invalid("to", "this day is before from"));
        }
        Ok(Wanted {
            after_ordinal: self.cursor.as_deref().map_or(Ok(0), read_cursor)?,
            state,
            in_doubt: self.in_doubt.unwrap_or_default(),
            from_day,
            to_day,
            limit: paging::limit(self.limit)?,
        })
    }
}

fn cursor(ordinal: i64) -> String {
    format!("a{ordinal:x}")
}

fn read_cursor(text: &str) -> Result<i64, Problem> {
    text.strip_prefix('a')
        .filter(|hex| !hex.starts_with(['+', '-']))
        .and_then(|hex| i64::from_str_radix(hex, 16).ok())
        .ok_or_else(paging::no_cursor)
}

async fn list(
    State(responses): State<Responses>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    Query(query): Query<ListQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let mut wanted = query.wanted()?;
    let limit = wanted.limit;
    wanted.limit += 1;
    let mut page = responses.list(&viewer, &survey_id, wanted).await?;
    let next = paging::cut(&mut page, limit).map(|last| cursor(last.ordinal));
    let items: Vec<Value> = page.iter().map(response_json).collect();
    Ok(JsonReply(
        json!({ "responses": items, "next_cursor": next }),
    ))
}

fn response_json(response: &Response) -> Value {
    json!({
        "id": response.response_id,
        "ordinal": response.ordinal,
        "state": response.state,
        "doubt": response.doubt,
        "version": response.version,
        "language": response.language,
        "channel": response.channel,
        "external_id": response.external_id,
        "answered_at": clock::rfc3339(response.answered.at_us),
        "stored_at": clock::rfc3339(response.stored_at_us),
        "changed_at": clock::rfc3339(response.changed_at_us),
        "answers": response.answers,
        "attributes": response.attributes,
    })
}

async fn show(
    State(responses): State<Responses>,
    viewer: Viewer,
    Path((survey_id, response_id)): Path<(String, String)>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let response = responses
        .response(&viewer, &survey_id, &response_id)
        .await?;
    Ok(JsonReply(response_json(&response)))
}

async fn erase(
    State(responses): State<Responses>,
    viewer: Viewer,
    Path((survey_id, response_id)): Path<(String, String)>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    responses.erase(&viewer, &survey_id, &response_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_1_to_255_visible_characters() {
        let key = |value: &[u8]| {
            let mut headers = HeaderMap::new();
            let value = axum::http::HeaderValue::from_bytes(value).expect("a header value");
            headers.insert(IDEMPOTENCY_KEY, value);
            idempotency_key(&headers)
        };
        assert_eq!(key(b"a-1").expect("fits"), Some("a-1".to_owned()));
        assert_eq!(key(&[b'x'; 255]).expect("fits").map(|k| k.len()), Some(255));
        for bad in [&b""[..], b" ", &[b'x'; 256], b"a\tb", "é".as_bytes()] {
            assert!(key(bad).is_err(), "{bad:?}");
        }
        assert_eq!(idempotency_key(&HeaderMap::new()).expect("none"), None);
        let mut two = HeaderMap::new();
        two.append(IDEMPOTENCY_KEY, "a".parse().expect("a header value"));
        two.append(IDEMPOTENCY_KEY, "b".parse().expect("a header value"));
        assert!(idempotency_key(&two).is_err());
    }

    #[test]
    fn cursors_come_back_and_others_are_refused() {
        for ordinal in [0, 1, 255, i64::MAX] {
            assert_eq!(read_cursor(&cursor(ordinal)).expect("our own"), ordinal);
        }
        for bad in [
            "",
            "a",
            "1",
            "a-1",
            "a+1",
            "azz",
            "a' OR 1=1",
            "affffffffffffffffff",
        ] {
            assert!(read_cursor(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn lists_refuse_what_they_cannot_show() {
        let query = |text: &str| serde_urlencoded_like(text).wanted();
        assert_eq!(query("").expect("fits").limit, paging::LIMIT_DEFAULT);
        assert_eq!(query("limit=1000").expect("fits").limit, 1000);
        for bad in [
            "limit=0",
            "limit=1001",
            "state=erased",
            "from=2026-02-30",
            "to=x",
            "from=2026-02-02&to=2026-02-01",
            "cursor=%",
        ] {
            assert!(query(bad).is_err(), "{bad}");
        }
    }

    fn serde_urlencoded_like(text: &str) -> ListQuery {
        let mut query = ListQuery {
            cursor: None,
            limit: None,
            state: None,
            in_doubt: None,
            from: None,
            to: None,
        };
        for (name, value) in text.split('&').filter_map(|pair| pair.split_once('=')) {
            match name {
                "cursor" => query.cursor = Some(value.to_owned()),
                "limit" => query.limit = value.parse().ok(),
                "state" => query.state = Some(value.to_owned()),
                "from" => query.from = Some(value.to_owned()),
                _ => query.to = Some(value.to_owned()),
            }
        }
        query
    }
}

//! The line to another system: calls by the guarded client, and what can go wrong with them in the
//! few kinds that matter to whoever made them.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use outbound::{Answer, Call, Client, Limits, Method};
use serde_json::Value;

use crate::model::{Definition, Secrets};

/// How long another system may take. AFAS says itself that a GetConnector may take minutes.
const TIMEOUT: Duration = Duration::from_secs(120);
/// Bytes of an answer at most.
const BODY_MAX: usize = 32 << 20;
/// Characters shown of what another system says went wrong.
const SAID_MAX: usize = 300;
/// Waited after "too many calls" when nothing else is said.
const LIMITED_S: u32 = 10;
/// Longest wait another system can ask for: a day.
const LIMITED_MAX_S: u32 = 86_400;

/// Why a call didn't do what it was to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Fault {
    /// The address may not be called, or nobody answers to it as it must.
    #[error("the address can't be called: {0}")]
    Address(String),
    /// The other system doesn't let us in.
    #[error("the other system doesn't let us in: {0}")]
    Login(String),
    /// It asks to be called later.
    #[error("the other system asks to be called again in {0} seconds")]
    Limited(u32),
    /// It understood and says no; the same again changes nothing.
    #[error("the other system refuses this ({status}): {said}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Its words.
        said: String,
    },
    /// It isn't there, or has trouble of its own. Whether what was sent arrived isn't known when
    /// `in_doubt`.
    #[error("{said}")]
    Trouble {
        /// What is known.
        said: String,
        /// Something may have arrived.
        in_doubt: bool,
    },
    /// What it says can't be read.
    #[error("what the other system answers can't be read: {0}")]
    Unreadable(String),
}

impl Fault {
    /// Whether trying later can help.
    pub(crate) fn is_temporary(&self) -> bool {
        matches!(
            self,
            Self::Limited(_) | Self::Trouble { .. } | Self::Unreadable(_)
        )
    }

    /// Whether what was sent may have arrived all the same.
    pub(crate) fn leaves_doubt(&self) -> bool {
        matches!(
            self,
            Self::Trouble { in_doubt: true, .. } | Self::Unreadable(_)
        )
    }
}

/// A request to the other system.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    /// GET, POST …
    pub method: Method,
    /// Behind the base address, or a whole address.
    pub path: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// What is sent.
    pub body: Body,
}

/// What is sent.
#[derive(Clone, Debug)]
pub(crate) enum Body {
    /// Nothing.
    None,
    /// JSON.
    Json(Value),
    /// A form.
    Form(Vec<(String, String)>),
}

impl Ask {
    /// A request that reads.
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::with(Method::GET, path, Body::None)
    }

    /// A request that sends JSON.
    pub(crate) fn json(method: Method, path: impl Into<String>, body: Value) -> Self {
        Self::with(method, path, Body::Json(body))
    }

    /// A request.
    pub(crate) fn with(method: Method, path: impl Into<String>, body: Body) -> Self {
        Self {
            method,
            path: path.into(),
            headers: Vec::new(),
            body,
        }
    }

    /// With one header more.
    #[must_use]
    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    /// The JSON; null when nothing came.
    pub json: Value,
    /// Names in lower case, and values.
    pub headers: BTreeMap<String, String>,
}

/// A connection that can be spoken over. Lives as long as one piece of work.
pub(crate) struct Line {
    client: Client,
    /// Where, what, how.
    pub definition: Definition,
    /// What lets us in.
    pub secrets: Secrets,
    /// What was found out on the way and is needed again: a session, people by their ids.
    pub known: Mutex<BTreeMap<String, String>>,
}

impl Line {
    /// A line that nothing was said over yet.
    pub(crate) fn new(client: &Client, definition: Definition, secrets: Secrets) -> Self {
        Self {
            client: client.clone(),
            definition,
            secrets,
            known: Mutex::default(),
        }
    }

    /// Something found out before.
    pub(crate) fn remembered(&self, name: &str) -> Option<String> {
        self.known.lock().ok()?.get(name).cloned()
    }

    /// Remembers something for this line.
    pub(crate) fn remember(&self, name: &str, value: String) {
        if let Ok(mut known) = self.known.lock() {
            known.insert(name.to_owned(), value);
        }
    }

    /// Forgets it.
    pub(crate) fn forget(&self, name: &str) {
        if let Ok(mut known) = self.known.lock() {
            known.remove(name);
        }
    }

    /// Asks, and reads what comes back.
    pub(crate) async fn ask(&self, ask: Ask) -> Result<Reply, Fault> {
        let writes = ask.method != Method::GET;
        let limits = Limits {
            timeout: TIMEOUT,
            body_max: BODY_MAX,
        };
        let answer = self.client.call(self.call(ask), limits).await;
        let answer = answer.map_err(|fault| no_answer(&fault, writes))?;
        self.read(answer, writes)
    }

    fn call(&self, ask: Ask) -> Call {
        let url = if ask.path.contains("://") {
            ask.path
        } else {
            format!("{}{}", self.definition.base_url, ask.path)
        };
        let mut headers = ask.headers;
        headers.push(("accept".to_owned(), "application/json".to_owned()));
        let mut kind = |kind: &str| headers.push(("content-type".to_owned(), kind.to_owned()));
        let body = match ask.body {
            Body::None => Vec::new(),
            Body::Json(json) => {
                kind("application/json");
                json.to_string().into_bytes()
            }
            Body::Form(fields) => {
                kind("application/x-www-form-urlencoded");
                let pairs = fields
                    .iter()
                    .map(|(n, v)| format!("{}={}", encoded(n), encoded(v)));
                pairs.collect::<Vec<_>>().join("&").into_bytes()
            }
        };
        Call {
            method: ask.method,
            url,
            headers,
            body,
        }
    }

    fn read(&self, answer: Answer, writes: bool) -> Result<Reply, Fault> {
        if !answer.is_success() {
            return Err(self.fault(&answer, writes));
        }
        let json = if answer.body.iter().all(u8::is_ascii_whitespace) {
            Value::Null
        } else {
            serde_json::from_slice(&answer.body).map_err(|e| Fault::Unreadable(e.to_string()))?
        };
        Ok(Reply {
            json,
            headers: answer.headers.into_iter().collect(),
        })
    }

    fn fault(&self, answer: &Answer, writes: bool) -> Fault {
        let said = self.secrets.hidden_in(&words_of(&answer.body));
        let wait = answer.header("retry-after").and_then(seconds);
        // AFAS answers 500 for what it understood and refuses, and says so in these words.
        let is_told = answer
            .body
            .windows(17)
            .any(|part| part == b"\"externalMessage\"");
        match (answer.status, wait) {
            (500, _) if is_told => Fault::Refused { status: 500, said },
            (429, wait) => Fault::Limited(wait.unwrap_or(LIMITED_S)),
            (503, Some(wait)) => Fault::Limited(wait),
            (401 | 403, _) => Fault::Login(said),
            (status @ 500..600, _) => Fault::Trouble {
                said: format!("the other system has trouble ({status}): {said}"),
                in_doubt: writes,
            },
            (status, _) => Fault::Refused { status, said },
        }
    }
}

fn no_answer(fault: &outbound::Fault, writes: bool) -> Fault {
    let said = fault.to_string();
    match fault {
        outbound::Fault::Refused(_) | outbound::Fault::Unsendable => Fault::Address(said),
        outbound::Fault::Connection | outbound::Fault::Certificate => Fault::Trouble {
            said,
            in_doubt: false,
        },
        outbound::Fault::Timeout | outbound::Fault::BrokeOff | outbound::Fault::TooLong(_) => {
            Fault::Trouble {
                said,
                in_doubt: writes,
            }
        }
    }
}

/// Seconds of `Retry-After` when it is a number; a date is nothing we wait for more exactly than
/// for the next try.
fn seconds(text: &str) -> Option<u32> {
    let seconds: f64 = text.trim().parse().ok()?;
    (seconds >= 0.0).then(|| (seconds.ceil() as u32).min(LIMITED_MAX_S))
}

/// What an answer says went wrong, on one line.
fn words_of(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let said = serde_json::from_str::<Value>(&text)
        .ok()
        .and_then(|json| message(&json))
        .unwrap_or_else(|| text.into_owned());
    let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars()
        .filter(|c| !c.is_control())
        .take(SAID_MAX)
        .collect()
}

/// The message in what systems answer: `message`, `externalMessage`, the first of a list.
fn message(json: &Value) -> Option<String> {
    if let Some(first) = json.as_array().and_then(|list| list.first()) {
        return message(first);
    }
    ["message", "externalMessage", "error_description", "error"]
        .iter()
        .find_map(|name| json.get(name)?.as_str())
        .map(|text| match json.get("errorCode").and_then(Value::as_str) {
            Some(code) => format!("{code}: {text}"),
            None => text.to_owned(),
        })
        .or_else(|| json.as_str().map(str::to_owned))
}

/// `text` as it stands in a query: everything but letters, digits and `-._~` as %XX.
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(byte.into());
        } else {
            out.push('%');
            out.push(char::from(b"0123456789ABCDEF"[usize::from(byte >> 4)]));
            out.push(char::from(b"0123456789ABCDEF"[usize::from(byte & 15)]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line {
        let definition =
            serde_json::from_value(serde_json::json!({"base_url": "https://x.example"}));
        let secrets = Secrets([("token".to_owned(), "sesame-open".to_owned())].into());
        let client = Client::default();
        Line::new(&client, definition.expect("a definition"), secrets)
    }

    fn fault(status: u16, headers: &[(&str, &str)], body: &str) -> Fault {
        let answer = Answer {
            status,
            headers: headers
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                .collect(),
            body: body.as_bytes().to_vec(),
        };
        line().read(answer, true).expect_err("a fault")
    }

    #[test]
    fn answers_become_the_few_kinds_of_faults() {
        assert_eq!(fault(429, &[("retry-after", "7")], ""), Fault::Limited(7));
        assert_eq!(fault(429, &[], ""), Fault::Limited(LIMITED_S));
        assert_eq!(fault(503, &[("retry-after", "2.5")], ""), Fault::Limited(3));
        assert!(fault(503, &[], "").leaves_doubt());
        assert!(matches!(fault(401, &[], ""), Fault::Login(_)));
        let refused = fault(
            400,
            &[],
            r#"[{"errorCode":"MALFORMED_QUERY","message":"no such\n field"}]"#,
        );
        let said = "MALFORMED_QUERY: no such field".to_owned();
        assert_eq!(refused, Fault::Refused { status: 400, said });
        assert!(!refused_again(404));
        assert!(matches!(
            fault(302, &[], ""),
            Fault::Refused { status: 302, .. }
        ));
    }

    fn refused_again(status: u16) -> bool {
        fault(status, &[], "").is_temporary()
    }

    #[test]
    fn what_lets_us_in_is_never_repeated() {
        let said = fault(401, &[], r#"{"message":"token sesame-open is unknown"}"#).to_string();
        assert!(!said.contains("sesame"), "{said}");
    }

    #[test]
    fn queries_are_encoded() {
        assert_eq!(encoded("a b&ü'"), "a%20b%26%C3%BC%27");
    }
}

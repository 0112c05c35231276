//! A call, and what comes of it.

use std::time::Duration;

pub use hyper::Method;

use crate::target::Refused;

/// What is asked of another system.
#[derive(Clone, Debug)]
pub struct Call {
    /// GET, POST …
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// Names and values; `Host`, `User-Agent` and `Content-Length` are added.
    pub headers: Vec<(String, String)>,
    /// Empty when there is none.
    pub body: Vec<u8>,
}

/// How long and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For everything from the name's look-up to the last byte.
    pub timeout: Duration,
    /// Bytes of an answer.
    pub body_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(20),
            body_max: 1 << 20,
        }
    }
}

/// What another system answered. A redirect is an answer like any other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The first header of this name (in lower case).
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether the status is 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The address may not be called; nothing was sent.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// A header or the method can't be sent.
    #[error("the call has a header that can't be sent")]
    Unsendable,
    /// No connection.
    #[error("no connection")]
    Connection,
    /// The other side couldn't show who it is.
    #[error("the certificate is not trusted")]
    Certificate,
    /// Nothing in time.
    #[error("no answer in time")]
    Timeout,
    /// The connection ended before the answer did, or it was no HTTP.
    #[error("the answer broke off")]
    BrokeOff,
    /// The answer is longer than allowed.
    #[error("the answer is longer than {0} bytes")]
    TooLong(usize),
}

//! Speaks SMTP (RFC 5321) as a client, one step at a time, so that it is always known how far a
//! mail came: what the server said about us, about a recipient, about a mail, and whether a mail
//! may have been taken although no reply came.

mod connect;
mod reply;
mod session;

use std::time::Duration;

pub use reply::Reply;
pub use session::{Mailing, Session};

/// What became of handing one mail over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The server took it and answers for it now.
    HandedOver(String),
    /// Not now: 4xx about this mail, or the connection broke before the mail was complete.
    Temporary(String),
    /// The recipient can't be reached, for good.
    Permanent(String),
    /// 5xx that says nothing about the recipient: this mail, or we, are not wanted.
    Rejected(String),
    /// The mail was sent and no reply came: it may have been taken.
    Unknown(String),
    /// We held back ourselves, just before the mail.
    HeldBack,
}

/// The server as a whole takes nothing; no mail and no contact is to blame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It can't be reached or says 4xx to all: it passes by itself.
    Down(String),
    /// Wrong password, no TLS, an untrusted certificate, refused sender: somebody must act.
    Wrong(String),
}

impl Trouble {
    /// What to tell the operator.
    pub fn reason(&self) -> &str {
        match self {
            Self::Down(reason) | Self::Wrong(reason) => reason,
        }
    }

    /// Whether it stays until somebody acts.
    pub fn is_alert(&self) -> bool {
        matches!(self, Self::Wrong(_))
    }
}

/// How long to wait for the server. The default is what RFC 5321 4.5.3.2 asks for at least;
/// connecting may be quicker, since the server is the company's own or a provider's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// For the connection and for TLS.
    pub connect: Duration,
    /// For the reply to a command.
    pub command: Duration,
    /// To take the body of a mail.
    pub body: Duration,
    /// For the reply after a mail: shorter ones make doubles.
    pub end: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            command: Duration::from_secs(300),
            body: Duration::from_secs(180),
            end: Duration::from_secs(600),
        }
    }
}

#[cfg(test)]
mod tests;

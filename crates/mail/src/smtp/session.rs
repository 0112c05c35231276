//! A connection to a mail server, over which mails are handed over one after the other.

use std::time::Duration;

use futures_util::FutureExt;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};

use super::connect::{Wire, Wired, open};
use super::{Outcome, Reply, Timeouts, Trouble};
use crate::settings::Settings;

/// Bytes of a reply, over all its lines; RFC 5321 4.5.3.1.5 allows 512 per line.
const REPLY_MAX: u64 = 64 << 10;

/// A mail on its way.
#[derive(Clone, Copy, Debug)]
pub struct Mailing<'a> {
    /// Envelope sender.
    pub from: &'a str,
    /// Envelope recipient.
    pub to: &'a str,
    /// Header and body.
    pub raw: &'a [u8],
}

/// Why no reply came.
#[derive(Debug, thiserror::Error)]
pub(super) enum Broken {
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("no reply in time")]
    Late,
    #[error("the connection was closed")]
    Closed,
    #[error("no SMTP")]
    Foreign,
}

/// A connection, secured and logged in.
pub struct Session {
    wire: Wired,
    timeouts: Timeouts,
    features: Vec<String>,
    is_used: bool,
    is_over: bool,
}

impl Session {
    /// Opens a connection.
    pub async fn open(settings: &Settings, timeouts: Timeouts) -> Result<Self, Trouble> {
        Box::pin(open(settings, timeouts)).await
    }

    pub(super) fn new(wire: Box<dyn Wire>, timeouts: Timeouts) -> Self {
        Self {
            wire: BufReader::new(wire),
            timeouts,
            features: Vec::new(),
            is_used: false,
            is_over: false,
        }
    }

    pub(super) fn into_wire(self) -> Wired {
        self.wire
    }

    /// Whether nothing more can be sent over it.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// Whether it sent something before: the server may have closed it meanwhile.
    pub fn is_used(&self) -> bool {
        self.is_used
    }

    pub(super) async fn hello(&mut self, domain: &str) -> Result<(), Trouble> {
        self.require(&format!("EHLO {domain}"), 250).await
    }

    pub(super) fn offers(&self, feature: &str) -> bool {
        let mut words = self.features.iter().filter_map(|f| f.split(' ').next());
        words.any(|word| word == feature)
    }

    pub(super) fn offers_auth(&self, mechanism: &str) -> bool {
        let mut offers = self.features.iter().filter_map(|f| f.strip_prefix("AUTH"));
        offers.any(|offer| offer.split([' ', '=']).any(|word| word == mechanism))
    }

    /// A command that must get this code; what it says stays out of errors, it may be a password.
    pub(super) async fn require(&mut self, command: &str, code: u16) -> Result<(), Trouble> {
        let step = command.split(' ').next().unwrap_or_default();
        let step = if ["EHLO", "STARTTLS", "MAIL", "RSET"].contains(&step) {
            step
        } else {
            "AUTH"
        };
        match self.command(command).await {
            Ok(reply) if reply.code == code => Ok(()),
            Ok(reply) => Err(reply.trouble(step)),
            Err(broken) => Err(Trouble::Down(format!("{step}: {broken}"))),
        }
    }

    /// Whether the server would take mails from this sender.
    pub async fn probe(&mut self, from: &str) -> Result<(), Trouble> {
        self.require(&format!("MAIL FROM:<{from}>"), 250).await?;
        self.require("RSET", 250).await
    }

    /// Hands one mail over. `go` is asked just before the mail itself goes out. Trouble means that
    /// nothing was said about this mail.
    pub async fn hand_over(
        &mut self,
        mail: Mailing<'_>,
        go: impl Future<Output = bool>,
    ) -> Result<Outcome, Trouble> {
        let is_utf8 = !mail.from.is_ascii() || !mail.to.is_ascii();
        if is_utf8 && !self.offers("SMTPUTF8") {
            let reason = "553 5.6.7 the mail server takes ASCII addresses only".to_owned();
            return Ok(Outcome::Permanent(reason));
        }
        let options = if is_utf8 { " SMTPUTF8" } else { "" };
        let sender = format!("MAIL FROM:<{}>{options}", mail.from);
        self.require(&sender, 250).await?;
        self.is_used = true;
        let outcome = match self.until_data(mail.to, go).await {
            Ok(()) => self.body(mail.raw).await,
            Err(outcome) => outcome,
        };
        if !self.is_over && !matches!(outcome, Outcome::HandedOver(_)) {
            // An answer that isn't 250 leaves unclear where the server thinks we are.
            self.is_over |= self.require("RSET", 250).await.is_err();
        }
        Ok(outcome)
    }

    async fn until_data(
        &mut self,
        to: &str,
        go: impl Future<Output = bool>,
    ) -> Result<(), Outcome> {
        let reply = self.step(&format!("RCPT TO:<{to}>")).await?;
        if !reply.is_positive() {
            return Err(reply.recipient());
        }
        if !go.await {
            return Err(Outcome::HeldBack);
        }
        let reply = self.step("DATA").await?;
        match reply.code {
            354 => Ok(()),
            400.. => Err(reply.mail()),
            _ => {
                self.is_over = true;
                Err(Outcome::Temporary(reply.shown()))
            }
        }
    }

    /// The mail itself. As long as its last line has not gone out the server can't have taken it.
    async fn body(&mut self, raw: &[u8]) -> Outcome {
        let stuffed = stuffed(raw);
        let sent = tokio::time::timeout(self.timeouts.body, self.write(&stuffed)).await;
        let problem = match sent {
            Ok(Ok(())) => None,
            Ok(Err(error)) => Some(error.to_string()),
            Err(_) => Some("the mail was not taken in time".to_owned()),
        };
        if let Some(problem) = problem {
            self.is_over = true;
            return Outcome::Temporary(problem);
        }
        // A server that has spoken or hung up by now doesn't have the mail: its end was not sent.
        if let Some(spoken) = self.wire.fill_buf().now_or_never() {
            self.is_over = true;
            return Outcome::Temporary(match spoken {
                Ok(_) => "the mail server broke off in the middle of the mail".to_owned(),
                Err(error) => error.to_string(),
            });
        }
        let ended = tokio::time::timeout(self.timeouts.body, self.write(b".\r\n")).await;
        let replied = match ended {
            Ok(Ok(())) => self.reply(self.timeouts.end).await,
            Ok(Err(error)) => Err(Broken::Io(error)),
            Err(_) => Err(Broken::Late),
        };
        match replied {
            Ok(reply) if (300..400).contains(&reply.code) => {
                self.is_over = true;
                Outcome::Unknown(reply.shown())
            }
            Ok(reply) => reply.mail(),
            Err(broken) => {
                self.is_over = true;
                Outcome::Unknown(broken.to_string())
            }
        }
    }

    /// Says goodbye, briefly: a server that doesn't answer is left.
    pub async fn quit(mut self) {
        if !self.is_over {
            let goodbye = self.command("QUIT");
            let _ = tokio::time::timeout(Duration::from_secs(2), goodbye).await;
        }
    }

    /// A command about one mail; a connection that breaks is a temporary failure of it.
    async fn step(&mut self, command: &str) -> Result<Reply, Outcome> {
        let done = self.command(command).await;
        done.map_err(|broken| Outcome::Temporary(broken.to_string()))
    }

    async fn command(&mut self, command: &str) -> Result<Reply, Broken> {
        debug_assert!(!command.contains(['\r', '\n']), "one command");
        let line = format!("{command}\r\n");
        let time = self.timeouts.command;
        let sent = tokio::time::timeout(time, self.write(line.as_bytes())).await;
        let reply = match sent {
            Ok(Ok(())) => self.reply(time).await,
            Ok(Err(error)) => Err(Broken::Io(error)),
            Err(_) => Err(Broken::Late),
        };
        if command.starts_with("EHLO")
            && let Ok(reply) = &reply
        {
            self.features = reply
                .text
                .split('\n')
                .map(str::to_ascii_uppercase)
                .collect();
        }
        self.is_over |= match &reply {
            Ok(reply) => reply.code == 421,
            Err(_) => true,
        };
        reply
    }

    async fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.wire.write_all(bytes).await?;
        self.wire.flush().await
    }

    pub(super) async fn reply(&mut self, time: Duration) -> Result<Reply, Broken> {
        tokio::time::timeout(time, self.read_reply())
            .await
            .unwrap_or(Err(Broken::Late))
    }

    async fn read_reply(&mut self) -> Result<Reply, Broken> {
        let mut limited = (&mut self.wire).take(REPLY_MAX);
        let mut lines = Vec::new();
        loop {
            let mut line = Vec::new();
            limited.read_until(b'\n', &mut line).await?;
            if !line.ends_with(b"\n") {
                return Err(if limited.limit() == 0 {
                    Broken::Foreign
                } else {
                    Broken::Closed
                });
            }
            let line = String::from_utf8_lossy(&line).into_owned();
            let line = line.trim_end_matches(['\r', '\n']);
            let (code, is_last, text) = Reply::line(line).ok_or(Broken::Foreign)?;
            lines.push(text.to_owned());
            if is_last {
                let text = lines.join("\n");
                return Ok(Reply { code, text });
            }
        }
    }
}

/// A mail as it is sent: every line ends in CR LF, a dot that begins one is doubled.
fn stuffed(raw: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(raw.len() + 64);
    let mut begins = true;
    for byte in raw {
        if begins && *byte == b'.' {
            bytes.push(b'.');
        }
        bytes.push(*byte);
        begins = *byte == b'\n';
    }
    if !bytes.ends_with(b"\r\n") {
        bytes.extend_from_slice(b"\r\n");
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_a_mail_ends_it() {
        let table: [(&[u8], &[u8]); 5] = [
            (b"a\r\n", b"a\r\n"),
            (b"a", b"a\r\n"),
            (b".\r\n..a\r\nb.\r\n", b"..\r\n...a\r\nb.\r\n"),
            (b"a\r\n.", b"a\r\n..\r\n"),
            (b"", b"\r\n"),
        ];
        for (raw, expect) in table {
            assert_eq!(stuffed(raw), expect);
        }
    }
}

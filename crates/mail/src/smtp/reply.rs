//! What a server replies: a code, often an enhanced status, and words.

use super::{Outcome, Trouble};

/// Characters of a reply that are kept.
const KEPT: usize = 400;
/// A word with so many letters and digits in a row may be a secret from an address of ours.
const SECRET_FROM: usize = 40;

/// A reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// 220, 250, 451 …
    pub code: u16,
    /// The lines, joined by spaces.
    pub text: String,
}

impl Reply {
    /// Reads one line: the code, whether it is the last line, and its text.
    pub(super) fn line(line: &str) -> Option<(u16, bool, &str)> {
        let code = line.get(..3)?;
        if !code.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let is_last = match line.as_bytes().get(3) {
            None | Some(b' ') => true,
            Some(b'-') => false,
            Some(_) => return None,
        };
        let code = code.parse().ok().filter(|c| (200..600).contains(c))?;
        Some((code, is_last, line.get(4..).unwrap_or_default()))
    }

    /// 2xx or 3xx.
    pub fn is_positive(&self) -> bool {
        self.code < 400
    }

    /// 4xx.
    fn is_temporary(&self) -> bool {
        (400..500).contains(&self.code)
    }

    /// `5.1.1` as (5, 1, 1), when it is there and fits the code (RFC 2034).
    fn status(&self) -> Option<(u16, u16, u16)> {
        let word = self.text.split_ascii_whitespace().next()?;
        let mut parts = word.split('.').map(|p| p.parse::<u16>().ok());
        let (class, subject, detail) = (parts.next()??, parts.next()??, parts.next()??);
        (parts.next().is_none() && class == self.code / 100).then_some((class, subject, detail))
    }

    /// The reply in one line, without control characters and without what may be a secret.
    pub fn shown(&self) -> String {
        let words: Vec<&str> = self
            .text
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|w| !w.is_empty())
            .map(|w| if has_secret(w) { "…" } else { w })
            .collect();
        let line = format!("{} {}", self.code, words.join(" "));
        line.trim().chars().take(KEPT).collect()
    }

    /// A reply to what is about the server as a whole that isn't positive.
    pub(super) fn trouble(&self, step: &str) -> Trouble {
        let reason = format!("{step}: {}", self.shown());
        if self.is_temporary() {
            Trouble::Down(reason)
        } else {
            Trouble::Wrong(reason)
        }
    }

    /// A reply to RCPT that isn't positive. 5.7.x is policy (relaying denied, blocked sender) and
    /// says nothing about the address.
    pub(super) fn recipient(&self) -> Outcome {
        let shown = self.shown();
        match (self.is_temporary(), self.status(), self.code) {
            (true, _, _) => Outcome::Temporary(shown),
            (_, Some((_, 1 | 2, _)), _) | (_, None, 550..=553) => Outcome::Permanent(shown),
            _ => Outcome::Rejected(shown),
        }
    }

    /// A reply to DATA or to the mail itself. Only what names the address (5.1.x) or the mailbox
    /// (5.2.x) is about the recipient.
    pub(super) fn mail(&self) -> Outcome {
        let shown = self.shown();
        match (self.is_positive(), self.is_temporary(), self.status()) {
            (true, _, _) => Outcome::HandedOver(shown),
            (_, true, _) => Outcome::Temporary(shown),
            (_, _, Some((_, 1 | 2, _))) => Outcome::Permanent(shown),
            _ => Outcome::Rejected(shown),
        }
    }
}

fn has_secret(word: &str) -> bool {
    word.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|run| run.len() >= SECRET_FROM)
}

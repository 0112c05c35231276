//! What a returned message says: a delivery report (RFC 3464), a complaint (RFC 5965), or neither.

use super::mime::{Fields, Part};
use super::reply::Reply;
use super::verp;

/// Most characters of what a mail server said that are kept.
const DIAGNOSTIC_MAX: usize = 500;
/// So many letters and digits in a row may be a secret.
const SECRET_FROM: usize = 40;
/// Most characters of a Message-ID.
const MESSAGE_ID_MAX: usize = 300;

/// A message that came in, as far as it concerns a mail of ours. Nothing in it can be believed
/// but the secret, once the database knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// The secret of the address it was sent to, or of the sender of the mail it is about.
    pub token: Option<String>,
    /// What it says.
    pub what: What,
    /// The Message-ID of the mail it is about, without angle brackets, when it is included.
    pub message_id: Option<String>,
}

/// What a returned message says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The mail didn't arrive, or not yet.
    Bounce(Bounce),
    /// The recipient reported the mail as unwanted.
    Complaint,
    /// A machine answered: out of office and the like.
    AutoReply,
    /// A person wrote something; whether that is a reply to a mail of ours, the secret tells.
    Reply(Box<Reply>),
    /// Anything else: a report that it arrived, a mail without words.
    Other,
}

/// Why a mail didn't arrive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounce {
    /// The address is no good and a later mail would fail too. A refusal of what we sent or how,
    /// and a delay, are not that.
    pub permanent: bool,
    /// Enhanced status code (RFC 3463), such as `5.1.1`; empty when none was given.
    pub status: String,
    /// What the mail server said, on one line of at most 500 characters; may be empty.
    pub diagnostic: String,
}

/// Reads a message of any content.
pub fn read(raw: &[u8]) -> Returned {
    let message = Part::read(raw);
    let parts = message.parts();
    let find = |kinds: &[&str]| {
        parts
            .iter()
            .find(|p| kinds.contains(&p.media_type().as_str()))
    };
    let status = find(&["message/delivery-status", "message/global-delivery-status"]);
    let feedback = find(&["message/feedback-report"]).map(|p| Fields::read(unblanked(&p.text())));
    let original = find(&[
        "message/rfc822",
        "message/global",
        "text/rfc822-headers",
        "message/global-headers",
    ])
    .map(|p| Fields::read(unblanked(&p.text())));
    let what = if let Some(feedback) = &feedback {
        complaint(feedback)
    } else if let Some(status) = status {
        delivery_status(&status.text()).map_or(What::Other, What::Bounce)
    } else if is_automatic(&message.fields) {
        What::AutoReply
    } else {
        Reply::read(&message, &parts, raw).map_or(What::Other, |reply| What::Reply(Box::new(reply)))
    };
    Returned {
        token: token(&message.fields, feedback.as_ref(), original.as_ref()),
        what,
        message_id: original.as_ref().and_then(message_id),
    }
}

/// The address of the envelope comes first: it is where our mail server delivered the message.
fn token(
    envelope: &Fields,
    feedback: Option<&Fields>,
    original: Option<&Fields>,
) -> Option<String> {
    let addressed = [
        "delivered-to",
        "x-original-to",
        "envelope-to",
        "x-envelope-to",
        "x-delivered-to",
        "to",
        "cc",
        "apparently-to",
    ];
    let sent = ["return-path", "x-envelope-from", "errors-to"];
    let among = |fields: &Fields, names: &[&str]| {
        names
            .iter()
            .find_map(|name| fields.all(name).find_map(verp::secret_among))
    };
    among(envelope, &addressed)
        .or_else(|| among(feedback?, &["original-mail-from"]))
        .or_else(|| among(original?, &sent))
}

fn message_id(original: &Fields) -> Option<String> {
    let text = original.get("message-id")?;
    let id = text.trim_matches(['<', '>', ' ', '\t']);
    let fits =
        !id.is_empty() && id.len() <= MESSAGE_ID_MAX && id.bytes().all(|b| b.is_ascii_graphic());
    fits.then(|| id.to_owned())
}

/// Other kinds (`not-spam`, `auth-failure`, `dmarc` …) say nothing about the recipient's wish.
fn complaint(feedback: &Fields) -> What {
    let kind = feedback.get("feedback-type").unwrap_or_default();
    if ["abuse", "fraud", "opt-out", "complaint"]
        .iter()
        .any(|k| kind.eq_ignore_ascii_case(k))
    {
        What::Complaint
    } else {
        What::Other
    }
}

fn is_automatic(fields: &Fields) -> bool {
    let says = |name: &str, words: &[&str]| {
        fields
            .get(name)
            .is_some_and(|v| words.iter().any(|w| v.to_ascii_lowercase().starts_with(w)))
    };
    says("auto-submitted", &["auto-"])
        || says("precedence", &["auto_reply", "auto-reply"])
        || fields.get("x-autoreply").is_some()
        || fields.get("x-autorespond").is_some()
}

/// The worst of what is said of the recipients: each mail of ours has one, so others are aliases
/// of it. Nothing when it arrived.
fn delivery_status(text: &str) -> Option<Bounce> {
    let mut worst: Option<Bounce> = None;
    for block in blocks(text) {
        let fields = Fields::read(&block);
        let Some(bounce) = recipient(&fields) else {
            continue;
        };
        if worst
            .as_ref()
            .is_none_or(|w| bounce.permanent && !w.permanent)
        {
            worst = Some(bounce);
        }
    }
    worst
}

/// One recipient's fields. The first block is about the message and has no action.
fn recipient(fields: &Fields) -> Option<Bounce> {
    let action = fields.get("action")?.to_ascii_lowercase();
    let action = action
        .split(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or_default();
    let diagnostic = fields.get("diagnostic-code").unwrap_or_default();
    let status = specific_status(fields.get("status").unwrap_or_default(), diagnostic);
    let permanent = match action {
        "failed" => is_about_the_address(&status),
        "delayed" => false,
        // delivered, relayed, expanded: on its way.
        _ => return None,
    };
    Some(Bounce {
        permanent,
        status,
        diagnostic: one_line(without_type(diagnostic)),
    })
}

/// The enhanced status code. `5.0.0` is what servers say that know better but tell it only in the
/// diagnostic.
fn specific_status(status: &str, diagnostic: &str) -> String {
    let given = codes(status).next();
    match given {
        Some(code) if !code.ends_with(".0.0") => code,
        given => codes(without_type(diagnostic))
            .find(|code| {
                given
                    .as_ref()
                    .is_none_or(|g| g.starts_with(&code[..1]) || g.starts_with('5'))
            })
            .or(given)
            .unwrap_or_default(),
    }
}

/// The enhanced status codes in a text.
fn codes(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .filter(|word| {
            let parts: Vec<&str> = word.split('.').collect();
            parts.len() == 3
                && ["4", "5"].contains(&parts[0])
                && parts[1..].iter().all(|p| (1..=3).contains(&p.len()))
        })
        .map(str::to_owned)
}

/// Whether a failure for good is one of the address or its mailbox, by the same measure as a refusal
/// by SMTP: not of what is thought of our own address (5.1.7, 5.1.8) or of the sender (5.7.x), nor
/// of the size (5.2.3, 5.3.4) or form (5.6.x) of the mail or the state of a server (5.3.x, 5.5.x).
fn is_about_the_address(status: &str) -> bool {
    if status.is_empty() {
        return true;
    }
    ["5.0.", "5.1.", "5.2.", "5.4."]
        .iter()
        .any(|subject| status.starts_with(subject))
        && !["5.1.7", "5.1.8", "5.2.3"].contains(&status)
}

/// `smtp; 550 …` without the type in front.
fn without_type(value: &str) -> &str {
    match value.split_once(';') {
        Some((kind, rest))
            if kind
                .trim()
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-') =>
        {
            rest.trim()
        }
        _ => value.trim(),
    }
}

/// On one line, without control characters and without what may be a secret from an address of
/// ours, at most 500 characters.
pub fn one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .map(|w| if has_secret(w) { "…" } else { w })
        .collect();
    words.join(" ").chars().take(DIAGNOSTIC_MAX).collect()
}

fn has_secret(word: &str) -> bool {
    word.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|run| run.len() >= SECRET_FROM)
}

/// Groups of lines between empty ones.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    for line in text.lines() {
        if line.trim().is_empty() {
            blocks.push(String::new());
        } else if let Some(block) = blocks.last_mut() {
            block.push_str(line);
            block.push('\n');
        }
    }
    blocks.retain(|b| !b.is_empty());
    blocks
}

/// Without the empty lines some servers put in front of the fields.
fn unblanked(text: &str) -> &str {
    text.trim_start_matches(['\r', '\n'])
}

#[cfg(test)]
mod tests;

//! A letter as the bytes that are sent (RFC 5322): two alternatives, signed, and nothing in a
//! name or a subject can become a header of its own.

use std::time::{Duration, SystemTime};

use lettre::Message;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox as Box, MultiPart, SinglePart};

use super::{Enclosure, Letter, Mailbox};
use crate::settings::Settings;

/// Characters of a name or subject that are kept; more is no use to any reader and has crashed
/// some.
const LINE_MAX: usize = 250;

/// A mail ready to be handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// Envelope recipient.
    pub to: String,
    /// Header and body, lines end in CR LF, ASCII.
    pub raw: Vec<u8>,
}

/// The recipient has no address that mail can be sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("501 5.1.3 this is no mail address")]
pub struct NoAddress;

/// Writes `letter` as the mail `mail_id`, which makes its Message-ID: the same on every try.
pub fn encode(
    letter: &Letter,
    mail_id: &str,
    settings: &Settings,
    now_us: i64,
) -> Result<Encoded, NoAddress> {
    let to = mailbox(&letter.to).ok_or(NoAddress)?;
    let envelope_to = to.email.to_string();
    // A sender that can't be used is not the recipient's fault: the company's own address can.
    let from = mailbox(&letter.from)
        .or_else(|| mailbox(&settings.from))
        .ok_or(NoAddress)?;
    let since_1970 = Duration::from_micros(u64::try_from(now_us).unwrap_or(0));
    let mut builder = Message::builder()
        .from(from)
        .to(to)
        .subject(one_line(&letter.subject))
        .message_id(Some(format!("<{mail_id}@{}>", settings.domain())))
        .date(SystemTime::UNIX_EPOCH + since_1970)
        .raw_header(raw("Auto-Submitted", "auto-generated"));
    if let Some(reply_to) = letter.reply_to.as_ref().and_then(mailbox) {
        builder = builder.reply_to(reply_to);
    }
    if is_language(&letter.language) {
        builder = builder.raw_header(raw("Content-Language", &letter.language));
    }
    if let Some(unsubscribe) = letter.unsubscribe.as_ref().filter(|u| is_url(&u.url)) {
        builder = builder
            .raw_header(raw("List-Unsubscribe", &format!("<{}>", unsubscribe.url)))
            .raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"));
    }
    let mut message = builder
        .multipart(bodies(letter))
        .expect("sender and recipient are there");
    if let Some(dkim) = &settings.dkim {
        dkim.sign(&mut message);
    }
    Ok(Encoded {
        to: envelope_to,
        raw: message.formatted(),
    })
}

/// Text and HTML as alternatives, pictures with the HTML that shows them, other files beside both.
fn bodies(letter: &Letter) -> MultiPart {
    let html = SinglePart::html(letter.html.clone());
    let (shown, beside): (Vec<_>, Vec<_>) = letter.enclosures.iter().partition(|e| e.shown);
    let text = SinglePart::plain(letter.text.clone());
    let body = if shown.is_empty() {
        MultiPart::alternative().singlepart(text).singlepart(html)
    } else {
        let pictured =
            shown
                .into_iter()
                .fold(MultiPart::related().singlepart(html), |parts, enclosure| {
                    let place = Attachment::new_inline(enclosure.name.clone());
                    parts.singlepart(part(place, enclosure))
                });
        MultiPart::alternative()
            .singlepart(text)
            .multipart(pictured)
    };
    if beside.is_empty() {
        return body;
    }
    beside
        .into_iter()
        .fold(MultiPart::mixed().multipart(body), |parts, enclosure| {
            parts.singlepart(part(Attachment::new(enclosure.name.clone()), enclosure))
        })
}

fn part(place: Attachment, enclosure: &Enclosure) -> SinglePart {
    let kind = ContentType::parse(enclosure.media_type).expect("our media types are right");
    place.body(enclosure.content.clone(), kind)
}

fn mailbox(of: &Mailbox) -> Option<Box> {
    let address = Mailbox::checked_address(&of.address).ok()?;
    let name = one_line(&of.name);
    Some(Box::new(
        (!name.is_empty()).then_some(name),
        address.parse().ok()?,
    ))
}

/// A header whose value is ours or checked, and which must not be folded or encoded.
fn raw(name: &'static str, value: &str) -> HeaderValue {
    HeaderValue::dangerous_new_pre_encoded(
        HeaderName::new_from_ascii_str(name),
        value.to_owned(),
        value.to_owned(),
    )
}

/// Text without line ends and other control characters, runs of them as one space.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split(|c: char| c.is_control() || c == '\u{2028}' || c == '\u{2029}') {
        let word = word.trim();
        if !word.is_empty() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    line.chars().take(LINE_MAX).collect()
}

fn is_language(tag: &str) -> bool {
    !tag.is_empty()
        && tag.len() <= 35
        && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn is_url(url: &str) -> bool {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    is_web
        && url.len() < 900
        && url
            .bytes()
            .all(|b| b.is_ascii_graphic() && !b"<>\",".contains(&b))
}

#[cfg(test)]
pub(crate) mod tests;

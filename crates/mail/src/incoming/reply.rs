//! A reply that a person wrote: who, when they say so, and their own words above what they quote.

use mail_parser::decoders::html::html_to_text;
use sha2::{Digest, Sha256};

use super::mime::{Fields, Part};
use super::verp;
use crate::letter::Mailbox;

/// Most characters of somebody's own words; what is longer goes on in the whole.
const WORDS_MAX: usize = 20_000;
/// Most characters of the whole that are kept.
const WHOLE_MAX: usize = 100_000;
/// Bytes of a part that are read: HTML is long for what it says.
const PART_MAX: usize = 1 << 20;
/// What the line that people reply above begins and ends with.
const MARK: &str = "##-";

/// Before the @ of those who never write themselves.
const MACHINES: [&str; 2] = ["mailer-daemon", "postmaster"];

/// A reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The address it says it is from, in lower case; empty when it says none.
    pub from: String,
    /// The name it says it is from; may be empty.
    pub name: String,
    /// What the writer wrote above what they quote; may be empty when they wrote below it.
    pub words: String,
    /// All of it, quoted parts too.
    pub whole: String,
    /// What the message is recognised by.
    pub hash: Vec<u8>,
}

/// A line that people reply above, in a letter's language: whatever a mail program puts around it,
/// what follows is quoted.
pub fn marked(words: &str) -> String {
    format!("{MARK} {words} {}", reversed(MARK))
}

fn reversed(text: &str) -> String {
    text.chars().rev().collect()
}

impl Reply {
    /// Reads a message that is no report and no automatic answer; `None` when nobody wrote it, or
    /// nothing is in it.
    pub(super) fn read(message: &Part<'_>, parts: &[Part<'_>], raw: &[u8]) -> Option<Self> {
        let (name, from) = sender(&message.fields);
        let (local, _) = from.split_once('@').unwrap_or_default();
        let is_report = message.media_type() == "multipart/report";
        if is_report || MACHINES.contains(&local) || !is_by_a_person(&message.fields) {
            return None;
        }
        let whole = body(message, parts)?;
        Some(Self {
            from,
            name,
            words: cut(own_words(&whole), WORDS_MAX),
            whole: cut(&whole, WHOLE_MAX),
            hash: Sha256::digest(raw).to_vec(),
        })
    }
}

/// Lists, newsletters and machines say so, and what comes back has no sender.
fn is_by_a_person(fields: &Fields) -> bool {
    let says = |name: &str, words: &[&str]| {
        let value = fields.get(name).unwrap_or_default().to_ascii_lowercase();
        words.iter().any(|word| value.starts_with(word))
    };
    let has_no_sender = fields
        .get("return-path")
        .is_some_and(|path| path.trim() == "<>");
    !has_no_sender
        && !says("precedence", &["bulk", "list", "junk"])
        && fields.get("list-id").is_none()
        && fields.get("x-auto-response-suppress").is_none_or(|_| {
            // Outlook also writes it into what people send; only its own answers say more.
            !says("subject", &["automatic reply:", "automatisch antwoord:"])
        })
}

/// The words of the message: its plain text, else its HTML as text.
fn body(message: &Part<'_>, parts: &[Part<'_>]) -> Option<String> {
    let all = || {
        std::iter::once(message)
            .chain(parts)
            .filter(|p| !p.is_attached())
    };
    let find = |kind: &str| {
        all()
            .filter(|part| part.media_type() == kind)
            .map(Part::words)
            .find(|words| !words.trim().is_empty())
    };
    let text = match find("text/plain") {
        Some(text) => text,
        None => from_html(&find("text/html")?),
    };
    let text = clean(&text);
    (!text.is_empty()).then_some(text)
}

/// HTML as text. What begins a new line there does so here.
fn from_html(html: &str) -> String {
    let mut end = html.len().min(PART_MAX);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let mut broken = String::with_capacity(end);
    for piece in html[..end].split_inclusive('>') {
        broken.push_str(piece);
        let tag = piece.rfind('<').map_or("", |at| &piece[at..]);
        let tag = tag.to_ascii_lowercase();
        let ends_line = [
            "</div",
            "</li",
            "</tr",
            "</h",
            "<blockquote",
            "</blockquote",
            "<hr",
        ];
        if ends_line.iter().any(|start| tag.starts_with(start)) {
            broken.push_str("<br>");
        }
    }
    html_to_text(&broken)
}

/// Line breaks of one kind, no control or bidirectional characters, no spaces at the ends of lines.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let is_odd = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let lines: Vec<String> = text
        .lines()
        .map(|line| line.replace(is_odd, "").trim_end().to_owned())
        .collect();
    lines.join("\n").trim().to_owned()
}

/// The name and address in `From`.
fn sender(fields: &Fields) -> (String, String) {
    let from = fields.get("from").unwrap_or_default();
    let mailbox = Mailbox::read(from).or_else(|_| {
        // A name with signs that we wouldn't write ourselves; the address still counts.
        let address = from.rsplit_once('<').map_or(from, |(_, address)| address);
        Mailbox::read(address.trim_end_matches('>'))
    });
    let mailbox = mailbox.unwrap_or_default();
    // Our own reply address is a secret, whoever writes with it.
    if verp::secret_in(&mailbox.address).is_some() {
        return (String::new(), String::new());
    }
    let name = mail_parser::MessageParser::new()
        .parse(format!("From: {from}\r\n\r\n").as_bytes())
        .and_then(|parsed| parsed.from()?.first()?.name().map(str::to_owned))
        .unwrap_or(mailbox.name);
    (
        clean(&name).replace('\n', " "),
        mailbox.address.to_lowercase(),
    )
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// What somebody wrote above what they quote.
fn own_words(text: &str) -> &str {
    let mut end = text.len();
    let mut at = 0;
    let lines: Vec<&str> = text.split('\n').collect();
    for (index, line) in lines.iter().enumerate() {
        if begins_quote(&lines[index..], line) {
            end = at;
            break;
        }
        at += line.len() + 1;
    }
    text[..end.min(text.len())].trim_end()
}

fn begins_quote(rest: &[&str], line: &str) -> bool {
    let line = line.trim();
    if line.contains(MARK) || line.starts_with('>') {
        return true;
    }
    // The line that mail programs write over a quote; it may be broken in two.
    let next = rest.get(1).map_or("", |next| next.trim());
    if is_attribution(line) || is_attribution(&format!("{line} {next}")) && starts_one(line) {
        return true;
    }
    let is_rule = |sign: char| line.chars().filter(|c| *c == sign).count() >= 5;
    let words = line.trim_matches(['-', '_', ' ']).to_lowercase();
    let titles = [
        "original message",
        "oorspronkelijk bericht",
        "forwarded message",
        "doorgestuurd bericht",
        "ursprüngliche nachricht",
    ];
    if line.starts_with('-') && titles.contains(&words.as_str()) {
        return true;
    }
    // Outlook: a rule of underscores and a block of fields, or only the block.
    let is_field = |line: &str| {
        let line = line.trim().trim_start_matches('*').to_lowercase();
        ["from:", "van:", "von:"]
            .iter()
            .any(|name| line.starts_with(name))
    };
    let fields_follow = |from: usize| {
        rest.iter().skip(from).take(4).any(|line| {
            let line = line.trim().trim_start_matches('*').to_lowercase();
            [
                "sent:",
                "verzonden:",
                "gesendet:",
                "date:",
                "datum:",
                "to:",
                "aan:",
            ]
            .iter()
            .any(|name| line.starts_with(name))
        })
    };
    (is_rule('_') && rest.iter().skip(1).take(2).any(|line| is_field(line)))
        || (is_field(line) && fields_follow(1))
}

/// Whether a line begins as an attribution does.
fn starts_one(line: &str) -> bool {
    let line = line.to_lowercase();
    ["on ", "op ", "am ", "le "]
        .iter()
        .any(|start| line.starts_with(start))
}

/// `On … wrote:`, `Op … schreef …:`.
fn is_attribution(line: &str) -> bool {
    let lower = line.to_lowercase();
    starts_one(line)
        && lower.ends_with(':')
        && ["wrote", "schreef", "schrieb", "écrit"]
            .iter()
            .any(|verb| lower.contains(verb))
}

#[cfg(test)]
mod tests;

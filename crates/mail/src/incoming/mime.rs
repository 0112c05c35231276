//! As much of MIME as reading reports needs: header fields, and the parts of a multipart.
//!
//! Whoever knows the bounce address can send anything to it, so this takes time and memory in
//! proportion to the size of a message only: no recursion but for [`DEPTH_MAX`], no search that
//! starts again.

use std::borrow::Cow;

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;

/// Multiparts in multiparts that are opened: some relays wrap a report in one of their own.
const DEPTH_MAX: usize = 3;
/// Parts looked at; a report has three.
const PARTS_MAX: usize = 64;

/// Header fields in their order, unfolded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads fields up to the first empty line; what is no field is passed over.
    pub(super) fn read(text: &str) -> Self {
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in text.lines() {
            if line.trim().is_empty() {
                break;
            }
            if line.starts_with([' ', '\t']) {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            } else if let Some((name, value)) = line.split_once(':') {
                fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
        }
        Self(fields)
    }

    /// The first value of the field `name` (in lower case).
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(n, _)| n == name);
        found.map(|(_, v)| v.as_str())
    }

    /// All values of the field `name` (in lower case).
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }
}

/// A message or a part of one: its header and the bytes that follow.
#[derive(Clone, Debug)]
pub(super) struct Part<'a> {
    pub(super) fields: Fields,
    body: &'a [u8],
}

impl<'a> Part<'a> {
    /// Splits header and body.
    pub(super) fn read(raw: &'a [u8]) -> Self {
        let mut rest = raw;
        while let Some(end) = rest.iter().position(|b| *b == b'\n') {
            let (line, after) = rest.split_at(end + 1);
            rest = after;
            if line == b"\n" || line == b"\r\n" {
                break;
            }
        }
        let head = &raw[..raw.len() - rest.len()];
        Self {
            // An empty line before the first field is no header at all.
            fields: Fields::read(&String::from_utf8_lossy(head)),
            body: if head.ends_with(b"\n") { rest } else { b"" },
        }
    }

    /// `type/subtype` in lower case; plain text when it says nothing.
    pub(super) fn media_type(&self) -> String {
        let value = self.fields.get("content-type").unwrap_or("text/plain");
        let (media_type, _) = value.split_once(';').unwrap_or((value, ""));
        media_type.trim().to_ascii_lowercase()
    }

    /// Whether it is a file that somebody attached.
    pub(super) fn is_attached(&self) -> bool {
        let value = self.fields.get("content-disposition").unwrap_or_default();
        value
            .trim_start()
            .to_ascii_lowercase()
            .starts_with("attachment")
    }

    /// The body as text, decoded, in the alphabet it says it is in.
    pub(super) fn words(&self) -> String {
        let named = self
            .fields
            .get("content-type")
            .and_then(|value| parameter(value, "charset"));
        let bytes = self.decoded();
        if let Ok(text) = std::str::from_utf8(&bytes) {
            return text.to_owned();
        }
        let decoder = named.and_then(|name| charset_decoder(name.as_bytes()));
        decoder.map_or_else(
            || String::from_utf8_lossy(&bytes).into_owned(),
            |decode| decode(&bytes),
        )
    }

    /// The body as text, decoded.
    pub(super) fn text(&self) -> Cow<'a, str> {
        match self.decoded() {
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
            Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
        }
    }

    fn decoded(&self) -> Cow<'a, [u8]> {
        let encoding = self
            .fields
            .get("content-transfer-encoding")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let decoded = match encoding.trim() {
            "base64" => base64_decode(self.body),
            "quoted-printable" => quoted_printable_decode(self.body),
            _ => None,
        };
        decoded.map_or(Cow::Borrowed(self.body), Cow::Owned)
    }

    /// The parts within, those of inner multiparts too; none when this is no multipart.
    pub(super) fn parts(&self) -> Vec<Part<'a>> {
        let mut all = Vec::new();
        self.collect_parts(DEPTH_MAX, &mut all);
        all
    }

    fn collect_parts(&self, depth: usize, all: &mut Vec<Part<'a>>) {
        if depth == 0 || !self.media_type().starts_with("multipart/") {
            return;
        }
        let value = self.fields.get("content-type").unwrap_or_default();
        let Some(boundary) = parameter(value, "boundary").filter(|b| !b.is_empty()) else {
            return;
        };
        for raw in split(self.body, boundary.as_bytes()) {
            if all.len() >= PARTS_MAX {
                return;
            }
            let part = Part::read(raw);
            all.push(part.clone());
            part.collect_parts(depth - 1, all);
        }
    }
}

/// The value of a parameter of a header field, without its quotes.
fn parameter(value: &str, name: &str) -> Option<String> {
    let mut rest = value.split_once(';')?.1;
    loop {
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let (text, next) = match after.strip_prefix('"') {
            Some(quoted) => {
                let end = quoted.find('"').unwrap_or(quoted.len());
                let next = quoted.get(end + 1..).unwrap_or_default();
                (&quoted[..end], next)
            }
            None => {
                let end = after.find(';').unwrap_or(after.len());
                (after[..end].trim(), &after[end..])
            }
        };
        let key = key.trim_start_matches([';', ' ', '\t']).trim();
        if key.eq_ignore_ascii_case(name) {
            return Some(text.to_owned());
        }
        rest = next;
    }
}

/// The pieces between lines of `--boundary`; the last may be cut off.
fn split<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    let mut start: Option<usize> = None;
    let mut at = 0;
    while at < body.len() && pieces.len() < PARTS_MAX {
        let end = body[at..]
            .iter()
            .position(|b| *b == b'\n')
            .map_or(body.len(), |i| at + i + 1);
        let line = body[at..end].trim_ascii_end();
        if let Some(after) = line
            .strip_prefix(b"--")
            .and_then(|l| l.strip_prefix(boundary))
            && (after.is_empty() || after == b"--")
        {
            if let Some(from) = start {
                pieces.push(&body[from..at]);
            }
            start = after.is_empty().then_some(end);
            if after == b"--" {
                return pieces;
            }
        }
        at = end;
    }
    if let Some(from) = start
        && pieces.len() < PARTS_MAX
    {
        pieces.push(&body[from..]);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_found_quoted_and_plain() {
        for (value, expected) in [
            ("multipart/report; boundary=abc", Some("abc")),
            (
                "multipart/report; report-type=delivery-status; boundary=\"a;b=c\"",
                Some("a;b=c"),
            ),
            (
                "multipart/report; BOUNDARY = \"x\" ; charset=utf-8",
                Some("x"),
            ),
            ("multipart/report;\tboundary=\"cut off", Some("cut off")),
            ("multipart/report; boundary", None),
            ("multipart/report", None),
            ("x; =; =", None),
        ] {
            assert_eq!(parameter(value, "boundary").as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn fields_are_unfolded_and_end_at_the_empty_line() {
        let fields = Fields::read("To: a\r\n b\r\nto: c\r\nno field\r\n\r\nX: d\r\n");
        assert_eq!(fields.all("to").collect::<Vec<_>>(), ["a b", "c"]);
        assert_eq!(fields.get("x"), None);
    }

    #[test]
    fn parts_come_out_of_a_wrapped_report() {
        let raw = b"Content-Type: multipart/mixed; boundary=o\n\npreamble\n--o\n\
            Content-Type: multipart/report; boundary=i\n\n--i\n\nhello\n--i\n\
            Content-Type: message/delivery-status\n\nA: b\n--i--\n--o\n\nfooter\n--o--\nX";
        let kinds: Vec<_> = Part::read(raw)
            .parts()
            .iter()
            .map(Part::media_type)
            .collect();
        assert_eq!(
            kinds,
            [
                "multipart/report",
                "text/plain",
                "message/delivery-status",
                "text/plain"
            ]
        );
    }

    #[test]
    fn a_heap_of_nested_parts_takes_no_heap_of_time() {
        let mut raw = String::new();
        for i in 0..20_000 {
            raw.push_str(&format!(
                "Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n"
            ));
        }
        assert_eq!(Part::read(raw.as_bytes()).parts().len(), DEPTH_MAX);
        let many = format!(
            "Content-Type: multipart/mixed; boundary=b\n\n{}",
            "--b\n\n".repeat(50_000)
        );
        assert_eq!(Part::read(many.as_bytes()).parts().len(), PARTS_MAX);
    }
}

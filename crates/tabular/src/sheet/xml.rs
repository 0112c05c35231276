//! XML piece by piece, in small memory whatever stands in it.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

use quick_xml::events::attributes::AttrError;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Why a part of a spreadsheet can't be read.
#[derive(Debug)]
pub(super) enum Broken {
    /// The part isn't as it should be; in words.
    Part(String),
    /// The disk refuses.
    Disk(io::Error),
}

impl From<quick_xml::Error> for Broken {
    fn from(error: quick_xml::Error) -> Self {
        Self::Part(error.to_string())
    }
}

impl From<AttrError> for Broken {
    fn from(error: AttrError) -> Self {
        Self::Part(error.to_string())
    }
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Disk(error)
    }
}

/// The longest tag or text: far above any real one (a cell of Excel has 32,767 characters), far
/// below what would hurt.
pub(super) const MAX_PIECE: usize = 16 * 1024 * 1024;
/// Spreadsheets nest their elements less than ten deep.
const MAX_DEPTH: usize = 64;

/// An XML text being read.
pub(super) struct Xml {
    reader: Reader<Capped<BufReader<Box<dyn Read + Send>>>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl Xml {
    pub(super) fn new(from: Box<dyn Read + Send>) -> Self {
        let from = BufReader::with_capacity(64 * 1024, from);
        let mut reader = Reader::from_reader(Capped {
            from,
            left: MAX_PIECE,
        });
        let config = reader.config_mut();
        config.check_end_names = false;
        // `<c/>` comes as a beginning and an end, so that nobody has to think of both ways.
        config.expand_empty_elements = true;
        Self {
            reader,
            buffer: Vec::new(),
            depth: 0,
        }
    }

    /// Bytes read so far.
    pub(super) fn position(&self) -> u64 {
        self.reader.buffer_position()
    }

    /// The next piece.
    pub(super) fn next(&mut self) -> Result<Event<'_>, Broken> {
        self.buffer.clear();
        self.reader.get_mut().left = MAX_PIECE;
        let event = self.reader.read_event_into(&mut self.buffer)?;
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.depth > MAX_DEPTH {
            return Err(Broken::Part("elements nested too deep".to_owned()));
        }
        Ok(event)
    }

    /// Adds what stands in the element that just began to `text`, and reads to its end.
    pub(super) fn text(&mut self, text: &mut String) -> Result<(), Broken> {
        let outside = self.depth.saturating_sub(1);
        loop {
            match self.next()? {
                Event::Text(piece) => text.push_str(&piece.xml10_content()),
                Event::CData(piece) => text.push_str(&piece.xml10_content()),
                Event::GeneralRef(name) => match quick_xml::escape::resolve_xml_entity(&name) {
                    Some(known) => text.push_str(known),
                    None => match name.resolve_char_ref()? {
                        Some(character) => text.push(character),
                        None => return Err(Broken::Part(format!("unknown entity &{};", &*name))),
                    },
                },
                Event::Eof => return Err(cut_off()),
                _ => {}
            }
            if self.depth == outside {
                return Ok(());
            }
            if text.len() > MAX_PIECE {
                return Err(Broken::Part(TOO_LONG.to_owned()));
            }
        }
    }
}

/// The value of an attribute, whatever its namespace.
pub(super) fn attribute<'a>(
    element: &'a BytesStart<'_>,
    name: &str,
) -> Result<Option<Cow<'a, str>>, Broken> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute?;
        if attribute.key.local_name().as_ref() == name {
            return Ok(Some(attribute.normalized_value(XmlVersion::Implicit1_0)?));
        }
    }
    Ok(None)
}

/// The part ends in the middle.
pub(super) fn cut_off() -> Broken {
    Broken::Part("the XML ends too early".to_owned())
}

/// Text in which a spreadsheet wrote characters as `_x000D_`: their UTF-16 codes.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find("_x") {
        let mut codes = Vec::new();
        while let Some(code) = code(&rest[at + codes.len() * CODE..]) {
            codes.push(code);
        }
        let end = if codes.is_empty() { at + 1 } else { at };
        plain.push_str(&rest[..end]);
        let read = char::decode_utf16(codes.iter().copied());
        plain.extend(read.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        rest = &rest[end + codes.len() * CODE..];
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

/// Length of `_x000D_`.
const CODE: usize = 7;

/// The code at the beginning of a text.
fn code(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..5)?.strip_suffix('_')?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then(|| u16::from_str_radix(digits, 16).ok())?
}

const TOO_LONG: &str = "a text longer than 16 MB";

/// A reader that gives so many bytes and then refuses.
struct Capped<R> {
    from: R,
    left: usize,
}

impl<R: BufRead> Read for Capped<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let count = ready.len().min(into.len());
        into[..count].copy_from_slice(&ready[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Capped<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, TOO_LONG));
        }
        let ready = self.from.fill_buf()?;
        Ok(&ready[..ready.len().min(self.left)])
    }

    fn consume(&mut self, count: usize) {
        self.left = self.left.saturating_sub(count);
        self.from.consume(count);
    }
}

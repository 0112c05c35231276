//! The texts that cells name by number: XLSX keeps each different text of a workbook once, in a
//! part that comes before all cells. A file of contacts has millions.

use std::io;
use std::path::Path;

use quick_xml::events::Event;

use super::spool::{Spool, Stored};
use super::xml::{Broken, Xml, attribute, cut_off, unescape};

/// Where a text ends among all texts; the limit of what an XLSX may unpack to fits.
type End = u32;
const END: u64 = size_of::<End>() as u64;

/// The texts of a workbook.
pub(super) struct Strings {
    count: u64,
    texts: Stored,
    /// Of each text the end, so that the one before says where it begins.
    ends: Stored,
    found: Vec<u8>,
}

impl Strings {
    /// Reads them; what memory shouldn't hold goes to `folder`.
    pub(super) fn read(xml: Option<Xml>, folder: &Path) -> Result<Self, Broken> {
        let (mut texts, mut ends) = (Spool::new(folder), Spool::new(folder));
        if let Some(mut xml) = xml {
            let mut text = String::new();
            while next(&mut xml, &mut text)? {
                texts.add(text.as_bytes())?;
                let end = End::try_from(texts.len());
                let end = end.map_err(|error| Broken::Part(error.to_string()))?;
                ends.add(&end.to_le_bytes())?;
            }
        }
        Ok(Self {
            count: ends.len() / END,
            texts: texts.stored()?,
            ends: ends.stored()?,
            found: Vec::new(),
        })
    }

    /// Adds the text of this number to `text`; false when there is none.
    pub(super) fn add(&mut self, number: u64, text: &mut String) -> io::Result<bool> {
        if number >= self.count {
            return Ok(false);
        }
        let from = match number {
            0 => 0,
            number => self.end(number - 1)?,
        };
        let to = self.end(number)?;
        self.texts.read(from, to, &mut self.found)?;
        text.push_str(&String::from_utf8_lossy(&self.found));
        Ok(true)
    }

    fn end(&mut self, number: u64) -> io::Result<u64> {
        self.ends
            .read(number * END, (number + 1) * END, &mut self.found)?;
        let mut end = [0; END as usize];
        end.copy_from_slice(&self.found);
        Ok(End::from_le_bytes(end).into())
    }
}

/// The next text; false at the end.
fn next(xml: &mut Xml, text: &mut String) -> Result<bool, Broken> {
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "si" => {
                text.clear();
                rich(xml, "si", text)?;
                return Ok(true);
            }
            Event::End(element) if element.local_name().as_ref() == "sst" => return Ok(false),
            Event::Eof => return Err(cut_off()),
            _ => {}
        }
    }
}

/// Adds the text of the element `outer` that just began to `text`: its runs of different looks,
/// without the pronunciation that Asian texts carry beside them.
pub(super) fn rich(xml: &mut Xml, outer: &str, text: &mut String) -> Result<(), Broken> {
    let (mut sound, mut run) = (false, String::new());
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "rPh" => sound = true,
                "t" if !sound => {
                    let keeps = attribute(&element, "space")?.as_deref() == Some("preserve");
                    run.clear();
                    xml.text(&mut run)?;
                    let run = if keeps {
                        run.as_str()
                    } else {
                        run.trim_matches([' ', '\t', '\r', '\n'])
                    };
                    text.push_str(&unescape(run));
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == outer => return Ok(()),
            Event::End(element) if element.local_name().as_ref() == "rPh" => sound = false,
            Event::Eof => return Err(cut_off()),
            _ => {}
        }
    }
}

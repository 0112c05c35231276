//! The cells of a sheet, one after the other, as the text a CSV file would have.

use quick_xml::events::{BytesStart, Event};

use super::serial::{self, Kind};
use super::strings::{Strings, rich};
use super::xml::{Broken, Xml, attribute, cut_off, unescape};

/// Where a cell stands: its row as people count, from 1, and its column from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) row: u64,
    pub(super) column: usize,
}

impl Place {
    /// The letters of the column.
    pub(super) fn letters(self) -> String {
        let (mut letters, mut left) = (Vec::new(), self.column + 1);
        while left > 0 {
            left -= 1;
            letters.push(char::from(b'A' + (left % 26) as u8));
            left /= 26;
        }
        letters.into_iter().rev().collect()
    }
}

/// What the numbers of a sheet mean.
pub(super) struct Meanings {
    /// The texts that cells name.
    pub(super) strings: Strings,
    /// What the formats that cells name make of numbers.
    pub(super) kinds: Vec<Kind>,
    /// Whether days are counted from 1904 instead of 1900.
    pub(super) since_1904: bool,
}

/// The cells of a sheet in the order of the file.
pub(super) struct Cells {
    xml: Xml,
    meanings: Meanings,
    /// Where the next cell stands that doesn't say so.
    next: Place,
    ended: bool,
    value: String,
}

impl Cells {
    /// Of a sheet, up to where its cells begin.
    pub(super) fn of(mut xml: Xml, meanings: Meanings) -> Result<Self, Broken> {
        loop {
            match xml.next()? {
                Event::Start(element) if element.local_name().as_ref() == "sheetData" => break,
                Event::Eof => return Err(Broken::Part("it has no cells".to_owned())),
                _ => {}
            }
        }
        Ok(Self {
            xml,
            meanings,
            next: Place { row: 1, column: 0 },
            ended: false,
            value: String::new(),
        })
    }

    /// Bytes of the sheet read so far.
    pub(super) fn position(&self) -> u64 {
        self.xml.position()
    }

    /// Whether there are no more.
    pub(super) fn ended(&self) -> bool {
        self.ended
    }

    /// Where the cell is that is read next, or was being read when it broke.
    pub(super) fn place(&self) -> Place {
        self.next
    }

    /// The next cell, whose text takes the place of that in `text`; nothing at the end.
    pub(super) fn next(&mut self, text: &mut String) -> Result<Option<Place>, Broken> {
        text.clear();
        while !self.ended {
            let cell = match self.xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "row" => {
                        if let Some(row) = attribute(&element, "r")? {
                            let read = place(&row);
                            self.next.row = read.ok_or_else(|| no_place(&row))?.0;
                        }
                        continue;
                    }
                    "c" => Cell::of(&element, &mut self.next)?,
                    _ => continue,
                },
                Event::End(element) => {
                    match element.local_name().as_ref() {
                        "row" => {
                            self.next = Place {
                                row: self.next.row + 1,
                                column: 0,
                            };
                        }
                        "sheetData" => self.ended = true,
                        _ => {}
                    }
                    continue;
                }
                Event::Eof => return Err(cut_off()),
                _ => continue,
            };
            self.read(&cell, text)?;
            let at = self.next;
            self.next.column += 1;
            return Ok(Some(at));
        }
        Ok(None)
    }

    /// Reads the cell that just began to its end.
    fn read(&mut self, cell: &Cell, text: &mut String) -> Result<(), Broken> {
        loop {
            match self.xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "is" => rich(&mut self.xml, "is", text)?,
                    // Beside a text in the cell itself a value says nothing.
                    "v" if cell.kind != Type::Inline => {
                        self.value.clear();
                        self.xml.text(&mut self.value)?;
                        self.meanings.write(cell, &self.value, text)?;
                    }
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "c" => return Ok(()),
                Event::Eof => return Err(cut_off()),
                _ => {}
            }
        }
    }
}

/// What the value of a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Type {
    /// A number.
    Number,
    /// A number, mostly; nothing says so.
    Unsaid,
    /// The number of a text.
    Shared,
    /// No value, but a text in the cell itself.
    Inline,
    /// Text, mostly of a formula.
    Text,
    /// 1 or 0.
    Logical,
    /// An ISO date, or an error such as `#DIV/0!`.
    Verbatim,
}

/// What a cell says of its value.
struct Cell {
    kind: Type,
    style: Option<usize>,
}

impl Cell {
    /// `next` becomes where it stands.
    fn of(element: &BytesStart<'_>, next: &mut Place) -> Result<Self, Broken> {
        let mut cell = Self {
            kind: Type::Unsaid,
            style: None,
        };
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute?;
            let value = &*attribute.value;
            match attribute.key.as_ref() {
                "r" => {
                    let (row, column) = place(value).ok_or_else(|| no_place(value))?;
                    let column = column.ok_or_else(|| no_place(value))?;
                    *next = Place { row, column };
                }
                "s" => cell.style = Some(value.parse().unwrap_or(0)),
                "t" => {
                    cell.kind = match value {
                        "n" => Type::Number,
                        "s" => Type::Shared,
                        "inlineStr" | "is" => Type::Inline,
                        "str" => Type::Text,
                        "b" => Type::Logical,
                        "d" | "e" => Type::Verbatim,
                        other => {
                            return Err(Broken::Part(format!("a cell can't be of type {other:?}")));
                        }
                    };
                }
                _ => {}
            }
        }
        Ok(cell)
    }
}

impl Meanings {
    /// Adds what `value` means in this cell to `text`.
    fn write(&mut self, cell: &Cell, value: &str, text: &mut String) -> Result<(), Broken> {
        if value.is_empty() {
            return Ok(());
        }
        match cell.kind {
            Type::Shared => {
                let number = value.parse().ok();
                let known = number.map(|number| self.strings.add(number, text));
                if !known.transpose()?.unwrap_or_default() {
                    return Err(Broken::Part(format!("there is no text {value}")));
                }
            }
            Type::Text => text.push_str(&unescape(value)),
            Type::Logical => text.push_str(logical(value)?),
            Type::Verbatim => text.push_str(value),
            Type::Number | Type::Unsaid => match value.parse() {
                Ok(number) => {
                    let kind = cell.style.and_then(|style| self.kinds.get(style));
                    let kind = kind.copied().unwrap_or_default();
                    text.push_str(&serial::text(number, kind, self.since_1904));
                }
                Err(_) if cell.kind == Type::Unsaid => text.push_str(value),
                Err(_) => return Err(Broken::Part(format!("{value:?} is no number"))),
            },
            Type::Inline => {}
        }
        Ok(())
    }
}

fn logical(value: &str) -> Result<&'static str, Broken> {
    let value = value.trim();
    match value {
        "" => Ok(""),
        "1" => Ok("true"),
        "0" => Ok("false"),
        _ if value.eq_ignore_ascii_case("true") => Ok("true"),
        _ if value.eq_ignore_ascii_case("false") => Ok("false"),
        _ => Err(Broken::Part(format!("{value:?} is neither true nor false"))),
    }
}

/// `C12` is row 12 and column 2, `12` is row 12 of no column.
fn place(text: &str) -> Option<(u64, Option<usize>)> {
    let digits = text.find(|c: char| !c.is_ascii_alphabetic())?;
    let (letters, digits) = text.split_at(digits);
    let mut column = 0_usize;
    for letter in letters.bytes() {
        let number = usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        column = column.checked_mul(26)?.checked_add(number)?;
    }
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let row = is_number.then(|| digits.parse::<u32>().ok())??;
    (row > 0).then(|| (row.into(), column.checked_sub(1)))
}

fn no_place(text: &str) -> Broken {
    Broken::Part(format!("{text:?} is no place of a cell"))
}

#[cfg(test)]
mod tests {
    use super::{Place, place};

    #[test]
    fn places_are_read_and_written() {
        for (text, want) in [
            ("A1", Some((1, Some(0)))),
            ("c12", Some((12, Some(2)))),
            ("AA3", Some((3, Some(26)))),
            ("XFD1048576", Some((1_048_576, Some(16_383)))),
            ("7", Some((7, None))),
            ("A0", None),
            ("0", None),
            ("A", None),
            ("", None),
            ("A1B", None),
            ("Ä1", None),
            ("A+1", None),
            ("A99999999999", None),
            ("AAAAAAAAAAAAAAAAAAAA1", None),
        ] {
            assert_eq!(place(text), want, "{text:?}");
            if let Some((row, Some(column))) = want {
                let letters = Place { row, column }.letters();
                assert_eq!(format!("{letters}{row}"), text.to_uppercase());
            }
        }
    }
}

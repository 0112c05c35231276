//! What a workbook says of its sheets: their names, where they stand, and which formats of their
//! cells are dates.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::package::Package;
use super::serial::Kind;
use super::xml::{Broken, Xml, attribute, cut_off};
use crate::error::Error;

/// A workbook without its cells and texts.
pub(super) struct Book {
    /// Names of the sheets with cells, each with its part, in the order of their tabs.
    pub(super) sheets: Vec<(String, String)>,
    /// The part with the texts.
    pub(super) strings: String,
    /// What the formats make of numbers, by the number that cells name.
    pub(super) kinds: Vec<Kind>,
    /// Whether days are counted from 1904 instead of 1900.
    pub(super) since_1904: bool,
}

/// Where a part points to: the part, and as what.
struct Relation {
    target: String,
    kind: String,
}

impl Book {
    /// Reads it.
    pub(super) fn read(package: &Package) -> Result<Self, Error> {
        let whole = relations(package, "_rels/.rels", "")?;
        let main = whole.into_values().find(|r| r.kind == "officeDocument");
        let main = main.ok_or_else(|| damaged("_rels/.rels", "there is no workbook"))?;
        let (folder, name) = match main.target.rfind('/') {
            Some(at) => main.target.split_at(at + 1),
            None => ("", main.target.as_str()),
        };
        let relations = relations(package, &format!("{folder}_rels/{name}.rels"), folder)?;
        let of_kind = |kind: &str, usual: &str| {
            let found = relations.values().find(|r| r.kind == kind);
            found.map_or_else(|| format!("{folder}{usual}"), |r| r.target.clone())
        };
        let mut book = Self {
            sheets: Vec::new(),
            strings: of_kind("sharedStrings", "sharedStrings.xml"),
            kinds: Vec::new(),
            since_1904: false,
        };
        let styles = of_kind("styles", "styles.xml");
        if let Some(mut xml) = package.part(&styles)? {
            book.kinds = kinds(&mut xml).map_err(|e| in_part(&styles, e))?;
        }
        let mut xml = required(package, &main.target)?;
        book.take_sheets(&mut xml, &relations)
            .map_err(|e| in_part(&main.target, e))?;
        Ok(book)
    }

    fn take_sheets(
        &mut self,
        xml: &mut Xml,
        relations: &HashMap<String, Relation>,
    ) -> Result<(), Broken> {
        loop {
            match xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "sheet" => {
                        let name = attribute(&element, "name")?.unwrap_or_default();
                        let id = attribute(&element, "id")?.unwrap_or_default();
                        let relation = relations.get(&*id).ok_or_else(|| {
                            Broken::Part(format!("nothing says where the sheet {name:?} is"))
                        })?;
                        // The others hold a chart or a dialog, and no cells.
                        if relation.kind == "worksheet" {
                            let part = relation.target.clone();
                            self.sheets.push((name.into_owned(), part));
                        }
                    }
                    "workbookPr" => {
                        if let Some(value) = attribute(&element, "date1904")? {
                            self.since_1904 = matches!(&*value, "1" | "true");
                        }
                    }
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "workbook" => {
                    return Ok(());
                }
                Event::Eof => return Err(cut_off()),
                _ => {}
            }
        }
    }
}

/// What is wrong in which part.
pub(super) fn in_part(part: &str, broken: Broken) -> Error {
    match broken {
        Broken::Part(what) => damaged(part, &what),
        Broken::Disk(error) => Error::Io(error),
    }
}

fn damaged(part: &str, what: &str) -> Error {
    Error::Sheet(format!("{part}: {what}"))
}

/// A part without which there is no sheet.
pub(super) fn required(package: &Package, part: &str) -> Result<Xml, Error> {
    let found = package.part(part)?;
    found.ok_or_else(|| Error::Sheet(format!("there is no {part} in it")))
}

/// What a part points to, by the name it gives it; targets are relative to `folder`.
fn relations(
    package: &Package,
    part: &str,
    folder: &str,
) -> Result<HashMap<String, Relation>, Error> {
    let mut xml = required(package, part)?;
    relations_of(&mut xml, folder).map_err(|e| in_part(part, e))
}

fn relations_of(xml: &mut Xml, folder: &str) -> Result<HashMap<String, Relation>, Broken> {
    let mut relations = HashMap::new();
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let id = attribute(&element, "Id")?.unwrap_or_default();
                let target = attribute(&element, "Target")?.unwrap_or_default();
                let kind = attribute(&element, "Type")?.unwrap_or_default();
                let relation = Relation {
                    target: match target.strip_prefix('/') {
                        Some(absolute) => absolute.to_owned(),
                        None => format!("{folder}{target}"),
                    },
                    // A web address that two standards begin differently.
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                };
                relations.insert(id.into_owned(), relation);
            }
            Event::End(element) if element.local_name().as_ref() == "Relationships" => {
                return Ok(relations);
            }
            Event::Eof => return Err(cut_off()),
            _ => {}
        }
    }
}

/// What each format of cells makes of numbers.
fn kinds(xml: &mut Xml) -> Result<Vec<Kind>, Broken> {
    let (mut own, mut kinds, mut in_cells) = (HashMap::new(), Vec::new(), false);
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    let id = attribute(&element, "numFmtId")?;
                    let code = attribute(&element, "formatCode")?;
                    if let Some((id, code)) = id.zip(code) {
                        own.insert(id.into_owned(), Kind::of_code(&code));
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id = attribute(&element, "numFmtId")?.unwrap_or_default();
                    let known = || id.parse().map(Kind::built_in).unwrap_or_default();
                    kinds.push(own.get(&*id).copied().unwrap_or_else(known));
                }
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "cellXfs" => in_cells = false,
                "styleSheet" => return Ok(kinds),
                _ => {}
            },
            Event::Eof => return Err(cut_off()),
            _ => {}
        }
    }
}

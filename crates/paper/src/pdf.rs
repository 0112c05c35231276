//! A document of headings, words, charts and tables as an A4 file that screen readers can follow.

use std::num::NonZeroU16;

use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::tagging::{Identifier, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};
use krilla::{Document as File, SerializeSettings};
use resvg::usvg::Tree;

use crate::Fault;
use crate::font::{in_own_letters, printable, wrapped};
use crate::page::{BOTTOM, Fonts, MARGIN, Mark, Page, ROOM, Style, draw};
use crate::picture::tree;
use crate::table::{Panel, is_of_figures, panels, row};

/// Charts are drawn this much smaller than on a screen, so that their words are as large as others.
const CHART_SCALE: f32 = 0.72;
/// How much of a page a heading needs below it, so that it doesn't stand alone.
const BELOW_HEADING: f32 = 90.0;

/// What is in a document, from top to bottom.
#[derive(Clone, Debug)]
pub enum Part {
    /// A heading of the second level.
    Heading(String),
    /// A sentence that says the finding, bold.
    Finding(String),
    /// Words; a line break stays one.
    Words(String),
    /// Small grey words, such as a method or a source.
    Note(String),
    /// A chart of ours, with what it shows in words for who can't see it.
    Chart {
        /// As `charts` draws it.
        svg: String,
        /// What it shows.
        description: String,
    },
    /// A table; columns of figures stand to the right.
    Table {
        /// Names of the columns.
        head: Vec<String>,
        /// The cells.
        rows: Vec<Vec<String>>,
    },
    /// What follows begins on a new page.
    NewPage,
}

/// A document.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its title, also the file's.
    pub title: String,
    /// A line below the title: whose, which period, which filter.
    pub about: Vec<String>,
    /// `en` or `nl`.
    pub language: String,
    /// At the foot of each page.
    pub footer: String,
    /// Page number and number of pages in words, with `{page}` and `{pages}`.
    pub paging: String,
    /// What is in it.
    pub parts: Vec<Part>,
}

impl Document {
    /// The same with nothing that a font of the machine would be needed for.
    fn in_own_letters(&self) -> Self {
        let lines = |all: &[String]| all.iter().map(|text| in_own_letters(text)).collect();
        let part = |part: &Part| match part {
            Part::Heading(text) => Part::Heading(in_own_letters(text)),
            Part::Finding(text) => Part::Finding(in_own_letters(text)),
            Part::Words(text) => Part::Words(in_own_letters(text)),
            Part::Note(text) => Part::Note(in_own_letters(text)),
            Part::Chart { svg, description } => Part::Chart {
                svg: in_own_letters(svg),
                description: in_own_letters(description),
            },
            Part::Table { head, rows } => Part::Table {
                head: lines(head),
                rows: rows.iter().map(|row| lines(row)).collect(),
            },
            Part::NewPage => Part::NewPage,
        };
        Self {
            title: in_own_letters(&self.title),
            about: lines(&self.about),
            language: self.language.clone(),
            footer: in_own_letters(&self.footer),
            paging: in_own_letters(&self.paging),
            parts: self.parts.iter().map(part).collect(),
        }
    }
}

/// The document as a PDF/UA-1 file. `Picture` when a chart can't be read. When a font of the machine
/// can't be in such a file, it is made without.
pub fn pdf(document: &Document) -> Result<Vec<u8>, Fault> {
    match written(document) {
        Err(Fault::Pdf(_)) => written(&document.in_own_letters()),
        other => other,
    }
}

fn written(document: &Document) -> Result<Vec<u8>, Fault> {
    let mut layout = Layout::default();
    layout.lay_out(document)?;
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|e| Fault::Pdf(format!("{e:?}")))?;
    let mut file = File::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let title = printable(&document.title);
    file.set_metadata(
        Metadata::new()
            .title(title)
            .language(document.language.clone())
            .creator("Luister".to_owned()),
    );
    let Layout {
        pages,
        groups,
        headings,
        ..
    } = layout;
    let fonts = Fonts::new();
    let count = pages.len();
    let mut leaves: Vec<Vec<Identifier>> = vec![Vec::new(); groups.len()];
    for (number, page) in pages.into_iter().enumerate() {
        let paging = document
            .paging
            .replace("{page}", &(number + 1).to_string())
            .replace("{pages}", &count.to_string());
        let footer = (printable(&document.footer), printable(&paging));
        for (leaf, place) in draw(&mut file, page, (&fonts, (&footer.0, &footer.1))) {
            leaves[leaf].push(place);
        }
    }
    let mut outline = Outline::new();
    for (text, page, y) in headings {
        let place = XyzDestination::new(page, Point::from_xy(MARGIN, y));
        outline.push_child(OutlineNode::new(text, place));
    }
    file.set_outline(outline);
    file.set_tag_tree(contents(groups, leaves, &document.language));
    file.finish().map_err(|e| Fault::Pdf(format!("{e:?}")))
}

/// Something the tree of contents names.
#[derive(Debug)]
struct Group {
    kind: TagKind,
    /// The group it is in; none at the top.
    parent: Option<usize>,
}

/// The tree of contents: groups in groups, what is on the pages in its leaves.
fn contents(groups: Vec<Group>, leaves: Vec<Vec<Identifier>>, language: &str) -> TagTree {
    let mut built: Vec<(Option<usize>, TagGroup)> = groups
        .into_iter()
        .zip(leaves)
        .map(|(group, leaves)| {
            let leaves = leaves.into_iter().map(Node::from).collect();
            (group.parent, TagGroup::with_children(group.kind, leaves))
        })
        .collect();
    let mut tops = Vec::new();
    // Children come after their parents: from the last to the first each is complete when it moves.
    let mut waiting: Vec<Vec<TagGroup>> = (0..built.len()).map(|_| Vec::new()).collect();
    while let Some((parent, mut group)) = built.pop() {
        for child in waiting[built.len()].drain(..).rev() {
            group.push(child);
        }
        match parent {
            Some(parent) => waiting[parent].push(group),
            None => tops.push(group),
        }
    }
    let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
    for group in tops.into_iter().rev() {
        tree.push(group);
    }
    tree
}

/// A panel of a table, and which of its columns stand to the right.
type Placing<'a> = (&'a Panel, &'a [bool]);

/// Pages as they fill.
#[derive(Debug, Default)]
struct Layout {
    pages: Vec<Page>,
    groups: Vec<Group>,
    /// Headings with page and height, for the reader's list of contents.
    headings: Vec<(String, usize, f32)>,
    /// How far the page is filled, from above.
    y: f32,
}

impl Layout {
    fn lay_out(&mut self, document: &Document) -> Result<(), Fault> {
        self.new_page();
        self.heading(&document.title, (Style::TITLE, 1));
        for line in &document.about {
            self.words(line, Style::SMALL);
        }
        self.y += 10.0;
        for (place, part) in document.parts.iter().enumerate() {
            match part {
                Part::Heading(text) => {
                    self.y += 12.0;
                    self.need(together(&document.parts[place..]));
                    self.heading(text, (Style::HEADING, 2));
                }
                Part::Finding(text) => self.words(text, Style::STRONG),
                Part::Words(text) => self.words(text, Style::BODY),
                Part::Note(text) => self.words(text, Style::SMALL),
                Part::Chart { svg, description } => self.chart(svg, description)?,
                Part::Table { head, rows } => self.table(head, rows),
                Part::NewPage => self.new_page(),
            }
        }
        Ok(())
    }

    fn new_page(&mut self) {
        self.pages.push(Page::default());
        self.y = MARGIN;
    }

    /// Makes room for something so high, on a new page when it must be.
    fn need(&mut self, height: f32) {
        if self.y + height > BOTTOM && self.y > MARGIN {
            self.new_page();
        }
    }

    fn put(&mut self, leaf: Option<usize>, mark: Mark) {
        if self.pages.is_empty() {
            self.new_page();
        }
        let page = self.pages.last_mut().expect("there is a page");
        page.marks.push((leaf, mark));
    }

    fn group(&mut self, kind: impl Into<TagKind>, parent: Option<usize>) -> usize {
        self.groups.push(Group {
            kind: kind.into(),
            parent,
        });
        self.groups.len() - 1
    }

    fn heading(&mut self, text: &str, (style, level): (Style, u16)) {
        self.need(style.leading() + BELOW_HEADING);
        let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
        let title = printable(text);
        let group = self.group(Tag::Hn(level, Some(title.clone())), None);
        self.headings
            .push((title, self.pages.len().saturating_sub(1), self.y));
        self.lines(text, (style, group));
        self.y += 5.0;
    }

    fn words(&mut self, text: &str, style: Style) {
        let group = self.group(Tag::P, None);
        self.lines(text, (style, group));
        self.y += 4.0;
    }

    fn lines(&mut self, text: &str, (style, group): (Style, usize)) {
        for text in wrapped(text, (style.size, style.weight), ROOM) {
            self.need(style.leading());
            let at = (MARGIN, self.y + style.size);
            self.put(Some(group), Mark::Words { at, style, text });
            self.y += style.leading();
        }
    }

    fn chart(&mut self, svg: &str, description: &str) -> Result<(), Fault> {
        let tree = tree(svg)?;
        let size = chart_size(&tree);
        self.need(size.1);
        let group = self.group(Tag::Figure(Some(printable(description))), None);
        let at = (MARGIN, self.y);
        self.put(
            Some(group),
            Mark::Chart {
                at,
                size,
                tree: Box::new(tree),
            },
        );
        self.y += size.1 + 8.0;
        Ok(())
    }

    fn table(&mut self, head: &[String], rows: &[Vec<String>]) {
        for panel in panels(head, rows) {
            let rows: Vec<Vec<String>> = rows.iter().map(|row| panel.of(row)).collect();
            self.panel(&panel, (&panel.of(head), &rows));
        }
    }

    fn panel(&mut self, panel: &Panel, (head, rows): (&[String], &[Vec<String>])) {
        let right: Vec<bool> = (0..panel.widths.len())
            .map(|column| is_of_figures(rows, column))
            .collect();
        let placing = (panel, right.as_slice());
        let table = self.group(Tag::Table, None);
        let (lines, high) = row(head, &panel.widths, Style::HEAD);
        self.need(high + 3.0 * Style::CELL.leading());
        let top = self.group(Tag::TR, Some(table));
        let cells = |_: usize| TagKind::from(Tag::TH(TableHeaderScope::Column));
        self.cells((&lines, placing), (Style::HEAD, top), cells);
        self.y += high;
        for cells in rows {
            let (lines, high) = row(cells, &panel.widths, Style::CELL);
            if self.y + high > BOTTOM {
                self.new_page();
                // Said once to screen readers, seen on every page.
                let (head, high) = row(head, &panel.widths, Style::HEAD);
                self.repeat((&head, placing));
                self.y += high;
            }
            self.put(
                None,
                Mark::Rule {
                    at: (MARGIN, self.y - 2.0),
                    length: ROOM,
                },
            );
            let group = self.group(Tag::TR, Some(table));
            self.cells((&lines, placing), (Style::CELL, group), |_| Tag::TD.into());
            self.y += high;
        }
        self.y += 8.0;
    }

    fn cells(
        &mut self,
        row: (&[Vec<String>], Placing<'_>),
        (style, group): (Style, usize),
        kind: impl Fn(usize) -> TagKind,
    ) {
        for (column, marks) in self.placed(row, style) {
            let cell = self.group(kind(column), Some(group));
            for mark in marks {
                self.put(Some(cell), mark);
            }
        }
    }

    fn repeat(&mut self, row: (&[Vec<String>], Placing<'_>)) {
        for (_, marks) in self.placed(row, Style::HEAD) {
            for mark in marks {
                self.put(None, mark);
            }
        }
    }

    /// The words of a row's cells where they stand.
    fn placed(
        &self,
        (cells, (panel, right)): (&[Vec<String>], Placing<'_>),
        style: Style,
    ) -> Vec<(usize, Vec<Mark>)> {
        let starts = panel.starts();
        let place = |(column, lines): (usize, &Vec<String>)| {
            let line = |(number, text): (usize, &String)| {
                let rest = if right[column] {
                    panel.widths[column] - style.width(text)
                } else {
                    0.0
                };
                let y = self.y + style.size + number as f32 * style.leading();
                let at = (MARGIN + starts[column] + rest.max(0.0), y);
                Mark::Words {
                    at,
                    style,
                    text: text.clone(),
                }
            };
            (column, lines.iter().enumerate().map(line).collect())
        };
        cells.iter().enumerate().map(place).collect()
    }
}

/// How large a chart is on paper: as wide as a line at most, as high as a page.
fn chart_size(tree: &Tree) -> (f32, f32) {
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = CHART_SCALE
        .min(ROOM / width)
        .min((BOTTOM - MARGIN) / height);
    (width * scale, height * scale)
}

/// How high a heading is with what is said below it and its chart: those stay on one page.
fn together(parts: &[Part]) -> f32 {
    let mut high = 0.0;
    for (place, part) in parts.iter().enumerate() {
        let (text, style) = match part {
            Part::Heading(text) if place == 0 => (text, Style::HEADING),
            Part::Finding(text) => (text, Style::STRONG),
            Part::Words(text) => (text, Style::BODY),
            Part::Note(text) => (text, Style::SMALL),
            Part::Chart { svg, .. } => {
                return high + tree(svg).map_or(0.0, |tree| chart_size(&tree).1);
            }
            Part::Heading(_) | Part::Table { .. } | Part::NewPage => return 0.0,
        };
        let lines = wrapped(text, (style.size, style.weight), ROOM).len();
        high += lines as f32 * style.leading() + 5.0;
    }
    0.0
}

#[cfg(test)]
mod tests;

//! Where on the page the next thing goes: a pen that starts a new page when there is no room.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Size};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};
use krilla::text::{Font, TextDirection};
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::usvg::Tree;

use crate::fallback::Face;
use crate::font::{Run, Weight, runs, width};

/// A4, in points of 1/72 inch.
pub(crate) const PAGE: (f32, f32) = (595.0, 842.0);
/// Left, right, above and below.
pub(crate) const MARGIN: f32 = 51.0;
/// How wide a line may be.
pub(crate) const ROOM: f32 = PAGE.0 - 2.0 * MARGIN;
/// Where the footer stands.
const FOOTER: f32 = PAGE.1 - 28.0;
/// The lowest anything but the footer may reach.
pub(crate) const BOTTOM: f32 = PAGE.1 - MARGIN - 6.0;

/// A way to write: size in points, weight, colour.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) size: f32,
    pub(crate) weight: Weight,
    pub(crate) ink: (u8, u8, u8),
}

impl Style {
    pub(crate) const TITLE: Self = Self::of(22.0, Weight::Bold, INK);
    pub(crate) const HEADING: Self = Self::of(14.0, Weight::Bold, INK);
    pub(crate) const BODY: Self = Self::of(10.0, Weight::Regular, INK);
    pub(crate) const STRONG: Self = Self::of(10.0, Weight::Bold, INK);
    pub(crate) const SMALL: Self = Self::of(8.0, Weight::Regular, GREY);
    pub(crate) const HEAD: Self = Self::of(8.5, Weight::Bold, GREY);
    pub(crate) const CELL: Self = Self::of(8.5, Weight::Regular, INK);

    const fn of(size: f32, weight: Weight, ink: (u8, u8, u8)) -> Self {
        Self { size, weight, ink }
    }

    /// From one line to the next.
    pub(crate) fn leading(self) -> f32 {
        (self.size * 1.4).round()
    }

    /// How wide a line is.
    pub(crate) fn width(self, line: &str) -> f32 {
        width(line, self.size, self.weight)
    }
}

const INK: (u8, u8, u8) = (0x1d, 0x1f, 0x23);
const GREY: (u8, u8, u8) = (0x5a, 0x5f, 0x67);
const LINE: (u8, u8, u8) = (0xde, 0xdf, 0xe1);

/// What is drawn on one page, in order.
#[derive(Clone, Debug)]
pub(crate) enum Mark {
    /// A line of words: left end and baseline.
    Words {
        at: (f32, f32),
        style: Style,
        text: String,
    },
    /// A thin line across: left end, length.
    Rule { at: (f32, f32), length: f32 },
    /// A chart: upper left corner, width and height.
    Chart {
        at: (f32, f32),
        size: (f32, f32),
        tree: Box<Tree>,
    },
}

/// The fonts as the file holds them.
pub(crate) struct Fonts {
    regular: Font,
    bold: Font,
    /// Fonts of the machine, by where their data is.
    machine: RefCell<HashMap<(usize, u32), Option<Font>>>,
}

impl Fonts {
    pub(crate) fn new() -> Self {
        Self {
            regular: Weight::Regular.font(),
            bold: Weight::Bold.font(),
            machine: RefCell::default(),
        }
    }

    fn of_machine(&self, face: &Arc<Face>) -> Option<Font> {
        let key = (face.data.as_ptr().addr(), face.index);
        let mut known = self.machine.borrow_mut();
        let font = known.entry(key).or_insert_with(|| {
            let data: Arc<dyn AsRef<[u8]> + Send + Sync> = face.data.clone();
            Font::new(data.into(), face.index)
        });
        font.clone()
    }

    fn of(&self, weight: Weight) -> Font {
        match weight {
            Weight::Regular => self.regular.clone(),
            Weight::Bold => self.bold.clone(),
        }
    }
}

/// A page that is laid out: marks, each with the leaf of the tree of contents it belongs to.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// The number of the leaf; none for what only decorates.
    pub(crate) marks: Vec<(Option<usize>, Mark)>,
}

/// Draws a laid-out page and gives each leaf's place in it.
pub(crate) fn draw(
    document: &mut Document,
    page: Page,
    (fonts, footer): (&Fonts, (&str, &str)),
) -> Vec<(usize, Identifier)> {
    let settings = PageSettings::new(Size::from_wh(PAGE.0, PAGE.1).expect("A4 has a size"));
    let mut sheet = document.start_page_with(settings);
    let mut surface = sheet.surface();
    let mut leaves = Vec::new();
    for (leaf, mark) in page.marks {
        match leaf {
            Some(leaf) => {
                let tag = match mark {
                    Mark::Words { .. } => ContentTag::Span(SpanTag::empty()),
                    _ => ContentTag::Other,
                };
                leaves.push((leaf, surface.start_tagged(tag)));
            }
            None => {
                let artifact = Artifact::with_kind(ArtifactType::Layout);
                let _ = surface.start_tagged(ContentTag::Artifact(artifact));
            }
        }
        draw_mark(&mut surface, &mark, fonts);
        surface.end_tagged();
    }
    let artifact = Artifact::with_kind(ArtifactType::Footer);
    let _ = surface.start_tagged(ContentTag::Artifact(artifact));
    let (left, right) = footer;
    let x = PAGE.0 - MARGIN - Style::SMALL.width(right);
    for (x, text) in [(MARGIN, left), (x, right)] {
        let words = Mark::Words {
            at: (x, FOOTER),
            style: Style::SMALL,
            text: text.to_owned(),
        };
        draw_mark(&mut surface, &words, fonts);
    }
    surface.end_tagged();
    leaves
}

fn draw_mark(surface: &mut Surface<'_>, mark: &Mark, fonts: &Fonts) {
    match mark {
        Mark::Words {
            at: (x, y),
            style,
            text,
        } => {
            surface.set_fill(Some(paint(style.ink)));
            let mut x = *x;
            let mut placed: Vec<(f32, Run)> = Vec::new();
            for run in runs(text) {
                let wide = style.width(&run.text);
                placed.push((x, run));
                x += wide;
            }
            // Drawn in the order they are read, which is what a screen reader follows.
            placed.sort_by_key(|(_, run)| run.place);
            for (x, run) in placed {
                let font = run.face.as_ref().and_then(|face| fonts.of_machine(face));
                let font = font.unwrap_or_else(|| fonts.of(style.weight));
                let direction = if run.leftward {
                    TextDirection::RightToLeft
                } else {
                    TextDirection::LeftToRight
                };
                let at = Point::from_xy(x, *y);
                surface.draw_text(at, font, style.size, &run.text, false, direction);
            }
        }
        Mark::Rule { at: (x, y), length } => {
            let mut path = PathBuilder::new();
            if let Some(rule) = Rect::from_xywh(*x, *y, *length, 0.6) {
                path.push_rect(rule);
            }
            surface.set_fill(Some(paint(LINE)));
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Mark::Chart {
            at: (x, y),
            size: (width, height),
            tree,
        } => {
            let place = krilla::geom::Transform::from_translate(*x, *y);
            surface.push_transform(&place);
            if let Some(size) = Size::from_wh(*width, *height) {
                let _ = surface.draw_svg(tree, size, SvgSettings::default());
            }
            surface.pop();
        }
    }
}

fn paint((red, green, blue): (u8, u8, u8)) -> Fill {
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: krilla::paint::FillRule::default(),
    }
}

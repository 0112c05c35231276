//! A chart as it is drawn: read once, for pixels or for paper.

use std::sync::Arc;

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::{Database, FaceInfo, ID, Source};
use resvg::usvg::{FontResolver, Options, Tree};

use crate::Fault;
use crate::fallback;
use crate::font::{FONTS, printable};

/// Largest side of a picture, in pixels.
const SIDE_MAX: u32 = 8192;

/// A chart of ours (`charts`), as drawn or as a file of its own, as PNG on white paper, `scale` pixels for each of its own: 2 is sharp
/// on a telephone. `Picture` when the text is no chart, `Size` when it would be larger than 8,192
/// pixels or nothing.
pub fn png(svg: &str, scale: f32) -> Result<Vec<u8>, Fault> {
    let tree = tree(svg)?;
    let side = |length: f32| (length * scale).round() as u32;
    let (width, height) = (side(tree.size().width()), side(tree.size().height()));
    let size = || Fault::Size(width, height);
    if width.max(height) > SIDE_MAX {
        return Err(size());
    }
    let mut picture = Pixmap::new(width, height).ok_or_else(size)?;
    picture.fill(Color::WHITE);
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut picture.as_mut(),
    );
    picture
        .encode_png()
        .map_err(|e| Fault::Picture(e.to_string()))
}

/// A font of the machine that has a letter, added to the fonts once.
fn of_machine(c: char, used: &[ID], fonts: &mut Arc<Database>) -> Option<ID> {
    let face = fallback::face_of(c)?;
    let is_it = |known: &&FaceInfo| match &known.source {
        Source::Binary(data) => {
            let data: &[u8] = data.as_ref().as_ref();
            known.index == face.index && std::ptr::eq(data.as_ptr(), face.data.as_ptr())
        }
        _ => false,
    };
    let known = fonts.faces().find(is_it).map(|known| known.id);
    let id = known.or_else(|| {
        let added = Arc::make_mut(fonts).load_font_source(Source::Binary(face.data.clone()));
        added.get(face.index as usize).copied()
    })?;
    (!used.contains(&id)).then_some(id)
}

/// A chart with its own style, ready to be drawn. It can name nothing outside itself.
pub(crate) fn tree(svg: &str) -> Result<Tree, Fault> {
    let options = Options {
        fontdb: FONTS.clone(),
        font_family: "sans-serif".to_owned(),
        font_resolver: FontResolver {
            select_font: FontResolver::default_font_selector(),
            select_fallback: Box::new(|c, used, fonts| {
                let own = FontResolver::default_fallback_selector()(c, used, fonts);
                own.or_else(|| of_machine(c, used, fonts))
            }),
        },
        image_href_resolver: resvg::usvg::ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    // A chart that was made a file of its own has its style and its title.
    let drawn = if svg.contains("<style>") {
        light(svg)
    } else {
        light(&charts::standalone(svg))
    };
    Tree::from_str(&printable(&drawn), &options).map_err(|e| Fault::Picture(e.to_string()))
}

/// Paper is white: only the light rules stay.
fn light(svg: &str) -> String {
    match (svg.find("@media"), svg.find("</style>")) {
        (Some(start), Some(end)) if start < end => format!("{}{}", &svg[..start], &svg[end..]),
        _ => svg.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use charts::{Frame, Sparkline};

    use super::*;

    fn chart(width: u32) -> String {
        charts::sparkline(&Sparkline {
            frame: Frame::new("s", "", "").width(width),
            unit: charts::Unit::Points,
            values: vec![Some(12.0), None, Some(30.0), Some(31.0)],
            few: false,
        })
    }

    #[test]
    fn a_chart_becomes_a_picture_of_its_size() {
        let drawn = chart(200);
        let picture = png(&drawn, 2.0).unwrap();
        let side = |from: usize| u32::from_be_bytes(picture[from..from + 4].try_into().unwrap());
        // The chart and its margin of 16 pixels on each side.
        assert_eq!((side(16), side(20)), (2 * (200 + 32), 2 * (28 + 32)));
    }

    #[test]
    fn nothing_from_outside_gets_in() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10\" height=\"10\">\
                   <image href=\"file:///etc/passwd\" width=\"10\" height=\"10\"/></svg>";
        assert!(png(svg, 1.0).is_ok());
        assert!(matches!(png("no picture", 1.0), Err(Fault::Picture(_))));
        assert!(matches!(png(svg, 1e6), Err(Fault::Size(..))));
    }
}

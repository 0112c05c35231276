//! The labels as a numbered list under the picture, where they don't fit at their dots.

use super::Dot;
use crate::svg::{Anchor, Px, Svg};
use crate::text::{ellipsis, width};

/// Draws the list, in two columns where there is room; returns its lower end, px.
pub(super) fn draw(svg: &mut Svg, dots: &[Dot<'_>], top: f64) -> f64 {
    let columns = if svg.width < 560.0 { 1 } else { 2 };
    let gap = 32.0;
    let wide = (svg.width - gap * f64::from(columns - 1)) / f64::from(columns);
    let rows = dots.len().div_ceil(columns as usize);
    let mut bottom = top;
    for (column, part) in dots.chunks(rows.max(1)).enumerate() {
        let left = (wide + gap) * column as f64;
        let mut y = top;
        for (row, dot) in part.iter().enumerate() {
            let number = column * rows + row + 1;
            draw_entry(svg, (number, dot, dot.note), (left, y), wide);
            y += if dot.note.is_empty() { ROW } else { ROW + NOTE };
        }
        bottom = bottom.max(y);
    }
    bottom
}

/// Draws the list in one column beside the picture, from `left` and `top` to the end of the picture
/// and no lower than `bottom`: those that find no room there are left out, the notes before them.
pub(super) fn draw_beside(svg: &mut Svg, dots: &[Dot<'_>], (left, top): Px, bottom: f64) {
    let rows = ((bottom - top) / ROW).floor().max(1.0) as usize;
    let noted = dots.iter().filter(|dot| !dot.note.is_empty()).count();
    let has_room = ROW * dots.len() as f64 + NOTE * noted as f64 <= bottom - top;
    let mut y = top;
    for (place, dot) in dots.iter().take(rows).enumerate() {
        let note = if has_room { dot.note } else { "" };
        let wide = svg.width - left;
        draw_entry(svg, (place + 1, dot, note), (left, y), wide);
        y += if note.is_empty() { ROW } else { ROW + NOTE };
    }
}

/// Height of an entry, and of a note below it, px.
const ROW: f64 = 26.0;
const NOTE: f64 = 18.0;

fn draw_entry(
    svg: &mut Svg,
    (number, dot, note): (usize, &Dot<'_>, &str),
    (left, y): Px,
    wide: f64,
) {
    svg.mark(dot.link, dot.detail(), |svg| {
        svg.rect((left, y), (wide, 24.0), "c-hit");
        let at = (left + 18.0, y + 17.0);
        svg.text(at, Anchor::End, "c-value", &number.to_string());
        let room = wide - 36.0 - width(&dot.written, 14.0);
        let label = ellipsis(dot.label, 14.0, room);
        svg.text((left + 26.0, y + 17.0), Anchor::Start, "c-label", &label);
        let at = (left + wide, y + 17.0);
        svg.text(at, Anchor::End, "c-label", &dot.written);
        let note = ellipsis(note, 12.0, wide - 26.0);
        svg.text((left + 26.0, y + 34.0), Anchor::Start, "c-lead-text", &note);
    });
}

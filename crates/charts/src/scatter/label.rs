//! What stands at a dot: its label with a note, or a number that leads to a list.

use super::Dot;
use crate::placement::Rect;
use crate::svg::{Anchor, Px, Svg};
use crate::text::{ellipsis, width, wrap};

pub(super) struct Label {
    lines: Vec<String>,
    note: String,
    /// Width and height, px.
    pub(super) size: Px,
}

impl Label {
    /// Label and note, each with its room in px.
    pub(super) fn full(dot: &Dot<'_>, room: f64, note_room: f64) -> Self {
        let lines = wrap(dot.label, 14.0, room, 2);
        let note = ellipsis(dot.note, 12.0, note_room);
        let widths = lines.iter().map(|line| width(line, 14.0));
        let wide = widths.fold(width(&note, 12.0), f64::max);
        let high = 16.0 * lines.len() as f64 + if note.is_empty() { 1.0 } else { 16.0 };
        Self {
            lines,
            note,
            size: (wide, high),
        }
    }

    pub(super) fn number(number: usize) -> Self {
        let text = number.to_string();
        let size = (width(&text, 14.0), 15.0);
        Self {
            lines: vec![text],
            note: String::new(),
            size,
        }
    }

    /// Writes it into its place, towards its dot, with a line to a dot far away.
    pub(super) fn draw(&self, svg: &mut Svg, dot: Px, rect: &Rect) {
        let to = rect.nearest(dot);
        if (dot.0 - to.0).hypot(dot.1 - to.1) > 16.0 {
            svg.line(rim(dot, to), to, "c-leader");
        }
        let (anchor, at) = if rect.right <= dot.0 {
            (Anchor::End, rect.right)
        } else if rect.left >= dot.0 {
            (Anchor::Start, rect.left)
        } else {
            (Anchor::Middle, f64::midpoint(rect.left, rect.right))
        };
        let mut y = rect.top + 13.0;
        for line in &self.lines {
            svg.text((at, y), anchor, "c-label c-halo", line);
            y += 16.0;
        }
        svg.text((at, y - 1.0), anchor, "c-lead-text c-halo", &self.note);
    }
}

/// A point on the dot's rim on the way to a far label.
fn rim(from: Px, to: Px) -> Px {
    let length = (to.0 - from.0).hypot(to.1 - from.1).max(1.0);
    (
        from.0 + (to.0 - from.0) / length * 7.0,
        from.1 + (to.1 - from.1) / length * 7.0,
    )
}

//! A table on paper: how wide its columns are, and its rows as lines.

use crate::font::wrapped;
use crate::page::{ROOM, Style};

/// Between columns.
const GAP: f32 = 10.0;
/// No column is narrower.
const NARROWEST: f32 = 34.0;

/// The widths of the columns, in points. Each gets what its longest cell needs; when that is too
/// much, the widest ones give way.
pub(crate) fn columns(head: &[String], rows: &[Vec<String>]) -> Vec<f32> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0).max(head.len());
    let needed = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let widest = cells
            .map(|cell| Style::CELL.width(cell))
            .fold(0.0, f32::max);
        let head = head.get(column).map_or(0.0, |cell| Style::HEAD.width(cell));
        widest.max(head).max(NARROWEST) + 1.0
    };
    let mut widths: Vec<f32> = (0..count).map(needed).collect();
    let room = ROOM - GAP * count.saturating_sub(1) as f32;
    let mut limit = room;
    // Halving a limit for the widest until all fit: few steps, and small columns keep what they need.
    while widths.iter().sum::<f32>() > room && limit > NARROWEST {
        limit *= 0.95;
        for width in &mut widths {
            *width = width.min(limit);
        }
    }
    widths
}

/// Where each column begins, from the left margin.
pub(crate) fn starts(widths: &[f32]) -> Vec<f32> {
    widths
        .iter()
        .scan(0.0, |at, width| {
            let start = *at;
            *at += width + GAP;
            Some(start)
        })
        .collect()
}

/// The cells of a row as lines, and how high the row is.
pub(crate) fn row(cells: &[String], widths: &[f32], style: Style) -> (Vec<Vec<String>>, f32) {
    let cells: Vec<Vec<String>> = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| wrapped(cell, (style.size, style.weight), *width))
        .collect();
    let lines = cells.iter().map(Vec::len).max().unwrap_or(0).max(1);
    (cells, lines as f32 * style.leading() + 5.0)
}

/// Whether a column holds figures, which stand to the right.
pub(crate) fn is_of_figures(rows: &[Vec<String>], column: usize) -> bool {
    let mut cells = rows
        .iter()
        .filter_map(|row| row.get(column))
        .filter(|cell| !cell.is_empty())
        .peekable();
    cells.peek().is_some()
        && cells.all(|cell| {
            let is_figure = |c: char| c.is_ascii_digit() || " .,%+-−–…\u{a0}".contains(c);
            cell.chars().all(is_figure)
                && (cell.contains(|c: char| c.is_ascii_digit()) || cell.chars().count() == 1)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(cells: &[&str]) -> Vec<String> {
        cells.iter().map(|&cell| cell.to_owned()).collect()
    }

    #[test]
    fn columns_fit_the_page_and_small_ones_keep_what_they_need() {
        let long = "A long comment about the time it took to get an answer. ".repeat(9);
        let rows = [
            texts(&["Support", "43", &long]),
            texts(&["Sales", "-7", &long]),
        ];
        let widths = columns(&texts(&["Team", "NPS", "Comment"]), &rows);
        let gaps = GAP * 2.0;
        assert!(widths.iter().sum::<f32>() + gaps <= ROOM);
        assert!(widths[0] >= Style::CELL.width("Support"));
        let (lines, high) = row(&rows[0], &widths, Style::CELL);
        assert_eq!(lines[0], ["Support"]);
        assert!(lines[2].len() > 3 && high > 3.0 * Style::CELL.leading());
        assert_eq!(starts(&[10.0, 20.0]), [0.0, 20.0]);
    }

    #[test]
    fn figures_stand_to_the_right() {
        let rows = [texts(&["a", "43,5", "–"]), texts(&["b", "−7 %", "12"])];
        let figures: Vec<bool> = (0..3).map(|column| is_of_figures(&rows, column)).collect();
        assert_eq!(figures, [false, true, true]);
        assert!(!is_of_figures(&rows, 7));
    }
}

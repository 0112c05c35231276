//! A table on paper: how wide its columns are, and its rows as lines. A table that is wider than the
//! page is several, one below the other, each with the first column again: nothing stands beside
//! the page, and no word is broken for want of room.

use std::ops::Range;

use crate::font::wrapped;
use crate::page::{ROOM, Style};

/// Between columns, when there is room, and at least.
const GAP: f32 = 10.0;
const GAP_LEAST: f32 = 6.0;
/// No column is narrower.
const NARROWEST: f32 = 20.0;
/// A longer word is broken: an address must not take the whole page.
const WORD_MAX: f32 = ROOM / 3.0;

/// Columns that stand side by side.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Panel {
    /// The columns of the table besides the first, which is in each panel.
    further: Range<usize>,
    /// How wide each is, in points, the first one before the others.
    pub(crate) widths: Vec<f32>,
    /// Points between them.
    gap: f32,
}

impl Panel {
    /// What of a row stands in this panel.
    pub(crate) fn of(&self, row: &[String]) -> Vec<String> {
        let places = std::iter::once(0).chain(self.further.clone());
        let cell = |place: usize| row.get(place).cloned().unwrap_or_default();
        places.take(self.widths.len()).map(cell).collect()
    }

    /// Where each column begins, from the left margin.
    pub(crate) fn starts(&self) -> Vec<f32> {
        let start = |at: &mut f32, width: &f32| {
            let start = *at;
            *at += width + self.gap;
            Some(start)
        };
        self.widths.iter().scan(0.0, start).collect()
    }
}

/// What a column takes: for its longest cell on one line, and for its longest word.
#[derive(Clone, Copy)]
struct Need {
    whole: f32,
    word: f32,
}

impl Need {
    fn of(column: usize, (head, rows): (&[String], &[Vec<String>])) -> Self {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let all = cells
            .map(|cell| (cell, Style::CELL))
            .chain(head.get(column).map(|cell| (cell, Style::HEAD)));
        let least = Self {
            whole: NARROWEST,
            word: NARROWEST,
        };
        all.fold(least, |need, (cell, style)| {
            let words = cell.split_whitespace().map(|word| style.width(word) + 1.0);
            Self {
                whole: need.whole.max(style.width(cell) + 1.0),
                word: words.fold(need.word, f32::max).min(WORD_MAX),
            }
        })
    }
}

/// The table as panels, so that all of it is on the page.
pub(crate) fn panels(head: &[String], rows: &[Vec<String>]) -> Vec<Panel> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0).max(head.len());
    let needs: Vec<Need> = (0..count).map(|at| Need::of(at, (head, rows))).collect();
    let Some((first, others)) = needs.split_first() else {
        return Vec::new();
    };
    let mut panels = Vec::new();
    let mut from = 0;
    loop {
        let mut taken = first.word;
        let fits = others[from..].iter().take_while(|need| {
            taken += GAP_LEAST + need.word;
            taken <= ROOM
        });
        // At least one: columns are never wider than a third of the page.
        let to = others.len().min(from + fits.count().max(1));
        let needs: Vec<Need> = std::iter::once(*first)
            .chain(others[from..to].iter().copied())
            .collect();
        panels.push(fitted(&needs, from + 1..to + 1));
        from = to;
        if from >= others.len() {
            return panels;
        }
    }
}

/// Each column gets what its longest cell needs; when that is too much, the widest ones give way, as
/// far as their words allow.
fn fitted(needs: &[Need], further: Range<usize>) -> Panel {
    let gaps = needs.len().saturating_sub(1) as f32;
    let mut widths: Vec<f32> = needs.iter().map(|need| need.whole).collect();
    let whole: f32 = widths.iter().sum();
    let words: f32 = needs.iter().map(|need| need.word).sum();
    let gap = if whole.min(words) + gaps * GAP <= ROOM {
        GAP
    } else {
        GAP_LEAST
    };
    let room = ROOM - gap * gaps;
    let mut limit = room;
    // Lowering a limit for the widest until all fit: few steps, and small columns keep what they need.
    while widths.iter().sum::<f32>() > room && limit > NARROWEST {
        limit *= 0.95;
        for (width, need) in widths.iter_mut().zip(needs) {
            *width = width.min(limit.max(need.word));
        }
    }
    Panel {
        further,
        widths,
        gap,
    }
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
            let is_figure = |c: char| c.is_ascii_digit() || " .,%+-−–…\u{a0}\u{202f}".contains(c);
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

    fn taken(panel: &Panel) -> f32 {
        let last = panel.starts().last().copied().unwrap_or_default();
        last + panel.widths.last().copied().unwrap_or_default()
    }

    #[test]
    fn columns_fit_the_page_and_small_ones_keep_what_they_need() {
        let long = "A long comment about the time it took to get an answer. ".repeat(9);
        let rows = [
            texts(&["Support", "43", &long]),
            texts(&["Sales", "-7", &long]),
        ];
        let all = panels(&texts(&["Team", "NPS", "Comment"]), &rows);
        assert_eq!(all.len(), 1);
        let panel = &all[0];
        assert!(taken(panel) <= ROOM);
        assert!(panel.widths[0] >= Style::CELL.width("Support"));
        let (lines, high) = row(&rows[0], &panel.widths, Style::CELL);
        assert_eq!(lines[0], ["Support"]);
        assert!(lines[2].len() > 3 && high > 3.0 * Style::CELL.leading());
        assert_eq!(panel.of(&rows[1]), rows[1]);
        assert!(panels(&[], &[]).is_empty());
    }

    #[test]
    fn a_table_wider_than_the_page_is_several_and_loses_nothing() {
        for count in [1, 2, 12, 13, 33, 200] {
            let head: Vec<String> = (0..count).map(|at| format!("disagreement, {at}")).collect();
            let cells: Vec<String> = (0..count)
                .map(|at| format!("Softwarepakket {at}"))
                .collect();
            let rows = [cells.clone()];
            let mut found = Vec::new();
            for panel in panels(&head, &rows) {
                assert!(taken(&panel) <= ROOM, "{count}");
                let of = panel.of(&cells);
                assert_eq!(of[0], cells[0], "the first column says what a row is about");
                for (text, width) in of.iter().zip(&panel.widths) {
                    let word = Style::CELL.width(text.split(' ').next().expect("a word"));
                    assert!(*width >= word, "{text} would be broken");
                }
                found.extend(of.into_iter().skip(1));
            }
            assert_eq!(found, cells[1..], "{count}");
        }
    }

    #[test]
    fn a_word_longer_than_a_third_of_the_page_is_broken() {
        let address = "x".repeat(400);
        let rows = [texts(&[&address, &address, &address, "1"])];
        let all = panels(&texts(&["a", "b", "c", "d"]), &rows);
        assert!(all.iter().all(|panel| taken(panel) <= ROOM));
    }

    #[test]
    fn figures_stand_to_the_right() {
        let rows = [
            texts(&["a", "43,5", "–"]),
            texts(&["b", "−7\u{202f}%", "12"]),
        ];
        let figures: Vec<bool> = (0..3).map(|column| is_of_figures(&rows, column)).collect();
        assert_eq!(figures, [false, true, true]);
        assert!(!is_of_figures(&rows, 7));
    }
}

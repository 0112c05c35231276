//! Lines, paragraphs and tables of plain text.

use crate::analyze::tables::Table;

/// Longest line of running text, in characters.
const WIDTH: usize = 96;

/// Columns of text, each as wide as its widest cell.
pub(super) fn table(out: &mut String, table: &Table) {
    let heads = table.heads.iter().map(|head| printable(&head.name));
    let rows = table.rows.iter();
    let rows: Vec<Vec<String>> = std::iter::once(heads.collect())
        .chain(rows.map(|row| row.iter().map(|cell| printable(cell)).collect()))
        .collect();
    let width = |column: usize| {
        let cells = rows.iter().map(|row: &Vec<String>| &row[column]);
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..table.heads.len()).map(width).collect();
    for row in &rows {
        let mut text = String::from(" ");
        for ((cell, width), head) in row.iter().zip(&widths).zip(&table.heads) {
            let gap = " ".repeat(width - cell.chars().count());
            text.push(' ');
            text.push_str(&if head.number {
                gap.clone() + cell
            } else {
                cell.clone() + &gap
            });
            text.push(' ');
        }
        line(out, text.trim_end());
    }
}

/// A heading after an empty line.
pub(super) fn heading(out: &mut String, text: &str) {
    out.push('\n');
    line(out, text);
}

/// One line.
pub(super) fn line(out: &mut String, text: &str) {
    out.push_str(&printable(text));
    out.push('\n');
}

/// Text in lines of a width that can be read.
pub(super) fn paragraph(out: &mut String, text: &str) {
    for (i, part) in wrapped(text, WIDTH).iter().enumerate() {
        let indent = if i == 0 { "  " } else { "    " };
        line(out, &format!("{indent}{part}"));
    }
}

/// Names come from the file: nothing in them may steer the terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .collect()
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(last) if last.chars().count() + word.chars().count() < width => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

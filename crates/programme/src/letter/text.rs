//! The plain text of a mail. It says all that the HTML says: there is a link to answer, and one
//! for each point of the scale.

use std::fmt::Write as _;

use super::Parts;

/// The mail as plain text.
pub(super) fn text(parts: &Parts<'_>) -> String {
    let mut text = String::with_capacity(2048);
    let mut block = |said: &str| {
        let said = said.trim();
        if !said.is_empty() {
            text.push_str(said);
            text.push_str("\n\n");
        }
    };
    block(&parts.greeting);
    block(&parts.body);
    block(parts.note.unwrap_or_default());
    if let Some(scale) = &parts.scale {
        block(&scale.question);
        block(parts.words.choose);
        block(&points(parts));
        block(parts.words.opens);
    } else if let Some(button) = &parts.button {
        block(&format!("{} {}", button.before, button.url));
    }
    block(&parts.closing);
    block("-- ");
    block(&parts.why);
    block(&parts.sent_by);
    let (words, url) = (parts.words, parts.links.unsubscribe());
    block(&format!("{} {}: {url}", words.enough, words.unsubscribe));
    let end = text.trim_end().len();
    text.truncate(end);
    text.push('\n');
    text
}

/// A line with a link for every point, the ends with their words.
fn points(parts: &Parts<'_>) -> String {
    let Some(scale) = &parts.scale else {
        return String::new();
    };
    let mut lines = String::new();
    for point in scale.low..=scale.high {
        let end = match point {
            _ if point == scale.low => format!(" ({})", scale.ends[0]),
            _ if point == scale.high => format!(" ({})", scale.ends[1]),
            _ => String::new(),
        };
        let url = parts.links.score(point);
        writeln!(lines, "{point}{end}: {url}").expect("writing to a string can't fail");
    }
    lines
}

//! Takes from text of outsiders what does something instead of saying something: for mails, chats
//! and files, where no template escapes it.

/// One line of at most `most` characters: no control characters, no marks that turn the direction
/// of what follows.
pub fn line(text: &str, most: usize) -> String {
    let spaced: String = text
        .chars()
        .map(|c| {
            if c.is_control() || is_break(c) {
                ' '
            } else {
                c
            }
        })
        .filter(|c| !is_hidden(*c))
        .collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    cut(&words.join(" "), most)
}

/// As [`line`], with line breaks kept.
pub fn text(text: &str, most: usize) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text
        .chars()
        .map(|c| if is_break(c) { '\n' } else { c })
        .filter(|c| (*c == '\n' || !c.is_control()) && !is_hidden(*c))
        .collect();
    cut(kept.trim(), most)
}

/// Each line behind a sign, so that nobody takes words of outsiders for ours where a text has no
/// other marks.
pub fn quoted(text: &str) -> String {
    let quoted: Vec<String> = text
        .lines()
        .map(|line| format!("| {}", line.trim_end()))
        .collect();
    quoted.join("\n")
}

/// At most `most` characters; what is left out shows.
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(most.saturating_sub(1)).collect();
    kept.push('…');
    kept
}

/// Whether a text holds marks that turn the direction of what follows them, also of what isn't part
/// of it.
pub fn has_turns(text: &str) -> bool {
    text.contains(is_turn)
}

/// A text without such marks. Letters that are read from right to left stand so by themselves.
pub fn without_turns(text: &str) -> String {
    text.replace(is_turn, "")
}

fn is_turn(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_break(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{85}')
}

/// Marks of direction, and what has no width.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line() {
        for (given, shown) in [
            ("  a \t b ", "a b"),
            ("a\r\nBcc: b", "a Bcc: b"),
            ("a\0b\u{1b}[31m", "a b [31m"),
            ("a\u{2028}b\u{85}c", "a b c"),
            ("\u{202e}abc\u{2066}\u{200b}", "abc"),
            ("👩\u{200d}💻 é", "👩\u{200d}💻 é"),
            ("", ""),
        ] {
            assert_eq!(line(given, 50), shown, "{given:?}");
        }
        assert_eq!(line("abcdef", 4), "abc…");
        assert_eq!(line("abcd", 4), "abcd");
        assert_eq!(line("ééééé", 4), "ééé…");
    }

    #[test]
    fn a_text_keeps_its_lines() {
        assert_eq!(text(" a\r\nb\rc\u{2029}d\0\u{7} ", 50), "a\nb\nc\nd");
        assert_eq!(text("a\n\n\nb", 3), "a\n…");
    }

    #[test]
    fn words_of_outsiders_are_marked_and_turn_nothing() {
        assert_eq!(quoted("a\nOpen: x \n\nb"), "| a\n| Open: x\n| \n| b");
        assert!(has_turns("\u{202e}abc") && has_turns("a\u{2066}"));
        assert!(!has_turns("שלום abc é \u{200b}"));
        assert_eq!(without_turns("\u{202e}ab\u{2069}c\u{200b}"), "abc\u{200b}");
    }
}

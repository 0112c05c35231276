//! Writes SVG text: the one place where characters are escaped and numbers become coordinates.

use crate::Frame;

/// An SVG being written.
pub(crate) struct Svg {
    body: String,
}

impl Svg {
    pub(crate) fn new(_frame: &Frame) -> Self {
        Self {
            body: String::new(),
        }
    }

    pub(crate) fn finish(self, frame: &Frame, height: f64) -> String {
        let Frame {
            id,
            width,
            title,
            description,
            ..
        } = frame;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>{}</svg>",
            escape(title),
            escape(description),
            self.body
        )
    }
}

/// Text safe in XML content and attributes; characters XML forbids become U+FFFD.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

//! Writes SVG text: the one place where characters are escaped and numbers become coordinates.

use crate::Frame;

/// A position or size in px.
pub(crate) type Px = (f64, f64);

/// Where a text hangs on its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// An SVG being written.
pub(crate) struct Svg {
    /// Prefix of ids, cleaned.
    id: String,
    /// Width in px, clamped.
    pub(crate) width: f64,
    body: String,
    linked: bool,
    hatched: bool,
}

impl Svg {
    /// An empty picture as wide as the frame says.
    pub(crate) fn new(frame: &Frame) -> Self {
        Self::within(frame, 240, 1200)
    }

    /// The same with other limits for the width, in px.
    pub(crate) fn within(frame: &Frame, min: u32, max: u32) -> Self {
        let id: String = frame
            .id
            .chars()
            .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
            .collect();
        Self {
            id: if id.is_empty() {
                "chart".to_owned()
            } else {
                id
            },
            width: f64::from(frame.width.clamp(min, max)),
            body: String::new(),
            linked: false,
            hatched: false,
        }
    }

    pub(crate) fn line(&mut self, from: Px, to: Px, class: &str) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(px);
        self.body.push_str(&format!(
            "<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>"
        ));
    }

    pub(crate) fn rect(&mut self, at: Px, size: Px, class: &str) {
        let [x, y, w, h] = [at.0, at.1, size.0.max(0.0), size.1.max(0.0)].map(px);
        self.body.push_str(&format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"/>"
        ));
    }

    /// An area that says "there is something, but it is not shown".
    pub(crate) fn hatch(&mut self, at: Px, size: Px) {
        self.hatched = true;
        let [x, y, w, h] = [at.0, at.1, size.0.max(0.0), size.1.max(0.0)].map(px);
        self.body.push_str(&format!(
            "<rect class=\"c-hidden\" fill=\"url(#{}-hatch)\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"/>",
            self.id
        ));
    }

    pub(crate) fn circle(&mut self, center: Px, radius: f64, class: &str) {
        let [x, y, r] = [center.0, center.1, radius].map(px);
        self.body.push_str(&format!(
            "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{r}\"/>"
        ));
    }

    /// A line through points, drawn only when there are two or more.
    pub(crate) fn polyline(&mut self, points: &[Px], class: &str) {
        if points.len() > 1 {
            self.body
                .push_str(&format!("<path class=\"{class}\" d=\"{}\"/>", path(points)));
        }
    }

    /// The area enclosed by points.
    pub(crate) fn area(&mut self, points: &[Px], class: &str) {
        if points.len() > 2 {
            self.body.push_str(&format!(
                "<path class=\"{class}\" d=\"{}Z\"/>",
                path(points)
            ));
        }
    }

    /// One line of text; `at` is on its baseline.
    pub(crate) fn text(&mut self, at: Px, anchor: Anchor, class: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        self.body.push_str(&format!(
            "<text class=\"{class}\" x=\"{}\" y=\"{}\"{anchor}>{}</text>",
            px(at.0),
            px(at.1),
            escape(text)
        ));
    }

    /// A group with a hover text, and a link when `link` is a safe address.
    pub(crate) fn mark(&mut self, link: Option<&str>, detail: &str, draw: impl FnOnce(&mut Self)) {
        let link = link.filter(|href| is_safe(href));
        match link {
            Some(href) => {
                self.linked = true;
                self.body
                    .push_str(&format!("<a class=\"c-mark\" href=\"{}\">", escape(href)));
            }
            None => self.body.push_str("<g class=\"c-mark\">"),
        }
        if !detail.is_empty() {
            self.body
                .push_str(&format!("<title>{}</title>", escape(detail)));
        }
        draw(self);
        self.body
            .push_str(if link.is_some() { "</a>" } else { "</g>" });
    }

    /// The whole picture. With links inside it is a group, because an `img` hides what is in it
    /// from screen readers and a hidden link must not take focus.
    pub(crate) fn finish(self, frame: &Frame, height: f64) -> String {
        let role = if self.linked { "group" } else { "img" };
        let (id, width, height) = (&self.id, px(self.width), px(height.max(1.0)));
        let described = if frame.description.is_empty() {
            String::new()
        } else {
            format!("<desc id=\"{id}-d\">{}</desc>", escape(&frame.description))
        };
        let describedby = if described.is_empty() {
            String::new()
        } else {
            format!(" aria-describedby=\"{id}-d\"")
        };
        let hatch = if self.hatched {
            format!(
                "<defs><pattern id=\"{id}-hatch\" width=\"6\" height=\"6\" \
                 patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
                 <line class=\"c-hatch\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\"/></pattern></defs>"
            )
        } else {
            String::new()
        };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"{role}\" \
             aria-labelledby=\"{id}-t\"{describedby} viewBox=\"0 0 {width} {height}\" \
             width=\"{width}\" height=\"{height}\"><title id=\"{id}-t\">{}</title>\
             {described}{hatch}{}</svg>",
            escape(&frame.title),
            self.body
        )
    }

    /// A picture that only says why there is nothing to see.
    pub(crate) fn nothing(mut self, frame: &Frame, words: &str) -> String {
        self.line((0.0, 63.5), (self.width, 63.5), "c-axis");
        let words = crate::text::ellipsis(words, 14.0, self.width);
        self.text((0.0, 40.0), Anchor::Start, "c-empty", &words);
        self.finish(frame, 64.0)
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

/// Addresses a mark may lead to: this site or the web, never a script.
fn is_safe(href: &str) -> bool {
    ["/", "?", "#", "https://", "http://"]
        .iter()
        .any(|start| href.starts_with(start))
}

fn path(points: &[Px]) -> String {
    let mut d = String::with_capacity(points.len() * 12);
    for (i, (x, y)) in points.iter().enumerate() {
        d.push_str(&format!(
            "{}{} {}",
            if i == 0 { "M" } else { "L" },
            px(*x),
            px(*y)
        ));
    }
    d
}

/// A coordinate with at most one decimal; whatever is no number becomes 0.
fn px(value: f64) -> String {
    let tenths = if value.is_finite() {
        (value * 10.0).round().clamp(-1e6, 1e6) as i64
    } else {
        0
    };
    match (tenths / 10, (tenths % 10).abs()) {
        (whole, 0) => whole.to_string(),
        (0, part) if tenths < 0 => format!("-0.{part}"),
        (whole, part) => format!("{whole}.{part}"),
    }
}

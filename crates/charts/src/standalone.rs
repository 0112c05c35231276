//! A chart that carries its own style, for downloads and reports.
//!
//! Drawing programs and office suites know classes but not custom properties, so the palette is
//! written out: once for light and once more, inside a media query, for dark.

use crate::CSS;
use crate::svg::escape;
use crate::text::wrap;

/// Space around the picture, px.
const MARGIN: f64 = 16.0;

/// `svg` as a file of its own: its title above it, the stylesheet inside (light and dark by the
/// reader's preference), without links, which lead nowhere outside the page.
/// Text that is no chart of this crate comes back unchanged.
pub fn standalone(svg: &str) -> String {
    let Some((tag, content)) = svg.split_once('>').filter(|_| svg.starts_with("<svg ")) else {
        return svg.to_owned();
    };
    let size = |name| attribute(tag, name).and_then(|value| value.parse::<f64>().ok());
    let (Some(width), Some(height)) = (size("width"), size("height")) else {
        return svg.to_owned();
    };
    let title = content
        .split_once("</title>")
        .and_then(|(start, _)| start.split_once('>'))
        .map_or(String::new(), |(_, title)| unescape(title));
    let lines = wrap(&title, 16.0, width, 3);
    let head = if lines.is_empty() {
        0.0
    } else {
        22.0 * lines.len() as f64 + 14.0
    };
    let mut heading = String::new();
    for (i, line) in lines.iter().enumerate() {
        let y = 16.0 + 22.0 * i as f64 - head;
        let line = escape(line);
        heading.push_str(&format!(
            "<text class=\"c-heading\" x=\"0\" y=\"{y}\">{line}</text>"
        ));
    }
    let label = |name| attribute(tag, name).map_or(String::new(), |id| format!(" {name}=\"{id}\""));
    let labels = label("aria-labelledby") + &label("aria-describedby");
    let (left, top) = (-MARGIN, -MARGIN - head);
    let (wide, high) = (width + 2.0 * MARGIN, height + 2.0 * MARGIN + head);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\"{labels} \
         viewBox=\"{left} {top} {wide} {high}\" width=\"{wide}\" \
         height=\"{high}\"><style>{}</style>{}",
        stylesheet(),
        without_links(content).replacen("</svg>", &format!("{heading}</svg>"), 1)
    )
}

/// The value of an attribute of the opening tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next()
}

fn unescape(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn without_links(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    let mut parts = content.split("<a class=\"c-mark\"");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        out.push_str("<g class=\"c-mark\">");
        out.push_str(part.split_once('>').map_or("", |(_, rest)| rest));
    }
    out.replace("</a>", "</g>")
}

/// The rules for charts with the palette written out, for light and for dark.
fn stylesheet() -> String {
    let (light, dark) = (
        palette("\n:root {"),
        palette(":root[data-theme=\"dark\"] {"),
    );
    let night: Vec<(&str, &str)> = light
        .iter()
        .map(|(name, value)| {
            let own = dark.iter().find(|(other, _)| other == name);
            (*name, own.map_or(*value, |(_, value)| *value))
        })
        .collect();
    let rules = CSS.find("/* charts */").map_or("", |start| &CSS[start..]);
    let rules = format!(
        "svg{{background:var(--paper)}}{}\
         .chart .c-heading{{font-size:16px;font-weight:600;fill:var(--ink)}}",
        without_layout(rules)
    );
    format!(
        "{}@media (prefers-color-scheme:dark){{{}}}",
        written_out(&rules, &light),
        written_out(&rules, &night)
    )
}

/// The properties of the palette block that begins with `start`.
fn palette(start: &str) -> Vec<(&'static str, &'static str)> {
    let Some(from) = CSS.find(start) else {
        return Vec::new();
    };
    let block = &CSS[from + start.len()..];
    let block = &block[..block.find('}').unwrap_or(0)];
    block
        .split(';')
        .filter_map(|line| line.trim().split_once(':'))
        .filter(|(name, _)| name.starts_with("--"))
        .map(|(name, value)| (name, value.trim()))
        .collect()
}

/// Only the rules for marks and words: one per line, none that concern a page.
fn without_layout(rules: &str) -> String {
    rules
        .lines()
        .filter(|line| line.starts_with('.') && line.ends_with('}'))
        .filter(|line| !line.starts_with(".chart-") && !line.contains(":hover"))
        .collect()
}

fn written_out(rules: &str, palette: &[(&str, &str)]) -> String {
    let mut out = rules.to_owned();
    for (name, value) in palette {
        out = out.replace(&format!("var({name})"), value);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Frame;
    use crate::svg::{Anchor, Svg};

    #[test]
    fn a_file_of_its_own_shows_its_title_and_has_no_links() {
        let frame = Frame::new("x", "NPS & <more>", "");
        let mut svg = Svg::new(&frame);
        svg.mark(Some("/a"), "d", |svg| {
            svg.text((0.0, 9.0), Anchor::Start, "c-small", "b");
        });
        let alone = standalone(&svg.finish(&frame, 40.0));
        assert!(
            alone.contains("y=\"-20\">NPS &amp; &lt;more&gt;</text></svg>"),
            "{alone}"
        );
        assert!(alone.contains("viewBox=\"-16 -52 736 108\""), "{alone}");
        assert!(!alone.contains("<a ") && !alone.contains("</a>"), "{alone}");
        assert!(alone.contains("role=\"img\""));
    }

    #[test]
    fn what_is_no_chart_stays_as_it_is() {
        for text in ["", "x", "<p>x</p>", "<svg class=\"x\">"] {
            assert_eq!(standalone(text), text);
        }
    }
}

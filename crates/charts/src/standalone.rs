//! A chart that carries its own style, for downloads and reports.
//!
//! Drawing programs and office suites know classes but not custom properties, so the palette is
//! written out: once for light and once more, inside a media query, for dark.

use crate::CSS;

/// `svg` with the chart stylesheet inside, light and dark by the reader's preference.
/// Text that is no chart of this crate comes back unchanged.
pub fn standalone(svg: &str) -> String {
    let Some(end) = svg.find('>').filter(|_| svg.starts_with("<svg ")) else {
        return svg.to_owned();
    };
    let (light, dark) = (
        palette("\n:root {"),
        palette(":root[data-theme=\"dark\"] {"),
    );
    let rules = CSS.find("/* charts */").map_or("", |start| &CSS[start..]);
    let rules = without_layout(rules);
    let night: Vec<(&str, &str)> = light
        .iter()
        .map(|(name, value)| {
            let own = dark.iter().find(|(other, _)| other == name);
            (*name, own.map_or(*value, |(_, value)| *value))
        })
        .collect();
    format!(
        "{}<style>{}@media (prefers-color-scheme:dark){{svg{{background:{}}}{}}}</style>{}",
        &svg[..=end],
        written_out(&rules, &light),
        night
            .iter()
            .find(|(name, _)| *name == "--paper")
            .map_or("", |(_, value)| *value),
        written_out(&rules, &night),
        &svg[end + 1..]
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

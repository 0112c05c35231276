//! A chart that carries its own style, for downloads and reports.

/// `svg` with the chart stylesheet inside, light and dark by the reader's preference.
pub fn standalone(svg: &str) -> String {
    match svg.find('>') {
        Some(end) => format!(
            "{}<style>{}</style>{}",
            &svg[..=end],
            crate::CSS,
            &svg[end + 1..]
        ),
        None => String::new(),
    }
}

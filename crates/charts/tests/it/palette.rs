//! Contrast and discipline of the stylesheets: text 4.5:1, marks and borders 3:1, no stray colours.

use std::collections::BTreeMap;
use std::path::Path;

type Palette = BTreeMap<String, String>;

/// The custom properties of the first block that begins with `start`.
fn block(css: &str, start: &str) -> Palette {
    let from = css.find(start).unwrap_or_else(|| panic!("no {start}")) + start.len();
    css[from..from + css[from..].find('}').expect("a closed block")]
        .split(';')
        .filter_map(|line| line.trim().split_once(':'))
        .filter(|(name, _)| name.starts_with("--"))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect()
}

/// Relative luminance of `#rgb` or `#rrggbb` as WCAG 2.2 defines it.
fn luminance(color: &str) -> f64 {
    let hex = color
        .strip_prefix('#')
        .unwrap_or_else(|| panic!("{color} is no hex colour"));
    let parts: Vec<u8> = match hex.len() {
        3 => hex
            .chars()
            .map(|c| u8::from_str_radix(&format!("{c}{c}"), 16).expect("hex digits"))
            .collect(),
        _ => (0..3)
            .map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).expect("hex digits"))
            .collect(),
    };
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.040_45 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(parts[0]) + 0.7152 * linear(parts[1]) + 0.0722 * linear(parts[2])
}

fn contrast(palette: &Palette, one: &str, other: &str) -> f64 {
    let (a, b) = (luminance(&palette[one]), luminance(&palette[other]));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn themes() -> [(&'static str, Palette); 2] {
    [
        ("light", block(charts::CSS, "\n:root {")),
        ("dark", block(charts::CSS, ":root[data-theme=\"dark\"] {")),
    ]
}

fn asset(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../platform/assets")
        .join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn text_and_marks_have_enough_contrast() {
    for (theme, palette) in themes() {
        for ground in ["--paper", "--paper-2"] {
            for text in [
                "--ink",
                "--ink-2",
                "--accent",
                "--detractor",
                "--passive",
                "--promoter",
                "--danger",
                "--warn",
                "--good",
            ] {
                let ratio = contrast(&palette, text, ground);
                assert!(ratio >= 4.5, "{theme}: {text} on {ground} is {ratio:.2}");
            }
            let ratio = contrast(&palette, "--edge", ground);
            assert!(ratio >= 3.0, "{theme}: --edge on {ground} is {ratio:.2}");
        }
        let ratio = contrast(&palette, "--on-accent", "--accent");
        assert!(ratio >= 4.5, "{theme}: text on the accent is {ratio:.2}");
    }
}

#[test]
fn dark_by_preference_is_dark_by_choice() {
    assert_eq!(
        block(charts::CSS, ":root:not([data-theme=\"light\"]) {"),
        block(charts::CSS, ":root[data-theme=\"dark\"] {")
    );
}

#[test]
fn pages_take_their_colours_from_the_palette() {
    let css = asset("app.css");
    let rules: String = css
        .lines()
        .filter(|line| !line.starts_with("   "))
        .collect();
    for (i, _) in rules.match_indices('#') {
        let hex = rules[i + 1..]
            .chars()
            .take_while(char::is_ascii_hexdigit)
            .count();
        // White behind a QR code in both themes: scanners need it.
        let white = rules[i..].starts_with("#fff;");
        assert!(hex < 3 || white, "a colour of its own: {:.40}", &rules[i..]);
    }
    let light = &themes()[0].1;
    for (i, _) in css.match_indices("var(") {
        let name = css[i + 4..].split([')', ',']).next().unwrap();
        assert!(light.contains_key(name), "{name} is not in the palette");
    }
    assert!(css.len() < 30_000, "app.css is {} bytes", css.len());
}

#[test]
fn the_survey_is_small_and_readable() {
    let css = asset("survey.css");
    assert!(css.len() < 6_144, "survey.css is {} bytes", css.len());
    let light = block(&css, "\n:root {");
    let dark = block(&css, "{ :root {");
    for (theme, palette) in [("light", light), ("dark", dark)] {
        for text in ["--ink", "--soft", "--accent", "--bad"] {
            let ratio = contrast(&palette, text, "--paper");
            assert!(ratio >= 4.5, "{theme}: {text} is {ratio:.2}");
        }
        assert!(
            contrast(&palette, "--edge", "--paper") >= 3.0,
            "{theme}: --edge"
        );
        assert!(
            contrast(&palette, "--on", "--accent") >= 4.5,
            "{theme}: --on"
        );
    }
}

#[test]
fn no_text_is_smaller_than_twelve_px() {
    for css in [charts::CSS.to_owned(), asset("app.css")] {
        for (i, _) in css.match_indices("font-size: ") {
            let size = &css[i + 11..];
            let digits: String = size
                .chars()
                .take_while(|c| c.is_ascii_digit() || *c == '.')
                .collect();
            let unit = &size[digits.len()..];
            if unit.starts_with("px") {
                assert!(
                    digits.parse::<f64>().unwrap() >= 12.0,
                    "font-size {digits}px"
                );
            }
        }
    }
}

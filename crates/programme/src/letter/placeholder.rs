//! Placeholders in a mail's wording: `{first_name}`, `{attribute.city}`, and with words for those of
//! whom it isn't known: `{first_name|customer}`.

/// Names that stand for one thing each; besides them `attribute.NAME`.
pub const NAMES: [&str; 7] = [
    "first_name",
    "name",
    "account",
    "sender",
    "company",
    "survey",
    "subject",
];

/// What stands before an attribute's name.
const ATTRIBUTE: &str = "attribute.";

/// The placeholders as a sentence lists them.
pub fn listed() -> String {
    let named = NAMES.iter().map(|name| format!("{{{name}}}"));
    let all: Vec<String> = named.chain(["{attribute.NAME}".to_owned()]).collect();
    all.join(" ")
}

/// A piece of a wording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Goes through as it is.
    Text(&'a str),
    /// Is filled in.
    Placeholder {
        /// As between the braces, before a bar.
        name: &'a str,
        /// What is said when the contact has none; may be empty.
        fallback: &'a str,
    },
    /// A brace that nobody closed, with what follows it.
    Unclosed(&'a str),
}

/// Cuts a wording into pieces; together they are the whole of it. A placeholder doesn't cross a
/// line.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        if open > 0 {
            pieces.push(Piece::Text(&rest[..open]));
        }
        rest = &rest[open..];
        let close = rest
            .find(['}', '\n'])
            .filter(|at| rest[*at..].starts_with('}'));
        let Some(close) = close else {
            let end = rest.find('\n').unwrap_or(rest.len());
            pieces.push(Piece::Unclosed(&rest[..end]));
            rest = &rest[end..];
            continue;
        };
        let inside = &rest[1..close];
        let (name, fallback) = inside.split_once('|').unwrap_or((inside, ""));
        pieces.push(Piece::Placeholder {
            name: name.trim(),
            fallback: fallback.trim(),
        });
        rest = &rest[close + 1..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// The attribute a placeholder is about.
pub fn attribute(name: &str) -> Option<&str> {
    name.strip_prefix(ATTRIBUTE).filter(|name| !name.is_empty())
}

/// Whether there is a placeholder of this name.
pub fn is_known(name: &str) -> bool {
    NAMES.contains(&name) || attribute(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wording_is_cut_at_its_braces() {
        let named = |name, fallback| Piece::Placeholder { name, fallback };
        for (text, expected) in [
            ("", vec![]),
            ("plain", vec![Piece::Text("plain")]),
            (
                "Hi {first_name}!",
                vec![
                    Piece::Text("Hi "),
                    named("first_name", ""),
                    Piece::Text("!"),
                ],
            ),
            ("{first_name|klant}", vec![named("first_name", "klant")]),
            ("{ name | you }", vec![named("name", "you")]),
            ("{name{account}", vec![named("name{account", "")]),
            (
                "{oops\nnext {name}",
                vec![
                    Piece::Unclosed("{oops"),
                    Piece::Text("\nnext "),
                    named("name", ""),
                ],
            ),
            ("a } b", vec![Piece::Text("a } b")]),
        ] {
            assert_eq!(pieces(text), expected, "{text:?}");
        }
    }

    #[test]
    fn attributes_need_a_name() {
        assert!(is_known("attribute.city"));
        assert!(!is_known("attribute."));
        assert!(!is_known("voornaam"));
        assert!(listed().contains("{attribute.NAME}"));
    }
}

//! A strict little XML reader: enough to say that a chart can't break the page around it.

/// What was found in a well-formed document.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// Every attribute: element, name, value.
    pub(crate) attributes: Vec<(String, String, String)>,
    /// Element names in order of opening.
    pub(crate) elements: Vec<String>,
}

impl Document {
    /// The values of attribute `name`.
    pub(crate) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.attributes
            .iter()
            .filter(move |(_, n, _)| n == name)
            .map(|(_, _, v)| v.as_str())
    }
}

/// Reads a document of one root element, or says why it is not well-formed.
pub(crate) fn read(text: &str) -> Result<Document, String> {
    let mut document = Document::default();
    let mut open: Vec<String> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let Some(start) = rest.find('<') else {
            return Err(format!("text after the root: {rest:.40}"));
        };
        check_text(&rest[..start])?;
        if open.is_empty() && start > 0 {
            return Err("text outside the root".to_owned());
        }
        rest = &rest[start + 1..];
        let end = rest.find('>').ok_or("a tag without end")?;
        let tag = &rest[..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            let expected = open.pop().ok_or("a closing tag too many")?;
            if expected != name {
                return Err(format!("</{name}> closes <{expected}>"));
            }
            continue;
        }
        let (tag, closed) = tag
            .strip_suffix('/')
            .map_or((tag, false), |tag| (tag, true));
        if open.is_empty() && !document.elements.is_empty() {
            return Err("two roots".to_owned());
        }
        let name = read_tag(tag, &mut document)?;
        if !closed {
            open.push(name);
        }
    }
    if open.is_empty() {
        Ok(document)
    } else {
        Err(format!("left open: {open:?}"))
    }
}

fn read_tag(tag: &str, document: &mut Document) -> Result<String, String> {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Err(format!("element name {name:?}"));
    }
    document.elements.push(name.to_owned());
    let mut seen: Vec<&str> = Vec::new();
    while !rest.is_empty() {
        let (attribute, value) = rest
            .split_once("=\"")
            .ok_or(format!("attribute in {tag:?}"))?;
        let (value, next) = value.split_once('"').ok_or(format!("quote in {tag:?}"))?;
        check_text(value)?;
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b':';
        if attribute.is_empty() || !attribute.bytes().all(plain) || seen.contains(&attribute) {
            return Err(format!("attribute {attribute:?} in {tag:?}"));
        }
        seen.push(attribute);
        document
            .attributes
            .push((name.to_owned(), attribute.to_owned(), value.to_owned()));
        rest = match next.strip_prefix(' ') {
            Some(next) => next,
            None if next.is_empty() => next,
            None => return Err(format!("no space after {attribute} in {tag:?}")),
        };
    }
    Ok(name.to_owned())
}

fn check_text(text: &str) -> Result<(), String> {
    if let Some(bad) = text
        .chars()
        .find(|c| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}'))
    {
        return Err(format!("character {bad:?}"));
    }
    for part in text.split('&').skip(1) {
        let entity = part.split(';').next().unwrap_or_default();
        if !["amp", "lt", "gt", "quot", "#39"].contains(&entity) || entity.len() == part.len() {
            return Err(format!("entity &{part:.12}"));
        }
    }
    Ok(())
}

#[test]
fn broken_documents_are_rejected() {
    let broken = [
        "<svg>",
        "<svg></g></svg>",
        "<svg><g></svg></g>",
        "<svg/><svg/>",
        "<svg x=1/>",
        "<svg x=\"1\" x=\"2\"/>",
        "<svg x=\"1\"y=\"2\"/>",
        "<svg>a & b</svg>",
        "<svg>&copy;</svg>",
        "<svg>\u{8}</svg>",
        "text<svg/>",
    ];
    for text in broken {
        assert!(read(text).is_err(), "{text:?} passed");
    }
    assert!(read("<svg x=\"1\" y=\"&lt;\"><g/>a &amp; b</svg>").is_ok());
}

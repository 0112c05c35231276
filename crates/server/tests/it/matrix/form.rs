//! Forms of pages, read as a browser reads them: what one shows is sent back as it is.

/// Names and values that the form of `page` which goes to `action` would send; none without one.
pub fn fields(page: &str, action: &str) -> Option<Vec<(String, String)>> {
    let forms = page.split("<form").skip(1);
    let form = forms
        .map(|form| form.split("</form>").next().unwrap_or(form))
        .find(|form| {
            let tag = tag(form);
            value(tag, "action").as_deref() == Some(action)
                && value(tag, "method").is_some_and(|method| method.eq_ignore_ascii_case("post"))
        })?;
    let mut fields = Vec::new();
    for (at, _) in form.match_indices('<') {
        let rest = &form[at..];
        let own = tag(rest);
        let named = value(own, "name").filter(|_| !has(own, "disabled"));
        let Some(name) = named else { continue };
        let given = value(own, "value");
        let sent = match own.split([' ', '\n']).next().unwrap_or_default() {
            "<input" => match value(own, "type").unwrap_or_default().as_str() {
                "radio" | "checkbox" if !has(own, "checked") => None,
                "radio" | "checkbox" => Some(given.unwrap_or_else(|| "on".to_owned())),
                "submit" | "file" => None,
                _ => Some(given.unwrap_or_default()),
            },
            "<textarea" => {
                let text = rest[own.len() + 1..].split("</textarea>").next();
                Some(plain(text.unwrap_or_default().trim_start_matches('\n')))
            }
            "<select" => chosen(rest.split("</select>").next().unwrap_or_default()),
            _ => None,
        };
        fields.extend(sent.map(|value| (name, value)));
    }
    Some(fields)
}

/// Where the links of a page lead on this site, and its forms that can be sent: each method with its
/// path.
pub fn leads(page: &str) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    for (at, _) in page.match_indices('<') {
        let own = tag(&page[at..]);
        let found = match own.split([' ', '\n']).next().unwrap_or_default() {
            "<form" if value(own, "method").as_deref() == Some("post") => {
                let form = page[at..].split("</form>").next().unwrap_or_default();
                let path = value(own, "action").filter(|_| form.contains("<button"));
                path.map(|path| ("POST", path))
            }
            "<a" => value(own, "href").map(|path| ("GET", path)),
            _ => None,
        };
        let is_here = |path: &str| path.starts_with('/') && !path.starts_with("//");
        if let Some((method, path)) = found.filter(|(_, path)| is_here(path)) {
            let path = path.split(['?', '#']).next().unwrap_or_default();
            all.push((method, path.to_owned()));
        }
    }
    all
}

/// The option that is chosen, else the first.
fn chosen(select: &str) -> Option<String> {
    let options: Vec<&str> = select.split("<option").skip(1).collect();
    let is_chosen = |option: &&&str| has(tag(option), "selected");
    let option = options.iter().find(is_chosen).or_else(|| options.first())?;
    let text = option.split('>').nth(1).unwrap_or_default();
    let text = text.split('<').next().unwrap_or_default();
    Some(value(tag(option), "value").unwrap_or_else(|| plain(text.trim())))
}

/// The tag at the start of a text, without its end.
fn tag(text: &str) -> &str {
    let mut quoted = false;
    let end = text.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    });
    &text[..end.unwrap_or(text.len())]
}

/// The value of an attribute.
fn value(tag: &str, name: &str) -> Option<String> {
    let start = [' ', '\n']
        .iter()
        .find_map(|gap| tag.find(&format!("{gap}{name}=\"")))?;
    tag[start..].split('"').nth(1).map(plain)
}

fn has(tag: &str, name: &str) -> bool {
    let mut inside = tag.split('"').step_by(2);
    inside.any(|outside| outside.split_whitespace().any(|word| word == name))
}

fn plain(text: &str) -> String {
    crate::respondent::decode(text)
}

#[test]
fn a_form_is_read_as_a_browser_does() {
    let page = r#"<form method="get" action="/a"><input name="q" value="no"></form>
        <form class="x" method="post" action="&#x2f;a" novalidate>
        <input type="hidden" name="revision" value="3"><input name="title" value="A &amp; B > C">
        <input type="checkbox" name="on" checked><input type="checkbox" name="off">
        <input type="radio" name="way" value="1"><input type="radio" name="way" value="2" checked>
        <select name="kind"><option value="a">A</option><option value="b" selected>B</option></select>
        <textarea name="text" rows="2">
two &lt;lines&gt;</textarea><input name="gone" value="x" disabled>
        <button name="action" value="save">Save</button></form>"#;
    let expected = [
        ("revision", "3"),
        ("title", "A & B > C"),
        ("on", "on"),
        ("way", "2"),
        ("kind", "b"),
        ("text", "two <lines>"),
    ];
    let expected: Vec<(String, String)> = expected
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    assert_eq!(fields(page, "/a"), Some(expected));
    assert_eq!(fields(page, "/b"), None);
    let page = page.to_owned() + r##"<a href="/c?d#e">C</a><a href="#f">F</a><a href="//g">G</a>"##;
    let expected = [("POST", "/a".to_owned()), ("GET", "/c".to_owned())];
    assert_eq!(leads(&page), expected);
}

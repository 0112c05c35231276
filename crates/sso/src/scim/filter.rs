//! Filters (RFC 7644, 3.4.2.2): read into a tree, and judged on a resource as JSON.

use serde_json::Value;

use super::error::Fault;

/// Longest filter, in bytes; deepest nesting.
const FILTER_MAX: usize = 4000;
const DEPTH_MAX: usize = 20;

/// What a filter asks.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Filter {
    And(Box<Filter>, Box<Filter>),
    Or(Box<Filter>, Box<Filter>),
    Not(Box<Filter>),
    /// The attribute has a value.
    Present(Vec<String>),
    /// A comparison.
    Is(Vec<String>, Operator, Value),
    /// An element of the list fits, as in `emails[type eq "work"]`; the rest of the path.
    Among(Vec<String>, Box<Filter>),
}

/// How values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Contains,
    Starts,
    Ends,
    Greater,
    AtLeast,
    Less,
    AtMost,
}

impl Operator {
    fn named(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "eq" => Self::Equal,
            "ne" => Self::NotEqual,
            "co" => Self::Contains,
            "sw" => Self::Starts,
            "ew" => Self::Ends,
            "gt" => Self::Greater,
            "ge" => Self::AtLeast,
            "lt" => Self::Less,
            "le" => Self::AtMost,
            _ => return None,
        })
    }
}

impl Operator {
    /// Whether it asks for more or less.
    fn orders(self) -> bool {
        matches!(
            self,
            Self::Greater | Self::AtLeast | Self::Less | Self::AtMost
        )
    }
}

/// Attributes whose case counts (RFC 7643, 3.1).
const EXACT: [&str; 2] = ["id", "externalid"];

/// Reads a filter.
pub(super) fn read(text: &str) -> Result<Filter, Fault> {
    if text.len() > FILTER_MAX {
        return Err(Fault::filter(format!("longer than {FILTER_MAX} bytes")));
    }
    let mut reader = Reader {
        rest: text,
        depth: 0,
    };
    let filter = reader.either()?;
    match reader.peek() {
        None => Ok(filter),
        Some(rest) => Err(Fault::filter(format!("nothing is expected at {rest:?}"))),
    }
}

/// The parts of an attribute's path, in lower case, without the name of its schema.
pub(super) fn attribute(text: &str) -> Option<Vec<String>> {
    let plain = match text.to_ascii_lowercase().strip_prefix("urn:") {
        // urn:ietf:params:scim:schemas:core:2.0:User:userName
        Some(_) => text.rsplit(':').next()?,
        None => text,
    };
    let parts: Vec<String> = plain.split('.').map(str::to_ascii_lowercase).collect();
    let is_name = |part: &String| {
        part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$')
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_-$".contains(c))
    };
    (parts.len() <= 2 && parts.iter().all(is_name)).then_some(parts)
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn peek(&mut self) -> Option<&'a str> {
        self.rest = self.rest.trim_start();
        (!self.rest.is_empty()).then_some(self.rest)
    }

    /// Takes `word` when it comes next, in any case, and ends there.
    fn take_word(&mut self, word: &str) -> bool {
        let Some(rest) = self.peek() else {
            return false;
        };
        let fits = rest
            .get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
            && rest[word.len()..].starts_with(|c: char| c.is_whitespace() || c == '(');
        if fits {
            self.rest = &rest[word.len()..];
        }
        fits
    }

    fn take(&mut self, mark: char) -> bool {
        let fits = self.peek().is_some_and(|rest| rest.starts_with(mark));
        if fits {
            self.rest = &self.rest[mark.len_utf8()..];
        }
        fits
    }

    fn must_take(&mut self, mark: char) -> Result<(), Fault> {
        if self.take(mark) {
            return Ok(());
        }
        Err(Fault::filter(format!(
            "{mark:?} is expected at {:?}",
            self.rest
        )))
    }

    fn either(&mut self) -> Result<Filter, Fault> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(Fault::filter("nested too deep"));
        }
        let mut filter = self.both()?;
        while self.take_word("or") {
            filter = Filter::Or(Box::new(filter), Box::new(self.both()?));
        }
        self.depth -= 1;
        Ok(filter)
    }

    fn both(&mut self) -> Result<Filter, Fault> {
        let mut filter = self.one()?;
        while self.take_word("and") {
            filter = Filter::And(Box::new(filter), Box::new(self.one()?));
        }
        Ok(filter)
    }

    fn one(&mut self) -> Result<Filter, Fault> {
        if self.take_word("not") {
            self.must_take('(')?;
            let inner = self.either()?;
            self.must_take(')')?;
            return Ok(Filter::Not(Box::new(inner)));
        }
        if self.take('(') {
            let inner = self.either()?;
            self.must_take(')')?;
            return Ok(inner);
        }
        let path = self.path()?;
        if self.take('[') {
            let inner = self.either()?;
            self.must_take(']')?;
            return Ok(Filter::Among(path, Box::new(inner)));
        }
        let word = self.word();
        if word.eq_ignore_ascii_case("pr") {
            return Ok(Filter::Present(path));
        }
        let operator = Operator::named(word)
            .ok_or_else(|| Fault::filter(format!("{word:?} is no operator")))?;
        let value = self.value()?;
        // RFC 7644, table 3: neither is more or less than the other.
        let is_ordered = !value.is_boolean() && !value.is_null();
        if operator.orders() && !is_ordered {
            return Err(Fault::filter(format!("{word} doesn't compare {value}")));
        }
        Ok(Filter::Is(path, operator, value))
    }

    /// Up to white space or a bracket.
    fn word(&mut self) -> &'a str {
        let rest = self.peek().unwrap_or_default();
        let end = rest
            .find(|c: char| c.is_whitespace() || "()[]\"".contains(c))
            .unwrap_or(rest.len());
        self.rest = &rest[end..];
        &rest[..end]
    }

    fn path(&mut self) -> Result<Vec<String>, Fault> {
        let word = self.word();
        attribute(word).ok_or_else(|| Fault::filter(format!("{word:?} is no attribute")))
    }

    fn value(&mut self) -> Result<Value, Fault> {
        let rest = self.peek().unwrap_or_default();
        let text = if rest.starts_with('"') {
            let end = end_of_string(rest).ok_or_else(|| Fault::filter("a text has no end"))?;
            self.rest = &rest[end..];
            &rest[..end]
        } else {
            self.word()
        };
        let value: Option<Value> = serde_json::from_str(&text.to_lowercase())
            .ok()
            .filter(|v: &Value| !v.is_string())
            .or_else(|| serde_json::from_str(text).ok());
        value
            .filter(|v| !v.is_array() && !v.is_object())
            .ok_or_else(|| Fault::filter(format!("{text:?} is no value")))
    }
}

/// Where the JSON string at the beginning of `text` ends.
fn end_of_string(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

impl Filter {
    /// The text that the attribute must equal for the filter to hold, as far as that follows: to
    /// look for it in the database instead of judging everybody.
    pub(super) fn needs(&self, name: &str) -> Option<&str> {
        match self {
            Self::And(a, b) => a.needs(name).or_else(|| b.needs(name)),
            Self::Is(path, Operator::Equal, Value::String(text)) if path == &[name] => Some(text),
            _ => None,
        }
    }

    /// Whether it holds for a resource.
    pub(super) fn holds(&self, resource: &Value) -> bool {
        match self {
            Self::And(a, b) => a.holds(resource) && b.holds(resource),
            Self::Or(a, b) => a.holds(resource) || b.holds(resource),
            Self::Not(inner) => !inner.holds(resource),
            Self::Present(path) => found(resource, path).iter().any(|v| is_something(v)),
            Self::Among(path, inner) => found(resource, path).iter().any(|v| inner.holds(v)),
            Self::Is(path, operator, wanted) => {
                let is_exact = path.len() == 1 && EXACT.contains(&path[0].as_str());
                let values = found(resource, path);
                let fits = |v: &&Value| compare(v, *operator, wanted, is_exact);
                match operator {
                    Operator::NotEqual => values.iter().all(fits),
                    Operator::Equal if wanted.is_null() => values.iter().all(|v| v.is_null()),
                    _ => values.iter().any(fits),
                }
            }
        }
    }
}

fn is_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        _ => true,
    }
}

/// The values at a path; those of all elements of a list.
fn found<'v>(resource: &'v Value, path: &[String]) -> Vec<&'v Value> {
    let mut values = vec![resource];
    for part in path {
        let named = |v: &'v Value| {
            let object = v.as_object()?;
            let found = object
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(part));
            found.map(|(_, value)| value)
        };
        values = values
            .into_iter()
            .filter_map(named)
            .flat_map(|value| match value {
                Value::Array(list) => list.iter().collect(),
                one => vec![one],
            })
            .collect();
    }
    // A list of objects compared itself stands for their values (`emails eq "a"`).
    let plain = |v: &'v Value| match v {
        Value::Object(object) if object.contains_key("value") => &object["value"],
        other => other,
    };
    if path.len() == 1 {
        let keeps_objects = path[0] == "emails" || path[0] == "members" || path[0] == "groups";
        if !keeps_objects {
            return values.into_iter().map(plain).collect();
        }
    }
    values
}

fn compare(value: &Value, operator: Operator, wanted: &Value, is_exact: bool) -> bool {
    let value = match value {
        Value::Object(object) => object.get("value").unwrap_or(value),
        other => other,
    };
    match (value, wanted) {
        (Value::String(a), Value::String(b)) if is_exact => compare_texts(a, operator, b),
        (Value::String(a), Value::String(b)) => {
            compare_texts(&a.to_lowercase(), operator, &b.to_lowercase())
        }
        // Entra ID writes booleans as texts.
        (Value::Bool(a), Value::String(b)) => compare(
            &Value::String(a.to_string()),
            operator,
            &Value::String(b.clone()),
            false,
        ),
        (a, b) => match operator {
            Operator::Equal => a == b,
            Operator::NotEqual => a != b,
            _ => false,
        },
    }
}

fn compare_texts(a: &str, operator: Operator, b: &str) -> bool {
    match operator {
        Operator::Equal => a == b,
        Operator::NotEqual => a != b,
        Operator::Contains => a.contains(b),
        Operator::Starts => a.starts_with(b),
        Operator::Ends => a.ends_with(b),
        Operator::Greater => a > b,
        Operator::AtLeast => a >= b,
        Operator::Less => a < b,
        Operator::AtMost => a <= b,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ann() -> Value {
        json!({
            "id": "A1", "externalId": "Ext-7", "userName": "Ann@Acme.nl", "active": true,
            "displayName": "Ann \"A\" Jansen", "name": { "familyName": "Jansen" },
            "emails": [{ "value": "ann@acme.nl", "type": "work", "primary": true },
                       { "value": "ann@home.nl", "type": "home" }],
            "groups": [], "meta": { "created": "2026-01-02T03:04:05Z" },
        })
    }

    #[test]
    fn filters_hold_or_do_not() {
        for (filter, holds) in [
            (r#"userName eq "ann@acme.nl""#, true),
            (r#"USERNAME EQ "ANN@ACME.NL""#, true),
            (
                r#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "ann""#,
                true,
            ),
            (r#"externalId eq "Ext-7""#, true),
            (r#"externalId eq "ext-7""#, false),
            ("active eq true", true),
            ("active eq True", true),
            (r#"active eq "True""#, true),
            ("active eq false", false),
            ("active ne false", true),
            (r#"displayName eq "Ann \"A\" Jansen""#, true),
            (r#"name.familyName co "ans""#, true),
            (r#"userName ew ".nl" and active eq true"#, true),
            (r#"userName eq "x" or active eq true"#, true),
            (
                r#"userName eq "x" or userName eq "y" and active eq true"#,
                false,
            ),
            (
                r#"(userName eq "x" or active eq true) and externalId pr"#,
                true,
            ),
            (r#"not (userName eq "x")"#, true),
            ("not(active eq true)", false),
            ("title pr", false),
            ("groups pr", false),
            ("emails pr", true),
            ("title eq null", true),
            (r#"emails.value eq "ANN@home.nl""#, true),
            (r#"emails eq "ann@home.nl""#, true),
            (r#"emails[type eq "work" and value co "acme"]"#, true),
            (r#"emails[type eq "home" and value co "acme"]"#, false),
            (r#"meta.created ge "2026-01-01T00:00:00Z""#, true),
            (r#"meta.created lt "2026-01-01T00:00:00Z""#, false),
            (r#"userName co """#, true),
        ] {
            let read = read(filter).expect(filter);
            assert_eq!(read.holds(&ann()), holds, "{filter}");
        }
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        let deep = format!("{}a pr{}", "(".repeat(30), ")".repeat(30));
        for wrong in [
            "",
            "userName",
            "userName eq",
            "userName eq x",
            r#"userName eq "x"#,
            r#"userName is "x""#,
            r#"userName eq "x" and"#,
            r#"userName eq "x" active pr"#,
            "(userName pr",
            "userName pr)",
            "not userName pr",
            "emails[type pr",
            r"a.b.c pr",
            r#"1a eq "x""#,
            r#"userName eq {"a":1}"#,
            "' or 1=1 --",
            "active gt true",
            "title le null",
            &deep,
            &"a".repeat(5000),
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_must_equal_is_known() {
        let needs = |filter: &str| {
            let filter = read(filter).expect("readable");
            filter.needs("username").map(str::to_owned)
        };
        assert_eq!(needs(r#"userName eq "a""#).as_deref(), Some("a"));
        assert_eq!(
            needs(r#"active pr and userName eq "a""#).as_deref(),
            Some("a")
        );
        assert_eq!(needs(r#"active pr or userName eq "a""#), None);
        assert_eq!(needs(r#"not (userName eq "a")"#), None);
        assert_eq!(needs(r#"userName co "a""#), None);
    }

    proptest::proptest! {
        #[test]
        fn reading_never_panics(text in "[a-zA-Z0-9 .\"\\\\()\\[\\]é:]{0,60}") {
            if let Ok(filter) = read(&text) {
                let _ = filter.holds(&ann());
            }
        }
    }
}

//! The description as people read it: made from the document itself, so that the two can't differ.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Where an example keeps its key.
const KEY: &str = "$LUISTER_KEY";

/// What the page shows that names all operations.
pub(super) fn content(document: &Value) -> Value {
    let page = Page { document };
    let nouns: Vec<Value> = items(&document["tags"])
        .map(|tag| page.named(tag))
        .collect();
    json!({
        "title": document["info"]["title"],
        "version": document["info"]["version"],
        "introduction": paragraphs(&document["info"]["description"]),
        "nouns": nouns,
        "problems": page.shared_problems(),
    })
}

/// What the page of each noun shows, by its name.
pub(super) fn nouns(document: &Value) -> BTreeMap<String, Value> {
    let page = Page { document };
    items(&document["tags"])
        .filter_map(|tag| Some((tag["name"].as_str()?.to_owned(), page.noun(tag))))
        .collect()
}

struct Page<'a> {
    document: &'a Value,
}

impl Page<'_> {
    /// A noun with its operations by name.
    fn named(&self, tag: &Value) -> Value {
        let operations: Vec<Value> = self
            .of(tag)
            .map(|(_, _, own)| json!({ "id": own["operationId"], "summary": own["summary"] }))
            .collect();
        json!({ "name": tag["name"], "operations": operations })
    }

    /// A noun with all about its operations.
    fn noun(&self, tag: &Value) -> Value {
        let operations: Vec<Value> = self
            .of(tag)
            .map(|(method, path, own)| self.operation(&method.to_uppercase(), path, own))
            .collect();
        json!({ "name": tag["name"], "about": tag["description"], "operations": operations })
    }

    /// The operations of a noun: method, path and what is said of each.
    fn of(&self, tag: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
        entries(&self.document["paths"])
            .flat_map(|(path, methods)| {
                entries(methods).map(move |(method, operation)| (method, path, operation))
            })
            .filter(|(_, _, operation)| operation["tags"][0] == tag["name"])
    }

    fn operation(&self, method: &str, path: &str, operation: &Value) -> Value {
        let parameters = items(&operation["parameters"]).map(|p| self.parameter(self.resolved(p)));
        let body = &operation["requestBody"]["content"]["application/json"];
        let replies = entries(&operation["responses"]);
        let (good, bad): (Vec<_>, Vec<_>) =
            replies.partition(|(status, _)| status.starts_with('2'));
        json!({
            "id": operation["operationId"],
            "method": method,
            "path": path,
            "summary": operation["summary"],
            "about": operation["description"],
            "scope": operation["security"][0]["key"][0],
            "parameters": parameters.collect::<Vec<_>>(),
            "fields": self.fields(&body["schema"]),
            "call": self.call(method, path, operation),
            "replies": good.iter().map(|(s, r)| self.reply(s, r)).collect::<Vec<_>>(),
            "problems": bad.iter().map(|(status, _)| *status).collect::<Vec<_>>(),
        })
    }

    /// What a reference points at, or the value itself.
    fn resolved<'v>(&'v self, value: &'v Value) -> &'v Value {
        value["$ref"]
            .as_str()
            .and_then(|target| self.document.pointer(target.trim_start_matches('#')))
            .unwrap_or(value)
    }

    fn parameter(&self, parameter: &Value) -> Value {
        json!({
            "name": parameter["name"],
            "place": parameter["in"],
            "kind": self.kind(&parameter["schema"]),
            "required": parameter["required"] == true,
            "about": parameter["description"],
        })
    }

    /// The properties of a body, those within lists and objects of it not unfolded.
    fn fields(&self, schema: &Value) -> Vec<Value> {
        let schema = self.resolved(schema);
        let field = |(name, property): (&str, &Value)| {
            let required = items(&schema["required"]).any(|r| r == name);
            let about = match &property["description"] {
                Value::String(text) => text,
                _ => self.resolved(property)["description"]
                    .as_str()
                    .unwrap_or_default(),
            };
            json!({
                "name": name,
                "kind": self.kind(property),
                "required": required,
                "about": about,
            })
        };
        entries(&schema["properties"]).map(field).collect()
    }

    /// The type of a value in a few words.
    fn kind(&self, schema: &Value) -> String {
        let schema = self.resolved(schema);
        let mut kinds: Vec<String> = match &schema["type"] {
            Value::String(kind) => vec![kind.clone()],
            several @ Value::Array(_) => items(several)
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            _ => items(&schema["oneOf"]).map(|one| self.kind(one)).collect(),
        };
        if let (Some(array), "array") = (schema["items"].as_object(), kinds.join(" ").as_str()) {
            kinds = vec![format!("array of {}", self.kind(&json!(array)))];
        }
        let values: Vec<&str> = items(&schema["enum"])
            .filter_map(Value::as_str)
            .filter(|v| !v.is_empty())
            .collect();
        let mut text = if values.is_empty() {
            kinds.join(" or ")
        } else {
            values.join(" | ")
        };
        if let Some(format) = schema["format"].as_str() {
            text = format!("{text} ({format})");
        }
        for (name, words) in [
            ("maximum", "up to"),
            ("maxLength", "up to"),
            ("maxItems", "up to"),
        ] {
            if let Some(most) = schema[name].as_u64().filter(|_| values.is_empty()) {
                text = format!("{text}, {words} {most}");
            }
        }
        match &schema["default"] {
            Value::Null => text,
            default => format!("{text}, default {}", default.to_string().trim_matches('"')),
        }
    }

    fn reply(&self, status: &str, reply: &Value) -> Value {
        let reply = self.resolved(reply);
        let (kind, content) = entries(&reply["content"])
            .next()
            .unwrap_or(("", &Value::Null));
        let headers: Vec<Value> = entries(&reply["headers"])
            .map(|(name, header)| json!({ "name": name, "about": header["description"] }))
            .collect();
        json!({
            "status": status,
            "about": reply["description"],
            "kind": kind,
            "headers": headers,
            "example": shown(&content["example"]),
        })
    }

    fn shared_problems(&self) -> Vec<Value> {
        let replies = entries(&self.document["components"]["responses"]);
        replies
            .map(|(_, reply)| {
                let example = &reply["content"]["application/problem+json"]["example"];
                json!({
                    "status": example["status"].to_string(),
                    "title": example["title"],
                    "about": reply["description"],
                    "example": shown(example),
                })
            })
            .collect()
    }

    /// The call as a command line, with the examples of its parameters.
    fn call(&self, method: &str, path: &str, operation: &Value) -> String {
        let mut path = path.to_owned();
        let mut query = String::new();
        let mut headers = Vec::new();
        if items(&operation["security"]).next().is_some() {
            headers.push(format!("-H \"Authorization: Bearer {KEY}\""));
        }
        for parameter in items(&operation["parameters"]).map(|p| self.resolved(p)) {
            let name = parameter["name"].as_str().unwrap_or_default();
            let Some(example) = parameter["example"].as_str() else {
                continue;
            };
            match parameter["in"].as_str() {
                Some("path") => path = path.replace(&format!("{{{name}}}"), example),
                Some("header") => {
                    headers.push(format!("-H {}", quoted(&format!("{name}: {example}"))));
                }
                _ => {
                    let mark = if query.is_empty() { '?' } else { '&' };
                    query.push_str(&format!("{mark}{name}={example}"));
                }
            }
        }
        let base_url = self.document["servers"][0]["url"]
            .as_str()
            .unwrap_or_default();
        let address = quoted(&format!("{base_url}{path}{query}"));
        let mut lines = vec![match method {
            "GET" => format!("curl {address}"),
            _ => format!("curl -X {method} {address}"),
        }];
        lines.extend(headers);
        let body = &operation["requestBody"]["content"]["application/json"];
        if !body.is_null() {
            lines.push("-H 'Content-Type: application/json'".to_owned());
            lines.push(format!("-d {}", quoted(&shown(&body["example"]))));
        }
        if let Some((_, ending)) = path
            .rsplit_once('.')
            .filter(|(_, ending)| *ending != "json")
        {
            lines.push(format!("-o responses.{ending}"));
        }
        lines.join(" \\\n  ")
    }
}

/// In single quotes, as a shell takes it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// An example as text.
fn shown(example: &Value) -> String {
    match example {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => format!("{other:#}"),
    }
}

fn paragraphs(text: &Value) -> Vec<&str> {
    text.as_str().unwrap_or_default().split("\n\n").collect()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.as_str(), value))
}

//! The pieces a description is made of: operations with their parameters, bodies and replies.

use serde_json::{Value, json};

use super::problem;

/// What a key must be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// No key is needed.
    Public,
    /// A key of either scope.
    Read,
    /// A key of scope write.
    Write,
}

/// What can be done with one address.
pub(super) struct Operation {
    pub(super) method: &'static str,
    pub(super) path: &'static str,
    /// Name for generated clients; unique.
    pub(super) id: &'static str,
    pub(super) summary: &'static str,
    pub(super) description: &'static str,
    pub(super) scope: Scope,
    pub(super) parameters: Vec<Value>,
    pub(super) body: Option<Value>,
    /// What comes back when all is well.
    pub(super) replies: Vec<(u16, Value)>,
    /// What can go wrong, beside what can go wrong everywhere: see [`problem::statuses`].
    pub(super) problems: &'static [u16],
}

/// All operations about one noun, with the schemas they use.
pub(super) struct Noun {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) operations: Vec<Operation>,
    pub(super) schemas: Vec<(&'static str, Value)>,
}

impl Operation {
    /// As an OpenAPI operation object.
    pub(super) fn describe(&self, tag: &str) -> Value {
        let security = match self.scope {
            Scope::Public => json!([]),
            Scope::Read => json!([{ "key": ["read"] }]),
            Scope::Write => json!([{ "key": ["write"] }]),
        };
        let mut all = json!({
            "operationId": self.id,
            "tags": [tag],
            "summary": self.summary,
            "description": self.description,
            "security": security,
        });
        if !self.parameters.is_empty() {
            all["parameters"] = json!(self.parameters);
        }
        if let Some(body) = &self.body {
            all["requestBody"] = body.clone();
        }
        let mut responses = serde_json::Map::new();
        for (status, reply) in &self.replies {
            responses.insert(status.to_string(), reply.clone());
        }
        for status in problem::statuses(self) {
            responses.insert(status.to_string(), problem::reference(status));
        }
        all["responses"] = Value::Object(responses);
        all
    }
}

/// The schema `name` of this document.
pub(super) fn schema(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The shared parameter `name` of this document.
pub(super) fn parameter(name: &str) -> Value {
    json!({ "$ref": format!("#/components/parameters/{name}") })
}

/// A parameter of the query; unless it is left out, it fits `schema`.
pub(super) fn query(name: &str, description: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "query", "description": description, "schema": schema })
}

/// An id in the path.
pub(super) fn part(name: &str, description: &str, example: &str) -> Value {
    json!({
        "name": name, "in": "path", "required": true, "description": description,
        "schema": id(), "example": example,
    })
}

/// The header by which something is changed only when nobody else changed it since.
pub(super) fn if_match(noun: &str) -> Value {
    json!({
        "name": "If-Match",
        "in": "header",
        "description": format!("The `ETag` of the {noun} that was read. When somebody else changed \
                                it since, nothing is stored (412)."),
        "schema": { "type": "string", "pattern": "^(\\*|\"[0-9]{1,18}\")$" },
        "example": "\"3\"",
    })
}

/// As [`query`], with a value that the example shows.
pub(super) fn query_like(name: &str, description: &str, schema: Value, example: &str) -> Value {
    let mut parameter = query(name, description, schema);
    parameter["example"] = json!(example);
    parameter
}

/// A JSON body that must be sent.
pub(super) fn body(name: &str, example: Value) -> Value {
    json!({
        "required": true,
        "content": { "application/json": { "schema": schema(name), "example": example } },
    })
}

/// A JSON reply.
pub(super) fn reply(description: &str, name: &str, example: Value) -> Value {
    json!({
        "description": description,
        "content": { "application/json": { "schema": schema(name), "example": example } },
    })
}

/// A reply with headers too: name and description of each.
pub(super) fn with_headers(mut reply: Value, headers: &[(&str, &str)]) -> Value {
    for (name, description) in headers {
        let header = json!({
            "description": description, "required": true, "schema": { "type": "string" },
        });
        reply["headers"][*name] = header;
    }
    reply
}

/// A reply that says nothing but that it is done.
pub(super) fn done(description: &str) -> Value {
    json!({ "description": description })
}

/// An object of which all properties are always there. Replies may get further ones later.
pub(super) fn object(properties: Value) -> Value {
    let names: Vec<&String> = properties
        .as_object()
        .into_iter()
        .flat_map(|p| p.keys())
        .collect();
    json!({ "type": "object", "required": names, "properties": properties })
}

/// An object as it is sent: other properties than these are refused.
pub(super) fn sent(required: &[&str], properties: Value) -> Value {
    json!({
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": false,
    })
}

/// An id of ours.
pub(super) fn id() -> Value {
    json!({ "type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{26}$" })
}

/// A moment, in UTC.
pub(super) fn moment() -> Value {
    json!({ "type": "string", "format": "date-time" })
}

/// `schema` or null.
pub(super) fn or_null(mut schema: Value) -> Value {
    schema["type"] = json!([schema["type"], "null"]);
    schema
}

/// How many items a list gives at a time.
pub(super) fn limit(default: u32, maximum: u32) -> Value {
    query(
        "limit",
        "How many to give at a time.",
        json!({ "type": "integer", "minimum": 1, "maximum": maximum, "default": default }),
    )
}

/// Where a list goes on.
pub(super) fn cursor() -> Value {
    query(
        "cursor",
        "`next_cursor` of the page before; leave it out for the first page.",
        json!({ "type": "string", "minLength": 1 }),
    )
}

/// A page of a list.
pub(super) fn page(items: &str, of: &str) -> Value {
    object(json!({
        items: { "type": "array", "items": schema(of) },
        "next_cursor": {
            "type": ["string", "null"],
            "description": "Give it as `cursor` to get the next page; null on the last one.",
        },
    }))
}

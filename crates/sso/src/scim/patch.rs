//! Changes of parts (RFC 7644, 3.5.2), done on a resource as JSON; also in the forms that Entra ID
//! and Okta really send: operations in capitals, booleans as texts, values with dotted names and no
//! path, members to remove given as a value.

use serde_json::{Map, Value, json};

use super::error::Fault;
use super::filter::{self, Filter};

/// Operations in one request.
const OPERATIONS_MAX: usize = 1000;
/// What the server alone sets; who names it by a path means to change it (RFC 7644, 3.5.2). In a value
/// without a path it is passed over: Okta sends a group's id along.
const READ_ONLY: [&str; 3] = ["id", "meta", "groups"];

/// `emails[type eq "work"].value`: attribute, which of its elements, and what of them.
struct Path {
    attribute: String,
    which: Option<Filter>,
    part: Option<String>,
}

/// Does all operations of a request on `resource`.
pub(super) fn apply(resource: &mut Value, request: &Value) -> Result<(), Fault> {
    let operations = named(request, "Operations").and_then(Value::as_array);
    let operations = operations.ok_or_else(|| Fault::syntax("Operations is missing"))?;
    if operations.is_empty() || operations.len() > OPERATIONS_MAX {
        return Err(Fault::syntax(format!(
            "send 1 to {OPERATIONS_MAX} operations"
        )));
    }
    for operation in operations {
        let word = named(operation, "op").and_then(Value::as_str);
        let word = word.unwrap_or_default().to_ascii_lowercase();
        let value = named(operation, "value");
        let path = match named(operation, "path").and_then(Value::as_str) {
            Some(text) if !text.trim().is_empty() => Some(read_path(text.trim())?),
            _ => None,
        };
        if let Some(path) = &path
            && READ_ONLY.contains(&path.attribute.as_str())
        {
            return Err(Fault::read_only(&path.attribute));
        }
        match (word.as_str(), path, value) {
            ("add" | "replace", Some(path), Some(value)) => {
                set(resource, &path, value, word == "add")?;
            }
            ("add" | "replace", None, Some(Value::Object(values))) => {
                for (name, value) in values {
                    // Extensions come as objects of their own; nothing of them is kept.
                    if name.to_ascii_lowercase().starts_with("urn:") && value.is_object() {
                        continue;
                    }
                    set(resource, &read_path(name)?, value, word == "add")?;
                }
            }
            ("remove", Some(path), value) => remove(resource, &path, value)?,
            ("add" | "replace", ..) => return Err(Fault::value("a value is missing")),
            ("remove", None, _) => {
                return Err(Fault::path("what is to be removed is named by a path"));
            }
            _ => return Err(Fault::syntax("an operation is add, replace or remove")),
        }
    }
    Ok(())
}

/// A field of an object, in whatever case it is written.
pub(super) fn named<'v>(object: &'v Value, name: &str) -> Option<&'v Value> {
    let fields = object.as_object()?;
    let found = fields
        .iter()
        .find(|(field, _)| field.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value)
}

fn read_path(text: &str) -> Result<Path, Fault> {
    let nowhere = || Fault::path(format!("{text:?} leads nowhere"));
    let Some((attribute, rest)) = text.split_once('[') else {
        let mut parts = filter::attribute(text).ok_or_else(nowhere)?.into_iter();
        return Ok(Path {
            attribute: parts.next().ok_or_else(nowhere)?,
            which: None,
            part: parts.next(),
        });
    };
    let (which, part) = rest.rsplit_once(']').ok_or_else(nowhere)?;
    let which = filter::read(which).map_err(|_| nowhere())?;
    let attribute = filter::attribute(attribute).filter(|parts| parts.len() == 1);
    let part = match part {
        "" => None,
        part => Some(
            part.strip_prefix('.')
                .and_then(filter::attribute)
                .and_then(|parts| parts.into_iter().next())
                .ok_or_else(nowhere)?,
        ),
    };
    Ok(Path {
        attribute: attribute
            .and_then(|a| a.into_iter().next())
            .ok_or_else(nowhere)?,
        which: Some(which),
        part,
    })
}

/// The field of `object` with this name in whatever case; made when it isn't there.
fn slot<'o>(object: &'o mut Map<String, Value>, name: &str) -> &'o mut Value {
    let known = object.keys().find(|key| key.eq_ignore_ascii_case(name));
    let key = known.cloned().unwrap_or_else(|| name.to_owned());
    object.entry(key).or_insert(Value::Null)
}

fn set(resource: &mut Value, path: &Path, value: &Value, adds: bool) -> Result<(), Fault> {
    let object = resource
        .as_object_mut()
        .ok_or_else(|| Fault::syntax("a resource is an object"))?;
    let place = slot(object, &path.attribute);
    match (&path.which, &path.part) {
        (None, None) => put(place, value, adds),
        (None, Some(part)) => {
            if !place.is_object() {
                *place = json!({});
            }
            if let Some(inner) = place.as_object_mut() {
                *slot(inner, part) = value.clone();
            }
        }
        (Some(which), part) => {
            if !place.is_array() {
                *place = json!([]);
            }
            let list = place
                .as_array_mut()
                .ok_or_else(|| Fault::path("not a list"))?;
            let mut is_found = false;
            for element in list.iter_mut().filter(|e| which.holds(e)) {
                is_found = true;
                put_part(element, part.as_deref(), value);
            }
            if !is_found {
                // Entra ID sets the work address of somebody who has none yet like this.
                let mut element = element_like(which);
                put_part(&mut element, part.as_deref(), value);
                list.push(element);
            }
        }
    }
    Ok(())
}

fn put(place: &mut Value, value: &Value, adds: bool) {
    match (place, value) {
        (Value::Array(list), Value::Array(more)) if adds => {
            for one in more {
                if !list.iter().any(|known| is_same(known, one)) {
                    list.push(one.clone());
                }
            }
        }
        (Value::Array(list), one) if adds => {
            if !list.iter().any(|known| is_same(known, one)) {
                list.push(one.clone());
            }
        }
        (Value::Object(known), Value::Object(more)) => {
            for (name, value) in more {
                *slot(known, name) = value.clone();
            }
        }
        (place, value) => *place = value.clone(),
    }
}

/// Whether two elements of a list stand for the same.
fn is_same(a: &Value, b: &Value) -> bool {
    match (named(a, "value"), named(b, "value")) {
        (Some(a), Some(b)) => a == b,
        _ => a == b,
    }
}

fn put_part(element: &mut Value, part: Option<&str>, value: &Value) {
    match (element.as_object_mut(), part) {
        (Some(object), Some(part)) => *slot(object, part) = value.clone(),
        (Some(object), None) => {
            for (name, value) in value.as_object().into_iter().flatten() {
                *slot(object, name) = value.clone();
            }
        }
        (None, _) => *element = value.clone(),
    }
}

/// An element for which the filter's comparisons hold.
fn element_like(which: &Filter) -> Value {
    let mut element = json!({});
    fill(&mut element, which);
    element
}

fn fill(element: &mut Value, which: &Filter) {
    match which {
        Filter::And(a, b) => {
            fill(element, a);
            fill(element, b);
        }
        Filter::Is(path, filter::Operator::Equal, value) if path.len() == 1 => {
            element[path[0].as_str()] = value.clone();
        }
        _ => {}
    }
}

fn remove(resource: &mut Value, path: &Path, value: Option<&Value>) -> Result<(), Fault> {
    let object = resource
        .as_object_mut()
        .ok_or_else(|| Fault::syntax("a resource is an object"))?;
    let place = slot(object, &path.attribute);
    match (&path.which, &path.part, place) {
        (None, None, Value::Array(list)) if value.is_some_and(|v| !v.is_null()) => {
            let value = value.cloned().unwrap_or_default();
            let gone = match value {
                Value::Array(all) => all,
                one => vec![one],
            };
            list.retain(|known| !gone.iter().any(|g| is_same(known, g)));
        }
        (None, None, place @ Value::Array(_)) => *place = json!([]),
        (None, None, place) => *place = Value::Null,
        (None, Some(part), Value::Object(inner)) => *slot(inner, part) = Value::Null,
        (Some(which), None, Value::Array(list)) => list.retain(|e| !which.holds(e)),
        (Some(which), Some(part), Value::Array(list)) => {
            for element in list.iter_mut().filter(|e| which.holds(e)) {
                put_part(element, Some(part), &Value::Null);
            }
        }
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ann() -> Value {
        json!({ "userName": "ann@acme.nl", "active": true, "displayName": "Ann",
                "name": { "givenName": "Ann", "familyName": "J" },
                "emails": [{ "value": "ann@acme.nl", "type": "work" }] })
    }

    fn after(resource: Value, operations: Value) -> Result<Value, Fault> {
        let mut resource = resource;
        apply(&mut resource, &json!({ "Operations": operations })).map(|()| resource)
    }

    #[test]
    fn people_change_as_directories_say_it() {
        type Check = (&'static str, Value);
        let cases: Vec<(Value, Check)> = vec![
            // Okta
            (
                json!([{ "op": "replace", "value": { "active": false } }]),
                ("/active", json!(false)),
            ),
            // Entra ID
            (
                json!([{ "op": "Replace", "path": "active", "value": "False" }]),
                ("/active", json!("False")),
            ),
            (
                json!([{ "op": "Add", "path": "displayName", "value": "B" }]),
                ("/displayName", json!("B")),
            ),
            (
                json!([{ "op": "Replace", "value": { "name.givenName": "Bo", "displayName": "Bo J" } }]),
                ("/name/givenName", json!("Bo")),
            ),
            (
                json!([{ "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "b@acme.nl" }]),
                ("/emails/0/value", json!("b@acme.nl")),
            ),
            (
                json!([{ "op": "Add", "path": "emails[type eq \"home\"].value", "value": "h@x.nl" }]),
                ("/emails/1", json!({ "type": "home", "value": "h@x.nl" })),
            ),
            (
                json!([{ "op": "replace", "path": "urn:ietf:params:scim:schemas:core:2.0:User:userName", "value": "b" }]),
                ("/userName", json!("b")),
            ),
            (
                json!([{ "op": "Add", "value": { "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "x" } } }]),
                ("/displayName", json!("Ann")),
            ),
            (
                json!([{ "op": "replace", "path": "name", "value": { "familyName": "K" } }]),
                ("/name", json!({ "givenName": "Ann", "familyName": "K" })),
            ),
            (
                json!([{ "op": "remove", "path": "name.familyName" }]),
                ("/name/familyName", Value::Null),
            ),
            (
                json!([{ "op": "remove", "path": "externalId" }]),
                ("/externalid", Value::Null),
            ),
            (
                json!([{ "op": "remove", "path": "emails[type eq \"work\"]" }]),
                ("/emails", json!([])),
            ),
        ];
        for (operations, (at, wanted)) in cases {
            let changed = after(ann(), operations.clone()).expect("done");
            assert_eq!(changed.pointer(at), Some(&wanted), "{operations}");
        }
    }

    #[test]
    fn members_come_and_go() {
        let team = json!({ "displayName": "T", "members": [{ "value": "a" }, { "value": "b" }] });
        let cases = [
            (
                json!([{ "op": "Add", "path": "members", "value": [{ "value": "c" }, { "value": "a" }] }]),
                "abc",
            ),
            (
                json!([{ "op": "add", "path": "members", "value": { "value": "c" } }]),
                "abc",
            ),
            (
                json!([{ "op": "Remove", "path": "members", "value": [{ "value": "a" }] }]),
                "b",
            ),
            (
                json!([{ "op": "remove", "path": "members[value eq \"b\"]" }]),
                "a",
            ),
            (json!([{ "op": "remove", "path": "members" }]), ""),
            (
                json!([{ "op": "replace", "path": "members", "value": [{ "value": "x" }] }]),
                "x",
            ),
            (
                json!([{ "op": "replace", "value": { "displayName": "U", "members": [] } }]),
                "",
            ),
            (
                json!([{ "op": "add", "value": { "members": [{ "value": "c" }] } }]),
                "abc",
            ),
            (
                json!([{ "op": "remove", "path": "members[value eq \"a\"]" },
                    { "op": "add", "path": "members", "value": [{ "value": "a" }] }]),
                "ba",
            ),
        ];
        for (operations, wanted) in cases {
            let changed = after(team.clone(), operations.clone()).expect("done");
            let members = changed["members"].as_array().expect("a list");
            let ids: String = members.iter().filter_map(|m| m["value"].as_str()).collect();
            assert_eq!(ids, wanted, "{operations}");
        }
    }

    #[test]
    fn what_is_no_change_is_refused() {
        for wrong in [
            json!([]),
            json!([{ "op": "move", "path": "a", "value": 1 }]),
            json!([{ "op": "remove" }]),
            json!([{ "op": "add" }]),
            json!([{ "op": "replace", "value": "x" }]),
            json!([{ "op": "replace", "path": "emails[", "value": "x" }]),
            json!([{ "op": "replace", "path": "emails[x]", "value": "x" }]),
            json!([{ "op": "replace", "path": "a.b.c", "value": "x" }]),
            json!([{ "op": "replace", "path": "emails[type pr].a b", "value": "x" }]),
            json!(["x"]),
            json!([{ "op": "replace", "path": "id", "value": "x" }]),
            json!([{ "op": "remove", "path": "groups[value eq \"g\"]" }]),
            json!([{ "op": "add", "path": "meta.created", "value": "x" }]),
        ] {
            assert!(after(ann(), wrong.clone()).is_err(), "{wrong}");
        }
        assert!(apply(&mut ann(), &json!({})).is_err());
        assert!(apply(&mut ann(), &json!("x")).is_err());
    }
}

//! Just enough of JSON Schema 2020-12 for the API's description, and stricter in one thing: an
//! object has no properties but those described.

use serde_json::Value;

/// The words of JSON Schema that the description may use.
const WORDS: [&str; 26] = [
    "$ref",
    "type",
    "enum",
    "const",
    "oneOf",
    "anyOf",
    "properties",
    "required",
    "additionalProperties",
    "propertyNames",
    "minProperties",
    "maxProperties",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "default",
    "description",
    "contentMediaType",
    "example",
];
const TYPES: [&str; 7] = [
    "string", "integer", "number", "boolean", "array", "object", "null",
];

/// Everything about the form of `schema` that is not right.
pub fn faults(document: &Value, schema: &Value, place: &str) -> Vec<String> {
    let Some(words) = schema.as_object() else {
        return vec![format!("{place}: a schema is an object")];
    };
    let mut faults: Vec<String> = words
        .keys()
        .filter(|word| !WORDS.contains(&word.as_str()))
        .map(|word| format!("{place}: unknown word {word}"))
        .collect();
    let types = match &schema["type"] {
        Value::Null => Vec::new(),
        Value::Array(several) => several.clone(),
        one => vec![one.clone()],
    };
    if types
        .iter()
        .any(|t| !t.as_str().is_some_and(|t| TYPES.contains(&t)))
    {
        faults.push(format!("{place}: no type of JSON: {}", schema["type"]));
    }
    if let Some(target) = schema["$ref"].as_str()
        && document.pointer(target.trim_start_matches('#')).is_none()
    {
        faults.push(format!("{place}: {target} is nowhere"));
    }
    for name in items(&schema["required"]) {
        let name = name.as_str().unwrap_or_default();
        if schema["properties"].is_object() && schema["properties"][name].is_null() {
            faults.push(format!("{place}: {name} is required but not described"));
        }
    }
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        faults.extend(self::faults(document, property, &format!("{place}/{name}")));
    }
    for word in ["items", "propertyNames", "additionalProperties"] {
        if schema[word].is_object() {
            faults.extend(self::faults(
                document,
                &schema[word],
                &format!("{place}/{word}"),
            ));
        }
    }
    for one in items(&schema["oneOf"]).chain(items(&schema["anyOf"])) {
        faults.extend(self::faults(document, one, place));
    }
    faults
}

/// Why `value` does not fit `schema`, if it doesn't. Patterns are not looked at.
pub fn misfit(document: &Value, schema: &Value, value: &Value, place: &str) -> Option<String> {
    if let Some(target) = schema["$ref"].as_str() {
        let target = document
            .pointer(target.trim_start_matches('#'))
            .expect("references resolve");
        return misfit(document, target, value, place);
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        several => items(several).filter_map(Value::as_str).collect(),
    };
    if !types.is_empty() && !types.iter().any(|t| is_type(value, t)) {
        return Some(format!("{place}: {value} is no {types:?}"));
    }
    let listed = schema["enum"]
        .as_array()
        .is_none_or(|all| all.contains(value));
    let constant = schema.get("const").is_none_or(|only| only == value);
    if !listed || !constant {
        return Some(format!("{place}: {value} is not among the values"));
    }
    let fits = |one: &&Value| misfit(document, one, value, place).is_none();
    let one_of = items(&schema["oneOf"]).filter(fits).count();
    let any_of = items(&schema["anyOf"]).filter(fits).count();
    if (schema["oneOf"].is_array() && one_of != 1) || (schema["anyOf"].is_array() && any_of == 0) {
        return Some(format!(
            "{place}: {value} fits none or several of the choices"
        ));
    }
    match value {
        Value::String(text) => text_misfit(schema, text, place),
        Value::Number(number) => number_misfit(schema, number.as_f64().expect("finite"), place),
        Value::Array(all) => {
            let length = all.len() as u64;
            if !within(schema, "minItems", "maxItems", length) {
                return Some(format!("{place}: {length} items"));
            }
            let item = |(index, one): (usize, &Value)| {
                misfit(document, &schema["items"], one, &format!("{place}/{index}"))
            };
            all.iter().enumerate().find_map(item)
        }
        Value::Object(_) => object_misfit(document, schema, value, place),
        _ => None,
    }
}

fn object_misfit(document: &Value, schema: &Value, value: &Value, place: &str) -> Option<String> {
    let object = value.as_object().expect("an object");
    let missing = items(&schema["required"])
        .filter_map(Value::as_str)
        .find(|name| !object.contains_key(*name));
    if let Some(missing) = missing {
        return Some(format!("{place}: {missing} is not there"));
    }
    object.iter().find_map(|(name, value)| {
        let place = format!("{place}/{name}");
        match (&schema["properties"][name], &schema["additionalProperties"]) {
            (Value::Null, further @ Value::Object(_)) => misfit(document, further, value, &place),
            (Value::Null, _) if schema["properties"].is_object() => {
                Some(format!("{place} is not described"))
            }
            (Value::Null, _) => None,
            (property, _) => misfit(document, property, value, &place),
        }
    })
}

fn text_misfit(schema: &Value, text: &str, place: &str) -> Option<String> {
    let length = text.chars().count() as u64;
    let is_day = |text: &str| {
        let parts: Vec<&str> = text.split('-').collect();
        text.len() == 10 && parts.len() == 3 && parts.iter().all(|p| p.parse::<u16>().is_ok())
    };
    let fits = match schema["format"].as_str() {
        None => true,
        Some("date") => is_day(text),
        Some("date-time") => {
            text.is_char_boundary(10) && is_day(&text[..10]) && text.ends_with('Z')
        }
        Some("uri") => text.starts_with("http"),
        Some(other) => panic!("no format of ours: {other}"),
    };
    (!fits || !within(schema, "minLength", "maxLength", length))
        .then(|| format!("{place}: {text:?} is too long, too short or not of the format"))
}

fn number_misfit(schema: &Value, number: f64, place: &str) -> Option<String> {
    let low = schema["minimum"].as_f64().is_none_or(|low| number >= low);
    let high = schema["maximum"].as_f64().is_none_or(|high| number <= high);
    (!low || !high).then(|| format!("{place}: {number} is out of range"))
}

fn within(schema: &Value, least: &str, most: &str, length: u64) -> bool {
    schema[least].as_u64().is_none_or(|least| length >= least)
        && schema[most].as_u64().is_none_or(|most| length <= most)
}

fn is_type(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => value.is_null(),
    }
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

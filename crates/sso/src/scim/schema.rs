//! What this server says of itself: what it can do, which resources and attributes there are (RFC
//! 7643, 5 to 7).

use platform::clock::SECOND_US;
use serde_json::{Value, json};

use super::group::GROUP;
use super::person::USER;

/// A moment as SCIM writes it.
pub(super) fn time(at_us: i64) -> String {
    // Days to a date by Howard Hinnant's algorithm `civil_from_days`.
    let seconds = at_us.div_euclid(SECOND_US);
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let mp = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// What the server can do.
pub(super) fn config(base: &str, count_max: usize) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": { "supported": true },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": count_max },
        "changePassword": { "supported": false },
        "sort": { "supported": false },
        "etag": { "supported": true },
        "authenticationSchemes": [{
            "type": "oauthbearertoken", "name": "Bearer token", "primary": true,
            "description": "A token made on the page Settings, SCIM",
        }],
        "meta": { "resourceType": "ServiceProviderConfig",
                  "location": format!("{base}/scim/v2/ServiceProviderConfig") },
    })
}

/// The kinds of resources.
pub(super) fn types(base: &str) -> Vec<Value> {
    let kind = |name: &str, schema: &str, description: &str| {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
            "id": name, "name": name, "endpoint": format!("/{name}s"),
            "description": description, "schema": schema,
            "meta": { "resourceType": "ResourceType",
                      "location": format!("{base}/scim/v2/ResourceTypes/{name}") },
        })
    };
    vec![
        kind("User", USER, "A person who works here"),
        kind("Group", GROUP, "A team, or what gives a role"),
    ]
}

/// An attribute: name, type, and what differs from the usual.
fn attribute(name: &str, kind: &str, more: Value) -> Value {
    let mut attribute = json!({
        "name": name, "type": kind, "multiValued": false, "required": false,
        "mutability": "readWrite", "returned": "default",
    });
    if kind == "string" {
        attribute["caseExact"] = json!(false);
        attribute["uniqueness"] = json!("none");
    }
    for (field, value) in more.as_object().into_iter().flatten() {
        attribute[field] = value.clone();
    }
    attribute
}

/// The attributes that are kept; others may be sent and are not.
pub(super) fn schemas(base: &str) -> Vec<Value> {
    let none = || json!({});
    let text = |name: &str| attribute(name, "string", json!({}));
    let read_only = json!({ "mutability": "readOnly" });
    let name =
        json!({ "subAttributes": [text("formatted"), text("givenName"), text("familyName")] });
    let emails = json!({ "multiValued": true, "subAttributes": [
        text("value"), text("type"), attribute("primary", "boolean", none()) ] });
    let member = |kind: &str| {
        json!([
            attribute("value", "string", json!({ "caseExact": true })),
            attribute("display", "string", read_only.clone()),
            attribute("type", "string", read_only.clone()),
            attribute(
                "$ref",
                "reference",
                json!({ "mutability": "readOnly", "referenceTypes": [kind] })
            ),
        ])
    };
    let groups = json!({ "multiValued": true, "mutability": "readOnly",
                         "subAttributes": member("Group") });
    let members = json!({ "multiValued": true, "subAttributes": member("User") });
    let schema = |id: &str, name: &str, attributes: Vec<Value>| {
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
            "id": id, "name": name, "attributes": attributes,
            "meta": { "resourceType": "Schema", "location": format!("{base}/scim/v2/Schemas/{id}") },
        })
    };
    let user_name = json!({ "required": true, "uniqueness": "server" });
    vec![
        schema(
            USER,
            "User",
            vec![
                attribute("userName", "string", user_name),
                attribute("externalId", "string", json!({ "caseExact": true })),
                attribute("name", "complex", name),
                text("displayName"),
                attribute("active", "boolean", none()),
                attribute("preferredLanguage", "string", read_only.clone()),
                attribute("emails", "complex", emails),
                attribute("groups", "complex", groups),
            ],
        ),
        schema(
            GROUP,
            "Group",
            vec![
                attribute(
                    "displayName",
                    "string",
                    json!({ "required": true, "uniqueness": "server" }),
                ),
                attribute("externalId", "string", json!({ "caseExact": true })),
                attribute("members", "complex", members),
            ],
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_utc() {
        for (seconds, wanted) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_767_225_599, "2025-12-31T23:59:59Z"),
            (-1, "1969-12-31T23:59:59Z"),
        ] {
            assert_eq!(time(seconds * SECOND_US), wanted);
        }
    }

    #[test]
    fn every_attribute_that_is_said_is_described() {
        let all = schemas("");
        let names = |index: usize| -> Vec<String> {
            let list = all[index]["attributes"].as_array().expect("a list");
            list.iter()
                .filter_map(|a| a["name"].as_str().map(str::to_owned))
                .collect()
        };
        let person = super::super::person::Person {
            user_id: String::new(),
            email: String::new(),
            name: String::new(),
            language: String::new(),
            is_active: true,
            created_at_us: 0,
            external_id: Some(String::new()),
            user_name: String::new(),
            given_name: String::new(),
            family_name: String::new(),
            groups: Vec::new(),
        };
        for field in person.resource("").as_object().expect("an object").keys() {
            let is_common = field == "id" || field == "schemas";
            assert!(is_common || names(0).contains(field), "{field}");
        }
    }
}

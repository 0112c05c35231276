//! A person as a SCIM user, and back.

use serde_json::{Map, Value, json};

use super::error::Fault;
use super::patch::named;

/// The schema of users.
pub(super) const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

/// A person, with what their directory says of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) user_id: String,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) language: String,
    pub(super) is_active: bool,
    pub(super) created_at_us: i64,
    pub(super) external_id: Option<String>,
    pub(super) user_name: String,
    pub(super) given_name: String,
    pub(super) family_name: String,
    /// Ids and names of their groups.
    pub(super) groups: Vec<(String, String)>,
}

/// What a directory says of somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) user_name: String,
    pub(super) external_id: Option<String>,
    pub(super) given_name: String,
    pub(super) family_name: String,
    /// The whole name; nothing when nothing was said of it.
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
    pub(super) active: Option<bool>,
}

impl Person {
    /// As SCIM says it, without what the server adds.
    pub(super) fn resource(&self, base: &str) -> Value {
        let mut name = Map::from_iter([("formatted".to_owned(), json!(self.name))]);
        for (part, text) in [
            ("givenName", &self.given_name),
            ("familyName", &self.family_name),
        ] {
            if !text.is_empty() {
                name.insert(part.to_owned(), json!(text));
            }
        }
        let groups: Vec<Value> = self
            .groups
            .iter()
            .map(|(id, name)| {
                json!({ "value": id, "display": name, "type": "direct",
                        "$ref": format!("{base}/scim/v2/Groups/{id}") })
            })
            .collect();
        let mut resource = json!({
            "schemas": [USER], "id": self.user_id, "userName": self.user_name, "name": name,
            "displayName": self.name, "active": self.is_active,
            "preferredLanguage": self.language,
            "emails": [{ "value": self.email, "type": "work", "primary": true }],
            "groups": groups,
        });
        if let Some(id) = &self.external_id {
            resource["externalId"] = json!(id);
        }
        resource
    }
}

/// Reads what a directory says of somebody; `before` is how we said it, so that of several places
/// for a name the one that changed counts.
pub(super) fn read(resource: &Value, before: &Value) -> Result<Said, Fault> {
    let user_name = text(resource, "userName")?.unwrap_or_default();
    if user_name.is_empty() {
        return Err(Fault::value("userName is missing"));
    }
    let none = Value::Null;
    let name = named(resource, "name").unwrap_or(&none);
    let given_name = text(name, "givenName")?.unwrap_or_default();
    let family_name = text(name, "familyName")?.unwrap_or_default();
    let before_name = named(before, "name").unwrap_or(&none);
    let changed =
        |now: Option<String>, then: Option<String>| now.filter(|n| then.as_ref() != Some(n));
    let parts = |of: &Value| -> Result<Option<String>, Fault> {
        let both = [text(of, "givenName")?, text(of, "familyName")?];
        let words: Vec<String> = both
            .into_iter()
            .flatten()
            .filter(|w| !w.is_empty())
            .collect();
        Ok((!words.is_empty()).then(|| words.join(" ")))
    };
    let whole = changed(text(resource, "displayName")?, text(before, "displayName")?)
        .or(changed(
            text(name, "formatted")?,
            text(before_name, "formatted")?,
        ))
        .or(changed(parts(name)?, parts(before_name)?))
        .filter(|name| !name.is_empty());
    let email = address(resource)?.or_else(|| {
        let is_address = user_name.contains('@');
        is_address.then(|| user_name.clone())
    });
    Ok(Said {
        external_id: text(resource, "externalId")?.filter(|id| !id.is_empty()),
        user_name,
        given_name,
        family_name,
        name: whole,
        email,
        active: flag(resource, "active")?,
    })
}

/// A text of at most 200 characters on one line.
fn text(object: &Value, field: &str) -> Result<Option<String>, Fault> {
    match named(object, field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => {
            let text = text.trim();
            if text.chars().count() > 200 || text.chars().any(char::is_control) {
                let detail = format!("{field} has at most 200 characters on one line");
                return Err(Fault::value(detail));
            }
            Ok(Some(text.to_owned()))
        }
        Some(_) => Err(Fault::value(format!("{field} is a text"))),
    }
}

/// A boolean, also as Entra ID writes it: "False".
fn flag(object: &Value, field: &str) -> Result<Option<bool>, Fault> {
    match named(object, field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
        Some(Value::String(text)) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
        Some(_) => Err(Fault::value(format!("{field} is true or false"))),
    }
}

/// The address: the primary one, else the one for work, else the first.
fn address(resource: &Value) -> Result<Option<String>, Fault> {
    let Some(Value::Array(all)) = named(resource, "emails") else {
        return Ok(None);
    };
    let is = |e: &Value, primary: bool| {
        if primary {
            flag(e, "primary").ok().flatten() == Some(true)
        } else {
            named(e, "type").and_then(Value::as_str) == Some("work")
        }
    };
    let chosen = all
        .iter()
        .find(|e| is(e, true))
        .or_else(|| all.iter().find(|e| is(e, false)))
        .or(all.first());
    match chosen {
        Some(Value::String(_)) | None => Ok(chosen.and_then(Value::as_str).map(str::to_owned)),
        Some(one) => Ok(text(one, "value")?.filter(|v| !v.is_empty())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ann() -> Person {
        Person {
            user_id: "u1".to_owned(),
            email: "ann@acme.nl".to_owned(),
            name: "Ann Jansen".to_owned(),
            language: "nl".to_owned(),
            is_active: true,
            created_at_us: 0,
            external_id: Some("x".to_owned()),
            user_name: "ann@acme.nl".to_owned(),
            given_name: "Ann".to_owned(),
            family_name: "Jansen".to_owned(),
            groups: vec![("g1".to_owned(), "Sales".to_owned())],
        }
    }

    #[test]
    fn what_we_say_is_read_as_no_change() {
        let said = ann().resource("https://l.example");
        let read = read(&said, &said).expect("readable");
        let wanted = Said {
            user_name: "ann@acme.nl".to_owned(),
            external_id: Some("x".to_owned()),
            given_name: "Ann".to_owned(),
            family_name: "Jansen".to_owned(),
            name: None,
            email: Some("ann@acme.nl".to_owned()),
            active: Some(true),
        };
        assert_eq!(read, wanted);
        assert_eq!(
            said["groups"][0]["$ref"],
            "https://l.example/scim/v2/Groups/g1"
        );
    }

    #[test]
    fn of_several_names_the_changed_one_counts() {
        let before = ann().resource("");
        let name = |at: &str, value: &str| {
            let mut after = before.clone();
            *after.pointer_mut(at).expect("there") = json!(value);
            read(&after, &before).expect("readable").name
        };
        assert_eq!(name("/displayName", "A J").as_deref(), Some("A J"));
        assert_eq!(name("/name/formatted", "A J").as_deref(), Some("A J"));
        assert_eq!(
            name("/name/familyName", "Smit").as_deref(),
            Some("Ann Smit")
        );
        assert_eq!(name("/displayName", ""), None);
        let fresh = json!({ "userName": "b", "name": { "givenName": "Bo", "familyName": "B" } });
        let said = read(&fresh, &Value::Null).expect("readable");
        assert_eq!((said.name.as_deref(), said.email), (Some("Bo B"), None));
    }

    #[test]
    fn addresses_and_flags_come_in_many_forms() {
        let read = |value: Value| {
            let mut resource = json!({ "userName": "ann@upn.nl" });
            for (name, value) in value.as_object().expect("fields") {
                resource[name] = value.clone();
            }
            super::read(&resource, &Value::Null)
        };
        let email = |value: Value| read(json!({ "emails": value })).expect("readable").email;
        assert_eq!(
            email(json!([{ "value": "a@b" }, { "value": "c@d", "primary": "True" }])).as_deref(),
            Some("c@d")
        );
        assert_eq!(
            email(json!([{ "value": "a@b" }, { "value": "c@d", "type": "work" }])).as_deref(),
            Some("c@d")
        );
        assert_eq!(email(json!([{ "value": "a@b" }])).as_deref(), Some("a@b"));
        assert_eq!(email(json!([])).as_deref(), Some("ann@upn.nl"));
        let active = |value: Value| read(json!({ "Active": value })).map(|s| s.active);
        assert_eq!(active(json!("False")).expect("readable"), Some(false));
        assert_eq!(active(json!(true)).expect("readable"), Some(true));
        assert_eq!(active(Value::Null).expect("readable"), None);
        assert!(active(json!(1)).is_err());
        assert!(read(json!({ "userName": "" })).is_err());
        assert!(read(json!({ "userName": 7 })).is_err());
        assert!(read(json!({ "displayName": "a\nb" })).is_err());
        assert!(read(json!({ "displayName": "x".repeat(201) })).is_err());
    }
}

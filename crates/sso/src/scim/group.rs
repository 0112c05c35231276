//! A team, or a role by a group's name, as a SCIM group; and back.

use serde_json::{Value, json};
use user::Role;

use super::error::Fault;
use super::patch::named;

/// The schema of groups.
pub(super) const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// A group of a directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) id: String,
    pub(super) external_id: Option<String>,
    pub(super) name: String,
    /// The team it is.
    pub(super) team_id: Option<String>,
    /// The role it gives.
    pub(super) role: Option<Role>,
    pub(super) created_at_us: i64,
    /// Ids and names of its members.
    pub(super) members: Vec<(String, String)>,
}

/// What a directory says of a group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) name: String,
    pub(super) external_id: Option<String>,
    /// Ids of its members, each once.
    pub(super) members: Vec<String>,
}

impl Group {
    /// As SCIM says it, without what the server adds.
    pub(super) fn resource(&self, base: &str) -> Value {
        let members: Vec<Value> = self
            .members
            .iter()
            .map(|(id, name)| {
                json!({ "value": id, "display": name, "type": "User",
                        "$ref": format!("{base}/scim/v2/Users/{id}") })
            })
            .collect();
        let mut resource = json!({
            "schemas": [GROUP], "id": self.id, "displayName": self.name, "members": members,
        });
        if let Some(id) = &self.external_id {
            resource["externalId"] = json!(id);
        }
        resource
    }
}

/// Reads what a directory says of a group.
pub(super) fn read(resource: &Value) -> Result<Said, Fault> {
    let text = |field: &str| match named(resource, field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.trim().to_owned())),
        Some(_) => Err(Fault::value(format!("{field} is a text"))),
    };
    let name = text("displayName")?.unwrap_or_default();
    let length = name.chars().count();
    if !(1..=200).contains(&length) || name.chars().any(char::is_control) {
        let detail = "displayName has 1 to 200 characters on one line";
        return Err(Fault::value(detail));
    }
    let mut members = Vec::new();
    match named(resource, "members") {
        None | Some(Value::Null) => {}
        Some(Value::Array(all)) => {
            for member in all {
                let id = named(member, "value").and_then(Value::as_str);
                let id =
                    id.ok_or_else(|| Fault::value("a member has a value: the id of a user"))?;
                if !members.iter().any(|known| known == id) {
                    members.push(id.to_owned());
                }
            }
        }
        Some(_) => return Err(Fault::value("members is a list")),
    }
    Ok(Said {
        name,
        external_id: text("externalId")?.filter(|id| !id.is_empty()),
        members,
    })
}

/// The role of somebody in these groups: the one that may most. Nothing when none gives a role.
pub(super) fn role_of(given: &[Role]) -> Option<Role> {
    Role::ALL.into_iter().find(|role| given.contains(role))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_read_or_refused() {
        let said = read(&json!({
            "displayName": " Sales ", "externalId": "x",
            "members": [{ "value": "a" }, { "value": "b", "display": "B" }, { "value": "a" }],
        }));
        let said = said.expect("readable");
        assert_eq!(
            (said.name.as_str(), said.members.join("")),
            ("Sales", "ab".to_owned())
        );
        for wrong in [
            json!({}),
            json!({ "displayName": "" }),
            json!({ "displayName": 7 }),
            json!({ "displayName": "a\nb" }),
            json!({ "displayName": "a", "members": "b" }),
            json!({ "displayName": "a", "members": [{}] }),
            json!({ "displayName": "a", "members": ["b"] }),
        ] {
            assert!(read(&wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn of_several_roles_the_one_that_may_most_counts() {
        assert_eq!(
            role_of(&[Role::Viewer, Role::Director, Role::Lead]),
            Some(Role::Director)
        );
        assert_eq!(role_of(&[]), None);
    }
}

//! The verbs of SCIM: each in one transaction, by the rules that hold for people on the pages too.

use platform::{DbError, Problem, Tx, id};
use serde_json::{Value, json};
use user::audit::{self, By, Note};
use user::people::provision::{self, Wanted};
use user::{Role, Viewer};

use super::error::Fault;
use super::group::{self, Group};
use super::person::{self, Person, Said};
use super::{patch, store};
use crate::store as providers;

/// The role of somebody a directory made, until a group gives another.
const USUAL_ROLE: Role = Role::Employee;

/// What makes of a resource what it is to be.
pub(super) type Change<'a> = &'a dyn Fn(&mut Value) -> Result<(), Fault>;

/// Which version of a resource a client changes: by the weak hash of what it read.
pub(super) type Matches<'a> = &'a dyn Fn(&Value) -> bool;

/// What a directory keeps here, as its handlers need it: people and groups. Each verb is one
/// transaction; a resource is named by workspace and id.
pub(super) trait Resource: Sized + Send + 'static {
    /// Its `resourceType`, in the singular.
    const KIND: &'static str;
    /// The attribute, in lower case, that [`Resource::all`] can look for.
    const NAMED_BY: &'static str;

    /// As SCIM says it, without what the server adds.
    fn resource(&self, base: &str) -> Value;

    /// When it was made, UTC microseconds.
    fn created_at_us(&self) -> i64;

    /// All of a workspace, oldest first; at least those with this name and external id.
    fn all(
        tx: &mut Tx<'_>,
        workspace_id: &str,
        by: (Option<&str>, Option<&str>),
    ) -> Result<Vec<Self>, DbError>;

    /// The one with this id.
    fn one(tx: &mut Tx<'_>, which: (&str, &str)) -> Result<Self, Fault>;

    /// Makes one of what a client sent.
    fn make(
        tx: &mut Tx<'_>,
        workspace_id: &str,
        resource: &Value,
        now_us: i64,
    ) -> Result<Self, Fault>;

    /// Changes it to what `change` makes of how it is.
    fn change(
        tx: &mut Tx<'_>,
        which: (&str, &str),
        matches: Matches<'_>,
        change: (Change<'_>, i64),
    ) -> Result<Self, Fault>;

    /// Takes it away.
    fn delete(
        tx: &mut Tx<'_>,
        which: (&str, &str),
        matches: Matches<'_>,
        now_us: i64,
    ) -> Result<(), Fault>;
}

impl Resource for Person {
    const KIND: &'static str = "User";
    const NAMED_BY: &'static str = "username";

    fn resource(&self, base: &str) -> Value {
        self.resource(base)
    }

    fn created_at_us(&self) -> i64 {
        self.created_at_us
    }

    fn all(
        tx: &mut Tx<'_>,
        workspace_id: &str,
        by: (Option<&str>, Option<&str>),
    ) -> Result<Vec<Self>, DbError> {
        store::people(tx, workspace_id, by)
    }

    fn one(tx: &mut Tx<'_>, which: (&str, &str)) -> Result<Self, Fault> {
        store::by_id(tx, which)?.ok_or_else(|| Fault::missing("user"))
    }

    fn make(
        tx: &mut Tx<'_>,
        workspace_id: &str,
        resource: &Value,
        now_us: i64,
    ) -> Result<Self, Fault> {
        make_person(tx, workspace_id, resource, now_us)
    }

    fn change(
        tx: &mut Tx<'_>,
        which: (&str, &str),
        matches: Matches<'_>,
        change: (Change<'_>, i64),
    ) -> Result<Self, Fault> {
        change_person(tx, which, matches, change)
    }

    fn delete(
        tx: &mut Tx<'_>,
        which: (&str, &str),
        matches: Matches<'_>,
        now_us: i64,
    ) -> Result<(), Fault> {
        delete_person(tx, which, matches, now_us)
    }
}

impl Resource for Group {
    const KIND: &'static str = "Group";
    const NAMED_BY: &'static str = "displayname";

    fn resource(&self, base: &str) -> Value {
        self.resource(base)
    }

    fn created_at_us(&self) -> i64 {
        self.created_at_us
    }

    fn all(
        tx: &mut Tx<'_>,
        workspace_id: &str,
        _: (Option<&str>, Option<&str>),
    ) -> Result<Vec<Self>, DbError> {
        // There are few; the filter finds those that are meant.
        store::groups(tx, workspace_id)
    }

    fn one(tx: &mut Tx<'_>, which: (&str, &str)) -> Result<Self, Fault> {
        store::group_by_id(tx, which)?.ok_or_else(|| Fault::missing("group"))
    }

    fn make(
        tx: &mut Tx<'_>,
        workspace_id: &str,
        resource: &Value,
        now_us: i64,
    ) -> Result<Self, Fault> {
        make_group(tx, workspace_id, resource, now_us)
    }

    fn change(
        tx: &mut Tx<'_>,
        which: (&str, &str),
        matches: Matches<'_>,
        change: (Change<'_>, i64),
    ) -> Result<Self, Fault> {
        change_group(tx, which, matches, change)
    }

    fn delete(
        tx: &mut Tx<'_>,
        which: (&str, &str),
        matches: Matches<'_>,
        now_us: i64,
    ) -> Result<(), Fault> {
        delete_group(tx, which, matches, now_us)
    }
}

fn by(workspace_id: &str) -> By<'_> {
    By::System {
        workspace_id,
        name: "scim",
    }
}

/// Problems of people in the words of SCIM.
fn fault(problem: Problem) -> Fault {
    match problem {
        Problem::Conflict(text) => Fault::taken(text),
        other => other.into(),
    }
}

/// Makes somebody; who was deleted before is brought back.
fn make_person(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    resource: &Value,
    now_us: i64,
) -> Result<Person, Fault> {
    let said = person::read(resource, &Value::Null)?;
    let email = said.email.as_deref();
    let email = email.ok_or_else(|| Fault::value("emails is missing, and userName is none"))?;
    let holder = store::holder(tx, workspace_id, (&said.user_name, email))?;
    let user_id = match holder {
        Some((user_id, true)) => {
            keep(tx, (workspace_id, &user_id), &said, (Some(true), now_us))?;
            user_id
        }
        Some(_) => {
            let text = "somebody has this user name or address already";
            return Err(Fault::taken(text));
        }
        None => {
            let name = said.name.as_deref().unwrap_or_default();
            let who = (workspace_id, email, name);
            let user_id =
                provision::make(tx, by(workspace_id), who, (USUAL_ROLE, now_us)).map_err(fault)?;
            keep(tx, (workspace_id, &user_id), &said, (None, now_us))?;
            user_id
        }
    };
    Person::one(tx, (workspace_id, &user_id))
}

/// Stores what was said of somebody.
fn keep(
    tx: &mut Tx<'_>,
    person: (&str, &str),
    said: &Said,
    (unless_said, now_us): (Option<bool>, i64),
) -> Result<(), Fault> {
    let wanted = Wanted {
        name: said.name.clone(),
        email: said.email.clone(),
        active: said.active.or(unless_said),
        ..Wanted::default()
    };
    store::keep(tx, person, said)?;
    provision::keep(tx, by(person.0), person, (&wanted, now_us)).map_err(fault)?;
    Ok(())
}

/// Changes somebody to what `change` makes of how they are.
fn change_person(
    tx: &mut Tx<'_>,
    who: (&str, &str),
    matches: Matches<'_>,
    (change, now_us): (Change<'_>, i64),
) -> Result<Person, Fault> {
    let known = Person::one(tx, who)?;
    let before = known.resource("");
    if !matches(&before) {
        return Err(Fault::changed());
    }
    let mut after = before.clone();
    change(&mut after)?;
    let said = person::read(&after, &before)?;
    let email = said.email.as_deref().unwrap_or(&known.email);
    match store::holder(tx, who.0, (&said.user_name, email))? {
        Some((holder, _)) if holder != who.1 => {
            let text = "somebody has this user name or address already";
            return Err(Fault::taken(text));
        }
        _ => keep(tx, who, &said, (None, now_us))?,
    }
    Person::one(tx, who)
}

/// What `PUT` does: what is sent, instead of what was.
pub(super) fn replaced(before: &mut Value, sent: &Value) {
    let mut after = sent.clone();
    // Who isn't said to be active or not stays it.
    if let Some(fields) = after.as_object_mut()
        && patch::named(sent, "active").is_none()
    {
        fields.insert("active".to_owned(), before["active"].clone());
    }
    *before = after;
}

/// Switches somebody off; for the client they are not there any more.
fn delete_person(
    tx: &mut Tx<'_>,
    who: (&str, &str),
    matches: Matches<'_>,
    now_us: i64,
) -> Result<(), Fault> {
    let known = Person::one(tx, who)?;
    if !matches(&known.resource("")) {
        return Err(Fault::changed());
    }
    let wanted = Wanted {
        active: Some(false),
        ..Wanted::default()
    };
    provision::keep(tx, by(who.0), who, (&wanted, now_us)).map_err(fault)?;
    store::gone(tx, (who.0, &known))?;
    Ok(())
}

/// Makes a group: it gives the role that the settings map its name to, and is a team otherwise.
fn make_group(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    resource: &Value,
    now_us: i64,
) -> Result<Group, Fault> {
    let said = group::read(resource)?;
    let all = store::groups(tx, workspace_id)?;
    if all.iter().any(|g| is_namesake(g, &said.name)) {
        return Err(Fault::taken("a group has this name already"));
    }
    let provider = providers::of_workspace(tx, workspace_id)?;
    let mapped = provider
        .iter()
        .flat_map(|provider| &provider.mapping)
        .find(|line| line.group == said.name);
    let (role, team_id) = match mapped {
        Some(line) => (Some(line.role), line.team_id.clone()),
        None => (
            None,
            Some(own_team(tx, (workspace_id, &said.name), now_us)?),
        ),
    };
    let group = Group {
        id: id::new(),
        external_id: said.external_id.clone(),
        name: said.name.clone(),
        team_id,
        role,
        created_at_us: now_us,
        members: Vec::new(),
    };
    store::add_group(tx, workspace_id, &group)?;
    let note = Note::new("scim.group_created", &group.id);
    audit::note(tx, by(workspace_id), note, now_us)?;
    set_members(tx, (workspace_id, &group), &said.members, now_us)?;
    Group::one(tx, (workspace_id, &group.id))
}

/// Whether a group has this name: in whatever case, as the schema says.
fn is_namesake(group: &Group, name: &str) -> bool {
    group.name.to_lowercase() == name.to_lowercase()
}

fn own_team(
    tx: &mut Tx<'_>,
    (workspace_id, name): (&str, &str),
    now_us: i64,
) -> Result<String, Fault> {
    let new_id = id::new();
    let (team_id, is_new) = store::team_named(tx, (workspace_id, name), (&new_id, now_us))?;
    if is_new {
        audit::note(
            tx,
            by(workspace_id),
            Note::new("team.created", &team_id),
            now_us,
        )?;
    }
    Ok(team_id)
}

/// Changes a group to what `change` makes of how it is.
fn change_group(
    tx: &mut Tx<'_>,
    (workspace_id, group_id): (&str, &str),
    matches: Matches<'_>,
    (change, now_us): (Change<'_>, i64),
) -> Result<Group, Fault> {
    let known = Group::one(tx, (workspace_id, group_id))?;
    let mut resource = known.resource("");
    if !matches(&resource) {
        return Err(Fault::changed());
    }
    change(&mut resource)?;
    let said = group::read(&resource)?;
    let mut after = known.clone();
    after.external_id.clone_from(&said.external_id);
    if said.name != known.name {
        let all = store::groups(tx, workspace_id)?;
        let is_other = |g: &&Group| g.id != known.id;
        if all
            .iter()
            .filter(is_other)
            .any(|g| is_namesake(g, &said.name))
        {
            return Err(Fault::taken("a group has this name already"));
        }
        after.name.clone_from(&said.name);
        // A team that is the group is called like it; one that a mapping names keeps its name.
        if let (Some(team_id), None) = (&known.team_id, known.role) {
            store::rename_team(tx, (workspace_id, team_id), &said.name)?;
            let note = Note::new("team.changed", team_id).with(json!({ "changed": ["name"] }));
            audit::note(tx, by(workspace_id), note, now_us)?;
        }
    }
    store::set_group(tx, workspace_id, &after)?;
    set_members(tx, (workspace_id, &known), &said.members, now_us)?;
    Group::one(tx, (workspace_id, group_id))
}

/// Takes a group away; its team stays, without those who were in it by the group.
fn delete_group(
    tx: &mut Tx<'_>,
    (workspace_id, group_id): (&str, &str),
    matches: Matches<'_>,
    now_us: i64,
) -> Result<(), Fault> {
    let known = Group::one(tx, (workspace_id, group_id))?;
    if !matches(&known.resource("")) {
        return Err(Fault::changed());
    }
    set_members(tx, (workspace_id, &known), &[], now_us)?;
    store::remove_group(tx, (workspace_id, group_id))?;
    let note = Note::new("scim.group_removed", group_id);
    audit::note(tx, by(workspace_id), note, now_us)?;
    Ok(())
}

/// Says what a group is: a team, or what gives `role`. What its members may do follows.
pub(super) fn set_role(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    group_id: &str,
    (role, now_us): (Option<Role>, i64),
) -> Result<(), Fault> {
    let workspace_id = viewer.workspace_id.as_str();
    let known = Group::one(tx, (workspace_id, group_id))?;
    let mut after = known.clone();
    after.role = role;
    if role.is_none() && after.team_id.is_none() {
        after.team_id = Some(own_team(tx, (workspace_id, &known.name), now_us)?);
    }
    store::set_group(tx, workspace_id, &after)?;
    let detail = json!({ "role": role.map(Role::as_str) });
    let note = Note::new("scim.group_changed", group_id).with(detail);
    audit::note(tx, viewer, note, now_us)?;
    for (user_id, _) in &known.members {
        settle(tx, (workspace_id, user_id), (&known, now_us))?;
    }
    Ok(())
}

fn set_members(
    tx: &mut Tx<'_>,
    (workspace_id, group): (&str, &Group),
    members: &[String],
    now_us: i64,
) -> Result<(), Fault> {
    let here = (workspace_id, group.id.as_str());
    for (user_id, _) in &group.members {
        if !members.contains(user_id) {
            store::remove_member(tx, here, user_id)?;
            settle(tx, (workspace_id, user_id), (group, now_us))?;
        }
    }
    for user_id in members {
        if group.members.iter().any(|(known, _)| known == user_id) {
            continue;
        }
        if store::by_id(tx, (workspace_id, user_id))?.is_none() {
            return Err(Fault::value(format!("there is no user {user_id:?}")));
        }
        store::add_member(tx, here, user_id)?;
        settle(tx, (workspace_id, user_id), (group, now_us))?;
    }
    Ok(())
}

/// Makes role and team of somebody follow from their groups, after `changed` took them in or let
/// them go. Who was in no group with a role keeps theirs.
fn settle(
    tx: &mut Tx<'_>,
    (workspace_id, user_id): (&str, &str),
    (changed, now_us): (&Group, i64),
) -> Result<(), Fault> {
    let groups = store::groups_of(tx, (workspace_id, user_id))?;
    let roles: Vec<Role> = groups.iter().filter_map(|g| g.role).collect();
    let role = group::role_of(&roles).or(changed.role.map(|_| USUAL_ROLE));
    let is_in = groups.iter().any(|g| g.id == changed.id);
    let team = match &changed.team_id {
        // The group they came into last says which team it is.
        Some(team_id) if is_in => Some(Some(team_id.clone())),
        Some(team_id) => {
            let present = store::team_of(tx, (workspace_id, user_id))?;
            (present.as_ref() == Some(team_id))
                .then(|| groups.iter().rev().find_map(|g| g.team_id.clone()))
        }
        None => None,
    };
    let wanted = Wanted {
        role,
        team_id: team,
        ..Wanted::default()
    };
    let who = (workspace_id, user_id);
    provision::keep(tx, by(workspace_id), who, (&wanted, now_us)).map_err(fault)?;
    Ok(())
}

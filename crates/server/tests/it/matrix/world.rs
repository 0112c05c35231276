//! The world of the matrix: a tree of teams, in each an employee with an account, a contact, an
//! answer, a case and an action; the same in another workspace; and somebody of every role.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::{PASSWORD, Reply, Server, eventually};

/// Where an object is, seen from the team `own`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Own,
    Child,
    Sibling,
    Parent,
    OtherWorkspace,
}

impl Place {
    pub const ALL: [Self; 5] = [
        Self::Own,
        Self::Child,
        Self::Sibling,
        Self::Parent,
        Self::OtherWorkspace,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Child => "child",
            Self::Sibling => "sibling",
            Self::Parent => "parent",
            Self::OtherWorkspace => "other",
        }
    }
}

/// Ids of the objects of one place by noun.
pub type Objects = BTreeMap<&'static str, String>;

/// What somebody may do, as the roles say.
#[derive(Clone, Copy, Debug)]
pub struct May {
    pub see_everything: bool,
    pub work: bool,
    pub manage: bool,
    pub write: bool,
}

/// How somebody proves who they are.
#[derive(Clone, Debug)]
pub enum Proof {
    None,
    Cookie(String),
    Key(String),
}

/// Somebody who asks.
#[derive(Clone, Debug)]
pub struct Identity {
    pub name: &'static str,
    pub proof: Proof,
    pub may: May,
    /// Who they are, when they are a person.
    pub person: Option<String>,
    /// Where they see what there is.
    pub sees: Vec<Place>,
}

pub struct World {
    pub server: Server,
    pub places: BTreeMap<Place, Objects>,
    pub identities: Vec<Identity>,
    /// A key of the other workspace, of scope write.
    other_key: String,
}

/// A workspace as programs see it.
pub struct Api<'a> {
    pub server: &'a Server,
    pub key: &'a str,
}

impl Api<'_> {
    pub fn send(&self, method: &str, path: &str, body: &Value) -> Reply {
        let request = self.server.request(method, path);
        let request = request.header("Authorization", &format!("Bearer {}", self.key));
        request.json(body).send()
    }

    pub fn made(&self, path: &str, body: &Value, id: &str) -> String {
        let reply = self.send("POST", path, body);
        assert!(
            [200, 201].contains(&reply.status),
            "{path}: {}",
            reply.text()
        );
        let body = reply.json();
        let own = if body["contact"].is_object() {
            &body["contact"][id]
        } else {
            &body[id]
        };
        own.as_str().expect("an id").to_owned()
    }

    /// One place: a team with an employee, and all that is theirs.
    fn place(&self, place: Place, parent: Option<&str>) -> Objects {
        let name = place.name();
        let mut all = Objects::new();
        let team = json!({ "name": format!("Team {name}"), "parent_id": parent });
        all.insert("team", self.made("/api/v1/teams", &team, "team_id"));
        let address = format!("e-{name}@example.com");
        add(self.server, place, &address, "employee");
        let person = self.person(&address, &all["team"]);
        all.insert("person", person);
        let account = json!({
            "name": format!("Account {name}"), "external_id": format!("a-{name}"),
            "responsibilities": { "responsible": [address] },
        });
        all.insert(
            "account",
            self.made("/api/v1/accounts", &account, "account_id"),
        );
        let customer = format!("c-{name}@them.example");
        let contact = json!({
            "email": customer, "name": format!("Customer {name}"),
            "account": { "external_id": format!("a-{name}") },
        });
        all.insert(
            "contact",
            self.made("/api/v1/contacts", &contact, "contact_id"),
        );
        let survey = json!({ "template": "relational-nps", "title": format!("Survey {name}") });
        all.insert("survey", self.made("/api/v1/surveys", &survey, "id"));
        let survey = format!("/api/v1/surveys/{}", all["survey"]);
        let published = self.send("POST", &format!("{survey}/publish"), &json!({}));
        assert_eq!(published.status, 200, "{}", published.text());
        let answer = json!({
            "answers": { "recommend": 3, "why": format!("Too slow for {name}") },
            "attributes": { "email": customer, "served_by": address },
        });
        let response = self.made(&format!("{survey}/responses"), &answer, "id");
        all.insert("response", response);
        let theme = json!({ "name": "Speed", "rules": "slow*" });
        all.insert(
            "theme",
            self.made(&format!("{survey}/themes"), &theme, "id"),
        );
        let case = json!({
            "title": format!("Call {name}"), "owner_id": all["person"],
            "account_id": all["account"], "notify": false,
        });
        all.insert("case", self.made("/api/v1/cases", &case, "case_id"));
        let action = json!({
            "title": format!("Act {name}"), "level": "customer", "owner_id": all["person"],
        });
        all.insert("action", self.made("/api/v1/actions", &action, "id"));
        let improvement = json!({ "title": format!("Improve {name}") });
        let made = self.made("/api/v1/improvements", &improvement, "id");
        all.insert("improvement", made);
        all
    }

    pub fn id_of(&self, address: &str) -> String {
        let reply = self.send("GET", &format!("/api/v1/people?q={address}"), &Value::Null);
        let id = reply.json()["people"][0]["user_id"].clone();
        id.as_str().expect("an id").to_owned()
    }

    fn person(&self, address: &str, team_id: &str) -> String {
        let id = self.id_of(address);
        let change = json!({ "team_id": team_id });
        let moved = self.send("PATCH", &format!("/api/v1/people/{id}"), &change);
        assert_eq!(moved.status, 200, "{}", moved.text());
        id
    }

    /// Waits until the answer is heard of, and so belongs to whoever served.
    fn heard(&self, objects: &Objects) {
        let path = format!(
            "/api/v1/accounts/{}/timeline?kind=answer",
            objects["account"]
        );
        eventually("the answer is heard of", || {
            let reply = self.send("GET", &path, &Value::Null).json();
            let entries = reply["entries"].as_array().map_or(0, Vec::len);
            (entries == 1).then_some(())
        });
    }
}

/// Adds somebody to the workspace of a place.
pub fn add(server: &Server, place: Place, address: &str, role: &str) {
    let workspace = match place {
        Place::OtherWorkspace => "Other",
        _ => "Acme",
    };
    let arguments = [
        "user",
        "add",
        "--workspace",
        workspace,
        "--email",
        address,
        "--role",
        role,
        "--password-stdin",
    ];
    let output = server.command(&arguments, PASSWORD);
    assert!(output.status.success(), "{output:?}");
}

impl World {
    pub fn new(server: Server) -> Self {
        let arguments = [
            "workspace",
            "add",
            "--name",
            "Other",
            "--email",
            "other@example.com",
            "--password-stdin",
        ];
        let output = server.command(&arguments, PASSWORD);
        assert!(output.status.success(), "{output:?}");
        let arguments = [
            "api-key",
            "create",
            "--workspace",
            "Other",
            "--scope",
            "write",
        ];
        let output = server.command(&arguments, "");
        assert!(output.status.success(), "{output:?}");
        let other_key = String::from_utf8(output.stdout).expect("text");
        let mut places = BTreeMap::new();
        let own = Api {
            server: &server,
            key: &server.key,
        };
        let other = Api {
            server: &server,
            key: other_key.trim(),
        };
        let parent = own.place(Place::Parent, None);
        let team = own.place(Place::Own, Some(&parent["team"]));
        places.insert(Place::Child, own.place(Place::Child, Some(&team["team"])));
        places.insert(
            Place::Sibling,
            own.place(Place::Sibling, Some(&parent["team"])),
        );
        places.insert(
            Place::OtherWorkspace,
            other.place(Place::OtherWorkspace, None),
        );
        let within = team["team"].clone();
        places.insert(Place::Parent, parent);
        places.insert(Place::Own, team);
        for (place, objects) in &places {
            match place {
                Place::OtherWorkspace => other.heard(objects),
                _ => own.heard(objects),
            }
        }
        for role in [
            "lead",
            "director",
            "analyst",
            "programme_manager",
            "administrator",
            "viewer",
        ] {
            add(&server, Place::Own, &format!("{role}@example.com"), role);
        }
        let lead = own.person("lead@example.com", &within);
        for (place, objects) in &mut places {
            let colleague = match place {
                Place::OtherWorkspace => objects["person"].clone(),
                _ => lead.clone(),
            };
            objects.insert("colleague", colleague);
        }
        let identities = identities(&server, &own);
        let other_key = other.key.to_owned();
        Self {
            server,
            places,
            identities,
            other_key,
        }
    }

    /// Whoever is called so.
    pub fn identity(&self, name: &str) -> &Identity {
        let found = self.identities.iter().find(|who| who.name == name);
        found.expect("somebody of that name")
    }

    /// A key of scope write of the workspace of a place.
    pub fn key(&self, place: Place) -> &str {
        match place {
            Place::OtherWorkspace => &self.other_key,
            _ => &self.server.key,
        }
    }
}

fn identities(server: &Server, api: &Api<'_>) -> Vec<Identity> {
    let may = |flags: [bool; 4]| May {
        see_everything: flags[0],
        work: flags[1],
        manage: flags[2],
        write: flags[3],
    };
    let everywhere = &Place::ALL[..4];
    let (yes, no) = (true, false);
    let people: [(&str, &str, [bool; 4], &[Place]); 8] = [
        ("employee", "e-own", [no, yes, no, no], &[Place::Own]),
        (
            "lead",
            "lead",
            [no, yes, no, no],
            &[Place::Own, Place::Child],
        ),
        ("director", "director", [yes, yes, no, no], everywhere),
        ("analyst", "analyst", [yes, no, no, no], everywhere),
        (
            "programme manager",
            "programme_manager",
            [yes, yes, yes, no],
            everywhere,
        ),
        ("administrator", "administrator", [yes; 4], everywhere),
        ("installer", "admin", [yes; 4], everywhere),
        ("viewer", "viewer", [yes, no, no, no], everywhere),
    ];
    let mut all = vec![Identity {
        name: "anonymous",
        proof: Proof::None,
        may: may([no; 4]),
        person: None,
        sees: Vec::new(),
    }];
    for (name, address, flags, sees) in people {
        let email = format!("{address}@example.com");
        let cookie = server.log_in_as(&email, PASSWORD);
        all.push(Identity {
            name,
            person: Some(api.id_of(&email)),
            proof: Proof::Cookie(cookie),
            may: may(flags),
            sees: sees.to_vec(),
        });
    }
    for (name, key, flags) in [
        ("API read key", &server.read_key, [yes, no, no, no]),
        ("API write key", &server.key, [yes; 4]),
    ] {
        all.push(Identity {
            name,
            proof: Proof::Key(key.clone()),
            person: None,
            may: may(flags),
            sees: everywhere.to_vec(),
        });
    }
    all
}

//! The rest of the world: teams of five, so that they can have targets; somebody who leads at each
//! place; and the things of `kinds`.

use std::collections::BTreeMap;

use serde_json::json;

use super::kinds::{Maker, Outside};
use super::sight::OF_ALL;
use super::world::{Api, Objects, Place, World, add};
use crate::harness::{PASSWORD, Server};

/// What lies at every place, in the order it can be made.
const OF_PLACES: [&str; 7] = [
    "invitation",
    "dashboard",
    "link",
    "report",
    "target",
    "coaching",
    "entry",
];
/// What is of a whole workspace, in the order it can be made.
const OF_WORKSPACES: [&str; 9] = [
    "programme",
    "source",
    "rule",
    "cause",
    "view",
    "role",
    "webhook",
    "delivery",
    "push",
];
/// People added to each team: with the employee of the place these are enough for a target.
const MORE: usize = 4;

/// Whoever makes things at each place.
pub struct Makers {
    outside: Outside,
    /// Session of the employee, session of whoever leads, key of the workspace.
    by_place: BTreeMap<Place, [String; 3]>,
}

impl Makers {
    /// Whoever makes things at a place.
    pub fn at<'a>(&'a self, server: &'a Server, place: Place) -> Maker<'a> {
        let [owner, lead, key] = &self.by_place[&place];
        let api = Api { server, key };
        let outside = &self.outside;
        Maker {
            api,
            owner,
            lead,
            outside,
        }
    }
}

impl World {
    /// A world with all there is. Its server may call this machine.
    pub fn complete(server: Server, outside: Outside) -> (Self, Makers) {
        let mut world = Self::new(server);
        let mut by_place = BTreeMap::new();
        for place in Place::ALL {
            let key = world.key(place).to_owned();
            let team = world.places[&place]["team"].clone();
            let lead = staff(&world.server, place, (&key, &team));
            let session = |address: &str| world.server.log_in_as(address, PASSWORD);
            let owner = session(&format!("e-{}@example.com", place.name()));
            by_place.insert(place, [owner, session(&lead), key]);
        }
        let makers = Makers { outside, by_place };
        for place in [Place::Own, Place::OtherWorkspace] {
            let maker = makers.at(&world.server, place);
            let mut objects = world.places[&place].clone();
            objects.insert("workspace", workspace(&maker, place));
            maker.connect(&mut objects);
            make(&maker, &OF_WORKSPACES, &mut objects);
            world.places.insert(place, objects);
        }
        for place in Place::ALL {
            let mut objects = world.places[&place].clone();
            if place != Place::OtherWorkspace {
                let own = &world.places[&Place::Own];
                let of_all = OF_ALL.iter().map(|noun| (*noun, own[noun].clone()));
                objects.extend(of_all);
            }
            objects.insert("told", makers.outside.told().to_owned());
            objects.insert("company", makers.outside.company().to_owned());
            let maker = makers.at(&world.server, place);
            make(&maker, &OF_PLACES, &mut objects);
            world.places.insert(place, objects);
        }
        (world, makers)
    }
}

fn make(maker: &Maker<'_>, nouns: &[&'static str], objects: &mut Objects) {
    for noun in nouns {
        assert!(maker.renew(noun, objects), "how is {noun} made?");
    }
}

/// The id of the workspace of a place, as its installation knows it.
fn workspace(maker: &Maker<'_>, place: Place) -> String {
    let server = maker.api.server;
    let cookie = server.log_in();
    let request = server.request("GET", "/api/v1/workspaces");
    let all = request.header("Cookie", &cookie).send().json();
    let mut all = all["workspaces"].as_array().expect("a list").iter();
    let is_other = place == Place::OtherWorkspace;
    let found = all.find(|own| (own["name"] == "Other") == is_other);
    let id = &found.expect("a workspace")["workspace_id"];
    id.as_str().expect("an id").to_owned()
}

/// Adds people to a team; the address of whoever leads it.
fn staff(server: &Server, place: Place, (key, team_id): (&str, &str)) -> String {
    let api = Api { server, key };
    let join = |user_id: &str| {
        let team = json!({ "team_id": team_id });
        let moved = api.send("PATCH", &format!("/api/v1/people/{user_id}"), &team);
        assert_eq!(moved.status, 200, "{}", moved.text());
    };
    for number in 0..MORE {
        let email = format!("more{number}-{}@example.com", place.name());
        join(&api.made("/api/v1/people", &json!({ "email": email }), "user_id"));
    }
    if place == Place::Own {
        return "lead@example.com".to_owned();
    }
    let lead = format!("lead-{}@example.com", place.name());
    add(server, place, &lead, "lead");
    join(&api.id_of(&lead));
    lead
}

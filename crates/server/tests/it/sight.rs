//! What people see of one survey that several teams have customers in, and to whom they can give
//! what they have.

use serde_json::{Value, json};

use crate::harness::{Reply, Server, eventually};
use crate::matrix::without_reference;
use crate::matrix::world::{Identity, Place, Proof, World};
use crate::on_both;

on_both!(
    figures_lists_and_files_hold_only_what_is_seen,
    a_case_is_given_to_nobody_out_of_sight,
);

/// A request of somebody.
fn send(world: &World, who: &str, (method, path): (&str, &str), body: Option<&Value>) -> Reply {
    let identity: &Identity = world
        .identities
        .iter()
        .find(|identity| identity.name == who)
        .expect("somebody of that name");
    let request = world.server.request(method, path);
    let request = match &identity.proof {
        Proof::None => request,
        Proof::Cookie(cookie) => request.header("Cookie", cookie),
        Proof::Key(key) => request.header("Authorization", &format!("Bearer {key}")),
    };
    request.maybe_json(body).send()
}

/// A survey with an answer of a customer of each team, and two of the team `own`.
fn shared(world: &World) -> String {
    let server = &world.server;
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let places = [
        Place::Own,
        Place::Own,
        Place::Child,
        Place::Sibling,
        Place::Parent,
    ];
    for (index, place) in places.into_iter().enumerate() {
        let name = place.name();
        let answer = json!({
            "answers": { "recommend": index, "why": format!("Said to {name} {index}") },
            "attributes": { "served_by": format!("e-{name}@example.com"), "team": name },
        });
        let path = format!("/api/v1/surveys/{survey}/responses");
        let reply = server.api("POST", &path, Some(&answer));
        assert_eq!(reply.status, 201, "{}", reply.text());
    }
    survey
}

fn figures_lists_and_files_hold_only_what_is_seen(server: Server) {
    let world = World::new(server);
    let survey = shared(&world);
    let figures = format!("/api/v1/surveys/{survey}/figures");
    let get = |who: &str, path: &str| send(&world, who, ("GET", path), None);
    let total = |who: &str| {
        let reply = get(who, &figures);
        (reply.status == 200).then(|| reply.json()["responses"]["total"].clone())
    };
    eventually("everybody's answers are known", || {
        (total("lead") == Some(json!(3))).then_some(())
    });
    for (who, seen) in [
        ("employee", 2),
        ("lead", 3),
        ("director", 5),
        ("analyst", 5),
        ("viewer", 5),
        ("API read key", 5),
    ] {
        assert_eq!(total(who), Some(json!(seen)), "{who}");
        let list = get(who, &format!("/api/v1/surveys/{survey}/responses")).json();
        assert_eq!(
            list["responses"].as_array().map(Vec::len),
            Some(seen),
            "{who}"
        );
        let file = get(who, &format!("/api/v1/surveys/{survey}/responses.csv"));
        assert_eq!(file.status, 200, "{who}");
        let said = file.text().matches("Said to").count();
        assert_eq!(said, seen, "{who}: {}", file.text());
        let surveys = get(who, "/api/v1/surveys").json();
        let listed = surveys["surveys"].as_array().expect("surveys").iter();
        let own = listed.clone().find(|one| one["id"] == json!(survey));
        assert_eq!(
            own.expect("the survey")["response_count"],
            json!(seen),
            "{who}"
        );
        // By teams nobody sees more than theirs either.
        let split = get(who, &format!("{figures}?by=team")).json();
        let groups = split["by"].as_array().expect("groups").iter();
        let all: u64 = groups
            .map(|group| group["responses"].as_u64().unwrap_or(0))
            .sum();
        assert_eq!(all, seen as u64, "{who}");
        // Nobody gets figures per person.
        for query in [
            "by=served_by",
            "trend=served_by",
            "attribute=served_by:e-own@example.com",
        ] {
            let reply = get(who, &format!("{figures}?{query}"));
            assert_eq!(reply.status, 400, "{who} {query}");
            assert!(
                reply.text().contains("no figures per person"),
                "{}",
                reply.text()
            );
        }
    }
    for (path, foreign) in [
        (format!("/surveys/{survey}/results"), "Said to sibling"),
        (format!("/surveys/{survey}/responses"), "Said to sibling"),
        (
            format!("/surveys/{survey}/themes/comments"),
            "Said to sibling",
        ),
    ] {
        let page = get("lead", &path);
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text().contains("Said to own"), "{path}");
        assert!(!page.text().contains(foreign), "{path}");
    }
}

fn a_case_is_given_to_nobody_out_of_sight(server: Server) {
    let world = World::new(server);
    let id = |place: Place, noun: &str| world.places[&place][noun].clone();
    let case = format!("/api/v1/cases/{}", id(Place::Own, "case"));
    let assign = |who: &str, owner: &str| {
        let body = json!({ "owner_id": owner });
        send(
            &world,
            who,
            ("POST", &format!("{case}/assign")),
            Some(&body),
        )
    };
    for place in [Place::Sibling, Place::Parent, Place::OtherWorkspace] {
        let refused = assign("lead", &id(place, "person"));
        let unknown = assign("lead", "00000000000000000000000000");
        assert_eq!(refused.status, 422, "{}", refused.text());
        let said = [refused, unknown].map(|reply| without_reference(&reply.text()));
        assert_eq!(said[0], said[1], "{place:?}");
    }
    assert_eq!(assign("employee", &id(Place::Child, "person")).status, 422);
    assert_eq!(assign("lead", &id(Place::Child, "person")).status, 200);
    // Its account is still the employee's, so it is still seen.
    let seen = send(&world, "employee", ("GET", &case), None);
    assert_eq!(seen.status, 200, "{}", seen.text());
    // Whoever moves to another team is seen by whoever leads there, at once.
    let child = format!("/api/v1/cases/{}", id(Place::Child, "case"));
    assert_eq!(send(&world, "lead", ("GET", &child), None).status, 200);
    let change = json!({ "team_id": id(Place::Sibling, "team") });
    let person = format!("/api/v1/people/{}", id(Place::Child, "person"));
    assert_eq!(
        world.server.api("PATCH", &person, Some(&change)).status,
        200
    );
    assert_eq!(send(&world, "lead", ("GET", &child), None).status, 404);
    assert_eq!(send(&world, "director", ("GET", &child), None).status, 200);
}

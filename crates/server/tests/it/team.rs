//! Teams in a tree, people in them, and people from a file.

use serde_json::{Value, json};

use crate::harness::{Reply, Server};
use crate::on_both;
use crate::people::{add, id_of, log_in, post};

on_both!(
    teams_form_a_tree,
    teams_are_arranged_on_pages,
    people_come_from_a_file_and_go_into_one,
    a_bad_file_changes_nothing,
);

/// Makes a team by the API; its id.
pub fn team(server: &Server, name: &str, parent: Option<&str>) -> String {
    let body = json!({ "name": name, "parent_id": parent });
    let made = server.api("POST", "/api/v1/teams", Some(&body));
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()["team_id"].as_str().expect("an id").to_owned()
}

/// Puts somebody in a team.
pub fn put(server: &Server, person: &str, team: Option<&str>) {
    let path = format!("/api/v1/people/{person}");
    let reply = server.api("PATCH", &path, Some(&json!({ "team_id": team })));
    assert_eq!(reply.status, 200, "{}", reply.text());
}

fn change(server: &Server, team: &str, change: &Value) -> Reply {
    server.api("PATCH", &format!("/api/v1/teams/{team}"), Some(change))
}

fn names(server: &Server) -> Vec<String> {
    let teams = server.get_json("/api/v1/teams");
    let teams = teams["teams"].as_array().expect("a list");
    let name = |team: &Value| team["full_name"].as_str().expect("a name").to_owned();
    teams.iter().map(name).collect()
}

fn teams_form_a_tree(server: Server) {
    let service = team(&server, "Service", None);
    let north = team(&server, "North", Some(&service));
    let desk = team(&server, "Desk", Some(&north));
    team(&server, "Sales", None);
    let tree = [
        "Sales",
        "Service",
        "Service / North",
        "Service / North / Desk",
    ];
    assert_eq!(names(&server), tree);
    // No circles, no namesakes, no slash, no unknown parent or field.
    for wrong in [
        json!({ "parent_id": desk }),
        json!({ "parent_id": service }),
        json!({ "parent_id": "x" }),
        json!({ "name": "sales" }),
        json!({ "name": "A / B" }),
        json!({ "name": " " }),
        json!({ "boss": "x" }),
    ] {
        let refused = change(&server, &service, &wrong);
        assert_eq!(refused.status, 422, "{wrong}: {}", refused.text());
    }
    // Moved with what is below it.
    assert_eq!(
        change(&server, &north, &json!({ "parent_id": null })).status,
        200
    );
    let moved = ["North", "North / Desk", "Sales", "Service"];
    assert_eq!(names(&server), moved);
    // A person is in one team; a team with people or teams in it stays.
    let eva = add(&server, "eva", "employee");
    put(&server, &eva, Some(&desk));
    put(&server, &eva, Some(&service));
    let shown = server.get_json(&format!("/api/v1/people?team_id={service}"));
    assert_eq!(shown["people"][0]["user_id"], json!(eva));
    let count = |id: &str| server.get_json(&format!("/api/v1/teams/{id}"))["people"].clone();
    assert_eq!((count(&desk), count(&service)), (json!(0), json!(1)));
    let remove = |id: &str| {
        server
            .api("DELETE", &format!("/api/v1/teams/{id}"), None)
            .status
    };
    assert_eq!((remove(&service), remove(&north)), (409, 409));
    let wrong = json!({ "team_id": "x" });
    let refused = server.api("PATCH", &format!("/api/v1/people/{eva}"), Some(&wrong));
    assert_eq!(
        (
            refused.status,
            refused.json()["errors"][0]["pointer"].clone()
        ),
        (422, json!("team_id"))
    );
    put(&server, &eva, None);
    assert_eq!(
        (remove(&service), remove(&desk), remove(&desk)),
        (204, 204, 404)
    );
    // Who left keeps the place of what they did, but doesn't hold up the team.
    put(&server, &eva, Some(&north));
    let left = json!({ "active": false });
    assert_eq!(
        server
            .api("PATCH", &format!("/api/v1/people/{eva}"), Some(&left))
            .status,
        200
    );
    assert_eq!(remove(&north), 204);
    let log = server.get_json("/api/v1/audit?noun=team");
    let log = log["audit"].as_array().expect("a list");
    let of = |action: &str| log.iter().filter(|line| line["action"] == action).count();
    assert_eq!(
        (of("team.created"), of("team.changed"), of("team.removed")),
        (4, 1, 3)
    );
}

fn teams_are_arranged_on_pages(server: Server) {
    let cookie = server.log_in();
    let here = "/settings/teams";
    assert!(server.page(here, &cookie).text().contains("No teams yet"));
    assert_eq!(
        post(&server, here, &cookie, &[("name", "<b>Service")]).status,
        303
    );
    let service = server.get_json("/api/v1/teams")["teams"][0]["team_id"].clone();
    let service = service.as_str().expect("an id");
    assert_eq!(
        post(
            &server,
            here,
            &cookie,
            &[("name", "North"), ("parent", service)]
        )
        .status,
        303
    );
    let again = post(
        &server,
        here,
        &cookie,
        &[("name", "north"), ("parent", service)],
    );
    assert_eq!(again.status, 422);
    assert!(again.text().contains("same"), "{}", again.text());
    let page = server.page(here, &cookie).text();
    assert!(
        page.contains("&lt;b&gt;Service") && page.contains("level-2"),
        "{page}"
    );
    let lea = add(&server, "lea", "lead");
    let one = format!("{here}/{service}");
    let joined = post(
        &server,
        &format!("{one}/people"),
        &cookie,
        &[("person", &lea)],
    );
    assert_eq!(joined.status, 303, "{}", joined.text());
    let page = server.page(&one, &cookie).text();
    assert!(
        page.contains("lea@example.com") && page.contains("North"),
        "{page}"
    );
    assert!(
        server.page(here, &cookie).text().contains(">lea<"),
        "leads the team"
    );
    let people = server
        .page(&format!("/settings/people?team={service}"), &cookie)
        .text();
    assert!(people.contains("lea@example.com") && !people.contains("<td>admin@example.com"));
    assert_eq!(
        post(&server, &format!("{one}/remove"), &cookie, &[]).status,
        422
    );
    let north = server.get_json("/api/v1/teams")["teams"][1]["team_id"].clone();
    let circle = [
        ("name", "Service"),
        ("parent", north.as_str().expect("an id")),
    ];
    assert_eq!(post(&server, &one, &cookie, &circle).status, 422);
    assert_eq!(
        post(&server, &one, &cookie, &[("name", "Care"), ("parent", "")]).status,
        303
    );
    let left = format!("{one}/people/{lea}/remove");
    assert_eq!(post(&server, &left, &cookie, &[]).status, 303);
    // Who sees everything looks, and changes nothing; a lead sees only themselves.
    add(&server, "vera", "viewer");
    let viewer = log_in(&server, "vera");
    let page = server.page(&one, &viewer);
    assert_eq!(page.status, 200);
    assert!(!page.text().contains("<form class=\"stack narrow\""));
    assert_eq!(post(&server, here, &viewer, &[("name", "x")]).status, 403);
    let lead = log_in(&server, "lea");
    assert_eq!(server.page(here, &lead).status, 403);
    assert_eq!(
        server
            .page(&format!("/settings/people/{lea}"), &lead)
            .status,
        200
    );
    let other = id_of(&server, "vera@example.com");
    assert_eq!(
        server
            .page(&format!("/settings/people/{other}"), &lead)
            .status,
        403
    );
    for path in ["/settings/teams/x", "/api/v1/teams/x"] {
        assert_eq!(server.page(path, &cookie).status, 404, "{path}");
    }
}

/// Sends a file of people to the API.
fn bring(server: &Server, file: &str) -> Reply {
    let request = server.request("POST", "/api/v1/people/import");
    let request = request.header("Authorization", &format!("Bearer {}", server.key));
    request.body("text/csv", file.as_bytes().to_vec()).send()
}

fn people_come_from_a_file_and_go_into_one(server: Server) {
    let file = "email;name;role;team;lead;language\n\
                eva@example.com;Eva;employee;Service / North;LEA@example.com;nl\n\
                lea@example.com;Lea;lead;Service;;\n";
    let brought = bring(&server, file);
    assert_eq!(brought.status, 200, "{}", brought.text());
    let expected = json!({ "added": 2, "changed": 0, "same": 0, "teams_added": 2 });
    assert_eq!(brought.json(), expected);
    assert_eq!(names(&server), ["Service", "Service / North"]);
    let lea = id_of(&server, "lea@example.com");
    let eva = server.get_json("/api/v1/people?q=eva")["people"][0].clone();
    assert_eq!(
        (&eva["lead_id"], &eva["language"]),
        (&json!(lea), &json!("nl"))
    );
    assert_eq!(eva["may_login"], json!(false), "a file lets nobody in");
    // The same again changes nothing; what the file doesn't say stays.
    let same = json!({ "added": 0, "changed": 0, "same": 2, "teams_added": 0 });
    assert_eq!(bring(&server, file).json(), same);
    let changed = bring(
        &server,
        "email,role\neva@example.com,analyst\nlea@example.com,\n",
    )
    .json();
    assert_eq!(
        (&changed["changed"], &changed["same"]),
        (&json!(1), &json!(1))
    );
    let out = server.request("GET", "/api/v1/people.csv");
    let out = out
        .header("Authorization", &format!("Bearer {}", server.read_key))
        .send();
    let text = out.text();
    assert!(
        text.contains("eva@example.com,Eva,analyst,nl,Service / North,lea@example.com,yes,no"),
        "{text}"
    );
    let again = bring(&server, &text).json();
    assert_eq!(
        (&again["changed"], &again["same"]),
        (&json!(0), &json!(3)),
        "{again}"
    );
    let page = server.page(
        "/settings/people/export.csv?profile=excel-nl",
        &server.log_in(),
    );
    assert_eq!(page.status, 200);
    assert!(
        page.header("content-disposition")
            .expect("a file")
            .contains("attachment")
    );
}

fn a_bad_file_changes_nothing(server: Server) {
    let before = server.get_json("/api/v1/people");
    let cases = [
        ("name\nEva\n", "/file"),
        ("email\nnobody\n", "/lines/2/email"),
        (
            "email,role\nnew@example.com,employee\neva@example.com,boss\n",
            "/lines/3/role",
        ),
        (
            "email,lead\neva@example.com,ghost@example.com\n",
            "/lines/2/lead",
        ),
        (
            "email,lead\na@example.com,b@example.com\nb@example.com,a@example.com\n",
            "/lines/3/lead",
        ),
        ("email,team\neva@example.com,A//B\n", "/lines/2/team"),
        ("email,role\nadmin@example.com,viewer\n", "/role"),
        ("", "/file"),
    ];
    for (file, pointer) in cases {
        let refused = bring(&server, file);
        assert_eq!(refused.status, 422, "{file:?}: {}", refused.text());
        let errors = refused.json()["errors"].clone();
        assert_eq!(errors[0]["pointer"], json!(pointer), "{file:?}: {errors}");
    }
    assert_eq!(server.get_json("/api/v1/people"), before);
    // A Dutch page says it in Dutch, with the address, the column or the line that is meant.
    let cookie = server.log_in();
    let language = [("language", "nl")];
    assert_eq!(
        post(&server, "/settings/language", &cookie, &language).status,
        303
    );
    for (file, words) in [
        (
            "email,lead\neva@example.com,ghost@example.com\n",
            "Niemand heeft hier het adres ghost@example.com",
        ),
        (
            "email\na@example.com\na@example.com\n",
            "staat al op een eerdere regel",
        ),
        (
            "email,salary\na@example.com,1\n",
            "Er is een kolom “salary”",
        ),
        ("name\nEva\n", "Er is geen kolom “email”"),
        ("email,email\na,b\n", "dezelfde naam: email"),
        (
            "email,name\na@example.com,\"Eva\n",
            "aanhalingsteken op regel 2",
        ),
        (
            "email,role\nadmin@example.com,viewer\n",
            "Niemand zou nog als beheerder",
        ),
        ("", "Het bestand is leeg"),
        ("%PDF-1.4\u{0}\u{1}", "Dit is geen tabel"),
    ] {
        let body = format!(
            "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.csv\"\r\n\
             Content-Type: text/csv\r\n\r\n{file}\r\n--x--\r\n"
        );
        let reply = server
            .request("POST", "/settings/people/import")
            .header("Cookie", &cookie)
            .body("multipart/form-data; boundary=x", body.into_bytes())
            .send();
        assert_eq!(reply.status, 422, "{file:?}: {}", reply.text());
        let page = crate::respondent::decode(&reply.text());
        assert!(
            page.contains(words) && !page.contains('⟨'),
            "{file:?}: {page}"
        );
    }
    assert_eq!(names(&server), Vec::<String>::new());
    let language = [("language", "en")];
    assert_eq!(
        post(&server, "/settings/language", &cookie, &language).status,
        303
    );
    assert_eq!(server.get_json("/api/v1/people"), before);
    let body = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"p.csv\"\r\n\r\n\
                email,role\nnew@example.com,boss\n\r\n--x--\r\n";
    let request = server.request("POST", "/settings/people/import");
    let request = request.header("Cookie", &cookie);
    let page = request
        .body("multipart/form-data; boundary=x", body.as_bytes().to_vec())
        .send();
    assert_eq!(page.status, 422);
    assert!(page.text().contains("Nothing is stored"), "{}", page.text());
}

//! People and teams kept by a directory over SCIM 2.0, as Entra ID and Okta do it.

use serde_json::{Value, json};

use crate::harness::{PASSWORD, Reply, Server, encode};
use crate::on_both;

on_both!(
    a_directory_keeps_people,
    a_directory_keeps_teams_and_roles,
    only_its_own_token_opens_it,
    what_it_refuses_it_refuses_in_the_words_of_scim,
);

/// Makes a token on the settings page.
pub fn token(server: &Server, cookie: &str) -> String {
    let page = server
        .request("POST", "/settings/scim/tokens")
        .header("Cookie", cookie)
        .form(&[("name", "Entra ID")])
        .send();
    assert_eq!(page.status, 200, "{}", page.text());
    let text = page.text();
    let rest = text.split("id=\"new-token\">").nth(1).expect("a token");
    rest.split('<').next().expect("its end").to_owned()
}

pub fn ask(server: &Server, token: &str, method: &str, path: &str, body: Option<&Value>) -> Reply {
    let mut request = server
        .request(method, &format!("/scim/v2/{path}"))
        .header("Authorization", &format!("Bearer {token}"));
    if let Some(body) = body {
        request = request.body("application/scim+json", body.to_string().into_bytes());
    }
    request.send()
}

pub fn find(server: &Server, token: &str, what: &str, filter: &str) -> Value {
    let reply = ask(
        server,
        token,
        "GET",
        &format!("{what}?filter={}", encode(filter)),
        None,
    );
    assert_eq!(reply.status, 200, "{filter}: {}", reply.text());
    reply.json()
}

fn a_directory_keeps_people(server: Server) {
    let admin = server.log_in();
    let token = token(&server, &admin);
    let call =
        |method: &str, path: &str, body: Option<&Value>| ask(&server, &token, method, path, body);

    // What Entra ID looks for first: who is there already.
    let found = find(&server, &token, "Users", "userName eq \"ann@acme.nl\"");
    assert_eq!(
        (found["totalResults"].clone(), found["Resources"].clone()),
        (json!(0), json!([]))
    );
    let ann = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User",
                    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
        "externalId": "e-1", "userName": "Ann@acme.nl", "active": true,
        "name": { "givenName": "Ann", "familyName": "Jansen" },
        "emails": [{ "primary": true, "type": "work", "value": "ann@acme.nl" }],
        "title": "kept nowhere",
    });
    let made = call("POST", "Users", Some(&ann));
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(made.header("content-type"), Some("application/scim+json"));
    let version = made.header("etag").expect("a version").to_owned();
    let made = made.json();
    let id = made["id"].as_str().expect("an id").to_owned();
    assert_eq!(made["displayName"], "Ann Jansen");
    assert_eq!(made["meta"]["version"], version.as_str());
    assert!(
        made["meta"]["location"]
            .as_str()
            .expect("a place")
            .ends_with(&format!("/Users/{id}"))
    );
    let twice = call("POST", "Users", Some(&ann));
    assert_eq!(
        (twice.status, twice.json()["scimType"].clone()),
        (409, json!("uniqueness"))
    );

    for (filter, n) in [
        ("userName eq \"ANN@ACME.NL\"", 1),
        ("externalId eq \"e-1\"", 1),
        ("externalId eq \"E-1\"", 0),
        ("active eq true and userName sw \"ann\"", 1),
        ("active eq true", 2),
        ("emails[type eq \"work\"].value pr", 0),
        ("emails.value co \"acme\"", 1),
        ("userName eq \"x\" or externalId pr", 1),
    ] {
        if filter.contains("].value") {
            let path = format!("Users?filter={}", encode(filter));
            let reply = call("GET", &path, None);
            assert_eq!(
                (reply.status, reply.json()["scimType"].clone()),
                (400, json!("invalidFilter"))
            );
            continue;
        }
        assert_eq!(
            find(&server, &token, "Users", filter)["totalResults"],
            n,
            "{filter}"
        );
    }
    let page = call(
        "GET",
        "Users?startIndex=2&count=1&attributes=userName",
        None,
    )
    .json();
    assert_eq!(
        (
            page["totalResults"].clone(),
            page["itemsPerPage"].clone(),
            page["startIndex"].clone()
        ),
        (json!(2), json!(1), json!(2))
    );
    assert_eq!(page["Resources"][0]["userName"], "Ann@acme.nl");
    assert!(page["Resources"][0].get("emails").is_none());

    // Versions.
    let known = server
        .request("GET", &format!("/scim/v2/Users/{id}"))
        .header("Authorization", &format!("Bearer {token}"))
        .header("If-None-Match", &version)
        .send();
    assert_eq!(known.status, 304);
    let patch = |operations: Value, version: Option<&str>| {
        let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations });
        let mut request = server
            .request("PATCH", &format!("/scim/v2/Users/{id}"))
            .header("Authorization", &format!("Bearer {token}"))
            .body("application/scim+json", body.to_string().into_bytes());
        if let Some(version) = version {
            request = request.header("If-Match", version);
        }
        request.send()
    };
    let stale = patch(
        json!([{ "op": "replace", "path": "displayName", "value": "X" }]),
        Some("W/\"old\""),
    );
    assert_eq!(stale.status, 412);
    let renamed = patch(
        json!([{ "op": "Replace", "path": "name.familyName", "value": "Smit" },
                               { "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "a.smit@acme.nl" }]),
        Some(&version),
    );
    assert_eq!(renamed.status, 200, "{}", renamed.text());
    assert_eq!(renamed.json()["displayName"], "Ann Smit");
    assert_eq!(renamed.json()["emails"][0]["value"], "a.smit@acme.nl");
    assert_ne!(renamed.header("etag"), Some(version.as_str()));
    let wrong = patch(
        json!([{ "op": "replace", "path": "a[", "value": "X" }]),
        None,
    );
    assert_eq!(
        (wrong.status, wrong.json()["scimType"].clone()),
        (400, json!("invalidPath"))
    );

    // Switched off as Entra ID says it, on as Okta does, and as it was by PUT.
    let off = patch(
        json!([{ "op": "Replace", "path": "active", "value": "False" }]),
        None,
    );
    assert_eq!(off.json()["active"], false);
    let on = patch(
        json!([{ "op": "replace", "value": { "active": true } }]),
        None,
    );
    assert_eq!(on.json()["active"], true);
    let put = call("PUT", &format!("Users/{id}"), Some(&ann));
    assert_eq!(
        (put.status, put.json()["displayName"].clone()),
        (200, json!("Ann Jansen"))
    );
    assert_eq!(put.json()["active"], true);

    // Deleted: not there for the directory, switched off here; made again, it is the same person.
    assert_eq!(call("DELETE", &format!("Users/{id}"), None).status, 204);
    assert_eq!(call("GET", &format!("Users/{id}"), None).status, 404);
    assert_eq!(call("DELETE", &format!("Users/{id}"), None).status, 404);
    let person = server.get_json(&format!("/api/v1/people/{id}"));
    assert!(person["deactivated_at"].is_string(), "{person}");
    let again = call("POST", "Users", Some(&ann));
    assert_eq!((again.status, again.json()["id"].clone()), (201, json!(id)));
    assert_eq!(again.json()["active"], true);

    // Nobody is left who administers: refused. What is wrong is said.
    let admin_id = find(
        &server,
        &token,
        "Users",
        "userName eq \"admin@example.com\"",
    )["Resources"][0]["id"]
        .clone();
    let last = call(
        "DELETE",
        &format!("Users/{}", admin_id.as_str().expect("an id")),
        None,
    );
    assert_eq!(last.status, 409, "{}", last.text());
    for (body, status) in [
        (json!({}), 400),
        (json!({ "userName": "no address" }), 400),
        (json!({ "userName": "x@acme.nl", "active": 7 }), 400),
        (json!({ "userName": "x@acme.nl\u{0}" }), 400),
    ] {
        let reply = call("POST", "Users", Some(&body));
        assert_eq!(reply.status, status, "{body}: {}", reply.text());
        assert_eq!(
            reply.json()["schemas"][0],
            "urn:ietf:params:scim:api:messages:2.0:Error"
        );
    }
    for path in [
        "ServiceProviderConfig",
        "ResourceTypes",
        "ResourceTypes/User",
        "Schemas",
        "Schemas/urn:ietf:params:scim:schemas:core:2.0:Group",
    ] {
        assert_eq!(call("GET", path, None).status, 200, "{path}");
    }
    assert_eq!(
        call("GET", "ServiceProviderConfig", None).json()["patch"]["supported"],
        true
    );
    let log = server.page("/settings/audit", &admin).text();
    assert!(log.contains("scim"), "what a directory did is in the log");
}

fn a_directory_keeps_teams_and_roles(server: Server) {
    let admin = server.log_in();
    let token = token(&server, &admin);
    let call =
        |method: &str, path: &str, body: Option<&Value>| ask(&server, &token, method, path, body);
    let ids: Vec<String> = ["ann@acme.nl", "bob@acme.nl"]
        .iter()
        .map(|email| {
            let made = call("POST", "Users", Some(&json!({ "userName": email })));
            made.json()["id"].as_str().expect("an id").to_owned()
        })
        .collect();
    let person = |id: &str| server.get_json(&format!("/api/v1/people/{id}"));
    let made = call(
        "POST",
        "Groups",
        Some(&json!({ "displayName": "Support", "externalId": "g-1",
        "members": [{ "value": ids[0] }] })),
    );
    assert_eq!(made.status, 201, "{}", made.text());
    let support = made.json()["id"].as_str().expect("an id").to_owned();
    let team = person(&ids[0])["team_id"].clone();
    assert!(team.is_string(), "{}", person(&ids[0]));
    let twice = call("POST", "Groups", Some(&json!({ "displayName": "Support" })));
    assert_eq!(twice.status, 409);
    let nobody = call(
        "POST",
        "Groups",
        Some(&json!({ "displayName": "X", "members": [{ "value": "nobody" }] })),
    );
    assert_eq!(nobody.status, 400);
    assert_eq!(
        find(&server, &token, "Groups", "displayName eq \"X\"")["totalResults"],
        0,
        "nothing of it stays"
    );

    let patch = |group: &str, operations: Value| {
        call(
            "PATCH",
            &format!("Groups/{group}"),
            Some(&json!({ "Operations": operations })),
        )
    };
    // Entra ID adds and removes by value, Okta by a filter in the path.
    let added = patch(
        &support,
        json!([{ "op": "Add", "path": "members", "value": [{ "value": ids[1] }] }]),
    );
    assert_eq!(added.json()["members"].as_array().map(Vec::len), Some(2));
    assert_eq!(person(&ids[1])["team_id"], team);
    let removed = patch(
        &support,
        json!([{ "op": "remove", "path": format!("members[value eq \"{}\"]", ids[0]) }]),
    );
    assert_eq!(removed.json()["members"][0]["value"], ids[1].as_str());
    assert_eq!(person(&ids[0])["team_id"], Value::Null);
    let user = call("GET", &format!("Users/{}", ids[1]), None).json();
    assert_eq!(user["groups"][0]["display"], "Support");
    let renamed = patch(
        &support,
        json!([{ "op": "replace", "value": { "id": support, "displayName": "Helpdesk" } }]),
    );
    assert_eq!(renamed.json()["displayName"], "Helpdesk");
    assert!(
        server
            .page("/settings/teams", &admin)
            .text()
            .contains("Helpdesk")
    );
    let short = call("GET", "Groups?excludedAttributes=members", None).json();
    assert!(short["Resources"][0].get("members").is_none());

    // A group that gives a role.
    let leads = call("POST", "Groups", Some(&json!({ "displayName": "Leads" }))).json();
    let leads = leads["id"].as_str().expect("an id").to_owned();
    let set = server
        .request("POST", &format!("/settings/scim/groups/{leads}"))
        .header("Cookie", &admin)
        .form(&[("role", "director")])
        .send();
    assert_eq!(set.status, 303, "{}", set.text());
    patch(
        &leads,
        json!([{ "op": "Add", "path": "members", "value": [{ "value": ids[1] }] }]),
    );
    assert_eq!(person(&ids[1])["role"], "director");
    patch(
        &leads,
        json!([{ "op": "Remove", "path": "members", "value": [{ "value": ids[1] }] }]),
    );
    assert_eq!(person(&ids[1])["role"], "employee");
    let gone = call("DELETE", &format!("Groups/{support}"), None);
    assert_eq!(gone.status, 204);
    assert_eq!(person(&ids[1])["team_id"], Value::Null);
    assert_eq!(call("GET", &format!("Groups/{support}"), None).status, 404);
}

fn what_it_refuses_it_refuses_in_the_words_of_scim(server: Server) {
    let token = token(&server, &server.log_in());
    let call =
        |method: &str, path: &str, body: Option<&Value>| ask(&server, &token, method, path, body);
    let made = call("POST", "Users", Some(&json!({ "userName": "ann@acme.nl" })));
    let ann = made.json()["id"].as_str().expect("an id").to_owned();
    let is_refused = |reply: &Reply, status: u16, kind: &Value| {
        assert_eq!(reply.status, status, "{}", reply.text());
        let type_ = reply.header("content-type");
        assert_eq!(type_, Some("application/scim+json"), "{}", reply.text());
        let said = reply.json();
        assert_eq!(said["status"], status.to_string(), "{said}");
        assert_eq!(&said["scimType"], kind, "{said}");
    };
    // What the server sets is nobody else's to change, and saying nothing would be a lie.
    for path in ["id", "meta.created", "groups"] {
        let change = json!({ "Operations": [{ "op": "replace", "path": path, "value": "x" }] });
        let reply = call("PATCH", &format!("Users/{ann}"), Some(&change));
        is_refused(&reply, 400, &json!("mutability"));
    }
    // Okta sends the id of a group along.
    let group = call("POST", "Groups", Some(&json!({ "displayName": "Sales" })));
    let group = group.json()["id"].as_str().expect("an id").to_owned();
    let renamed = json!({ "Operations": [
        { "op": "replace", "value": { "id": group, "displayName": "Selling" } },
    ] });
    let path = format!("Groups/{group}");
    assert_eq!(call("PATCH", &path, Some(&renamed)).status, 200);
    // Names are the same in whatever case, as the schema says.
    let again = call("POST", "Groups", Some(&json!({ "displayName": "SELLING" })));
    is_refused(&again, 409, &json!("uniqueness"));
    let filter = call("GET", "Users?filter=active%20gt%20true", None);
    is_refused(&filter, 400, &json!("invalidFilter"));
    for (method, path, status) in [
        ("GET", "Me", 501),
        ("POST", "Bulk", 501),
        ("GET", "Nothing", 404),
        ("DELETE", "Users", 405),
    ] {
        is_refused(&call(method, path, None), status, &Value::Null);
    }
    let part = call("GET", "Users?attributes=name.formatted", None).json();
    let keys = |value: &Value| -> Vec<String> {
        let fields = value.as_object().expect("an object");
        fields.keys().cloned().collect()
    };
    assert_eq!(keys(&part["Resources"][0]["name"]), ["formatted"]);
}

fn only_its_own_token_opens_it(server: Server) {
    let admin = server.log_in();
    let token = token(&server, &admin);
    let get = |token: &str| ask(&server, token, "GET", "Users", None).status;
    assert_eq!(get(&token), 200);
    let api = server
        .request("GET", "/api/v1/people")
        .header("Authorization", &format!("Bearer {token}"))
        .send();
    assert_eq!(api.status, 401, "a SCIM token opens no API");
    let refused = ask(&server, &server.key, "GET", "Users", None);
    assert_eq!(refused.status, 401, "an API key opens no directory");
    assert_eq!(refused.header("www-authenticate"), Some("Bearer"));
    let by_cookie = server
        .request("GET", "/scim/v2/Users")
        .header("Cookie", &admin)
        .send();
    assert_eq!(by_cookie.status, 401);
    let guessed: Vec<u16> = (0..10).map(|_| get("luister_scim_guess")).collect();
    assert!(guessed.contains(&429), "{guessed:?}");
    assert_eq!(get(&token), 200, "who guesses keeps nobody else waiting");
    let page = server.page("/settings/scim", &admin).text();
    assert!(!page.contains(&token));
    let id = page
        .split("/settings/scim/tokens/")
        .filter_map(|p| p.split('/').next())
        .find(|p| p.len() == 26);
    let path = format!("/settings/scim/tokens/{}/revoke", id.expect("a token"));
    let viewer = server.command(
        &[
            "user",
            "add",
            "--email",
            "v@example.com",
            "--password-stdin",
        ],
        PASSWORD,
    );
    assert!(viewer.status.success());
    let other = server.log_in_as("v@example.com", PASSWORD);
    assert_eq!(
        server
            .request("POST", &path)
            .header("Cookie", &other)
            .form(&[])
            .send()
            .status,
        403
    );
    assert_eq!(
        server
            .request("POST", &path)
            .header("Cookie", &admin)
            .form(&[])
            .send()
            .status,
        303
    );
    assert!([401, 429].contains(&get(&token)), "revoked at once");
}

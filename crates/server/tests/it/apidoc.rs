//! The API's description: it is valid, it is the one in docs/, and replies are as it says.

mod replies;
mod schema;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::harness::{Backend, Server, root};

const METHODS: [&str; 5] = ["get", "put", "post", "delete", "patch"];
/// What stands for the server's address in the copy in docs/.
const BASE_URL: &str = "https://luister.example";

fn described(server: &Server) -> Value {
    let reply = server.request("GET", "/api/v1/openapi.json").send();
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), Some("application/json"));
    reply.json()
}

/// Path, method and operation of each.
fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = document["paths"].as_object().expect("paths").iter();
    paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().expect("methods").iter();
        methods.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

fn resolved<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    match value["$ref"].as_str() {
        Some(target) => document
            .pointer(target.trim_start_matches('#'))
            .expect("it resolves"),
        None => value,
    }
}

fn objects(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

#[test]
fn the_copy_in_docs_is_what_is_served() {
    let server = Server::start_empty(Backend::Sqlite);
    let served = server.request("GET", "/api/v1/openapi.json").send().text();
    let served = served.replace(&server.base_url, BASE_URL);
    let file = root().join("docs/openapi.json");
    if std::env::var_os("LUISTER_ACCEPT").is_some() {
        std::fs::write(&file, &served).expect("docs can be written");
    }
    let copy = std::fs::read_to_string(&file).expect("docs/openapi.json is there");
    assert!(
        copy == served,
        "docs/openapi.json is not what is served; look at the difference, and accept it by running \
         this test with LUISTER_ACCEPT=1"
    );
}

#[test]
fn the_description_is_valid() {
    let document = described(&Server::start_empty(Backend::Sqlite));
    assert!(
        document["openapi"]
            .as_str()
            .expect("a version")
            .starts_with("3.1.")
    );
    for pointer in ["/info/title", "/info/version", "/servers/0/url"] {
        assert!(
            document.pointer(pointer).is_some_and(Value::is_string),
            "{pointer}"
        );
    }
    let tags: Vec<&Value> = document["tags"]
        .as_array()
        .expect("tags")
        .iter()
        .map(|t| &t["name"])
        .collect();
    let mut names = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        let place = format!("{method} {path}");
        assert!(
            path.starts_with("/api/v1/") && METHODS.contains(&method),
            "{place}"
        );
        assert!(tags.contains(&&operation["tags"][0]), "{place}");
        assert!(
            names.insert(operation["operationId"].as_str().expect("a name")),
            "{place}"
        );
        assert!(
            operation["summary"].as_str().is_some_and(|s| !s.is_empty()),
            "{place}"
        );
        assert!(operation["security"].is_array(), "{place}");
        check_parameters(&document, path, operation, &place);
        check_replies(&document, operation, &place);
        for (kind, content) in objects(&operation["requestBody"]["content"]) {
            // Files of people are sent as they are.
            let is_file = place.ends_with("/people/import");
            let expected = if is_file {
                "text/csv"
            } else {
                "application/json"
            };
            assert_eq!(kind, expected, "{place}");
            check_content(&document, content, &place);
        }
    }
    for (name, schema) in objects(&document["components"]["schemas"]) {
        let faults = schema::faults(&document, schema, name);
        assert!(faults.is_empty(), "{faults:?}");
    }
    let text = document.to_string();
    assert!(
        !text.contains("\"nullable\""),
        "that word is of OpenAPI 3.0"
    );
    for group in ["schemas", "responses", "parameters"] {
        for (name, _) in objects(&document["components"][group]) {
            let used = format!("\"#/components/{group}/{name}\"");
            assert!(text.contains(&used), "nothing uses {name}");
        }
    }
}

fn check_parameters(document: &Value, path: &str, operation: &Value, place: &str) {
    let mut seen = BTreeSet::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let parameter = resolved(document, parameter);
        let name = parameter["name"].as_str().expect("a name");
        let within = parameter["in"].as_str().expect("a place");
        assert!(seen.insert((within, name)), "{place}: {name} twice");
        assert!(
            ["path", "query", "header"].contains(&within),
            "{place}: {name}"
        );
        assert!(parameter["description"].is_string(), "{place}: {name}");
        let in_path = path.contains(&format!("{{{name}}}"));
        assert_eq!(within == "path", in_path, "{place}: {name}");
        let is_required = parameter["required"] == true;
        assert!(is_required || within != "path", "{place}: {name}");
        let faults = schema::faults(document, &parameter["schema"], name);
        assert!(faults.is_empty(), "{place}: {faults:?}");
        if let Some(example) = parameter.get("example") {
            let misfit = schema::misfit(document, &parameter["schema"], example, name);
            assert_eq!(misfit, None, "{place}");
        }
    }
    assert_eq!(
        path.matches('{').count(),
        seen.iter().filter(|(w, _)| *w == "path").count()
    );
}

fn check_replies(document: &Value, operation: &Value, place: &str) {
    let replies: Vec<_> = objects(&operation["responses"]).collect();
    assert!(
        replies.iter().any(|(status, _)| status.starts_with('2')),
        "{place}"
    );
    for (status, reply) in replies {
        let reply = resolved(document, reply);
        assert!(
            status.parse::<u16>().is_ok_and(|s| (200..600).contains(&s)),
            "{place}: {status}"
        );
        assert!(reply["description"].is_string(), "{place}: {status}");
        let is_problem = reply["content"]["application/problem+json"].is_object();
        assert_eq!(is_problem, !status.starts_with('2'), "{place}: {status}");
        for (_, content) in objects(&reply["content"]) {
            check_content(document, content, &format!("{place}: {status}"));
        }
    }
}

fn check_content(document: &Value, content: &Value, place: &str) {
    let Some(schema) = content.get("schema") else {
        return;
    };
    let faults = schema::faults(document, schema, place);
    assert!(faults.is_empty(), "{faults:?}");
    let example = content
        .get("example")
        .unwrap_or_else(|| panic!("{place}: no example"));
    assert_eq!(
        schema::misfit(document, schema, example, ""),
        None,
        "{place}: {example}"
    );
}

#[test]
fn the_guide_names_only_what_is_described() {
    let document = described(&Server::start_empty(Backend::Sqlite));
    let guide = std::fs::read_to_string(root().join("docs/api.md")).expect("the guide");
    let guide = guide.replace("$SURVEY", "{id}");
    let named: Vec<&str> = guide
        .match_indices("/api/v1/")
        .map(|(at, _)| {
            let rest = &guide[at..];
            rest.split(['?', '"', '`', ' ', '\n'])
                .next()
                .unwrap_or(rest)
        })
        .collect();
    assert!(named.len() > 5, "{named:?}");
    for path in named {
        assert!(
            document["paths"][path].is_object(),
            "{path} is not described"
        );
    }
}

#[test]
fn the_pages_show_every_operation_in_both_languages() {
    let server = Server::start_empty(Backend::Sqlite);
    let document = described(&server);
    for (language, words) in [("en", "key of scope write"), ("nl", "sleutel die schrijft")] {
        let page = |path: &str| {
            let reply = server
                .request("GET", path)
                .header("Accept", "text/html")
                .header("Accept-Language", language)
                .send();
            assert_eq!(reply.status, 200, "{path}: {}", reply.text());
            let page = reply.text().replace("&#x2f;", "/");
            assert!(page.contains(&format!("<html lang=\"{language}\">")));
            assert!(!page.contains(" style=") && !page.contains("undefined"));
            page
        };
        let all = page("/api/docs");
        let surveys = page("/api/docs/surveys");
        assert!(surveys.contains(words));
        assert!(surveys.contains(&format!("{}/api/v1/surveys", server.base_url)));
        let mut nouns = BTreeMap::new();
        for (path, _, operation) in operations(&document) {
            let id = operation["operationId"].as_str().expect("a name");
            let noun = operation["tags"][0].as_str().expect("a noun");
            let address = format!("/api/docs/{noun}");
            assert!(all.contains(&format!("href=\"{address}#{id}\"")), "{id}");
            let own: &mut String = nouns.entry(noun).or_insert_with(|| page(&address));
            assert!(own.contains(&format!("id=\"{id}\"")), "{id}");
            assert!(own.contains(path), "{path}");
        }
    }
    assert_eq!(
        server.request("GET", "/api/docs/nothing").send().status,
        404
    );
}

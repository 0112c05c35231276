//! Every documented reply is seen, on both databases, and held to its schema.

mod accounts;
mod act;
mod actions;
mod cases;
mod connectors;
mod dashboards;
mod figures;
mod people;
mod programmes;
mod reports;
mod rules;
mod staff;
mod targets;
mod webhooks;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{described, objects, operations, resolved, schema};
use crate::harness::{Reply, Server};
use crate::on_both;

on_both!(replies_are_as_described);

/// Calls the API, and holds every reply against the description.
struct Caller {
    server: Server,
    document: Value,
    seen: BTreeSet<(String, u16)>,
}

impl Caller {
    /// `id` names the operation; `path` is its path with everything filled in.
    fn call(&mut self, id: &str, path: &str, body: Option<&Value>, status: u16) -> Value {
        let reply = self.send(id, path, &[("Authorization", &self.bearer())], body);
        self.hold(id, &reply, status)
    }

    fn bearer(&self) -> String {
        format!("Bearer {}", self.server.key)
    }

    fn send(&self, id: &str, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Reply {
        let (_, method, _) = self.operation(id);
        let mut request = self
            .server
            .request(&method.to_uppercase(), path)
            .maybe_json(body);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        request.send()
    }

    fn operation(&self, id: &str) -> (&str, &str, &Value) {
        operations(&self.document)
            .find(|(_, _, operation)| operation["operationId"] == id)
            .unwrap_or_else(|| panic!("{id} is not described"))
    }

    fn hold(&mut self, id: &str, reply: &Reply, status: u16) -> Value {
        assert_eq!(reply.status, status, "{id}: {}", reply.text());
        let (_, _, operation) = self.operation(id);
        let described = &operation["responses"][status.to_string()];
        assert!(
            described.is_object(),
            "{id}: {status} is not described: {}",
            reply.text()
        );
        let described = resolved(&self.document, described);
        for (name, header) in objects(&described["headers"]) {
            let given = reply.header(&name.to_lowercase());
            assert!(
                given.is_some() || header["required"] != true,
                "{id}: {name} is not there"
            );
        }
        let Some((kind, content)) = objects(&described["content"]).next() else {
            assert!(reply.body.is_empty(), "{id}: {}", reply.text());
            return self.note(id, status, Value::Null);
        };
        let given = reply.header("content-type").expect("a type");
        assert_eq!(given.split(';').next(), Some(kind.as_str()), "{id}");
        if !kind.ends_with("json") {
            return self.note(id, status, Value::Null);
        }
        let body = reply.json();
        let misfit = schema::misfit(&self.document, &content["schema"], &body, "");
        assert_eq!(misfit, None, "{id} {status}: {body:#}");
        self.note(id, status, body)
    }

    fn note(&mut self, id: &str, status: u16, body: Value) -> Value {
        self.seen.insert((id.to_owned(), status));
        body
    }
}

fn replies_are_as_described(server: Server) {
    let document = described(&server);
    let mut caller = Caller {
        server,
        document,
        seen: BTreeSet::new(),
    };
    caller.call("getDescription", "/api/v1/openapi.json", None, 200);
    let survey = surveys(&mut caller);
    let response = responses(&mut caller, &survey);
    actions::actions(&mut caller, &survey);
    invitations(&mut caller, &survey);
    votes(&mut caller, &survey);
    figures::files_and_figures(&mut caller, &survey);
    figures::drivers(&mut caller, &survey);
    figures::movements(&mut caller, &survey);
    figures::samples(&mut caller, &survey);
    webhooks::webhooks(&mut caller);
    people::contacts(&mut caller);
    accounts::accounts(&mut caller);
    people::mails(&mut caller);
    programmes::hold(&mut caller);
    staff::people(&mut caller);
    staff::teams(&mut caller);
    staff::audit(&mut caller);
    targets::targets(&mut caller, &survey);
    dashboards::dashboards(&mut caller, &survey);
    targets::coaching(&mut caller);
    reports::reports(&mut caller, &survey);
    act::effect(&mut caller);
    cases::cases(&mut caller);
    rules::rules(&mut caller);
    connectors::connectors(&mut caller);
    figures::themes(&mut caller, &survey, &response);
    erased(&mut caller, &survey, &response);
    closed(&mut caller, &survey);
    oddities(&mut caller, &survey);
    problems(&mut caller, &survey);
    // Last: with a second workspace commands have to say which one they mean.
    staff::workspaces(&mut caller);
    // Everything described to go well was seen to.
    for (path, method, operation) in operations(&caller.document) {
        let id = operation["operationId"].as_str().expect("a name");
        for (status, _) in objects(&operation["responses"]) {
            let status: u16 = status.parse().expect("a status");
            let seen = caller.seen.contains(&(id.to_owned(), status));
            assert!(
                seen || status >= 300,
                "{method} {path}: no test saw {status}"
            );
        }
    }
}

/// The example of an operation's body: what people will try first must work.
fn example(caller: &Caller, id: &str) -> Value {
    let (_, _, operation) = caller.operation(id);
    operation["requestBody"]["content"]["application/json"]["example"].clone()
}

fn surveys(caller: &mut Caller) -> String {
    let list = "/api/v1/surveys";
    let made = caller.call(
        "createSurvey",
        list,
        Some(&example(caller, "createSurvey")),
        201,
    );
    let survey = format!("{list}/{}", made["id"].as_str().expect("an id"));
    caller.call("getSurvey", &survey, None, 200);
    let definition = format!("{survey}/definition");
    let changed = example(caller, "putDefinition");
    caller.call("putDefinition", &definition, Some(&changed), 200);
    let stale = [
        ("Authorization", caller.bearer()),
        ("If-Match", "\"1\"".to_owned()),
    ];
    let stale: Vec<_> = stale.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let reply = caller.send("putDefinition", &definition, &stale, Some(&changed));
    caller.hold("putDefinition", &reply, 412);
    let mut wrong = changed;
    wrong["questions"][0]["kind"] = json!("smiley");
    caller.call("putDefinition", &definition, Some(&wrong), 422);
    caller.call("closeSurvey", &format!("{survey}/close"), None, 409);
    caller.call("reopenSurvey", &format!("{survey}/reopen"), None, 409);
    caller.call("publishSurvey", &format!("{survey}/publish"), None, 200);
    caller.call("removeSurvey", &survey, None, 409);
    let empty = json!({ "template": "empty", "title": "Nothing yet" });
    let empty = caller.call("createSurvey", list, Some(&empty), 201);
    let empty = format!("{list}/{}", empty["id"].as_str().expect("an id"));
    let invite = example(caller, "createInvitations");
    let invitations = format!("{empty}/invitations");
    caller.call("createInvitations", &invitations, Some(&invite), 409);
    caller.call("publishSurvey", &format!("{empty}/publish"), None, 422);
    let page = caller.call("listSurveys", &format!("{list}?limit=1"), None, 200);
    let next = page["next_cursor"].as_str().expect("a next page");
    caller.call(
        "listSurveys",
        &format!("{list}?limit=1&cursor={next}"),
        None,
        200,
    );
    caller.call("removeSurvey", &empty, None, 204);
    survey
}

fn responses(caller: &mut Caller, survey: &str) -> String {
    let list = format!("{survey}/responses");
    let new = example(caller, "addResponse");
    let stored = caller.call("addResponse", &list, Some(&new), 201);
    let again = caller.call("addResponse", &list, Some(&new), 200);
    assert_eq!(stored["id"], again["id"]);
    let mut bulk = example(caller, "addResponses");
    caller.call("addResponses", &format!("{list}/bulk"), Some(&bulk), 200);
    bulk["responses"][0]["external_id"] = json!("crm-1043");
    bulk["responses"][0]["state"] = json!("partial");
    caller.call("addResponses", &format!("{list}/bulk"), Some(&bulk), 201);
    bulk["responses"][0]["answers"] = json!({ "recommend": 11, "colour": "red" });
    let problem = caller.call("addResponses", &format!("{list}/bulk"), Some(&bulk), 422);
    assert_eq!(
        problem["errors"].as_array().map(Vec::len),
        Some(2),
        "{problem}"
    );
    let page = caller.call(
        "listResponses",
        &format!("{list}?limit=1&state=complete"),
        None,
        200,
    );
    assert_eq!(page["responses"].as_array().map(Vec::len), Some(1));
    caller.call(
        "listResponses",
        &format!("{list}?from=2026-03-01&to=2026-03-31"),
        None,
        200,
    );
    caller.call("listResponses", &format!("{list}?limit=0"), None, 422);
    let response = format!("{list}/{}", stored["id"].as_str().expect("an id"));
    caller.call("getResponse", &response, None, 200);
    response
}

fn invitations(caller: &mut Caller, survey: &str) {
    let list = format!("{survey}/invitations");
    let new = example(caller, "createInvitations");
    let made = caller.call("createInvitations", &list, Some(&new), 201);
    caller.call("createInvitations", &list, Some(&new), 201);
    let id = made["invitations"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    caller.call(
        "revokeInvitation",
        &format!("{list}/{id}/revoke"),
        None,
        204,
    );
    let page = caller.call("listInvitations", &format!("{list}?limit=1"), None, 200);
    let next = page["next_cursor"].as_str().expect("a next page");
    caller.call(
        "listInvitations",
        &format!("{list}?cursor={next}"),
        None,
        200,
    );
}

fn votes(caller: &mut Caller, survey: &str) {
    let made = caller.call(
        "createInvitations",
        &format!("{survey}/invitations"),
        Some(&json!({ "invitations": [{}] })),
        201,
    );
    let url = made["invitations"][0]["url"].as_str().expect("a link");
    let path = url.strip_prefix(&caller.server.base_url).expect("ours");
    assert_eq!(caller.server.request("GET", path).send().status, 200);
    let (votes, widget) = (format!("{survey}/votes"), format!("{survey}/widget"));
    let rules = example(caller, "setVoteRules");
    caller.call("setVoteRules", &votes, Some(&rules), 200);
    let shown = caller.call("getVotes", &votes, None, 200);
    assert_eq!(shown["latest"][0]["kind"], "opened");
    let wrong = json!({ "accept": "automatic" });
    caller.call("setVoteRules", &votes, Some(&wrong), 422);
    let sites = example(caller, "setWidgetSites");
    caller.call("setWidgetSites", &widget, Some(&sites), 200);
    caller.call("getWidget", &widget, None, 200);
    let wrong = json!({ "origins": ["nowhere"] });
    caller.call("setWidgetSites", &widget, Some(&wrong), 422);
    let doubtful = format!("{survey}/responses?in_doubt=true");
    caller.call("listResponses", &doubtful, None, 200);
}

fn erased(caller: &mut Caller, survey: &str, response: &str) {
    caller.call("eraseResponse", response, None, 204);
    caller.call("getResponse", response, None, 410);
    let again = example(caller, "addResponse");
    caller.call(
        "addResponse",
        &format!("{survey}/responses"),
        Some(&again),
        410,
    );
}

fn closed(caller: &mut Caller, survey: &str) {
    let list = format!("{survey}/responses");
    caller.call("closeSurvey", &format!("{survey}/close"), None, 200);
    caller.call("publishSurvey", &format!("{survey}/publish"), None, 409);
    let new = json!({ "answers": { "recommend": 0 } });
    caller.call("addResponse", &list, Some(&new), 409);
    let bulk = json!({ "responses": [new] });
    caller.call("addResponses", &format!("{list}/bulk"), Some(&bulk), 409);
    caller.call("reopenSurvey", &format!("{survey}/reopen"), None, 200);
}

/// Addresses and cursors that can't be ours, among them what a database would stumble over.
fn oddities(caller: &mut Caller, survey: &str) {
    let list = "/api/v1/surveys";
    for odd in ["%00", "%ff", "%5c", "'%20OR%201=1", "%F0%9F%98%80"] {
        let responses = format!("{survey}/responses");
        let new = example(caller, "addResponse");
        caller.call("getSurvey", &format!("{list}/{odd}"), None, 404);
        caller.call("getFigures", &format!("{list}/{odd}/figures"), None, 404);
        caller.call(
            "exportCsv",
            &format!("{list}/{odd}/responses.csv"),
            None,
            404,
        );
        caller.call(
            "addResponse",
            &format!("{list}/{odd}/responses"),
            Some(&new),
            404,
        );
        caller.call("getResponse", &format!("{responses}/{odd}"), None, 404);
        caller.call("eraseResponse", &format!("{responses}/{odd}"), None, 404);
        let revoke = format!("{survey}/invitations/{odd}/revoke");
        caller.call("revokeInvitation", &revoke, None, 404);
        caller.call("listSurveys", &format!("{list}?cursor=1-{odd}"), None, 400);
        caller.call(
            "listResponses",
            &format!("{responses}?cursor=a{odd}"),
            None,
            422,
        );
        let invitations = format!("{survey}/invitations?cursor=a1-{odd}");
        caller.call("listInvitations", &invitations, None, 422);
    }
}

/// What every operation refuses: strangers, weak keys, unknown parameters, foreign things, bodies
/// of another kind.
fn problems(caller: &mut Caller, survey: &str) {
    let id = survey.rsplit('/').next().expect("an id").to_owned();
    let nothing = "0".repeat(26);
    let all: Vec<(String, String, Value)> = operations(&caller.document)
        .map(|(path, _, operation)| {
            let id = operation["operationId"]
                .as_str()
                .expect("a name")
                .to_owned();
            (id, path.to_owned(), operation.clone())
        })
        .collect();
    for (operation_id, path, operation) in all {
        // Not for the keys of one workspace; they are tried with one of the installation.
        if path.starts_with("/api/v1/workspaces") {
            continue;
        }
        let here = path
            .replace("{id}", &id)
            .replace("{response_id}", &nothing)
            .replace("{invitation_id}", &nothing);
        let key = caller.bearer();
        let body = &operation["requestBody"]["content"]["application/json"]["example"];
        let body = Some(body).filter(|body| !body.is_null());
        let strange = format!("{here}?colour=red");
        let reply = caller.send(&operation_id, &strange, &[("Authorization", &key)], body);
        caller.hold(&operation_id, &reply, 400);
        if operation["security"].as_array().is_some_and(Vec::is_empty) {
            continue;
        }
        let reply = caller.send(&operation_id, &here, &[], body);
        caller.hold(&operation_id, &reply, 401);
        if operation["security"][0]["key"][0] == "write" {
            let weak = format!("Bearer {}", caller.server.read_key);
            let reply = caller.send(&operation_id, &here, &[("Authorization", &weak)], body);
            caller.hold(&operation_id, &reply, 403);
        }
        if path.contains('{') {
            let elsewhere = here.replace(&id, &nothing) + &needed(&caller.document, &operation);
            let reply = caller.send(&operation_id, &elsewhere, &[("Authorization", &key)], body);
            caller.hold(&operation_id, &reply, 404);
        }
        if body.is_some() {
            let method = caller.operation(&operation_id).1.to_uppercase();
            let request = caller.server.request(&method, &here);
            let request = request.header("Authorization", &key);
            let reply = request.body("text/plain", b"{}".to_vec()).send();
            caller.hold(&operation_id, &reply, 415);
            caller.call(&operation_id, &here, Some(&json!({ "colour": "red" })), 422);
        }
    }
}

/// The parameters without which nothing is answered, with their examples.
fn needed(document: &Value, operation: &Value) -> String {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let needed: Vec<String> = parameters
        .map(|parameter| resolved(document, parameter))
        .filter(|parameter| parameter["in"] == "query" && parameter["required"] == true)
        .map(|parameter| {
            let value = &parameter["example"];
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            format!("{}={value}", parameter["name"].as_str().expect("a name"))
        })
        .collect();
    if needed.is_empty() {
        return String::new();
    }
    format!("?{}", needed.join("&"))
}

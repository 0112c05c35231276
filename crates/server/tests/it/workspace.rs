//! Several workspaces on one installation: separate worlds, and people who are in more than one.

mod login;
mod separate;
mod upgrade;

use serde_json::{Value, json};

use crate::harness::{PASSWORD, Reply, Server};
use crate::on_both;
use crate::people::{add, post};

on_both!(
    one_login_is_a_person_in_several,
    only_administrators_of_the_installation_make_workspaces,
    commands_say_which_workspace_they_mean,
);

/// A command on the same data, which must succeed; what it printed.
pub fn run(server: &Server, arguments: &[&str], stdin: &str) -> String {
    let output = server.command(arguments, stdin);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout)
        .expect("text")
        .trim()
        .to_owned()
}

/// Makes a workspace whose administrator is somebody new; a write key of it.
pub fn workspace(server: &Server, name: &str, email: &str) -> String {
    let add = [
        "workspace",
        "add",
        "--name",
        name,
        "--email",
        email,
        "--password-stdin",
    ];
    run(server, &add, PASSWORD);
    key(server, name)
}

/// A write key of a workspace.
pub fn key(server: &Server, workspace: &str) -> String {
    let create = [
        "api-key",
        "create",
        "--scope",
        "write",
        "--workspace",
        workspace,
    ];
    run(server, &create, "")
}

/// A call with a key.
pub fn call(
    server: &Server,
    key: &str,
    (method, path): (&str, &str),
    body: Option<&Value>,
) -> Reply {
    let request = server.request(method, path);
    let request = request.header("Authorization", &format!("Bearer {key}"));
    request.maybe_json(body).send()
}

pub fn ids(server: &Server) -> Vec<(String, String)> {
    let list = run(server, &["workspace", "list"], "");
    let line = |line: &str| {
        let mut parts = line.split('\t');
        let id = parts.next().expect("an id").to_owned();
        (parts.nth(1).expect("a name").to_owned(), id)
    };
    list.lines().map(line).collect()
}

fn one_login_is_a_person_in_several(server: Server) {
    run(
        &server,
        &[
            "workspace",
            "add",
            "--name",
            "Beta",
            "--email",
            "admin@example.com",
        ],
        "",
    );
    let ids = ids(&server);
    assert_eq!(
        ids.iter()
            .map(|(name, _)| name.as_str())
            .collect::<Vec<_>>(),
        ["Acme", "Beta"]
    );
    let beta = key(&server, "beta");
    let mut cookie = server.log_in();
    let here = |cookie: &str| {
        let page = server.page("/settings", cookie).text();
        let at = page.find("<dd>").expect("a name") + 4;
        page[at..at + 4].to_owned()
    };
    assert_eq!(here(&cookie), "Acme");
    let page = server.page("/settings", &cookie).text();
    assert!(
        page.contains("action=\"/workspace\"") && page.contains("Beta"),
        "{page}"
    );
    // The session goes on under another cookie.
    let switch = |cookie: &mut String, id: &str| {
        let reply = post(&server, "/workspace", cookie, &[("workspace", id)]);
        if let Some(new) = reply.header("set-cookie") {
            new.split(';')
                .next()
                .expect("a first part")
                .clone_into(cookie);
        }
        reply.status
    };
    assert_eq!(switch(&mut cookie, &ids[1].1), 303);
    assert_eq!(here(&cookie), "Beta");
    // A second browser begins where the login was last, and is on its own.
    let mut other = server.log_in();
    assert_eq!(here(&other), "Beta");
    assert_eq!(switch(&mut other, &ids[0].1), 303);
    assert_eq!(
        (here(&cookie), here(&other)),
        ("Beta".to_owned(), "Acme".to_owned())
    );
    assert_eq!(switch(&mut cookie, "x"), 404);
    let log = call(
        &server,
        &beta,
        ("GET", "/api/v1/audit?action=person.switched_workspace"),
        None,
    );
    assert_eq!(
        log.json()["audit"].as_array().expect("a list").len(),
        1,
        "{}",
        log.text()
    );
    // Who is a person of one only can't go elsewhere, and gets no choice.
    add_to(&server, "Acme", "eva@example.com");
    let mut eva = server.log_in_as("eva@example.com", PASSWORD);
    assert_eq!(switch(&mut eva, &ids[1].1), 404);
    assert!(
        !server
            .page("/settings", &eva)
            .text()
            .contains("action=\"/workspace\"")
    );
    // The same login in the other one with another role; leaving one ends only that.
    run(
        &server,
        &[
            "user",
            "add",
            "--email",
            "eva@example.com",
            "--role",
            "administrator",
            "--workspace",
            "Beta",
        ],
        "",
    );
    assert_eq!(switch(&mut eva, &ids[1].1), 303);
    assert_eq!(server.page("/settings/audit", &eva).status, 200);
    let found = call(&server, &beta, ("GET", "/api/v1/people?q=eva"), None).json();
    let in_beta = format!(
        "/api/v1/people/{}",
        found["people"][0]["user_id"].as_str().expect("an id")
    );
    let mut elsewhere = server.log_in_as("eva@example.com", PASSWORD);
    assert_eq!(switch(&mut elsewhere, &ids[0].1), 303);
    let leave = json!({ "active": false });
    assert_eq!(
        call(&server, &beta, ("PATCH", &in_beta), Some(&leave)).status,
        200
    );
    assert_eq!(server.page("/settings", &eva).status, 303, "logged out");
    assert_eq!(here(&elsewhere), "Acme");
    assert_eq!(switch(&mut elsewhere, &ids[1].1), 404);
    let again = server.log_in_as("eva@example.com", PASSWORD);
    assert_eq!(here(&again), "Acme", "where she still is");
}

/// Adds an employee with the usual password.
fn add_to(server: &Server, workspace: &str, email: &str) {
    let add = [
        "user",
        "add",
        "--email",
        email,
        "--role",
        "employee",
        "--password-stdin",
        "--workspace",
        workspace,
    ];
    run(server, &add, PASSWORD);
}

fn only_administrators_of_the_installation_make_workspaces(server: Server) {
    let here = "/settings/workspaces";
    let admin = server.log_in();
    add(&server, "ann", "administrator");
    let mut ann = server.log_in_as("ann@example.com", PASSWORD);
    assert_eq!(server.page(here, &ann).status, 403);
    assert!(!server.page("/settings", &ann).text().contains(here));
    let form = [
        ("name", "Beta"),
        ("email", "bea@example.com"),
        ("password", PASSWORD),
    ];
    assert_eq!(post(&server, here, &ann, &form).status, 403);
    assert_eq!(
        server.api("GET", "/api/v1/workspaces", None).status,
        403,
        "a usual key"
    );
    let made = post(&server, here, &admin, &form);
    assert_eq!(made.status, 303, "{}", made.text());
    assert_eq!(
        post(&server, here, &admin, &form).status,
        422,
        "the name is taken"
    );
    let known = [
        ("name", "Gamma"),
        ("email", "ann@example.com"),
        ("password", PASSWORD),
    ];
    let refused = post(&server, here, &admin, &known);
    assert_eq!(refused.status, 422, "nobody gives her another password");
    assert!(
        refused.text().contains("logs in already"),
        "{}",
        refused.text()
    );
    let known = [("name", "Gamma"), ("email", "ann@example.com")];
    assert_eq!(post(&server, here, &admin, &known).status, 303);
    assert!(
        server.page("/settings", &ann).text().contains("Gamma"),
        "she gets in at once"
    );
    let bea = server.log_in_as("bea@example.com", PASSWORD);
    assert_eq!(server.page("/settings/audit", &bea).status, 200);
    assert_eq!(server.page(here, &bea).status, 403);
    // The page and the log of one say nothing of another.
    for path in ["/settings", "/settings/audit", "/settings/people"] {
        let page = server.page(path, &bea).text();
        assert!(
            !page.contains("Acme") && !page.contains("Gamma") && !page.contains("admin@"),
            "{page}"
        );
    }
    let found = ids(&server)
        .into_iter()
        .find(|(name, _)| name == "Beta")
        .expect("Beta")
        .1;
    let rename = format!("{here}/{found}");
    assert_eq!(
        post(&server, &rename, &admin, &[("name", "acme")]).status,
        422
    );
    assert_eq!(
        post(&server, &rename, &admin, &[("name", "Beta & Sons")]).status,
        303
    );
    assert!(
        server
            .page("/settings", &bea)
            .text()
            .contains("Beta &amp; Sons")
    );
    // Others may be let, and at least one always may.
    let grant = format!("{here}/administrators");
    let may = |who: &str, may: &str| {
        post(
            &server,
            &grant,
            &admin,
            &[("administrator", who), ("may", may)],
        )
        .status
    };
    assert_eq!(may("admin@example.com", "no"), 422);
    assert_eq!(may("nobody@example.com", "yes"), 422);
    // Who may more, or less, than when the session began begins another.
    for (word, status) in [("yes", 200), ("no", 403)] {
        assert_eq!(may("ann@example.com", word), 303);
        assert_eq!(server.page(here, &ann).status, 303);
        ann = server.log_in_as("ann@example.com", PASSWORD);
        assert_eq!(server.page(here, &ann).status, status);
    }
    // A key of an administrator of the installation makes workspaces; of another it can't be made.
    let scope = [("name", "k"), ("scope", "install")];
    assert_eq!(
        post(&server, "/settings/api-keys", &bea, &scope).status,
        403
    );
    let page = post(&server, "/settings/api-keys", &admin, &scope).text();
    let at = page.find("luister_").expect("a key");
    let key: String = page[at..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect();
    let list = call(&server, &key, ("GET", "/api/v1/workspaces"), None);
    assert_eq!(
        list.json()["workspaces"].as_array().expect("a list").len(),
        3,
        "{}",
        list.text()
    );
}

fn commands_say_which_workspace_they_mean(server: Server) {
    assert!(!run(&server, &["api-key", "create", "--scope", "read"], "").is_empty());
    workspace(&server, "Beta", "bea@example.com");
    let silent = server.command(&["api-key", "create", "--scope", "read"], "");
    assert!(!silent.status.success());
    let text = String::from_utf8_lossy(&silent.stderr).into_owned();
    assert!(
        text.contains("--workspace") && text.contains("\"Beta\""),
        "{text}"
    );
    for wrong in ["Gamma", ""] {
        let create = ["api-key", "create", "--scope", "read", "--workspace", wrong];
        assert!(!server.command(&create, "").status.success(), "{wrong:?}");
    }
    let made = call(
        &server,
        &key(&server, "BETA"),
        ("POST", "/api/v1/surveys"),
        Some(&json!({ "template": "empty", "title": "Of Beta" })),
    );
    assert_eq!(made.status, 201, "{}", made.text());
    let survey = made.json()["id"].as_str().expect("an id").to_owned();
    let export = ["export", "--survey", &survey, "--workspace"];
    assert!(
        !server
            .command(&[&export[..], &["Acme"]].concat(), "")
            .status
            .success()
    );
    run(&server, &[&export[..], &["Beta"]].concat(), "");
    run(
        &server,
        &[
            "workspace",
            "rename",
            "--workspace",
            "Beta",
            "--name",
            "Gamma",
        ],
        "",
    );
    assert_eq!(ids(&server)[1].0, "Gamma");
    for (arguments, works) in [
        (
            ["workspace", "administrator", "--email", "bea@example.com"],
            true,
        ),
        (
            [
                "workspace",
                "administrator",
                "--email",
                "nobody@example.com",
            ],
            false,
        ),
    ] {
        assert_eq!(
            server.command(&arguments, "").status.success(),
            works,
            "{arguments:?}"
        );
    }
}

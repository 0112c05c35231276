//! First run, login, sessions, roles, keys.

use serde_json::json;

use crate::harness::{Backend, PASSWORD, Server, at_once};
use crate::on_both;

on_both!(
    one_of_ten_becomes_administrator,
    sessions_end_everywhere,
    guessing_is_slowed_down,
    other_sites_can_change_nothing,
    keys_have_scopes_and_can_be_revoked,
    unknown_users_look_like_wrong_passwords,
    viewers_change_nothing,
    the_command_line_is_a_way_back_in,
);

fn setup_code(server: &Server) -> String {
    let line = server
        .printed
        .iter()
        .find(|l| l.contains("with the code"))
        .expect("a code");
    line.rsplit(' ').next().expect("a last word").to_owned()
}

fn one_of_ten_becomes_administrator(old: Server) {
    let server = Server::start_empty(old.backend);
    drop(old);
    let code = setup_code(&server);
    let page = server
        .request("GET", "/")
        .header("Accept", "text/html")
        .send();
    assert_eq!(
        (page.status, page.header("location")),
        (303, Some("/setup"))
    );
    let without = server.request("GET", "/setup").send();
    assert!(
        !without.text().contains("name=\"password\""),
        "the form needs the code"
    );
    let refused = server
        .request("POST", "/setup")
        .form(&[
            ("code", "aaaa-aaaa"),
            ("workspace", "X"),
            ("email", "x@example.com"),
            ("password", PASSWORD),
        ])
        .send();
    assert_eq!(refused.status, 403);
    let statuses = at_once(10, |i| {
        let email = format!("admin{i}@example.com");
        server
            .request("POST", "/setup")
            .form(&[
                ("code", &code),
                ("workspace", "Acme"),
                ("email", &email),
                ("password", PASSWORD),
            ])
            .send()
            .status
    });
    assert_eq!(
        statuses.iter().filter(|s| **s == 303).count(),
        1,
        "{statuses:?}"
    );
    assert!(
        statuses.iter().all(|s| [303, 409].contains(s)),
        "{statuses:?}"
    );
    let admins: Vec<usize> = (0..10)
        .filter(|i| {
            server
                .request("POST", "/login")
                .form(&[
                    ("email", &format!("admin{i}@example.com")),
                    ("password", PASSWORD),
                ])
                .send()
                .status
                == 303
        })
        .collect();
    assert_eq!(admins.len(), 1, "one account, not ten");
}

fn sessions_end_everywhere(server: Server) {
    let (one, two) = (server.log_in(), server.log_in());
    assert_ne!(one, two, "each login has its own id");
    assert_eq!(server.page("/settings", &one).status, 200);
    let out = server
        .request("POST", "/logout")
        .header("Cookie", &one)
        .send();
    assert_eq!(out.status, 303);
    assert_eq!(
        server.page("/settings", &one).status,
        303,
        "a copied cookie is dead too"
    );
    assert_eq!(server.page("/settings", &two).status, 200);
    let change = |old: &str, new: &str| {
        server
            .request("POST", "/settings/password")
            .header("Cookie", &two)
            .form(&[("old_password", old), ("new_password", new)])
            .send()
            .status
    };
    assert_eq!(change("wrong wrong wrong", "a new password"), 422);
    assert_eq!(change(PASSWORD, "short"), 422);
    assert_eq!(change(PASSWORD, "a new password"), 303);
    assert_eq!(
        server.page("/settings", &two).status,
        303,
        "dead after the change"
    );
    server.log_in_as("admin@example.com", "a new password");
}

fn guessing_is_slowed_down(server: Server) {
    let try_once = |email: &str, password: &str| {
        server
            .request("POST", "/login")
            .form(&[("email", email), ("password", password)])
            .send()
    };
    let statuses = at_once(12, |_| {
        try_once("admin@example.com", "wrong wrong wrong").status
    });
    assert_eq!(
        statuses.iter().filter(|s| **s == 401).count(),
        5,
        "{statuses:?}"
    );
    assert_eq!(
        statuses.iter().filter(|s| **s == 429).count(),
        7,
        "{statuses:?}"
    );
    let refused = try_once("admin@example.com", PASSWORD);
    assert_eq!(refused.status, 429);
    assert!(refused.header("retry-after").is_some());
}

fn other_sites_can_change_nothing(server: Server) {
    let cookie = server.log_in();
    let post = |headers: &[(&str, &str)]| {
        let mut request = server
            .request("POST", "/settings/language")
            .header("Cookie", &cookie)
            .form(&[("language", "nl")]);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        request.send().status
    };
    assert_eq!(post(&[("Sec-Fetch-Site", "cross-site")]), 403);
    assert_eq!(post(&[("Sec-Fetch-Site", "same-site")]), 403);
    assert_eq!(post(&[("Origin", "https://evil.example")]), 403);
    assert_eq!(post(&[("Origin", "null")]), 403);
    assert_eq!(post(&[("Origin", &server.base_url)]), 303);
    assert_eq!(post(&[("Sec-Fetch-Site", "same-origin")]), 303);
    let login = server
        .request("POST", "/login")
        .header("Origin", "https://evil.example")
        .form(&[("email", "admin@example.com"), ("password", PASSWORD)])
        .send();
    assert_eq!(
        login.status, 403,
        "nobody is logged in to somebody else's account"
    );
    let api = server
        .request("POST", "/api/v1/surveys")
        .header("Cookie", &cookie)
        .header("Sec-Fetch-Site", "cross-site")
        .json(&json!({ "template": "empty", "title": "x" }))
        .send();
    assert_eq!(api.status, 403);
}

fn keys_have_scopes_and_can_be_revoked(server: Server) {
    let list = |key: &str| {
        server
            .request("GET", "/api/v1/surveys")
            .header("Authorization", &format!("Bearer {key}"))
            .send()
            .status
    };
    assert_eq!(list(&server.read_key), 200);
    assert_eq!(list("luister_nonsense"), 401);
    assert_eq!(server.request("GET", "/api/v1/surveys").send().status, 401);
    let write = server
        .request("POST", "/api/v1/surveys")
        .header("Authorization", &format!("Bearer {}", server.read_key))
        .json(&json!({ "template": "empty", "title": "x" }))
        .send();
    assert_eq!(write.status, 403);
    assert_eq!(
        write.header("content-type"),
        Some("application/problem+json")
    );
    let cookie = server.log_in();
    let page = server.page("/settings", &cookie).text();
    let ids: Vec<&str> = page
        .split("/settings/api-keys/")
        .skip(1)
        .filter_map(|rest| rest.split('/').next())
        .filter(|id| id.len() == 26)
        .collect();
    assert_eq!(ids.len(), 2);
    for id in ids {
        let reply = server
            .request("POST", &format!("/settings/api-keys/{id}/revoke"))
            .header("Cookie", &cookie)
            .send();
        assert_eq!(reply.status, 303);
    }
    crate::harness::eventually("revoking", || (list(&server.read_key) == 401).then_some(()));
    assert!(
        !page.contains(&server.key),
        "a key is shown once, when it is made"
    );
}

fn unknown_users_look_like_wrong_passwords(server: Server) {
    let reply = |email: &str| {
        server
            .request("POST", "/login")
            .form(&[("email", email), ("password", "wrong wrong wrong")])
            .send()
    };
    let (known, unknown) = (reply("admin@example.com"), reply("nobody@example.com"));
    assert_eq!(known.status, unknown.status);
    assert_eq!(
        known.text().replace("admin@example.com", ""),
        unknown.text().replace("nobody@example.com", "")
    );
}

fn viewers_change_nothing(server: Server) {
    let output = server.command(
        &[
            "user",
            "add",
            "--email",
            "viewer@example.com",
            "--password-stdin",
        ],
        PASSWORD,
    );
    assert!(output.status.success(), "{output:?}");
    let cookie = server.log_in_as("viewer@example.com", PASSWORD);
    assert_eq!(server.page("/settings", &cookie).status, 200);
    for (path, form) in [
        ("/settings/people", vec![("email", "x@example.com")]),
        (
            "/settings/api-keys",
            vec![("name", "x"), ("scope", "write")],
        ),
    ] {
        let reply = server
            .request("POST", path)
            .header("Cookie", &cookie)
            .form(&form)
            .send();
        assert_eq!(reply.status, 403, "{path}");
    }
    let again = server.command(
        &[
            "user",
            "add",
            "--email",
            "VIEWER@example.com",
            "--password-stdin",
        ],
        PASSWORD,
    );
    assert!(!again.status.success());
    assert!(String::from_utf8_lossy(&again.stderr).contains("is a user already"));
}

#[test]
fn setup_works_once_and_only_on_an_empty_database() {
    let server = Server::start(Backend::Sqlite);
    let again = server.command(
        &[
            "setup",
            "--email",
            "b@example.com",
            "--password-stdin",
            "--workspace",
            "B",
        ],
        PASSWORD,
    );
    assert!(!again.status.success());
    assert!(String::from_utf8_lossy(&again.stderr).contains("set up already"));
}

#[test]
fn the_cookie_is_bound_to_the_host_behind_https() {
    let data = tempfile::TempDir::new().expect("a temporary folder");
    let environment = [("LUISTER_BASE_URL", "https://luister.example.com")];
    let (mut child, _, printed) =
        crate::harness::spawn("serve", data.path(), None, "127.0.0.1:18473", &environment);
    let code = printed[0].rsplit(' ').next().expect("a code");
    let body =
        format!("code={code}&workspace=A&email=a%40example.com&password=correct+horse+battery");
    let reply = ureq::post("http://127.0.0.1:18473/setup")
        .config()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .build()
        .content_type("application/x-www-form-urlencoded")
        .send(&body)
        .expect("a reply");
    let cookie = reply.headers()["set-cookie"]
        .to_str()
        .expect("text")
        .to_owned();
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    for part in [
        "__Host-luister_session=",
        "Secure",
        "HttpOnly",
        "SameSite=Lax",
        "Path=/",
    ] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
}

fn the_command_line_is_a_way_back_in(server: Server) {
    let set = |email: &str, password: &str| {
        let arguments = ["user", "set-password", "--email", email, "--password-stdin"];
        server.command(&arguments, &format!("{password}\n"))
    };
    let cookie = server.log_in();
    assert_eq!(server.page("/settings", &cookie).status, 200);
    let unknown = set("nobody@example.com", "another good password");
    assert!(!unknown.status.success());
    let said = String::from_utf8_lossy(&unknown.stderr).into_owned();
    assert!(said.contains("nobody with this address"), "{said}");
    assert!(!set("admin@example.com", "short").status.success());
    assert_eq!(
        server.page("/settings", &cookie).status,
        200,
        "nothing changed"
    );
    let done = set("Admin@Example.com", "another good password");
    assert!(done.status.success(), "{done:?}");
    assert_ne!(
        server.page("/settings", &cookie).status,
        200,
        "sessions end"
    );
    let old = [
        ("email", "admin@example.com"),
        ("password", PASSWORD),
        ("next", "/"),
    ];
    let reply = server.request("POST", "/login").form(&old).send();
    assert_ne!(reply.status, 303, "the old password");
    server.log_in_as("admin@example.com", "another good password");
}

//! What belongs to a login rather than to a workspace: its password, its sessions, and the say
//! whether it joins another one.

use serde_json::json;

use super::{call, ids, key, run, workspace};
use crate::harness::{Backend, PASSWORD, Server};
use crate::on_both;
use crate::people::{add, post};
use crate::smtp::Smtp;

on_both!(a_password_and_its_sessions_belong_to_the_login);

fn a_password_and_its_sessions_belong_to_the_login(server: Server) {
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
    let beta = ids(&server)[1].1.clone();
    let (here, there) = (server.log_in(), server.log_in());
    assert_eq!(
        post(&server, "/workspace", &there, &[("workspace", &beta)]).status,
        303
    );
    let form = [
        ("old_password", PASSWORD),
        ("new_password", "another long one"),
    ];
    assert_eq!(
        post(&server, "/settings/password", &here, &form).status,
        303
    );
    for cookie in [&here, &there] {
        assert_eq!(
            server.page("/settings", cookie).status,
            303,
            "ended everywhere"
        );
    }
    server.log_in_as("admin@example.com", "another long one");
    let set = [
        "user",
        "set-password",
        "--email",
        "admin@example.com",
        "--password-stdin",
    ];
    let cookie = server.log_in_as("admin@example.com", "another long one");
    run(&server, &set, PASSWORD);
    assert_eq!(server.page("/settings", &cookie).status, 303);
    let wrong = post(
        &server,
        "/login",
        "",
        &[("email", "admin@example.com"), ("password", "x")],
    );
    assert_eq!(wrong.status, 401);
    server.log_in();
    for name in ["Acme", "Beta"] {
        let key = key(&server, name);
        let count = |action: &str| {
            let path = format!("/api/v1/audit?action={action}");
            let log = call(&server, &key, ("GET", &path), None).json();
            log["audit"].as_array().expect("a list").len()
        };
        assert_eq!(count("person.password_changed"), 2, "{name}");
        crate::harness::eventually("the refused login is noted", || {
            (count("person.login_refused") == 1).then_some(())
        });
    }
}

mod who_logs_in_already_joins_by_their_password {
    #[test]
    fn sqlite() {
        super::joining(crate::harness::Backend::Sqlite);
    }
    #[test]
    fn postgres() {
        super::joining(crate::harness::Backend::Postgres);
    }
}

fn joining(backend: Backend) {
    let smtp = Smtp::start();
    let url = smtp.url();
    let environment = [
        ("LUISTER_SMTP_URL", url.as_str()),
        ("LUISTER_MAIL_FROM", "Acme <feedback@acme.example>"),
    ];
    let server = Server::start_with(backend, &environment);
    add(&server, "eva", "employee");
    let beta = workspace(&server, "Beta", "bea@example.com");
    // The administrator of the other workspace can't choose her password nor see that she has one.
    let bea = server.log_in_as("bea@example.com", PASSWORD);
    let form = [
        ("email", "eva@example.com"),
        ("role", "lead"),
        ("password", "chosen by bea"),
    ];
    assert_eq!(post(&server, "/settings/people", &bea, &form).status, 422);
    let new = json!({ "email": "eva@example.com", "role": "lead", "invite": true });
    let made = call(&server, &beta, ("POST", "/api/v1/people"), Some(&new));
    assert_eq!(
        (made.status, &made.json()["may_login"]),
        (201, &json!(false)),
        "{}",
        made.text()
    );
    smtp.wait_for(1);
    let mail = smtp.mails_to("eva@example.com").remove(0).text();
    let at = mail.find("/password/reset/").expect("a link");
    let link: String = mail[at..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
        .collect();
    assert!(
        mail.contains("invited to work in Beta too") && mail.contains("your own password"),
        "{mail}"
    );
    assert!(!mail.contains("Choose a password"), "she has one: {mail}");
    let page = server.request("GET", &link).send().text();
    assert!(
        page.contains("Come into Beta") && page.contains("current-password"),
        "{page}"
    );
    let eva = server.log_in_as("eva@example.com", PASSWORD);
    let id = ids(&server)[1].1.clone();
    let switch = || post(&server, "/workspace", &eva, &[("workspace", &id)]).status;
    assert_eq!(switch(), 404, "not before she took it");
    assert_eq!(
        post(&server, &link, "", &[("password", "chosen by bea")]).status,
        422
    );
    assert_eq!(switch(), 404);
    assert_eq!(
        post(&server, &link, "", &[("password", PASSWORD)]).status,
        303
    );
    assert_eq!(switch(), 303, "and her session goes on");
    assert_eq!(
        post(&server, &link, "", &[("password", PASSWORD)]).status,
        410
    );
    let found = call(&server, &beta, ("GET", "/api/v1/people?q=eva"), None).json();
    assert_eq!(found["people"][0]["may_login"], json!(true));
    let log = call(
        &server,
        &beta,
        ("GET", "/api/v1/audit?action=person.joined"),
        None,
    )
    .json();
    assert_eq!(log["audit"].as_array().expect("a list").len(), 1);
}

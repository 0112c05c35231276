//! Somebody without a password: no login, no link on asking, an invitation by mail.

use serde_json::json;

use super::{id_of, post};
use crate::harness::{Backend, PASSWORD, Server};
use crate::smtp::Smtp;

mod invitations_let_people_in {
    #[test]
    fn sqlite() {
        super::invitations_let_people_in(crate::harness::Backend::Sqlite);
    }
    #[test]
    fn postgres() {
        super::invitations_let_people_in(crate::harness::Backend::Postgres);
    }
}

fn invitations_let_people_in(backend: Backend) {
    let smtp = Smtp::start();
    let url = smtp.url();
    let environment = [
        ("LUISTER_SMTP_URL", url.as_str()),
        ("LUISTER_MAIL_FROM", "Acme <feedback@acme.example>"),
    ];
    let server = Server::start_with(backend, &environment);
    let body = json!({ "email": "Eva@example.com", "language": "nl", "role": "employee" });
    let made = server.api("POST", "/api/v1/people", Some(&body));
    assert_eq!(made.status, 201, "{}", made.text());
    let eva = id_of(&server, "eva@example.com");
    // Asking for a link gives none, and looks as it does for anybody.
    let ask = |email: &str| {
        let reply = post(&server, "/password/forgot", "", &[("email", email)]);
        (reply.status, reply.text())
    };
    assert_eq!(ask("eva@example.com"), ask("nobody@example.com"));
    ask("admin@example.com");
    smtp.wait_for(1);
    assert!(smtp.mails_to("eva@example.com").is_empty());
    let invite = |id: &str| {
        let path = format!("/api/v1/people/{id}/invite");
        server.api("POST", &path, None).status
    };
    assert_eq!(invite(&eva), 202);
    smtp.wait_for(2);
    let mail = smtp.mails_to("eva@example.com").remove(0);
    let text = mail.text();
    assert!(text.contains("uitgenodigd"), "in her language: {text}");
    let at = text.find("/password/reset/").expect("a link");
    let link: String = text[at..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
        .collect();
    assert_eq!(server.request("GET", &link).send().status, 200);
    let chosen = post(&server, &link, "", &[("password", PASSWORD)]);
    assert_eq!(chosen.status, 303, "{}", chosen.text());
    server.log_in_as("eva@example.com", PASSWORD);
    assert_eq!(invite(&eva), 409, "she has a password");
    assert_eq!(
        post(&server, &link, "", &[("password", PASSWORD)]).status,
        410
    );
    assert_eq!(invite("0000000000000000000000000a"), 404);
    // Adding and inviting in one go, a few times too often, and somebody who left.
    let body = json!({ "email": "tom@example.com", "invite": true });
    let made = server.api("POST", "/api/v1/people", Some(&body));
    assert_eq!(made.status, 201, "{}", made.text());
    let tom = id_of(&server, "tom@example.com");
    assert_eq!([invite(&tom), invite(&tom), invite(&tom)], [202, 202, 429]);
    let gone = json!({ "active": false });
    let path = format!("/api/v1/people/{tom}");
    assert_eq!(server.api("PATCH", &path, Some(&gone)).status, 200);
    assert_eq!(invite(&tom), 409);
    let log = server.get_json(&format!("/api/v1/audit?id={tom}"));
    let actions: Vec<&str> = log["audit"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|line| line["action"].as_str())
        .collect();
    assert_eq!(
        actions.iter().filter(|a| **a == "person.invited").count(),
        3
    );
    assert!(actions.contains(&"person.deactivated"), "{actions:?}");
}

#[test]
fn nobody_is_invited_without_a_mail_server() {
    let server = Server::start(Backend::Sqlite);
    let body = json!({ "email": "tom@example.com", "invite": true });
    assert_eq!(
        server.api("POST", "/api/v1/people", Some(&body)).status,
        409
    );
    let found = server.get_json("/api/v1/people?q=tom");
    assert_eq!(found["people"], json!([]), "not added either");
}

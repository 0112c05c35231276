//! A forgotten password: a link by mail, good for an hour and for one use.

use super::{Backend, PASSWORD, Received, Server, Smtp, on_each, post, with_mail};

on_each!(a_forgotten_password_is_chosen_anew);

/// The path of the link in a mail.
fn link(mail: &Received) -> String {
    let text = mail.text();
    let at = text.find("/password/reset/").expect("a link");
    text[at..]
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '/')
        .collect()
}

fn ask_for_link(server: &Server, email: &str) -> (u16, String) {
    let reply = server
        .request("POST", "/password/forgot")
        .form(&[("email", email)])
        .send();
    (reply.status, reply.text())
}

fn choose(server: &Server, link: &str, password: &str) -> u16 {
    server
        .request("POST", link)
        .form(&[("password", password)])
        .send()
        .status
}

fn a_forgotten_password_is_chosen_anew(backend: Backend) {
    let smtp = Smtp::start();
    let server = with_mail(backend, &smtp, &[]);
    let session = server.log_in();
    let known = ask_for_link(&server, " ADMIN@example.com ");
    let unknown = ask_for_link(&server, "nobody@example.com");
    assert_eq!(known, unknown, "the answer tells nothing");
    assert_eq!(known.0, 200);
    let mail = smtp.wait_for(1).remove(0);
    assert_eq!(mail.to, ["admin@example.com"]);
    let link = link(&mail);
    assert!(
        mail.text().contains(&format!("{}{link}", server.base_url)),
        "a link of our own address"
    );
    // Looking changes nothing, however often.
    for method in ["GET", "HEAD", "GET"] {
        assert_eq!(server.request(method, &link).send().status, 200);
    }
    assert_eq!(server.page("/settings", &session).status, 200);
    assert_eq!(choose(&server, &link, "short"), 422);
    // The secret is good for this only.
    let secret = link.rsplit('/').next().expect("a secret");
    for other in [format!("/u/{secret}"), format!("/p/{secret}")] {
        assert_eq!(server.request("GET", &other).send().status, 404, "{other}");
    }
    let statuses = crate::harness::at_once(4, |i| {
        choose(&server, &link, &format!("a new password {i}"))
    });
    assert_eq!(
        statuses.iter().filter(|s| **s == 303).count(),
        1,
        "{statuses:?}"
    );
    assert_eq!(
        statuses.iter().filter(|s| **s == 410).count(),
        3,
        "{statuses:?}"
    );
    assert_eq!(
        server.page("/settings", &session).status,
        303,
        "all sessions end"
    );
    let used = statuses.iter().position(|s| *s == 303).expect("one");
    server.log_in_as("admin@example.com", &format!("a new password {used}"));
    assert_eq!(server.request("GET", &link).send().status, 410);
    assert_eq!(choose(&server, &link, "another password"), 410);
    let unknown = format!("/password/reset/{}", "0".repeat(52));
    assert_eq!(server.request("GET", &unknown).send().status, 404);
    assert_eq!(choose(&server, &unknown, "another password"), 404);
    assert_eq!(smtp.count(), 1, "nobody else got a mail");
}

#[test]
fn a_change_of_the_password_ends_links_and_asking_has_a_limit() {
    let smtp = Smtp::start();
    let server = with_mail(Backend::Sqlite, &smtp, &[]);
    let session = server.log_in();
    for _ in 0..5 {
        assert_eq!(ask_for_link(&server, "admin@example.com").0, 200);
    }
    assert_eq!(ask_for_link(&server, "admin@example.com").0, 429);
    let mails = smtp.wait_for(3);
    let changed = post(
        &server,
        "/settings/password",
        &session,
        &[
            ("old_password", PASSWORD),
            ("new_password", "a new password"),
        ],
    );
    assert_eq!(changed, 303);
    for mail in &mails {
        assert_eq!(choose(&server, &link(mail), "stolen password"), 410);
    }
    server.log_in_as("admin@example.com", "a new password");
    assert_eq!(smtp.count(), 3, "three an hour");
}

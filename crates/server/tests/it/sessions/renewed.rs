//! What ends with rights: a session when its person gets another role or goes to another workspace,
//! a link when the address it went to isn't theirs any more.

use serde_json::json;

use super::{ends_after, post, stream};
use crate::harness::{Backend, PASSWORD, Reply, Server, eventually};
use crate::on_both;
use crate::people::{add, id_of, log_in};
use crate::respondent::{dump, write};
use crate::scim;
use crate::smtp::Smtp;
use crate::workspace::{ids, key, run};

use std::time::{Duration, Instant};

on_both!(
    another_workspace_is_another_session,
    another_role_is_another_session,
    sessions_grow_old,
    weak_hashes_are_made_anew,
    nobody_makes_themselves_more,
    a_flood_of_logins_leaves_answers_alone,
);

/// The cookie of a session, if a reply sets one.
pub fn new_cookie(reply: &Reply) -> Option<String> {
    let cookie = reply.header("set-cookie")?;
    cookie.split(';').next().map(str::to_owned)
}

fn beta(server: &Server) -> String {
    let arguments = ["workspace", "add", "--name", "Beta", "--email"];
    run(
        server,
        &[&arguments[..], &["admin@example.com"]].concat(),
        "",
    );
    ids(server)[1].1.clone()
}

fn another_workspace_is_another_session(server: Server) {
    let beta = beta(&server);
    let old = server.log_in();
    let copied = old.clone();
    let reply = post(&server, "/workspace", &old, &[("workspace", &beta)]);
    assert_eq!(reply.status, 303, "{}", reply.text());
    let new = new_cookie(&reply).expect("a cookie");
    assert!(new.starts_with("luister_session=") && new != old);
    let said = reply.header("set-cookie").expect("a cookie");
    assert!(
        said.contains("HttpOnly") && said.contains("SameSite=Lax"),
        "{said}"
    );
    assert_eq!(server.page("/settings", &new).status, 200);
    assert_eq!(
        server.page("/settings", &copied).status,
        303,
        "the old one is dead"
    );
    let again = post(&server, "/workspace", &copied, &[("workspace", &beta)]);
    assert_eq!((again.status, new_cookie(&again)), (401, None));
    // What can't be done changes nothing.
    let refused = post(&server, "/workspace", &new, &[("workspace", "x")]);
    assert_eq!((refused.status, new_cookie(&refused)), (404, None));
    assert_eq!(server.page("/settings", &new).status, 200);
}

fn another_role_is_another_session(server: Server) {
    let tom = add(&server, "tom", "employee");
    let person = format!("/api/v1/people/{tom}");
    let change = |change: &serde_json::Value| {
        let reply = server.api("PATCH", &person, Some(change));
        assert_eq!(reply.status, 200, "{}", reply.text());
    };
    let before = log_in(&server, "tom");
    for stays in [
        json!({ "name": "Tom" }),
        json!({ "role": "employee" }),
        json!({ "language": "nl" }),
    ] {
        change(&stays);
        assert_eq!(server.page("/settings", &before).status, 200, "{stays}");
    }
    change(&json!({ "role": "administrator" }));
    assert_eq!(
        server.page("/settings", &before).status,
        303,
        "a copy gains nothing"
    );
    let as_administrator = log_in(&server, "tom");
    assert_eq!(
        server.page("/settings/audit", &as_administrator).status,
        200
    );
    let file = "email,role\ntom@example.com,viewer\n";
    let brought = server
        .request("POST", "/api/v1/people/import")
        .header("Authorization", &format!("Bearer {}", server.key))
        .body("text/csv", file.as_bytes().to_vec())
        .send();
    assert_eq!(brought.status, 200, "{}", brought.text());
    assert_eq!(
        server.page("/settings", &as_administrator).status,
        303,
        "by a file too"
    );
}

/// After a week without use, and after thirty days in any case.
fn sessions_grow_old(server: Server) {
    let day = 86_400_000_000_i64;
    let cookie = server.log_in();
    let older = |column: &str, days: i64| {
        let by = days * day;
        write(
            &server,
            &format!("UPDATE session SET {column} = {column} - {by}"),
        );
        server.page("/settings", &cookie).status
    };
    assert_eq!(older("last_seen_at_us", 6), 200);
    assert_eq!(older("last_seen_at_us", 6), 200, "it was used since");
    assert_eq!(older("created_at_us", 29), 200);
    assert_eq!(older("created_at_us", 2), 303, "thirty days are over");
    let cookie = server.log_in();
    let week = 8 * day;
    let idle = format!("UPDATE session SET last_seen_at_us = last_seen_at_us - {week}");
    write(&server, &idle);
    assert_eq!(server.page("/settings", &cookie).status, 303);
    assert_eq!(
        server.page("/settings", &cookie).status,
        303,
        "trying doesn't wake it"
    );
}

fn weak_hashes_are_made_anew(server: Server) {
    // PASSWORD with 8 MiB and one pass.
    let weak = "$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$\
                HhdGxmsoo8pSkWu74EOdjWuyMCjKM2aof0XQCAMO4jU";
    write(
        &server,
        &format!("UPDATE login SET password_hash = '{weak}'"),
    );
    let wrong = [
        ("email", "admin@example.com"),
        ("password", "wrong wrong wrong"),
    ];
    assert_eq!(post(&server, "/login", "", &wrong).status, 401);
    assert!(dump(&server, "login").contains("m=8192,t=1"));
    let cookie = server.log_in();
    eventually("a stronger hash", || {
        dump(&server, "login").contains("m=19456,t=2").then_some(())
    });
    assert!(!dump(&server, "login").contains("m=8192"));
    assert_eq!(
        server.page("/settings", &cookie).status,
        200,
        "who is in stays in"
    );
    server.log_in();
}

/// Role, team and being an administrator come from administrators, whatever a body says.
fn nobody_makes_themselves_more(server: Server) {
    let tom = add(&server, "tom", "employee");
    let cookie = log_in(&server, "tom");
    let person = dump(&server, "app_user");
    for field in ["role", "org_unit", "is_admin", "team", "lead"] {
        for path in [
            "/settings/language",
            "/settings/password",
            &format!("/settings/people/{tom}"),
        ] {
            let form = [("language", "en"), (field, "administrator")];
            let reply = post(&server, path, &cookie, &form);
            assert!(
                [400, 403, 422].contains(&reply.status),
                "{path}: {}",
                reply.status
            );
        }
    }
    for field in ["role", "org_unit", "is_admin", "workspace_id", "login_id"] {
        let body = json!({ "email": "x@example.com", field: 1 });
        let reply = server.api("POST", "/api/v1/people", Some(&body));
        assert_eq!(reply.status, 422, "{field}: {}", reply.text());
        let path = format!("/api/v1/people/{tom}");
        let reply = server.api("PATCH", &path, Some(&json!({ field: 1 })));
        assert_eq!(reply.status, 422, "{field}: {}", reply.text());
    }
    assert_eq!(dump(&server, "app_user"), person, "nothing changed");
}

/// Sixteen guessers at as many accounts; meanwhile somebody answers a survey. Memory is taken for one
/// hash at a time.
fn a_flood_of_logins_leaves_answers_alone(server: Server) {
    let before = own_mib(server.pid());
    let (survey, _) = server.survey("ces", &serde_json::Value::Null);
    let path = format!("/api/v1/surveys/{survey}/responses");
    let is_over = std::sync::atomic::AtomicBool::new(false);
    let order = std::sync::atomic::Ordering::Relaxed;
    std::thread::scope(|scope| {
        for guesser in 0..16 {
            let (server, is_over) = (&server, &is_over);
            scope.spawn(move || {
                let mut tried = 0;
                while !is_over.load(order) {
                    let email = format!("{guesser}-{tried}@example.com");
                    let form = [("email", email.as_str()), ("password", "wrong wrong wrong")];
                    let reply = server.request("POST", "/login").form(&form).send();
                    assert!([401, 429].contains(&reply.status), "{}", reply.status);
                    tried += 1;
                }
            });
        }
        std::thread::sleep(Duration::from_millis(300));
        let mut slowest = Duration::ZERO;
        for _ in 0..30 {
            let since = Instant::now();
            let body = json!({ "answers": { "effort": 3 } });
            let reply = server.api("POST", &path, Some(&body));
            assert_eq!(reply.status, 201, "{}", reply.text());
            slowest = slowest.max(since.elapsed());
        }
        is_over.store(true, order);
        // 200 ms are promised on a machine that does nothing else; tests share theirs.
        assert!(slowest < Duration::from_secs(2), "{slowest:?}");
    });
    let more = own_mib(server.pid()).saturating_sub(before);
    assert!(more < 100, "{more} MiB more than before");
}

/// Memory a process holds beside the program's file, in MiB.
fn own_mib(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("it runs");
    let line = status.lines().find_map(|l| l.strip_prefix("RssAnon:"));
    let kib = line.and_then(|l| l.trim().strip_suffix(" kB"));
    let kib: u64 = kib.and_then(|kib| kib.parse().ok()).expect("a number");
    kib / 1024
}

fn with_mail(smtp: &Smtp, backend: Backend) -> Server {
    let url = smtp.url();
    let environment = [
        ("LUISTER_SMTP_URL", url.as_str()),
        ("LUISTER_MAIL_FROM", "Acme <feedback@acme.example>"),
    ];
    Server::start_with(backend, &environment)
}

/// The path of the link in a mail.
fn link(mail: &str) -> String {
    let at = mail.find("/password/reset/").expect("a link");
    let is_path = |c: &char| c.is_ascii_alphanumeric() || *c == '/';
    mail[at..].chars().take_while(is_path).collect()
}

mod links_end_with_password_and_address {
    #[test]
    fn sqlite() {
        super::links_end_with_password_and_address(crate::harness::Backend::Sqlite);
    }
    #[test]
    fn postgres() {
        super::links_end_with_password_and_address(crate::harness::Backend::Postgres);
    }
}

fn links_end_with_password_and_address(backend: Backend) {
    let smtp = Smtp::start();
    let server = with_mail(&smtp, backend);
    add(&server, "tom", "employee");
    let (tom, admin) = ("tom@example.com", server.log_in());
    let ask = || {
        let before = smtp.mails_to(tom).len();
        assert_eq!(
            post(&server, "/password/forgot", "", &[("email", tom)]).status,
            200
        );
        let mail = eventually("the mail", || smtp.mails_to(tom).into_iter().nth(before));
        link(&mail.text())
    };
    let choose =
        |link: &str, password: &str| post(&server, link, "", &[("password", password)]).status;
    // One use ends all.
    let (first, second) = (ask(), ask());
    assert_eq!(choose(&first, "a new long password"), 303);
    assert_eq!(
        [choose(&first, PASSWORD), choose(&second, PASSWORD)],
        [410, 410]
    );
    // An hour, and another password chosen while logged in, end it too.
    let third = ask();
    let hour = 3_601_000_000_i64;
    let late = format!("UPDATE mail_link SET made_at_us = made_at_us - {hour}");
    let of_now = choose(&third, "short");
    assert_eq!(of_now, 422, "it works still");
    write(&server, &late);
    assert_eq!(choose(&third, PASSWORD), 410, "an hour is over");
    write(&server, "UPDATE password_reset SET asked_at_us = 0");
    let fourth = ask();
    let cookie = server.log_in_as(tom, "a new long password");
    let form = [
        ("old_password", "a new long password"),
        ("new_password", PASSWORD),
    ];
    assert_eq!(
        post(&server, "/settings/password", &cookie, &form).status,
        303
    );
    assert_eq!(choose(&fourth, "yet another password"), 410);
    // A directory gives the person another address: a link sent before is dead, and one that is
    // asked for goes where they log in, not where the directory says.
    let fifth = ask();
    let token = scim::token(&server, &admin);
    let person = scim::find(&server, &token, "Users", &format!("userName eq \"{tom}\""));
    let person = &person["Resources"][0];
    let path = format!("Users/{}", person["id"].as_str().expect("an id"));
    let moved = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{ "op": "replace", "path": "emails",
                         "value": [{ "value": "evil@example.net", "primary": true }] }],
    });
    let reply = scim::ask(&server, &token, "PATCH", &path, Some(&moved));
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(
        id_of(&server, "evil@example.net"),
        path.trim_start_matches("Users/")
    );
    assert_eq!(choose(&fifth, "yet another password"), 410);
    write(&server, "UPDATE password_reset SET asked_at_us = 0");
    write(&server, "DELETE FROM guess");
    let sixth = ask();
    assert!(smtp.mails_to("evil@example.net").is_empty());
    assert_eq!(choose(&sixth, "yet another password"), 303);
}

/// All of it on two nodes, where what one counts or ends the other knows.
#[test]
fn both_nodes_count_and_end_the_same() {
    let smtp = Smtp::start();
    let server = with_mail(&smtp, Backend::Postgres);
    let other = server.another(&[]);
    let at = |i: usize| if i.is_multiple_of(2) { &server } else { &other };
    let beta = beta(&server);
    let second = Duration::from_secs(1);

    // Guessing.
    let wrong = [
        ("email", "admin@example.com"),
        ("password", "wrong wrong wrong"),
    ];
    let statuses = crate::harness::at_once(20, |i| post(at(i), "/login", "", &wrong).status);
    let count = |status: u16| statuses.iter().filter(|s| **s == status).count();
    assert_eq!((count(401), count(429)), (5, 15), "{statuses:?}");
    write(&server, "DELETE FROM guess");

    // Links to choose a password: five may ask from here in a minute, and three mails are sent.
    let form = [("email", "admin@example.com")];
    let asked = |i: usize| post(at(i), "/password/forgot", "", &form).status;
    let statuses = crate::harness::at_once(20, asked);
    let granted = statuses.iter().filter(|s| **s == 200).count();
    assert_eq!(granted, 5, "{statuses:?}");
    smtp.wait_for(3);
    std::thread::sleep(second);
    assert_eq!(smtp.mails_to("admin@example.com").len(), 3);

    // Codes: five of each step, ten of each login.
    let cookie = server.log_in();
    super::set_up(&server, &cookie);
    let mut judged = 0;
    for _ in 0..3 {
        let steps = [super::password(&server), super::password(&other)];
        let given = crate::harness::at_once(20, |i| {
            super::give(at(i), &steps[i % 2], &format!("{i:06}")).status
        });
        judged += given.iter().filter(|s| **s == 401).count();
    }
    assert_eq!(judged, 10);
    // Who forgot the password and chooses another is let in again: whoever tried knew the old one.
    let mail = smtp.mails_to("admin@example.com").pop().expect("a mail");
    let chosen = post(&other, &link(&mail.text()), "", &[("password", PASSWORD)]);
    assert_eq!(chosen.status, 303, "{}", chosen.text());
    assert!(dump(&server, "login_wrong").is_empty());
    assert_eq!(
        super::give(&other, &super::password(&server), "000000").status,
        401
    );
    write(&server, "DELETE FROM login_factor");

    // Another workspace: the old secret is dead everywhere, with the stream it had opened.
    let (survey, _) = server.survey("ces", &serde_json::Value::Null);
    let old = server.log_in();
    let open = stream(&other.base_url, &survey, &old);
    let since = Instant::now();
    let reply = post(&server, "/workspace", &old, &[("workspace", &beta)]);
    let new = new_cookie(&reply).expect("a cookie");
    assert_eq!(other.page("/settings", &old).status, 303);
    assert_eq!(other.page("/settings", &new).status, 200);
    assert!(ends_after(open, since).expect("it ends") < second);

    // A key that is revoked.
    let key = key(&server, "Acme");
    let status = |server: &Server| {
        let bearer = format!("Bearer {key}");
        let request = server.request("GET", "/api/v1/surveys");
        request.header("Authorization", &bearer).send().status
    };
    assert_eq!([status(&server), status(&other)], [200, 200]);
    write(&server, "UPDATE api_key SET revoked_at_us = 1");
    std::thread::sleep(second);
    assert_eq!([status(&server), status(&other)], [401, 401]);
}

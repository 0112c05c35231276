//! A database from before one login could be a person in several workspaces.

use platform::db::{Db, Location, Options};
use platform::{DbError, id, params};
use serde_json::json;
use tempfile::TempDir;

use crate::harness::{Backend, PASSWORD, Server};
use crate::people::upgrade::steps_before;

mod people_keep_their_passwords_and_sessions {
    #[test]
    fn sqlite() {
        super::people_keep_their_passwords_and_sessions(crate::harness::Backend::Sqlite);
    }
    #[test]
    fn postgres() {
        super::people_keep_their_passwords_and_sessions(crate::harness::Backend::Postgres);
    }
}

/// The last step of the schema before logins.
const BEFORE: i64 = 28;
/// The secret of a session of then.
const SECRET: &str = "a-session-of-then";

/// Makes a database as it was: an administrator who is logged in, an employee with a password, one
/// without, and one who left.
fn fill(location: &Location, now_us: i64) {
    let db = Db::open(location, Options::default()).expect("a database");
    let steps = steps_before(BEFORE);
    db.migrate(&steps.iter().collect::<Vec<_>>(), 1)
        .expect("the old schema");
    let stored = db.write(move |tx| {
        tx.execute(
            "INSERT INTO workspace (workspace_id, name, time_zone, created_at_us)
             VALUES ('w', 'Acme', 'Europe/Amsterdam', 1)",
            &[],
        )?;
        tx.execute(
            "INSERT INTO installation (installation_id, workspace_id, set_up_at_us)
             VALUES (1, 'w', 1)",
            &[],
        )?;
        let people = [
            ("ann", "administrator", "old", None),
            ("eva", "employee", "old", None),
            ("tom", "employee", "", None),
            ("gone", "administrator", "old", Some(1_i64)),
        ];
        for (id, role, hash, left) in people {
            tx.execute(
                "INSERT INTO app_user (workspace_id, user_id, email, name, password_hash, role,
                                       language, created_at_us, deactivated_at_us)
                 VALUES ('w', $1, $2, $1, $3, $4, 'en', 1, $5)",
                params![id, format!("{id}@example.com"), hash, role, left],
            )?;
        }
        let hash = id::hash(SECRET);
        tx.execute(
            "INSERT INTO session (workspace_id, session_hash, user_id, created_at_us,
                                  last_seen_at_us)
             VALUES ('w', $1, 'ann', $2, $2)",
            params![hash.as_slice(), now_us],
        )?;
        tx.execute(
            "INSERT INTO password_reset (workspace_id, password_reset_id, user_id, asked_at_us)
             VALUES ('w', 'r', 'eva', $1)",
            params![now_us],
        )?;
        Ok::<_, DbError>(())
    });
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime
        .expect("a runtime")
        .block_on(stored)
        .expect("stored");
}

fn people_keep_their_passwords_and_sessions(backend: Backend) {
    let data = TempDir::new().expect("a temporary folder");
    let now_us = platform::Clock::system().now_us();
    let (url, cluster) = match backend {
        Backend::Sqlite => {
            fill(&Location::Sqlite(data.path().join("luister.db")), now_us);
            (None, None)
        }
        Backend::Postgres => {
            let (url, cluster) = testdb::new_database();
            fill(&url.parse().expect("an address"), now_us);
            (Some(url), cluster)
        }
    };
    let mut server = Server::start_in(data, url, cluster);
    server.key = server.make_key("write");
    server.read_key = server.make_key("read");
    // The session goes on, of an administrator of the installation.
    let cookie = format!("luister_session={SECRET}");
    let page = server.page("/settings/workspaces", &cookie);
    assert_eq!(page.status, 200);
    assert!(page.text().contains("ann@example.com") && !page.text().contains("gone@"));
    for active in [true, false] {
        let found = server.get_json(&format!("/api/v1/people?active={active}"));
        for person in found["people"].as_array().expect("a list") {
            let may_login = person["user_id"] != "tom";
            assert_eq!(person["may_login"], json!(may_login), "{person}");
        }
    }
    let set = [
        "user",
        "set-password",
        "--email",
        "eva@example.com",
        "--password-stdin",
    ];
    assert!(server.command(&set, PASSWORD).status.success());
    let eva = server.log_in_as("eva@example.com", PASSWORD);
    assert_eq!(server.page("/settings/workspaces", &eva).status, 403);
    let set = [
        "user",
        "set-password",
        "--email",
        "tom@example.com",
        "--password-stdin",
    ];
    assert!(
        server.command(&set, PASSWORD).status.success(),
        "tom gets a login"
    );
    server.log_in_as("tom@example.com", PASSWORD);
    let set = [
        "user",
        "set-password",
        "--email",
        "gone@nowhere.example",
        "--password-stdin",
    ];
    assert!(!server.command(&set, PASSWORD).status.success());
    // The same address may be somebody in another workspace now.
    let add = [
        "workspace",
        "add",
        "--name",
        "Beta",
        "--email",
        "eva@example.com",
    ];
    assert!(server.command(&add, "").status.success());
}

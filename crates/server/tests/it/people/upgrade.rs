//! A database from before there were more than two roles.

use platform::db::{Db, Location, Migration, Options};
use platform::{DbError, params};
use tempfile::TempDir;

use crate::harness::{Backend, PASSWORD, Server, root};

mod roles_stay_as_they_were {
    #[test]
    fn sqlite() {
        super::roles_stay_as_they_were(crate::harness::Backend::Sqlite);
    }
    #[test]
    fn postgres() {
        super::roles_stay_as_they_were(crate::harness::Backend::Postgres);
    }
}

/// The last step of the schema before people got more roles.
const BEFORE: i64 = 12;

/// The steps of the schema as they were before, read from the repository.
pub fn steps_before(before: i64) -> Vec<Migration> {
    let crates = std::fs::read_dir(root().join("crates")).expect("the crates");
    let mut steps = Vec::new();
    for folder in crates {
        let folder = folder.expect("a crate").path().join("migrations");
        let Ok(files) = std::fs::read_dir(folder) else {
            continue;
        };
        for file in files {
            let path = file.expect("a file").path();
            let name = path.file_name().and_then(|n| n.to_str()).expect("a name");
            let number: i64 = name[..4].parse().expect("a number");
            if number <= before {
                let sql = std::fs::read_to_string(&path).expect("SQL");
                steps.push(Migration {
                    number,
                    name: name.to_owned().leak(),
                    sql: sql.leak(),
                });
            }
        }
    }
    assert_eq!(steps.len() as i64, before);
    steps
}

/// Makes a database as it was before, with an administrator and a viewer.
fn fill(location: &Location) {
    let db = Db::open(location, Options::default()).expect("a database");
    let steps = steps_before(BEFORE);
    db.migrate(&steps.iter().collect::<Vec<_>>(), 1)
        .expect("the old schema");
    let stored = db.write(|tx| {
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
        for (id, role) in [("ann", "administrator"), ("vera", "viewer")] {
            tx.execute(
                "INSERT INTO app_user (workspace_id, user_id, email, name, password_hash, role,
                                       language, created_at_us)
                 VALUES ('w', $1, $2, $1, 'old', $3, 'nl', 1)",
                params![id, format!("{id}@example.com"), role],
            )?;
        }
        Ok::<_, DbError>(())
    });
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime
        .expect("a runtime")
        .block_on(stored)
        .expect("stored");
}

fn roles_stay_as_they_were(backend: Backend) {
    let data = TempDir::new().expect("a temporary folder");
    let (url, cluster) = match backend {
        Backend::Sqlite => {
            fill(&Location::Sqlite(data.path().join("luister.db")));
            (None, None)
        }
        Backend::Postgres => {
            let (url, cluster) = testdb::new_database();
            fill(&url.parse().expect("an address"));
            (Some(url), cluster)
        }
    };
    let mut server = Server::start_in(data, url, cluster);
    server.key = server.make_key("write");
    server.read_key = server.make_key("read");
    let found = server.get_json("/api/v1/people");
    let roles: Vec<(&str, &str)> = found["people"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|p| {
            assert_eq!(p["may_login"], true, "an old password stays one");
            let text = |name: &str| p[name].as_str().expect("text");
            (text("user_id"), text("role"))
        })
        .collect();
    assert_eq!(roles, [("ann", "administrator"), ("vera", "viewer")]);
    for id in ["ann", "vera"] {
        let email = format!("{id}@example.com");
        let arguments = [
            "user",
            "set-password",
            "--email",
            &email,
            "--password-stdin",
        ];
        assert!(server.command(&arguments, PASSWORD).status.success());
        let cookie = server.log_in_as(&email, PASSWORD);
        let status = server.page("/settings/audit", &cookie).status;
        assert_eq!(status, if id == "ann" { 200 } else { 403 });
    }
    let change = serde_json::json!({ "role": "director", "lead_id": "ann" });
    let changed = server.api("PATCH", "/api/v1/people/vera", Some(&change));
    assert_eq!(changed.status, 200, "{}", changed.text());
}

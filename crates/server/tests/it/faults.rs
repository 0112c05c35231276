//! When the disk or the database fails: a clear 503, nothing lost, and on again by itself.

use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use testdb::{Cluster, Control};

use crate::harness::{Backend, Reply, Server, eventually};

fn submit(server: &Server, survey: &str, external_id: &str, why: &str) -> Reply {
    let body = json!({
        "answers": { "recommend": 0, "why": why },
        "external_id": external_id,
    });
    server.api(
        "POST",
        &format!("/api/v1/surveys/{survey}/responses"),
        Some(&body),
    )
}

fn count(server: &Server, survey: &str) -> u64 {
    server.get_json(&format!("/api/v1/surveys/{survey}/figures"))["nps"]["n"]
        .as_u64()
        .expect("a count")
}

fn is_unavailable(reply: &Reply) -> bool {
    reply.status == 503 && reply.header("retry-after").is_some()
}

#[test]
fn a_lost_postgres_is_a_quick_503_and_comes_back_by_itself() {
    let cluster = Cluster::start();
    let url = format!("{}/postgres", cluster.url());
    let data = TempDir::new().expect("a temporary folder");
    let server = Server::start_in(data, Some(url), Some(cluster)).set_up();
    let cluster = server.cluster.as_ref().expect("its own");
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    assert_eq!(submit(&server, &survey, "before", "").status, 201);
    cluster.control(Control::Stop);
    for _ in 0..3 {
        let asked = Instant::now();
        let reply = submit(&server, &survey, "during", "");
        assert!(is_unavailable(&reply), "{} {}", reply.status, reply.text());
        assert!(
            !reply.text().contains("127.0.0.1"),
            "nothing of the inside: {}",
            reply.text()
        );
        assert!(
            asked.elapsed() < Duration::from_secs(4),
            "{:?}",
            asked.elapsed()
        );
    }
    assert_eq!(server.request("GET", "/livez").send().status, 200);
    assert_eq!(server.request("GET", "/readyz").send().status, 503);
    cluster.control(Control::Start);
    eventually("a stored answer", || {
        (submit(&server, &survey, "after", "").status == 201).then_some(())
    });
    eventually("readiness", || {
        (server.request("GET", "/readyz").send().status == 200).then_some(())
    });
    // Each connection finds out by itself that its server was gone.
    eventually("figures", || {
        let figures = format!("/api/v1/surveys/{survey}/figures");
        (server.api("GET", &figures, None).status == 200).then_some(())
    });
    let n = count(&server, &survey);
    assert_eq!(n, 2, "before and after; what got a 503 is not there");
}

#[test]
fn a_locked_file_makes_answers_wait_and_then_says_so() {
    let server = Server::start(Backend::Sqlite);
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let other = rusqlite::Connection::open(server.data.path().join("luister.db")).expect("opens");
    let hold = |length: Duration| {
        other.execute_batch("BEGIN EXCLUSIVE").expect("locks");
        std::thread::scope(|scope| {
            let submitted = scope.spawn(|| submit(&server, &survey, "waiting", ""));
            std::thread::sleep(length);
            other.execute_batch("ROLLBACK").expect("unlocks");
            submitted.join().expect("a reply")
        })
    };
    assert!(is_unavailable(&hold(Duration::from_secs(11))), "too long");
    assert_eq!(
        hold(Duration::from_secs(2)).status,
        201,
        "a while is waited for"
    );
    assert_eq!(count(&server, &survey), 1);
}

/// A small file system of its own, as only root can make one.
struct SmallDisk(TempDir);

impl SmallDisk {
    fn new() -> Option<Self> {
        let folder = TempDir::new().expect("a temporary folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=5m", "none"])
            .arg(folder.path())
            .status()
            .is_ok_and(|s| s.success());
        mounted.then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[test]
fn a_full_disk_refuses_answers_keeps_reading_and_recovers() {
    let Some(disk) = SmallDisk::new() else {
        eprintln!("not root: no small file system can be mounted, nothing tested");
        return;
    };
    let data = TempDir::new_in(disk.0.path()).expect("a folder on the small disk");
    let server = Server::start_in(data, None, None).set_up();
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let ballast = disk.0.path().join("ballast");
    std::fs::write(&ballast, vec![0; 1 << 20]).expect("room for now");
    let long = "why ".repeat(2000);
    let mut stored = 0;
    let refused = (0..2000)
        .find_map(|i| {
            let reply = submit(&server, &survey, &format!("r{i}"), &long);
            stored += u64::from(reply.status == 201);
            (reply.status != 201).then_some(reply)
        })
        .expect("the disk fills up");
    assert!(
        is_unavailable(&refused),
        "{} {}",
        refused.status,
        refused.text()
    );
    assert_eq!(
        count(&server, &survey),
        stored,
        "reading goes on, nothing acknowledged is lost"
    );
    std::fs::remove_file(&ballast).expect("makes room");
    eventually("a stored answer", || {
        (submit(&server, &survey, "again", &long).status == 201).then_some(())
    });
    assert_eq!(server.request("GET", "/readyz").send().status, 200);
    assert_eq!(count(&server, &survey), stored + 1);
}

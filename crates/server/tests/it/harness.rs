//! Starts the real binary on a real database and talks to it over HTTP.
//!
//! `on_both!(fn_name)` makes two tests of one function: on SQLite and on PostgreSQL 15. The
//! PostgreSQL server comes from `LUISTER_TEST_POSTGRES` (the test command starts one for the whole
//! run); without it each test starts its own from the installed binaries.

#[path = "harness/http.rs"]
mod http;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

pub use http::{Reply, Request, encode};
use serde_json::Value;
use tempfile::TempDir;
use testdb::Cluster;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// Makes a test on each database of `fn name(server: Server)`.
#[macro_export]
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                super::$name($crate::harness::Server::start($crate::harness::Backend::Sqlite));
            }
            #[test]
            fn postgres() {
                super::$name($crate::harness::Server::start($crate::harness::Backend::Postgres));
            }
        }
    )*};
}

/// The password of the administrator `admin@example.com`.
pub const PASSWORD: &str = "correct horse battery";

/// A running server with a workspace, an administrator, and keys of both scopes.
pub struct Server {
    pub backend: Backend,
    pub base_url: String,
    /// A key of scope write.
    pub key: String,
    /// A key of scope read.
    pub read_key: String,
    pub data: TempDir,
    pub database_url: Option<String>,
    child: Mutex<Child>,
    /// The lines the server printed before it was ready.
    pub printed: Vec<String>,
    /// The PostgreSQL server, when it is this test's own.
    pub cluster: Option<Cluster>,
    /// What the server's environment has besides ours.
    environment: Vec<(String, String)>,
}

/// The binary under test.
pub fn binary() -> &'static str {
    env!("CARGO_BIN_EXE_luister")
}

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

impl Server {
    /// A server that is set up.
    pub fn start(backend: Backend) -> Self {
        Self::start_empty(backend).set_up()
    }

    /// A server that is set up, with these settings in its environment.
    pub fn start_with(backend: Backend, environment: &[(&str, &str)]) -> Self {
        let data = TempDir::new().expect("a temporary folder");
        match backend {
            Backend::Sqlite => Self::spawned(data, None, None, environment),
            Backend::Postgres => {
                let (url, cluster) = testdb::new_database();
                Self::spawned(data, Some(url), cluster, environment)
            }
        }
        .set_up()
    }

    /// A server on an empty database.
    pub fn start_empty(backend: Backend) -> Self {
        let data = TempDir::new().expect("a temporary folder");
        match backend {
            Backend::Sqlite => Self::start_in(data, None, None),
            Backend::Postgres => {
                let (url, cluster) = testdb::new_database();
                Self::start_in(data, Some(url), cluster)
            }
        }
    }

    /// A server on this folder and database, empty.
    pub fn start_in(data: TempDir, url: Option<String>, cluster: Option<Cluster>) -> Self {
        Self::spawned(data, url, cluster, &[])
    }

    /// One more process on the database of this one (PostgreSQL), with a folder of its own, the
    /// same settings but for those in `environment`, and the same keys. The first one's value
    /// must outlive it.
    pub fn another(&self, environment: &[(&str, &str)]) -> Self {
        let url = self
            .database_url
            .clone()
            .expect("SQLite has a single server");
        let mut both = self.environment.clone();
        both.extend(
            environment
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned())),
        );
        let both: Vec<(&str, &str)> = both.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        let data = TempDir::new().expect("a temporary folder");
        let mut other = Self::spawned(data, Some(url), None, &both);
        other.key.clone_from(&self.key);
        other.read_key.clone_from(&self.read_key);
        other
    }

    fn spawned(
        data: TempDir,
        url: Option<String>,
        cluster: Option<Cluster>,
        environment: &[(&str, &str)],
    ) -> Self {
        let (child, base_url, printed) = spawn(
            "serve",
            data.path(),
            url.as_deref(),
            "127.0.0.1:0",
            environment,
        );
        Self {
            environment: environment
                .iter()
                .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
                .collect(),
            backend: if url.is_some() {
                Backend::Postgres
            } else {
                Backend::Sqlite
            },
            base_url,
            key: String::new(),
            read_key: String::new(),
            data,
            database_url: url,
            child: Mutex::new(child),
            printed,
            cluster,
        }
    }

    /// Makes workspace, administrator and keys.
    #[must_use]
    pub fn set_up(mut self) -> Self {
        let arguments = [
            "setup",
            "--email",
            "admin@example.com",
            "--password-stdin",
            "--workspace",
            "Acme",
        ];
        let output = self.command(&arguments, PASSWORD);
        assert!(output.status.success(), "{output:?}");
        self.key = self.make_key("write");
        self.read_key = self.make_key("read");
        self
    }

    /// Runs another `luister` command on the same data.
    pub fn command(&self, args: &[&str], stdin: &str) -> Output {
        let mut command = Command::new(binary());
        command
            .args(args)
            .args(["--data", &self.data.path().to_string_lossy()]);
        if let Some(url) = &self.database_url {
            command.args(["--database-url", url]);
        }
        run(command, stdin)
    }

    /// Makes an API key by the command line.
    pub fn make_key(&self, scope: &str) -> String {
        let output = self.command(&["api-key", "create", "--scope", scope], "");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout)
            .expect("text")
            .trim()
            .to_owned()
    }

    /// `kill -9`, then the same data served again on the same port.
    pub fn kill_and_restart(&self) {
        let mut child = self.child.lock().expect("no panic while held");
        child.kill().expect("the server runs");
        child.wait().expect("the server ends");
        let listen = self.base_url.trim_start_matches("http://");
        let environment: Vec<(&str, &str)> = self
            .environment
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        let (again, base_url, _) = spawn(
            "serve",
            self.data.path(),
            self.database_url.as_deref(),
            listen,
            &environment,
        );
        assert_eq!(base_url, self.base_url);
        *child = again;
    }

    /// The process id, to send it signals.
    pub fn pid(&self) -> u32 {
        self.child.lock().expect("no panic while held").id()
    }

    /// Waits until the server has ended by itself.
    pub fn wait(&self) -> std::process::ExitStatus {
        self.child
            .lock()
            .expect("no panic while held")
            .wait()
            .expect("the server ends")
    }

    /// A request with the write key.
    pub fn api(&self, method: &str, path: &str, body: Option<&Value>) -> Reply {
        self.request(method, path)
            .header("Authorization", &format!("Bearer {}", self.key))
            .maybe_json(body)
            .send()
    }

    /// `GET` with the read key; must succeed.
    pub fn get_json(&self, path: &str) -> Value {
        let reply = self
            .request("GET", path)
            .header("Authorization", &format!("Bearer {}", self.read_key))
            .send();
        assert_eq!(reply.status, 200, "GET {path}: {}", reply.text());
        reply.json()
    }

    /// A bare request.
    pub fn request(&self, method: &str, path: &str) -> Request {
        Request::new(method, format!("{}{path}", self.base_url))
    }

    /// Logs the administrator in; returns the `Cookie` header of the session.
    pub fn log_in(&self) -> String {
        self.log_in_as("admin@example.com", PASSWORD)
    }

    /// Logs somebody in.
    pub fn log_in_as(&self, email: &str, password: &str) -> String {
        let reply = self
            .request("POST", "/login")
            .form(&[("email", email), ("password", password), ("next", "/")])
            .send();
        assert_eq!(reply.status, 303, "{}", reply.text());
        let cookie = reply.header("set-cookie").expect("a session cookie");
        cookie.split(';').next().expect("a first part").to_owned()
    }

    /// A page with a session.
    pub fn page(&self, path: &str, cookie: &str) -> Reply {
        self.request("GET", path)
            .header("Cookie", cookie)
            .header("Accept", "text/html")
            .send()
    }

    /// Makes and publishes a survey; returns its id and the token of its public link.
    pub fn survey(&self, template: &str, drivers: &Value) -> (String, String) {
        let mut body = serde_json::json!({ "template": template, "title": "How are we doing?" });
        if !drivers.is_null() {
            body["drivers"] = drivers.clone();
        }
        let reply = self.api("POST", "/api/v1/surveys", Some(&body));
        assert_eq!(reply.status, 201, "{}", reply.text());
        let made = reply.json();
        let id = made["id"].as_str().expect("an id").to_owned();
        let token = made["public_url"]
            .as_str()
            .and_then(|u| u.rsplit('/').next())
            .expect("a url");
        let reply = self.api("POST", &format!("/api/v1/surveys/{id}/publish"), None);
        assert_eq!(reply.status, 200, "{}", reply.text());
        (id, token.to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Ok(mut child) = self.child.lock() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Runs a command with `stdin`.
pub fn run(mut command: Command, stdin: &str) -> Output {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    // A command that doesn't read its input may be gone already.
    let _ = child
        .stdin
        .take()
        .expect("piped")
        .write_all(format!("{stdin}\n").as_bytes());
    child.wait_with_output().expect("the command ends")
}

/// Starts `luister serve|demo` and waits for its line with the address.
pub fn spawn(
    command: &str,
    data: &Path,
    database_url: Option<&str>,
    listen: &str,
    environment: &[(&str, &str)],
) -> (Child, String, Vec<String>) {
    let mut process = Command::new(binary());
    process
        .args([command, "--listen", listen, "--data"])
        .arg(data);
    if let Some(url) = database_url {
        process.args(["--database-url", url]);
    }
    let log = data.join("stderr.log");
    let log = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(log)
        .expect("a log file");
    let mut child = process
        .envs(environment.iter().copied())
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .expect("the binary starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let mut printed = Vec::new();
    loop {
        let line = lines.next().unwrap_or_else(|| {
            let log = std::fs::read_to_string(data.join("stderr.log")).unwrap_or_default();
            panic!("the server ended before it was ready: {log}")
        });
        let line = line.expect("text");
        printed.push(line.clone());
        if let Some(url) = line.strip_prefix("Luister is ready at ") {
            return (
                child,
                url.split('/').take(3).collect::<Vec<_>>().join("/"),
                printed,
            );
        }
    }
}

/// Does `work` with 0, 1 … `times` − 1 at the same time.
pub fn at_once<T: Send>(times: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let work = &work;
        let running: Vec<_> = (0..times).map(|i| scope.spawn(move || work(i))).collect();
        running
            .into_iter()
            .map(|r| r.join().expect("no panic"))
            .collect()
    })
}

/// Tries until `check` gives something, for at most ten seconds.
pub fn eventually<T>(what: &str, mut check: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = check() {
            return found;
        }
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "{what} did not happen in time"
        );
        std::thread::sleep(Duration::from_millis(25));
    }
}

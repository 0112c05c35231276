//! For tests only: PostgreSQL 15, as a private server from the installed binaries or the one
//! server of a whole test run, which is named by [`SERVER_VARIABLE`].

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The environment variable with the address of a test run's server, without a database.
pub const SERVER_VARIABLE: &str = "LUISTER_TEST_POSTGRES";

const BINARIES: &str = "/usr/lib/postgresql/15/bin";

/// A private PostgreSQL server; ends with this value.
#[derive(Debug)]
pub struct Cluster {
    folder: TempDir,
    port: u16,
}

/// The address of a new, empty database, with the server to keep alive if it is our own.
pub fn new_database() -> (String, Option<Cluster>) {
    let (server, cluster) = match std::env::vars().find(|(name, _)| name == SERVER_VARIABLE) {
        Some((_, url)) => (url, None),
        None => {
            let cluster = Cluster::start();
            (cluster.url(), Some(cluster))
        }
    };
    // Process ids come round again within a run, so the name is random.
    let name = format!(
        "luister_{:016x}",
        RandomState::new().hash_one(std::process::id())
    );
    // On a thread of its own, because the client may not run inside an async runtime.
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut client =
                postgres::Client::connect(&format!("{server}/postgres"), postgres::NoTls)
                    .expect("the test server answers");
            client
                .batch_execute(&format!("CREATE DATABASE {name}"))
                .expect("a new database");
        });
    });
    (format!("{server}/{name}"), cluster)
}

impl Cluster {
    /// Makes and starts a server on a free port, with its default durability (fsync on).
    pub fn start() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|l| l.local_addr())
            .expect("a free port")
            .port();
        if is_root() {
            // PostgreSQL refuses to run as root.
            run(Command::new("chown").arg("postgres").arg(folder.path()));
        }
        let data = folder.path().join("data");
        let arguments = [
            "--auth=trust",
            "--username=luister",
            "--encoding=UTF8",
            "--no-sync",
        ];
        run(as_server("initdb", &arguments)
            .arg("--locale=C.UTF-8")
            .arg("--pgdata")
            .arg(data));
        let cluster = Self { folder, port };
        cluster.control(Control::Start);
        cluster
    }

    /// `postgres://…` without a database.
    pub fn url(&self) -> String {
        format!("postgres://luister@127.0.0.1:{}", self.port)
    }

    /// Starts the server, or stops it as a crash would (`-m immediate`).
    pub fn control(&self, what: Control) {
        let data = self.folder.path().join("data");
        let mut command = as_server("pg_ctl", &["-w", "-D"]);
        command.arg(&data);
        match what {
            Control::Stop => command.args(["-m", "immediate", "stop"]),
            Control::Start => {
                let options = format!(
                    "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' \
                     -c max_connections=200",
                    self.port
                );
                command
                    .args(["-o", &options, "-l"])
                    .arg(data.join("log"))
                    .arg("start")
            }
        };
        run(&mut command);
    }
}

/// What [`Cluster::control`] does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// Start and wait until it answers.
    Start,
    /// Stop at once, without a checkpoint.
    Stop,
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.control(Control::Stop);
    }
}

fn is_root() -> bool {
    std::fs::read_to_string("/proc/self/status")
        .is_ok_and(|s| s.lines().any(|l| l.starts_with("Uid:\t0")))
}

fn as_server(program: &str, args: &[&str]) -> Command {
    let program = Path::new(BINARIES).join(program);
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.args(args).current_dir("/");
    command
}

fn run(command: &mut Command) {
    let status = command
        .stdout(Stdio::null())
        .status()
        .expect("PostgreSQL 15 is installed");
    assert!(status.success(), "{command:?}");
}

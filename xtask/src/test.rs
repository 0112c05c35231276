//! All tests, with everything they need: PostgreSQL 15, a browser and its driver library.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::{cargo, execute, root};

pub(crate) fn run() -> anyhow::Result<()> {
    install_missing()?;
    let cluster = testdb::Cluster::start();
    let nextest = has("cargo-nextest", "--version");
    let mut tests = if nextest {
        cargo(&[
            "nextest",
            "run",
            "--workspace",
            "--locked",
            "--no-fail-fast",
        ])
    } else {
        cargo(&["test", "--workspace", "--locked", "--no-fail-fast"])
    };
    execute(tests.env(testdb::SERVER_VARIABLE, cluster.url()))?;
    browser_tests()
}

/// Debian packages the tests start as programs, by a file each (or the first of several) brings.
const PACKAGES: [(&str, &str); 9] = [
    ("/usr/lib/postgresql/15/bin/initdb", "postgresql-15"),
    ("/usr/bin/chromium", "chromium"),
    // Without any font a browser lays out nothing.
    (
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        "fonts-dejavu-core",
    ),
    ("/usr/bin/npm", "npm"),
    // Certificates of test servers, and a look at our signatures.
    ("/usr/bin/openssl", "openssl"),
    // A mail server of others.
    (
        "/usr/lib/python3/dist-packages/aiosmtpd/__init__.py",
        "python3-aiosmtpd",
    ),
    // A mailbox that bounces come into.
    ("/usr/sbin/dovecot", "dovecot-imapd"),
    // A server whose clock jumps.
    (
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1",
        "faketime",
    ),
    // A helpdesk of others, with what it needs to be served and to keep tickets, but no mail server
    // and no set-up of its own: a test starts a new one for itself.
    (
        "/usr/share/request-tracker5/libexec/rt-server",
        "request-tracker5 rt5-standalone rt5-db-sqlite dbconfig-no-thanks msmtp-mta",
    ),
];

fn install_missing() -> anyhow::Result<()> {
    let missing: Vec<&str> = PACKAGES
        .iter()
        .filter(|(file, package)| {
            !(Path::new(file).exists() || *package == "npm" && has("npm", "--version"))
        })
        .flat_map(|(_, packages)| packages.split(' '))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    execute(
        Command::new("apt-get")
            .args(["update", "-qq"])
            .stdout(Stdio::null()),
    )?;
    execute(
        Command::new("apt-get")
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(missing)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(Stdio::null()),
    )
}

fn has(program: &str, argument: &str) -> bool {
    Command::new(program)
        .arg(argument)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

fn browser_tests() -> anyhow::Result<()> {
    let folder = root().join("tests/browser");
    // The browser, and the identity provider that the tests log in through.
    for installed in [&folder, &root().join("tests/oidc")] {
        execute(
            Command::new("npm")
                .args(["ci", "--no-audit", "--no-fund"])
                .current_dir(installed),
        )?;
    }
    execute(&mut cargo(&["build", "--locked", "--bin", "luister"]))?;
    execute(Command::new("npm").arg("test").current_dir(&folder))
}

//! The demo is open to whoever sits at the machine, and to nobody else; starting it again adds
//! nothing. Commands on a folder that isn't there make nothing.

use std::process::Command;

use tempfile::TempDir;

use crate::harness::{binary, run, spawn};

struct Asked {
    status: u16,
    location: String,
    text: String,
}

fn ask(url: &str, headers: &[(&str, &str)]) -> Asked {
    let mut request = ureq::get(url)
        .config()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .build();
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut reply = request.call().expect("a reply");
    let location = reply.headers().get("location");
    Asked {
        status: reply.status().as_u16(),
        location: location
            .map_or("", |v| v.to_str().expect("text"))
            .to_owned(),
        text: reply.body_mut().read_to_string().expect("text"),
    }
}

#[test]
fn the_demo_is_open_here_and_closed_elsewhere() {
    let data = TempDir::new().expect("a temporary folder");
    let (mut child, url, _) = spawn("demo", data.path(), None, "127.0.0.1:0", &[]);
    let start = ask(&url, &[]);
    assert_eq!(start.status, 303);
    let results = format!("{url}{}", start.location);
    assert!(ask(&results, &[]).text.contains("632"));
    for headers in [
        [("X-Forwarded-For", "8.8.8.8")],
        [("Forwarded", "for=8.8.8.8")],
        [("Via", "1.1 proxy")],
        [("Host", "evil.example")],
    ] {
        let refused = ask(&results, &headers);
        assert!(refused.location.starts_with("/login"), "{headers:?}");
    }
    child.kill().expect("it runs");
    child.wait().expect("it ends");
    let (mut child, url, _) = spawn("demo", data.path(), None, "127.0.0.1:0", &[]);
    let again = ask(&format!("{url}{}", start.location), &[]);
    assert!(again.text.contains("632"), "nothing twice");
    child.kill().expect("it runs");
    child.wait().expect("it ends");
}

#[test]
fn the_demo_never_opens_a_company_s_own_data() {
    let data = TempDir::new().expect("a temporary folder");
    let folder = data.path().to_string_lossy().into_owned();
    let mut setup = Command::new(binary());
    setup.args([
        "setup",
        "--email",
        "a@example.com",
        "--password-stdin",
        "--workspace",
        "Acme",
    ]);
    setup.args(["--data", &folder]);
    assert!(run(setup, "correct horse battery").status.success());
    let mut demo = Command::new(binary());
    demo.args(["demo", "--listen", "127.0.0.1:0", "--data", &folder]);
    let output = run(demo, "");
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("workspace of its own (Acme)"));
}

#[test]
fn a_slip_makes_no_second_database() {
    let data = TempDir::new().expect("a temporary folder");
    let typo = data.path().join("typo");
    for (args, password, word) in [
        (
            vec!["api-key", "create", "--scope", "read"],
            "",
            "no database",
        ),
        (
            vec![
                "setup",
                "--email",
                "a@example.com",
                "--password-stdin",
                "--workspace",
                "A",
            ],
            "short",
            "at least 10 characters",
        ),
    ] {
        let mut command = Command::new(binary());
        command.args(&args).arg("--data").arg(&typo);
        let output = run(command, password);
        assert!(!output.status.success());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains(word), "{said}");
        assert!(!typo.exists(), "{args:?}");
    }
}

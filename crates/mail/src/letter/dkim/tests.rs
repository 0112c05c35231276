//! A signature is checked by OpenSSL, on what RFC 6376 says is signed, put together independently
//! of what signed it.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use tempfile::TempDir;

use super::*;
use crate::letter::encode;
use crate::letter::encode::tests::{letter, settings};

#[test]
fn openssl_finds_the_signature_right() {
    let folder = TempDir::new().expect("a folder");
    let keys: [(&str, &[&str]); 2] = [
        (
            "rsa",
            &[
                "genpkey",
                "-algorithm",
                "RSA",
                "-pkeyopt",
                "rsa_keygen_bits:2048",
            ],
        ),
        ("ed25519", &["genpkey", "-algorithm", "ED25519"]),
    ];
    for (algorithm, make) in keys {
        openssl(folder.path(), make, &["-out", "key.pem"]);
        openssl(
            folder.path(),
            &["pkey", "-in", "key.pem", "-pubout"],
            &["-out", "public.pem"],
        );
        verify(folder.path(), algorithm);
    }
    openssl(folder.path(), keys[0].1, &["-out", "key.pem"]);
    openssl(
        folder.path(),
        &["rsa", "-traditional", "-in", "key.pem"],
        &["-out", "pkcs1.pem"],
    );
    let pem = std::fs::read_to_string(folder.path().join("pkcs1.pem")).expect("a key");
    assert!(pem.starts_with("-----BEGIN RSA PRIVATE KEY-----"));
    Dkim::new("s", "acme.nl", &pem).expect("a key");
    for (selector, pem) in [("s", "nothing"), ("s p", pem.as_str()), ("", pem.as_str())] {
        Dkim::new(selector, "acme.nl", pem).expect_err("no key or name");
    }
}

fn openssl(folder: &Path, first: &[&str], then: &[&str]) {
    let output = Command::new("openssl")
        .args(first)
        .args(then)
        .current_dir(folder)
        .output()
        .expect("openssl is installed");
    assert!(output.status.success(), "{output:?}");
}

/// What is signed in a mail, as RFC 6376 3.4 and 3.7 say.
struct Signed {
    signature: String,
    header: String,
    body: String,
}

impl Signed {
    fn of(mail: &str) -> Self {
        let (head, body) = mail.split_once("\r\n\r\n").expect("header and body");
        let head = head.replace("\r\n ", " ").replace("\r\n\t", " ");
        let relaxed: Vec<(String, String)> = head
            .split("\r\n")
            .map(|line| {
                let (name, value) = line.split_once(':').expect("a header");
                let words: Vec<&str> = value.split_ascii_whitespace().collect();
                (name.trim().to_lowercase(), words.join(" "))
            })
            .collect();
        let value_of = |name: &str| {
            let field = relaxed.iter().rfind(|(n, _)| n == name);
            field.map(|(_, value)| value.clone())
        };
        let mut signed = Self {
            signature: value_of("dkim-signature").expect("a signature"),
            header: String::new(),
            body: relaxed_body(body),
        };
        for name in signed.tag("h").split(':') {
            if let Some(value) = value_of(name) {
                write!(signed.header, "{name}:{value}\r\n").expect("memory");
            }
        }
        let (before, _) = signed.signature.rsplit_once("; b=").expect("a signature");
        write!(signed.header, "dkim-signature:{before}; b=").expect("memory");
        signed
    }

    fn tag(&self, name: &str) -> String {
        self.signature
            .split(';')
            .find_map(|t| t.trim().strip_prefix(&format!("{name}=")))
            .unwrap_or_else(|| panic!("{name} in {}", self.signature))
            .replace(' ', "")
    }
}

/// Signs a letter with `key.pem` and lets OpenSSL check it with `public.pem`.
fn verify(folder: &Path, algorithm: &str) {
    let pem = std::fs::read_to_string(folder.join("key.pem")).expect("a key");
    let mut settings = settings();
    settings.dkim = Some(Arc::new(Dkim::new("s1", "acme.nl", &pem).expect("a key")));
    let encoded = encode(&letter(), "mailid", &settings, 0).expect("a mail");
    let signed = Signed::of(&String::from_utf8(encoded.raw).expect("ASCII"));
    let tags = ["d", "s", "c", "a"].map(|name| signed.tag(name));
    let kind = format!("{algorithm}-sha256");
    assert_eq!(tags, ["acme.nl", "s1", "relaxed/relaxed", kind.as_str()]);
    let names = signed.tag("h");
    let names: Vec<&str> = names.split(':').collect();
    for name in "from to subject date message-id list-unsubscribe list-unsubscribe-post".split(' ')
    {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
    let keep = |name: &str, text: &str| std::fs::write(folder.join(name), text).expect("a file");
    keep("body", &signed.body);
    keep("data", &signed.header);
    keep("signature.b64", &format!("{}\n", signed.tag("b")));
    let run = |command: &str, then: &str| {
        let command: Vec<&str> = command.split(' ').collect();
        let then: Vec<&str> = then.split(' ').collect();
        openssl(folder, &command, &then);
    };
    run("dgst -sha256 -binary", "-out body.hash body");
    let hash = std::fs::read(folder.join("body.hash")).expect("a hash");
    assert_eq!(signed.tag("bh"), BASE64.encode(&hash));
    run("base64 -d -A", "-in signature.b64 -out signature");
    if algorithm == "rsa" {
        run(
            "dgst -sha256 -verify public.pem",
            "-signature signature data",
        );
    } else {
        // RFC 8463: Ed25519 signs the SHA-256 of the data.
        run("dgst -sha256 -binary", "-out data.hash data");
        run(
            "pkeyutl -verify -pubin -inkey public.pem -rawin",
            "-sigfile signature -in data.hash",
        );
    }
}

fn relaxed_body(body: &str) -> String {
    let mut lines: Vec<String> = body
        .split("\r\n")
        .map(|line| {
            let mut out = String::new();
            for c in line.trim_end_matches([' ', '\t']).chars() {
                match c {
                    ' ' | '\t' if out.ends_with(' ') => {}
                    ' ' | '\t' => out.push(' '),
                    c => out.push(c),
                }
            }
            out
        })
        .collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.push(String::new());
    lines.join("\r\n")
}

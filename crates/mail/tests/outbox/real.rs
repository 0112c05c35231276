//! Against a mail server that is not ours: aiosmtpd, with STARTTLS.

use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::office::{Office, eventually, quick, settings};
use crate::smtp::Smtp;

/// Debian's, which has the package `python3-aiosmtpd`.
const PYTHON: &str = "/usr/bin/python3";

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn aiosmtpd_takes_our_mails() {
    // Ours only lends its certificate.
    let lender = Smtp::start_tls();
    let authority = lender.authority();
    let folder = TempDir::new().expect("a folder");
    let maildir = folder.path().join("mails");
    let port = TcpListener::bind("127.0.0.1:0")
        .and_then(|l| l.local_addr())
        .expect("a free port")
        .port();
    let child = Command::new(PYTHON)
        .args(["-m", "aiosmtpd", "-n", "-l"])
        .arg(format!("127.0.0.1:{port}"))
        .args(["--tlscert", &authority, "--tlskey"])
        .arg(authority.replace("cert.pem", "key.pem"))
        .args(["-c", "aiosmtpd.handlers.Mailbox"])
        .arg(&maildir)
        .stdout(Stdio::null())
        .spawn()
        .expect("python3 is installed");
    let _server = Server(child);
    eventually("aiosmtpd answers", || {
        TcpStream::connect(("127.0.0.1", port)).is_ok()
    });
    let mut office = Office::on_sqlite();
    office.settings = settings(&format!("smtp://localhost:{port}"), Some(authority));
    office.settings.tempo = quick();
    let mails: Vec<String> = (0..20)
        .map(|i| office.queue(&format!("ann{i}@example.com")))
        .collect();
    let node = office.node();
    for mail in &mails {
        office.wait_for_state(mail, "sent");
    }
    let kept: Vec<String> = std::fs::read_dir(maildir.join("new"))
        .expect("a maildir")
        .map(|file| std::fs::read_to_string(file.expect("a file").path()).expect("a mail"))
        .collect();
    assert_eq!(kept.len(), 20);
    for mail in &mails {
        let id = format!("Message-ID: <{mail}@acme.nl>");
        assert_eq!(kept.iter().filter(|k| k.contains(&id)).count(), 1, "{id}");
    }
    let sender = kept[0]
        .lines()
        .find_map(|l| l.strip_prefix("X-MailFrom: "))
        .expect("aiosmtpd writes the envelope into the header");
    assert!(sender.starts_with("bounces+"), "{sender}");
    assert_eq!(office.pause(), None);
    node.stop(&office.runtime);
}

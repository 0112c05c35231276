//! Debian's dovecot as an ordinary process: one mailbox on the loopback address, by TLS. Mail is
//! delivered by writing files.

use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::harness::eventually;
use crate::smtp::make_certificate;

/// Dovecot serves nobody's mail as root, so tests that run as root give it this user.
const NOBODY: u32 = 65_534;

/// A running server; ends with this value.
pub struct Dovecot {
    port: u16,
    folder: TempDir,
    owner: u32,
    child: Child,
    delivered: u32,
}

impl Dovecot {
    /// A server with an empty mailbox of user `bounces`, password `p@ss`.
    pub fn start() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let me = folder.path().metadata().expect("a folder").uid();
        let owner = if me == 0 { NOBODY } else { me };
        // Its login process is another user.
        std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).expect("ours");
        let port = free_port();
        make_certificate(folder.path());
        for name in ["Maildir/new", "Maildir/cur", "Maildir/tmp"] {
            std::fs::create_dir_all(folder.path().join(name)).expect("a folder");
        }
        std::fs::write(folder.path().join("passwd"), "bounces:{PLAIN}p@ss\n").expect("a file");
        std::fs::write(
            folder.path().join("dovecot.conf"),
            settings(folder.path(), port, me, owner),
        )
        .expect("a file");
        let child = Command::new("/usr/sbin/dovecot")
            .arg("-F")
            .arg("-c")
            .arg(folder.path().join("dovecot.conf"))
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(folder.path().join("stderr")).expect("a file"))
            .spawn()
            .expect("dovecot-imapd is installed");
        let server = Self {
            port,
            folder,
            owner,
            child,
            delivered: 0,
        };
        server.own_all(&server.folder.path().join("Maildir"));
        eventually("dovecot listens", || {
            std::net::TcpStream::connect(("127.0.0.1", port)).ok()
        });
        server
    }

    /// The mailbox, with another password when `password` is one.
    pub fn url(&self, password: Option<&str>) -> String {
        let password = password.unwrap_or("p%40ss");
        format!("imaps://bounces:{password}@localhost:{}/INBOX", self.port)
    }

    /// The file with the certificate to trust.
    pub fn authority(&self) -> String {
        self.folder
            .path()
            .join("cert.pem")
            .to_string_lossy()
            .into_owned()
    }

    /// Puts a message into the mailbox.
    pub fn deliver(&mut self, message: &str) {
        self.delivered += 1;
        let name = format!(
            "{}.M{}.test",
            1_790_000_000 + self.delivered,
            self.delivered
        );
        let before = self.folder.path().join("Maildir/tmp").join(&name);
        let after = self.folder.path().join("Maildir/new").join(&name);
        std::fs::write(&before, message).expect("a file");
        self.own_all(&before);
        std::fs::rename(before, after).expect("the same disk");
    }

    /// Messages of the inbox or, of name `.Luister`, a folder, with their flags.
    pub fn flags_in(&self, folder: &str) -> Vec<String> {
        let base = self.folder.path().join("Maildir").join(folder);
        let mut found = Vec::new();
        for part in ["new", "cur"] {
            for entry in std::fs::read_dir(base.join(part)).into_iter().flatten() {
                let name = entry.expect("readable").file_name();
                let name = name.to_string_lossy().into_owned();
                let flags = name.rsplit_once(":2,").map_or("", |(_, flags)| flags);
                found.push(flags.to_owned());
            }
        }
        found.sort();
        found
    }

    fn own_all(&self, path: &Path) {
        if self.owner != NOBODY {
            return;
        }
        let mut left: Vec<PathBuf> = vec![path.to_owned()];
        while let Some(path) = left.pop() {
            chown(&path, Some(self.owner), Some(self.owner)).expect("root may");
            if path.is_dir() {
                let inside = std::fs::read_dir(&path).expect("a folder");
                left.extend(inside.map(|e| e.expect("readable").path()));
            }
        }
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        // Only a polite request ends its children too.
        let _ = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

/// All in one folder, nothing of the system's.
fn settings(folder: &Path, port: u16, me: u32, owner: u32) -> String {
    let folder = folder.display();
    let user = user_name(me);
    let (internal, login) = if me == 0 {
        ("dovecot".to_owned(), "dovenull".to_owned())
    } else {
        (user.clone(), user)
    };
    format!(
        "protocols = imap\n\
         listen = 127.0.0.1\n\
         base_dir = {folder}/run\n\
         state_dir = {folder}/state\n\
         log_path = {folder}/log\n\
         default_internal_user = {internal}\n\
         default_login_user = {login}\n\
         ssl = required\n\
         ssl_cert = <{folder}/cert.pem\n\
         ssl_key = <{folder}/key.pem\n\
         first_valid_uid = 1\n\
         mail_location = maildir:{folder}/Maildir\n\
         passdb {{\n driver = passwd-file\n args = {folder}/passwd\n}}\n\
         userdb {{\n driver = static\n args = uid={owner} gid={owner} home={folder}\n}}\n\
         namespace inbox {{\n inbox = yes\n}}\n\
         service imap-login {{\n chroot =\n\
           inet_listener imap {{\n port = 0\n }}\n\
           inet_listener imaps {{\n port = {port}\n ssl = yes\n }}\n}}\n\
         service anvil {{\n chroot =\n}}\n\
         service stats {{\n chroot =\n}}\n"
    )
}

fn user_name(uid: u32) -> String {
    let output = Command::new("id")
        .args(["-un", &uid.to_string()])
        .output()
        .expect("id is part of every system");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

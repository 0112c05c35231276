//! The real binary on an empty database, for measurements over HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, ensure};
use tempfile::TempDir;

/// A running server with a workspace and a key of scope write; it ends when dropped.
pub(crate) struct Server {
    child: Child,
    /// Host and port.
    pub(crate) address: String,
    key: String,
    /// Where its data are, as every command is told.
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
    data: TempDir,
}

impl Server {
    /// Starts it on the embedded database or on `database_url`, with these environment variables.
    pub(crate) fn start(
        database_url: Option<String>,
        environment: &[(&str, &str)],
    ) -> anyhow::Result<Self> {
        let data = TempDir::new()?;
        let mut arguments = vec!["--data".to_owned(), data.path().display().to_string()];
        if let Some(url) = &database_url {
            arguments.extend(["--database-url".to_owned(), url.clone()]);
        }
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let environment: Vec<(String, String)> = environment.iter().map(own).collect();
        let words = "setup --email bench@example.com --password-stdin --workspace Bench";
        let mut setup = command(words, (&arguments, &environment))?.spawn()?;
        let stdin = setup.stdin.as_mut().context("piped")?;
        stdin.write_all(b"correct horse battery\n")?;
        ensure!(setup.wait()?.success(), "setup failed");
        let mut key = command("api-key create --scope write", (&arguments, &environment))?;
        let key = key.output()?.stdout;
        let (child, address) = serve((&arguments, &environment))?;
        Ok(Self {
            child,
            address,
            key: String::from_utf8(key)?.trim().to_owned(),
            arguments,
            environment,
            data,
        })
    }

    /// The embedded database's file.
    pub(crate) fn database(&self) -> PathBuf {
        self.data.path().join("luister.db")
    }

    /// Ends the server, does something meanwhile, and starts it again.
    pub(crate) fn restart(
        &mut self,
        meanwhile: impl FnOnce(&Path) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        meanwhile(&self.database())?;
        (self.child, self.address) = serve((&self.arguments, &self.environment))?;
        Ok(())
    }

    /// A request with the key, as it goes over the wire.
    pub(crate) fn request(&self, method: &str, path: &str, body: &str) -> String {
        format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            self.key,
            body.len()
        )
    }

    /// One request on a connection of its own, for what comes before and after the measurement.
    pub(crate) fn call(
        &self,
        method: &str,
        path: &str,
        body: &str,
    ) -> anyhow::Result<serde_json::Value> {
        let mut stream = std::net::TcpStream::connect(&self.address)?;
        let request = self.request(method, path, body);
        let request = request.replacen("\r\n", "\r\nConnection: close\r\n", 1);
        stream.write_all(request.as_bytes())?;
        let mut reply = String::new();
        stream.read_to_string(&mut reply)?;
        let (head, json) = reply.split_once("\r\n\r\n").context("a reply")?;
        ensure!(head.starts_with("HTTP/1.1 20"), "{method} {path}: {reply}");
        if json.is_empty() {
            return Ok(serde_json::Value::Null);
        }
        Ok(serde_json::from_str(json)?)
    }

    /// Adds somebody who can log in; their id.
    pub(crate) fn add_user(&self, email: &str, role: &str) -> anyhow::Result<String> {
        let words = format!("user add --email {email} --role {role} --password-stdin");
        let mut adding = command(&words, (&self.arguments, &self.environment))?.spawn()?;
        let stdin = adding.stdin.as_mut().context("piped")?;
        stdin.write_all(b"correct horse battery\n")?;
        ensure!(adding.wait()?.success(), "adding {email} failed");
        let found = self.call("GET", &format!("/api/v1/people?q={email}"), "")?;
        let id = found["people"][0]["user_id"].as_str();
        Ok(id.context("an id")?.to_owned())
    }

    /// Logs the administrator in; the `Cookie` header of the session.
    pub(crate) fn log_in(&self) -> anyhow::Result<String> {
        self.log_in_as("bench@example.com")
    }

    /// Logs somebody in.
    pub(crate) fn log_in_as(&self, email: &str) -> anyhow::Result<String> {
        let email = email.replace('@', "%40");
        let form = format!("email={email}&password=correct+horse+battery&next=%2F");
        let content = "Content-Type: application/x-www-form-urlencoded";
        let reply = self.fetch("POST /login", content, form.as_bytes())?;
        let cookie = reply.header("set-cookie").context("a session cookie")?;
        Ok(format!(
            "Cookie: {}",
            cookie.split(';').next().unwrap_or_default()
        ))
    }

    /// One request with these headers, one a line, on a connection of its own.
    pub(crate) fn fetch(&self, what: &str, headers: &str, body: &[u8]) -> anyhow::Result<Reply> {
        let mut stream = std::net::TcpStream::connect(&self.address)?;
        stream.set_nodelay(true)?;
        let head = format!(
            "{what} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nAccept: text/html\r\n\
             Content-Length: {}\r\n{headers}\r\n\r\n",
            self.address,
            body.len()
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(body)?;
        let mut reply = Vec::new();
        stream.read_to_end(&mut reply)?;
        let text = String::from_utf8_lossy(&reply);
        let (head, body) = text.split_once("\r\n\r\n").context("a reply")?;
        let status = head.get(9..12).context("a status")?.parse()?;
        Ok(Reply {
            status,
            head: head.to_owned(),
            body: body.to_owned(),
        })
    }

    /// The header of the key, for [`Server::fetch`].
    pub(crate) fn bearer(&self) -> String {
        format!("Authorization: Bearer {}", self.key)
    }

    /// Memory the server holds now, in bytes.
    pub(crate) fn resident_bytes(&self) -> anyhow::Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
        let kib = line.and_then(|l| l.trim().strip_suffix(" kB"));
        Ok(kib.context("VmRSS")?.trim().parse::<u64>()? * 1024)
    }
}

/// What came back.
pub(crate) struct Reply {
    /// The status.
    pub(crate) status: u16,
    head: String,
    /// The page or JSON.
    pub(crate) body: String,
}

impl Reply {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (own, value) = line.split_once(':')?;
            own.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A command of the binary: its words, where the data are, and environment variables.
fn command(
    words: &str,
    (arguments, environment): (&[String], &[(String, String)]),
) -> anyhow::Result<Command> {
    let mut command = Command::new(binary()?);
    command
        .args(words.split_whitespace())
        .args(arguments)
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    Ok(command)
}

/// A server that is ready, and its address.
fn serve(of: (&[String], &[(String, String)])) -> anyhow::Result<(Child, String)> {
    let mut child = command("serve --listen 127.0.0.1:0", of)?.spawn()?;
    let mut lines = BufReader::new(child.stdout.take().context("piped")?).lines();
    loop {
        let line = lines.next().context("the server ended")??;
        if let Some(url) = line.strip_prefix("Luister is ready at http://") {
            return Ok((child, url.to_owned()));
        }
    }
}

/// The binary that was built beside this one.
fn binary() -> anyhow::Result<PathBuf> {
    let here = std::env::current_exe()?;
    let binary = here.parent().unwrap_or(Path::new(".")).join("luister");
    ensure!(binary.exists(), "build it first: cargo build --release");
    Ok(binary)
}

//! One connection of the test server: commands, and the fault that is scripted for a recipient.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use tokio_rustls::rustls::{ServerConnection, StreamOwned};

use super::{Fault, Manners, Received, Shared, held};

trait Both: Read + Write + Send {}
impl<T: Read + Write + Send> Both for T {}

/// The server's side of one connection.
pub(super) struct Session<'a> {
    stream: BufReader<Box<dyn Both>>,
    socket: TcpStream,
    shared: &'a Shared,
    manners: Manners,
    by_tls: bool,
    user: Option<String>,
    from: String,
    to: Vec<String>,
    fault: Fault,
}

type Io<T> = std::io::Result<T>;

impl<'a> Session<'a> {
    /// Talks until either side has enough.
    pub(super) fn run(socket: TcpStream, shared: &'a Shared) -> Io<()> {
        let manners = held(&shared.manners).clone();
        let stream: Box<dyn Both> = if manners.is_implicit_tls {
            Box::new(by_tls(shared, socket.try_clone()?))
        } else {
            Box::new(socket.try_clone()?)
        };
        let mut session = Session {
            stream: BufReader::new(stream),
            socket,
            shared,
            by_tls: manners.is_implicit_tls,
            user: None,
            from: String::new(),
            to: Vec::new(),
            fault: Fault::Accept,
            manners,
        };
        let greeting = session.manners.greeting.clone();
        session.say(&greeting)?;
        while let Some(line) = session.line()? {
            if !session.command(&line)? {
                break;
            }
        }
        session.socket.shutdown(std::net::Shutdown::Both)
    }

    fn say(&mut self, line: &str) -> Io<()> {
        self.stream
            .get_mut()
            .write_all(format!("{line}\r\n").as_bytes())?;
        self.stream.get_mut().flush()
    }

    fn line(&mut self) -> Io<Option<String>> {
        let mut line = Vec::new();
        if self.stream.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line).into_owned();
        if !self.by_tls {
            held(&self.shared.plaintext).push_str(&line);
        }
        Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    /// False ends the connection.
    fn command(&mut self, line: &str) -> Io<bool> {
        let upper = line.to_ascii_uppercase();
        let word = upper.split([' ', ':']).next().unwrap_or_default();
        match word {
            "EHLO" | "HELO" if self.manners.refuses_all => self.say("554 5.7.1 go away")?,
            "EHLO" | "HELO" => self.hello()?,
            "STARTTLS" if self.manners.offers_starttls && !self.by_tls => {
                self.say("220 2.0.0 go ahead")?;
                self.stream =
                    BufReader::new(Box::new(by_tls(self.shared, self.socket.try_clone()?)));
                self.by_tls = true;
            }
            "AUTH" => self.auth(line)?,
            "MAIL" if self.manners.login.is_some() && self.user.is_none() => {
                self.say("530 5.7.0 log in first")?;
            }
            "MAIL" => {
                self.from = between(line);
                self.to.clear();
                self.fault = Fault::Accept;
                let reply = self.manners.mail_reply.clone();
                self.say(&reply)?;
            }
            "RCPT" => self.recipient(between(line))?,
            "DATA" => return self.data(),
            "RSET" | "NOOP" => self.say("250 2.0.0 ok")?,
            "QUIT" => {
                self.say("221 2.0.0 bye")?;
                return Ok(false);
            }
            _ => self.say("500 5.5.1 what?")?,
        }
        Ok(true)
    }

    fn hello(&mut self) -> Io<()> {
        let mut lines = vec!["250-test"];
        if self.manners.offers_starttls && !self.by_tls {
            lines.push("250-STARTTLS");
        }
        if self.manners.login.is_some() {
            lines.push("250-AUTH PLAIN LOGIN");
        }
        lines.extend(["250-8BITMIME", "250 SMTPUTF8"]);
        self.say(&lines.join("\r\n"))
    }

    /// AUTH PLAIN, with the answer in the command.
    fn auth(&mut self, line: &str) -> Io<()> {
        let given = line.split(' ').nth(2).map(base64).unwrap_or_default();
        let parts: Vec<String> = given
            .split(|b| *b == 0)
            .map(|p| String::from_utf8_lossy(p).into_owned())
            .collect();
        let is_right = match (&self.manners.login, parts.as_slice()) {
            (Some((user, password)), [_, u, p]) => user == u && password == p,
            _ => false,
        };
        if is_right {
            self.user = Some(parts[1].clone());
            self.say("235 2.7.0 welcome")
        } else {
            self.say("535 5.7.8 wrong name or password")
        }
    }

    fn recipient(&mut self, address: String) -> Io<()> {
        let tries = {
            let mut tries = held(&self.shared.tries);
            let count = tries.entry(address.clone()).or_default();
            *count += 1;
            *count
        };
        let script = held(&self.shared.script).clone();
        let fault = script(&address, tries);
        match fault {
            Fault::Rcpt(reply) => return self.say(&reply),
            Fault::Grey if tries == 1 => return self.say("451 4.7.1 greylisted, come back later"),
            Fault::Grey => {}
            other => self.fault = other,
        }
        self.to.push(address);
        self.say("250 2.1.5 ok")
    }

    fn data(&mut self) -> Io<bool> {
        if self.to.is_empty() {
            self.say("503 5.5.1 no recipient")?;
            return Ok(true);
        }
        self.say("354 go on")?;
        if self.fault == Fault::CutBefore {
            return Ok(false);
        }
        let mut raw = String::new();
        loop {
            let Some(line) = self.line()? else {
                return Ok(false);
            };
            if line == "." {
                break;
            }
            raw.push_str(line.strip_prefix('.').unwrap_or(&line));
            raw.push_str("\r\n");
        }
        let mail = Received {
            from: self.from.clone(),
            to: std::mem::take(&mut self.to),
            raw,
            at: Instant::now(),
            by_tls: self.by_tls,
            user: self.user.clone(),
        };
        self.finish(mail)
    }

    fn finish(&mut self, mail: Received) -> Io<bool> {
        match &self.fault {
            Fault::Data(reply) => {
                let reply = reply.clone();
                self.say(&reply)?;
                return Ok(true);
            }
            Fault::CutLost => return Ok(false),
            _ => {}
        }
        held(&self.shared.kept).push(mail.clone());
        let hook = held(&self.shared.before_reply).clone();
        if let Some(hook) = hook {
            hook(&mail);
        }
        match self.fault {
            Fault::CutTaken => return Ok(false),
            Fault::Hang => while self.line()?.is_some() {},
            Fault::Slow(pause) => std::thread::sleep(pause),
            _ => {}
        }
        self.say("250 2.0.0 taken")?;
        let hook = held(&self.shared.after_reply).clone();
        if let Some(hook) = hook {
            hook(&mail);
        }
        Ok(self.fault != Fault::CutReplied)
    }
}

/// What stands between `<` and `>`.
fn between(line: &str) -> String {
    let start = line.find('<').map_or(0, |at| at + 1);
    let end = line.rfind('>').unwrap_or(line.len());
    line[start..end.max(start)].to_owned()
}

fn base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut buffer, mut bits) = (Vec::new(), 0_u32, 0);
    for character in text.bytes() {
        let Some(value) = ALPHABET.iter().position(|a| *a == character) else {
            continue;
        };
        buffer = (buffer << 6) | value as u32;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((buffer >> bits) as u8);
        }
    }
    bytes
}

fn by_tls(shared: &Shared, socket: TcpStream) -> StreamOwned<ServerConnection, TcpStream> {
    let config = shared.tls.clone().expect("a server with TLS");
    StreamOwned::new(ServerConnection::new(config).expect("a connection"), socket)
}

//! Addresses of servers, with a login: `smtp://user:password@host:port`.

use std::fmt;

/// Text that is never shown or logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// How a connection is kept from being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// TLS after the server was asked for it, which it must offer.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// None; only when the address says so.
    Plaintext,
}

/// Name and password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// Name.
    pub user: String,
    /// Password.
    pub password: Secret,
}

/// A server and how to reach it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Name or IP address; what its certificate must say.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How a connection is secured.
    pub security: Security,
    /// Who we are to it.
    pub login: Option<Login>,
    /// What follows the host: a folder of a mailbox.
    pub path: String,
}

impl Server {
    /// Reads `smtp://` (STARTTLS, port 587), `smtps://` (TLS, 465) or `smtp+plaintext://` (25).
    pub fn smtp(url: &str) -> Result<Self, String> {
        Self::read(
            url,
            &[
                ("smtp", Security::StartTls, 587),
                ("smtps", Security::Tls, 465),
                ("smtp+plaintext", Security::Plaintext, 25),
            ],
        )
    }

    /// Reads `imaps://` (TLS, port 993), `imap://` (STARTTLS, 143) or `imap+plaintext://` (143).
    /// Without a path the folder is `INBOX`.
    pub fn imap(url: &str) -> Result<Self, String> {
        let mut server = Self::read(
            url,
            &[
                ("imaps", Security::Tls, 993),
                ("imap", Security::StartTls, 143),
                ("imap+plaintext", Security::Plaintext, 143),
            ],
        )?;
        if server.login.is_none() {
            return Err("a mailbox needs a user and a password".to_owned());
        }
        if server.path.is_empty() {
            "INBOX".clone_into(&mut server.path);
        }
        Ok(server)
    }

    fn read(url: &str, schemes: &[(&str, Security, u16)]) -> Result<Self, String> {
        let url = url.trim();
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        let Some((_, security, usual_port)) = schemes
            .iter()
            .copied()
            .find(|(name, _, _)| scheme.eq_ignore_ascii_case(name))
        else {
            let names: Vec<String> = schemes.iter().map(|(n, _, _)| format!("{n}://")).collect();
            return Err(format!("it starts with {}", names.join(", ")));
        };
        // The last @ that is not in the path: a password may have one that was not encoded.
        let at = rest.rfind('@');
        let (login, place) = at.map_or((None, rest), |at| (Some(&rest[..at]), &rest[at + 1..]));
        let (authority, path) = place.split_once('/').unwrap_or((place, ""));
        let (host, port) = host_and_port(authority, usual_port)?;
        Ok(Self {
            host,
            port,
            security,
            login: login.map(read_login).transpose()?,
            path: decoded(path)?,
        })
    }
}

fn host_and_port(authority: &str, usual: u16) -> Result<(String, u16), String> {
    let (host, port) = if let Some(rest) = authority.strip_prefix('[') {
        let (host, after) = rest.split_once(']').ok_or("a [ without its ]")?;
        (host, after.strip_prefix(':'))
    } else {
        match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        }
    };
    let is_name = |b: u8| b.is_ascii_alphanumeric() || b".-_:".contains(&b);
    if host.is_empty() || !host.bytes().all(is_name) {
        return Err("it has no host name".to_owned());
    }
    let port = match port {
        None => usual,
        Some(port) => match port.parse() {
            Ok(0) | Err(_) => return Err("the port is a number from 1 to 65535".to_owned()),
            Ok(port) => port,
        },
    };
    Ok((host.to_owned(), port))
}

fn read_login(text: &str) -> Result<Login, String> {
    let (user, password) = text
        .split_once(':')
        .ok_or("a user has a password, as in user:password@host")?;
    Ok(Login {
        user: decoded(user)?,
        password: Secret(decoded(password)?),
    })
}

/// Percent-decoded text; NUL would end a field of AUTH PLAIN.
fn decoded(text: &str) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        rest = more;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digits = more.get(..2).and_then(|d| std::str::from_utf8(d).ok());
        let byte = digits
            .filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|d| u8::from_str_radix(d, 16).ok())
            .ok_or("a % stands before two hexadecimal digits; write it as %25")?;
        bytes.push(byte);
        rest = &more[2..];
    }
    String::from_utf8(bytes)
        .ok()
        .filter(|t| !t.contains(['\0', '\r', '\n']))
        .ok_or_else(|| "user, password and folder are text without line ends".to_owned())
}

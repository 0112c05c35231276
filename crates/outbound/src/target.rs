//! Addresses of calls: read strictly, so that this program and whatever else reads them agree.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Longest address, in bytes: what servers commonly take. Signed addresses of workflows are long.
pub(crate) const URL_MAX: usize = 8000;

/// Why an address isn't called. Says nothing of what is or isn't there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It can't be read as an address.
    #[error("an address looks like https://example.com/path, in ASCII, without spaces")]
    Malformed,
    /// It is neither `https:` nor allowed to be `http:`.
    #[error("an address starts with https://")]
    Scheme,
    /// There is a name or password before the host.
    #[error("an address has no user name or password in it")]
    Login,
    /// The port isn't one that is called.
    #[error("only ports 443 and 8443 are called")]
    Port,
    /// The name is unknown, or leads to a place that isn't public.
    #[error("no public place has this address; an operator can allow systems inside the company")]
    NotPublic,
}

/// An address that may be called, and where it was found to lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub(crate) url: Url,
    /// Checked; one of them is connected to. Never empty.
    pub(crate) places: Vec<SocketAddr>,
}

impl Target {
    /// The host, in lower case.
    pub fn host(&self) -> &str {
        &self.url.host
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.url.port
    }
}

/// The parts of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Url {
    pub(crate) is_tls: bool,
    /// A name in lower case, an IPv4 address, or an IPv6 one without brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
    /// Path and query, with the slash it starts with.
    pub(crate) path: String,
}

impl Url {
    pub(crate) fn read(text: &str) -> Result<Self, Refused> {
        let is_plain = |b: u8| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b);
        if text.len() > URL_MAX || !text.bytes().all(is_plain) {
            return Err(Refused::Malformed);
        }
        let (scheme, rest) = text.split_once("://").ok_or(Refused::Scheme)?;
        let is_tls = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return Err(Refused::Scheme),
        };
        // What follows `#` is never sent.
        let rest = rest.split('#').next().unwrap_or(rest);
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if authority.contains('@') {
            return Err(Refused::Login);
        }
        let (host, port) = host_and_port(authority)?;
        let slash = if path.starts_with('/') { "" } else { "/" };
        Ok(Self {
            is_tls,
            host,
            port: port.unwrap_or(if is_tls { 443 } else { 80 }),
            path: format!("{slash}{path}"),
        })
    }

    /// The address that the host is, when it is no name.
    pub(crate) fn ip(&self) -> Option<IpAddr> {
        self.host.parse().ok()
    }

    /// As in the header `Host`.
    pub(crate) fn authority(&self) -> String {
        let host = if self.host.contains(':') {
            format!("[{}]", self.host)
        } else {
            self.host.clone()
        };
        match (self.is_tls, self.port) {
            (true, 443) | (false, 80) => host,
            (_, port) => format!("{host}:{port}"),
        }
    }
}

fn host_and_port(authority: &str) -> Result<(String, Option<u16>), Refused> {
    let port_of = |text: &str| match text.strip_prefix(':') {
        None if text.is_empty() => Ok(None),
        Some(digits) if (1..=5).contains(&digits.len()) && all_digits(digits) => {
            digits.parse().map(Some).map_err(|_| Refused::Malformed)
        }
        _ => Err(Refused::Malformed),
    };
    if let Some(rest) = authority.strip_prefix('[') {
        let (inner, port) = rest.split_once(']').ok_or(Refused::Malformed)?;
        let address: Ipv6Addr = inner.parse().map_err(|_| Refused::Malformed)?;
        return Ok((address.to_string(), port_of(port)?));
    }
    let end = authority.find(':').unwrap_or(authority.len());
    let (host, port) = authority.split_at(end);
    let host = host.to_ascii_lowercase();
    let is_address = host.parse::<Ipv4Addr>().is_ok();
    if !is_address && !is_name(&host) {
        return Err(Refused::Malformed);
    }
    Ok((host, port_of(port)?))
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether this is a name of a host. What older resolvers take for a number (`127.1`,
/// `0x7f000001`, `017700000001`) is none: no name ends in a part that begins with a digit, as no
/// top-level domain does.
pub(crate) fn is_name(text: &str) -> bool {
    let text = text.strip_suffix('.').unwrap_or(text);
    let is_part = |part: &str| {
        let is_allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        (1..=63).contains(&part.len())
            && part.bytes().all(is_allowed)
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let last = text.rsplit('.').next().unwrap_or_default();
    text.len() <= 253
        && text.split('.').all(is_part)
        && last.starts_with(|c: char| c.is_ascii_alphabetic())
}

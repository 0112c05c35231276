//! How mail goes out and comes back, for the whole installation.

mod address;
mod tls;

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio_rustls::rustls::ClientConfig;

use crate::letter::Mailbox;
use crate::letter::dkim::Dkim;

pub use address::{Login, Secret, Security, Server};

/// Connections to the mail server at the same time, when nothing else is said: most take ten or
/// twenty from one client.
pub const CONNECTIONS: usize = 8;
/// Seconds between two looks into the mailbox with bounces, when nothing else is said.
const IMAP_EVERY_S: u32 = 60;
/// RFC 5321 4.5.3.1.1: characters before the @.
const LOCAL_PART_MAX: usize = 64;
/// The plus and the secret in the address that bounces go to.
const TAG: usize = 53;

/// What is said about mail, as text: from a file, the environment, flags.
#[derive(Clone, Default)]
pub struct Given {
    /// `smtp://user:password@host:587`, `smtps://…`, `smtp+plaintext://…`.
    pub smtp_url: Option<String>,
    /// `Acme <feedback@acme.nl>`.
    pub from: Option<String>,
    /// `bounces@acme.nl`, whose mailbox also takes `bounces+anything@acme.nl`.
    pub bounce: Option<String>,
    /// The name before `._domainkey` in DNS.
    pub dkim_selector: Option<String>,
    /// PEM file with an RSA or Ed25519 private key.
    pub dkim_key: Option<PathBuf>,
    /// Most mails to one domain in a minute.
    pub per_domain_per_minute: Option<u32>,
    /// Connections to the mail server at the same time.
    pub connections: Option<usize>,
    /// `imaps://user:password@host/INBOX`.
    pub imap_url: Option<String>,
    /// Seconds between two looks into that mailbox.
    pub imap_every_s: Option<u32>,
    /// PEM file with certificates to trust besides the system's.
    pub tls_ca: Option<PathBuf>,
}

/// Settings of mail; without them nothing is sent and pages say so.
#[derive(Clone)]
pub struct Settings {
    /// The company's own address; mails come from addresses under its domain.
    pub from: Mailbox,
    /// The address bounces go to, without a tag; `None` leaves them to `from`.
    pub bounce: Option<String>,
    /// The mail server that takes our mails.
    pub server: Server,
    /// Signs every mail.
    pub dkim: Option<Arc<Dkim>>,
    /// Most mails to one domain in a minute, over all nodes; `None` is no limit.
    pub per_domain_per_minute: Option<u32>,
    /// Connections to the mail server at the same time, per node.
    pub connections: usize,
    /// The mailbox with bounces and complaints.
    pub imap: Option<Server>,
    /// The pause between two looks into it.
    pub imap_every: Duration,
    /// Whom to trust for TLS, for both servers.
    pub tls: Arc<ClientConfig>,
    /// How long to wait for what.
    pub tempo: crate::worker::Tempo,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("from", &self.from)
            .field("bounce", &self.bounce)
            .field("server", &self.server)
            .field("dkim", &self.dkim)
            .field("imap", &self.imap)
            .finish_non_exhaustive()
    }
}

impl Settings {
    /// Reads what is given; `None` when no mail server is. Errors say which setting is wrong and
    /// never repeat a password.
    pub fn read(given: &Given) -> Result<Option<Self>, String> {
        let Some(url) = &given.smtp_url else {
            return match &given.imap_url {
                Some(_) => Err("imap_url: without smtp_url no mail is sent or read".to_owned()),
                None => Ok(None),
            };
        };
        let server = Server::smtp(url).map_err(|e| format!("smtp_url: {e}"))?;
        let from = given
            .from
            .as_deref()
            .ok_or("from: say who mails come from, as in Acme <feedback@acme.nl>")?;
        let from = Mailbox::read(from).map_err(|e| format!("from: {e}"))?;
        let bounce = given.bounce.as_deref().map(bounce_address).transpose()?;
        let imap = given.imap_url.as_deref().map(Server::imap).transpose();
        let per_domain = given.per_domain_per_minute;
        if per_domain == Some(0) || given.connections == Some(0) {
            return Err("per_domain_per_minute and connections are 1 or more".to_owned());
        }
        let domain = domain_of(&from.address).to_owned();
        Ok(Some(Self {
            dkim: dkim(given, &domain)?.map(Arc::new),
            from,
            bounce,
            server,
            per_domain_per_minute: per_domain,
            connections: given.connections.unwrap_or(CONNECTIONS),
            imap: imap.map_err(|e| format!("imap_url: {e}"))?,
            imap_every: imap_every(given.imap_every_s)?,
            tls: tls::client(given.tls_ca.as_deref())?,
            tempo: crate::worker::Tempo::default(),
        }))
    }

    /// The company's domain.
    pub fn domain(&self) -> &str {
        domain_of(&self.from.address)
    }

    /// Sender and reply address of a mail in the name of a person (shown name and address): an
    /// address under the company's domain is used itself; for another, mails come from the
    /// company's address with the person's name, and replies go to the person.
    pub fn sender(&self, person: Option<(&str, &str)>) -> (Mailbox, Option<Mailbox>) {
        let Some((name, address)) = person else {
            return (self.from.clone(), None);
        };
        let name = if name.trim().is_empty() {
            self.from.name.clone()
        } else {
            name.trim().to_owned()
        };
        let of = |address: &str| Mailbox {
            name: name.clone(),
            address: address.to_owned(),
        };
        match Mailbox::checked_address(address) {
            Ok(own) if domain_of(&own).eq_ignore_ascii_case(self.domain()) => (of(&own), None),
            Ok(other) => (of(&self.from.address), Some(of(&other))),
            Err(_) => (of(&self.from.address), None),
        }
    }

    /// The envelope's sender for a mail whose bounce secret is `secret`.
    pub fn envelope_sender(&self, secret: &str) -> String {
        match self.bounce.as_deref().and_then(|b| b.rsplit_once('@')) {
            Some((local, domain)) => format!("{local}+{secret}@{domain}"),
            None => self.from.address.clone(),
        }
    }

    /// Where replies go that belong to a mail, with the reply secret of the try; `None` when nobody
    /// reads that mailbox.
    pub fn reply_address(&self, secret: &str) -> Option<String> {
        self.imap.as_ref()?;
        let (local, domain) = self.bounce.as_deref()?.rsplit_once('@')?;
        Some(format!("{local}+{secret}@{domain}"))
    }
}

fn imap_every(seconds: Option<u32>) -> Result<Duration, String> {
    match seconds.unwrap_or(IMAP_EVERY_S) {
        0 => Err("imap_every_s is 1 or more".to_owned()),
        seconds => Ok(Duration::from_secs(seconds.into())),
    }
}

fn domain_of(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, d)| d)
}

fn bounce_address(given: &str) -> Result<String, String> {
    let address = Mailbox::checked_address(given).map_err(|e| format!("bounce: {e}"))?;
    let local = address.len() - domain_of(&address).len() - 1;
    if local + TAG > LOCAL_PART_MAX {
        return Err(format!(
            "bounce: {} characters at most may stand before the @",
            LOCAL_PART_MAX - TAG
        ));
    }
    Ok(address)
}

fn dkim(given: &Given, domain: &str) -> Result<Option<Dkim>, String> {
    match (&given.dkim_selector, &given.dkim_key) {
        (None, None) => Ok(None),
        (Some(selector), Some(file)) => {
            let pem = std::fs::read_to_string(file)
                .map_err(|e| format!("dkim_key: {}: {e}", file.display()))?;
            Dkim::new(selector, domain, &pem)
                .map(Some)
                .map_err(|e| format!("dkim_key: {}: {e}", file.display()))
        }
        _ => Err("dkim_selector and dkim_key go together".to_owned()),
    }
}

#[cfg(test)]
mod tests;

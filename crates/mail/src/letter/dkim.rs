//! Signs mails (DKIM, RFC 6376) so that receivers can tell they are from the company's domain.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use std::fmt;

use lettre::Message;
use lettre::message::dkim::{
    DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm,
    DkimSigningKey,
};
use lettre::message::header::HeaderName;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;

/// What is signed. RFC 8058 asks for both unsubscribe headers; one that a mail hasn't is signed
/// as absent, so that nobody can add it. Content-Type would be signed as absent, because the
/// library holds it with the body: it is left out.
const SIGNED: [&str; 9] = [
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
];
/// What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410).
const ED25519: [u8; 16] = [
    0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20,
];

/// A key and the name it has in DNS.
pub struct Dkim {
    name: String,
    config: DkimConfig,
}

impl fmt::Debug for Dkim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dkim")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Dkim {
    /// Reads a private key, RSA (PKCS #1 or #8) or Ed25519 (PKCS #8), in PEM. The public key is
    /// expected in DNS at `SELECTOR._domainkey.DOMAIN`.
    pub fn new(selector: &str, domain: &str, pem: &str) -> Result<Self, String> {
        let is_name = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
        if selector.is_empty() || !selector.bytes().all(is_name) {
            return Err("the selector is a name in DNS: letters, digits, - and _".to_owned());
        }
        let config = DkimConfig::new(
            selector.to_owned(),
            domain.to_owned(),
            key(pem)?,
            SIGNED
                .iter()
                .map(|name| HeaderName::new_from_ascii_str(name))
                .collect(),
            DkimCanonicalization {
                header: DkimCanonicalizationType::Relaxed,
                body: DkimCanonicalizationType::Relaxed,
            },
        );
        Ok(Self {
            name: format!("{selector}._domainkey.{domain}"),
            config,
        })
    }

    /// Where the public key must be in DNS.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Adds the signature.
    pub(super) fn sign(&self, message: &mut Message) {
        message.sign(&self.config);
    }
}

fn key(pem: &str) -> Result<DkimSigningKey, String> {
    let wrong =
        "this is no RSA or Ed25519 private key in PEM (a key with a password can't be used)";
    let der = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| wrong)?;
    let read = match &der {
        PrivateKeyDer::Pkcs1(pkcs1) => rsa(pkcs1.secret_pkcs1_der()),
        PrivateKeyDer::Pkcs8(pkcs8) => {
            let bytes = pkcs8.secret_pkcs8_der();
            match bytes.strip_prefix(&ED25519) {
                Some(seed) if seed.len() == 32 => {
                    DkimSigningKey::new(&BASE64.encode(seed), DkimSigningAlgorithm::Ed25519)
                }
                _ => rsa(inner_key(bytes).ok_or(wrong)?),
            }
        }
        _ => return Err(wrong.to_owned()),
    };
    read.map_err(|_| wrong.to_owned())
}

fn rsa(pkcs1: &[u8]) -> Result<DkimSigningKey, lettre::message::dkim::DkimSigningKeyError> {
    let text = BASE64.encode(pkcs1);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .filter_map(|line| std::str::from_utf8(line).ok())
        .collect();
    let pem = format!(
        "-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----\n",
        lines.join("\n")
    );
    DkimSigningKey::new(&pem, DkimSigningAlgorithm::Rsa)
}

/// The key in PKCS #8: a sequence of version, algorithm and the key as bytes.
fn inner_key(pkcs8: &[u8]) -> Option<&[u8]> {
    let (0x30, fields, _) = element(pkcs8)? else {
        return None;
    };
    let (2, _, rest) = element(fields)? else {
        return None;
    };
    let (0x30, _, rest) = element(rest)? else {
        return None;
    };
    match element(rest)? {
        (4, key, _) => Some(key),
        _ => None,
    }
}

/// Tag and content of the first element of DER, and what follows it.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = der.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = if *first < 0x80 {
        (usize::from(*first), rest)
    } else {
        let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
        if digits.len() > 4 {
            return None;
        }
        let length = digits
            .iter()
            .fold(0, |sum, digit| (sum << 8) | usize::from(*digit));
        (length, rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((*tag, content, rest))
}

#[cfg(test)]
mod tests;

//! Whether a call is from whom it says, by the rules of each system, and what it is called.

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use hmac::{Hmac, Mac};
use jiff::Timestamp;
use platform::clock::SECOND_US;
use platform::id::hex;
use sha1::Sha1;
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::mapping::{Encoding, Hash, Mapping, Proof};
use super::signature::{self, APART_US};
use super::{Call, System};

/// The header that carries the secret where a system signs nothing.
pub const SECRET_HEADER: &str = "x-luister-secret";

/// A call as it came.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// From the address.
    pub token: &'a str,
    /// All headers.
    pub headers: &'a HeaderMap,
    /// The body, byte for byte: signatures are over that.
    pub body: &'a [u8],
}

impl Incoming<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        let text = self.headers.get(name)?.to_str().ok()?;
        (!text.is_empty()).then_some(text)
    }
}

/// What is wrong with a call; says what is expected, and nothing of the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong(pub(super) String);

/// Checks a call; the id under which the sender repeats it, when it says one.
pub(super) fn check(
    (system, mapping): (System, Option<&Mapping>),
    secret: &str,
    call: &Incoming<'_>,
    now_us: i64,
) -> Result<Option<String>, Wrong> {
    if secret.is_empty() {
        let wrong = "no secret is known of this source yet: give the one the system shows";
        return Err(Wrong(wrong.to_owned()));
    }
    match (system, mapping.map(|own| &own.proof)) {
        (System::Standard | System::RequestTracker, _) | (_, Some(Proof::Standard)) => {
            standard(secret, call, now_us)
        }
        (System::Zendesk, _) => zendesk(secret, call, now_us),
        (System::Freshdesk, _) | (System::Mapped, None) => shared(secret, call, SECRET_HEADER),
        (System::Zammad, _) => {
            let tag = tag::<Hmac<Sha1>>(secret, &[call.body]);
            let expected = format!("sha1={}", hex(&tag));
            same(call, "x-hub-signature", &expected)?;
            // Its delivery's number is another one when it is tried again.
            Ok(None)
        }
        (System::Mapped, Some(Proof::Secret { header })) => shared(secret, call, header),
        (
            System::Mapped,
            Some(Proof::Hmac {
                header,
                hash,
                encoding,
                prefix,
            }),
        ) => {
            let tag = match hash {
                Hash::Sha1 => tag::<Hmac<Sha1>>(secret, &[call.body]),
                Hash::Sha256 => tag::<Hmac<Sha256>>(secret, &[call.body]),
            };
            let text = match encoding {
                Encoding::Hex => hex(&tag),
                Encoding::Base64 => BASE64.encode(&tag),
            };
            same(call, header, &format!("{prefix}{text}"))?;
            Ok(None)
        }
    }
}

fn standard(secret: &str, call: &Incoming<'_>, now_us: i64) -> Result<Option<String>, Wrong> {
    let header = |name| call.header(name).unwrap_or_default();
    let id = header("webhook-id");
    let own = Call {
        token: call.token,
        id,
        timestamp: header("webhook-timestamp"),
        signature: header("webhook-signature"),
        body: call.body,
    };
    signature::check(secret, &own, now_us).map_err(|wrong| Wrong(wrong.to_string()))?;
    Ok(Some(id.to_owned()))
}

/// Base 64 of HMAC-SHA256 over the time and the body.
fn zendesk(secret: &str, call: &Incoming<'_>, now_us: i64) -> Result<Option<String>, Wrong> {
    const TIME: &str = "x-zendesk-webhook-signature-timestamp";
    let timestamp = call
        .header(TIME)
        .ok_or_else(|| Wrong(format!("send {TIME}")))?;
    let tag = tag::<Hmac<Sha256>>(secret, &[timestamp.as_bytes(), call.body]);
    same(call, "x-zendesk-webhook-signature", &BASE64.encode(tag))?;
    let sent: Timestamp = timestamp
        .parse()
        .map_err(|_| Wrong(format!("{TIME} is no time as in 2026-11-22T09:30:00Z")))?;
    let apart = sent.as_microsecond().saturating_sub(now_us);
    if !(-APART_US..=APART_US).contains(&apart) {
        let minutes = APART_US / SECOND_US / 60;
        return Err(Wrong(format!(
            "{TIME} lies more than {minutes} minutes away"
        )));
    }
    Ok(None)
}

fn shared(secret: &str, call: &Incoming<'_>, header: &str) -> Result<Option<String>, Wrong> {
    same(call, header, secret)?;
    Ok(None)
}

fn same(call: &Incoming<'_>, header: &str, expected: &str) -> Result<(), Wrong> {
    let given = call
        .header(header)
        .ok_or_else(|| Wrong(format!("send {header}")))?;
    if bool::from(given.as_bytes().ct_eq(expected.as_bytes())) {
        Ok(())
    } else {
        Err(Wrong(format!("{header} doesn't fit this source's secret")))
    }
}

fn tag<M: Mac + hmac::digest::KeyInit>(secret: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut mac = <M as Mac>::new_from_slice(secret.as_bytes()).expect("a key may have any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

#[cfg(test)]
mod tests;

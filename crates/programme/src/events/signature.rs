//! Signatures of webhooks, by Standard Webhooks 1.0.0: HMAC-SHA256 over `id.timestamp.body`.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use hmac::{Hmac, Mac};
use platform::clock::SECOND_US;
use platform::id;
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::Call;

/// What stands before a secret, so that people and scanners recognise it.
const PREFIX: &str = "whsec_";
/// How far the sender's clock may be from ours.
pub(super) const APART_US: i64 = 300 * SECOND_US;
/// Signatures in one call at most: a sender that changes its secret sends two.
const SIGNATURES_MAX: usize = 10;

/// What is wrong with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A header is missing, or can't be read.
    Headers,
    /// Sent too long ago, or its clock is wrong.
    Time,
    /// Not signed with the source's secret.
    Signature,
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Headers => "send webhook-id, webhook-timestamp (seconds) and webhook-signature",
            Self::Time => "webhook-timestamp lies more than five minutes away",
            Self::Signature => "webhook-signature doesn't fit this source's secret",
        })
    }
}

/// A new secret: 256 random bits, as text of a form that is encoded once more.
pub fn new_secret() -> String {
    format!("{PREFIX}{}", BASE64.encode(id::secret()))
}

/// Whether this is a secret of Standard Webhooks.
pub fn is_secret(text: &str) -> bool {
    let key = text.strip_prefix(PREFIX).map(|key| BASE64.decode(key));
    key.and_then(Result::ok).is_some_and(|key| key.len() >= 16)
}

/// Whether a call is signed with `secret`, and was sent just now.
pub fn check(secret: &str, call: &Call<'_>, now_us: i64) -> Result<(), Wrong> {
    let sent_s: i64 = call.timestamp.parse().map_err(|_| Wrong::Headers)?;
    if call.id.is_empty() || call.signature.is_empty() {
        return Err(Wrong::Headers);
    }
    let apart = sent_s.saturating_mul(SECOND_US).saturating_sub(now_us);
    if !(-APART_US..=APART_US).contains(&apart) {
        return Err(Wrong::Time);
    }
    let expected = sign(secret, call).ok_or(Wrong::Signature)?;
    let fits = call
        .signature
        .split(' ')
        .take(SIGNATURES_MAX)
        .filter_map(|signature| signature.strip_prefix("v1,"))
        .any(|signature| bool::from(signature.as_bytes().ct_eq(expected.as_bytes())));
    if fits { Ok(()) } else { Err(Wrong::Signature) }
}

/// The signature of a call in base 64, without its version; `None` when the secret is none.
pub fn sign(secret: &str, call: &Call<'_>) -> Option<String> {
    let key = BASE64.decode(secret.strip_prefix(PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{}.{}.", call.id, call.timestamp).as_bytes());
    mac.update(call.body);
    Some(BASE64.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call<'a>(signature: &'a str, body: &'a [u8]) -> Call<'a> {
        Call {
            token: "",
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp: "1614265330",
            signature,
            body,
        }
    }

    /// The example of the Standard Webhooks libraries.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const NOW: i64 = 1_614_265_330 * SECOND_US;

    #[test]
    fn the_example_of_the_standard_is_good() {
        assert_eq!(check(SECRET, &call(SIGNATURE, BODY), NOW), Ok(()));
        let two = format!("v1,AAAA v2,x {SIGNATURE}");
        assert_eq!(check(SECRET, &call(&two, BODY), NOW), Ok(()));
    }

    #[test]
    fn anything_else_is_not() {
        let other = br#"{"test": 2432232315}"#;
        let wrong = [
            (call(SIGNATURE, other), Wrong::Signature),
            (call("v1,AAAA", BODY), Wrong::Signature),
            (call(&SIGNATURE[3..], BODY), Wrong::Signature),
            (call("", BODY), Wrong::Headers),
        ];
        for (call, expected) in wrong {
            assert_eq!(check(SECRET, &call, NOW), Err(expected), "{call:?}");
        }
        let own = call(SIGNATURE, BODY);
        assert_eq!(check(&new_secret(), &own, NOW), Err(Wrong::Signature));
        assert_eq!(check("", &own, NOW), Err(Wrong::Signature));
        for late in [APART_US + 1, -APART_US - 1] {
            assert_eq!(check(SECRET, &own, NOW + late), Err(Wrong::Time));
        }
    }
}

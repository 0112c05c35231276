//! Signatures by Standard Webhooks 1.0.0, and the secrets they are made with.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use hmac::{Hmac, Mac};
use platform::id;
use sha2::Sha256;

/// What a secret starts with.
const PREFIX: &str = "whsec_";

/// A new secret: 256 random bits.
pub(crate) fn new_secret() -> String {
    format!("{PREFIX}{}", BASE64.encode(id::hash(&id::secret())))
}

/// The header `webhook-signature`: one signature for each secret, by spaces.
pub(crate) fn signature(
    secrets: &[&str],
    delivery_id: &str,
    timestamp_s: i64,
    body: &str,
) -> String {
    let signed: Vec<String> = secrets
        .iter()
        .map(|secret| {
            let bare = secret.strip_prefix(PREFIX).unwrap_or(secret);
            let key = BASE64.decode(bare).unwrap_or_default();
            let mut mac =
                Hmac::<Sha256>::new_from_slice(&key).expect("HMAC takes keys of any length");
            mac.update(format!("{delivery_id}.{timestamp_s}.{body}").as_bytes());
            format!("v1,{}", BASE64.encode(mac.finalize().into_bytes()))
        })
        .collect();
    signed.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's own libraries.
    #[test]
    fn it_signs_as_the_specification_does() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let signed = signature(
            &[secret],
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            r#"{"test": 2432232314}"#,
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn two_secrets_make_two_signatures_and_new_ones_differ() {
        let (new, old) = (new_secret(), new_secret());
        assert_ne!(new, old);
        let bytes = BASE64
            .decode(new.trim_start_matches(PREFIX))
            .expect("base 64");
        assert_eq!(bytes.len(), 32);
        let both = signature(&[&new, &old], "a", 1, "{}");
        let one = |secret: &str| signature(&[secret], "a", 1, "{}");
        assert_eq!(both, format!("{} {}", one(&new), one(&old)));
    }
}

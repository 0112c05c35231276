//! Codes that follow from a secret and the time: RFC 6238 with SHA-1, six digits and thirty
//! seconds, which every app knows.

use hmac::{Hmac, Mac};
use platform::id;
use sha1::Sha1;
use subtle::ConstantTimeEq;

/// Bytes of a secret: as many as a SHA-1 has (RFC 4226, requirement 6).
pub(super) const SECRET_BYTES: usize = 20;
/// Seconds a code is shown.
const STEP_S: i64 = 30;
/// Steps by which an app's clock may be behind or ahead.
const DRIFT: i64 = 1;
/// Digits of a code.
const DIGITS: u32 = 6;

/// A new secret.
pub(super) fn new_secret() -> Vec<u8> {
    // The hash of 256 random bits is as random as its length.
    let mut secret = id::hash(&id::secret());
    secret.truncate(SECRET_BYTES);
    secret
}

/// The code of a time step.
fn code(secret: &[u8], step: i64, digits: u32) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("HMAC takes keys of any length");
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let number = u32::from_be_bytes([hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]]);
    let width = digits as usize;
    format!("{:0width$}", number % 10_u32.pow(digits))
}

/// The step of a code that is good at `now_s` (seconds since 1970) and later than `last_step`, that
/// of the last one accepted: a code is good once, and none is good after a later one.
pub(super) fn accepted_step(secret: &[u8], given: &str, now_s: i64, last_step: i64) -> Option<i64> {
    let now = now_s.div_euclid(STEP_S);
    let mut found = None;
    // All are compared, so that how long it takes tells nothing.
    for step in now - DRIFT..=now + DRIFT {
        let is_it = code(secret, step, DIGITS)
            .as_bytes()
            .ct_eq(given.as_bytes());
        if bool::from(is_it) && step > last_step {
            found = found.or(Some(step));
        }
    }
    found
}

/// Six digits, however they were typed: with spaces in between or not.
pub(super) fn as_code(text: &str) -> Option<String> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    (plain.len() == DIGITS as usize && plain.bytes().all(|b| b.is_ascii_digit())).then_some(plain)
}

/// A secret as people type it into an app: RFC 4648 base 32.
pub(super) fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut text, mut buffer, mut bits) = (String::new(), 0_u32, 0);
    for byte in bytes {
        buffer = (buffer << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(ALPHABET[(buffer >> bits) as usize & 31].into());
        }
    }
    if bits > 0 {
        text.push(ALPHABET[(buffer << (5 - bits)) as usize & 31].into());
    }
    text
}

/// A recovery code: eighty random bits in four groups.
pub(super) fn recovery_code() -> String {
    format!("{}-{}", id::short_code(), id::short_code())
}

/// What is stored of a recovery code, however it was typed.
pub(super) fn recovery_hash(text: &str) -> Vec<u8> {
    let plain: String = text
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_lowercase() {
            // Letters that codes don't have are read as what they look like.
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    id::hash(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    const RFC: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_rfc_6238() {
        for (time, wanted) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            assert_eq!(code(RFC, time / STEP_S, 8), wanted, "at {time}");
            let short = &wanted[2..];
            assert!(accepted_step(RFC, short, time, 0).is_some(), "at {time}");
        }
        // RFC 4226, appendix D.
        let counted = ["755224", "287082", "359152", "969429", "338314", "254676"];
        for (count, wanted) in counted.iter().enumerate() {
            assert_eq!(code(RFC, count as i64, 6), *wanted);
        }
    }

    #[test]
    fn a_clock_may_be_a_step_off_and_a_code_is_good_once() {
        let now_s = 1_000_000_000;
        let step = now_s / STEP_S;
        for (off, good) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let given = code(RFC, step + off, 6);
            let found = accepted_step(RFC, &given, now_s, 0);
            assert_eq!(found, good.then_some(step + off), "{off} steps off");
        }
        let given = code(RFC, step, 6);
        assert_eq!(accepted_step(RFC, &given, now_s, step), None, "replayed");
        assert_eq!(
            accepted_step(RFC, &given, now_s, step + 1),
            None,
            "after a later one"
        );
        assert_eq!(accepted_step(RFC, &given, now_s, step - 1), Some(step));
        for wrong in ["", "000000x", "12345", "٣٣٣٣٣٣"] {
            assert_eq!(accepted_step(RFC, wrong, now_s, 0), None, "{wrong}");
        }
    }

    #[test]
    fn what_people_type_is_read() {
        assert_eq!(as_code(" 123 456 ").as_deref(), Some("123456"));
        for wrong in ["", "12345", "1234567", "12345a", "１２３４５６"] {
            assert_eq!(as_code(wrong), None, "{wrong}");
        }
        let code = recovery_code();
        assert_eq!(code.len(), 19);
        let hash = recovery_hash(&code);
        assert_eq!(recovery_hash(&code.to_uppercase().replace('-', " ")), hash);
        assert_eq!(recovery_hash("OIl0-"), recovery_hash("0110"));
        assert_ne!(recovery_hash(&recovery_code()), hash);
    }

    #[test]
    fn base_32_is_that_of_rfc_4648() {
        for (plain, wanted) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(plain.as_bytes()), wanted);
        }
        assert_eq!(base32(&new_secret()).len(), 32);
        assert_ne!(new_secret(), new_secret());
    }
}

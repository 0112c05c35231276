//! Ids and secrets: 128 and 256 random bits in an alphabet that survives URLs, mails and dictation.

use sha2::{Digest, Sha256};

/// Crockford's base 32 in lower case: no i, l, o, u.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

fn random<const BYTES: usize>() -> [u8; BYTES] {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut buffer, mut bits) = (0_u32, 0);
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

/// A new id: 128 random bits, 26 characters. Random, so that ids tell nothing about order.
pub fn new() -> String {
    encode(&random::<16>())
}

/// A new secret for tokens and keys: 256 random bits, 52 characters.
pub fn secret() -> String {
    encode(&random::<32>())
}

/// The secret that follows from `source`, always the same. It is as hard to guess as `source` is.
pub fn derived_secret(source: &str) -> String {
    encode(&Sha256::digest(source.as_bytes()))
}

/// A short code for people to type: eight characters in two groups.
pub fn short_code() -> String {
    let code = encode(&random::<5>());
    format!("{}-{}", &code[..4], &code[4..])
}

/// What is stored of a secret. Secrets have 256 random bits, so a plain hash can't be reversed.
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// Bytes as hexadecimal text, for hashes that others must read.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The [`hash`] that a hexadecimal text is; none when it is not one.
pub fn hash_of_hex(text: &str) -> Option<Vec<u8>> {
    let is_hash = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let pairs = (0..32).map(|i| u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok());
    is_hash.then(|| pairs.collect())?
}

/// A number that follows from `text`, for what needs one that is always the same.
pub fn number(text: &str) -> u64 {
    let digest = Sha256::digest(text.as_bytes());
    digest[..8]
        .iter()
        .fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

/// Whether `text` has the form of an id; anything else needs no look in the database.
pub fn is_id(text: &str) -> bool {
    text.len() == 26 && text.bytes().all(|b| ALPHABET.contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_read_from_its_text_alone() {
        let of_x = hash("x");
        assert_eq!(hash_of_hex(&hex(&of_x)), Some(of_x));
        for wrong in ["", "00", &"g".repeat(64), &"é".repeat(32), &"0".repeat(65)] {
            assert_eq!(hash_of_hex(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn ids_have_their_form_and_differ() {
        let ids: std::collections::HashSet<_> = (0..1000).map(|_| new()).collect();
        assert_eq!(ids.len(), 1000);
        assert!(ids.iter().all(|id| is_id(id)));
        assert_eq!(secret().len(), 52);
        assert_eq!(short_code().len(), 9);
        assert_eq!(derived_secret("a"), derived_secret("a"));
        assert_eq!(derived_secret("a").len(), 52);
        assert_ne!(derived_secret("a"), derived_secret("b"));
        assert!(!is_id("../../etc/passwd"));
    }

    #[test]
    fn encoding_is_crockfords() {
        assert_eq!(encode(&[0xff]), "zw");
        assert_eq!(encode(&[0, 0, 0, 0, 1]), "00000001");
    }
}

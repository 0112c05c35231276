//! Texts as parts of an address.

use std::fmt::Write;

/// `text` as part of a query: percent-encoded but for letters, digits and `-_.~`.
pub fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(byte.into());
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_in_an_address_is_encoded() {
        assert_eq!(encoded("a+b@c.nl&x=1"), "a%2Bb%40c.nl%26x%3D1");
        assert_eq!(encoded("é ~"), "%C3%A9%20~");
    }
}

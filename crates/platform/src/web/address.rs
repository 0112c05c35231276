//! Texts as parts of an address; and the address a request comes from.

use std::fmt::Write;
use std::net::{IpAddr, SocketAddr};

use axum::http::HeaderMap;

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

/// The address a request comes from. `hops` is how many reverse proxies of ours stand in front;
/// each adds the address it saw at the right of `X-Forwarded-For`. What is left of those anybody
/// can write, so it is never looked at.
pub fn client_address(headers: &HeaderMap, peer: SocketAddr, hops: usize) -> IpAddr {
    if hops == 0 {
        return peer.ip();
    }
    let seen: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    seen.len()
        .checked_sub(hops)
        .and_then(|index| seen[index].parse().ok())
        .unwrap_or_else(|| peer.ip())
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

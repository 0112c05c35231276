//! Which addresses are of the public internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Nets of IPv4 that aren't public, by IANA's registry of special-purpose addresses, multicast and
/// what is reserved.
const PRIVATE_V4: [([u8; 4], u32); 16] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 31, 196, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

/// Nets within `2000::/3`, the only part of IPv6 that is public, that aren't: protocol assignments
/// with Teredo, documentation, 6to4.
const PRIVATE_V6: [([u16; 2], u32); 4] = [
    ([0x2001, 0], 23),
    ([0x2001, 0x0db8], 32),
    ([0x2002, 0], 16),
    ([0x3fff, 0], 20),
];

/// Whether `address` is one that anybody on the internet could reach. An IPv6 address that carries
/// an IPv4 one is judged by what it carries.
pub fn is_public(address: IpAddr) -> bool {
    match plain(address) {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => translated(v6).map_or_else(|| is_public_v6(v6), is_public_v4),
    }
}

/// `address` without the IPv6 dress of an IPv4 address.
pub(crate) fn plain(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

/// The IPv4 address behind the well-known prefix of NAT64 (RFC 6052), which names in networks with
/// IPv6 alone resolve to.
fn translated(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let parts = address.segments();
    (parts[..6] == [0x64, 0xff9b, 0, 0, 0, 0])
        .then(|| Ipv4Addr::from((u32::from(parts[6]) << 16) | u32::from(parts[7])))
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let bits = u32::from(address);
    !PRIVATE_V4
        .iter()
        .any(|(net, length)| (bits ^ u32::from_be_bytes(*net)) >> (32 - length) == 0)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let bits = (u32::from(parts[0]) << 16) | u32::from(parts[1]);
    let is_global = bits >> 29 == 1;
    is_global
        && !PRIVATE_V6.iter().any(|(net, length)| {
            let net = (u32::from(net[0]) << 16) | u32::from(net[1]);
            (bits ^ net) >> (32 - length) == 0
        })
}

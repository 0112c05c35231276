//! What may be called besides public places.

use std::net::IpAddr;

use crate::public::plain;

/// Public places, and what the operator allows besides: systems inside the company.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach(Vec<Allowed>);

/// `what:port`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Allowed {
    what: What,
    /// Any, when none.
    port: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    /// A host by its name.
    Name(String),
    /// Addresses that begin with so many bits of this one.
    Net(IpAddr, u32),
}

impl Reach {
    /// Public places alone.
    pub fn public() -> Self {
        Self::default()
    }

    /// Reads what is allowed besides, by commas: `rt.acme.lan:443`, `10.1.2.3:8080`,
    /// `10.1.0.0/16:443`, `[fd00::5]:443`; port `*` is any. The error says what is wrong.
    pub fn read(text: &str) -> Result<Self, String> {
        let parts = text.split(',').map(str::trim).filter(|p| !p.is_empty());
        parts.map(allowed).collect::<Result<_, _>>().map(Self)
    }

    /// Whether this host and port are named.
    pub(crate) fn names(&self, host: &str, port: u16) -> bool {
        self.0
            .iter()
            .any(|a| a.is_for(port) && matches!(&a.what, What::Name(name) if name == host))
    }

    /// Whether this address and port are allowed.
    pub(crate) fn holds(&self, address: IpAddr, port: u16) -> bool {
        let address = plain(address);
        self.0.iter().any(|a| {
            a.is_for(port)
                && matches!(a.what, What::Net(net, length) if is_within(address, net, length))
        })
    }

    /// Whether anything may be called at this port that isn't one of the web's.
    pub(crate) fn has_port(&self, port: u16) -> bool {
        self.0.iter().any(|a| a.is_for(port))
    }
}

impl Allowed {
    fn is_for(&self, port: u16) -> bool {
        self.port.is_none_or(|own| own == port)
    }
}

fn allowed(text: &str) -> Result<Allowed, String> {
    let wrong = || {
        format!("{text:?} is no host:port, as in rt.acme.lan:443, 10.1.0.0/16:443 or [fd00::5]:443")
    };
    let (what, port) = text.rsplit_once(':').ok_or_else(wrong)?;
    let port = match port {
        "*" => None,
        port => Some(port.parse().ok().filter(|p| *p > 0).ok_or_else(wrong)?),
    };
    let what = what_is_allowed(what).ok_or_else(wrong)?;
    Ok(Allowed { what, port })
}

fn what_is_allowed(text: &str) -> Option<What> {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(length.parse::<u32>().ok()?)),
        None => (text, None),
    };
    let bare = address.strip_prefix('[').and_then(|a| a.strip_suffix(']'));
    match bare.unwrap_or(address).parse::<IpAddr>() {
        Ok(ip) => {
            let most = if ip.is_ipv4() { 32 } else { 128 };
            let length = length.unwrap_or(most);
            (length <= most).then_some(What::Net(ip, length))
        }
        Err(_) if length.is_none() && crate::target::is_name(address) => {
            Some(What::Name(address.to_ascii_lowercase()))
        }
        Err(_) => None,
    }
}

fn is_within(address: IpAddr, net: IpAddr, length: u32) -> bool {
    match (address, net) {
        (IpAddr::V4(a), IpAddr::V4(n)) => {
            let differ = u32::from(a) ^ u32::from(n);
            differ.checked_shr(32 - length).unwrap_or(0) == 0
        }
        (IpAddr::V6(a), IpAddr::V6(n)) => {
            let differ = u128::from(a) ^ u128::from(n);
            differ.checked_shr(128 - length).unwrap_or(0) == 0
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_allowed_is_read_or_refused() {
        for good in [
            "",
            " , ",
            "a:1",
            "10.0.0.0/8:443",
            "[fd00::5]:443",
            "[fd00::]/8:*",
            "0.0.0.0/0:*",
        ] {
            assert!(Reach::read(good).is_ok(), "{good}");
        }
        for bad in [
            "*",
            "a",
            ":443",
            "a:0",
            "a:x",
            "a:65536",
            "*:*",
            "10.0.0.0/33:443",
            "a/8:1",
            "http://a:1",
            "127.1:80",
            "a b:1",
            "[fd00::]/129:1",
        ] {
            assert!(Reach::read(bad).is_err(), "{bad}");
        }
        let reach = Reach::read("0.0.0.0/0:81,[fd00::]/8:443,2001:db8::/32:443").expect("readable");
        let holds = |address: &str, port| reach.holds(address.parse().expect(address), port);
        assert!(holds("10.1.2.3", 81));
        assert!(holds("::ffff:10.1.2.3", 81));
        assert!(!holds("10.1.2.3", 80));
        assert!(holds("fd12::1", 443));
        assert!(!holds("fe80::1", 443));
        assert!(holds("2001:db8:1::1", 443));
    }
}

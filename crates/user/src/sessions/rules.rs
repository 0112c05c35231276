//! What a browser is in words, from what it says of itself; and whether an address is inside.

use std::net::IpAddr;

/// Browsers by a mark in what they say; the first that is found, because most name others too.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];
/// Systems likewise.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
];

/// Browser and system by name, as far as they are known.
pub(super) fn device(said: &str) -> (Option<&'static str>, Option<&'static str>) {
    let found = |marks: &[(&str, &'static str)]| {
        marks
            .iter()
            .find(|(mark, _)| said.contains(mark))
            .map(|(_, name)| *name)
    };
    (found(&BROWSERS), found(&SYSTEMS))
}

/// Where an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The computer the server runs on.
    Server,
    /// A network of the company's own.
    Inside,
    /// Anywhere else.
    Outside,
    /// Not kept.
    Unknown,
}

impl Place {
    /// The end of the key of its words.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Inside => "inside",
            Self::Outside => "outside",
            Self::Unknown => "unknown",
        }
    }
}

/// Where this address is.
pub(super) fn place(address: &str) -> Place {
    match address.parse::<IpAddr>() {
        Err(_) => Place::Unknown,
        Ok(address) if address.is_loopback() => Place::Server,
        Ok(IpAddr::V4(v4)) if v4.is_private() || v4.is_link_local() => Place::Inside,
        Ok(IpAddr::V6(v6)) if v6.is_unique_local() || v6.is_unicast_link_local() => Place::Inside,
        Ok(_) => Place::Outside,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_apart() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                      Chrome/142.0.0.0 Safari/537.36";
        let cases = [
            (chrome.to_owned(), Some("Chrome"), Some("Linux")),
            (format!("{chrome} Edg/142.0"), Some("Edge"), Some("Linux")),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0".to_owned(),
                Some("Firefox"),
                Some("Windows"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1".to_owned(),
                Some("Safari"),
                Some("iPhone"),
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36".to_owned(),
                Some("Chrome"),
                Some("Android"),
            ),
            (String::new(), None, None),
            ("<script>".to_owned(), None, None),
        ];
        for (said, browser, system) in cases {
            assert_eq!(device(&said), (browser, system), "{said}");
        }
    }

    #[test]
    fn places_are_told_apart() {
        for (address, wanted) in [
            ("127.0.0.1", Place::Server),
            ("::1", Place::Server),
            ("10.1.2.3", Place::Inside),
            ("192.168.0.1", Place::Inside),
            ("fd00::1", Place::Inside),
            ("203.0.113.7", Place::Outside),
            ("2001:db8::1", Place::Outside),
            ("", Place::Unknown),
        ] {
            assert_eq!(place(address), wanted, "{address}");
        }
    }
}

//! The way to the provider and back: what the browser keeps meanwhile, and the address it is sent
//! to.
//!
//! State, nonce and PKCE verifier are kept in a cookie of the browser that started, not by us: so
//! any node can take it back, looking at a page writes nothing, and a login can be finished only by
//! who began it. The cookie is out of reach of scripts and, with https, of other hosts.

use form_urlencoded::Serializer;
use platform::clock::SECOND_US;
use platform::id;
use ring::digest::{SHA256, digest};
use subtle::ConstantTimeEq;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Somebody has so long to log in there.
pub(crate) const LASTS_S: i64 = 600;
/// Longest address to come back to that is kept.
const NEXT_MAX: usize = 1000;

/// A login under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Journey {
    /// The provider's id.
    pub(crate) provider: String,
    /// Comes back with the answer.
    pub(crate) state: String,
    /// Comes back in the token.
    pub(crate) nonce: String,
    /// Shows that we asked for the code.
    pub(crate) verifier: String,
    began_at_us: i64,
    /// Where to go then; an address of ours.
    pub(crate) next: String,
}

impl Journey {
    /// Sets out to `provider`.
    pub(crate) fn begin(provider: &str, next: &str, now_us: i64) -> Self {
        Self {
            provider: provider.to_owned(),
            state: id::secret(),
            nonce: id::secret(),
            verifier: id::secret(),
            began_at_us: now_us,
            next: if next.len() <= NEXT_MAX { next } else { "/" }.to_owned(),
        }
    }

    /// What the browser keeps: in the characters of a cookie.
    pub(crate) fn cookie(&self) -> String {
        let next = URL_SAFE_NO_PAD.encode(&self.next);
        format!(
            "{}.{}.{}.{}.{}.{next}",
            self.provider, self.state, self.nonce, self.verifier, self.began_at_us
        )
    }

    /// Reads what the browser kept, when it began lately.
    pub(crate) fn read(cookie: &str, now_us: i64) -> Option<Self> {
        let parts: Vec<&str> = cookie.split('.').collect();
        let [provider, state, nonce, verifier, began, next] = parts[..] else {
            return None;
        };
        let next = String::from_utf8(URL_SAFE_NO_PAD.decode(next).ok()?).ok()?;
        let journey = Self {
            provider: provider.to_owned(),
            state: state.to_owned(),
            nonce: nonce.to_owned(),
            verifier: verifier.to_owned(),
            began_at_us: began.parse().ok()?,
            next,
        };
        let secrets = [state, nonce, verifier];
        let is_whole = id::is_id(provider) && secrets.iter().all(|s| s.len() == 52);
        let age_us = now_us.saturating_sub(journey.began_at_us);
        (is_whole && (0..LASTS_S * SECOND_US).contains(&age_us)).then_some(journey)
    }

    /// Whether an answer with this state belongs to it.
    pub(crate) fn is_answered_by(&self, state: &str) -> bool {
        bool::from(self.state.as_bytes().ct_eq(state.as_bytes()))
    }

    /// The address to log in at.
    pub(crate) fn address(&self, endpoint: &str, client_id: &str, redirect_uri: &str) -> String {
        let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, self.verifier.as_bytes()));
        let query = Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("client_id", client_id)
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("scope", "openid email profile")
            .append_pair("state", &self.state)
            .append_pair("nonce", &self.nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .finish();
        let joint = if endpoint.contains('?') { '&' } else { '?' };
        format!("{endpoint}{joint}{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_comes_back_for_ten_minutes() {
        let provider = id::new();
        let journey = Journey::begin(&provider, "/surveys?a=b", 1000);
        let cookie = journey.cookie();
        let fits = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
        assert!(cookie.bytes().all(fits), "{cookie}");
        assert_eq!(Journey::read(&cookie, 1000), Some(journey.clone()));
        assert_eq!(Journey::read(&cookie, 1000 + LASTS_S * SECOND_US), None);
        assert_eq!(Journey::read(&cookie, 0), None, "from the future");
        for wrong in [
            "",
            "a.b",
            &cookie[1..],
            &format!("{cookie}.x"),
            ".....",
            "......",
        ] {
            assert_eq!(Journey::read(wrong, 1000), None, "{wrong}");
        }
        assert!(journey.is_answered_by(&journey.state));
        assert!(!journey.is_answered_by(&journey.nonce));
        assert!(!journey.is_answered_by(""));
        let other = Journey::begin(&provider, "/", 1000);
        assert!(!journey.is_answered_by(&other.state));
        assert_eq!(Journey::begin(&provider, &"/x".repeat(900), 0).next, "/");
    }

    #[test]
    fn the_challenge_is_that_of_rfc_7636() {
        let mut journey = Journey::begin(&id::new(), "/", 0);
        journey.verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".to_owned();
        let address = journey.address("https://id.example/auth?x=1", "a b", "https://l/cb");
        assert!(
            address.starts_with("https://id.example/auth?x=1&response_type=code&client_id=a+b&")
        );
        let challenge = "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&";
        assert!(address.contains(challenge), "{address}");
        assert!(address.contains("&nonce=") && address.contains("&state="));
        assert!(!address.contains(&journey.verifier));
    }
}

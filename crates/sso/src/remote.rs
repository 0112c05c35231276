//! What is asked of an identity provider: its addresses and keys (OpenID Connect Discovery), a
//! token for a code, and more about a person. All of it through the guarded client, which calls
//! public places alone and follows no redirect.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use form_urlencoded::{Serializer, byte_serialize};
use outbound::{Answer, Call, Client, Fault, Limits, Method};
use platform::clock::{Clock, SECOND_US};
use serde::Deserialize;
use serde_json::Value;

use crate::jws::Keys;
use crate::model::Provider;

/// For an answer of a provider; somebody waits for it.
const LIMITS: Limits = Limits {
    timeout: Duration::from_secs(8),
    body_max: 512 * 1024,
};
/// How long addresses and keys are believed.
const BELIEVED_US: i64 = 300 * SECOND_US;
/// Providers remembered at most.
const REMEMBERED_MAX: usize = 100;

/// Why a provider is no help.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Trouble {
    /// It can't be called.
    #[error("the provider gives no answer: {0}")]
    Unreachable(#[from] Fault),
    /// It answered with another status than asked for.
    #[error("the provider answered with status {0}")]
    Status(u16),
    /// It refused the code, the secret or the like, with a word of RFC 6749.
    #[error("the provider refused: {0}")]
    Refused(String),
    /// Its answer isn't what the standard says.
    #[error("the provider's answer can't be used: {0}")]
    Unusable(&'static str),
}

/// What a provider says of itself.
#[derive(Clone, Debug, Deserialize)]
struct Said {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    end_session_endpoint: Option<String>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Vec<String>,
    #[serde(default)]
    code_challenge_methods_supported: Vec<String>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

/// A provider's addresses and keys.
#[derive(Clone, Debug)]
pub(crate) struct Remote {
    said: Said,
    pub(crate) keys: Keys,
}

impl Remote {
    /// Where people log in.
    pub(crate) fn authorisation(&self) -> &str {
        &self.said.authorization_endpoint
    }

    /// Where people log out, if it says so.
    pub(crate) fn end_session(&self) -> Option<&str> {
        self.said.end_session_endpoint.as_deref()
    }

    /// Whether its answers always name it (RFC 9207).
    pub(crate) fn names_itself(&self) -> bool {
        self.said.authorization_response_iss_parameter_supported
    }
}

/// What came for a code.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Tokens {
    pub(crate) id_token: String,
    pub(crate) access_token: String,
}

/// Providers by issuer, with when they were asked.
type Known = HashMap<String, (i64, Arc<Remote>)>;

/// Asks providers, and remembers what they say of themselves.
#[derive(Clone)]
pub(crate) struct Remotes {
    client: Client,
    clock: Clock,
    known: Arc<Mutex<Known>>,
}

impl Remotes {
    /// Calls through `client`.
    pub(crate) fn new(client: Client, clock: Clock) -> Self {
        Self {
            client,
            clock,
            known: Arc::default(),
        }
    }

    /// What the provider with this issuer says, as far as it is fresh enough.
    pub(crate) async fn of(&self, issuer: &str) -> Result<Arc<Remote>, Trouble> {
        match self.remembered(issuer) {
            Some(remote) => Ok(remote),
            None => self.fresh(issuer).await,
        }
    }

    fn remembered(&self, issuer: &str) -> Option<Arc<Remote>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (at_us, remote) = known.get(issuer)?;
        let age_us = self.clock.now_us() - at_us;
        (0..BELIEVED_US).contains(&age_us).then(|| remote.clone())
    }

    /// What it says at this moment.
    pub(crate) async fn fresh(&self, issuer: &str) -> Result<Arc<Remote>, Trouble> {
        let url = format!(
            "{}/.well-known/openid-configuration",
            issuer.trim_end_matches('/')
        );
        let said: Said = self.json(get(&url)).await?;
        let keys = {
            check(&said, issuer)?;
            self.json(get(&said.jwks_uri)).await?
        };
        let remote = Arc::new(Remote { said, keys });
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED_MAX {
            known.clear();
        }
        known.insert(issuer.to_owned(), (self.clock.now_us(), remote.clone()));
        Ok(remote)
    }

    /// Gives a code back for tokens.
    pub(crate) async fn tokens(
        &self,
        remote: &Remote,
        provider: &Provider,
        code: &Code<'_>,
    ) -> Result<Tokens, Trouble> {
        self.json(token_call(remote, provider, code)).await
    }

    /// What the provider says of `subject` besides the token; nothing when it has no place for it.
    pub(crate) async fn about(
        &self,
        remote: &Remote,
        (subject, access_token): (&str, &str),
    ) -> Result<Option<Value>, Trouble> {
        let Some(url) = &remote.said.userinfo_endpoint else {
            return Ok(None);
        };
        let mut call = get(url);
        let bearer = format!("Bearer {access_token}");
        call.headers.push(("authorization".to_owned(), bearer));
        let claims: Value = self.json(call).await?;
        // Of somebody else it must not be used (Core 5.3.2).
        if claims["sub"].as_str() != Some(subject) {
            return Err(Trouble::Unusable("it speaks of somebody else"));
        }
        Ok(Some(claims))
    }

    async fn json<T: for<'de> Deserialize<'de>>(&self, call: Call) -> Result<T, Trouble> {
        let answer: Answer = self.client.call(call, LIMITS).await?;
        if !answer.is_success() {
            return Err(refusal(&answer));
        }
        serde_json::from_slice(&answer.body).map_err(|_| Trouble::Unusable("it is not as expected"))
    }
}

/// A code and what proves that it was asked for by us.
pub(crate) struct Code<'a> {
    pub(crate) code: &'a str,
    pub(crate) verifier: &'a str,
    pub(crate) redirect_uri: &'a str,
}

/// The call that gives a code back, as the provider wants clients to show who they are.
fn token_call(remote: &Remote, provider: &Provider, code: &Code<'_>) -> Call {
    let mut form = Serializer::new(String::new());
    form.append_pair("grant_type", "authorization_code")
        .append_pair("code", code.code)
        .append_pair("redirect_uri", code.redirect_uri)
        .append_pair("code_verifier", code.verifier);
    let mut headers = vec![
        ("accept".to_owned(), "application/json".to_owned()),
        (
            "content-type".to_owned(),
            "application/x-www-form-urlencoded".to_owned(),
        ),
    ];
    let methods = &remote.said.token_endpoint_auth_methods_supported;
    // Without a word about it, it is `client_secret_basic`.
    let by_form = !methods.is_empty() && !methods.iter().any(|m| m == "client_secret_basic");
    if provider.client_secret.is_empty() || by_form {
        form.append_pair("client_id", &provider.client_id);
        if !provider.client_secret.is_empty() {
            form.append_pair("client_secret", &provider.client_secret);
        }
    } else {
        headers.push(("authorization".to_owned(), basic(provider)));
    }
    Call {
        method: Method::POST,
        url: remote.said.token_endpoint.clone(),
        headers,
        body: form.finish().into_bytes(),
    }
}

fn get(url: &str) -> Call {
    Call {
        method: Method::GET,
        url: url.to_owned(),
        headers: vec![("accept".to_owned(), "application/json".to_owned())],
        body: Vec::new(),
    }
}

fn basic(provider: &Provider) -> String {
    let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    let pair = format!(
        "{}:{}",
        encode(&provider.client_id),
        encode(&provider.client_secret)
    );
    format!("Basic {}", STANDARD.encode(pair))
}

/// A word such as `invalid_grant`, when the answer has one; never its free text.
fn refusal(answer: &Answer) -> Trouble {
    let word = serde_json::from_slice::<Value>(&answer.body)
        .ok()
        .and_then(|v| v["error"].as_str().map(str::to_owned))
        .filter(|w| w.len() <= 60 && w.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
    word.map_or(Trouble::Status(answer.status), Trouble::Refused)
}

fn check(said: &Said, issuer: &str) -> Result<(), Trouble> {
    if said.issuer != issuer {
        return Err(Trouble::Unusable("it is another issuer"));
    }
    let methods = &said.code_challenge_methods_supported;
    if !methods.is_empty() && !methods.iter().any(|m| m == "S256") {
        return Err(Trouble::Unusable("it doesn't know PKCE with S256"));
    }
    let seen_by_people = [
        Some(&said.authorization_endpoint),
        said.end_session_endpoint.as_ref(),
    ];
    for url in seen_by_people.into_iter().flatten() {
        // In clear only where the provider itself is, which the operator had to allow.
        let is_safe = url.starts_with("https://")
            || (issuer.starts_with("http://") && url.starts_with("http://"));
        if !is_safe
            || url
                .chars()
                .any(|c| c.is_control() || c.is_whitespace() || c == '#')
        {
            return Err(Trouble::Unusable("an address of it is not safe"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn said() -> Value {
        json!({ "issuer": "https://id.example", "authorization_endpoint": "https://id.example/auth",
                "token_endpoint": "https://id.example/token", "jwks_uri": "https://id.example/jwks" })
    }

    #[test]
    fn what_a_provider_says_is_judged() {
        let judged = |name: &str, value: Value| {
            let mut said = said();
            said[name] = value;
            let said: Said = serde_json::from_value(said).expect("readable");
            check(&said, "https://id.example")
        };
        assert_eq!(judged("x", Value::Null), Ok(()));
        for (name, value) in [
            ("issuer", json!("https://id.example/")),
            ("issuer", json!("https://evil.example")),
            ("code_challenge_methods_supported", json!(["plain"])),
            ("authorization_endpoint", json!("http://id.example/auth")),
            ("authorization_endpoint", json!("javascript:alert(1)")),
            ("authorization_endpoint", json!("https://id.example/a\r\nb")),
            ("end_session_endpoint", json!("//evil")),
        ] {
            assert!(judged(name, value.clone()).is_err(), "{name}: {value}");
        }
        assert_eq!(
            judged("code_challenge_methods_supported", json!(["S256"])),
            Ok(())
        );
        assert_eq!(
            judged("end_session_endpoint", json!("https://id.example/out")),
            Ok(())
        );
    }

    #[test]
    fn a_refusal_is_a_word_and_no_text() {
        let answer = |body: &str| Answer {
            status: 400,
            headers: Vec::new(),
            body: body.as_bytes().to_vec(),
        };
        assert_eq!(
            refusal(&answer(
                r#"{"error":"invalid_grant","error_description":"<b>"}"#
            )),
            Trouble::Refused("invalid_grant".to_owned())
        );
        for other in ["", "<html>", r#"{"error":"<script>"}"#, r#"{"error":7}"#] {
            assert_eq!(refusal(&answer(other)), Trouble::Status(400), "{other}");
        }
    }
}

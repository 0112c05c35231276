//! Signed tokens (RFC 7515) checked with a provider's public keys (RFC 7517). Only signatures by
//! key pairs are known here: a token without one, or with one made of a shared secret, is refused
//! whatever its header says. The arithmetic is `ring`'s.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, RsaParameters, RsaPublicKeyComponents,
    UnparsedPublicKey, VerificationAlgorithm,
};
use serde::Deserialize;
use serde_json::Value;

/// Longest token that is looked at, in bytes.
const TOKEN_MAX: usize = 64 * 1024;

/// A provider's keys, as it publishes them.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Keys {
    keys: Vec<Value>,
}

/// One of them; what is for something else than signatures is left out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Key {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<Value>,
}

/// Why a token is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Forged {
    /// It is not three parts of base 64 with JSON inside.
    #[error("the token can't be read")]
    Unreadable,
    /// Signed in a way that isn't accepted, or not at all.
    #[error("the token is not signed in a way that is accepted")]
    Algorithm,
    /// No key that fits was published; newer keys may have been.
    #[error("the token is signed with a key that the provider doesn't publish")]
    UnknownKey,
    /// The signature is not that of the text.
    #[error("the token's signature is wrong")]
    Signature,
}

/// What a token says, once its signature was found to be by one of `keys`.
pub(crate) fn open(token: &str, keys: &Keys) -> Result<Value, Forged> {
    if token.len() > TOKEN_MAX {
        return Err(Forged::Unreadable);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(Forged::Unreadable)?;
    let (header, payload) = signed.split_once('.').ok_or(Forged::Unreadable)?;
    // Three parts; five would be something encrypted.
    if payload.contains('.') {
        return Err(Forged::Unreadable);
    }
    let header: Header = json(header)?;
    if header.crit.is_some() {
        return Err(Forged::Algorithm);
    }
    let algorithm = Algorithm::named(&header.alg).ok_or(Forged::Algorithm)?;
    let signature = decoded(signature)?;
    let mut fitting = keys
        .keys
        .iter()
        .filter_map(|key| Key::deserialize(key).ok())
        .filter(|key| algorithm.takes(key, &header))
        .peekable();
    if fitting.peek().is_none() {
        return Err(Forged::UnknownKey);
    }
    if !fitting.any(|key| algorithm.is_by(&key, signed.as_bytes(), &signature)) {
        return Err(Forged::Signature);
    }
    json(payload)
}

fn decoded(part: &str) -> Result<Vec<u8>, Forged> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Forged::Unreadable)
}

fn json<T: for<'de> Deserialize<'de>>(part: &str) -> Result<T, Forged> {
    serde_json::from_slice(&decoded(part)?).map_err(|_| Forged::Unreadable)
}

/// How a token is signed.
struct Algorithm {
    name: &'static str,
    kind: Kind,
}

enum Kind {
    Rsa(&'static RsaParameters),
    /// Curve, bytes of a coordinate, how it is checked.
    Curve(&'static str, usize, &'static dyn VerificationAlgorithm),
    Edwards,
}

/// All that are accepted. `ES512`, `HS…` and `none` are not among them.
static ALGORITHMS: [Algorithm; 9] = [
    rsa("RS256", &RSA_PKCS1_2048_8192_SHA256),
    rsa("RS384", &RSA_PKCS1_2048_8192_SHA384),
    rsa("RS512", &RSA_PKCS1_2048_8192_SHA512),
    rsa("PS256", &RSA_PSS_2048_8192_SHA256),
    rsa("PS384", &RSA_PSS_2048_8192_SHA384),
    rsa("PS512", &RSA_PSS_2048_8192_SHA512),
    Algorithm {
        name: "ES256",
        kind: Kind::Curve("P-256", 32, &ECDSA_P256_SHA256_FIXED),
    },
    Algorithm {
        name: "ES384",
        kind: Kind::Curve("P-384", 48, &ECDSA_P384_SHA384_FIXED),
    },
    Algorithm {
        name: "EdDSA",
        kind: Kind::Edwards,
    },
];

const fn rsa(name: &'static str, parameters: &'static RsaParameters) -> Algorithm {
    Algorithm {
        name,
        kind: Kind::Rsa(parameters),
    }
}

impl Algorithm {
    fn named(name: &str) -> Option<&'static Self> {
        ALGORITHMS.iter().find(|a| a.name == name)
    }

    /// Whether `key` is for signatures of this kind, and the one the header names.
    fn takes(&self, key: &Key, header: &Header) -> bool {
        let kind_fits = match self.kind {
            Kind::Rsa(_) => key.kty == "RSA",
            Kind::Curve(curve, ..) => key.kty == "EC" && key.crv.as_deref() == Some(curve),
            Kind::Edwards => key.kty == "OKP" && key.crv.as_deref() == Some("Ed25519"),
        };
        kind_fits
            && key.purpose.as_deref().is_none_or(|p| p == "sig")
            && key.alg.as_deref().is_none_or(|a| a == self.name)
            && (header.kid.is_none() || header.kid == key.kid)
    }

    fn is_by(&self, key: &Key, signed: &[u8], signature: &[u8]) -> bool {
        let part = |text: &Option<String>| text.as_deref().and_then(|t| decoded(t).ok());
        match self.kind {
            Kind::Rsa(parameters) => {
                let (Some(n), Some(e)) = (part(&key.n), part(&key.e)) else {
                    return false;
                };
                // Some publish numbers with leading zeros, which ring refuses.
                let (n, e) = (trimmed(&n), trimmed(&e));
                RsaPublicKeyComponents { n, e }
                    .verify(parameters, signed, signature)
                    .is_ok()
            }
            Kind::Curve(_, size, algorithm) => {
                let (Some(x), Some(y)) = (part(&key.x), part(&key.y)) else {
                    return false;
                };
                if x.len() != size || y.len() != size {
                    return false;
                }
                let point = [&[4][..], &x, &y].concat();
                UnparsedPublicKey::new(algorithm, point)
                    .verify(signed, signature)
                    .is_ok()
            }
            Kind::Edwards => part(&key.x).is_some_and(|x| {
                UnparsedPublicKey::new(&ED25519, x)
                    .verify(signed, signature)
                    .is_ok()
            }),
        }
    }
}

fn trimmed(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|b| **b == 0).count();
    &number[zeros..]
}

#[cfg(test)]
mod tests;

//! What an ID token must say to be believed (OpenID Connect Core 3.1.3.7).

use serde_json::Value;
use subtle::ConstantTimeEq;

/// Clocks may differ by so many seconds.
const CLOCKS_DIFFER_S: i64 = 60;
/// A token made longer ago than this was not made for this login.
const AGE_MAX_S: i64 = 900;
/// Longest subject, in characters (Core 2).
const SUBJECT_MAX: usize = 255;
/// Groups that are looked at.
const GROUPS_MAX: usize = 2000;

/// What we expect of the token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) nonce: &'a str,
    /// Seconds since 1970.
    pub(crate) now_s: i64,
}

/// Why the claims are not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unfit {
    #[error("the token is of another issuer")]
    Issuer,
    #[error("the token is meant for another program")]
    Audience,
    #[error("the token is too old")]
    Expired,
    #[error("the token is from the future")]
    TooEarly,
    #[error("the token belongs to another login")]
    Nonce,
    #[error("the token names nobody")]
    Subject,
}

/// Checks the claims of an ID token; its subject.
pub(crate) fn check(claims: &Value, expected: &Expected<'_>) -> Result<String, Unfit> {
    if claims["iss"].as_str() != Some(expected.issuer) {
        return Err(Unfit::Issuer);
    }
    if !is_meant_for(claims, expected.client_id) {
        return Err(Unfit::Audience);
    }
    let now_s = expected.now_s;
    let (Some(until), Some(made)) = (seconds(&claims["exp"]), seconds(&claims["iat"])) else {
        return Err(Unfit::Expired);
    };
    if now_s >= until.saturating_add(CLOCKS_DIFFER_S)
        || now_s.saturating_sub(made) > AGE_MAX_S + CLOCKS_DIFFER_S
    {
        return Err(Unfit::Expired);
    }
    let from = match &claims["nbf"] {
        Value::Null => made,
        given => seconds(given).ok_or(Unfit::TooEarly)?.max(made),
    };
    if from > now_s.saturating_add(CLOCKS_DIFFER_S) {
        return Err(Unfit::TooEarly);
    }
    let nonce = claims["nonce"].as_str().unwrap_or_default();
    if !bool::from(nonce.as_bytes().ct_eq(expected.nonce.as_bytes())) {
        return Err(Unfit::Nonce);
    }
    subject(claims).ok_or(Unfit::Subject)
}

fn subject(claims: &Value) -> Option<String> {
    let subject = claims["sub"].as_str()?;
    let fits =
        !subject.is_empty() && subject.chars().count() <= SUBJECT_MAX && !subject.contains('\0');
    fits.then(|| subject.to_owned())
}

/// Whole or broken seconds since 1970; a text is not one.
fn seconds(value: &Value) -> Option<i64> {
    value
        .as_i64()
        .or_else(|| value.as_f64().map(|s| s.floor() as i64))
}

/// Whether the token is for us; of several it is for, it must have been made for us.
fn is_meant_for(claims: &Value, client_id: &str) -> bool {
    let (named, several) = match &claims["aud"] {
        Value::String(one) => (one == client_id, false),
        Value::Array(all) => (all.iter().any(|a| a == client_id), all.len() > 1),
        _ => (false, false),
    };
    let made_for_us = match &claims["azp"] {
        Value::Null => !several,
        azp => azp == client_id,
    };
    named && made_for_us
}

/// Who somebody is, as a provider says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) subject: String,
    /// In lower case; only when the provider says that it was verified.
    pub(crate) verified_email: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) groups: Vec<String>,
}

impl Told {
    /// What claims say of `subject`. `group_claim` names the one with groups: a list of texts, a
    /// text, or a path into objects by points, as in `realm_access.roles`.
    pub(crate) fn of(subject: &str, claims: &Value, group_claim: &str) -> Self {
        let text = |name: &str| {
            let text = claims[name].as_str()?.trim();
            (!text.is_empty()).then(|| text.to_owned())
        };
        Self {
            subject: subject.to_owned(),
            verified_email: text("email")
                .filter(|_| is_true(&claims["email_verified"]))
                .map(|e| e.to_lowercase()),
            name: text("name"),
            groups: groups(claims, group_claim),
        }
    }
}

/// Some providers write booleans as texts.
fn is_true(value: &Value) -> bool {
    value == &Value::Bool(true) || value == "true"
}

fn groups(claims: &Value, claim: &str) -> Vec<String> {
    // Names with points, such as addresses, come before paths.
    let found = claims.get(claim).or_else(|| {
        claim
            .split('.')
            .try_fold(claims, |value, part| value.get(part))
    });
    match found {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(all)) => all
            .iter()
            .filter_map(Value::as_str)
            .take(GROUPS_MAX)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const EXPECTED: Expected<'_> = Expected {
        issuer: "https://id.example",
        client_id: "luister",
        nonce: "n",
        now_s: 1_000_000,
    };

    fn claims() -> Value {
        json!({ "iss": "https://id.example", "aud": "luister", "sub": "u1", "nonce": "n",
                "iat": 999_990, "exp": 1_000_300 })
    }

    #[test]
    fn each_claim_is_judged() {
        assert_eq!(check(&claims(), &EXPECTED), Ok("u1".to_owned()));
        let cases: &[(&str, Value, Result<(), Unfit>)] = &[
            ("iss", json!("https://id.example/"), Err(Unfit::Issuer)),
            ("iss", json!("https://evil.example"), Err(Unfit::Issuer)),
            ("iss", Value::Null, Err(Unfit::Issuer)),
            ("aud", json!("another"), Err(Unfit::Audience)),
            ("aud", json!(["luister"]), Ok(())),
            ("aud", json!(["luister", "another"]), Err(Unfit::Audience)),
            ("aud", json!([]), Err(Unfit::Audience)),
            ("aud", json!({ "luister": 1 }), Err(Unfit::Audience)),
            ("azp", json!("another"), Err(Unfit::Audience)),
            ("azp", json!("luister"), Ok(())),
            ("exp", json!(999_940), Err(Unfit::Expired)),
            ("exp", json!(999_941), Ok(())),
            ("exp", json!(1_000_000.5), Ok(())),
            ("exp", json!("1000300"), Err(Unfit::Expired)),
            ("exp", json!(i64::MIN), Err(Unfit::Expired)),
            ("exp", json!(i64::MAX), Ok(())),
            ("exp", Value::Null, Err(Unfit::Expired)),
            ("iat", Value::Null, Err(Unfit::Expired)),
            ("iat", json!(990_000), Err(Unfit::Expired)),
            ("iat", json!(1_000_061), Err(Unfit::TooEarly)),
            ("nbf", json!(1_000_061), Err(Unfit::TooEarly)),
            ("nbf", json!("soon"), Err(Unfit::TooEarly)),
            ("nbf", json!(1_000_060), Ok(())),
            ("nonce", json!("m"), Err(Unfit::Nonce)),
            ("nonce", Value::Null, Err(Unfit::Nonce)),
            ("nonce", json!(""), Err(Unfit::Nonce)),
            ("sub", json!(""), Err(Unfit::Subject)),
            ("sub", json!(7), Err(Unfit::Subject)),
            ("sub", json!("x".repeat(256)), Err(Unfit::Subject)),
        ];
        for (name, value, wanted) in cases {
            let mut changed = claims();
            changed[*name] = value.clone();
            let found = check(&changed, &EXPECTED).map(|_| ());
            assert_eq!(found, *wanted, "{name}: {value}");
        }
        let mut both = claims();
        both["aud"] = json!(["luister", "another"]);
        both["azp"] = json!("luister");
        assert!(check(&both, &EXPECTED).is_ok());
    }

    #[test]
    fn an_address_counts_when_it_was_verified() {
        let told = |verified: Value| {
            let claims = json!({ "email": " Ann@Acme.NL ", "email_verified": verified });
            Told::of("u1", &claims, "groups").verified_email
        };
        assert_eq!(told(json!(true)).as_deref(), Some("ann@acme.nl"));
        assert_eq!(told(json!("true")).as_deref(), Some("ann@acme.nl"));
        for not in [
            json!(false),
            json!("false"),
            json!(1),
            Value::Null,
            json!("yes"),
        ] {
            assert_eq!(told(not.clone()), None, "{not}");
        }
    }

    #[test]
    fn groups_come_as_they_come() {
        let claims = json!({
            "groups": ["a", 1, "b"], "role": "lead",
            "realm_access": { "roles": ["x"] }, "https://acme.nl/groups": ["y"],
        });
        let of = |claim: &str| Told::of("u1", &claims, claim).groups;
        assert_eq!(of("groups"), ["a", "b"]);
        assert_eq!(of("role"), ["lead"]);
        assert_eq!(of("realm_access.roles"), ["x"]);
        assert_eq!(of("https://acme.nl/groups"), ["y"]);
        assert!(of("missing").is_empty());
        assert!(of("realm_access").is_empty());
    }
}

//! Signatures of the RFCs are believed; whatever was changed is not.

use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use serde_json::json;

use super::*;

/// RFC 7515 A.2.
const RFC_RS256: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
const RFC_RSA_N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
/// RFC 7515 A.3.
const RFC_ES256: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
/// RFC 8037 A.4, whose payload is no JSON.
const RFC_EDDSA: &str = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

fn keys(all: Value) -> Keys {
    serde_json::from_value(json!({ "keys": all })).expect("keys")
}

fn rfc_keys() -> Keys {
    keys(json!([
        { "kty": "RSA", "n": RFC_RSA_N, "e": "AQAB" },
        { "kty": "EC", "crv": "P-256",
          "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
          "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0" },
        { "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" },
        { "kty": "something new" },
        "no key at all",
    ]))
}

#[test]
fn the_examples_of_the_rfcs_are_believed() {
    for token in [RFC_RS256, RFC_ES256] {
        let claims = open(token, &rfc_keys()).expect("a good signature");
        assert_eq!(claims["iss"], "joe");
    }
    // The signature is good, so the complaint is about what it signs.
    assert_eq!(open(RFC_EDDSA, &rfc_keys()), Err(Forged::Unreadable));
    let broken = RFC_EDDSA.replace("hgyY0il", "hgyY0im");
    assert_eq!(open(&broken, &rfc_keys()), Err(Forged::Signature));
}

#[test]
fn nothing_else_is_believed() {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let [_, payload, signature] =
        <[&str; 3]>::try_from(RFC_RS256.split('.').collect::<Vec<_>>()).expect("three parts");
    let with = |header: Value| format!("{}.{payload}.{signature}", part(&header));
    let other = part(&json!({ "iss": "eve" }));
    let cases = [
        (with(json!({ "alg": "none" })), Forged::Algorithm),
        (with(json!({ "alg": "None" })), Forged::Algorithm),
        (with(json!({ "alg": "HS256" })), Forged::Algorithm),
        (with(json!({ "alg": "ES512" })), Forged::Algorithm),
        (
            with(json!({ "alg": "RS256", "crit": ["b64"], "b64": false })),
            Forged::Algorithm,
        ),
        (with(json!({ "typ": "JWT" })), Forged::Unreadable),
        (
            with(json!({ "alg": "RS256", "kid": "x" })),
            Forged::UnknownKey,
        ),
        (with(json!({ "alg": "RS384" })), Forged::Signature),
        (with(json!({ "alg": "PS256" })), Forged::Signature),
        (with(json!({ "alg": "ES256" })), Forged::Signature),
        (with(json!({ "alg": "ES384" })), Forged::UnknownKey),
        (RFC_RS256.replace(payload, &other), Forged::Signature),
        (
            format!("{}.{payload}.", part(&json!({ "alg": "RS256" }))),
            Forged::Signature,
        ),
        (
            format!("{}.{payload}.", part(&json!({ "alg": "none" }))),
            Forged::Algorithm,
        ),
        (payload.to_owned(), Forged::Unreadable),
        (format!("{RFC_RS256}."), Forged::Unreadable),
        (format!("a.{RFC_RS256}"), Forged::Unreadable),
        (format!("{RFC_RS256}="), Forged::Unreadable),
        ("..".to_owned(), Forged::Unreadable),
        (String::new(), Forged::Unreadable),
        ("a".repeat(TOKEN_MAX + 1), Forged::Unreadable),
    ];
    for (token, wanted) in cases {
        let found = open(&token, &rfc_keys());
        assert_eq!(found, Err(wanted), "{}", &token[..token.len().min(60)]);
    }
    assert_eq!(open(RFC_RS256, &Keys::default()), Err(Forged::UnknownKey));
    for key in [
        json!([{ "kty": "RSA", "n": RFC_RSA_N, "e": "AQAB", "use": "enc" }]),
        json!([{ "kty": "RSA", "n": RFC_RSA_N, "e": "AQAB", "alg": "PS256" }]),
        json!([{ "kty": "oct", "k": RFC_RSA_N }]),
    ] {
        assert_eq!(open(RFC_RS256, &keys(key)), Err(Forged::UnknownKey));
    }
    let lacking =
        json!([{ "kty": "RSA", "e": "AQAB" }, { "kty": "RSA", "n": "AQAB", "e": "AQAB" }]);
    assert_eq!(open(RFC_RS256, &keys(lacking)), Err(Forged::Signature));
}

/// A token signed by a fresh key, and the key as it is published.
fn signed(kid: &str, claims: &Value) -> (String, Value) {
    let random = SystemRandom::new();
    let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("a key");
    let pair = EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).expect("a key");
    let encode = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let header = encode(json!({ "alg": "ES256", "kid": kid }).to_string().as_bytes());
    let text = format!("{header}.{}", encode(claims.to_string().as_bytes()));
    let signature = pair.sign(&random, text.as_bytes()).expect("a signature");
    let point = pair.public_key().as_ref();
    let key = json!({ "kty": "EC", "crv": "P-256", "kid": kid, "use": "sig", "alg": "ES256",
                      "x": encode(&point[1..33]), "y": encode(&point[33..]) });
    (format!("{text}.{}", encode(signature.as_ref())), key)
}

#[test]
fn the_key_that_is_named_counts() {
    let (old, old_key) = signed("1", &json!({ "sub": "a" }));
    let (new, new_key) = signed("2", &json!({ "sub": "b" }));
    let both = keys(json!([old_key, new_key]));
    assert_eq!(open(&old, &both).expect("old")["sub"], "a");
    assert_eq!(open(&new, &both).expect("new")["sub"], "b");
    let only_new = keys(json!([new_key]));
    assert_eq!(open(&old, &only_new), Err(Forged::UnknownKey));
    // A key of the same name by somebody else.
    let (forged, _) = signed("2", &json!({ "sub": "b" }));
    assert_eq!(open(&forged, &only_new), Err(Forged::Signature));
}

#[test]
fn edwards_keys_are_known() {
    let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
    let pair = Ed25519KeyPair::from_pkcs8(document.as_ref()).expect("a key");
    let text = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(r#"{"alg":"EdDSA"}"#),
        URL_SAFE_NO_PAD.encode(r#"{"sub":"a"}"#)
    );
    let signature = URL_SAFE_NO_PAD.encode(pair.sign(text.as_bytes()));
    let x = URL_SAFE_NO_PAD.encode(pair.public_key());
    let keys = keys(json!([{ "kty": "OKP", "crv": "Ed25519", "x": x }]));
    let claims = open(&format!("{text}.{signature}"), &keys).expect("good");
    assert_eq!(claims["sub"], "a");
}

proptest::proptest! {
    #[test]
    fn reading_never_panics_and_never_believes(token in "[A-Za-z0-9_.=-]{0,80}") {
        proptest::prop_assert!(open(&token, &rfc_keys()).is_err());
    }
}

//! Signatures made by OpenSSL, which knows nothing of our code.

use serde_json::json;

use super::*;

const NOW: i64 = 1_616_648_967 * SECOND_US;
const BODY: &[u8] = br#"{"ticket":1}"#;
const SECRET: &str = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==";

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs
        .iter()
        .map(|(name, value)| ((*name).parse().unwrap(), value.parse().unwrap()))
        .collect::<Vec<(axum::http::HeaderName, _)>>()
        .into_iter()
        .collect()
}

fn judge(system: System, mapping: Option<&Mapping>, pairs: &[(&'static str, &str)]) -> bool {
    let headers = headers(pairs);
    let call = Incoming {
        token: "",
        headers: &headers,
        body: BODY,
    };
    check((system, mapping), SECRET, &call, NOW).is_ok()
}

// Signatures by OpenSSL: `printf … | openssl dgst -sha256 -hmac SECRET`.
const ZENDESK_AT: &str = "2021-03-25T05:09:27Z";
const ZENDESK: &str = "nq4fwcqAdxvlkQIcldf0l5I/02evgx9Aoi1uJ85IlWM=";
const ZAMMAD: &str = "sha1=69b6163b494f3324f5b279f6d80c598dcc520243";
const SHA256_HEX: &str = "954f52acc02ad5f7d0e2619360515ceea7784710949562a9e05456cc266ac239";

#[test]
fn zendesk_signs_time_and_body() {
    const TIME: &str = "x-zendesk-webhook-signature-timestamp";
    const SIGNATURE: &str = "x-zendesk-webhook-signature";
    assert!(judge(
        System::Zendesk,
        None,
        &[(TIME, ZENDESK_AT), (SIGNATURE, ZENDESK)]
    ));
    for wrong in [
        vec![(SIGNATURE, ZENDESK)],
        vec![(TIME, ZENDESK_AT)],
        vec![(TIME, "2021-03-25T05:09:28Z"), (SIGNATURE, ZENDESK)],
        vec![(TIME, ZENDESK_AT), (SIGNATURE, ZAMMAD)],
    ] {
        assert!(!judge(System::Zendesk, None, &wrong), "{wrong:?}");
    }
    // Signed well, but long ago.
    let headers = headers(&[(TIME, ZENDESK_AT), (SIGNATURE, ZENDESK)]);
    let call = Incoming {
        token: "",
        headers: &headers,
        body: BODY,
    };
    let how = (System::Zendesk, None);
    assert!(check(how, SECRET, &call, NOW + APART_US + SECOND_US).is_err());
    assert!(check(how, "", &call, NOW).is_err(), "no secret yet");
}

#[test]
fn zammad_signs_the_body() {
    assert!(judge(System::Zammad, None, &[("x-hub-signature", ZAMMAD)]));
    assert!(!judge(
        System::Zammad,
        None,
        &[("x-hub-signature", SHA256_HEX)]
    ));
    assert!(!judge(System::Zammad, None, &[]));
}

#[test]
fn freshdesk_shows_the_secret() {
    assert!(judge(System::Freshdesk, None, &[(SECRET_HEADER, SECRET)]));
    assert!(!judge(System::Freshdesk, None, &[(SECRET_HEADER, "other")]));
    assert!(!judge(System::Freshdesk, None, &[]));
}

#[test]
fn a_mapping_says_how_it_is_proved() {
    let mapped = |proof: serde_json::Value| -> Mapping {
        serde_json::from_value(json!({
            "proof": proof, "type": "ticket.closed", "subject": "/ticket", "email": "/email",
        }))
        .unwrap()
    };
    let hmac = mapped(json!({
        "kind": "hmac", "header": "X-Sig", "hash": "sha256", "encoding": "hex", "prefix": "sha256=",
    }));
    let good = format!("sha256={SHA256_HEX}");
    assert!(judge(System::Mapped, Some(&hmac), &[("x-sig", &good)]));
    assert!(!judge(
        System::Mapped,
        Some(&hmac),
        &[("x-sig", SHA256_HEX)]
    ));
    let shared = mapped(json!({ "kind": "secret", "header": "X-Key" }));
    assert!(judge(System::Mapped, Some(&shared), &[("x-key", SECRET)]));
    assert!(!judge(
        System::Mapped,
        Some(&shared),
        &[("x-key", &SECRET[1..])]
    ));
    let standard = mapped(json!({ "kind": "standard" }));
    assert!(!judge(
        System::Mapped,
        Some(&standard),
        &[("x-key", SECRET)]
    ));
}

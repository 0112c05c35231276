//! Number formats, double keys, cookies and assets.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use proptest::prelude::*;

use super::*;
use crate::words::Language::{En, Nl};

#[test]
fn numbers_are_written_as_the_language_does() {
    for (language, number, decimals, expected) in [
        (Nl, 43.5, 1, "43,5"),
        (En, 43.5, 1, "43.5"),
        (En, -20.0, 0, "\u{2212}20"),
        (En, -0.2, 0, "0"),
        (Nl, 1_234_567.0, 0, "1.234.567"),
        (En, 1_234.56, 2, "1,234.56"),
        (En, 0.0, 0, "0"),
        (Nl, 999.99, 0, "1.000"),
        (En, 100.0, 1, "100.0"),
    ] {
        assert_eq!(format_number(language, number, decimals), expected);
    }
}

#[test]
fn dates_are_written_as_the_language_does() {
    let day = crate::clock::days_since_1970(jiff::civil::date(2026, 3, 1));
    assert_eq!(format_date(Nl, day), "1 mrt 2026");
    assert_eq!(format_date(En, day), "1 Mar 2026");
    assert_eq!(format_date(En, -1), "31 Dec 1969");
}

#[test]
fn a_double_key_is_an_error() {
    let read = |json: &str| serde_json::from_str::<UniqueMap<i64>>(json);
    assert_eq!(read(r#"{"a":1,"b":2}"#).expect("fine").0.len(), 2);
    let error = read(r#"{"a":1,"a":2}"#).expect_err("double").to_string();
    assert!(error.contains("double key \"a\""), "{error}");
}

#[test]
fn cookies_are_found_by_their_whole_name() {
    let mut headers = HeaderMap::new();
    headers.append(
        COOKIE,
        "xluister_session=no; luister_session=yes"
            .parse()
            .expect("valid"),
    );
    headers.append(COOKIE, "other=1".parse().expect("valid"));
    assert_eq!(cookie(&headers, "luister_session"), Some("yes"));
    assert_eq!(cookie(&headers, "other"), Some("1"));
    assert_eq!(cookie(&headers, "luister"), None);
}

#[test]
fn an_asset_is_served_under_its_own_address_only() {
    let assets = Assets::new(&[Asset {
        name: "a.css",
        parts: &["b{}", "c{}"],
    }]);
    let url = assets.urls()["a.css"].clone();
    let file = url.strip_prefix("/assets/").expect("the folder");
    assert_eq!(assets.reply(file).status(), 200);
    assert_eq!(assets.reply("a.css").status(), 404);
    assert_eq!(assets.reply("../Cargo.toml").status(), 404);
}

proptest! {
    #[test]
    fn a_written_number_reads_back(number in -1.0e9..1.0e9_f64, decimals in 0..4_usize) {
        let text = format_number(Nl, number, decimals);
        let back: f64 = text.replace('.', "").replace(',', ".").replace('\u{2212}', "-").parse()
            .expect("a number");
        let scale = 10_f64.powi(decimals as i32);
        prop_assert!((back - number).abs() <= 0.5 / scale + 1e-6);
    }

    #[test]
    fn any_query_reads_without_a_panic(text in "\\PC{0,60}") {
        let pairs: Vec<(String, String)> =
            form_urlencoded::parse(text.as_bytes()).into_owned().collect();
        let _ = FormData(pairs).get("a");
    }
}

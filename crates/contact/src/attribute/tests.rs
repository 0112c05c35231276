//! How values of each kind are read.

use proptest::prelude::*;

use super::*;

fn kept(kind: Kind, text: &str) -> Option<String> {
    let mut definition = Definition::new(Noun::Account, "x", kind);
    definition.choices = vec!["Bouw".into(), "Zorg".into()];
    definition.checked(text).ok()
}

#[test]
fn values_are_written_one_way() {
    let cases = [
        (Kind::Text, "  as it is ", Some("as it is")),
        (Kind::Number, "12", Some("12")),
        (Kind::Number, "-007.50", Some("-7.5")),
        (Kind::Number, "1.234", Some("1.234")),
        (Kind::Number, "1,234", Some("1.234")),
        (Kind::Number, "1.234.567", Some("1234567")),
        (Kind::Number, "1.234,5", Some("1234.5")),
        (Kind::Number, "1,234.5", Some("1234.5")),
        (Kind::Number, "1 234 567", Some("1234567")),
        (Kind::Number, "1,2,3", None),
        (Kind::Number, "1.23,4.5", None),
        (Kind::Number, "1.", None),
        (Kind::Number, "", None),
        (Kind::Number, "-", None),
        (Kind::Number, "-0", Some("0")),
        (Kind::Number, "twelve", None),
        (Kind::Number, "1e3", None),
        (Kind::Number, "€ 12", None),
        (Kind::Number, "1234567890123456", None),
        (Kind::Money, "€ 1.234", Some("1234")),
        (Kind::Money, "1.234,50", Some("1234.5")),
        (Kind::Money, "1,234.56", Some("1234.56")),
        (Kind::Money, "€ 1.200,-", Some("1200")),
        (Kind::Money, "12.345.678", Some("12345678")),
        (Kind::Money, "0.125", None),
        (Kind::Money, "1,5", Some("1.5")),
        (Kind::Money, "EUR 25\u{a0}000", Some("25000")),
        (Kind::Money, "10-50M", None),
        (Kind::Date, "2026-11-22", Some("2026-11-22")),
        (Kind::Date, "22-11-2026", Some("2026-11-22")),
        (Kind::Date, "2026-11-22T23:30:00Z", Some("2026-11-22")),
        (Kind::Date, "2026-02-30", None),
        (Kind::Date, "soon", None),
        (Kind::YesNo, "Ja", Some("yes")),
        (Kind::YesNo, "false", Some("no")),
        (Kind::YesNo, "maybe", None),
        (Kind::Choice, "bouw", Some("Bouw")),
        (Kind::Choice, "Retail", None),
    ];
    for (kind, text, wanted) in cases {
        assert_eq!(kept(kind, text).as_deref(), wanted, "{kind} {text:?}");
    }
}

#[test]
fn numbers_order_what_is_kept() {
    let of = |kind, kept: &str| Definition::new(Noun::Account, "x", kind).number(kept);
    assert_eq!(of(Kind::Money, "1234.5"), Some(1234.5));
    assert_eq!(of(Kind::Date, "1970-01-02"), Some(1.0));
    assert_eq!(of(Kind::Text, "12"), None);
    assert_eq!(of(Kind::Number, "what it was before"), None);
}

#[test]
fn the_attributes_of_another_noun_are_another_matter() {
    let definitions = Definitions::new(vec![Definition::new(Noun::Account, "size", Kind::Number)]);
    let said = BTreeMap::from([
        ("size".to_owned(), Some("large".to_owned())),
        ("other".to_owned(), Some("large".to_owned())),
    ]);
    assert!(definitions.checked(Noun::Account, &said).is_err());
    assert_eq!(definitions.checked(Noun::Contact, &said), Ok(said.clone()));
    let empty = BTreeMap::from([("size".to_owned(), Some(" ".to_owned()))]);
    let kept = definitions.checked(Noun::Account, &empty).expect("fits");
    assert_eq!(kept["size"], None);
}

proptest! {
    /// What is kept is kept again as it is, and means the same number.
    #[test]
    fn keeping_twice_changes_nothing(text in "[-+€ 0-9.,]{0,14}") {
        for kind in [Kind::Number, Kind::Money] {
            if let Some(once) = kept(kind, &text) {
                // Only a number of three decimals would read as thousands; an amount has none.
                prop_assert_eq!(kept(kind, &once), Some(once.clone()));
                prop_assert!(once.parse::<f64>().is_ok());
            }
        }
    }

    /// Whole amounts survive however their thousands are grouped.
    #[test]
    fn grouping_means_nothing(amount in 0_u64..10_000_000_000) {
        let digits = amount.to_string();
        let mut grouped = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push('#');
            }
            grouped.push(digit);
        }
        for mark in [".", ",", " ", "\u{a0}", "'"] {
            let text = grouped.replace('#', mark);
            prop_assert_eq!(kept(Kind::Money, &text), Some(digits.clone()));
        }
    }
}

//! Settings: what is guessed, taken and refused.

use super::*;

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn attributes_are_guessed_by_their_names() {
    for (known, weight, account) in [
        (
            &["industry", "Account", "weight"][..],
            Some("weight"),
            Some("Account"),
        ),
        (&["Gewicht", "klant"], Some("Gewicht"), Some("klant")),
        (&["organisatie", "account"], None, Some("account")),
        (
            &["Account name", "Survey-weight"],
            Some("Survey-weight"),
            Some("Account name"),
        ),
        (&["accountable", "weighty", "region"], None, None),
        (&[], None, None),
    ] {
        let guessed = guess(&names(known));
        assert_eq!(guessed.weight_attribute.as_deref(), weight, "{known:?}");
        assert_eq!(guessed.account_attribute.as_deref(), account, "{known:?}");
    }
}

#[test]
fn what_was_said_is_never_guessed_over() {
    let attributes = names(&["account", "weight"]);
    let guessed = InForce::of(None, &attributes);
    assert_eq!(guessed.guessed, ["weight_attribute", "account_attribute"]);
    assert_eq!(guessed.account().map(String::as_str), Some("account"));
    let said = InForce::of(Some(Settings::default()), &attributes);
    assert_eq!(
        (said.guessed.len(), said.account(), said.weight()),
        (0, None, None)
    );
    let gone = Settings {
        account_attribute: Some("company".into()),
        ..Settings::default()
    };
    let gone = InForce::of(Some(gone), &attributes);
    assert_eq!(gone.unknown, ["company"]);
    assert_eq!(gone.account(), None, "what no response has can't be used");
}

#[test]
fn settings_that_make_no_sense_are_refused_by_name() {
    let known = names(&["account", "weight"]);
    let with = |weight: Option<&str>, account: Option<&str>, size, change| Settings {
        weight_attribute: weight.map(str::to_owned),
        account_attribute: account.map(str::to_owned),
        population_size: size,
        target_change: change,
    };
    let fine = with(Some("weight"), Some("account"), Some(60), Some(5.0));
    assert!(check(&fine, &known).is_empty());
    assert!(check(&Settings::default(), &known).is_empty());
    let coming = with(None, Some("company"), None, None);
    assert!(check(&coming, &[]).is_empty(), "answers are yet to come");
    for (settings, pointer) in [
        (with(Some("planet"), None, None, None), "/weight_attribute"),
        (with(Some(""), None, None, None), "/weight_attribute"),
        (with(None, Some("planet"), None, None), "/account_attribute"),
        (
            with(Some("weight"), Some("weight"), None, None),
            "/account_attribute",
        ),
        (with(None, None, Some(0), None), "/population_size"),
        (with(None, None, Some(-5), None), "/population_size"),
        (with(None, None, None, Some(0.0)), "/target_change"),
        (with(None, None, None, Some(f64::NAN)), "/target_change"),
        (with(None, None, None, Some(201.0)), "/target_change"),
    ] {
        let errors = check(&settings, &known);
        assert_eq!(errors.len(), 1, "{settings:?}");
        assert_eq!(errors[0].error().pointer, pointer, "{settings:?}");
    }
}

#[test]
fn a_form_is_read_as_people_write() {
    let of = |size: &'static str, change: &'static str| {
        read(move |name| match name {
            "population_size" => size.to_owned(),
            "target_change" => change.to_owned(),
            _ => String::new(),
        })
    };
    let wanted = Settings {
        population_size: Some(1250),
        target_change: Some(2.5),
        ..Settings::default()
    };
    assert_eq!(of("1 250", "2,5"), Ok(wanted));
    assert_eq!(of("", ""), Ok(Settings::default()));
    assert_eq!(of("12.5", "x"), Err(vec![Fault::Population, Fault::Change]));
    assert_eq!(of("60", "nan"), Err(vec![Fault::Change]));
}

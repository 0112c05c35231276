//! Addresses: what they mean, what is refused, and that they survive a round trip.

use platform::Problem;
use platform::clock::days_since_1970;
use platform::web::QueryPairs;
use proptest::prelude::*;

use super::*;

fn names() -> Vec<String> {
    ["industry", "industry:sub", "month", "Soort klant"]
        .map(str::to_owned)
        .to_vec()
}

fn read(query: &[(&str, &str)]) -> Result<Asked, Problem> {
    let pairs = query
        .iter()
        .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
        .collect();
    Asked::read(&QueryPairs(pairs), &names(), Others::once(&["q"]))
}

#[test]
fn what_is_not_known_is_refused_by_name() {
    let cases = [
        (("colour", "red"), "colour"),
        (("colour", ""), "colour"),
        (("attribute", "planet:earth"), "planet"),
        (("attribute", "industry"), "industry"),
        (("from", "31-03-2026"), "31-03-2026"),
        (("from", "2026-02-30"), "2026-02-30"),
        (("to", "2026-03-31T10:00"), "2026-03-31T10:00"),
        (("by", "day"), "day"),
        (("by", "attribute:planet"), "planet"),
        (("trend", "decade"), "decade"),
        (("complete", "yes"), "yes"),
    ];
    for (pair, named) in cases {
        match read(&[pair]) {
            Err(Problem::BadRequest(text)) => assert!(text.contains(named), "{text}"),
            other => panic!("{pair:?} gave {other:?}"),
        }
    }
}

#[test]
fn contradictions_are_refused_by_name() {
    let day = "2026-03-31";
    let repeated = [
        ("by", "week"),
        ("trend", "week"),
        ("complete", "1"),
        ("from", day),
        ("to", day),
        ("q", "slow"),
    ];
    for (name, value) in repeated {
        for second in [value, ""] {
            match read(&[(name, value), (name, second)]) {
                Err(Problem::BadRequest(text)) => assert!(text.starts_with(name), "{text}"),
                other => panic!("{name} twice gave {other:?}"),
            }
        }
    }
    match read(&[("from", "2026-04-01"), ("to", day)]) {
        Err(Problem::BadRequest(text)) => {
            assert!(
                text.contains("from is 2026-04-01") && text.contains(day),
                "{text}"
            );
        }
        other => panic!("{other:?}"),
    }
    assert!(read(&[("from", day), ("to", day)]).is_ok());
}

#[test]
fn fields_left_alone_in_a_form_mean_nothing() {
    let asked = read(&[("from", ""), ("attribute", ""), ("by", ""), ("q", "slow")]);
    assert_eq!(asked.unwrap(), Asked::default());
}

#[test]
fn names_and_values_may_have_colons() {
    let cases = [
        ("industry:Bank", "industry", "Bank"),
        ("industry:a:b", "industry", "a:b"),
        ("industry:sub:x", "industry:sub", "x"),
        ("industry:", "industry", ""),
    ];
    for (text, name, value) in cases {
        let asked = read(&[("attribute", text)]).unwrap();
        let wanted = (Dim::Attribute(name.to_owned()), vec![value.to_owned()]);
        assert_eq!(asked.members, [wanted], "{text}");
    }
}

#[test]
fn several_values_of_one_attribute_are_alternatives() {
    let asked = read(&[
        ("attribute", "industry:Bank"),
        ("language", "nl"),
        ("attribute", "industry:Zorg"),
        ("attribute", "industry:Bank"),
    ])
    .unwrap();
    let industry = Dim::Attribute("industry".to_owned());
    assert_eq!(asked.values(&industry), ["Bank", "Zorg"]);
    assert_eq!(asked.values(&Dim::Language), ["nl"]);
    assert_eq!(asked.without(&industry, "Bank").values(&industry), ["Zorg"]);
    assert_eq!(asked.only(&industry, "IT").values(&industry), ["IT"]);
}

#[test]
fn an_attribute_called_like_a_period_is_reached_with_its_mark() {
    assert_eq!(
        read(&[("by", "month")]).unwrap().by,
        Some(By::Period(Period::Month))
    );
    let attribute = By::Dim(Dim::Attribute("month".to_owned()));
    assert_eq!(
        read(&[("by", "attribute:month")]).unwrap().by,
        Some(attribute.clone())
    );
    assert_eq!(attribute.name(), "attribute:month");
}

#[test]
fn a_period_within_a_period_is_the_smaller_one() {
    let asked = read(&[("from", "2026-01-10"), ("to", "2026-06-30")]).unwrap();
    let first = days_since_1970(jiff::civil::date(2026, 1, 1));
    let within = asked.within(first, first + 30);
    assert_eq!(within.from, asked.from);
    assert_eq!(within.to, Some(first + 30));
}

proptest! {
    #[test]
    fn an_address_says_what_was_asked(
        from in proptest::option::of(0..30_000_i32),
        to in proptest::option::of(0..30_000_i32),
        members in proptest::collection::vec(("[a-zé:&=? %+]{0,8}", 0..4_usize), 0..5),
        complete_only: bool,
        split in 0..6_usize,
    ) {
        // A period that ends before it begins is refused.
        let to = to.map(|to| to.max(from.unwrap_or(to)));
        let mut asked = Asked { from, to, complete_only, ..Asked::default() };
        for (value, name) in members {
            asked.add(Dim::Attribute(names()[name].clone()), value);
        }
        asked.by = [None, Some(By::Period(Period::Week)), Some(By::Dim(Dim::Channel))]
            .into_iter()
            .chain(names().into_iter().map(|name| Some(By::Dim(Dim::Attribute(name)))))
            .nth(split)
            .flatten();
        let text = address("/surveys/x/results", &asked.pairs());
        prop_assert!(text.is_ascii());
        let query = text.split_once('?').map_or("", |(_, query)| query);
        let pairs: Vec<(String, String)> = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| {
                let (name, value) = pair.split_once('=').unwrap();
                (decoded(name), decoded(value))
            })
            .collect();
        // `industry` with the value `sub:x` and `industry:sub` with `x` are written alike.
        let is_ambiguous = asked.members.iter().any(|(dim, values)| {
            *dim == Dim::Attribute("industry".to_owned())
                && values.iter().any(|value| value.starts_with("sub:"))
        });
        prop_assume!(!is_ambiguous);
        prop_assert_eq!(Asked::read(&QueryPairs(pairs), &names(), Others::NONE).unwrap(), asked);
    }
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            out.push(u8::from_str_radix(&text[at + 1..at + 3], 16).unwrap());
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap()
}

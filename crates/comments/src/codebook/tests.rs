//! Which comments are about a theme, and where.

use proptest::prelude::*;

use super::*;

fn about(rules: &str, text: &str) -> bool {
    let codebook = Codebook {
        themes: vec![Theme::parse("t", "T", rules).expect("rules")],
    };
    let corpus = Corpus::read([(text, None)]);
    codebook.apply(&corpus).has(0, 0)
}

#[test]
fn rules_find_what_they_say() {
    let cases = [
        ("price", "The PRICE!", true),
        ("price", "prices", false),
        ("pric*", "Prices, pricing", true),
        ("pric*", "a pri", false),
        ("~wachten", "ik wacht al een uur", true),
        ("~waiting", "we waited for it", true),
        // Unknown language: the forms of both.
        ("~wachten", "wacht", true),
        ("\"customer service\"", "Customer-Service was fine", true),
        ("\"customer service\"", "customer. Service", false),
        ("\"customer serv*\"", "the customer servants", true),
        ("\"not .. expensive\"", "not expensive", true),
        ("\"not .. expensive\"", "not at all too expensive", true),
        ("\"not .. expensive\"", "not a b c d expensive", false),
        ("\"not .. expensive\"", "not good, expensive", false),
        ("it's", "it’s", true),
        ("caf\u{e9}", "Cafe\u{301}", true),
        ("koffie", "", false),
    ];
    for (rules, text, wanted) in cases {
        assert_eq!(about(rules, text), wanted, "{rules} in {text}");
    }
}

#[test]
fn exclusions_take_out_places_or_comments() {
    let here = "bar\n!\"gold bar\"";
    assert!(about(here, "nice bar"));
    assert!(!about(here, "a gold bar"));
    assert!(about(here, "a gold bar, but the bar was closed"));
    let negated = "duur\n!\"niet .. duur\"";
    assert!(!about(negated, "het is niet zo duur"));
    assert!(about(negated, "het is duur"));
    let comment = "bar\n!!gold";
    assert!(!about(comment, "the bar. Gold members only"));
}

#[test]
fn themes_do_not_exclude_each_other() {
    let codebook = Codebook {
        themes: vec![
            Theme::parse("a", "A", "bar\n!!gold").unwrap(),
            Theme::parse("b", "B", "bar\ngold\n\"gold bar\"").unwrap(),
        ],
    };
    let corpus = Corpus::read([("gold bar", None), ("bar", None), ("x", None)]);
    let mentions = codebook.apply(&corpus);
    assert_eq!(mentions.themes, [vec![1], vec![0, 1]]);
    assert_eq!(mentions.rules, [vec![2, 1], vec![2, 1, 1]]);
}

#[test]
fn places_are_those_of_the_clean_text() {
    let codebook = Codebook {
        themes: vec![
            Theme::parse("a", "A", "caf*").unwrap(),
            Theme::parse("b", "B", "\"goed .. eten\"").unwrap(),
        ],
    };
    let text = "R&amp;D! Cafe\u{301}: goed en lekker eten";
    let hits = codebook.places(&[(text, None)]);
    let cleaned = clean(text);
    let marked: Vec<(usize, &str)> = hits[0]
        .iter()
        .map(|hit| (hit.theme, &cleaned[hit.start..hit.end]))
        .collect();
    assert_eq!(marked, [(0, "Café"), (1, "goed en lekker eten")]);
}

proptest! {
    #[test]
    fn places_and_mentions_agree(texts in prop::collection::vec("[abc .,]{0,20}", 1..6)) {
        let codebook = Codebook {
            themes: vec![
                Theme::parse("a", "A", "a\n\"b .. c\"\n!\"a b\"").unwrap(),
                Theme::parse("b", "B", "b\n!!\"c c\"").unwrap(),
            ],
        };
        let given: Vec<(&str, Option<Language>)> =
            texts.iter().map(|text| (text.as_str(), None)).collect();
        let mentions = codebook.apply(&Corpus::read(given.iter().copied()));
        for (text, hits) in codebook.places(&given).iter().enumerate() {
            for theme in 0..2 {
                let found = hits.iter().any(|hit| hit.theme == theme);
                prop_assert_eq!(found, mentions.has(theme, text as u32));
            }
        }
    }

    #[test]
    fn the_order_of_rules_changes_nothing(texts in prop::collection::vec("[abc .]{0,16}", 1..5)) {
        let apply = |rules: &str| {
            let codebook = Codebook { themes: vec![Theme::parse("a", "A", rules).unwrap()] };
            codebook.apply(&Corpus::read(texts.iter().map(|t| (t.as_str(), None)))).themes
        };
        prop_assert_eq!(apply("a\nbc*\n!\"a b\"\n~c"), apply("~c\n!\"a b\"\nbc*\na"));
    }
}

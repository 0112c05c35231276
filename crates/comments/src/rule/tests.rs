//! What lines are rules, and what is said of those that are not.

use proptest::prelude::*;

use super::*;

#[test]
fn rules_are_read_and_written() {
    let cases = [
        ("Price", "price"),
        ("  prij*  ", "prij*"),
        ("~Wachten", "~wachten"),
        ("\"Customer Service\"", "\"customer service\""),
        ("customer service", "\"customer service\""),
        ("„klantenservice”", "klantenservice"),
        ("follow-up", "\"follow up\""),
        ("“niet .. duur”", "\"niet .. duur\""),
        ("\"not ... expens*\"", "\"not .. expens*\""),
        ("it’s", "it's"),
        ("prijs", "prijs"),
    ];
    for (line, wanted) in cases {
        let rule = parse(line).unwrap_or_else(|mistake| panic!("{line}: {mistake}"));
        assert_eq!(rule.to_string(), wanted);
        assert_eq!(rule.mark, Mark::Include);
    }
    assert_eq!(
        parse("! \"gold bar\"").unwrap().to_string(),
        "!\"gold bar\""
    );
    assert_eq!(parse("!!test").unwrap().mark, Mark::NotThisComment);
}

#[test]
fn what_is_no_rule_says_why() {
    let cases = [
        ("!", Mistake::NoLetters),
        ("\"\"", Mistake::NoLetters),
        ("*", Mistake::NoLetters),
        ("24", Mistake::Character('2')),
        ("and/or", Mistake::Character('/')),
        ("a*", Mistake::ShortPrefix),
        ("pr*ce", Mistake::Star),
        ("~pric*", Mistake::Star),
        ("\"open", Mistake::Quote),
        ("one \"two\"", Mistake::Quote),
        (".. price", Mistake::Gap),
        ("price ..", Mistake::Gap),
        ("a .. .. b", Mistake::Gap),
    ];
    for (line, wanted) in cases {
        assert_eq!(parse(line), Err(wanted), "{line}");
    }
    assert_eq!(parse(&"x".repeat(121)), Err(Mistake::Long));
}

#[test]
fn every_wrong_line_is_named() {
    let errors = parse_rules("# prices\nprice\n\n24\n\"open").unwrap_err();
    let lines: Vec<usize> = errors.iter().map(|error| error.line).collect();
    assert_eq!(lines, [4, 5]);
    assert_eq!(
        errors[0].to_string(),
        "line 4: 24: words have letters only, no '2'"
    );
    for text in ["", "# note", "!price"] {
        let errors = parse_rules(text).unwrap_err();
        assert_eq!(errors[0].mistake, Mistake::NothingIncluded);
    }
    let many = "price\n".repeat(RULES_MAX + 5);
    let errors = parse_rules(&many).unwrap_err();
    assert_eq!((errors.len(), errors[0].mistake), (1, Mistake::Many));
    assert_eq!(errors[0].line, RULES_MAX + 1);
}

proptest! {
    #[test]
    fn what_was_read_is_read_the_same_again(text in "[a-z~*!\"#. \n’é-]{0,60}") {
        if let Ok(rules) = parse_rules(&text) {
            let written: Vec<String> = rules.iter().map(ToString::to_string).collect();
            prop_assert_eq!(parse_rules(&written.join("\n")), Ok(rules));
        }
    }

    #[test]
    fn nothing_breaks_it(text in "\\PC{0,80}") {
        let _ = parse_rules(&text);
    }
}

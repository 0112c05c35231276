//! Decisions that need no database: what may be saved as a theme, whose answers count how, in
//! which order comments are offered for coding.

use comments::{Group, ParseError, parse_rules};
use figures::{Direction, Metric};
use survey::Survey;

use crate::model::{NAME_MAX, RULES_BYTES_MAX, Theme};

/// What is wrong with a theme that somebody wants to save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has no name.
    NoName,
    /// Its name has more than [`NAME_MAX`] characters or characters no name has.
    WrongName,
    /// Another theme has this name.
    NameTaken,
    /// Its rules are longer than [`RULES_BYTES_MAX`].
    LongRules,
    /// A line is no rule.
    Rule(ParseError),
}

impl Fault {
    /// The field it is about.
    pub fn field(&self) -> &'static str {
        match self {
            Self::NoName | Self::WrongName | Self::NameTaken => "name",
            Self::LongRules | Self::Rule(_) => "rules",
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoName => f.write_str("a theme needs a name"),
            Self::WrongName => write!(f, "a name has 1 to {NAME_MAX} characters on one line"),
            Self::NameTaken => f.write_str("another theme has this name"),
            Self::LongRules => write!(f, "rules have at most {RULES_BYTES_MAX} bytes"),
            Self::Rule(error) => error.fmt(f),
        }
    }
}

/// Everything that is wrong with a theme; nothing when it can be saved. `others` are the survey's
/// other themes.
pub fn check(name: &str, rules: &str, others: &[Theme]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let plain = name.trim();
    if plain.is_empty() {
        faults.push(Fault::NoName);
    } else if plain.chars().count() > NAME_MAX || plain.chars().any(char::is_control) {
        faults.push(Fault::WrongName);
    } else if others
        .iter()
        .any(|other| other.name.to_lowercase() == plain.to_lowercase())
    {
        faults.push(Fault::NameTaken);
    }
    if rules.len() > RULES_BYTES_MAX {
        faults.push(Fault::LongRules);
    } else if let Err(errors) = parse_rules(rules) {
        faults.extend(errors.into_iter().map(Fault::Rule));
    }
    faults
}

/// Keys of the questions people answer in their own words.
pub fn comment_keys(survey: &Survey) -> Vec<&str> {
    let questions = survey.definition.questions.iter();
    questions
        .filter(|question| question.kind.has_words())
        .map(|question| question.key.as_str())
        .collect()
}

/// On which side of an outcome an answer is: detractors and promoters, or who is (not) content.
pub fn group_of(metric: Metric, answer: u8) -> Group {
    let (low, high) = match metric {
        Metric::Nps | Metric::Enps => (answer <= 6, answer >= 9),
        Metric::Ces(Direction::EffortIsHigh) => (answer >= 4, answer <= 2),
        Metric::Ces(Direction::EasyIsHigh) | Metric::Csat | Metric::Cas => {
            (answer <= 2, answer >= 4)
        }
    };
    match (low, high) {
        (true, _) => Group::Low,
        (_, true) => Group::High,
        _ => Group::Other,
    }
}

/// A number that puts comments in an order as good as drawn by lot, the same for everybody:
/// whoever codes the first ones codes a fair sample, whatever the rules say.
pub fn lot(survey_id: &str, response_id: &str) -> u64 {
    // FNV-1a over both, then the mixing steps of SplitMix64.
    let bytes = survey_id.bytes().chain(response_id.bytes());
    let mut hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(name: &str) -> Theme {
        Theme {
            theme_id: "t".to_owned(),
            name: name.to_owned(),
            rules: "price".to_owned(),
            position: 0,
            revision: 1,
            created_at_us: 0,
            changed_at_us: 0,
        }
    }

    #[test]
    fn themes_need_a_name_of_their_own_and_rules() {
        let others = [theme("Price")];
        assert!(check("Staff", "staff\nfriendly", &others).is_empty());
        assert_eq!(check(" ", "staff", &others), [Fault::NoName]);
        assert_eq!(check("PRICE ", "staff", &others), [Fault::NameTaken]);
        assert_eq!(check("a\u{7}b", "staff", &others), [Fault::WrongName]);
        assert_eq!(check(&"x".repeat(61), "staff", &[]), [Fault::WrongName]);
        let long = "staff\n".repeat(RULES_BYTES_MAX / 6 + 1);
        assert_eq!(check("Staff", &long, &[]), [Fault::LongRules]);
        let faults = check("", "24\n", &[]);
        assert_eq!(faults.len(), 2);
        assert_eq!(faults[1].field(), "rules");
        assert_eq!(
            faults[1].to_string(),
            "line 1: 24: words have letters only, no '2'"
        );
    }

    #[test]
    fn the_sides_of_every_scale() {
        use Group::{High, Low, Other};
        let cases = [
            (Metric::Nps, 6, Low),
            (Metric::Nps, 7, Other),
            (Metric::Enps, 9, High),
            (Metric::Csat, 2, Low),
            (Metric::Csat, 3, Other),
            (Metric::Cas, 4, High),
            (Metric::Ces(Direction::EasyIsHigh), 5, High),
            (Metric::Ces(Direction::EffortIsHigh), 5, Low),
            (Metric::Ces(Direction::EffortIsHigh), 1, High),
        ];
        for (metric, answer, wanted) in cases {
            assert_eq!(group_of(metric, answer), wanted, "{metric:?} {answer}");
        }
    }

    #[test]
    fn the_lot_spreads_and_stays() {
        let id = |i: u32| format!("{i:026}");
        assert_eq!(lot("s", "r"), lot("s", "r"));
        assert_ne!(lot("s", "r"), lot("t", "r"));
        let low = (0..1000)
            .filter(|i| lot("survey", &id(*i)) < u64::MAX / 2)
            .count();
        assert!((430..570).contains(&low), "{low}");
    }
}

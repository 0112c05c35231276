//! What an administrator says of a survey's sample: which attribute is the weight, which the
//! account, how many customers there are, which change should be seen. What nobody said is guessed
//! by name, and the page says that it is a guess.

use platform::web::FieldError;
use serde::{Deserialize, Serialize};

/// Names that mean an account, in the order they are preferred.
const ACCOUNT_NAMES: [&str; 14] = [
    "account",
    "account_id",
    "accountnaam",
    "account_name",
    "klant",
    "klantnummer",
    "klant_id",
    "organisatie",
    "organisation",
    "organization",
    "company",
    "bedrijf",
    "customer",
    "customer_id",
];
/// Names that mean a survey weight.
const WEIGHT_NAMES: [&str; 6] = [
    "weight",
    "survey_weight",
    "gewicht",
    "weging",
    "weegfactor",
    "wegingsfactor",
];

/// Largest number of customers that makes sense: nobody has more.
pub const POPULATION_MAX: i64 = 10_000_000_000;
/// Largest change that can be a target, in points: from one end of the NPS to the other.
pub const CHANGE_MAX: f64 = 200.0;
/// Smallest change that can be a target.
pub const CHANGE_MIN: f64 = 0.01;
/// Longest name of an attribute, in characters, as responses allow it.
const NAME_MAX: usize = 100;

/// The settings of one survey, as sent and stored; none is "there is none".
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Name of the attribute with the survey weight.
    #[serde(default)]
    pub weight_attribute: Option<String>,
    /// Name of the attribute with the account.
    #[serde(default)]
    pub account_attribute: Option<String>,
    /// Customers there are, asked or not.
    #[serde(default)]
    pub population_size: Option<i64>,
    /// The change that should be seen: NPS points, percentage points, points of the scale.
    #[serde(default)]
    pub target_change: Option<f64>,
}

/// Settings in force, and which of them are only guessed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct InForce {
    /// The settings.
    #[serde(flatten)]
    pub settings: Settings,
    /// Names of those that nobody said: `weight_attribute`, `account_attribute`.
    pub guessed: Vec<&'static str>,
    /// Attributes that are set and that no response has.
    pub unknown: Vec<String>,
}

impl InForce {
    /// What was saved, or else a guess from the attributes responses have.
    pub fn of(saved: Option<Settings>, attributes: &[String]) -> Self {
        let is_known = |name: &String| attributes.contains(name);
        match saved {
            Some(settings) => Self {
                unknown: [&settings.weight_attribute, &settings.account_attribute]
                    .into_iter()
                    .flatten()
                    .filter(|name| !is_known(name))
                    .cloned()
                    .collect(),
                settings,
                guessed: Vec::new(),
            },
            None => {
                let settings = guess(attributes);
                let found = [
                    ("weight_attribute", &settings.weight_attribute),
                    ("account_attribute", &settings.account_attribute),
                ];
                Self {
                    guessed: found
                        .iter()
                        .filter(|(_, guess)| guess.is_some())
                        .map(|(name, _)| *name)
                        .collect(),
                    settings,
                    unknown: Vec::new(),
                }
            }
        }
    }

    /// The attribute with the weight, if responses have it.
    pub fn weight(&self) -> Option<&String> {
        self.usable(self.settings.weight_attribute.as_ref())
    }

    /// The attribute with the account, if responses have it.
    pub fn account(&self) -> Option<&String> {
        self.usable(self.settings.account_attribute.as_ref())
    }

    /// Whether this setting is only a guess.
    pub fn is_guess(&self, name: &str) -> bool {
        self.guessed.contains(&name)
    }

    fn usable<'a>(&self, name: Option<&'a String>) -> Option<&'a String> {
        name.filter(|name| !self.unknown.contains(name))
    }
}

/// The settings that the names of the attributes suggest.
pub fn guess(attributes: &[String]) -> Settings {
    let named = |known: &[&str]| {
        let find = |wanted: &&str| {
            attributes
                .iter()
                .find(|name| plain(name) == **wanted)
                .cloned()
        };
        known.iter().find_map(find)
    };
    Settings {
        weight_attribute: named(&WEIGHT_NAMES),
        account_attribute: named(&ACCOUNT_NAMES),
        ..Settings::default()
    }
}

/// A name without what differs by taste: case, spaces, dashes.
fn plain(name: &str) -> String {
    name.trim().to_lowercase().replace([' ', '-'], "_")
}

/// What is wrong with settings; nothing when they can be saved. `attributes` are those responses
/// have; a survey without any takes what will come.
pub fn check(settings: &Settings, attributes: &[String]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let named = [
        ("weight_attribute", &settings.weight_attribute),
        ("account_attribute", &settings.account_attribute),
    ];
    for (field, name) in named {
        if let Some(detail) = name.as_ref().and_then(|name| wrong_name(name, attributes)) {
            errors.push(FieldError::new(format!("/{field}"), detail));
        }
    }
    if settings.weight_attribute.is_some()
        && settings.weight_attribute == settings.account_attribute
    {
        let detail = "the same attribute can't be the weight and the account";
        errors.push(FieldError::new("/account_attribute", detail));
    }
    if let Some(size) = settings.population_size
        && !(1..=POPULATION_MAX).contains(&size)
    {
        let detail = format!("{size} is not allowed: give a whole number from 1");
        errors.push(FieldError::new("/population_size", detail));
    }
    if let Some(change) = settings.target_change
        && !(CHANGE_MIN..=CHANGE_MAX).contains(&change)
    {
        let detail =
            format!("{change} is not allowed: give a number from {CHANGE_MIN} to {CHANGE_MAX}");
        errors.push(FieldError::new("/target_change", detail));
    }
    errors
}

fn wrong_name(name: &str, attributes: &[String]) -> Option<String> {
    if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
        return Some(format!(
            "an attribute's name has 1 to {NAME_MAX} characters on one line; give null for none"
        ));
    }
    let is_known = attributes.is_empty() || attributes.iter().any(|known| known == name);
    (!is_known).then(|| {
        format!(
            "no response has an attribute {name:?}; there is {}",
            attributes.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn attributes_are_guessed_by_their_names() {
        for (known, weight, account) in [
            (&["industry", "Account", "weight"][..], Some("weight"), Some("Account")),
            (&["Gewicht", "klant"], Some("Gewicht"), Some("klant")),
            (&["organisatie", "account"], None, Some("account")),
            (&["Account name", "Survey-weight"], Some("Survey-weight"), Some("Account name")),
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
        assert_eq!((said.guessed.len(), said.account(), said.weight()), (0, None, None));
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
            (with(Some("weight"), Some("weight"), None, None), "/account_attribute"),
            (with(None, None, Some(0), None), "/population_size"),
            (with(None, None, Some(-5), None), "/population_size"),
            (with(None, None, None, Some(0.0)), "/target_change"),
            (with(None, None, None, Some(f64::NAN)), "/target_change"),
            (with(None, None, None, Some(201.0)), "/target_change"),
        ] {
            let errors = check(&settings, &known);
            assert_eq!(errors.len(), 1, "{settings:?}");
            assert_eq!(errors[0].pointer, pointer, "{settings:?}");
        }
    }
}

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

/// What is wrong with a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No attribute's name, or one that no response has; with the field.
    Attribute(&'static str),
    /// One attribute is to be weight and account.
    Same,
    /// No number of customers.
    Population,
    /// No change.
    Change,
}

impl Fault {
    /// The field it is about.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Attribute(field) => field,
            Self::Same => "account_attribute",
            Self::Population => "population_size",
            Self::Change => "target_change",
        }
    }

    /// The part of its words after `sample-wrong-`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Attribute(_) => "attribute",
            Self::Same => "same",
            Self::Population => "population",
            Self::Change => "change",
        }
    }

    /// For programs: where, and what is allowed.
    pub fn error(&self) -> FieldError {
        let detail = match self {
            Self::Attribute(_) => format!(
                "give the name of an attribute that responses have, 1 to {NAME_MAX} characters, or \
                 null for none"
            ),
            Self::Same => "the same attribute can't be the weight and the account".to_owned(),
            Self::Population => {
                format!("give a whole number from 1 to {POPULATION_MAX}, or null")
            }
            Self::Change => {
                format!("give a number from {CHANGE_MIN} to {CHANGE_MAX}, or null")
            }
        };
        FieldError::new(format!("/{}", self.field()), detail)
    }
}

/// What is wrong with settings; nothing when they can be saved. `attributes` are those responses
/// have; a survey without any takes what will come.
pub fn check(settings: &Settings, attributes: &[String]) -> Vec<Fault> {
    let (weight, account) = (&settings.weight_attribute, &settings.account_attribute);
    let is_wrong =
        |name: &Option<String>| name.as_ref().is_some_and(|name| !is_name(name, attributes));
    let found = [
        is_wrong(weight).then_some(Fault::Attribute("weight_attribute")),
        is_wrong(account).then_some(Fault::Attribute("account_attribute")),
        (weight.is_some() && weight == account).then_some(Fault::Same),
        settings
            .population_size
            .filter(|size| !(1..=POPULATION_MAX).contains(size))
            .map(|_| Fault::Population),
        settings
            .target_change
            .filter(|change| !(CHANGE_MIN..=CHANGE_MAX).contains(change))
            .map(|_| Fault::Change),
    ];
    found.into_iter().flatten().collect()
}

fn is_name(name: &str, attributes: &[String]) -> bool {
    (1..=NAME_MAX).contains(&name.chars().count())
        && !name.chars().any(char::is_control)
        && (attributes.is_empty() || attributes.iter().any(|known| known == name))
}

/// A number as people write it, with a point or a comma.
pub fn number(text: &str) -> Option<f64> {
    let number: f64 = text.trim().replace(',', ".").parse().ok()?;
    number.is_finite().then_some(number)
}

/// A form's fields as settings, empty ones as none.
pub fn read(text: impl Fn(&str) -> String) -> Result<Settings, Vec<Fault>> {
    let given = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
    let size = given("population_size").map(|text| text.replace([' ', '\u{a0}'], ""));
    let size = size.map(|text| text.parse::<i64>().map_err(|_| Fault::Population));
    let change = given("target_change").map(|text| number(&text).ok_or(Fault::Change));
    match (size.transpose(), change.transpose()) {
        (Ok(population_size), Ok(target_change)) => Ok(Settings {
            weight_attribute: given("weight_attribute"),
            account_attribute: given("account_attribute"),
            population_size,
            target_change,
        }),
        (size, change) => Err(size.err().into_iter().chain(change.err()).collect()),
    }
}

#[cfg(test)]
mod tests;

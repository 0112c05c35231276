//! What the columns of a file most likely are. A proposal only: people see it and change it.

use std::collections::BTreeSet;

use survey::{Definition, Kind, Question};

use super::mapping::{Codes, Mapping, Target};
use super::profile::{Column, Profile};

/// A mapping for a file, and the columns nothing could be made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    /// What the columns become.
    pub mapping: Mapping,
    /// Columns that are left out unless somebody says what they are, in file order.
    pub asked: Vec<String>,
}

/// Names of columns with the sender's own id, best first.
const ID_NAMES: [&str; 9] = [
    "external_id",
    "extern_id",
    "response_id",
    "respondent_id",
    "respnum",
    "respondent",
    "respondentnummer",
    "id",
    "nr",
];
/// Names of columns with the time of answering, best first.
const DATE_NAMES: [&str; 13] = [
    "answered_at",
    "answered_on",
    "completed_at",
    "submitted_at",
    "submitted",
    "ingevuld_op",
    "response_date",
    "survey_date",
    "timestamp",
    "tijdstip",
    "date",
    "datum",
    "created_at",
];
/// Names of columns that are about a period, which is something to compare by.
const WAVE_NAMES: [&str; 6] = ["wave", "golf", "round", "ronde", "period", "periode"];
pub(super) const LANGUAGE_NAMES: [&str; 4] = ["language", "lang", "taal", "locale"];
/// What our exports say of a response beside attributes and answers, in their order.
pub(crate) const OWN_COLUMNS: [&str; 7] = [
    "id",
    "external_id",
    "state",
    "channel",
    "language",
    "answered_at",
    "version",
];
/// What our exports put before the name of an attribute.
pub(crate) const ATTRIBUTE_PREFIX: &str = "attribute.";
/// Share of cells that must be dates in a column that is taken for one.
const MOSTLY: f64 = 0.9;

/// A name as it is compared: lower case, everything but letters and digits as `_`.
pub(super) fn plain_name(text: &str) -> String {
    let mut plain = String::new();
    for part in text.to_lowercase().split(|c: char| !c.is_alphanumeric()) {
        if !part.is_empty() {
            if !plain.is_empty() {
                plain.push('_');
            }
            plain.push_str(part);
        }
    }
    plain
}

/// What names alone tell for sure: questions by key or wording, and the columns of our own exports.
pub fn by_name(profile: &Profile, definition: &Definition) -> Mapping {
    let mut mapping = Mapping::default();
    let own = OWN_COLUMNS
        .iter()
        .all(|name| profile.columns.iter().any(|c| c.name == *name));
    mapping.own_export = own;
    let mut taken = BTreeSet::new();
    for column in &profile.columns {
        let target = if own { own_target(column) } else { None }
            .or_else(|| question(column, definition).map(to_question));
        if let Some(target) = target
            && taken.insert(target.clone())
        {
            mapping.columns.insert(column.name.clone(), target);
        }
    }
    mapping
}

/// The whole proposal for a file that goes into a survey with this definition.
pub fn propose(profile: &Profile, definition: &Definition) -> Proposal {
    let mut mapping = by_name(profile, definition);
    if !mapping.own_export {
        guess_meta(profile, &mut mapping);
    }
    let mut asked = Vec::new();
    for column in &profile.columns {
        if mapping.columns.contains_key(&column.name) || column.filled == 0 {
            continue;
        }
        if !mapping.own_export && is_attribute(column) {
            let target = Target::Attribute(column.name.clone());
            mapping.columns.insert(column.name.clone(), target);
        } else if !mapping.own_export {
            asked.push(column.name.clone());
        }
    }
    let kind = |column: &Column| match mapping.target(&column.name) {
        Target::Question(key) => definition.question(key).map(|q| q.kind),
        _ => None,
    };
    let (score, statements) = codes(profile, kind);
    mapping.score = score;
    mapping.statements = statements;
    Proposal { mapping, asked }
}

/// Finds id, date and language by name and content.
pub(super) fn guess_meta(profile: &Profile, mapping: &mut Mapping) {
    type Fits = fn(&Column, &Profile) -> bool;
    let wanted: [(Target, &[&str], Fits); 3] = [
        (Target::ExternalId, &ID_NAMES, |c, p| {
            c.filled == p.rows && is_unique(c)
        }),
        (Target::AnsweredAt, &DATE_NAMES, |c, _| is_date(c)),
        (Target::Language, &LANGUAGE_NAMES, |c, _| is_language(c)),
    ];
    for (target, names, fits) in wanted {
        if mapping.columns.values().any(|t| *t == target) {
            continue;
        }
        let free = |c: &&Column| !mapping.columns.contains_key(&c.name) && fits(c, profile);
        let by_name = |name: &&str| {
            profile
                .columns
                .iter()
                .filter(free)
                .find(|c| plain_name(&c.name) == **name)
        };
        let only_date = || {
            let is_wave = |c: &&Column| WAVE_NAMES.contains(&plain_name(&c.name).as_str());
            let mut dates = profile.columns.iter().filter(free).filter(|c| !is_wave(c));
            let first = dates.next()?;
            (target == Target::AnsweredAt && dates.next().is_none()).then_some(first)
        };
        if let Some(column) = names.iter().find_map(by_name).or_else(only_date) {
            mapping.columns.insert(column.name.clone(), target);
        }
    }
}

fn own_target(column: &Column) -> Option<Target> {
    Some(match column.name.as_str() {
        "id" => Target::ResponseId,
        "external_id" => Target::ExternalId,
        "state" => Target::State,
        "language" => Target::Language,
        "answered_at" => Target::AnsweredAt,
        "channel" | "version" => Target::Ignore,
        name => Target::Attribute(name.strip_prefix(ATTRIBUTE_PREFIX)?.to_owned()),
    })
}

fn to_question(question: &Question) -> Target {
    Target::Question(question.key.clone())
}

/// The question a column is named after: by its key, or by its wording in any language.
fn question<'d>(column: &Column, definition: &'d Definition) -> Option<&'d Question> {
    let wanted = plain_name(&column.name);
    if wanted.is_empty() {
        return None;
    }
    let by_text = |q: &&Question| q.text.values().any(|text| plain_name(text) == wanted);
    definition
        .questions
        .iter()
        .find(|q| q.key == wanted)
        .or_else(|| definition.questions.iter().find(by_text))
}

fn is_unique(column: &Column) -> bool {
    column.many || column.values.iter().all(|(_, count)| *count == 1)
}

fn is_date(column: &Column) -> bool {
    column.filled > 0 && column.dates as f64 >= MOSTLY * column.filled as f64
}

fn is_language(column: &Column) -> bool {
    let code = |text: &str| {
        let first = text.split(['-', '_']).next().unwrap_or_default();
        (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic())
    };
    !column.many && column.filled > 0 && column.values.iter().all(|(v, _)| code(v))
}

/// Few different short values, which are not answers on a scale.
fn is_attribute(column: &Column) -> bool {
    let small = |(v, _): &(String, u64)| v.chars().count() <= 60;
    !column.many
        && column.values.iter().all(small)
        && column.values.len() as u64 * 2 <= column.filled.max(12)
        && column.share_on(0, 11) < 0.5
}

/// Words people write for a missing answer, by what they mean.
const BLANK_WORDS: [&str; 8] = [
    "blank",
    "leeg",
    "null",
    "none",
    "-",
    "missing",
    "no answer",
    "geen antwoord",
];
const DONT_KNOW_WORDS: [&str; 8] = [
    "don't know",
    "dont know",
    "dk",
    "weet niet",
    "weet ik niet",
    "geen mening",
    "no opinion",
    "unknown",
];
const NOT_APPLICABLE_WORDS: [&str; 6] = ["n/a", "na", "n.a.", "nvt", "n.v.t.", "not applicable"];

/// The words for missing answers that occur in the columns of scales. Numbers are never guessed:
/// a 6 can be "does not apply" in one file and a mistake in another.
pub(super) fn codes(profile: &Profile, kind: impl Fn(&Column) -> Option<Kind>) -> (Codes, Codes) {
    let (mut score, mut statements) = (Codes::default(), Codes::default());
    for column in &profile.columns {
        let Some((kind, (low, high))) = kind(column).and_then(|k| Some((k, k.range()?))) else {
            continue;
        };
        let codes = if kind == Kind::Recommend {
            &mut score
        } else {
            &mut statements
        };
        for (value, _) in column.off(low.into(), high.into()) {
            let word = value.to_lowercase();
            let list = if BLANK_WORDS.contains(&word.as_str()) {
                &mut codes.blank
            } else if DONT_KNOW_WORDS.contains(&word.as_str()) {
                &mut codes.dont_know
            } else if NOT_APPLICABLE_WORDS.contains(&word.as_str()) {
                &mut codes.not_applicable
            } else {
                continue;
            };
            if !list.iter().any(|known| known.to_lowercase() == word) {
                list.push(value.clone());
            }
        }
    }
    (score, statements)
}

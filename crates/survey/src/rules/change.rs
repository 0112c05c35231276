//! What the difference between two definitions means: nothing for the figures, another wording
//! (the trend gets a break line) or another scale (never in one figure).

use std::collections::BTreeSet;

use crate::model::{Definition, Direction, Kind, Question, Texts};
use crate::rotation::Rotation;
use crate::rules::{Fault, Wrong};

/// What answers are measured on. Only answers with equal scales may share a figure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scale {
    /// The kind.
    pub kind: Kind,
    /// Which end is good, for effort.
    pub direction: Option<Direction>,
    /// Keys that can be chosen, without regard to their order.
    pub choices: BTreeSet<String>,
}

/// The scale of a question.
pub fn scale(question: &Question) -> Scale {
    Scale {
        kind: question.kind,
        direction: question.direction,
        choices: question.choices.iter().map(|c| c.key.clone()).collect(),
    }
}

/// How one definition differs from the one before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Keys whose wording changed in a language they had before.
    pub wording: Vec<String>,
    /// Keys whose scale changed.
    pub scale: Vec<String>,
    /// Questions were added, removed or moved, or other people are asked.
    pub structure: bool,
    /// Each respondent gets another number of the driver statements, or other statements are dealt.
    pub rotation: bool,
    /// Something else: title, introduction, a new translation, required, touchpoint, pages.
    pub cosmetic: bool,
}

impl Change {
    /// Whether nothing changed.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Whether what people are asked is different, so that answers from now on belong to a new
    /// version. Dealing the statements otherwise is such a difference too, though no wording changes
    /// and no trend breaks: which statements somebody was asked follows from the version.
    pub fn makes_version(&self) -> bool {
        self.structure || self.rotation || !self.wording.is_empty() || !self.scale.is_empty()
    }
}

/// How `new` differs from `old`.
pub fn change(old: &Definition, new: &Definition) -> Change {
    if old == new {
        return Change::default();
    }
    let keys = |d: &Definition| {
        d.questions
            .iter()
            .map(|q| q.key.clone())
            .collect::<Vec<_>>()
    };
    let mut change = Change {
        structure: keys(old) != keys(new) || old.employees != new.employees,
        rotation: dealt(old) != dealt(new),
        ..Change::default()
    };
    for question in &new.questions {
        let Some(before) = old.question(&question.key) else {
            continue;
        };
        if scale(before) != scale(question) {
            change.scale.push(question.key.clone());
        } else if is_reworded(before, question) {
            change.wording.push(question.key.clone());
        }
    }
    change.cosmetic = !change.makes_version();
    change
}

/// What must not change once somebody answered: who was promised to stay anonymous must stay so,
/// and who wasn't must not be mixed with those.
pub fn settled(old: &Definition, new: &Definition, responses: i64) -> Option<Fault> {
    let turned = responses > 0 && old.employees != new.employees;
    turned.then(|| Fault::new("/employees", Wrong::EmployeesSettled))
}

/// Which statements are dealt, and how many each respondent gets.
fn dealt(definition: &Definition) -> Option<(Vec<&str>, usize)> {
    let rotation = Rotation::of(definition)?;
    Some((rotation.keys().to_vec(), rotation.per_respondent()))
}

/// Whether a text changed that could be read before. A first translation changes nothing of it.
fn is_reworded(before: &Question, after: &Question) -> bool {
    let differs = |old: &Texts, new: &Texts| {
        old.iter()
            .any(|(language, text)| new.get(language).is_some_and(|n| n != text))
    };
    differs(&before.text, &after.text)
        || before.choices.iter().any(|old| {
            after
                .choices
                .iter()
                .any(|new| new.key == old.key && differs(&old.text, &new.text))
        })
}

/// A place in a question's trend before and after which it was not asked the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// The first version with the new wording or scale.
    pub version: i64,
    /// Since when, UTC microseconds.
    pub from_at_us: i64,
    /// Whether the scale changed: answers before must not be in the same figure.
    pub is_scale: bool,
}

/// Where the trend of `key` breaks, given all versions (number, definition, since when), oldest
/// first, as [`crate::store::versions`] returns them.
pub fn breaks(versions: &[(i64, Definition, i64)], key: &str) -> Vec<Break> {
    let mut found = Vec::new();
    let mut before: Option<&Question> = None;
    for (version, definition, from_at_us) in versions {
        let Some(question) = definition.question(key) else {
            continue;
        };
        if let Some(before) = before {
            let is_scale = scale(before) != scale(question);
            if is_scale || is_reworded(before, question) {
                found.push(Break {
                    version: *version,
                    from_at_us: *from_at_us,
                    is_scale,
                });
            }
        }
        before = Some(question);
    }
    found
}

/// The versions whose answers to `question` may share a figure with it: same key, same scale.
pub fn comparable(versions: &[(i64, Definition, i64)], question: &Question) -> Vec<i64> {
    let wanted = scale(question);
    versions
        .iter()
        .filter(|(_, d, _)| {
            d.question(&question.key)
                .is_some_and(|q| scale(q) == wanted)
        })
        .map(|(version, _, _)| *version)
        .collect()
}

#[cfg(test)]
mod tests;

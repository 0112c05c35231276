//! A survey for a file that fits none: which columns could be the score, the drivers, the comments
//! and the attributes, and the questions that follow from the choice.

use std::collections::{BTreeMap, BTreeSet};

use survey::rules::{is_key, key_from};
use survey::templates::question;
use survey::{Definition, Kind, Question, Texts};

use super::mapping::{Mapping, Target};
use super::profile::{Column, Profile};
use super::propose::{LANGUAGE_NAMES, codes, guess_meta, plain_name};

/// Key of the question whose answers are the score.
const SCORE_KEY: &str = "recommend";
/// Key of the first comment.
const COMMENT_KEY: &str = "why";

/// What somebody says about the columns of a file that becomes a new survey.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    /// The column with the score 0–10.
    pub score: Option<String>,
    /// Columns with statements 1–5.
    pub drivers: Vec<String>,
    /// Columns with comments; with the key of the question if it matters.
    pub comments: Vec<(String, Option<String>)>,
    /// Columns that become attributes.
    pub attributes: Vec<String>,
    /// The column with the sender's own id.
    pub external_id: Option<String>,
    /// The column with the time of answering.
    pub answered_at: Option<String>,
    /// The column with the language.
    pub language: Option<String>,
}

/// Why the roles make no survey.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// Neither a score nor a driver nor a comment.
    #[error("name the column with the score, or at least one driver or comment")]
    NoQuestion,
    /// One column has two roles.
    #[error("the column {0:?} is named for two things")]
    Twice(String),
    /// Two questions would get one key.
    #[error("two questions would have the key {0:?}")]
    KeyTwice(String),
    /// A key has characters that can't be in one.
    #[error("{0:?} is no key: use lower-case letters, digits and _, at most 40, a letter first")]
    Key(String),
}

impl Roles {
    /// What the columns most likely are.
    pub fn guess(profile: &Profile) -> Self {
        let mut meta = Mapping::default();
        guess_meta(profile, &mut meta);
        let named = |wanted: &Target| {
            meta.columns
                .iter()
                .find(|(_, target)| *target == wanted)
                .map(|(name, _)| name.clone())
        };
        let mut roles = Self {
            external_id: named(&Target::ExternalId),
            answered_at: named(&Target::AnsweredAt),
            language: named(&Target::Language),
            ..Self::default()
        };
        let scores: Vec<_> = profile.columns.iter().filter(|c| is_score(c)).collect();
        let by_name = scores.iter().find(|c| has_score_name(&c.name));
        roles.score = by_name.or_else(|| scores.first()).map(|c| c.name.clone());
        for column in &profile.columns {
            let name = &column.name;
            if meta.columns.contains_key(name) || roles.score.as_ref() == Some(name) {
                continue;
            }
            if is_statement(column) {
                roles.drivers.push(name.clone());
            } else if is_comment(column) {
                roles.comments.push((name.clone(), None));
            } else if is_attribute(column) {
                roles.attributes.push(name.clone());
            }
        }
        roles
    }

    /// Whether the columns make a survey at all.
    pub fn check(&self) -> Result<(), DraftError> {
        let any = question(SCORE_KEY, Kind::Recommend, Texts::new());
        self.questions("en", &any).map(|_| ())
    }

    /// The questions for these columns, in the order they are named, and what the columns become.
    /// Questions are worded as their column in `language`, except the score, which `recommend`
    /// words.
    pub fn questions(
        &self,
        language: &str,
        recommend: &Question,
    ) -> Result<(Vec<Question>, BTreeMap<String, Target>), DraftError> {
        let mut draft = Draft {
            language,
            ..Draft::default()
        };
        if let Some(column) = &self.score {
            draft.becomes(column, Target::Question(SCORE_KEY.to_owned()))?;
            draft.ask(Question {
                key: SCORE_KEY.to_owned(),
                ..recommend.clone()
            })?;
        }
        for (index, (column, key)) in self.comments.iter().enumerate() {
            let key = match key {
                Some(key) => given_key(key)?,
                None if index == 0 => COMMENT_KEY.to_owned(),
                None => draft.free_key(column),
            };
            draft.column(column, key, Kind::OpenText)?;
        }
        for column in &self.drivers {
            let key = draft.free_key(column);
            draft.column(column, key, Kind::Agree)?;
        }
        if draft.questions.is_empty() {
            return Err(DraftError::NoQuestion);
        }
        for column in &self.attributes {
            draft.becomes(column, Target::Attribute(column.clone()))?;
        }
        let meta = [
            (&self.external_id, Target::ExternalId),
            (&self.answered_at, Target::AnsweredAt),
            (&self.language, Target::Language),
        ];
        for (column, target) in meta {
            if let Some(column) = column {
                draft.becomes(column, target)?;
            }
        }
        Ok((draft.questions, draft.columns))
    }
}

/// The mapping of a file whose columns become this, with the words for missing answers that occur.
pub fn mapping_of(
    profile: &Profile,
    definition: &Definition,
    columns: BTreeMap<String, Target>,
) -> Mapping {
    let mut mapping = Mapping {
        columns,
        ..Mapping::default()
    };
    let kind = |column: &Column| match mapping.target(&column.name) {
        Target::Question(key) => definition.question(key).map(|q| q.kind),
        _ => None,
    };
    let (score, statements) = codes(profile, kind);
    mapping.score = score;
    mapping.statements = statements;
    mapping
}

#[derive(Default)]
struct Draft<'a> {
    language: &'a str,
    questions: Vec<Question>,
    keys: BTreeSet<String>,
    columns: BTreeMap<String, Target>,
}

impl Draft<'_> {
    fn becomes(&mut self, column: &str, target: Target) -> Result<(), DraftError> {
        match self.columns.insert(column.to_owned(), target) {
            None => Ok(()),
            Some(_) => Err(DraftError::Twice(column.to_owned())),
        }
    }

    fn ask(&mut self, question: Question) -> Result<(), DraftError> {
        if !self.keys.insert(question.key.clone()) {
            return Err(DraftError::KeyTwice(question.key));
        }
        self.questions.push(question);
        Ok(())
    }

    fn column(&mut self, column: &str, key: String, kind: Kind) -> Result<(), DraftError> {
        self.becomes(column, Target::Question(key.clone()))?;
        let text = Texts::from([(self.language.to_owned(), column.to_owned())]);
        let driver = kind == Kind::Agree;
        self.ask(Question {
            driver,
            ..question(&key, kind, text)
        })
    }

    /// A key made from the name of a column that no question has yet.
    fn free_key(&self, column: &str) -> String {
        let taken = |key: &str| self.keys.contains(key) || key == COMMENT_KEY || key == SCORE_KEY;
        let whole = plain_name(column);
        // What is longer than the survey makes itself is kept whole where that can be.
        if whole.len() > 24 && is_key(&whole) && !taken(&whole) {
            return whole;
        }
        key_from(column, taken)
    }
}

fn given_key(key: &str) -> Result<String, DraftError> {
    if is_key(key) {
        Ok(key.to_owned())
    } else {
        Err(DraftError::Key(key.to_owned()))
    }
}

/// Answers on 0–10: nearly all on the scale, several of them, and some above 5.
fn is_score(column: &Column) -> bool {
    !column.many && column.share_on(0, 10) >= 0.9 && column.different_on(6, 10) >= 3
}

fn has_score_name(name: &str) -> bool {
    let name = plain_name(name);
    ["nps", "netpro", "recommend", "aanbevel", "promoter"]
        .iter()
        .any(|word| name.contains(word))
}

/// Answers on 1–5, perhaps with codes for missing answers beside it.
fn is_statement(column: &Column) -> bool {
    !column.many
        && column.share_on(1, 5) >= 0.1
        && !LANGUAGE_NAMES.contains(&plain_name(&column.name).as_str())
        && column.different_on(1, 5) >= 4
        && column.largest().is_some_and(|n| n <= 9)
        && column.values.len() <= 10
}

/// Text that hardly ever repeats.
fn is_comment(column: &Column) -> bool {
    column.filled > 0
        && !is_attribute(column)
        && column.share_on(i64::MIN, i64::MAX) < 0.5
        && column.dates * 2 < column.filled
}

fn is_attribute(column: &Column) -> bool {
    !column.many && column.filled > 0 && column.values.len() as u64 * 2 <= column.filled.max(12)
}

//! The answers behind a figure: which ones, read in pieces, newest first.

use figures::Coding;
use platform::Problem;
use platform::web::QueryPairs;
use stats::kss::Level;
use survey::{Question, Survey};

use crate::plan::Plan;
use crate::sql::{Statement, literally};
use crate::store::Cursor;

/// Longest text that can be searched for, in characters.
const SEARCH_MAX: usize = 200;

/// Parameters of lists of answers beside the filter.
pub(crate) const PARAMETERS: [&str; 6] = ["score", "driver", "named", "class", "q", "before"];

/// Which answers of a filter are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Behind {
    /// Scores from … to.
    pub(crate) score: Option<(u8, u8)>,
    /// A statement and what people think of it.
    pub(crate) driver: Option<(String, Level)>,
    /// What they named, as the name of its column: a question's key and a choice.
    pub(crate) named: Option<String>,
    /// A text that a comment holds.
    pub(crate) search: Option<String>,
    /// Only those with a comment.
    pub(crate) commented: bool,
    /// After which answer the list goes on.
    pub(crate) before: Option<Cursor>,
}

impl Behind {
    /// Reads the parameters of [`PARAMETERS`]; `class` is resolved by the caller.
    pub(crate) fn read(query: &QueryPairs, survey: &Survey, plan: &Plan) -> Result<Self, Problem> {
        let mut behind = Self::default();
        let given = |name: &str| query.get(name).filter(|value| !value.is_empty());
        if let Some(text) = given("score") {
            behind.score = Some(score(text)?);
        }
        if let Some(text) = given("driver") {
            behind.driver = Some(driver(text, survey)?);
        }
        if let Some(text) = given("named") {
            behind.named = Some(named(text, plan)?);
        }
        if let Some(text) = given("q") {
            if text.chars().count() > SEARCH_MAX {
                return Err(Problem::BadRequest(format!(
                    "q: at most {SEARCH_MAX} characters"
                )));
            }
            behind.search = Some(text.to_owned());
        }
        if let Some(text) = given("before") {
            behind.before = Some(cursor(text)?);
        }
        Ok(behind)
    }

    /// Adds what is wanted to a statement that has the filter already.
    pub(crate) fn narrow(&self, statement: &mut Statement, survey: &Survey, plan: &Plan) {
        if let (Some((low, high)), Some(outcome)) = (self.score, survey.definition.outcome())
            && let Some(column) = plan.column(&outcome.key)
        {
            let code = statement.code(column);
            statement.and(format!("{code} BETWEEN {low} AND {high}"));
        }
        if let Some((key, level)) = &self.driver
            && let Some(column) = plan.column(key)
        {
            let code = statement.code(column);
            let codes: Vec<String> = Coding::default()
                .codes(*level)
                .iter()
                .map(ToString::to_string)
                .collect();
            statement.and(format!("{code} IN ({})", codes.join(", ")));
        }
        if let Some(column) = self.named.as_ref().and_then(|name| plan.column(name)) {
            let code = statement.code(column);
            statement.and(format!("{code} = {}", figures::NAMED));
        }
        if !self.commented && self.search.is_none() {
            return;
        }
        let search = self
            .search
            .as_ref()
            .map(|search| statement.param(pattern(search)));
        let texts: Vec<String> = comment_questions(survey)
            .map(|question| {
                let text = statement.words(question);
                match &search {
                    None => format!("{text} <> ''"),
                    Some(pattern) => format!("LOWER({text}) LIKE {pattern} ESCAPE '\\'"),
                }
            })
            .collect();
        statement.and(if texts.is_empty() {
            "1 = 0".to_owned()
        } else {
            format!("({})", texts.join(" OR "))
        });
    }
}

/// The questions in answer to which people write in their own words.
pub(crate) fn comment_questions(survey: &Survey) -> impl Iterator<Item = &Question> {
    let questions = survey.definition.questions.iter();
    questions.filter(|question| question.kind.has_words())
}

/// A cursor as in addresses.
pub(crate) fn cursor_text((at_us, ordinal): Cursor) -> String {
    format!("{at_us}.{ordinal}")
}

fn cursor(text: &str) -> Result<Cursor, Problem> {
    text.split_once('.')
        .and_then(|(at_us, ordinal)| Some((at_us.parse().ok()?, ordinal.parse().ok()?)))
        .ok_or_else(|| Problem::BadRequest(format!("before: {text:?} is no place in this list")))
}

fn score(text: &str) -> Result<(u8, u8), Problem> {
    let (low, high) = text.split_once("..").unwrap_or((text, text));
    match (low.parse(), high.parse()) {
        (Ok(low), Ok(high)) if low <= high && high <= 10 => Ok((low, high)),
        _ => Err(Problem::BadRequest(format!(
            "score: {text:?} is no score; write 9 or 0..6"
        ))),
    }
}

fn driver(text: &str, survey: &Survey) -> Result<(String, Level), Problem> {
    let (key, level) = text.rsplit_once(':').unwrap_or((text, ""));
    let known = survey
        .definition
        .drivers()
        .any(|question| question.key == key);
    let level = Level::ALL.into_iter().find(|known| known.as_str() == level);
    match level {
        Some(level) if known => Ok((key.to_owned(), level)),
        _ => Err(Problem::BadRequest(format!(
            "driver: {text:?} is no driver with :agree, :neutral or :disagree"
        ))),
    }
}

fn named(text: &str, plan: &Plan) -> Result<String, Problem> {
    let known = plan.named.iter().any(|named| named.column() == text);
    known.then(|| text.to_owned()).ok_or_else(|| {
        Problem::BadRequest(format!(
            "named: {text:?} is no question with what can be named in answer to it, as in \
             moment:support"
        ))
    })
}

/// Anywhere in the text, its own wildcards taken literally.
fn pattern(search: &str) -> String {
    format!("%{}%", literally(&search.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_and_places_are_read_or_refused() {
        assert_eq!(score("9").unwrap(), (9, 9));
        assert_eq!(score("0..6").unwrap(), (0, 6));
        for wrong in ["", "11", "6..0", "a", "0..", "-1", "1..2..3"] {
            assert!(score(wrong).is_err(), "{wrong}");
        }
        assert_eq!(cursor(&cursor_text((-5, 12))).unwrap(), (-5, 12));
        assert!(cursor("5").is_err());
    }

    #[test]
    fn wildcards_are_letters() {
        assert_eq!(pattern("50 % A_b\\"), "%50 \\% a\\_b\\\\%");
    }
}

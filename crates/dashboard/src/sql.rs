//! SQL of filters, codes and groups: the parts from which the push-down and the lists of answers
//! are made, one text for both databases.

use facts::code;
use platform::db::{Backend, Value};
use survey::answers::OWN_WORDS;
use survey::{Kind, Question};
use user::Sight;

use crate::filter::{Asked, By, Dim};
use crate::plan::{Codes, Column, MISSING};
use crate::pushdown::Whose;

/// A statement over one survey's responses in the making.
pub(crate) struct Statement {
    backend: Backend,
    params: Vec<Value>,
    conditions: Vec<String>,
}

impl Statement {
    /// Over all responses of a survey that are still there, count and are within the sight.
    pub(crate) fn new(backend: Backend, whose: &Whose) -> Self {
        let mut statement = Self {
            backend,
            params: vec![(&whose.workspace_id).into(), (&whose.survey_id).into()],
            conditions: vec![
                "workspace_id = $1".to_owned(),
                "survey_id = $2".to_owned(),
                "state <> 'erased'".to_owned(),
                "doubt IS NULL".to_owned(),
            ],
        };
        if let Some(seen) = statement.seen(&whose.sight) {
            statement.and(seen);
        }
        statement
    }

    /// The condition that a row of `response` is within a sight; none when it isn't limited.
    pub(crate) fn seen(&mut self, sight: &Sight) -> Option<String> {
        let people = self.param(sight.json()?);
        Some(response::served::is_seen(self.backend, "response", &people))
    }

    /// A parameter; returns how to write it where a text or number is expected.
    pub(crate) fn param(&mut self, value: impl Into<Value>) -> String {
        let value = value.into();
        let kind = match value {
            Value::Int(_) => "BIGINT",
            _ => "TEXT",
        };
        self.params.push(value);
        format!("CAST(${} AS {kind})", self.params.len())
    }

    /// Adds a condition that must hold too.
    pub(crate) fn and(&mut self, condition: String) {
        self.conditions.push(condition);
    }

    /// The text of a member of a JSON column.
    pub(crate) fn member(&mut self, column: &str, name: &str) -> String {
        let name = match self.backend {
            Backend::Postgres => name.to_owned(),
            // A bare name could be taken for a path ($…, […]); a quoted one can't.
            Backend::Sqlite => {
                format!("$.\"{}\"", name.replace('\\', "\\\\").replace('"', "\\\""))
            }
        };
        let name = self.param(name);
        // SQLite gives a number where PostgreSQL gives its text.
        format!("CAST({column} ->> {name} AS TEXT)")
    }

    /// The code of an answer, as in [`facts::code`].
    pub(crate) fn code(&mut self, column: &Column) -> String {
        if column.versions.is_empty() {
            return code::NOT_ASKED.to_string();
        }
        let versions: Vec<String> = column.versions.iter().map(ToString::to_string).collect();
        let answer = self.member("answers", &column.key);
        let code = match &column.codes {
            Codes::Written => {
                format!(
                    "CASE WHEN COALESCE({answer}, '') <> '' THEN 1 ELSE {} END",
                    code::BLANK
                )
            }
            Codes::Range(low, high) => {
                let mut cases = String::new();
                for answer in *low..=*high {
                    cases.push_str(&format!(" WHEN '{answer}' THEN {answer}"));
                }
                for (word, code) in MISSING {
                    cases.push_str(&format!(" WHEN '{word}' THEN {code}"));
                }
                format!("CASE {answer}{cases} ELSE {} END", code::BLANK)
            }
            Codes::Named(choice) => {
                let is_it = match choice.as_str() {
                    OWN_WORDS => format!("{answer} LIKE '{OWN_WORDS}%'"),
                    key => format!("{answer} = {}", self.param(key)),
                };
                named(&is_it, &format!("COALESCE({answer}, '') <> ''"))
            }
            Codes::NamedAmong(choice) => {
                // Without the quotes inside own words an item is what stands between quotes.
                let items = format!("REPLACE({answer}, '\\\"', '')");
                let pattern = match choice.as_str() {
                    OWN_WORDS => format!("%\"{OWN_WORDS}%"),
                    key => format!("%\"{}\"%", literally(key)),
                };
                let pattern = self.param(pattern);
                let is_it = format!("{items} LIKE {pattern} ESCAPE '\\'");
                named(&is_it, &format!("{answer} LIKE '[\"%'"))
            }
        };
        format!(
            "(CASE WHEN version IN ({}) THEN {code} ELSE {} END)",
            versions.join(", "),
            code::NOT_ASKED
        )
    }

    /// What somebody wrote in answer to a question, `''` for nothing.
    pub(crate) fn words(&mut self, question: &Question) -> String {
        if question.kind.takes_own_words() {
            let key = self.param(&question.key);
            words(self.backend, question.kind, &key)
        } else {
            format!("COALESCE({}, '')", self.member("answers", &question.key))
        }
    }

    /// The value of a property as text, `''` for none.
    pub(crate) fn value(&mut self, dim: &Dim) -> String {
        match dim {
            Dim::Language => "language".to_owned(),
            Dim::Channel => "channel".to_owned(),
            Dim::Version => "CAST(version AS TEXT)".to_owned(),
            Dim::Attribute(name) => {
                let member = self.member("attributes", name);
                format!("COALESCE({member}, '')")
            }
        }
    }

    /// What groups are made by: days, which the caller puts into their periods, or a value.
    pub(crate) fn group(&mut self, by: &By) -> String {
        match by {
            By::Period(_) => "day".to_owned(),
            By::Dim(dim) => self.value(dim),
        }
    }

    /// Leaves only what passes the filter.
    pub(crate) fn filter(&mut self, asked: &Asked) {
        if asked.complete_only {
            self.and("state = 'complete'".to_owned());
        }
        if let Some(from) = asked.from {
            let from = self.param(from);
            self.and(format!("day >= {from}"));
        }
        if let Some(to) = asked.to {
            let to = self.param(to);
            self.and(format!("day <= {to}"));
        }
        for (dim, values) in &asked.members {
            if values.is_empty() {
                self.and("1 = 0".to_owned());
                continue;
            }
            let value = self.value(dim);
            let values: Vec<String> = values.iter().map(|v| self.param(v)).collect();
            self.and(format!("{value} IN ({})", values.join(", ")));
        }
    }

    /// `FROM response` with all conditions.
    pub(crate) fn from(&self) -> String {
        format!("FROM response WHERE {}", self.conditions.join(" AND "))
    }

    /// As [`Statement::from`], over the responses of `inner` only.
    pub(crate) fn among(&self, inner: &str) -> String {
        format!(
            "FROM ({inner}) AS response WHERE {}",
            self.conditions.join(" AND ")
        )
    }

    /// The parameters in their order.
    pub(crate) fn params(&self) -> &[Value] {
        &self.params
    }
}

/// SQL for what was written in answer to a question of this kind, `''` for nothing; `key` is SQL for
/// the question's key.
pub fn words(backend: Backend, kind: Kind, key: &str) -> String {
    let answer = match (kind, backend) {
        // Own words stand last.
        (Kind::Elsewhere, Backend::Postgres) => format!("answers -> {key} ->> -1"),
        (Kind::Elsewhere, Backend::Sqlite) => {
            format!("CAST(answers ->> ('$.' || {key} || '[#-1]') AS TEXT)")
        }
        _ => format!("CAST(answers ->> {key} AS TEXT)"),
    };
    if kind.takes_own_words() {
        let start = OWN_WORDS.len() + 1;
        format!("CASE WHEN {answer} LIKE '{OWN_WORDS}%' THEN SUBSTR({answer}, {start}) ELSE '' END")
    } else {
        format!("COALESCE({answer}, '')")
    }
}

/// A text with the wildcards of `LIKE` taken for letters, behind `\\`.
pub(crate) fn literally(text: &str) -> String {
    let mut literal = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            literal.push('\\');
        }
        literal.push(character);
    }
    literal
}

fn named(is_it: &str, is_answered: &str) -> String {
    format!(
        "CASE WHEN {is_it} THEN {} WHEN {is_answered} THEN {} ELSE {} END",
        figures::NAMED,
        figures::NOT_NAMED,
        code::BLANK
    )
}

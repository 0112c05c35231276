//! The small language in which a theme says which comments are about it, one rule per line.
//!
//! - `price` – this word
//! - `pric*` – words that begin so
//! - `~waiting` – all forms of a word: wait, waits, waited
//! - `"customer service"` – these words in a row; each may be any of the above, and `..` stands
//!   for up to three other words: `"not .. expensive"`
//! - `!"gold bar"` – where this stands, nothing counts (so "bar" in "gold bar" doesn't, and
//!   `!"not expensive"` takes a negation out)
//! - `!!test` – comments with this are left out altogether
//! - `# …` – a note
//!
//! Capitals don't matter, and words never match across the end of a sentence.

use std::fmt;

use crate::clean::clean;
use crate::token::tokens;

/// Most rules of a theme.
pub const RULES_MAX: usize = 300;
/// Longest rule, in characters.
pub const RULE_MAX: usize = 120;
/// Fewest letters before a `*`.
const PREFIX_MIN: usize = 2;

/// What a match of a rule means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// The comment is about the theme.
    Include,
    /// What overlaps with this doesn't count.
    NotHere,
    /// The comment is not about the theme, whatever else it says.
    NotThisComment,
}

/// What one place of a rule takes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    /// A word.
    Word(String),
    /// Words that begin so.
    Prefix(String),
    /// All forms of a word.
    Forms(String),
    /// Up to [`crate::matcher::GAP_MAX`] other words.
    Gap,
}

/// One rule: words in a row and what they mean.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// What a match means.
    pub mark: Mark,
    /// What it takes; begins and ends with words.
    pub(crate) parts: Vec<Part>,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mistake {
    /// Nothing in it that could be a word.
    NoLetters,
    /// A character that words don't have, such as a digit.
    Character(char),
    /// Fewer than two letters before the `*`.
    ShortPrefix,
    /// A `*` that is not at the end of a word.
    Star,
    /// A quote without its other one.
    Quote,
    /// `..` at the beginning or end, or twice in a row.
    Gap,
    /// A line of more than [`RULE_MAX`] characters.
    Long,
    /// More than [`RULES_MAX`] rules.
    Many,
    /// No rule that says what the theme is about.
    NothingIncluded,
}

impl Mistake {
    /// A short name, for interfaces and words.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoLetters => "no-letters",
            Self::Character(_) => "character",
            Self::ShortPrefix => "short-prefix",
            Self::Star => "star",
            Self::Quote => "quote",
            Self::Gap => "gap",
            Self::Long => "long",
            Self::Many => "many",
            Self::NothingIncluded => "nothing-included",
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoLetters => f.write_str("a rule needs a word"),
            Self::Character(c) => write!(f, "words have letters only, no {c:?}"),
            Self::ShortPrefix => write!(f, "at least {PREFIX_MIN} letters come before *"),
            Self::Star => f.write_str("* stands at the end of a word only"),
            Self::Quote => f.write_str("a quote is missing, as in \"customer service\""),
            Self::Gap => f.write_str(".. stands between two words"),
            Self::Long => write!(f, "longer than {RULE_MAX} characters"),
            Self::Many => write!(f, "more than {RULES_MAX} rules"),
            Self::NothingIncluded => f.write_str("no rule says what the theme is about"),
        }
    }
}

/// A line that is no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// Which line, from 1.
    pub line: usize,
    /// What stands there.
    pub text: String,
    /// What is wrong.
    pub mistake: Mistake,
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}: {}", self.line, self.text, self.mistake)
    }
}

impl std::error::Error for ParseError {}

/// The rules of a text, one per line; or everything that is wrong with it.
pub fn parse_rules(text: &str) -> Result<Vec<Rule>, Vec<ParseError>> {
    let (mut rules, mut errors) = (Vec::new(), Vec::new());
    let mut last = 1;
    for (line, text) in (1..).zip(text.lines()) {
        last = line;
        let text = text.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let rule = if rules.len() == RULES_MAX {
            Err(Mistake::Many)
        } else {
            parse(text)
        };
        match rule {
            Ok(rule) => rules.push(rule),
            Err(mistake) => errors.push(ParseError {
                line,
                text: text.chars().take(RULE_MAX).collect(),
                mistake,
            }),
        }
        if rules.len() == RULES_MAX && !errors.is_empty() {
            break;
        }
    }
    if errors.is_empty() && !rules.iter().any(|rule| rule.mark == Mark::Include) {
        errors.push(ParseError {
            line: last,
            text: String::new(),
            mistake: Mistake::NothingIncluded,
        });
    }
    if errors.is_empty() {
        Ok(rules)
    } else {
        Err(errors)
    }
}

fn parse(line: &str) -> Result<Rule, Mistake> {
    if line.chars().count() > RULE_MAX {
        return Err(Mistake::Long);
    }
    let (mark, rest) = if let Some(rest) = line.strip_prefix("!!") {
        (Mark::NotThisComment, rest)
    } else if let Some(rest) = line.strip_prefix('!') {
        (Mark::NotHere, rest)
    } else {
        (Mark::Include, line)
    };
    let rest = clean(rest.trim()).replace(['“', '”', '„'], "\"");
    let parts = parts(unquoted(&rest)?)?;
    Ok(Rule { mark, parts })
}

/// The words between quotes, or a line without any.
fn unquoted(rest: &str) -> Result<&str, Mistake> {
    let inside = match rest.strip_prefix('"') {
        Some(open) => open.strip_suffix('"').ok_or(Mistake::Quote)?,
        None => rest,
    };
    if inside.contains('"') {
        return Err(Mistake::Quote);
    }
    Ok(inside)
}

fn parts(inside: &str) -> Result<Vec<Part>, Mistake> {
    let mut parts = Vec::new();
    for piece in inside.split_whitespace() {
        if piece == ".." || piece == "…" || piece == "..." {
            if matches!(parts.last(), None | Some(Part::Gap)) {
                return Err(Mistake::Gap);
            }
            parts.push(Part::Gap);
        } else {
            add_words(piece, &mut parts)?;
        }
    }
    match parts.last() {
        None => Err(Mistake::NoLetters),
        Some(Part::Gap) => Err(Mistake::Gap),
        Some(_) => Ok(parts),
    }
}

/// The words of a piece without spaces: one, or several with hyphens.
fn add_words(piece: &str, parts: &mut Vec<Part>) -> Result<(), Mistake> {
    let (forms, core) = match piece.strip_prefix('~') {
        Some(core) => (true, core),
        None => (false, piece),
    };
    let (prefix, core) = match core.strip_suffix('*') {
        Some(core) => (true, core),
        None => (false, core),
    };
    if core.contains('*') || (forms && prefix) {
        return Err(Mistake::Star);
    }
    let found: Vec<_> = tokens(core).collect();
    let inside = |at: usize| {
        found
            .iter()
            .any(|token| (token.start..token.end).contains(&at))
    };
    let foreign = core
        .char_indices()
        .find(|(at, c)| !inside(*at) && *c != '-');
    if let Some((_, c)) = foreign {
        return Err(Mistake::Character(c));
    }
    let Some(last) = found.len().checked_sub(1) else {
        return Err(Mistake::NoLetters);
    };
    for (index, token) in found.into_iter().enumerate() {
        let word = token.word.into_owned();
        parts.push(if forms {
            Part::Forms(word)
        } else if prefix && index == last {
            if word.chars().count() < PREFIX_MIN {
                return Err(Mistake::ShortPrefix);
            }
            Part::Prefix(word)
        } else {
            Part::Word(word)
        });
    }
    Ok(())
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Prefix(word) => write!(f, "{word}*"),
            Self::Forms(word) => write!(f, "~{word}"),
            Self::Gap => f.write_str(".."),
        }
    }
}

impl fmt::Display for Rule {
    /// As [`parse_rules`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.mark {
            Mark::Include => "",
            Mark::NotHere => "!",
            Mark::NotThisComment => "!!",
        })?;
        if let [only] = self.parts.as_slice() {
            return only.fmt(f);
        }
        f.write_str("\"")?;
        for (index, part) in self.parts.iter().enumerate() {
            let space = if index == 0 { "" } else { " " };
            write!(f, "{space}{part}")?;
        }
        f.write_str("\"")
    }
}

#[cfg(test)]
mod tests;

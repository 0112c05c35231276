//! What is written: words, phrases and themes of comments, in Dutch and English. Pure: texts in,
//! counts and places out.
//!
//! [`tokens`] are the words of a text, every one of them: "niet" and "maar" say more about low
//! scores than any noun. A [`Corpus`] holds many texts as numbers; [`words_apart`] finds what sets
//! two groups apart, a [`Codebook`] says which comments are about a theme and where, and
//! [`suggest`] proposes themes that the data would support.

mod apart;
mod clean;
mod codebook;
mod corpus;
mod entity;
mod language;
mod matcher;
mod rule;
mod stem;
mod suggest;
mod token;

pub use apart::{Group, Message, Options, Side, Term, TermKind, WordsApart, words_apart};
pub use clean::clean;
pub use codebook::{Codebook, Hit, Mentions, Theme};
pub use corpus::Corpus;
pub use language::{Language, bears_meaning, is_negation};
pub use rule::{Mark, Mistake, ParseError, RULE_MAX, RULES_MAX, Rule, parse_rules};
pub use suggest::{Form, SuggestOptions, Suggestion, suggest};
pub use token::{Token, tokens};

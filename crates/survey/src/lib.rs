//! Surveys: questions, versions, languages, templates, publishing.

pub mod answers;
mod api;
pub mod model;
pub mod rules;
pub mod service;
pub mod store;
pub mod templates;

pub use answers::{Answers, validate_answers};
pub use model::{Choice, Definition, Direction, Kind, Question, Status, Survey, Texts};

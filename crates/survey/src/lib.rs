//! Surveys: questions, versions, languages, templates, publishing.

pub mod answers;
pub mod model;
pub mod store;

pub use answers::{Answers, validate_answers};
pub use model::{Choice, Definition, Direction, Kind, Question, Status, Survey, Texts};

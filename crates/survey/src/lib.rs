//! Surveys: questions, versions, languages, templates, publishing.

pub mod model;
pub mod store;

pub use model::{Choice, Definition, Direction, Kind, Question, Status, Survey, Texts};

//! Surveys: questions, versions, languages, templates, publishing.

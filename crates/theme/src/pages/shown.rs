//! A comment as pages show it.

use comments::Group;
use serde::Serialize;

use super::Page;
use crate::list::Line;
use crate::mark::Piece;
use crate::rules::group_of;
use crate::say;

/// A comment with its score and where it leads.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Shown {
    /// The score, if one was given.
    score: Option<u8>,
    /// Its class, for the style.
    class: &'static str,
    /// The class in words, for who can't see its colour.
    class_name: String,
    /// The text, with what was looked for marked.
    pieces: Vec<Piece>,
    /// The language it is in, as far as known.
    language: Option<&'static str>,
    /// When.
    date: String,
    /// The whole answer.
    pub(super) link: String,
    /// The response's id.
    pub(super) response_id: String,
}

impl Page<'_> {
    pub(super) fn shown(&self, line: &Line) -> Shown {
        let metric = self.looked.results.metric;
        let score = Some(line.score).filter(|score| facts::code::is_answer(*score));
        let side = score.zip(metric);
        let side: Option<Group> = side.map(|(score, metric)| group_of(metric, score));
        let voice = self.voice();
        let survey_id = &self.looked.results.survey.survey_id;
        let response_id = line.comment.response_id.clone();
        Shown {
            score: score.filter(|_| metric.is_some()),
            class: side.map_or("", say::css),
            class_name: side
                .zip(metric)
                .map(|(side, metric)| say::side(&voice, metric, side))
                .unwrap_or_default(),
            pieces: line.pieces.clone(),
            language: line.comment.language.map(comments::Language::code),
            date: voice.day(line.comment.day),
            link: format!("/surveys/{survey_id}/responses/{response_id}"),
            response_id,
        }
    }
}

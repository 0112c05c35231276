//! A response as programs send it, and how it becomes one to be stored.

use platform::web::{FieldError, UniqueMap};
use serde::Deserialize;
use serde_json::Value;
use survey::validate_answers;

use crate::model::{Attributes, Channel, Extent, Identity, Moment, New, State};
use crate::rules;
use crate::service::Against;

/// The body of one response.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sent {
    answers: UniqueMap<Value>,
    #[serde(default)]
    attributes: UniqueMap<Value>,
    #[serde(default)]
    external_id: Option<String>,
    #[serde(default)]
    answered_at: Option<String>,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    state: SentState,
}

/// The states a program may give.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum SentState {
    Partial,
    #[default]
    Complete,
}

impl Sent {
    /// The response to store. `identity` is what makes it the same as an earlier one when it has
    /// no external id.
    pub(crate) fn check(
        &self,
        against: &Against,
        identity: Identity,
    ) -> Result<New, Vec<FieldError>> {
        let mut errors = Vec::new();
        let complete = matches!(self.state, SentState::Complete);
        let definition = &against.survey.definition;
        let mut given = self.answers.0.clone();
        survey::rotation::mark_not_asked(definition, &mut given);
        let answers = validate_answers(definition, &given, complete).unwrap_or_else(|e| {
            errors.extend(e);
            survey::Answers::new()
        });
        let attributes = rules::attributes(&self.attributes.0).unwrap_or_else(|e| {
            errors.extend(e);
            Attributes::new()
        });
        if let Some(Err(detail)) = self.external_id.as_deref().map(rules::external_id) {
            errors.push(FieldError::new("/external_id", detail));
        }
        if let Some(Err(detail)) = self.language.as_deref().map(rules::language) {
            errors.push(FieldError::new("/language", detail));
        }
        let answered = self.answered(against).unwrap_or_else(|detail| {
            errors.push(FieldError::new("/answered_at", detail));
            None
        });
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(New {
            state: if complete {
                State::Complete
            } else {
                State::Partial
            },
            channel: Channel::Api,
            identity: self
                .external_id
                .clone()
                .map_or(identity, Identity::External),
            extent: Extent::Whole,
            language: self.language.clone(),
            answers,
            attributes,
            answered,
            doubt: None,
        })
    }

    fn answered(&self, against: &Against) -> Result<Option<Moment>, String> {
        let read = |text| rules::answered_at(text, &against.company.zone, against.now.at_us);
        self.answered_at.as_deref().map(read).transpose()
    }
}

/// All of `sent` checked, or every mistake with the place it is at: `/responses/17/answers/why`.
pub(crate) fn check_all(
    sent: &[Sent],
    against: &Against,
    identity: impl Fn(usize) -> Identity,
) -> Result<Vec<New>, Vec<FieldError>> {
    /// Mistakes told at once; more help nobody.
    const ERRORS_MAX: usize = 1000;
    let mut all = Vec::with_capacity(sent.len());
    let mut errors = Vec::new();
    for (index, one) in sent.iter().enumerate() {
        match one.check(against, identity(index)) {
            Ok(new) => all.push(new),
            Err(found) => errors.extend(found.into_iter().map(|error| {
                FieldError::new(format!("/responses/{index}{}", error.pointer), error.detail)
            })),
        }
        if errors.len() >= ERRORS_MAX {
            break;
        }
    }
    if errors.is_empty() {
        Ok(all)
    } else {
        Err(errors)
    }
}

#[cfg(test)]
mod tests;

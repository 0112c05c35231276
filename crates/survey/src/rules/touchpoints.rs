//! The moments respondents choose from: a survey's touchpoints become choices of the question
//! which of them mattered most, so that everything that knows choices knows them.

use crate::model::{Choice, Definition, Kind, Texts};

use super::key_from;

/// The touchpoints of a survey, each once, in the order of its questions.
pub fn touchpoints(definition: &Definition) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for touchpoint in definition
        .questions
        .iter()
        .filter_map(|q| q.touchpoint.as_deref())
    {
        let touchpoint = touchpoint.trim();
        if !touchpoint.is_empty() && !found.contains(&touchpoint) {
            found.push(touchpoint);
        }
    }
    found
}

/// The definition in which every [`Kind::Moment`] offers the touchpoints of the survey beside its
/// own choices. A touchpoint keeps the key and the texts its choice has; one that no question
/// measures any more is no choice. Doing it twice changes nothing.
#[must_use]
pub fn with_touchpoints(mut definition: Definition) -> Definition {
    let touchpoints: Vec<String> = touchpoints(&definition)
        .into_iter()
        .map(str::to_owned)
        .collect();
    let language = definition.language().to_owned();
    for question in &mut definition.questions {
        if question.kind != Kind::Moment {
            continue;
        }
        let choices = &mut question.choices;
        choices.retain(|choice| {
            let stands_for = choice.touchpoint.as_ref();
            stands_for.is_none_or(|touchpoint| touchpoints.contains(touchpoint))
        });
        for touchpoint in &touchpoints {
            let is_this = |choice: &Choice| choice.touchpoint.as_ref() == Some(touchpoint);
            if choices.iter().any(is_this) {
                continue;
            }
            let key = key_from(touchpoint, |key| choices.iter().any(|c| c.key == key));
            let choice = Choice {
                key,
                text: Texts::from([(language.clone(), touchpoint.clone())]),
                touchpoint: Some(touchpoint.clone()),
            };
            // Touchpoints before what was added by hand.
            let after = choices.iter().rposition(|c| c.touchpoint.is_some());
            choices.insert(after.map_or(0, |last| last + 1), choice);
        }
    }
    definition
}

#[cfg(test)]
mod tests;

//! How many people some answers are of, where that decides what hides: somebody known who answered
//! more than once counts once, whoever isn't known is somebody else each time.

use std::collections::HashSet;
use std::sync::Arc;

use platform::Problem;

use crate::again::Repeated;
use crate::source::Source;

/// Who gave which answers, as far as somebody gave several.
#[derive(Clone, Debug, Default)]
pub struct Respondents(Arc<Repeated>);

impl Respondents {
    /// A number for whoever gave the response with this place in the survey: the place of their first.
    pub fn of(&self, ordinal: u32) -> u32 {
        self.0.person(ordinal).unwrap_or(ordinal)
    }

    /// How many people gave these responses.
    pub fn count(&self, ordinals: impl Iterator<Item = u32>) -> u64 {
        ordinals
            .map(|ordinal| self.of(ordinal))
            .collect::<HashSet<u32>>()
            .len() as u64
    }
}

impl Source {
    /// Who gave which answers; everybody is somebody else where no group hides, and of employees.
    pub async fn respondents(&self) -> Result<Respondents, Problem> {
        if !self.privacy().hides() || self.survey.definition.employees {
            return Ok(Respondents::default());
        }
        Ok(Respondents(self.repeated().await?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_answered_again_counts_once() {
        let of = |(ordinal, contact): (i64, &str)| (ordinal, contact.to_owned());
        let known = [(1, "a"), (4, "a"), (2, "b"), (9, "b"), (7, "c")];
        let respondents = Respondents(Arc::new(Repeated::of(known.map(of).to_vec())));
        assert_eq!(respondents.count([1, 4, 2, 9, 7, 3].into_iter()), 4);
        assert_eq!(respondents.of(4), respondents.of(1));
        assert_eq!(Respondents::default().count([1, 4].into_iter()), 2);
    }
}

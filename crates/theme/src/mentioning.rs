//! The answers that mention a theme, for whoever does something about it.

use std::collections::BTreeSet;

use dashboard::Whose;
use platform::{DbError, Problem, Tx};

use crate::look::{Themes, codebook};
use crate::model::Theme;
use crate::rules::comment_keys;
use crate::shelf::Texts;
use crate::store;

/// The answers that mention a theme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentioning {
    /// What the theme is called.
    pub name: String,
    /// Whether only groups are shown, as of employees: then no answer is named.
    pub groups_only: bool,
    /// Each once, in the order of their ids.
    pub response_ids: Vec<String>,
}

impl Themes {
    /// The answers of a survey, answered on these days (since 1970, both included), that mention a
    /// theme in answer to any question. 404 when there is no such survey or theme.
    pub async fn mentioning(
        &self,
        whose: &Whose,
        theme_id: &str,
        (from_day, to_day): (Option<i32>, Option<i32>),
    ) -> Result<Mentioning, Problem> {
        let (of, id) = (whose.clone(), theme_id.to_owned());
        let read = move |tx: &mut Tx<'_>| {
            let survey = survey::store::by_id(tx, &of.workspace_id, &of.survey_id)?;
            let survey_id = (of.workspace_id.as_str(), of.survey_id.as_str());
            let seen = response::served::responses_seen(tx, survey_id, &of.sight)?;
            Ok((survey, store::by_id(tx, &of, &id, false)?, seen))
        };
        let found: Result<_, DbError> = self.dashboard.app.db.read(read).await;
        let (survey, theme, seen) = found?;
        let is_nothing_seen = seen.as_ref().is_some_and(BTreeSet::is_empty);
        let survey = survey.filter(|_| !is_nothing_seen);
        let survey = survey.ok_or_else(|| Problem::no("survey"))?;
        let theme = theme.ok_or_else(|| Problem::no("theme"))?;
        let mut all = Mentioning {
            name: theme.name.clone(),
            groups_only: !survey.definition.shows_answers_to(&whose.sight),
            response_ids: Vec::new(),
        };
        if all.groups_only {
            return Ok(all);
        }
        for key in comment_keys(&survey) {
            let Some(question) = survey.definition.question(key) else {
                continue;
            };
            let db = &self.dashboard.app.db;
            let slot = self.shelf.current(db, whose, question, survey.change_seq);
            let (slot, theme) = (slot.await?, theme.clone());
            let days = (from_day.unwrap_or(i32::MIN), to_day.unwrap_or(i32::MAX));
            let ids = tokio::task::spawn_blocking(move || ids(&slot.read(), theme, days));
            let ids = ids
                .await
                .map_err(|e| Problem::Internal(format!("looking for a theme: {e}")))?;
            all.response_ids.extend(ids);
        }
        if let Some(seen) = seen {
            all.response_ids.retain(|id| seen.contains(id));
        }
        all.response_ids.sort_unstable();
        all.response_ids.dedup();
        Ok(all)
    }
}

/// The responses whose comments mention the theme.
fn ids(texts: &Texts, theme: Theme, (from_day, to_day): (i32, i32)) -> Vec<String> {
    let wanted =
        texts.comments.iter().enumerate().filter(|(_, comment)| {
            comment.is_current && (from_day..=to_day).contains(&comment.day)
        });
    let places = wanted.map(|(place, _)| place as u32);
    let mentions = codebook(&[theme]).apply_to(&texts.corpus, places);
    let mentions = mentions.themes.first().map_or(&[][..], Vec::as_slice);
    let id = |place: &u32| texts.comments[*place as usize].response_id.clone();
    mentions.iter().map(id).collect()
}

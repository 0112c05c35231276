//! What a channel is told.

use platform::words::Language;
use platform::{DbError, Tx, inert};
use webhook::Message;

use super::{Desk, Firing};

/// Longest piece of a comment that is told, in characters.
const COMMENT_MAX: usize = 1_000;

impl Desk {
    /// The message about a firing, in the language of the administrators.
    pub(super) fn message(&self, tx: &mut Tx<'_>, firing: &Firing<'_>) -> Result<Message, DbError> {
        let administrators = user::people::administrators(tx, &firing.rule.workspace_id)?;
        let language = administrators
            .first()
            .and_then(|person| Language::from_code(&person.language))
            .unwrap_or_default();
        let say = |key: &str| self.app.words.say(language, key, &[]);
        let values = &firing.values;
        let score = values.score.map(|score| score.to_string());
        let lines = [
            ("rule-told-account", values.account.clone()),
            ("rule-told-contact", values.contact.clone()),
            ("rule-told-score", score.unwrap_or_default()),
            ("rule-told-survey", values.survey.clone()),
        ];
        let lines = lines
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| (say(key), inert::line(&value, COMMENT_MAX)));
        let comment = firing.subject.comments.first();
        Ok(Message {
            title: firing.rule.name.clone(),
            lines: lines.collect(),
            text: comment.map(|text| text.chars().take(COMMENT_MAX).collect()),
            link: crate::told::link(&firing.fired).map(|(word, path)| {
                let url = format!("{}{path}", self.app.base_url);
                (say(word), url)
            }),
        })
    }
}

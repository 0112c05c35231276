//! The rules of a workspace that are on, ready to be asked: read again only when one of them
//! changed, with the words of all of them compiled together.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use comments::{Codebook, Corpus, Language, Theme as Topic};
use platform::{DbError, Tx};
use policy::trigger::{Condition, Theme};

use crate::model::{Moment, Rule, State};
use crate::store;

/// Workspaces whose rules are kept; beyond them all are read again.
const KEPT_MAX: usize = 1_000;
/// What stands before the key of a topic that is a theme.
const THEME: &str = "theme:";
/// The same for words of a rule.
const WORDS: &str = "words:";

/// Rules and what must be known to ask them.
#[derive(Debug, Default)]
pub(crate) struct Set {
    /// The rules.
    pub(crate) rules: Vec<Rule>,
    needs: Needs,
    /// What comments are looked through for: words of rules, and themes.
    topics: Codebook,
    /// Place of each topic by its key.
    places: HashMap<String, usize>,
}

/// What any of the rules asks for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Needs {
    /// Attributes of accounts.
    pub(crate) accounts: bool,
    /// Attributes of contacts.
    pub(crate) contacts: bool,
    /// Roles of people for the account.
    pub(crate) roles: Vec<String>,
    /// Words or themes of comments.
    pub(crate) comments: bool,
    /// Some of them are themes, which change without their rules.
    themes: bool,
}

/// Which comments of a batch are about which topic.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// Per topic, which of the texts' owners.
    about: Vec<Vec<bool>>,
}

impl Set {
    /// `rules`, with the themes that are known.
    pub(crate) fn new(rules: Vec<Rule>, themes: &[theme::known::Known]) -> Self {
        let mut set = Self::default();
        for rule in &rules {
            rule.definition
                .when
                .each_leaf("", &mut |_, leaf| set.take(leaf, themes));
        }
        set.rules = rules;
        set
    }

    fn take(&mut self, leaf: &Condition, themes: &[theme::known::Known]) {
        match leaf {
            Condition::Account(_) => self.needs.accounts = true,
            Condition::Contact(_) => self.needs.contacts = true,
            Condition::HasRole(role) if !self.needs.roles.contains(role) => {
                self.needs.roles.push(role.clone());
            }
            Condition::Words(words) => {
                self.needs.comments = true;
                self.add_topic(format!("{WORDS}{words}"), words);
            }
            Condition::Theme(theme) => {
                self.needs.comments = true;
                self.needs.themes = true;
                let found = themes
                    .iter()
                    .find(|one| one.theme_id == theme.theme_id && one.survey_id == theme.survey_id);
                if let Some(found) = found {
                    self.add_topic(format!("{THEME}{}", theme.theme_id), &found.rules);
                }
            }
            _ => {}
        }
    }

    fn add_topic(&mut self, key: String, rules: &str) {
        if self.places.contains_key(&key) {
            return;
        }
        // What was stored was checked; a theme that can't be read any more stays unknown.
        if let Ok(topic) = Topic::parse(key.clone(), "", rules) {
            self.places.insert(key, self.topics.themes.len());
            self.topics.themes.push(topic);
        }
    }

    /// What must be known.
    pub(crate) fn needs(&self) -> &Needs {
        &self.needs
    }

    /// Reads the comments of so many owners, once for all topics. Each comment comes with its
    /// owner's place and language.
    pub(crate) fn read<'a>(
        &self,
        owners: usize,
        comments: impl Iterator<Item = (usize, &'a str, &'a str)>,
    ) -> Said {
        if self.topics.themes.is_empty() {
            return Said::default();
        }
        let (mut whose, mut texts) = (Vec::new(), Vec::new());
        for (owner, text, language) in comments {
            whose.push(owner);
            texts.push((text, Language::from_code(language)));
        }
        let corpus = Corpus::read(texts);
        let mentions = self.topics.apply(&corpus);
        let about = mentions.themes.iter().map(|texts| {
            let mut about = vec![false; owners];
            for text in texts {
                about[whose[*text as usize]] = true;
            }
            about
        });
        Said {
            about: about.collect(),
        }
    }

    /// Whether an owner's comments say these words; `None` when that was not looked for.
    pub(crate) fn says(&self, said: &Said, owner: usize, words: &str) -> Option<bool> {
        self.holds(said, owner, &format!("{WORDS}{words}"))
    }

    /// Whether an owner's comments are about a theme; `None` when the theme is gone.
    pub(crate) fn about(&self, said: &Said, owner: usize, theme: &Theme) -> Option<bool> {
        self.holds(said, owner, &format!("{THEME}{}", theme.theme_id))
    }

    fn holds(&self, said: &Said, owner: usize, key: &str) -> Option<bool> {
        let place = *self.places.get(key)?;
        said.about.get(place)?.get(owner).copied()
    }
}

/// What is kept of a workspace.
#[derive(Clone)]
struct Kept {
    epoch: i64,
    themes: Vec<theme::known::Known>,
    set: Arc<Set>,
}

/// The sets of this process.
#[derive(Clone, Default)]
pub(crate) struct Sets(Arc<Mutex<HashMap<String, Kept>>>);

impl Sets {
    /// The rules that are on and look at answers, as they are now.
    pub(crate) fn current(&self, tx: &mut Tx<'_>, workspace_id: &str) -> Result<Arc<Set>, DbError> {
        let epoch = store::epoch(tx, workspace_id)?;
        let kept = self.lock().get(workspace_id).cloned();
        let kept = kept.filter(|kept| kept.epoch == epoch);
        if let Some(kept) = &kept
            && !kept.set.needs.themes
        {
            return Ok(kept.set.clone());
        }
        let rules = match &kept {
            Some(kept) => kept.set.rules.clone(),
            None => {
                let mut rules = store::all(tx, workspace_id, Some(State::On))?;
                rules.retain(|rule| rule.definition.on == Moment::Answer);
                rules
            }
        };
        let has_themes = kept.is_some() || asks_themes(&rules);
        let themes = if has_themes {
            theme::known::known(tx, workspace_id)?
        } else {
            Vec::new()
        };
        if let Some(kept) = kept
            && kept.themes == themes
        {
            return Ok(kept.set);
        }
        let set = Arc::new(Set::new(rules, &themes));
        let mut sets = self.lock();
        if sets.len() >= KEPT_MAX {
            sets.clear();
        }
        let kept = Kept {
            epoch,
            themes,
            set: set.clone(),
        };
        sets.insert(workspace_id.to_owned(), kept);
        Ok(set)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether any of `rules` is about a theme.
pub(crate) fn asks_themes(rules: &[Rule]) -> bool {
    let mut asks = false;
    for rule in rules {
        rule.definition.when.each_leaf("", &mut |_, leaf| {
            asks |= matches!(leaf, Condition::Theme(_));
        });
    }
    asks
}

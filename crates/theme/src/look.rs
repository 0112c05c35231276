//! What pages and API look at alike: the comments that pass the filter, with their scores and
//! customers, and the figures of the survey's themes. Figures are kept until something changes.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use comments::{Codebook, Mentions};
use dashboard::filter::{Dim, Others};
use dashboard::people::PeopleAsk;
use dashboard::results::{Depth, Results};
use dashboard::{Dashboard, Whose, words_column};
use facts::code;
use platform::web::QueryPairs;
use platform::{DbError, Problem, Tx};
use sample::settings::InForce;
use user::Sight;

use crate::customer;
use crate::figures::{self, Agreement, Overview, Picked};
use crate::model::{HandCode, Theme};
use crate::protect::{Writers, protect};
use crate::rules::comment_keys;
use crate::shelf::{Shelf, Slot, Texts};
use crate::store;
use crate::worth::Worth;

/// Results kept at a time.
const KNOWN_MAX: usize = 64;
/// What every handler of this slice shares, and whoever else asks about themes: comments are in
/// memory once.
#[derive(Clone)]
pub struct Themes {
    pub(crate) dashboard: Dashboard,
    pub(crate) shelf: Shelf,
    known: Arc<Mutex<Known>>,
}

/// Account, weight, and the names of all attributes.
type Attributes = (Option<String>, Option<String>, Vec<String>);

/// The comments that pass the filter, and who wrote them.
#[derive(Default)]
struct Found {
    slot: Arc<Slot>,
    picked: Vec<Picked>,
    writers: Writers,
    worth: Option<Worth>,
    accounts: Vec<String>,
    /// How many responses were read, and of how many.
    read: (u64, u64),
}

/// Figures by what they depend on, latest first.
type Known = VecDeque<(String, Arc<Overview>)>;

/// Why nothing is shown of what employees wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hidden {
    /// A filter is set: it could single somebody out.
    Filtered,
    /// Too few wrote something.
    Few,
}

/// The comments as asked.
pub(crate) struct Looked {
    /// The counts, for filter bar and headings.
    pub(crate) results: Results,
    /// The question whose comments these are; none when no question takes text.
    pub(crate) question: Option<String>,
    /// All questions that take text.
    pub(crate) questions: Vec<String>,
    /// The attribute by which customers are told apart.
    pub(crate) account: Option<String>,
    /// The attributes that may say what a customer is worth.
    pub(crate) values: Vec<String>,
    /// The one that does.
    pub(crate) value: Option<String>,
    /// The survey's themes.
    pub(crate) themes: Vec<Theme>,
    /// The comments in memory.
    pub(crate) slot: Arc<Slot>,
    /// Those that pass the filter, in the order of their texts.
    pub(crate) picked: Arc<Vec<Picked>>,
    /// Who wrote them, where that decides what hides.
    pub(crate) writers: Arc<Writers>,
    /// What the customers are worth, when an attribute says so.
    pub(crate) worth: Option<Arc<Worth>>,
    /// Names of customers who have an account, by their number.
    pub(crate) accounts: Arc<Vec<String>>,
    /// How many responses were read, and of how many.
    pub(crate) read: (u64, u64),
    /// What people say of comments.
    pub(crate) codes: Arc<Vec<HandCode>>,
    /// Why nothing may be shown.
    pub(crate) hidden: Option<Hidden>,
    codes_mark: (i64, i64),
}

impl Looked {
    /// Whether nothing is shown but of groups, as of employees: no single comment.
    pub(crate) fn groups_only(&self) -> bool {
        !self.results.shows_answers()
    }

    /// Whether only the newest comments were read.
    pub(crate) fn truncated(&self) -> bool {
        self.slot.read().truncated
    }

    /// How many responses were read of how many, when only a sample was.
    pub(crate) fn sample(&self) -> Option<(u64, u64)> {
        Some(self.read).filter(|(read, of)| read < of)
    }

    /// The name of a customer's account.
    pub(crate) fn customer(&self, customer: u32) -> Option<&String> {
        self.accounts.get(customer as usize)
    }

    /// Refuses to show or search single comments where only groups are shown.
    pub(crate) fn refuse_single(&self) -> Result<(), Problem> {
        if self.groups_only() || self.hidden.is_some() {
            return Err(Problem::Forbidden(
                "what people wrote here can not be searched or narrowed, so that nobody is recognised"
                    .to_owned(),
            ));
        }
        Ok(())
    }
}

impl Themes {
    /// With no comments in memory yet.
    pub fn new(dashboard: Dashboard) -> Self {
        Self {
            dashboard,
            shelf: Shelf::default(),
            known: Arc::default(),
        }
    }

    /// The comments on the question and by the filter of a query. `others` are the further
    /// parameters of the page; `question` must be among them.
    pub(crate) async fn look(
        &self,
        whose: &Whose,
        query: &QueryPairs,
        others: Others<'_>,
        depth: Depth,
    ) -> Result<Looked, Problem> {
        let results = self.dashboard.results(whose, query, others, depth).await?;
        let questions: Vec<String> = comment_keys(&results.survey)
            .into_iter()
            .map(str::to_owned)
            .collect();
        let question = question(query, &questions)?;
        let of = (whose.clone(), question.clone().unwrap_or_default());
        let read = move |tx: &mut Tx<'_>| {
            let (whose, question) = &of;
            Ok((
                store::all(tx, whose)?,
                store::hand_codes(tx, whose, question)?,
                store::codes_mark(tx, whose)?,
            ))
        };
        let stored: Result<_, DbError> = self.dashboard.app.db.read(read).await;
        let (themes, codes, codes_mark) = stored?;
        let (account, weight, names) = self.attributes(&results).await?;
        let values = customer::values(&results, &names, &[&account, &weight]);
        let mut value = customer::value(query.get("value"), &values)?;
        let found = match &question {
            Some(question) => {
                let by = (account.clone(), value.clone());
                self.pick(&results, question, by).await?
            }
            None => Found::default(),
        };
        if found.worth.is_none() {
            customer::refuse(query.get("value"), question.as_ref())?;
            value = None;
        }
        let Found {
            slot,
            picked,
            writers,
            worth,
            accounts,
            read,
        } = found;
        let codes = codes_seen(codes, &results, &slot.read(), &picked);
        let hidden = hidden(&results, &picked, &writers);
        Ok(Looked {
            results,
            question,
            questions,
            account,
            values,
            value,
            themes,
            slot,
            picked: Arc::new(picked),
            writers: Arc::new(writers),
            worth: worth.map(Arc::new),
            accounts: Arc::new(accounts),
            read,
            codes: Arc::new(codes),
            hidden,
            codes_mark,
        })
    }

    /// The attributes that tell customers apart and how they weigh, as somebody set them or as
    /// their names suggest; and all names.
    async fn attributes(&self, results: &Results) -> Result<Attributes, Problem> {
        let saved = sample::saved(&self.dashboard, &results.source.whose).await?;
        let dims = results.source.dims().await?;
        let names: Vec<String> = dims
            .into_iter()
            .filter_map(|dim| match dim {
                Dim::Attribute(name) => Some(name),
                _ => None,
            })
            .collect();
        let set = InForce::of(saved, &names);
        Ok((set.account().cloned(), set.weight().cloned(), names))
    }

    /// The comments that pass the filter, each with score and customer.
    async fn pick(
        &self,
        results: &Results,
        question: &str,
        (account, value): (Option<String>, Option<String>),
    ) -> Result<Found, Problem> {
        let source = &results.source;
        let db = &self.dashboard.app.db;
        let asked = results.survey.definition.question(question);
        let asked = asked.ok_or_else(|| Problem::no("question"))?;
        let slot = self
            .shelf
            .current(db, &source.whose, asked, results.change_seq);
        let slot = slot.await?;
        let outcome = results.survey.definition.outcome();
        let outcome = outcome.filter(|_| results.metric.is_some());
        let ask = PeopleAsk {
            filter: results.asked.clone(),
            // Without scores any column will do: who is there counts.
            outcome: outcome.map_or_else(|| words_column(asked), |outcome| outcome.key.clone()),
            attributes: value.into_iter().collect(),
            account,
            ..PeopleAsk::default()
        };
        let rows = source.people(ask).await?;
        let respondents = source.respondents().await?;
        let sides = source.sides(&results.asked, rows.ordinals.clone()).await?;
        let hides = results.privacy().hides();
        let has_scores = outcome.is_some();
        let found = tokio::task::spawn_blocking(move || {
            let by = (&respondents, sides.as_slice());
            let texts = slot.read();
            let writers = hides.then(|| Writers::of(&texts, &rows, by));
            let picked = customer::picked(&texts, &rows, (has_scores, &respondents));
            drop(texts);
            Found {
                slot,
                picked,
                writers: writers.unwrap_or_default(),
                worth: customer::worth(&rows, &respondents),
                read: (rows.people.len() as u64, rows.people.of),
                accounts: rows.account_names,
            }
        });
        found
            .await
            .map_err(|e| Problem::Internal(format!("picking comments: {e}")))
    }

    /// The figures of what was looked at.
    pub(crate) async fn overview(&self, looked: &Looked) -> Result<Arc<Overview>, Problem> {
        if looked.hidden.is_some() || looked.question.is_none() {
            return Ok(Arc::default());
        }
        let key = key(looked);
        if let Some(found) = self.recall(&key) {
            return Ok(found);
        }
        let (slot, picked) = (looked.slot.clone(), looked.picked.clone());
        let (themes, codes) = (looked.themes.clone(), looked.codes.clone());
        let (groups_only, privacy) = (looked.groups_only(), looked.results.privacy());
        let metric = looked.results.metric.filter(|_| !groups_only);
        let (worth, writers) = (looked.worth.clone(), looked.writers.clone());
        let made = tokio::task::spawn_blocking(move || {
            let texts = slot.read();
            let agreement = agreement(&texts, &themes, &codes);
            let codebook = codebook(&themes);
            let by = (metric, agreement.as_slice());
            let mentions = codebook.apply_to(&texts.corpus, picked.iter().map(|one| one.text));
            let mut overview = overview(&texts, &picked, &mentions, by, worth.as_deref());
            let mentions = (picked.as_slice(), mentions.themes.as_slice());
            protect(&mut overview, mentions, &writers, (privacy, groups_only));
            overview
        });
        let made = made
            .await
            .map_err(|e| Problem::Internal(format!("looking at comments: {e}")))?;
        let made = Arc::new(made);
        self.remember(key, made.clone());
        Ok(made)
    }

    fn recall(&self, key: &str) -> Option<Arc<Overview>> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let found = known.iter().find(|(known, _)| known == key);
        found.map(|(_, overview)| overview.clone())
    }

    fn remember(&self, key: String, overview: Arc<Overview>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.push_front((key, overview));
        known.truncate(KNOWN_MAX);
    }
}

/// Why nothing of these comments may be shown, if nothing may.
fn hidden(results: &Results, picked: &[Picked], writers: &Writers) -> Option<Hidden> {
    let groups_only = !results.shows_answers();
    if groups_only && results.asked.is_filtered() {
        return Some(Hidden::Filtered);
    }
    let is_few = writers.sizes(picked.iter()).is_few(results.privacy());
    let is_few = is_few || groups_only && picked.is_empty();
    (results.hidden || is_few).then_some(Hidden::Few)
}

/// What people say of the comments that are seen: of others nobody is told.
fn codes_seen(
    mut codes: Vec<HandCode>,
    results: &Results,
    texts: &Texts,
    picked: &[Picked],
) -> Vec<HandCode> {
    if results.source.whose.sight != Sight::Everything {
        let of = |one: &Picked| texts.comments[one.text as usize].response_id.as_str();
        let seen: HashSet<&str> = picked.iter().map(of).collect();
        codes.retain(|code| seen.contains(code.response_id.as_str()));
    }
    codes
}

/// Everything the figures depend on.
fn key(looked: &Looked) -> String {
    let themes = looked.themes.iter();
    let themes: Vec<String> = themes
        .map(|theme| format!("{}:{}", theme.theme_id, theme.revision))
        .collect();
    let source = &looked.results.source;
    format!(
        "{:?}",
        (
            &source.whose.workspace_id,
            &source.whose.survey_id,
            (
                &source.whose.sight,
                source.whose.outside,
                source.served_seq()
            ),
            (&looked.question, &looked.account, &looked.value),
            (looked.results.change_seq, looked.results.survey.revision),
            looked.results.asked.filter_pairs(),
            themes,
            (looked.codes_mark, looked.writers.fingerprint()),
        )
    )
}

/// The question asked for, else the first; none when the survey has none.
fn question(query: &QueryPairs, questions: &[String]) -> Result<Option<String>, Problem> {
    match query.get("question").filter(|key| !key.is_empty()) {
        None => Ok(questions.first().cloned()),
        Some(key) if questions.iter().any(|known| known == key) => Ok(Some(key.to_owned())),
        Some(key) => Err(Problem::BadRequest(format!(
            "question: {key:?} is no question people answer in their own words; there is {}",
            questions.join(", ")
        ))),
    }
}

/// The themes as they can be looked for. Rules that no longer can be read find nothing.
pub(crate) fn codebook(themes: &[Theme]) -> Codebook {
    let themes = themes.iter().map(|theme| comments::Theme {
        key: theme.theme_id.clone(),
        name: theme.name.clone(),
        rules: comments::parse_rules(&theme.rules).unwrap_or_default(),
    });
    Codebook {
        themes: themes.collect(),
    }
}

fn overview(
    texts: &Texts,
    picked: &[Picked],
    mentions: &Mentions,
    (metric, agreement): (Option<::figures::Metric>, &[Agreement]),
    worth: Option<&Worth>,
) -> Overview {
    let with_theme = |one: &&Picked| {
        let mut themes = mentions.themes.iter();
        themes.any(|texts| texts.binary_search(&one.text).is_ok())
    };
    let themed = picked.iter().filter(with_theme).count();
    let scored = picked.iter().filter(|one| code::is_answer(one.score));
    let (words, suggestions) = std::thread::scope(|scope| {
        let words = scope.spawn(|| {
            let options = comments::Options::default();
            metric.map(|metric| figures::words(&texts.corpus, picked, metric, &options))
        });
        let suggestions = figures::suggestions(&texts.corpus, picked, &mentions.themes);
        let words = words.join();
        let words = words.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        (words, suggestions)
    });
    Overview {
        comments: picked.len() as u64,
        customers: figures::customers(picked.iter().copied()),
        scored: scored.clone().count() as u64,
        figure: metric.map(|metric| figures::figure(metric, scored.copied())),
        stands: figures::stands(picked, worth),
        themes: figures::themes(picked, &mentions.themes, metric, agreement, worth),
        suggestions,
        without_theme: (picked.len() - themed) as u64,
        words: words.unwrap_or_default(),
        rules: mentions.rules.clone(),
    }
}

/// How rules and people agree, per theme, on all comments that were coded by hand.
pub(crate) fn agreement(texts: &Texts, themes: &[Theme], codes: &[HandCode]) -> Vec<Agreement> {
    let places = coded_places(texts, codes);
    let mut coded: Vec<u32> = places.values().copied().collect();
    coded.sort_unstable();
    let mentions = codebook(themes).apply_to(&texts.corpus, coded.iter().copied());
    let mut found = vec![Agreement::default(); themes.len()];
    for one in codes {
        let theme = themes
            .iter()
            .position(|theme| theme.theme_id == one.theme_id);
        let place = places.get(one.response_id.as_str());
        if let (Some(theme), Some(place)) = (theme, place) {
            let by_rules = usize::from(mentions.has(theme, *place));
            found[theme].table[usize::from(one.has)][by_rules] += 1;
        }
    }
    found
}

/// The places of the comments that were coded by hand, by response.
pub(crate) fn coded_places<'a>(texts: &Texts, codes: &'a [HandCode]) -> HashMap<&'a str, u32> {
    let mut places: HashMap<&str, Option<u32>> = codes
        .iter()
        .map(|code| (code.response_id.as_str(), None))
        .collect();
    for (place, comment) in (0..).zip(&texts.comments) {
        if comment.is_current
            && let Some(known) = places.get_mut(comment.response_id.as_str())
        {
            *known = Some(place);
        }
    }
    places
        .into_iter()
        .filter_map(|(id, place)| Some((id, place?)))
        .collect()
}

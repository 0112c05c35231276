//! The comments behind a figure: which ones, newest first, with what was looked for marked.

use comments::{Codebook, Group, Language};
use dashboard::filter::address;
use figures::Metric;
use platform::Problem;
use platform::web::QueryPairs;

use crate::figures::Picked;
use crate::look::{Looked, codebook};
use crate::mark::{Piece, find_all, pieces};
use crate::model::Theme;
use crate::rules::group_of;
use crate::shelf::{Comment, Texts};

/// Comments on a page.
pub(crate) const PAGE: usize = 30;
/// Longest text that can be searched for, in characters.
const SEARCH_MAX: usize = 200;
/// Stands for "no theme at all".
pub(crate) const NO_THEME: &str = "none";
/// Parameters of the list beside the filter.
pub(crate) const PARAMETERS: [&str; 6] = ["question", "theme", "class", "term", "q", "page"];

/// Which comments of a filter are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Id of a theme, or [`NO_THEME`].
    pub(crate) theme: Option<String>,
    /// A side of the outcome.
    pub(crate) class: Option<Group>,
    /// A word or phrase.
    pub(crate) term: Option<String>,
    /// A text.
    pub(crate) search: Option<String>,
    /// Which page, from 1.
    pub(crate) page: usize,
}

/// The sides of an outcome with their names in addresses.
const CLASSES: [(&str, Group); 3] = [
    ("low", Group::Low),
    ("middle", Group::Other),
    ("high", Group::High),
];

/// The name of a side in addresses.
pub(crate) fn class_name(class: Group) -> &'static str {
    CLASSES
        .iter()
        .find(|(_, known)| *known == class)
        .map_or("", |(name, _)| name)
}

impl Wanted {
    /// Reads the parameters of [`PARAMETERS`].
    pub(crate) fn read(query: &QueryPairs, themes: &[Theme]) -> Result<Self, Problem> {
        let given = |name: &str| query.get(name).filter(|value| !value.is_empty());
        let mut wanted = Self {
            page: 1,
            ..Self::default()
        };
        if let Some(id) = given("theme") {
            if id != NO_THEME && themes.iter().all(|theme| theme.theme_id != id) {
                return Err(Problem::no("theme"));
            }
            wanted.theme = Some(id.to_owned());
        }
        if let Some(name) = given("class") {
            let found = CLASSES.iter().find(|(known, _)| *known == name);
            let Some((_, class)) = found else {
                return Err(Problem::BadRequest(format!(
                    "class: {name:?} is none of low, middle, high"
                )));
            };
            wanted.class = Some(*class);
        }
        for (name, into) in [("term", &mut wanted.term), ("q", &mut wanted.search)] {
            let Some(text) = given(name) else { continue };
            if text.chars().count() > SEARCH_MAX {
                return Err(Problem::BadRequest(format!(
                    "{name}: at most {SEARCH_MAX} characters"
                )));
            }
            *into = Some(text.to_owned());
        }
        if let Some(text) = given("page") {
            let page = text
                .parse()
                .ok()
                .filter(|page| (1..=100_000).contains(page));
            wanted.page = page.ok_or_else(|| {
                Problem::BadRequest(format!("page: {text:?} is no page; pages count from 1"))
            })?;
        }
        Ok(wanted)
    }

    /// As parameters, the page left out.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        let class = self.class.map(|class| class_name(class).to_owned());
        [
            ("theme", self.theme.clone()),
            ("class", class),
            ("term", self.term.clone()),
            ("q", self.search.clone()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
    }
}

/// The address of a list of comments within what was looked at.
pub(crate) fn comments_at(looked: &Looked, wanted: &Wanted) -> String {
    let mut pairs = looked.results.asked.filter_pairs();
    if looked.questions.len() > 1 {
        pairs.extend(
            looked
                .question
                .iter()
                .map(|q| ("question".to_owned(), q.clone())),
        );
    }
    pairs.extend(wanted.pairs());
    if wanted.page > 1 {
        pairs.push(("page".to_owned(), wanted.page.to_string()));
    }
    let path = format!(
        "/surveys/{}/themes/comments",
        looked.results.survey.survey_id
    );
    address(&path, &pairs)
}

/// A comment in a list.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// The comment.
    pub(crate) comment: Comment,
    /// Code of the answer to the outcome.
    pub(crate) score: u8,
    /// The text, with what was looked for marked.
    pub(crate) pieces: Vec<Piece>,
}

/// A page of a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lines {
    /// Newest first.
    pub(crate) lines: Vec<Line>,
    /// How many there are on all pages.
    pub(crate) count: usize,
}

/// What is looked for, ready to be looked for.
struct Search {
    /// Themes that must be there; the term is one.
    codebooks: Vec<Codebook>,
    /// Themes none of which may be there.
    without: Option<Codebook>,
    text: Option<String>,
}

impl Search {
    fn new(wanted: &Wanted, themes: &[Theme]) -> Self {
        let mut codebooks = Vec::new();
        let mut without = None;
        match wanted.theme.as_deref() {
            None => {}
            Some(NO_THEME) => without = Some(codebook(themes)),
            Some(id) => {
                let themes = themes.iter().filter(|theme| theme.theme_id == id);
                codebooks.push(codebook(&themes.cloned().collect::<Vec<_>>()));
            }
        }
        if let Some(term) = &wanted.term {
            // What is no word is found nowhere.
            let rules = comments::parse_rules(&format!("\"{}\"", term.replace('"', " ")));
            codebooks.push(Codebook {
                themes: vec![comments::Theme {
                    key: String::new(),
                    name: term.clone(),
                    rules: rules.unwrap_or_default(),
                }],
            });
        }
        Self {
            codebooks,
            without,
            text: wanted.search.clone(),
        }
    }
}

/// The comments that are wanted of those picked.
pub(crate) fn lines(
    texts: &Texts,
    picked: &[Picked],
    (wanted, themes): (&Wanted, &[Theme]),
    metric: Option<Metric>,
) -> Lines {
    let search = Search::new(wanted, themes);
    let mut found: Vec<Picked> = picked
        .iter()
        .filter(|one| is_on_side(one, wanted.class, metric))
        .copied()
        .collect();
    for codebook in &search.codebooks {
        let mentions = codebook.apply_to(&texts.corpus, found.iter().map(|one| one.text));
        found.retain(|one| (0..mentions.themes.len()).any(|theme| mentions.has(theme, one.text)));
    }
    if let Some(codebook) = &search.without {
        let mentions = codebook.apply_to(&texts.corpus, found.iter().map(|one| one.text));
        found.retain(|one| (0..mentions.themes.len()).all(|theme| !mentions.has(theme, one.text)));
    }
    if let Some(text) = &search.text {
        found.retain(|one| !find_all(&texts.comments[one.text as usize].text, text).is_empty());
    }
    found.sort_by_key(|one| {
        let comment = &texts.comments[one.text as usize];
        std::cmp::Reverse((comment.answered_at_us, comment.ordinal))
    });
    let count = found.len();
    let page: Vec<Picked> = found
        .into_iter()
        .skip((wanted.page.max(1) - 1) * PAGE)
        .take(PAGE)
        .collect();
    Lines {
        lines: marked(texts, &page, &search),
        count,
    }
}

fn is_on_side(one: &Picked, class: Option<Group>, metric: Option<Metric>) -> bool {
    match (class, metric) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(class), Some(metric)) => {
            facts::code::is_answer(one.score) && group_of(metric, one.score) == class
        }
    }
}

fn marked(texts: &Texts, page: &[Picked], search: &Search) -> Vec<Line> {
    let comments: Vec<&Comment> = page
        .iter()
        .map(|one| &texts.comments[one.text as usize])
        .collect();
    let given: Vec<(&str, Option<Language>)> = comments
        .iter()
        .map(|comment| (comment.text.as_str(), comment.language))
        .collect();
    let hits: Vec<_> = search
        .codebooks
        .iter()
        .map(|codebook| codebook.places(&given))
        .collect();
    let line = |(at, comment): (usize, &Comment)| {
        let mut places: Vec<(usize, usize)> = hits
            .iter()
            .flat_map(|hits| &hits[at])
            .map(|hit| (hit.start, hit.end))
            .collect();
        if let Some(text) = &search.text {
            places.extend(find_all(&comment.text, text));
        }
        Line {
            comment: comment.clone(),
            score: page[at].score,
            pieces: pieces(&comment.text, places),
        }
    };
    comments.into_iter().enumerate().map(line).collect()
}

//! The words and phrases that set two sides apart, as the page shows them.

use comments::{Group, Term, WordsApart};
use serde::Serialize;

use super::Page;
use crate::list::{Wanted, comments_at};
use crate::say;

/// Words of a side shown on the page.
const SHOWN_MAX: usize = 20;
/// Words named in the finding.
const NAMED: usize = 3;

/// One side.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Column {
    /// "Detractors".
    name: String,
    /// `detractor` or `promoter`.
    class: &'static str,
    /// "Words that detractors use more".
    title: String,
    /// What they wrote, in numbers.
    n: String,
    rows: Vec<Row>,
}

/// One word or phrase.
#[derive(Clone, Debug, Serialize)]
struct Row {
    term: String,
    /// The comments with it.
    link: String,
    /// Length of its bar, 0–100.
    bar: u32,
    z: String,
    /// How often its own side wrote it, and the other.
    own: String,
    other: String,
    /// How many customers of its own side wrote it, and their share.
    customers: String,
    share: String,
    other_share: String,
}

impl Page<'_> {
    /// Both sides, low first; none without scores or without anything that sets them apart.
    pub(super) fn words_apart(&self, words: &WordsApart) -> Vec<Column> {
        let Some(metric) = self.looked.results.metric else {
            return Vec::new();
        };
        if words.low.is_empty() && words.high.is_empty() {
            return Vec::new();
        }
        let widest = words.low.iter().chain(&words.high);
        let widest = widest.map(|term| term.z.abs()).fold(1.0, f64::max);
        let sides = [(Group::Low, &words.low), (Group::High, &words.high)];
        let columns = sides.map(|(group, terms)| {
            let voice = self.voice();
            let name = say::side(&voice, metric, group);
            let (n, customers) = match group {
                Group::Low => (words.n_low, words.customers_low),
                _ => (words.n_high, words.customers_high),
            };
            let rows = terms.iter().take(SHOWN_MAX);
            Column {
                title: voice.say("theme-words-of", &[("side", &name)]),
                n: voice.count(
                    "theme-words-n",
                    n,
                    &[("customers", &voice.whole(customers))],
                ),
                class: say::css(group),
                rows: rows
                    .map(|term| self.row(words, (group, term), widest))
                    .collect(),
                name,
            }
        });
        columns.into()
    }

    fn row(&self, words: &WordsApart, (group, term): (Group, &Term), widest: f64) -> Row {
        let voice = self.voice();
        let low = (term.low, term.customers_low, words.customers_low);
        let high = (term.high, term.customers_high, words.customers_high);
        let (own, other) = if group == Group::Low {
            (low, high)
        } else {
            (high, low)
        };
        let share = |(_, customers, all): (u64, u64, u64)| {
            voice.percent(if all == 0 {
                0.0
            } else {
                customers as f64 / all as f64
            })
        };
        let wanted = Wanted {
            term: Some(term.term.clone()),
            class: Some(group),
            ..Wanted::default()
        };
        Row {
            term: term.term.clone(),
            link: comments_at(self.looked, &wanted),
            bar: (term.z.abs() / widest * 100.0).round() as u32,
            z: voice.number(term.z.abs(), 1),
            own: voice.whole(own.0),
            other: voice.whole(other.0),
            customers: voice.whole(own.1),
            share: share(own),
            other_share: share(other),
        }
    }

    /// What sets them apart in one sentence.
    pub(super) fn words_finding(&self, words: &WordsApart) -> Option<String> {
        let metric = self.looked.results.metric?;
        let voice = self.voice();
        // The list below leaves nothing out; a sentence names what says something by itself.
        let named = |terms: &[Term]| {
            let telling = |term: &&Term| term.term.split(' ').all(comments::bears_meaning);
            let named = terms.iter().filter(telling).take(NAMED);
            let named: Vec<String> = named.map(|term| format!("“{}”", term.term)).collect();
            named.join(", ")
        };
        let (low, high) = (named(&words.low), named(&words.high));
        let sides = [Group::Low, Group::High].map(|group| say::side(&voice, metric, group));
        let high_side = in_sentence(&sides[1]);
        let args = [
            ("low", low.as_str()),
            ("high", &high),
            ("low_side", &sides[0]),
            ("high_side", &high_side),
            ("high_first", &sides[1]),
        ];
        match (low.is_empty(), high.is_empty()) {
            (true, true) => None,
            (false, true) => Some(voice.say("theme-finding-words-low", &args)),
            (true, false) => Some(voice.say("theme-finding-words-high", &args)),
            (false, false) => Some(voice.say("theme-finding-words", &args)),
        }
    }
}

/// A name as it stands inside a sentence.
fn in_sentence(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

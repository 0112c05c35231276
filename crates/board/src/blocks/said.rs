//! The block with comments on two sides of a comparison: what each side says more often, with its
//! latest comments.

use dashboard::parts;
use dashboard::screen::Screen;
use platform::Problem;
use serde::Serialize;
use serde_json::{Value, json};
use theme::beside::Said;

use super::answers::Asked;
use super::beside::queries;
use super::{One, Told};

/// Comments of each side: the rest is a click away.
const COMMENTS: usize = 3;

/// One side.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Column {
    /// What it is called.
    pub(crate) name: String,
    /// What it rests on.
    pub(crate) n: String,
    /// What it says more often than the other.
    pub(crate) words: Vec<Word>,
    /// What to say when there is no such word.
    pub(crate) none: Option<String>,
    /// Its latest comments; see `dashboard::parts::comments`.
    pub(crate) comments: Option<Value>,
}

/// A word or phrase.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Word {
    /// As written.
    pub(crate) term: String,
    /// The comments with it.
    pub(crate) link: Option<String>,
    /// By how many it is said, here and there.
    pub(crate) told: String,
    /// Nobody said it on the other side.
    pub(crate) is_new: bool,
    #[serde(skip)]
    own: u64,
    #[serde(skip)]
    other: Option<u64>,
}

impl Column {
    /// For programs.
    pub(crate) fn json(&self) -> Value {
        let words = self.words.iter().map(|word| {
            json!({
                "term": word.term,
                "customers": word.own,
                "customers_other": word.other,
                "new": word.is_new,
            })
        });
        let items = self.comments.as_ref();
        let items = items.and_then(|comments| comments["items"].as_array());
        json!({
            "name": self.name,
            "said_more": words.collect::<Vec<_>>(),
            "comments": items.into_iter().flatten().map(super::told::said).collect::<Vec<_>>(),
        })
    }
}

impl One<'_> {
    pub(super) async fn comments_beside(
        &self,
        asked: &Asked<'_>,
        names: [String; 2],
    ) -> Result<Told, Problem> {
        let results = [
            Some(self.results(asked, &[]).await?),
            self.others(asked).await?,
        ];
        let voice = self.voice();
        let queries = queries(asked);
        let told = self
            .boards
            .themes
            .said_more(asked.whose, [&queries[0], &queries[1]]);
        let told = match told.await? {
            Ok(told) => told,
            Err(why) => return Ok(self.nothing(why, &[])),
        };
        let mut columns = Vec::new();
        for (side, (name, results)) in names.iter().zip(&results).enumerate() {
            let comments = match results {
                Some(results) => {
                    let screen = Screen::new(voice, results);
                    parts::comments(&screen, COMMENTS).await?
                }
                None => None,
            };
            let words: Vec<Word> = told.words[side]
                .iter()
                .map(|said| self.word(said))
                .collect();
            let customers = voice.whole(told.customers[side]);
            columns.push(Column {
                name: name.clone(),
                n: voice.count(
                    "board-said-n",
                    told.n[side],
                    &[("customers", customers.as_str())],
                ),
                none: words.is_empty().then(|| voice.word("board-said-none")),
                words,
                comments,
            });
        }
        let path = format!("/surveys/{}/results", asked.whose.survey_id);
        let page = dashboard::filter::address(&path, asked.pairs);
        Ok(Told {
            finding: Some(self.said_finding(&columns)),
            compared_json: columns.iter().map(Column::json).collect(),
            columns,
            more: Some((format!("{page}#comments"), voice.word("board-comments-all"))),
            ..Told::default()
        })
    }

    fn word(&self, said: &Said) -> Word {
        let voice = self.voice();
        let own = voice.count("board-said-by", said.own, &[]);
        let told = match said.other {
            Some(other) if other > 0 => {
                let other = voice.whole(other);
                voice.say("board-said-there", &[("own", &own), ("other", &other)])
            }
            _ => own,
        };
        Word {
            term: said.term.clone(),
            link: said.link.clone(),
            told,
            is_new: said.other == Some(0),
            own: said.own,
            other: said.other,
        }
    }

    fn said_finding(&self, columns: &[Column]) -> String {
        let voice = self.voice();
        let [here, there] = columns else {
            return voice.word("board-said-none");
        };
        let named = |wanted: &dyn Fn(&Word) -> bool, column: &Column| {
            let words = column.words.iter().filter(|word| wanted(word)).take(3);
            let words: Vec<String> = words.map(|word| format!("“{}”", word.term)).collect();
            words.join(", ")
        };
        let new = named(&|word| word.is_new, here);
        let more = named(&|word| !word.is_new, here);
        let less = named(&|_| true, there);
        let told = [
            ("board-said-new", new),
            ("board-said-more", more),
            ("board-said-less", less),
        ];
        let sentences: Vec<String> = told
            .iter()
            .filter(|(_, words)| !words.is_empty())
            .map(|(key, words)| {
                let args = [
                    ("words", words.as_str()),
                    ("here", &here.name),
                    ("there", &there.name),
                ];
                voice.say(key, &args)
            })
            .collect();
        if sentences.is_empty() {
            let args = [("here", here.name.as_str()), ("there", &there.name)];
            return voice.say("board-said-alike", &args);
        }
        sentences.join(" ")
    }
}

//! Themes with their rules, applied to many comments at once.

use crate::clean::clean;
use crate::corpus::{BREAK, Corpus};
use crate::language::Language;
use crate::matcher::{Match, Matcher};
use crate::rule::{Mark, ParseError, Rule, parse_rules};
use crate::token::tokens;

/// What comments may be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Stable, such as an id.
    pub key: String,
    /// As its users call it.
    pub name: String,
    /// Which comments are about it.
    pub rules: Vec<Rule>,
}

impl Theme {
    /// A theme with the rules of a text, one per line.
    pub fn parse(
        key: impl Into<String>,
        name: impl Into<String>,
        rules: &str,
    ) -> Result<Self, Vec<ParseError>> {
        Ok(Self {
            key: key.into(),
            name: name.into(),
            rules: parse_rules(rules)?,
        })
    }
}

/// Themes, in the order their user gave them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codebook {
    /// The themes.
    pub themes: Vec<Theme>,
}

/// Which texts of a corpus are about which theme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Per theme the texts about it, by place in the corpus, in rising order.
    pub themes: Vec<Vec<u32>>,
    /// Per theme and rule how many texts the rule alone is found in.
    pub rules: Vec<Vec<u32>>,
}

impl Mentions {
    /// Whether a text is about a theme.
    pub fn has(&self, theme: usize, text: u32) -> bool {
        self.themes[theme].binary_search(&text).is_ok()
    }
}

/// A place in a text that makes it about a theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which theme of the codebook.
    pub theme: usize,
    /// First byte, in the [`clean`] text.
    pub start: usize,
    /// First byte behind it.
    pub end: usize,
}

/// The theme of each rule and its number there.
type Owners = Vec<(usize, usize)>;

impl Codebook {
    /// Which texts are about which theme. Time grows with the number of words, not with that of
    /// the rules.
    pub fn apply(&self, corpus: &Corpus) -> Mentions {
        self.apply_to(corpus, 0..corpus.len() as u32)
    }

    /// As [`Codebook::apply`], of some texts by their places in rising order.
    pub fn apply_to(&self, corpus: &Corpus, texts: impl Iterator<Item = u32>) -> Mentions {
        let (matcher, owners) = self.compile(corpus);
        let mut mentions = Mentions {
            themes: vec![Vec::new(); self.themes.len()],
            rules: self
                .themes
                .iter()
                .map(|theme| vec![0; theme.rules.len()])
                .collect(),
        };
        let mut found = Vec::new();
        let mut seen: Vec<usize> = Vec::new();
        for text in texts {
            matcher.matches(text as usize, &mut found);
            if found.is_empty() {
                continue;
            }
            seen.clear();
            seen.extend(found.iter().map(|found| found.rule));
            seen.sort_unstable();
            seen.dedup();
            for rule in &seen {
                let (theme, number) = owners[*rule];
                mentions.rules[theme][number] += 1;
            }
            for counted in self.counted(&owners, &found) {
                let about = &mut mentions.themes[counted.0];
                if about.last() != Some(&text) {
                    about.push(text);
                }
            }
        }
        mentions
    }

    /// The places of each text that make it about a theme, in rising order. The places are those
    /// of the [`clean`] text.
    pub fn places(&self, texts: &[(&str, Option<Language>)]) -> Vec<Vec<Hit>> {
        let corpus = Corpus::read(texts.iter().copied());
        let (matcher, owners) = self.compile(&corpus);
        let mut found = Vec::new();
        let places = texts.iter().enumerate().map(|(text, (words, _))| {
            matcher.matches(text, &mut found);
            let cleaned = clean(words);
            let spans = spans(&cleaned, corpus.text(text));
            let hits = self.counted(&owners, &found).map(|(theme, found)| Hit {
                theme,
                start: spans[found.first].0,
                end: spans[found.last].1,
            });
            let mut hits: Vec<Hit> = hits.collect();
            hits.sort_unstable_by_key(|hit| (hit.start, hit.end, hit.theme));
            hits.dedup();
            hits
        });
        places.collect()
    }

    fn compile<'a>(&self, corpus: &'a Corpus) -> (Matcher<'a>, Owners) {
        let owners = self.themes.iter().enumerate();
        let owners = owners
            .flat_map(|(theme, of)| (0..of.rules.len()).map(move |rule| (theme, rule)))
            .collect();
        let rules = self.themes.iter().flat_map(|theme| &theme.rules);
        (Matcher::new(corpus, rules), owners)
    }

    /// The matches of a text that count for their theme.
    fn counted<'f>(
        &'f self,
        owners: &'f Owners,
        found: &'f [Match],
    ) -> impl Iterator<Item = (usize, Match)> + 'f {
        let mark = |found: &Match| {
            let (theme, rule) = owners[found.rule];
            (theme, self.themes[theme].rules[rule].mark)
        };
        found.iter().filter_map(move |here| {
            let (theme, included) = mark(here);
            let is_out = found.iter().any(|other| match mark(other) {
                (of, Mark::NotThisComment) => of == theme,
                (of, Mark::NotHere) => {
                    of == theme && other.first <= here.last && here.first <= other.last
                }
                (_, Mark::Include) => false,
            });
            (included == Mark::Include && !is_out).then_some((theme, *here))
        })
    }
}

/// Where each token of a text stands; breaks stand nowhere.
fn spans(text: &str, ids: &[u32]) -> Vec<(usize, usize)> {
    let mut found = tokens(text);
    ids.iter()
        .map(|id| {
            if *id == BREAK {
                (0, 0)
            } else {
                found
                    .next()
                    .map_or((0, 0), |token| (token.start, token.end))
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;

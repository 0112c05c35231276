//! What comments are about on two sides of a comparison: two periods, or two groups of customers.
//! Figures only; whoever asked says them.

use comments::{Corpus, Group, Options, Side, Term};
use dashboard::Whose;
use dashboard::filter::Others;
use dashboard::privacy::Privacy;
use dashboard::results::Depth;
use facts::code;
use figures::{Change, Counts, Figure, Metric};
use platform::Problem;
use platform::web::QueryPairs;
use stats::multiplicity::benjamini_hochberg;
use stats::share::{Count, Share};
use stats::{Tally, Verdict};

use crate::figures::{Picked, counts, customers};
use crate::list::{Wanted, comments_at};
use crate::look::{Looked, Themes, codebook};
use crate::protect::Writers;

/// Largest adjusted probability that is more than chance.
const LEVEL: f64 = 0.05;
/// Words and phrases of a side at most.
const WORDS_MAX: usize = 10;
/// Tells customers of the other side apart: each side numbers its own.
const OTHER_SIDE: u32 = 1 << 31;

/// A theme on both sides: the side of the filter first, then the one it is compared with.
#[derive(Clone, Debug)]
pub struct BesideTheme {
    /// Its id.
    pub theme_id: String,
    /// What it is called.
    pub name: String,
    /// Each side.
    pub sides: [BesideSide; 2],
    /// First side less second, of the share of comments that mention it.
    pub share: Option<Change>,
    /// The same of the figure of those who mention it, in the metric's unit.
    pub figure: Option<Change>,
}

/// One side of a theme.
#[derive(Clone, Debug, Default)]
pub struct BesideSide {
    /// Comments that mention it.
    pub comments: u64,
    /// Their share of the side's comments; none without comments, or when hidden.
    pub share: Option<Share>,
    /// The figure of those who mention it; none without a metric, or when hidden.
    pub figure: Option<Figure>,
    /// Too few mention it, or don't.
    pub hidden: bool,
    /// The comments; none where they are not listed.
    pub link: Option<String>,
}

/// All themes on both sides, those most spoken of on the first side first.
#[derive(Clone, Debug)]
pub struct Beside {
    /// What figures are about.
    pub metric: Option<Metric>,
    /// Comments of each side.
    pub n: [u64; 2],
    /// The themes.
    pub themes: Vec<BesideTheme>,
}

/// A word or phrase that one side uses more than the other, by more than chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// As written, in lower case.
    pub term: String,
    /// How many customers of its side wrote it.
    pub own: u64,
    /// How many customers of the other side did; none when those are too few to be told of.
    pub other: Option<u64>,
    /// The comments with it.
    pub link: Option<String>,
}

/// What each side says more often.
#[derive(Clone, Debug)]
pub struct SaidMore {
    /// Comments of each side.
    pub n: [u64; 2],
    /// Customers of each side who wrote them.
    pub customers: [u64; 2],
    /// What each side says more, the clearest first.
    pub words: [Vec<Said>; 2],
}

impl Themes {
    /// The themes of two filters that have no answers in common, or in a word of this slice why
    /// there is nothing. Themes that too few comments of a side are about, or aren't, are hidden
    /// there. Verdicts are adjusted for the number of themes looked at.
    pub async fn beside(
        &self,
        whose: &Whose,
        queries: [&QueryPairs; 2],
    ) -> Result<Result<Beside, &'static str>, Problem> {
        let (looked, why) = self.both(whose, queries).await?;
        if let Some(why) = why {
            return Ok(Err(why));
        }
        if looked[0].themes.is_empty() {
            return Ok(Err("theme-block-no-themes"));
        }
        let counting = looked.each_ref().map(count);
        let [here, there] = counting;
        let (here, there) = (here.await?, there.await?);
        let metric = metric(&looked[0]);
        let sides = here.into_iter().zip(there);
        let themes = looked[0].themes.iter().zip(sides);
        let mut themes: Vec<BesideTheme> = themes
            .map(|(theme, (here, there))| {
                let counts = [&here.1, &there.1];
                let seen = !here.0.hidden && !there.0.hidden;
                let n = [looked[0].picked.len(), looked[1].picked.len()];
                let mentions = [here.0.comments, there.0.comments];
                let figures = here.0.figure.is_some() && there.0.figure.is_some();
                BesideTheme {
                    theme_id: theme.theme_id.clone(),
                    name: theme.name.clone(),
                    share: share_change(mentions, n).filter(|_| seen),
                    figure: metric
                        .filter(|_| seen && figures)
                        .and_then(|metric| figures::change(metric, counts[1], counts[0])),
                    sides: [here.0, there.0],
                }
            })
            .collect();
        for (one, looked) in [0, 1].into_iter().zip(&looked) {
            for theme in &mut themes {
                let wanted = Wanted {
                    theme: Some(theme.theme_id.clone()),
                    ..Wanted::default()
                };
                theme.sides[one].link = Some(comments_at(looked, &wanted));
            }
        }
        judge(themes.iter_mut().filter_map(|theme| theme.share.as_mut()));
        judge(themes.iter_mut().filter_map(|theme| theme.figure.as_mut()));
        themes.sort_by_key(|theme| {
            let mentions = |side: usize| std::cmp::Reverse(theme.sides[side].comments);
            (mentions(0), mentions(1))
        });
        Ok(Ok(Beside {
            metric,
            n: looked.each_ref().map(|looked| looked.picked.len() as u64),
            themes,
        }))
    }

    /// What each of two filters without answers in common says more often, or in a word of this
    /// slice why that isn't told.
    pub async fn said_more(
        &self,
        whose: &Whose,
        queries: [&QueryPairs; 2],
    ) -> Result<Result<SaidMore, &'static str>, Problem> {
        let (looked, why) = self.both(whose, queries).await?;
        if let Some(why) = why {
            return Ok(Err(why));
        }
        let privacy = looked[0].results.privacy();
        let slot = looked[0].slot.clone();
        let picked = looked.each_ref().map(|looked| looked.picked.clone());
        let options = Options {
            min_customers: Options::default().min_customers.max(privacy.least()),
            most: WORDS_MAX * 2,
            ..Options::default()
        };
        let sides = picked.clone();
        let apart = tokio::task::spawn_blocking(move || {
            let texts = slot.read();
            let sides = [sides[0].as_slice(), sides[1].as_slice()];
            apart(&texts.corpus, sides, &options)
        });
        let [here, there] = apart
            .await
            .map_err(|e| Problem::Internal(format!("setting words apart: {e}")))?;
        let linked = |words: Vec<Said>, looked: &Looked| {
            let link = |said: Said| Said {
                other: said.other.filter(|n| !privacy.is_few(*n)),
                link: Some(comments_at(
                    looked,
                    &Wanted {
                        term: Some(said.term.clone()),
                        ..Wanted::default()
                    },
                )),
                ..said
            };
            words.into_iter().map(link).collect()
        };
        Ok(Ok(SaidMore {
            n: picked.each_ref().map(|picked| picked.len() as u64),
            customers: picked
                .each_ref()
                .map(|picked| customers(picked.iter().copied())),
            words: [linked(here, &looked[0]), linked(there, &looked[1])],
        }))
    }

    /// Both sides, and why nothing may be said of them.
    async fn both(
        &self,
        whose: &Whose,
        [here, there]: [&QueryPairs; 2],
    ) -> Result<([Looked; 2], Option<&'static str>), Problem> {
        let here = self.look(whose, here, Others::NONE, Depth::Api).await?;
        let there = self.look(whose, there, Others::NONE, Depth::Api).await?;
        let few = |looked: &Looked| {
            let n = looked.writers.sizes(looked.picked.iter());
            let privacy = looked.results.privacy();
            looked.hidden.is_some() || looked.results.hidden || n.is_few(privacy)
        };
        // What employees wrote is not narrowed, and a side always is.
        let why = if here.groups_only() {
            Some("theme-hidden-filtered")
        } else if here.question.is_none() {
            Some("theme-block-no-question")
        } else if few(&here) || few(&there) {
            Some("theme-beside-few")
        } else if here.picked.is_empty() && there.picked.is_empty() {
            Some("theme-block-no-comments")
        } else {
            None
        };
        Ok(([here, there], why))
    }
}

/// What can be scored of a side.
fn metric(looked: &Looked) -> Option<Metric> {
    looked.results.metric
}

/// Every theme of a side, with the counts of those who mention it.
async fn count(looked: &Looked) -> Result<Vec<(BesideSide, Counts)>, Problem> {
    let (slot, picked) = (looked.slot.clone(), looked.picked.clone());
    let (themes, metric) = (looked.themes.clone(), metric(looked));
    let (privacy, writers) = (looked.results.privacy(), looked.writers.clone());
    let counting = tokio::task::spawn_blocking(move || {
        let texts = slot.read();
        let codebook = codebook(&themes);
        let mentions = codebook.apply_to(&texts.corpus, picked.iter().map(|one| one.text));
        let sides = mentions.themes.iter();
        sides
            .map(|texts| side(&picked, texts, (metric, privacy), &writers))
            .collect()
    });
    counting
        .await
        .map_err(|e| Problem::Internal(format!("counting themes: {e}")))
}

/// A theme on one side; `texts` are those that mention it, in rising order.
fn side(
    picked: &[Picked],
    texts: &[u32],
    (metric, privacy): (Option<Metric>, Privacy),
    writers: &Writers,
) -> (BesideSide, Counts) {
    let has = |one: &Picked| texts.binary_search(&one.text).is_ok();
    let with: Vec<Picked> = picked.iter().filter(|one| has(one)).copied().collect();
    let is_scored = |one: &&Picked| code::is_answer(one.score);
    let scored: Vec<Picked> = picked.iter().filter(is_scored).copied().collect();
    let few = |all: &[Picked]| writers.is_too_small(all, has, privacy);
    let (n, all) = (with.len() as u64, picked.len() as u64);
    if few(picked) {
        let hidden = BesideSide {
            hidden: true,
            ..BesideSide::default()
        };
        return (hidden, counts(std::iter::empty()));
    }
    let scores = with.iter().filter(is_scored).count();
    let own = counts(with.into_iter().filter(|one| code::is_answer(one.score)));
    let shown = scores > 0 && !few(&scored);
    let side = BesideSide {
        comments: n,
        share: stats::share::share(&part(n, all)),
        figure: metric
            .filter(|_| shown)
            .map(|metric| figures::metric(metric, &own)),
        ..BesideSide::default()
    };
    (side, own)
}

fn part(hits: u64, all: u64) -> Count {
    Count {
        hits: Tally::from(hits),
        all: Tally::from(all),
    }
}

fn share_change(mentions: [u64; 2], n: [usize; 2]) -> Option<Change> {
    let [here, there] = [0, 1].map(|side| part(mentions[side], n[side] as u64));
    stats::share::change(&there, &here).map(Change::from)
}

/// Takes back what chance alone could do when so many are looked at (Benjamini–Hochberg).
fn judge<'a>(changes: impl Iterator<Item = &'a mut Change>) {
    let told = |change: &&mut Change| !matches!(change.verdict, Verdict::TooFew { .. });
    let mut changes: Vec<&mut Change> = changes.filter(told).collect();
    let p: Vec<f64> = changes.iter().map(|change| change.p).collect();
    for (change, adjusted) in changes.iter_mut().zip(benjamini_hochberg(&p)) {
        if adjusted > LEVEL {
            change.verdict = Verdict::NotMoreThanChance;
        }
    }
}

/// What each side says more often. Words that mean nothing by themselves are left out.
fn apart(corpus: &Corpus, [here, there]: [&[Picked]; 2], options: &Options) -> [Vec<Said>; 2] {
    let nobody = Side {
        customer: u32::MAX,
        group: Group::Other,
    };
    let mut sides = vec![nobody; corpus.len()];
    for (picked, group, mark) in [(there, Group::Low, OTHER_SIDE), (here, Group::High, 0)] {
        for one in picked {
            sides[one.text as usize] = Side {
                customer: one.customer | mark,
                group,
            };
        }
    }
    let found = corpus.apart(&sides, options);
    let said = |terms: &[Term], is_here: bool| {
        let telling = |term: &&Term| term.term.split(' ').all(comments::bears_meaning);
        let said = |term: &Term| {
            let (high, low) = (term.customers_high, term.customers_low);
            Said {
                term: term.term.clone(),
                own: if is_here { high } else { low },
                other: Some(if is_here { low } else { high }),
                link: None,
            }
        };
        let terms = terms.iter().filter(telling).take(WORDS_MAX);
        terms.map(said).collect()
    };
    [said(&found.high, true), said(&found.low, false)]
}

#[cfg(test)]
mod tests;

//! What rules would find before they are saved, and where people say otherwise.

use platform::Problem;

use crate::figures::{self, Picked};
use crate::list::{Line, Wanted, lines};
use crate::look::{Looked, codebook, coded_places};
use crate::mark::pieces;
use crate::model::{HandCode, Theme};
use crate::shelf::Texts;

/// Comments shown beside the rules.
const SHOWN: usize = 12;

/// What rules find.
#[derive(Default)]
pub(crate) struct Tried {
    /// Whether the rules could be tried at all.
    pub(crate) is_tried: bool,
    /// Comments that are found.
    pub(crate) comments: u64,
    /// Customers who wrote them.
    pub(crate) customers: u64,
    /// Each rule with the number of comments it alone is found in.
    pub(crate) rules: Vec<(String, u32)>,
    /// The newest comments that are found.
    pub(crate) lines: Vec<Line>,
    /// Comments people say are about the theme and rules don't find.
    pub(crate) missed: Vec<Line>,
    /// Comments rules find and people say are not about the theme.
    pub(crate) wrong: Vec<Line>,
}

/// Applies rules to the comments of the filter; `theme_id` is that of the theme they are for, when
/// it is stored. Where only groups are shown only how many, if that tells of nobody.
pub(crate) async fn try_rules(
    looked: &Looked,
    theme_id: Option<String>,
    rules: &str,
) -> Result<Tried, Problem> {
    if looked.hidden.is_some() || comments::parse_rules(rules).is_err() {
        return Ok(Tried::default());
    }
    let theme = Theme {
        theme_id: theme_id.unwrap_or_default(),
        name: String::new(),
        rules: rules.to_owned(),
        position: 0,
        revision: 0,
        created_at_us: 0,
        changed_at_us: 0,
    };
    let (slot, picked, codes) = (
        looked.slot.clone(),
        looked.picked.clone(),
        looked.codes.clone(),
    );
    let (metric, groups_only) = (looked.results.metric, looked.groups_only());
    let (privacy, writers) = (looked.results.privacy(), looked.writers.clone());
    let tried = tokio::task::spawn_blocking(move || {
        let texts = slot.read();
        let themes = [theme];
        let mentions = codebook(&themes).apply_to(&texts.corpus, picked.iter().map(|p| p.text));
        let found = picked.iter().filter(|one| mentions.has(0, one.text));
        let mut tried = Tried {
            is_tried: true,
            comments: found.clone().count() as u64,
            customers: figures::customers(found.copied()),
            ..Tried::default()
        };
        if groups_only {
            let has = |one: &Picked| mentions.has(0, one.text);
            if !writers.may_show(&picked, has, privacy) {
                (tried.comments, tried.customers) = (0, 0);
            }
            return tried;
        }
        let parsed = comments::parse_rules(&themes[0].rules).unwrap_or_default();
        let written = parsed.iter().map(ToString::to_string);
        tried.rules = written.zip(mentions.rules[0].iter().copied()).collect();
        let wanted = Wanted {
            theme: Some(themes[0].theme_id.clone()),
            page: 1,
            ..Wanted::default()
        };
        tried.lines = lines(&texts, &picked, (&wanted, &themes), metric).lines;
        tried.lines.truncate(SHOWN);
        let found = |place: u32| mentions.has(0, place);
        let codes = codes.iter();
        let codes = codes.filter(|code| code.theme_id == themes[0].theme_id);
        let codes: Vec<HandCode> = codes.cloned().collect();
        (tried.missed, tried.wrong) = otherwise(&texts, &picked, &codes, found);
        tried
    });
    tried
        .await
        .map_err(|e| Problem::Internal(format!("trying rules: {e}")))
}

/// Where people and rules differ: what the rules miss, and what they find wrongly.
fn otherwise(
    texts: &Texts,
    picked: &[Picked],
    codes: &[HandCode],
    found: impl Fn(u32) -> bool,
) -> (Vec<Line>, Vec<Line>) {
    let (mut missed, mut wrong) = (Vec::new(), Vec::new());
    let places = coded_places(texts, codes);
    for code in codes {
        let Some(place) = places.get(code.response_id.as_str()) else {
            continue;
        };
        let Ok(at) = picked.binary_search_by_key(place, |one| one.text) else {
            continue;
        };
        let into = match (code.has, found(*place)) {
            (true, false) => &mut missed,
            (false, true) => &mut wrong,
            _ => continue,
        };
        if into.len() < SHOWN {
            let comment = texts.comments[*place as usize].clone();
            into.push(Line {
                pieces: pieces(&comment.text, Vec::new()),
                score: picked[at].score,
                comment,
            });
        }
    }
    (missed, wrong)
}

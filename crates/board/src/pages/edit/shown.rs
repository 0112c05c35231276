//! What the page on which a dashboard is arranged shows: what is stored, and beside it what somebody
//! typed that isn't.

use dashboard::voice::Voice;
use serde_json::{Value, json};

use crate::model::Block;
use crate::rules::fingerprint;
use crate::service::Found;

/// What can be set of a block, as its form calls it.
pub(super) const FIELDS: [&str; 7] = [
    "title",
    "width",
    "survey_id",
    "steps",
    "attribute",
    "order",
    "text",
];

/// The values of [`FIELDS`] that a form gives.
pub(super) type Given = [Option<String>; 7];

/// What the page says beside what is stored.
#[derive(Clone, Default)]
pub(super) struct Beside {
    pub(super) said: Option<&'static str>,
    /// The block that can be put back.
    pub(super) undo: Option<String>,
    pub(super) wrong: Vec<String>,
    /// What somebody typed for a block and what was not stored.
    pub(super) typed: Option<(String, Given)>,
    /// The same of the dashboard's own title and seconds.
    pub(super) whole: Option<[String; 2]>,
    /// Somebody else was faster: a word of this slice.
    pub(super) conflict: Option<&'static str>,
}

/// A block with its settings; what somebody typed stands in place of what is stored, which is told
/// beside it.
pub(super) fn block_json(
    voice: &Voice<'_>,
    (block, beside): (&Block, &Beside),
    known: &[(String, String)],
) -> Value {
    let kind_name = voice.word(&format!("board-kind-{}", block.kind.as_str()));
    let survey = block.survey_id.as_ref();
    let title = survey.and_then(|id| known.iter().find(|(own, _)| own == id));
    let typed = beside.typed.as_ref().filter(|(id, _)| *id == block.id);
    let mut shown = block.clone();
    if let Some((_, given)) = typed {
        fill(&mut shown, given.clone());
    }
    let is_gone = block.kind.is_of_a_survey() && survey.is_some() && title.is_none();
    json!({
        "id": block.id,
        "kind": block.kind.as_str(),
        "name": block.title.clone().unwrap_or_else(|| kind_name.clone()),
        "kind_name": kind_name,
        "was": fingerprint(block),
        "typed": typed.is_some(),
        "stored": typed.map(|_| stored(voice, block, &shown)),
        "title": shown.title.unwrap_or_default(),
        "width": shown.width,
        "takes_survey": block.kind.is_of_a_survey(),
        "survey_gone": is_gone,
        "survey_id": shown.survey_id,
        "survey": title.map(|(_, title)| title),
        "steps": shown.steps.unwrap_or_default(),
        "attribute": shown.attribute.unwrap_or_default(),
        "order": shown.order.join("\n"),
        "text": shown.text.unwrap_or_default(),
    })
}

/// What is stored of a block where it is something else than what was typed: name and value.
fn stored(voice: &Voice<'_>, block: &Block, typed: &Block) -> Vec<(String, String)> {
    let values = |block: &Block| {
        [
            ("board-block-title", block.title.clone().unwrap_or_default()),
            ("board-width", block.width.to_string()),
            ("board-survey", block.survey_id.clone().unwrap_or_default()),
            ("board-steps", block.steps.clone().unwrap_or_default()),
            (
                "board-attribute",
                block.attribute.clone().unwrap_or_default(),
            ),
            ("board-order", block.order.join(", ")),
            ("board-text", block.text.clone().unwrap_or_default()),
        ]
    };
    let both = values(block).into_iter().zip(values(typed));
    let other = both.filter(|((_, own), (_, typed))| own != typed);
    other
        .map(|((key, own), _)| (voice.word(key), own))
        .collect()
}

pub(super) fn whole_json(found: &Found, typed: Option<&[String; 2]>) -> Value {
    let draft = &found.board.draft;
    let own = [draft.title.clone(), draft.seconds.to_string()];
    let [title, seconds] = typed.unwrap_or(&own);
    json!({ "title": title, "seconds": seconds, "was": fingerprint(&own) })
}

/// Puts what a form gives into a block; fields it leaves out stay.
pub(super) fn fill(block: &mut Block, given: Given) {
    let [title, width, survey_id, steps, attribute, order, text] = given;
    if let Some(title) = title {
        block.title = Some(title);
    }
    if let Some(width) = width {
        // What is no width is refused with the others that don't fit.
        block.width = width.parse().unwrap_or(u8::MAX);
    }
    for (own, given) in [
        (&mut block.survey_id, survey_id),
        (&mut block.steps, steps),
        (&mut block.attribute, attribute),
        (&mut block.text, text),
    ] {
        if given.is_some() {
            *own = given;
        }
    }
    if let Some(order) = order {
        block.order = order.lines().map(str::to_owned).collect();
    }
}

//! What is decided about dashboards without looking anywhere: what may be stored, who may see and
//! change one, how blocks move.

use platform::web::FieldError;
use platform::{id, inert};
use user::{Role, Viewer};

use crate::model::{Audience, Block, Board, Draft, Kind, TakenOff};
use crate::view::View;

/// Longest title, in characters.
pub const TITLE_MAX: usize = 120;
/// Longest text of a block, in characters.
pub const TEXT_MAX: usize = 4_000;
/// Most blocks on one dashboard: a page stays readable, and below 100 kB.
pub const BLOCKS_MAX: usize = 24;
/// Most phases that can be put in order.
const ORDER_MAX: usize = 50;
/// Longest name of an attribute or value, in characters.
const VALUE_MAX: usize = 200;
/// Most shares of one dashboard.
const SHARES_MAX: usize = 100;
/// Shortest and longest time the wall screen shows one block, in seconds.
pub const SECONDS: [i64; 2] = [5, 600];
/// The time it takes when nothing is said.
pub const SECONDS_USUAL: i64 = 20;
/// Blocks kept of those taken off.
const TAKEN_OFF_MAX: usize = 10;
/// Shortest and longest life of a link, in days.
pub const LINK_DAYS: [i64; 2] = [1, 366];
/// Steps a trend can have.
pub const STEPS: [&str; 4] = ["week", "month", "quarter", "year"];

/// What somebody may do with a dashboard; each includes the ones before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum May {
    /// Nothing: for them it doesn't exist.
    Nothing,
    /// Look at it.
    See,
    /// Change its blocks and name.
    Edit,
    /// Share it, make links, remove it.
    Own,
}

/// What `viewer`, who is in these teams (their own and those above it), may do with a dashboard.
pub fn may(viewer: &Viewer, teams: &[String], board: &Board) -> May {
    let is_owner = viewer.user_id().is_some() && viewer.user_id() == board.owner_id.as_deref();
    if is_owner || viewer.may_manage {
        return May::Own;
    }
    let is_of_all = board.owner_id.is_none() && viewer.user_id().is_none();
    let mut best = if is_of_all { May::See } else { May::Nothing };
    for share in &board.draft.shares {
        let is_meant = match &share.audience {
            Audience::Everybody => true,
            Audience::Role { role } => viewer.role.is_some_and(|own| own.as_str() == role),
            Audience::Team { team_id } => teams.contains(team_id),
        };
        let edits = share.may_edit && viewer.user_id().is_some();
        if is_meant {
            best = best.max(if edits { May::Edit } else { May::See });
        }
    }
    best
}

/// Whether `viewer` may make dashboards: every person their own; programs with scope write.
pub fn may_make(viewer: &Viewer) -> bool {
    viewer.user_id().is_some() || viewer.may_write
}

/// Makes a draft storable: trims what people typed, gives blocks ids and widths; or says what is
/// wrong with it.
pub fn tidy(mut draft: Draft) -> Result<Draft, Vec<FieldError>> {
    let mut faults = Vec::new();
    let mut wrong = |pointer: String, detail: String| faults.push(FieldError::new(pointer, detail));
    draft.title = inert::line(&draft.title, usize::MAX);
    let length = draft.title.chars().count();
    if length == 0 || length > TITLE_MAX {
        wrong("/title".into(), format!("give 1 to {TITLE_MAX} characters"));
    }
    if draft.blocks.len() > BLOCKS_MAX {
        wrong("/blocks".into(), format!("at most {BLOCKS_MAX} blocks"));
    }
    if !(SECONDS[0]..=SECONDS[1]).contains(&draft.seconds) {
        let detail = format!("give {} to {} seconds", SECONDS[0], SECONDS[1]);
        wrong("/seconds".into(), detail);
    }
    match View::of_text(&draft.filter) {
        Ok(view) => draft.filter = view.text(),
        Err(problem) => wrong("/filter".into(), problem.public_detail()),
    }
    if draft.shares.len() > SHARES_MAX {
        wrong("/shares".into(), format!("at most {SHARES_MAX}"));
    }
    for (place, share) in draft.shares.iter().enumerate() {
        if let Some(detail) = audience_fault(&share.audience) {
            wrong(format!("/shares/{place}"), detail);
        }
    }
    let mut once = Vec::new();
    draft.shares.retain(|share| {
        let is_new = !once.contains(&share.audience);
        once.push(share.audience.clone());
        is_new
    });
    let mut ids: Vec<String> = Vec::new();
    for (place, block) in draft.blocks.iter_mut().enumerate() {
        tidy_block(block);
        for (member, detail) in block_faults(block) {
            wrong(format!("/blocks/{place}/{member}"), detail);
        }
        if !id::is_id(&block.id) || ids.contains(&block.id) {
            block.id = id::new();
        }
        ids.push(block.id.clone());
    }
    if faults.is_empty() {
        Ok(draft)
    } else {
        Err(faults)
    }
}

fn audience_fault(audience: &Audience) -> Option<String> {
    match audience {
        Audience::Everybody => None,
        Audience::Role { role } => role.parse::<Role>().err(),
        Audience::Team { team_id } => {
            (!id::is_id(team_id)).then(|| "this is no id of a team".to_owned())
        }
    }
}

fn tidy_block(block: &mut Block) {
    if !(1..=3).contains(&block.width) && block.width == 0 {
        block.width = block.kind.usual_width();
    }
    let line = |text: &String| Some(inert::line(text, usize::MAX)).filter(|text| !text.is_empty());
    block.title = block.title.as_ref().and_then(line);
    block.attribute = block.attribute.as_ref().and_then(line);
    block.steps = block.steps.take().filter(|steps| !steps.is_empty());
    block.survey_id = block.survey_id.take().filter(|id| !id.is_empty());
    block.text = block
        .text
        .as_ref()
        .map(|text| inert::text(text, usize::MAX));
    let order = block
        .order
        .iter()
        .map(|value| inert::line(value, usize::MAX));
    let mut known = Vec::new();
    for value in order {
        if !value.is_empty() && !known.contains(&value) {
            known.push(value);
        }
    }
    block.order = known;
}

/// What is wrong with a block: member and reason.
fn block_faults(block: &Block) -> Vec<(&'static str, String)> {
    let mut faults: Vec<(&'static str, String)> = Vec::new();
    let is_long = |text: &str, most: usize| text.chars().count() > most;
    if !(1..=3).contains(&block.width) {
        faults.push(("width", "give 1, 2 or 3 columns".to_owned()));
    }
    if block
        .title
        .as_ref()
        .is_some_and(|title| is_long(title, TITLE_MAX))
    {
        faults.push(("title", format!("at most {TITLE_MAX} characters")));
    }
    let kind = block.kind;
    let foreign = |what: &str| format!("a block of {} takes no {what}", kind.as_str());
    match (&block.survey_id, kind.is_of_a_survey()) {
        (None, true) => faults.push(("survey_id", "say which survey it is about".to_owned())),
        (Some(_), false) => faults.push(("survey_id", foreign("survey"))),
        (Some(survey_id), true) if !id::is_id(survey_id) => {
            faults.push(("survey_id", "this is no id of a survey".to_owned()));
        }
        _ => {}
    }
    match &block.steps {
        Some(_) if kind != Kind::Trend => faults.push(("steps", foreign("steps"))),
        Some(steps) if !STEPS.contains(&steps.as_str()) => {
            faults.push(("steps", format!("give one of {}", STEPS.join(", "))));
        }
        _ => {}
    }
    match (&block.attribute, kind == Kind::Phases) {
        (Some(_), false) => faults.push(("attribute", foreign("attribute"))),
        (None, true) => {
            let detail = "say by which attribute, such as phase".to_owned();
            faults.push(("attribute", detail));
        }
        (Some(name), true) if is_long(name, VALUE_MAX) => {
            faults.push(("attribute", format!("at most {VALUE_MAX} characters")));
        }
        _ => {}
    }
    if !block.order.is_empty() && kind != Kind::Phases {
        faults.push(("order", foreign("order")));
    }
    if block.order.len() > ORDER_MAX || block.order.iter().any(|value| is_long(value, VALUE_MAX)) {
        let detail = format!("at most {ORDER_MAX} values of {VALUE_MAX} characters");
        faults.push(("order", detail));
    }
    match (&block.text, kind == Kind::Text) {
        (Some(_), false) => faults.push(("text", foreign("text"))),
        (Some(text), true) if text.is_empty() || is_long(text, TEXT_MAX) => {
            faults.push(("text", format!("give 1 to {TEXT_MAX} characters")));
        }
        (None, true) => faults.push(("text", format!("give 1 to {TEXT_MAX} characters"))),
        _ => {}
    }
    faults
}

/// Tells whether something is still what a form was shown with.
pub fn fingerprint<T: serde::Serialize>(own: &T) -> String {
    let text = serde_json::to_string(own).unwrap_or_default();
    format!("{:x}", id::number(&text))
}

/// Moves a block to a place, the others closing up; nothing happens when there is no such block.
pub fn move_to(blocks: &mut Vec<Block>, block_id: &str, place: usize) {
    if let Some(at) = blocks.iter().position(|block| block.id == block_id) {
        let block = blocks.remove(at);
        blocks.insert(place.min(blocks.len()), block);
    }
}

/// The blocks in the order of these ids; those that are not named come after them, as they stood.
pub fn in_order(blocks: Vec<Block>, ids: &[String]) -> Vec<Block> {
    let place = |block: &Block| {
        ids.iter()
            .position(|id| *id == block.id)
            .unwrap_or(ids.len())
    };
    let mut sorted = blocks;
    sorted.sort_by_key(place);
    sorted
}

/// Takes a block off, remembering it; false when there is none.
pub fn take_off(board: &mut Board, block_id: &str) -> bool {
    let blocks = &mut board.draft.blocks;
    let Some(place) = blocks.iter().position(|block| block.id == block_id) else {
        return false;
    };
    let block = blocks.remove(place);
    board.taken_off.push(TakenOff { place, block });
    let over = board.taken_off.len().saturating_sub(TAKEN_OFF_MAX);
    board.taken_off.drain(..over);
    true
}

/// Puts a block back where it stood; false when it isn't known any more.
pub fn put_back(board: &mut Board, block_id: &str) -> bool {
    let mut off = board.taken_off.iter();
    let Some(at) = off.position(|off| off.block.id == block_id) else {
        return false;
    };
    let TakenOff { place, block } = board.taken_off.remove(at);
    let place = place.min(board.draft.blocks.len());
    board.draft.blocks.insert(place, block);
    true
}

#[cfg(test)]
#[path = "rules/tests.rs"]
mod tests;

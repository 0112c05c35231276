//! Taking note of what happens at a personal link: the hit goes into the evidence log, everything
//! is judged anew, and the response follows, all in one transaction.

use jiff::tz::TimeZone;
use platform::{DbError, Tx, id};
use policy::vote::VoteRules;
use survey::store::take_place;

use super::evidence::{self, Evidence, Kind, Ruling, Said, Signs};
use super::store;
use crate::model::{Identity, Invitation, New, Response, State, Target};
use crate::rules::Content;
use crate::store::{self as responses, Look, Refusal};

/// Hits kept of one invitation at most, but for forms sent in: those have a limit of their own.
const HITS_MAX: usize = 500;

/// Something that happened at the link of an invitation.
#[derive(Clone, Debug)]
pub(super) struct Deed {
    pub(crate) invitation: Invitation,
    /// What happened; what it says of the answers is in `new`.
    pub(crate) hit: Evidence,
    /// The answers it brings, if any.
    pub(crate) new: Option<New>,
}

/// Takes note of `deed`. Whether the response changed.
pub(super) fn take(
    tx: &mut Tx<'_>,
    (target, zone): (&Target, &TimeZone),
    deed: &Deed,
) -> Result<bool, Refusal> {
    let invitation_id = &deed.invitation.invitation_id;
    let whose = (
        target.workspace_id.as_str(),
        target.survey_id.as_str(),
        invitation_id.as_str(),
    );
    responses::invitation::hold(tx, whose.0, invitation_id)?;
    let (rules, _) = store::rules(tx, whose.0, whose.1)?;
    let mut log = store::log(tx, whose.0, invitation_id)?;
    let is_full = deed.hit.kind != Kind::Submitted && log.len() >= HITS_MAX;
    if is_full || !is_of_a_visit(&log, &deed.hit) {
        return Ok(false);
    }
    let identity = Identity::Invitation {
        invitation_id: invitation_id.clone(),
        external_id: deed.invitation.external_id.clone(),
    };
    let old = responses::earlier(tx, target, &identity)?;
    if old.as_ref().is_some_and(|old| old.state == State::Erased) {
        return deed
            .new
            .as_ref()
            .map_or(Ok(false), |_| Err(Refusal::Erased));
    }
    if let Some(old) = &old
        && deed.new.is_some()
        && old.doubt.is_none()
        && log.iter().all(|hit| hit.content.is_none())
    {
        let before = before(&Content::of(old), old.changed_at_us);
        store::add(tx, whose, &before)?;
        log.push(before);
    }
    let was = evidence::rule(&log, &rules);
    let mut hit = clamped(&log, &deed.hit);
    hit.content = deed.new.as_ref().map(Said::of);
    store::add(tx, whose, &hit)?;
    log.push(hit);
    let Some(now) = evidence::rule(&log, &rules) else {
        return Ok(false);
    };
    let after = After { log, was, now };
    match old {
        Some(old) => after.apply(tx, (target, zone), &old, deed),
        None => match &deed.new {
            Some(new) => {
                let doubt = after.now.doubt;
                let new = New {
                    doubt,
                    ..new.clone()
                };
                responses::put(tx, target, &new, Look::OnlyIfStopped)?;
                Ok(true)
            }
            None => Ok(false),
        },
    }
}

/// What a page tells of its use counts only for a visit that began here.
fn is_of_a_visit(log: &[Evidence], hit: &Evidence) -> bool {
    let began = |other: &Evidence| {
        other.visit == hit.visit && matches!(other.kind, Kind::Opened | Kind::Hidden)
    };
    hit.kind != Kind::Used || log.iter().any(began)
}

/// A page can't have been visible for longer than it is there.
fn clamped(log: &[Evidence], hit: &Evidence) -> Evidence {
    let began = log
        .iter()
        .filter(|other| other.visit == hit.visit)
        .map(|other| other.at_us)
        .min()
        .unwrap_or(hit.at_us);
    let seconds = (hit.at_us - began) / policy::SECOND;
    let most = u32::try_from(seconds).unwrap_or_default().saturating_add(1);
    Evidence {
        signs: Signs {
            visible_seconds: hit.signs.visible_seconds.min(most),
            ..hit.signs
        },
        ..hit.clone()
    }
}

fn before(content: &Content, at_us: i64) -> Evidence {
    Evidence {
        mail: None,
        at_us,
        visit: id::new(),
        kind: Kind::Before,
        score: None,
        signs: Signs::default(),
        comment: false,
        agent: String::new(),
        content: Some(Said::whole(content)),
    }
}

/// The evidence with a new hit, and what followed from it before and follows now.
struct After {
    log: Vec<Evidence>,
    was: Option<Ruling>,
    now: Ruling,
}

impl After {
    fn apply(
        &self,
        tx: &mut Tx<'_>,
        (target, zone): (&Target, &TimeZone),
        old: &Response,
        deed: &Deed,
    ) -> Result<bool, Refusal> {
        let visit = &deed.hit.visit;
        let same_others = match &self.was {
            Some(was) => was.same_but_for(&self.now, visit),
            None => old.doubt.is_none(),
        };
        let counts = self.now.counted.contains(visit);
        if let Some(new) = deed.new.as_ref().filter(|_| counts && same_others) {
            let doubt = self.now.doubt;
            let new = New {
                doubt,
                ..new.clone()
            };
            let put = responses::put(tx, target, &new, Look::First)?;
            return Ok(put.outcome != crate::model::Outcome::Unchanged);
        }
        let content = match &self.was {
            Some(was) if was.counted == self.now.counted => Some(Content::of(old)),
            _ => evidence::told(&self.log, &self.now.counted, (old, zone)),
        };
        let Some(content) = content else {
            return Ok(false);
        };
        let same = content.answers == old.answers && content.state == old.state;
        if same && self.now.doubt == old.doubt {
            return Ok(false);
        }
        // The same answers stay as they are, with their moment.
        let content = if same { Content::of(old) } else { content };
        let place = match deed.new.as_ref().filter(|_| counts) {
            Some(new) => responses::placed(tx, target, new, false)?,
            None => {
                let mut place = take_place(tx, &target.workspace_id, &target.survey_id, false)?
                    .ok_or(Refusal::NoSurvey)?;
                place.version = old.version;
                place
            }
        };
        let whose = (target.workspace_id.as_str(), target.survey_id.as_str());
        let what = (&content, self.now.doubt);
        responses::rewrite(tx, whose, old, what, (place, target.now.at_us))?;
        Ok(true)
    }
}

/// Judges an invitation that is held, given as (workspace, survey, invitation), anew by these
/// rules. Whether the response changed.
pub(super) fn judge_again(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id, invitation_id): (&str, &str, &str),
    (rules, zone): (&VoteRules, &TimeZone),
    now_us: i64,
) -> Result<bool, Refusal> {
    let log = store::log(tx, workspace_id, invitation_id)?;
    let whose = (workspace_id, survey_id);
    let Some(old) = responses::reading::by_invitation(tx, whose, invitation_id)? else {
        return Ok(false);
    };
    let Some(now) = evidence::rule(&log, rules) else {
        return Ok(false);
    };
    if old.state == State::Erased {
        return Ok(false);
    }
    let Some(content) = evidence::told(&log, &now.counted, (&old, zone)) else {
        return Ok(false);
    };
    let same = content.answers == old.answers && content.state == old.state;
    if same && now.doubt == old.doubt {
        return Ok(false);
    }
    // The same answers stay as they are, with their moment.
    let content = if same { Content::of(&old) } else { content };
    let mut place = take_place(tx, workspace_id, survey_id, false)?.ok_or(Refusal::NoSurvey)?;
    place.version = old.version;
    responses::rewrite(tx, whose, &old, (&content, now.doubt), (place, now_us))?;
    Ok(true)
}

/// Somebody who knows better than the clicks says what a response in doubt is: from now on that
/// counts as evidence.
pub(crate) fn settled(
    tx: &mut Tx<'_>,
    target: &Target,
    old: &Response,
    content: &Content,
) -> Result<(), DbError> {
    let workspace_id = target.workspace_id.as_str();
    let Some(invitation_id) = store::invitation_of(tx, workspace_id, &old.response_id)? else {
        return Ok(());
    };
    let whose = (
        workspace_id,
        target.survey_id.as_str(),
        invitation_id.as_str(),
    );
    store::add(tx, whose, &before(content, target.now.at_us))
}

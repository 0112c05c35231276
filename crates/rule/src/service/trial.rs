//! Trying a rule on the past: what it would have done, had it been on.

use std::collections::BTreeMap;

use platform::Tx;
use platform::clock::{DAY_US, date_of_day};
use platform::web::{App, Problem};
use user::Viewer;

use crate::jobs;
use crate::judge;
use crate::model::{Definition, Moment, Rule};
use crate::store;
use crate::store::past::{Part, Surveys};
use crate::subject::Subject;

/// Days of the past at most.
pub const DAYS_MAX: u16 = 730;
/// Answers, contacts or invitations looked at, at most.
const SEEN_MAX: usize = 20_000;
/// Of them read at once.
const PIECE: usize = 500;
/// Examples given.
const EXAMPLES_MAX: usize = 100;
/// Longest piece of a comment in an example, in characters.
const COMMENT_MAX: usize = 200;

/// What a rule would have done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trial {
    /// How often it would have fired.
    pub count: usize,
    /// Answers, contacts or invitations that were looked at.
    pub seen: usize,
    /// Whether there were more than are looked at: only the newest were.
    pub is_partial: bool,
    /// By month, the earliest first.
    pub months: Vec<Month>,
    /// The newest of them.
    pub examples: Vec<Example>,
}

/// A month of a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// Year.
    pub year: i16,
    /// Month, 1–12.
    pub month: i8,
    /// How often the rule would have fired.
    pub count: usize,
}

/// Something the rule would have fired for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Example {
    /// The answer.
    pub response_id: Option<String>,
    /// Its survey.
    pub survey_id: Option<String>,
    /// What the survey is called.
    pub survey_name: String,
    /// The contact: id and name.
    pub contact: Option<(String, String)>,
    /// The account: id and name.
    pub account: Option<(String, String)>,
    /// The score.
    pub score: Option<u8>,
    /// The score before.
    pub previous: Option<u8>,
    /// First words of what was written.
    pub comment: Option<String>,
    /// When it was answered, the silence began or the invitation went out, UTC microseconds.
    pub at_us: i64,
    /// Whether the rule really fired for it.
    pub has_fired: bool,
}

/// Tries a rule on the last `days` days, with another definition than the stored one if that is
/// given: 422 when it could not be stored. Nothing is stored and nobody is told.
pub async fn trial(
    app: &App,
    viewer: &Viewer,
    (rule_id, draft): (&str, Option<Definition>),
    days: u16,
) -> Result<Trial, Problem> {
    if !(1..=DAYS_MAX).contains(&days) {
        let detail = format!("give 1 to {DAYS_MAX} days");
        return Err(Problem::invalid("days", detail));
    }
    let mut rule = super::get(app, viewer, rule_id).await?;
    if let Some(definition) = draft {
        rule.definition = definition;
        let tried = rule.clone();
        let check = move |tx: &mut Tx<'_>| super::check_draft(tx, &tried);
        app.db.read(check).await?;
    }
    let now_us = app.clock.now_us();
    let from_us = now_us - i64::from(days) * DAY_US;
    rule.active_since_us = Some(from_us);
    let mut found = Found::default();
    match rule.definition.on {
        Moment::Answer => answers(app, &rule, (from_us, now_us), &mut found).await?,
        Moment::Silence(_) | Moment::NoAnswer(_) => absent(app, &rule, now_us, &mut found).await?,
    }
    finish(app, rule, found).await
}

/// What was found so far.
#[derive(Default)]
struct Found {
    /// Newest first, at most [`EXAMPLES_MAX`]: with their occasions.
    examples: Vec<(Subject, String)>,
    /// When each happened.
    at_us: Vec<i64>,
    seen: usize,
    is_partial: bool,
}

async fn answers(
    app: &App,
    rule: &Rule,
    (from_us, now_us): (i64, i64),
    found: &mut Found,
) -> Result<(), Problem> {
    let mut before = (i64::MAX, String::new());
    let mut surveys = Surveys::new();
    loop {
        let part = Part {
            from_us,
            before: before.clone(),
            limit: PIECE,
        };
        let (of, mut known) = (rule.clone(), std::mem::take(&mut surveys));
        let work = move |tx: &mut Tx<'_>| {
            let all = store::past::part(tx, &of.workspace_id, &part, &mut known)?;
            let all = all
                .into_iter()
                .map(|subject| (subject, String::new()))
                .collect();
            let (batch, _) = jobs::load(tx, &of, all, now_us)?;
            let fits = (0..batch.subjects().len())
                .map(|place| batch.holds(&of, place) == Some(true))
                .collect::<Vec<bool>>();
            Ok::<_, Problem>((batch.subjects().to_vec(), fits, known))
        };
        let (subjects, fits, known) = app.db.read_long(work).await?;
        surveys = known;
        let seen = subjects.len();
        found.seen += seen;
        if let Some(last) = subjects.last() {
            before = (last.at_us, last.response_id.clone().unwrap_or_default());
        }
        for (subject, _) in subjects.into_iter().zip(fits).filter(|(_, fits)| *fits) {
            found.at_us.push(subject.at_us);
            if found.examples.len() < EXAMPLES_MAX {
                let occasion = crate::act::answer_occasion(&subject);
                found.examples.push((subject, occasion));
            }
        }
        if seen < PIECE {
            return Ok(());
        }
        if found.seen >= SEEN_MAX {
            found.is_partial = true;
            return Ok(());
        }
    }
}

/// Contacts who are silent now, or invitations whose wait ended in that time.
async fn absent(app: &App, rule: &Rule, now_us: i64, found: &mut Found) -> Result<(), Problem> {
    let mut after_key = String::new();
    loop {
        let (of, key) = (rule.clone(), after_key.clone());
        let work = move |tx: &mut Tx<'_>| {
            let piece = match of.definition.on {
                Moment::NoAnswer(days) => jobs::unanswered(tx, &of, (days.days, &key), now_us)?,
                on => {
                    let days = on.days().unwrap_or_default();
                    jobs::silent(tx, &of, (days, &key), now_us)?
                }
            };
            let (batch, occasions) = jobs::load(tx, &of, piece.subjects, now_us)?;
            let fits = occasions.into_iter().enumerate();
            let fits = fits
                .filter(|(place, _)| batch.holds(&of, *place) == Some(true))
                .map(|(place, occasion)| (batch.subjects()[place].clone(), occasion))
                .collect::<Vec<_>>();
            Ok::<_, Problem>((fits, piece.after_key, piece.seen))
        };
        let (fits, next, seen) = app.db.read_long(work).await?;
        found.seen += seen;
        for (subject, occasion) in fits {
            found.at_us.push(subject.at_us);
            found.examples.push((subject, occasion));
        }
        match next {
            Some(next) if found.seen < SEEN_MAX => after_key = next,
            Some(_) => {
                found.is_partial = true;
                break;
            }
            None => break,
        }
    }
    found.examples.sort_by_key(|(subject, _)| -subject.at_us);
    found.examples.truncate(EXAMPLES_MAX);
    Ok(())
}

async fn finish(app: &App, rule: Rule, found: Found) -> Result<Trial, Problem> {
    app.db
        .read_long(move |tx| {
            let workspace_id = &rule.workspace_id;
            let settings = programme::store::programme::settings(tx, workspace_id)?;
            let mut months: BTreeMap<(i16, i8), usize> = BTreeMap::new();
            for at_us in &found.at_us {
                let date = date_of_day(judge::today(&settings.calendar, *at_us).0);
                *months.entry((date.year(), date.month())).or_default() += 1;
            }
            let occasions: Vec<String> = found.examples.iter().map(|(_, o)| o.clone()).collect();
            let known = store::fired::known(tx, workspace_id, &rule.rule_id, &occasions)?;
            let mut examples = Vec::new();
            for (subject, occasion) in found.examples {
                let has_fired = known.contains(&occasion);
                examples.push(example(tx, workspace_id, subject, has_fired)?);
            }
            Ok(Trial {
                count: found.at_us.len(),
                seen: found.seen,
                is_partial: found.is_partial,
                months: months
                    .into_iter()
                    .map(|((year, month), count)| Month { year, month, count })
                    .collect(),
                examples,
            })
        })
        .await
}

fn example(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    subject: Subject,
    has_fired: bool,
) -> Result<Example, platform::DbError> {
    let contact = match &subject.contact_id {
        Some(id) => contact::store::by_id(tx, workspace_id, id)?,
        None => None,
    };
    let account = match &subject.account_id {
        Some(id) => contact::store::account_by_id(tx, workspace_id, id)?,
        None => None,
    };
    let comment = subject.comments.first();
    Ok(Example {
        contact: contact.map(|c| (c.contact_id.clone(), c.title().to_owned())),
        account: account.map(|a| (a.account_id, a.name)),
        comment: comment.map(|text| platform::inert::line(text, COMMENT_MAX)),
        response_id: subject.response_id,
        survey_id: subject.survey_id,
        survey_name: subject.survey_name,
        score: subject.score,
        previous: subject.previous,
        at_us: subject.at_us,
        has_fired,
    })
}

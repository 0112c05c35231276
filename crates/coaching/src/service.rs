//! The verbs of coaching: open a page, look at it, write, agree, choose answers, share. Pages and
//! API call the same ones. What somebody has no part in doesn't exist for them.

mod overview;

use std::collections::{BTreeSet, HashMap};

use dashboard::said;
use dashboard::service::whose;
use dashboard::{Dashboard, Whose};
use platform::clock::day_in;
use platform::{DbError, Problem, Tx, id};
use user::audit::{self, Note};
use user::people::{self, Person};
use user::{Sight, Viewer};

use crate::model::{Entry, Kind, Look, Page, Part};
use crate::rules::{self, ENTRIES_MAX, Wrong};
use crate::store;

pub use overview::{Former, Overview, Partner, overview};

/// What the handlers share.
#[derive(Clone)]
pub struct Coaching {
    /// The figures and the answers.
    pub dashboard: Dashboard,
    /// What is usual, as long as no answer comes in.
    pub remembered: crate::own::Remembered,
}

/// A page as somebody sees it.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The page.
    pub page: Page,
    /// What the viewer is on it.
    pub part: Part,
    /// Whether the two still work together.
    pub is_current: bool,
    /// All that stands on it, newest first.
    pub entries: Vec<Entry>,
    /// Who looked, the latest first.
    pub looks: Vec<Look>,
    /// How often anybody looked.
    pub looked: i64,
    /// Who leads the employee now.
    pub leads: BTreeSet<String>,
    /// Names of people by id.
    pub names: HashMap<String, String>,
}

impl Whole {
    /// Somebody's name.
    pub fn name(&self, user_id: &str) -> &str {
        self.names.get(user_id).map_or("", String::as_str)
    }

    /// Whether the viewer may write on it.
    pub fn may_write(&self) -> bool {
        rules::may_write(self.part, self.is_current)
    }
}

/// The id of whoever looks; a program is nobody's lead.
fn me(viewer: &Viewer) -> Result<String, Problem> {
    viewer
        .user_id()
        .map(str::to_owned)
        .ok_or_else(|| Problem::no("coaching page"))
}

fn names(tx: &mut Tx<'_>, workspace_id: &str) -> Result<HashMap<String, String>, DbError> {
    let all: Vec<Person> = people::all(tx, workspace_id)?;
    Ok(all
        .into_iter()
        .map(|person| (person.user_id, person.name))
        .collect())
}

/// Opens the page with somebody one leads or is led by; the one there is, when there is one.
pub async fn open(
    coaching: &Coaching,
    viewer: &Viewer,
    person_id: &str,
) -> Result<String, Problem> {
    let me = me(viewer).map_err(|_| Problem::no("person"))?;
    let (viewer, other) = (viewer.clone(), person_id.to_owned());
    let app = &coaching.dashboard.app;
    let now_us = app.clock.now_us();
    let work = move |tx: &mut Tx<'_>| {
        let workspace = &viewer.workspace_id;
        let pair = if store::leads(tx, workspace, &other)?.contains(&me) {
            (me.as_str(), other.as_str())
        } else if store::leads(tx, workspace, &me)?.contains(&other) {
            (other.as_str(), me.as_str())
        } else {
            return Err(Problem::no("person"));
        };
        if let Some(page) = store::of_pair(tx, workspace, pair)? {
            return Ok(page.page_id);
        }
        let new = Page {
            page_id: id::new(),
            lead_id: pair.0.to_owned(),
            employee_id: pair.1.to_owned(),
            opened_at_us: now_us,
            shared_with_id: None,
        };
        store::add(tx, workspace, &new)?;
        // Somebody else may have been first.
        let page = store::of_pair(tx, workspace, pair)?.ok_or_else(|| Problem::no("person"))?;
        if page.page_id == new.page_id {
            note(tx, &viewer, ("coaching.opened", &page.page_id), now_us)?;
        }
        Ok(page.page_id)
    };
    app.db.write(work).await
}

/// The audit log says that something was done, never what.
fn note(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (action, page_id): (&'static str, &str),
    now_us: i64,
) -> Result<(), DbError> {
    audit::note(tx, viewer, Note::new(action, page_id), now_us)
}

/// A page, and what the viewer is on it; 404 when nothing.
fn found(
    tx: &mut Tx<'_>,
    workspace: &str,
    (me, page_id): (&str, &str),
) -> Result<(Page, Part, BTreeSet<String>), Problem> {
    let none = || Problem::no("coaching page");
    let page = store::by_id(tx, workspace, page_id)?.ok_or_else(none)?;
    let leads = store::leads(tx, workspace, &page.employee_id)?;
    let part = rules::part(&page, me, &leads).ok_or_else(none)?;
    Ok((page, part, leads))
}

/// The page as it is, without noting a look: for whoever has just looked at it.
pub async fn get(coaching: &Coaching, viewer: &Viewer, page_id: &str) -> Result<Whole, Problem> {
    let (me, workspace) = (me(viewer)?, viewer.workspace_id.clone());
    let id = page_id.to_owned();
    let read = move |tx: &mut Tx<'_>| whole(tx, &workspace, (&me, &id));
    coaching.dashboard.app.db.read(read).await
}

/// Looks at a page: notes that the viewer did, and gives all of it.
pub async fn look(coaching: &Coaching, viewer: &Viewer, page_id: &str) -> Result<Whole, Problem> {
    let (me, workspace) = (me(viewer)?, viewer.workspace_id.clone());
    let id = page_id.to_owned();
    let app = &coaching.dashboard.app;
    let now_us = app.clock.now_us();
    let work = move |tx: &mut Tx<'_>| {
        found(tx, &workspace, (&me, &id))?;
        let look = Look {
            user_id: me.clone(),
            at_us: now_us,
        };
        store::look(tx, (&workspace, &id), &look)?;
        whole(tx, &workspace, (&me, &id))
    };
    app.db.write(work).await
}

fn whole(tx: &mut Tx<'_>, workspace: &str, (me, id): (&str, &str)) -> Result<Whole, Problem> {
    let (page, part, leads) = found(tx, workspace, (me, id))?;
    let (looks, looked) = store::looks(tx, workspace, id)?;
    Ok(Whole {
        is_current: rules::is_current(&page, &leads),
        entries: store::entries(tx, workspace, id)?,
        names: names(tx, workspace)?,
        page,
        part,
        looks,
        looked,
        leads,
    })
}

/// What is put on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum New {
    /// Words.
    Note(String),
    /// What was agreed, until when.
    Agreement(String, Option<i32>),
    /// A survey's response, and why it was chosen.
    Answer {
        /// The survey.
        survey_id: String,
        /// The response.
        response_id: String,
        /// Why, or nothing.
        words: String,
    },
}

/// Why something was not done.
#[derive(Debug)]
pub enum Refusal {
    /// What is wrong with a field: `text` or `due`.
    Wrong(&'static str, Wrong),
    /// Anything else.
    Problem(Problem),
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        Self::Problem(error.into())
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Problem(problem) => problem,
            Refusal::Wrong(field, wrong) => Self::invalid(format!("/{field}"), wrong.detail()),
        }
    }
}

fn checked(new: New) -> Result<New, Refusal> {
    let text = |text: &str| rules::text(text).map_err(|wrong| Refusal::Wrong("text", wrong));
    Ok(match new {
        New::Note(words) => New::Note(text(&words)?),
        New::Agreement(words, due) => {
            let due = due.map(rules::day).transpose();
            New::Agreement(
                text(&words)?,
                due.map_err(|wrong| Refusal::Wrong("due", wrong))?,
            )
        }
        New::Answer {
            survey_id,
            response_id,
            words,
        } => New::Answer {
            survey_id,
            response_id,
            words: if words.trim().is_empty() {
                String::new()
            } else {
                text(&words)?
            },
        },
    })
}

/// Puts something on a page; its id. An answer that stands there already stays as it is.
pub async fn put(
    coaching: &Coaching,
    viewer: &Viewer,
    (page_id, new): (&str, New),
) -> Result<String, Refusal> {
    let whole = get(coaching, viewer, page_id).await?;
    check_may_write(&whole)?;
    let new = checked(new)?;
    if let New::Answer {
        survey_id,
        response_id,
        ..
    } = &new
    {
        // Only what this person served, and only what whoever chooses it sees.
        let whose = of_employee(viewer, &whole, survey_id)?;
        said::one(&coaching.dashboard, &whose, response_id).await?;
    }
    let (me, viewer, id) = (me(viewer)?, viewer.clone(), page_id.to_owned());
    let app = &coaching.dashboard.app;
    let now_us = app.clock.now_us();
    let work = move |tx: &mut Tx<'_>| {
        let workspace = &viewer.workspace_id;
        store::lock(tx, workspace, &id)?;
        let (page, part, leads) = found(tx, workspace, (&me, &id))?;
        if !rules::may_write(part, rules::is_current(&page, &leads)) {
            return Err(over().into());
        }
        let there = store::entries(tx, workspace, &id)?;
        if i64::try_from(there.len()).unwrap_or(i64::MAX) >= ENTRIES_MAX {
            let text = format!("{ENTRIES_MAX} things stand on this page already");
            return Err(Problem::Conflict(text).into());
        }
        let entry = entry(&new, &me, now_us);
        let same = entry
            .answer
            .as_ref()
            .and_then(|answer| there.iter().find(|own| own.answer.as_ref() == Some(answer)));
        if let Some(same) = same {
            return Ok(same.entry_id.clone());
        }
        store::put(tx, (workspace, &id), &entry)?;
        let action = match entry.kind {
            Kind::Note => "coaching.noted",
            Kind::Agreement => "coaching.agreed",
            Kind::Answer => "coaching.chosen",
        };
        note(tx, &viewer, (action, &id), now_us)?;
        Ok::<_, Refusal>(entry.entry_id)
    };
    app.db.write(work).await
}

fn entry(new: &New, me: &str, now_us: i64) -> Entry {
    let (kind, words, answer, due_day) = match new {
        New::Note(words) => (Kind::Note, words.clone(), None, None),
        New::Agreement(words, due) => (Kind::Agreement, words.clone(), None, *due),
        New::Answer {
            survey_id,
            response_id,
            words,
        } => {
            let answer = (survey_id.clone(), response_id.clone());
            (Kind::Answer, words.clone(), Some(answer), None)
        }
    };
    Entry {
        entry_id: id::new(),
        kind,
        author_id: me.to_owned(),
        words,
        answer,
        due_day,
        done_at_us: None,
        created_at_us: now_us,
        removed_at_us: None,
    }
}

/// A survey as far as the employee served: what the viewer doesn't see of it isn't there.
pub(crate) fn of_employee(
    viewer: &Viewer,
    whole: &Whole,
    survey_id: &str,
) -> Result<Whose, Problem> {
    let employee = &whole.page.employee_id;
    if !viewer.sight.sees(employee) {
        return Err(Problem::no("response"));
    }
    let sight = Sight::of([employee.clone()]);
    whose(&viewer.clone().with_sight(sight), survey_id)
}

fn check_may_write(whole: &Whole) -> Result<(), Problem> {
    if whole.may_write() {
        Ok(())
    } else {
        Err(over())
    }
}

fn over() -> Problem {
    Problem::Conflict(
        "this page is of an earlier time: it is kept as it is, and no longer written on".to_owned(),
    )
}

/// What becomes of something on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// An agreement is done, or isn't.
    Done(bool),
    /// It is taken away.
    Remove,
}

/// Changes something on a page.
pub async fn act(
    coaching: &Coaching,
    viewer: &Viewer,
    (page_id, entry_id): (&str, &str),
    act: Act,
) -> Result<(), Problem> {
    let me = me(viewer)?;
    let (viewer, page_id, entry_id) = (viewer.clone(), page_id.to_owned(), entry_id.to_owned());
    let app = &coaching.dashboard.app;
    let now_us = app.clock.now_us();
    let work = move |tx: &mut Tx<'_>| {
        let workspace = &viewer.workspace_id;
        store::lock(tx, workspace, &page_id)?;
        let (page, part, leads) = found(tx, workspace, (&me, &page_id))?;
        let all = store::entries(tx, workspace, &page_id)?;
        let own = all.iter().find(|own| own.entry_id == entry_id);
        let own = own.ok_or_else(|| Problem::no("entry"))?;
        if !rules::may_write(part, rules::is_current(&page, &leads)) {
            return Err(over());
        }
        let at = (workspace.as_str(), page_id.as_str(), entry_id.as_str());
        match act {
            Act::Done(done) => {
                if own.kind != Kind::Agreement || own.removed_at_us.is_some() {
                    return Err(Problem::Conflict(
                        "only what was agreed can be done".to_owned(),
                    ));
                }
                if own.done_at_us.is_some() == done {
                    return Ok(());
                }
                store::set_done(tx, at, done.then_some(now_us))?;
                note(tx, &viewer, ("coaching.done", &page_id), now_us)?;
            }
            Act::Remove => {
                if own.removed_at_us.is_some() {
                    return Ok(());
                }
                if !rules::may_remove(own, &me) {
                    return Err(Problem::Forbidden(
                        "who wrote it can take it away, nobody else".to_owned(),
                    ));
                }
                store::remove(tx, at, now_us)?;
                note(tx, &viewer, ("coaching.removed", &page_id), now_us)?;
            }
        }
        Ok(())
    };
    app.db.write(work).await
}

/// Lets the present lead read a page of before, or no longer. Only the employee decides.
pub async fn share(
    coaching: &Coaching,
    viewer: &Viewer,
    (page_id, with): (&str, Option<&str>),
) -> Result<(), Problem> {
    let me = me(viewer)?;
    let (viewer, id, with) = (viewer.clone(), page_id.to_owned(), with.map(str::to_owned));
    let app = &coaching.dashboard.app;
    let now_us = app.clock.now_us();
    let work = move |tx: &mut Tx<'_>| {
        let workspace = &viewer.workspace_id;
        store::lock(tx, workspace, &id)?;
        let (page, part, leads) = found(tx, workspace, (&me, &id))?;
        if part != Part::Employee {
            return Err(Problem::Forbidden(
                "whose page it is decides who reads it".to_owned(),
            ));
        }
        if with.as_ref().is_some_and(|with| !leads.contains(with)) {
            let text = "nobody who leads you now";
            return Err(Problem::invalid("/person_id", text));
        }
        if page.shared_with_id == with {
            return Ok(());
        }
        store::share(tx, workspace, (&id, with.as_deref()))?;
        let action = if with.is_some() {
            "coaching.shared"
        } else {
            "coaching.unshared"
        };
        note(tx, &viewer, (action, &id), now_us)?;
        Ok(())
    };
    app.db.write(work).await
}

/// The day it is where the company is.
pub async fn today(coaching: &Coaching, viewer: &Viewer) -> Result<i32, Problem> {
    let zone = coaching.dashboard.zone(viewer).await?;
    Ok(day_in(&zone, coaching.dashboard.app.clock.now_us()))
}

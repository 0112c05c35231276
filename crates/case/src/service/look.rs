//! Reading cases: lists with names, one case whole, what is on somebody's desk.

use std::collections::BTreeMap;

use platform::clock::day_in;
use platform::web::{App, Problem};
use platform::{DbError, Tx};
use policy::At;
use policy::follow;
use respondent::answers::Answered;
use user::{Sight, Viewer};

use crate::desk::{self, Desk};
use crate::model::{Case, Cause, Conversation, Logged};
use crate::store::{self, Filter, Order, OwnedBy, Page, State, Tally};

/// Cases on one page of somebody's work.
const WORK_MAX: usize = 200;

/// A case with the names of whom and what it is about. Names are as customers wrote them: escape
/// them where they go.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The case.
    pub case: Case,
    /// What to call the contact; `None` when there is none (any more).
    pub contact: Option<String>,
    /// The account's name.
    pub account: Option<String>,
    /// The owner's name.
    pub owner: Option<String>,
    /// Its causes, by id.
    pub cause_ids: Vec<String>,
}

/// Gives cases their names.
pub fn named(tx: &mut Tx<'_>, workspace_id: &str, cases: Vec<Case>) -> Result<Vec<Named>, DbError> {
    let contacts = contact_names(tx, workspace_id, &cases)?;
    let ids = |id: fn(&Case) -> Option<&String>| {
        let mut ids: Vec<&str> = cases.iter().filter_map(id).map(String::as_str).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let accounts: BTreeMap<String, String> =
        contact::store::accounts_by_ids(tx, workspace_id, &ids(|c| c.account_id.as_ref()))?
            .into_iter()
            .map(|account| (account.account_id, account.name))
            .collect();
    let owners: BTreeMap<String, String> = user::people::all(tx, workspace_id)?
        .into_iter()
        .map(|person| (person.user_id, person.name))
        .collect();
    let case_ids: Vec<&str> = cases.iter().map(|case| case.case_id.as_str()).collect();
    let mut causes = store::cause::of_cases(tx, workspace_id, &case_ids)?;
    let of = |names: &BTreeMap<String, String>, id: &Option<String>| {
        id.as_ref().and_then(|id| names.get(id)).cloned()
    };
    Ok(cases
        .into_iter()
        .map(|case| Named {
            contact: of(&contacts, &case.contact_id),
            account: of(&accounts, &case.account_id),
            owner: of(&owners, &case.owner_id),
            cause_ids: causes.remove(&case.case_id).unwrap_or_default(),
            case,
        })
        .collect())
}

/// Gives one case its names.
pub async fn name(app: &App, viewer: &Viewer, case: Case) -> Result<Named, Problem> {
    let workspace = viewer.workspace_id.clone();
    app.db
        .read(move |tx| Ok(named(tx, &workspace, vec![case.clone()])?.remove(0)))
        .await
}

fn contact_names(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    cases: &[Case],
) -> Result<BTreeMap<String, String>, DbError> {
    let mut ids: Vec<&str> = cases
        .iter()
        .filter_map(|c| c.contact_id.as_deref())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let mut names: BTreeMap<String, String> = contact::store::by_ids(tx, workspace_id, &ids)?
        .into_iter()
        .map(|contact| (contact.contact_id.clone(), contact.title().to_owned()))
        .collect();
    for id in ids {
        if !names.contains_key(id)
            && let Some(merged) = contact::store::by_id(tx, workspace_id, id)?
        {
            names.insert(id.to_owned(), merged.title().to_owned());
        }
    }
    Ok(names)
}

/// Cases that fit, in order, with names.
pub async fn list(
    app: &App,
    viewer: &Viewer,
    filter: Filter,
    page: Page,
) -> Result<Vec<Named>, Problem> {
    let (viewer, now_us) = (viewer.clone(), app.clock.now_us());
    app.db
        .read(move |tx| {
            let workspace = viewer.workspace_id.as_str();
            let sight = sight(tx, &viewer, now_us)?;
            let cases = store::list(tx, (workspace, &sight), (&filter, &page), now_us)?;
            Ok(named(tx, workspace, cases)?)
        })
        .await
}

/// Whose cases somebody sees: also those of people they stand in for now.
pub(crate) fn sight(tx: &mut Tx<'_>, viewer: &Viewer, now_us: i64) -> Result<Sight, DbError> {
    let (Some(people), Some(me)) = (viewer.sight.people(), viewer.user_id()) else {
        return Ok(viewer.sight.clone());
    };
    let desk = Desk::load(tx, &viewer.workspace_id)?;
    let stood_in = stands_in_for(&desk, me, now_us);
    Ok(Sight::of(people.iter().cloned().chain(stood_in)))
}

/// A case whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Detail {
    /// The case and its names.
    pub named: Named,
    /// The answer it is about, while there is one.
    pub answered: Option<Answered>,
    /// What was said, oldest first.
    pub conversations: Vec<Conversation>,
    /// What was done, oldest first.
    pub history: Vec<Logged>,
    /// All causes of the company, archived ones too.
    pub causes: Vec<Cause>,
    /// Other cases of the same contact, newest first.
    pub others: Vec<Case>,
}

/// One case; 404 when it isn't there or belongs to somebody else.
pub async fn detail(app: &App, viewer: &Viewer, case_id: &str) -> Result<Detail, Problem> {
    let (workspace, case_id) = (viewer.workspace_id.clone(), case_id.to_owned());
    let (viewer, now_us) = (viewer.clone(), app.clock.now_us());
    app.db
        .read(move |tx| {
            let case =
                store::by_id(tx, &workspace, &case_id)?.ok_or_else(|| Problem::no("case"))?;
            let sight = sight(tx, &viewer, now_us)?;
            if !store::sees(tx, (&workspace, &case_id), &sight)? {
                return Err(Problem::no("case"));
            }
            let answered = match &case.response_id {
                Some(id) => respondent::answers::of_response(tx, &workspace, id)?,
                None => None,
            };
            let mut others = match &case.contact_id {
                Some(id) => store::of_contact(tx, &workspace, id)?,
                None => Vec::new(),
            };
            others.retain(|other| other.case_id != case.case_id);
            let mut seen = Vec::with_capacity(others.len());
            for other in others {
                if store::sees(tx, (&workspace, &other.case_id), &sight)? {
                    seen.push(other);
                }
            }
            Ok(Detail {
                answered,
                conversations: store::conversations_of_case(tx, &workspace, &case_id)?,
                history: store::history(tx, &workspace, &case_id)?,
                causes: store::causes(tx, &workspace)?,
                others: seen,
                named: named(tx, &workspace, vec![case])?.remove(0),
            })
        })
        .await
}

/// What is on the desk of one person, each list by due time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MyWork {
    /// What was promised and isn't done.
    pub overdue: Vec<Named>,
    /// Due today, in the company's time zone.
    pub today: Vec<Named>,
    /// Due later, or spoken with already and still open.
    pub later: Vec<Named>,
    /// Out of sight for now.
    pub snoozed: Vec<Named>,
    /// The people who are away, and for whom these cases are looked after too: their names.
    pub stands_in_for: Vec<String>,
}

/// The work of whoever asks, and of those they stand in for. A key has none.
pub async fn my_work(app: &App, viewer: &Viewer) -> Result<MyWork, Problem> {
    let Some(me) = viewer.user_id().map(str::to_owned) else {
        return Ok(MyWork::default());
    };
    let (workspace, now_us) = (viewer.workspace_id.clone(), app.clock.now_us());
    let viewer = viewer.clone();
    app.db
        .read(move |tx| {
            let sight = sight(tx, &viewer, now_us)?;
            let desk = Desk::load(tx, &workspace)?;
            let stood_in = stands_in_for(&desk, &me, now_us);
            let mut owners = stood_in.clone();
            owners.push(me.clone());
            let filter = Filter {
                state: Some(State::Open),
                owner: Some(OwnedBy::People(owners)),
                ..Filter::default()
            };
            let page = Page {
                order: Order::Due,
                after: None,
                limit: WORK_MAX,
            };
            let cases = store::list(tx, (&workspace, &sight), (&filter, &page), now_us)?;
            let mut work = MyWork {
                stands_in_for: stood_in
                    .iter()
                    .filter_map(|id| desk.people.get(id))
                    .map(|person| person.name.clone())
                    .collect(),
                ..MyWork::default()
            };
            let zone = desk.zone();
            let today = day_in(&zone, now_us);
            for named in named(tx, &workspace, cases)? {
                let case = &named.case;
                let list = if case.is_overdue(now_us) {
                    &mut work.overdue
                } else if case.is_snoozed(now_us) {
                    &mut work.snoozed
                } else if case.kept_at_us().is_none() && day_in(&zone, case.due_at_us) <= today {
                    &mut work.today
                } else {
                    &mut work.later
                };
                list.push(named);
            }
            Ok(work)
        })
        .await
}

/// People who are away and for whom `me` acts now.
fn stands_in_for(desk: &Desk, me: &str, now_us: i64) -> Vec<String> {
    desk.circle
        .keys()
        .filter(|id| *id != me && follow::acting(&desk.circle, id, At(now_us)) == Some(me))
        .cloned()
        .collect()
}

/// How much there is, for whoever looks at all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Open cases.
    pub open: i64,
    /// Open, and overdue.
    pub overdue: i64,
    /// Open, and nobody's.
    pub unowned: i64,
    /// Open, of whoever asks.
    pub mine: i64,
    /// Overdue, of whoever asks.
    pub mine_overdue: i64,
}

/// Counts of open cases.
pub async fn summary(app: &App, viewer: &Viewer) -> Result<Summary, Problem> {
    let me: Vec<String> = viewer.user_id().map(str::to_owned).into_iter().collect();
    let mine = Filter {
        owner: Some(OwnedBy::People(me)),
        ..Filter::default()
    };
    let asked = [Filter::default(), mine].map(|filter| Counted {
        filter,
        closed_us: [0, 0],
    });
    let found = tallies(app, viewer, (asked.to_vec(), StandIns::Too)).await?;
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let [all, mine] = [0, 1].map(|at| found.get(at).copied().unwrap_or_default());
    Ok(Summary {
        open: number(all.open),
        overdue: number(all.overdue),
        unowned: number(all.unowned),
        mine: number(mine.open),
        mine_overdue: number(mine.overdue),
    })
}

/// Which cases are counted, and from (in) to (out) when closed ones count, UTC microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Which.
    pub filter: Filter,
    /// When they were closed.
    pub closed_us: [i64; 2],
}

/// Whether cases of people somebody stands in for now count too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandIns {
    /// As in lists of cases.
    Too,
    /// Only what the sight says: it is narrowed to somebody, such as a team.
    Not,
}

/// Counts of cases, each within the sight of whoever asks, all of one moment.
pub async fn tallies(
    app: &App,
    viewer: &Viewer,
    (asked, stand_ins): (Vec<Counted>, StandIns),
) -> Result<Vec<Tally>, Problem> {
    let (viewer, now_us) = (viewer.clone(), app.clock.now_us());
    let read = move |tx: &mut Tx<'_>| {
        let sight = counted_sight(tx, &viewer, (stand_ins, now_us))?;
        let seen = (viewer.workspace_id.as_str(), &sight);
        let one = |own: &Counted| store::tally(tx, seen, (&own.filter, own.closed_us), now_us);
        Ok(asked.iter().map(one).collect::<Result<_, DbError>>()?)
    };
    app.db.read(read).await
}

/// The surveys about whose answers there are cases that whoever asks sees.
pub async fn surveys(
    app: &App,
    viewer: &Viewer,
    stand_ins: StandIns,
) -> Result<Vec<String>, Problem> {
    let (viewer, now_us) = (viewer.clone(), app.clock.now_us());
    let read = move |tx: &mut Tx<'_>| {
        let sight = counted_sight(tx, &viewer, (stand_ins, now_us))?;
        Ok(store::surveys(tx, (&viewer.workspace_id, &sight))?)
    };
    app.db.read(read).await
}

fn counted_sight(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (stand_ins, now_us): (StandIns, i64),
) -> Result<Sight, DbError> {
    match stand_ins {
        StandIns::Too => sight(tx, viewer, now_us),
        StandIns::Not => Ok(viewer.sight.clone()),
    }
}

/// Minutes of office time of a working day, for due times in days.
pub async fn office_minutes(app: &App, viewer: &Viewer) -> Result<u32, Problem> {
    let workspace = viewer.workspace_id.clone();
    app.db
        .read(move |tx| {
            let office = desk::calendar(tx, &workspace)?.settings().office;
            Ok(u32::from(office.to.saturating_sub(office.from)))
        })
        .await
}

/// The people whom `viewer` may give a case to, by name: id and name.
pub async fn receivers(app: &App, viewer: &Viewer) -> Result<Vec<(String, String)>, Problem> {
    let viewer = viewer.clone();
    app.db
        .read(move |tx| {
            let desk = Desk::load(tx, &viewer.workspace_id)?;
            let colleagues = desk.colleagues(viewer.user_id());
            let is_able = |one: &user::people::Person| {
                let id = &one.user_id;
                one.role.may_work() && (viewer.sight.sees(id) || colleagues.contains(id))
            };
            let all = user::people::active(tx, &viewer.workspace_id)?;
            let able = all.into_iter().filter(is_able);
            Ok(able.map(|one| (one.user_id, one.name)).collect())
        })
        .await
}

/// The company's time zone, in which due times are told.
pub async fn zone(app: &App, viewer: &Viewer) -> Result<jiff::tz::TimeZone, Problem> {
    let workspace = viewer.workspace_id.clone();
    app.db
        .read(move |tx| Ok(Desk::load(tx, &workspace)?.zone()))
        .await
}

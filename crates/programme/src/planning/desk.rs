//! One workspace's planning on one node: whose turn it is, whom to look at next.

use std::sync::Arc;

use contact::model::Contact;
use platform::clock::SECOND_US;
use platform::web::App;
use platform::{DbError, Problem, Tx};
use policy::{At, HOUR};

use super::batch::Batch;
use super::known::Known;
use super::plan::{Calendars, Plan};
use super::save::Saver;
use crate::store;
use crate::store::plan::Planning;

/// How long a node keeps its turn without saying so again. Another takes over within this time
/// when it dies.
const LEASE_US: i64 = 10 * SECOND_US;
/// How long programmes and settings are believed though nothing says they changed: a survey may have
/// been closed.
const BELIEVED_US: i64 = 15 * SECOND_US;
/// Everybody is looked at again after so long, because a day begins at other moments elsewhere.
const SWEEP_US: i64 = 6 * HOUR;
/// A clock that goes back by more than this makes everybody be looked at again.
const CLOCK_US: i64 = 600 * SECOND_US;
/// Contacts read at once while going through all.
const PAGE: usize = 2000;
/// Contacts decided about in one transaction, more where that would cut an account in two: short
/// enough not to hold up others who write.
const CHUNK: usize = 200;
/// How far back changed contacts are looked for: their transactions may commit after others that
/// began later.
const OVERLAP_US: i64 = 10 * SECOND_US;

/// A pass through all contacts.
#[derive(Clone, Debug)]
struct Sweep {
    epoch: i64,
    began_at_us: i64,
    after: (String, String),
}

/// What this node remembers of a workspace.
#[derive(Debug)]
pub(crate) struct Desk {
    workspace_id: String,
    /// Who this node is, for keeping its turn.
    node: String,
    plan: Option<(i64, Arc<Plan>)>,
    sweep: Option<Sweep>,
    /// Up to which change of a contact was looked.
    changed: Option<(i64, String)>,
}

/// What a transaction of the planner did.
enum Did {
    /// It decided, and so many mails go out.
    Decided(u32),
    /// Programmes or settings changed meanwhile.
    Stale,
}

impl Desk {
    pub(crate) fn new(workspace_id: &str, node: &str) -> Self {
        Self {
            workspace_id: workspace_id.to_owned(),
            node: node.to_owned(),
            plan: None,
            sweep: None,
            changed: None,
        }
    }

    /// Does a bit of what is due; whether there may be more at once.
    pub(crate) async fn step(&mut self, app: &App) -> Result<bool, Problem> {
        let now_us = app.clock.now_us();
        let Some(planning) = self.lease(app, now_us).await? else {
            (self.sweep, self.changed) = (None, None);
            return Ok(false);
        };
        let plan = self.plan(app, planning.epoch, now_us).await?;
        if plan.programmes.is_empty() {
            return Ok(false);
        }
        let due = self.due(app, &plan, now_us).await?;
        let swept = self.sweep(app, &plan, &planning, now_us).await?;
        let changed = self.changed(app, &plan, &planning, now_us).await?;
        Ok(due || swept || changed)
    }

    async fn lease(&self, app: &App, now_us: i64) -> Result<Option<Planning>, Problem> {
        let (workspace, node) = (self.workspace_id.clone(), self.node.clone());
        let times = (now_us, now_us + LEASE_US);
        // Looked at first: taking it waits for the planner who has it, and with it all that this
        // node stores.
        let (own, by) = (workspace.clone(), node.clone());
        let look = move |tx: &mut Tx<'_>| store::plan::is_free(tx, &own, &by, times);
        if !app.db.read(look).await? {
            return Ok(None);
        }
        let lease = move |tx: &mut Tx<'_>| store::plan::lease(tx, &workspace, &node, times);
        Ok(app.db.write(lease).await?)
    }

    async fn plan(&mut self, app: &App, epoch: i64, now_us: i64) -> Result<Arc<Plan>, Problem> {
        if let Some((read_at_us, plan)) = &self.plan
            && plan.epoch == epoch
            && (0..BELIEVED_US).contains(&(now_us - read_at_us))
        {
            return Ok(plan.clone());
        }
        let workspace = self.workspace_id.clone();
        let read = move |tx: &mut Tx<'_>| Ok::<_, Problem>(Plan::load(tx, &workspace, now_us)?);
        let plan = Arc::new(app.db.read(read).await?);
        let opened = self
            .plan
            .as_ref()
            .is_some_and(|(_, old)| old.epoch == plan.epoch && old.paused() != plan.paused());
        if opened {
            // A survey was closed or opened again.
            let workspace = self.workspace_id.clone();
            let renew = move |tx: &mut Tx<'_>| store::plan::renew(tx, &workspace);
            app.db.write(renew).await.map_err(Problem::from)?;
        }
        self.plan = Some((now_us, plan.clone()));
        Ok(plan)
    }

    /// Contacts of whom something is due.
    async fn due(&mut self, app: &App, plan: &Arc<Plan>, now_us: i64) -> Result<bool, Problem> {
        let workspace = self.workspace_id.clone();
        let ids = app
            .db
            .read(move |tx| Ok::<_, Problem>(store::plan::due(tx, &workspace, now_us, CHUNK)?))
            .await?;
        if ids.is_empty() {
            return Ok(false);
        }
        self.decide(app, plan, ids, now_us).await?;
        Ok(true)
    }

    /// A page of all contacts, when it is time to go through them.
    async fn sweep(
        &mut self,
        app: &App,
        plan: &Arc<Plan>,
        planning: &Planning,
        now_us: i64,
    ) -> Result<bool, Problem> {
        let is_stale = |sweep: &Sweep| sweep.epoch != plan.epoch;
        if self.sweep.as_ref().is_none_or(is_stale) {
            if !is_time(plan, planning, now_us) {
                self.sweep = None;
                return Ok(false);
            }
            self.sweep = Some(Sweep {
                epoch: plan.epoch,
                began_at_us: now_us,
                after: (String::new(), String::new()),
            });
        }
        let Some(sweep) = self.sweep.clone() else {
            return Ok(false);
        };
        let (workspace, after) = (self.workspace_id.clone(), sweep.after.clone());
        let own = plan.clone();
        let read = move |tx: &mut Tx<'_>| {
            let after = Some((after.0.as_str(), after.1.as_str()));
            let page = contact::store::page_by_account(tx, &workspace, after, PAGE)?;
            let last = page.last().map(|last| {
                let account = last.account_id.clone().unwrap_or_default();
                (account, last.contact_id.clone())
            });
            let is_last = page.len() < PAGE;
            let news = news(tx, &own, page, At(now_us))?;
            Ok::<_, Problem>((last, is_last, news))
        };
        let (last, is_last, news) = app.db.read_long(read).await?;
        self.decide(app, plan, news, now_us).await?;
        let goes_on = last.filter(|_| !is_last && self.plan.is_some());
        if let Some(after) = goes_on {
            self.sweep = Some(Sweep { after, ..sweep });
            return Ok(true);
        }
        self.sweep = None;
        if self.plan.is_some() {
            let workspace = self.workspace_id.clone();
            let done = (sweep.epoch, sweep.began_at_us);
            let swept = move |tx: &mut Tx<'_>| store::plan::swept(tx, &workspace, done);
            app.db.write(swept).await.map_err(Problem::from)?;
        }
        Ok(true)
    }

    /// Contacts that were added or changed.
    async fn changed(
        &mut self,
        app: &App,
        plan: &Arc<Plan>,
        planning: &Planning,
        now_us: i64,
    ) -> Result<bool, Problem> {
        let since = planning.swept_at_us - OVERLAP_US;
        let after = self.changed.clone().unwrap_or((since, String::new()));
        let (workspace, own) = (self.workspace_id.clone(), plan.clone());
        let read = move |tx: &mut Tx<'_>| {
            let range = ((after.0, after.1.as_str()), now_us);
            let changed = store::plan::changed(tx, &workspace, range, PAGE)?;
            let last = changed.last().cloned();
            let is_last = changed.len() < PAGE;
            let ids: Vec<String> = changed.into_iter().map(|(_, id)| id).collect();
            let contacts = whole_groups(tx, &workspace, &ids)?;
            let news = news(tx, &own, contacts, At(now_us))?;
            Ok::<_, Problem>((last, is_last, news))
        };
        let (last, is_last, news) = app.db.read_long(read).await?;
        self.changed = match last.filter(|_| !is_last) {
            Some(last) => Some(last),
            None => Some((now_us - OVERLAP_US, String::new())),
        };
        let found = !news.is_empty();
        self.decide(app, plan, news, now_us).await?;
        Ok(found || !is_last)
    }

    /// Decides about these contacts and all of their accounts, under the lock.
    async fn decide(
        &mut self,
        app: &App,
        plan: &Arc<Plan>,
        ids: Vec<String>,
        now_us: i64,
    ) -> Result<(), Problem> {
        let ids = Arc::new(ids);
        let mut from = 0;
        while from < ids.len() {
            let to = ids.len().min(from + CHUNK);
            let (own, chunk) = (plan.clone(), ids.clone());
            let turn = (self.node.clone(), app.clock.now_us() + LEASE_US);
            let work = move |tx: &mut Tx<'_>| {
                let turn = (turn.0.as_str(), turn.1);
                transaction(tx, (own.as_ref(), turn), &chunk[from..to], At(now_us))
            };
            match app.db.write(work).await.map_err(Problem::from)? {
                Did::Decided(mails) => tracing::debug!(mails, contacts = to - from, "planned"),
                Did::Stale => {
                    self.plan = None;
                    return Ok(());
                }
            }
            from = to;
        }
        Ok(())
    }
}

fn is_time(plan: &Plan, planning: &Planning, now_us: i64) -> bool {
    let passed = now_us - planning.swept_at_us;
    let day = |at_us| plan.company.local(At(at_us)).0;
    planning.epoch != planning.swept_epoch
        || !(-CLOCK_US..SWEEP_US).contains(&passed)
        || day(now_us) > day(planning.swept_at_us)
}

/// All contacts of the accounts of these contacts, and those of them without account.
pub(crate) fn whole_groups(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    ids: &[String],
) -> Result<Vec<Contact>, DbError> {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let some = contact::store::by_ids(tx, workspace_id, &ids)?;
    let mut accounts: Vec<&str> = some
        .iter()
        .filter_map(|c| c.account_id.as_deref())
        .collect();
    accounts.dedup();
    let mut all = contact::store::of_accounts(tx, workspace_id, &accounts)?;
    all.extend(some.into_iter().filter(|c| c.account_id.is_none()));
    Ok(all)
}

/// Of these contacts one of each group about which there is anything to store.
fn news(
    tx: &mut Tx<'_>,
    plan: &Plan,
    contacts: Vec<Contact>,
    now: At,
) -> Result<Vec<String>, DbError> {
    if contacts.is_empty() {
        return Ok(Vec::new());
    }
    let mut calendars = Calendars::new(&plan.company);
    let known = Known::load(tx, plan, &mut calendars, contacts, now)?;
    let sent = plan.sent_on(tx, now.0)?;
    let mut batch = Batch::new(plan, &calendars.all, now, &sent);
    let mut found = Vec::new();
    for group in known.groups() {
        let first = group.start;
        let decided = batch.group(&known, group);
        if decided.iter().any(super::decide::Decided::is_news) {
            found.push(known.people[first].contact.contact_id.clone());
        }
    }
    Ok(found)
}

/// Loads, decides and stores under the lock of the workspace's planning.
fn transaction(
    tx: &mut Tx<'_>,
    (plan, turn): (&Plan, (&str, i64)),
    ids: &[String],
    now: At,
) -> Result<Did, DbError> {
    let locked = store::plan::lock(tx, &plan.workspace_id, turn)?;
    if locked.is_none_or(|planning| planning.epoch != plan.epoch) {
        return Ok(Did::Stale);
    }
    // Before anything is read: whatever is asked for from now on is looked at next time.
    store::plan::looked(tx, &plan.workspace_id, ids)?;
    let contacts = whole_groups(tx, &plan.workspace_id, ids)?;
    let members: Vec<String> = contacts.iter().map(|c| c.contact_id.clone()).collect();
    store::plan::looked(tx, &plan.workspace_id, &members)?;
    let mut calendars = Calendars::new(&plan.company);
    let known = Known::load(tx, plan, &mut calendars, contacts, now)?;
    let sent = plan.sent_on(tx, now.0)?;
    let mut batch = Batch::new(plan, &calendars.all, now, &sent);
    let mut saver = Saver::new(plan, &known, now);
    for group in known.groups() {
        for decided in batch.group(&known, group) {
            saver.save(tx, decided)?;
        }
    }
    Ok(Did::Decided(saver.finish(tx)?))
}

//! All that somebody has to do with: whom they lead, who leads them, and pages of before.

use std::collections::BTreeSet;

use platform::{DbError, Problem, Tx};
use user::Viewer;

use super::{Coaching, me, names};
use crate::model::Page;
use crate::store;

/// Somebody one shares a page with, or could.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Partner {
    /// Their id.
    pub user_id: String,
    /// Their name.
    pub name: String,
    /// The page, once somebody opened it.
    pub page_id: Option<String>,
}

/// A page of before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Former {
    /// The page.
    pub page: Page,
    /// The lead of then.
    pub lead: String,
    /// Whose page it is.
    pub employee: String,
}

/// All that somebody has to do with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// Whom they lead, by name. No figure of anybody is beside it.
    pub led: Vec<Partner>,
    /// Who leads them, by name.
    pub leads: Vec<Partner>,
    /// Their own pages with leads of before.
    pub kept: Vec<Former>,
    /// Pages of before that somebody they lead lets them read.
    pub shared: Vec<Former>,
}

/// All that somebody has to do with.
pub async fn overview(coaching: &Coaching, viewer: &Viewer) -> Result<Overview, Problem> {
    let Ok(me) = me(viewer) else {
        return Ok(Overview::default());
    };
    let workspace = viewer.workspace_id.clone();
    let read = move |tx: &mut Tx<'_>| Ok::<_, Problem>(look_over(tx, &workspace, &me)?);
    coaching.dashboard.app.db.read(read).await
}

fn look_over(tx: &mut Tx<'_>, workspace: &str, me: &str) -> Result<Overview, DbError> {
    let names = names(tx, workspace)?;
    let name = |id: &str| names.get(id).cloned().unwrap_or_default();
    let pages = store::of_person(tx, workspace, me)?;
    let led = store::led(tx, workspace, me)?;
    let leads = store::leads(tx, workspace, me)?;
    let partners = |ids: &BTreeSet<String>, is_of: &dyn Fn(&Page, &str) -> bool| {
        let mut all: Vec<Partner> = ids
            .iter()
            .map(|id| Partner {
                page_id: pages
                    .iter()
                    .find(|page| is_of(page, id))
                    .map(|page| page.page_id.clone()),
                user_id: id.clone(),
                name: name(id),
            })
            .collect();
        all.sort_by_key(|own| (own.name.to_lowercase(), own.user_id.clone()));
        all
    };
    let former = |page: &Page| Former {
        lead: name(&page.lead_id),
        employee: name(&page.employee_id),
        page: page.clone(),
    };
    let is_kept = |page: &&Page| page.employee_id == me && !leads.contains(&page.lead_id);
    let is_shared = |page: &&Page| {
        page.shared_with_id.as_deref() == Some(me)
            && page.lead_id != me
            && led.contains(&page.employee_id)
    };
    Ok(Overview {
        led: partners(&led, &|page, id| {
            page.lead_id == me && page.employee_id == id
        }),
        leads: partners(&leads, &|page, id| {
            page.lead_id == id && page.employee_id == me
        }),
        kept: pages.iter().filter(is_kept).map(former).collect(),
        shared: pages.iter().filter(is_shared).map(former).collect(),
    })
}

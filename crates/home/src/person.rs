//! What somebody with customers sees first: what their own customers said, compliments first of
//! all; what is still to be done; and what can be said in figures, of nobody but themselves.

use case::service::{Named, my_work};
use coaching::own::Reader;
use coaching::service::overview;
use coaching::words;
use platform::Problem;
use platform::clock::day_in;
use serde_json::{Value, json};

use crate::pages::Look;

/// Compliments shown.
const COMPLIMENTS: usize = 6;
/// Follow-ups shown.
const CASES: usize = 10;

pub(crate) async fn values(look: Look<'_>) -> Result<Value, Problem> {
    let Some(me) = look.viewer.user_id() else {
        return Err(Problem::no("page"));
    };
    let app = &look.home.dashboard.app;
    let reader = Reader {
        dashboard: &look.home.dashboard,
        remembered: &look.home.coaching.remembered,
        viewer: look.viewer,
        today: look.today,
    };
    let found = reader.of(me, look.voice).await?;
    let own: Vec<words::OwnCard> = found
        .iter()
        .map(|own| words::own(look.voice, own))
        .collect();
    let mut compliments: Vec<_> = found
        .iter()
        .flat_map(|own| own.compliments.iter())
        .collect();
    compliments.sort_by_key(|said| std::cmp::Reverse(said.answered_at_us));
    compliments.truncate(COMPLIMENTS);
    let compliments: Vec<_> = compliments
        .into_iter()
        .map(|said| words::said(look.voice, said))
        .collect();
    let work = my_work(app, look.viewer).await?;
    let zone = look.home.dashboard.zone(look.viewer).await?;
    let line = |named: &Named, overdue: bool| {
        json!({
            "id": named.case.case_id,
            "title": named.case.title,
            "account": named.account,
            "contact": named.contact,
            "due_day": day_in(&zone, named.case.due_at_us),
            "overdue": overdue,
        })
    };
    let open = work.overdue.len() + work.today.len() + work.later.len();
    let rest = work.today.iter().chain(&work.later);
    let lines = work.overdue.iter().map(|own| line(own, true));
    let lines: Vec<Value> = lines
        .chain(rest.map(|own| line(own, false)))
        .take(CASES)
        .collect();
    let coaching = overview(&look.home.coaching, look.viewer).await?;
    let leads = coaching.leads.iter();
    Ok(json!({
        "place": "tell",
        "compliments": compliments,
        "own": own,
        "cases": lines,
        "more_cases": open.saturating_sub(CASES),
        "overdue": work.overdue.len(),
        "leads": leads
            .map(|own| json!({ "id": own.user_id, "name": own.name, "page_id": own.page_id }))
            .collect::<Vec<_>>(),
    }))
}

//! My work today, lists of cases, and a list to take along.

use std::collections::BTreeMap;

use axum::extract::State as Web;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use platform::web::{App, Frame, NoQuery, Query, QueryPairs, encoded, paging};
use platform::{Problem, Tx, inert};
use serde_json::{Value, json};
use tabular::{Cell, Profile, Writer};
use user::Viewer;

use super::filter::{self, Asked};
use super::{Bench, PAGE, one};
use crate::model::{Outcome, Priority, Scored};
use crate::service::{self, Named};
use crate::store::{Order, OwnedBy, State};

/// Cases in an exported list at most; a filter makes it shorter.
const EXPORT_MAX: usize = 50_000;

pub(super) async fn work(
    Web(Bench { app, alarms }): Web<Bench>,
    frame: Frame,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Html<String>, Problem> {
    let now = one::now(&app, &viewer).await?;
    let work = service::my_work(&app, &viewer).await?;
    let summary = service::summary(&app, &viewer).await?;
    let alerts = if viewer.may_write {
        let workspace_id = viewer.workspace_id.clone();
        let read = move |tx: &mut Tx<'_>| alarms.alerts(tx, &workspace_id);
        app.db.read(read).await.map_err(Problem::from)?
    } else {
        Vec::new()
    };
    let lines = |cases: &[Named]| cases.iter().map(|c| now.line(c)).collect::<Vec<_>>();
    let lists = json!([
        { "name": "overdue", "cases": lines(&work.overdue) },
        { "name": "today", "cases": lines(&work.today) },
        { "name": "later", "cases": lines(&work.later) },
        { "name": "snoozed", "cases": lines(&work.snoozed) },
    ]);
    let values = json!({
        "place": "act",
        "may_work": viewer.may_work,
        "is_person": viewer.user_id().is_some(),
        "lists": lists,
        "stands_in_for": work.stands_in_for,
        "open": summary.open,
        "overdue": summary.overdue,
        "unowned": summary.unowned,
        "mine": summary.mine,
        "alerts": alerts,
    });
    app.templates.page("case/work.html", &frame, values)
}

pub(super) async fn list(
    Web(app): Web<App>,
    frame: Frame,
    viewer: Viewer,
    pairs: QueryPairs,
) -> Result<Html<String>, Problem> {
    let asked = filter::read(&pairs, &viewer)?;
    page(&app, (&frame, &viewer), (&pairs, asked), "cases").await
}

pub(super) async fn unowned(
    Web(app): Web<App>,
    frame: Frame,
    viewer: Viewer,
    pairs: QueryPairs,
) -> Result<Html<String>, Problem> {
    let mut asked = filter::read(&pairs, &viewer)?;
    asked.filter.state = Some(State::Open);
    asked.filter.owner = Some(OwnedBy::Nobody);
    page(&app, (&frame, &viewer), (&pairs, asked), "unowned").await
}

async fn page(
    app: &App,
    (frame, viewer): (&Frame, &Viewer),
    (pairs, asked): (&QueryPairs, Asked),
    name: &str,
) -> Result<Html<String>, Problem> {
    let now = one::now(app, viewer).await?;
    let part = asked.page(PAGE + 1);
    let mut cases = service::list(app, viewer, asked.filter.clone(), part).await?;
    let next = paging::cut(&mut cases, PAGE).map(|last| {
        let at_us = match asked.order {
            Order::Due => last.case.due_at_us,
            Order::Newest => last.case.opened_at_us,
        };
        let cursor = paging::cursor(&[&at_us.to_string(), &last.case.case_id]);
        let path = if name == "cases" {
            "/cases"
        } else {
            "/cases/unowned"
        };
        format!("{path}?{}cursor={cursor}", kept(pairs))
    });
    let people = one::people(app, viewer).await?;
    let values = json!({
        "place": "act",
        "list": name,
        "may_work": viewer.may_work,
        "cases": cases.iter().map(|c| now.line(c)).collect::<Vec<Value>>(),
        "next": next,
        "is_first": asked.after.is_none(),
        "export": format!("/cases/export.csv?{}", kept(pairs).trim_end_matches('&')),
        "asked": filter::NAMES.map(|n| (n, pairs.get(n).unwrap_or_default())).into_iter().collect::<BTreeMap<_, _>>(),
        "further": further(pairs),
        "people": people,
        "causes": one::causes(app, viewer).await?,
        "priorities": Priority::ALL.iter().map(|p| p.as_str()).collect::<Vec<_>>(),
        "results": Outcome::ALL.iter().map(|r| r.as_str()).collect::<Vec<_>>(),
    });
    app.templates.page("case/list.html", frame, values)
}

/// What else limits the list, for its form.
fn further(pairs: &QueryPairs) -> Vec<&(String, String)> {
    let is_one = |pair: &&(String, String)| filter::FURTHER.contains(&pair.0.as_str());
    pairs.0.iter().filter(is_one).collect()
}

/// The parameters of a page without its place in the list.
fn kept(pairs: &QueryPairs) -> String {
    let kept = pairs
        .0
        .iter()
        .filter(|(name, value)| name != "cursor" && !value.is_empty());
    kept.fold(String::new(), |mut query, (name, value)| {
        query.push_str(&format!("{}={}&", encoded(name), encoded(value)));
        query
    })
}

pub(super) async fn export(
    Web(app): Web<App>,
    viewer: Viewer,
    pairs: QueryPairs,
) -> Result<Response, Problem> {
    let asked = filter::read(&pairs, &viewer)?;
    let cases = service::list(&app, &viewer, asked.filter.clone(), asked.page(EXPORT_MAX)).await?;
    let csv = csv(&cases).map_err(|e| Problem::Internal(format!("a list of cases: {e}")))?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"cases.csv\""),
    ];
    Ok((headers, csv).into_response())
}

const COLUMNS: [&str; 15] = [
    "case_id",
    "title",
    "account",
    "contact",
    "owner",
    "role",
    "priority",
    "score",
    "opened_at",
    "due_at",
    "first_contact_at",
    "closed_at",
    "result",
    "result_text",
    "score_after",
];

fn csv(cases: &[Named]) -> std::io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new(), Profile::Data, TimeZone::UTC)?;
    writer.header(COLUMNS)?;
    for named in cases {
        let case = &named.case;
        let result = case.result.as_ref();
        let shown = |name: Option<&String>| name.map(|name| inert::line(name, usize::MAX));
        let (account, contact) = (shown(named.account.as_ref()), shown(named.contact.as_ref()));
        let (title, owner) = (shown(Some(&case.title)), shown(named.owner.as_ref()));
        let said = result.map(|r| inert::text(&r.text, usize::MAX));
        writer.row([
            Cell::Text(&case.case_id),
            text(title.as_deref()),
            text(account.as_deref()),
            text(contact.as_deref()),
            text(owner.as_deref()),
            text(case.role.as_deref()),
            Cell::Text(case.priority.as_str()),
            score(case.before.as_ref()),
            moment(Some(case.opened_at_us)),
            moment(Some(case.due_at_us)),
            moment(case.first_contact_at_us),
            moment(case.closed_at_us),
            text(result.map(|r| r.outcome.as_str())),
            text(said.as_deref()),
            score(case.after.as_ref()),
        ])?;
    }
    writer.finish()
}

fn text(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Blank, Cell::Text)
}

fn score(scored: Option<&Scored>) -> Cell<'static> {
    scored.map_or(Cell::Blank, |own| Cell::Integer(own.score.into()))
}

fn moment(at_us: Option<i64>) -> Cell<'static> {
    at_us
        .and_then(|at| Timestamp::from_microsecond(at).ok())
        .map_or(Cell::Blank, Cell::Instant)
}

//! One rule: what it does, what it would have done, what it did.

use std::collections::HashMap;

use axum::extract::State;
use axum::response::{Html, Redirect};
use platform::web::{FormData, Frame, Path, Query, paging};
use platform::{Problem, Tx};
use policy::trigger::Class;
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::say::{self, Arg, Voice};
use super::{Pages, Said, wrong::WRONG};
use crate::api;
use crate::model::{Fired, Moment, Rule, State as RuleState};
use crate::service::{self, Example, Trial};
use crate::told;

/// What fired on a page.
const FIRED: usize = 25;
/// Examples of a trial on the page.
const EXAMPLES: usize = 25;
/// Times that are offered for a trial, in days.
const TIMES: [u16; 4] = [30, 90, 180, 365];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameters {
    said: Option<Said>,
    /// Try it on so many days.
    days: Option<u16>,
    /// The next part of what fired.
    cursor: Option<String>,
}

pub(super) async fn show(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Parameters>,
) -> Result<Html<String>, Problem> {
    let app = &pages.app;
    let rule = service::get(app, &viewer, &id).await?;
    let choices = service::choices(app, &viewer).await?;
    let voice = pages.voice(&frame, &choices);
    let trial = match asked.days {
        Some(days) => {
            let found = service::trial(app, &viewer, (&id, None), days).await?;
            tried(&found, (&rule, days), voice)
        }
        None => Value::Null,
    };
    let after = asked.cursor.as_deref().map(api::after).transpose()?;
    let mut fired = service::history(app, &viewer, &id, (after, FIRED + 1)).await?;
    let next = paging::cut(&mut fired, FIRED)
        .map(|last| api::cursor(&(last.fired_at_us, last.fired_id.clone())));
    let changed = service::differing(app, &viewer, &id).await?;
    let trouble = service::trouble(&choices, &rule);
    let trouble: Vec<&str> = trouble.iter().map(|gone| gone.word()).collect();
    let values = json!({
        "place": "act",
        "trouble": trouble,
        "said": asked.said.map(Said::word),
        "rule": say::rule(&rule, viewer.may_manage),
        "says": voice.definition(&rule.definition),
        "trial": trial,
        "times": TIMES,
        "days": asked.days.unwrap_or(90),
        "fired": history(&pages, &viewer, &fired, voice).await?,
        "is_first": asked.cursor.is_none(),
        "next": next,
        "changed_cases": changed.different,
    });
    app.templates.page("rule/show.html", &frame, values)
}

/// What a trial found, as a finding, months and examples.
fn tried(trial: &Trial, (rule, days): (&Rule, u16), voice: Voice<'_>) -> Value {
    let opens = if rule.definition.open_case().is_some() {
        "cases"
    } else {
        "times"
    };
    let key = match rule.definition.on {
        Moment::Silence(_) => format!("rule-trial-silence-{opens}"),
        Moment::Answer | Moment::NoAnswer(_) => format!("rule-trial-{opens}"),
    };
    let args = [
        ("n", Arg::Number(trial.count as i64)),
        ("days", Arg::Number(days.into())),
    ];
    let most = trial.months.iter().map(|m| m.count).max().unwrap_or(0);
    let months = trial.months.iter().map(|month| {
        let name = voice.word(&format!("rule-month-{}", month.month));
        json!({
            "name": format!("{name} {}", month.year),
            "count": month.count,
            "width": (month.count * 100).checked_div(most).unwrap_or(0),
        })
    });
    let seen = [("n", Arg::Number(trial.seen as i64))];
    let looked = format!(
        "rule-trial-looked-{}",
        super::dashed(rule.definition.on.as_str())
    );
    json!({
        "finding": voice.say(&key, &args),
        "looked": voice.say(&looked, &seen),
        "is_partial": trial.is_partial,
        "months": months.collect::<Vec<_>>(),
        "examples": trial.examples.iter().take(EXAMPLES).map(example).collect::<Vec<_>>(),
        "more": trial.count.saturating_sub(EXAMPLES),
    })
}

fn example(example: &Example) -> Value {
    let named = |pair: &Option<(String, String)>| {
        pair.as_ref()
            .map(|(id, name)| json!({ "id": id, "name": name }))
    };
    json!({
        "at_us": example.at_us,
        "survey_id": example.survey_id,
        "response_id": example.response_id,
        "survey": example.survey_name,
        "contact": named(&example.contact),
        "account": named(&example.account),
        "score": example.score,
        "class": example.score.map(|score| Class::of(score).as_str()),
        "previous": example.previous,
        "comment": example.comment,
        "has_fired": example.has_fired,
    })
}

/// What fired, with the names of those it was about.
async fn history(
    pages: &Pages,
    viewer: &Viewer,
    fired: &[Fired],
    voice: Voice<'_>,
) -> Result<Vec<Value>, Problem> {
    let names = names(pages, viewer, fired).await?;
    let name = |id: &Option<String>| {
        let id = id.as_ref()?;
        Some(
            json!({ "id": id, "name": names.get(id).cloned().unwrap_or_else(|| voice.word("rule-gone")) }),
        )
    };
    let lines = fired.iter().map(|one| {
        let link = told::link(one).map(|(word, path)| json!({ "word": word, "path": path }));
        json!({
            "at_us": one.fired_at_us,
            "contact": name(&one.contact_id),
            "account": name(&one.account_id),
            "score": one.score,
            "link": link,
            "trouble": one.trouble,
        })
    });
    Ok(lines.collect())
}

async fn names(
    pages: &Pages,
    viewer: &Viewer,
    fired: &[Fired],
) -> Result<HashMap<String, String>, Problem> {
    let contacts: Vec<String> = fired.iter().filter_map(|f| f.contact_id.clone()).collect();
    let accounts: Vec<String> = fired.iter().filter_map(|f| f.account_id.clone()).collect();
    let workspace = viewer.workspace_id.clone();
    let read = move |tx: &mut Tx<'_>| {
        let ids: Vec<&str> = contacts.iter().map(String::as_str).collect();
        let found = contact::store::by_ids(tx, &workspace, &ids)?;
        let mut names: HashMap<String, String> = found
            .into_iter()
            .map(|c| (c.contact_id.clone(), c.title().to_owned()))
            .collect();
        let ids: Vec<&str> = accounts.iter().map(String::as_str).collect();
        let found = contact::store::accounts_by_ids(tx, &workspace, &ids)?;
        names.extend(found.into_iter().map(|a| (a.account_id, a.name)));
        Ok::<_, Problem>(names)
    };
    pages.app.db.read(read).await
}

pub(super) async fn on(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    become_state(&pages, (&frame, &viewer), (&id, &form), RuleState::On).await
}

pub(super) async fn off(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    become_state(&pages, (&frame, &viewer), (&id, &form), RuleState::Off).await
}

pub(super) async fn archive(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    become_state(&pages, (&frame, &viewer), (&id, &form), RuleState::Archived).await
}

async fn become_state(
    pages: &Pages,
    (frame, viewer): (&Frame, &Viewer),
    (id, form): (&str, &FormData),
    state: RuleState,
) -> Result<Redirect, Problem> {
    form.only(|_| false)?;
    service::set_state(&pages.app, viewer, id, (state, None))
        .await
        .map_err(|problem| WRONG.said(&pages.app, frame.language, problem))?;
    Ok(Redirect::to(&format!(
        "/rules/{id}?said={}",
        state.as_str()
    )))
}

pub(super) async fn remove(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|_| false)?;
    service::remove(&pages.app, &viewer, &id)
        .await
        .map_err(|problem| WRONG.said(&pages.app, frame.language, problem))?;
    Ok(Redirect::to("/rules?said=removed"))
}

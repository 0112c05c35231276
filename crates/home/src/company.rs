//! What a director sees first: figures against targets, what really moved, where most is to be
//! gained, cases, improvements, and how often leaders spoke with customers. Administrators see what
//! is in trouble before that.

use std::sync::Arc;

use case::service::converse;
use case::service::summary;
use dashboard::filter::Others;
use dashboard::parts;
use dashboard::results::{Depth, Results, further_metrics};
use dashboard::screen::{Screen, Tile, as_outcome};
use dashboard::service::whose;
use figures::{Driver, Metric};
use movement::Alarm;
use platform::clock::DAY_US;
use platform::web::QueryPairs;
use platform::{Problem, Tx};
use serde_json::{Value, json};
use survey::{Question, Status, Survey};
use target::model::Which;
use target::words::Teller;
use user::Role;

use crate::kept::{Key, Last, Page, Told};
use crate::pages::Look;
use crate::{store, team};

/// Days in which improvements count as lately done.
const LATELY: i64 = 90;
/// Drivers named per survey.
const DRIVERS: usize = 3;
/// Months of conversations.
const MONTHS: u32 = 3;

/// What is told of every survey that is asked, as far as the viewer sees them. Only what changed since
/// it was told last is looked at again.
pub(crate) async fn told(look: Look<'_>, page: Page) -> Result<Vec<Arc<Told>>, Problem> {
    let dashboard = &look.home.dashboard;
    let mut surveys = survey::service::list(&dashboard.app, look.viewer).await?;
    surveys.retain(|survey| survey.status != Status::Draft && survey.response_count > 0);
    let moments = dashboard.moments(look.viewer, &surveys).await?;
    let mut all = Vec::new();
    for (survey, moment) in surveys.iter().zip(moments) {
        let key = Key {
            page,
            workspace_id: survey.workspace_id.clone(),
            survey_id: survey.survey_id.clone(),
            sight: look.viewer.sight.clone(),
            language: look.voice.language,
        };
        let at = (moment, look.today);
        let told = match look.home.kept.get(&key, &at) {
            Some(Last(told)) => told,
            None => {
                let told = of_survey(look, page, survey).await?.map(Arc::new);
                look.home.kept.keep(key, at, told.clone());
                told
            }
        };
        all.extend(told);
    }
    Ok(all)
}

/// What is told of a survey; none when nothing of it is within sight, or it was removed meanwhile.
async fn of_survey(look: Look<'_>, page: Page, survey: &Survey) -> Result<Option<Told>, Problem> {
    let dashboard = &look.home.dashboard;
    let whose = whose(look.viewer, &survey.survey_id)?;
    let query = QueryPairs::default();
    let results = match dashboard
        .results(&whose, &query, Others::NONE, Depth::Page)
        .await
    {
        Ok(results) => results,
        Err(Problem::NotFound(_)) => return Ok(None),
        Err(other) => return Err(other),
    };
    let figure = figure(look, &results);
    Ok(Some(match page {
        Page::Team => Told {
            figure,
            comments: team::comments(look, &results).await?,
            ..Told::default()
        },
        Page::Company => {
            let language = look.voice.language;
            let moved = movement::alarms_of(dashboard, look.viewer, language, survey).await?;
            Told {
                figure,
                moved: moved.iter().map(moved_json).collect(),
                gains: gains(look, &results),
                ..Told::default()
            }
        }
    }))
}

fn moved_json(own: &Alarm) -> Value {
    json!({
        "survey": own.survey, "name": own.name, "sentence": own.sentence,
        "place": own.place, "link": own.link,
    })
}

/// A survey's figure, when it has one.
fn figure(look: Look<'_>, results: &Results) -> Value {
    let survey = &results.survey;
    let screen = Screen::new(look.voice, results);
    let told = parts::figure(&screen);
    json!({
        "id": survey.survey_id,
        "title": look.voice.text(survey, &survey.definition.title),
        "status": survey.status.as_str(),
        "tile": told.map(|told| told.tile),
        "touchpoints": touchpoints(&screen),
        "responses": look.voice.count("dashboard-responses", results.everybody, &[]),
    })
}

/// What the survey measures besides, each by the moment of contact it is about.
fn touchpoints(screen: &Screen<'_>) -> Vec<Tile> {
    let results = screen.results;
    let first = screen.drivers().len();
    let counted = first.min(results.all.drivers.len())..results.all.drivers.len();
    let measured = further_metrics(&results.survey).zip(counted);
    let tile = |((question, metric), table): ((&Question, Metric), usize)| {
        let figure = figures::metric(metric, &as_outcome(&results.all, table));
        let text = || screen.voice.text(&results.survey, &question.text);
        let about = question.touchpoint.as_deref().unwrap_or_else(text);
        let name = format!("{}: {about}", screen.voice.metric(metric));
        screen.tile(name, &figure, None)
    };
    measured.map(tile).collect()
}

/// The targets that hold, as cards.
pub(crate) async fn targets(look: Look<'_>) -> Result<Vec<Value>, Problem> {
    let dashboard = &look.home.dashboard;
    let found = target::progress(dashboard, look.viewer, Which::Current).await?;
    let teller = Teller { voice: look.voice };
    Ok(found.iter().map(|own| json!(teller.card(own))).collect())
}

pub(crate) async fn values(look: Look<'_>) -> Result<Value, Problem> {
    let all = told(look, Page::Company).await?;
    let figures: Vec<&Value> = all.iter().map(|one| &one.figure).collect();
    let targets = targets(look).await?;
    let dashboard = &look.home.dashboard;
    let app = &dashboard.app;
    let moved: Vec<&Value> = all.iter().flat_map(|one| &one.moved).collect();
    let cases = summary(app, look.viewer).await?;
    let now_us = app.clock.now_us();
    let workspace = look.viewer.workspace_id.clone();
    let improved = app
        .db
        .read(move |tx: &mut Tx<'_>| {
            Ok::<_, Problem>(store::improved(tx, &workspace, now_us - LATELY * DAY_US)?)
        })
        .await?;
    let months = converse::by_month(app, look.viewer, MONTHS).await?;
    let gains: Vec<&Value> = all.iter().filter_map(|one| one.gains.as_ref()).collect();
    let is_administrator = look.viewer.role == Some(Role::Administrator);
    let trouble = if is_administrator {
        Some(trouble(look).await?)
    } else {
        None
    };
    Ok(json!({
        "place": "tell",
        "finding": if all.is_empty() {
            look.voice.word("home-finding-empty")
        } else {
            finding(look, (&targets, moved.len(), cases.overdue))
        },
        "trouble": trouble,
        "targets": targets,
        "may_set": target::service::may_set(look.viewer),
        "may_manage": look.viewer.may_manage,
        "figures": figures,
        "moved": moved,
        "gains": gains,
        "cases": {
            "open": cases.open, "overdue": cases.overdue, "unowned": cases.unowned,
        },
        "improved": {
            "actions": improved.actions,
            "closed": improved.closed,
            "latest": improved.latest,
        },
        "months": months.iter().rev().map(|month| json!({
            "day": month.day,
            "all": month.all,
            "by_leaders": month.by_leaders,
            "leaders": month.leaders,
            "customers": month.customers_of_leaders,
        })).collect::<Vec<_>>(),
        "spoken": months.iter().map(|month| month.all).sum::<u32>(),
    }))
}

/// "2 targets are behind, 1 figure moved, 3 cases are overdue."
fn finding(look: Look<'_>, (targets, moved, overdue): (&[Value], usize, i64)) -> String {
    let behind = targets
        .iter()
        .filter(|own| own["course"] == "behind")
        .count();
    let voice = &look.voice;
    let said = [
        ("home-finding-moved", moved as u64),
        ("home-finding-behind", behind as u64),
        ("home-finding-overdue", overdue.unsigned_abs()),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(key, count)| voice.count(key, count, &[]));
    let said: Vec<String> = said.collect();
    if said.is_empty() {
        voice.word("home-finding-quiet")
    } else {
        said.join(" ")
    }
}

/// The drivers with most to gain that can't be told apart, of one survey.
fn gains(look: Look<'_>, results: &Results) -> Option<Value> {
    let screen = Screen::new(look.voice, results);
    let drivers = parts::drivers(&screen);
    let leading = figures::leading(&drivers);
    if leading.is_empty() {
        return None;
    }
    let survey = &results.survey;
    Some(json!({
        "id": survey.survey_id,
        "title": look.voice.text(survey, &survey.definition.title),
        "more": leading.len().saturating_sub(DRIVERS),
        "drivers": leading.iter().take(DRIVERS).filter_map(|own| gain(&screen, own)).collect::<Vec<_>>(),
    }))
}

fn gain(screen: &Screen<'_>, driver: &Driver) -> Option<Value> {
    let [low, high] = driver.kss.ci95?;
    let voice = &screen.voice;
    // Points to gain are what the KSS lacks to 100.
    let (low, high) = (voice.number(100.0 - high, 0), voice.number(100.0 - low, 0));
    let between = [("low", low.as_str()), ("high", high.as_str())];
    Some(json!({
        "name": screen.question(&driver.name),
        "gain": driver.kss.gain.map(|gain| voice.number(gain, 0)),
        "between": voice.say("dashboard-between", &between),
        "n": voice.whole(driver.n),
    }))
}

/// What runs, and what doesn't do what it is for.
async fn trouble(look: Look<'_>) -> Result<Value, Problem> {
    let workspace = look.viewer.workspace_id.clone();
    let alarms = look.home.alarms.clone();
    let read = move |tx: &mut Tx<'_>| {
        let running = store::running(tx, &workspace)?;
        Ok::<_, Problem>((running, alarms.alerts(tx, &workspace)?))
    };
    let (running, alerts) = look.home.dashboard.app.db.read(read).await?;
    let voice = &look.voice;
    let mut lines: Vec<Value> = alerts
        .iter()
        .map(|alert| json!({ "words": counted(look, alert.word, alert.count), "path": alert.path }))
        .collect();
    for (key, n, path) in [
        (
            "home-trouble-mails",
            running.mails_in_doubt,
            "/settings/mail",
        ),
        (
            "home-trouble-connections",
            running.connections_failing,
            "/settings/connectors",
        ),
        (
            "home-trouble-calls",
            running.calls_dead,
            "/settings/webhooks",
        ),
    ] {
        if n > 0 {
            lines.push(json!({ "words": voice.count(key, n.unsigned_abs(), &[]), "path": path }));
        }
    }
    Ok(json!({
        "lines": lines,
        "surveys": running.surveys,
        "programmes": running.programmes,
        "rules": running.rules,
        "connections": running.connections,
    }))
}

/// Words of another slice that say `$n`, which they choose their form by.
fn counted(look: Look<'_>, word: &str, count: u64) -> String {
    let app = &look.home.dashboard.app;
    let args = [("n", (count as f64).into())];
    app.words.say(look.voice.language, word, &args)
}

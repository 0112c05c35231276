//! `GET /surveys/{id}/responses`: the answers behind a figure, newest first.

use axum::extract::State;
use axum::response::Html;
use platform::Problem;
use platform::web::{Frame, Path, QueryPairs};
use serde::Serialize;
use serde_json::{Map, Value, json};
use survey::answers::words;
use user::Viewer;

use crate::behind::{Behind, PARAMETERS, comment_questions, cursor_text};
use crate::fill;
use crate::filter::{Others, address};
use crate::find::{Found, LIMITS, find};
use crate::pages::head;
use crate::results::Depth;
use crate::screen::Screen;
use crate::service::{Dashboard, whose};
use crate::store::Response;
use crate::voice::Voice;
use crate::widgets::comments::score;
use crate::widgets::distribution::class_of;
use crate::widgets::filters::{Choice, hidden_why};
use crate::widgets::named;

/// Responses on one page.
const PAGE: usize = 50;

/// A response in the list.
#[derive(Clone, Debug, Serialize)]
struct Line {
    link: String,
    ordinal: String,
    date: String,
    partial: bool,
    score: Option<u8>,
    class: &'static str,
    /// Statements with the answers given, in the order they are asked.
    answers: Vec<String>,
    comment: String,
    attributes: Vec<(String, String)>,
}

/// `GET /surveys/{id}/responses`.
pub(crate) async fn list(
    State(dashboard): State<Dashboard>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let results = dashboard
        .results(&whose, &query, Others::once(&PARAMETERS), Depth::Page)
        .await?;
    let screen = Screen::new(Voice::new(&dashboard.app, frame.language), &results);
    let behind = Behind::read(&query, &results.survey, &results.plan)?;
    let why_not = if results.survey.definition.employees {
        Some("dashboard-employees-why")
    } else if !results.shows_answers() {
        Some("dashboard-answers-why")
    } else {
        results.hidden.then_some("dashboard-hidden-why")
    };
    let found = match why_not {
        Some(_) => Found::default(),
        None => find(&results, &behind, (PAGE, LIMITS)).await?,
    };
    let more = found.piece.more.map(|cursor| {
        let kept = |(name, value): &&(String, String)| name != "before" && !value.is_empty();
        let mut pairs: Vec<(String, String)> = query.0.iter().filter(kept).cloned().collect();
        pairs.push(("before".to_owned(), cursor_text(cursor)));
        address(&format!("/surveys/{survey_id}/responses"), &pairs)
    });
    let lines = found
        .piece
        .responses
        .iter()
        .map(|response| line(&screen, response));
    let values = json!({
        "place": "understand", "said": null,
        "tab": "results",
        "survey": head(&screen.voice, &results.survey),
        "why_not": why_not.map(|key| hidden_why(&screen, key)),
        "lines": lines.collect::<Result<Vec<_>, _>>()?,
        "more": more,
        "count": found.count.map(|count| screen.voice.count("dashboard-responses", count as u64, &[])),
        "back": screen.results_at(&results.asked),
        "widened": screen.widened(),
        "chips": chips(&screen, &behind, &query),
        "search": behind.search.clone().unwrap_or_default(),
        "keep": query.0.iter().filter(|(name, _)| name != "q" && name != "before").collect::<Vec<_>>(),
        "first": behind.before.is_none(),
    });
    dashboard
        .app
        .templates
        .page("dashboard/answers.html", &frame, values)
}

fn line(screen: &Screen<'_>, response: &Response) -> Result<Line, Problem> {
    let results = screen.results;
    let answers: Map<String, Value> = serde_json::from_str(&response.answers)?;
    let score = score(screen, response, &answers);
    let statements = results.survey.definition.drivers();
    let comment = comment_questions(&results.survey)
        .filter_map(|question| words(question.kind, answers.get(&question.key)?))
        .collect::<Vec<_>>()
        .join(" · ");
    Ok(Line {
        link: format!(
            "/surveys/{}/responses/{}",
            results.survey.survey_id, response.response_id
        ),
        ordinal: screen.voice.whole(response.ordinal.unsigned_abs()),
        date: screen.voice.day(response.day),
        partial: response.state == "partial",
        score,
        class: score
            .zip(results.metric)
            .map_or("", |(score, metric)| class_of(metric, score)),
        answers: statements
            .map(|question| short(answers.get(&question.key)))
            .collect(),
        comment,
        attributes: fill::attributes(&response.attributes)?
            .into_iter()
            .filter(|(name, value)| !results.source.tells_who_served(name, value))
            .collect(),
    })
}

/// An answer on a scale in a table: the number, `?` for don't know, a dash for none.
fn short(answer: Option<&Value>) -> String {
    match answer {
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::String(word)) if word == survey::answers::DONT_KNOW => "?".to_owned(),
        _ => "–".to_owned(),
    }
}

/// What narrows the list, each with the address without it.
fn chips(screen: &Screen<'_>, behind: &Behind, query: &QueryPairs) -> Vec<Choice> {
    let (results, voice) = (screen.results, screen.voice);
    let without = |gone: &str, value: Option<&str>| {
        let pairs: Vec<(String, String)> = query
            .0
            .iter()
            .filter(|(name, given)| {
                !(name == "before" || (name == gone && value.is_none_or(|value| value == given)))
            })
            .cloned()
            .collect();
        address(
            &format!("/surveys/{}/responses", results.survey.survey_id),
            &pairs,
        )
    };
    let chip = |label: String, href: String| Choice {
        label,
        href,
        current: true,
    };
    let mut chips = Vec::new();
    if let Some((low, high)) = behind.score {
        let scores = if low == high {
            low.to_string()
        } else {
            format!("{low}–{high}")
        };
        let metric = results
            .metric
            .map(|metric| voice.metric(metric))
            .unwrap_or_default();
        let label = voice.say(
            "dashboard-score-chip",
            &[("metric", &metric), ("scores", &scores)],
        );
        chips.push(chip(label, without("score", None)));
    }
    if let Some((key, level)) = &behind.driver {
        let level = voice.word(&format!("dashboard-{}", level.as_str()));
        chips.push(chip(
            format!("{}: {level}", screen.question(key)),
            without("driver", None),
        ));
    }
    if let Some(column) = &behind.named {
        let label = named::name_of(screen, column).unwrap_or_else(|| column.clone());
        let label = voice.say("dashboard-named-chip", &[("name", &label)]);
        chips.push(chip(label, without("named", None)));
    }
    for (name, value) in results.asked.filter_pairs() {
        let label = match name.as_str() {
            "from" | "to" => {
                let key = format!("dashboard-period-{name}");
                voice.say(&key, &[(name.as_str(), &value)])
            }
            "complete" => voice.word("dashboard-complete-only"),
            "attribute" => value.replacen(':', ": ", 1),
            _ => value.clone(),
        };
        chips.push(chip(label, without(&name, Some(&value))));
    }
    chips
}

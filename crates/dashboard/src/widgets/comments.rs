//! What people said, beside their score.

use platform::Problem;
use serde::Serialize;
use survey::Question;
use survey::answers::words;

use crate::behind::{Behind, comment_questions, cursor_text};
use crate::fill;
use crate::filter::{Dim, address};
use crate::find::{LIMITS, find};
use crate::plan::{Answer, code_of};
use crate::screen::Screen;
use crate::store::Response;
use crate::widgets::distribution::{class_of, classes, range};
use crate::widgets::filters::Choice;

/// Comments on one page.
const PAGE: usize = 50;

/// The list of comments with its own search.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Comments {
    /// Newest first; of employees in no order.
    pub(crate) items: Vec<Comment>,
    /// What is searched for.
    pub(crate) search: String,
    /// The class that is shown alone; empty for all.
    pub(crate) class: String,
    /// The classes: name in addresses, in words.
    pub(crate) classes: Vec<Choice>,
    /// The filter, for the search form.
    pub(crate) keep: Vec<(String, String)>,
    /// How many there are, when that is known.
    pub(crate) count: Option<String>,
    /// Where the list goes on.
    pub(crate) more: Option<String>,
    /// Whether a search or class is set.
    pub(crate) narrowed: bool,
    /// Of employees: why they stand as they stand, or are not shown. Then nothing can be searched.
    pub(crate) why: Option<String>,
}

/// One comment.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Comment {
    /// The score, if one was given.
    pub(crate) score: Option<u8>,
    /// Its class.
    pub(crate) class: &'static str,
    /// The class in words, for who can't see its colour.
    pub(crate) class_name: String,
    /// What was said: question (only when there are several) and text.
    pub(crate) texts: Vec<(Option<String>, String)>,
    /// When; none for employees.
    pub(crate) date: Option<String>,
    /// Attributes, with where each leads; none for employees.
    pub(crate) attributes: Vec<(String, String, String)>,
    /// The whole answer; none for employees.
    pub(crate) link: Option<String>,
}

/// The comments of the page's filter; `class` is one of the outcome's classes or empty.
pub(crate) async fn comments(
    screen: &Screen<'_>,
    (mut behind, class): (Behind, &str),
) -> Result<Option<Comments>, Problem> {
    let results = screen.results;
    let metric = results.metric;
    if comment_questions(&results.survey).next().is_none() || results.hidden {
        return Ok(None);
    }
    if !results.shows_answers() {
        return super::shuffled::comments(screen, (behind, class))
            .await
            .map(Some);
    }
    let known = metric.map(classes).unwrap_or_default();
    behind.commented = true;
    if !class.is_empty() {
        let found = known.iter().find(|(name, _, _)| *name == class);
        let Some((_, first, last)) = found else {
            return Err(Problem::BadRequest(format!(
                "class: there is no class {class:?}"
            )));
        };
        behind.score = Some((*first, *last));
    }
    let found = find(results, &behind, (PAGE, LIMITS)).await?;
    let items = found
        .piece
        .responses
        .iter()
        .map(|response| comment(screen, response));
    let search = behind.search.clone().unwrap_or_default();
    let at = |class: &str, before: Option<String>| comments_at(screen, class, &search, before);
    let mut choices = vec![Choice {
        label: screen.voice.word("dashboard-all"),
        href: at("", None),
        current: class.is_empty(),
    }];
    choices.extend(
        known
            .iter()
            .filter(|_| metric.is_some())
            .map(|(name, first, last)| Choice {
                label: class_name(screen, name, &range(*first, *last)),
                href: at(name, None),
                current: class == *name,
            }),
    );
    Ok(Some(Comments {
        items: items.collect::<Result<_, _>>()?,
        more: found
            .piece
            .more
            .map(|cursor| at(class, Some(cursor_text(cursor)))),
        count: found.count.map(|count| screen.voice.whole(count as u64)),
        narrowed: !search.is_empty() || !class.is_empty(),
        class: class.to_owned(),
        classes: choices,
        keep: results.asked.pairs(),
        search,
        why: None,
    }))
}

fn comments_at(screen: &Screen<'_>, class: &str, search: &str, before: Option<String>) -> String {
    let mut pairs = screen.results.asked.pairs();
    let mut push = |name: &str, value: &str| {
        if !value.is_empty() {
            pairs.push((name.to_owned(), value.to_owned()));
        }
    };
    push("class", class);
    push("q", search);
    push("before", &before.unwrap_or_default());
    let path = format!("/surveys/{}/results", screen.results.survey.survey_id);
    format!("{}#comments", address(&path, &pairs))
}

fn comment(screen: &Screen<'_>, response: &Response) -> Result<Comment, Problem> {
    let results = screen.results;
    let answers: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&response.answers)?;
    let score = score(screen, response, &answers);
    let class = score
        .zip(results.metric)
        .map_or("", |(score, metric)| class_of(metric, score));
    let class_name = if class.is_empty() {
        String::new()
    } else {
        class_name(screen, class, "")
    };
    let attributes = fill::attributes(&response.attributes)?
        .into_iter()
        .filter(|(name, value)| !results.source.tells_who_served(name, value))
        .map(|(name, value)| {
            let asked = results.asked.only(&Dim::Attribute(name.clone()), &value);
            let href = screen.results_at(&asked);
            (name, value, href)
        });
    let link = format!(
        "/surveys/{}/responses/{}",
        results.survey.survey_id, response.response_id
    );
    Ok(Comment {
        score,
        class,
        class_name,
        texts: texts(screen, &answers),
        date: Some(screen.voice.day(response.day)),
        attributes: attributes.collect(),
        link: Some(link),
    })
}

/// What was said: question (only when there are several) and text.
pub(crate) fn texts(
    screen: &Screen<'_>,
    answers: &serde_json::Map<String, serde_json::Value>,
) -> Vec<(Option<String>, String)> {
    let asked: Vec<&Question> = comment_questions(&screen.results.survey).collect();
    let text = |question: &&Question| {
        let text = words(question.kind, answers.get(&question.key)?)?;
        let wording = (asked.len() > 1).then(|| screen.question(&question.key));
        (!text.is_empty()).then(|| (wording, text.to_owned()))
    };
    asked.iter().filter_map(text).collect()
}

fn class_name(screen: &Screen<'_>, class: &str, scores: &str) -> String {
    let classes = super::distribution::summary(screen);
    let name = classes.iter().find(|known| known.class == class);
    let name = name.map(|known| known.name.clone()).unwrap_or_default();
    if scores.is_empty() {
        name
    } else {
        format!("{name} ({})", scores.replace("..", "–"))
    }
}

/// The score of a response, if it counts in today's figures.
pub(crate) fn score(
    screen: &Screen<'_>,
    response: &Response,
    answers: &serde_json::Map<String, serde_json::Value>,
) -> Option<u8> {
    let outcome = screen.results.survey.definition.outcome()?;
    let column = screen.results.plan.column(&outcome.key)?;
    if !column.versions.contains(&response.version) {
        return None;
    }
    let answer = match answers.get(&outcome.key)? {
        serde_json::Value::Number(number) => Answer::Number(number.as_i64()?),
        serde_json::Value::String(word) => Answer::Word(word),
        _ => Answer::Other,
    };
    Some(code_of(answer, &column.codes)).filter(|code| facts::code::is_answer(*code))
}

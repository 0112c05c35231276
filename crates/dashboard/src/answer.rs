//! `GET /surveys/{id}/responses/{response_id}`: one response as it was given, in the wording its
//! respondent read.

use axum::extract::State;
use axum::response::Html;
use platform::Problem;
use platform::web::{Frame, Path};
use serde::Serialize;
use serde_json::{Map, Value, json};
use survey::answers::OWN_WORDS;
use survey::{Kind, Question};
use user::Viewer;

use crate::fill;
use crate::filter::Dim;
use crate::pages::head;
use crate::screen::Screen;
use crate::service::{Dashboard, whose};
use crate::voice::Voice;
use crate::widgets::comments::score;
use crate::widgets::distribution::class_of;

/// One question with the answer given.
#[derive(Clone, Debug, Serialize)]
struct Given {
    question: String,
    answer: String,
    /// Not an answer: don't know, blank.
    missing: bool,
    /// A text in the respondent's words.
    is_text: bool,
}

/// `GET /surveys/{id}/responses/{response_id}`.
pub(crate) async fn one(
    State(dashboard): State<Dashboard>,
    frame: Frame,
    viewer: Viewer,
    Path((survey_id, response_id)): Path<(String, String)>,
) -> Result<Html<String>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let (results, response) = dashboard.response(&whose, &response_id).await?;
    let screen = Screen::new(Voice::new(&dashboard.app, frame.language), &results);
    let asked = whose.clone();
    let versions = dashboard
        .app
        .db
        .read(move |tx| survey::store::versions(tx, &asked.workspace_id, &asked.survey_id))
        .await?;
    // The wording this respondent read, which need not be today's.
    let definition = versions
        .into_iter()
        .find(|(number, _, _)| *number == response.version)
        .map_or_else(
            || results.survey.definition.clone(),
            |(_, definition, _)| definition,
        );
    let answers: Map<String, Value> = serde_json::from_str(&response.answers)?;
    let given: Vec<Given> = definition
        .questions
        .iter()
        .map(|question| Given {
            question: definition
                .say(&question.text, frame.language.code())
                .to_owned(),
            ..given(&screen, &definition, question, answers.get(&question.key))
        })
        .collect();
    let score = score(&screen, &response, &answers);
    let attributes: Vec<(String, String, String)> = fill::attributes(&response.attributes)?
        .into_iter()
        .filter(|(name, value)| !results.source.tells_who_served(name, value))
        .map(|(name, value)| {
            let asked = results.asked.only(&Dim::Attribute(name.clone()), &value);
            let href = screen.results_at(&asked);
            (name, value, href)
        })
        .collect();
    let values = json!({
        "place": "understand", "said": null,
        "tab": "results",
        "survey": head(&screen.voice, &results.survey),
        "ordinal": screen.voice.whole(response.ordinal.unsigned_abs()),
        "score": score,
        "class": score.zip(results.metric).map_or("", |(score, metric)| class_of(metric, score)),
        "given": given,
        "attributes": attributes,
        "answered_at_us": response.answered_at_us,
        "state": response.state,
        "channel": screen.voice.value_of(Some(&Dim::Channel), &response.channel),
        "language": screen.voice.value_of(Some(&Dim::Language), &response.language),
        "version": response.version,
        "external_id": response.external_id,
    });
    dashboard
        .app
        .templates
        .page("dashboard/answer.html", &frame, values)
}

fn given(
    screen: &Screen<'_>,
    definition: &survey::Definition,
    question: &Question,
    answer: Option<&Value>,
) -> Given {
    let voice = &screen.voice;
    let missing = |key: &str| Given {
        question: String::new(),
        answer: voice.word(key),
        missing: true,
        is_text: false,
    };
    let choice = |key: &str| {
        let own = key.strip_prefix(OWN_WORDS);
        if let Some(words) = own.filter(|_| question.kind.takes_own_words()) {
            return format!("“{words}”");
        }
        let found = question.choices.iter().find(|choice| choice.key == key);
        found
            .map_or(key, |choice| {
                definition.say(&choice.text, voice.language.code())
            })
            .to_owned()
    };
    let answer = match answer {
        None | Some(Value::Null) => return missing("dashboard-missing-blank"),
        Some(Value::String(word)) if question.kind.range().is_some() => match word.as_str() {
            survey::answers::DONT_KNOW => return missing("dashboard-missing-dont-know"),
            survey::answers::NOT_APPLICABLE => return missing("dashboard-missing-not-applicable"),
            survey::answers::NOT_ASKED => return missing("dashboard-missing-not-asked"),
            other => other.to_owned(),
        },
        Some(Value::Number(number)) => match question.kind.range() {
            Some((_, highest)) => voice.say(
                "dashboard-of",
                &[
                    ("n", &number.to_string()),
                    ("highest", &highest.to_string()),
                ],
            ),
            None => number.to_string(),
        },
        Some(Value::Array(keys)) => keys
            .iter()
            .filter_map(Value::as_str)
            .map(choice)
            .collect::<Vec<_>>()
            .join(", "),
        Some(Value::String(key)) if matches!(question.kind, Kind::SingleChoice | Kind::Moment) => {
            choice(key)
        }
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    Given {
        question: String::new(),
        answer,
        missing: false,
        is_text: question.kind == Kind::OpenText,
    }
}

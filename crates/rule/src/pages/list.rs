//! The list of rules, and making one from a template.

use axum::extract::State;
use axum::response::{Html, Redirect};
use case::model::Priority;
use platform::Problem;
use platform::web::{FormData, Frame, NoQuery, Query};
use policy::trigger::{Class, Condition};
use serde::Deserialize;
use serde_json::json;
use user::Viewer;

use super::{Pages, Said, say, wrong::WRONG};
use crate::model::{Consequence, Definition, Moment, OpenCase, State as RuleState, Within};
use crate::service::{self, Draft};
use crate::templates::{self, Template};

/// The template that is none.
const EMPTY: &str = "empty";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameters {
    said: Option<Said>,
    state: Option<RuleState>,
}

pub(super) async fn list(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Parameters>,
) -> Result<Html<String>, Problem> {
    let app = &pages.app;
    let all = service::list(app, &viewer, asked.state).await?;
    let choices = service::choices(app, &viewer).await?;
    let voice = pages.voice(&frame, &choices);
    let lines = all.iter().map(|listed| {
        let mut line = say::rule(&listed.rule, viewer.may_manage);
        line["says"] = voice.definition(&listed.rule.definition);
        line["fired"] = json!(listed.fired);
        line["last_fired_at_us"] = json!(listed.last_fired_at_us);
        line["trouble"] = listed.trouble.iter().map(|gone| gone.word()).collect();
        line
    });
    let values = json!({
        "place": "act",
        "said": asked.said.map(Said::word),
        "state": asked.state.map(RuleState::as_str),
        "rules": lines.collect::<Vec<_>>(),
        "may_manage": viewer.may_manage,
        "templates": shown_templates(frame.language.code()),
    });
    app.templates.page("rule/list.html", &frame, values)
}

fn shown_templates(language: &str) -> Vec<serde_json::Value> {
    let shown = Template::ALL.map(|template| {
        json!({
            "name": template.as_str(),
            "title": templates::name(template, language),
        })
    });
    shown.to_vec()
}

pub(super) async fn new(
    State(pages): State<Pages>,
    frame: Frame,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Html<String>, Problem> {
    let values = json!({
        "place": "act",
        "templates": shown_templates(frame.language.code()),
    });
    pages.app.templates.page("rule/new.html", &frame, values)
}

pub(super) async fn create(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|name| name == "template")?;
    let language = frame.language.code();
    let draft = match form.text("template") {
        EMPTY => empty(pages.app.words.say(frame.language, "rule-new-name", &[])),
        name => {
            let template: Template = name.parse().map_err(Problem::BadRequest)?;
            Draft {
                name: templates::name(template, language).to_owned(),
                definition: templates::definition(template, language),
            }
        }
    };
    let made = service::create(&pages.app, &viewer, draft)
        .await
        .map_err(|problem| WRONG.said(&pages.app, frame.language, problem))?;
    let to = format!("/rules/{}/edit?said=created", made.rule_id);
    Ok(Redirect::to(&to))
}

fn empty(name: String) -> Draft {
    let open = OpenCase {
        role: None,
        person: None,
        title: "{rule}: {contact}".to_owned(),
        within: Within::Days(2),
        first_contact: true,
        priority: Priority::Normal,
        notify: true,
    };
    Draft {
        name,
        definition: Definition {
            on: Moment::Answer,
            when: Condition::All(vec![Condition::Class(vec![Class::Detractor])]),
            then: vec![Consequence::OpenCase(open)],
        },
    }
}

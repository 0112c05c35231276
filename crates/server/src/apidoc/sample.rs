//! Who answered, in the API's description: weights, accounts, customer base, late answers, response
//! rate, planner, settings.

mod schemas;

use serde_json::{Value, json};

use super::figure::{days_counted_example, figure_example};
use super::figures;
use super::operation::{Noun, Operation, Scope, body, parameter, query, reply};

pub(super) fn noun() -> Noun {
    Noun {
        name: "samples",
        description: "Who answered, how sure that makes the figure, and how many more are needed. \
                      Values are in the unit of the figure at full precision (shares from 0 to 1), \
                      changes of the planner in NPS points, percentage points or points of the \
                      scale. What can't be said is null, and `status` says why.",
        operations: vec![get(), get_settings(), put_settings(), plan()],
        schemas: schemas::all(),
    }
}

fn get() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/sample",
        id: "getSample",
        summary: "Get who answered and how sure the figure is",
        description: "The outcome counted in several ways over the responses that the parameters \
                      let through: all the same, weighted, clustered by account, by account, \
                      corrected for a small customer base; early answers against late ones; the \
                      response rate of invitations; what rotated statements cost; and how many \
                      answers a change takes to be seen.",
        scope: Scope::Read,
        parameters: parameters(),
        body: None,
        replies: vec![(200, reply("The sample.", "Sample", example()))],
        problems: &[],
    }
}

fn get_settings() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/sample-settings",
        id: "getSampleSettings",
        summary: "Get the settings of a sample",
        description: "What is in force. Until somebody saves settings, weight and account are \
                      guessed by the names of attributes, and `guessed` says which.",
        scope: Scope::Read,
        parameters: vec![parameter("SurveyId")],
        body: None,
        replies: vec![(
            200,
            reply(
                "The settings.",
                "SampleSettings",
                settings_example(&["account_attribute"]),
            ),
        )],
        problems: &[],
    }
}

fn put_settings() -> Operation {
    let new = json!({
        "weight_attribute": null,
        "account_attribute": "industry",
        "population_size": 60,
        "target_change": 5.0,
    });
    Operation {
        method: "put",
        path: "/api/v1/surveys/{id}/sample-settings",
        id: "putSampleSettings",
        summary: "Set the settings of a sample",
        description: "Replaces all of them; what is left out or null is none. Attributes must be \
                      ones that responses have, unless there are no responses yet. A target smaller \
                      than can be seen is saved; `plan.target` of the sample says so.",
        scope: Scope::Write,
        parameters: vec![parameter("SurveyId")],
        body: Some(body("NewSampleSettings", new)),
        replies: vec![(
            200,
            reply(
                "The settings as saved.",
                "SampleSettings",
                settings_example(&[]),
            ),
        )],
        problems: &[],
    }
}

fn plan() -> Operation {
    let share = || json!({ "type": "number", "minimum": 0, "maximum": 1 });
    Operation {
        method: "get",
        path: "/api/v1/plan",
        id: "getPlan",
        summary: "Plan how many answers are needed",
        description: "The planner without a survey. Give `promoters` and `detractors`, or `share`, \
                      or `sd`; without any of them it plans with 45 % promoters and 20 % \
                      detractors. Power 80 %, two-sided 5 %.",
        scope: Scope::Read,
        parameters: vec![
            change(
                "The change to be seen: NPS points, with `share` percentage points, with `sd` \
                 points of the scale from 1 to 5. Left out: 5, on the scale 0.2.",
            ),
            query("promoters", "Share of promoters.", share()),
            query("detractors", "Share of detractors.", share()),
            query("share", "A share to be followed, such as CSAT.", share()),
            query(
                "sd",
                "Standard deviation of answers from 1 to 5 whose mean is to be followed.",
                json!({ "type": "number", "minimum": 0.01, "maximum": 2 }),
            ),
            query(
                "design_effect",
                "How many answers tell as much as one by itself, because of weights and accounts.",
                json!({ "type": "number", "minimum": 1, "maximum": 1000, "default": 1 }),
            ),
            query(
                "per_month",
                "Answers that come in a month.",
                json!({ "type": "number", "minimum": 0 }),
            ),
        ],
        body: None,
        replies: vec![(200, reply("The plan.", "Plan", plan_example()))],
        problems: &[],
    }
}

/// The parameter `change`.
fn change(description: &str) -> Value {
    let range = json!({ "type": "number", "minimum": 0.01, "maximum": 200 });
    let mut parameter = query("change", description, range);
    parameter["example"] = json!(5);
    parameter
}

/// The filter, and the change to plan for.
fn parameters() -> Vec<Value> {
    let mut parameters = figures::filter();
    parameters.push(change(
        "The change to plan for: NPS points, percentage points of a share, points of the scale of \
         an effort. Left out: the target that is set, else 5, on a scale 0.2.",
    ));
    parameters
}

fn settings_example(guessed: &[&str]) -> Value {
    json!({
        "weight_attribute": null,
        "account_attribute": "industry",
        "population_size": 60,
        "target_change": 5.0,
        "guessed": guessed,
        "unknown": [],
    })
}

fn plan_example() -> Value {
    let line = |change: f64, needed: u64| {
        json!({
            "change": change, "needed": needed, "months": needed as f64 / 210.0,
            "more_than_customers": false,
        })
    };
    json!({
        "unit": "nps_points",
        "power": 0.8,
        "basis": "planning_values",
        "value": 25.0,
        "promoters": 0.45,
        "detractors": 0.2,
        "sd": 76.6,
        "design_effect": 1.0,
        "pace": {
            "n": 2520, "days": 365, "per_month": 210.0, "per_wave": null, "months_between": null,
        },
        "asked": line(5.0, 3689),
        "table": [line(5.0, 3689), line(10.0, 923)],
        "visible": [{ "period": "quarter", "n": 630, "change": 12.1 }],
        "target": {
            "change": 5.0, "needed": 3689, "period": "quarter", "n": 630, "visible": 12.1,
            "can_be_seen": false,
        },
    })
}

fn example() -> Value {
    let change = change_example();
    json!({
        "survey": {
            "id": "3f9m2k7q5x8r1t4w6y0z2b5d8g",
            "title": { "en": "How are we doing?", "nl": "Hoe doen we het?" },
            "status": "open",
            "version": 1,
            "change_seq": 413,
        },
        "period": days_counted_example(),
        "responses": 412,
        "hidden": false,
        "settings": settings_example(&[]),
        "figure": figure_example(),
        "read": 412,
        "of": 412,
        "weights": weights_example(),
        "accounts": accounts_example(),
        "population": {
            "size": 600,
            "n": 400,
            "status": "shown",
            "coverage": 0.667,
            "factor": 0.578,
            "figure": figure_example(),
        },
        "late": {
            "status": "shown",
            "basis": "delay",
            "n": 398,
            "left_out": 2,
            "thirds": [figure_example(), figure_example(), figure_example()],
            "change": change,
            "trend": {
                "slope": -8.1, "se": 5.2, "p": 0.12, "silent": 16.9, "of_all_invited": 18.6,
            },
        },
        "response_rate": {
            "status": "shown",
            "invited": 900,
            "complete": 398,
            "partial": 4,
            "value": 0.442,
            "ci95": [0.41, 0.475],
            "segments": [{
                "attribute": "industry",
                "values": [{
                    "value": "Retail", "invited": 210, "complete": 61, "rate": 0.29,
                    "ci95": [0.233, 0.355], "against_rest": change,
                }],
            }],
        },
        "rotated": {
            "per_respondent": 4,
            "statements": 9,
            "answers_share": 0.444,
            "pair_share": 0.167,
            "interval_factor": 1.5,
            "answers_per_pair": 68.7,
            "each": [{ "name": "software", "asked": 183, "answered": 171 }],
        },
        "plan": plan_example(),
    })
}

fn change_example() -> Value {
    json!({
        "difference": 6.5, "ci95": [-1.2, 14.2], "p": 0.096, "verdict": "not_more_than_chance",
    })
}

fn weights_example() -> Value {
    json!({
        "attribute": "weight",
        "status": "shown",
        "unusable": 2,
        "figure": figure_example(),
        "unweighted": figure_example(),
        "effective_n": 301.4,
        "design_effect": 1.32,
        "range": [0.4, 2.2],
    })
}

fn accounts_example() -> Value {
    let estimate = json!({ "value": 21.0, "se": 6.1, "ci95": [8.8, 33.2] });
    let part =
        |accounts: u64, n: u64, value: f64| json!({ "accounts": accounts, "n": n, "value": value });
    json!({
        "attribute": "industry",
        "status": "shown",
        "n": 400,
        "accounts": 61,
        "without": 3,
        "largest": 22,
        "as_strangers": figure_example(),
        "by_people": estimate,
        "by_accounts": estimate,
        "difference": change_example(),
        "intraclass": 0.18,
        "design_effect": 2.3,
        "effective_n": 173.9,
        "large": part(20, 290, 17.5),
        "small": part(41, 110, 30.2),
    })
}

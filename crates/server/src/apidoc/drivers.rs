//! Driver analysis in the API's description: what goes with the score, how strongly, how much there
//! is to gain.

mod example;
mod schemas;

use serde_json::{Value, json};

use super::figures;
use super::operation::{Noun, Operation, Scope, query, query_like, reply};

pub(super) fn noun() -> Noun {
    Noun {
        name: "drivers",
        description: "What drives the score: per statement how well, how strongly, and how much \
                      there is to gain, each with its uncertainty; which drivers can't be told \
                      apart; where to act; what becomes of the NPS when drivers improve. NPS in \
                      points, shares from 0 to 1, at full precision. What can't be said is null, \
                      and `status` or a warning says why. Attributes with groups of fewer \
                      people than the survey's `smallest_group` take no part.",
        operations: vec![get()],
        schemas: schemas::all(),
    }
}

fn get() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/drivers",
        id: "getDrivers",
        summary: "Get what drives the score",
        description: "What the drivers page shows, of the responses that the parameters let \
                      through. It waits for the resamples; with `bootstrap=0` it gives everything \
                      but their intervals at once. The same answers, parameters and seed give the \
                      same figures on any machine. Needs a recommend question; without one \
                      `status` says so.",
        scope: Scope::Read,
        parameters: parameters(),
        body: None,
        replies: vec![(200, reply("The drivers.", "Drivers", example::example()))],
        problems: &[],
    }
}

fn parameters() -> Vec<Value> {
    let many = |name: &str, description: &str| {
        let items = json!({ "type": "string", "minLength": 1 });
        let mut parameter = query(
            name,
            description,
            json!({ "type": "array", "items": items }),
        );
        parameter["explode"] = json!(true);
        parameter
    };
    let mut parameters = figures::filter();
    parameters.extend([
        many(
            "with",
            "The name of an attribute that takes part as a driver; may be repeated, at most 10 \
             times.",
        ),
        query_like(
            "method",
            "When answers are missing: `em` uses everybody who scored, `listwise` only those who \
             answered everything.",
            json!({ "type": "string", "enum": ["em", "listwise"], "default": "em" }),
            "em",
        ),
        query(
            "bootstrap",
            "How many resamples the intervals are taken from.",
            json!({ "type": "integer", "minimum": 0, "maximum": 10_000, "default": 2_000 }),
        ),
        query(
            "seed",
            "Where resampling starts.",
            json!({ "type": "integer", "minimum": 0, "default": 1 }),
        ),
        many(
            "lift",
            "`name:percent`: so many percent, 0 to 100, of those who don't agree with this \
             statement yet would (of an attribute of yes and no: would say yes); may be repeated. \
             The reply then has `lift`.",
        ),
    ]);
    parameters
}

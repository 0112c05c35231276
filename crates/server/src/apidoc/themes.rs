//! What comments are about, in the API's description: themes, their figures, words that set
//! groups apart, codes by hand.

mod schemas;

use serde_json::{Value, json};

use super::figure::{days_counted_example, figure_example};
use super::figures;
use super::operation::{
    Noun, Operation, Scope, body, done, id, parameter, query, reply, with_headers,
};

const THEME: &str = "5c7e9g1j3m5p7r9t1v3x5z7b9d";
const ETAG: (&str, &str) = (
    "ETag",
    "The revision in quotes; send it as `If-Match` when you change the theme.",
);

pub(super) fn noun() -> Noun {
    Noun {
        name: "themes",
        description: "What comments are about. A theme is a codebook entry: one rule per line, \
                      `price` (a word), `pric*` (a beginning), `~waiting` (all forms, Dutch and \
                      English), `\"customer service\"` (words in a row; each may have `*` or `~`, \
                      and `..` stands for up to three words), `!\"not .. expensive\"` (where this \
                      stands nothing counts), `!!test` (such comments are left out), `# note`. A \
                      theme is shown where as many as the survey's `smallest_group` mention it and \
                      as many don't. Of surveys of employees, and where a limited sight sees groups \
                      only, there are shares alone, and only without a filter.",
        operations: vec![
            list(),
            create(),
            get(),
            put(),
            remove(),
            theme_figures(),
            words(),
            codes(),
            put_codes(),
        ],
        schemas: schemas::all(),
    }
}

fn theme_id() -> Value {
    json!({
        "name": "theme_id",
        "in": "path",
        "required": true,
        "description": "The theme.",
        "schema": id(),
        "example": THEME,
    })
}

fn question() -> Value {
    query(
        "question",
        "Key of the question whose comments are meant; left out, the first that takes text.",
        json!({ "type": "string", "minLength": 1 }),
    )
}

fn list() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/themes",
        id: "listThemes",
        summary: "List themes",
        description: "All themes of the survey, in their order.",
        scope: Scope::Read,
        parameters: vec![parameter("SurveyId")],
        body: None,
        replies: vec![(
            200,
            reply("The themes.", "Themes", json!({ "themes": [example()] })),
        )],
        problems: &[],
    }
}

fn create() -> Operation {
    let location = ("Location", "The address of the theme in the API.");
    Operation {
        method: "post",
        path: "/api/v1/surveys/{id}/themes",
        id: "createTheme",
        summary: "Make a theme",
        description: "Adds a theme at the end, or at `position`. Rules with a mistake are a 422 \
                      that names every line. A survey has at most 100 themes, each with a name of \
                      its own.",
        scope: Scope::Write,
        parameters: vec![parameter("SurveyId")],
        body: Some(body("NewTheme", new_example())),
        replies: vec![(
            201,
            with_headers(reply("The theme.", "Theme", example()), &[location, ETAG]),
        )],
        problems: &[409],
    }
}

fn get() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/themes/{theme_id}",
        id: "getTheme",
        summary: "Get a theme",
        description: "The theme with its rules.",
        scope: Scope::Read,
        parameters: vec![parameter("SurveyId"), theme_id()],
        body: None,
        replies: vec![(
            200,
            with_headers(reply("The theme.", "Theme", example()), &[ETAG]),
        )],
        problems: &[],
    }
}

fn put() -> Operation {
    Operation {
        method: "put",
        path: "/api/v1/surveys/{id}/themes/{theme_id}",
        id: "putTheme",
        summary: "Change a theme",
        description: "Replaces name and rules; without `position` it stays where it is.",
        scope: Scope::Write,
        parameters: vec![
            parameter("SurveyId"),
            theme_id(),
            json!({
                "name": "If-Match",
                "in": "header",
                "description": "The `ETag` of the theme that was read. When somebody else changed \
                                it since, nothing is stored (412). Without it the last one wins.",
                "schema": { "type": "string", "pattern": "^(\\*|\"[0-9]{1,18}\")$" },
            }),
        ],
        body: Some(body("NewTheme", new_example())),
        replies: vec![(
            200,
            with_headers(reply("The theme.", "Theme", example()), &[ETAG]),
        )],
        problems: &[412],
    }
}

fn remove() -> Operation {
    Operation {
        method: "delete",
        path: "/api/v1/surveys/{id}/themes/{theme_id}",
        id: "removeTheme",
        summary: "Remove a theme",
        description: "The theme and what was coded by hand for it no longer count.",
        scope: Scope::Write,
        parameters: vec![parameter("SurveyId"), theme_id()],
        body: None,
        replies: vec![(204, done("It is removed."))],
        problems: &[],
    }
}

fn theme_figures() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/themes/figures",
        id: "getThemeFigures",
        summary: "Get the figures of themes",
        description: "How many comments and customers mention each theme, how they score, what \
                      would be gained if it went away, how far rules agree with people, and themes \
                      the data would support. Customers are told apart by the account attribute \
                      when there is one, else each respondent is one. At most the newest 100,000 \
                      comments are read; `truncated` says when there are more. `value` sums what \
                      the customers are worth, each once, by the latest answer within the filter \
                      that says so.",
        scope: Scope::Read,
        parameters: figure_parameters(),
        body: None,
        replies: vec![(
            200,
            reply("The figures.", "ThemeOverview", overview_example()),
        )],
        problems: &[],
    }
}

fn words() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/words",
        id: "getWords",
        summary: "Get the words that set low and high apart",
        description: "Words and phrases that detractors (or whoever is not content) use more than \
                      promoters, and the other way round: log-odds ratio with an informative \
                      Dirichlet prior (alpha0 500), at least 10 occurrences, at least 5 customers \
                      of its own side, adjusted probability at most 0.05. `delta` and `z` above 0 \
                      belong to the high side.",
        scope: Scope::Read,
        parameters: parameters(),
        body: None,
        replies: vec![(200, reply("The words.", "Words", words_example()))],
        problems: &[],
    }
}

fn codes() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/surveys/{id}/themes/{theme_id}/codes",
        id: "getCodes",
        summary: "Get what people say of comments",
        description: "Which comments somebody said are (not) about the theme. Of employees' \
                      comments there are none.",
        scope: Scope::Read,
        parameters: vec![parameter("SurveyId"), theme_id(), question()],
        body: None,
        replies: vec![(
            200,
            reply(
                "What was said.",
                "Codes",
                json!({
                    "question": "why",
                    "codes": [{ "response_id": "8d4t0w6y2z5b7f9h1j3k5m7n9p", "has": true }],
                }),
            ),
        )],
        problems: &[403],
    }
}

fn put_codes() -> Operation {
    Operation {
        method: "put",
        path: "/api/v1/surveys/{id}/themes/{theme_id}/codes",
        id: "putCodes",
        summary: "Say of comments whether they are about a theme",
        description: "The latest said of a comment counts; `has` null takes it back; comments that \
                      are not named stay as they are. At most 10,000 at a time, all or nothing.",
        scope: Scope::Write,
        parameters: vec![parameter("SurveyId"), theme_id()],
        body: Some(body(
            "NewCodes",
            json!({ "codes": [{ "response_id": "8d4t0w6y2z5b7f9h1j3k5m7n9p", "has": true }] }),
        )),
        replies: vec![(204, done("It is stored."))],
        problems: &[],
    }
}

/// The filter and the question.
fn parameters() -> Vec<Value> {
    let mut parameters = figures::filter();
    parameters.push(question());
    parameters
}

/// The same, and what customers are worth.
fn figure_parameters() -> Vec<Value> {
    let mut parameters = parameters();
    parameters.push(query(
        "value",
        "Attribute that says what a customer is worth, one of `value_attributes`; left out, one \
         that is called revenue, omzet, mrr, arr, value, waarde or turnover. Never of employees.",
        json!({ "type": "string", "minLength": 1 }),
    ));
    parameters
}

fn new_example() -> Value {
    json!({ "name": "Price", "rules": "pric*\n~expensive\n!\"not .. expensive\"" })
}

fn example() -> Value {
    json!({
        "id": THEME,
        "name": "Price",
        "rules": "pric*\n~expensive\n!\"not .. expensive\"",
        "position": 0,
        "revision": 1,
        "created_at": "2026-03-31T09:00:00Z",
        "changed_at": "2026-03-31T09:00:00Z",
    })
}

fn about_example() -> Value {
    json!({
        "question": "why",
        "period": days_counted_example(),
        "change_seq": 1042,
        "hidden": null,
        "comments": 623,
        "customers": 410,
        "customers_by": "account",
        "scored": 620,
        "truncated": false,
        "sample": null,
        "figure": figure_example(),
    })
}

fn overview_example() -> Value {
    let part = |value: f64, n: u64, low: f64, high: f64| json!({ "value": value, "n": n, "ci95": [low, high] });
    let mut all = about_example();
    all["themes"] = json!([{
        "id": THEME,
        "name": "Price",
        "hidden": false,
        "comments": 84,
        "share": part(0.135, 623, 0.11, 0.164),
        "customers": 71,
        "customer_share": part(0.173, 410, 0.14, 0.213),
        "mean_score": 5.9,
        "figure": figure_example(),
        "low": 45,
        "middle": 25,
        "high": 14,
        "gain": { "value": 6.2, "se": 1.4, "ci95": [3.4, 9.0] },
        "effect": "costs",
        "voices": { "kind": "quiet", "most_customers": 0, "most_comments": 0, "customer": null },
        "value": { "value": 1_250_000.0, "share": 0.21, "without": 3 },
        "agreement": {
            "value": 0.82, "ci95": [0.7, 0.94], "agreement": 0.95, "status": "shown", "n": 100,
            "both": 14, "hand_only": 2, "rules_only": 3, "neither": 81,
        },
        "found_by_rule": [60, 31, 7],
    }]);
    all["value_by"] = json!("revenue");
    all["value_attributes"] = json!(["employees", "revenue"]);
    all["value"] = json!({ "value": 5_950_000.0, "share": 1.0, "without": 20 });
    all["without_theme"] = json!(210);
    all["suggestions"] = json!([{
        "name": "Invoice",
        "rules": "~invoice",
        "words": [{ "word": "invoice", "customers": 33 }],
        "comments": 36,
        "customers": 33,
        "language": "en",
    }]);
    all
}

fn words_example() -> Value {
    let mut all = about_example();
    all["low"] = json!({
        "comments": 120, "customers": 96, "words": 4200,
        "terms": [{
            "term": "not", "kind": "word", "low": 99, "high": 31, "customers_low": 58,
            "customers_high": 22, "delta": -0.9, "z": -5.2, "p_adjusted": 0.000_004,
        }],
    });
    all["high"] = json!({ "comments": 300, "customers": 240, "words": 6100, "terms": [] });
    all["types"] = json!(2103);
    all["vocabulary"] = json!(240);
    all
}

//! The shapes of a sample and its parts.

use serde_json::{Value, json};

use super::super::figure::{count, days_counted, hidden, list_of, share};
use super::super::operation::{id, object, or_null, schema, sent};

pub(super) fn all() -> Vec<(&'static str, Value)> {
    vec![
        ("Sample", sample()),
        ("SampleWeights", weights()),
        ("SampleAccounts", accounts()),
        ("SampleEstimate", estimate()),
        ("SamplePart", part()),
        ("SamplePopulation", population()),
        ("SampleLate", late()),
        ("ResponseRate", rate()),
        ("ResponseRateGroup", group()),
        ("RotatedStatements", rotated()),
        ("Plan", plan()),
        ("PlanLine", line()),
        ("SampleSettings", settings()),
        ("NewSampleSettings", sent(&[], setting_properties())),
    ]
}

fn number(description: &str) -> Value {
    json!({ "type": "number", "description": description })
}

fn maybe(description: &str) -> Value {
    or_null(number(description))
}

fn interval() -> Value {
    json!({
        "type": ["array", "null"],
        "items": { "type": "number" },
        "minItems": 2,
        "maxItems": 2,
    })
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn one_of(description: &str, values: &[&str]) -> Value {
    json!({ "type": "string", "description": description, "enum": values })
}

fn nullable(name: &str, description: &str) -> Value {
    json!({ "description": description, "anyOf": [schema(name), { "type": "null" }] })
}

fn sample() -> Value {
    object(json!({
        "survey": object(json!({
            "id": id(),
            "title": schema("Texts"),
            "status": { "type": "string", "enum": ["draft", "open", "closed"] },
            "version": { "type": "integer", "minimum": 1 },
            "change_seq": { "type": "integer", "minimum": 0 },
        })),
        "period": days_counted(),
        "responses": count("Responses that pass the filter."),
        "hidden": hidden(),
        "settings": schema("SampleSettings"),
        "figure": nullable("Figure", "The outcome, everybody counting the same."),
        "read": count("Responses that were looked at one by one."),
        "of": count("Of how many; more than `read` when these are a random sample."),
        "weights": nullable("SampleWeights", "Null without a weight attribute."),
        "accounts": nullable("SampleAccounts", "Null without an account attribute."),
        "population": nullable("SamplePopulation", "Null unless the number of customers is set."),
        "late": nullable("SampleLate", "Early answers against late ones."),
        "response_rate": schema("ResponseRate"),
        "rotated": nullable("RotatedStatements", "Null when everybody gets all statements."),
        "plan": nullable("Plan", "Null when the survey has no figure."),
    }))
}

fn weights() -> Value {
    object(json!({
        "attribute": text("Where the weights come from."),
        "status": one_of(
            "`equal`: they change nothing. `hidden`: too few employees would be left out.",
            &["shown", "equal", "none_usable", "hidden"],
        ),
        "unusable": count("People left out: their weight is no number above 0."),
        "figure": nullable("Figure", "Weighted, with the linearised standard error."),
        "unweighted": nullable("Figure", "The same people, all counting the same."),
        "effective_n": maybe("(Σw)² / Σw² (Kish)."),
        "design_effect": maybe("n / effective_n."),
        "range": interval(),
    }))
}

fn accounts() -> Value {
    object(json!({
        "attribute": text("Where the accounts come from."),
        "status": one_of(
            "`few_accounts`: fewer than 20, the interval is rough. `no_spread`: no interval can be \
             given. `all_different`: no two people of one account. `hidden`: an account has fewer \
             than five employees.",
            &["shown", "few_accounts", "no_spread", "all_different", "hidden"],
        ),
        "n": count("People who answered; weighted ones if there are weights."),
        "accounts": count("Accounts they are of; whoever has none is one of their own."),
        "without": count("People without an account."),
        "largest": count("Answers of the account with the most."),
        "as_strangers": nullable("Figure", "As if everybody were independent."),
        "by_people": nullable("SampleEstimate", "Every answer counts the same, interval by accounts."),
        "by_accounts": nullable("SampleEstimate", "Every account counts the same."),
        "difference": nullable("Change", "By accounts minus by people; `rose` is higher by accounts."),
        "intraclass": maybe("How alike people of one account answer; 1 all the same."),
        "design_effect": maybe("Variance as a multiple of that of as many independent answers."),
        "effective_n": maybe("n / design_effect."),
        "large": nullable("SamplePart", "Accounts with more answers than average."),
        "small": nullable("SamplePart", "The others."),
    }))
}

fn estimate() -> Value {
    object(json!({
        "value": number("In the unit of the figure."),
        "se": number("Standard error."),
        "ci95": interval(),
    }))
}

fn part() -> Value {
    object(json!({
        "accounts": count("Accounts."),
        "n": count("People who answered there."),
        "value": number("Their figure."),
    }))
}

fn population() -> Value {
    object(json!({
        "size": count("Customers there are."),
        "n": count("Those who answered."),
        "status": one_of(
            "`more_answers_than_customers` is a mistake: in the number, or somebody answered twice. \
             `filtered`: the number is not of this part. `several_waves`: choose one.",
            &[
                "shown", "everybody", "more_answers_than_customers", "filtered", "several_waves",
                "nobody",
            ],
        ),
        "coverage": share("n / size."),
        "factor": share("√((N − n)/(N − 1))."),
        "figure": nullable("Figure", "With the interval that is left."),
    }))
}

fn late() -> Value {
    let trend = object(json!({
        "slope": number("Along a straight line, from the first to the last who answered."),
        "se": number("Its standard error."),
        "p": number("How likely such a slope is by chance."),
        "silent": number("The line's end: what the silent ones would say if they were like them."),
        "of_all_invited": maybe("The figure of everybody invited, if so."),
    }));
    object(json!({
        "status": one_of(
            "`few`: fewer than 30 in a third. `no_order`: nothing tells early from late.",
            &["shown", "few", "no_order", "hidden"],
        ),
        "basis": one_of(
            "Time since the invitation, or the day within a wave or period.",
            &["delay", "day_in_wave", "day_in_period"],
        ),
        "n": count("People in the order."),
        "left_out": count("People of whom nothing says how late they are."),
        "thirds": list_of("Figure", "First, middle and last third."),
        "change": nullable("Change", "Last minus first third."),
        "trend": json!({ "anyOf": [trend, { "type": "null" }] }),
    }))
}

fn rate() -> Value {
    let segment = object(json!({
        "attribute": text("The attribute of the invitations."),
        "values": list_of("ResponseRateGroup", "Its values, the lowest rate first."),
    }));
    object(json!({
        "status": one_of(
            "`filtered`: the filter is by something only responses have.",
            &["shown", "no_invitations", "filtered", "too_many", "hidden"],
        ),
        "invited": count("Invitations that work or were used."),
        "complete": count("Those sent in."),
        "partial": count("Those begun."),
        "value": share("complete / invited."),
        "ci95": interval(),
        "segments": { "type": "array", "items": segment },
    }))
}

fn group() -> Value {
    object(json!({
        "value": text("The value; empty for those without one."),
        "invited": count("Invited."),
        "complete": count("Sent in."),
        "rate": share("complete / invited."),
        "ci95": interval(),
        "against_rest": nullable("Change", "Against all others, corrected for several groups."),
    }))
}

fn rotated() -> Value {
    let each = object(json!({
        "name": text("The key of the statement."),
        "asked": count("Responses in which it was asked."),
        "answered": count("Those with an opinion."),
    }));
    object(json!({
        "per_respondent": count("Statements each respondent gets."),
        "statements": count("Statements there are."),
        "answers_share": share("Respondents who get a given statement."),
        "pair_share": share("Respondents who get a given pair."),
        "interval_factor": number("How many times as wide a statement's interval is."),
        "answers_per_pair": number("Responses with a given pair, about."),
        "each": { "type": "array", "items": each },
    }))
}

fn plan() -> Value {
    let pace = object(json!({
        "n": count("Answers that were counted."),
        "days": count("Over so many days."),
        "per_month": number("Answers a month."),
        "per_wave": maybe("Answers a wave."),
        "months_between": maybe("Months between waves."),
    }));
    let period = || one_of("The period.", &["month", "quarter", "year", "wave"]);
    let visible = object(json!({
        "period": period(),
        "n": count("Answers in it."),
        "change": maybe("The smallest change to be seen; null when none."),
    }));
    let target = object(json!({
        "change": number("The change that is set."),
        "needed": or_null(count("Answers per period it takes.")),
        "period": period(),
        "n": count("Answers that come in."),
        "visible": maybe("The smallest change to be seen there."),
        "can_be_seen": { "type": "boolean" },
    }));
    let or_nothing = |one: Value| json!({ "anyOf": [one, { "type": "null" }] });
    object(json!({
        "unit": one_of(
            "In what changes are counted.",
            &["nps_points", "percentage_points", "scale_points"],
        ),
        "power": share("Part of the real changes that are seen."),
        "basis": one_of(
            "Where the spread of the answers comes from.",
            &["answers", "planning_values", "given"],
        ),
        "value": number("The figure now."),
        "promoters": share("Null unless it is about an NPS."),
        "detractors": share("Null unless it is about an NPS."),
        "sd": number("Standard deviation of one answer, in the unit of changes."),
        "design_effect": number("How many answers tell as much as one by itself."),
        "pace": or_nothing(pace),
        "asked": schema("PlanLine"),
        "table": list_of("PlanLine", "Other changes."),
        "visible": { "type": "array", "items": visible },
        "target": or_nothing(target),
    }))
}

fn line() -> Value {
    object(json!({
        "change": number("The change."),
        "needed": or_null(count("Answers per period; null when it is not possible.")),
        "months": maybe("Months until so many came in."),
        "more_than_customers": { "type": "boolean" },
    }))
}

fn setting_properties() -> Value {
    json!({
        "weight_attribute": or_null(text("The attribute with the survey weight.")),
        "account_attribute": or_null(text("The attribute with the account.")),
        "population_size": {
            "type": ["integer", "null"],
            "minimum": 1,
            "maximum": 10_000_000_000_i64,
            "description": "Customers there are, asked or not.",
        },
        "target_change": {
            "type": ["number", "null"],
            "minimum": 0.01,
            "maximum": 200,
            "description": "The change to be seen from one period to the next.",
        },
    })
}

fn settings() -> Value {
    let texts = |description: &str| json!({ "type": "array", "description": description, "items": { "type": "string" } });
    let mut properties = setting_properties();
    properties["guessed"] = texts("Names of those that are only a guess.");
    properties["unknown"] = texts("Attributes that are set and that no response has.");
    object(properties)
}

//! Good calls on rules, webhooks and connections to other systems.

use super::{Write, after, described, form, on};

const RULE_ON: &[(&str, &str, &str)] = &[("PATCH", "/api/v1/rules/$rule", r#"{"state":"on"}"#)];

/// Good calls about these.
pub const WRITES: &[Write] = &[
    described("POST /api/v1/rules", &[]),
    on("PATCH /api/v1/rules/{id}", &["rule"], r#"{"name":"$new"}"#),
    on("DELETE /api/v1/rules/{id}", &["rule"], "{}"),
    described("POST /api/v1/rules/{id}/trial", &["rule"]),
    after(
        RULE_ON,
        on("POST /api/v1/rules/{id}/open-cases/apply", &["rule"], "{}"),
    ),
    on("POST /api/v1/rules/templates/{name}", &[], "{}"),
    on("POST /rules", &[], "template=detractor-callback"),
    form(
        "POST /rules/{id}/edit",
        &["rule"],
        ("/rules/$rule/edit", "name=$new&action=save"),
    ),
    on("POST /rules/{id}/on", &["rule"], ""),
    after(RULE_ON, on("POST /rules/{id}/off", &["rule"], "")),
    after(RULE_ON, on("POST /rules/{id}/archive", &["rule"], "")),
    on("POST /rules/{id}/remove", &["rule"], ""),
    after(
        RULE_ON,
        on("POST /rules/{id}/open-cases", &["rule"], "revision=2"),
    ),
    on(
        "POST /api/v1/webhooks",
        &[],
        r#"{"kind":"standard","name":"$new","url":"$told","types":["improvement.closed"]}"#,
    ),
    on(
        "PATCH /api/v1/webhooks/{id}",
        &["webhook"],
        r#"{"name":"$new"}"#,
    ),
    on("DELETE /api/v1/webhooks/{id}", &["webhook"], "{}"),
    on("POST /api/v1/webhooks/{id}/secret", &["webhook"], "{}"),
    on("POST /api/v1/webhooks/{id}/test", &["webhook"], "{}"),
    on("POST /api/v1/webhooks/{id}/send-again", &["webhook"], "{}"),
    on(
        "POST /api/v1/webhooks/{id}/deliveries/{delivery_id}/send-again",
        &["webhook", "delivery"],
        "{}",
    ),
    form(
        "POST /settings/webhooks",
        &[],
        ("/settings/webhooks/new", "name=$new&url=$told"),
    ),
    form(
        "POST /settings/webhooks/{id}/edit",
        &["webhook"],
        ("/settings/webhooks/$webhook/edit", "name=$new"),
    ),
    on("POST /settings/webhooks/{id}/remove", &["webhook"], ""),
    on("POST /settings/webhooks/{id}/secret", &["webhook"], ""),
    on("POST /settings/webhooks/{id}/test", &["webhook"], ""),
    on("POST /settings/webhooks/{id}/send-again", &["webhook"], ""),
    on(
        "POST /settings/webhooks/{id}/deliveries/{delivery_id}/send-again",
        &["webhook", "delivery"],
        "",
    ),
    on(
        "POST /api/v1/connectors",
        &[],
        r#"{"system":"hubspot","name":"$new","base_url":"$company","secrets":{"token":"x"},
            "every_minutes":0}"#,
    ),
    on(
        "PATCH /api/v1/connectors/{id}",
        &["connector"],
        r#"{"name":"$new"}"#,
    ),
    on("DELETE /api/v1/connectors/{id}", &["connector"], "{}"),
    on(
        "POST /api/v1/connectors/{id}/try",
        &["connector"],
        r#"{"stream":"accounts","rows":5}"#,
    ),
    on("POST /api/v1/connectors/{id}/run", &["connector"], "{}"),
    on(
        "POST /api/v1/connectors/{id}/pushes/{push_id}/again",
        &["push"],
        "{}",
    ),
    on(
        "POST /api/v1/connectors/{id}/pushes/{push_id}/done",
        &["push"],
        "{}",
    ),
    form(
        "POST /settings/connectors",
        &[],
        (
            "/settings/connectors/new?system=hubspot",
            "system=hubspot&name=$new&base_url=$company&secret_token=x&every_minutes=0",
        ),
    ),
    form(
        "POST /settings/connectors/{id}/edit",
        &["connector"],
        ("/settings/connectors/$connector/edit", "name=$new"),
    ),
    on(
        "POST /settings/connectors/{id}/switch",
        &["connector"],
        "on=yes",
    ),
    on("POST /settings/connectors/{id}/run", &["connector"], ""),
    on("POST /settings/connectors/{id}/remove", &["connector"], ""),
    form(
        "POST /settings/connectors/{id}/mapping/{stream}",
        &["connector"],
        ("/settings/connectors/$connector/mapping/accounts", ""),
    ),
    on(
        "POST /settings/connectors/{id}/try/{stream}",
        &["connector"],
        "",
    ),
    on(
        "POST /settings/connectors/{id}/pushes/{push_id}/again",
        &["push"],
        "",
    ),
    on(
        "POST /settings/connectors/{id}/pushes/{push_id}/done",
        &["push"],
        "",
    ),
];

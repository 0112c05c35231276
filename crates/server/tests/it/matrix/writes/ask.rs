//! Good calls on programmes and on where events come from.

use super::{Write, after, form, on};

const STARTED: &[(&str, &str, &str)] = &[("POST", "/api/v1/programmes/$programme/start", "{}")];
const PAUSED: &[(&str, &str, &str)] = &[
    ("POST", "/api/v1/programmes/$programme/start", "{}"),
    ("POST", "/api/v1/programmes/$programme/pause", "{}"),
];
const PROGRAMME: &str = r#"{"name":"$new","survey_id":"$survey","definition":{
    "audience":"customers","segment":{},
    "schedule":{"transactional":{"triggers":["ticket.closed"],"cancels":[],"delay_minutes":60,
        "expires_days":7}},
    "reminders":{"number":1,"spacing_days":5,"open_days":21},"priority":20,
    "needs_consent":false,
    "sender":{"name":"Anna","email":"anna@example.com","responsible":false},
    "wording":{"en":{"subject":"How was it?","greeting":"Hello,","body":"Were we of help?",
        "closing":"","reminder_subject":"","reminder_body":""}}}}"#;

/// Good calls about these.
pub const WRITES: &[Write] = &[
    on("POST /api/v1/programmes", &[], PROGRAMME),
    on(
        "PATCH /api/v1/programmes/{id}",
        &["programme"],
        r#"{"name":"$new"}"#,
    ),
    on("DELETE /api/v1/programmes/{id}", &["programme"], "{}"),
    on("POST /api/v1/programmes/{id}/start", &["programme"], "{}"),
    after(
        STARTED,
        on("POST /api/v1/programmes/{id}/pause", &["programme"], "{}"),
    ),
    after(
        STARTED,
        on("POST /api/v1/programmes/{id}/end", &["programme"], "{}"),
    ),
    on(
        "POST /api/v1/programmes/{id}/test-mail",
        &["programme"],
        r#"{"to":"you@example.com","language":"en","mail":"invitation"}"#,
    ),
    on(
        "POST /api/v1/programmes/templates/{name}",
        &[],
        r#"{"language":"nl"}"#,
    ),
    on("POST /programmes", &[], "template=ticket-ces"),
    form(
        "POST /programmes/{id}/edit",
        &["programme"],
        ("/programmes/$programme/edit", "name=$new&action=save"),
    ),
    on("POST /programmes/{id}/start", &["programme"], ""),
    after(
        STARTED,
        on("POST /programmes/{id}/pause", &["programme"], ""),
    ),
    after(
        PAUSED,
        on("POST /programmes/{id}/resume", &["programme"], ""),
    ),
    after(STARTED, on("POST /programmes/{id}/end", &["programme"], "")),
    on("POST /programmes/{id}/remove", &["programme"], ""),
    form(
        "POST /programmes/{id}/test",
        &["programme"],
        ("/programmes/$programme/preview", ""),
    ),
    form(
        "POST /programmes/budget",
        &[],
        ("/programmes/budget", "action=save"),
    ),
    on("POST /api/v1/event-sources", &[], r#"{"name":"$new"}"#),
    on(
        "PUT /api/v1/event-sources/{id}/secret",
        &["source"],
        r#"{"secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}"#,
    ),
    on("DELETE /api/v1/event-sources/{id}", &["source"], "{}"),
    form(
        "POST /programmes/sources",
        &[],
        ("/programmes/sources", "name=$new"),
    ),
    on(
        "POST /programmes/sources/{id}/secret",
        &["source"],
        "secret=whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ),
    on("POST /programmes/sources/{id}/remove", &["source"], ""),
];

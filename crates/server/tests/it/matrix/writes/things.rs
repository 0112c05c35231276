//! Good calls on customers, cases, actions, surveys, people and teams.

use super::{Write, after, described, on};

const CLOSED_CASE: (&str, &str, &str) = (
    "POST",
    "/api/v1/cases/$case/close",
    r#"{"result":"resolved"}"#,
);
const SNOOZED_CASE: (&str, &str, &str) = (
    "POST",
    "/api/v1/cases/$case/snooze",
    r#"{"until":"2027-10-01T08:00:00Z"}"#,
);
const CLOSED_IMPROVEMENT: (&str, &str, &str) = (
    "POST",
    "/api/v1/improvements/$improvement/close",
    r#"{"publish":true,"tell":false}"#,
);
const UNPUBLISHED: (&str, &str, &str) =
    ("POST", "/api/v1/improvements/$improvement/unpublish", "{}");
const CLOSED_SURVEY: (&str, &str, &str) = ("POST", "/api/v1/surveys/$survey/close", "{}");
const GONE_PERSON: (&str, &str, &str) = ("PATCH", "/api/v1/people/$person", r#"{"active":false}"#);
const THEME: &str = r#"{"name":"$new","rules":"slow*"}"#;
const FROM_EXAMPLE: &[&str] = &[];

/// Good calls about these.
pub const WRITES: &[Write] = &[
    described("PATCH /api/v1/accounts/{id}", FROM_EXAMPLE),
    described("PATCH /api/v1/actions/{id}", &["action"]),
    described("PATCH /api/v1/cases/{id}", &["case"]),
    on(
        "POST /api/v1/cases/{id}/assign",
        &["case"],
        r#"{"owner_id":"$person"}"#,
    ),
    described("PUT /api/v1/cases/{id}/causes", &["case"]),
    described("POST /api/v1/cases/{id}/close", &["case"]),
    described("POST /api/v1/cases/{id}/conversations", &["case"]),
    on(
        "POST /api/v1/cases/{id}/hand-over",
        &["case"],
        r#"{"to":"$colleague"}"#,
    ),
    after(
        &[CLOSED_CASE],
        described("POST /api/v1/cases/{id}/reopen", &["case"]),
    ),
    described("POST /api/v1/cases/{id}/snooze", &["case"]),
    on("POST /api/v1/cases/{id}/take-over", &["case"], "{}"),
    after(
        &[SNOOZED_CASE],
        on("POST /api/v1/cases/{id}/unsnooze", &["case"], "{}"),
    ),
    after(
        &[SNOOZED_CASE],
        on("POST /cases/{id}/{verb}", &["case"], "revision=2"),
    ),
    described("PATCH /api/v1/contacts/{id}", &["contact"]),
    described("DELETE /api/v1/contacts/{id}", &["contact"]),
    on(
        "POST /api/v1/contacts/{id}/merge",
        &["contact", "twin"],
        r#"{"other":"$twin"}"#,
    ),
    described("POST /api/v1/contacts/{id}/opt-in", &["contact"]),
    described("POST /api/v1/contacts/{id}/opt-out", &["contact"]),
    on(
        "POST /contacts/{id}/edit",
        &["contact"],
        "name=$new&email=$new@them.example",
    ),
    on("POST /contacts/{id}/block", &["contact"], "reason=asked"),
    on("POST /contacts/{id}/erase", &["contact"], ""),
    on(
        "POST /contacts/{id}/mark",
        &["contact"],
        "what=opted_out&reason=asked",
    ),
    on(
        "POST /contacts/{id}/merge",
        &["contact", "twin"],
        "other=$twin",
    ),
    described("PATCH /api/v1/improvements/{id}", &["improvement"]),
    described("POST /api/v1/improvements/{id}/close", &["improvement"]),
    after(
        &[CLOSED_IMPROVEMENT, UNPUBLISHED],
        on(
            "POST /api/v1/improvements/{id}/publish",
            &["improvement"],
            "{}",
        ),
    ),
    after(
        &[CLOSED_IMPROVEMENT],
        on(
            "POST /api/v1/improvements/{id}/unpublish",
            &["improvement"],
            "{}",
        ),
    ),
    after(
        &[CLOSED_IMPROVEMENT],
        on(
            "POST /api/v1/improvements/{id}/reopen",
            &["improvement"],
            "{}",
        ),
    ),
    after(
        &[CLOSED_IMPROVEMENT],
        described("POST /api/v1/improvements/{id}/tell", &["improvement"]),
    ),
    on("POST /improvements", FROM_EXAMPLE, "title=$new"),
    on(
        "POST /improvements/{id}/close",
        &["improvement"],
        "publish=yes",
    ),
    after(
        &[CLOSED_IMPROVEMENT, UNPUBLISHED],
        on("POST /improvements/{id}/publish", &["improvement"], ""),
    ),
    after(
        &[CLOSED_IMPROVEMENT],
        on("POST /improvements/{id}/unpublish", &["improvement"], ""),
    ),
    after(
        &[CLOSED_IMPROVEMENT],
        on("POST /improvements/{id}/reopen", &["improvement"], ""),
    ),
    after(
        &[CLOSED_IMPROVEMENT],
        on(
            "POST /improvements/{id}/tell",
            &["improvement"],
            "expected=0",
        ),
    ),
    on("POST /actions", FROM_EXAMPLE, "title=$new&level=process"),
    on("POST /actions/{id}", &["action"], "note=done&progress=40"),
    on(
        "POST /actions/{id}/edit",
        &["action"],
        "title=$new&level=process",
    ),
    described("PATCH /api/v1/people/{id}", &["person"]),
    described("PUT /api/v1/people/{id}/digest", FROM_EXAMPLE),
    on("POST /api/v1/people/{id}/invite", &["person"], "{}"),
    on("POST /settings/people/{id}", FROM_EXAMPLE, "language=en"),
    on("POST /settings/people/{id}/invite", &["person"], ""),
    on("POST /settings/people/{id}/deactivate", &["person"], ""),
    after(
        &[GONE_PERSON],
        on("POST /settings/people/{id}/activate", &["person"], ""),
    ),
    on("POST /settings/people/{id}/sessions/end", &["person"], ""),
    on("DELETE /api/v1/surveys/{id}", &["draft"], "{}"),
    on("POST /api/v1/surveys/{id}/close", &["survey"], "{}"),
    described("PUT /api/v1/surveys/{id}/definition", &["draft"]),
    on(
        "POST /api/v1/surveys/{id}/invitations",
        &["survey"],
        r#"{"invitations":[{}]}"#,
    ),
    on("POST /api/v1/surveys/{id}/publish", &["draft"], "{}"),
    after(
        &[CLOSED_SURVEY],
        on("POST /api/v1/surveys/{id}/reopen", &["survey"], "{}"),
    ),
    on(
        "POST /api/v1/surveys/{id}/responses",
        &["survey"],
        r#"{"answers":{"recommend":9}}"#,
    ),
    on(
        "POST /api/v1/surveys/{id}/responses/bulk",
        &["survey"],
        r#"{"responses":[{"answers":{"recommend":9}}]}"#,
    ),
    on(
        "DELETE /api/v1/surveys/{id}/responses/{response_id}",
        &["response"],
        "{}",
    ),
    described("PUT /api/v1/surveys/{id}/sample-settings", &["survey"]),
    on("POST /api/v1/surveys/{id}/themes", FROM_EXAMPLE, THEME),
    on(
        "PUT /api/v1/surveys/{id}/themes/{theme_id}",
        &["theme"],
        THEME,
    ),
    on(
        "DELETE /api/v1/surveys/{id}/themes/{theme_id}",
        &["theme"],
        "{}",
    ),
    on(
        "PUT /api/v1/surveys/{id}/themes/{theme_id}/codes",
        &["theme"],
        r#"{"codes":[{"response_id":"$response","has":true}]}"#,
    ),
    described("PUT /api/v1/surveys/{id}/votes", FROM_EXAMPLE),
    described("PUT /api/v1/surveys/{id}/widget", FROM_EXAMPLE),
    on("POST /surveys/{id}/publish", &["draft"], ""),
    on("POST /surveys/{id}/close", &["survey"], ""),
    after(
        &[CLOSED_SURVEY],
        on("POST /surveys/{id}/reopen", &["survey"], ""),
    ),
    on("POST /surveys/{id}/remove", &["draft"], ""),
    on(
        "POST /surveys/{id}/invitations",
        &["survey"],
        "people=external_id\nc-1",
    ),
    on(
        "POST /surveys/{id}/themes/{theme_id}/remove",
        &["theme"],
        "",
    ),
    on(
        "POST /surveys/{id}/widget",
        FROM_EXAMPLE,
        "sites=https://www.example.com",
    ),
    on(
        "POST /surveys/{id}/themes/new",
        FROM_EXAMPLE,
        "name=$new&rules=slow*&do=save",
    ),
    on(
        "POST /surveys/{id}/themes/{theme_id}",
        &["theme"],
        "name=$new&rules=slow*&do=save",
    ),
    on("PATCH /api/v1/teams/{id}", &["team"], r#"{"name":"$new"}"#),
    on("DELETE /api/v1/teams/{id}", &["team"], "{}"),
    on("POST /settings/teams/{id}", &["team"], "name=$new"),
    on(
        "POST /settings/teams/{id}/people",
        &["team", "person"],
        "person=$person",
    ),
    on("POST /settings/teams/{id}/remove", &["team"], ""),
    // Not about one thing; what is made belongs to whoever makes it.
    described("POST /api/v1/accounts", FROM_EXAMPLE),
    described("POST /api/v1/accounts/bulk", FROM_EXAMPLE),
    described("POST /api/v1/accounts/edit", FROM_EXAMPLE),
    described("POST /api/v1/actions", FROM_EXAMPLE),
    described("PUT /api/v1/ask/settings", FROM_EXAMPLE),
    on(
        "POST /api/v1/cases",
        FROM_EXAMPLE,
        r#"{"title":"x","owner_id":"$me","notify":false}"#,
    ),
    described("PUT /api/v1/cases/settings", FROM_EXAMPLE),
    on(
        "POST /api/v1/causes",
        FROM_EXAMPLE,
        r#"{"kind":"process","name":"$new"}"#,
    ),
    described("POST /api/v1/contacts", FROM_EXAMPLE),
    described("POST /api/v1/contacts/bulk", FROM_EXAMPLE),
    described("POST /api/v1/contacts/edit", FROM_EXAMPLE),
    on(
        "POST /api/v1/conversations",
        FROM_EXAMPLE,
        r#"{"account_id":"$account","kind":"visit","text":"x"}"#,
    ),
    on(
        "POST /api/v1/do-not-contact",
        FROM_EXAMPLE,
        r#"{"entry":"$new@example.com"}"#,
    ),
    described("POST /api/v1/improvements", FROM_EXAMPLE),
    on(
        "PUT /api/v1/responsibilities",
        FROM_EXAMPLE,
        r#"{"external_id":"a-own","responsibilities":{"responsible":["e-own@example.com"]}}"#,
    ),
    on(
        "POST /api/v1/people",
        FROM_EXAMPLE,
        r#"{"email":"$new@example.com"}"#,
    ),
    on(
        "POST /api/v1/responsibilities/roles",
        FROM_EXAMPLE,
        r#"{"name":"$new"}"#,
    ),
    on(
        "PATCH /api/v1/responsibilities/roles/{role}",
        &["role"],
        r#"{"name":"$new"}"#,
    ),
    on(
        "DELETE /api/v1/responsibilities/roles/{role}",
        &["role"],
        "{}",
    ),
    on(
        "POST /api/v1/surveys",
        FROM_EXAMPLE,
        r#"{"template":"empty","title":"$new"}"#,
    ),
    on("POST /api/v1/teams", FROM_EXAMPLE, r#"{"name":"$new"}"#),
    on(
        "POST /cases/new",
        FROM_EXAMPLE,
        "title=$new&owner=$me&priority=normal&days=1",
    ),
    on(
        "POST /surveys/new",
        FROM_EXAMPLE,
        "template=relational-nps&title=$new&languages=en",
    ),
    on(
        "POST /settings/people",
        FROM_EXAMPLE,
        "email=$new@example.com&role=employee&language=en",
    ),
    on("POST /settings/teams", FROM_EXAMPLE, "name=$new&parent="),
    on("POST /settings/language", FROM_EXAMPLE, "language=en"),
    on(
        "POST /contacts/do-not-contact",
        FROM_EXAMPLE,
        "entry=$new@example.com&reason=x",
    ),
];

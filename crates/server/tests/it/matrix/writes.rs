//! What each route that changes something takes when all is well: the matrix calls it so for whoever
//! may, on things of their own, and looks that it goes well.

/// A good call.
#[derive(Clone, Copy, Debug)]
pub struct Write {
    /// Method and path.
    pub route: &'static str,
    /// What is made anew before each call, so that one doesn't spoil the next.
    pub fresh: &'static [&'static str],
    /// What an administrator does before: lines of method, path and body.
    pub before: &'static [(&'static str, &'static str, &'static str)],
    /// JSON, or a form for pages, with `$noun` for an id and `$new` for a word that is new each time.
    /// Nothing: the example of the API's description.
    pub body: Option<&'static str>,
}

const fn on(route: &'static str, fresh: &'static [&'static str], body: &'static str) -> Write {
    Write {
        route,
        fresh,
        before: &[],
        body: Some(body),
    }
}

/// As the description of the API says, on something new.
const fn described(route: &'static str, fresh: &'static [&'static str]) -> Write {
    Write {
        route,
        fresh,
        before: &[],
        body: None,
    }
}

const fn after(
    before: &'static [(&'static str, &'static str, &'static str)],
    write: Write,
) -> Write {
    Write { before, ..write }
}

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

/// Routes about things of a place.
pub const WRITES: &[Write] = &[
    described("PATCH /api/v1/accounts/{id}", FROM_EXAMPLE),
    on("POST /accounts/{id}", &["account"], "name=$new"),
    described("PATCH /api/v1/actions/{id}", &["action"]),
    described("PATCH /api/v1/cases/{id}", &["case"]),
    on(
        "POST /api/v1/cases/{id}/assign",
        &["case"],
        r#"{"owner_id":"$colleague"}"#,
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
        "POST /contacts/{id}",
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
    described("PATCH /api/v1/surveys/{id}", &["draft"]),
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
    on("POST /surveys/{id}/invitations", &["survey"], "people=c-1"),
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
        "POST /api/v1/dashboards",
        FROM_EXAMPLE,
        r#"{"title":"$new","blocks":[{"kind":"cases"}]}"#,
    ),
    on(
        "POST /api/v1/do-not-contact",
        FROM_EXAMPLE,
        r#"{"entry":"$new@example.com"}"#,
    ),
    on(
        "POST /api/v1/event-sources",
        FROM_EXAMPLE,
        r#"{"name":"$new"}"#,
    ),
    described("POST /api/v1/improvements", FROM_EXAMPLE),
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
        "POST /api/v1/surveys",
        FROM_EXAMPLE,
        r#"{"template":"empty","title":"$new"}"#,
    ),
    on("POST /api/v1/teams", FROM_EXAMPLE, r#"{"name":"$new"}"#),
    on(
        "POST /api/v1/views",
        FROM_EXAMPLE,
        r#"{"noun":"account","name":"$new","query":"q=x"}"#,
    ),
    on(
        "POST /cases/new",
        FROM_EXAMPLE,
        "title=$new&owner=me&priority=normal&days=1",
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
    on("POST /dashboards", FROM_EXAMPLE, "title=$new"),
];

/// Routes whose good call isn't made here, and which test makes it instead. All that is refused is
/// tried here too.
pub const ELSEWHERE: &[(&str, &str)] = &[
    ("/api/v1/actions/{id}/recount", "a driver: apidoc"),
    ("/contacts/import", "a file: contact/import"),
    ("/contacts/edit", "a list that is marked: bulk"),
    ("/accounts/edit", "a list that is marked: bulk"),
    ("/import", "a file: import"),
    ("/surveys/{id}/import", "a file: import"),
    (
        "/surveys/{id}/preview",
        "the answers of a form: survey_pages",
    ),
    (
        "/surveys/{id}/sample/settings",
        "a form of many fields: sample",
    ),
    ("/surveys/{id}/themes/coding", "a page of comments: theme"),
    (
        "/surveys/{id}/themes/{theme_id}/restore",
        "what was taken away: theme",
    ),
    ("/surveys/{id}/votes", "a form of many fields: vote"),
    (
        "/surveys/{id}/invitations/{invitation_id}/revoke",
        "a link: survey_pages",
    ),
    (
        "/api/v1/surveys/{id}/invitations/{invitation_id}/revoke",
        "a link: apidoc",
    ),
    ("/surveys/{id}", "the whole survey as a form: survey_pages"),
    (
        "/settings/people/{id}/factor/reset",
        "a second factor: sessions",
    ),
    ("/settings/people/import", "a file: team"),
    ("/settings/sso", "a provider: sso"),
    (
        "/settings/teams/{id}/people/{user_id}/remove",
        "two who belong together: team",
    ),
    ("/settings/security", "a second factor: sessions"),
    ("/settings/sessions", "a session: sessions"),
    ("/settings/password", "the session ends: user"),
    ("/settings/digest", "a mail: digest"),
    ("/settings/mail", "a mail: mail"),
    ("/settings/api-keys", "shown once: user"),
    ("/settings/scim", "shown once: scim"),
    ("/settings/webhooks", "a receiver: webhook"),
    ("/settings/workspaces", "of the installation: workspace"),
    ("/settings/accounts", "a name that is free: account"),
    ("/settings/connections", "another system: connector"),
    ("/settings/connectors", "another system: connector"),
    ("/logout", "the session ends: user"),
    ("/workspace", "the session moves: workspace"),
    ("/cases/causes", "a page of causes: case_pages"),
    ("/cases/settings", "a form of times: case_pages"),
    ("/accounts/new", "a form of many fields: account"),
    ("/accounts/{id}", "a form of many fields: account"),
    ("/contacts/new", "a form of many fields: contact"),
    ("/contacts/do-not-contact/remove", "an entry: contact"),
    ("/improvements", "a form of many fields: action"),
    ("/actions", "a form of many fields: action"),
    ("/api/v1/events", "a source: moment"),
    ("/api/v1/mail/returns", "a mail: apidoc"),
    ("/api/v1/people/import", "a file: team"),
    ("/api/v1/reports", "a recipient: apidoc"),
    (
        "/api/v1/responsibilities",
        "an account by its number: apidoc",
    ),
    ("/api/v1/workspaces", "of the installation: apidoc"),
    ("/api/v1/coaching", "a lead and whom they lead: coaching"),
    ("/api/v1/targets", "a metric: target"),
    ("/api/v1/webhooks", "a receiver: webhook"),
    ("/api/v1/connectors", "another system: connector"),
    ("/api/v1/programmes", "a survey: programme"),
    ("/api/v1/rules", "a definition: rule"),
    ("/coaching", "a lead and whom they lead: coaching"),
    ("/targets", "a metric: target"),
    ("/programmes", "a survey: programme"),
    ("/rules", "a definition: rule"),
    ("/reports", "a recipient: report"),
    ("/views", "a list: bulk"),
    ("/lists", "a list: bulk"),
    ("/programme", "a survey: programme"),
];

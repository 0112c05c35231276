//! Good calls of pages with many fields, and of settings.

use super::{Write, after, described, form, on};

const IN_TEAM: &[(&str, &str, &str)] =
    &[("PATCH", "/api/v1/people/$person", r#"{"team_id":"$team"}"#)];
const TAKEN_THEME: &[(&str, &str, &str)] =
    &[("DELETE", "/api/v1/surveys/$survey/themes/$theme", "{}")];
const ROLE: &[(&str, &str, &str)] = &[(
    "POST",
    "/api/v1/responsibilities/roles",
    r#"{"name":"$word"}"#,
)];
const ATTRIBUTE: &[(&str, &str, &str)] = &[(
    "PUT",
    "/api/v1/attributes/account/$word",
    r#"{"kind":"text"}"#,
)];
const BLOCKED: &[(&str, &str, &str)] = &[(
    "POST",
    "/api/v1/do-not-contact",
    r#"{"entry":"$word@example.com"}"#,
)];

/// Good calls about these.
pub const WRITES: &[Write] = &[
    form("POST /accounts/new", &[], ("/accounts/new", "name=$new")),
    form(
        "POST /accounts/{id}/edit",
        &["account"],
        ("/accounts/$account/edit", "name=$new"),
    ),
    form(
        "POST /contacts/new",
        &[],
        ("/contacts/new", "name=$new&email=$new@them.example"),
    ),
    after(
        BLOCKED,
        on(
            "POST /contacts/do-not-contact/remove",
            &[],
            "entry=$word@example.com",
        ),
    ),
    form(
        "POST /improvements/{id}/edit",
        &["improvement"],
        ("/improvements/$improvement/edit", ""),
    ),
    form("POST /cases/settings", &[], ("/cases/settings", "")),
    on("POST /cases/causes", &[], "kind=process&name=$new"),
    form(
        "POST /cases/causes/{id}",
        &["cause"],
        ("/cases/causes", "name=$new"),
    ),
    on(
        "PATCH /api/v1/causes/{id}",
        &["cause"],
        r#"{"name":"$new"}"#,
    ),
    form(
        "POST /surveys/{id}",
        &["draft"],
        ("/surveys/$survey", "action=save"),
    ),
    form(
        "POST /surveys/{id}/sample/settings",
        &[],
        ("/surveys/$survey/sample", ""),
    ),
    form(
        "POST /surveys/{id}/votes",
        &[],
        ("/surveys/$survey/votes", ""),
    ),
    on(
        "POST /surveys/{id}/themes/coding",
        &[],
        "theme=$theme&response=$response&has=$response.$theme",
    ),
    after(
        TAKEN_THEME,
        on(
            "POST /surveys/{id}/themes/{theme_id}/restore",
            &["theme"],
            "",
        ),
    ),
    on(
        "POST /surveys/{id}/invitations/{invitation_id}/revoke",
        &["invitation"],
        "",
    ),
    on(
        "POST /api/v1/surveys/{id}/invitations/{invitation_id}/revoke",
        &["invitation"],
        "{}",
    ),
    form("POST /settings/digest", &[], ("/settings/digest", "")),
    on("POST /settings/digest/send", &[], ""),
    on("POST /settings/mail/test", &[], ""),
    described("POST /api/v1/mail/returns", &[]),
    form("POST /settings/api-keys", &[], ("/settings", "name=$new")),
    form(
        "POST /settings/scim/tokens",
        &[],
        ("/settings/scim", "name=$new"),
    ),
    after(
        IN_TEAM,
        on(
            "POST /settings/teams/{id}/people/{user_id}/remove",
            &["team", "person"],
            "",
        ),
    ),
    on(
        "POST /settings/accounts/attributes",
        &[],
        "noun=account&name=$word&kind=text",
    ),
    after(
        ATTRIBUTE,
        on(
            "POST /settings/accounts/attributes/remove",
            &[],
            "noun=account&name=$word",
        ),
    ),
    on("POST /settings/accounts/roles", &[], "role=$word"),
    after(
        ROLE,
        on("POST /settings/accounts/roles/remove", &[], "role=$word"),
    ),
    on(
        "POST /settings/workspaces",
        &[],
        "name=$new&email=$word@example.com&language=en&password=",
    ),
    on("POST /settings/workspaces/{id}", &[], "name=$new"),
    on(
        "POST /settings/workspaces/administrators",
        &[],
        "administrator=administrator@example.com&may=no",
    ),
    on(
        "POST /api/v1/workspaces",
        &[],
        r#"{"name":"$new","email":"$word@example.com","language":"en"}"#,
    ),
    on("PATCH /api/v1/workspaces/{id}", &[], r#"{"name":"$new"}"#),
];

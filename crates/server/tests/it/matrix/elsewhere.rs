//! What the matrix leaves to other tests.

/// Routes whose good call isn't made here, and what it needs with the test that makes it instead. All
/// that is refused is tried here too.
pub const ELSEWHERE: &[(&str, &str)] = &[
    ("POST /dashboards", "a template: board"),
    (
        "DELETE /api/v1/responsibilities",
        "an account's number in the query: apidoc",
    ),
    ("POST /accounts/edit", "a list that is marked: bulk"),
    ("POST /accounts/new", "a form of many fields: account"),
    ("POST /accounts/views", "a list that is asked: account"),
    ("POST /accounts/{id}/edit", "a form of many fields: account"),
    ("POST /actions/{id}/recount", "a driver: action"),
    ("POST /api/v1/actions/{id}/recount", "a driver: apidoc"),
    (
        "POST /api/v1/coaching",
        "a lead and whom they lead: coaching",
    ),
    ("POST /api/v1/connectors", "another system: connector"),
    ("POST /api/v1/events", "a source: moment"),
    ("POST /api/v1/mail/returns", "a mail: apidoc"),
    ("POST /api/v1/people/import", "a file: team"),
    (
        "POST /api/v1/programmes",
        "letters and a schedule: programme",
    ),
    ("POST /api/v1/webhooks", "a receiver: webhook"),
    ("POST /api/v1/workspaces", "the installation: apidoc"),
    ("POST /cases/causes", "a page of causes: case_pages"),
    ("POST /cases/causes/usual", "a page of causes: case_pages"),
    ("POST /cases/settings", "a form of times: case_pages"),
    ("POST /coaching", "a lead and whom they lead: coaching"),
    ("POST /contacts/do-not-contact/remove", "an entry: contact"),
    ("POST /contacts/edit", "a list that is marked: bulk"),
    ("POST /contacts/import", "a file: contact"),
    ("POST /contacts/new", "a form of many fields: contact"),
    ("POST /contacts/views", "a list that is asked: bulk"),
    ("POST /import", "a file: import"),
    (
        "POST /improvements/{id}/edit",
        "a form of many fields: action",
    ),
    ("POST /logout", "the session ends: user"),
    ("POST /programmes", "letters and a schedule: programme"),
    (
        "POST /programmes/budget",
        "a form of many fields: programme",
    ),
    ("POST /programmes/sources", "a source: moment"),
    ("POST /reports", "a form of many fields: report"),
    ("POST /rules", "a form of many fields: rule"),
    (
        "POST /settings/accounts/attributes",
        "a form of many fields: account",
    ),
    (
        "POST /settings/accounts/attributes/remove",
        "an attribute: account",
    ),
    (
        "POST /settings/accounts/roles",
        "a name that is free: account",
    ),
    ("POST /settings/accounts/roles/remove", "a role: account"),
    ("POST /settings/api-keys", "shown once: user"),
    ("POST /settings/connectors", "another system: connector"),
    ("POST /settings/digest", "a form of choices: report"),
    ("POST /settings/digest/send", "figures to tell: report"),
    ("POST /settings/mail/test", "a mail server: mail"),
    ("POST /settings/password", "the session ends: user"),
    ("POST /settings/people/import", "a file: team"),
    (
        "POST /settings/people/{id}/factor/reset",
        "a second factor: sessions",
    ),
    ("POST /settings/scim/tokens", "shown once: scim"),
    (
        "POST /settings/security/factor",
        "a second factor: sessions",
    ),
    (
        "POST /settings/security/factor/confirm",
        "a second factor: sessions",
    ),
    (
        "POST /settings/security/factor/off",
        "a second factor: sessions",
    ),
    (
        "POST /settings/security/recovery",
        "a second factor: sessions",
    ),
    (
        "POST /settings/security/required",
        "a second factor: sessions",
    ),
    ("POST /settings/sessions/end", "a session: sessions"),
    ("POST /settings/sessions/end-others", "a session: sessions"),
    ("POST /settings/sso", "a provider: sso"),
    ("POST /settings/sso/people/{id}/unlink", "a provider: sso"),
    ("POST /settings/sso/remove", "a provider: sso"),
    (
        "POST /settings/teams/{id}/people/{user_id}/remove",
        "a person in that team: team",
    ),
    ("POST /settings/webhooks", "a receiver: webhook"),
    ("POST /settings/workspaces", "the installation: workspace"),
    (
        "POST /settings/workspaces/administrators",
        "the installation: workspace",
    ),
    (
        "POST /surveys/{id}",
        "the whole survey as a form: survey_pages",
    ),
    ("POST /surveys/{id}/import", "a file: import"),
    (
        "POST /surveys/{id}/invitations/{invitation_id}/revoke",
        "a link: personal",
    ),
    (
        "POST /surveys/{id}/preview",
        "the answers of a form: survey_pages",
    ),
    (
        "POST /surveys/{id}/sample/settings",
        "a form of many fields: sample",
    ),
    (
        "POST /surveys/{id}/themes/coding",
        "a page of comments: theme",
    ),
    (
        "POST /surveys/{id}/themes/{theme_id}/restore",
        "a theme that was taken away: theme",
    ),
    ("POST /surveys/{id}/votes", "a form of many fields: vote"),
    ("POST /targets", "a form of many fields: target"),
    ("POST /workspace", "the session moves: workspace"),
];

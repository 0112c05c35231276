//! Good calls on dashboards, targets, reports, saved lists and coaching pages.

use super::{Write, after, form, on};

const LINE: (&str, &str) = ("/dashboards/$dashboard/edit", "");
const ENDED_TARGET: &[(&str, &str, &str)] = &[("POST", "/api/v1/targets/$target/end", "{}")];
const TARGET: &str = r#"{"survey_id":"$survey","scope":"team","team_id":"$team",
    "from":"2026-01-01","to":"2026-12-31","start":31,"aim":45}"#;
const REPORT: &str = r#"{"subject":{"kind":"survey","survey_id":"$survey"},"filter":"",
    "form":"xlsx","cadence":{"every":"month","day":2,"hour":9},"recipients":["$me"]}"#;

/// Good calls about these.
pub const WRITES: &[Write] = &[
    on(
        "POST /api/v1/dashboards",
        &[],
        r#"{"title":"$new","blocks":[{"kind":"cases"}]}"#,
    ),
    on(
        "PATCH /api/v1/dashboards/{id}",
        &["dashboard"],
        r#"{"title":"$new"}"#,
    ),
    on("DELETE /api/v1/dashboards/{id}", &["dashboard"], "{}"),
    on("POST /api/v1/dashboards/{id}/restore", &["dashboard"], "{}"),
    on(
        "POST /api/v1/dashboards/{id}/links",
        &["dashboard"],
        r#"{"label":"$new","days":3}"#,
    ),
    on(
        "DELETE /api/v1/dashboards/{id}/links/{link_id}",
        &["dashboard", "link"],
        "{}",
    ),
    form(
        "POST /dashboards",
        &[],
        ("/dashboards", "title=$new&survey_id=$survey"),
    ),
    form(
        "POST /dashboards/{id}/edit",
        &["dashboard"],
        ("/dashboards/$dashboard/edit", "title=$new"),
    ),
    on(
        "POST /dashboards/{id}/filter",
        &["dashboard"],
        "filter=period=last-12-months",
    ),
    on(
        "POST /dashboards/{id}/arrange",
        &["dashboard"],
        "block=$block",
    ),
    on("POST /dashboards/{id}/blocks", &["dashboard"], "kind=cases"),
    form(
        "POST /dashboards/{id}/blocks/{block_id}",
        &["dashboard"],
        LINE,
    ),
    on(
        "POST /dashboards/{id}/blocks/{block_id}/move",
        &["dashboard"],
        "to=down",
    ),
    on(
        "POST /dashboards/{id}/blocks/{block_id}/remove",
        &["dashboard"],
        "",
    ),
    on("POST /dashboards/{id}/copy", &["dashboard"], ""),
    on("POST /dashboards/{id}/remove", &["dashboard"], ""),
    on("POST /dashboards/{id}/restore", &["dashboard"], ""),
    form(
        "POST /dashboards/{id}/share",
        &["dashboard"],
        ("/dashboards/$dashboard/share", "everybody=see"),
    ),
    on(
        "POST /dashboards/{id}/links",
        &["dashboard"],
        "label=$new&days=3&filter=",
    ),
    on(
        "POST /dashboards/{id}/links/{link_id}/end",
        &["dashboard", "link"],
        "",
    ),
    on(
        "POST /api/v1/targets",
        &[],
        r#"{"survey_id":"$survey","scope":"company","from":"2026-01-01","to":"2026-12-31",
            "start":31,"aim":44}"#,
    ),
    on("PUT /api/v1/targets/{id}", &["target"], TARGET),
    on("POST /api/v1/targets/{id}/end", &["target"], "{}"),
    after(
        ENDED_TARGET,
        on("POST /api/v1/targets/{id}/resume", &["target"], "{}"),
    ),
    form(
        "POST /targets",
        &[],
        (
            "/targets/new",
            "measure=q:$survey:recommend&scope=team:$team&start=31&aim=44",
        ),
    ),
    form(
        "POST /targets/{id}/edit",
        &["target"],
        ("/targets/$target/edit", "aim=46"),
    ),
    on("POST /targets/{id}/end", &["target"], ""),
    after(
        ENDED_TARGET,
        on("POST /targets/{id}/resume", &["target"], ""),
    ),
    on(
        "POST /api/v1/reports",
        &[],
        r#"{"subject":{"kind":"survey","survey_id":"$survey"},"filter":"","form":"pdf",
            "cadence":{"every":"week","day":1,"hour":8},"recipients":["$me"]}"#,
    ),
    on("PUT /api/v1/reports/{id}", &["report"], REPORT),
    on("DELETE /api/v1/reports/{id}", &["report"], "{}"),
    form(
        "POST /reports",
        &[],
        ("/reports/new?survey=$survey", "recipient=$me"),
    ),
    form(
        "POST /reports/{id}/edit",
        &["report"],
        ("/reports/$report/edit", "hour=9"),
    ),
    on("POST /reports/{id}/send", &["report"], ""),
    on("POST /reports/{id}/end", &["report"], ""),
    on(
        "POST /api/v1/views",
        &[],
        r#"{"noun":"account","name":"$new","query":"q=x"}"#,
    ),
    on("PATCH /api/v1/views/{id}", &["view"], r#"{"name":"$new"}"#),
    on("DELETE /api/v1/views/{id}", &["view"], "{}"),
    on("POST /accounts/views/{id}/remove", &["view"], ""),
    on("POST /contacts/views/{id}/remove", &["view"], ""),
    on("POST /accounts/views", &[], "name=$new&query=q=x"),
    on("POST /contacts/views", &[], "name=$new&query=q=x"),
    on("POST /api/v1/coaching", &[], r#"{"person_id":"$person"}"#),
    on("POST /coaching", &[], "person_id=$person"),
    on(
        "POST /coaching/{id}/answers",
        &[],
        "survey_id=$survey&response_id=$response",
    ),
    on(
        "DELETE /api/v1/coaching/{id}/entries/{entry_id}",
        &["entry"],
        "{}",
    ),
    on(
        "POST /api/v1/coaching/{id}/entries",
        &[],
        r#"{"kind":"note","text":"$new"}"#,
    ),
    on("POST /coaching/{id}/notes", &[], "text=$new"),
    on("POST /coaching/{id}/agreements", &[], "text=$new&due="),
    on(
        "PATCH /api/v1/coaching/{id}/entries/{entry_id}",
        &["entry"],
        r#"{"done":true}"#,
    ),
    on(
        "POST /coaching/{id}/entries/{entry_id}",
        &["entry"],
        "act=done",
    ),
];

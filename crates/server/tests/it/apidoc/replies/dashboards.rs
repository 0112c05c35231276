//! Replies about dashboards.

use serde_json::json;

use super::Caller;

pub(super) fn dashboards(caller: &mut Caller, survey: &str) {
    let list = "/api/v1/dashboards";
    // The survey is named by its address.
    let survey = survey.rsplit('/').next();
    let new = json!({
        "title": "Described",
        "blocks": [{ "kind": "figure", "survey_id": survey }, { "kind": "text", "text": "Hello" }],
    });
    let made = caller.call("createDashboard", list, Some(&new), 201);
    caller.call("createDashboard", list, Some(&json!({ "title": "" })), 422);
    caller.call("listDashboards", list, None, 200);
    let one = format!("{list}/{}", made["id"].as_str().expect("an id"));
    caller.call("getDashboard", &one, None, 200);
    caller.call("getDashboard", &format!("{list}/x"), None, 404);
    let change = json!({ "title": "Changed" });
    caller.call("changeDashboard", &one, Some(&change), 200);
    caller.call("changeDashboard", &one, Some(&json!({ "title": "" })), 422);
    caller.call("changeDashboard", &format!("{list}/x"), Some(&change), 404);
    let bearer = caller.bearer();
    let headers = [("Authorization", bearer.as_str()), ("If-Match", "\"1\"")];
    let stale = caller.send("changeDashboard", &one, &headers, Some(&change));
    caller.hold("changeDashboard", &stale, 412);
    caller.call("getDashboardFigures", &format!("{one}/figures"), None, 200);
    caller.call(
        "getDashboardFigures",
        &format!("{one}/figures?colour=red"),
        None,
        400,
    );
    caller.call(
        "getDashboardFigures",
        &format!("{list}/x/figures"),
        None,
        404,
    );
    links(caller, (list, &one));
    caller.call("removeDashboard", &one, None, 204);
    caller.call("removeDashboard", &one, None, 404);
    caller.call("restoreDashboard", &format!("{one}/restore"), None, 200);
    caller.call("restoreDashboard", &format!("{list}/x/restore"), None, 404);
}

fn links(caller: &mut Caller, (list, one): (&str, &str)) {
    let links = format!("{one}/links");
    let new = json!({ "label": "Described", "days": 7 });
    let made = caller.call("createDashboardLink", &links, Some(&new), 201);
    let wrong = json!({ "label": "" });
    caller.call("createDashboardLink", &links, Some(&wrong), 422);
    let nowhere = format!("{list}/x/links");
    caller.call("createDashboardLink", &nowhere, Some(&new), 404);
    caller.call("listDashboardLinks", &links, None, 200);
    caller.call("listDashboardLinks", &nowhere, None, 404);
    let link = format!("{links}/{}", made["id"].as_str().expect("an id"));
    caller.call("endDashboardLink", &link, None, 204);
    caller.call("endDashboardLink", &format!("{links}/x"), None, 404);
}

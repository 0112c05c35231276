//! Replies about reports and digests.

use serde_json::json;

use super::{Caller, example};

pub(super) fn reports(caller: &mut Caller, survey: &str) {
    // The survey is named by its address.
    let survey_id = survey.rsplit('/').next().expect("its id");
    let of_survey = format!("{survey}/report");
    caller.call("reportSurveyPdf", &format!("{of_survey}.pdf"), None, 200);
    caller.call("reportSurveyXlsx", &format!("{of_survey}.xlsx"), None, 200);
    let board =
        json!({ "title": "Overview", "blocks": [{ "kind": "figure", "survey_id": survey_id }] });
    let board = caller.call("createDashboard", "/api/v1/dashboards", Some(&board), 201);
    let board = board["id"].as_str().expect("an id").to_owned();
    let of_board = format!("/api/v1/dashboards/{board}/report");
    caller.call("reportDashboardPdf", &format!("{of_board}.pdf"), None, 200);
    caller.call(
        "reportDashboardXlsx",
        &format!("{of_board}.xlsx"),
        None,
        200,
    );
    let admin = caller.call("listPeople", "/api/v1/people?q=admin@", None, 200);
    let admin = admin["people"][0]["user_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let list = "/api/v1/reports";
    let mut new = example(caller, "scheduleReport");
    new["subject"]["survey_id"] = json!(survey_id);
    new["filter"] = json!("");
    new["recipients"] = json!([admin]);
    let made = caller.call("scheduleReport", list, Some(&new), 201);
    let mut wrong = new.clone();
    wrong["cadence"]["hour"] = json!(24);
    caller.call("scheduleReport", list, Some(&wrong), 422);
    caller.call("listReports", list, None, 200);
    let one = format!("{list}/{}", made["id"].as_str().expect("an id"));
    caller.call("getReport", &one, None, 200);
    new["subject"] = json!({ "kind": "dashboard", "dashboard_id": board });
    caller.call("changeReport", &one, Some(&new), 422);
    new["subject"] = json!({ "kind": "survey", "survey_id": survey_id });
    new["form"] = json!("both");
    caller.call("changeReport", &one, Some(&new), 200);
    caller.call("endReport", &one, None, 204);
    caller.call("getReport", &one, None, 404);
    let digest = format!("/api/v1/people/{admin}/digest");
    caller.call("getDigest", &digest, None, 200);
    let wish = example(caller, "setDigest");
    caller.call("setDigest", &digest, Some(&wish), 200);
    let wrong = json!({ "digest": "daily", "hour": 99, "alarms": true });
    caller.call("setDigest", &digest, Some(&wrong), 422);
}

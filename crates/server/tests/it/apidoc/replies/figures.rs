//! Replies about figures of answers: files, samples, drivers, movement and themes.

use serde_json::json;

use super::{Caller, example};

pub(super) fn files_and_figures(caller: &mut Caller, survey: &str) {
    caller.call("exportCsv", &format!("{survey}/responses.csv"), None, 200);
    caller.call(
        "exportCsv",
        &format!("{survey}/responses.csv?profile=excel-nl"),
        None,
        200,
    );
    caller.call(
        "exportCsv",
        &format!("{survey}/responses.csv?profile=word"),
        None,
        400,
    );
    caller.call("exportXlsx", &format!("{survey}/responses.xlsx"), None, 200);
    let figures = caller.call("getFigures", &format!("{survey}/figures"), None, 200);
    assert_eq!(figures["nps"]["n"], 2);
    let asked = "by=industry&from=2026-01-01&to=2026-12-31&attribute=team:North&language=en\
                 &channel=api&version=1&complete=1";
    caller.call(
        "getFigures",
        &format!("{survey}/figures?{asked}"),
        None,
        200,
    );
    caller.call(
        "getFigures",
        &format!("{survey}/figures?by=month"),
        None,
        200,
    );
    caller.call(
        "getFigures",
        &format!("{survey}/figures?by=colour"),
        None,
        400,
    );
}

pub(super) fn samples(caller: &mut Caller, survey: &str) {
    let settings = format!("{survey}/sample-settings");
    caller.call("getSample", &format!("{survey}/sample"), None, 200);
    caller.call("getSampleSettings", &settings, None, 200);
    let new = example(caller, "putSampleSettings");
    caller.call("putSampleSettings", &settings, Some(&new), 200);
    let filtered = format!("{survey}/sample?attribute=team:North&from=2026-01-01&change=2.5");
    caller.call("getSample", &filtered, None, 200);
    caller.call("getSample", &format!("{survey}/sample"), None, 200);
    caller.call(
        "getSample",
        &format!("{survey}/sample?by=industry"),
        None,
        400,
    );
    for query in [
        "",
        "?change=3&promoters=0.5&detractors=0.25&design_effect=1.5&per_month=210",
        "?share=0.8",
        "?sd=1.1&change=0.3",
    ] {
        caller.call("getPlan", &format!("/api/v1/plan{query}"), None, 200);
    }
    caller.call("getPlan", "/api/v1/plan?promoters=45", None, 400);
}

pub(super) fn drivers(caller: &mut Caller, survey: &str) {
    let drivers = format!("{survey}/drivers");
    caller.call("getDrivers", &drivers, None, 200);
    let all = "?attribute=team:North&from=2026-01-01&with=team&method=listwise&bootstrap=50&seed=3";
    caller.call("getDrivers", &format!("{drivers}{all}"), None, 200);
    caller.call("getDrivers", &format!("{drivers}?by=team"), None, 400);
}

pub(super) fn movements(caller: &mut Caller, survey: &str) {
    let movement = format!("{survey}/movement");
    caller.call("getMovement", &movement, None, 200);
    let filtered = format!("{movement}?step=week&attribute=team:North&from=2026-01-01");
    caller.call("getMovement", &filtered, None, 200);
    caller.call("getMovement", &format!("{movement}?by=team"), None, 400);
}

pub(super) fn themes(caller: &mut Caller, survey: &str, response: &str) {
    let list = format!("{survey}/themes");
    let new = example(caller, "createTheme");
    let made = caller.call("createTheme", &list, Some(&new), 201);
    caller.call("createTheme", &list, Some(&new), 422);
    caller.call("listThemes", &list, None, 200);
    let theme = format!("{list}/{}", made["id"].as_str().expect("an id"));
    caller.call("getTheme", &theme, None, 200);
    caller.call("putTheme", &theme, Some(&new), 200);
    let stale = [
        ("Authorization", caller.bearer()),
        ("If-Match", "\"1\"".to_owned()),
    ];
    let stale: Vec<_> = stale.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let reply = caller.send("putTheme", &theme, &stale, Some(&new));
    caller.hold("putTheme", &reply, 412);
    let filter = "question=why&attribute=team:North&from=2026-01-01&language=en&complete=1";
    for query in [String::new(), format!("?{filter}")] {
        let figures = format!("{list}/figures{query}");
        caller.call("getThemeFigures", &figures, None, 200);
        caller.call("getWords", &format!("{survey}/words{query}"), None, 200);
    }
    caller.call(
        "getThemeFigures",
        &format!("{list}/figures?by=team"),
        None,
        400,
    );
    let codes = format!("{theme}/codes");
    let mut said = example(caller, "putCodes");
    caller.call("putCodes", &codes, Some(&said), 422);
    let id = response.rsplit('/').next().expect("an id");
    said["codes"][0]["response_id"] = json!(id);
    caller.call("putCodes", &codes, Some(&said), 204);
    let known = caller.call("getCodes", &codes, None, 200);
    assert_eq!(known["codes"][0]["response_id"], json!(id));
    caller.call("removeTheme", &theme, None, 204);
    caller.call("getTheme", &theme, None, 404);
}

//! The page of a survey's drivers, its chart as a file, and what its script asks for.

use axum::Json;
use axum::extract::State;
use axum::response::{Html, Response};
use dashboard::file::ChartFile;
use dashboard::filter::address;
use dashboard::head;
use dashboard::screen::Screen;
use dashboard::service::whose;
use dashboard::voice::Voice;
use dashboard::widgets::filters;
use platform::Problem;
use platform::web::{Frame, Path, QueryPairs};
use serde_json::{Value, json};
use user::Viewer;

use crate::attributes::attributes;
use crate::caution::cautions;
use crate::lift;
use crate::method::method;
use crate::picture::picture;
use crate::rows::rows;
use crate::service::{Drivers, Found, Need, Nothing};
use crate::words::Teller;

/// `GET /surveys/{id}/drivers`.
pub(crate) async fn page(
    State(drivers): State<Drivers>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let found = drivers.found(&whose, &query, Need::Soon).await?;
    let dashboard = &drivers.dashboard;
    let zone = dashboard.zone(&viewer).await?;
    let keep = found.wanted.pairs();
    let voice = Voice::new(&dashboard.app, frame.language);
    let screen = Screen::new(voice, &found.results).at("drivers", &keep);
    let results = &found.results;
    let now_us = dashboard.app.clock.now_us();
    let mut values = json!({
        "place": "understand", "said": null, "tab": "drivers",
        "survey": head(&screen.voice, &results.survey),
        "everybody": results.everybody,
        "filtered": results.asked.is_filtered(),
        "hidden": results.hidden,
        "nothing": found.analysis.as_ref().err().map(|nothing| word(*nothing)),
        "filters": filters::filters(&screen, now_us, &zone),
        "answers": screen.answers_at(&results.asked, &[]),
        "may_work": viewer.may_work,
        "action_days": results.asked.day_pairs(),
        "told": null,
    });
    if let Ok(analysis) = &found.analysis {
        let teller = Teller {
            screen,
            found: &found,
            analysis,
        };
        values["told"] = told(&teller);
    }
    let templates = &dashboard.app.templates;
    templates.page("driver/page.html", &frame, values)
}

/// `GET /surveys/{id}/drivers/charts/{file}`: the chart as SVG or every figure as CSV.
pub(crate) async fn chart(
    State(drivers): State<Drivers>,
    asked: ChartFile,
) -> Result<Response, Problem> {
    if asked.name != "importance" {
        return Err(Problem::no("chart"));
    }
    // A file stays: it waits for its intervals.
    let found = drivers.found(&asked.whose, &asked.query, Need::Later);
    let found = found.await?;
    let voice = Voice::new(&drivers.dashboard.app, asked.frame.language);
    let screen = Screen::new(voice, &found.results).at("drivers", &[]);
    let analysis = found.analysis.as_ref().map_err(|_| Problem::no("chart"))?;
    let teller = Teller {
        screen,
        found: &found,
        analysis,
    };
    asked.of(picture(&teller))
}

/// `GET /surveys/{id}/drivers/ready`: whether the intervals are there; answers late when not.
pub(crate) async fn ready(
    State(drivers): State<Drivers>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
) -> Result<Json<Value>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let found = drivers.found(&whose, &query, Need::Later).await?;
    Ok(Json(json!({ "ready": !found.pending })))
}

/// `GET /surveys/{id}/drivers/what-if`: the part of the page that tells what becomes of the NPS.
pub(crate) async fn what_if(
    State(drivers): State<Drivers>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    // Several at once rest on the model alone; one alone has its interval from the bootstrap.
    let several = query.all("lift").count() > 1;
    let need = if several { Need::Lift } else { Need::Soon };
    let found = drivers.found(&whose, &query, need).await?;
    let voice = Voice::new(&drivers.dashboard.app, frame.language);
    let screen = Screen::new(voice, &found.results).at("drivers", &[]);
    let analysis = found.analysis.as_ref();
    let analysis = analysis.map_err(|_| Problem::no("what-if"))?;
    let teller = Teller {
        screen,
        found: &found,
        analysis,
    };
    let values = json!({ "result": lift::result(&teller) });
    let templates = &drivers.dashboard.app.templates;
    templates.page("driver/_result.html", &frame, values)
}

/// Which words say why there is nothing.
fn word(nothing: Nothing) -> &'static str {
    match nothing {
        Nothing::Hidden => "hidden",
        Nothing::NoRecommend => "no-recommend",
        Nothing::NoDrivers => "no-drivers",
        Nothing::NoAnswers => "no-answers",
    }
}

/// Everything of a survey with an analysis.
fn told(teller: &Teller<'_>) -> Value {
    let voice = &teller.screen.voice;
    let picture = picture(teller).map(|picture| picture.show(&teller.screen));
    let (weighty, cautions) = cautions(teller);
    let perhaps = act(teller, false);
    let perhaps_title = voice.count("driver-act-perhaps", perhaps.len() as u64, &[]);
    json!({
        "finding": teller.finding(),
        "more": teller.more(),
        "weighty": weighty,
        "cautions": cautions,
        "waiting": waiting(teller.found, &teller.screen),
        "act": act(teller, true),
        "perhaps": perhaps,
        "perhaps_title": perhaps_title,
        "picture": picture,
        "rows": rows(teller),
        "lift": lift::panel(teller),
        "attributes": attributes(teller),
        "method": method(teller),
    })
}

/// The addresses of a page whose intervals are still to come.
fn waiting(found: &Found, screen: &Screen<'_>) -> Option<Value> {
    if !found.pending {
        return None;
    }
    let mut pairs = found.results.asked.filter_pairs();
    pairs.extend_from_slice(screen.keep);
    Some(json!({
        "again": screen.results_at(&found.results.asked),
        "ready": address(&format!("{}/ready", screen.action()), &pairs),
    }))
}

/// The places to act: those that are certain, or those that are not.
fn act(teller: &Teller<'_>, sure: bool) -> Vec<Value> {
    let voice = &teller.screen.voice;
    let priorities = teller.priorities();
    let each = priorities.iter().filter(|one| one.sure == sure);
    let each = each.map(|one| {
        let driver = one.driver;
        let between = one.what_if.ci95.map(|ends| teller.between(ends));
        let args = [
            ("gain", teller.signed(one.what_if.gain)),
            ("between", between.unwrap_or_default()),
        ];
        let args: Vec<(&str, &str)> = args.iter().map(|(n, text)| (*n, text.as_str())).collect();
        let beside = [
            ("agree", driver.agree.map(|share| voice.percent(share))),
            ("gain", driver.kss.gain.map(|gain| teller.signed(gain))),
            ("part", driver.lmg_share.map(|share| voice.percent(share))),
        ];
        let dash = || "–".to_owned();
        let beside = beside.map(|(name, text)| (name, text.unwrap_or_else(dash)));
        let beside: Vec<(&str, &str)> =
            beside.iter().map(|(n, text)| (*n, text.as_str())).collect();
        json!({
            "key": driver.name,
            "name": teller.screen.question(&driver.name),
            "gain": teller.say("driver-act-gain", &args),
            "beside": teller.say("driver-act-beside", &beside),
            "link": teller.behind(driver),
        })
    });
    each.collect()
}

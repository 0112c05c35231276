//! What drives the score: the figures of the published sample are those of reference packages;
//! filters, attributes and lifts do what they say; employees are protected; what is not known is
//! refused.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::harness::{Server, root};
use crate::on_both;

on_both!(
    figures_are_those_of_reference_packages,
    filters_attributes_and_methods_change_the_people,
    several_lifts_are_not_the_sum_of_each,
    what_is_not_known_is_refused,
    surveys_without_drivers_say_so,
    employees_are_protected,
    the_page_is_there_at_once_and_then_complete,
);

const DRIVERS: &str = "career_advancement,motivation_learning,increase_reproducibility,\
                       professional_recognition,improve_coding_practice,research_productivity,\
                       increase_confidence";

/// Imports a file as a new survey; gives its id.
fn import(server: &Server, file: &str, options: &[&str]) -> String {
    let mut args = vec!["import", file, "--new", "Customers", "--score", "recommend"];
    args.extend(options);
    let output = server.command(&args, "");
    assert!(output.status.success(), "{output:?}");
    let surveys = server.get_json("/api/v1/surveys");
    let id = surveys["surveys"][0]["id"].as_str();
    id.expect("an id").to_owned()
}

fn sample(server: &Server) -> String {
    let file = root().join("samples/carpentries_longterm.csv");
    let options = [
        "--drivers",
        DRIVERS,
        "--attributes",
        "wave,country,n_workshops",
        "--external-id",
        "id",
    ];
    import(server, &file.to_string_lossy(), &options)
}

fn drivers(server: &Server, id: &str, query: &str) -> Value {
    server.get_json(&format!("/api/v1/surveys/{id}/drivers{query}"))
}

fn of<'a>(told: &'a Value, name: &str) -> &'a Value {
    let drivers = told["analysis"]["drivers"].as_array().expect("drivers");
    let found = drivers.iter().find(|driver| driver["name"] == name);
    found.unwrap_or_else(|| panic!("no driver {name}"))
}

#[track_caller]
fn near(found: &Value, wanted: f64, within: f64) {
    let number = found.as_f64();
    let number = number.unwrap_or_else(|| panic!("{found} is no number"));
    assert!((number - wanted).abs() <= within, "{number}, not {wanted}");
}

/// KSS, importance by EM, importance of complete answers, what-if gain. The sources: closed form;
/// R's relaimpo on the covariance of lavaan's FIML; relaimpo; R's ordinal.
const REFERENCE: [(&str, f64, f64, f64, f64); 7] = [
    (
        "career_advancement",
        81.9,
        0.038_170_334,
        0.038_131_734,
        1.568_196,
    ),
    (
        "motivation_learning",
        92.8,
        0.033_831_121,
        0.037_406_364,
        1.531_375,
    ),
    (
        "increase_reproducibility",
        79.0,
        0.039_522_418,
        0.039_670_741,
        3.547_435,
    ),
    (
        "professional_recognition",
        67.5,
        0.022_534_129,
        0.022_620_931,
        4.845_520,
    ),
    (
        "improve_coding_practice",
        83.4,
        0.041_693_866,
        0.040_862_885,
        1.497_144,
    ),
    (
        "research_productivity",
        74.0,
        0.059_186_626,
        0.059_026_908,
        9.643_685,
    ),
    (
        "increase_confidence",
        82.0,
        0.053_069_588,
        0.057_251_723,
        4.731_441,
    ),
];

fn figures_are_those_of_reference_packages(server: Server) {
    let id = sample(&server);
    let em = drivers(&server, &id, "");
    let listwise = drivers(&server, &id, "?method=listwise&bootstrap=0");
    assert_eq!(em["status"], "told");
    let model = &em["analysis"]["model"];
    assert_eq!(
        (&model["method"], &model["n"], &model["n_listwise"]),
        (&json!("em"), &json!(623), &json!(611))
    );
    near(&model["r2"], 0.288_008_082, 1e-5);
    near(&model["r2_listwise"], 0.294_971_286, 1e-8);
    near(&model["nps"], 42.297_692, 1e-5);
    for (name, kss, lmg_em, lmg_listwise, gain) in REFERENCE {
        let driver = of(&em, name);
        near(&driver["kss"]["value"], kss, 0.05);
        near(&driver["lmg"], lmg_em, 1e-5);
        near(&of(&listwise, name)["lmg"], lmg_listwise, 1e-8);
        near(&driver["what_if"]["gain"], gain, 1e-5);
        let [low, high] =
            [0, 1].map(|end| driver["lmg_share_ci95"][end].as_f64().expect("a limit"));
        assert!(low < high && low >= 0.0, "{name}: {low} {high}");
    }
    // The listwise model is that of complete answers, and has no intervals without resamples.
    let model = &listwise["analysis"]["model"];
    assert_eq!(
        (&model["method"], &model["n"]),
        (&json!("listwise"), &json!(611))
    );
    assert_eq!(listwise["analysis"]["bootstrap"], Value::Null);
    assert_eq!(
        of(&listwise, "research_productivity")["lmg_ci95"],
        Value::Null
    );

    // Lowest KSS is not where to act first; both are told.
    let analysis = &em["analysis"];
    assert_eq!(analysis["drivers"][0]["name"], "professional_recognition");
    let chance = &of(&em, "professional_recognition")["rank_probability"];
    assert!(
        chance.as_f64().is_some_and(|chance| chance > 0.8),
        "{chance}"
    );
    assert_eq!(of(&em, "research_productivity")["priority"], true);
    let low = of(&em, "research_productivity")["what_if"]["ci95"][0].as_f64();
    assert!(low.is_some_and(|low| low > 0.0), "{low:?}");
    let low = of(&em, "professional_recognition")["what_if"]["ci95"][0].as_f64();
    assert!(low.is_some_and(|low| low < 0.0), "{low:?}");
    assert_eq!(
        analysis["bootstrap"],
        json!({ "replicates": 2000, "seed": 1, "unit": "respondents", "units": 623, "lmg": "exact" })
    );
    // The same question, the same answer; another seed, other limits of the same kind.
    assert_eq!(
        em,
        drivers(&server, &id, "?bootstrap=2000&seed=1&method=em")
    );
    let other = drivers(&server, &id, "?seed=2");
    let name = "increase_confidence";
    assert_eq!(of(&other, name)["lmg"], of(&em, name)["lmg"]);
    assert_ne!(of(&other, name)["lmg_ci95"], of(&em, name)["lmg_ci95"]);
    // The results page and this one can't disagree.
    let figures = server.get_json(&format!("/api/v1/surveys/{id}/figures"));
    for driver in figures["drivers"].as_array().expect("drivers") {
        let name = driver["name"].as_str().expect("a name");
        assert_eq!(of(&em, name)["kss"], driver["kss"], "{name}");
    }
}

fn filters_attributes_and_methods_change_the_people(server: Server) {
    let id = sample(&server);
    let wave = drivers(&server, &id, "?attribute=wave:2020-12&bootstrap=0");
    let model = &wave["analysis"]["model"];
    let all = drivers(&server, &id, "?bootstrap=0");
    assert!(model["n"].as_u64().expect("n") < 100, "{model}");
    assert_eq!(model["status"], "rank_uncertain");
    let codes = wave["analysis"]["warnings"].as_array().expect("warnings");
    let few = codes
        .iter()
        .find(|warning| warning["code"] == "few_for_ranks");
    let few = few.unwrap_or_else(|| panic!("{codes:?}"));
    assert!(
        few["text"]
            .as_str()
            .is_some_and(|text| text.contains("100"))
    );
    assert_ne!(
        of(&wave, "research_productivity"),
        of(&all, "research_productivity")
    );

    // Attributes join the same model: its R² rises, the parts still add up to it.
    let with = drivers(&server, &id, "?bootstrap=100&with=wave&with=n_workshops");
    let analysis = &with["analysis"];
    assert_eq!(with["with"], json!(["wave", "n_workshops"]));
    let attributes = analysis["attributes"].as_array().expect("attributes");
    assert_eq!(attributes[0]["kind"], "categorical");
    assert!(
        attributes[0]["levels"]
            .as_array()
            .is_some_and(|levels| levels.len() == 3)
    );
    assert!(
        attributes[0]["eta2"]
            .as_f64()
            .is_some_and(|eta2| eta2 > 0.0 && eta2 < 1.0)
    );
    let r2 = analysis["model"]["r2"].as_f64().expect("R²");
    assert!(r2 > all["analysis"]["model"]["r2"].as_f64().expect("R²"));
    let drivers = analysis["drivers"].as_array().expect("drivers");
    let parts: f64 = drivers
        .iter()
        .chain(attributes)
        .filter_map(|one| one["lmg"].as_f64())
        .sum();
    assert!((parts - r2).abs() < 1e-9, "{parts}, not {r2}");
    assert!(attributes[0]["lmg_share_ci95"][1].as_f64().is_some());

    // Nobody fits: nothing is told.
    let nobody = server.get_json(&format!("/api/v1/surveys/{id}/drivers?from=2050-01-01"));
    assert_eq!(
        (&nobody["status"], &nobody["analysis"]),
        (&json!("no_answers"), &Value::Null)
    );
}

fn several_lifts_are_not_the_sum_of_each(server: Server) {
    let id = sample(&server);
    let lifted =
        |query: &str| drivers(&server, &id, &format!("?bootstrap=0&{query}"))["lift"].clone();
    // All of them to agree: R's ordinal gives 68.78.
    let everything: Vec<String> = DRIVERS
        .split(',')
        .map(|name| format!("lift={name}:100"))
        .collect();
    let all = lifted(&everything.join("&"));
    near(&all["joint"]["before"], 42.297_692, 1e-5);
    near(&all["joint"]["after"], 68.779_898, 1e-4);
    let sum: f64 = REFERENCE.iter().map(|(_, _, _, _, gain)| gain).sum();
    near(&all["sum_of_single"], sum, 1e-4);
    let gain = all["joint"]["gain"].as_f64().expect("a gain");
    assert!((gain - sum).abs() > 0.5, "{gain} and {sum}");
    // One at half the way has half the gain.
    let half = lifted("lift=research_productivity:50");
    near(&half["joint"]["gain"], 9.643_685 / 2.0, 1e-5);
    assert_eq!(
        half["lifts"],
        json!([{ "driver": "research_productivity", "percent": 50.0 }])
    );
    // Nothing lifted, nothing told.
    assert_eq!(lifted("lift=research_productivity:0"), Value::Null);
}

fn what_is_not_known_is_refused(server: Server) {
    let id = sample(&server);
    for (query, named) in [
        ("bogus=1", "bogus"),
        ("by=wave", "filter instead"),
        ("trend=month", "filter instead"),
        ("with=industry", "country"),
        ("with=", "empty"),
        ("method=pairwise", "listwise"),
        ("bootstrap=10001", "10000"),
        ("bootstrap=many", "whole number"),
        ("seed=-1", "whole number"),
        ("seed=1&seed=2", "twice"),
        ("lift=research_productivity", "percent"),
        ("lift=research_productivity:101", "0 to 100"),
        ("lift=nothing:10", "research_productivity"),
        ("lift=wave:10", "no driver"),
        ("lift-research_productivity=10", "unknown parameter"),
        ("attribute=industry:Care", "country"),
    ] {
        let path = format!("/api/v1/surveys/{id}/drivers?{query}");
        let reply = server.api("GET", &path, None);
        assert_eq!(reply.status, 400, "{query}: {}", reply.text());
        let detail = reply.json()["detail"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        assert!(detail.contains(named), "{query}: {detail}");
    }
    let foreign = "/api/v1/surveys/0123456789abcdefghjkmnpqrs/drivers";
    assert_eq!(server.api("GET", foreign, None).status, 404);
}

fn surveys_without_drivers_say_so(server: Server) {
    let (csat, _) = server.survey("csat", &Value::Null);
    let told = drivers(&server, &csat, "");
    assert_eq!(told["status"], "no_recommend_question");
    let cookie = server.log_in();
    let page = server.page(&format!("/surveys/{csat}/drivers"), &cookie);
    assert_eq!(page.status, 200);
    assert!(
        page.text().contains("Drivers need a recommend question"),
        "{}",
        page.text()
    );
    let path = format!("/surveys/{csat}/drivers/charts/importance.svg");
    assert_eq!(server.page(&path, &cookie).status, 404);
}

/// Employees of two teams and three in a board; years of service, hardly anybody for very long.
fn employees() -> String {
    let mut csv = "recommend,work,team,office,years\n".to_owned();
    for i in 0..90_usize {
        let team = match i {
            0..3 => "Board",
            3..50 => "Sales",
            _ => "Support",
        };
        let office = if i % 2 == 0 { "North" } else { "South" };
        let years = if i == 89 { 30 } else { i % 4 };
        let work = 1 + (i * 7 + i / 5) % 5;
        let score = (2 * work + i % 3).min(10);
        writeln!(csv, "{score},{work},{team},{office},{years}").expect("text grows");
    }
    csv
}

fn employees_are_protected(server: Server) {
    let (id, _) = server.survey("enps", &json!([{ "key": "work", "text": { "en": "My work is good.", "nl": "Mijn werk is goed." } }]));
    let rows: Vec<Value> = employees()
        .lines()
        .skip(1)
        .map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let number = |at: usize| cells[at].parse::<i64>().expect("a number");
            json!({
                "answers": { "recommend": number(0), "work": number(1) },
                "attributes": { "team": cells[2], "office": cells[3], "years": cells[4] },
            })
        })
        .collect();
    let path = format!("/api/v1/surveys/{id}/responses/bulk");
    let reply = server.api("POST", &path, Some(&json!({ "responses": rows })));
    assert!(reply.status < 300, "{}", reply.text());
    // The board are three: what teams explain would tell of them.
    let told = drivers(
        &server,
        &id,
        "?bootstrap=50&with=team&with=office&with=years",
    );
    assert_eq!(
        (&told["with"], &told["withheld"]),
        (&json!(["office", "years"]), &json!(["team"]))
    );
    let attributes = told["analysis"]["attributes"]
        .as_array()
        .expect("attributes");
    assert_eq!(attributes.len(), 2);
    let years = &attributes[1];
    assert_eq!(years["kind"], "numeric");
    for level in years["levels"].as_array().expect("levels") {
        let n = level["n"].as_u64().expect("n");
        assert!(n == 0 || n >= 5, "{level}");
        assert!(
            n > 0 || level["nps"].is_null() && level["mean"].is_null(),
            "{level}"
        );
    }
    let without: Vec<&str> = ["Board", "\"team\""]
        .into_iter()
        .filter(|word| told["analysis"].to_string().contains(word))
        .collect();
    assert!(without.is_empty(), "{without:?}");
    // A filter on the board shows nothing at all.
    let hidden = drivers(&server, &id, "?attribute=team:Board");
    assert_eq!(
        (&hidden["status"], &hidden["analysis"]),
        (&json!("hidden"), &Value::Null)
    );
    let cookie = server.log_in();
    let page = |query: &str| {
        server
            .page(&format!("/surveys/{id}/drivers{query}"), &cookie)
            .text()
    };
    assert!(page("?attribute=team:Board").contains("Too few answers to show"));
    let shown = page("?with=team&with=office");
    assert!(shown.contains("does not take part"), "{shown}");
    assert!(
        !shown.contains("/responses?"),
        "nobody's answers are listed"
    );
}

fn the_page_is_there_at_once_and_then_complete(server: Server) {
    let id = sample(&server);
    let cookie = server.log_in();
    let path = format!("/surveys/{id}/drivers");
    let page = server.page(&path, &cookie);
    assert_eq!(page.status, 200);
    assert!(
        page.text().contains("Three questions per driver"),
        "{}",
        page.text()
    );
    // Whoever waits is told when the intervals are there.
    let ready = crate::harness::eventually("the intervals", || {
        let reply = server.page(&format!("{path}/ready"), &cookie);
        (reply.json()["ready"] == true).then_some(reply.status)
    });
    assert_eq!(ready, 200);
    let whole = server.page(&path, &cookie).text();
    assert!(!whole.contains("id=\"waiting\""));
    assert!(
        whole.contains("2,000 resamples") && whole.contains("seed 1"),
        "{whole}"
    );
    // The form without scripts, the fragment, and the files.
    let form = server.page(&format!("{path}?lift-research_productivity=100&lift-increase_confidence=50&lift-career_advancement="), &cookie);
    assert!(
        form.text().contains("Together: NPS from 42.3 to "),
        "{}",
        form.text()
    );
    let fragment = server.page(
        &format!("{path}/what-if?lift=research_productivity:100&lift=increase_confidence:50"),
        &cookie,
    );
    assert!(fragment.text().contains("Together: NPS from 42.3 to "));
    assert!(!fragment.text().contains("<html"));
    let single = server.page(
        &format!("{path}/what-if?lift=research_productivity:100"),
        &cookie,
    );
    assert!(
        single.text().contains("NPS from 42.3 to 51.9: +9.6"),
        "{}",
        single.text()
    );
    let csv = server.page(&format!("{path}/charts/importance.csv"), &cookie);
    assert!(csv.text().starts_with("Statement,n,"), "{}", csv.text());
    assert!(csv.text().contains("0.0591866"), "{}", csv.text());
    assert!(
        csv.header("content-disposition")
            .is_some_and(|text| text.contains("importance.csv"))
    );
    let svg = server.page(&format!("{path}/charts/importance.svg"), &cookie);
    assert!(svg.text().starts_with("<svg"));
    assert_eq!(
        server
            .page(&format!("{path}?lift-nothing=10"), &cookie)
            .status,
        400
    );
    let dutch = server
        .request("GET", &path)
        .header("Cookie", &cookie)
        .header("Accept-Language", "nl")
        .send()
        .text();
    for text in [&whole, &dutch] {
        assert!(!text.to_lowercase().contains("significan") && !text.contains('⟨'));
    }
}

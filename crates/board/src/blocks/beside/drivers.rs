//! Drivers on both sides of a comparison: where each stands, and which differ by more than chance.

use dashboard::screen::is_changed;
use dashboard::voice::Voice;
use driver::beside::BesideDriver;
use figures::{Change, Metric};
use platform::Problem;
use serde_json::{Value, json};

use super::super::answers::Asked;
use super::super::told::{Drawing, Row, Shown};
use super::super::{One, Told};
use super::{SENTENCES_MAX, compared, dash, queries, side_head};

impl One<'_> {
    pub(in crate::blocks) async fn drivers_beside(
        &self,
        asked: &Asked<'_>,
        names: [String; 2],
    ) -> Result<Told, Problem> {
        let queries = queries(asked);
        let found = self
            .boards
            .drivers
            .beside(asked.whose, [&queries[0], &queries[1]], self.how())
            .await?;
        let found = match found {
            Ok(found) => found,
            Err(why) => return Ok(Told::note(why)),
        };
        let voice = self.voice();
        let names = names.each_ref().map(String::as_str);
        let path = format!("/surveys/{}/drivers", asked.whose.survey_id);
        let more = dashboard::filter::address(&path, asked.pairs);
        let marks = voice.say(
            "board-beside-marks",
            &[("here", names[0]), ("there", names[1])],
        );
        let note = if found.pending {
            format!("{marks} {}", voice.word("board-pending"))
        } else {
            marks
        };
        Ok(Told {
            title: Some(found.title.clone()),
            finding: Some(drivers_finding(&voice, &found.drivers, names)),
            head: vec![
                (voice.word("dashboard-driver"), false),
                (side_head(&voice, "dashboard-agree", names[0]), true),
                (side_head(&voice, "dashboard-agree", names[1]), true),
                (voice.word("board-beside-difference"), false),
                (side_head(&voice, "driver-importance", names[0]), true),
                (side_head(&voice, "driver-importance", names[1]), true),
                (voice.word("board-beside-difference"), false),
            ],
            rows: found
                .drivers
                .iter()
                .map(|one| driver_row(&voice, one))
                .collect(),
            table: Some(driver::beside::table(&voice, &found, names)),
            on_paper: true,
            wide: true,
            compared_json: found.drivers.iter().map(driver_json).collect(),
            drawing: Some(Drawing {
                title: found.title,
                chart: found.chart,
                svg: found.svg,
                wall: self.on_wall(found.wall),
            }),
            note: Some(note),
            more: Some((more, voice.word("driver-see"))),
            pending: found.pending,
            ..Told::default()
        })
    }
}

/// Which drivers stand elsewhere by more than chance.
fn drivers_finding(
    voice: &Voice<'_>,
    drivers: &[BesideDriver],
    [here, there]: [&str; 2],
) -> String {
    let told = |change: Option<Change>, name: &str, key: &str| {
        let change = change.filter(is_changed)?;
        let words = driver::beside::verdict(voice, &change);
        Some(voice.say(key, &[("name", name), ("verdict", &words)]))
    };
    let sentences = drivers.iter().flat_map(|one| {
        [
            told(one.agree_change, &one.name, "board-driver-agree"),
            told(one.importance_change, &one.name, "board-driver-importance"),
        ]
    });
    let mut sentences: Vec<String> = sentences.flatten().collect();
    let more = sentences.len().saturating_sub(SENTENCES_MAX);
    sentences.truncate(SENTENCES_MAX);
    if more > 0 {
        sentences.push(voice.count("board-drivers-more", more as u64, &[]));
    }
    let args = [("here", here), ("there", there)];
    if sentences.is_empty() {
        return voice.say("board-drivers-alike", &args);
    }
    format!(
        "{} {}",
        voice.say("board-drivers-differ", &args),
        sentences.join(" ")
    )
}

fn driver_row(voice: &Voice<'_>, one: &BesideDriver) -> Row {
    let number = |text: String, below: Option<String>| Shown {
        text,
        below,
        number: true,
        ..Shown::default()
    };
    let agree = |(part, n): (Option<driver::beside::Part>, u64)| match part {
        None => dash(),
        Some((value, ends)) => {
            let [low, high] = ends.map(|end| voice.percent(end));
            let between = voice.say("dashboard-between", &[("low", &low), ("high", &high)]);
            number(
                voice.percent(value),
                Some(format!("{between}, n = {}", voice.whole(n))),
            )
        }
    };
    let importance = |value: Option<f64>| match value {
        None => dash(),
        Some(value) => number(voice.percent(value), None),
    };
    let mut cells: Vec<Shown> = one.agree.into_iter().zip(one.n).map(agree).collect();
    cells.push(compared(voice, Metric::Csat, one.agree_change.as_ref()));
    cells.extend(one.importance.map(importance));
    cells.push(compared(
        voice,
        Metric::Csat,
        one.importance_change.as_ref(),
    ));
    Row {
        name: one.name.clone(),
        link: one.link.clone(),
        cells,
        leads: one.agree_change.as_ref().is_some_and(is_changed),
    }
}

fn driver_json(one: &BesideDriver) -> Value {
    let side = |place: usize| {
        json!({
            "n": one.n[place],
            "agree": one.agree[place].map(|(value, _)| value),
            "agree_ci95": one.agree[place].map(|(_, ends)| ends),
            "importance": one.importance[place],
        })
    };
    json!({
        "driver": one.key,
        "name": one.name,
        "here": side(0),
        "there": side(1),
        "agree_difference": one.agree_change,
        "importance_difference": one.importance_change,
    })
}

//! The page on whether following up helps: findings in sentences first, then the tables.

use axum::extract::State;
use axum::response::Html;
use platform::Problem;
use platform::web::{App, Frame, Query};
use serde_json::{Value, json};
use stats::Verdict;
use stats::mean::Mean;
use stats::share::Share;
use user::Viewer;

use super::rules::Group;
use super::{Asked, Measure, report};

/// Periods a form offers, in days.
const PERIODS: [u32; 4] = [30, 90, 365, 1096];

pub(super) async fn show(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, Problem> {
    let report = report(&app, &viewer, asked).await?;
    let (effect, speed) = (&report.effect, &report.speed);
    let values = json!({
        "place": "act",
        "metric": report.metric.as_str(),
        "metrics": Measure::ALL.map(Measure::as_str),
        "days": report.days,
        "periods": PERIODS,
        "from_day": report.period[0],
        "to_day": report.period[1],
        "customers": effect.followed.customers + effect.others.customers,
        "answers": speed.answers,
        "not_due_yet": speed.not_due_yet,
        "called_back": speed.called_back.map(share),
        "in_time": speed.in_time.map(share),
        "hours": speed.hours,
        "groups": [
            json!({ "name": "followed", "figures": group(&effect.followed) }),
            json!({ "name": "others", "figures": group(&effect.others) }),
        ],
        "difference": effect.difference.map(|d| json!({
            "points": (d.difference * 100.0).abs(),
            "low": d.ci95[0] * 100.0,
            "high": d.ci95[1] * 100.0,
            "verdict": d.verdict.as_str(),
            "need": match d.verdict { Verdict::TooFew { need } => need, _ => 0 },
        })),
        "months": report.months.iter().rev().map(|m| json!({
            "day": m.day, "all": m.all, "by_leaders": m.by_leaders,
            "leaders": m.leaders, "customers": m.customers_of_leaders,
        })).collect::<Vec<Value>>(),
        "spoken": report.months.iter().map(|m| m.all).sum::<u32>(),
    });
    app.templates.page("case/effect.html", &frame, values)
}

fn share(share: Share) -> Value {
    json!({ "value": share.value, "n": share.n, "low": share.ci95[0], "high": share.ci95[1] })
}

fn mean(mean: Mean) -> Value {
    json!({ "value": mean.value, "n": mean.n, "ci95": mean.ci95 })
}

fn group(group: &Group) -> Value {
    json!({
        "customers": group.customers,
        "measured_again": group.measured_again,
        "recovered": group.recovered.map(share),
        "before": group.before.map(mean),
        "after": group.after.map(mean),
        "rise": group.rise.map(mean),
    })
}

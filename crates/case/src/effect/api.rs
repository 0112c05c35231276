//! Whether following up helps, under `/api/v1`.

use axum::extract::State;
use platform::Problem;
use platform::clock::date_of_day;
use platform::web::{App, Query};
use serde_json::{Value, json};
use stats::Change;
use stats::mean::Mean;
use stats::share::Share;
use user::Viewer;

use super::rules::Group;
use super::{Asked, report};
use crate::service::converse::Month;

pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<axum::Json<Value>, Problem> {
    let report = report(&app, &viewer, asked).await?;
    let speed = report.speed;
    Ok(axum::Json(json!({
        "metric": report.metric.as_str(),
        "from": date_of_day(report.period[0]).to_string(),
        "to": date_of_day(report.period[1]).to_string(),
        "low_answers": speed.answers,
        "customers": report.effect.followed.customers + report.effect.others.customers,
        "called_back": speed.called_back.map(share),
        "in_time": speed.in_time.map(share),
        "not_due_yet": speed.not_due_yet,
        "hours_to_first_contact": speed.hours.map(|[low, median, high]| json!({
            "quartile_1": low, "median": median, "quartile_3": high,
        })),
        "followed_up": group(&report.effect.followed),
        "others": group(&report.effect.others),
        "difference": report.effect.difference.map(|d| difference(&d)),
        "caution": "A comparison, not an experiment: who is called back differs from who is not, \
                    and extreme answers become less extreme by themselves.",
        "conversations": report.months.iter().map(month).collect::<Vec<_>>(),
    })))
}

fn share(share: Share) -> Value {
    json!({ "value": share.value, "n": share.n, "ci95": share.ci95 })
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

fn difference(change: &Change) -> Value {
    json!({
        "value": change.difference,
        "ci95": change.ci95,
        "verdict": change.verdict.as_str(),
    })
}

fn month(month: &Month) -> Value {
    json!({
        "month": date_of_day(month.day).strftime("%Y-%m").to_string(),
        "conversations": month.all,
        "by_leaders": month.by_leaders,
        "leaders": month.leaders,
        "customers_of_leaders": month.customers_of_leaders,
    })
}

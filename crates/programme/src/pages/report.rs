//! What became of a programme's invitations: funnel, response rates, dispositions, coverage.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::response::Html;
use platform::Problem;
use platform::web::{Frame, Path, Query, format_number};
use policy::disposition::{Rates, Tally, coverage};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::days::bar;
use super::view::{self, Arg, Voice, is_anonymous};
use super::{Pages, edit};
use crate::model::Programme;
use crate::service::{self, Report};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameters {
    by: Option<String>,
}

pub(super) async fn page(
    State(pages): State<Pages>,
    frame: Frame,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<Parameters>,
) -> Result<Html<String>, Problem> {
    let app = &pages.app;
    let own = service::get(app, &viewer, &id).await?;
    let anonymous = is_anonymous(&own);
    let by = asked.by.filter(|name| !name.is_empty() && !anonymous);
    let report = service::report(app, &viewer, &id, by.clone()).await?;
    let covered = report.groups.iter().map(|(name, group)| {
        json!({
            "name": if by.is_some() { name.clone() } else { pages.voice(&frame).word("programme-report-all") },
            "eligible": group.eligible,
            "invited": group.invited,
            "deferred": group.deferred,
            "left_out": group.left_out,
            "share": coverage(group.invited, group.eligible),
            "complete": group.tally.complete,
            "rr1": group.tally.rates(report.e).rr1,
            "delivered": group.tally.answered_of_delivered(),
        })
    });
    let voice = pages.voice(&frame);
    let names = if anonymous {
        BTreeSet::new()
    } else {
        edit::attribute_names(&pages, &viewer).await?
    };
    let values = json!({
        "place": "ask",
        "programme": view::programme(&own, viewer.may_manage),
        "anonymous": anonymous,
        "finding": finding(voice, &own, &report),
        "funnel": funnel(&report, anonymous),
        "e": format_number(frame.language, report.e, 2),
        "rates": rates(&report.tally.rates(report.e), &report.tally),
        "dispositions": dispositions(&report.tally),
        "by": by,
        "attributes": names,
        "coverage": covered.collect::<Vec<_>>(),
    });
    app.templates.page("programme/report.html", &frame, values)
}

fn finding(voice: Voice<'_>, own: &Programme, report: &Report) -> String {
    let asked = report.mails.handed_over;
    if is_anonymous(own) {
        let args = [("n", Arg::Number(asked))];
        return voice.say("programme-report-finding-anonymous", &args);
    }
    let rate = report.tally.rates(report.e).rr1.unwrap_or(0.0);
    let rate = format!("{} %", format_number(voice.frame.language, rate * 100.0, 0));
    let complete = i64::try_from(report.tally.complete).unwrap_or(i64::MAX);
    voice.say(
        "programme-report-finding",
        &[
            ("n", Arg::Number(asked)),
            ("complete", Arg::Number(complete)),
            ("rate", Arg::Text(&rate)),
        ],
    )
}

/// From the decision to ask to the answer.
fn funnel(report: &Report, anonymous: bool) -> Vec<Value> {
    let tally = &report.tally;
    let opened = tally.complete + tally.partial + tally.break_off;
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    let mut steps = vec![
        ("invited", count(report.mails.invited)),
        ("handed-over", count(report.mails.handed_over)),
        ("reminded", count(report.mails.reminders)),
    ];
    if !anonymous {
        steps.push(("opened", opened));
        steps.push(("complete", tally.complete));
    }
    let most = steps.iter().map(|step| step.1).max().unwrap_or(0);
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    steps
        .into_iter()
        .map(|(word, n)| json!({ "word": word, "n": n, "bar": bar(small(n), small(most)) }))
        .collect()
}

fn rates(rates: &Rates, tally: &Tally) -> Vec<Value> {
    let line = |name: &str, word: &str, share: Option<f64>| json!({ "name": name, "word": word, "share": share });
    vec![
        line("RR1", "rr1", rates.rr1),
        line("RR2", "rr2", rates.rr2),
        line("RR3", "rr3", rates.rr3),
        line("RR4", "rr4", rates.rr4),
        line("RR5", "rr5", rates.rr5),
        line("RR6", "rr6", rates.rr6),
        line("COOP1", "coop1", rates.coop1),
        line("REF1", "ref1", rates.ref1),
        line("CON1", "con1", rates.con1),
        line("–", "delivered", tally.answered_of_delivered()),
    ]
}

fn dispositions(tally: &Tally) -> Vec<Value> {
    let line = |word: &str, letter: &str, n: u64| json!({ "word": word, "letter": letter, "n": n });
    vec![
        line("complete", "I", tally.complete),
        line("partial", "P", tally.partial),
        line("refusal", "R", tally.refusal),
        line("break-off", "R", tally.break_off),
        line("non-contact", "NC", tally.non_contact),
        line("other", "O", tally.other),
        line("unknown-reach", "UH", tally.unknown_reach),
        line("undelivered", "UO", tally.undelivered),
        line("nothing-returned", "UO", tally.nothing_returned),
        line("not-eligible", "–", tally.not_eligible),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_invitation_is_in_one_disposition() {
        let tally = Tally {
            complete: 3,
            break_off: 2,
            nothing_returned: 5,
            ..Tally::default()
        };
        let lines = dispositions(&tally);
        let sum: u64 = lines.iter().filter_map(|line| line["n"].as_u64()).sum();
        assert_eq!(sum, 10);
        let rates = rates(&tally.rates(1.0), &tally);
        assert_eq!(rates[0]["share"], 0.3);
        assert_eq!(rates[4]["share"], 0.6);
    }
}

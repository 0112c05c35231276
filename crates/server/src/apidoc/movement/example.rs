//! A drop in one industry, as the API tells it.

use serde_json::{Value, json};

use crate::apidoc::figure::{days_counted_example, figure_example};

pub(super) fn example() -> Value {
    let named = json!({ "attribute": "industry", "values": ["Retail"], "mix": false, "p": 0.0003 });
    let mut split = named.clone();
    split["before"] = json!(44.0);
    split["after"] = json!(30.8);
    split["difference"] = json!(-13.2);
    split["within"] = json!(-13.1);
    split["mix_total"] = json!(-0.1);
    split["mix_ci95"] = json!([-0.6, 0.4]);
    split["rows"] = json!([{
        "value": "Retail", "others": null, "hidden": false, "before": 48.0, "after": 9.0,
        "n_before": 104, "n_after": 98, "share_before": 0.31, "share_after": 0.29,
        "within": -11.7, "within_ci95": [-16.9, -6.2], "mix": -0.1,
        "apart": -37.2, "apart_p": 0.0002,
    }]);
    json!({
        "survey": {
            "id": "3f9m2k7q5x8r1t4w6y0z2b5d8g",
            "title": { "en": "How are we doing?", "nl": "Hoe doen we het?" },
            "status": "open",
            "version": 1,
            "change_seq": 413,
        },
        "period": days_counted_example(),
        "hidden": false,
        "step": "month",
        "steps": [{ "period": "2026-03", "from": "2026-03-01", "complete": true, "hidden": false }],
        "latest": "2026-03",
        "running": null,
        "looked_at": 34,
        "too_few": 6,
        "alarms": [{
            "series": "recommend", "direction": "fell", "against": "previous", "since": "2026-03",
            "from": 44.0, "to": 30.8, "p_holm": 0.0122, "where": named,
        }],
        "watch": ["software"],
        "series": [series_example()],
        "where": {
            "series": "recommend", "from": "2026-02", "since": "2026-03", "to": "2026-03",
            "attributes": ["industry", "language"], "split": split,
        },
    })
}

fn series_example() -> Value {
    let change = json!({
        "difference": -13.2, "ci95": [-19.8, -6.4], "p": 0.00012, "verdict": "fell",
    });
    let compared = json!({ "from": figure_example(), "to": figure_example(), "change": change });
    json!({
        "id": "recommend", "kind": "outcome", "question": "recommend", "attribute": null,
        "value": null, "metric": "nps", "status": "alarm", "need": null, "direction": "fell",
        "against": "previous", "before": "2026-02", "since": "2026-03",
        "since_previous": compared, "since_baseline": compared,
        "drift": { "from": 43.1, "to": 40.6, "difference": -2.5, "ci95": [-5.2, 0.2] },
        "drift_p": 0.07,
        "p": 0.00036, "p_holm": 0.0122, "p_bh": 0.0122, "centre": 43.1, "sigma_z": 1.2,
        "no_limits": null,
        "points": [{
            "period": "2026-03", "value": 30.8, "n": 338, "se": 4.2, "ci95": [22.5, 38.9],
            "limits": [30.9, 55.3], "ewma": 40.6, "ewma_limits": [39.0, 47.2],
            "cusum": [-2.5, 0.0], "signals": ["beyond_limits"],
        }],
    })
}

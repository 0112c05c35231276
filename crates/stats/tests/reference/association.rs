//! Association of seven statements with recommending, in a real survey.

use crate::{close_interval, close_to, list, parse, text, whole};
use serde_json::Value;
use stats::association::{Association, Table, association};

fn table(case: &Value) -> Table {
    let counts = list(&case["table"]).iter().flat_map(list).map(whole);
    let counts: Vec<u64> = counts.collect();
    let values = |from: u32, to: u32| (from..=to).map(f64::from).collect();
    Table::counted(values(1, 5), values(0, 10), &counts)
}

fn cases() -> Vec<Value> {
    list(&parse(include_str!("association.json"))["cases"]).to_vec()
}

#[track_caller]
fn close_known(what: &str, got: Option<f64>, want: &Value) {
    close_to(what, got.expect(what), want);
}

#[test]
fn all_measures() {
    for case in cases() {
        let got: Association = association(&table(&case));
        let what = |key: &str| format!("{}: {key}", text(&case["name"]));
        assert_eq!(got.n, whole(&case["n"]));
        close_known(&what("pearson"), got.pearson, &case["pearson"]);
        let interval = got.pearson_ci95.expect("enough answers");
        close_interval(
            &what("interval"),
            interval,
            &case["pearson_ci95_fisher"],
            1.0,
        );
        close_known(&what("spearman"), got.spearman, &case["spearman"]);
        close_known(&what("tau-b"), got.kendall_tau_b, &case["kendall_tau_b"]);
        close_known(&what("gamma"), got.gamma, &case["gk_gamma"]);
        close_known(&what("its error"), got.gamma_se, &case["gk_gamma_ase1"]);
        close_known(&what("d"), got.somers_d, &case["somers_d_y_given_x"]);
        close_to(&what("concordant"), got.concordant, &case["concordant"]);
        close_to(&what("discordant"), got.discordant, &case["discordant"]);
    }
}

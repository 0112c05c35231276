//! What was asked for beside the drivers: accounts, change, words.

use comments::Term;

use crate::analyze::accounts::Accounts;
use crate::analyze::change::{GroupPart, Parts, WaveChange};
use crate::analyze::compute::Analysis;
use crate::analyze::pictures;
use crate::analyze::tables::Table;
use crate::analyze::words::{self, NUMBERS};

/// The NPS by people and by accounts.
pub(in crate::analyze) fn accounts(accounts: &Accounts) -> Table {
    let mut table = Table::new("Accounts", &["<NPS", ">value", ">between"]);
    for (name, estimate) in [
        ("every person counts once", accounts.by_people),
        ("every account counts once", accounts.by_accounts),
    ] {
        let limits = estimate.and_then(|estimate| estimate.ci95);
        table.row([
            name.to_owned(),
            words::points(estimate.map(|estimate| estimate.value)),
            words::interval(words::within_scale(limits), 0),
        ]);
    }
    table
}

/// The NPS and every driver in both waves.
pub(in crate::analyze) fn change(change: &WaveChange) -> Table {
    let heads = [
        "<figure", ">before", ">after", ">change", ">between", "<verdict",
    ];
    let mut table = Table::new("Change", &heads);
    let (nps, judged) = (&change.nps, change.nps.judged());
    table.row([
        "NPS".to_owned(),
        words::group_points(&nps.before),
        words::group_points(&nps.after),
        words::signed(judged.map(|change| change.difference), 0),
        words::interval(judged.map(|change| change.ci95), 0),
        words::change_verdict(judged),
    ]);
    let percent = |share: f64| 100.0 * share;
    for driver in &change.drivers {
        table.row([
            format!("{}, agree", driver.name),
            words::share(driver.agree_before),
            words::share(driver.agree_after),
            words::signed(driver.agree.map(|change| percent(change.difference)), 0),
            words::interval(driver.agree.map(|change| change.ci95.map(percent)), 0),
            words::driver_change(driver),
        ]);
    }
    table
}

/// Where the NPS moved: the points of all groups, as written, add up to the change as written.
pub(in crate::analyze) fn taken_apart(parts: &Parts, change: &WaveChange) -> Table {
    let heads = [
        "<group",
        ">part before",
        ">part after",
        ">NPS before",
        ">NPS after",
        ">within",
        ">mix",
    ];
    let mut table = Table::new(&format!("Where it moved, by {}", parts.column), &heads);
    let both = pictures::rounded(&[parts.within, parts.mix], parts.within + parts.mix);
    let column = |of: fn(&GroupPart) -> f64, sum: f64| {
        let points: Vec<f64> = parts.groups.iter().map(of).collect();
        pictures::rounded(&points, sum)
    };
    let within = column(|group| group.within, both[0]);
    let mix = column(|group| group.mix, both[1]);
    for (i, group) in parts.groups.iter().enumerate() {
        let nps = |nps: Option<f64>, n: u64| words::points(nps.filter(|_| n >= figures::FEW));
        table.row([
            words::group(&group.group).to_owned(),
            words::share(Some(group.share_before)),
            words::share(Some(group.share_after)),
            nps(group.nps_before, group.n_before),
            nps(group.nps_after, group.n_after),
            NUMBERS.signed(within[i], 1),
            NUMBERS.signed(mix[i], 1),
        ]);
        if group.n_before.min(group.n_after) < figures::FEW {
            table.few.push(i);
        }
    }
    table.row([
        "together".to_owned(),
        String::new(),
        String::new(),
        words::points(change.nps.before.value),
        words::points(change.nps.after.value),
        NUMBERS.signed(both[0], 1),
        NUMBERS.signed(both[1], 1),
    ]);
    table
}

/// The words of each side, as far as there are any.
pub(in crate::analyze) fn words_apart(analysis: &Analysis, most: usize) -> Vec<Table> {
    let Some(found) = &analysis.words else {
        return Vec::new();
    };
    let people = words::writers(analysis);
    let [low, high] = ["detractors", "promoters"].map(|who| format!(">{people}, {who}"));
    let side = |name: &str, terms: &[Term]| {
        let head = format!("<{name}");
        let mut table = Table::new(name, &[&head, &low, &high, ">z"]);
        for term in terms.iter().take(most) {
            table.row([
                term.term.clone(),
                words::of_writers(term.customers_low, found.customers_low),
                words::of_writers(term.customers_high, found.customers_high),
                NUMBERS.number(term.z, 1),
            ]);
        }
        table
    };
    [
        ("detractors write more", &found.low),
        ("promoters write more", &found.high),
    ]
    .into_iter()
    .filter(|(_, terms)| !terms.is_empty())
    .map(|(name, terms)| side(name, terms))
    .collect()
}

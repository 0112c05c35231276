//! Words around drivers, attributes, accounts, changes and comments.

use analysis::{Driver, Kind, LevelFigures};

use crate::analyze::accounts::Accounts;
use crate::analyze::change::DriverChange;
use crate::analyze::compute::Analysis;
use crate::analyze::words::{self, NUMBERS};

/// What a driver amounts to, in a few words.
pub(in crate::analyze) fn driver_verdict(driver: &Driver) -> String {
    let act = match (driver.priority, words::is_sure(driver)) {
        (true, true) => "act first",
        (true, false) => "act, less sure",
        _ if driver.kss.status == "gain" => "gain alone, none beside the others",
        _ => words::status(&driver.kss),
    };
    if driver.leading {
        format!("{act}; shares most to gain")
    } else {
        act.to_owned()
    }
}

/// How an attribute was taken.
pub(in crate::analyze) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Numeric => "numbers",
        Kind::YesNo => "yes or no",
        Kind::Categorical => "categories",
    }
}

/// The name of a value of an attribute.
pub(in crate::analyze) fn level(level: &LevelFigures) -> String {
    if level.value.is_empty() {
        format!("{} others", words::count(f64::from(level.values)))
    } else {
        level.value.clone()
    }
}

/// How alike the answers of accounts are, in sentences.
pub(in crate::analyze) fn about_accounts(accounts: &Accounts) -> Vec<String> {
    let count = |number: u64| words::count(number as f64);
    let mut told = vec![format!(
        "{} people of {} account{} gave a score; {} of one account at most{}.",
        count(accounts.n),
        count(accounts.accounts),
        if accounts.accounts == 1 { "" } else { "s" },
        count(accounts.largest),
        match accounts.without {
            0 => String::new(),
            1 => "; 1 without an account stands alone".to_owned(),
            without => format!("; {} without an account stand alone", count(without)),
        }
    )];
    let alike = match (accounts.status, accounts.effective_n) {
        ("all_different", _) => {
            "No two people are of one account, so it makes no difference.".to_owned()
        }
        ("no_spread", _) => {
            "Nothing differs between accounts: no interval can be taken from them.".to_owned()
        }
        (_, Some(n)) => format!(
            "They tell as much as {} strangers would.",
            words::count(n.round())
        ),
        _ => return told,
    };
    told.push(alike);
    told
}

/// What the change of a driver amounts to, corrected for looking at several.
pub(in crate::analyze) fn driver_change(driver: &DriverChange) -> String {
    let verdict = words::change_verdict(driver.agree);
    match (verdict.as_str(), driver.p_adjusted) {
        ("rose" | "fell", Some(p)) if p >= 0.05 => "not more than chance, of so many".to_owned(),
        _ => verdict,
    }
}

/// Who writes comments: accounts when they are known.
pub(in crate::analyze) fn writers(analysis: &Analysis) -> &'static str {
    if analysis.columns.account.is_some() {
        "accounts"
    } else {
        "people"
    }
}

/// How many of the writers of a side use a word: `12 (8 %)`.
pub(in crate::analyze) fn of_writers(number: u64, of: u64) -> String {
    if of == 0 {
        return "0".to_owned();
    }
    let share = NUMBERS.percent(number as f64 / of as f64, 0);
    format!("{} ({share})", words::count(number as f64))
}

//! What an import says on standard output.

use std::path::Path;

use response::import::{Mapping, Profile, Summary, Target};

use super::LISTED;

/// Says what the columns become and which are left out.
pub(super) fn tell_mapping(profile: &Profile, mapping: &Mapping) {
    let names = |wanted: fn(&Target) -> bool| -> Vec<&str> {
        let columns = profile.columns.iter().map(|c| c.name.as_str());
        columns
            .filter(|name| wanted(mapping.target(name)))
            .collect()
    };
    let answers: Vec<String> = profile
        .columns
        .iter()
        .filter_map(|column| match mapping.target(&column.name) {
            Target::Question(key) if *key == column.name => Some(key.clone()),
            Target::Question(key) => Some(format!("{} → {key}", column.name)),
            _ => None,
        })
        .collect();
    println!("Answers: {}", answers.join(", "));
    let attributes = names(|t| matches!(t, Target::Attribute(_)));
    if !attributes.is_empty() {
        println!("Attributes: {}", attributes.join(", "));
    }
    let left_out = names(|t| *t == Target::Ignore);
    if !left_out.is_empty() {
        println!("Left out: {}", left_out.join(", "));
    }
}

/// Says what was done, or would be.
pub(super) fn tell(summary: &Summary, rejected: Option<&Path>, is_dry_run: bool) {
    if is_dry_run {
        println!(
            "{} rows: {} would be stored, {} rejected. This was a dry run: nothing was stored.",
            summary.rows,
            summary.rows - summary.rejected,
            summary.rejected
        );
    } else {
        println!(
            "{} rows: {} created, {} updated, {} unchanged, {} rejected.",
            summary.rows, summary.created, summary.updated, summary.unchanged, summary.rejected
        );
    }
    if summary.erased > 0 {
        println!(
            "{} responses were erased earlier and stay so.",
            summary.erased
        );
    }
    if summary.short > 0 {
        println!(
            "{} rows are shorter than the header; the rest counts as empty.",
            summary.short
        );
    }
    if summary.rejected > 0 {
        tell_rejected(summary, rejected);
    }
}

fn tell_rejected(summary: &Summary, rejected: Option<&Path>) {
    println!("Why rows were rejected:");
    for ((column, reason), met) in &summary.reasons {
        let place = if column.is_empty() {
            String::new()
        } else {
            format!("{column}: ")
        };
        let values: Vec<_> = met
            .values
            .iter()
            .filter(|v| !v.is_empty())
            .cloned()
            .collect();
        let values = if values.is_empty() {
            String::new()
        } else {
            format!(" ({})", values.join(", "))
        };
        println!("  {place}{reason}: {} times{values}", met.count);
    }
    let lines: Vec<_> = summary
        .examples
        .iter()
        .take(LISTED)
        .map(|r| r.line.to_string())
        .collect();
    let more = if summary.rejected > lines.len() as u64 {
        " …"
    } else {
        ""
    };
    println!("On the lines {}{more}", lines.join(", "));
    match rejected {
        Some(path) => println!("All of them are in {}", path.display()),
        None => println!("To get them as a file with the reasons: --rejected FILE"),
    }
}

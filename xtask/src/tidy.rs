//! The house rules that no compiler checks.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::root;

/// Longest source file, in lines.
const LINES_MAX: usize = 500;
/// Files that may be longer, each with its reason.
const LONGER: [(&str, &str); 0] = [];
/// Longest ARCHITECTURE.md, in lines.
const ARCHITECTURE_LINES_MAX: usize = 150;
/// Endings of what a path in ARCHITECTURE.md may name.
const NAMED: [&str; 8] = [
    ".rs", ".sql", ".html", ".ftl", ".md", ".css", ".js", ".toml",
];

pub(crate) fn run() -> anyhow::Result<()> {
    let mut faults = Vec::new();
    let mut files = Vec::new();
    for folder in ["crates", "xtask"] {
        collect(&root().join(folder), &mut files);
    }
    for file in &files {
        check_file(file, &mut faults);
    }
    check_architecture(&mut faults);
    check_words(&mut faults);
    if faults.is_empty() {
        println!("tidy: {} files, no faults", files.len());
        return Ok(());
    }
    bail!("tidy: {} faults\n{}", faults.len(), faults.join("\n"))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("target") {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

fn check_file(path: &Path, faults: &mut Vec<String>) {
    let Ok(text) = fs::read_to_string(path) else {
        return;
    };
    let shown = path
        .strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string();
    if !text.starts_with("//!") {
        faults.push(format!("{shown}: begins without //! saying why it exists"));
    }
    let lines = text.lines().count();
    if lines > LINES_MAX && !LONGER.iter().any(|(file, _)| shown == *file) {
        faults.push(format!("{shown}: {lines} lines, at most {LINES_MAX}"));
    }
    let role = path
        .file_name()
        .and_then(|n| n.to_str())
        .unwrap_or_default();
    let may_hold_sql = role == "store.rs"
        || shown.contains("/store/")
        || shown.contains("/tests")
        || ["fixture.rs", "pushdown.rs"].contains(&role)
        || [
            "crates/platform/",
            // Machinery: one file per table, with its SQL.
            "crates/mail/",
            // Puts the statements of all lists together.
            "crates/list/",
            "crates/testdb/",
            "crates/bench/",
            "xtask/",
            "crates/server/src/health.rs",
            // Speaks SOQL to Salesforce, not SQL to the database.
            "crates/connector/src/systems/salesforce.rs",
        ]
        .iter()
        .any(|start| shown.starts_with(start));
    let sql = ["\"SELECT ", "\"INSERT INTO ", "\"UPDATE ", "\"DELETE FROM "];
    if !may_hold_sql && sql.iter().any(|s| text.contains(s)) {
        faults.push(format!("{shown}: SQL outside store.rs"));
    }
}

/// Every path ARCHITECTURE.md names exists, and every crate is named.
fn check_architecture(faults: &mut Vec<String>) {
    let Ok(text) = fs::read_to_string(root().join("ARCHITECTURE.md")) else {
        faults.push("ARCHITECTURE.md is missing".to_owned());
        return;
    };
    if text.lines().count() > ARCHITECTURE_LINES_MAX {
        faults.push(format!(
            "ARCHITECTURE.md: more than {ARCHITECTURE_LINES_MAX} lines"
        ));
    }
    for name in text.split('`').skip(1).step_by(2) {
        let path = name.split("::").next().unwrap_or(name);
        let is_path = path.trim_end_matches('/').contains('/')
            && !path.contains(['*', '{', ' ', ':'])
            && !path.starts_with('/')
            && (NAMED.iter().any(|e| path.ends_with(e)) || path.ends_with('/'));
        if is_path && !root().join(path).exists() {
            faults.push(format!(
                "ARCHITECTURE.md names {path}, which does not exist"
            ));
        }
    }
    let Ok(crates) = fs::read_dir(root().join("crates")) else {
        return;
    };
    for entry in crates.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !text.contains(&format!("`{name}`")) && !text.contains(&format!("crates/{name}/")) {
            faults.push(format!("ARCHITECTURE.md does not name the crate {name}"));
        }
    }
}

/// Dutch and English have the same messages, and each begins with a noun.
fn check_words(faults: &mut Vec<String>) {
    let Ok(crates) = fs::read_dir(root().join("crates")) else {
        return;
    };
    for entry in crates.flatten() {
        let folder = entry.path().join("locales");
        let Ok(files) = fs::read_dir(&folder) else {
            continue;
        };
        for file in files.flatten().map(|f| f.path()) {
            let name = file
                .file_name()
                .and_then(|n| n.to_str())
                .unwrap_or_default()
                .to_owned();
            let Some(stem) = name.strip_suffix("en.ftl") else {
                continue;
            };
            let other = folder.join(format!("{stem}nl.ftl"));
            let (english, dutch) = (keys(&file), keys(&other));
            for key in english.iter().filter(|k| !dutch.contains(k)) {
                faults.push(format!("{}: {key} is missing", other.display()));
            }
            for key in dutch.iter().filter(|k| !english.contains(k)) {
                faults.push(format!("{}: {key} is missing", file.display()));
            }
        }
    }
}

fn keys(file: &Path) -> Vec<String> {
    fs::read_to_string(file)
        .unwrap_or_default()
        .lines()
        .filter(|l| l.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|l| Some(l.split_once('=')?.0.trim().to_owned()))
        .collect()
}

//! `luister import contacts`: a file of contacts and their accounts, also while the server runs.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use contact::{ContactFile, FilePlace, Files, Progress, RunError, Summary};
use platform::Problem;
use platform::web::App;
use user::Viewer;

use super::Failed;
use super::bar::with_bar;
use crate::offline;
use crate::settings::{DataArgs, WorkspaceArgs};

/// What `luister import contacts` takes.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    workspace: WorkspaceArgs,
    /// The file: CSV of any kind (separator and encoding are detected) or XLSX.
    file: PathBuf,
    #[command(flatten)]
    columns: ColumnArgs,
    /// Sheet of an XLSX file; the first one when not given.
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Check everything and store nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write the rejected rows with their reasons to this CSV file.
    #[arg(long, value_name = "FILE")]
    rejected: Option<PathBuf>,
    /// Write which rows were put together, and what they said differently, to this CSV file.
    #[arg(long, value_name = "FILE")]
    merged: Option<PathBuf>,
}

/// Which column is what. What is said later in this list goes before what is said earlier, and all
/// of it before what is remembered and what names tell.
#[derive(Debug, Clone, clap::Args)]
struct ColumnArgs {
    /// Take what the columns became from this name in Luister.
    #[arg(long, value_name = "NAME")]
    saved: Option<String>,
    /// Take what the columns become from this JSON file: {"Klant": "account", …}
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Column and what it becomes: "Klant=account", "Sector=attribute:industry"
    #[arg(long, value_name = "COL=WHAT")]
    map: Vec<String>,
    /// What all columns become that nothing is known of: attribute or ignore.
    #[arg(long, value_name = "WHAT", value_parser = ["attribute", "ignore"])]
    others: Option<String>,
    /// Keep what the columns become under this name in Luister.
    #[arg(long, value_name = "NAME")]
    save_as: Option<String>,
}

/// Imports; exit code 0 also when rows were rejected, 2 when file and arguments don't fit.
pub(super) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let folder = folder(&args.data)?;
    let db = args.data.open()?;
    super::finish("luister import contacts", import(args, db, &folder))
}

impl From<RunError> for Failed {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Table(tabular::Error::Io(error)) => Self::Other(error.into()),
            RunError::Table(error) => Self::Unusable(error.to_string()),
            RunError::Problem(problem) => problem.into(),
        }
    }
}

async fn import(args: &Args, db: platform::Db, folder: &Path) -> Result<(), Failed> {
    let app = offline::app(db)?;
    let viewer = offline::viewer(&app, &args.workspace).await?;
    let file = args.file.display();
    File::open(&args.file)
        .map_err(|error| Failed::Unusable(format!("can't read {file}: {error}")))?;
    for (flag, path) in [("rejected", &args.rejected), ("merged", &args.merged)] {
        let path = path.as_ref();
        if path.is_some_and(|path| super::is_same_file(path, &args.file)) {
            let text = format!("--{flag} would overwrite the file that is imported");
            return Err(Failed::Unusable(text));
        }
    }
    let contacts = opened(args, (&app, &viewer), folder).await?;
    for (column, becomes) in contacts.columns() {
        println!("{column} → {becomes}");
    }
    let files = Files {
        rejected: args.rejected.clone(),
        merged: args.merged.clone(),
    };
    for path in [&files.rejected, &files.merged].into_iter().flatten() {
        File::create(path).with_context(|| format!("can't write {}", path.display()))?;
    }
    let progress = Arc::new(Progress::default());
    let look = || shown(&progress);
    let summary = if args.dry_run {
        let trying = contacts.dry_run(files, progress.clone());
        with_bar(look, trying).await?
    } else {
        let name = args.columns.save_as.as_deref();
        let storing = contacts.store(name, files, progress.clone());
        with_bar(look, storing).await.map_err(broken_off)?
    };
    tell(&summary, args);
    Ok(())
}

/// The file, with everything said of its columns.
async fn opened(
    args: &Args,
    (app, viewer): (&App, &Viewer),
    folder: &Path,
) -> Result<ContactFile, Failed> {
    let place = FilePlace {
        path: &args.file,
        sheet: args.sheet.as_deref(),
        folder,
    };
    let mut contacts = ContactFile::open(app, viewer, &place).await?;
    if let Some(name) = &args.columns.saved {
        contacts.take_saved(name).await?;
    }
    args.columns.say(&mut contacts).map_err(Failed::Unusable)?;
    let unknown: Vec<&str> = contacts.unknown().collect();
    if !unknown.is_empty() {
        let flags: Vec<String> = unknown
            .iter()
            .map(|column| format!("  --map {}", quoted(&format!("{column}=attribute"))))
            .collect();
        return Err(Failed::Unusable(format!(
            "say what these columns become; as attributes they would be\n{}\n\
             or all of them together: --others attribute, or --others ignore",
            flags.join("\n")
        )));
    }
    contacts.check().map_err(Failed::Unusable)?;
    Ok(contacts)
}

impl ColumnArgs {
    fn say(&self, contacts: &mut ContactFile) -> Result<(), String> {
        if let Some(path) = &self.mapping {
            let place = path.display();
            let text = std::fs::read_to_string(path);
            let text = text.map_err(|error| format!("can't read {place}: {error}"))?;
            let all: BTreeMap<String, String> = serde_json::from_str(&text).map_err(|error| {
                format!("{place}: not {{\"Column\": \"what it becomes\"}}: {error}")
            })?;
            for (column, becomes) in &all {
                contacts
                    .say(column, becomes)
                    .map_err(|text| format!("{place}: {text}"))?;
            }
        }
        for pair in &self.map {
            let (column, becomes) = pair
                .rsplit_once('=')
                .ok_or_else(|| format!("--map needs COL=WHAT, not {pair:?}"))?;
            contacts.say(column, becomes)?;
        }
        match &self.others {
            Some(becomes) => contacts.say_others(becomes),
            None => Ok(()),
        }
    }
}

/// Where rows may wait on disk: the folder of uploads, if this machine has it.
fn folder(data: &DataArgs) -> anyhow::Result<PathBuf> {
    let data = data.settings("luister-data")?.data;
    Ok(if data.is_dir() {
        data.join("staging")
    } else {
        std::env::temp_dir()
    })
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn shown(progress: &Progress) -> (f64, String) {
    let (seen, total) = (progress.seen(), progress.total());
    if total == 0 {
        return (0.0, format!("{seen} rows looked through"));
    }
    let (done, rejected) = (progress.done(), progress.rejected());
    let share = done as f64 / total as f64;
    (
        share,
        format!("{done} of {total} rows, {rejected} rejected"),
    )
}

fn broken_off(error: RunError) -> Failed {
    match error {
        RunError::Problem(Problem::Invalid { .. }) | RunError::Table(_) => error.into(),
        RunError::Problem(problem) => {
            Failed::Other(anyhow::Error::from(problem).context(
                "what was stored until now stays; run the same command again for the rest",
            ))
        }
    }
}

fn tell(summary: &Summary, args: &Args) {
    let rows = summary.rows;
    let would = if args.dry_run { "would be " } else { "" };
    println!(
        "{rows} rows: {} {would}created, {} {would}updated, {} unchanged, {} {would}put together, \
         {} rejected.",
        summary.created, summary.updated, summary.unchanged, summary.merged, summary.rejected
    );
    if args.dry_run {
        println!("This was a dry run: nothing was stored.");
    }
    if summary.stays_out > 0 {
        println!(
            "{} stay unsubscribed although the file says that they consent.",
            summary.stays_out
        );
    }
    tell_merged(summary, args.merged.as_deref());
    tell_rejected(summary, args.rejected.as_deref());
}

fn tell_merged(summary: &Summary, file: Option<&Path>) {
    if summary.merged == 0 {
        return;
    }
    for merge in summary.merges.iter().take(super::LISTED) {
        let lines: Vec<String> = merge.lines.iter().map(ToString::to_string).collect();
        let differed = merge.differed.iter();
        let differed: Vec<String> = differed
            .map(|(field, earlier, later)| format!("; {field}: {later}, not {earlier}"))
            .collect();
        println!(
            "  one person: lines {}{}",
            lines.join(", "),
            differed.concat()
        );
    }
    match file {
        Some(path) => println!("All rows that were put together are in {}", path.display()),
        None => println!("To get all of them as a file: --merged FILE"),
    }
}

fn tell_rejected(summary: &Summary, file: Option<&Path>) {
    if summary.rejected == 0 {
        return;
    }
    println!("Why rows were rejected:");
    for kind in &summary.kinds {
        let place = match kind.column.as_str() {
            "" => String::new(),
            column => format!("{column}: "),
        };
        println!("  {place}{}: {} times", kind.reason, kind.count);
    }
    let mut lines: Vec<u64> = summary.troubles.iter().map(|one| one.line).collect();
    lines.dedup();
    let shown: Vec<String> = lines
        .iter()
        .take(super::LISTED)
        .map(ToString::to_string)
        .collect();
    let more = if summary.rejected > shown.len() as u64 {
        " …"
    } else {
        ""
    };
    println!("On the lines {}{more}", shown.join(", "));
    match file {
        Some(path) => println!("All of them are in {}", path.display()),
        None => println!("To get them as a file with the reasons: --rejected FILE"),
    }
}

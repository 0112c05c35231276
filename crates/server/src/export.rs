//! `luister export`: the responses of a survey as a file, also while the server runs.

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use indicatif::ProgressBar;
use platform::Problem;
use platform::web::App;
use response::export::{self, Export, csv, xlsx};

use crate::offline;
use crate::settings::{DataArgs, WorkspaceArgs};

/// What `luister export` takes.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    workspace: WorkspaceArgs,
    /// The survey.
    #[arg(long, value_name = "ID")]
    survey: String,
    /// What to write.
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// For whom a CSV file is: data (programs) or excel-nl (Excel in Dutch).
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// The file to write; standard output when not given.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Text with separators.
    Csv,
    /// A spreadsheet.
    Xlsx,
}

/// Exports; exit code 2 when the arguments don't fit.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.format == Format::Xlsx && args.profile.is_some() {
        eprintln!("luister export: --profile is for CSV");
        return Ok(ExitCode::from(2));
    }
    let db = args.data.open()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let app = offline::app(db)?;
        let viewer = offline::viewer(&app, &args.workspace).await?;
        let export = match export::prepare(&app, &viewer, &args.survey).await {
            Ok(export) => export,
            Err(Problem::NotFound(text) | Problem::Forbidden(text)) => {
                eprintln!("luister export: {text}");
                return Ok(ExitCode::from(2));
            }
            Err(problem) => return Err(problem.into()),
        };
        match args.format {
            Format::Csv => as_csv(args, &app, export).await,
            Format::Xlsx => as_xlsx(args, &app, &export).await,
        }
    })
}

async fn as_csv(args: &Args, app: &App, export: Export) -> anyhow::Result<ExitCode> {
    let profile = match export::profile(args.profile.as_deref()) {
        Ok(profile) => profile,
        Err(problem) => {
            eprintln!("luister export: {problem}");
            return Ok(ExitCode::from(2));
        }
    };
    let bar = ProgressBar::new_spinner();
    let tell = |bytes: u64| bar.set_message(format!("{} kB", bytes / 1024));
    match &args.output {
        None => {
            let mut to = std::io::stdout();
            csv::write(&app.db, export, profile, &mut to, tell).await?;
        }
        Some(output) => {
            let part = Part::beside(output);
            let file = File::create(&part.0);
            let mut to = BufWriter::new(file.with_context(|| part.0.display().to_string())?);
            csv::write(&app.db, export, profile, &mut to, tell).await?;
            drop(to);
            part.becomes(output)?;
        }
    }
    bar.finish_and_clear();
    Ok(ExitCode::SUCCESS)
}

async fn as_xlsx(args: &Args, app: &App, export: &Export) -> anyhow::Result<ExitCode> {
    let bar = ProgressBar::new_spinner();
    bar.enable_steady_tick(std::time::Duration::from_millis(100));
    if let Some(output) = &args.output {
        let part = Part::beside(output);
        xlsx::write(&app.db, export, &part.0).await?;
        part.becomes(output)?;
    } else {
        let mut stdout = std::io::stdout();
        if stdout.is_terminal() {
            bail!("a spreadsheet is no text: give --output FILE");
        }
        let folder = args.data.settings("luister-data")?.data;
        let name = PathBuf::from(format!("{}.xlsx", platform::id::new()));
        let part = Part(folder.join(name));
        xlsx::write(&app.db, export, &part.0).await?;
        std::io::copy(&mut File::open(&part.0)?, &mut stdout)?;
        stdout.flush()?;
    }
    bar.finish_and_clear();
    Ok(ExitCode::SUCCESS)
}

/// A file being written: it gets its name when it is whole, and is removed when it never is.
struct Part(PathBuf);

impl Part {
    fn beside(output: &Path) -> Self {
        let mut name = output.as_os_str().to_owned();
        name.push(".part");
        Self(name.into())
    }

    fn becomes(&self, output: &Path) -> anyhow::Result<()> {
        std::fs::rename(&self.0, output).with_context(|| output.display().to_string())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

//! `luister import`: a file into a survey, also while the server runs.

mod bar;
mod columns;
mod contacts;
mod summary;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use platform::Problem;
use platform::web::App;
use response::import::service::{self, NewSurvey};
use response::import::{Mapping, Plan, Profile, Progress, RunError, Summary, run};
use survey::Definition;
use tabular::Source;
use user::Viewer;

use self::bar::with_bar;
use crate::offline;
use crate::settings::{DataArgs, WorkspaceArgs};

/// Rejected or merged rows that are named at most.
const LISTED: usize = 10;

/// What `luister import` takes.
#[derive(Debug, Clone, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    other: Option<Other>,
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    workspace: WorkspaceArgs,
    /// The file: CSV of any kind (separator and encoding are detected) or XLSX.
    #[arg(required = true)]
    file: Option<PathBuf>,
    #[command(flatten)]
    into: Destination,
    #[command(flatten)]
    columns: columns::ColumnArgs,
    /// Language of a new survey's questions.
    #[arg(long, value_name = "CODE", default_value = "en", requires = "new")]
    survey_language: String,
    /// Sheet of an XLSX file; the first one when not given.
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Check everything and store nothing.
    #[arg(long)]
    dry_run: bool,
    /// Write the rejected rows with their reasons to this CSV file.
    #[arg(long, value_name = "FILE")]
    rejected: Option<PathBuf>,
}

/// Files of something else than answers.
#[derive(Debug, Clone, clap::Subcommand)]
enum Other {
    /// Bring contacts and their accounts from a CSV or XLSX file.
    Contacts(Box<contacts::Args>),
}

#[derive(Debug, Clone, clap::Args)]
#[group(required = true, multiple = false)]
struct Destination {
    /// The survey the answers belong to.
    #[arg(long, value_name = "ID")]
    survey: Option<String>,
    /// Make a survey with this title from the columns; run again, the same one is taken.
    #[arg(long, value_name = "TITLE")]
    new: Option<String>,
}

/// Imports; exit code 0 also when rows were rejected, 2 when file and arguments don't fit.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if let Some(Other::Contacts(args)) = &args.other {
        return contacts::run(args);
    }
    let file = args.file.as_ref().context("no file")?;
    let db = args.data.open()?;
    finish("luister import", import((args, file), db))
}

/// Runs an import to its end, and says why when it can't be done.
fn finish(
    command: &str,
    import: impl Future<Output = Result<(), Failed>>,
) -> anyhow::Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    match runtime.block_on(import) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(Failed::Unusable(text)) => {
            eprintln!("{command}: {text}");
            Ok(ExitCode::from(2))
        }
        Err(Failed::Other(error)) => Err(error),
    }
}

/// Why nothing, or not everything, was imported.
enum Failed {
    /// File, arguments and survey don't fit together.
    Unusable(String),
    /// Anything else.
    Other(anyhow::Error),
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::Invalid { errors, .. } => {
                let details: Vec<_> = errors.into_iter().map(|e| e.detail).collect();
                Self::Unusable(details.join("\n"))
            }
            Problem::NotFound(text) | Problem::Conflict(text) => Self::Unusable(text),
            other => Self::Other(other.into()),
        }
    }
}

impl From<RunError> for Failed {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Table(tabular::Error::Io(error)) => Self::Other(error.into()),
            RunError::Table(_) | RunError::Mapping(_) => Self::Unusable(error.to_string()),
            other => Self::Other(anyhow::Error::from(other).context(
                "what was stored until now stays; run the same command again for the rest",
            )),
        }
    }
}

impl From<anyhow::Error> for Failed {
    fn from(error: anyhow::Error) -> Self {
        Self::Other(error)
    }
}

async fn import((args, file): (&Args, &PathBuf), db: platform::Db) -> Result<(), Failed> {
    let app = offline::app(db)?;
    let viewer = offline::viewer(&app, &args.workspace).await?;
    let opened = File::open(file);
    opened.map_err(|error| Failed::Unusable(format!("can't read {}: {error}", file.display())))?;
    let source = Source::from(file);
    let progress = Arc::new(Progress::default());
    let looking = service::look(source.clone(), args.sheet.clone(), progress.clone());
    let profile = with_bar(|| shown(&progress), looking).await?;
    let (target, mut mapping) = target(args, &app, &viewer, &profile).await?;
    mapping.sheet.clone_from(&args.sheet);
    args.columns.put_codes(&mut mapping);
    mapping
        .check(&profile.names(), target.definition())
        .map_err(|error| Failed::Unusable(error.to_string()))?;
    summary::tell_mapping(&profile, &mapping);
    let rejected = rejected_file((args, file))?;
    if args.dry_run {
        let plan = dry_plan(&app, &viewer, source, mapping, target).await?;
        let summary = checked(plan, rejected).await?;
        summary::tell(&summary, args.rejected.as_deref(), true);
        return Ok(());
    }
    let survey_id = match target {
        Target::Survey(survey) => survey.survey_id,
        Target::New(definition) => {
            let survey = service::new_survey(&app, &viewer, definition).await?;
            println!("Survey {}", survey.survey_id);
            survey.survey_id
        }
    };
    let plan = service::plan(&app, &viewer, &survey_id, source, mapping).await?;
    let summary = imported(&app, plan, rejected).await?;
    summary::tell(&summary, args.rejected.as_deref(), false);
    Ok(())
}

/// Where the answers go.
enum Target {
    Survey(Box<survey::Survey>),
    New(Definition),
}

impl Target {
    fn definition(&self) -> &Definition {
        match self {
            Self::Survey(survey) => &survey.definition,
            Self::New(definition) => definition,
        }
    }
}

async fn target(
    args: &Args,
    app: &App,
    viewer: &Viewer,
    profile: &Profile,
) -> Result<(Target, Mapping), Failed> {
    if let Some(survey_id) = &args.into.survey {
        let survey = survey::service::get(app, viewer, survey_id).await?;
        let mapping = args
            .columns
            .mapping(profile, &survey.definition)
            .map_err(Failed::Unusable)?;
        return Ok((Target::Survey(Box::new(survey)), mapping));
    }
    let roles = args.columns.roles(profile).map_err(Failed::Unusable)?;
    let new = NewSurvey {
        title: args.into.new.clone().unwrap_or_default(),
        language: args.survey_language.clone(),
        roles,
    };
    let (definition, mapping) = service::drafted(app, viewer, &new, profile).await?;
    Ok((Target::New(definition), mapping))
}

async fn dry_plan(
    app: &App,
    viewer: &Viewer,
    source: Source,
    mapping: Mapping,
    target: Target,
) -> Result<Plan, Problem> {
    let calendar = service::calendar(app, &viewer.workspace_id).await?;
    Ok(Plan {
        source,
        mapping,
        workspace_id: viewer.workspace_id.clone(),
        survey_id: String::new(),
        revision: 0,
        definition: target.definition().clone(),
        calendar,
    })
}

type Rejected = Option<Box<dyn Write + Send>>;

fn rejected_file((args, imported): (&Args, &Path)) -> Result<Rejected, Failed> {
    let Some(path) = &args.rejected else {
        return Ok(None);
    };
    if is_same_file(path, imported) {
        let text = "--rejected would overwrite the file that is imported".to_owned();
        return Err(Failed::Unusable(text));
    }
    let file = File::create(path).with_context(|| format!("can't write {}", path.display()))?;
    Ok(Some(Box::new(BufWriter::new(file))))
}

fn is_same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

async fn checked(plan: Plan, rejected: Rejected) -> Result<Summary, Failed> {
    let progress = Arc::new(Progress::default());
    let watched = progress.clone();
    let checking = tokio::task::spawn_blocking(move || run::check(&plan, &watched, rejected));
    let checked = with_bar(|| shown(&progress), checking).await;
    Ok(checked
        .context("the check stopped")
        .map_err(Failed::Other)??)
}

async fn imported(app: &App, plan: Plan, rejected: Rejected) -> Result<Summary, Failed> {
    let progress = Arc::new(Progress::default());
    let importing = run::run(app, plan, progress.clone(), rejected);
    Ok(with_bar(|| shown(&progress), importing).await?)
}

fn shown(progress: &Progress) -> (f64, String) {
    let (rows, rejected) = (progress.rows(), progress.rejected());
    let words = format!("{rows} rows, {rejected} rejected");
    (progress.share(), words)
}

//! Setup, users and API keys without a browser. All work while the server runs.

use std::io::BufRead;
use std::process::ExitCode;

use anyhow::{Context, bail};
use platform::words::Language;
use platform::{Clock, Db, Problem};
use user::people::{self, NewPerson};
use user::service::{self, Setup};
use user::{Role, Scope, Viewer};

use crate::settings::{DataArgs, WorkspaceArgs};

#[derive(clap::Args)]
pub(crate) struct SetupArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Address the administrator logs in with.
    #[arg(long)]
    email: String,
    /// Read the password from standard input (its first line).
    #[arg(long, required = true)]
    password_stdin: bool,
    /// Name of the workspace, usually the company's.
    #[arg(long)]
    workspace: String,
    /// Language of the administrator's pages: en or nl.
    #[arg(long, default_value = "en", value_parser = language)]
    language: Language,
}

#[derive(clap::Subcommand)]
pub(crate) enum UserCommand {
    /// Add a person.
    Add(UserAddArgs),
    /// Give a person another password; ends all their sessions.
    SetPassword(SetPasswordArgs),
}

#[derive(clap::Args)]
pub(crate) struct SetPasswordArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Address the person logs in with.
    #[arg(long)]
    email: String,
    /// Read the new password from standard input (its first line).
    #[arg(long, required = true)]
    password_stdin: bool,
}

#[derive(clap::Args)]
pub(crate) struct UserAddArgs {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    workspace: WorkspaceArgs,
    /// Address to log in with.
    #[arg(long)]
    email: String,
    /// Name shown; from the address when left out.
    #[arg(long, default_value = "")]
    name: String,
    /// administrator, programme_manager, director, analyst, lead, employee or viewer.
    #[arg(long, default_value = "viewer")]
    role: Role,
    /// Read the password from standard input (its first line). Without it they can log in if they
    /// do so already, in another workspace.
    #[arg(long)]
    password_stdin: bool,
    /// Language of the pages: en or nl.
    #[arg(long, default_value = "en", value_parser = language)]
    language: Language,
}

#[derive(clap::Subcommand)]
pub(crate) enum KeyCommand {
    /// Make a key and print it, alone, on standard output.
    Create(KeyCreateArgs),
}

#[derive(clap::Args)]
pub(crate) struct KeyCreateArgs {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    workspace: WorkspaceArgs,
    /// read or write (which includes read).
    #[arg(long)]
    scope: Scope,
    /// What the key is for.
    #[arg(long, default_value = "command line")]
    name: String,
    /// The key may make workspaces, too.
    #[arg(long)]
    installation: bool,
}

pub(crate) fn language(code: &str) -> Result<Language, String> {
    Language::from_code(code).ok_or_else(|| "a language is en or nl".to_owned())
}

/// The first line of standard input.
pub(crate) fn password() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .context("no password on standard input")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Runs one verb on the database from a command.
pub(crate) fn run<T>(
    db: &Db,
    verb: impl AsyncFnOnce(&Db, i64) -> Result<T, Problem>,
) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let now_us = Clock::system().now_us();
    Ok(runtime.block_on(verb(db, now_us))?)
}

/// Whoever can start a command on the data may change it.
pub(crate) async fn viewer(db: &Db, workspace: &WorkspaceArgs) -> Result<Viewer, Problem> {
    let meant = user::workspace::named(db, workspace.named.as_deref()).await?;
    let key = ("command line", "command line");
    Ok(Viewer::key(&meant.workspace_id, key, Scope::Write).with_installation(true))
}

pub(crate) fn set_up(args: &SetupArgs) -> anyhow::Result<ExitCode> {
    let setup = Setup {
        workspace: args.workspace.clone(),
        email: args.email.clone(),
        password: password()?,
        language: args.language.code(),
    };
    setup.check()?;
    let db = args.data.open_or_make()?;
    run(&db, async |db, now_us| {
        service::set_up(db, setup, now_us).await
    })?;
    println!(
        "Workspace {} is set up; {} can log in.",
        args.workspace, args.email
    );
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn user(command: &UserCommand) -> anyhow::Result<ExitCode> {
    match command {
        UserCommand::Add(args) => add_user(args),
        UserCommand::SetPassword(args) => set_password(args),
    }
}

fn set_password(args: &SetPasswordArgs) -> anyhow::Result<ExitCode> {
    let new = password()?;
    let db = args.data.open()?;
    run(&db, async |db, now_us| {
        service::set_password(db, (&args.email, &new), now_us).await
    })?;
    println!("{} can log in with the new password.", args.email);
    Ok(ExitCode::SUCCESS)
}

fn add_user(args: &UserAddArgs) -> anyhow::Result<ExitCode> {
    let new = NewPerson {
        email: args.email.clone(),
        name: args.name.clone(),
        role: args.role,
        language: args.language,
        lead_id: None,
        team_id: None,
        password: args.password_stdin.then(password).transpose()?,
    };
    let db = args.data.open()?;
    let may_login = run(&db, async |db, now_us| {
        let viewer = viewer(db, &args.workspace).await?;
        let user_id = people::add(db, &viewer, new, (false, now_us)).await?;
        let added = db
            .read(move |tx| Ok::<_, Problem>(people::by_id(tx, &viewer.workspace_id, &user_id)?))
            .await?;
        Ok(added.is_some_and(|person| person.may_login))
    })?;
    let may = if may_login { "can" } else { "can't" };
    println!("{} {may} log in.", args.email);
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn api_key(command: &KeyCommand) -> anyhow::Result<ExitCode> {
    let KeyCommand::Create(args) = command;
    if args.name.trim().is_empty() {
        bail!("--name needs a text");
    }
    let db = args.data.open()?;
    let key = run(&db, async |db, now_us| {
        let viewer = viewer(db, &args.workspace).await?;
        let wanted = (args.name.as_str(), args.scope, args.installation);
        service::create_key(db, &viewer, wanted, now_us).await
    })?;
    println!("{key}");
    Ok(ExitCode::SUCCESS)
}

//! `luister workspace`: the separate worlds of one installation, also while the server runs.

use std::process::ExitCode;

use platform::words::Language;
use user::workspace::{self, Maker, NewWorkspace};

use crate::keys::{language, password, run as on};
use crate::settings::{DataArgs, WorkspaceArgs};

/// What `luister workspace` does.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// List the workspaces: id, people, name.
    List(ListArgs),
    /// Make a workspace with its first administrator.
    Add(AddArgs),
    /// Give a workspace another name.
    Rename(RenameArgs),
    /// Let somebody administer the installation: make and rename workspaces.
    Administrator(AdministratorArgs),
}

#[derive(clap::Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    data: DataArgs,
}

#[derive(clap::Args)]
pub(crate) struct AddArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Name of the workspace, usually the company's.
    #[arg(long)]
    name: String,
    /// Address of its first administrator.
    #[arg(long)]
    email: String,
    /// Read the administrator's password from standard input (its first line); for who does not
    /// log in to this installation yet.
    #[arg(long)]
    password_stdin: bool,
    /// Language of the administrator's pages: en or nl.
    #[arg(long, default_value = "en", value_parser = language)]
    language: Language,
}

#[derive(clap::Args)]
pub(crate) struct RenameArgs {
    #[command(flatten)]
    data: DataArgs,
    #[command(flatten)]
    workspace: WorkspaceArgs,
    /// The new name.
    #[arg(long)]
    name: String,
}

#[derive(clap::Args)]
pub(crate) struct AdministratorArgs {
    #[command(flatten)]
    data: DataArgs,
    /// Address they log in with.
    #[arg(long)]
    email: String,
    /// Not any more.
    #[arg(long)]
    remove: bool,
}

/// Runs one of them.
pub(crate) fn run(command: &Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::List(args) => list(args)?,
        Command::Add(args) => add(args)?,
        Command::Rename(args) => rename(args)?,
        Command::Administrator(args) => administrator(args)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn list(args: &ListArgs) -> anyhow::Result<()> {
    let db = args.data.open()?;
    let all = on(&db, async |db, _| {
        db.read(|tx| Ok::<_, platform::Problem>(workspace::all(tx)?))
            .await
    })?;
    for one in all {
        println!("{}\t{}\t{}", one.workspace_id, one.people, one.name);
    }
    Ok(())
}

fn add(args: &AddArgs) -> anyhow::Result<()> {
    let new = NewWorkspace {
        name: args.name.clone(),
        email: args.email.clone(),
        language: args.language,
        password: args.password_stdin.then(password).transpose()?,
    };
    let db = args.data.open()?;
    on(&db, async |db, now_us| {
        workspace::add(db, Maker::Command, new, (true, now_us)).await
    })?;
    println!(
        "Workspace {} is made; {} administers it.",
        args.name, args.email
    );
    Ok(())
}

fn rename(args: &RenameArgs) -> anyhow::Result<()> {
    let db = args.data.open()?;
    let before = on(&db, async |db, now_us| {
        let meant = workspace::named(db, args.workspace.named.as_deref()).await?;
        let what = (meant.workspace_id.as_str(), args.name.as_str());
        workspace::rename(db, Maker::Command, what, now_us).await?;
        Ok(meant.name)
    })?;
    println!("Workspace {before} is called {} now.", args.name);
    Ok(())
}

fn administrator(args: &AdministratorArgs) -> anyhow::Result<()> {
    let db = args.data.open()?;
    on(&db, async |db, now_us| {
        let what = (args.email.as_str(), !args.remove);
        workspace::grant(db, Maker::Command, what, now_us).await
    })?;
    let may = if args.remove {
        "may not make"
    } else {
        "may make"
    };
    println!("{} {may} workspaces.", args.email);
    Ok(())
}

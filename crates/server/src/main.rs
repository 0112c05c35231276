//! `luister`: the one binary. Commands and wiring; everything else is in the slices.

mod analyze;
mod apidoc;
mod demo;
mod export;
mod health;
mod import;
mod keys;
mod offline;
mod routes;
mod serve;
mod settings;
mod wiring;
mod workspace;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

/// Ask customers how they are doing, understand what drives the answers, act on each, and tell
/// them what was done.
#[derive(Parser)]
#[command(version, propagate_version = true)]
struct Cli {
    /// Log as JSON lines instead of text.
    #[arg(long, global = true, env = "LUISTER_LOG_JSON")]
    log_json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the pages, the surveys and the API.
    Serve(serve::Args),
    /// As serve, with a sample survey and its real answers, and no login from this machine.
    Demo(serve::Args),
    /// Create workspace and administrator of an empty database.
    Setup(keys::SetupArgs),
    /// People who work here.
    #[command(subcommand)]
    User(keys::UserCommand),
    /// The workspaces of this installation.
    #[command(subcommand)]
    Workspace(workspace::Command),
    /// Keys for programs.
    #[command(name = "api-key", subcommand)]
    ApiKey(keys::KeyCommand),
    /// Bring results from a CSV or XLSX file into a survey.
    Import(Box<import::Args>),
    /// Write the responses of a survey to a CSV or XLSX file.
    Export(export::Args),
    /// The figures of a file, without a server: text, JSON or one report with charts.
    Analyze(Box<analyze::Args>),
    /// Every address with who may use it.
    Routes,
    /// Every kind of mail that can be sent.
    Mails,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    log_to_stderr(cli.log_json);
    let outcome = match cli.command {
        Command::Serve(args) => serve::run(&args, serve::Mode::Serve),
        Command::Demo(args) => serve::run(&args, serve::Mode::Demo),
        Command::Setup(args) => keys::set_up(&args),
        Command::User(command) => keys::user(&command),
        Command::Workspace(command) => workspace::run(&command),
        Command::ApiKey(command) => keys::api_key(&command),
        Command::Import(args) => import::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Analyze(args) => analyze::run(&args),
        Command::Routes => routes::run(),
        Command::Mails => routes::mails(),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("luister: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn log_to_stderr(json: bool) {
    let filter = EnvFilter::try_from_env("LUISTER_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,platform=info,luister=info"));
    let builder = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_env_filter(filter);
    if json {
        builder.json().init();
    } else {
        builder.init();
    }
}

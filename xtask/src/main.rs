//! Tasks around the code, as `cargo xtask TASK`: one runner for laptops and CI.

mod lint;
mod test;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, bail};

const USAGE: &str = "cargo xtask test    all tests, installing what they need
cargo xtask lint    formatting, clippy, tidy
cargo xtask tidy    the house rules alone (part of lint)
cargo xtask ci      lint and test";

fn main() -> ExitCode {
    let task = std::env::args().nth(1).unwrap_or_default();
    let outcome = match task.as_str() {
        "test" => test::run(),
        "lint" => lint::run(),
        "tidy" => tidy::run(),
        "ci" => lint::run().and_then(|()| test::run()),
        _ => Err(anyhow::anyhow!("{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs a command in the root and says which; an error when it fails.
fn execute(command: &mut Command) -> anyhow::Result<()> {
    if command.get_current_dir().is_none() {
        command.current_dir(root());
    }
    eprintln!("$ {command:?}");
    let status = command
        .status()
        .with_context(|| format!("{command:?} can't start"))?;
    if !status.success() {
        bail!("{command:?} failed: {status}");
    }
    Ok(())
}

/// The cargo that runs us.
fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.args(args);
    command
}

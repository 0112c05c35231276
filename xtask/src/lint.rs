//! Formatting, clippy without warnings, tidy.

use crate::{cargo, tidy};

pub(crate) fn run() -> anyhow::Result<()> {
    crate::execute(&mut cargo(&["fmt", "--all", "--check"]))?;
    let clippy = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ];
    crate::execute(&mut cargo(&clippy))?;
    tidy::run()
}

//! `luister analyze`: the figures of a file, without a server.
//!
//! The file goes through the same columns and formulas as answers in the database, so that a file
//! and a survey with the same answers give the same figures.

mod accounts;
mod change;
mod columns;
mod comment;
mod compute;
mod html;
mod json;
mod order;
mod people;
mod pictures;
mod read;
mod tables;
mod text;
mod value;
mod words;

#[cfg(test)]
mod tests;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// The figures of a file, without a server: text, JSON or one report with charts
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Args {
    /// The file: CSV of any kind (separator and encoding are detected) or XLSX
    pub(crate) file: PathBuf,
    /// Column with the score 0-10
    #[arg(long, value_name = "COL")]
    pub(crate) score: String,
    /// Columns with statements, separated by commas; without this every column whose answers are
    /// whole numbers of the scale, at least two different ones, and whose name isn't that of an id
    #[arg(long, value_name = "A,B,C")]
    pub(crate) drivers: Option<String>,
    /// Column to split by: all figures again for each of its values
    #[arg(long, value_name = "COL")]
    pub(crate) by: Option<String>,
    /// Column with survey weights above 0
    #[arg(long, value_name = "COL")]
    pub(crate) weight: Option<String>,
    /// Values of the statements that are no answer, such as 0,6,Blank; empty cells never are
    #[arg(
        long,
        value_name = "CODES",
        value_delimiter = ',',
        allow_negative_numbers = true
    )]
    pub(crate) missing: Vec<String>,
    /// Values of the score that are no answer, such as 11,Blank
    #[arg(
        long,
        value_name = "CODES",
        value_delimiter = ',',
        allow_negative_numbers = true
    )]
    pub(crate) score_missing: Vec<String>,
    /// Answers that mean agree; a code above 5 makes it a scale 1-10
    #[arg(
        long,
        value_name = "CODES",
        value_delimiter = ',',
        default_value = "4,5"
    )]
    pub(crate) agree: Vec<u8>,
    /// Answers that mean disagree
    #[arg(
        long,
        value_name = "CODES",
        value_delimiter = ',',
        default_value = "1,2"
    )]
    pub(crate) disagree: Vec<u8>,
    /// Columns with attributes that take part as drivers, such as features used or industry: numbers,
    /// yes/no or categories
    #[arg(long, value_name = "A,B,C")]
    pub(crate) attributes: Option<String>,
    /// Column with the account people belong to: answers of one account are not independent
    #[arg(long, value_name = "COL")]
    pub(crate) account: Option<String>,
    /// Column with two waves (of more, the last two): what changed, and where
    #[arg(long, value_name = "COL")]
    pub(crate) change: Option<String>,
    /// Column with comments: the words that set detractors and promoters apart
    #[arg(long, value_name = "COL")]
    pub(crate) comment: Option<String>,
    /// Resamples for the intervals of importance and what-if and for the ranks; 0 leaves them out
    #[arg(long, value_name = "N", default_value_t = 2000, allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(..=REPLICATES_MAX))]
    pub(crate) bootstrap: u32,
    /// Where resampling starts: the same seed gives the same intervals
    #[arg(long, value_name = "S", default_value_t = 1, allow_negative_numbers = true, value_parser = seed)]
    pub(crate) seed: u64,
    /// Whose answers the figures of several drivers at once rest on: em, everybody who gave a
    /// score, or listwise, those who answered every driver
    #[arg(long, value_name = "METHOD", value_enum, default_value_t = MissingMethod::Em)]
    pub(crate) missing_method: MissingMethod,
    /// Sheet of an XLSX file; the first one when not given
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// What to write
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

/// More resamples than this only take time.
const REPLICATES_MAX: i64 = 100_000;

/// Whose answers the figures of several drivers at once rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum MissingMethod {
    /// Everybody who gave a score, by maximum likelihood (EM)
    Em,
    /// Only those who answered every driver
    Listwise,
}

/// What to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people, in a terminal
    Text,
    /// For programs, at full precision
    Json,
    /// One self-contained report with charts
    Html,
}

/// The number resampling starts from.
fn seed(text: &str) -> Result<u64, String> {
    let number = text.parse();
    number.map_err(|_| format!("not a whole number from 0 to {}", u64::MAX))
}

/// Reads the file and writes its figures to standard output.
///
/// Exit code 0; 2 with a message when the arguments don't fit the file.
///
/// # Errors
/// When the file can't be read or the output can't be written.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let analysis = match compute::analyze(args) {
        Ok(analysis) => analysis,
        Err(compute::Error::Usage(message)) => {
            eprintln!("luister analyze: {message}");
            return Ok(ExitCode::from(2));
        }
        Err(compute::Error::Table(error)) => {
            // The text of the error says its cause already.
            anyhow::bail!("{}: {error}", args.file.display());
        }
    };
    let output = match args.format {
        Format::Text => text::write(&analysis),
        Format::Json => json::write(&analysis)?,
        Format::Html => html::write(&analysis)?,
    };
    let mut to = io::stdout().lock();
    match to.write_all(output.as_bytes()).and_then(|()| to.flush()) {
        // Whoever reads may stop early (`| head`).
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

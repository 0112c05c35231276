//! Measures what we promise about speed, beside what others reach, in one run on this machine.
//! `cargo run --release -p bench -- facts`

mod facts;

use std::env;
use std::process::ExitCode;

const USAGE: &str = "\
usage: bench facts [--rows 1000000,10000000] [--rounds 9] [--python PATH]

  facts    the dashboard's queries on columns in memory, against the machine's memory bandwidth,
           DuckDB and Polars (from a Python that has duckdb, polars, numpy and pyarrow)";

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let outcome = match arguments.next().as_deref() {
        Some("facts") => facts::run(arguments.collect()),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

//! Measures what we promise about speed, beside what others reach, in one run on this machine.
//! `cargo run --release -p bench -- facts`

mod coverage;
mod data;
mod drivers;
mod facts;
mod rivals;
mod submits;
mod timing;

use std::env;
use std::process::ExitCode;

const USAGE: &str = "\
usage: bench facts [--rows 1000000,10000000] [--rounds 9] [--python PATH]
       bench drivers [--rows 1000000] [--rounds 9] [--python PATH] [--only JOB]
       bench submits [SECONDS]
       bench coverage [--rounds N]

  facts    the dashboard's queries on columns in memory, against the machine's memory bandwidth,
           DuckDB and Polars (from a Python that has duckdb, polars, numpy and pyarrow)
  drivers  driver analysis: segments, tables, moments, importance, bootstrap and all of it, against
           numpy, pandas, DuckDB and Polars (jobs: segments, tables, moments, importance, bootstrap,
           groups, page)
  submits  acknowledged submits a second over HTTP on the real binary (build it first), beside
           commits one by one; each measurement takes SECONDS (5)
  coverage how often intervals contain the truth, from N surveys drawn per figure and size";

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let outcome = match arguments.next().as_deref() {
        Some("facts") => facts::run(arguments.collect()),
        Some("drivers") => drivers::run(arguments.collect()),
        Some("coverage") => coverage::run(arguments.collect()),
        Some("submits") => arguments
            .next()
            .map_or(Ok(5), |s| s.parse().map_err(|_| USAGE.to_owned()))
            .and_then(|seconds| submits::run(seconds).map_err(|e| format!("{e:#}"))),
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

//! Measures what we promise about speed, beside what others reach, in one run on this machine.
//! `cargo run --release -p bench -- facts`

mod accounts;
mod alerts;
mod boards;
mod company;
mod coverage;
mod data;
mod drivers;
mod facts;
mod logins;
mod mails;
mod rivals;
mod server;
mod sink;
mod submits;
mod timing;

use std::env;
use std::process::ExitCode;

const USAGE: &str = "\
usage: bench facts [--rows 1000000,10000000] [--rounds 9] [--python PATH]
       bench drivers [--rows 1000000] [--rounds 9] [--python PATH] [--only JOB]
       bench submits [SECONDS]
       bench logins [SECONDS]
       bench mails [CONTACTS] [MAILS]
       bench alerts [SECONDS] [ACCOUNTS] [PER_SECOND]
       bench accounts [ACCOUNTS] [CONTACTS] [sqlite|postgresql]
       bench boards [ANSWERS] [OPEN]
       bench coverage [--rounds N]

  facts    the dashboard's queries on columns in memory, against the machine's memory bandwidth,
           DuckDB and Polars (from a Python that has duckdb, polars, numpy and pyarrow)
  drivers  driver analysis: segments, tables, moments, importance, bootstrap and all of it, against
           numpy, pandas, DuckDB and Polars (jobs: segments, tables, moments, importance, bootstrap,
           groups, page)
  submits  acknowledged submits a second over HTTP on the real binary (build it first), beside
           commits one by one; each measurement takes SECONDS (5)
  logins   how long a wrong password and a forgotten one take for known and unknown addresses, and
           what a flood of logins for SECONDS (10) leaves to those who answer and look
  mails    planning for CONTACTS (1000000) of whom MAILS (20000) are asked at once: mails written and
           handed to a mail server a second, and memory (build the binary first)
  alerts   from an acknowledged answer to its case and the mail about it, for SECONDS (60) with
           ACCOUNTS (100000), 100 rules and PER_SECOND (50) answers, each of which opens a case
  accounts lists, search and timelines of ACCOUNTS (100000) with CONTACTS (1000000), for who sees
           everything, a lead of 3 of 200 teams and an employee, and the memory that importing
           them takes
  boards   dashboards of ten blocks on ANSWERS (10000000), for who sees everything and for a lead of
           3 of 200 teams; a new answer until OPEN (500) open dashboards show it, and how often it
           was counted for them
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
        Some("logins") => number(arguments.next(), 10)
            .and_then(|seconds| logins::run(seconds as u64).map_err(|e| format!("{e:#}"))),
        Some("mails") => number(arguments.next(), 1_000_000)
            .and_then(|contacts| Ok((contacts, number(arguments.next(), 20_000)?)))
            .and_then(|(contacts, mails)| {
                mails::run(contacts, mails).map_err(|e| format!("{e:#}"))
            }),
        Some("alerts") => {
            load(&mut arguments).and_then(|load| alerts::run(load).map_err(|e| format!("{e:#}")))
        }
        Some("accounts") => number(arguments.next(), 100_000)
            .and_then(|accounts| Ok((accounts, number(arguments.next(), 1_000_000)?)))
            .and_then(|(accounts, contacts)| {
                let only = arguments.next().unwrap_or_default();
                accounts::run(accounts, contacts, &only).map_err(|e| format!("{e:#}"))
            }),
        Some("boards") => number(arguments.next(), 10_000_000)
            .and_then(|answers| Ok((answers, number(arguments.next(), 500)?)))
            .and_then(|(answers, open)| boards::run(answers, open).map_err(|e| format!("{e:#}"))),
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

fn load(arguments: &mut impl Iterator<Item = String>) -> Result<alerts::Load, String> {
    Ok(alerts::Load {
        seconds: number(arguments.next(), 60)? as u64,
        accounts: number(arguments.next(), 100_000)?,
        rate: number(arguments.next(), 50)? as u64,
    })
}

fn number(given: Option<String>, otherwise: usize) -> Result<usize, String> {
    given.map_or(Ok(otherwise), |s| s.parse().map_err(|_| USAGE.to_owned()))
}

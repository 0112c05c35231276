//! The dashboard's queries on 1 and 10 million answers × 20 statements. Everything is measured in
//! turns, round by round, so that a busy moment of the machine hits all alike.

mod bandwidth;

use std::num::NonZero;
use std::thread::available_parallelism;
use std::time::Instant;

use facts::{Fact, Facts, Group, Query, State, evaluate, evaluate_with_threads};

use crate::data::{self, Data};
use crate::rivals::Rivals;
use crate::timing::Times;

const SCRIPT: &str = include_str!("../count_rivals.py");
const MODULES: &str = "duckdb, polars, numpy, pyarrow";

/// What the command line says.
struct Options {
    rows: Vec<usize>,
    rounds: usize,
    python: String,
}

/// Runs the benchmark and prints its tables as Markdown.
pub(crate) fn run(arguments: Vec<String>) -> Result<(), String> {
    let options = Options::parse(arguments)?;
    let threads = available_parallelism().map_or(1, NonZero::get);
    for &rows in &options.rows {
        measure(rows, threads, &options)?;
    }
    Ok(())
}

impl Options {
    fn parse(arguments: Vec<String>) -> Result<Self, String> {
        let mut options = Self {
            rows: vec![1_000_000, 10_000_000],
            rounds: 9,
            python: "python3".into(),
        };
        let mut arguments = arguments.into_iter();
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or(format!("{name} needs a value"))?;
            let number = |text: &str| {
                text.parse::<usize>()
                    .map_err(|error| format!("{name} {text}: {error}"))
            };
            match name.as_str() {
                "--rows" => {
                    options.rows = value.split(',').map(number).collect::<Result<_, _>>()?;
                }
                "--rounds" => options.rounds = number(&value)?.max(1),
                "--python" => options.python = value,
                _ => return Err(format!("unknown option {name}")),
            }
        }
        Ok(options)
    }
}

/// The measured queries.
#[derive(Clone, Copy)]
enum Job {
    /// Score counts by month × industry.
    Trend,
    /// All (statement × score) tables.
    Drivers,
    /// Both, as a dashboard asks.
    Dashboard,
}

const JOBS: [Job; 3] = [Job::Trend, Job::Drivers, Job::Dashboard];

impl Job {
    fn name(self) -> &'static str {
        match self {
            Self::Trend => "q1: scores by month × industry",
            Self::Drivers => "q2: 20 statement × score tables",
            Self::Dashboard => "dashboard: q1 and q2",
        }
    }

    /// Distinct bytes per row that have to be read: the filter's dimension and the score always,
    /// industry and two bytes of day for q1, the statements for q2.
    fn bytes(self) -> usize {
        match self {
            Self::Trend => 2 + 3,
            Self::Drivers => 2 + data::STATEMENTS,
            Self::Dashboard => 2 + 3 + data::STATEMENTS,
        }
    }

    /// Runs it as the server does.
    fn run(self, data: &Data) -> Vec<Vec<Group>> {
        self.run_with(data, evaluate)
    }

    fn run_with(
        self,
        data: &Data,
        evaluate: impl Fn(&Facts, &Query) -> Vec<Group>,
    ) -> Vec<Vec<Group>> {
        let trend = || evaluate(&data.facts, &data.trend);
        let drivers = || evaluate(&data.facts, &data.drivers);
        match self {
            Self::Trend => vec![trend()],
            Self::Drivers => vec![drivers()],
            Self::Dashboard => vec![trend(), drivers()],
        }
    }
}

fn measure(rows: usize, threads: usize, options: &Options) -> Result<(), String> {
    eprintln!("making {rows} answers");
    let mut data = Data::new(rows);
    let mut rivals = Rivals::start(&options.python, SCRIPT, MODULES, &data)?;
    check(&data, &mut rivals)?;

    let buffer = bandwidth::buffer();
    let mut one_core = Times::default();
    let mut all_cores = Times::default();
    let mut ours: [[Times; 2]; JOBS.len()] = Default::default();
    let mut others: Vec<[Times; 2]> = vec![Default::default(); rivals.names().len()];
    for round in 0..options.rounds {
        eprintln!("round {} of {}", round + 1, options.rounds);
        one_core.time(|| bandwidth::read(&buffer, 1));
        all_cores.time(|| bandwidth::read(&buffer, threads));
        for (job, times) in JOBS.iter().zip(&mut ours) {
            times[0].time(|| {
                job.run_with(&data, |facts, query| evaluate_with_threads(facts, query, 1))
            });
            times[1].time(|| job.run(&data));
        }
        for (rival, times) in others.iter_mut().enumerate() {
            times[0].push(rivals.ask(rival, "q1")?.seconds);
            times[1].push(rivals.ask(rival, "q2")?.seconds);
        }
    }

    let bytes = (buffer.len() * size_of::<u64>()) as f64;
    let read = [one_core, all_cores].map(|times| [times.median(), times.best()]);
    let read = read.map(|seconds| seconds.map(|seconds| bytes / seconds));
    println!("\n### {rows} answers\n");
    println!(
        "Memory read: {:.1} GB/s with one thread, {:.1} GB/s with {threads}.\n",
        read[0][0] / 1e9,
        read[1][0] / 1e9
    );
    print_limits(rows, threads, &ours, read);
    print_rivals(rivals.names(), threads, &ours, &others);
    print_rest(&mut data);
    Ok(())
}

fn print_limits(rows: usize, threads: usize, ours: &[[Times; 2]], read: [[f64; 2]; 2]) {
    println!("| query | threads | ms | read limit ms | × limit | best ms | × best limit |");
    println!("|---|---|---|---|---|---|---|");
    for (job, times) in JOBS.iter().zip(ours) {
        let may = format!("up to {threads}");
        for ((times, threads), read) in times.iter().zip(["1", &may]).zip(read) {
            let [limit, best_limit] = read.map(|read| (job.bytes() * rows) as f64 / read);
            println!(
                "| {} | {threads} | {:.2} | {:.2} | {:.1} | {:.2} | {:.1} |",
                job.name(),
                times.median() * 1e3,
                limit * 1e3,
                times.median() / limit,
                times.best() * 1e3,
                times.best() / best_limit
            );
        }
    }
}

fn print_rivals(names: &[String], threads: usize, ours: &[[Times; 2]], others: &[[Times; 2]]) {
    println!(
        "\n| engine, {threads} threads | q1 ms | × ours | q2 ms | × ours | both ms | × ours | × ours, \
         best |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    let [trend, drivers, both] = [0, 1, 2].map(|job: usize| ours[job][1].median());
    let best = ours[2][1].best();
    let ms = |seconds: f64| format!("{:.1}", seconds * 1e3);
    println!(
        "| Luister | {} | 1 | {} | 1 | {} | 1 | 1 |",
        ms(trend),
        ms(drivers),
        ms(both)
    );
    for (name, times) in names.iter().zip(others) {
        let [q1, q2] = [times[0].median(), times[1].median()];
        println!(
            "| {name} | {} | {:.1} | {} | {:.1} | {} | {:.1} | {:.1} |",
            ms(q1),
            q1 / trend,
            ms(q2),
            q2 / drivers,
            ms(q1 + q2),
            (q1 + q2) / both,
            (times[0].best() + times[1].best()) / best
        );
    }
}

/// Appends and memory.
fn print_rest(data: &mut Data) {
    let rows = data.facts.len();
    println!(
        "\nMemory: {:.2} bytes per answer; {} would be one byte per question and dimension, two for \
         the day, one for the state.",
        data.facts.bytes_used() as f64 / rows as f64,
        1 + data::STATEMENTS + data::DIMENSIONS.len() + 3
    );
    let mut appends = Times::default();
    let mut queries = Times::default();
    for extra in 0..200 {
        let answers = [(data.score, 10), (data.statements[0], 5)];
        let attributes = [data.filtered];
        let fact = Fact {
            day: data::FIRST_DAY,
            state: State::Complete,
            answers: &answers,
            attributes: &attributes,
            weight: None,
        };
        let row = data.facts.len();
        appends.time(|| data.facts.put(row, &fact));
        if extra % 20 == 0 {
            let groups = queries.time(|| evaluate(&data.facts, &data.drivers));
            let counted: u64 = groups.iter().map(|group| group.tables.responses).sum();
            assert_eq!(
                counted,
                data.selected + extra + 1,
                "an appended answer is seen at once"
            );
        }
    }
    println!(
        "Append of one answer: {:.2} µs; the next q2, which counts it: {:.2} ms.",
        appends.median() * 1e6,
        queries.median() * 1e3
    );
}

/// All engines count the same.
fn check(data: &Data, rivals: &mut Rivals) -> Result<(), String> {
    let started = Instant::now();
    let trend = data::checksum_trend(&Job::Trend.run(data)[0]);
    let drivers = data::checksum_drivers(&Job::Drivers.run(data)[0]);
    for rival in 0..rivals.names().len() {
        for (query, ours) in [("q1", trend), ("q2", drivers)] {
            let theirs = rivals.ask(rival, query)?.figures;
            if theirs != ours.map(|sum| sum as f64) {
                let name = &rivals.names()[rival];
                return Err(format!(
                    "{query}: {name} counts {theirs:?}, we count {ours:?}"
                ));
            }
        }
    }
    eprintln!("all engines agree ({:.0?})", started.elapsed());
    Ok(())
}

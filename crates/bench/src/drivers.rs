//! Driver analysis of 1 million answers × 20 statements, beside what an analyst would use. Everybody
//! must come to the same figures before anything is timed; then all are measured in turns.

mod jobs;
mod resample;

use std::num::NonZero;
use std::thread::available_parallelism;

use crate::data::Data;
use crate::rivals::Rivals;
use crate::timing::{Costs, Times};
use jobs::{Answers, JOBS, Job};

const SCRIPT: &str = include_str!("../driver_rivals.py");
const MODULES: &str = "duckdb, numpy, pandas, polars, pyarrow";

/// What takes longer than this, in seconds, is measured only once.
const SLOW: f64 = 8.0;

/// What the command line says.
struct Options {
    rows: usize,
    rounds: usize,
    python: String,
    /// Only the job with this key.
    only: Option<String>,
}

/// One of the engines that compete at a job.
struct Rival {
    /// Its number in the script.
    number: usize,
    name: String,
    costs: Costs,
}

/// A job with all who do it.
struct Contest {
    job: Job,
    ours: Costs,
    rivals: Vec<Rival>,
}

/// Runs the benchmark and prints its tables as Markdown.
pub(crate) fn run(arguments: Vec<String>) -> Result<(), String> {
    let options = Options::parse(arguments)?;
    eprintln!("making {} answers", options.rows);
    let data = Data::new(options.rows);
    let mut rivals = Rivals::start(&options.python, SCRIPT, MODULES, &data)?;
    let answers = Answers::new(data);
    let mut contests = JOBS
        .iter()
        .filter(|job| options.only.as_ref().is_none_or(|only| job.key() == only))
        .map(|&job| Contest::new(job, &answers, &mut rivals))
        .collect::<Result<Vec<_>, _>>()?;
    eprintln!("all engines agree");
    for round in 0..options.rounds {
        eprintln!("round {} of {}", round + 1, options.rounds);
        for contest in &mut contests {
            contest.measure(&answers, &mut rivals)?;
        }
    }
    let threads = available_parallelism().map_or(1, NonZero::get);
    println!(
        "\n### {} answers × 20 statements, {threads} threads\n",
        options.rows
    );
    println!("| job | engine | ms | best ms | processor ms | × ours | × ours, best |");
    println!("|---|---|---|---|---|---|---|");
    for contest in &contests {
        contest.print();
    }
    Ok(())
}

impl Options {
    fn parse(arguments: Vec<String>) -> Result<Self, String> {
        let mut options = Self {
            rows: 1_000_000,
            rounds: 9,
            python: "python3".into(),
            only: None,
        };
        let mut arguments = arguments.into_iter();
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or(format!("{name} needs a value"))?;
            let number = |text: &str| {
                text.parse::<usize>()
                    .map_err(|error| format!("{name} {text}: {error}"))
            };
            match name.as_str() {
                "--rows" => options.rows = number(&value)?,
                "--rounds" => options.rounds = number(&value)?.max(1),
                "--python" => options.python = value,
                "--only" => options.only = Some(value),
                _ => return Err(format!("unknown option {name}")),
            }
        }
        Ok(options)
    }
}

impl Contest {
    /// Finds who competes, and makes sure that all come to the same figures.
    fn new(job: Job, answers: &Answers, rivals: &mut Rivals) -> Result<Self, String> {
        let expected = job.figures(answers);
        let mut contest = Self {
            job,
            ours: Costs::default(),
            rivals: Vec::new(),
        };
        let names = rivals.names().to_vec();
        for (number, name) in names.iter().enumerate() {
            let Some((_, name)) = name.split_once('/').filter(|(of, _)| *of == job.key()) else {
                continue;
            };
            let reply = rivals.ask(number, job.key())?;
            job.agree(&expected, &reply.figures)
                .map_err(|difference| format!("{}: {name}: {difference}", job.key()))?;
            let mut costs = Costs::default();
            if reply.seconds > SLOW {
                costs.wall.push(reply.seconds);
                costs.processor.push(reply.processor);
            }
            contest.rivals.push(Rival {
                number,
                name: name.to_owned(),
                costs,
            });
        }
        Ok(contest)
    }

    fn measure(&mut self, answers: &Answers, rivals: &mut Rivals) -> Result<(), String> {
        self.ours.measure(|| self.job.run(answers));
        for rival in &mut self.rivals {
            let wall = &mut rival.costs.wall;
            if wall.len() > 0 && wall.best() > SLOW {
                continue;
            }
            let reply = rivals.ask(rival.number, self.job.key())?;
            wall.push(reply.seconds);
            rival.costs.processor.push(reply.processor);
        }
        Ok(())
    }

    fn print(&self) {
        let (median, best) = (self.ours.wall.median(), self.ours.wall.best());
        let row = |job: &str, name: &str, costs: &Costs| {
            println!(
                "| {job} | {name} | {} | {} | {} | {} | {} |",
                milliseconds(costs.wall.median()),
                milliseconds(costs.wall.best()),
                processor(&costs.processor),
                times(costs.wall.median() / median),
                times(costs.wall.best() / best),
            );
        };
        row(self.job.name(), "Luister", &self.ours);
        for rival in &self.rivals {
            row("", &rival.name, &rival.costs);
        }
    }
}

fn milliseconds(seconds: f64) -> String {
    let digits = if seconds < 0.1 { 2 } else { 0 };
    format!("{:.digits$}", seconds * 1e3)
}

fn processor(seconds: &Times) -> String {
    if seconds.len() == 0 {
        "–".to_owned()
    } else {
        milliseconds(seconds.median())
    }
}

fn times(ratio: f64) -> String {
    let digits = usize::from(ratio < 100.0 && (ratio - 1.0).abs() > 1e-9);
    format!("{ratio:.digits$}")
}

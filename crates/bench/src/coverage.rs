//! Whether intervals keep their promise: of every hundred surveys drawn from a known population,
//! the 95 % intervals of about 95 should contain the truth. Draws very many of them for each figure
//! and prints how many did.

mod alarm;
mod change;
mod model;
mod plain;
mod random;
mod sample;

use stats::Interval;
use stats::bootstrap::replicate;

use random::Random;

const SIZES: [usize; 6] = [30, 50, 100, 200, 500, 2000];

/// From this many answers on coverage must lie within [`WANTED`].
const ENOUGH: usize = 100;
const WANTED: [f64; 2] = [93.0, 97.0];

/// Seed of all draws: the table comes out the same every time.
const SEED: u64 = 2_026;

/// Rounds of figures with an interval from a formula; those with a bootstrap take a part.
const ROUNDS: usize = 10_000;
const ROUNDS_PER_BOOTSTRAP: usize = 10;

/// Whether the interval of one survey with so many answers contained the truth; `None` when it had
/// no interval to show.
type Round = dyn Fn(&mut Random, usize) -> Option<bool> + Sync;

/// A figure of a known population.
struct Case {
    figure: &'static str,
    mix: &'static str,
    round: Box<Round>,
    /// Whether it stands in the table for contrast, and isn't held to the promise.
    contrast: bool,
}

impl Case {
    fn new(
        figure: &'static str,
        mix: &'static str,
        round: impl Fn(&mut Random, usize) -> Option<bool> + Sync + 'static,
    ) -> Self {
        Self {
            figure,
            mix,
            round: Box::new(round),
            contrast: false,
        }
    }

    fn contrast(self) -> Self {
        Self {
            contrast: true,
            ..self
        }
    }

    fn coverage(&self, n: usize, rounds: usize) -> Coverage {
        let outcomes = replicate(
            rounds,
            || (),
            |(), round| (self.round)(&mut Random::new(SEED ^ n as u64, round), n),
        );
        Coverage::of(&outcomes)
    }
}

/// What came of all rounds.
#[derive(Clone, Copy, Default)]
struct Coverage {
    rounds: usize,
    with_interval: usize,
    covered: usize,
}

impl Coverage {
    fn of(outcomes: &[Option<bool>]) -> Self {
        Self {
            rounds: outcomes.len(),
            with_interval: outcomes.iter().flatten().count(),
            covered: outcomes.iter().flatten().filter(|&&hit| hit).count(),
        }
    }

    /// Percentage of the intervals that contained the truth; `None` when hardly any survey had one.
    fn percent(self) -> Option<f64> {
        (20 * self.with_interval > self.rounds)
            .then(|| 100.0 * self.covered as f64 / self.with_interval as f64)
    }
}

fn covers(interval: Interval, truth: f64) -> bool {
    // A share that is exactly on the limit is inside.
    interval[0] <= truth + 1e-12 && truth <= interval[1] + 1e-12
}

/// Runs `bench coverage [--rounds N]`.
pub(crate) fn run(arguments: Vec<String>) -> Result<(), String> {
    let rounds = match arguments.as_slice() {
        [] => ROUNDS,
        [flag, rounds] if flag == "--rounds" => rounds
            .parse()
            .map_err(|_| format!("--rounds takes a whole number, not {rounds}"))?,
        _ => return Err("usage: bench coverage [--rounds N]".to_owned()),
    };
    println!("### Intervals: percentage that contains the truth (nominal 95)\n");
    heading();
    for case in [plain::cases(), change::cases(), sample::cases()]
        .into_iter()
        .flatten()
    {
        let cells = SIZES.map(|n| Some(case.coverage(n, rounds)));
        row(&case, &cells);
    }
    println!("\n{rounds} surveys per cell.\n");
    model::print((rounds / ROUNDS_PER_BOOTSTRAP).max(1));
    alarm::print(rounds);
    Ok(())
}

fn heading() {
    let sizes = SIZES.map(|n| format!(" n = {n} |")).concat();
    println!("| figure | population |{sizes}");
    println!("|---|---|{}", "---:|".repeat(SIZES.len()));
}

fn row(case: &Case, cells: &[Option<Coverage>]) {
    let cells: Vec<String> = cells
        .iter()
        .zip(SIZES)
        .map(|(coverage, n)| cell(*coverage, n, case.contrast))
        .collect();
    println!("| {} | {} | {} |", case.figure, case.mix, cells.join(" | "));
}

/// What doesn't keep the promise is bold, judged as it is printed.
fn cell(coverage: Option<Coverage>, n: usize, contrast: bool) -> String {
    let Some(percent) = coverage.and_then(Coverage::percent) else {
        return "–".to_owned();
    };
    let printed = (percent * 10.0).round() / 10.0;
    let kept = n < ENOUGH || contrast || (WANTED[0]..=WANTED[1]).contains(&printed);
    if kept {
        format!("{percent:.1}")
    } else {
        format!("**{percent:.1}**")
    }
}

//! Years of planning in seconds: random contacts, events, answers, standstills and wrong clocks,
//! with checks that count everything again by themselves. A seed repeats a run exactly.

#![allow(clippy::unwrap_used, reason = "a test: what is missing fails it")]
#![allow(clippy::verbose_bit_mask, reason = "bits of a random number as dice")]

mod check;
mod world;

use std::thread;
use std::time::Instant;

use check::Checks;
use world::{Size, World};

/// Runs one seed to its end.
fn run(seed: u64, size: Size) -> Checks {
    let mut world = World::new(seed, size);
    while world.step() {}
    world.checks.finish(world.budget());
    world.checks
}

/// Many small worlds on two threads.
fn many(seeds: std::ops::Range<u64>, size: Size) -> Checks {
    let half = seeds.start.midpoint(seeds.end);
    let parts = [seeds.start..half, half..seeds.end];
    let threads = parts.map(|part| {
        thread::spawn(move || {
            let mut all = Checks::default();
            for seed in part {
                all.merge(&run(seed, size));
            }
            all
        })
    });
    let mut all = Checks::default();
    for thread in threads {
        all.merge(&thread.join().expect("every check of every seed holds"));
    }
    all
}

#[test]
fn thousands_of_small_worlds() {
    let started = Instant::now();
    let all = many(
        0..2000,
        Size {
            contacts: 5,
            days: 120,
            jumps: true,
        },
    );
    println!("2000 seeds in {:?}: {all:?}", started.elapsed());
    all.saw_everything();
}

#[test]
fn two_years_of_a_thousand_contacts() {
    let started = Instant::now();
    let all = run(
        1,
        Size {
            contacts: 1200,
            days: 731,
            jumps: true,
        },
    );
    println!(
        "1,200 contacts, 5 programmes, 2 years in {:?}: {all:?}",
        started.elapsed()
    );
    all.saw_everything();
}

#[test]
fn without_wrong_clocks_rare_programmes_always_reach_their_window() {
    let all = many(
        10_000..10_150,
        Size {
            contacts: 9,
            days: 400,
            jumps: false,
        },
    );
    println!("{all:?}");
    assert!(all.rare_due > 1_000, "{all:?}");
}

#[test]
fn a_seed_repeats_itself() {
    let size = Size {
        contacts: 40,
        days: 120,
        jumps: true,
    };
    assert_eq!(format!("{:?}", run(5, size)), format!("{:?}", run(5, size)));
    assert_ne!(format!("{:?}", run(5, size)), format!("{:?}", run(6, size)));
}

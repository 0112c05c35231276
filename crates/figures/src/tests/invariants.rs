//! What holds for any counts.

use facts::{DriverTable, Tables, WeightedCell, WeightedDriverTable, WeightedTables};
use proptest::prelude::*;

use crate::{Coding, Counts, figures};

fn tables() -> impl Strategy<Value = Tables> {
    let cells = prop::collection::vec(prop_oneof![3 => Just(0_u64), 1 => 0..40_u64], 16 * 12);
    let driver = cells.prop_map(|cells| {
        let mut table = DriverTable::default();
        for (to, from) in table.cells.as_flattened_mut().iter_mut().zip(cells) {
            *to = from;
        }
        table
    });
    (
        prop::array::uniform16(0..50_u64),
        prop::collection::vec(driver, 0..4),
    )
        .prop_map(|(outcome, drivers)| Tables {
            responses: outcome.iter().sum(),
            complete: outcome.iter().sum(),
            outcome,
            drivers,
        })
}

fn weighted(tables: &Tables, weight: f64) -> WeightedTables {
    let cell = |n: u64| WeightedCell {
        n,
        w: n as f64 * weight,
        w2: n as f64 * weight * weight,
    };
    WeightedTables {
        responses: cell(tables.responses),
        complete: cell(tables.complete),
        outcome: tables.outcome.map(cell),
        drivers: tables
            .drivers
            .iter()
            .map(|table| WeightedDriverTable {
                cells: table.cells.map(|row| row.map(cell)),
            })
            .collect(),
    }
}

proptest! {
    #[test]
    fn figures_stay_in_their_range(tables in tables()) {
        let names = ["a", "b", "c"];
        let found = figures(&names, &Counts::from(&tables), &[], &Coding::default());
        prop_assert_eq!(found.drivers.len(), tables.drivers.len());
        prop_assert_eq!(found.nps.n, tables.outcome[..=10].iter().sum::<u64>());
        if let Some(value) = found.nps.value {
            prop_assert!((-100.0..=100.0).contains(&value));
        }
        let mut last_demonstrable = true;
        for driver in &found.drivers {
            prop_assert!(last_demonstrable || !driver.kss.is_demonstrable(), "ranked");
            last_demonstrable = driver.kss.is_demonstrable();
            if let (Some(agree), Some(neutral), Some(disagree)) =
                (driver.agree, driver.neutral, driver.disagree)
            {
                prop_assert!((agree + neutral + disagree - 1.0).abs() < 1e-12);
                prop_assert!(driver.agree_promoter.unwrap() <= agree + 1e-12);
                prop_assert!(driver.disagree_detractor.unwrap() <= disagree + 1e-12);
            }
            if let Some(value) = driver.kss.value {
                let [low, high] = driver.kss.ci95.unwrap();
                prop_assert!(driver.kss.gain.is_some() && driver.kss.se.is_some());
                prop_assert!(low <= high);
                prop_assert!((-100.0..=300.0).contains(&value));
            }
        }
    }

    #[test]
    fn equal_weights_change_nothing(tables in tables(), weight in 0.1_f64..10.0) {
        let names = ["a", "b", "c"];
        let plain = figures(&names, &Counts::from(&tables), &[], &Coding::default());
        let weighted = Counts::from(&weighted(&tables, weight));
        let weighted = figures(&names, &weighted, &[], &Coding::default());
        let same = |a: Option<f64>, b: Option<f64>| match (a, b) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-7,
            (a, b) => a == b,
        };
        prop_assert!(same(plain.nps.value, weighted.nps.value));
        prop_assert!(same(plain.nps.se, weighted.nps.se));
        prop_assert!(same(plain.nps.ci95.map(|c| c[0]), weighted.nps.ci95.map(|c| c[0])));
        for plain in &plain.drivers {
            let weighted =
                weighted.drivers.iter().find(|driver| driver.name == plain.name).unwrap();
            prop_assert_eq!(plain.n, weighted.n);
            prop_assert!(same(plain.kss.gain, weighted.kss.gain));
            prop_assert!(same(plain.kss.se, weighted.kss.se));
            prop_assert!(same(plain.mean, weighted.mean));
        }
    }
}

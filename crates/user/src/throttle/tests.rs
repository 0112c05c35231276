//! Tries are counted right, on both databases and over several nodes.

use platform::db::{Location, Migration, Options};

use super::*;

/// Two nodes on one database.
fn on_both(check: impl AsyncFn(Throttle, Throttle)) {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let (url, _cluster) = testdb::new_database();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    for location in [
        Location::Sqlite(folder.path().join("luister.db")),
        url.parse().expect("an address"),
    ] {
        let open = || Db::open(&location, Options::default()).expect("opens");
        let (one, two) = (open(), open());
        let alone = Migration {
            number: 1,
            name: "guess",
            sql: include_str!("../../migrations/0040_guess.sql"),
        };
        one.migrate(&[&alone], 0).expect("migrates");
        runtime.block_on(check(Throttle::new(&one), Throttle::new(&two)));
    }
}

#[test]
fn a_guesser_waits_and_others_do_not() {
    on_both(async |one, two| {
        let (here, there) = (IpAddr::from([127, 0, 0, 1]), IpAddr::from([127, 0, 0, 2]));
        let victim = Guess::new(here, "A@b.nl");
        let tries = (0..20).map(|i| {
            let (node, guess) = (if i % 2 == 0 { &one } else { &two }.clone(), victim.clone());
            tokio::spawn(async move { node.take(&guess, 1).await.is_ok() })
        });
        let mut granted = 0;
        for one in tries.collect::<Vec<_>>() {
            granted += i32::from(one.await.expect("no panic"));
        }
        assert_eq!(granted, 5, "of twenty at the same time, on two nodes");
        let again = one.take(&Guess::new(here, "a@B.nl"), 1).await;
        let wait = again.expect_err("the same account in other letters");
        assert_eq!(wait.retry_after_s(), Some(60));
        for other in [Guess::new(there, "a@b.nl"), Guess::new(here, "c@d.nl")] {
            two.take(&other, 1)
                .await
                .expect("the victim elsewhere, and others here");
        }
        two.take(&victim, 1 + PAUSE_US)
            .await
            .expect("after the pause");
        one.succeeded(&victim).await;
        for _ in 0..5 {
            two.take(&victim, 1 + PAUSE_US)
                .await
                .expect("after a success");
        }
        two.take(&victim, 1 + PAUSE_US)
            .await
            .expect_err("the sixth");
    });
}

#[test]
fn what_is_over_goes() {
    on_both(async |node, _| {
        for account in 0..10 {
            let guess = Guess::new(IpAddr::from([127, 0, 0, 1]), &account.to_string());
            node.take(&guess, account * PAUSE_US)
                .await
                .expect("granted");
        }
        let rows = node
            .db
            .read(|tx| tx.query("SELECT last_at_us FROM guess", &[]))
            .await
            .expect("rows");
        assert_eq!(rows.len(), 1, "only the last one");
    });
}

#[test]
fn a_network_of_version_six_counts_as_one_place() {
    let guess = |address: &str| Guess::new(address.parse().expect("an address"), "a").0;
    assert_eq!(guess("2001:db8::1"), guess("2001:db8::ffff:1"));
    assert_ne!(guess("2001:db8::1"), guess("2001:db8:0:1::1"));
    assert_eq!(guess("::ffff:10.0.0.1"), guess("10.0.0.1"));
    assert_ne!(guess("10.0.0.1"), guess("10.0.0.2"));
}

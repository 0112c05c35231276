//! Watches the nodes that send. One whose beat stays the same for so many looks is dead, and what
//! it was sending is taken over. Looks are counted, not timed: a clock that jumps declares nobody
//! dead.

use std::collections::HashMap;
use std::time::Duration;

use platform::{DbError, Tx};

use super::Office;
use crate::store;

/// Between two beats, and between two looks at those of others.
const BEAT: Duration = Duration::from_secs(2);
/// So many looks without a beat make a node dead.
const LOOKS: u32 = 6;

/// Beats seen, and how often in a row.
#[derive(Debug, Default)]
struct Seen(HashMap<String, (i64, u32)>);

impl Seen {
    /// Who is dead, after another look.
    fn look(&mut self, beats: impl IntoIterator<Item = (String, i64)>) -> Vec<String> {
        let mut now = HashMap::new();
        let mut dead = Vec::new();
        for (node, beat) in beats {
            let times = match self.0.get(&node) {
                Some((before, times)) if *before == beat => times + 1,
                _ => 1,
            };
            if times >= LOOKS {
                dead.push(node.clone());
            }
            now.insert(node, (beat, times));
        }
        self.0 = now;
        dead
    }
}

pub(super) async fn run(office: Office) {
    let mut seen = Seen::default();
    loop {
        tokio::time::sleep(BEAT).await;
        if let Err(error) = look(&office, &mut seen).await {
            tracing::warn!(%error, "nodes that send to other systems can't be watched");
        }
    }
}

async fn look(office: &Office, seen: &mut Seen) -> Result<(), DbError> {
    if office.sends() {
        let node = office.node.clone();
        let beat = move |tx: &mut Tx<'_>| store::push::beat(tx, &node);
        office.app.db.write(beat).await?;
    }
    let beats = office.app.db.read(store::push::beats).await?;
    let others = beats.into_iter().filter(|(node, _)| **node != *office.node);
    for dead in seen.look(others) {
        let now_us = office.app.clock.now_us();
        let taken = office
            .app
            .db
            .write(move |tx| store::push::take_over(tx, &dead, now_us));
        let taken = taken.await?;
        tracing::warn!(
            taken,
            "took over what another node was sending to other systems"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_dead_when_its_beat_stands_still() {
        let mut seen = Seen::default();
        let at = |beat: i64| [("a".to_owned(), beat)];
        for _ in 1..LOOKS {
            assert!(seen.look(at(7)).is_empty());
        }
        assert!(seen.look(at(8)).is_empty(), "it lives");
        for _ in 2..LOOKS {
            assert!(seen.look(at(8)).is_empty());
        }
        assert_eq!(seen.look(at(8)), ["a"]);
        assert!(seen.look([]).is_empty());
        assert!(seen.look(at(8)).is_empty(), "somebody new of the same name");
    }
}

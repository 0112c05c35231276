//! What goes on beside the sending: this node's beat, the watch over the others, and the look at
//! a mail server that took nothing.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use platform::DbError;

use super::{NODE_KEPT_US, Office, micros};
use crate::outbox::{pause, store};
use crate::smtp::Session;

/// Beats seen of other nodes, and how often in a row they were the same.
type Seen = BTreeMap<String, (i64, u32)>;

/// Runs until it is ended.
pub(super) async fn run(office: Arc<Office>) {
    let mut seen = Seen::new();
    let forgotten = office.now_us() - NODE_KEPT_US;
    let db = &office.host.db;
    if let Err(error) = db.write(move |tx| store::forget_nodes(tx, forgotten)).await {
        tracing::warn!(%error, "old nodes could not be forgotten");
    }
    let watching = async {
        loop {
            if let Err(error) = watch(&office, &mut seen).await {
                tracing::warn!(%error, "the nodes that send mail could not be looked at");
            }
            tokio::time::sleep(office.settings.tempo.beat).await;
        }
    };
    let probing = async {
        loop {
            if let Err(error) = probe(&office).await {
                tracing::warn!(%error, "the pause of mail could not be looked at");
            }
            tokio::time::sleep(office.settings.tempo.due).await;
        }
    };
    tokio::join!(watching, probing);
}

/// Beats when this node holds mails; takes over from nodes that don't beat any more.
async fn watch(office: &Office, seen: &mut Seen) -> Result<(), DbError> {
    let db = &office.host.db;
    let now_us = office.now_us();
    if office.held.load(Ordering::SeqCst) > 0 {
        let node = office.node.clone();
        db.write(move |tx| store::beat(tx, &node, now_us)).await?;
    }
    let node = office.node.clone();
    let holders = db.read(move |tx| store::holders(tx, &node)).await?;
    let dead = look(seen, holders, office.settings.tempo.looks);
    for (node, beat) in dead {
        let kinds = office.kinds.clone();
        let taken = db
            .write(move |tx| store::take_over(tx, &kinds, (&node, beat), now_us))
            .await?;
        if taken > 0 {
            tracing::warn!(mails = taken, "taken over from a node that stopped");
        }
    }
    Ok(())
}

/// Counts looks; returns those that are dead now.
fn look(seen: &mut Seen, holders: Vec<(String, i64)>, looks: u32) -> Vec<(String, i64)> {
    let mut dead = Vec::new();
    let mut now = Seen::new();
    for (node, beat) in holders {
        let count = match seen.get(&node) {
            Some((before, count)) if *before == beat => count + 1,
            _ => 0,
        };
        if count >= looks {
            dead.push((node.clone(), beat));
        }
        now.insert(node, (beat, count));
    }
    *seen = now;
    dead
}

/// During a pause, when it is this node's turn: asks the mail server whether it takes mails.
async fn probe(office: &Office) -> Result<(), DbError> {
    let db = &office.host.db;
    if db.read(pause::paused).await?.is_none() {
        return Ok(());
    }
    let now_us = office.now_us();
    let timeouts = office.settings.tempo.timeouts;
    // Nobody else looks while this look lasts.
    let next_us = now_us + micros(office.settings.tempo.refused.max(timeouts.connect * 2));
    let ours = db.write(move |tx| pause::is_ours_to_look(tx, next_us, now_us));
    if !ours.await? {
        return Ok(());
    }
    let sender = &office.settings.from.address;
    let result = match Session::open(&office.settings, timeouts).await {
        Ok(mut session) => {
            let result = session.probe(sender).await;
            session.quit().await;
            result
        }
        Err(trouble) => Err(trouble),
    };
    match result {
        Ok(()) => {
            db.write(pause::end).await?;
            tracing::info!("the mail server takes mails again");
            office.room.notify_one();
        }
        Err(trouble) => {
            let after = office.pause_after(&trouble);
            office.pause(trouble, after).await;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_dead_after_so_many_looks_at_the_same_beat() {
        let mut seen = Seen::new();
        let node = |beat| vec![("a".to_owned(), beat)];
        for beat in [1, 1, 1, 2, 2, 2] {
            assert!(look(&mut seen, node(beat), 3).is_empty(), "{beat}");
        }
        assert_eq!(look(&mut seen, node(2), 3), node(2));
        // One that held nothing meanwhile begins anew.
        assert!(look(&mut seen, Vec::new(), 3).is_empty());
        assert!(look(&mut seen, node(2), 3).is_empty());
    }
}

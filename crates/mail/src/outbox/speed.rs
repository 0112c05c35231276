//! Sending speed by domain, the same over all nodes: what a domain may get now, and when the rest
//! is looked at again.

use std::collections::{BTreeMap, BTreeSet};

use platform::clock::SECOND_US;
use platform::db::Backend;
use platform::{DbError, Tx, params};

/// So far ahead of its even pace a domain may be: nodes look twice a second, so mails come in
/// small heaps.
const HEAP_US: i64 = 2 * SECOND_US;

/// The pace of the domains in one claim.
pub(crate) struct Speed {
    /// Microseconds between two mails to a domain.
    apart_us: i64,
    now_us: i64,
    domains: BTreeMap<String, Domain>,
}

struct Domain {
    next_us: i64,
    tail_us: i64,
}

impl Speed {
    /// Reads, and locks against other nodes, the pace of `domains`.
    pub(crate) fn of(
        tx: &mut Tx<'_>,
        per_minute: u32,
        domains: BTreeSet<String>,
        now_us: i64,
    ) -> Result<Self, DbError> {
        let lock = match tx.backend() {
            Backend::Sqlite => "",
            Backend::Postgres => " FOR UPDATE",
        };
        let mut read = BTreeMap::new();
        // Always in the order of their names, so that two nodes can't wait for each other.
        for domain in domains {
            tx.execute(
                "INSERT INTO mail_domain (domain, next_at_us, tail_at_us) VALUES ($1, 0, 0)
                 ON CONFLICT (domain) DO NOTHING",
                params![&domain],
            )?;
            let sql =
                format!("SELECT next_at_us, tail_at_us FROM mail_domain WHERE domain = $1{lock}");
            if let Some(row) = tx.query_one(&sql, params![&domain])? {
                let pace = Domain {
                    next_us: row.get("next_at_us")?,
                    tail_us: row.get("tail_at_us")?,
                };
                read.insert(domain, pace);
            }
        }
        Ok(Self {
            apart_us: 60 * SECOND_US / i64::from(per_minute.max(1)),
            now_us,
            domains: read,
        })
    }

    /// Whether one more mail may go to `domain` now; else the time to look at it again. What must
    /// go goes, and counts.
    pub(crate) fn take(&mut self, domain: &str, must_go: bool) -> Result<(), i64> {
        let Some(pace) = self.domains.get_mut(domain) else {
            return Ok(());
        };
        // A pace that is farther ahead than this node allows was set by a clock that has gone
        // back since, or by a lower speed.
        if pace.next_us > self.now_us + HEAP_US + self.apart_us {
            pace.next_us = self.now_us;
        }
        if must_go || pace.next_us <= self.now_us + HEAP_US {
            let next = pace.next_us.max(self.now_us) + self.apart_us;
            pace.next_us = next.min(self.now_us + HEAP_US + self.apart_us);
            return Ok(());
        }
        let opens_us = pace.next_us - HEAP_US - self.apart_us;
        pace.tail_us = pace.tail_us.max(self.now_us).max(opens_us) + self.apart_us;
        Err(pace.tail_us)
    }

    /// Stores the pace.
    pub(crate) fn keep(self, tx: &mut Tx<'_>) -> Result<(), DbError> {
        for (domain, pace) in self.domains {
            tx.execute(
                "UPDATE mail_domain SET next_at_us = $2, tail_at_us = $3 WHERE domain = $1",
                params![domain, pace.next_us, pace.tail_us],
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;

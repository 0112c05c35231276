//! How far a file is read, for whoever shows it meanwhile.

use std::sync::atomic::{AtomicU64, Ordering};

use tabular::Table;

/// Counters of one pass over a file.
#[derive(Debug, Default)]
pub struct Progress {
    /// Bytes of the file, or of its sheet.
    total: AtomicU64,
    /// How many of them are read.
    done: AtomicU64,
    rows: AtomicU64,
    rejected: AtomicU64,
}

impl Progress {
    /// Share of the file that is read, 0 to 1.
    pub fn share(&self) -> f64 {
        let total = self.total.load(Ordering::Relaxed);
        if total == 0 {
            return 0.0;
        }
        (self.done.load(Ordering::Relaxed) as f64 / total as f64).min(1.0)
    }

    /// Rows read.
    pub fn rows(&self) -> u64 {
        self.rows.load(Ordering::Relaxed)
    }

    /// Rows rejected.
    pub fn rejected(&self) -> u64 {
        self.rejected.load(Ordering::Relaxed)
    }

    /// A pass over `table` begins.
    pub(super) fn begin(&self, table: &Table) {
        self.done.store(0, Ordering::Relaxed);
        let total = table.detected().format.bytes();
        self.total.store(total, Ordering::Relaxed);
    }

    /// So many rows of `table` are read, of which so many were rejected.
    pub(super) fn show(&self, table: &Table, rows: u64, rejected: u64) {
        self.done.store(table.bytes_read(), Ordering::Relaxed);
        self.rows.store(rows, Ordering::Relaxed);
        self.rejected.store(rejected, Ordering::Relaxed);
    }
}

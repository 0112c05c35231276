//! What many open pages ask at once is worked out once: whoever asks first does the work, the
//! others wait for it and share it.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

/// Answers by question. Old ones make room for new ones.
pub(crate) struct Shared<K, V> {
    known: Mutex<Known<K, V>>,
    most: usize,
}

struct Known<K, V> {
    uses: u64,
    cells: HashMap<K, Cell<V>>,
}

struct Cell<V> {
    used: u64,
    value: Arc<OnceCell<V>>,
}

impl<K: Clone + Eq + Hash, V: Clone> Shared<K, V> {
    /// Keeps so many answers at most.
    pub(crate) fn new(most: usize) -> Self {
        Self {
            known: Mutex::new(Known {
                uses: 0,
                cells: HashMap::new(),
            }),
            most,
        }
    }

    /// The answer to `key`: known, being worked out by somebody, or worked out now by `make`. When
    /// that fails, or whoever does it goes away, the next who waits tries.
    pub(crate) async fn get<E>(
        &self,
        key: &K,
        make: impl Future<Output = Result<V, E>>,
    ) -> Result<V, E> {
        let cell = self.cell(key);
        cell.get_or_try_init(|| make).await.cloned()
    }

    /// Forgets an answer that is not to be believed for long.
    pub(crate) fn forget(&self, key: &K) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.cells.remove(key);
    }

    fn cell(&self, key: &K) -> Arc<OnceCell<V>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.uses += 1;
        let used = known.uses;
        if let Some(cell) = known.cells.get_mut(key) {
            cell.used = used;
            return cell.value.clone();
        }
        if known.cells.len() >= self.most {
            make_room(&mut known.cells, self.most);
        }
        let value = Arc::new(OnceCell::new());
        let cell = Cell {
            used,
            value: value.clone(),
        };
        known.cells.insert(key.clone(), cell);
        value
    }
}

/// Lets go of the half that was not used for longest.
fn make_room<K: Clone + Eq + Hash, V>(cells: &mut HashMap<K, Cell<V>>, most: usize) {
    let mut used: Vec<u64> = cells.values().map(|cell| cell.used).collect();
    used.sort_unstable();
    let oldest = used.get(used.len().saturating_sub(most / 2)).copied();
    cells.retain(|_, cell| oldest.is_none_or(|oldest| cell.used >= oldest));
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_time()
            .build()
            .expect("a runtime")
    }

    #[test]
    fn five_hundred_who_ask_at_once_cost_one_answer() {
        runtime().block_on(async {
            let shared: Arc<Shared<u32, u32>> = Arc::new(Shared::new(10));
            let made = Arc::new(AtomicU64::new(0));
            let mut asking = Vec::new();
            for _ in 0..500 {
                let (shared, made) = (shared.clone(), made.clone());
                asking.push(tokio::spawn(async move {
                    let slow = async {
                        made.fetch_add(1, Ordering::Relaxed);
                        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                        Ok::<_, ()>(42)
                    };
                    shared.get(&7, slow).await
                }));
            }
            for one in asking {
                assert_eq!(one.await.expect("asked"), Ok(42));
            }
            assert_eq!(made.load(Ordering::Relaxed), 1);
        });
    }

    #[test]
    fn a_failure_is_not_kept_and_old_answers_make_room() {
        runtime().block_on(async {
            let shared: Shared<u32, u32> = Shared::new(4);
            assert_eq!(shared.get(&1, async { Err("no") }).await, Err("no"));
            assert_eq!(shared.get(&1, async { Ok::<_, &str>(1) }).await, Ok(1));
            for key in 2..20 {
                shared
                    .get(&key, async { Ok::<_, &str>(key) })
                    .await
                    .expect("made");
                // What is in use stays.
                shared
                    .get(&1, async { Ok::<_, &str>(100) })
                    .await
                    .expect("kept");
            }
            let kept = shared.known.lock().expect("unpoisoned").cells.len();
            assert!(kept <= 4, "{kept}");
            assert_eq!(shared.get(&1, async { Ok::<_, &str>(100) }).await, Ok(1));
            shared.forget(&1);
            assert_eq!(shared.get(&1, async { Ok::<_, &str>(100) }).await, Ok(100));
        });
    }
}

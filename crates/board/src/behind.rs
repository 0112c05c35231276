//! What takes long to work out, such as the drivers of millions of answers, is worked out behind the
//! scenes: a page shows what was known last and is told when there is something newer. So no answer
//! that comes in keeps a page, or five hundred of them, waiting for it.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use platform::Problem;
use tokio::sync::watch;

/// How long a page waits for what nobody ever worked out before.
pub(crate) const PATIENCE: Duration = Duration::from_millis(150);
/// What was worked out stands at least so long, and ten times as long as it took, but no longer than
/// [`RESTS_MAX`]: work of this kind takes a tenth of a core at most.
const RESTS_MIN: Duration = Duration::from_secs(2);
const RESTS_MAX: Duration = Duration::from_secs(60);
/// What is not whole yet is worked out again after pauses that grow from the first to the last.
const PAUSES: [Duration; 2] = [Duration::from_millis(300), Duration::from_secs(10)];

/// Answers that stand until there are newer ones.
pub(crate) struct Behind<K, V> {
    known: Mutex<HashMap<K, Entry<V>>>,
    most: usize,
}

struct Entry<V> {
    /// What it was worked out of, and the answer.
    last: Option<(String, V)>,
    /// Not worked out again before.
    rests_until: Instant,
    /// Somebody is at it; whoever has nothing yet waits for the end of it.
    running: Option<watch::Receiver<()>>,
    used: Instant,
}

impl<K, V> Behind<K, V>
where
    K: Clone + Eq + Hash + Send + Sync + 'static,
    V: Clone + Send + 'static,
{
    /// Keeps so many answers at most.
    pub(crate) fn new(most: usize) -> Self {
        Self {
            known: Mutex::new(HashMap::new()),
            most,
        }
    }

    /// What is known of `key`, maybe of an earlier `mark`; then `make` works out a newer one, and
    /// `told` is called when it is there. None when nothing is known within `patience`. `make` says
    /// whether its answer is whole; while it isn't, it is asked again.
    pub(crate) async fn get<F>(
        self: &Arc<Self>,
        (key, mark): (&K, &str),
        patience: Duration,
        make: impl FnMut() -> F + Send + 'static,
        told: impl Fn() + Send + 'static,
    ) -> Option<V>
    where
        F: Future<Output = Result<(V, bool), Problem>> + Send + 'static,
    {
        let mut running = match self.look(key, mark) {
            Found::Enough(value) => return Some(value),
            Found::Running(running) => running,
            Found::Begin { last, end, running } => {
                let work = self
                    .clone()
                    .work((key.clone(), mark.to_owned()), end, make, told);
                tokio::spawn(work);
                match last {
                    Some(value) => return Some(value),
                    None => running,
                }
            }
        };
        let _ = tokio::time::timeout(patience, running.changed()).await;
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, value) = known.get(key)?.last.as_ref()?;
        Some(value.clone())
    }

    fn look(&self, key: &K, mark: &str) -> Found<V> {
        let now = Instant::now();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= self.most && !known.contains_key(key) {
            make_room(&mut known, self.most);
        }
        let entry = known.entry(key.clone()).or_insert_with(|| Entry {
            last: None,
            rests_until: now,
            running: None,
            used: now,
        });
        entry.used = now;
        let is_newest = entry.last.as_ref().is_some_and(|(of, _)| of == mark);
        let value = entry.last.as_ref().map(|(_, value)| value.clone());
        match (&entry.running, value) {
            (_, Some(value)) if is_newest || entry.running.is_some() || now < entry.rests_until => {
                Found::Enough(value)
            }
            (Some(running), _) => Found::Running(running.clone()),
            (None, last) => {
                let (end, running) = watch::channel(());
                entry.running = Some(running.clone());
                Found::Begin { last, end, running }
            }
        }
    }

    async fn work<F>(
        self: Arc<Self>,
        (key, mark): (K, String),
        end: watch::Sender<()>,
        mut make: impl FnMut() -> F,
        told: impl Fn(),
    ) where
        F: Future<Output = Result<(V, bool), Problem>>,
    {
        // Whatever happens, nobody waits for somebody who is gone.
        let _over = Over(&self, &key);
        let mut pause = PAUSES[0];
        loop {
            let started = Instant::now();
            let made = make().await;
            let took = started.elapsed();
            let (value, is_whole) = match made {
                Ok(made) => made,
                Err(problem) => {
                    tracing::warn!(%problem, "a part of a dashboard could not be worked out");
                    return;
                }
            };
            // What isn't whole is of no mark: it is never the newest.
            let of = if is_whole {
                mark.clone()
            } else {
                String::new()
            };
            self.put(&key, (of, value), took);
            end.send_replace(());
            told();
            if is_whole || pause > PAUSES[1] {
                return;
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
    }

    fn put(&self, key: &K, last: (String, V), took: Duration) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = known.get_mut(key) {
            entry.last = Some(last);
            entry.rests_until = Instant::now() + (took * 10).clamp(RESTS_MIN, RESTS_MAX);
        }
    }
}

/// What there is to do.
enum Found<V> {
    /// What is known is the newest, or has to do for now.
    Enough(V),
    /// Nothing is known, somebody is at it.
    Running(watch::Receiver<()>),
    /// Nobody is at it.
    Begin {
        last: Option<V>,
        end: watch::Sender<()>,
        running: watch::Receiver<()>,
    },
}

/// The end of somebody's work, however it comes.
struct Over<'o, K: Eq + Hash, V>(&'o Behind<K, V>, &'o K);

impl<K: Eq + Hash, V> Drop for Over<'_, K, V> {
    fn drop(&mut self) {
        let mut known = self.0.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = known.get_mut(self.1) {
            entry.running = None;
        }
    }
}

/// Lets go of the half that was not used for longest and that nobody is at.
fn make_room<K: Eq + Hash, V>(known: &mut HashMap<K, Entry<V>>, most: usize) {
    let mut used: Vec<Instant> = known.values().map(|entry| entry.used).collect();
    used.sort_unstable();
    let oldest = used.get(used.len().saturating_sub(most / 2)).copied();
    known.retain(|_, entry| {
        entry.running.is_some() || oldest.is_none_or(|oldest| entry.used >= oldest)
    });
}

#[cfg(test)]
mod tests;

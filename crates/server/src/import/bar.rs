//! The progress bar of imports, on standard error when that is a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

const STEPS: u64 = 1000;

/// Runs `work`, showing the share that is done and a few words as `look` tells them.
pub(super) async fn with_bar<T>(
    look: impl Fn() -> (f64, String),
    work: impl Future<Output = T>,
) -> T {
    let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {msg}  {eta}");
    let bar =
        ProgressBar::new(STEPS).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let mut work = std::pin::pin!(work);
    let mut ticks = tokio::time::interval(Duration::from_millis(100));
    loop {
        tokio::select! {
            done = &mut work => {
                bar.finish_and_clear();
                return done;
            }
            _ = ticks.tick() => {
                let (share, words) = look();
                bar.set_position((share * STEPS as f64) as u64);
                bar.set_message(words);
            }
        }
    }
}

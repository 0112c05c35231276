//! A mail server that takes everything, and notes when it took what.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

/// Runs until the process ends.
pub(crate) struct Sink {
    port: u16,
    taken: Arc<Mutex<Taken>>,
}

/// What was taken.
#[derive(Default)]
struct Taken {
    mails: u64,
    /// By the number behind the mark: when the first such mail was taken, and how many were.
    marked: HashMap<u32, (Instant, u32)>,
}

impl Sink {
    /// Looks in every mail for `mark` and the number right behind it; no mark, no look.
    pub(crate) fn start(mark: &'static str) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let port = listener.local_addr()?.port();
        let taken = Arc::new(Mutex::new(Taken::default()));
        let counted = taken.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let counted = counted.clone();
                thread::spawn(move || {
                    let _ = take(stream, mark, &counted);
                });
            }
        });
        Ok(Self { port, taken })
    }

    /// Where Luister sends its mail.
    pub(crate) fn url(&self) -> String {
        format!("smtp+plaintext://127.0.0.1:{}", self.port)
    }

    /// Mails taken since it was told to forget.
    pub(crate) fn taken(&self) -> u64 {
        lock(&self.taken).mails
    }

    /// When the first mail with each number was taken, and how many with that number.
    pub(crate) fn marked(&self) -> HashMap<u32, (Instant, u32)> {
        lock(&self.taken).marked.clone()
    }

    /// Forgets what was taken.
    pub(crate) fn forget(&self) {
        *lock(&self.taken) = Taken::default();
    }
}

fn lock(taken: &Mutex<Taken>) -> MutexGuard<'_, Taken> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

fn take(stream: TcpStream, mark: &str, taken: &Mutex<Taken>) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream);
    out.write_all(b"220 sink\r\n")?;
    let (mut line, mut in_letter, mut number) = (Vec::new(), false, None);
    loop {
        line.clear();
        if lines.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        if in_letter {
            if number.is_none() && !mark.is_empty() {
                number = number_behind(mark, &line);
            }
            if line == b".\r\n" {
                in_letter = false;
                out.write_all(b"250 taken\r\n")?;
                note(taken, number.take());
            }
            continue;
        }
        let word = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let reply: &[u8] = match word.as_slice() {
            b"EHLO" => b"250-sink\r\n250 8BITMIME\r\n",
            b"DATA" => {
                in_letter = true;
                b"354 go on\r\n"
            }
            b"QUIT" => b"221 bye\r\n",
            _ => b"250 ok\r\n",
        };
        out.write_all(reply)?;
    }
}

fn note(taken: &Mutex<Taken>, number: Option<u32>) {
    let now = Instant::now();
    let mut taken = lock(taken);
    taken.mails += 1;
    if let Some(number) = number {
        taken.marked.entry(number).or_insert((now, 0)).1 += 1;
    }
}

/// The number right behind `mark` in a line, when both are in it.
fn number_behind(mark: &str, line: &[u8]) -> Option<u32> {
    let at = line
        .windows(mark.len())
        .position(|part| part == mark.as_bytes())?;
    let digits: Vec<u8> = line[at + mark.len()..]
        .iter()
        .copied()
        .take_while(u8::is_ascii_digit)
        .collect();
    std::str::from_utf8(&digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_stands_right_behind_the_mark() {
        let of = |line: &str| number_behind("Person-", line.as_bytes());
        assert_eq!(of("Subject: Person-00042 is angry\r\n"), Some(42));
        assert_eq!(of("Subject: Person- 7"), None);
        assert_eq!(of("Person"), None);
    }
}

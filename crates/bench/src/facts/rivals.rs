//! Other engines in a Python process of their own, asked one query at a time.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio, id};

use super::data::{Checksum, Data};

const SCRIPT: &str = include_str!("../../rivals.py");

/// The running engines.
pub(crate) struct Rivals {
    names: Vec<String>,
    process: Option<(Child, ChildStdin, BufReader<ChildStdout>)>,
    folder: PathBuf,
}

/// One answer.
pub(crate) struct Reply {
    pub(crate) seconds: f64,
    pub(crate) checksum: Checksum,
}

impl Rivals {
    /// Hands the columns over as raw bytes and waits until the engines have read them. Without a
    /// Python that has them there are no rivals, and that is said.
    pub(crate) fn start(python: &str, data: &Data) -> Result<Self, String> {
        let folder = env::temp_dir().join(format!("luister-bench-{}", id()));
        let mut rivals = Self {
            names: Vec::new(),
            process: None,
            folder,
        };
        let probe = Command::new(python)
            .args(["-c", "import duckdb, polars, numpy, pyarrow"])
            .stderr(Stdio::null())
            .status();
        if !probe.is_ok_and(|status| status.success()) {
            eprintln!("no rivals: {python} can't import duckdb, polars, numpy and pyarrow");
            return Ok(rivals);
        }
        rivals
            .launch(python, data)
            .map_err(|error| format!("rivals: {error}"))?;
        Ok(rivals)
    }

    fn launch(&mut self, python: &str, data: &Data) -> std::io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        for (name, bytes) in data.columns() {
            fs::write(self.folder.join(name), bytes)?;
        }
        let mut child = Command::new(python)
            .args(["-u", "-c", SCRIPT])
            .arg(&self.folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(std::io::Error::other("no pipes"));
        };
        let mut output = BufReader::new(output);
        let mut line = String::new();
        output.read_line(&mut line)?;
        self.names = line.trim().split('\t').map(str::to_owned).collect();
        self.process = Some((child, input, output));
        fs::remove_dir_all(&self.folder)
    }

    /// The engines, with their versions.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// Lets one engine run one query.
    pub(crate) fn ask(&mut self, rival: usize, query: &str) -> Result<Reply, String> {
        let (_, input, output) = self.process.as_mut().ok_or("no rivals are running")?;
        let mut line = String::new();
        writeln!(input, "{rival} {query}")
            .and_then(|()| output.read_line(&mut line))
            .map_err(|error| format!("rivals: {error}"))?;
        let mut words = line.split_whitespace();
        let seconds = words.next().and_then(|word| word.parse().ok());
        let mut number = || words.next().and_then(|word| word.parse().ok());
        match (seconds, number(), number(), number()) {
            (Some(seconds), Some(cells), Some(counts), Some(places)) => Ok(Reply {
                seconds,
                checksum: [cells, counts, places],
            }),
            _ => Err(format!("{} on {query} says {line:?}", self.names[rival])),
        }
    }
}

impl Drop for Rivals {
    fn drop(&mut self) {
        if let Some((mut child, input, _)) = self.process.take() {
            // The script ends with its input.
            drop(input);
            let _ = child.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

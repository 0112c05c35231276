//! Other engines in a Python process of their own, asked one query at a time.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio, id};

use crate::data::Data;

/// The running engines.
pub(crate) struct Rivals {
    names: Vec<String>,
    process: Option<(Child, ChildStdin, BufReader<ChildStdout>)>,
    folder: PathBuf,
}

/// One answer.
pub(crate) struct Reply {
    /// On the clock.
    pub(crate) seconds: f64,
    /// Of all processors together.
    pub(crate) processor: f64,
    /// What it computed.
    pub(crate) figures: Vec<f64>,
}

impl Rivals {
    /// Starts the script, hands the columns over as raw bytes and waits until the engines have read
    /// them. Without a Python that has these modules there are no rivals, and that is said.
    pub(crate) fn start(
        python: &str,
        script: &str,
        modules: &str,
        data: &Data,
    ) -> Result<Self, String> {
        let folder = env::temp_dir().join(format!("luister-bench-{}", id()));
        let mut rivals = Self {
            names: Vec::new(),
            process: None,
            folder,
        };
        let probe = Command::new(python)
            .args(["-c", &format!("import {modules}")])
            .stderr(Stdio::null())
            .status();
        if !probe.is_ok_and(|status| status.success()) {
            eprintln!("no rivals: {python} can't import {modules}");
            return Ok(rivals);
        }
        rivals
            .launch(python, script, data)
            .map_err(|error| format!("rivals: {error}"))?;
        Ok(rivals)
    }

    fn launch(&mut self, python: &str, script: &str, data: &Data) -> std::io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        for (name, bytes) in data.columns() {
            fs::write(self.folder.join(name), bytes)?;
        }
        let mut child = Command::new(python)
            .args(["-u", "-c", script])
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
        let numbers: Result<Vec<f64>, _> = line.split_whitespace().map(str::parse).collect();
        match numbers.as_deref() {
            Ok(&[seconds, processor, ref figures @ ..]) if !figures.is_empty() => Ok(Reply {
                seconds,
                processor,
                figures: figures.to_vec(),
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

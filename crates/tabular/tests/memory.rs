//! A file of a million rows and 100 MB costs a few buffers of memory.
//!
//! In a test program of its own, because the peak is the process's.

use std::io::{BufWriter, Write};

const ROWS: u64 = 1_000_000;

fn peak_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn a_million_rows_stream() {
    let path = std::env::temp_dir().join(format!("tabular-memory-{}.csv", std::process::id()));
    let mut file = BufWriter::new(std::fs::File::create(&path).unwrap());
    writeln!(file, "id;score;remark").unwrap();
    for id in 0..ROWS {
        writeln!(file, "{id};{};{:-<85}", id % 11, "goed,").unwrap();
    }
    file.into_inner().unwrap();
    let bytes = std::fs::metadata(&path).unwrap().len();
    assert!(bytes > 90_000_000, "{bytes}");

    let before = peak_kb();
    let mut table = tabular::open(path.as_path(), &tabular::Options::default()).unwrap();
    let (mut row, mut count, mut sum) = (tabular::Row::default(), 0, 0);
    while table.read(&mut row).unwrap() {
        count += 1;
        sum += tabular::integer(row.cell(1)).unwrap();
        assert_eq!(row.line(), count + 1);
    }
    std::fs::remove_file(&path).unwrap();
    assert_eq!(count, ROWS);
    assert_eq!(sum, (0..ROWS).map(|id| (id % 11) as i64).sum::<i64>());
    assert_eq!(table.bytes_read(), bytes);
    if let (Some(before), Some(after)) = (before, peak_kb()) {
        assert!(
            after - before < 20_000,
            "peak grew by {} kB",
            after - before
        );
    }
}

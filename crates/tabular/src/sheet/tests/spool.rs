//! Bytes come back, from memory and from disk.

use proptest::prelude::*;

use super::super::spool::{KEPT, Spool};
use super::super::strings::Strings;
use super::super::xml::Xml;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn bytes_come_back(
        pieces in prop::collection::vec((any::<u8>(), 0..700_000_usize), 0..30),
        places in prop::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 40),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut spool = Spool::new(&folder.path().join("made"));
        let mut all = Vec::new();
        for (byte, length) in pieces {
            // No two neighbours are the same, so that a shift shows.
            let piece: Vec<u8> = (0..length).map(|i| byte.wrapping_add((i % 251) as u8)).collect();
            spool.add(&piece).unwrap();
            all.extend(piece);
        }
        prop_assert_eq!(spool.len(), all.len() as u64);
        let mut stored = spool.stored().unwrap();
        let mut found = Vec::new();
        for (from, length) in places {
            let from = (from * all.len() as f64) as usize;
            let to = from + (length * length * (all.len() - from) as f64) as usize;
            stored.read(from as u64, to as u64, &mut found).unwrap();
            prop_assert!(found == all[from..to], "{from}..{to}");
        }
        prop_assert!(stored.read(0, all.len() as u64 + 1, &mut found).is_err());
        prop_assert_eq!(std::fs::read_dir(folder.path().join("made")).map_or(0, Iterator::count), 0);
    }
}

/// Texts and the list of their ends, both more than stays in memory.
#[test]
fn millions_of_texts_come_back() {
    const TEXTS: u64 = KEPT as u64 / 4 + 100_000;
    let text = |number: u64| format!("{number}é");
    let mut xml = String::from("<sst>");
    for number in 0..TEXTS {
        xml += "<si><t>";
        xml += &text(number);
        xml += "</t></si>";
    }
    xml += "</sst>";
    let xml = Xml::new(Box::new(std::io::Cursor::new(xml)));
    let folder = tempfile::tempdir().unwrap();
    let mut strings = Strings::read(Some(xml), folder.path()).unwrap();
    // Forwards, with one from the beginning in between.
    for number in (0..TEXTS).step_by(7) {
        for number in [number, number % 1000] {
            let mut found = String::new();
            assert!(strings.add(number, &mut found).unwrap());
            assert_eq!(found, text(number));
        }
    }
    assert!(!strings.add(TEXTS, &mut String::new()).unwrap());
}

#[test]
fn no_room_on_disk_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("taken");
    std::fs::write(&taken, "").unwrap();
    let mut spool = Spool::new(&taken);
    spool.add(&vec![0; KEPT]).unwrap();
    let error = spool.add(&[0]).unwrap_err();
    assert!(error.to_string().starts_with("no room in "), "{error}");
}

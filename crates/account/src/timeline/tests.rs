//! How parts become one timeline.

use proptest::prelude::*;

use super::source::{KINDS, of_kinds};
use super::*;

fn entries(all: &[(i64, usize, u8)]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (at_us, source, id) in all {
        let entry = Entry {
            at_us: *at_us,
            source: Source::ALL[source % Source::ALL.len()],
            id: format!("{id:03}"),
            ..Entry::default()
        };
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    entries
}

/// What a page of one source gives, as the database would.
fn of_source(all: &[Entry], source: Source, before: &(i64, String), limit: usize) -> Vec<Entry> {
    let mut own: Vec<Entry> = all
        .iter()
        .filter(|e| e.source == source && (e.at_us, &e.id) < (before.0, &before.1))
        .cloned()
        .collect();
    own.sort_by(|a, b| (b.at_us, &b.id).cmp(&(a.at_us, &a.id)));
    own.truncate(limit);
    own
}

proptest! {
    /// Page after page gives everything once and in order, however many share a moment.
    #[test]
    fn pages_give_everything_once(
        all in prop::collection::vec((0_i64..6, 0_usize..10, any::<u8>()), 0..60),
        limit in 1_usize..7,
    ) {
        let all = entries(&all);
        let mut wanted = all.clone();
        sort(&mut wanted);
        let (mut after, mut got): (Option<After>, Vec<Entry>) = (None, Vec::new());
        loop {
            let mut page: Vec<Entry> = Vec::new();
            for source in Source::ALL {
                let before = after
                    .as_ref()
                    .map_or((i64::MAX, String::new()), |after| after.bound(source));
                page.extend(of_source(&all, source, &before, limit));
            }
            sort(&mut page);
            page.truncate(limit);
            let Some(last) = page.last() else { break };
            let next = After::entry(last);
            let read = After::read(&next.cursor()).expect("our own cursor");
            prop_assert_eq!(&read, &next);
            after = Some(next);
            got.extend(page);
        }
        prop_assert_eq!(got, wanted);
    }
}

#[test]
fn kinds_choose_sources() {
    assert_eq!(of_kinds(std::iter::empty()), Ok(Source::ALL.to_vec()));
    assert_eq!(
        of_kinds(["mail"].into_iter()),
        Ok(vec![Source::Invitation, Source::Letter])
    );
    assert_eq!(of_kinds(["mail", "gossip"].into_iter()), Err("gossip"));
    for source in Source::ALL {
        assert!(KINDS.contains(&source.kind()));
        assert_eq!(Source::named(source.as_str()), Some(source));
    }
}

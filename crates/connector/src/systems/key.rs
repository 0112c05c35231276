//! Going through rows in the order (stamp, id) by what was last seen instead of by counting rows:
//! what changes meanwhile moves to the end, and counting would then skip others.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Row;

/// Where the next page begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Place {
    /// Rows with this stamp and a greater id; after them those with a later stamp.
    At {
        /// The stamp.
        stamp: String,
        /// The id that was last seen.
        id: String,
    },
    /// Rows with a later stamp.
    Over {
        /// The stamp.
        stamp: String,
    },
    /// Rows with a greater id, where there are no stamps.
    After {
        /// The id that was last seen.
        id: String,
    },
    /// What the system calls the next page, with the key that says the same.
    Next {
        /// Its own words.
        token: String,
        /// The last row's stamp, empty without.
        stamp: String,
        /// The last row's id.
        id: String,
    },
}

impl Place {
    /// A place that was written down; none when it is of another time.
    pub(super) fn read(text: Option<&str>) -> Option<Self> {
        serde_json::from_str(text?).ok()
    }

    /// As it is written down.
    pub(super) fn written(&self) -> String {
        serde_json::to_value(self)
            .unwrap_or(Value::Null)
            .to_string()
    }
}

/// The place after a page that was asked for by `present`; `is_full`: there may be more in it.
pub(super) fn following(present: Option<&Place>, rows: &[Row], is_full: bool) -> Option<Place> {
    let last = rows.last();
    match (present, is_full, last) {
        (_, true, Some(last)) => Some(match &last.stamp {
            Some(stamp) => Place::At {
                stamp: stamp.clone(),
                id: last.id.clone(),
            },
            None => Place::After {
                id: last.id.clone(),
            },
        }),
        (Some(Place::At { stamp, .. }), false, _) => Some(Place::Over {
            stamp: stamp.clone(),
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(stamp: Option<&str>, id: &str) -> Row {
        Row {
            id: id.to_owned(),
            stamp: stamp.map(str::to_owned),
            values: Value::Null,
        }
    }

    #[test]
    fn places_follow_each_other_and_are_read_again() {
        let at = Place::At {
            stamp: "s".into(),
            id: "9".into(),
        };
        let over = Place::Over { stamp: "s".into() };
        let full = [row(Some("r"), "1"), row(Some("s"), "9")];
        assert_eq!(following(None, &full, true), Some(at.clone()));
        assert_eq!(following(None, &full, false), None);
        assert_eq!(following(Some(&at), &[], false), Some(over.clone()));
        assert_eq!(following(Some(&over), &full, false), None);
        let id = Place::After { id: "4".into() };
        assert_eq!(following(None, &[row(None, "4")], true), Some(id.clone()));
        assert_eq!(following(Some(&id), &[row(None, "7")], false), None);
        for place in [at, over, id] {
            assert_eq!(Place::read(Some(&place.written())), Some(place));
        }
        assert_eq!(Place::read(Some("nonsense")), None);
    }
}

//! Actions as a file, safe to open in a spreadsheet.

use std::collections::HashMap;
use std::io;

use jiff::Timestamp;
use platform::clock::date_of_day;
use tabular::{Cell, Profile, Writer};

use crate::model::Action;

const COLUMNS: [&str; 16] = [
    "id",
    "title",
    "detail",
    "level",
    "status",
    "progress",
    "owner",
    "due",
    "improvement_id",
    "source",
    "source_label",
    "account_id",
    "created_by",
    "created_at",
    "changed_at",
    "ended_at",
];

/// The file. `people` are names by user id.
pub(crate) fn csv(
    actions: &[Action],
    people: &HashMap<String, String>,
    profile: Profile,
) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new(), profile, jiff::tz::TimeZone::UTC)?;
    writer.header(COLUMNS)?;
    for own in actions {
        let raised = own.raised.as_ref();
        let owner = own.draft.owner_id.as_ref().and_then(|id| people.get(id));
        let source = raised.map(|own| own.source.written());
        let account = raised.and_then(|own| own.account_id.as_deref());
        writer.row([
            Cell::Text(&own.action_id),
            Cell::Text(&own.draft.title),
            Cell::Text(&own.draft.detail),
            Cell::Text(own.draft.level.as_str()),
            Cell::Text(own.status.as_str()),
            Cell::Integer(own.progress.into()),
            text(owner.map(String::as_str)),
            own.draft
                .due_day
                .map_or(Cell::Blank, |day| Cell::Day(date_of_day(day))),
            text(own.draft.improvement_id.as_deref()),
            text(source.as_deref()),
            text(raised.map(|own| own.label.as_str())),
            text(account),
            Cell::Text(&own.created_by),
            moment(Some(own.created_at_us)),
            moment(Some(own.changed_at_us)),
            moment(own.ended_at_us),
        ])?;
    }
    writer.finish()
}

fn text(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Blank, Cell::Text)
}

fn moment(at_us: Option<i64>) -> Cell<'static> {
    let at = at_us.and_then(|at_us| Timestamp::from_microsecond(at_us).ok());
    at.map_or(Cell::Blank, Cell::Instant)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Draft, Level, Status};

    #[test]
    fn a_title_is_no_formula() {
        let action = Action {
            workspace_id: "w".to_owned(),
            action_id: "a".to_owned(),
            draft: Draft {
                title: "=HYPERLINK(\"http://evil.example\")".to_owned(),
                detail: "+1;\"x\"".to_owned(),
                level: Level::Process,
                owner_id: Some("u".to_owned()),
                due_day: Some(0),
                improvement_id: None,
            },
            status: Status::Doing,
            progress: 30,
            raised: None,
            revision: 1,
            created_by: "@ann".to_owned(),
            created_at_us: 0,
            changed_at_us: 0,
            ended_at_us: None,
        };
        let people = HashMap::from([("u".to_owned(), "-Piet".to_owned())]);
        let file = csv(&[action], &people, Profile::Data).expect("written");
        let file = String::from_utf8(file).expect("UTF-8");
        let line = file.lines().nth(1).expect("a line");
        for cell in ["'=HYPERLINK", "'+1", "'-Piet", "'@ann"] {
            assert!(line.contains(cell), "{cell}: {line}");
        }
        assert!(line.contains("1970-01-01"), "{line}");
    }
}

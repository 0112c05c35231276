//! Reasons and failures in the reader's language. What programs read stays English.

use platform::web::App;
use platform::words::Language;

use super::draft::DraftError;
use super::jobs::Failure;
use super::mapping::MappingError;
use super::reason::Reason;
use super::run::RunError;
use super::staging::UPLOAD_MAX;

/// Says things in one language.
#[derive(Clone, Copy)]
pub(super) struct Say<'a> {
    pub(super) app: &'a App,
    pub(super) language: Language,
}

impl Say<'_> {
    /// The message `key` with its values.
    pub(super) fn say(self, key: &str, values: &[(&str, &str)]) -> String {
        let values: Vec<_> = values
            .iter()
            .map(|(name, v)| (*name, (*v).into()))
            .collect();
        self.app.words.say(self.language, key, &values)
    }

    /// Why a row is rejected.
    pub(super) fn reason(self, reason: &Reason) -> String {
        match reason {
            Reason::OffScale { low, high } => self.say(
                "import-reason-off-scale",
                &[("low", &low.to_string()), ("high", &high.to_string())],
            ),
            Reason::NoChoice(keys) => self.say("import-reason-no-choice", &[("choices", keys)]),
            Reason::TooLong(max) => {
                self.say("import-reason-too-long", &[("max", &max.to_string())])
            }
            Reason::NoDate => self.say("import-reason-no-date", &[]),
            Reason::OutOfTime => self.say("import-reason-out-of-time", &[]),
            Reason::Control => self.say("import-reason-control", &[]),
            Reason::NoLanguage => self.say("import-reason-no-language", &[]),
            Reason::NoState => self.say("import-reason-no-state", &[]),
            Reason::IdTwice(_) => self.say("import-reason-id-twice", &[]),
            Reason::TooManyCells => self.say("import-reason-too-many-cells", &[]),
            Reason::Unreadable => self.say("import-reason-unreadable", &[]),
            Reason::NothingAnswered => self.say("import-reason-nothing-answered", &[]),
            Reason::Other(_) => self.say("import-reason-other", &[]),
        }
    }

    /// Why a job ended early.
    pub(super) fn failure(self, failure: &Failure) -> String {
        match failure {
            Failure::Run(RunError::Table(error)) => self.table(error),
            Failure::Run(RunError::Mapping(error)) => self.mapping(error),
            Failure::Run(RunError::Changed) => self.say("import-wrong-changed", &[]),
            _ => self.say("import-wrong-stopped", &[]),
        }
    }

    fn table(self, error: &tabular::Error) -> String {
        use tabular::Error;
        let line = |key, line: &u64| self.say(key, &[("line", &line.to_string())]);
        match error {
            Error::Empty => self.say("import-table-empty", &[]),
            Error::NotATable(_) => self.say("import-table-none", &[]),
            Error::DuplicateColumns(names) => {
                self.say("import-table-double", &[("names", &names.join(", "))])
            }
            Error::TooManyColumns { line: at, .. } => line("import-table-wide", at),
            Error::RowTooLong { line: at, .. } => line("import-table-long", at),
            Error::OpenQuote { line: at } => line("import-table-quote", at),
            Error::UnknownSheet { name, available } => self.say(
                "import-table-sheet",
                &[("name", name), ("names", &available.join(", "))],
            ),
            Error::SheetTooBig { .. } => self.say("import-table-big", &[]),
            Error::Cell {
                sheet, row, column, ..
            } => self.say(
                "import-table-cell",
                &[
                    ("sheet", sheet),
                    ("row", &row.to_string()),
                    ("column", column),
                ],
            ),
            Error::Sheet(_) | Error::UnknownColumn { .. } => self.say("import-table-broken", &[]),
            Error::Io(_) => self.say("import-table-gone", &[]),
        }
    }

    /// Why a mapping doesn't fit.
    pub(super) fn mapping(self, error: &MappingError) -> String {
        match error {
            MappingError::Twice { first, second, .. } => self.say(
                "import-wrong-twice",
                &[("first", first), ("second", second)],
            ),
            MappingError::CodeTwice(code) => self.say("import-wrong-code-twice", &[("code", code)]),
            MappingError::NoQuestion => self.say("import-wrong-no-question", &[]),
            MappingError::AttributeName(name) => {
                self.say("import-wrong-attribute", &[("name", name)])
            }
            MappingError::TooManyAttributes(_) => self.say("import-wrong-attributes", &[]),
            MappingError::AnsweredOn(text) => self.say("import-wrong-date", &[("text", text)]),
            MappingError::UnknownColumn { name, .. }
            | MappingError::UnknownQuestion { key: name, .. } => {
                self.say("import-wrong-unknown", &[("name", name)])
            }
        }
    }

    /// Why columns make no survey.
    pub(super) fn draft(self, error: &DraftError) -> String {
        match error {
            DraftError::NoQuestion => self.say("import-wrong-no-question", &[]),
            DraftError::Twice(name) | DraftError::KeyTwice(name) | DraftError::Key(name) => {
                self.say("import-wrong-unknown", &[("name", name)])
            }
        }
    }

    /// What stands between the cells of a file.
    pub(super) fn separator(self, separator: tabular::Separator) -> String {
        use tabular::Separator;
        let key = match separator {
            Separator::Comma => "import-separator-comma",
            Separator::Semicolon => "import-separator-semicolon",
            Separator::Tab => "import-separator-tab",
            Separator::Pipe => "import-separator-pipe",
        };
        self.say(key, &[])
    }

    /// What an upload may be.
    pub(super) fn upload_limit(self) -> String {
        let megabytes = UPLOAD_MAX / (1024 * 1024);
        self.say(
            "import-upload-hint",
            &[("megabytes", &megabytes.to_string())],
        )
    }
}

import-title = Import and export
import-in-title = Bring answers in
import-in-why = Answers you have in a file become responses to this survey. First you see what would be stored; nothing is stored before you say so.
import-out-title = Take answers out
import-out-why = { $count ->
    [0] There are no responses yet.
    [one] One response, with its attributes and its answer to every question of every version.
   *[other] { $count } responses, with their attributes and their answers to every question of every version.
}
import-out-xlsx = Spreadsheet (XLSX)
import-out-xlsx-hint = for Excel and others
import-out-excel-nl = CSV for Excel in Dutch
import-out-excel-nl-hint = semicolons, decimal comma, dd-mm-yyyy
import-out-data = CSV for programs
import-out-data-hint = commas, decimal point, ISO dates; can be imported again
import-upload-file = File
import-upload-hint = CSV (any separator) or XLSX, with the names of the columns in the first row, at most { $megabytes } MB. For larger files use the command luister import.
import-upload-do = Upload and look
import-new-title = New survey from a file
import-new-why = A file with results of another survey becomes a survey of its own: one column holds the score from 0 to 10, others the statements from 1 to 5.
import-new-survey = Name of the survey
import-new-language = Language of its questions
import-new-columns = What the columns are
import-new-columns-why = This is what they look like. Questions are called like their column; you can word them later.
import-new-closed = The survey is closed at first, because its answers are of the past. You can reopen it.
import-new-do = Make the survey and check the rows
import-role-ignore = leave out
import-role-score = the score, 0–10
import-role-driver = a statement, 1–5
import-role-comment = a comment
import-role-attribute = an attribute
import-role-external-id = your own id
import-role-answered-at = when it was answered
import-role-language = the language
import-file = File
import-detected = { $format }; { $rows } rows, { $columns } columns.
import-format-csv = CSV with { $separator }, { $encoding }
import-format-csv-bom = CSV with { $separator }, { $encoding } with byte order mark
import-separator-comma = commas
import-separator-semicolon = semicolons
import-separator-tab = tabs
import-separator-pipe = vertical bars
import-format-xlsx = Spreadsheet, sheet { $sheet }
import-own-export = This is an export of Luister; its own columns are recognised.
import-column = Column
import-column-empty = empty
import-columns-title = What the columns become
import-columns-why = This is a proposal. Columns that are left out are not stored.
import-target-ignore = leave out
import-target-questions = Answer to
import-target-others = Other
import-target-attribute = an attribute with this name
import-target-external-id = your own id
import-target-response-id = Luister's id
import-target-answered-at = when it was answered
import-target-language = the language
import-target-state = complete or partial
import-off-scale = Not on the scale { $low }–{ $high }: { $values }. Name them below if they are codes.
import-codes-title = Codes that are no answer
import-codes-why = With commas between them, such as 0, Blank. An empty cell is always a blank; rows with other values that are not on the scale are rejected.
import-codes-score-blank = Score: blank
import-codes-statements-blank = Statements and choices: blank
import-codes-statements-dont-know = Statements: don't know
import-codes-statements-not-applicable = Statements: not applicable
import-answered-on = Answered on
import-answered-on-hint = For rows that don't say when, such as 2026-11-21. Left empty: now.
import-wave = Wave
import-wave-hint = Every row gets it as the attribute "wave".
import-sheet = Sheet
import-sheet-hint = Left empty: the first. With another sheet the columns are looked at again.
import-check = Check again
import-again = Choose another file
import-preview-title = What would be stored
import-preview-finding = { $rejected ->
    [0] { $good ->
        [one] The only row can be stored.
       *[other] All { $good } rows can be stored.
    }
   *[other] { $good } rows can be stored, { $rejected } can't.
}
import-preview-caption = The first rows as they would be stored
import-preview-now = now
import-run = { $count ->
    [one] Import one row
   *[other] Import { $count } rows
}
import-run-hint = Importing the same file again changes nothing.
import-missing-dont-know = don't know
import-missing-not-applicable = not applicable
import-missing-not-asked = not asked
import-rejected-caption = { $count ->
    [one] One row can't be stored
   *[other] { $count } rows can't be stored
}
import-rejected-reason = Why
import-rejected-count = Times
import-rejected-values = Such as
import-rejected-row = the row
import-rejected-lines = The first are on the lines { $lines }.
import-short = { $count ->
    [one] One row is shorter than the header; the rest of it counts as empty.
   *[other] { $count } rows are shorter than the header; the rest of them counts as empty.
}
import-doing-look = Looking at the file
import-doing-check = Checking the rows
import-doing-import = Importing
import-progress = { $percent } %: { $rows } rows read, { $rejected } rejected
import-progress-hint = This page looks again by itself. You may close it; the work goes on.
import-stopped = This did not work
import-done-title = Imported
import-done-finding = { $count ->
    [one] One row of { $name } is stored.
   *[other] { $count } rows of { $name } are stored.
}
import-done-created = New responses
import-done-updated = Changed responses
import-done-unchanged = Already there, the same
import-done-rejected = Rejected rows
import-done-erased = Erased earlier, and kept so
import-done-results = See the results
import-done-file = Rejected rows with reasons (CSV)
import-reason-off-scale = Not a whole number from { $low } to { $high }, and no code for a missing answer
import-reason-no-choice = Not one of the choices: { $choices }
import-reason-too-long = Longer than { $max } characters
import-reason-no-date = No date that can be read, such as 2026-11-21
import-reason-out-of-time = Before 1990 or in the future
import-reason-control = An id must be on one line
import-reason-no-language = No code of a language, such as en
import-reason-no-state = Neither complete nor partial
import-reason-id-twice = The same id stands on an earlier line too
import-reason-too-many-cells = More cells than the header
import-reason-unreadable = Characters that can't be read
import-reason-nothing-answered = No question has an answer
import-reason-other = The survey doesn't take it
import-wrong-no-file = Choose a file that isn't empty.
import-wrong-title = Give the survey a name.
import-wrong-single = Only one column can be that; { $column } is the second.
import-wrong-twice = { $first } and { $second } can't both become the same.
import-wrong-code-twice = The code { $code } is named for two reasons; a code has one meaning.
import-wrong-no-question = Say which column holds the score, or at least one other question.
import-wrong-attribute = { $name } can't be the name of an attribute: at most 64 characters on one line.
import-wrong-attributes = A response has at most 50 attributes; leave some columns out.
import-wrong-date = { $text } is no date from 1990 to today; write it as 2026-11-21.
import-wrong-unknown = { $name } isn't there (any more). Check what the columns become.
import-wrong-changed = The survey was changed during the import. What was stored stays; import again for the rest.
import-wrong-stopped = The import ended early. What was stored stays; import again for the rest.
import-table-empty = The file is empty.
import-table-none = This is no table: CSV or XLSX is expected.
import-table-double = Column names must differ; more than once there are: { $names }.
import-table-wide = Line { $line } has more columns than any table. Is it the right file?
import-table-long = The row that starts on line { $line } is too long. Is a quotation mark missing?
import-table-quote = The quotation mark that opens on line { $line } is never closed.
import-table-sheet = There is no sheet { $name }; there are: { $names }.
import-table-big = The spreadsheet is too large; save it as CSV.
import-table-cell = Cell { $column }{ $row } of the sheet “{ $sheet }” can't be read. Save the spreadsheet once more, or save it as CSV.
import-table-broken = The spreadsheet can't be read. Save it once more, or save it as CSV.
import-table-gone = The file isn't here any more; upload it again.

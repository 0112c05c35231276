//! Why a file can't be read, in the words of the reader: kept in English with the file.

use platform::web::Wording;

/// All of it; it goes on with a sentence of the page.
pub(super) const UNREADABLE: Wording = Wording(&[
    ("contact-table-empty", "the file is empty"),
    ("contact-table-none", "this is no table"),
    (
        "contact-table-double",
        "column names must differ; more than once in the header: {names}",
    ),
    ("contact-table-wide", "line {line} has more than"),
    (
        "contact-table-long",
        "the row that starts on line {line} is longer",
    ),
    (
        "contact-table-quote",
        "the quote that opens in the row of line {line} is never",
    ),
    (
        "contact-table-sheet",
        "there is no sheet \"{name}\"; the sheets are: {names}",
    ),
    (
        "contact-table-cell",
        "can't read the XLSX file: sheet \"{sheet}\", row {row}, column {column}: {said}",
    ),
    ("contact-table-xlsx", "can't read the XLSX file: {said}"),
    (
        "contact-table-big",
        "the XLSX file unpacks to more than {limit} MB",
    ),
    ("contact-table-gone", "can't read the file: {said}"),
]);

#[cfg(test)]
mod tests {
    use platform::words::{Language, Words};
    use tabular::Error;

    use super::UNREADABLE;

    #[test]
    fn every_error_of_a_file_has_words_in_both_languages() {
        let slices = [&platform::PLATFORM, &crate::SLICE];
        assert_eq!(UNREADABLE.faults(&slices), Vec::<String>::new());
        let words = Words::new(&slices).expect("words");
        let text = str::to_owned;
        for (error, nl) in [
            (Error::Empty, "het bestand is leeg"),
            (
                Error::NotATable("PDF"),
                "dit is geen tabel; CSV of XLSX is nodig",
            ),
            (
                Error::DuplicateColumns(vec![text("Naam"), text("E-mail")]),
                "namen van kolommen moeten verschillen; meer dan eens staan er: Naam, E-mail",
            ),
            (
                Error::TooManyColumns { line: 3, limit: 9 },
                "regel 3 heeft te veel kolommen",
            ),
            (
                Error::RowTooLong { line: 3, limit: 9 },
                "de rij die op regel 3 begint, is te lang; ontbreekt er een aanhalingsteken?",
            ),
            (
                Error::OpenQuote { line: 3 },
                "het aanhalingsteken dat op regel 3 opent, wordt nergens gesloten",
            ),
            (
                Error::UnknownSheet {
                    name: text("Blad9"),
                    available: vec![text("Blad1"), text("Blad2")],
                },
                "er is geen werkblad “Blad9”; er zijn: Blad1, Blad2",
            ),
            (
                Error::Cell {
                    sheet: text("Klanten"),
                    row: 12,
                    column: text("AB"),
                    what: text("there is no text 7"),
                },
                "cel AB12 van het werkblad “Klanten” is niet te lezen “there is no text 7”",
            ),
            (
                Error::Sheet(text("invalid Zip archive")),
                "het rekenblad is beschadigd “invalid Zip archive”",
            ),
            (
                Error::SheetTooBig { limit_mb: 1024 },
                "het rekenblad is uitgepakt groter dan 1024 MB; sla het op als CSV",
            ),
            (
                Error::Io(std::io::Error::other("gone")),
                "het bestand is er niet meer, of de schijf geeft het niet “gone”",
            ),
        ] {
            let detail = error.to_string();
            let said = |language| UNREADABLE.try_say(&words, language, &detail);
            assert_eq!(said(Language::Nl).as_deref(), Some(nl), "{detail}");
            assert!(said(Language::En).is_some_and(|en| en != nl), "{detail}");
        }
    }
}

//! What a block says, on paper and in a workbook.

use dashboard::voice::Voice;
use paper::{Cell, Part, Sheet};
use serde_json::Value;

use super::Told;
use super::said::{Column, Word};

impl Told {
    /// From its title to its numbers.
    pub(crate) fn parts(&self, title: &str, voice: &Voice<'_>) -> Vec<Part> {
        let mut parts = vec![Part::Heading(title.to_owned())];
        parts.extend(self.finding.iter().cloned().map(Part::Finding));
        for tile in self.all_tiles() {
            let said = [
                Some(tile.n.clone()),
                tile.interval.clone(),
                tile.verdict.clone(),
            ];
            let said: Vec<String> = said.into_iter().flatten().collect();
            let value = tile.value.clone().unwrap_or_else(|| "–".to_owned());
            parts.push(Part::Words(format!("{}: {value}", tile.name)));
            parts.push(Part::Note(said.join(" · ")));
        }
        let compared = self.compared.iter().map(|both| both.difference.clone());
        parts.extend(compared.map(Part::Finding));
        parts.extend(self.paragraphs.iter().cloned().map(Part::Words));
        if let Some(drawing) = &self.drawing {
            parts.push(Part::Chart {
                svg: drawing.svg.clone(),
                description: [Some(drawing.title.clone()), self.finding.clone()]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(". "),
            });
        }
        match &self.table {
            Some(table) if !self.on_paper => parts.push(table.part()),
            _ => parts.extend(self.row_part()),
        }
        parts.extend(self.comment_part(voice));
        for column in &self.columns {
            parts.push(Part::Words(format!("{} ({})", column.name, column.n)));
            parts.extend(column.none.iter().cloned().map(Part::Note));
            parts.extend(words_part(column, voice));
            let rows = rows_of(column.comments.as_ref());
            parts.extend(comments_of(rows, voice));
        }
        parts.extend(
            self.note
                .iter()
                .chain(&self.not_compared)
                .cloned()
                .map(Part::Note),
        );
        parts
    }

    fn all_tiles(&self) -> impl Iterator<Item = &dashboard::screen::Tile> {
        let compared = self
            .compared
            .iter()
            .flat_map(|both| [&both.here, &both.there]);
        self.tiles.iter().chain(compared)
    }

    /// Rows that stand on the page itself.
    fn row_part(&self) -> Option<Part> {
        let cell = |cell: &super::told::Shown| match &cell.below {
            Some(below) => format!("{} ({below})", cell.text),
            None => cell.text.clone(),
        };
        let rows = self.rows.iter().map(|row| {
            let cells = row.cells.iter().map(cell);
            std::iter::once(row.name.clone()).chain(cells).collect()
        });
        (!self.rows.is_empty()).then(|| Part::Table {
            head: self.head.iter().map(|(text, _)| text.clone()).collect(),
            rows: rows.collect(),
        })
    }

    fn comment_part(&self, voice: &Voice<'_>) -> Option<Part> {
        comments_of(rows_of(self.comments.as_ref()), voice)
    }

    /// Rows of what is said in words: comments, and what two sides say.
    fn said_rows(&self, voice: &Voice<'_>) -> Vec<Vec<String>> {
        let mut rows = rows_of(self.comments.as_ref());
        for column in &self.columns {
            let words = column.words.iter().map(|word| {
                let name = column.name.clone();
                vec![name, word_told(word, voice), word.term.clone()]
            });
            rows.extend(words);
            let comments = rows_of(column.comments.as_ref());
            rows.extend(
                comments
                    .into_iter()
                    .map(|row| [vec![column.name.clone()], row].concat()),
            );
        }
        rows
    }

    /// Its numbers as a sheet, or what it says in words.
    pub(crate) fn sheet(
        &self,
        title: &str,
        (over_time, voice): (bool, &Voice<'_>),
    ) -> Option<Sheet> {
        let mut about = vec![title.to_owned()];
        about.extend(self.finding.clone());
        if let Some(table) = &self.table {
            let sheet = table.sheet(title, over_time);
            return Some(Sheet { about, ..sheet });
        }
        let words = |row: Vec<String>| row.into_iter().map(Cell::Words).collect();
        let tile = |tile: &dashboard::screen::Tile| {
            let said = [&tile.value, &tile.interval, &tile.verdict];
            let said = said.map(|text| text.clone().unwrap_or_default());
            let [value, interval, verdict] = said;
            vec![tile.name.clone(), value, interval, tile.n.clone(), verdict]
        };
        let rows: Vec<Vec<String>> = match self.row_part() {
            Some(Part::Table { rows, .. }) => rows,
            _ => self
                .all_tiles()
                .map(tile)
                .chain(self.said_rows(voice))
                .collect(),
        };
        (!rows.is_empty()).then(|| Sheet {
            name: title.to_owned(),
            about,
            head: self.head.iter().map(|(text, _)| text.clone()).collect(),
            rows: rows.into_iter().map(words).collect(),
            chart: None,
        })
    }
}

/// Score and words of each comment.
fn rows_of(comments: Option<&Value>) -> Vec<Vec<String>> {
    let items = comments.and_then(|comments| comments["items"].as_array());
    let words = |item: &Value| {
        let texts = item["texts"].as_array().into_iter().flatten();
        let texts: Vec<&str> = texts.filter_map(|pair| pair[1].as_str()).collect();
        let score = item["score"]
            .as_u64()
            .map_or_else(String::new, |score| score.to_string());
        vec![score, texts.join("\n")]
    };
    items.into_iter().flatten().map(words).collect()
}

fn comments_of(rows: Vec<Vec<String>>, voice: &Voice<'_>) -> Option<Part> {
    (!rows.is_empty()).then(|| Part::Table {
        head: vec![voice.word("board-score"), voice.word("board-comment")],
        rows,
    })
}

/// What a side says more often.
fn words_part(column: &Column, voice: &Voice<'_>) -> Option<Part> {
    let rows = column.words.iter();
    let rows = rows.map(|word| vec![word.term.clone(), word_told(word, voice)]);
    (!column.words.is_empty()).then(|| Part::Table {
        head: vec![voice.word("board-said-word"), voice.word("board-said-who")],
        rows: rows.collect(),
    })
}

fn word_told(word: &Word, voice: &Voice<'_>) -> String {
    if word.is_new {
        format!("{} · {}", word.told, voice.word("board-said-is-new"))
    } else {
        word.told.clone()
    }
}

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
        let drawn = self.compared.iter().filter_map(|both| both.drawn.clone());
        parts.extend(drawn.map(Part::Note));
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
                .chain(&self.widened)
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

    /// The sheet of what is said in words: comments, and what two sides say. A score is a number.
    fn said_sheet(&self, voice: &Voice<'_>) -> (Vec<String>, Vec<Vec<Cell>>) {
        let scored = |row: &Vec<String>| {
            let score = row[0].parse::<u8>();
            let score = score.map_or(Cell::Empty, |score| Cell::Number(score.into()));
            [score, Cell::Words(row[1].clone())]
        };
        let mut head = vec![voice.word("board-score"), voice.word("board-comment")];
        let comments = rows_of(self.comments.as_ref());
        let mut rows: Vec<Vec<Cell>> = comments.iter().map(|row| scored(row).into()).collect();
        for column in &self.columns {
            let name = || Cell::Words(column.name.clone());
            let words = column.words.iter().map(|word| {
                let told = Cell::Words(word_told(word, voice));
                vec![name(), told, Cell::Words(word.term.clone())]
            });
            rows.extend(words);
            let comments = rows_of(column.comments.as_ref());
            rows.extend(comments.iter().map(|row| {
                let [score, text] = scored(row);
                vec![name(), score, text]
            }));
        }
        if !self.columns.is_empty() {
            head.insert(0, voice.word("board-side"));
        }
        (head, rows)
    }

    /// Its numbers as a sheet, or what it says in words.
    pub(crate) fn sheet(
        &self,
        title: &str,
        (over_time, voice): (bool, &Voice<'_>),
    ) -> Option<Sheet> {
        let mut about = vec![title.to_owned()];
        about.extend(self.finding.clone());
        about.extend(self.widened.clone());
        if let Some(table) = &self.table {
            let sheet = table.sheet(title, over_time);
            return Some(Sheet { about, ..sheet });
        }
        let (head, rows) = match self.row_part() {
            Some(Part::Table { head, rows }) => {
                let words = |row: Vec<String>| row.into_iter().map(Cell::Words).collect();
                (head, rows.into_iter().map(words).collect())
            }
            _ => self.said_sheet(voice),
        };
        (!rows.is_empty()).then(|| Sheet {
            name: title.to_owned(),
            about,
            head,
            rows,
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

//! What is taken along of a page: its findings, charts, tables and comments, as PDF or workbook.

use dashboard::filter::{Asked, By, Others};
use dashboard::results::Depth;
use dashboard::screen::Screen;
use dashboard::service::whose;
use dashboard::voice::Voice;
use dashboard::{Dashboard, parts};
use paper::{Cell, Part, Sheet};
use platform::Problem;
use platform::clock::day_in;
use platform::web::{QueryPairs, format_date};
use platform::words::Language;
use serde_json::Value;
use user::Viewer;

use crate::Sources;

/// Charts of a survey's report, in their order.
const PICTURES: [&str; 6] = [
    "distribution",
    "trend",
    "waves",
    "split",
    "drivers",
    "opportunity",
];
/// Comments in a report, the newest ones.
const COMMENTS_MAX: usize = 100;

/// A report before it is a file.
#[derive(Clone, Debug)]
pub struct Taken {
    /// What it is about.
    pub title: String,
    /// Whose, until when, which filter.
    pub about: Vec<String>,
    /// For paper.
    pub parts: Vec<Part>,
    /// For a workbook.
    pub sheets: Vec<Sheet>,
    /// The first finding, for a mail.
    pub finding: Option<String>,
}

/// As what a report is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// A4.
    Pdf,
    /// For Excel.
    Xlsx,
}

impl File {
    /// Its ending.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
        }
    }

    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

impl Taken {
    /// The file. `footer` and `paging` are the words at the foot of each page; drawing takes a while,
    /// so call it where nobody waits for the thread.
    pub fn write(
        &self,
        (footer, paging): (&str, &str),
        language: Language,
        file: File,
    ) -> Result<Vec<u8>, Problem> {
        let written = match file {
            File::Pdf => paper::pdf(&paper::Document {
                title: self.title.clone(),
                about: self.about.clone(),
                language: language.code().to_owned(),
                footer: footer.to_owned(),
                paging: paging.to_owned(),
                parts: self.parts.clone(),
            }),
            File::Xlsx => paper::xlsx(&self.title, &self.sheets),
        };
        written.map_err(|fault| Problem::Internal(fault.to_string()))
    }

    /// The file, drawn where nobody waits.
    pub async fn file(
        self,
        voice: &Voice<'_>,
        language: Language,
        file: File,
    ) -> Result<Vec<u8>, Problem> {
        let paging = [("page", "{page}"), ("pages", "{pages}")];
        let words = (
            voice.word("report-footer"),
            voice.say("report-paging", &paging),
        );
        tokio::task::spawn_blocking(move || self.write((&words.0, &words.1), language, file))
            .await
            .map_err(|e| Problem::Internal(format!("drawing a report: {e}")))?
    }
}

/// The report of a survey's results with a filter, as far as `viewer` sees them.
pub async fn of_survey(
    dashboard: &Dashboard,
    viewer: &Viewer,
    language: Language,
    (survey_id, query): (&str, &QueryPairs),
) -> Result<Taken, Problem> {
    let whose = whose(viewer, survey_id)?;
    let results = dashboard
        .results(&whose, query, Others::NONE, Depth::Page)
        .await?;
    let voice = Voice::new(&dashboard.app, language);
    let screen = Screen::new(voice, &results);
    let mut about = vec![made_said(dashboard, (viewer, language)).await?];
    about.extend(filter_said(&voice, &results.asked));
    about.extend(screen.widened());
    let mut taken = Taken {
        title: voice
            .text(&results.survey, &results.survey.definition.title)
            .to_owned(),
        about,
        parts: Vec::new(),
        sheets: Vec::new(),
        finding: None,
    };
    add_figure(&mut taken, &screen);
    for name in PICTURES {
        if let Some(picture) = parts::picture(&screen, name) {
            taken.parts.push(Part::Heading(picture.frame.title.clone()));
            taken.parts.push(picture.part());
            taken.parts.push(picture.table.part());
            let sheet = picture.sheet();
            taken.sheets.push(Sheet {
                about: [sheet.about.clone(), taken.about.clone()].concat(),
                ..sheet
            });
        }
    }
    if let Some(comments) = parts::comments(&screen, COMMENTS_MAX).await? {
        add_comments(&mut taken, &voice, &comments);
    }
    Ok(taken)
}

/// The report of a dashboard with a filter, as far as `viewer` sees it.
pub async fn of_board(
    sources: &Sources,
    viewer: &Viewer,
    language: Language,
    (board_id, query): (&str, &QueryPairs),
) -> Result<Taken, Problem> {
    let found = board::taken(&sources.boards, (viewer, language), (board_id, query)).await?;
    let mut about = vec![made_said(&sources.dashboard, (viewer, language)).await?];
    let limits: Vec<String> = found.period.into_iter().chain(found.filter).collect();
    if !limits.is_empty() {
        about.push(limits.join(" · "));
    }
    let mut sheets = found.sheets;
    for sheet in &mut sheets {
        sheet.about.extend(about.iter().cloned());
    }
    if sheets.is_empty() {
        sheets.push(Sheet {
            name: found.title.clone(),
            about: [vec![found.title.clone()], about.clone()].concat(),
            head: Vec::new(),
            rows: Vec::new(),
            chart: None,
        });
    }
    Ok(Taken {
        title: found.title,
        about,
        parts: found.parts,
        sheets,
        finding: found.finding,
    })
}

/// "Acme · 22 Nov 2026".
async fn made_said(
    dashboard: &Dashboard,
    (viewer, language): (&Viewer, Language),
) -> Result<String, Problem> {
    let today = day_in(&dashboard.zone(viewer).await?, dashboard.app.clock.now_us());
    let (workspace, _) = user::service::workspace(&dashboard.app, &viewer.workspace_id).await?;
    Ok(format!("{workspace} · {}", format_date(language, today)))
}

/// The finding, the other findings and the figure; or why there is none.
fn add_figure(taken: &mut Taken, screen: &Screen<'_>) {
    let Some(figured) = parts::figure(screen) else {
        taken.parts.push(Part::Finding(nothing(screen)));
        let about = [
            vec![taken.title.clone(), nothing(screen)],
            taken.about.clone(),
        ]
        .concat();
        taken.sheets.push(Sheet {
            name: taken.title.clone(),
            about,
            head: Vec::new(),
            rows: Vec::new(),
            chart: None,
        });
        return;
    };
    taken.finding = Some(figured.finding.clone());
    taken.parts.push(Part::Finding(figured.finding.clone()));
    let more = figured.more.iter().cloned();
    taken.parts.extend(more.map(Part::Words));
    let tile = &figured.tile;
    let said = [
        Some(tile.n.clone()),
        tile.interval.clone(),
        tile.verdict.clone(),
    ];
    let said: Vec<String> = said.into_iter().flatten().collect();
    taken.parts.push(Part::Note(said.join(" · ")));
    let voice = &screen.voice;
    let figure = screen.results.metric;
    let figure = figure.map(|metric| figures::metric(metric, &screen.results.all));
    let number = |value: Option<f64>| value.map_or(Cell::Empty, Cell::Number);
    let ends = figure.and_then(|figure| {
        let on_scale = |ends| dashboard::voice::on_scale(figure.metric, ends);
        figure.ci95.map(on_scale)
    });
    // The numbers in full; what was said of them stands above.
    let row = vec![
        Cell::Words(tile.name.clone()),
        number(figure.and_then(|figure| figure.value)),
        number(ends.map(|ends| ends[0])),
        number(ends.map(|ends| ends[1])),
        number(figure.map(|figure| figure.n as f64)),
        Cell::Words(tile.verdict.clone().unwrap_or_default()),
    ];
    let head = [
        "report-figure",
        "report-value",
        "dashboard-low",
        "dashboard-high",
    ];
    let mut head: Vec<String> = head.iter().map(|key| voice.word(key)).collect();
    head.extend(["n".to_owned(), voice.word("report-verdict")]);
    taken.sheets.push(Sheet {
        name: voice.word("report-summary"),
        about: [
            vec![taken.title.clone(), figured.finding],
            figured.more,
            taken.about.clone(),
        ]
        .concat(),
        head,
        rows: vec![row],
        chart: None,
    });
}

fn nothing(screen: &Screen<'_>) -> String {
    screen.voice.word(if screen.results.hidden {
        "report-hidden"
    } else {
        "report-nothing"
    })
}

/// Comments as a table; of employees without date, in no order, or not at all.
fn add_comments(taken: &mut Taken, voice: &Voice<'_>, comments: &Value) {
    let items = comments["items"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let heading = voice.word("report-comments");
    if let Some(why) = comments["why"].as_str() {
        taken.parts.push(Part::Heading(heading.clone()));
        taken.parts.push(Part::Note(why.to_owned()));
    } else if items.is_empty() {
        return;
    } else {
        taken.parts.push(Part::Heading(heading.clone()));
    }
    let head = ["report-date", "report-score", "report-comment"].map(|key| voice.word(key));
    let rows: Vec<Vec<String>> = items.iter().map(comment).collect();
    let cells = |row: &Vec<String>| {
        let cell = |text: &String| match text.parse::<f64>() {
            Ok(score) => Cell::Number(score),
            Err(_) => Cell::Words(text.clone()),
        };
        vec![
            Cell::Words(row[0].clone()),
            cell(&row[1]),
            Cell::Words(row[2].clone()),
        ]
    };
    taken.sheets.push(Sheet {
        name: heading.clone(),
        about: [vec![heading], taken.about.clone()].concat(),
        head: head.to_vec(),
        rows: rows.iter().map(cells).collect(),
        chart: None,
    });
    taken.parts.push(Part::Table {
        head: head.to_vec(),
        rows,
    });
}

/// Date, score and words.
fn comment(item: &Value) -> Vec<String> {
    let texts = item["texts"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let text = |pair: &Value| match pair[0].as_str() {
        Some(question) => format!("{question} {}", pair[1].as_str().unwrap_or_default()),
        None => pair[1].as_str().unwrap_or_default().to_owned(),
    };
    vec![
        item["date"].as_str().unwrap_or_default().to_owned(),
        item["score"]
            .as_u64()
            .map_or_else(String::new, |score| score.to_string()),
        texts.iter().map(text).collect::<Vec<_>>().join("\n"),
    ]
}

/// The filter in words; none when all answers count.
pub(crate) fn filter_said(voice: &Voice<'_>, asked: &Asked) -> Option<String> {
    let mut said = Vec::new();
    match (asked.from, asked.to) {
        (None, None) => {}
        (from, to) => {
            let day = |day: Option<i32>| day.map_or_else(|| "…".to_owned(), |day| voice.day(day));
            said.push(format!("{} – {}", day(from), day(to)));
        }
    }
    for (dim, values) in &asked.members {
        let values: Vec<String> = values
            .iter()
            .map(|value| voice.value_of(Some(dim), value))
            .collect();
        said.push(format!("{}: {}", voice.dim(dim), values.join(", ")));
    }
    if asked.complete_only {
        said.push(voice.word("report-complete-only"));
    }
    if let Some(by) = &asked.by {
        let by = match by {
            By::Dim(dim) => voice.dim(dim),
            By::Period(_) => voice.by(by),
        };
        said.push(voice.say("report-by", &[("by", &by)]));
    }
    (!said.is_empty()).then(|| said.join(" · "))
}

/// A name for a file: what reads well everywhere, of the title's letters and digits.
pub(crate) fn file_name(title: &str, file: File) -> String {
    let mut name = String::new();
    for c in title.chars().take(60) {
        let c = c.to_ascii_lowercase();
        if c.is_ascii_alphanumeric() {
            name.push(c);
        } else if !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
    }
    let name = name.trim_matches('-');
    let name = if name.is_empty() { "report" } else { name };
    format!("{name}.{}", file.extension())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_of_letters_digits_and_hyphens() {
        assert_eq!(
            file_name("Klanttevredenheid: Q3, “2026”", File::Pdf),
            "klanttevredenheid-q3-2026.pdf"
        );
        assert_eq!(file_name("../../etc", File::Xlsx), "etc.xlsx");
        assert_eq!(file_name("名", File::Pdf), "report.pdf");
    }

    #[test]
    fn a_comment_is_its_date_its_score_and_its_words() {
        let item = serde_json::json!({
            "date": "21 nov 2026", "score": 3,
            "texts": [[null, "slow"], ["What else?", "nothing"]],
        });
        assert_eq!(
            comment(&item),
            ["21 nov 2026", "3", "slow\nWhat else? nothing"]
        );
        let of_employees = serde_json::json!({"texts": [[null, "ok"]]});
        assert_eq!(comment(&of_employees), ["", "", "ok"]);
    }
}

//! Files are written, follow PDF/UA (the writer checks), and break pages where they should.

use charts::{Estimate, Frame, Trend, TrendPoint, Unit};

use super::*;

fn chart() -> String {
    let point = |label: &str, value: f64| TrendPoint {
        label: label.to_owned(),
        estimate: Some(Estimate::new(value, value - 9.0, value + 8.0)),
        detail: format!("NPS {value}"),
        ..TrendPoint::default()
    };
    charts::trend(&Trend {
        frame: Frame::new("t", "NPS by month", "rose from 12 to 30").width(640),
        unit: Unit::Points,
        points: vec![point("Jan", 12.0), point("Feb", 19.0), point("Mar", 30.0)],
        baseline: None,
        breaks: Vec::new(),
        empty: String::new(),
    })
}

fn document(parts: Vec<Part>) -> Document {
    Document {
        title: "Klanttevredenheid, derde kwartaal".to_owned(),
        about: vec!["Acme · 1 jul – 30 sep 2026".to_owned()],
        language: "nl".to_owned(),
        footer: "Luister".to_owned(),
        paging: "pagina {page} van {pages}".to_owned(),
        parts,
    }
}

fn rows(count: usize) -> Vec<Vec<String>> {
    (0..count)
        .map(|n| {
            vec![
                format!("Team {n}"),
                format!("{n}"),
                "Het duurde lang. ".repeat(12),
            ]
        })
        .collect()
}

#[test]
fn everything_there_is_makes_a_file() {
    let head = ["Team", "NPS", "Opmerking"].map(str::to_owned).to_vec();
    let parts = vec![
        Part::Heading("NPS".to_owned()),
        Part::Finding("De NPS steeg van 12 naar 30.".to_owned()),
        Part::Words("Tekst met 名 en \u{202e}omgekeerd.".to_owned()),
        Part::Chart {
            svg: chart(),
            description: "De NPS steeg.".to_owned(),
        },
        Part::Note("n = 312".to_owned()),
        Part::Table {
            head,
            rows: rows(60),
        },
        Part::NewPage,
        Part::Heading("Slot".to_owned()),
    ];
    let file = pdf(&document(parts)).unwrap();
    assert!(file.starts_with(b"%PDF-1.7"));
}

#[test]
fn an_empty_document_is_a_page_with_its_title() {
    assert!(pdf(&document(Vec::new())).is_ok());
}

#[test]
fn nothing_stands_below_the_margin_and_a_heading_never_alone() {
    let head = vec!["a".to_owned(), "b".to_owned(), "c".to_owned()];
    let mut parts = Vec::new();
    for count in [3, 7, 11, 29] {
        parts.push(Part::Heading(format!("Tabel {count}")));
        parts.push(Part::Table {
            head: head.clone(),
            rows: rows(count),
        });
    }
    let mut layout = Layout::default();
    layout.lay_out(&document(parts)).unwrap();
    assert!(layout.pages.len() > 3);
    for page in &layout.pages {
        for (_, mark) in &page.marks {
            if let Mark::Words { at: (x, y), .. } = mark {
                assert!(
                    (MARGIN..=BOTTOM + 1.0).contains(y) && *x >= MARGIN,
                    "{mark:?}"
                );
            }
        }
    }
    for (text, page, y) in &layout.headings {
        let below = layout.pages[*page]
            .marks
            .iter()
            .any(|(_, mark)| match mark {
                Mark::Words { at, .. } => at.1 > y + Style::HEADING.leading() + 5.0,
                _ => false,
            });
        assert!(below, "{text} stands alone");
    }
}

#[test]
fn a_table_that_is_wider_than_the_page_stands_on_it_in_parts() {
    let head: Vec<String> = (0..33).map(|at| format!("column {at}")).collect();
    let cells: Vec<String> = (0..33).map(|at| format!("cell {at}")).collect();
    let table = Part::Table {
        head: head.clone(),
        rows: vec![cells.clone()],
    };
    let mut layout = Layout::default();
    layout.lay_out(&document(vec![table.clone()])).unwrap();
    let mut seen = Vec::new();
    for (_, mark) in layout.pages.iter().flat_map(|page| &page.marks) {
        if let Mark::Words { at, style, text } = mark {
            assert!(at.0 + style.width(text) <= MARGIN + ROOM + 1.0, "{mark:?}");
            seen.push(text.clone());
        }
    }
    let words = seen.join(" ");
    for text in head.iter().chain(&cells) {
        let parts: Vec<&str> = text.split(' ').collect();
        assert!(parts.iter().all(|part| words.contains(part)), "{text}");
    }
    assert!(pdf(&document(vec![table])).is_ok());
}

#[test]
fn a_heading_goes_to_the_next_page_with_its_chart() {
    let mut parts = vec![Part::Words("Tekst.".to_owned()); 34];
    parts.push(Part::Heading("Grafiek".to_owned()));
    parts.push(Part::Finding("De NPS steeg.".to_owned()));
    parts.push(Part::Chart {
        svg: chart(),
        description: "De NPS steeg.".to_owned(),
    });
    let mut layout = Layout::default();
    layout.lay_out(&document(parts)).unwrap();
    let is_chart = |(_, mark): &(Option<usize>, Mark)| matches!(mark, Mark::Chart { .. });
    let page = layout
        .pages
        .iter()
        .position(|page| page.marks.iter().any(is_chart));
    let heading = layout.headings.last().map(|(_, page, _)| *page);
    assert_eq!(heading, page);
    assert_eq!(page, Some(1), "there was no room for it on the first page");
}

#[test]
fn what_is_no_chart_is_said() {
    let parts = vec![Part::Chart {
        svg: "no".to_owned(),
        description: String::new(),
    }];
    assert!(matches!(pdf(&document(parts)), Err(Fault::Picture(_))));
}

#[test]
fn letters_of_all_the_world_make_a_file_and_a_picture() {
    let said = "Anna: שלום עולם, مرحبا ok 名前 ไทย हिन्दी 👍🏽 \u{e123} Ω";
    let parts = vec![
        Part::Words(said.to_owned()),
        Part::Table {
            head: vec!["名前".to_owned(), "Said".to_owned()],
            rows: vec![vec!["שלום".to_owned(), said.repeat(9)]],
        },
        Part::Chart {
            svg: chart().replace("Jan", "名前 👍🏽"),
            description: said.to_owned(),
        },
    ];
    let file = pdf(&document(parts)).expect("a file, whatever fonts the machine has");
    assert!(file.starts_with(b"%PDF-1.7"));
    assert!(crate::png(&chart().replace("Jan", said), 1.0).is_ok());
}

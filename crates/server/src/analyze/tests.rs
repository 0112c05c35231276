//! Which cells are answers, which columns are drivers, what is compared with what.

mod told;

use std::io::Write;

use facts::code;

use crate::analyze::compute::{self, Analysis, Comparison, Error};
use crate::analyze::value::{Missing, Scale, weight};
use crate::analyze::{Args, Format, html, pictures, text, words};

fn args(file: &tempfile::NamedTempFile) -> Args {
    Args {
        file: file.path().to_owned(),
        score: "score".to_owned(),
        drivers: None,
        by: None,
        weight: None,
        missing: Vec::new(),
        score_missing: Vec::new(),
        agree: vec![4, 5],
        disagree: vec![1, 2],
        sheet: None,
        format: Format::Text,
        attributes: None,
        account: None,
        change: None,
        comment: None,
        bootstrap: 50,
        seed: 1,
        missing_method: super::MissingMethod::Em,
    }
}

fn file(content: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(content.as_bytes()).unwrap();
    file
}

fn usage(args: &Args) -> String {
    match compute::analyze(args) {
        Err(Error::Usage(message)) => message,
        Err(Error::Table(error)) => panic!("{error}"),
        Ok(_) => panic!("no error"),
    }
}

fn analyze(content: &str, change: impl FnOnce(&mut Args)) -> Analysis {
    let file = file(content);
    let mut args = args(&file);
    change(&mut args);
    compute::analyze(&args)
        .map_err(|error| format!("{error:?}"))
        .unwrap()
}

#[test]
fn a_cell_is_an_answer_or_missing_or_wrong() {
    let codes = [
        "0".to_owned(),
        "6".to_owned(),
        " Blank ".to_owned(),
        "weet niet".to_owned(),
    ];
    let missing = Missing::new(&codes);
    let five = Scale {
        lowest: 1,
        highest: 5,
    };
    for (cell, want) in [
        ("4", Some(4)),
        (" 4.0 ", Some(4)),
        ("4,0", Some(4)),
        ("", Some(code::BLANK)),
        ("   ", Some(code::BLANK)),
        ("BLANK", Some(code::BLANK)),
        ("6", Some(code::DONT_KNOW)),
        ("6.0", Some(code::DONT_KNOW)),
        ("0", Some(code::DONT_KNOW)),
        ("Weet Niet", Some(code::DONT_KNOW)),
        ("4.5", None),
        ("7", None),
        ("-1", None),
        ("260", None),
        ("agree", None),
        ("#N/A", None),
    ] {
        assert_eq!(five.read(cell, &missing).ok(), want, "{cell:?}");
    }
    let none = Missing::default();
    assert_eq!(
        Scale::SCORE.read("0", &none),
        Ok(0),
        "a score of 0 is an answer"
    );
    assert_eq!(Scale::SCORE.read("6", &none), Ok(6));
    assert_eq!(Scale::SCORE.read("9.0", &none), Ok(9));
    assert_eq!(
        Scale::SCORE.read("11", &none).unwrap_err(),
        "not a whole number from 0 to 10, nor named as missing"
    );
}

#[test]
fn a_weight_is_above_zero() {
    assert_eq!(weight("0,5"), Ok(0.5));
    for wrong in ["0", "-1", "", "x", "inf", "nan"] {
        assert!(weight(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn drivers_are_found_by_their_answers() {
    let content = "score,speed,Price,respondent_id,always,text,decimals,ten,wave,other\n\
                   9,1,5,1,4,good,4.5,8,1,\n\
                   8,2,,2,4,2,3,7,2,6\n\
                   7,3,4,3,4,3,2,6,1,2\n";
    let found = |change: fn(&mut Args)| analyze(content, change).columns.driver_names();
    assert_eq!(found(|_| ()), ["speed", "Price", "wave"]);
    assert_eq!(
        found(|args| args.by = Some("wave".to_owned())),
        ["speed", "Price"]
    );
    assert_eq!(
        found(|args| args.missing = vec!["good".to_owned(), "6".to_owned(), "1".to_owned()]),
        ["speed", "Price", "text"]
    );
    assert_eq!(
        found(|args| (args.agree, args.disagree) = (vec![8, 9, 10], vec![1, 2, 3, 4, 5])),
        ["speed", "Price", "ten", "wave", "other"]
    );
}

#[test]
fn drivers_can_be_named() {
    let content = "score,a,\"b, c\",d\n9,1,2,3\n8,2,3,4\n";
    let named = |names: &str| {
        let names = names.to_owned();
        analyze(content, |args| args.drivers = Some(names))
            .columns
            .driver_names()
    };
    assert_eq!(named("d, a"), ["d", "a"]);
    assert_eq!(named("b, c"), ["b, c"]);
}

#[test]
fn arguments_that_do_not_fit_are_said() {
    let file = file("score,a,b\n9,1,2\n");
    let with = |change: fn(&mut Args)| {
        let mut args = args(&file);
        change(&mut args);
        usage(&args)
    };
    assert_eq!(
        with(|args| args.score = "recommend".to_owned()),
        "there is no column \"recommend\"; the columns are: score, a, b"
    );
    assert_eq!(
        with(|args| args.drivers = Some("a,c".to_owned())),
        "there is no column \"c\"; the columns are: score, a, b"
    );
    assert!(with(|args| args.by = Some("x".to_owned())).contains("\"x\""));
    assert!(with(|args| args.weight = Some("y".to_owned())).contains("\"y\""));
    assert_eq!(
        with(|args| args.drivers = Some("a,score".to_owned())),
        "\"score\" can't be both the score and a driver"
    );
    assert_eq!(
        with(|args| args.drivers = Some("a,a".to_owned())),
        "driver \"a\" is named twice"
    );
    assert_eq!(
        with(|args| args.drivers = Some(String::new())),
        "--drivers \"\" names no column"
    );
    assert_eq!(
        with(|args| args.agree = vec![2, 4]),
        "--agree and --disagree: 2 can't mean both agree and disagree"
    );
}

#[test]
fn too_many_groups_are_refused() {
    let mut content = "score,id\n".to_owned();
    for id in 0..1001 {
        content.push_str(&format!("9,{id}\n"));
    }
    let file = file(&content);
    let args = Args {
        by: Some("id".to_owned()),
        ..args(&file)
    };
    assert_eq!(
        usage(&args),
        "\"id\" has 1001 different values, at most 1000"
    );
}

#[test]
fn groups_come_by_value_and_are_compared_by_kind() {
    let by = |values: &[&str]| {
        let mut content = "score,by\n".to_owned();
        for value in values {
            content.push_str(&format!("9,{value}\n3,{value}\n"));
        }
        let analysis = analyze(&content, |args| args.by = Some("by".to_owned()));
        let groups: Vec<String> = analysis
            .figures
            .by
            .iter()
            .map(|group| group.group.clone())
            .collect();
        let kind = match analysis.comparison {
            Comparison::None => "none",
            Comparison::Previous(_) => "previous",
            Comparison::Rest(_) => "rest",
        };
        (groups.join("|"), kind)
    };
    assert_eq!(
        by(&["10", "9", "", "100"]),
        ("9|10|100|".to_owned(), "rest")
    );
    assert_eq!(by(&["b", " a ", "", "B"]), ("B|a|b|".to_owned(), "rest"));
    assert_eq!(
        by(&["2020-12", "2017-10"]),
        ("2017-10|2020-12".to_owned(), "previous")
    );
    assert_eq!(by(&["2020", "2017"]), ("2017|2020".to_owned(), "previous"));
    assert_eq!(by(&["a"]), ("a".to_owned(), "none"));
}

#[test]
fn the_finding_comes_first() {
    let mut content = "score,speed,wave\n".to_owned();
    for i in 0..800 {
        let wave = if i < 400 { 2019 } else { 2020 };
        let (score, speed) = match i % 4 {
            0 => (10, 5),
            1 => (9, 4),
            2 if i < 400 => (8, 3),
            _ => (2, 1),
        };
        content.push_str(&format!("{score},{speed},{wave}\n"));
    }
    let analysis = analyze(&content, |args| args.by = Some("wave".to_owned()));
    let found = words::findings(&analysis);
    assert_eq!(found[0], "NPS is 12, between 6 and 19 (800 answers).");
    assert!(
        found[1].starts_with("From 2019 to 2020 it fell by 25 (between"),
        "{found:?}"
    );
    assert!(
        found[2].starts_with("Most to gain is on speed: 88 NPS points"),
        "{found:?}"
    );
    let few = analyze("score,speed\n9,4\n8,3\n", |_| ());
    assert!(words::findings(&few)[0].starts_with("Too few answers for a claim: NPS 50 from 2"));
    let nobody = analyze("score,speed\n", |_| ());
    assert_eq!(words::findings(&nobody), ["Nobody answered the score."]);
}

/// Names and values of the file are text, wherever they appear.
#[test]
fn hostile_names_do_nothing() {
    let hostile = "<script>alert(1)</script>";
    let mut content = format!("score,\"{hostile}\",\u{1b}[31mred,by\n");
    for i in 0..40 {
        content.push_str(&format!(
            "{},{},{},{hostile}\n",
            i % 11,
            i % 5 + 1,
            i % 4 + 1
        ));
    }
    content.push_str(&format!(
        "{hostile},4,4,\"\"\"'><img src=x onerror=alert(1)>\"\n"
    ));
    let analysis = analyze(&content, |args| args.by = Some("by".to_owned()));
    assert_eq!(analysis.figures.drivers.len(), 2);
    let html = html::write(&analysis).unwrap();
    assert!(
        !html.contains("<script") && !html.contains("<img"),
        "{html}"
    );
    assert!(html.contains("&lt;script&gt;"));
    let text = text::write(&analysis);
    assert!(!text.contains('\u{1b}'));
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
}

#[test]
fn the_report_needs_nothing_else() {
    let mut content = "score,speed,price,wave\n".to_owned();
    for i in 0..90 {
        content.push_str(&format!(
            "{},{},{},{}\n",
            i % 11,
            i % 5 + 1,
            i % 4 + 2,
            2018 + i % 3
        ));
    }
    content.push_str("11,3,3,2018\n");
    let analysis = analyze(&content, |args| args.by = Some("wave".to_owned()));
    let html = html::write(&analysis).unwrap();
    for outside in [
        "http://", "https://", "src=", "url(", "@import", "<script", "<link",
    ] {
        let found = html.replace("http://www.w3.org/", "").contains(outside);
        assert!(!found, "{outside}");
    }
    assert!(html.contains("prefers-color-scheme: dark"));
    assert!(html.matches("<figure>").count() >= 6);
    assert!(html.matches("<svg").count() >= html.matches("<table").count());
    assert!(html.contains("Left out: 1 value<"));
}

/// Of few answers the interval stands alone, in the tables as in the pictures; and many groups don't
/// hide those that can be judged.
#[test]
fn small_groups_give_no_bare_number() {
    let mut content = "score,speed,team\n".to_owned();
    for i in 0..60 {
        content.push_str(&format!("{},{},large\n", 5 + i % 6, i % 5 + 1));
    }
    for team in 0..30 {
        content.push_str(&format!("10,5,small {team}\n"));
    }
    content.push_str(",5,silent\n");
    let analysis = analyze(&content, |args| args.by = Some("team".to_owned()));
    let text = text::write(&analysis);
    let line = |group: &str| {
        let found = text
            .lines()
            .find(|line| line.trim_start().starts_with(group));
        found
            .unwrap_or_default()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert!(line("large").starts_with("large 0 "), "{text}");
    assert_eq!(
        line("small 7"),
        "small 7 \u{2013} \u{2212}48 \u{2013} 98 1 too few answers (29 more needed)"
    );
    assert!(line("silent").ends_with("0 nobody answered the score"));
    assert_eq!(pictures::pictured(&analysis), [0]);
    let html = html::write(&analysis).unwrap();
    assert!(html.contains("Groups with fewer than 30 answers are in the table only."));
    assert!(html.contains("31 groups have too few answers for any driver."));
    let few = analyze("score,by\n9,a\n3,b\n", |args| {
        args.by = Some("by".to_owned());
    });
    assert_eq!(pictures::pictured(&few), [0, 1]);
    let picture = pictures::groups(&few);
    assert!(
        picture.contains("a: NPS between \u{2212}48 \u{2013} 98, n 1"),
        "{picture}"
    );
    assert!(!picture.contains("NPS 100") && !picture.contains("\u{2013} 100"));
    let waves = analyze("score,by\n9,2019\n10,2020\n", |args| {
        args.by = Some("by".to_owned());
    });
    let picture = pictures::groups(&waves);
    assert!(picture.contains("2020: NPS between \u{2212}48 \u{2013} 98, n 1"));
    assert!(
        !picture.contains("NPS 100") && !picture.contains("c-now"),
        "{picture}"
    );
}

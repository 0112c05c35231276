//! Importing files: on the command line while the server runs, and in the browser.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::harness::{Server, binary, eventually, root};
use crate::on_both;

mod browser;

on_both!(
    a_real_file_becomes_a_survey,
    every_encoding_and_separator_gives_the_same_responses,
    a_dry_run_stores_nothing_and_mistakes_are_named,
    rejected_rows_are_told_and_nothing_else_is_held_up,
    an_import_that_is_killed_goes_on_when_run_again,
    answers_imported_into_a_draft_outlive_its_questions,
);

/// Runs `luister import`; gives the exit code, standard output and standard error.
fn import(server: &Server, file: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let file = file.to_string_lossy().into_owned();
    let all: Vec<&str> = ["import", &file]
        .into_iter()
        .chain(args.iter().copied())
        .collect();
    let output = server.command(&all, "");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn drivers(keys: &[&str]) -> Value {
    keys.iter()
        .map(|key| json!({"key": key, "text": {"en": key, "nl": key}}))
        .collect()
}

fn file(server: &Server, name: &str, content: &[u8]) -> PathBuf {
    let path = server.data.path().join(name);
    std::fs::write(&path, content).expect("a file");
    path
}

/// All responses of a survey by the API.
fn responses(server: &Server, survey_id: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut path = format!("/api/v1/surveys/{survey_id}/responses?limit=1000");
    loop {
        let page = server.get_json(&path);
        all.extend(
            page["responses"]
                .as_array()
                .expect("a list")
                .iter()
                .cloned(),
        );
        match page["next_cursor"].as_str() {
            Some(cursor) => {
                path = format!("/api/v1/surveys/{survey_id}/responses?limit=1000&cursor={cursor}");
            }
            None => return all,
        }
    }
}

fn counts(rows: &[Value], key: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for row in rows {
        *counts.entry(row["answers"][key].to_string()).or_default() += 1;
    }
    counts
}

fn a_real_file_becomes_a_survey(server: Server) {
    let path = root().join("../shared/data/sfo_airport_2017.csv");
    if !path.exists() {
        eprintln!("skipped: the airport file isn't here");
        return;
    }
    let args = [
        "--new",
        "Airport 2017",
        "--score",
        "NETPRO",
        "--drivers",
        "Q7ART,Q7FOOD,Q9ALL,Q10SAFE",
        "--attributes",
        "YEAR,BAREA",
        "--external-id",
        "RESPNUM",
        "--missing",
        "0,Blank",
        "--dont-know",
        "6",
        "--score-missing",
        "11,Blank",
        "--answered-on",
        "2017-05-15",
    ];
    let (code, out, error) = import(&server, &path, &args);
    assert_eq!(code, Some(0), "{out}{error}");
    let survey_id = out
        .lines()
        .find_map(|l| l.strip_prefix("Survey "))
        .expect("an id")
        .to_owned();
    let rows = responses(&server, &survey_id);
    // Reference counts of the 2017 rows: the NPS is 39.8397669337218 on 2,746 answers.
    let scores = counts(&rows, "recommend");
    let sum = |from: i64, to: i64| -> usize {
        (from..=to)
            .map(|s| scores.get(&s.to_string()).copied().unwrap_or(0))
            .sum()
    };
    assert_eq!(
        (sum(0, 6), sum(7, 8), sum(9, 10)),
        (342, 968, 1436),
        "{scores:?}"
    );
    assert_eq!(scores["0"], 17, "a score of 0 stays 0");
    let figures = server.get_json(&format!("/api/v1/surveys/{survey_id}/figures"));
    let nps = &figures["nps"];
    assert_eq!(nps["n"], 2746, "{nps}");
    assert!(
        (nps["value"].as_f64().expect("a number") - 39.839_766_933_721_8).abs() < 1e-9,
        "{nps}"
    );
    let art = counts(&rows, "q7art");
    assert_eq!((art["\"dont_know\""], art["5"]), (445, 744));
    assert!(rows.iter().all(|row| row["attributes"]["YEAR"] == "2017"));
    // The second time nothing changes, and no second survey is made.
    let (code, again, _) = import(&server, &path, &args);
    assert_eq!(code, Some(0));
    assert!(again.contains(&survey_id), "{again}");
    assert!(
        again.contains(&format!(" 0 created, 0 updated, {} unchanged", rows.len())),
        "{again}"
    );
}

/// Text in an encoding, with its byte order mark if it has one.
fn encoded(text: &str, encoding: &str) -> Vec<u8> {
    let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    match encoding {
        "utf-8" => text.as_bytes().to_vec(),
        "utf-8 with mark" => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        "utf-16 le" => [b"\xff\xfe".to_vec(), wide(u16::to_le_bytes)].concat(),
        "utf-16 be" => [b"\xfe\xff".to_vec(), wide(u16::to_be_bytes)].concat(),
        // All characters used here are the same in Windows-1252.
        _ => text
            .chars()
            .map(|c| u8::try_from(u32::from(c)).expect("one byte"))
            .collect(),
    }
}

fn every_encoding_and_separator_gives_the_same_responses(server: Server) {
    let (survey_id, _) = server.survey("relational-nps", &drivers(&["software"]));
    let text = "nr;recommend;software;Datum;Plaats;why\r\n\
                1;9,0;4;21-11-2025;Zoë;\"twee\r\nregels; \"\"echt\"\"\"\r\n\
                2;0;weet niet;22-11-2025;Müller;=1+1\r\n\
                3;6;;23-11-2025;Zoë;\r\n";
    let args = |extra: &[&str]| -> Vec<String> {
        [
            "--survey",
            &survey_id,
            "--attributes",
            "Plaats",
            "--external-id",
            "nr",
            "--answered-at",
            "Datum",
            "--dont-know",
            "Weet niet",
        ]
        .iter()
        .chain(extra)
        .map(|a| (*a).to_owned())
        .collect()
    };
    let run = |name: &str, content: &[u8]| {
        let path = file(&server, name, content);
        let args = args(&[]);
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let (code, out, error) = import(&server, &path, &args);
        assert_eq!(code, Some(0), "{name}: {out}{error}");
        out
    };
    let out = run("first.csv", text.as_bytes());
    assert!(
        out.contains("3 created, 0 updated, 0 unchanged, 0 rejected"),
        "{out}"
    );
    for encoding in [
        "utf-8",
        "utf-8 with mark",
        "utf-16 le",
        "utf-16 be",
        "windows-1252",
    ] {
        for separator in [";", ",", "\t", "|"] {
            // Within the quoted cell the separator stays what it was.
            let text = text.replace("9,0", "9").replace(';', separator);
            let text = text.replace(&format!("regels{separator}"), "regels;");
            let name = format!("{encoding} {}.csv", separator.replace(['\t', '|'], "x"));
            let out = run(&name, &encoded(&text, encoding));
            assert!(
                out.contains("0 created, 0 updated, 3 unchanged"),
                "{name}: {out}"
            );
        }
    }
    let mut rows = responses(&server, &survey_id);
    rows.sort_by_key(|row| row["external_id"].to_string());
    assert_eq!(rows[0]["answers"]["why"], "twee\r\nregels; \"echt\"");
    assert_eq!(
        rows[1]["answers"],
        json!({
            "recommend": 0, "software": "dont_know", "why": "=1+1",
        })
    );
    assert_eq!(rows[1]["attributes"], json!({"Plaats": "Müller"}));
    assert!(
        rows[0]["answered_at"]
            .as_str()
            .expect("a time")
            .starts_with("2025-11-21T11:00")
    );
    // As a spreadsheet too.
    let path = spreadsheet(
        &server,
        &[
            &["nr", "recommend", "software", "Datum", "Plaats", "why"],
            &["3", "6", "", "2025-11-23", "Zoë", ""],
            &["4", "10", "5", "2025-11-24", "Zoë", "goed"],
        ],
    );
    let args = args(&["--sheet", "Antwoorden"]);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (code, out, error) = import(&server, &path, &args);
    assert_eq!(code, Some(0), "{out}{error}");
    assert!(out.contains("1 created, 0 updated, 1 unchanged"), "{out}");
}

fn spreadsheet(server: &Server, rows: &[&[&str]]) -> PathBuf {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet();
    let sheet = book.add_worksheet().set_name("Antwoorden").expect("a name");
    for (line, row) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(*row) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(line, column, number),
                Err(_) => sheet.write_string(line, column, *cell),
            }
            .expect("a cell");
        }
    }
    let path = server.data.path().join("antwoorden.xlsx");
    book.save(&path).expect("a file");
    path
}

fn a_dry_run_stores_nothing_and_mistakes_are_named(server: Server) {
    let (survey_id, _) = server.survey("relational-nps", &drivers(&["software"]));
    let path = file(&server, "a.csv", b"score,software,team\n9,4,A\n12,4,A\n");
    let survey = ["--survey", survey_id.as_str()];
    let with = |more: &[&str]| import(&server, &path, &[&survey[..], more].concat());
    let (code, out, _) = with(&["--score", "score", "--dry-run"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("1 would be stored, 1 rejected"), "{out}");
    assert!(responses(&server, &survey_id).is_empty());
    let (code, out, _) = import(
        &server,
        &path,
        &["--new", "T", "--score", "score", "--dry-run"],
    );
    assert_eq!((code, out.contains("nothing was stored")), (Some(0), true));
    let mistakes: [(&[&str], &str); 8] = [
        (
            &["--score", "nps"],
            "there is no column \"nps\"; the columns are: score, software, team",
        ),
        (
            &["--drivers", "team"],
            "no question is called like the column \"team\"",
        ),
        (
            &["--map", "score=nps"],
            "there is no question \"nps\"; the questions are: recommend",
        ),
        (&["--map", "score"], "--map needs COL=KEY"),
        (
            &["--score", "score", "--attributes", "score"],
            "named for two things",
        ),
        (&["--attributes", "oops"], "there is no column \"oops\""),
        (&["--sheet", "x", "--answered-on", "gisteren"], "is no date"),
        (&["--missing", "6", "--dont-know", "6"], "two reasons"),
    ];
    for (args, part) in mistakes {
        let (code, out, error) = with(args);
        assert_eq!(code, Some(2), "{args:?}: {out}{error}");
        assert!(error.contains(part), "{args:?}: {error}");
    }
    for (name, content, part) in [
        ("empty.csv", &b""[..], "empty"),
        ("double.csv", b"a,a\n1,2\n", "column names must differ"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\0\0", "no table"),
    ] {
        let path = file(&server, name, content);
        let (code, _, error) = import(&server, &path, &["--survey", &survey_id]);
        assert_eq!(code, Some(2), "{name}: {error}");
        assert!(error.contains(part), "{name}: {error}");
    }
    let unknown = "0".repeat(26);
    for (args, file) in [
        (["--survey", &unknown], path.as_path()),
        (["--survey", &survey_id], Path::new("gone.csv")),
    ] {
        let (code, _, error) = import(&server, file, &args);
        assert_eq!(code, Some(2), "{error}");
    }
    assert!(responses(&server, &survey_id).is_empty());
}

fn rejected_rows_are_told_and_nothing_else_is_held_up(server: Server) {
    let (survey_id, _) = server.survey("relational-nps", &drivers(&["software"]));
    let path = file(
        &server,
        "b.csv",
        b"id,recommend,software,why\na,9,4,fine\nb,12,9,=cmd()\na,3,3,again\nc,,,\nd,0,,\n",
    );
    let rejected = server.data.path().join("rejected.csv");
    let args = [
        "--survey",
        survey_id.as_str(),
        "--external-id",
        "id",
        "--wave",
        "2026-1",
        "--rejected",
        rejected.to_str().expect("text"),
    ];
    let (code, out, error) = import(&server, &path, &args);
    assert_eq!(code, Some(0), "{out}{error}");
    assert!(
        out.contains("5 rows: 2 created, 0 updated, 0 unchanged, 3 rejected"),
        "{out}"
    );
    assert!(
        out.contains("recommend: not a whole number from 0 to 10"),
        "{out}"
    );
    assert!(out.contains("On the lines 3, 4, 5"), "{out}");
    let text = std::fs::read_to_string(&rejected).expect("a file");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "line,column,value,reason,id,recommend,software,why"
    );
    assert!(
        lines[1].starts_with("3,recommend | software,12 | 9,"),
        "{}",
        lines[1]
    );
    assert!(lines[1].ends_with(",b,12,9,'=cmd()"), "{}", lines[1]);
    assert!(
        lines[2].starts_with("4,id,a,the same id stands on line 2 too,a,3"),
        "{}",
        lines[2]
    );
    let rows = responses(&server, &survey_id);
    assert_eq!(rows.len(), 2);
    assert!(
        rows.iter()
            .all(|row| row["attributes"] == json!({"wave": "2026-1"}))
    );
    // A row that says something else now changes its response.
    let path = file(
        &server,
        "b2.csv",
        b"id,recommend,software,why\na,10,4,fine\nb,8,3,ok\n",
    );
    let (_, out, _) = import(&server, &path, &args);
    assert!(
        out.contains("1 created, 1 updated, 0 unchanged, 0 rejected"),
        "{out}"
    );
    assert_eq!(responses(&server, &survey_id).len(), 3);
}

fn an_import_that_is_killed_goes_on_when_run_again(server: Server) {
    const ROWS: usize = 12_000;
    let (survey_id, _) = server.survey("relational-nps", &drivers(&["software"]));
    let mut text = String::from("recommend,software\n");
    for i in 0..ROWS {
        // Many rows are the same: each is a response of its own.
        text.push_str(&format!("{},{}\n", i % 11, i % 5 + 1));
    }
    let path = file(&server, "many.csv", text.as_bytes());
    let mut command = Command::new(binary());
    command.args([
        "import",
        path.to_str().expect("text"),
        "--survey",
        &survey_id,
        "--data",
    ]);
    command.arg(server.data.path());
    if let Some(url) = &server.database_url {
        command.args(["--database-url", url]);
    }
    let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = quiet.spawn().expect("the binary starts");
    let stored = || {
        let survey = server.get_json(&format!("/api/v1/surveys/{survey_id}"));
        survey["response_count"].as_u64().expect("a count")
    };
    eventually("a first chunk", || (stored() > 0).then_some(()));
    child.kill().expect("still there");
    child.wait().expect("ended");
    let before = usize::try_from(stored()).expect("few");
    assert!(before < ROWS, "killed too late to test anything");
    let (code, out, error) = import(&server, &path, &["--survey", &survey_id]);
    assert_eq!(code, Some(0), "{out}{error}");
    let (created, unchanged) = (ROWS - before, before);
    assert!(
        out.contains(&format!(
            "{created} created, 0 updated, {unchanged} unchanged"
        )),
        "{out}"
    );
    assert_eq!(usize::try_from(stored()).expect("few"), ROWS);
}

fn answers_imported_into_a_draft_outlive_its_questions(server: Server) {
    let made =
        json!({"template": "relational-nps", "title": "T", "drivers": drivers(&["software"])});
    let made = server.api("POST", "/api/v1/surveys", Some(&made)).json();
    let survey_id = made["id"].as_str().expect("an id");
    let path = file(
        &server,
        "a.csv",
        b"recommend,software,why\n9,4,fine\n3,2,\n",
    );
    let (code, out, error) = import(&server, &path, &["--survey", survey_id]);
    assert_eq!(code, Some(0), "{out}{error}");
    let address = format!("/api/v1/surveys/{survey_id}");
    let mut definition = server.get_json(&address)["definition"].clone();
    let questions = definition["questions"].as_array_mut().expect("questions");
    questions.retain(|question| question["key"] != "software");
    let saved = server.api("PUT", &format!("{address}/definition"), Some(&definition));
    assert_eq!(saved.status, 200, "{}", saved.text());
    let text = server
        .api("GET", &format!("{address}/responses.csv"), None)
        .text();
    let lines: Vec<&str> = text.lines().collect();
    assert!(
        lines[0].ends_with("version,recommend,why,software"),
        "{}",
        lines[0]
    );
    assert!(
        lines[1].ends_with(",1,9,fine,4") && lines[2].ends_with(",1,3,,2"),
        "{text}"
    );
}

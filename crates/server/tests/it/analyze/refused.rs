//! What can't be analysed: the message says what is wrong, and nothing else is written.

use std::path::Path;

use serde_json::Value;

use super::{SAMPLE, analyze, json, write};

#[test]
fn errors_name_what_is_wrong() {
    let unknown = analyze(Path::new(SAMPLE), &["--score", "recommand"]);
    let message = String::from_utf8_lossy(&unknown.stderr).into_owned();
    assert_eq!(unknown.status.code(), Some(2));
    assert!(unknown.stdout.is_empty());
    assert!(
        message.contains("\"recommand\"") && message.contains("n_workshops"),
        "{message}"
    );

    let folder = tempfile::tempdir().unwrap();
    for (name, content, want) in [
        ("empty.csv", &b""[..], "the file is empty"),
        (
            "twice.csv",
            b"score,a,a\n1,2,3\n",
            "more than once in the header: a",
        ),
        (
            "quote.csv",
            b"score,a\n9,\"4\n8,5\n",
            "the row of line 2 is never closed",
        ),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0", "found a picture"),
    ] {
        let output = analyze(&write(&folder, name, content), &["--score", "score"]);
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{name}: {message}");
        assert!(
            message.contains(want) && message.contains(name),
            "{message}"
        );
        assert!(output.stdout.is_empty());
    }
    let missing = analyze(&folder.path().join("none.csv"), &["--score", "score"]);
    assert_eq!(missing.status.code(), Some(1));

    let header = json(
        &write(&folder, "header.csv", "score,a\n"),
        &["--score", "score"],
    );
    assert_eq!(header["rows"], 0);
    assert_eq!(header["nps"]["value"], Value::Null);
}

/// What can't be meant is refused, not quietly left out.
#[test]
fn arguments_that_do_not_fit_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder, "answers.csv", "score,speed,wave\n9,5,a\n3,1,b\n");
    for (arguments, want) in [
        (&["--drivers", ""][..], "--drivers \"\" names no column"),
        (&["--drivers", " , "], "--drivers \" , \" names no column"),
        (&["--attributes", ""], "--attributes \"\" names no column"),
        (
            &["--weight", "score"],
            "\"score\" can't be both the score and --weight",
        ),
        (
            &["--change", "score"],
            "\"score\" can't be both the score and --change",
        ),
        (
            &["--drivers", "speed", "--change", "speed"],
            "\"speed\" can't be both a driver and --change",
        ),
        (
            &["--drivers", "speed", "--by", "speed"],
            "\"speed\" can't be both a driver and --by",
        ),
        (
            &["--drivers", "speed", "--comment", "speed"],
            "\"speed\" can't be both a driver and --comment",
        ),
        (
            &["--drivers", "speed", "--account", "speed"],
            "\"speed\" can't be both a driver and --account",
        ),
        (
            &["--drivers", "speed", "--weight", "speed"],
            "\"speed\" can't be both a driver and --weight",
        ),
        (
            &["--drivers", "score"],
            "\"score\" can't be both the score and a driver",
        ),
        (
            &["--drivers", "speed", "--attributes", "speed"],
            "\"speed\" can't be both a driver and an attribute",
        ),
        (&["--bootstrap", "-1"], "-1 is not in 0..=100000"),
        (
            &["--seed", "-1"],
            "not a whole number from 0 to 18446744073709551615",
        ),
    ] {
        let output = analyze(&file, &[&["--score", "score"], arguments].concat());
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {message}");
        assert!(message.contains(want), "{arguments:?}: {message}");
        assert!(output.stdout.is_empty());
    }
    let both = ["--score", "score", "--by", "wave", "--change", "wave"];
    assert_eq!(json(&file, &both)["change"]["to"], "b");
}

/// Nobody has to know when a field is there: without scores on a side it is null.
#[test]
fn a_change_without_scores_has_its_fields() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder, "waves.csv", "score,wave\n9,a\n8,a\n,b\n,b\n");
    let found = json(&file, &["--score", "score", "--change", "wave"]);
    let nps = found["change"]["nps"].as_object().unwrap();
    assert_eq!(nps["after"]["n"], 0);
    for field in ["difference", "ci95", "p", "verdict", "by_accounts"] {
        assert_eq!(nps.get(field), Some(&Value::Null), "{field}");
    }
}

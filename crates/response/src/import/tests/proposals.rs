//! What is made of the columns of a file.

use survey::Kind;

use super::super::draft::{DraftError, Roles};
use super::super::propose::propose;
use super::super::*;
use super::{definition, profile, question, to};

#[test]
fn columns_are_proposed_by_name_and_content() {
    let mut text =
        String::from("RespNum;Recommend;De software;Datum;Taal;Branche;Toelichting;Q9\n");
    for i in 0..60 {
        let branch = ["Zorg", "Bouw"][i % 2];
        text.push_str(&format!(
            "{i};{};{};{:02}-10-2025;nl;{branch};opmerking {i};{}\n",
            i % 11,
            if i == 0 {
                "n.v.t.".to_owned()
            } else {
                (i % 5 + 1).to_string()
            },
            i % 28 + 1,
            i % 5 + 1,
        ));
    }
    let proposal = propose(&profile(&text), &definition());
    let target = |name: &str| proposal.mapping.target(name).clone();
    assert_eq!(target("RespNum"), Target::ExternalId);
    assert_eq!(target("Recommend"), to("recommend"));
    assert_eq!(target("De software"), to("software"));
    assert_eq!(target("Datum"), Target::AnsweredAt);
    assert_eq!(target("Taal"), Target::Language);
    assert_eq!(target("Branche"), Target::Attribute("Branche".into()));
    // Comments and answers to questions nobody asked: people decide.
    assert_eq!(proposal.asked, ["Toelichting", "Q9"]);
    assert_eq!(proposal.mapping.statements.not_applicable, ["n.v.t."]);
    assert!(proposal.mapping.score == Codes::default());
}

#[test]
fn a_foreign_file_becomes_a_survey() {
    let mut text = String::from("YEAR,RESPNUM,BAREA,LANG,Q7 Food!,Q7ART,NETPRO,REMARK\n");
    for i in 0..120 {
        let remark = format!("remark {i}");
        let art = if i % 7 == 0 {
            "6".to_owned()
        } else {
            (i % 5 + 1).to_string()
        };
        let score = if i % 13 == 0 { 11 } else { i % 11 };
        let area = ["A", "B", "G"][i % 3];
        text.push_str(&format!(
            "2017,{i},{area},1,{},{art},{score},{remark}\n",
            i % 6
        ));
    }
    let profile = profile(&text);
    let roles = Roles::guess(&profile);
    assert_eq!(roles.score.as_deref(), Some("NETPRO"));
    assert_eq!(roles.drivers, ["Q7 Food!", "Q7ART"]);
    assert_eq!(roles.comments, [("REMARK".to_owned(), None)]);
    assert_eq!(roles.external_id.as_deref(), Some("RESPNUM"));
    assert_eq!(roles.attributes, ["YEAR", "BAREA", "LANG"]);
    let (questions, columns) = roles
        .questions("en", &question("recommend", Kind::Recommend))
        .expect("a survey");
    let keys: Vec<_> = questions
        .iter()
        .map(|q| (q.key.as_str(), q.kind, q.driver))
        .collect();
    assert_eq!(
        keys,
        [
            ("recommend", Kind::Recommend, false),
            ("why", Kind::OpenText, false),
            ("q7_food", Kind::Agree, true),
            ("q7art", Kind::Agree, true),
        ]
    );
    assert_eq!(columns["NETPRO"], to("recommend"));
    assert_eq!(columns["Q7 Food!"], to("q7_food"));
    assert_eq!(columns["BAREA"], Target::Attribute("BAREA".into()));
}

#[test]
fn roles_that_make_no_survey_are_refused() {
    let recommend = question("recommend", Kind::Recommend);
    let refused = |roles: &Roles| roles.questions("en", &recommend).expect_err("refused");
    assert_eq!(refused(&Roles::default()), DraftError::NoQuestion);
    let both = Roles {
        score: Some("a".into()),
        drivers: vec!["a".into()],
        ..Roles::default()
    };
    assert_eq!(refused(&both), DraftError::Twice("a".into()));
    let keys = |key: &str| Roles {
        comments: vec![
            ("a".into(), Some(key.into())),
            ("b".into(), Some("x".into())),
        ],
        ..Roles::default()
    };
    assert_eq!(refused(&keys("x")), DraftError::KeyTwice("x".into()));
    assert_eq!(refused(&keys("No Key")), DraftError::Key("No Key".into()));
    // Two columns that read the same get different keys.
    let same = Roles {
        drivers: vec!["A b".into(), "a-b".into(), "√".into()],
        ..Roles::default()
    };
    let (questions, _) = same.questions("en", &recommend).expect("a survey");
    let keys: Vec<_> = questions.iter().map(|q| q.key.as_str()).collect();
    assert_eq!(keys, ["a_b", "a_b_2", "question"]);
    let reserved = Roles {
        drivers: vec![
            "State".into(),
            "7 up".into(),
            "improve coding practice in teams".into(),
        ],
        ..Roles::default()
    };
    let (questions, _) = reserved.questions("en", &recommend).expect("a survey");
    let keys: Vec<_> = questions.iter().map(|q| q.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "state_2",
            "question_7_up",
            "improve_coding_practice_in_teams"
        ]
    );
}

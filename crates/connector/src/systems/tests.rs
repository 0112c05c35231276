//! What all systems have in common.

use serde_json::json;

use super::*;

#[test]
fn fields_are_found_by_name_and_along_dots() {
    let values = json!({"a.b": 1, "a": {"b": 2, "c": [{"d": "x"}, {"d": "y"}]}});
    assert_eq!(value_at(&values, "a.b"), Some(&json!(1)));
    assert_eq!(value_at(&values, "a.c.d"), Some(&json!("x")));
    assert_eq!(value_at(&values, "a.z"), None);
}

#[test]
fn each_system_proposes_what_it_can_be_asked_for() {
    for system in System::ALL {
        for stream in Stream::ALL {
            let offers = system.streams().contains(stream);
            let proposal = system.proposal(*stream);
            assert!(offers || proposal.is_none(), "{system:?} {stream:?}");
            if let Some(pull) = proposal {
                assert_eq!(pull.stream, *stream);
                assert!(!pull.fields.is_empty());
            }
        }
    }
}

#[test]
fn rows_without_an_id_are_told() {
    let pull = System::Salesforce.proposal(Stream::Accounts).expect("one");
    let (rows, wrong) = rows(&pull, vec![json!({"Id": "1"}), json!({"Name": "x"})]);
    assert_eq!((rows.len(), wrong.len()), (1, 1));
    assert_eq!(wrong[0].0, "row 2");
}

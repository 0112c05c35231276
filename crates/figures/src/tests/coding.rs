//! Which answers mean what.

use stats::kss::Level;

use crate::{Coding, CodingError};

#[test]
fn five_points_by_default() {
    let coding = Coding::default();
    assert_eq!(coding, Coding::new(&[4, 5], &[1, 2]).unwrap());
    assert_eq!(coding.codes(Level::Disagree), [1, 2]);
    assert_eq!(coding.codes(Level::Neutral), [3]);
    assert_eq!(coding.codes(Level::Agree), [4, 5]);
    for (code, valid) in [(0, false), (1, true), (5, true), (6, false), (-1, false)] {
        assert_eq!(coding.is_valid(code), valid, "{code}");
    }
}

#[test]
fn a_code_above_five_means_ten_points() {
    let coding = Coding::new(&[8, 9, 10], &[1, 2, 3, 4, 5]).unwrap();
    assert_eq!(coding.highest(), 10);
    assert_eq!(coding.codes(Level::Neutral), [6, 7]);
    assert!(coding.is_valid(10) && !coding.is_valid(11) && !coding.is_valid(0));
    assert_eq!(coding.level(14), Level::Neutral);
}

#[test]
fn the_scale_may_run_the_other_way() {
    let coding = Coding::new(&[1, 2], &[4, 5]).unwrap();
    assert_eq!(coding.level(1), Level::Agree);
    assert_eq!(coding.level(5), Level::Disagree);
}

#[test]
fn codes_that_make_no_sense_are_refused() {
    for (agree, disagree, want) in [
        (&[4, 5][..], &[5][..], CodingError::Both(5)),
        (&[0, 5], &[1], CodingError::OutOfRange(0)),
        (&[5], &[11], CodingError::OutOfRange(11)),
        (&[], &[1], CodingError::NobodyAgrees),
    ] {
        assert_eq!(Coding::new(agree, disagree), Err(want));
    }
}

//! Which blocks and dashboards can be stored, who may do what, and how blocks come back and move.

use platform::id;
use proptest::prelude::*;
use user::{Scope, Sight};

use super::*;
use crate::model::Share;

fn block(kind: Kind) -> Block {
    Block {
        survey_id: kind.is_of_a_survey().then(id::new),
        attribute: (kind == Kind::Phases).then(|| "phase".to_owned()),
        text: (kind == Kind::Text).then(|| "Hello".to_owned()),
        ..Block::new(kind)
    }
}

fn draft(blocks: Vec<Block>) -> Draft {
    Draft {
        title: "How we do".to_owned(),
        blocks,
        seconds: SECONDS_USUAL,
        ..Draft::default()
    }
}

fn board(owner: Option<&str>, shares: Vec<Share>) -> Board {
    Board {
        board_id: id::new(),
        owner_id: owner.map(str::to_owned),
        draft: Draft {
            shares,
            ..draft(Vec::new())
        },
        taken_off: Vec::new(),
        revision: 1,
        created_at_us: 0,
        changed_at_us: 0,
        removed_at_us: None,
    }
}

fn person(id: &str, role: Role) -> Viewer {
    Viewer::person("w", (id, id), role)
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn every_kind_of_block_can_be_stored_and_takes_only_what_is_its() {
    let all = draft(Kind::ALL.into_iter().map(block).collect());
    let tidied = tidy(all).expect("all fit");
    assert!(tidied.blocks.iter().all(|block| id::is_id(&block.id)));
    for (wrong, pointer) in [
        (
            Block {
                survey_id: None,
                ..block(Kind::Figure)
            },
            "/blocks/0/survey_id",
        ),
        (
            Block {
                survey_id: Some("x".into()),
                ..block(Kind::Figure)
            },
            "/blocks/0/survey_id",
        ),
        (
            Block {
                survey_id: Some(id::new()),
                ..block(Kind::Cases)
            },
            "/blocks/0/survey_id",
        ),
        (
            Block {
                width: 4,
                ..block(Kind::Figure)
            },
            "/blocks/0/width",
        ),
        (
            Block {
                steps: Some("day".into()),
                ..block(Kind::Trend)
            },
            "/blocks/0/steps",
        ),
        (
            Block {
                steps: Some("month".into()),
                ..block(Kind::Kss)
            },
            "/blocks/0/steps",
        ),
        (
            Block {
                attribute: None,
                ..block(Kind::Phases)
            },
            "/blocks/0/attribute",
        ),
        (
            Block {
                order: vec!["a".into()],
                ..block(Kind::Trend)
            },
            "/blocks/0/order",
        ),
        (
            Block {
                text: Some(String::new()),
                ..block(Kind::Text)
            },
            "/blocks/0/text",
        ),
        (
            Block {
                text: Some("x".repeat(TEXT_MAX + 1)),
                ..block(Kind::Text)
            },
            "/blocks/0/text",
        ),
        (
            Block {
                text: Some("x".into()),
                ..block(Kind::Figure)
            },
            "/blocks/0/text",
        ),
    ] {
        let faults = tidy(draft(vec![wrong.clone()])).expect_err("refused");
        assert_eq!(faults[0].pointer, pointer, "{wrong:?}");
    }
}

#[test]
fn a_dashboard_has_a_name_few_enough_blocks_and_a_filter_that_can_be_read() {
    for (wrong, pointer) in [
        (
            Draft {
                title: " \u{202e} ".into(),
                ..draft(Vec::new())
            },
            "/title",
        ),
        (
            Draft {
                title: "x".repeat(TITLE_MAX + 1),
                ..draft(Vec::new())
            },
            "/title",
        ),
        (
            Draft {
                seconds: 4,
                ..draft(Vec::new())
            },
            "/seconds",
        ),
        (
            Draft {
                filter: "colour=red".into(),
                ..draft(Vec::new())
            },
            "/filter",
        ),
        (draft(vec![block(Kind::Cases); BLOCKS_MAX + 1]), "/blocks"),
    ] {
        assert_eq!(tidy(wrong).expect_err("refused")[0].pointer, pointer);
    }
    let role = Share {
        audience: Audience::Role {
            role: "king".into(),
        },
        may_edit: false,
    };
    let wrong = Draft {
        shares: vec![role],
        ..draft(Vec::new())
    };
    assert_eq!(tidy(wrong).expect_err("refused")[0].pointer, "/shares/0");
    let twice = vec![block(Kind::Cases); 2];
    let tidied = tidy(draft(twice)).expect("fits");
    assert_ne!(tidied.blocks[0].id, tidied.blocks[1].id);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of cases")]
fn who_may_do_what_follows_from_owner_shares_role_and_team() {
    let share = |audience, may_edit| vec![Share { audience, may_edit }];
    let team = || Audience::Team {
        team_id: "t1".to_owned(),
    };
    let leads = || Audience::Role {
        role: "lead".to_owned(),
    };
    let eva = person("eva", Role::Employee);
    let lead = person("lee", Role::Lead);
    let reader = person("rik", Role::Viewer);
    let none: &[String] = &[];
    let t1 = ["t1".to_owned()];
    for (viewer, teams, board, wanted) in [
        (&eva, none, board(Some("eva"), vec![]), May::Own),
        (&eva, none, board(Some("lee"), vec![]), May::Nothing),
        (&eva, none, board(None, vec![]), May::Nothing),
        (
            &eva,
            none,
            board(Some("lee"), share(Audience::Everybody, false)),
            May::See,
        ),
        (
            &eva,
            none,
            board(Some("lee"), share(Audience::Everybody, true)),
            May::Edit,
        ),
        (
            &eva,
            none,
            board(Some("lee"), share(team(), true)),
            May::Nothing,
        ),
        (
            &eva,
            &t1,
            board(Some("lee"), share(team(), true)),
            May::Edit,
        ),
        (
            &eva,
            none,
            board(Some("x"), share(leads(), false)),
            May::Nothing,
        ),
        (
            &lead,
            none,
            board(Some("x"), share(leads(), false)),
            May::See,
        ),
        (
            &reader,
            none,
            board(Some("x"), share(Audience::Everybody, false)),
            May::See,
        ),
        (&reader, none, board(Some("rik"), vec![]), May::Own),
    ] {
        assert_eq!(may(viewer, teams, &board), wanted, "{viewer:?} {board:?}");
    }
    let key = |scope| Viewer::key("w", ("k", "k"), scope);
    assert_eq!(
        may(&key(Scope::Write), none, &board(Some("eva"), vec![])),
        May::Own
    );
    let everybody = board(Some("eva"), share(Audience::Everybody, true));
    assert_eq!(may(&key(Scope::Read), none, &everybody), May::See);
    let of = |owner| board(owner, vec![]);
    assert_eq!(may(&key(Scope::Read), none, &of(Some("eva"))), May::Nothing);
    assert_eq!(may(&key(Scope::Read), none, &of(None)), May::See);
    assert!(may_make(&eva) && may_make(&key(Scope::Write)) && !may_make(&key(Scope::Read)));
    // Sight has nothing to do with it: it limits the figures, not the page.
    let narrow = eva.with_sight(Sight::of([]));
    assert_eq!(may(&narrow, none, &board(Some("eva"), vec![])), May::Own);
}

#[test]
fn what_was_taken_off_comes_back_to_its_place() {
    let mut own = board(Some("eva"), vec![]);
    own.draft.blocks = tidy(draft(vec![
        block(Kind::Figure),
        block(Kind::Trend),
        block(Kind::Cases),
    ]))
    .expect("fits")
    .blocks;
    let before = own.draft.blocks.clone();
    assert!(take_off(&mut own, &before[1].id));
    assert!(!take_off(&mut own, &before[1].id));
    assert_eq!(own.draft.blocks.len(), 2);
    assert!(put_back(&mut own, &before[1].id));
    assert!(!put_back(&mut own, &before[1].id));
    assert_eq!(own.draft.blocks, before);
}

proptest! {
    #[test]
    fn arranging_loses_and_doubles_nothing(
        count in 0..8_usize,
        moves in proptest::collection::vec((0..9_usize, 0..20_usize), 0..10),
        order in proptest::collection::vec(0..9_usize, 0..10),
    ) {
        let mut blocks: Vec<Block> = (0..count)
            .map(|at| Block { id: format!("b{at}"), ..block(Kind::Cases) })
            .collect();
        let ids = |blocks: &[Block]| {
            let mut ids: Vec<String> = blocks.iter().map(|block| block.id.clone()).collect();
            ids.sort();
            ids
        };
        let before = ids(&blocks);
        for (which, place) in moves {
            move_to(&mut blocks, &format!("b{which}"), place);
        }
        let order: Vec<String> = order.iter().map(|at| format!("b{at}")).collect();
        let sorted = in_order(blocks, &order);
        prop_assert_eq!(ids(&sorted), before);
    }
}

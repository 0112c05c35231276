//! What each role may see and do: one list, from which the page, the docs and a test are made.

use axum::Router;
use axum::extract::State;
use axum::response::Html;
use platform::web::{App, Frame, Problem};
use serde_json::{Value, json};

use crate::access::{Access, Entry, Gate, Routes};
use crate::model::Role;

/// How much of something a role reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// All of it.
    All,
    /// What the people they lead did, and what they did themselves.
    Led,
    /// What they did themselves.
    Own,
    /// Nothing.
    Nothing,
}

impl Reach {
    const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Led => "led",
            Self::Own => "own",
            Self::Nothing => "nothing",
        }
    }
}

/// Something that a role may see or do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Right {
    /// The end of the key of its words, `user-right-…`.
    pub(crate) name: &'static str,
    /// Who has it.
    pub(crate) reach: fn(Role) -> Reach,
}

/// All rights, what is seen first.
pub(crate) const RIGHTS: [Right; 8] = [
    Right {
        name: "results",
        reach: seen,
    },
    Right {
        name: "customers",
        reach: seen,
    },
    Right {
        name: "organisation",
        reach: |role| whole(role.sees_everything()),
    },
    Right {
        name: "work",
        reach: |role| {
            if role.may_work() {
                seen(role)
            } else {
                Reach::Nothing
            }
        },
    },
    Right {
        name: "manage",
        reach: |role| whole(role.may_manage()),
    },
    Right {
        name: "administer",
        reach: |role| whole(matches!(role, Role::Administrator)),
    },
    Right {
        name: "audit",
        reach: |role| whole(matches!(role, Role::Administrator)),
    },
    Right {
        name: "own",
        reach: |_| Reach::Own,
    },
];

const fn seen(role: Role) -> Reach {
    match role {
        Role::Lead => Reach::Led,
        Role::Employee => Reach::Own,
        _ => Reach::All,
    }
}

const fn whole(may: bool) -> Reach {
    if may { Reach::All } else { Reach::Nothing }
}

pub(crate) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/settings/roles", Access::Member, page)
        .finish(gate.app().clone())
}

async fn page(State(app): State<App>, frame: Frame) -> Result<Html<String>, Problem> {
    let rights: Vec<Value> = RIGHTS
        .iter()
        .map(|right| {
            let reach = Role::ALL.map(|role| (right.reach)(role).as_str());
            json!({ "name": right.name, "reach": reach })
        })
        .collect();
    let values = json!({
        "place": "settings", "settings": "roles",
        "roles": Role::ALL.map(|role| role.as_str().replace('_', "-")),
        "rights": rights,
    });
    app.templates.page("user/roles.html", &frame, values)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::access::may;
    use crate::model::{Sight, Viewer};

    fn viewer(role: Role) -> Viewer {
        Viewer::person("w", ("u", "Uma"), role)
    }

    /// The access of the routes that a right stands for.
    fn access(right: &Right) -> Access {
        match right.name {
            "results" | "customers" | "own" => Access::Member,
            "organisation" => Access::Viewer,
            "work" => Access::Worker,
            "manage" => Access::Manager,
            "administer" | "audit" => Access::Administrator,
            other => panic!("{other}: which routes are these?"),
        }
    }

    #[test]
    fn the_table_says_what_the_gate_does() {
        for right in RIGHTS {
            for role in Role::ALL {
                let reach = (right.reach)(role);
                let said = reach != Reach::Nothing;
                assert_eq!(
                    may(access(&right), &viewer(role)),
                    said,
                    "{} {role:?}",
                    right.name
                );
                if matches!(right.name, "results" | "customers") {
                    let sees_all = viewer(role).sight == Sight::Everything;
                    assert_eq!(sees_all, reach == Reach::All, "{} {role:?}", right.name);
                }
            }
        }
    }

    #[test]
    fn pages_and_api_ask_the_same_of_people() {
        let pairs = [
            (Access::Member, Access::MemberRead),
            (Access::Member, Access::MemberWrite),
            (Access::Viewer, Access::Read),
            (Access::Worker, Access::Work),
            (Access::Manager, Access::Manage),
            (Access::Administrator, Access::Write),
        ];
        for (page, api) in pairs {
            for role in Role::ALL {
                assert_eq!(
                    may(page, &viewer(role)),
                    may(api, &viewer(role)),
                    "{page:?}"
                );
            }
        }
    }

    /// The words of a language file by key.
    fn word(words: &str, key: &str) -> String {
        let start = format!("{key} = ");
        let line = words.lines().find_map(|line| line.strip_prefix(&start));
        line.unwrap_or_else(|| panic!("{key} has no words"))
            .to_owned()
    }

    /// The table as it stands in the docs.
    fn table() -> String {
        let words = include_str!("../locales/en.ftl");
        let mut text = "| |".to_owned();
        for role in Role::ALL {
            let key = format!("user-role-{}", role.as_str().replace('_', "-"));
            write!(text, " {} |", word(words, &key)).expect("a String takes it");
        }
        text.push_str("\n|---|");
        text.push_str(&"---|".repeat(Role::ALL.len()));
        for right in RIGHTS {
            write!(
                text,
                "\n| {} |",
                word(words, &format!("user-right-{}", right.name))
            )
            .expect("a String takes it");
            for role in Role::ALL {
                let reach = (right.reach)(role).as_str();
                write!(text, " {} |", word(words, &format!("user-reach-{reach}")))
                    .expect("a String takes it");
            }
        }
        text
    }

    #[test]
    fn the_docs_hold_the_table() {
        let docs = include_str!("../../../docs/roles.md");
        assert!(
            docs.contains(&table()),
            "docs/roles.md should hold:\n{}",
            table()
        );
        let dutch = include_str!("../locales/nl.ftl");
        for right in RIGHTS {
            word(dutch, &format!("user-right-{}", right.name));
        }
    }
}

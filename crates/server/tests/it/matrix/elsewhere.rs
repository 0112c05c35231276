//! What the matrix leaves to other tests, and that they make it.

use std::fs;
use std::path::Path;

use super::stricter::STRICTER;
use super::{Route, writes};

/// A route whose good call isn't made here. Who may use it at all is looked at here too.
pub struct Elsewhere {
    pub route: &'static str,
    /// What it needs that the matrix hasn't.
    pub why: &'static str,
    /// The test that makes it: a file or folder beside this one's.
    pub test: &'static str,
}

const fn left(route: &'static str, why: &'static str, test: &'static str) -> Elsewhere {
    Elsewhere { route, why, test }
}

/// All that is left to other tests.
pub const ELSEWHERE: &[Elsewhere] = &[
    left(
        "DELETE /api/v1/responsibilities",
        "an account's number in the query",
        "account",
    ),
    left("POST /accounts/edit", "a list that is marked", "account"),
    left("POST /contacts/edit", "a list that is marked", "contact"),
    left(
        "POST /actions/{id}/recount",
        "a driver, of many answers",
        "action",
    ),
    left(
        "POST /api/v1/actions/{id}/recount",
        "a driver, of many answers",
        "action",
    ),
    left(
        "PUT /api/v1/coaching/{id}/share",
        "a page of a lead of before",
        "coaching",
    ),
    left(
        "POST /coaching/{id}/share",
        "a page of a lead of before",
        "coaching",
    ),
    left(
        "POST /api/v1/events",
        "an event of the last hours",
        "programme",
    ),
    left("POST /api/v1/people/import", "a file", "team"),
    left("POST /settings/people/import", "a file", "team"),
    left(
        "POST /api/v1/programmes/{id}/withdraw",
        "an invitation that was sent",
        "programme",
    ),
    left(
        "POST /api/v1/mail/{id}/arrived",
        "a mail in doubt",
        "delivery",
    ),
    left(
        "POST /api/v1/mail/{id}/send-again",
        "a mail in doubt",
        "delivery",
    ),
    left(
        "POST /settings/mail/{id}/arrived",
        "a mail in doubt",
        "delivery",
    ),
    left(
        "POST /settings/mail/{id}/send-again",
        "a mail in doubt",
        "delivery",
    ),
    left(
        "DELETE /api/v1/do-not-contact/{entry}",
        "an address in place of an id",
        "audit",
    ),
    left(
        "PUT /api/v1/attributes/{noun}/{name}",
        "a name in place of an id",
        "account",
    ),
    left(
        "DELETE /api/v1/attributes/{noun}/{name}",
        "a name in place of an id",
        "account",
    ),
    left("POST /contacts/import", "a file", "contact"),
    left("POST /contacts/import/{file}", "a file", "contact"),
    left("POST /contacts/import/{file}/run", "a file", "contact"),
    left("POST /import", "a file", "import"),
    left("POST /import/{file}", "a file", "import"),
    left("POST /surveys/{id}/import", "a file", "import"),
    left("POST /surveys/{id}/import/{file}", "a file", "import"),
    left("POST /surveys/{id}/import/{file}/run", "a file", "import"),
    left(
        "POST /dashboards/{id}/blocks/{block_id}/restore",
        "a block that was taken off",
        "board",
    ),
    left(
        "POST /cases/causes/usual",
        "a workspace without causes",
        "case_pages",
    ),
    left(
        "POST /settings/people/{id}/factor/reset",
        "a second factor, which ends sessions",
        "sessions",
    ),
    left(
        "POST /surveys/{id}/preview",
        "the pages of a respondent",
        "respondent",
    ),
    left("POST /logout", "the session ends", "user"),
    left("POST /workspace", "the session moves", "workspace"),
    left("POST /settings/password", "other sessions end", "user"),
    left(
        "POST /settings/api-keys/{id}/revoke",
        "its id stands on a page alone",
        "user",
    ),
    left(
        "POST /settings/scim/tokens/{id}/revoke",
        "its id stands on a page alone",
        "scim",
    ),
    left(
        "POST /settings/scim/groups/{id}",
        "a group of a directory",
        "scim",
    ),
    left(
        "POST /settings/security/factor",
        "a second factor, which ends sessions",
        "sessions",
    ),
    left(
        "POST /settings/security/factor/confirm",
        "a second factor, which ends sessions",
        "sessions",
    ),
    left(
        "POST /settings/security/factor/off",
        "a second factor, which ends sessions",
        "sessions",
    ),
    left(
        "POST /settings/security/recovery",
        "a second factor, which ends sessions",
        "sessions",
    ),
    left(
        "POST /settings/security/required",
        "a second factor, which ends sessions",
        "sessions",
    ),
    left(
        "POST /settings/sessions/end",
        "the session ends",
        "sessions",
    ),
    left(
        "POST /settings/sessions/end-others",
        "other sessions end",
        "sessions",
    ),
    left("POST /settings/sso", "a provider", "sso"),
    left("POST /settings/sso/remove", "a provider", "sso"),
    left(
        "POST /settings/sso/people/{id}/unlink",
        "a provider, and somebody who came by it",
        "sso",
    ),
];

/// What the tables name that is no route, so that they say nothing of what was removed.
pub fn not_real(routes: &[Route]) -> Vec<String> {
    let calls = writes::all().map(|write| write.route);
    let calls = calls.chain(ELSEWHERE.iter().map(|known| known.route));
    let is_real = |call: &&str| {
        let named = |route: &Route| format!("{} {}", route.method, route.path) == *call;
        routes.iter().any(named)
    };
    let wrong = calls.filter(|call| !is_real(call));
    let is_empty = |rule: &&super::stricter::Stricter| !routes.iter().any(|route| rule.fits(route));
    let empty = STRICTER.iter().filter(is_empty).map(|rule| rule.start);
    let wrong = wrong.chain(empty);
    wrong.map(|name| format!("{name}: no such route")).collect()
}

/// All Rust of a test: its file, and those in the folder of its name.
fn source(test: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let mut text = fs::read_to_string(root.join(format!("{test}.rs"))).unwrap_or_default();
    let folder = fs::read_dir(root.join(test))
        .into_iter()
        .flatten()
        .flatten();
    for file in folder.filter(|file| file.path().is_file()) {
        text += &fs::read_to_string(file.path()).expect("text");
    }
    text
}

#[test]
fn what_is_left_to_other_tests_is_made_there() {
    let mut wrong = Vec::new();
    for Elsewhere { route, why, test } in ELSEWHERE {
        let (_, path) = route.split_once(' ').expect("method and path");
        let text = source(test);
        // The words of the address between what is filled in; a test writes them so.
        let mut words = path.split('/').filter(|word| !word.is_empty());
        let is_named = |word: &str| word.starts_with('{') || text.contains(&format!("/{word}"));
        if !words.all(is_named) || why.is_empty() {
            wrong.push(format!("{route}: not in {test}"));
        }
        if writes::all().any(|write| write.route == *route) {
            wrong.push(format!("{route}: here too"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

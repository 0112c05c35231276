//! People as a table: what a file of them says, line by line, and writing one.

use jiff::tz::TimeZone;
use platform::words::Language;
use tabular::{Cell, Options, Pieces, Profile, Row};

use super::Person;
use crate::model::Role;
use crate::service::{checked_email, checked_text};
use crate::team::{self, Team};

/// Lines of a file at most.
const LINES_MAX: usize = 2000;
/// The columns, in the order they are written.
const COLUMNS: [&str; 8] = [
    "email",
    "name",
    "role",
    "language",
    "team",
    "lead",
    "active",
    "may_login",
];

/// A line of a file; nothing says nothing about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it stands in the file, counted from 1.
    pub(super) number: u64,
    pub(super) email: String,
    pub(super) name: Option<String>,
    pub(super) role: Option<Role>,
    pub(super) language: Option<Language>,
    /// The names of the team and its parents, from the top down.
    pub(super) team: Option<Vec<String>>,
    /// The address of the person they report to.
    pub(super) lead: Option<String>,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// The line; 0 is the file itself.
    pub(super) line: u64,
    pub(super) column: &'static str,
    /// In English, for programs.
    pub(super) text: String,
    /// What pages call it: the end of the key of its words; nothing when the column says enough.
    pub(super) word: Option<&'static str>,
    /// What its words name: a column, a team.
    pub(super) named: String,
}

impl Wrong {
    pub(super) fn new(line: u64, column: &'static str, text: impl Into<String>) -> Self {
        Self {
            line,
            column,
            text: text.into(),
            word: None,
            named: String::new(),
        }
    }

    /// With words of its own on pages, which may name something.
    pub(super) fn called(self, word: &'static str, named: &str) -> Self {
        Self {
            word: Some(word),
            named: named.to_owned(),
            ..self
        }
    }

    /// About the file itself.
    fn whole(text: impl Into<String>, word: &'static str, named: &str) -> Vec<Self> {
        vec![Self::new(0, "file", text).called(word, named)]
    }
}

/// Why a file can't be read as a table.
fn unreadable(error: &tabular::Error) -> Vec<Wrong> {
    use tabular::Error;
    let line = |line: &u64| line.to_string();
    let (word, named) = match error {
        Error::Empty => ("empty", String::new()),
        Error::DuplicateColumns(names) => ("columns-twice", names.join(", ")),
        Error::TooManyColumns { line: at, .. } => ("columns-many", line(at)),
        Error::RowTooLong { line: at, .. } | Error::OpenQuote { line: at } => ("quote", line(at)),
        Error::SheetTooBig { .. } => ("sheet-big", String::new()),
        Error::Sheet { .. } => ("sheet", String::new()),
        _ => ("no-table", String::new()),
    };
    Wrong::whole(error.to_string(), word, &named)
}

/// Reads a file; its lines, or all that is wrong with them.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Line>, Vec<Wrong>> {
    let mut table = tabular::open(bytes, &Options::default()).map_err(|e| unreadable(&e))?;
    let names: Vec<String> = table
        .columns()
        .iter()
        .map(|name| name.trim().to_lowercase().replace(' ', "_"))
        .collect();
    if let Some(unknown) = names.iter().find(|name| !COLUMNS.contains(&name.as_str())) {
        let known = COLUMNS.join(", ");
        let text = format!("there is a column {unknown:?}; known are {known}");
        return Err(Wrong::whole(text, "column-unknown", unknown));
    }
    if !names.iter().any(|name| name == "email") {
        let text = "there is no column \"email\"";
        return Err(Wrong::whole(text, "column-missing", "email"));
    }
    let (mut lines, mut wrong): (Vec<Line>, Vec<Wrong>) = (Vec::new(), Vec::new());
    for row in table.rows() {
        let row = row.map_err(|e| unreadable(&e))?;
        if row.is_blank() {
            continue;
        }
        if lines.len() + wrong.len() >= LINES_MAX {
            let text = format!("a file has at most {LINES_MAX} people");
            return Err(Wrong::whole(text, "too-many", ""));
        }
        match line(&row, &names) {
            Ok(one) if lines.iter().any(|other| other.email == one.email) => {
                let text = "this address stands in an earlier line too";
                wrong.push(Wrong::new(one.number, "email", text).called("twice", ""));
            }
            Ok(one) => lines.push(one),
            Err(found) => wrong.extend(found),
        }
    }
    if wrong.is_empty() {
        Ok(lines)
    } else {
        Err(wrong)
    }
}

fn line(row: &Row, names: &[String]) -> Result<Line, Vec<Wrong>> {
    let cell = |name: &str| {
        let column = names.iter().position(|known| known == name)?;
        Some(row.cell(column).trim()).filter(|text| !text.is_empty())
    };
    let (number, mut wrong) = (row.line(), Vec::new());
    if let Some(problem) = row.problem() {
        let text = problem.to_string();
        return Err(vec![Wrong::new(number, "file", text).called("row", "")]);
    }
    let mut take = |column: &'static str, text: &str| {
        wrong.push(Wrong::new(number, column, text.to_owned()));
    };
    let email = checked_email(cell("email").unwrap_or_default());
    if email.is_err() {
        take("email", "this is no e-mail address");
    }
    let name = cell("name")
        .map(|text| checked_text("name", text))
        .transpose();
    if name.is_err() {
        take("name", "a name has 1 to 200 characters on one line");
    }
    let role = cell("role")
        .map(|text| text.to_lowercase().parse::<Role>())
        .transpose();
    if let Err(text) = &role {
        take("role", text);
    }
    let language = cell("language")
        .map(|code| Language::from_code(code).ok_or(()))
        .transpose();
    if language.is_err() {
        take("language", "a language is en or nl");
    }
    let lead = cell("lead").map(checked_email).transpose();
    if lead.is_err() {
        take("lead", "this is no e-mail address");
    }
    let team = cell("team").map(|text| path(text).ok_or(())).transpose();
    if team.is_err() {
        take(
            "team",
            "a team is written as Service / North, at most ten levels deep",
        );
    }
    match (email, name, role, language, lead, team) {
        (Ok(email), Ok(name), Ok(role), Ok(language), Ok(lead), Ok(team)) => Ok(Line {
            number,
            email,
            name,
            role,
            language,
            team,
            lead,
        }),
        _ => Err(wrong),
    }
}

/// The names of `Service / North`.
fn path(text: &str) -> Option<Vec<String>> {
    let names: Vec<String> = text
        .split(team::rules::BETWEEN.trim())
        .map(|name| checked_text("team", name).ok())
        .collect::<Option<_>>()?;
    (names.len() <= team::rules::DEPTH_MAX).then_some(names)
}

/// People as a CSV file.
pub(super) fn write(
    people: &[Person],
    all: &[Person],
    teams: &[Team],
    profile: Profile,
) -> Vec<u8> {
    let mut pieces = Pieces::new(profile, TimeZone::UTC, COLUMNS);
    let yes = |is: bool| Cell::Text(if is { "yes" } else { "no" });
    for person in people {
        let team_id = person.team_id.as_deref().unwrap_or_default();
        let team = team::full_name(team_id, teams);
        let lead = person.lead_id.as_ref();
        let lead = lead.and_then(|id| all.iter().find(|one| one.user_id == *id));
        pieces.row([
            Cell::Text(&person.email),
            Cell::Text(&person.name),
            Cell::Text(person.role.as_str()),
            Cell::Text(&person.language),
            Cell::Text(&team),
            Cell::Text(lead.map(|one| one.email.as_str()).unwrap_or_default()),
            yes(person.is_active()),
            yes(person.may_login),
        ]);
    }
    pieces.take()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_it_says() {
        let lines = read(
            "email;name;role;team;lead\nAnn@A.example;Ann;lead;Service / North;\n;;;;\n\
             bob@a.example;;;;ann@a.example\n"
                .as_bytes(),
        )
        .expect("a good file");
        let expected = Line {
            number: 2,
            email: "ann@a.example".to_owned(),
            name: Some("Ann".to_owned()),
            role: Some(Role::Lead),
            language: None,
            team: Some(vec!["Service".to_owned(), "North".to_owned()]),
            lead: None,
        };
        assert_eq!(lines[0], expected);
        assert_eq!(lines[1].lead.as_deref(), Some("ann@a.example"));
        assert_eq!(
            (lines[1].name.clone(), lines[1].role, lines.len()),
            (None, None, 2)
        );
    }

    #[test]
    fn all_that_is_wrong_is_told_with_its_line() {
        let text = "email,role,language,team,lead\nnobody,boss,de,A//B,x\nann@a.example,,,,\n\
                    ANN@a.example,,,,\n";
        let wrong = read(text.as_bytes()).expect_err("a bad file");
        let places: Vec<(u64, &str)> = wrong.iter().map(|w| (w.line, w.column)).collect();
        let first = ["email", "role", "language", "lead", "team"].map(|column| (2, column));
        assert_eq!(places[..5], first);
        assert_eq!(places[5], (4, "email"), "twice the same");
        for whole in ["", "name\nAnn\n", "email,salary\na@b.example,3\n"] {
            let wrong = read(whole.as_bytes()).expect_err("no file of people");
            assert_eq!((wrong.len(), wrong[0].line), (1, 0), "{whole:?}");
        }
        let long = format!(
            "email\n{}",
            (0..2001).fold(String::new(), |all, i| all + &format!("p{i}@a.example\n"))
        );
        assert!(read(long.as_bytes()).is_err(), "too many");
    }

    #[test]
    fn what_is_written_can_be_read() {
        let person = |id: &str, lead: Option<&str>, team: Option<&str>| Person {
            user_id: id.to_owned(),
            email: format!("{id}@a.example"),
            name: format!("=Name of {id}"),
            role: Role::ProgrammeManager,
            language: "nl".to_owned(),
            team_id: team.map(str::to_owned),
            lead_id: lead.map(str::to_owned),
            away_until_us: None,
            deputy_id: None,
            may_login: true,
            deactivated_at_us: None,
        };
        let people = [
            person("ann", None, Some("t")),
            person("bob", Some("ann"), None),
        ];
        let teams = [Team {
            team_id: "t".to_owned(),
            name: "Service".to_owned(),
            parent_id: None,
            people: 1,
            created_at_us: 0,
        }];
        let lines = read(&write(&people, &people, &teams, Profile::Data)).expect("a good file");
        assert_eq!(lines[0].team, Some(vec!["Service".to_owned()]));
        assert_eq!(lines[1].lead.as_deref(), Some("ann@a.example"));
        assert_eq!(lines[1].role, Some(Role::ProgrammeManager));
    }
}

//! Storing a file of people: all of it or nothing.

use std::collections::BTreeMap;

use platform::web::FieldError;
use platform::{Db, DbError, Problem, Tx, id};
use serde_json::json;

use super::file::{self, Line, Wrong};
use super::{Person, rules, store};
use crate::audit::{self, Note};
use crate::login;
use crate::model::{Role, Viewer};
use crate::service::name_from;
use crate::store::{self as users, NewUser};
use crate::team::{self, Team};

/// What a file did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Brought {
    /// People made.
    pub(super) added: usize,
    /// People changed.
    pub(super) changed: usize,
    /// People who were as the file says already.
    pub(super) same: usize,
    /// Teams made.
    pub(super) teams: usize,
}

/// Why a file isn't stored.
#[derive(Debug)]
pub(super) enum Refused {
    /// This has to be right first.
    Wrong(Vec<Wrong>),
    /// It is nothing in the file.
    Problem(Problem),
}

impl<E: Into<Problem>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Problem(error.into())
    }
}

impl Refused {
    /// As programs are told: what is wrong, each as `/lines/{line}/{column}`.
    pub(super) fn problem(self) -> Problem {
        match self {
            Self::Wrong(wrong) => Problem::all_invalid(wrong.iter().map(fault).collect()),
            Self::Problem(problem) => problem,
        }
    }
}

/// Stores a file, or tells what is wrong with it.
pub(super) async fn bring(
    db: &Db,
    viewer: &Viewer,
    bytes: &[u8],
    now_us: i64,
) -> Result<Brought, Refused> {
    let lines = file::read(bytes).map_err(Refused::Wrong)?;
    let viewer = viewer.clone();
    db.write(move |tx| {
        store::lock(tx, &viewer.workspace_id)?;
        let mut work = Work::new(tx, &viewer, now_us)?;
        for line in &lines {
            work.add(tx, line)?;
        }
        for line in &lines {
            work.change(tx, line)?;
        }
        if !work
            .all
            .iter()
            .any(|one| one.role == Role::Administrator && one.is_active() && one.may_login)
            && work.had_administrator
        {
            let text = "nobody could log in as administrator any more";
            let wrong = Wrong::new(0, "role", text);
            work.wrong.push(wrong.called("no-administrator", ""));
        }
        if work.wrong.is_empty() {
            Ok(work.brought)
        } else {
            Err(Refused::Wrong(work.wrong))
        }
    })
    .await
}

fn fault(wrong: &Wrong) -> FieldError {
    let pointer = match wrong.line {
        0 => format!("/{}", wrong.column),
        line => format!("/lines/{line}/{}", wrong.column),
    };
    FieldError::new(pointer, wrong.text.clone())
}

/// What is stored so far, while a file is gone through.
struct Work<'v> {
    viewer: &'v Viewer,
    now_us: i64,
    all: Vec<Person>,
    /// Where each person stands in `all`, by address.
    places: BTreeMap<String, usize>,
    teams: Vec<Team>,
    added: Vec<String>,
    had_administrator: bool,
    wrong: Vec<Wrong>,
    brought: Brought,
}

impl<'v> Work<'v> {
    fn new(tx: &mut Tx<'_>, viewer: &'v Viewer, now_us: i64) -> Result<Self, DbError> {
        let all = store::all(tx, &viewer.workspace_id)?;
        let places = all.iter().enumerate();
        Ok(Self {
            viewer,
            now_us,
            places: places.map(|(at, one)| (one.email.clone(), at)).collect(),
            teams: team::all(tx, &viewer.workspace_id)?,
            added: Vec::new(),
            had_administrator: all
                .iter()
                .any(|one| one.role == Role::Administrator && one.is_active() && one.may_login),
            all,
            wrong: Vec::new(),
            brought: Brought::default(),
        })
    }

    /// Makes whoever isn't there yet.
    fn add(&mut self, tx: &mut Tx<'_>, line: &Line) -> Result<(), DbError> {
        if self.places.contains_key(&line.email) {
            return Ok(());
        }
        let workspace_id = &self.viewer.workspace_id;
        let language = match line.language {
            Some(language) => language.code(),
            None => store::usual_language(tx, workspace_id)?,
        };
        let user = NewUser {
            user_id: id::new(),
            email: line.email.clone(),
            name: line.name.clone().unwrap_or_else(|| name_from(&line.email)),
            login_id: None,
            role: line.role.unwrap_or(Role::Employee),
            language,
        };
        users::add_user(tx, workspace_id, &user, self.now_us)?;
        let detail = json!({ "role": user.role.as_str(), "by": "file" });
        let note = Note::new("person.created", &user.user_id).with(detail);
        audit::note(tx, self.viewer, note, self.now_us)?;
        self.brought.added += 1;
        self.places.insert(line.email.clone(), self.all.len());
        self.added.push(line.email.clone());
        self.all.push(Person {
            user_id: user.user_id,
            email: user.email,
            name: user.name,
            role: user.role,
            language: language.to_owned(),
            team_id: None,
            lead_id: None,
            away_until_us: None,
            deputy_id: None,
            may_login: false,
            deactivated_at_us: None,
        });
        Ok(())
    }

    /// Makes somebody as their line says.
    fn change(&mut self, tx: &mut Tx<'_>, line: &Line) -> Result<(), Problem> {
        let at = self.places[&line.email];
        let before = self.all[at].clone();
        let mut after = before.clone();
        if let Some(name) = &line.name {
            after.name.clone_from(name);
        }
        after.role = line.role.unwrap_or(after.role);
        if let Some(language) = line.language {
            language.code().clone_into(&mut after.language);
        }
        if let Some(names) = &line.team {
            after.team_id = self.team(tx, line.number, names)?.or(after.team_id);
        }
        if let Some(lead) = &line.lead {
            match self.places.get(lead) {
                Some(place) => after.lead_id = Some(self.all[*place].user_id.clone()),
                None => {
                    let wrong = Wrong::new(line.number, "lead", "nobody has this address");
                    self.wrong.push(wrong.called("nobody", lead));
                }
            }
        }
        let is_new = self.added.contains(&line.email);
        if after == before {
            self.brought.same += usize::from(!is_new);
            return Ok(());
        }
        if after.is_active() && after.lead_id != before.lead_id {
            for mistake in rules::mistakes(&after, &self.all) {
                self.wrong
                    .push(Wrong::new(line.number, "lead", mistake.detail));
            }
        }
        store::change(tx, &self.viewer.workspace_id, &after)?;
        if after.role != before.role {
            let who = (self.viewer.workspace_id.as_str(), after.user_id.as_str());
            login::end_sessions_of_person(tx, who)?;
        }
        if !is_new {
            self.brought.changed += 1;
            let detail = json!({ "by": "file", "role": after.role.as_str(),
                                 "team_id": after.team_id });
            let note = Note::new("person.changed", &after.user_id).with(detail);
            audit::note(tx, self.viewer, note, self.now_us)?;
        }
        self.all[at] = after;
        Ok(())
    }

    /// The team with these names from the top down; made as far as it isn't there.
    fn team(
        &mut self,
        tx: &mut Tx<'_>,
        line: u64,
        names: &[String],
    ) -> Result<Option<String>, Problem> {
        let mut parent_id: Option<String> = None;
        for name in names {
            let found = self.teams.iter().find(|team| {
                team.parent_id == parent_id && team.name.to_lowercase() == name.to_lowercase()
            });
            let team_id = match found {
                Some(team) => team.team_id.clone(),
                None => {
                    let team = Team {
                        team_id: id::new(),
                        name: name.clone(),
                        parent_id: parent_id.clone(),
                        people: 0,
                        created_at_us: self.now_us,
                    };
                    match team::make(tx, self.viewer, &team) {
                        Ok(()) => {}
                        Err(Problem::Conflict(text)) => {
                            let wrong = Wrong::new(line, "team", text);
                            self.wrong.push(wrong.called("team-refused", name));
                            return Ok(None);
                        }
                        Err(problem) => return Err(problem),
                    }
                    self.brought.teams += 1;
                    self.teams.push(team.clone());
                    team.team_id
                }
            };
            parent_id = Some(team_id);
        }
        Ok(parent_id)
    }
}

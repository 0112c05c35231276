//! The verbs of workspaces: make, rename, let somebody else make them.

use platform::words::Language;
use platform::{Db, DbError, Problem, Tx, id};
use serde_json::json;

use super::{Maker, Workspace, store};
use crate::audit::{self, By, Note};
use crate::login::{self, Login};
use crate::model::Role;
use crate::service::{checked_email, checked_text, name_from};
use crate::store::{self as users, NewUser};
use crate::{password, reset};

/// A workspace to make, with its first administrator.
#[derive(Clone, Debug)]
pub struct NewWorkspace {
    /// Its name, as no other has.
    pub name: String,
    /// Address of the first administrator.
    pub email: String,
    /// Language of their pages and mails.
    pub language: Language,
    /// Their first password; for who logs in already there is none to give.
    pub password: Option<String>,
}

/// Makes a workspace; its id. Whoever logs in already gets in at once; others by `password`, or with
/// `invite` by a mail with a link.
pub async fn add(
    db: &Db,
    maker: Maker<'_>,
    new: NewWorkspace,
    (invite, now_us): (bool, i64),
) -> Result<String, Problem> {
    let (name, email) = (checked_text("name", &new.name)?, checked_email(&new.email)?);
    let hash = match &new.password {
        Some(password) => Some(password::hash(password).await?),
        None => None,
    };
    let (maker, ids) = (
        Owned::of(maker),
        [id::new(), id::new(), id::new(), id::new()],
    );
    db.write(move |tx| {
        store::lock(tx)?;
        check_name(tx, &name, None)?;
        let [workspace_id, user_id, login_id, mail_id] = &ids;
        let known = login::by_email(tx, &email)?;
        if known.is_some() && hash.is_some() {
            return Err(Problem::Conflict(
                "somebody with this address logs in here already: leave the password out"
                    .to_owned(),
            ));
        }
        users::add_workspace(tx, workspace_id, &name, now_us)?;
        let login_id = match (&known, &hash) {
            (Some(login), _) => Some(login.login_id.clone()),
            (None, Some(hash)) => {
                let login = Login {
                    login_id: login_id.clone(),
                    email: email.clone(),
                    password_hash: Some(hash.clone()),
                    is_installation_administrator: false,
                    last_workspace_id: None,
                };
                login::add(tx, &login, now_us)?;
                Some(login.login_id)
            }
            (None, None) => None,
        };
        let invites = invite && login_id.is_none();
        let user = NewUser {
            user_id: user_id.clone(),
            name: name_from(&email),
            email: email.clone(),
            login_id,
            role: Role::Administrator,
            language: new.language.code(),
        };
        users::add_user(tx, workspace_id, &user, now_us)?;
        if invites {
            reset::send(tx, workspace_id, user_id, (mail_id, now_us))?;
        }
        let by = By::System {
            workspace_id,
            name: "installation",
        };
        audit::note(tx, by, Note::new("workspace.created", workspace_id), now_us)?;
        let detail = json!({ "role": user.role.as_str() });
        let note = Note::new("person.created", user_id).with(detail);
        audit::note(tx, by, note, now_us)?;
        maker.note(tx, ("workspace.made", workspace_id, &name), now_us)?;
        Ok(workspace_id.clone())
    })
    .await
}

/// Gives a workspace another name.
pub async fn rename(
    db: &Db,
    maker: Maker<'_>,
    (workspace_id, name): (&str, &str),
    now_us: i64,
) -> Result<(), Problem> {
    let (workspace_id, name) = (workspace_id.to_owned(), checked_text("name", name)?);
    let maker = Owned::of(maker);
    db.write(move |tx| {
        store::lock(tx)?;
        if !store::all(tx)?
            .iter()
            .any(|one| one.workspace_id == workspace_id)
        {
            return Err(Problem::no("workspace"));
        }
        check_name(tx, &name, Some(&workspace_id))?;
        store::rename(tx, &workspace_id, &name)?;
        let by = By::System {
            workspace_id: &workspace_id,
            name: "installation",
        };
        let note = Note::new("workspace.changed", &workspace_id).with(json!({ "name": name }));
        audit::note(tx, by, note, now_us)?;
        maker.note(tx, ("workspace.renamed", &workspace_id, &name), now_us)?;
        Ok(())
    })
    .await
}

/// Lets a login administer the installation, or not any more; somebody always does.
pub async fn grant(
    db: &Db,
    maker: Maker<'_>,
    (email, is_administrator): (&str, bool),
    now_us: i64,
) -> Result<(), Problem> {
    let (email, maker) = (checked_email(email)?, Owned::of(maker));
    db.write(move |tx| {
        store::lock(tx)?;
        let Some(login) = login::by_email(tx, &email)? else {
            return Err(Problem::invalid(
                "email",
                "nobody logs in with this address",
            ));
        };
        store::set_administrator(tx, &email, is_administrator)?;
        if login.is_installation_administrator != is_administrator {
            // As with a role: what was begun with other rights ends.
            login::end_sessions(tx, &login.login_id)?;
        }
        if store::administrators(tx)?.is_empty() {
            return Err(Problem::Conflict(
                "nobody else administers the installation: let somebody else first".to_owned(),
            ));
        }
        let action = if is_administrator {
            "person.may_install"
        } else {
            "person.may_not_install"
        };
        // Noted where they work, not for the maker: who works elsewhere is none of a workspace.
        for place in login::people(tx, &login.login_id)? {
            let by = By::System {
                workspace_id: &place.workspace_id,
                name: "installation",
            };
            audit::note(tx, by, Note::new(action, &place.user_id), now_us)?;
        }
        maker.note(
            tx,
            ("workspace.administrator_changed", "installation", ""),
            now_us,
        )?;
        Ok(())
    })
    .await
}

/// The workspace that a command means: by id, or by name in any case; without either the only one.
pub async fn named(db: &Db, wanted: Option<&str>) -> Result<Workspace, Problem> {
    let all = db.read(|tx| Ok::<_, Problem>(store::all(tx)?)).await?;
    let Some(wanted) = wanted else {
        return match <[Workspace; 1]>::try_from(all) {
            Ok([only]) => Ok(only),
            Err(none) if none.is_empty() => Err(Problem::Conflict(
                "there is no workspace yet: run `luister setup` or `luister serve`".to_owned(),
            )),
            Err(several) => Err(Problem::Conflict(format!(
                "there are several workspaces: say which with --workspace; {}",
                names(&several)
            ))),
        };
    };
    let lower = wanted.to_lowercase();
    let is_it = |one: &&Workspace| one.workspace_id == wanted || one.name.to_lowercase() == lower;
    all.iter().find(is_it).cloned().ok_or_else(|| {
        Problem::Conflict(format!("there is no workspace {wanted:?}; {}", names(&all)))
    })
}

fn names(all: &[Workspace]) -> String {
    let names: Vec<String> = all.iter().map(|one| format!("{:?}", one.name)).collect();
    format!("there are {}", names.join(", "))
}

/// All workspaces, and the addresses of whoever administers the installation.
pub(super) async fn look(db: &Db) -> Result<(Vec<Workspace>, Vec<String>), Problem> {
    db.read(|tx| Ok::<_, Problem>((store::all(tx)?, store::administrators(tx)?)))
        .await
}

/// Names tell workspaces apart, on the page that changes between them and in commands.
fn check_name(tx: &mut Tx<'_>, name: &str, but: Option<&str>) -> Result<(), Problem> {
    let lower = name.to_lowercase();
    let taken = store::all(tx)?
        .into_iter()
        .any(|one| one.name.to_lowercase() == lower && Some(one.workspace_id.as_str()) != but);
    if taken {
        return Err(Problem::invalid(
            "name",
            "a workspace has this name already",
        ));
    }
    Ok(())
}

/// Who does it, kept for a transaction.
#[derive(Clone)]
enum Owned {
    Viewer(crate::model::Viewer),
    Command,
}

impl Owned {
    fn of(maker: Maker<'_>) -> Self {
        match maker {
            Maker::Viewer(viewer) => Self::Viewer(viewer.clone()),
            Maker::Command => Self::Command,
        }
    }

    /// Notes in the workspace of the maker what they did to the installation.
    fn note(
        &self,
        tx: &mut Tx<'_>,
        (action, id, name): (&'static str, &str, &str),
        now_us: i64,
    ) -> Result<(), DbError> {
        let Self::Viewer(viewer) = self else {
            return Ok(());
        };
        let note = Note::new(action, id).with(json!({ "name": name }));
        audit::note(tx, viewer, note, now_us)
    }
}

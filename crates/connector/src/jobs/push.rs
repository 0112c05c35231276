//! Sends what is wished over one connection, one after the other.
//!
//! Figures may go twice, the same figures. Tasks and comments may not: before a try is repeated
//! that may have arrived, the other system is asked; where that can't be, a person decides.

use platform::clock::SECOND_US;
use platform::web::Problem;
use platform::{Tx, id};
use policy::retry::{self, Again, Reply};
use policy::time::At;

use super::Office;
use super::letter::{Prepared, prepare};
use crate::line::{Fault, Line};
use crate::model::{Connection, Push, PushState, What};
use crate::store;
use crate::store::push::Ended;
use crate::systems::{Arrived, Once};

/// A connection that may send nothing is looked at again after so long.
const SHUT_US: i64 = 15 * 60 * SECOND_US;

/// Sends all that is due, until something goes wrong.
pub(super) async fn run(office: &Office, key: &(String, String)) {
    if let Err(problem) = try_run(office, key).await {
        tracing::warn!(%problem, "sending to another system failed; it goes on later");
    }
}

async fn try_run(office: &Office, key: &(String, String)) -> Result<(), Problem> {
    let own = key.clone();
    let read = move |tx: &mut Tx<'_>| store::connection::by_id(tx, (&own.0, &own.1));
    let Some(connection) = office.app.db.read(read).await? else {
        return Ok(());
    };
    let line = Line::new(
        &office.client,
        connection.definition.clone(),
        connection.secrets.clone(),
    );
    while !office.is_stopping() {
        let Some(push) = claim(office, key).await? else {
            break;
        };
        let (ended, goes_on) = one(office, &connection, &line, &push).await?;
        let (own, node) = (key.clone(), office.node.clone());
        let now_us = office.app.clock.now_us();
        let work =
            move |tx: &mut Tx<'_>| store::push::end(tx, (&own.0, &node), &push, &ended, now_us);
        office.app.db.write(work).await?;
        if !goes_on {
            break;
        }
    }
    Ok(())
}

async fn claim(office: &Office, key: &(String, String)) -> Result<Option<Push>, Problem> {
    let (own, node, now_us) = (key.clone(), office.node.clone(), office.app.clock.now_us());
    let work = move |tx: &mut Tx<'_>| store::push::claim(tx, (&own.0, &own.1), &node, now_us);
    Ok(office.app.db.write(work).await?)
}

/// Tries one; what became of it, and whether the next may follow at once.
async fn one(
    office: &Office,
    connection: &Connection,
    line: &Line,
    push: &Push,
) -> Result<(Ended, bool), Problem> {
    let now_us = office.app.clock.now_us();
    let (own, what) = (connection.clone(), push.clone());
    let (app, read) = (office.app.clone(), &office.app.db);
    let prepared = read.read(move |tx| prepare(tx, &app, &own, &what)).await?;
    let tried = match prepared {
        Prepared::Nothing(why) => {
            let ended = ended(PushState::Done, false, now_us, Some(why.to_owned()));
            return Ok((ended, true));
        }
        Prepared::Scores(scores) => connection.system.scores(line, &scores).await,
        Prepared::Once(once) => match send_once(connection, line, push, &once).await {
            Ok(true) => Ok(()),
            Ok(false) => {
                let why = "whether an earlier try arrived can't be known".to_owned();
                return Ok((ended(PushState::Unknown, true, now_us, Some(why)), true));
            }
            Err(fault) => Err(fault),
        },
    };
    Ok(match tried {
        Ok(()) => (ended(PushState::Done, false, now_us, None), true),
        Err(fault) => failed(push, &fault, now_us),
    })
}

/// Sends what must arrive once; false when it can't be known whether it did.
async fn send_once(
    connection: &Connection,
    line: &Line,
    push: &Push,
    once: &Once,
) -> Result<bool, Fault> {
    if push.in_doubt {
        match connection.system.arrived(line, once).await? {
            Arrived::Yes => return Ok(true),
            Arrived::No => {}
            Arrived::Unknown => return Ok(false),
        }
    }
    connection.system.send(line, once).await.map(|()| true)
}

fn ended(state: PushState, in_doubt: bool, due_at_us: i64, why: Option<String>) -> Ended {
    Ended {
        state,
        in_doubt,
        due_at_us,
        why,
    }
}

/// What follows a fault, and whether the next may be tried at once: what is wrong with one thing
/// alone keeps none of the others.
fn failed(push: &Push, fault: &Fault, now_us: i64) -> (Ended, bool) {
    let once = !matches!(push.what, What::Account | What::Contact);
    let in_doubt = once && (push.in_doubt || fault.leaves_doubt());
    let why = Some(fault.to_string());
    let reply = match fault {
        Fault::Refused { .. } => return (ended(PushState::Dead, false, now_us, why), true),
        // Nothing gets through until a person does something; nothing is given up for it.
        Fault::Login(_) | Fault::Address(_) => {
            let at_us = now_us + SHUT_US;
            return (ended(PushState::Queued, in_doubt, at_us, why), false);
        }
        Fault::Limited(seconds) => {
            let at_us = now_us + i64::from(*seconds) * SECOND_US;
            return (ended(PushState::Queued, in_doubt, at_us, why), false);
        }
        Fault::Trouble { .. } | Fault::Unreadable(_) => Reply::None,
    };
    match retry::webhook(push.tries, reply, At(now_us), id::number(&push.push_id)) {
        Again::Retry { at } => (ended(PushState::Queued, in_doubt, at.0, why), false),
        Again::Delivered | Again::GiveUp(_) => {
            (ended(PushState::Dead, in_doubt, now_us, why), false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn push(what: What, in_doubt: bool) -> Push {
        Push {
            push_id: "p".into(),
            connector_id: "c".into(),
            what,
            about_id: "a".into(),
            state: PushState::Sending,
            in_doubt,
            wished: 1,
            tries: 1,
            due_at_us: 0,
            why: None,
            created_at_us: 0,
            changed_at_us: 0,
        }
    }

    #[test]
    fn doubt_is_kept_for_what_must_arrive_once() {
        let cut = Fault::Trouble {
            said: "cut".into(),
            in_doubt: true,
        };
        let down = Fault::Trouble {
            said: "down".into(),
            in_doubt: false,
        };
        let doubt = |what, before, fault| failed(&push(what, before), fault, 0).0.in_doubt;
        assert!(doubt(What::Task, false, &cut));
        assert!(!doubt(What::Task, false, &down));
        assert!(
            doubt(What::Task, true, &down),
            "an earlier try may have arrived"
        );
        assert!(doubt(What::Answer, true, &Fault::Limited(3)));
        assert!(!doubt(What::Account, false, &cut));
    }

    #[test]
    fn faults_say_what_follows() {
        let refused = Fault::Refused {
            status: 400,
            said: String::new(),
        };
        let (end, goes_on) = failed(&push(What::Task, false), &refused, 7);
        assert_eq!((end.state, goes_on), (PushState::Dead, true));
        let (end, goes_on) = failed(&push(What::Task, false), &Fault::Limited(3), 7);
        assert_eq!(
            (end.state, end.due_at_us, goes_on),
            (PushState::Queued, 7 + 3 * SECOND_US, false)
        );
        let mut old = push(What::Contact, false);
        old.tries = 10;
        let down = Fault::Trouble {
            said: String::new(),
            in_doubt: false,
        };
        assert_eq!(failed(&old, &down, 7).0.state, PushState::Dead);
    }
}

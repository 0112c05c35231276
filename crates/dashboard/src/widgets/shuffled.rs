//! What people wrote who aren't shown one by one, such as employees: all of it together, in no order, without score, day or group. A text is
//! as good as a name to a colleague: found again under two filters it would tell who belongs to
//! both, so it is never shown under any, however many others are there too.

use platform::{DbError, Problem, Tx};

use super::comments::{Comment, Comments, texts};
use crate::behind::Behind;
use crate::screen::Screen;
use crate::store;
use crate::widgets::filters::hidden_why;

/// Comments on the page; which ones is as random as their order.
const SHOWN_MAX: usize = 500;

/// The comments, or why there are none.
pub(crate) async fn comments(
    screen: &Screen<'_>,
    (behind, class): (Behind, &str),
) -> Result<Comments, Problem> {
    refuse(&behind, class)?;
    let (results, voice) = (screen.results, &screen.voice);
    if results.asked.is_filtered() {
        return Ok(reason(voice.word("dashboard-comments-filtered")));
    }
    let (whose, survey, plan) = (
        results.source.whose.clone(),
        results.survey.clone(),
        results.plan.clone(),
    );
    let commented = Behind {
        commented: true,
        ..Behind::default()
    };
    let work = move |tx: &mut Tx<'_>| {
        store::shuffled(tx, &whose, SHOWN_MAX, |statement| {
            commented.narrow(statement, &survey, &plan);
        })
    };
    let found: Result<(Vec<String>, u64), DbError> = results.source.db.read_long(work).await;
    let (found, all) = found?;
    let least = results.privacy().least();
    if all < least {
        return Ok(match all {
            0 => reason(voice.word("dashboard-comments-none")),
            _ => reason(hidden_why(screen, "dashboard-comments-few")),
        });
    }
    let mut why = voice.word("dashboard-comments-shuffled");
    if all > found.len() as u64 {
        let (shown, all) = (voice.whole(found.len() as u64), voice.whole(all));
        let args = [("shown", shown.as_str()), ("all", &all)];
        why = format!(
            "{why} {}",
            voice.say("dashboard-comments-shuffled-some", &args)
        );
    }
    let items = found.iter().map(|answers| {
        Ok(Comment {
            texts: texts(screen, &serde_json::from_str(answers)?),
            ..Comment::default()
        })
    });
    Ok(Comments {
        items: items.collect::<Result<_, Problem>>()?,
        count: Some(voice.whole(all)),
        ..reason(why)
    })
}

fn reason(why: String) -> Comments {
    Comments {
        why: Some(why),
        ..Comments::default()
    }
}

/// Refuses by name what would single comments out.
fn refuse(behind: &Behind, class: &str) -> Result<(), Problem> {
    let given = [
        ("q", behind.search.is_some()),
        ("class", !class.is_empty()),
        ("before", behind.before.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        Some((name, _)) => Err(Problem::BadRequest(format!(
            "{name}: what people wrote here can not be searched or narrowed, so that nobody is recognised"
        ))),
        None => Ok(()),
    }
}

//! What a lead sees first: the team's touchpoints, what customers wrote this week, the team's
//! cases and targets, and with whom to coach. People stand in the order of their names, and no
//! figure beside any of them.

use case::service::summary;
use coaching::service::overview;
use coaching::words::said as in_words;
use dashboard::filter::Others;
use dashboard::results::{Depth, Results};
use dashboard::said::{self, Said};
use dashboard::screen::Screen;
use platform::Problem;
use platform::clock::date_of_day;
use platform::web::QueryPairs;
use serde_json::{Value, json};

use crate::company::{targets, told};
use crate::kept::Page;
use crate::pages::Look;

/// Days of a week.
const WEEK: i32 = 7;
/// Comments of the week that are shown.
const COMMENTS: usize = 12;

/// What customers wrote in the last seven days in answer to a survey, the latest first; each with its
/// time.
pub(crate) async fn comments(look: Look<'_>, all: &Results) -> Result<Vec<(i64, Value)>, Problem> {
    let from = date_of_day(look.today - WEEK + 1).to_string();
    let query = QueryPairs(vec![("from".to_owned(), from)]);
    let week = look
        .home
        .dashboard
        .results(&all.source.whose, &query, Others::NONE, Depth::Page)
        .await?;
    let screen = Screen::new(look.voice, &week);
    let survey = &week.survey;
    let title = look.voice.text(survey, &survey.definition.title);
    let mut found = said::latest(&screen, (COMMENTS, true)).await?;
    // Where groups hide, what was counted is of whole months.
    found.retain(|own| own.day > look.today - WEEK);
    let card = |own: &Said| {
        let card = in_words(look.voice, own);
        (own.answered_at_us, json!({ "said": card, "survey": title }))
    };
    Ok(found.iter().map(card).collect())
}

pub(crate) async fn values(look: Look<'_>) -> Result<Value, Problem> {
    let all = told(look, Page::Team).await?;
    let figures: Vec<&Value> = all.iter().map(|one| &one.figure).collect();
    let mut comments: Vec<&(i64, Value)> = all.iter().flat_map(|one| &one.comments).collect();
    comments.sort_by_key(|(at_us, _)| std::cmp::Reverse(*at_us));
    comments.truncate(COMMENTS);
    let comments: Vec<&Value> = comments.into_iter().map(|(_, own)| own).collect();
    let cases = summary(&look.home.dashboard.app, look.viewer).await?;
    let coaching = overview(&look.home.coaching, look.viewer).await?;
    let led = coaching.led.iter();
    Ok(json!({
        "place": "tell",
        "figures": figures,
        "comments": comments,
        "cases": {
            "open": cases.open,
            "overdue": cases.overdue,
            "unowned": cases.unowned,
            "mine": cases.mine,
        },
        "targets": targets(look).await?,
        "may_set": target::service::may_set(look.viewer),
        "led": led
            .map(|own| json!({ "id": own.user_id, "name": own.name, "page_id": own.page_id }))
            .collect::<Vec<_>>(),
    }))
}

//! `/surveys/{id}/themes/coding`: a person says of comments, drawn by lot, what they are about, so
//! that it shows how far the rules agree.

use axum::extract::State;
use axum::response::{Html, Redirect};
use dashboard::filter::{Others, address};
use dashboard::results::Depth;
use dashboard::service::whose;
use platform::Problem;
use platform::web::{FormData, Frame, Path, QueryPairs};
use serde_json::{Value, json};
use user::Viewer;

use super::Page;
use crate::figures::Agreement;
use crate::list::Line;
use crate::look::{Looked, Themes, agreement};
use crate::mark::pieces;
use crate::model::{HandCode, Theme};
use crate::rules::lot;
use crate::say;
use crate::service::{self, Said};

/// Comments on a page.
const PAGE: usize = 10;
/// Comments that give a good picture.
const ENOUGH: usize = 100;

pub(super) async fn page(
    State(themes): State<Themes>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let others = Others::once(&["question", "said"]);
    let looked = themes.look(&whose, &query, others, Depth::Page).await?;
    looked.refuse_single()?;
    let said = match query.get("said") {
        None | Some("") => false,
        Some("saved") => true,
        Some(other) => return Err(Problem::BadRequest(format!("said: {other:?} is not known"))),
    };
    let mut page = Page::new(&themes, &frame, &looked, "themes/coding");
    // The filter bar and the form both keep the question.
    page.keep.retain(|(name, _)| name == "question");
    let deal = deal(&looked).await?;
    let voice = page.voice();
    let shown: Vec<_> = deal.lines.iter().map(|line| page.shown(line)).collect();
    let names = looked.themes.iter();
    let names = names.map(|theme| json!({ "id": theme.theme_id, "name": theme.name }));
    let own = json!({
        "done": voice.count("theme-coding-done", deal.done as u64, &[("enough", &voice.whole(ENOUGH as u64))]),
        "share_done": (deal.done * 100 / ENOUGH).min(100),
        "note": said.then(|| voice.word("theme-said-coded")),
        "lines": shown,
        "names": names.collect::<Vec<_>>(),
        "agreement": page.agreement(&deal.agreement),
        "action": page.screen().results_at(&looked.results.asked),
        "back": page.themes_at(),
    });
    let common = page.common(&viewer).await?;
    page.render("theme/coding.html", common, own).map(Html)
}

/// What is on the table: comments still to be coded, and how far it is.
#[derive(Default)]
struct Deal {
    lines: Vec<Line>,
    done: usize,
    agreement: Vec<Agreement>,
}

/// The first comments by lot that are not coded for every theme.
async fn deal(looked: &Looked) -> Result<Deal, Problem> {
    let (slot, picked) = (looked.slot.clone(), looked.picked.clone());
    let (themes, codes) = (looked.themes.clone(), looked.codes.clone());
    let survey_id = looked.results.survey.survey_id.clone();
    let dealt = tokio::task::spawn_blocking(move || {
        let texts = slot.read();
        let mut by_lot: Vec<_> = picked
            .iter()
            .map(|one| {
                let id = &texts.comments[one.text as usize].response_id;
                (lot(&survey_id, id), *one)
            })
            .collect();
        by_lot.sort_unstable_by_key(|(lot, _)| *lot);
        let mut deal = Deal {
            agreement: agreement(&texts, &themes, &codes),
            ..Deal::default()
        };
        for (_, one) in by_lot {
            let comment = &texts.comments[one.text as usize];
            if is_coded(&comment.response_id, &themes, &codes) {
                deal.done += 1;
            } else if deal.lines.len() < PAGE {
                deal.lines.push(Line {
                    comment: comment.clone(),
                    score: one.score,
                    pieces: pieces(&comment.text, Vec::new()),
                });
            }
        }
        deal
    });
    dealt
        .await
        .map_err(|e| Problem::Internal(format!("dealing comments: {e}")))
}

/// Whether somebody said of every theme whether this comment is about it. `codes` come in the
/// order of their responses.
fn is_coded(response_id: &str, themes: &[Theme], codes: &[HandCode]) -> bool {
    let first = codes.partition_point(|code| code.response_id.as_str() < response_id);
    let of = codes[first..]
        .iter()
        .take_while(|code| code.response_id == response_id);
    !themes.is_empty()
        && themes
            .iter()
            .all(|theme| of.clone().any(|code| code.theme_id == theme.theme_id))
}

/// `POST`: what was said of the comments on the page.
pub(super) async fn save(
    State(themes): State<Themes>,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
    form: FormData,
) -> Result<Redirect, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    form.only(|name| ["response", "theme", "has"].contains(&name))?;
    let others = Others::once(&["question", "said"]);
    let looked = themes.look(&whose, &query, others, Depth::Page).await?;
    looked.refuse_single()?;
    let question = looked
        .question
        .clone()
        .ok_or_else(|| Problem::no("question"))?;
    // The themes that were on the page: of one made since nothing was said.
    let asked: Vec<&str> = form.all("theme").collect();
    let has: Vec<&str> = form.all("has").collect();
    let said = form.all("response").flat_map(|response| {
        let has = &has;
        asked.iter().map(move |theme| Said {
            theme_id: (*theme).to_owned(),
            response_id: response.to_owned(),
            has: Some(has.contains(&format!("{response}.{theme}").as_str())),
        })
    });
    let said: Vec<Said> = said.collect();
    let app = &themes.dashboard.app;
    service::code(app, &viewer, &whose, (question, said)).await?;
    let mut pairs = looked.results.asked.filter_pairs();
    let kept = query.0.iter().filter(|(name, _)| name == "question");
    pairs.extend(kept.cloned());
    pairs.push(("said".to_owned(), "saved".to_owned()));
    let path = format!("/surveys/{survey_id}/themes/coding");
    Ok(Redirect::to(&address(&path, &pairs)))
}

impl Page<'_> {
    /// How far rules and people agree, per theme.
    fn agreement(&self, found: &[Agreement]) -> Vec<Value> {
        let voice = self.voice();
        let rows = self.looked.themes.iter().zip(found);
        let row = |(theme, agreement): (&Theme, &Agreement)| {
            let (kappa, words) = say::agreement(&voice, agreement);
            let [[neither, rules], [hand, both]] = agreement.table;
            json!({
                "name": theme.name,
                "at": format!("/surveys/{}/themes/{}", self.looked.results.survey.survey_id, theme.theme_id),
                "both": voice.whole(both),
                "hand": voice.whole(hand),
                "rules": voice.whole(rules),
                "neither": voice.whole(neither),
                "kappa": kappa,
                "words": words,
            })
        };
        rows.map(row).collect()
    }
}

//! `GET /surveys/{id}/themes/comments`: the comments behind a figure, newest first.

use axum::extract::State;
use axum::response::Html;
use comments::Group;
use dashboard::filter::Others;
use dashboard::results::Depth;
use dashboard::service::whose;
use platform::Problem;
use platform::web::{Frame, Path, QueryPairs};
use serde_json::{Value, json};
use user::Viewer;

use super::Page;
use crate::list::{Lines, NO_THEME, PAGE, PARAMETERS, Wanted, class_name, comments_at, lines};
use crate::look::{Looked, Themes};
use crate::say;

pub(super) async fn page(
    State(themes): State<Themes>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let others = Others::once(&PARAMETERS);
    let looked = themes.look(&whose, &query, others, Depth::Page).await?;
    looked.refuse_single()?;
    let wanted = Wanted::read(&query, &looked.themes)?;
    let found = find(&looked, &wanted).await?;
    let mut page = Page::new(&themes, &frame, &looked, "themes/comments");
    page.keep.extend(wanted.pairs());
    let voice = page.voice();
    let pages = found.count.div_ceil(PAGE);
    let at_page = |number: usize| {
        (1..=pages).contains(&number).then(|| {
            let wanted = Wanted {
                page: number,
                ..wanted.clone()
            };
            comments_at(&looked, &wanted)
        })
    };
    let shown: Vec<_> = found.lines.iter().map(|line| page.shown(line)).collect();
    let mut search_keep = page.search_keep();
    search_keep.retain(|(name, _)| name != "q");
    let own = json!({
        "count": voice.count("theme-comments-count", found.count as u64, &[]),
        "lines": shown,
        "newer": at_page(wanted.page - 1),
        "older": at_page(wanted.page + 1),
        "chips": page.chips(&wanted),
        "classes": page.classes(&wanted),
        "search": wanted.search.clone().unwrap_or_default(),
        "search_keep": search_keep,
        "back": page.themes_at(),
        "action_at": wanted
            .theme
            .as_deref()
            .filter(|id| *id != NO_THEME)
            .and_then(|id| page.action_at(&viewer, id)),
    });
    let common = page.common(&viewer).await?;
    page.render("theme/comments.html", common, own).map(Html)
}

/// Looks for comments where nobody waits for other requests.
pub(super) async fn find(looked: &Looked, wanted: &Wanted) -> Result<Lines, Problem> {
    let (slot, picked) = (looked.slot.clone(), looked.picked.clone());
    let (themes, wanted) = (looked.themes.clone(), wanted.clone());
    let metric = looked.results.metric;
    let found = tokio::task::spawn_blocking(move || {
        lines(&slot.read(), &picked, (&wanted, &themes), metric)
    });
    found
        .await
        .map_err(|e| Problem::Internal(format!("finding comments: {e}")))
}

impl Page<'_> {
    /// The overview with the same filter.
    pub(super) fn themes_at(&self) -> String {
        let mut pairs = self.looked.results.asked.filter_pairs();
        let question = self.keep.iter().filter(|(name, _)| name == "question");
        pairs.extend(question.cloned());
        let survey_id = &self.looked.results.survey.survey_id;
        dashboard::filter::address(&format!("/surveys/{survey_id}/themes"), &pairs)
    }

    /// What narrows the list, each with the address without it.
    fn chips(&self, wanted: &Wanted) -> Vec<Value> {
        let voice = self.voice();
        let mut chips = Vec::new();
        let mut chip = |label: String, without: Wanted| {
            let href = comments_at(self.looked, &without);
            chips.push(json!({ "label": label, "href": href }));
        };
        let first = Wanted {
            page: 1,
            ..wanted.clone()
        };
        if let Some(id) = &wanted.theme {
            let theme = self
                .looked
                .themes
                .iter()
                .find(|theme| theme.theme_id == *id);
            let label = match theme {
                Some(theme) => voice.say("theme-chip", &[("name", &theme.name)]),
                None if id == NO_THEME => voice.word("theme-chip-none"),
                None => String::new(),
            };
            let without = Wanted {
                theme: None,
                ..first.clone()
            };
            chip(label, without);
        }
        if let Some(term) = &wanted.term {
            let without = Wanted {
                term: None,
                ..first.clone()
            };
            chip(format!("“{term}”"), without);
        }
        if let Some(search) = &wanted.search {
            let label = voice.say("theme-chip-search", &[("text", search)]);
            let without = Wanted {
                search: None,
                ..first
            };
            chip(label, without);
        }
        chips
    }

    /// The sides of the outcome to choose from.
    fn classes(&self, wanted: &Wanted) -> Vec<Value> {
        let Some(metric) = self.looked.results.metric else {
            return Vec::new();
        };
        let voice = self.voice();
        let choice = |class: Option<Group>| {
            let of = Wanted {
                class,
                page: 1,
                ..wanted.clone()
            };
            let label = match class {
                None => voice.word("dashboard-all"),
                Some(class) => say::side(&voice, metric, class),
            };
            json!({
                "label": label,
                "name": class.map(class_name),
                "href": comments_at(self.looked, &of),
                "current": class == wanted.class,
            })
        };
        [
            None,
            Some(Group::Low),
            Some(Group::Other),
            Some(Group::High),
        ]
        .map(choice)
        .into()
    }
}

//! The pages about comments: what they are about, the comments themselves, the editor of a theme,
//! coding by hand.

mod codes;
mod comments_page;
mod editor;
mod overview;
mod picture;
mod shown;
mod words;

use axum::Router;
use dashboard::filter::Others;
use dashboard::screen::Screen;
use dashboard::voice::Voice;
use dashboard::widgets::filters::filters;
use platform::Problem;
use platform::web::Frame;
use serde_json::{Value, json};
use user::{Access, Entry, Gate, Routes, Viewer};

use crate::look::{Hidden, Looked, Themes};
use crate::model::COMMENTS_MAX;

/// Parameters of the overview beside filter, split and trend.
const OVERVIEW: Others<'_> = Others {
    once: &["question", "value", "said", "theme"],
    many: &[],
};

pub(crate) fn routes(gate: &Gate, themes: Themes) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/surveys/{id}/themes", Access::Member, overview::page)
        .get(
            "/surveys/{id}/themes/charts/{file}",
            Access::Member,
            overview::chart,
        )
        .get(
            "/surveys/{id}/themes/comments",
            Access::Member,
            comments_page::page,
        )
        .get(
            "/surveys/{id}/themes/new",
            Access::Manager,
            editor::new_page,
        )
        .post("/surveys/{id}/themes/new", Access::Manager, editor::create)
        .get("/surveys/{id}/themes/coding", Access::Manager, codes::page)
        .post("/surveys/{id}/themes/coding", Access::Manager, codes::save)
        .get(
            "/surveys/{id}/themes/{theme_id}",
            Access::Viewer,
            editor::page,
        )
        .post(
            "/surveys/{id}/themes/{theme_id}",
            Access::Manager,
            editor::save,
        )
        .post(
            "/surveys/{id}/themes/{theme_id}/remove",
            Access::Manager,
            editor::remove,
        )
        .post(
            "/surveys/{id}/themes/{theme_id}/restore",
            Access::Manager,
            editor::restore,
        )
        .finish(themes)
}

/// A page in the making: the reader's voice, what was looked at, the page's own parameters.
struct Page<'a> {
    themes: &'a Themes,
    frame: &'a Frame,
    looked: &'a Looked,
    /// The last part of the page's address.
    place: &'a str,
    /// The page's own parameters, kept when the filter changes.
    keep: Vec<(String, String)>,
}

impl<'a> Page<'a> {
    fn new(themes: &'a Themes, frame: &'a Frame, looked: &'a Looked, place: &'a str) -> Self {
        let several = looked.questions.len() > 1;
        let question = looked.question.iter().filter(|_| several);
        let keep = question.map(|key| ("question".to_owned(), key.clone()));
        Self {
            themes,
            frame,
            looked,
            place,
            keep: keep.collect(),
        }
    }

    fn voice(&self) -> Voice<'a> {
        Voice::new(&self.themes.dashboard.app, self.frame.language)
    }

    fn screen(&self) -> Screen<'_> {
        Screen::new(self.voice(), &self.looked.results).at(self.place, &self.keep)
    }

    /// What every page of this slice shows.
    async fn common(&self, viewer: &Viewer) -> Result<Value, Problem> {
        let zone = self.themes.dashboard.zone(viewer).await?;
        let now_us = self.themes.dashboard.app.clock.now_us();
        let (screen, voice, looked) = (self.screen(), self.voice(), self.looked);
        let hidden = looked.hidden.map(|hidden| match hidden {
            Hidden::Filtered => voice.word("theme-hidden-filtered"),
            Hidden::Few => voice.word("theme-hidden-few"),
        });
        Ok(json!({
            "place": "understand",
            "tab": "themes",
            "said": null,
            "survey": dashboard::head(&voice, &looked.results.survey),
            "filters": filters(&screen, now_us, &zone),
            "everybody": looked.results.everybody,
            "filtered": looked.results.asked.is_filtered(),
            "may_manage": viewer.may_manage,
            "groups_only": looked.groups_only(),
            "hidden": hidden,
            "questions": self.questions(),
            "question": looked.question,
            "read_notes": self.read_notes(),
            "at": format!("/surveys/{}/themes", looked.results.survey.survey_id),
        }))
    }

    /// The form of an action about this theme, for whoever may make one.
    fn action_at(&self, viewer: &Viewer, theme_id: &str) -> Option<String> {
        let asked = &self.looked.results.asked;
        let survey_id = &self.looked.results.survey.survey_id;
        let from = format!("theme:{survey_id}:{theme_id}");
        let mut pairs = vec![("from".to_owned(), from)];
        pairs.extend(asked.day_pairs());
        viewer
            .may_work
            .then(|| dashboard::filter::address("/actions/new", &pairs))
    }

    /// Which comments were not read, when some were not.
    fn read_notes(&self) -> Vec<String> {
        let voice = self.voice();
        let most = voice.whole(COMMENTS_MAX as u64);
        let newest = self.looked.truncated();
        let newest = newest.then(|| voice.say("theme-truncated", &[("n", &most)]));
        let sample = self.looked.sample().map(|(n, of)| {
            let [n, of] = [n, of].map(|number| voice.whole(number));
            voice.say("theme-sample", &[("n", &n), ("of", &of)])
        });
        newest.into_iter().chain(sample).collect()
    }

    /// The questions people answer in their own words, when there are several.
    fn questions(&self) -> Vec<Value> {
        if self.looked.questions.len() < 2 {
            return Vec::new();
        }
        let asked = &self.looked.results.asked;
        let choice = |key: &String| {
            let keep = [("question".to_owned(), key.clone())];
            let screen = Screen::new(self.voice(), &self.looked.results).at(self.place, &keep);
            json!({
                "label": screen.question(key),
                "href": screen.results_at(asked),
                "current": Some(key) == self.looked.question.as_ref(),
            })
        };
        self.looked.questions.iter().map(choice).collect()
    }

    fn render(&self, template: &str, common: Value, own: Value) -> Result<String, Problem> {
        let mut values = common;
        if let (Some(values), Value::Object(own)) = (values.as_object_mut(), own) {
            values.extend(own);
        }
        let page = self
            .themes
            .dashboard
            .app
            .templates
            .page(template, self.frame, values)?;
        Ok(page.0)
    }
}

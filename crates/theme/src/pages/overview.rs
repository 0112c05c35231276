//! `GET /surveys/{id}/themes`: what comments are about.

use axum::extract::State;
use axum::response::{Html, Response};
use comments::Suggestion;
use dashboard::filter::{Others, address};
use dashboard::results::Depth;
use dashboard::service::whose;
use platform::Problem;
use platform::web::{Frame, Path, QueryPairs};
use serde_json::{Value, json};
use user::Viewer;

use super::picture::{picture, ranked};
use super::{OVERVIEW, Page};
use crate::behind::Voices;
use crate::figures::{Effect, Overview, ThemeFigures};
use crate::list::{NO_THEME, Wanted, comments_at};
use crate::look::Themes;
use crate::model::Theme;
use crate::say;

/// `GET /surveys/{id}/themes`.
pub(super) async fn page(
    State(themes): State<Themes>,
    frame: Frame,
    viewer: Viewer,
    Path(survey_id): Path<String>,
    query: QueryPairs,
) -> Result<Html<String>, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let said = said(&query)?;
    let looked = themes.look(&whose, &query, OVERVIEW, Depth::Page).await?;
    let overview = themes.overview(&looked).await?;
    let mut page = Page::new(&themes, &frame, &looked, "themes");
    page.keep.extend(kept_value(&query));
    let screen = page.screen();
    let picture = picture(&screen, &looked, &overview).map(|picture| picture.show(&screen));
    let own = json!({
        "note": said.map(|said| page.voice().word(&format!("theme-said-{said}"))),
        "undo": query.get("theme").filter(|_| said == Some("removed")),
        "is_empty": overview.comments == 0,
        "counted": counted(&page, &overview),
        "findings": page.findings(&overview),
        "picture": picture,
        "rows": page.rows(&overview),
        "is_nps": overview.themes.iter().any(|theme| theme.effect.is_some()),
        "metric": looked.results.metric.map(|metric| page.voice().metric(metric)),
        "words": page.words_apart(&overview.words),
        "suggestions": page.suggestions(&overview.suggestions),
        "search_keep": page.search_keep(),
        "values": looked.values,
        "value": looked.value,
        "value_all": overview.stands.map(|stands| {
            let voice = page.voice();
            let of = say::amount_of(&voice, &stands.of_all());
            (say::amount(&voice, stands.value), of)
        }),
        "without": page.without(&overview),
    });
    let common = page.common(&viewer).await?;
    page.render("theme/overview.html", common, own).map(Html)
}

/// `GET /surveys/{id}/themes/charts/{file}`: the picture as SVG or its table as CSV.
pub(super) async fn chart(
    State(themes): State<Themes>,
    frame: Frame,
    viewer: Viewer,
    Path((survey_id, file)): Path<(String, String)>,
    query: QueryPairs,
) -> Result<Response, Problem> {
    let whose = whose(&viewer, &survey_id)?;
    let (name, extension) = file.rsplit_once('.').ok_or_else(|| Problem::no("chart"))?;
    let others = Others::once(&["question", "value"]);
    let looked = themes.look(&whose, &query, others, Depth::Page).await?;
    let overview = themes.overview(&looked).await?;
    let mut page = Page::new(&themes, &frame, &looked, "themes");
    page.keep.extend(kept_value(&query));
    let screen = page.screen();
    let picture = picture(&screen, &looked, &overview).filter(|picture| picture.name == name);
    picture.ok_or_else(|| Problem::no("chart"))?.file(extension)
}

/// The attribute of customers' worth, when it was asked for.
fn kept_value(query: &QueryPairs) -> Option<(String, String)> {
    let value = query.get("value").filter(|value| !value.is_empty())?;
    Some(("value".to_owned(), value.to_owned()))
}

/// What was just done.
fn said(query: &QueryPairs) -> Result<Option<&str>, Problem> {
    match query.get("said") {
        None | Some("") => Ok(None),
        Some(said) if ["saved", "removed", "restored"].contains(&said) => Ok(Some(said)),
        Some(other) => Err(Problem::BadRequest(format!("said: {other:?} is not known"))),
    }
}

impl Page<'_> {
    /// The findings in sentences, the most important first.
    fn findings(&self, overview: &Overview) -> Vec<String> {
        let voice = self.voice();
        let mut findings = Vec::new();
        let named: Vec<(&Theme, &ThemeFigures)> = ranked(self.looked, overview);
        let with = |effect: Effect| {
            let found = named.iter().filter(move |(_, f)| f.effect == Some(effect));
            found.collect::<Vec<_>>()
        };
        let (costs, lifts) = (with(Effect::Costs), with(Effect::Lifts));
        let told = |key: &str, (theme, figures): &(&Theme, &ThemeFigures)| {
            let gain = figures.gain?;
            let turned = [gain.ci95[0].abs(), gain.ci95[1].abs()];
            let [low, high] = [turned[0].min(turned[1]), turned[0].max(turned[1])]
                .map(|end| voice.number(end, 0));
            let points = voice.points(figures::Metric::Nps, gain.value);
            let args = [
                ("name", theme.name.as_str()),
                ("points", &points),
                ("low", &low),
                ("high", &high),
            ];
            Some(voice.say(key, &args))
        };
        findings.extend(
            costs
                .first()
                .and_then(|theme| told("theme-finding-costs", theme)),
        );
        findings.extend(
            lifts
                .last()
                .and_then(|theme| told("theme-finding-lifts", theme)),
        );
        findings.extend(
            costs
                .first()
                .and_then(|(theme, figures)| self.worth_of(theme, figures)),
        );
        let mut loud = costs.iter().chain(&lifts);
        findings.extend(loud.find_map(|(theme, figures)| self.loud(theme, figures)));
        let judged = named.iter().any(|(_, f)| f.effect.is_some());
        if self.looked.themes.is_empty() {
            findings.push(voice.word("theme-finding-no-themes"));
        } else if costs.is_empty() && lifts.is_empty() && judged {
            findings.push(voice.word("theme-finding-nothing"));
        }
        findings.extend(self.words_finding(&overview.words));
        findings
    }

    /// What stands behind the theme that costs most.
    fn worth_of(&self, theme: &Theme, figures: &ThemeFigures) -> Option<String> {
        let voice = self.voice();
        let (stands, value) = (figures.behind.stands?, self.looked.value.as_ref()?);
        let (amount, share) = (
            say::amount(&voice, stands.value),
            voice.percent(stands.share?),
        );
        let args = [
            ("name", theme.name.as_str()),
            ("value", value),
            ("amount", &amount),
            ("share", &share),
        ];
        Some(voice.count("theme-finding-value", figures.customers, &args))
    }

    /// That one customer makes most of a theme.
    fn loud(&self, theme: &Theme, figures: &ThemeFigures) -> Option<String> {
        let behind = &figures.behind;
        (behind.voices == Voices::OneLoud).then(|| {
            let voice = self.voice();
            let [most, all] = [behind.most_comments, figures.comments].map(|n| voice.whole(n));
            let args = [
                ("name", theme.name.as_str()),
                ("most", &most),
                ("all", &all),
            ];
            voice.say("theme-finding-loud", &args)
        })
    }

    /// Who speaks of a theme, with the comments of a loud one.
    fn voices(&self, theme: &Theme, figures: &ThemeFigures) -> Option<Value> {
        if self.looked.groups_only() {
            return None;
        }
        let (behind, voice) = (&figures.behind, self.voice());
        let is_loud = behind.voices == Voices::OneLoud;
        let loudest = behind.loudest.filter(|_| is_loud);
        let name = loudest.and_then(|customer| self.looked.customer(customer));
        // Where every respondent is a customer, one comment each says nothing.
        let is_told = self.looked.account.is_some() || behind.voices != Voices::Quiet;
        let counts = (behind, figures.comments, figures.customers);
        let words = say::voices(&voice, counts, name.map(String::as_str)).filter(|_| is_told)?;
        let link = name
            .zip(self.looked.account.as_ref())
            .map(|(name, account)| {
                let wanted = Wanted {
                    theme: Some(theme.theme_id.clone()),
                    ..Wanted::default()
                };
                let mut pairs = self.looked.results.asked.filter_pairs();
                pairs.extend(
                    self.keep
                        .iter()
                        .filter(|(key, _)| key == "question")
                        .cloned(),
                );
                pairs.extend(wanted.pairs());
                pairs.push(("attribute".to_owned(), format!("{account}:{name}")));
                let survey_id = &self.looked.results.survey.survey_id;
                address(&format!("/surveys/{survey_id}/themes/comments"), &pairs)
            });
        Some(json!({ "words": words, "link": link, "loud": is_loud }))
    }

    /// The table of themes.
    fn rows(&self, overview: &Overview) -> Vec<Value> {
        let voice = self.voice();
        let row = |(theme, figures): &(&Theme, &ThemeFigures)| {
            let wanted = Wanted {
                theme: Some(theme.theme_id.clone()),
                ..Wanted::default()
            };
            let share = |share: Option<stats::share::Share>| {
                share.map(|share| {
                    let [low, high] = share.ci95.map(|end| voice.percent(end));
                    let args = [("low", low.as_str()), ("high", &high)];
                    (
                        voice.percent(share.value),
                        voice.say("dashboard-between", &args),
                    )
                })
            };
            let (kappa, kappa_words) = say::agreement(&voice, &figures.agreement);
            let figure = figures.figure.filter(|figure| figure.n > 0);
            let few = figures.effect == Some(Effect::Few);
            json!({
                "name": theme.name,
                "at": format!("/surveys/{}/themes/{}", self.looked.results.survey.survey_id, theme.theme_id),
                "comments": voice.whole(figures.comments),
                "link": (!self.looked.groups_only()).then(|| comments_at(self.looked, &wanted)),
                "share": share(figures.share),
                "customers": voice.whole(figures.customers),
                "customer_share": share(figures.customer_share),
                "voices": self.voices(theme, figures),
                "value": figures.behind.stands.map(|stands| {
                    (say::amount(&voice, stands.value), say::amount_of(&voice, &stands))
                }),
                "figure": figure.and_then(|figure| Some((figure.metric, figure.value?)))
                    .map(|(metric, value)| voice.value(metric, value)),
                "figure_between": figure.and_then(|figure| Some((figure.metric, figure.ci95?)))
                    .map(|(metric, ci95)| voice.between(metric, ci95)),
                "figure_few": figure.is_some_and(|figure| figure.few),
                "mean": figures.mean_score.map(|mean| voice.number(mean, 1)),
                "gain": figures.gain.filter(|_| !few).map(|gain| voice.number(gain.value, 0)),
                "gain_between": figures.gain.map(|gain| say::between(&voice, gain)),
                "few": few,
                "effect": say::effect(&voice, figures),
                "stands_out": matches!(figures.effect, Some(Effect::Costs | Effect::Lifts)),
                "kappa": kappa,
                "kappa_words": kappa_words,
                "hidden": figures.hidden,
            })
        };
        ranked(self.looked, overview).iter().map(row).collect()
    }

    /// Suggested themes, each with where it is accepted, renamed and corrected.
    fn suggestions(&self, suggestions: &[Suggestion]) -> Vec<Value> {
        let voice = self.voice();
        let survey_id = &self.looked.results.survey.survey_id;
        let shown = |suggestion: &Suggestion| {
            let pairs = [
                ("name".to_owned(), suggestion.name()),
                ("rules".to_owned(), suggestion.rules.clone()),
            ];
            let words: Vec<&str> = suggestion.forms.iter().map(|f| f.word.as_str()).collect();
            let n = voice.whole(suggestion.texts.len() as u64);
            json!({
                "name": suggestion.name(),
                "words": words.join(", "),
                "n": voice.count("theme-suggestion-n", suggestion.customers, &[("comments", &n)]),
                "accept": address(&format!("/surveys/{survey_id}/themes/new"), &pairs),
            })
        };
        suggestions.iter().map(shown).collect()
    }

    /// Comments no theme is found in, with where they are.
    fn without(&self, overview: &Overview) -> Option<Value> {
        if self.looked.themes.is_empty() || overview.without_theme == 0 {
            return None;
        }
        let voice = self.voice();
        let share = overview.without_theme as f64 / overview.comments.max(1) as f64;
        let wanted = Wanted {
            theme: Some(NO_THEME.to_owned()),
            ..Wanted::default()
        };
        let words = voice.count(
            "theme-without",
            overview.without_theme,
            &[("share", &voice.percent(share))],
        );
        let link = (!self.looked.groups_only()).then(|| comments_at(self.looked, &wanted));
        Some(json!({ "words": words, "link": link }))
    }

    /// The filter, for the search form.
    pub(super) fn search_keep(&self) -> Vec<(String, String)> {
        let mut keep = self.looked.results.asked.filter_pairs();
        let kept = self.keep.iter().filter(|(name, _)| name != "value");
        keep.extend(kept.cloned());
        keep
    }
}

/// The comments in numbers: how many, of how many customers.
fn counted(page: &Page<'_>, overview: &Overview) -> String {
    let voice = page.voice();
    let customers = voice.whole(overview.customers);
    let key = if page.looked.account.is_some() {
        "theme-counted-customers"
    } else {
        "theme-counted"
    };
    voice.count(key, overview.comments, &[("customers", &customers)])
}

/// Where the overview is, after something was done.
pub(super) fn back(survey_id: &str, said: &str, theme: Option<&str>) -> String {
    let mut pairs = vec![("said".to_owned(), said.to_owned())];
    pairs.extend(theme.map(|id| ("theme".to_owned(), id.to_owned())));
    address(&format!("/surveys/{survey_id}/themes"), &pairs)
}

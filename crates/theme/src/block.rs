//! What comments are about in one picture, for pages that other slices put together.

use dashboard::Whose;
use dashboard::filter::Others;
use dashboard::picture::{Cell, Head, Table};
use dashboard::results::Depth;
use dashboard::screen::Screen;
use dashboard::voice::Voice;
use platform::Problem;
use platform::web::QueryPairs;
use platform::words::Language;

use crate::figures::{Effect, Overview, ThemeFigures};
use crate::list::{Wanted, comments_at};
use crate::look::{Hidden, Looked, Themes};
use crate::model::Theme;
use crate::say;

/// Themes in the picture; the table has them all.
const DRAWN_MAX: usize = 12;

/// The picture with what it says.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// What it shows, in a sentence.
    pub finding: String,
    /// The SVG for phone and desktop.
    pub chart: String,
    /// The SVG as a file.
    pub svg: String,
    /// What the picture is called.
    pub title: String,
    /// The same in numbers.
    pub table: Table,
    /// Comments it rests on.
    pub n: u64,
}

/// The picture, or in a sentence why there is none.
pub type Told = Result<Drawn, String>;

impl Themes {
    /// How many comments are about each theme, for a survey and filter; `id` is unique on the page.
    /// Themes that fewer than `least` comments mention, or don't, are hidden.
    pub async fn drawn(
        &self,
        whose: &Whose,
        query: &QueryPairs,
        (language, id, least): (Language, &str, u64),
    ) -> Result<Told, Problem> {
        let looked = self.look(whose, query, Others::NONE, Depth::Api).await?;
        let overview = self.overview(&looked).await?;
        let voice = Voice::new(&self.dashboard.app, language);
        let screen = Screen::new(voice, &looked.results).at("themes", &[]);
        if let Some(nothing) = nothing(&voice, &looked, &overview) {
            return Ok(Err(nothing));
        }
        let mut figures = overview.themes.clone();
        for one in &mut figures {
            let few = |n: u64| (1..least).contains(&n);
            if few(one.comments) || few(overview.comments.saturating_sub(one.comments)) {
                one.hide();
            }
        }
        let ranked = ranked(&looked, &figures);
        let title = voice.word("theme-block-title");
        let rows: Vec<charts::GroupRow> = ranked
            .iter()
            .take(DRAWN_MAX)
            .map(|one| row(&voice, &looked, *one))
            .collect();
        let described: Vec<String> = rows.iter().map(|row| format!("{}.", row.detail)).collect();
        let frame = screen.frame(&format!("themes-{id}"), &title, &described.join(" "));
        let chart = charts::Groups {
            frame: charts::Frame::default(),
            unit: charts::Unit::Share,
            rows,
            heading: voice.word("theme-share"),
            n_heading: "n".to_owned(),
            everybody: None,
            empty: voice.word("dashboard-no-answers"),
        };
        let draw = |frame| {
            charts::groups(&charts::Groups {
                frame,
                ..chart.clone()
            })
        };
        Ok(Ok(Drawn {
            finding: finding(&voice, &ranked),
            chart: charts::responsive(&frame, charts::WIDE, draw),
            svg: charts::standalone(&draw(frame.width(charts::WIDE))),
            title,
            table: table(&voice, &ranked),
            n: overview.comments,
        }))
    }
}

/// Why there is no picture, if there is none.
fn nothing(voice: &Voice<'_>, looked: &Looked, overview: &Overview) -> Option<String> {
    let key = match looked.hidden {
        Some(Hidden::Filtered) => "theme-hidden-filtered",
        Some(Hidden::Few) => "theme-hidden-few",
        None if looked.question.is_none() => "theme-block-no-question",
        None if overview.comments == 0 => "theme-block-no-comments",
        None if looked.themes.is_empty() => "theme-block-no-themes",
        None => return None,
    };
    Some(voice.word(key))
}

/// The themes with their figures, those most spoken of first.
fn ranked<'a>(
    looked: &'a Looked,
    figures: &'a [ThemeFigures],
) -> Vec<(&'a Theme, &'a ThemeFigures)> {
    let mut ranked: Vec<_> = looked.themes.iter().zip(figures).collect();
    ranked.sort_by_key(|(_, one)| std::cmp::Reverse(one.comments));
    ranked
}

/// What is spoken of most, and what can't be told apart from it.
fn finding(voice: &Voice<'_>, ranked: &[(&Theme, &ThemeFigures)]) -> String {
    let Some((first, share)) = ranked
        .first()
        .and_then(|(theme, figures)| Some((theme, figures.share?)))
        .filter(|(_, share)| share.value > 0.0)
    else {
        return voice.word("theme-block-none");
    };
    let beside = ranked.iter().skip(1).filter(|(_, other)| {
        other
            .share
            .is_some_and(|other| other.ci95[1] >= share.ci95[0])
    });
    let [low, high] = share.ci95.map(|end| voice.percent(end));
    let args = [
        ("name", first.name.as_str()),
        ("share", &voice.percent(share.value)),
        ("low", &low),
        ("high", &high),
    ];
    let sentence = voice.say("theme-block-most", &args);
    match beside.count() as u64 {
        0 => sentence,
        count => format!(
            "{sentence} {}",
            voice.count("theme-block-beside", count, &[])
        ),
    }
}

fn row(
    voice: &Voice<'_>,
    looked: &Looked,
    (theme, figures): (&Theme, &ThemeFigures),
) -> charts::GroupRow {
    let effect = say::effect(voice, figures);
    let share = figures.share.filter(|_| !figures.hidden);
    let written = share.map(|share| voice.percent(share.value));
    let detail = format!("{}: {}", theme.name, written.unwrap_or_default());
    let wanted = Wanted {
        theme: Some(theme.theme_id.clone()),
        ..Wanted::default()
    };
    charts::GroupRow {
        label: theme.name.clone(),
        estimate: share
            .map(|share| charts::Estimate::new(share.value, share.ci95[0], share.ci95[1])),
        few: false,
        reason: voice.word("dashboard-hidden"),
        n: if figures.hidden {
            String::new()
        } else {
            voice.whole(figures.comments)
        },
        stands_out: matches!(figures.effect, Some(Effect::Costs | Effect::Lifts)),
        verdict: effect,
        detail,
        link: (!looked.groups_only()).then(|| comments_at(looked, &wanted)),
    }
}

fn table(voice: &Voice<'_>, ranked: &[(&Theme, &ThemeFigures)]) -> Table {
    let head = vec![
        Head::text(voice.word("theme-theme")),
        Head::number(voice.word("theme-share")),
        Head::number(voice.word("dashboard-low")),
        Head::number(voice.word("dashboard-high")),
        Head::number("n".to_owned()),
        Head::text(voice.word("theme-effect")),
    ];
    let row = |(theme, figures): &(&Theme, &ThemeFigures)| {
        let share = figures.share.filter(|_| !figures.hidden);
        let Some(share) = share else {
            let reason = Cell::text(voice.word("dashboard-hidden")).marked("hidden");
            let blank = Cell::default;
            return vec![
                Cell::text(theme.name.clone()),
                reason,
                blank(),
                blank(),
                blank(),
                blank(),
            ];
        };
        let percent = |value: f64| Cell::number(voice.percent(value), value);
        vec![
            Cell::text(theme.name.clone()),
            percent(share.value),
            percent(share.ci95[0]),
            percent(share.ci95[1]),
            Cell::number(voice.whole(figures.comments), figures.comments as f64),
            Cell::text(say::effect(voice, figures)),
        ]
    };
    Table {
        head,
        rows: ranked.iter().map(row).collect(),
    }
}

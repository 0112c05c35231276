//! What themes cost and lift, drawn: points to gain with their intervals.

use dashboard::picture::{Cell, Head, Picture, Table};
use dashboard::screen::Screen;

use crate::figures::{Effect, Overview, ThemeFigures};
use crate::list::{Wanted, comments_at};
use crate::look::Looked;
use crate::model::Theme;
use crate::say;

/// Themes in the picture; the table has them all.
const DRAWN_MAX: usize = 25;

/// The themes with their figures, most to gain first, those without a figure last.
pub(super) fn ranked<'a>(
    looked: &'a Looked,
    overview: &'a Overview,
) -> Vec<(&'a Theme, &'a ThemeFigures)> {
    let mut ranked: Vec<_> = looked.themes.iter().zip(&overview.themes).collect();
    ranked.sort_by(|(_, a), (_, b)| {
        let gain = |figures: &ThemeFigures| {
            let few = matches!(figures.effect, Some(Effect::Few));
            let value = figures.gain.map(|gain| gain.value);
            (few, value.unwrap_or(f64::NEG_INFINITY))
        };
        let ((a_few, a_gain), (b_few, b_gain)) = (gain(a), gain(b));
        a_few
            .cmp(&b_few)
            .then(b_gain.total_cmp(&a_gain))
            .then(b.comments.cmp(&a.comments))
    });
    ranked
}

/// The picture; none when no theme has a figure.
pub(super) fn picture<'a>(
    screen: &'a Screen<'a>,
    looked: &'a Looked,
    overview: &'a Overview,
) -> Option<Picture<'a>> {
    let voice = screen.voice;
    let ranked = ranked(looked, overview);
    if ranked.iter().all(|(_, figures)| figures.gain.is_none()) {
        return None;
    }
    let rows: Vec<charts::GroupRow> = ranked
        .iter()
        .take(DRAWN_MAX)
        .map(|(theme, figures)| row(screen, looked, (theme, figures)))
        .collect();
    let described: Vec<String> = rows.iter().map(|row| format!("{}.", row.detail)).collect();
    let title = voice.word("theme-gain-title");
    let chart = charts::Groups {
        frame: charts::Frame::default(),
        unit: charts::Unit::Points,
        rows,
        heading: voice.word("theme-gain"),
        n_heading: "n".to_owned(),
        everybody: Some((0.0, voice.word("theme-gain-zero"))),
        empty: voice.word("dashboard-no-answers"),
    };
    Some(Picture {
        name: "gains",
        frame: screen.frame("gains", &title, &described.join(" ")),
        wide: charts::WIDE,
        draw: Box::new(move |frame| {
            charts::groups(&charts::Groups {
                frame,
                ..chart.clone()
            })
        }),
        table: table(screen, &ranked),
    })
}

fn row(
    screen: &Screen<'_>,
    looked: &Looked,
    (theme, figures): (&Theme, &ThemeFigures),
) -> charts::GroupRow {
    let voice = &screen.voice;
    let effect = say::effect(voice, figures);
    let between = figures.gain.map(|gain| say::between(voice, gain));
    let detail = match &between {
        Some(between) => format!("{}: {effect}, {between}", theme.name),
        None => format!("{}: {effect}", theme.name),
    };
    let few = matches!(figures.effect, Some(Effect::Few));
    let wanted = Wanted {
        theme: Some(theme.theme_id.clone()),
        ..Wanted::default()
    };
    charts::GroupRow {
        label: theme.name.clone(),
        estimate: figures
            .gain
            .map(|gain| charts::Estimate::new(gain.value, gain.ci95[0], gain.ci95[1])),
        few,
        reason: effect.clone(),
        n: voice.whole(figures.comments),
        verdict: if figures.gain.is_some() {
            effect
        } else {
            String::new()
        },
        stands_out: matches!(figures.effect, Some(Effect::Costs | Effect::Lifts)),
        detail,
        link: Some(comments_at(looked, &wanted)),
    }
}

fn table(screen: &Screen<'_>, ranked: &[(&Theme, &ThemeFigures)]) -> Table {
    let voice = &screen.voice;
    let head = vec![
        Head::text(voice.word("theme-theme")),
        Head::number(voice.word("theme-gain")),
        Head::number(voice.word("dashboard-low")),
        Head::number(voice.word("dashboard-high")),
        Head::number("n".to_owned()),
        Head::text(voice.word("theme-effect")),
    ];
    let row = |(theme, figures): &(&Theme, &ThemeFigures)| {
        let few = figures.effect == Some(Effect::Few);
        let number = |value: Option<f64>| match value {
            Some(value) => Cell::number(voice.number(value, 1), value),
            None => Cell::text(""),
        };
        let gain = figures.gain;
        let value = gain.map(|gain| gain.value).filter(|_| !few);
        vec![
            Cell::text(theme.name.clone()),
            number(value).marked(if few { "few" } else { "" }),
            number(gain.map(|gain| gain.ci95[0])),
            number(gain.map(|gain| gain.ci95[1])),
            Cell::number(voice.whole(figures.comments), figures.comments as f64),
            Cell::text(say::effect(voice, figures)),
        ]
    };
    Table {
        head,
        rows: ranked.iter().map(row).collect(),
    }
}

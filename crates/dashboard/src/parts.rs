//! The widgets of a results page one by one, for pages that other slices put together.

use figures::Driver;
use platform::Problem;
use serde::Serialize;
use serde_json::Value;

use crate::behind::Behind;
use crate::picture::Picture;
use crate::screen::{Screen, Tile};
use crate::widgets::{comments, distribution, drivers, headline, opportunity, split, trend, waves};

/// The finding in a sentence, and the figure: number, interval, n, verdict.
#[derive(Clone, Debug, Serialize)]
pub struct Figured {
    /// "NPS is 44, between 38 and 49 (n = 623)."
    pub finding: String,
    /// The other findings, the most important first.
    pub more: Vec<String>,
    /// The figure.
    pub tile: Tile,
}

/// The survey's figure; none without a metric or without answers.
pub fn figure(screen: &Screen<'_>) -> Option<Figured> {
    if headline::is_empty(&screen.results.all) {
        return None;
    }
    let told = headline::headline(screen)?;
    Some(Figured {
        finding: told.finding,
        more: told.more,
        tile: told.tile,
    })
}

/// A chart of the results page by its name: `distribution`, `trend`, `drivers`, `opportunity`,
/// `waves` or `split`; none when there is nothing to draw.
pub fn picture<'a>(screen: &'a Screen<'a>, name: &str) -> Option<Picture<'a>> {
    if headline::is_empty(&screen.results.all) {
        return None;
    }
    match name {
        "distribution" => distribution::picture(screen),
        "trend" => trend::picture(screen),
        "drivers" => drivers::picture(screen),
        "opportunity" => opportunity::picture(screen),
        "waves" => waves::picture(screen),
        "split" => split::picture(screen),
        _ => None,
    }
}

/// What the picture of a trend is called.
pub fn trend_title(screen: &Screen<'_>) -> Option<String> {
    trend::title(screen)
}

/// The classes of the answers with their shares, from low to high: `class`, `name`, `scores`, `n`,
/// `share`, `link`.
pub fn classes(screen: &Screen<'_>) -> Vec<Value> {
    let classes = distribution::summary(screen);
    classes
        .iter()
        .map(|class| serde_json::json!(class))
        .collect()
}

/// The drivers in rank order; none where nobody was asked whether they recommend.
pub fn drivers(screen: &Screen<'_>) -> Vec<Driver> {
    drivers::ranked(screen)
}

/// What may be said of a driver when its figure alone would mislead.
pub fn driver_status(screen: &Screen<'_>, driver: &Driver) -> Option<String> {
    drivers::status(screen, driver)
}

/// The latest comments, at most `most`; none when no question takes words, or when nothing may be
/// shown. `why` says how comments of employees stand there. Members of each: `score`, `class`,
/// `class_name`, `texts` (question and text), `date`, `attributes`, `link`.
pub async fn comments(screen: &Screen<'_>, most: usize) -> Result<Option<Value>, Problem> {
    let behind = Behind {
        commented: true,
        ..Behind::default()
    };
    let found = comments::comments(screen, (behind, "")).await?;
    Ok(found.map(|mut found| {
        found.items.truncate(most);
        serde_json::json!(found)
    }))
}

//! The picture of importance against performance, for pages that other slices put together.

use dashboard::Whose;
use dashboard::picture::Table;
use dashboard::screen::Screen;
use dashboard::voice::Voice;
use platform::Problem;
use platform::web::QueryPairs;
use platform::words::Language;

use crate::picture::{on_wall, picture};
use crate::service::{Drivers, Need, Nothing};
use crate::words::Teller;

/// The picture with what it says.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// What it shows, in a sentence.
    pub finding: String,
    /// The SVG for phone and desktop.
    pub chart: String,
    /// The SVG as a file.
    pub svg: String,
    /// The SVG for a wall screen.
    pub wall: String,
    /// What the picture is called.
    pub title: String,
    /// Every figure of every driver.
    pub table: Table,
    /// People the analysis rests on.
    pub n: u64,
    /// Intervals are still to come: what is told now is not to be kept.
    pub pending: bool,
}

/// How a picture is wanted.
#[derive(Clone, Copy, Debug)]
pub struct How<'a> {
    /// The reader's language.
    pub language: Language,
    /// Unique on the page.
    pub id: &'a str,
    /// Whether whoever asks waits until everything is worked out; else it is what is there at once.
    pub waits: bool,
}

impl How<'_> {
    pub(crate) fn need(self) -> Need {
        if self.waits { Need::All } else { Need::Glance }
    }
}

/// The picture, or in a sentence why there is none.
pub type Told = Result<Drawn, String>;

impl Drivers {
    /// The picture for a survey and filter.
    pub async fn drawn(
        &self,
        whose: &Whose,
        query: &QueryPairs,
        how: How<'_>,
    ) -> Result<Told, Problem> {
        let found = self.found(whose, query, how.need()).await?;
        let id = how.id;
        let voice = Voice::new(&self.dashboard.app, how.language);
        let screen = Screen::new(voice, &found.results).at("drivers", &[]);
        let analysis = match &found.analysis {
            Ok(analysis) => analysis,
            Err(nothing) => return Ok(Err(voice.word(why(*nothing)))),
        };
        let teller = Teller {
            screen,
            found: &found,
            analysis,
        };
        let Some(mut drawn) = picture(&teller) else {
            return Ok(Err(voice.word("driver-block-few")));
        };
        drawn.frame.id = format!("importance-{id}");
        Ok(Ok(Drawn {
            finding: teller.finding(),
            chart: charts::responsive(&drawn.frame, drawn.wide, &drawn.draw),
            svg: drawn.svg(),
            wall: on_wall(&teller, &|_| None, &format!("wall-{id}")).unwrap_or_default(),
            title: drawn.frame.title.clone(),
            table: drawn.table,
            n: found.results.all.answered().n,
            pending: found.pending,
        }))
    }
}

pub(crate) fn why(nothing: Nothing) -> &'static str {
    match nothing {
        Nothing::Hidden => "driver-block-hidden",
        Nothing::NoRecommend => "driver-block-no-recommend",
        Nothing::NoDrivers => "driver-block-no-drivers",
        Nothing::NoAnswers => "dashboard-no-answers",
    }
}

//! Blocks whose picture another slice draws: importance of drivers, themes.

use driver::block::How;
use platform::Problem;
use platform::web::QueryPairs;

use super::beside::Sides;
use super::told::Drawing;
use super::{One, Ready, Told};

impl One<'_> {
    /// A drawing that only wall screens show: pages people work on do without.
    pub(super) fn on_wall(&self, svg: String) -> Option<String> {
        (!self.eye.inside && !svg.is_empty()).then_some(svg)
    }

    /// How pictures of drivers are wanted: files and programs wait for all of it.
    pub(super) fn how(&self) -> How<'_> {
        How {
            language: self.eye.language,
            id: &self.block.id,
            waits: self.waits,
        }
    }

    pub(super) async fn drivers(&self, ready: &Ready) -> Result<Told, Problem> {
        let Some(asked) = ready.asked() else {
            return Ok(self.nothing("board-survey-gone", &[]));
        };
        let not_compared = match self.sides(&asked) {
            Some(Sides::Both(names)) => return self.drivers_beside(&asked, names).await,
            Some(Sides::None(why)) => Some(why),
            None => None,
        };
        let query = QueryPairs(asked.pairs.clone());
        let drawn = self.boards.drivers.drawn(asked.whose, &query, self.how());
        let drawn = drawn.await?;
        let drawn = match drawn {
            Ok(drawn) if self.is_few(ready, drawn.n) => {
                return Ok(self.nothing("board-hidden", &[]));
            }
            Ok(drawn) => drawn,
            Err(why) => return Ok(Told::note(why)),
        };
        let path = format!("/surveys/{}/drivers", asked.whose.survey_id);
        let more = dashboard::filter::address(&path, asked.pairs);
        Ok(Told {
            title: Some(drawn.title.clone()),
            finding: Some(drawn.finding),
            drawing: Some(Drawing {
                title: drawn.title,
                chart: drawn.chart,
                svg: drawn.svg,
                wall: self.on_wall(drawn.wall),
            }),
            table: Some(drawn.table),
            note: drawn.pending.then(|| self.voice().word("board-pending")),
            more: Some((more, self.voice().word("driver-see"))),
            pending: drawn.pending,
            not_compared,
            ..Told::default()
        })
    }

    pub(super) async fn themes(&self, ready: &Ready) -> Result<Told, Problem> {
        let Some(asked) = ready.asked() else {
            return Ok(self.nothing("board-survey-gone", &[]));
        };
        let not_compared = match self.sides(&asked) {
            Some(Sides::Both(names)) => return self.themes_beside(&asked, names).await,
            Some(Sides::None(why)) => Some(why),
            None => None,
        };
        let query = QueryPairs(asked.pairs.clone());
        let least = self.least_of(ready);
        let how = (self.eye.language, self.block.id.as_str(), least);
        let drawn = self.boards.themes.drawn(asked.whose, &query, how).await?;
        let drawn = match drawn {
            Ok(drawn) if drawn.n < least => return Ok(self.nothing("board-hidden", &[])),
            Ok(drawn) => drawn,
            Err(why) => return Ok(Told::note(why)),
        };
        let path = format!("/surveys/{}/themes", asked.whose.survey_id);
        let more = dashboard::filter::address(&path, asked.pairs);
        Ok(Told {
            finding: Some(drawn.finding),
            drawing: Some(Drawing {
                title: drawn.title,
                chart: drawn.chart,
                svg: drawn.svg,
                wall: None,
            }),
            table: Some(drawn.table),
            more: Some((more, self.voice().word("board-themes-all"))),
            not_compared,
            ..Told::default()
        })
    }
}

//! Blocks whose picture another slice draws: importance of drivers, themes.

use dashboard::privacy::MINIMUM;
use platform::Problem;
use platform::web::QueryPairs;

use super::told::Drawing;
use super::{One, Ready, Told};

impl One<'_> {
    pub(super) async fn drivers(&self, ready: &Ready) -> Result<Told, Problem> {
        let Some(asked) = ready.asked() else {
            return Ok(self.nothing("board-survey-gone", &[]));
        };
        let query = QueryPairs(asked.pairs.clone());
        let how = (self.eye.language, self.block.id.as_str());
        let drawn = self.boards.drivers.drawn(asked.whose, &query, how).await?;
        let drawn = match drawn {
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
            }),
            table: Some(drawn.table),
            note: drawn.pending.then(|| self.voice().word("board-pending")),
            more: Some((more, self.voice().word("driver-see"))),
            pending: drawn.pending,
            ..Told::default()
        })
    }

    pub(super) async fn themes(&self, ready: &Ready) -> Result<Told, Problem> {
        let Some(asked) = ready.asked() else {
            return Ok(self.nothing("board-survey-gone", &[]));
        };
        let query = QueryPairs(asked.pairs.clone());
        let least = if self.eye.outside { MINIMUM } else { 1 };
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
            }),
            table: Some(drawn.table),
            more: Some((more, self.voice().word("board-themes-all"))),
            ..Told::default()
        })
    }
}

//! The address of a chart as a file, below any page: whose it is, which chart, as what.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;
use platform::Problem;
use platform::web::{Frame, Path, QueryPairs};
use user::Viewer;

use crate::picture::Picture;
use crate::pushdown::Whose;
use crate::service::whose;

/// What a route that ends in `{id}/…/charts/{file}` is asked.
pub struct ChartFile {
    /// The language of its words.
    pub frame: Frame,
    /// Who asks.
    pub viewer: Viewer,
    /// The survey.
    pub whose: Whose,
    /// [`Picture::name`] of the chart.
    pub name: String,
    /// The parameters of its page.
    pub query: QueryPairs,
    extension: String,
}

impl ChartFile {
    /// The chart as the file that was asked for; none is a 404.
    pub fn of(&self, picture: Option<Picture<'_>>) -> Result<Response, Problem> {
        let picture = picture.filter(|picture| picture.name == self.name);
        picture
            .ok_or_else(|| Problem::no("chart"))?
            .file(&self.extension)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ChartFile {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let frame = Frame::from_request_parts(parts, state).await?;
        let viewer = Viewer::from_request_parts(parts, state).await?;
        let Path((survey_id, file)) =
            Path::<(String, String)>::from_request_parts(parts, state).await?;
        let query = QueryPairs::from_request_parts(parts, state).await?;
        let whose = whose(&viewer, &survey_id)?;
        let (name, extension) = file.rsplit_once('.').ok_or_else(|| Problem::no("chart"))?;
        Ok(Self {
            frame,
            viewer,
            whose,
            name: name.to_owned(),
            extension: extension.to_owned(),
            query,
        })
    }
}

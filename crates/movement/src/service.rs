//! What pages and API do alike: read what is asked, count, judge, and find out where it moved.

use dashboard::filter::{By, Dim, Others, only_filter_and};
use dashboard::results::{Depth, Results};
use dashboard::{Dashboard, Whose};
use platform::Problem;
use platform::clock::day_in;
use platform::web::{FieldError, QueryPairs};
use user::Viewer;

use crate::gather::{self, Gathered, rank};
use crate::measure::{Codes, together};
use crate::model::{Grid, Series, Steps, What};
use crate::place::{self, Cell, Split};
use crate::rules::{Against, Judged, Status, judge};

/// What moved in one survey.
pub(crate) struct Movement {
    /// The counts the filter bar shows; split and trend of what is asked are cleared.
    pub(crate) results: Results,
    /// The parameters beside the filter, as they were given.
    pub(crate) keep: Vec<(String, String)>,
    /// The steps.
    pub(crate) steps: Steps,
    /// What is followed: outcome, further metrics, drivers, segments.
    pub(crate) series: Vec<Series>,
    /// What became of each.
    pub(crate) judged: Vec<Judged>,
    /// Where each figure of all that moved, or may have, did so; by series.
    pub(crate) places: Vec<(usize, Split)>,
    /// Segments with too few answers to be followed.
    pub(crate) left_out: usize,
    /// The series that is looked at.
    pub(crate) chosen: Option<usize>,
    /// Its change by every property that can tell it.
    pub(crate) splits: Vec<Split>,
    /// The split that is shown.
    pub(crate) shown: Option<usize>,
    /// The split that tells the movement apart, if any does.
    pub(crate) best: Option<usize>,
    /// The property asked for, which may have nothing to tell.
    pub(crate) asked_where: Option<Dim>,
}

/// Reads a survey's movement as asked. Unknown parameters are refused.
pub(crate) async fn movement(
    dashboard: &Dashboard,
    viewer: &Viewer,
    whose: &Whose,
    query: &QueryPairs,
) -> Result<Movement, Problem> {
    let today = day_in(&dashboard.zone(viewer).await?, dashboard.app.clock.now_us());
    let others = Others::once(&["series", "where"]);
    let results = dashboard
        .results(whose, &as_trend(query)?, others, Depth::Page)
        .await
        .map_err(as_step)?;
    let gathered = gather::gather(&results, today).await?;
    Movement::new(results, gathered, query).await
}

/// The steps are what the results page calls its trend.
fn as_trend(query: &QueryPairs) -> Result<QueryPairs, Problem> {
    only_filter_and(&["step", "series", "where"], query)?;
    let named = |(name, value): &(String, String)| {
        let name = if name == "step" { "trend" } else { name };
        (name.to_owned(), value.clone())
    };
    Ok(QueryPairs(query.0.iter().map(named).collect()))
}

fn as_step(problem: Problem) -> Problem {
    match problem {
        Problem::BadRequest(detail) => Problem::BadRequest(match detail.strip_prefix("trend") {
            Some(rest) => format!("step{rest}"),
            None => detail,
        }),
        Problem::Invalid { errors, .. } => Problem::all_invalid(
            errors
                .into_iter()
                .map(|error| {
                    FieldError::new(error.pointer.replace("/trend", "/step"), error.detail)
                })
                .collect(),
        ),
        other => other,
    }
}

impl Movement {
    async fn new(
        mut results: Results,
        gathered: Gathered,
        query: &QueryPairs,
    ) -> Result<Self, Problem> {
        let hidden = results.hidden;
        let Gathered {
            steps,
            mut series,
            grids,
            left_out,
        } = gathered;
        if hidden {
            series.clear();
        }
        let judged = steps
            .latest
            .map_or_else(Vec::new, |latest| judge(&series, latest));
        if judged.is_empty() {
            series.clear();
        }
        results.asked.trend = None;
        let mut movement = Self {
            keep: kept(query),
            asked_where: asked_where(&results, query)?,
            chosen: None,
            places: Vec::new(),
            splits: Vec::new(),
            shown: None,
            best: None,
            left_out: if hidden { 0 } else { left_out },
            results,
            steps,
            series,
            judged,
        };
        movement.chosen = movement.choose(query.get("series"))?;
        movement.locate(&grids).await?;
        Ok(movement)
    }

    /// The series with this status, those of all first, then the surest.
    pub(crate) fn with(&self, status: Status) -> Vec<usize> {
        let mut found: Vec<usize> = (0..self.judged.len())
            .filter(|&i| self.judged[i].status == status)
            .collect();
        let p = |i: usize| self.judged[i].p.unwrap_or(1.0);
        found.sort_by(|&a, &b| {
            (rank(&self.series[a].what).cmp(&rank(&self.series[b].what)))
                .then(p(a).total_cmp(&p(b)))
        });
        found
    }

    /// How many series were judged.
    pub(crate) fn looked_at(&self) -> usize {
        let judged = self.judged.iter();
        judged.filter(|one| one.status.is_judged()).count()
    }

    /// How many could not be for lack of answers, segments that are not followed included.
    pub(crate) fn too_few(&self) -> usize {
        let few = |one: &&Judged| matches!(one.status, Status::TooFew { .. });
        self.judged.iter().filter(few).count() + self.left_out
    }

    /// Where a series moved, if that can be told.
    pub(crate) fn place(&self, series: usize) -> Option<&Split> {
        let mut places = self.places.iter();
        places
            .find(|(place, _)| *place == series)
            .map(|(_, split)| split)
    }

    /// The step that still runs, if any answers came in.
    pub(crate) fn running(&self) -> Option<usize> {
        let last = self.steps.all.len().checked_sub(1)?;
        (!self.steps.all[last].complete).then_some(last)
    }

    /// The split that is shown.
    pub(crate) fn split(&self) -> Option<&Split> {
        self.splits.get(self.shown?)
    }

    fn choose(&self, id: Option<&str>) -> Result<Option<usize>, Problem> {
        let Some(id) = id.filter(|id| !id.is_empty()) else {
            let first = |status| self.with(status).first().copied();
            let any = (!self.series.is_empty()).then_some(0);
            return Ok(first(Status::Alarm).or(first(Status::Watch)).or(any));
        };
        match self.series.iter().position(|series| series.id == id) {
            Some(place) => Ok(Some(place)),
            None => Err(Problem::BadRequest(format!(
                "series: nothing called {id:?} is followed here; a segment needs 30 answers in \
                 the latest period and 30 before it"
            ))),
        }
    }

    /// Finds out where the alarms, what is worth watching and the chosen series moved.
    async fn locate(&mut self, grids: &[Grid]) -> Result<(), Problem> {
        let is_other = |&i: &usize| matches!(self.series[i].what, What::Further | What::Driver);
        let moved = [self.with(Status::Alarm), self.with(Status::Watch)].concat();
        let mut others = moved.clone();
        others.extend(self.chosen);
        others.retain(is_other);
        others.sort_unstable();
        others.dedup();
        let questions: Vec<String> = others
            .iter()
            .map(|&i| self.series[i].question.clone())
            .collect();
        let dims: Vec<Dim> = grids.iter().map(|grid| grid.dim.clone()).collect();
        let counted = gather::grids_of(&self.results, &self.steps, &dims, &questions).await?;
        for i in moved {
            let grids = match self.series[i].what {
                What::Outcome => grids,
                What::Segment { .. } => continue,
                _ => of(&others, &counted, i),
            };
            let mut splits = self.splits_of(i, grids);
            if let Some(best) = place::best(&splits) {
                self.places.push((i, splits.swap_remove(best)));
            }
        }
        let Some(chosen) = self.chosen else {
            return Ok(());
        };
        self.splits = match &self.series[chosen].what {
            What::Outcome => self.splits_of(chosen, grids),
            What::Further | What::Driver => self.splits_of(chosen, of(&others, &counted, chosen)),
            What::Segment { .. } if self.results.privacy().hides() => Vec::new(),
            What::Segment { dim, value } => {
                let segment = (dim, value.as_str());
                let grids =
                    gather::grids_within(&self.results, &self.steps, &dims, segment).await?;
                self.splits_of(chosen, &grids)
            }
        };
        self.best = place::best(&self.splits);
        self.shown = match &self.asked_where {
            Some(dim) => self.splits.iter().position(|split| split.dim == *dim),
            None => place::shown(&self.splits),
        };
        Ok(())
    }

    /// The change of a series by every property.
    fn splits_of(&self, series: usize, grids: &[Grid]) -> Vec<Split> {
        let measure = self.series[series].measure;
        let sides = self.sides(series);
        grids
            .iter()
            .filter_map(|grid| {
                let sides = sides.as_ref()?;
                let cell = |row: &crate::model::GridRow| Cell {
                    value: row.value.clone(),
                    before: sides.of(&row.cells).0,
                    after: sides.of(&row.cells).1,
                    hidden: row.hidden,
                };
                let cells: Vec<Cell> = grid.rows.iter().map(cell).collect();
                place::split(measure, &grid.dim, &cells)
            })
            .collect()
    }

    /// The steps on both sides of a series' change: those its verdict is about.
    pub(crate) fn sides(&self, series: usize) -> Option<Sides> {
        let (judged, latest) = (&self.judged[series], self.steps.latest?);
        let before = judged.before?;
        let start = self.series[series].first.min(latest);
        let (first, begin) = match judged.against {
            // The latest period alone may be where it always was.
            Some(Against::Drift) if judged.since > start => (start, judged.since),
            Some(Against::Baseline | Against::Drift) => (start, latest),
            _ => (before, latest),
        };
        Some(Sides {
            first,
            begin,
            latest,
        })
    }
}

/// The steps from `begin` up to the latest, and those from `first` up to them.
pub(crate) struct Sides {
    /// The first step before.
    pub(crate) first: usize,
    /// The first step after.
    pub(crate) begin: usize,
    /// The last step after.
    pub(crate) latest: usize,
}

impl Sides {
    /// The answers on both sides.
    pub(crate) fn of(&self, cells: &[Codes]) -> (Codes, Codes) {
        (
            together(&cells[self.first..self.begin]),
            together(&cells[self.begin..=self.latest]),
        )
    }

    /// Whether more than one step stands after.
    pub(crate) fn are_many(&self) -> bool {
        self.begin < self.latest
    }
}

fn of<'a>(series: &[usize], counted: &'a [Vec<Grid>], wanted: usize) -> &'a [Grid] {
    let place = series.iter().position(|&one| one == wanted);
    place
        .and_then(|place| counted.get(place))
        .map_or(&[], Vec::as_slice)
}

/// The page's own parameters.
fn kept(query: &QueryPairs) -> Vec<(String, String)> {
    let own = |name: &str| ["step", "series", "where"].contains(&name);
    let kept = query.0.iter();
    kept.filter(|(name, value)| own(name) && !value.is_empty())
        .cloned()
        .collect()
}

/// The property asked for by `where`.
fn asked_where(results: &Results, query: &QueryPairs) -> Result<Option<Dim>, Problem> {
    let Some(name) = query.get("where").filter(|name| !name.is_empty()) else {
        return Ok(None);
    };
    let called = |dim: &Dim| By::Dim(dim.clone()).name();
    let known = || {
        let properties = results.properties.iter().map(|property| &property.dim);
        properties.filter(|dim| **dim != Dim::Version)
    };
    match known().find(|dim| called(dim) == name) {
        Some(dim) => Ok(Some(dim.clone())),
        None => Err(Problem::BadRequest(format!(
            "where: nothing is called {name:?}; there is {}",
            known().map(called).collect::<Vec<_>>().join(", ")
        ))),
    }
}

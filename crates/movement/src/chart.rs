//! The control chart of one series: what is usual, how far chance alone goes, and which periods
//! stand out. What is usual comes from the periods before the latest one, so that a change can't
//! hide in its own average.

use stats::control::{Cusum, CusumPoint, Direction, Ewma, Kind, NoChart, Plotted};

use crate::measure::{Codes, Measure, answered};

/// One period on the chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ChartPoint {
    /// Limits of the period itself and whether it lies beyond.
    pub(crate) own: Plotted,
    /// The moving average with its limits.
    pub(crate) ewma: Plotted,
    /// The sums of deviations, in standard errors of a period.
    pub(crate) cusum: CusumPoint,
    /// How many standard errors the period is from the centre.
    pub(crate) z: f64,
    /// Standard error of the moving average around the centre. Taking the centre as known makes it
    /// rather too large: with λ = 0.2 and the 8 periods a chart needs, the average shares more of
    /// its answers with the centre than the centre adds in doubt.
    pub(crate) drift_se: f64,
}

impl ChartPoint {
    /// What makes the period stand out.
    pub(crate) fn signals(&self) -> impl Iterator<Item = (Kind, Direction)> {
        [
            (Kind::BeyondLimits, self.own.beyond),
            (Kind::Ewma, self.ewma.beyond),
            (Kind::Cusum, self.cusum.beyond),
        ]
        .into_iter()
        .filter_map(|(kind, beyond)| Some((kind, beyond?)))
    }
}

/// A control chart.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chart {
    /// The usual level: all answers before the latest period.
    pub(crate) centre: f64,
    /// What the series varies from period to period beside what its answers explain (Laney).
    pub(crate) sigma_z: f64,
    /// Per step; none where nobody answered and before the question was worded as it is.
    pub(crate) points: Vec<Option<ChartPoint>>,
}

impl Chart {
    /// The chart of `cells` from `first` on, with the usual taken from what is before `latest`.
    pub(crate) fn new(
        measure: Measure,
        cells: &[Codes],
        (first, latest): (usize, usize),
    ) -> Result<Self, NoChart> {
        let window = &cells[first..];
        let usual = window[..latest - first]
            .iter()
            .filter(|codes| answered(codes) > 0)
            .count();
        let series = measure.chart(window, usual)?;
        let sigma_z = series.sigma_z;
        // Limits are widened to what the series shows, never narrower than chance alone: few
        // periods can be alike by luck.
        let series = if sigma_z > 1.0 {
            series.laney()?
        } else {
            series
        };
        let one_sigma = Ewma {
            sigmas: 1.0,
            ..Ewma::default()
        };
        let (own, ewma) = (series.chart(), series.ewma(Ewma::default()));
        let (sigma, cusum) = (series.ewma(one_sigma), series.cusum(Cusum::default()));
        let mut points = vec![None; cells.len()];
        for (place, plotted) in own.iter().enumerate() {
            let [low, high] = sigma[place].limits;
            // One of the limits may be cut off at the end of the scale.
            let se = (high - series.centre).max(series.centre - low);
            points[first + plotted.index] = Some(ChartPoint {
                own: *plotted,
                ewma: ewma[place],
                cusum: cusum[place],
                z: (plotted.value - series.centre) / series.periods[place].se,
                drift_se: se,
            });
        }
        Ok(Self {
            centre: series.centre,
            sigma_z,
            points,
        })
    }

    /// How much further than its answers explain a period of this series goes, at least 1.
    pub(crate) fn spread(&self) -> f64 {
        self.sigma_z.max(1.0)
    }

    /// Since which step the figure has been elsewhere, if it is at `latest`: the step from which all
    /// deviations together stand out most, where `(Σz)² / number of periods` is largest. That is the
    /// likeliest moment of a shift from the centre (Hinkley 1970, with the level before known).
    pub(crate) fn since(&self, direction: Direction, latest: usize) -> usize {
        let (mut since, mut most) = (latest, 0.0);
        let (mut sum, mut count) = (0.0, 0.0);
        for (step, point) in self.points.iter().enumerate().take(latest + 1).rev() {
            let Some(point) = point else { continue };
            (sum, count) = (sum + point.z, count + 1.0);
            let is_there = match direction {
                Direction::Up => sum > 0.0,
                Direction::Down => sum < 0.0,
            };
            let stands_out = sum * sum / count;
            if is_there && stands_out > most {
                (since, most) = (step, stands_out);
            }
        }
        since
    }
}

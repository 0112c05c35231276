//! What pages and API do alike: read who answered, and say what that does to the figure.

use dashboard::filter::{Asked, By, Dim, Others, only_filter_and};
use dashboard::people::PeopleAsk;
use dashboard::results::{Depth, Results};
use dashboard::source::Source;
use dashboard::{Dashboard, Whose};
use figures::{Figure, Metric};
use jiff::tz::TimeZone;
use platform::clock::day_in;
use platform::web::QueryPairs;
use platform::{DbError, Problem};
use serde::Serialize;
use user::{Sight, Viewer};

use crate::accounts::{self, Accounts};
use crate::answers::Answers;
use crate::kept::saved;
use crate::late::{self, Late};
use crate::pace::pace;
use crate::plan::{self, Basis, Plan, Start, Unit};
use crate::population::{Population, Scope, population};
use crate::rate::{self, Answer, Invitation, Rate};
use crate::rotated::{Rotated, rotated};
use crate::settings::{self, CHANGE_MAX, CHANGE_MIN, InForce};
use crate::store;
use crate::weighting::{Weighting, weighting};

/// Who answered one survey, and what that means.
pub(crate) struct Sample {
    /// The counts the filter bar shows.
    pub(crate) results: Results,
    /// Names of the attributes responses have.
    pub(crate) attributes: Vec<String>,
    /// What is known beside the answers.
    pub(crate) settings: InForce,
    /// What it all amounts to.
    pub(crate) told: Told,
}

/// What the answers, and who gave them, amount to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Told {
    /// The figure, all counting the same; none without a metric or when hidden.
    pub(crate) figure: Option<Figure>,
    /// People who were looked at one by one.
    pub(crate) read: u64,
    /// Of how many: more when they are a random sample.
    pub(crate) of: u64,
    /// Weighted; none without such an attribute.
    pub(crate) weights: Option<Weighting>,
    /// By accounts; none without such an attribute.
    pub(crate) accounts: Option<Accounts>,
    /// Of a closed base; none unless its size is set.
    pub(crate) population: Option<Population>,
    /// Early against late.
    pub(crate) late: Option<Late>,
    /// Of those invited.
    pub(crate) response_rate: Rate,
    /// What rotated statements cost.
    pub(crate) rotated: Option<Rotated>,
    /// How many are needed; none without a metric.
    pub(crate) plan: Option<Plan>,
}

/// The people to look at, and what is known of them.
struct Gathered {
    metric: Metric,
    /// Everybody, all counting the same.
    all: Answers,
    read: u64,
    of: u64,
    /// Those with a usable weight.
    weighted: Option<Answers>,
    delays: Vec<(u32, i64)>,
}

/// Reads who answered a survey. Unknown parameters are refused.
pub(crate) async fn sample(
    dashboard: &Dashboard,
    viewer: &Viewer,
    whose: &Whose,
    query: &QueryPairs,
) -> Result<Sample, Problem> {
    only_filter_and(&["change"], query)?;
    let change = change(query)?;
    let results = dashboard
        .results(whose, query, Others::once(&["change"]), Depth::Page)
        .await?;
    let attributes = attributes(&results).await?;
    let settings = InForce::of(saved(dashboard, whose).await?, &attributes);
    let zone = dashboard.zone(viewer).await?;
    let rate = if results.hidden {
        Rate::nothing(rate::Status::Hidden)
    } else {
        response_rate(dashboard, &results.source, &results.asked, &zone).await?
    };
    let gathered = match results.metric.filter(|_| !results.hidden) {
        Some(metric) => Some(gather(dashboard, &results, &settings, metric).await?),
        None => None,
    };
    let (counted, in_force) = (results.clone(), settings.clone());
    let told = tokio::task::spawn_blocking(move || {
        told(&counted, &in_force, gathered.as_ref(), rate, change)
    });
    Ok(Sample {
        told: told
            .await
            .map_err(|e| Problem::Internal(format!("counting a sample: {e}")))?,
        results,
        attributes,
        settings,
    })
}

/// The change asked for; none when nobody says.
fn change(query: &QueryPairs) -> Result<Option<f64>, Problem> {
    query
        .get("change")
        .filter(|text| !text.is_empty())
        .map(|text| number("change", text, CHANGE_MIN..=CHANGE_MAX))
        .transpose()
}

/// A number of a query, with a point or a comma.
pub(crate) fn number(
    name: &str,
    text: &str,
    within: std::ops::RangeInclusive<f64>,
) -> Result<f64, Problem> {
    settings::number(text)
        .filter(|number| within.contains(number))
        .ok_or_else(|| {
            let (low, high) = (within.start(), within.end());
            Problem::BadRequest(format!(
                "{name}: {text:?} is no number from {low} to {high}"
            ))
        })
}

async fn attributes(results: &Results) -> Result<Vec<String>, Problem> {
    let dims = results.source.dims().await?;
    Ok(dims
        .into_iter()
        .filter_map(|dim| match dim {
            Dim::Attribute(name) => Some(name),
            _ => None,
        })
        .collect())
}

/// How many of those invited answered, of those that pass the filter. Invitations are nobody's of
/// ours: whoever doesn't see everything is not to be shown it.
pub async fn response_rate(
    dashboard: &Dashboard,
    source: &Source,
    asked: &Asked,
    zone: &TimeZone,
) -> Result<Rate, Problem> {
    if source.whose.sight != Sight::Everything {
        return Ok(Rate::nothing(rate::Status::Filtered));
    }
    let (whose, employees) = (source.whose.clone(), source.survey.definition.employees);
    let read = dashboard.app.db.read_long(move |tx| {
        store::invited(tx, (&whose.workspace_id, &whose.survey_id), employees)
    });
    let invitations: Vec<Invitation> = read
        .await?
        .into_iter()
        .map(|invited| Invitation {
            day: day_in(zone, invited.created_at_us),
            attributes: rate::attributes(&invited.attributes),
            answer: match invited.state.as_deref() {
                Some("complete") => Answer::Complete,
                Some(_) => Answer::Partial,
                None => Answer::None,
            },
        })
        .collect();
    Ok(rate::rate(&invitations, asked, source.privacy()))
}

async fn gather(
    dashboard: &Dashboard,
    results: &Results,
    settings: &InForce,
    metric: Metric,
) -> Result<Gathered, Problem> {
    let outcome = results.survey.definition.outcome();
    let ask = PeopleAsk {
        filter: results.asked.clone(),
        outcome: outcome.map_or_else(String::new, |question| question.key.clone()),
        attributes: wave(results).into_iter().cloned().collect(),
        account: settings.account().cloned(),
        ..PeopleAsk::default()
    };
    let rows = results.source.people(ask.clone()).await?;
    let weighted = match settings.weight() {
        None => None,
        Some(weight) => {
            let ask = PeopleAsk {
                weight: Some(weight.clone()),
                ..ask
            };
            Some(Answers::of(metric, results.source.people(ask).await?))
        }
    };
    let whose = results.source.whose.clone();
    let employees = results.survey.definition.employees;
    let delays = dashboard.app.db.read_long(move |tx| {
        if employees {
            // Who of them answered which invitation is nobody's business, here neither.
            return Ok(Vec::new());
        }
        let mut delays = store::delays(tx, &whose.workspace_id, &whose.survey_id)?;
        delays.sort_unstable();
        Ok::<_, DbError>(delays)
    });
    Ok(Gathered {
        metric,
        read: rows.people.len() as u64,
        of: rows.people.of,
        all: Answers::of(metric, rows),
        weighted,
        delays: delays.await?,
    })
}

/// The attribute that makes the waves.
fn wave(results: &Results) -> Option<&String> {
    match &results.trend.by {
        By::Dim(Dim::Attribute(name)) => Some(name),
        _ => None,
    }
}

fn told(
    results: &Results,
    settings: &InForce,
    gathered: Option<&Gathered>,
    response_rate: Rate,
    change: Option<f64>,
) -> Told {
    let privacy = results.privacy();
    let figure = gathered.map(|gathered| figures::metric(gathered.metric, &results.all));
    let invited = response_rate.value.map(|_| response_rate.invited);
    let weights = gathered.and_then(|gathered| {
        let answers = gathered.weighted.as_ref()?;
        let unusable = gathered.all.len() - answers.len();
        Some(weighting(
            settings.weight()?,
            answers,
            unusable as u64,
            privacy,
        ))
    });
    let accounts = gathered.and_then(|gathered| {
        let answers = gathered.weighted.as_ref().unwrap_or(&gathered.all);
        Some(accounts::accounts(settings.account()?, answers, privacy))
    });
    let sees_everything = results.source.whose.sight == Sight::Everything;
    let population = figure
        .zip(
            settings
                .settings
                .population_size
                .filter(|_| sees_everything),
        )
        .map(|(figure, size)| {
            let is_segment = |(dim, _): &(Dim, Vec<String>)| match dim {
                Dim::Attribute(name) => wave(results) != Some(name),
                _ => true,
            };
            let scope = Scope {
                filtered: results.asked.members.iter().any(is_segment),
                waves: gathered.map_or(0, |gathered| gathered.all.wave_count()),
            };
            population(size.unsigned_abs(), &figure, scope)
        });
    let late = gathered.map(|gathered| {
        let steps = late::rounds(&results.trend.by);
        late::late(&gathered.all, &gathered.delays, steps, invited, privacy)
    });
    let plan = results.metric.map(|metric| {
        let effect = design_effect(weights.as_ref(), accounts.as_ref());
        let start = start(metric, results, gathered, (effect, settings));
        let target = settings.settings.target_change;
        let usual = || target.unwrap_or_else(|| start.unit.usual_change());
        plan::plan(&start, change.unwrap_or_else(usual), target)
    });
    Told {
        figure,
        read: gathered.map_or(0, |gathered| gathered.read),
        of: gathered.map_or(0, |gathered| gathered.of),
        weights,
        accounts,
        population,
        late,
        response_rate,
        rotated: rotated(&results.survey.definition, &results.all).filter(|_| !results.hidden),
        plan,
    }
}

/// What weights and accounts together cost; weights alone where there are no accounts.
fn design_effect(weights: Option<&Weighting>, accounts: Option<&Accounts>) -> f64 {
    let of_accounts = accounts.and_then(|accounts| accounts.design_effect);
    let of_weights = || weights.and_then(|weights| weights.design_effect);
    of_accounts.or_else(of_weights).unwrap_or(1.0).max(1.0)
}

fn start(
    metric: Metric,
    results: &Results,
    gathered: Option<&Gathered>,
    (design_effect, settings): (f64, &InForce),
) -> Start {
    let (figure, basis) = match gathered {
        Some(_) => plan::figure_of(metric, &results.all),
        None => (plan::usual(Unit::of(metric)), Basis::PlanningValues),
    };
    let scale = |gathered: &Gathered| match gathered.read {
        0 => 1.0,
        read => gathered.of as f64 / read as f64,
    };
    Start {
        unit: Unit::of(metric),
        figure,
        basis,
        design_effect,
        pace: gathered.and_then(|gathered| pace(&gathered.all)?.times(scale(gathered))),
        population: settings
            .settings
            .population_size
            .filter(|_| results.source.whose.sight == Sight::Everything)
            .map(i64::unsigned_abs),
    }
}

//! Ready dashboards to start from: one per role, one for the wall, an empty one.

use dashboard::filter::Dim;
use platform::Problem;

use crate::Boards;
use crate::blocks::Eye;
use crate::model::{Block, Draft, Kind};
use crate::rules::SECONDS_USUAL;

/// The names of ready dashboards, in the order they are offered.
pub(crate) const START_NAMES: [&str; 6] =
    ["director", "lead", "employee", "manager", "wall", "empty"];

/// What the attribute of a journey's phase is often called.
const PHASE_NAMES: [&str; 4] = ["phase", "fase", "journey_phase", "stage"];

/// A ready dashboard about a survey; without one, only what needs none.
pub(crate) async fn draft(
    boards: &Boards,
    eye: &Eye,
    (name, survey_id): (&str, Option<&str>),
) -> Result<Draft, Problem> {
    use Kind::{
        Cases, Comments, Distribution, Drivers, Figure, Funnel, Kss, Phases, Targets, Themes, Trend,
    };
    let kinds: &[(Kind, u8)] = match name {
        "director" => &[
            (Figure, 1),
            (Trend, 2),
            (Targets, 3),
            (Phases, 3),
            (Drivers, 2),
            (Cases, 1),
            (Themes, 3),
        ],
        "lead" => &[
            (Figure, 1),
            (Comments, 2),
            (Cases, 3),
            (Trend, 2),
            (Distribution, 1),
            (Kss, 3),
        ],
        "employee" => &[(Comments, 2), (Figure, 1), (Trend, 3)],
        "manager" => &[
            (Funnel, 2),
            (Figure, 1),
            (Distribution, 2),
            (Comments, 1),
            (Themes, 3),
            (Kss, 3),
        ],
        "wall" => &[(Figure, 3), (Trend, 3), (Distribution, 3), (Targets, 3)],
        "empty" => &[],
        _ => {
            return Err(Problem::invalid(
                "/template",
                format!("give one of {}", START_NAMES.join(", ")),
            ));
        }
    };
    let phase = match survey_id {
        Some(survey_id) => phase(boards, eye, survey_id).await?,
        None => None,
    };
    let blocks = kinds.iter().filter_map(|(kind, width)| {
        let survey_id = survey_id.map(str::to_owned);
        if (kind.is_of_a_survey() && survey_id.is_none()) || (*kind == Phases && phase.is_none()) {
            return None;
        }
        Some(Block {
            width: *width,
            ..crate::service::new_block(*kind, (survey_id, phase.clone()))
        })
    });
    Ok(Draft {
        title: eye
            .voice(boards)
            .word(&format!("board-template-{name}-title")),
        blocks: blocks.collect(),
        filter: if ["director", "manager", "wall"].contains(&name) {
            "period=last-12-months".to_owned()
        } else {
            String::new()
        },
        seconds: SECONDS_USUAL,
        shares: Vec::new(),
    })
}

/// The attribute with the phase of a journey, if the survey's answers have one.
async fn phase(boards: &Boards, eye: &Eye, survey_id: &str) -> Result<Option<String>, Problem> {
    let choices = boards.choices(eye, survey_id).await?;
    let names = choices.iter().filter_map(|(dim, _)| match dim {
        Dim::Attribute(name) => Some(name),
        _ => None,
    });
    let is_phase = |name: &&String| PHASE_NAMES.contains(&name.to_lowercase().as_str());
    Ok(names.into_iter().find(is_phase).cloned())
}

//! The figures for programs: the shape of the interface, at full precision.

use crate::analyze::compute::Analysis;

/// The figures as JSON.
pub(super) fn write(analysis: &Analysis) -> anyhow::Result<String> {
    let mut text = serde_json::to_string_pretty(&analysis.figures)?;
    text.push('\n');
    Ok(text)
}
